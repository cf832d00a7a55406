"""The life of a reply in one table, and who may do what to it. Pure."""

from collections.abc import Container
from datetime import datetime, timedelta
from enum import StrEnum


class ReplyState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"  # queued for the worker, or to be posted by hand
    SENDING = "sending"  # claimed: a worker is calling, or a person is posting
    POSTED = "posted"  # the forum took it, or a person gave its link; not yet seen by us
    HELD = "held"  # the forum's moderators look at it first
    LIVE = "live"  # read in the forum, or its public link given where we may not read
    STOPPED = "stopped"  # the policy refused in the instant before sending
    REJECTED = "rejected"  # a person says that the forum's moderators turned it down
    NEEDS_PERSON = "needs_person"  # outcome unknown, or refused by the forum
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"  # a person says that it was taken out of the forum again


STATE_WORDS: dict[ReplyState, str] = {
    ReplyState.DRAFT: "Draft",
    ReplyState.IN_REVIEW: "Waiting for second reading",
    ReplyState.APPROVED: "Approved",
    ReplyState.SENDING: "Being sent",
    ReplyState.POSTED: "Posted, not yet read back",
    ReplyState.HELD: "Waiting for the forum's moderators",
    ReplyState.LIVE: "Live",
    ReplyState.STOPPED: "Stopped",
    ReplyState.REJECTED: "Turned down by the forum's moderators",
    ReplyState.NEEDS_PERSON: "Needs a person",
    ReplyState.WITHDRAWN: "Withdrawn",
    ReplyState.REMOVED: "Removed from the forum",
}

MOVES: dict[ReplyState, frozenset[ReplyState]] = {
    ReplyState.DRAFT: frozenset({ReplyState.IN_REVIEW, ReplyState.WITHDRAWN}),
    ReplyState.IN_REVIEW: frozenset({ReplyState.APPROVED, ReplyState.DRAFT, ReplyState.WITHDRAWN}),
    ReplyState.APPROVED: frozenset(
        {ReplyState.SENDING, ReplyState.STOPPED, ReplyState.DRAFT, ReplyState.WITHDRAWN}
    ),
    ReplyState.SENDING: frozenset(
        {
            ReplyState.POSTED,
            ReplyState.HELD,
            ReplyState.LIVE,  # by hand, where we may not read
            ReplyState.APPROVED,  # only when nothing can have been posted
            ReplyState.NEEDS_PERSON,
        }
    ),
    ReplyState.POSTED: frozenset({ReplyState.LIVE, ReplyState.NEEDS_PERSON, ReplyState.REMOVED}),
    ReplyState.HELD: frozenset(
        {ReplyState.LIVE, ReplyState.REJECTED, ReplyState.NEEDS_PERSON, ReplyState.REMOVED}
    ),
    ReplyState.LIVE: frozenset({ReplyState.REMOVED}),
    ReplyState.STOPPED: frozenset({ReplyState.DRAFT, ReplyState.APPROVED, ReplyState.WITHDRAWN}),
    ReplyState.REJECTED: frozenset({ReplyState.DRAFT, ReplyState.WITHDRAWN}),
    # Out of here only a person's word leads (law 6), or the forum's own late receipt.
    ReplyState.NEEDS_PERSON: frozenset(
        {
            ReplyState.POSTED,
            ReplyState.HELD,
            ReplyState.LIVE,
            ReplyState.REJECTED,
            ReplyState.APPROVED,
            ReplyState.DRAFT,
            ReplyState.WITHDRAWN,
            ReplyState.REMOVED,
        }
    ),
    ReplyState.WITHDRAWN: frozenset(),
    # Said to be gone, and read there after all (law 6).
    ReplyState.REMOVED: frozenset({ReplyState.LIVE}),
}


class Route(StrEnum):
    """How a reply reaches the forum."""

    INTERFACE = "interface"
    BY_HAND = "by_hand"


class Proof(StrEnum):
    """Why we say that a reply is live (law 6)."""

    READ_BACK = "read_back"  # our reader saw the text in the forum
    LINK_GIVEN = "link_given"  # a person gave the public link; we may not read there


PROOF_WORDS: dict[Proof, str] = {
    Proof.READ_BACK: "Read in the forum by this service",
    Proof.LINK_GIVEN: "Public link given by an official",
}

# Of a reply that is read in the forum after somebody said that it was removed.
STILL_THERE = (
    "It was read in the forum after you had said that it is removed. Remove it there with your "
    "official account, then say so again."
)

# A call that has not been recorded for this long has an unknown outcome: its worker has died.
# No request of a call begins later than LAST_REQUEST before it.
SENDING_LIMIT = timedelta(minutes=5)

# Pauses before looking again for a reply that the forum took and that was not seen yet.
READ_BACK_PAUSES = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)
HELD_PAUSE = timedelta(hours=1)
HELD_LIMIT = timedelta(days=7)

# The last request of a call begins at least this long before SENDING_LIMIT: it may wait its turn
# for a minute and take half a minute (fetching policy).
LAST_REQUEST = timedelta(minutes=2)

# More than any forum takes in one post.
LONGEST_TEXT = 20_000  # characters

TRY_LATER_PAUSE = timedelta(minutes=1)
TRIES = 5  # calls that certainly posted nothing, before a person looks


class ReplyError(Exception):
    """What was asked of the reply cannot be done; the message is for the person who asked."""


class NotPossibleNow(ReplyError):
    """The reply has moved on since the page was opened."""


class NotAllowed(ReplyError):
    """The person's roles do not cover this."""


class NotYours(ReplyError):
    """Only the author may do this to a reply, or only somebody else may."""


class ChecksFailed(ReplyError):
    """The draft breaks a rule that nobody can pass over, or a warning has no reason yet."""


class PolicyRefused(ReplyError):
    """Plan or agreement do not allow it; the message names the clause, `address` shows it."""

    def __init__(self, message: str, *, clause: str, address: str) -> None:
        super().__init__(message)
        self.clause = clause
        self.address = address


def check_move(
    now: ReplyState, then: ReplyState, *, only_from: Container[ReplyState] | None = None
) -> None:
    """Raises NotPossibleNow unless the reply may move so.

    `only_from` names the states that an action begins from, where the table allows others the
    same move: a reply that is being sent goes back to "approved" by the worker's word alone.
    """
    if then not in MOVES[now] or (only_from is not None and now not in only_from):
        raise NotPossibleNow(
            f"This reply is “{STATE_WORDS[now].lower()}” now, so this cannot be done. "
            "Open it again to see what happened."
        )


def check_approval(*, author_id: int, approver_id: int) -> None:
    """Raises NotYours when the author approves their own reply."""
    if approver_id == author_id:
        raise NotYours("Somebody else must approve a reply that you wrote.")


def next_look(*, looks: int, at: datetime) -> datetime | None:
    """When to look for a posted reply again; `looks` made so far. None: a person should look."""
    if looks >= len(READ_BACK_PAUSES):
        return None
    return at + READ_BACK_PAUSES[looks]
