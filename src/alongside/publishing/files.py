"""The open-data files: what each holds, and its columns. docs/data.md says the same;
a test compares.

Files are published under the Open Government Licence, as CSV and as JSON, of real entries only.
Where the service shows practice, practice entries stand in files of their own, `practice-…`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from alongside.bodies.models import Body
from alongside.forums.models import Forum, Listing, Measure
from alongside.plans.models import Objective
from alongside.publishing import queries
from alongside.publishing.columns import Column, csv_text, json_text
from alongside.publishing.queries import AgreementRow, Edition, EnquiryRow, FigureRow
from alongside.replies.models import Reply

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
PRACTICE_PREFIX = "practice-"


class NoSuchFile(Exception):
    """No published file has this name."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """One list that is published: what a row is, its columns, and where the rows come from."""

    name: str
    title: str
    description: str
    columns: Sequence[Column[Any]]
    rows: Callable[[Edition], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Edited:
    """A file in one edition, as it is offered for download."""

    file: DataFile
    edition: Edition

    @property
    def name(self) -> str:
        return f"{PRACTICE_PREFIX if self.edition.practice else ''}{self.file.name}"

    @property
    def title(self) -> str:
        return f"Practice: {self.file.title.lower()}" if self.edition.practice else self.file.title

    def csv(self) -> str:
        return csv_text(self.file.columns, self.file.rows(self.edition))

    def json(self) -> str:
        return json_text(
            self.file.columns,
            self.file.rows(self.edition),
            about={
                "title": self.title,
                "description": self.file.description,
                "licence": LICENCE,
                "practice": self.edition.practice,
                "documentation": _absolute(reverse("register:data")),
            },
        )


def _absolute(path: str) -> str:
    return f"{settings.ALONGSIDE_ADDRESS}{path}"


BODY_COLUMNS: list[Column[Body]] = [
    Column("body_id", lambda row: row.slug, "Stable identifier; never used again"),
    Column("name", lambda row: row.name, "Official name"),
    Column("acronym", lambda row: row.acronym, "Short form, where it has one"),
    Column("kind", lambda row: row.kind, "Kind of public body, after GOV.UK's organisation types"),
    Column(
        "parent_body_id",
        lambda row: row.parent.slug if row.parent else None,
        "The body that it belongs to",
    ),
    Column("remit", lambda row: row.remit, "What it is responsible for, in words"),
    Column("website", lambda row: row.website, "Address of its own site"),
    Column("contact_email", lambda row: row.contact_email, "Mailbox of the team, never a person"),
    Column(
        "lawful_basis", lambda row: row.lawful_basis, "Why it may process what forum members write"
    ),
    Column(
        "identifiers",
        lambda row: [f"{found.scheme}:{found.value}" for found in row.identifiers.all()],
        "Identifiers in other registers, each as scheme:value",
    ),
    Column(
        "page", lambda row: _absolute(reverse("register:body", args=[row.slug])), "Its page here"
    ),
]

FORUM_COLUMNS: list[Column[Forum]] = [
    Column("forum_id", lambda row: row.slug, "Stable identifier; never used again"),
    Column("name", lambda row: row.name, "Name of the forum"),
    Column("address", lambda row: row.address, "Its address; empty when no source gave one"),
    Column("operator_name", lambda row: row.operator_name, "Who runs it"),
    Column("subject", lambda row: row.subject, "What it is about"),
    Column("area", lambda row: row.area, "The place that it is for, if it is for one"),
    Column(
        "engine", lambda row: row.engine, "Forum software, where this service can speak with it"
    ),
    Column(
        "life",
        lambda row: row.life,
        "active, quiet, read_only, closed, moved, or unknown: nobody of ours has looked",
    ),
    Column("house_rules_address", lambda row: row.house_rules_address, "Where its rules stand"),
    Column("added_at", lambda row: row.added_at, "When it came into this register, in UTC"),
    Column(
        "page", lambda row: _absolute(reverse("register:forum", args=[row.slug])), "Its page here"
    ),
]

MEASURE_COLUMNS: list[Column[Measure]] = [
    Column("forum_id", lambda row: row.forum.slug, "The forum that the figure is about"),
    Column("kind", lambda row: row.kind, "What was counted"),
    Column("value", lambda row: row.value, "The number"),
    Column("unit", lambda row: row.unit, "Its unit"),
    Column("bound", lambda row: row.bound, "exact, over or up_to: how the source bounds it"),
    Column("period", lambda row: row.period, "The time that it covers, as the source writes it"),
    Column(
        "method",
        lambda row: row.method,
        "counted (by this service), shown (by the site), stated (by the operator) or reported "
        "(by a third party)",
    ),
    Column("asserted_by", lambda row: row.asserted_by, "Who says so"),
    Column("source", lambda row: row.source, "Where they say so"),
    Column("source_address", lambda row: row.source_address, "Address of the source"),
    Column(
        "dated",
        lambda row: row.dated,
        "Date of the figure, as exact as known: a year, month or day",
    ),
    Column("quotation", lambda row: row.quotation, "The words of the source"),
    Column("recorded_at", lambda row: row.recorded_at, "When it was entered here, in UTC"),
]

LISTING_COLUMNS: list[Column[Listing]] = [
    Column("body_id", lambda row: row.body.slug, "The body that lists the forum"),
    Column("forum_id", lambda row: row.forum.slug, "The forum that is major for it"),
    Column("reason", lambda row: row.reason, "Why, in the body's words"),
    Column("listed_on", lambda row: row.listed_on, "Day of the listing"),
]

AGREEMENT_COLUMNS: list[Column[AgreementRow]] = [
    Column("agreement_id", lambda row: row.agreement.public_id, "Identifier of this record"),
    Column("forum_id", lambda row: row.agreement.forum.slug, "The forum whose operator answered"),
    Column("body_id", lambda row: row.agreement.body.slug, "The body that asked"),
    Column(
        "answer",
        lambda row: row.agreement.answer,
        "welcome, with_conditions, not_welcome, no_answer (which means no), held or withdrawn",
    ),
    Column(
        "standing",
        lambda row: row.standing.value,
        "in_force, not_yet, expired, held, withdrawn, not_welcome or no_answer, on the day of the "
        "file",
    ),
    Column("answered_on", lambda row: row.agreement.answered_on, "Day of the operator's answer"),
    Column("valid_from", lambda row: row.agreement.valid_from, "First day on which it counts"),
    Column("valid_until", lambda row: row.agreement.valid_until, "Last day; empty: no end"),
    Column(
        "models",
        lambda row: row.agreement.models_allowed,
        "Engagement models that it allows: open_answering, referral, clinic, listen_only, none",
    ),
    Column(
        "allows_reading",
        lambda row: row.agreement.allows_reading,
        "Whether members' posts may be read by machine",
    ),
    Column(
        "links_allowed", lambda row: row.agreement.links_allowed, "Whether replies may hold links"
    ),
    Column(
        "posts_per_day",
        lambda row: row.agreement.posts_per_day,
        "Most posts a day; empty: no limit",
    ),
    Column(
        "peers_first_hours",
        lambda row: row.agreement.peers_first_hours,
        "Hours after a question in which members come first",
    ),
    Column(
        "board_ids",
        lambda row: row.agreement.board_ids,
        "Boards that it covers, by the forum's own identifiers; empty: all",
    ),
    Column(
        "conditions", lambda row: row.agreement.conditions, "Conditions, in the operator's words"
    ),
    Column(
        "page",
        lambda row: _absolute(row.agreement.get_absolute_url()),
        "Where it stands on the forum's page",
    ),
]

PLAN_COLUMNS: list[Column[Objective]] = [
    Column("body_id", lambda row: row.version.body.slug, "The body whose plan it is"),
    Column("version", lambda row: row.version.number, "Number of the plan's version in force"),
    Column("title", lambda row: row.version.title, "Title of the plan"),
    Column("effective_from", lambda row: row.version.effective_from, "First day of the version"),
    Column("review_on", lambda row: row.version.review_on, "Day by which it is reviewed"),
    Column("forum_id", lambda row: row.forum.slug, "The forum that the objective is for"),
    Column(
        "engagement_model",
        lambda row: row.model,
        "open_answering, referral, clinic, listen_only or none",
    ),
    Column("statement", lambda row: row.statement, "What the body will do there"),
    Column("hours", lambda row: row.hours, "When advisers are there, in words"),
    Column(
        "response_standard_hours",
        lambda row: row.response_hours,
        "Hours from a question to the first official reply that the body promises",
    ),
    Column(
        "peers_first_hours",
        lambda row: row.peers_first_hours,
        "Hours after a question in which members come first",
    ),
    Column(
        "sha256",
        lambda row: row.version.sha256,
        "Fingerprint (SHA-256) of the version's frozen document",
    ),
    Column(
        "document",
        lambda row: _absolute(
            reverse("register:plan-document", args=[row.version.body.slug, row.version.number])
        ),
        "Address of the frozen document",
    ),
]

ENQUIRY_COLUMNS: list[Column[EnquiryRow]] = [
    Column("enquiry_id", lambda row: row.enquiry.public_id, "Identifier of the question here"),
    Column("body_id", lambda row: row.enquiry.body.slug, "The body that may answer"),
    Column("forum_id", lambda row: row.enquiry.forum.slug, "The forum in which it was asked"),
    Column(
        "origin",
        lambda row: row.enquiry.origin,
        "How it came: match (a standing search), referral (a moderator), clinic, or hand",
    ),
    Column("asked_at", lambda row: row.enquiry.asked_at, "When it was asked in the forum, in UTC"),
    Column("raised_at", lambda row: row.enquiry.raised_at, "When it was logged here, in UTC"),
    Column(
        "state",
        lambda row: row.enquiry.state,
        "new, claimed, answered, left_to_peers, not_ours or not_a_question",
    ),
    Column(
        "response_standard_hours",
        lambda row: row.enquiry.response_hours,
        "The plan's standard when it was logged: hours from the question to the first reply",
    ),
    Column(
        "first_reply_at",
        lambda row: row.first_reply_at,
        "When the first official reply that stands was posted, in UTC; empty: none stands",
    ),
]

REPLY_COLUMNS: list[Column[Reply]] = [
    Column("reply_id", lambda row: row.public_id, "Identifier of the reply"),
    Column("enquiry_id", lambda row: row.enquiry.public_id, "The question that it answers"),
    Column("body_id", lambda row: row.enquiry.body.slug, "The body that answered"),
    Column("forum_id", lambda row: row.enquiry.forum.slug, "The forum in which it stands"),
    Column("posted_at", lambda row: row.posted_at, "When it was posted, in UTC"),
    Column(
        "proof",
        lambda row: row.proof,
        "read_back (this service read it there) or link_given (an official gave the link)",
    ),
    Column("public_link", lambda row: row.public_link, "Where it can be read"),
]

FIGURE_COLUMNS: list[Column[FigureRow]] = [
    Column("figure_id", lambda row: row.indicator.key, "Identifier of the figure"),
    Column("body_id", lambda row: row.body_slug or None, "The body; empty: all bodies together"),
    Column("name", lambda row: row.indicator.name, "Name of the figure"),
    Column(
        "value", lambda row: row.indicator.value, "The value; empty: nothing to count from, not 0"
    ),
    Column("unit", lambda row: row.indicator.unit.value, "questions, %, hours or entries"),
    Column(
        "numerator",
        lambda row: row.indicator.numerator,
        "How many of n; empty for figures that are no share",
    ),
    Column("n", lambda row: row.indicator.denominator, "Number of cases behind the value"),
    Column(
        "period_start",
        lambda row: row.period.start,
        "First moment of the period; empty: from the first question",
    ),
    Column("period_end", lambda row: row.period.end, "The moment before which it ends, in UTC"),
    Column("method", lambda row: "counted by this service", "Who counted"),
    Column("definition", lambda row: row.indicator.definition, "What the figure means"),
]

DATA_FILES: tuple[DataFile, ...] = (
    DataFile(
        "bodies",
        "Public bodies",
        "One row for each public body in the register.",
        BODY_COLUMNS,
        queries.body_rows,
    ),
    DataFile(
        "forums",
        "Forums",
        "One row for each forum in the register.",
        FORUM_COLUMNS,
        queries.forum_rows,
    ),
    DataFile(
        "measures",
        "Measures of forums",
        "One row for each figure about a forum, with who said so, where and when. Figures that "
        "contradict each other stand beside each other.",
        MEASURE_COLUMNS,
        queries.measure_rows,
    ),
    DataFile(
        "listings",
        "Lists of major forums",
        "One row for each forum that a body lists as major for its work.",
        LISTING_COLUMNS,
        queries.listing_rows,
    ),
    DataFile(
        "agreements",
        "Agreements with operators",
        "One row for each forum and body of which the operator was asked: the newest answer, which "
        "is the one that counts.",
        AGREEMENT_COLUMNS,
        queries.agreement_rows,
    ),
    DataFile(
        "plans",
        "Plans in force",
        "One row for each objective of the plans in force: what a body does in a forum.",
        PLAN_COLUMNS,
        queries.objective_rows,
    ),
    DataFile(
        "enquiries",
        "Questions",
        "One row for each question that was logged for a body. It holds no words of the question, "
        "no link to it, and nothing about who asked.",
        ENQUIRY_COLUMNS,
        queries.enquiry_rows,
    ),
    DataFile(
        "replies",
        "Official replies",
        "One row for each reply of a public body that stands in a forum.",
        REPLY_COLUMNS,
        queries.reply_rows,
    ),
    DataFile(
        "figures",
        "Figures",
        "One row for each published figure, of all bodies together and of each body.",
        FIGURE_COLUMNS,
        queries.figure_rows,
    ),
)


def data_files(edition: Edition) -> list[Edited]:
    """Every file of the edition, in the order in which they are offered."""
    return [Edited(file, edition) for file in DATA_FILES]


def get_data_file(name: str, *, at: datetime) -> Edited:
    """The file of this name; `practice-…` names practice, if the service shows practice."""
    practice = name.startswith(PRACTICE_PREFIX)
    if practice and not settings.ALONGSIDE_SHOW_PRACTICE:
        raise NoSuchFile(name)
    wanted = name.removeprefix(PRACTICE_PREFIX)
    for file in DATA_FILES:
        if file.name == wanted:
            return Edited(file, Edition(practice=practice, at=at))
    raise NoSuchFile(name)
