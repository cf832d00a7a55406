"""What is read in one forum: which boards, how often, by whose leave, and how many threads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import EngagementModel, Standing
from alongside.agreements.models import Agreement
from alongside.fetching.policy import PRODUCT
from alongside.forums.models import Forum
from alongside.listening import queries as listening
from alongside.listening.models import BoardReading, ReadingDay
from alongside.plans import queries as plans
from alongside.plans.models import Objective
from alongside.publishing.entries.forum import forum_trail

LATELY = timedelta(days=30)
PROGRAM = PRODUCT  # what robots.txt files may call us
MONTHS_SHOWN = 13
_COUNTED = ("visits", "threads", "kept", "left_out", "overlong", "looked_again")


@dataclass(frozen=True, slots=True)
class ReadCounts:
    """What reading came to, in numbers: of a board, a month, or the last 30 days."""

    visits: int = 0
    threads: int = 0  # looked at
    kept: int = 0  # of which a body has a question
    left_out: int = 0
    overlong: int = 0
    looked_again: int = 0

    @property
    def forgotten(self) -> int:
        return self.threads - self.kept

    def __add__(self, other: "ReadCounts") -> "ReadCounts":
        return ReadCounts(*(getattr(self, name) + getattr(other, name) for name in _COUNTED))


@dataclass(frozen=True, slots=True)
class Leave:
    """One operator's agreement that lets a body read by machine; `objective`: of its plan here.

    Without a plan that says it takes part, the body does not read, whatever it may; nor does one
    that has closed.
    """

    agreement: Agreement
    objective: Objective | None

    @property
    def reads(self) -> bool:
        takes_part = self.objective is not None and self.objective.model != EngagementModel.NONE
        return takes_part and not self.agreement.body.is_closed

    def covers(self, board_id: str) -> bool:
        return not self.agreement.board_ids or board_id in self.agreement.board_ids


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A board that is read, or was. `is_read`: some body may read it today."""

    reading: BoardReading
    is_read: bool
    lately: ReadCounts

    @property
    def name(self) -> str:
        return self.reading.board.name

    @property
    def threads_a_week(self) -> int | None:
        """New threads a week, as it is of late; None: nothing is known yet."""
        a_day = self.reading.threads_a_day
        return round(a_day * 7) if a_day is not None else None


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    forum: Forum
    leaves: Sequence[Leave]
    boards: Sequence[BoardLine]
    months: Sequence[tuple[date, ReadCounts]]  # newest first
    lately: ReadCounts
    today: date

    @property
    def is_read(self) -> bool:
        """Whether some body may read here today."""
        return any(leave.reads for leave in self.leaves)

    @property
    def has_closed(self) -> bool:
        """Whether nobody reads because whoever may has closed."""
        return not self.is_read and any(leave.agreement.body.is_closed for leave in self.leaves)

    @property
    def pause_hours(self) -> int | None:
        """The longest pause that the operator asked for: there is one reading for all bodies."""
        asked = [leave.agreement.reading_every_hours or 0 for leave in self.leaves if leave.reads]
        return max(asked, default=0) or None

    @property
    def waiting(self) -> int:
        return sum(line.reading.waiting for line in self.boards)

    def board_name(self, board_id: str) -> str:
        names = {line.reading.board.external_id: line.name for line in self.boards}
        return names.get(board_id, board_id)


def reading_entry(slug: str, *, practice_too: bool, at: datetime) -> ReadingEntry:
    """What is read in the forum. Raises Moved for one merged into another, and NotFound."""
    forum, _subjects = forum_trail(slug, practice_too=practice_too)
    today = timezone.localdate(at)
    counted = _counted(forum.pk, today)
    leaves = _leaves(forum.pk, practice_too=practice_too, today=today)
    return ReadingEntry(
        forum=forum,
        leaves=leaves,
        boards=[
            BoardLine(
                reading,
                is_read=any(
                    leave.reads and leave.covers(reading.board.external_id) for leave in leaves
                ),
                lately=_sum(
                    lately
                    for board_id, _month, _whole, lately in counted
                    if board_id == reading.board.external_id
                ),
            )
            for reading in listening.readings_of(forum.pk)
        ],
        months=_by_month(counted),
        lately=_sum(lately for _board_id, _month, _whole, lately in counted),
        today=today,
    )


def _leaves(forum_id: int, *, practice_too: bool, today: date) -> list[Leave]:
    objectives = {
        objective.version.body_id: objective
        for objective in plans.objectives_for(forum_id, on=today)
    }
    return [
        Leave(agreement, objectives.get(agreement.body_id))
        for agreement in agreements.newest_agreements_in(forum_id)
        if agreement.allows_reading
        and agreements.standing(agreement, on=today) is Standing.IN_FORCE
        and (practice_too or not agreement.body.is_practice)
    ]


_Counted = tuple[str, date, ReadCounts, ReadCounts]


def _counted(forum_id: int, today: date) -> list[_Counted]:
    """By board and month: the numbers of the whole month, and those of the last 30 days in it."""
    return [
        (
            row["board_id"],
            row["month"],
            ReadCounts(*(row[f"all_{name}"] or 0 for name in _COUNTED)),
            ReadCounts(*(row[f"lately_{name}"] or 0 for name in _COUNTED)),
        )
        for row in _rows(forum_id, today)
    ]


def _rows(forum_id: int, today: date) -> Iterable[Any]:
    is_lately = Q(day__gt=today - LATELY)
    # Named apart from the columns, over which they are.
    sums = {f"all_{name}": Sum(name) for name in _COUNTED}
    sums |= {f"lately_{name}": Sum(name, filter=is_lately) for name in _COUNTED}
    return (
        ReadingDay.objects.filter(forum=forum_id)
        .annotate(month=TruncMonth("day"))
        .values("board_id", "month")
        .annotate(**sums)
        .order_by("-month")
    )


def _by_month(counted: Iterable[_Counted]) -> list[tuple[date, ReadCounts]]:
    months: dict[date, ReadCounts] = {}
    for _board_id, month, whole, _lately in counted:
        months[month] = months.get(month, ReadCounts()) + whole
    return sorted(months.items(), reverse=True)[:MONTHS_SHOWN]


def _sum(counts: Iterable[ReadCounts]) -> ReadCounts:
    total = ReadCounts()
    for each in counts:
        total += each
    return total
