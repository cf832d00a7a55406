"""Who has what across government, and commitments: as they run, and as they stood on their day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from alongside.publishing.columns import Column, Kind
from alongside.publishing.queries import Edition
from alongside.publishing.tables import DataFile, absolute
from alongside.reporting import commitment_queries as queries
from alongside.reporting.commitment_queries import Mark, Progress
from alongside.reporting.domain.standing import Standing
from alongside.reporting.models import Commitment, CommitmentResult
from alongside.reporting.standings import Days, everybody


@dataclass(frozen=True, slots=True)
class MarkedBody:
    """A body of a commitment that stands, today."""

    commitment: Commitment
    mark: Mark


@dataclass(frozen=True, slots=True)
class FrozenBody:
    """A body of a commitment, as it stood."""

    result: CommitmentResult
    mark: Mark


STANDING_COLUMNS: list[Column[Standing]] = [
    Column(
        "body_id",
        lambda row: row.slug,
        "The body, which is open today",
        required=True,
        refers_to="bodies",
    ),
    Column("name", lambda row: row.name, "Its name", required=True),
    Column("kind", lambda row: row.kind.value, "Its kind, as in bodies", required=True),
    Column("jurisdiction", lambda row: row.jurisdiction, "Where it acts, as in bodies"),
    Column(
        "expected",
        lambda row: row.is_expected,
        "Whether it is of a kind that should have a list and a plan: departments, executive "
        "agencies, devolved governments and federal agencies",
        Kind.TRUTH,
        required=True,
    ),
    Column(
        "forums_listed",
        lambda row: row.forums_listed,
        "How many forums it lists as major",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "list_looked_at_on",
        lambda row: row.looked_at_on,
        "Day on which it last looked at a forum on its list; empty: no list",
        Kind.DAY,
    ),
    Column(
        "list_reviews_due",
        lambda row: row.reviews_due,
        "How many forums on its list it must look at again today",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "none_found_on",
        lambda row: row.none_found_on,
        "Day on which it last searched and found none; counts for a year where it lists none",
        Kind.DAY,
    ),
    Column(
        "plan_version",
        lambda row: row.plan_number,
        "Number of its plan's version in force; empty: none",
        Kind.WHOLE,
    ),
    Column("plan_effective_from", lambda row: row.plan_from, "Its first day", Kind.DAY),
    Column(
        "plan_review_on", lambda row: row.plan_review_on, "Day of the plan's next review", Kind.DAY
    ),
    Column(
        "consultation_open_until",
        lambda row: row.consultations.open_until(),
        "Last day on which everybody can comment on the draft of its plan; empty: none is open",
        Kind.DAY,
    ),
    Column(
        "consultation_answers_due_on",
        lambda row: row.consultations.answers_due_on(),
        "Day by which it must have answered what people said in one that has closed: 12 weeks "
        "later; empty: nobody waits",
        Kind.DAY,
    ),
    Column(
        "consultations_published",
        lambda row: row.consultations.published,
        "How many consultations have their record published with a version of its plan",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "agreements_in_force",
        lambda row: row.agreements.in_force,
        "Forums whose operator welcomes it, with or without conditions, in an agreement in force",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "with_conditions",
        lambda row: row.agreements.with_conditions,
        "Of these, those with conditions",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "not_welcome",
        lambda row: row.agreements.not_welcome,
        "Forums whose operator said that it is not welcome",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "no_answer",
        lambda row: row.agreements.no_answer,
        "Forums whose operator did not answer, which means no",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "held_or_withdrawn",
        lambda row: row.agreements.held,
        "Forums whose operator put its part on hold, or withdrew",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "expired",
        lambda row: row.agreements.expired,
        "Forums whose operator's welcome has run out",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "next_agreement_ends_on",
        lambda row: row.agreements.next_end,
        "Day on which the first of its agreements in force ends; empty: none ends",
        Kind.DAY,
    ),
]

_COMMITMENT_ID: Column[Progress] = Column(
    "commitment_id",
    lambda row: row.commitment.public_id,
    "Stable identifier; never used again",
    required=True,
)
COMMITMENT_COLUMNS: list[Column[Progress]] = [
    _COMMITMENT_ID,
    Column(
        "statement",
        lambda row: row.commitment.statement,
        "What was said",
        required=True,
        term="description",
    ),
    Column(
        "what",
        lambda row: row.commitment.what,
        "What each body shall have: list (or its word within a year that it found none), plan (in "
        "force), fresh_plan (in force, review date not passed) or agreement (one in force)",
        required=True,
    ),
    Column(
        "kinds",
        lambda row: row.commitment.kinds,
        "Kinds of body that are meant, as in bodies; empty: every kind, if places are named",
        several=True,
    ),
    Column(
        "jurisdictions",
        lambda row: row.commitment.jurisdictions,
        "Where they act; a country has what its parts have; empty: anywhere, if kinds are named",
        several=True,
    ),
    Column(
        "body_ids",
        lambda row: row.commitment.bodies,
        "Bodies that are meant besides, by name",
        several=True,
    ),
    Column(
        "due_on",
        lambda row: row.commitment.due_on,
        "The day by whose end they shall have it",
        Kind.DAY,
        required=True,
    ),
    Column(
        "source",
        lambda row: row.commitment.source_address,
        "Where it was said",
        Kind.ADDRESS,
        required=True,
    ),
    Column(
        "recorded_at",
        lambda row: row.commitment.recorded_at,
        "When it was recorded here, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column(
        "replaces_id",
        lambda row: row.commitment.replaces.public_id if row.commitment.replaces else None,
        "The commitment whose place it took; empty: none",
    ),
    Column(
        "state",
        lambda row: row.state.value,
        "running; kept or missed, when its day has passed; empty: its day passed, and nobody is "
        "meant; closed, withdrawn or changed (another took its place)",
        required=True,
    ),
    Column(
        "ended_at",
        lambda row: row.end.ended_at if row.end else None,
        "When it was closed, withdrawn or changed, in UTC",
        Kind.MOMENT,
    ),
    Column("end_reason", lambda row: row.end.reason if row.end else "", "Why"),
    Column(
        "bodies_today",
        lambda row: row.today.bodies,
        "How many open bodies are meant today",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "met_today",
        lambda row: row.today.met,
        "How many of these have it today",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "bodies_on_the_day",
        lambda row: row.on_the_day.bodies if row.on_the_day else None,
        "How many were meant on its day; empty: the day is not over",
        Kind.WHOLE,
    ),
    Column(
        "met_on_the_day",
        lambda row: row.on_the_day.met if row.on_the_day else None,
        "How many of these had it on its day",
        Kind.WHOLE,
    ),
    Column(
        "page",
        lambda row: absolute(row.commitment.get_absolute_url()),
        "Its page here",
        Kind.ADDRESS,
        required=True,
        term="mainEntityOfPage",
    ),
]

MARK_COLUMNS: list[Column[MarkedBody]] = [
    Column(
        "commitment_id",
        lambda row: row.commitment.public_id,
        "The commitment, which stands",
        required=True,
        refers_to="commitments",
    ),
    Column(
        "body_id",
        lambda row: row.mark.slug,
        "A body that it means today",
        required=True,
        refers_to="bodies",
    ),
    Column("met", lambda row: row.mark.met, "Whether it has it today", Kind.TRUTH, required=True),
    Column("since", lambda row: row.mark.since, "Since when", Kind.DAY),
    Column(
        "evidence",
        lambda row: row.mark.evidence,
        "The file whose rows show it, and how many, or which",
    ),
]

RESULT_COLUMNS: list[Column[FrozenBody]] = [
    Column(
        "commitment_id",
        lambda row: row.result.commitment.public_id,
        "The commitment",
        required=True,
        refers_to="commitments",
    ),
    Column(
        "occasion",
        lambda row: row.result.occasion,
        "day: the day by whose end it was due; end: the day on which it was closed, withdrawn or "
        "changed",
        required=True,
    ),
    Column(
        "stood_on", lambda row: row.result.stood_on, "The day that is told", Kind.DAY, required=True
    ),
    Column(
        "frozen_at",
        lambda row: row.result.frozen_at,
        "When it was counted, in UTC; it does not change any more",
        Kind.MOMENT,
        required=True,
    ),
    Column(
        "body_id",
        lambda row: row.mark.slug,
        "A body that was meant then",
        required=True,
        refers_to="bodies",
    ),
    Column("name", lambda row: row.mark.name, "Its name then", required=True),
    Column("met", lambda row: row.mark.met, "Whether it had it", Kind.TRUTH, required=True),
    Column("since", lambda row: row.mark.since, "Since when it had it", Kind.DAY),
    Column(
        "evidence",
        lambda row: row.mark.evidence,
        "The file whose rows showed it then, and how many, or which",
    ),
]


def standing_rows(edition: Edition) -> Iterable[Standing]:
    """Every open body, by its identifier."""
    found = everybody(on=timezone.localdate(edition.at), practice=edition.practice).bodies
    return sorted(found, key=lambda body: body.slug)


def commitment_rows(edition: Edition) -> list[Progress]:
    """Every commitment, the nearest day first."""
    return queries.progress(at=edition.at, practice=edition.practice)


def mark_rows(edition: Edition) -> Iterator[MarkedBody]:
    """Bodies of standing commitments, as they are today."""
    today, days = timezone.localdate(edition.at), Days(practice=edition.practice)
    for commitment in queries.standing_commitments(practice=edition.practice):
        for mark in queries.count_of(commitment, on=today, days=days).marks:
            yield MarkedBody(commitment, mark)


def result_rows(edition: Edition) -> Iterator[FrozenBody]:
    """Bodies of commitments, as they stood on their days; the oldest first."""
    results = CommitmentResult.objects.filter(commitment__is_practice=edition.practice)
    for result in results.select_related("commitment").order_by("stood_on", "pk"):
        for row in result.rows:
            yield FrozenBody(result, Mark.of_row(row))


WHO_HAS_WHAT = DataFile(
    "who-has-what",
    "Who has what across government",
    "One row for each open body: its list, its plan, consultations on it, and what "
    "operators answered it.",
    STANDING_COLUMNS,
    standing_rows,
    key=("body_id",),
    is_computed=True,
)
COMMITMENTS = DataFile(
    "commitments",
    "Commitments with dates",
    "One row for each commitment of public bodies, those that ended too, with how many bodies "
    "keep it.",
    COMMITMENT_COLUMNS,
    commitment_rows,
    key=("commitment_id",),
    is_computed=True,
)
COMMITMENT_BODIES = DataFile(
    "commitment-bodies",
    "Who keeps which commitment",
    "One row for each body of each commitment that stands, as it is on the day of the file.",
    MARK_COLUMNS,
    mark_rows,
    key=("commitment_id", "body_id"),
    is_computed=True,
)
COMMITMENT_RESULTS = DataFile(
    "commitment-results",
    "What stood on the day of a commitment",
    "One row for each body of each commitment, as it stood when the commitment was due or ended; "
    "frozen.",
    RESULT_COLUMNS,
    result_rows,
    key=("commitment_id", "occasion", "body_id"),
    is_computed=True,
)
