"""What is read in a forum, by HTTP."""

from datetime import date
from typing import Self

from django.http import HttpRequest
from pydantic import Field

from alongside.api.interface import api
from alongside.api.shapes import Answer, Moment, Problem, Slug
from alongside.api.views import ERRORS
from alongside.core import clock
from alongside.publishing import entries
from alongside.publishing.entries.reading import BoardLine, Leave, ReadCounts, ReadingEntry
from alongside.publishing.tables import absolute


class ReadCountsOut(Answer):
    """Counts only: which threads they were is not known any more."""

    visits: int
    threads: int = Field(description="Threads that were looked at")
    kept: int = Field(description="Of which some body has a question")
    looked_again: int = Field(description="Looks at threads with an open question")
    left_out: int = Field(description="Too old by the time there was room for them")
    lists_too_long: int = Field(description="Visits at which more were left out than was counted")

    @classmethod
    def of(cls, counts: ReadCounts) -> Self:
        return cls(
            visits=counts.visits,
            threads=counts.threads,
            kept=counts.kept,
            looked_again=counts.looked_again,
            left_out=counts.left_out,
            lists_too_long=counts.overlong,
        )


class MonthReadOut(ReadCountsOut):
    month: str = Field(description="Such as 2026-05")


class ReadingLeaveOut(Answer):
    """An agreement in force that lets a body read by machine."""

    body_id: str
    agreement: str = Field(description="Where it stands on the forum's page")
    every_hours: int | None = Field(
        description="Hours between two visits, at least; null: none named"
    )
    board_ids: list[str] = Field(description="Empty: every board that guests see")
    valid_until: date | None
    reads: bool = Field(description="Whether the body's plan says that it takes part")

    @classmethod
    def of(cls, leave: Leave) -> Self:
        agreement = leave.agreement
        return cls(
            body_id=agreement.body.slug,
            agreement=absolute(agreement.get_absolute_url()),
            every_hours=agreement.reading_every_hours,
            board_ids=agreement.board_ids,
            valid_until=agreement.valid_until,
            reads=leave.reads,
        )


class BoardReadOut(Answer):
    board_id: str = Field(description="The forum's own number or name for it")
    name: str
    is_read: bool = Field(description="Whether some body may read it today")
    threads_a_week: int | None = Field(description="New threads of late; null: not known yet")
    visited_at: Moment | None
    next_visit_at: Moment | None = Field(description="Not before then; null: none is planned")
    waiting: int = Field(description="Threads that wait for the next visits")
    last_30_days: ReadCountsOut

    @classmethod
    def of(cls, line: BoardLine) -> Self:
        reading = line.reading
        return cls(
            board_id=reading.board.external_id,
            name=line.name,
            is_read=line.is_read,
            threads_a_week=line.threads_a_week,
            visited_at=reading.visited_at,
            next_visit_at=reading.next_visit_at if line.is_read else None,
            waiting=reading.waiting,
            last_30_days=ReadCountsOut.of(line.lately),
        )


class ReadingOut(Answer):
    """What is read in a forum by machine, and by whose leave."""

    forum_id: str
    is_read: bool
    leaves: list[ReadingLeaveOut]
    boards: list[BoardReadOut]
    last_30_days: ReadCountsOut
    months: list[MonthReadOut] = Field(description="The newest first, 13 at most")
    page: str = Field(description="The same in words")

    @classmethod
    def of(cls, entry: ReadingEntry) -> Self:
        return cls(
            forum_id=entry.forum.slug,
            is_read=entry.is_read,
            leaves=[ReadingLeaveOut.of(leave) for leave in entry.leaves],
            boards=[BoardReadOut.of(line) for line in entry.boards],
            last_30_days=ReadCountsOut.of(entry.lately),
            months=[
                MonthReadOut(month=f"{month:%Y-%m}", **ReadCountsOut.of(counts).model_dump())
                for month, counts in entry.months
            ],
            page=absolute(f"/forums/{entry.forum.slug}/reading/"),
        )


@api.get(
    "/forums/{slug}/reading",
    response={200: ReadingOut, 301: Problem, **ERRORS},
    summary="What is read in one forum by machine, how often, and by whose leave",
    tags=["forums"],
)
def forum_reading(request: HttpRequest, slug: Slug) -> ReadingOut:
    """Counts only. A forum that was joined with another leads there (301)."""
    return ReadingOut.of(entries.reading_entry(slug, practice_too=False, at=clock.now()))
