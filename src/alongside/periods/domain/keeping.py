"""What may be recorded of a restricted period, and what may be changed in it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from alongside.bodies.domain.facts import LONGEST_ADDRESS, is_address, is_formula, is_jurisdiction
from alongside.bodies.domain.kinds import BodyKind
from alongside.periods.domain.terms import Mode, Place

LONGEST_NAME = 200
LONGEST_NOTE = 2_000
LONGEST_REASON = 1_000
# The longest in the United Kingdom was about eight weeks; a year is a slip of typing.
LONGEST_PERIOD = timedelta(days=366)


class PeriodError(Exception):
    """What was asked of the period cannot be done; the message is for the person who asked."""


class ChangedMeanwhile(PeriodError):
    """Somebody changed the period after it was shown to the person who saves now."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field, in a sentence that says what to do."""

    field: str
    sentence: str


class PeriodRefused(PeriodError):
    """What was to be recorded is at fault; `faults` say it field by field."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(fault.sentence for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """Everything that is said of a period. Texts come stripped."""

    name: str
    jurisdiction: str
    mode: Mode
    begins_on: date
    ends_on: date
    source_address: str
    kinds: tuple[str, ...] = ()  # of bodies; empty: every kind
    note: str = ""


def faults_of(facts: PeriodFacts) -> list[Fault]:
    """All that is wrong with them; an empty list when nothing is."""
    return list(_faults_of(facts))


def _faults_of(facts: PeriodFacts) -> Iterator[Fault]:
    if not facts.name:
        yield Fault("name", "Give the period a name, such as UK general election 2029.")
    elif len(facts.name) > LONGEST_NAME:
        yield Fault("name", f"Give a name of at most {LONGEST_NAME} characters.")
    elif is_formula(facts.name):
        yield Fault("name", "The name begins like a formula of a spreadsheet. Give plain words.")
    if not is_jurisdiction(facts.jurisdiction):
        yield Fault("jurisdiction", "Give a code of ISO 3166, such as GB, GB-WLS or US.")
    if unknown := [kind for kind in facts.kinds if kind not in set(BodyKind)]:
        yield Fault("kinds", f"“{unknown[0]}” is no kind of body.")
    if facts.ends_on < facts.begins_on:
        yield Fault("ends_on", "The last day must not come before the first day.")
    elif facts.ends_on - facts.begins_on > LONGEST_PERIOD:
        yield Fault("ends_on", "A period lasts a year at most. Look at the year.")
    if len(facts.source_address) > LONGEST_ADDRESS:
        yield Fault("source_address", f"Give an address of at most {LONGEST_ADDRESS} characters.")
    elif not is_address(facts.source_address):
        yield Fault(
            "source_address",
            "Give the whole address of the page that announces it, beginning with https://",
        )
    if len(facts.note) > LONGEST_NOTE:
        yield Fault("note", f"Say it in at most {LONGEST_NOTE:,} characters.")


def place_of(*, begins_on: date, ends_on: date, is_withdrawn: bool, on: date) -> Place:
    """Where a period stands on a day."""
    if is_withdrawn:
        return Place.WITHDRAWN
    if on < begins_on:
        return Place.COMING
    return Place.OVER if on > ends_on else Place.IN_FORCE


def faults_of_change(
    before: PeriodFacts, after: PeriodFacts, *, place: Place, on: date
) -> list[Fault]:
    """What of a change would rewrite what was in force: the past stays as it was."""
    return list(_faults_of_change(before, after, place, on))


def _faults_of_change(
    before: PeriodFacts, after: PeriodFacts, place: Place, on: date
) -> Iterator[Fault]:
    if place is Place.OVER:
        for field in ("jurisdiction", "kinds", "mode", "begins_on", "ends_on"):
            if getattr(before, field) != getattr(after, field):
                yield Fault(field, "The period is over. What was in force stays on record.")
    elif place is Place.IN_FORCE:
        if before.begins_on != after.begins_on:
            yield Fault("begins_on", "It has begun. Its first day stays on record.")
        if after.ends_on < on:
            yield Fault("ends_on", "The last day cannot lie in the past. End it early instead.")
    elif place is Place.COMING and after.begins_on < on:
        yield Fault("begins_on", "It cannot begin in the past. Choose today or a later day.")


def fault_of_early_end(*, last_day: date, begins_on: date, ends_on: date, on: date) -> str:
    """Why the period cannot end on this day; empty when it can.

    It ends at the earliest with the day before, so that it stops binding at once.
    """
    if last_day < begins_on - timedelta(days=1) or last_day < on - timedelta(days=1):
        return "It can end with yesterday at the earliest, so that it stops counting today."
    if last_day >= ends_on:
        return "It would end no earlier so. Choose an earlier day, or change the period."
    return ""
