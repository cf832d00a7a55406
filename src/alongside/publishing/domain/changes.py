"""How the public changes of the register are said, by their kinds. Pure.

Texts are English; whoever shows them translates them. `%(name)s` is the entry at that time,
`%(body)s` the public body that the change concerns besides, `%(fields)s` what of the entry changed,
any other place a detail of the event.
"""

from dataclasses import dataclass
from enum import StrEnum

from alongside.proposals.domain.fields import Field


class ChangeGroup(StrEnum):
    """What a reader may narrow the changes to."""

    FORUMS = "forums"
    FIGURES = "figures"
    LISTS = "lists"
    BODIES = "bodies"
    ACCOUNTS = "accounts"
    PLANS = "plans"
    PROPOSALS = "corrections"
    COMMITMENTS = "commitments"
    PERIODS = "periods"


GROUP_WORDS: dict[ChangeGroup, str] = {
    ChangeGroup.FORUMS: "Forums",
    ChangeGroup.FIGURES: "Figures about forums",
    ChangeGroup.LISTS: "Lists of major forums",
    ChangeGroup.BODIES: "Public bodies",
    ChangeGroup.ACCOUNTS: "Official accounts",
    ChangeGroup.PLANS: "Plans and agreements",
    ChangeGroup.PROPOSALS: "Proposed corrections",
    ChangeGroup.COMMITMENTS: "Commitments",
    ChangeGroup.PERIODS: "Restricted periods",
}


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of change: its group, in two words, and as a sentence.

    `alone` is the sentence when a place besides the name cannot be filled, `several` the one for
    many figures that came at once, `fields` the one that names what changed.
    """

    group: ChangeGroup
    title: str
    sentence: str
    alone: str = ""
    several: str = ""
    fields: str = ""


_F, _N, _L, _B = ChangeGroup.FORUMS, ChangeGroup.FIGURES, ChangeGroup.LISTS, ChangeGroup.BODIES
_A, _P, _C = ChangeGroup.ACCOUNTS, ChangeGroup.PLANS, ChangeGroup.PROPOSALS
_M = ChangeGroup.COMMITMENTS

KINDS: dict[str, KindWords] = {
    "forum.added": KindWords(_F, "Forum added", "%(name)s was added to the register."),
    "forum.updated": KindWords(
        _F,
        "Forum changed",
        "The entry of %(name)s was changed.",
        fields="%(fields)s of %(name)s changed%(how)s.",
    ),
    "forums.imported": KindWords(
        _F,
        "Forums imported",
        "%(entries)s forums came from %(name)s by import: %(counts)s.",
        "Forums came from %(name)s by import.",
    ),
    "forum.merged": KindWords(
        _F,
        "Forums merged",
        "%(merged_name)s and %(name)s were found to be one forum, and joined.",
        "Two entries were found to be one forum: %(name)s.",
    ),
    "measure.recorded": KindWords(
        _N,
        "Figure recorded",
        "A figure about %(name)s was recorded: %(figure)s, %(dated)s.",
        "A figure about %(name)s was recorded.",
        "%(figures)s figures about %(name)s were recorded.",
    ),
    "measures.imported": KindWords(
        _N,
        "Figures imported",
        "%(figures)s figures about %(entries)s forums came from %(name)s by import.",
        "Figures about forums came from %(name)s by import.",
    ),
    "measure.withdrawn": KindWords(
        _N,
        "Figure withdrawn",
        "A figure about %(name)s was withdrawn: %(kind)s, %(dated)s.",
        "A figure about %(name)s was withdrawn.",
    ),
    "forum.listed": KindWords(
        _L,
        "Listed as major",
        "%(body)s listed %(name)s as major for its work.",
        "%(name)s was listed as major by a public body.",
    ),
    "forum.reviewed": KindWords(
        _L,
        "Listing looked at again",
        "%(body)s looked at %(name)s again, and keeps it on its list.",
        "A public body looked at %(name)s again, and keeps it on its list.",
    ),
    "forum.delisted": KindWords(
        _L,
        "Taken off a list",
        "%(body)s took %(name)s off its list of major forums.",
        "%(name)s was taken off a list of major forums.",
    ),
    "forum.lead_taken": KindWords(
        _L,
        "Lead taken",
        "%(body)s leads on %(name)s for all public bodies that list it.",
        "A public body leads on %(name)s for all that list it.",
    ),
    "forum.lead_ended": KindWords(
        _L,
        "Lead ended",
        "%(body)s no longer leads on %(name)s.",
        "A public body no longer leads on %(name)s.",
    ),
    "body.found_none": KindWords(
        _L,
        "No forum found",
        "%(name)s looked for forums that matter for its work, and found none.",
    ),
    "body.added": KindWords(_B, "Public body added", "%(name)s was added to the register."),
    "body.updated": KindWords(
        _B,
        "Public body changed",
        "The entry of %(name)s was changed.",
        fields="%(fields)s of %(name)s changed%(how)s.",
    ),
    "bodies.imported": KindWords(
        _B,
        "Public bodies imported",
        "%(entries)s public bodies came from %(name)s by import: %(counts)s.",
        "Public bodies came from %(name)s by import.",
    ),
    "body.merged": KindWords(
        _B,
        "Public bodies merged",
        "%(merged_name)s and %(name)s were found to be one body, and joined.",
        "Two entries were found to be one body: %(name)s.",
    ),
    "body.closed": KindWords(_B, "Public body closed", "%(name)s was recorded as closed."),
    "body.reopened": KindWords(
        _B, "Public body open again", "%(name)s is no longer recorded as closed."
    ),
    "account.opened": KindWords(
        _A,
        "Official account opened",
        "%(body)s has the official account %(handle)s in %(name)s.",
        "A public body has an official account in %(name)s.",
    ),
    "account.taken_up": KindWords(
        _A,
        "Official account in use again",
        "%(body)s uses its official account %(handle)s in %(name)s again.",
        "An official account in %(name)s is in use again.",
    ),
    "account.verified": KindWords(
        _A,
        "Official account checked",
        "The official account %(handle)s of %(body)s in %(name)s was checked.",
        "An official account in %(name)s was checked.",
    ),
    "account.updated": KindWords(
        _A,
        "Official account changed",
        "What is known of the official account %(handle)s of %(body)s in %(name)s was changed.",
        "What is known of an official account in %(name)s was changed.",
        fields="%(fields)s of the account %(handle)s of %(body)s in %(name)s changed%(how)s.",
    ),
    "account.retired": KindWords(
        _A,
        "Official account retired",
        "The account %(handle)s of %(body)s in %(name)s is no longer official.",
        "An account in %(name)s is no longer official.",
    ),
    "account.handed_over": KindWords(
        _A,
        "Official account handed over",
        "%(body)s has closed: its account %(handle)s in %(name)s was handed over.",
        "An official account in %(name)s was handed over.",
    ),
    "account.taken_over": KindWords(
        _A,
        "Official account taken over",
        "%(body)s took over the account %(handle)s in %(name)s.",
        "An official account in %(name)s was taken over.",
    ),
    "agreement.recorded": KindWords(
        _P,
        "Operator’s answer recorded",
        "The answer of the operator of %(name)s to %(body)s was recorded.",
        "An answer of the operator of %(name)s was recorded.",
    ),
    "plan.published": KindWords(
        _P,
        "Plan published",
        "%(name)s published version %(version)s of its plan.",
        "%(name)s published a version of its plan.",
    ),
    "consultation.opened": KindWords(
        _P,
        "Consultation opened",
        "%(name)s asks what people think of the draft of its plan, until %(closes_on)s.",
        "%(name)s asks what people think of the draft of its plan.",
    ),
    "consultation.extended": KindWords(
        _P,
        "More time to comment",
        "%(name)s takes comments on the draft of its plan until %(closes_on)s.",
        "%(name)s takes comments on the draft of its plan for longer.",
    ),
    "consultation.closed": KindWords(
        _P,
        "Consultation closed",
        "The consultation on the draft of the plan of %(name)s closed.",
    ),
    "consultation.called_off": KindWords(
        _P,
        "Consultation called off",
        "%(name)s called off the consultation on the draft of its plan.",
    ),
    "proposal.answered": KindWords(
        _C,
        "Correction answered",
        "%(proposal)s for %(name)s was answered: %(answer)s.",
        "A proposed correction was answered: %(name)s.",
    ),
    "duplicate_check.recorded": KindWords(
        _L,
        "Looked before building",
        "%(name)s looked for existing forums before it would build one.",
    ),
    "duplicate_check.consulted": KindWords(
        _L,
        "Consulted before building",
        "%(name)s wrote down whom it consulted before it would build a forum.",
    ),
    "duplicate_check.decided": KindWords(
        _L,
        "Decided after looking",
        "%(name)s decided what to do after it looked for existing forums.",
    ),
    "commitment.recorded": KindWords(
        _M, "Commitment recorded", "The commitment “%(name)s” was recorded."
    ),
    "commitment.changed": KindWords(
        _M, "Commitment changed", "Another took the place of the commitment “%(name)s”."
    ),
    "commitment.closed": KindWords(
        _M, "Commitment closed", "The commitment “%(name)s” was closed."
    ),
    "commitment.withdrawn": KindWords(
        _M, "Commitment withdrawn", "The commitment “%(name)s” was withdrawn."
    ),
    "commitment.counted": KindWords(
        _M, "Commitment counted", "Who kept the commitment “%(name)s” on its day was counted."
    ),
    "period.recorded": KindWords(
        ChangeGroup.PERIODS,
        "Restricted period recorded",
        "The restricted period “%(name)s” was taken into the calendar.",
    ),
    "period.changed": KindWords(
        ChangeGroup.PERIODS,
        "Restricted period changed",
        "What the calendar says of the restricted period “%(name)s” was changed.",
    ),
    "period.ended": KindWords(
        ChangeGroup.PERIODS,
        "Restricted period ended early",
        "The restricted period “%(name)s” was ended before its day.",
    ),
    "period.withdrawn": KindWords(
        ChangeGroup.PERIODS,
        "Restricted period withdrawn",
        "The restricted period “%(name)s” was withdrawn: it does not count.",
    ),
}

_GROUP_BY_NOUN = {
    "forum": _F,
    "forums": _F,
    "alias": _F,
    "measure": _N,
    "measures": _N,
    "listing": _L,
    "duplicate_check": _L,
    "body": _B,
    "bodies": _B,
    "account": _A,
    "verification": _A,
    "plan": _P,
    "agreement": _P,
    "consultation": _P,
    "proposal": _C,
    "commitment": _M,
    "period": ChangeGroup.PERIODS,
}


def words_of_kind(kind: str) -> KindWords:
    """The words of a kind of change; of one that the table does not hold, from its own name."""
    known = KINDS.get(kind)
    if known is not None:
        return known
    noun, _, done = kind.partition(".")
    title = f"{noun} {done}".replace("_", " ").strip().capitalize()
    sentence = title.replace("%", "%%") + ": %(name)s."
    return KindWords(_GROUP_BY_NOUN.get(noun, _F), title, sentence)


def kinds_of(group: ChangeGroup) -> list[str]:
    """The kinds of the group that the table holds."""
    return [kind for kind, words in KINDS.items() if words.group is group]


def proposal_words(field: object) -> str:
    """What was proposed, by the field that it was about."""
    return "A proposed entry" if field == Field.MISSING else "A proposed correction"
