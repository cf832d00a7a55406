"""What bodies do in forums: plans, questions, replies, figures, and every change."""

from typing import Any

from django.urls import reverse

from alongside.audit.models import Event
from alongside.publishing import queries
from alongside.publishing.columns import Column, Kind
from alongside.publishing.queries import FigureRow
from alongside.publishing.tables import DataFile, absolute
from alongside.publishing.tables.plans import OF_PLAN, WHOLE_PLAN_COLUMNS

PLAN_COLUMNS: list[Column[Any]] = [
    *OF_PLAN,
    Column("title", lambda row: row.version.title, "Title of the plan", required=True, term="name"),
    Column(
        "effective_from",
        lambda row: row.version.effective_from,
        "First day of the version",
        Kind.DAY,
        required=True,
    ),
    Column(
        "review_on",
        lambda row: row.version.review_on,
        "Day by which it is reviewed",
        Kind.DAY,
        required=True,
    ),
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum that the objective is for",
        required=True,
        refers_to="forums",
    ),
    Column(
        "engagement_model",
        lambda row: row.model,
        "open_answering, referral, clinic, listen_only or none",
        required=True,
    ),
    Column(
        "statement",
        lambda row: row.statement,
        "What the body will do there; empty where it takes no part",
        term="description",
    ),
    Column("hours", lambda row: row.hours_words, "When advisers are there, in words"),
    Column(
        "working_hours",
        lambda row: row.working_hours,
        "Hours in which replies are sent, as openingHours of schema.org, by the site's clocks; "
        "empty: at any hour",
        several=True,
    ),
    Column(
        "response_standard_hours",
        lambda row: row.response_hours,
        "Hours from a question to the first official reply that the body promises",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "peers_first_hours",
        lambda row: row.peers_first_hours,
        "Hours after a question in which members come first",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "sha256",
        lambda row: row.version.sha256,
        "Fingerprint (SHA-256) of the version's frozen document",
        required=True,
    ),
    Column(
        "document",
        lambda row: absolute(
            reverse("register:plan-document", args=[row.version.body.slug, row.version.number])
        ),
        "Address of the frozen document",
        Kind.ADDRESS,
        required=True,
        term="url",
    ),
    Column(
        "goal_id",
        lambda row: row.goal.key if row.goal else "",
        "The goal that it belongs to, as in plan-goals; empty: a version without goals",
    ),
    Column("reason", lambda row: row.reason, "Why no part is taken, where the model is none"),
    *WHOLE_PLAN_COLUMNS,
]

ENQUIRY_COLUMNS: list[Column[Any]] = [
    Column(
        "enquiry_id",
        lambda row: row.public_id,
        "Identifier of the question here",
        required=True,
    ),
    Column(
        "body_id",
        lambda row: row.body_slug,
        "The body that may answer",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum in which it was asked",
        required=True,
        refers_to="forums",
    ),
    Column(
        "origin",
        lambda row: row.origin,
        "How it came: match (a standing search), referral (a moderator), clinic, or hand",
        required=True,
    ),
    Column(
        "asked_at",
        lambda row: row.asked_at,
        "When it was asked in the forum, in UTC; where a moderator passed it on and no program "
        "read it, when they did",
        Kind.MOMENT,
        required=True,
    ),
    Column(
        "raised_at",
        lambda row: row.raised_at,
        "When it was logged here, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column(
        "state",
        lambda row: row.state,
        "new, claimed, answered, left_to_peers, not_ours or not_a_question",
        required=True,
    ),
    Column(
        "response_standard_hours",
        lambda row: row.response_hours,
        "The plan's standard when it was logged: hours from the question to the first reply",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "first_reply_at",
        lambda row: row.first_reply_at,
        "When the first official reply that stands was posted, in UTC; empty: none stands",
        Kind.MOMENT,
    ),
    Column(
        "referred_at",
        lambda row: row.referred_at,
        "When a moderator of the forum passed it to the body, in UTC; empty: none did",
        Kind.MOMENT,
    ),
    Column(
        "declined_at",
        lambda row: row.declined_at,
        "When a question that a moderator passed on was set aside with a reason, in UTC",
        Kind.MOMENT,
    ),
]

REPLY_COLUMNS: list[Column[Any]] = [
    Column("reply_id", lambda row: row.public_id, "Identifier of the reply", required=True),
    Column(
        "enquiry_id",
        lambda row: row.enquiry_id_here,
        "The question that it answers",
        required=True,
        refers_to="enquiries",
    ),
    Column(
        "body_id",
        lambda row: row.body_slug,
        "The body that answered",
        required=True,
        refers_to="bodies",
        term="author",
    ),
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum in which it stands",
        required=True,
        refers_to="forums",
        term="isPartOf",
    ),
    Column(
        "posted_at",
        lambda row: row.posted_at,
        "When it was posted, in UTC",
        Kind.MOMENT,
        required=True,
        term="datePublished",
    ),
    Column(
        "proof",
        lambda row: row.proof,
        "read_back (this service read it there) or link_given (an official gave the link)",
        required=True,
    ),
    Column(
        "public_link",
        lambda row: row.public_link,
        "Where it can be read",
        Kind.ADDRESS,
        required=True,
        term="url",
    ),
    Column(
        "period_id",
        lambda row: row.facts_period_id_here,
        "The restricted period in which a second reader confirmed that it states facts about "
        "services only; empty: none asked for it",
        refers_to="restricted-periods",
    ),
]

