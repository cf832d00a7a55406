"""Restricted periods before elections: when which bodies keep to tighter rules."""

from django.db.models import QuerySet

from alongside.periods.models import RestrictedPeriod
from alongside.periods.queries import periods
from alongside.publishing.columns import Column, Kind
from alongside.publishing.queries import Edition
from alongside.publishing.tables import DataFile, absolute

PERIOD_COLUMNS: list[Column[RestrictedPeriod]] = [
    Column("period_id", lambda row: row.public_id, "Identifier of the period", required=True),
    Column("name", lambda row: row.name, "What it is called", required=True, term="name"),
    Column(
        "jurisdiction",
        lambda row: row.jurisdiction,
        "Where it counts, by ISO 3166: GB, GB-WLS, US; what lies within is covered",
        required=True,
    ),
    Column(
        "body_kinds",
        lambda row: row.kinds,
        "Kinds of bodies that it is about; empty: all kinds",
        several=True,
    ),
    Column(
        "mode",
        lambda row: row.mode,
        "normal, factual (facts about services only, with a second reader) or listen_only",
        required=True,
    ),
    Column(
        "begins_on",
        lambda row: row.begins_on,
        "First day, in the calendar of the service",
        Kind.DAY,
        required=True,
        term="startDate",
    ),
    Column(
        "ends_on",
        lambda row: row.ends_on,
        "Last day; before the first one if it was ended on that day",
        Kind.DAY,
        required=True,
        term="endDate",
    ),
    Column(
        "was_to_end_on",
        lambda row: row.was_to_end_on,
        "The last day before it was ended early; empty: it was not",
        Kind.DAY,
    ),
    Column("ended_reason", lambda row: row.ended_reason, "Why it was ended early"),
    Column(
        "source_address",
        lambda row: row.source_address,
        "The page that announces it",
        Kind.ADDRESS,
        required=True,
    ),
    Column("note", lambda row: row.note, "More about it, in words"),
    Column(
        "recorded_at",
        lambda row: row.recorded_at,
        "When it was taken into the calendar, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column(
        "withdrawn_at",
        lambda row: row.withdrawn_at,
        "When it was withdrawn, in UTC; empty: it was not",
        Kind.MOMENT,
    ),
    Column("withdrawn_reason", lambda row: row.withdrawn_reason, "Why it was withdrawn"),
    Column(
        "page",
        lambda row: absolute(row.get_absolute_url()),
        "Its page here",
        Kind.ADDRESS,
        required=True,
        term="mainEntityOfPage",
    ),
]


def _rows(edition: Edition) -> QuerySet[RestrictedPeriod]:
    return periods(practice=edition.practice).order_by("begins_on", "pk")


PERIODS = DataFile(
    "restricted-periods",
    "Restricted periods",
    "One row for each time before an election in which public bodies keep to tighter rules: past, "
    "in force and to come, withdrawn ones too.",
    PERIOD_COLUMNS,
    _rows,
    key=("period_id",),
)
