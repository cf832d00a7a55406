"""Commitments with dates: who has promised what by when, and whether it stands. Pure.

"A cross-governmental list and set of Departmental plans … by Q3 2009" (Power of Information
Taskforce 2009, recommendation 1.1) was a commitment whose keeping nobody could see. Here it names
its bodies by a rule and what they shall have by a kind of record, so that nobody types in how far
it is.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

STATEMENT_LENGTH = 300
REASON_LENGTH = 1_000
SOURCE_LENGTH = 500
_ABOUT_LENGTH = 10  # characters: less says nothing to a reader
SOON_DAYS = 60  # as agreements are renewed: time enough to write a plan and consult on it


class Committed(StrEnum):
    """What each body of a commitment shall have on its day."""

    LIST = "list"
    PLAN = "plan"
    FRESH_PLAN = "fresh_plan"
    AGREEMENT = "agreement"


COMMITTED_WORDS: dict[Committed, str] = {
    Committed.LIST: "a list of major forums, or the word that none was found",
    Committed.PLAN: "a published plan in force",
    Committed.FRESH_PLAN: "a published plan in force whose review date has not passed",
    Committed.AGREEMENT: "an operator’s agreement in force",
}


class Ended(StrEnum):
    """How a commitment ceased to count."""

    CLOSED = "closed"  # its work is done, or it has become pointless
    WITHDRAWN = "withdrawn"  # given up
    CHANGED = "changed"  # another one took its place


ENDED_WORDS: dict[Ended, str] = {
    Ended.CLOSED: "Closed",
    Ended.WITHDRAWN: "Withdrawn",
    Ended.CHANGED: "Changed",
}


class State(StrEnum):
    """Where a commitment is on a day."""

    RUNNING = "running"
    KEPT = "kept"  # its day has passed, and every body had it
    MISSED = "missed"  # its day has passed, and some had it not
    EMPTY = "empty"  # its day has passed, and no body fitted its scope: neither kept nor missed
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"


STATE_WORDS: dict[State, str] = {
    State.RUNNING: "Running",
    State.KEPT: "Kept",
    State.MISSED: "Missed",
    State.EMPTY: "No body in scope",
    State.CLOSED: "Closed",
    State.WITHDRAWN: "Withdrawn",
    State.CHANGED: "Changed",
}


class Occasion(StrEnum):
    """When what stood was frozen."""

    DAY = "day"  # the day of the commitment
    END = "end"  # the day on which it was closed, withdrawn or changed


class Unfit(ValueError):
    """What was given makes no commitment. `field` names what to put right; "" is the whole."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Scope:
    """Which bodies a commitment speaks of: a kind and a place together, and those named besides.

    No kinds: of every kind; no jurisdictions: wherever. Neither: the named ones alone.
    """

    kinds: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()  # ISO 3166; a country has what its parts have
    bodies: tuple[str, ...] = ()  # by slug

    @property
    def is_empty(self) -> bool:
        return not (self.kinds or self.jurisdictions or self.bodies)

    def may_hold(self, kind: str) -> bool:
        """Whether any body of the kind can be one of those meant."""
        return bool(self.bodies) or not self.kinds or kind in self.kinds

    def holds(self, *, slug: str, kind: str, jurisdiction: str) -> bool:
        """Whether the body is one of those meant."""
        if slug in self.bodies:
            return True
        if not (self.kinds or self.jurisdictions):
            return False
        return (not self.kinds or kind in self.kinds) and (
            not self.jurisdictions
            or jurisdiction in self.jurisdictions
            or jurisdiction.partition("-")[0] in self.jurisdictions
        )


def state_of(
    *, due_on: date, ended: Ended | None, counted: tuple[int, int] | None, on: date
) -> State:
    """The state on a day. `counted`: how many had it of how many, on the commitment's day."""
    if ended is not None:
        return State(ended.value)
    if on <= due_on or counted is None:
        return State.RUNNING
    met, bodies = counted
    if bodies == 0:
        return State.EMPTY
    return State.KEPT if met == bodies else State.MISSED


def checked_statement(text: str) -> str:
    """The statement as it is kept. Raises Unfit when it says nothing, or far too much."""
    text = " ".join(text.replace("\x00", "").split())
    if len(text) < _ABOUT_LENGTH:
        raise Unfit(
            "Say in a sentence who has committed to what, and by when, as it was said.", "statement"
        )
    if len(text) > STATEMENT_LENGTH:
        raise Unfit(f"Say it in at most {STATEMENT_LENGTH} characters.", "statement")
    return text


def checked_reason(text: str) -> str:
    """The reason as it is kept. Raises Unfit when it says nothing, or far too much."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) < _ABOUT_LENGTH:
        raise Unfit("Say in a sentence why. It is published with the commitment.", "reason")
    if len(text) > REASON_LENGTH:
        raise Unfit(f"Say why in at most {REASON_LENGTH:,} characters.", "reason")
    return text


def checked_day(due_on: date, *, today: date) -> date:
    """The day of a commitment. Raises Unfit when it has come.

    What stood on a day before nobody was asked to look cannot be counted fairly.
    """
    if due_on <= today:
        raise Unfit("Name a day to come. What was due before cannot be counted.", "due_on")
    return due_on


def checked_scope(
    scope: Scope, *, kinds: Collection[str], jurisdictions: Collection[str], bodies: Collection[str]
) -> Scope:
    """The scope as it is kept: each once, in one order. Raises Unfit for what is not known."""
    if scope.is_empty:
        raise Unfit(
            "Choose a kind of body, a jurisdiction, or name at least one body. A commitment of "
            "nobody cannot be kept.",
            "kinds",
        )
    for given, known, field in (
        (scope.kinds, kinds, "kinds"),
        (scope.jurisdictions, jurisdictions, "jurisdictions"),
        (scope.bodies, bodies, "bodies"),
    ):
        if unknown := [each for each in given if each not in known]:
            raise Unfit(f"“{unknown[0]}” is not in the register. Choose from the list.", field)
    return Scope(_once(scope.kinds), _once(scope.jurisdictions), _once(scope.bodies))


def _once(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