FIGURE_COLUMNS: list[Column[FigureRow]] = [
    Column("figure_id", lambda row: row.indicator.key, "Identifier of the figure", required=True),
    Column(
        "body_id",
        lambda row: row.body_slug or None,
        "The body; empty: all bodies together",
        refers_to="bodies",
        term="observationAbout",
    ),
    Column(
        "name",
        lambda row: row.indicator.name,
        "Name of the figure",
        required=True,
        term="variableMeasured",
    ),
    Column(
        "value",
        lambda row: row.indicator.value,
        "The value; empty: nothing to count from, not 0",
        Kind.NUMBER,
        term="value",
    ),
    Column(
        "unit",
        lambda row: row.indicator.unit.value,
        "questions, %, hours or entries",
        required=True,
        term="unitText",
    ),
    Column(
        "numerator",
        lambda row: row.indicator.numerator,
        "How many of n; empty for figures that are no share",
        Kind.WHOLE,
    ),
    Column(
        "n",
        lambda row: row.indicator.denominator,
        "Number of cases behind the value",
        Kind.WHOLE,
        required=True,
    ),
    Column(
        "period_start",
        lambda row: row.period.start,
        "First moment of the period; empty: from the first question",
        Kind.MOMENT,
    ),
    Column(
        "period_end",
        lambda row: row.period.end,
        "The moment before which it ends, in UTC",
        Kind.MOMENT,
        required=True,
        term="observationDate",
    ),
    Column(
        "method",
        lambda row: "counted by this service",
        "Who counted",
        required=True,
        term="measurementMethod",
    ),
    Column(
        "definition",
        lambda row: row.indicator.definition,
        "What the figure means",
        required=True,
        term="description",
    ),
]

CHANGE_COLUMNS: list[Column[Event]] = [
    Column(
        "change_id",
        lambda row: row.pk,
        "Identifier of the change; later changes have higher ones",
        Kind.WHOLE,
        required=True,
    ),
    Column("at", lambda row: row.at, "When it was made, in UTC", Kind.MOMENT, required=True),
    Column(
        "kind",
        lambda row: row.kind,
        "What was done, as noun.verb: forum.added, measure.recorded, forum.listed and the like",
        required=True,
    ),
    Column(
        "entry_kind",
        lambda row: row.subject.partition(":")[0],
        "What was changed: forum, body, account and the like",
        required=True,
    ),
    Column(
        "entry_id",
        lambda row: row.subject.partition(":")[2],
        "Identifier of the entry, as in the file of its kind",
        required=True,
    ),
    Column(
        "name",
        lambda row: str(row.details.get("name") or ""),
        "Name of the entry at that time",
        term="name",
    ),
    Column(
        "body_id",
        lambda row: str(row.details.get("body") or ""),
        "A body that it concerns besides",
        refers_to="bodies",
    ),
    Column(
        "fields",
        lambda row: sorted(row.details.get("changes") or ()),
        "Fields that were changed; the entry's page shows each before and after",
        several=True,
    ),
    Column(
        "source",
        lambda row: str(row.details.get("source") or ""),
        "The list from which an import took it; empty: people made it",
    ),
    Column(
        "source_file",
        lambda row: str(row.details.get("file") or ""),
        "The file or the address of that list",
    ),
    Column(
        "import_id",
        lambda row: row.part_of,
        "The change that tells of all that the same import did; empty where it did only this",
        Kind.WHOLE,
    ),
]

PLANS = DataFile(
    "plans",
    "Plans in force",
    "One row for each objective of the plans in force: what a body does in a forum.",
    PLAN_COLUMNS,
    queries.objective_rows,
    key=("body_id", "forum_id"),
)
ENQUIRIES = DataFile(
    "enquiries",
    "Questions",
    "One row for each question that was logged for a body. It holds no words of the question, "
    "no link to it, and nothing about who asked.",
    ENQUIRY_COLUMNS,
    queries.enquiry_rows,
    key=("enquiry_id",),
)
REPLIES = DataFile(
    "replies",
    "Official replies",
    "One row for each reply of a public body that stands in a forum.",
    REPLY_COLUMNS,
    queries.reply_rows,
    key=("reply_id",),
    row_type="Comment",
)
FIGURES = DataFile(
    "figures",
    "Figures",
    "One row for each published figure, of all bodies together and of each body.",
    FIGURE_COLUMNS,
    queries.figure_rows,
    key=("figure_id", "body_id"),
    row_type="Observation",
    is_computed=True,
)
CHANGES = DataFile(
    "changes",
    "Changes of the register",
    "One row for each change that everybody may see, the oldest first, without who made it.",
    CHANGE_COLUMNS,
    queries.change_rows,
    key=("change_id",),
)
