"""What surveys of forums' pasts counted, as everybody may see it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from alongside.matching.domain.evidence import Counted, Evidence
from alongside.matching.evidence import evidence_of, newest_finished
from alongside.publishing.columns import Column, Kind
from alongside.publishing.queries import Edition
from alongside.publishing.tables import DataFile


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One topic of one survey, or all of its questions."""

    survey: Evidence
    counted: Counted


COLUMNS: list[Column[SurveyRow]] = [
    Column("survey_id", lambda row: row.survey.survey_id, "The survey", required=True),
    Column(
        "forum_id",
        lambda row: row.survey.forum_slug,
        "The forum whose past was counted",
        required=True,
        refers_to="forums",
    ),
    Column(
        "body_id",
        lambda row: row.survey.body_slug,
        "The body for which it was counted, with leave of the forum's operator",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "topic",
        lambda row: row.counted.key or "all",
        "What the questions touched, by its code; all: every question, whatever it touched",
        required=True,
    ),
    Column("topic_label", lambda row: row.counted.label, "The topic in words; empty for all"),
    Column(
        "from_month",
        lambda row: f"{row.survey.from_month:%Y-%m}",
        "The first month that was counted",
        Kind.PARTIAL_DAY,
        required=True,
    ),
    Column(
        "until_month",
        lambda row: f"{row.survey.until_month:%Y-%m}",
        "The last month that was counted",
        Kind.PARTIAL_DAY,
        required=True,
    ),
    Column(
        "surveyed_on",
        lambda row: row.survey.surveyed_on,
        "The day on which the survey was finished",
        Kind.DAY,
        required=True,
    ),
    Column(
        "archived_until",
        lambda row: row.survey.archived_until,
        "The day of the newest page in the web archive that was counted in, which may lack "
        "threads; empty: the forum itself was read",
        Kind.DAY,
    ),
    Column(
        "questions",
        lambda row: row.counted.questions,
        "Threads whose question touched the topic; one that touches two counts for both. Empty: 1 "
        "to 4",
        Kind.WHOLE,
    ),
    Column(
        "unanswered",
        lambda row: row.counted.unanswered,
        "Those that nobody but the asker answered. Empty: 1 to 4",
        Kind.WHOLE,
    ),
    Column(
        "unanswered_share",
        lambda row: row.counted.share,
        "Per cent of the questions that are unanswered; empty where there is no question or a "
        "number is not shown",
        Kind.NUMBER,
    ),
]


def survey_rows(*, practice: bool) -> Iterator[SurveyRow]:
    """The newest finished survey of each forum for each body, topic by topic."""
    of_practice = Q(forum__is_practice=True) | Q(body__is_practice=True)
    surveys = newest_finished().filter(of_practice if practice else ~of_practice)
    for found in evidence_of(surveys):
        shown = found.in_public
        for counted in (shown.whole, *shown.topics):
            yield SurveyRow(shown, counted)


def _rows(edition: Edition) -> Iterable[SurveyRow]:
    return survey_rows(practice=edition.practice)


SURVEYS = DataFile(
    "surveys",
    "What was asked in forums before",
    "One row for each topic of the newest survey of each forum for each body: counts over the "
    "forum's past, made by this service with the operator's leave. Counts of 1 to 4 are not shown.",
    COLUMNS,
    _rows,
    key=("survey_id", "topic"),
    is_computed=True,
)
