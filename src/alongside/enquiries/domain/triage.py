"""The life of an enquiry, and what may be decided about it. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum


class EnquiryState(StrEnum):
    NEW = "new"
    CLAIMED = "claimed"
    ANSWERED = "answered"
    LEFT_TO_PEERS = "left_to_peers"  # members answer well: a success (law 3)
    NOT_OURS = "not_ours"
    NOT_A_QUESTION = "not_a_question"


STATE_WORDS: dict[EnquiryState, str] = {
    EnquiryState.NEW: "New",
    EnquiryState.CLAIMED: "Being answered",
    EnquiryState.ANSWERED: "Answered",
    EnquiryState.LEFT_TO_PEERS: "Left to peers",
    EnquiryState.NOT_OURS: "Not ours",
    EnquiryState.NOT_A_QUESTION: "Not a question",
}

MOVES: dict[EnquiryState, frozenset[EnquiryState]] = {
    EnquiryState.NEW: frozenset(
        {
            EnquiryState.CLAIMED,
            EnquiryState.LEFT_TO_PEERS,
            EnquiryState.NOT_OURS,
            EnquiryState.NOT_A_QUESTION,
        }
    ),
    EnquiryState.CLAIMED: frozenset(
        {
            EnquiryState.NEW,  # released
            EnquiryState.ANSWERED,
            EnquiryState.LEFT_TO_PEERS,
            EnquiryState.NOT_OURS,
            EnquiryState.NOT_A_QUESTION,
        }
    ),
    EnquiryState.ANSWERED: frozenset(),
    # A decision can be taken back: peers may fall silent, a colleague may know better.
    EnquiryState.LEFT_TO_PEERS: frozenset({EnquiryState.NEW}),
    EnquiryState.NOT_OURS: frozenset({EnquiryState.NEW}),
    EnquiryState.NOT_A_QUESTION: frozenset({EnquiryState.NEW}),
}

OPEN = frozenset({EnquiryState.NEW, EnquiryState.CLAIMED})
SET_ASIDE = frozenset(
    {EnquiryState.LEFT_TO_PEERS, EnquiryState.NOT_OURS, EnquiryState.NOT_A_QUESTION}
)


class Origin(StrEnum):
    """From whom an enquiry came."""

    MATCH = "match"
    REFERRAL = "referral"
    CLINIC = "clinic"
    HAND = "hand"


# The excerpt is there so that an adviser can decide; it goes when that is long past.
EXCERPT_KEPT = timedelta(days=60)
EXCERPT_LENGTH = 400  # characters


class EnquiryError(Exception):
    """What was asked of the enquiry cannot be done; the message is for the person who asked."""


class NotPossibleNow(EnquiryError):
    """The enquiry has moved on since the page was opened."""


def check_move(now: EnquiryState, then: EnquiryState) -> None:
    """Raises NotPossibleNow unless the enquiry may move so."""
    if then not in MOVES[now]:
        raise NotPossibleNow(
            f"This enquiry is “{STATE_WORDS[now].lower()}” now, so it cannot become "
            f"“{STATE_WORDS[then].lower()}”. Open it again to see what happened."
        )


def due_at(*, asked_at: datetime, response_hours: int) -> datetime:
    """When the plan's response standard falls due, from the time of the question."""
    return asked_at + timedelta(hours=response_hours)


def excerpt_of(text: str) -> str:
    """The beginning of the question, cut at a word, at most EXCERPT_LENGTH characters."""
    folded = " ".join(text.split())
    if len(folded) <= EXCERPT_LENGTH:
        return folded
    return folded[: EXCERPT_LENGTH - 1].rsplit(" ", 1)[0] + "…"
