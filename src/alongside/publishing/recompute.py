"""Computing the public figures again from the published file of questions (law 7).

Anyone with `enquiries.csv` gets the figures that the page shows; nothing else is needed.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from alongside.enquiries.domain.triage import EnquiryState
from alongside.forums.domain.listing import is_due
from alongside.reporting.domain.indicators import (
    Indicator,
    Period,
    Question,
    indicators,
    list_freshness,
)

_NEEDED = ("body_id", "asked_at", "raised_at", "state", "response_standard_hours", "first_reply_at")


class CannotRecompute(ValueError):
    """The text is no file of questions as we publish it; the message says where."""


def figures_from_enquiries_csv(
    text: str, at: datetime, *, body_id: str | None = None
) -> list[Indicator]:
    """The figures about questions as of `at`, the `period_end` of the published figures.

    With `body_id`, of that body alone. Raises CannotRecompute.
    """
    if at.tzinfo is None:
        raise CannotRecompute("The moment of the figures needs a time zone, such as +00:00.")
    questions = [
        question
        for found_body, question in _questions(text)
        if body_id is None or found_body == body_id
    ]
    return indicators(questions, period=Period(start=None, end=at), at=at)


def freshness_from_listings_csv(text: str, on: date) -> Indicator:
    """The figure "list freshness" as of the day, from the published file of listings.

    Raises CannotRecompute.
    """
    fresh = listed = 0
    for line, row in _rows(text, needed=("listed_on", "reviewed_on")):
        try:
            looked_at_on = date.fromisoformat(row["reviewed_on"] or row["listed_on"])
        except (TypeError, ValueError) as exc:
            raise CannotRecompute(f"Line {line}: {exc}.") from exc
        listed += 1
        fresh += not is_due(looked_at_on, on=on)
    return list_freshness(fresh=fresh, listed=listed)


def _questions(text: str) -> list[tuple[str, Question]]:
    found = []
    for line, row in _rows(text, needed=_NEEDED):
        try:
            found.append((row["body_id"], _question(row)))
        except (KeyError, TypeError, ValueError, AttributeError) as exc:
            raise CannotRecompute(f"Line {line}: {exc}.") from exc
    return found


def _rows(text: str, *, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with the number of the line on which each ends."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    missing = [name for name in needed if name not in (reader.fieldnames or [])]
    if missing:
        raise CannotRecompute(f"The file has no column {', '.join(missing)}.")
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as exc:
        raise CannotRecompute(f"After line {reader.line_num}: {exc}.") from exc


def _question(row: dict[str, str]) -> Question:
    return Question(
        asked_at=_moment(row["asked_at"]),
        raised_at=_moment(row["raised_at"]),
        state=EnquiryState(row["state"]),
        first_reply_at=_moment(row["first_reply_at"]) if row["first_reply_at"] else None,
        response_hours=int(row["response_standard_hours"]),
        # Files of before moderators could pass questions on have neither column.
        referred_at=_moment(row["referred_at"]) if row.get("referred_at") else None,
        declined_at=_moment(row["declined_at"]) if row.get("declined_at") else None,
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return moment
