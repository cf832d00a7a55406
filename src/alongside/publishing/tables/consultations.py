"""Consultations on drafts of plans: each with its numbers, who was asked, and what was said."""

from typing import Any

from django.urls import reverse

from alongside.publishing import consultation_rows as rows_of
from alongside.publishing.columns import Column, Kind
from alongside.publishing.tables import DataFile, absolute


def _document(row: Any) -> str:
    return absolute(reverse("register:consultation-document", args=[row.body.slug, row.public_id]))


CONSULTATION_COLUMNS: list[Column[Any]] = [
    Column(
        "consultation_id",
        lambda row: row.public_id,
        "Identifier of the consultation",
        required=True,
    ),
    Column(
        "body_id",
        lambda row: row.body.slug,
        "The body on whose draft people were asked",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "version",
        lambda row: row.version.number if row.version else None,
        "The version of its plan with which the record is published; empty: not yet",
        Kind.WHOLE,
    ),
    Column(
        "opened_at",
        lambda row: row.opened_at,
        "When people were asked, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column(
        "closed_on",
        lambda row: row.closed_on,
        "Last day on which comments are or were taken",
        Kind.DAY,
        required=True,
    ),
    Column(
        "called_off_because",
        lambda row: row.called_off_because,
        "Why it was called off before anybody had commented; empty: it was not",
    ),
    Column(
        "is_open_to_all",
        lambda row: row.is_open_to_all,
        "yes: everybody could comment; no: the operators who were asked",
        Kind.TRUTH,
        required=True,
    ),
    Column(
        "operators_asked",
        lambda row: row.operators,
        "Forums whose operator was asked, each a row of plan-consulted once it is published",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "operators_answered",
        lambda row: row.operators_answered,
        "How many of them answered, were it only that they had nothing to add",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "comments",
        lambda row: row.comments_count,
        "Comments that came, each a row of plan-comments once it is published",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "changed",
        lambda row: row.changed if row.version else None,
        "Comments that led to a change; empty until the record is published",
        Kind.WHOLE,
    ),
    Column(
        "not_changed",
        lambda row: row.not_changed if row.version else None,
        "Comments that did not, with a reason; empty until the record is published",
        Kind.WHOLE,
    ),
    Column(
        "withheld",
        lambda row: row.withheld if row.version else None,
        "Comments whose words may not be published; empty until the record is published",
        Kind.WHOLE,
    ),
    Column(
        "draft_sha256",
        lambda row: row.sha256,
        "Fingerprint (SHA-256) of the frozen draft that people were asked about",
        required=True,
    ),
    Column("draft", _document, "Address of that draft", Kind.ADDRESS, required=True),
    Column(
        "page",
        lambda row: absolute(row.get_absolute_url()),
        "Its page here",
        Kind.ADDRESS,
        required=True,
    ),
]

# Of which consultation and plan a row is.
_OF_CONSULTATION: list[Column[Any]] = [
    Column(
        "consultation_id",
        lambda row: row.consultation.public_id,
        "The consultation, as in plan-consultations",
        required=True,
        refers_to="plan-consultations",
    ),
    Column(
        "body_id",
        lambda row: row.consultation.body.slug,
        "The body on whose draft people were asked",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "version",
        lambda row: row.consultation.version.number,
        "The version of its plan with which the record is published",
        Kind.WHOLE,
        required=True,
    ),
]

CONSULTED_COLUMNS: list[Column[Any]] = [
    *_OF_CONSULTATION,
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum whose operator was asked",
        required=True,
        refers_to="forums",
    ),
    Column(
        "asked_at",
        lambda row: row.asked_at,
        "When the first letter went out, in UTC; empty: none did",
        Kind.MOMENT,
    ),
    Column(
        "has_answered",
        lambda row: row.spoke or row.nothing_to_add_at is not None,
        "yes: they commented, or said that they have nothing to add",
        Kind.TRUTH,
        required=True,
    ),
]

COMMENT_COLUMNS: list[Column[Any]] = [
    Column("comment_id", lambda row: row.public_id, "Identifier of the comment", required=True),
    *_OF_CONSULTATION,
    Column(
        "section",
        lambda row: row.section,
        "The part of the draft: whole, about, goals, standards, law, indicators, or forum: and the "
        "identifier of a forum",
        required=True,
    ),
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum whose operator said it; empty: somebody from the public",
        refers_to="forums",
    ),
    Column("made_at", lambda row: row.made_at, "When it came, in UTC", Kind.MOMENT, required=True),
    Column("words", lambda row: row.words, "What was said; empty where it is withheld"),
    Column(
        "withheld_because",
        lambda row: row.withheld_because,
        "Why its words may not be published; empty: they are",
    ),
    Column(
        "answer",
        lambda row: row.verdict or "",
        "changed or not_changed; empty for what is withheld",
    ),
    Column("answer_words", lambda row: row.answer_words or "", "What was changed, or why not"),
    Column("answered_at", lambda row: row.answered_at, "When it was answered, in UTC", Kind.MOMENT),
]

PLAN_CONSULTATIONS = DataFile(
    "plan-consultations",
    "Consultations on plans",
    "One row for each consultation on the draft of a plan in which everybody is asked, and for "
    "each whose record is published.",
    CONSULTATION_COLUMNS,
    rows_of.consultation_rows,
    key=("consultation_id",),
)
PLAN_CONSULTED = DataFile(
    "plan-consulted",
    "Operators who were asked about plans",
    "One row for each forum whose operator was asked in a consultation whose record is published.",
    CONSULTED_COLUMNS,
    rows_of.consulted_rows,
    key=("consultation_id", "forum_id"),
)
PLAN_COMMENTS = DataFile(
    "plan-comments",
    "Comments on plans",
    "One row for each comment in a consultation whose record is published, with its answer. "
    "Nobody is named.",
    COMMENT_COLUMNS,
    rows_of.comment_rows,
    key=("comment_id",),
)
