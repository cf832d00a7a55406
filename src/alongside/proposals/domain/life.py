"""The life of a proposed correction: what may become of it, and by when. Pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum

# Promised to whoever proposes; a third week would be longer than a list's own review takes.
ANSWER_WITHIN = timedelta(days=14)
# Somebody who finds a wrong rejection has as long to say so; then the words are gone (law 4).
REJECTED_KEPT = timedelta(days=30)


class ProposalState(StrEnum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    IN_PART = "accepted_in_part"
    DECLINED = "declined"
    REJECTED = "rejected"  # not a correction: advertising, abuse, or about a person


STATE_WORDS: dict[ProposalState, str] = {
    ProposalState.WAITING: "Waiting for an answer",
    ProposalState.ACCEPTED: "Accepted",
    ProposalState.IN_PART: "Accepted in part",
    ProposalState.DECLINED: "Declined",
    ProposalState.REJECTED: "Withdrawn",
}

ACCEPTING = frozenset({ProposalState.ACCEPTED, ProposalState.IN_PART})
# Answers that stand in public, each with what was changed or a reason.
PUBLISHED = frozenset({*ACCEPTING, ProposalState.DECLINED})
ANSWERS = (*PUBLISHED, ProposalState.REJECTED)


class ProposalError(Exception):
    """Something about a proposal that cannot be done; the message is for the person who asked."""


class Unfounded(ProposalError):
    """The answer does not say what it must. `field` names what is missing."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotChanged(ProposalError):
    """The entry still says what it said: nothing was accepted yet, whatever the answer says."""


def check_answer(state: ProposalState, *, changed: str, reason: str) -> None:
    """Raises Unfounded when the answer does not say in public what it rests on."""
    if state in ACCEPTING and not changed.strip():
        raise Unfounded("changed", "Say what was changed in the register.")
    if state in PUBLISHED and not reason.strip():
        raise Unfounded("reason", "Give the reason. It is published, without your name.")


def answer_due_on(proposed_on: date) -> date:
    """The last day on which an answer keeps the promise."""
    return proposed_on + ANSWER_WITHIN


def words_end_at(state: ProposalState, answered_at: datetime | None) -> datetime | None:
    """When the words of a proposal are deleted. None: they stay, or nobody has looked yet."""
    if state is not ProposalState.REJECTED or answered_at is None:
        return None
    return answered_at + REJECTED_KEPT
