"""Which bodies cover which topics of their remits."""

from collections.abc import Iterable

from django.utils import timezone

from alongside.publishing.columns import Column, Kind
from alongside.publishing.coverage import CoverageRow, coverage_rows
from alongside.publishing.queries import Edition
from alongside.publishing.tables import DataFile

COVERAGE_COLUMNS: list[Column[CoverageRow]] = [
    Column(
        "body_id",
        lambda row: row.body_slug,
        "The body, which is open today",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "topic",
        lambda row: row.topic_code,
        "A topic of GOV.UK's taxonomy, first level, by its code",
        required=True,
    ),
    Column("topic_label", lambda row: row.topic_label, "The topic in words", required=True),
    Column(
        "in_remit",
        lambda row: row.in_remit,
        "Whether the topic is in the body's remit",
        Kind.TRUTH,
        required=True,
    ),
    Column(
        "forums_listed",
        lambda row: row.forums_listed,
        "How many forums of the topic the body lists as major",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "state",
        lambda row: row.state,
        "covered: in its remit, with a forum; gap: without one; searched: a gap of a body that "
        "searched within a year, and found none; beyond: listed, though not in its remit",
        required=True,
    ),
    Column(
        "searched_on",
        lambda row: row.found_none_on,
        "Day on which the body searched and found none, if it lists no forum",
        Kind.DAY,
    ),
]


def _rows(edition: Edition) -> Iterable[CoverageRow]:
    return coverage_rows(edition.practice, on=timezone.localdate(edition.at))


COVERAGE = DataFile(
    "coverage",
    "Who covers what",
    "One row for each open body and each topic that is in its remit, or of a forum that it lists.",
    COVERAGE_COLUMNS,
    _rows,
    key=("body_id", "topic"),
    is_computed=True,
)
