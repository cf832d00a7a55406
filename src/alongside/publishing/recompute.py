"""Computing the public figures again from the published file of questions (law 7).

Anyone with `enquiries.csv` gets the figures that the page shows; nothing else is needed.
"""

import csv
import io
from datetime import datetime

from alongside.enquiries.domain.triage import EnquiryState
from alongside.reporting.domain.indicators import Indicator, Period, Question, indicators

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


def _questions(text: str) -> list[tuple[str, Question]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or [])]
    if missing:
        raise CannotRecompute(f"The file has no column {', '.join(missing)}.")
    found = []
    try:
        for row in reader:
            try:
                found.append((row["body_id"], _question(row)))
            except (KeyError, TypeError, ValueError, AttributeError) as exc:
                raise CannotRecompute(f"Line {reader.line_num}: {exc}.") from exc
    except csv.Error as exc:
        raise CannotRecompute(f"After line {reader.line_num}: {exc}.") from exc
    return found


def _question(row: dict[str, str]) -> Question:
    return Question(
        asked_at=_moment(row["asked_at"]),
        raised_at=_moment(row["raised_at"]),
        state=EnquiryState(row["state"]),
        first_reply_at=_moment(row["first_reply_at"]) if row["first_reply_at"] else None,
        response_hours=int(row["response_standard_hours"]),
    )


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return moment
