"""What the register holds: bodies, forums, their topics and addresses, and figures about forums."""

from typing import Any

from alongside.publishing import queries
from alongside.publishing.columns import Column, Kind
from alongside.publishing.queries import TopicRow
from alongside.publishing.tables import DataFile, absolute
from alongside.ui import words


def body_page(slug: str) -> str:
    return absolute(words.url("register:body", slug))


def forum_page(slug: str) -> str:
    return absolute(words.url("register:forum", slug))


def _identifier(text: str) -> dict[str, object]:
    scheme, _, value = text.partition(":")
    return {"@type": "PropertyValue", "propertyID": scheme, "value": value}


BODY_COLUMNS: list[Column[Any]] = [
    Column(
        "body_id",
        lambda row: row.slug,
        "Stable identifier; never used again",
        required=True,
        term="identifier",
    ),
    Column("name", lambda row: row.name, "Official name", required=True, term="name"),
    Column(
        "acronym", lambda row: row.acronym, "Short form, where it has one", term="alternateName"
    ),
    Column(
        "other_names",
        lambda row: row.other_names,
        "Earlier names, and names that people use for it",
        several=True,
        term="alternateName",
    ),
    Column(
        "kind",
        lambda row: row.kind,
        "Kind of public body, after GOV.UK's organisation types",
        required=True,
    ),
    Column(
        "parent_body_id",
        lambda row: row.parent_slug,
        "The body that it belongs to",
        refers_to="bodies",
        term="parentOrganization",
    ),
    Column(
        "other_parent_body_ids",
        lambda row: row.other_parent_slugs,
        "Bodies that it belongs to besides",
        several=True,
        refers_to="bodies",
        term="parentOrganization",
    ),
    Column(
        "jurisdiction",
        lambda row: row.jurisdiction,
        "Where it acts, as a code of ISO 3166: GB, GB-WLS, US",
        term="areaServed",
    ),
    Column(
        "founded_on",
        lambda row: row.founded_on,
        "Day on which it began",
        Kind.DAY,
        term="foundingDate",
    ),
    Column(
        "closed_on",
        lambda row: row.closed_on,
        "Day on which it closed; may be empty for a closed body whose day no source gives",
        Kind.DAY,
        term="dissolutionDate",
    ),
    Column(
        "closed_how",
        lambda row: row.closed_how,
        "merged, split, changed_name, replaced, devolved, left_gov, no_longer_exists, or unknown: "
        "the source does not say; empty: it is open",
    ),
    Column(
        "successor_body_ids",
        lambda row: row.successor_slugs,
        "Bodies that took over its work",
        several=True,
        refers_to="bodies",
    ),
    Column("remit", lambda row: row.remit, "What it is responsible for", term="description"),
    Column(
        "topics",
        lambda row: row.topic_codes,
        "Topics of its remit, each as scheme:code, with labels in topics",
        several=True,
        refers_to="topics",
        term="knowsAbout",
    ),
    Column("website", lambda row: row.website, "Address of its own site", Kind.ADDRESS, term="url"),
    Column(
        "contact_email",
        lambda row: row.contact_email,
        "Mailbox of the team, never a person",
        Kind.MAILBOX,
        term="email",
    ),
    Column(
        "lawful_basis", lambda row: row.lawful_basis, "Why it may process what forum members write"
    ),
    Column(
        "identifiers",
        lambda row: row.identifier_codes,
        "Identifiers in other registers, each as scheme:value",
        several=True,
        term="identifier",
        linked=_identifier,
    ),
    Column(
        "page",
        lambda row: body_page(row.slug),
        "Its page here",
        Kind.ADDRESS,
        required=True,
        term="mainEntityOfPage",
    ),
]

FORUM_COLUMNS: list[Column[Any]] = [
    Column(
        "forum_id",
        lambda row: row.slug,
        "Stable identifier; never used again",
        required=True,
        term="identifier",
    ),
    Column("name", lambda row: row.name, "Name of the forum", required=True, term="name"),
    Column(
        "other_names",
        lambda row: row.other_names,
        "Other names that it has or had",
        several=True,
        term="alternateName",
    ),
    Column(
        "kind",
        lambda row: row.kind,
        "forum, board (of a larger site), group (on a network), questions (and answers), "
        "mailing_list or chat",
        required=True,
    ),
    Column(
        "address",
        lambda row: row.address,
        "Its address; empty when no source gave one",
        Kind.ADDRESS,
        term="url",
    ),
    Column(
        "aliases",
        lambda row: row.alias_addresses,
        "Other addresses that lead to it; forum-aliases says why each does",
        Kind.ADDRESS,
        several=True,
        term="sameAs",
    ),
    Column(
        "operator_name",
        lambda row: row.operator_name,
        "Who runs it",
        term="publisher",
        linked=lambda name: {"name": name},
    ),
    Column(
        "subject",
        lambda row: row.subject,
        "What it is about",
        term="about",
        linked=lambda name: {"@type": "Thing", "name": name},
    ),
    Column("description", lambda row: row.description, "Who helps whom there", term="description"),
    Column(
        "topics",
        lambda row: row.topic_codes,
        "Its topics, each as scheme:code, with labels in topics",
        several=True,
        refers_to="topics",
        term="about",
    ),
    Column(
        "area",
        lambda row: row.area,
        "The place that it is for, if it is for one",
        term="spatialCoverage",
        linked=lambda name: {"@type": "Place", "name": name},
    ),
    Column(
        "languages",
        lambda row: row.languages,
        "Languages that are written there, by BCP 47: en, cy",
        several=True,
        term="inLanguage",
    ),
    Column("engine", lambda row: row.engine, "Forum software; empty: not known"),
    Column(
        "life",
        lambda row: row.life,
        "active, quiet, read_only, closed, moved, or unknown: nobody of ours has looked",
        required=True,
    ),
    Column(
        "house_rules_address",
        lambda row: row.house_rules_address,
        "Where its rules stand",
        Kind.ADDRESS,
        term="publishingPrinciples",
    ),
    Column(
        "house_rules_read_on",
        lambda row: row.house_rules_read_on,
        "Day on which somebody of ours last read them",
        Kind.DAY,
    ),
    Column(
        "report_address",
        lambda row: row.report_address,
        "Where content is reported to its moderators",
        Kind.ADDRESS,
    ),
    Column(
        "added_at",
        lambda row: row.added_at,
        "When it came into this register, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column(
        "page",
        lambda row: forum_page(row.slug),
        "Its page here",
        Kind.ADDRESS,
        required=True,
        term="mainEntityOfPage",
    ),
]

ALIAS_COLUMNS: list[Column[Any]] = [
    Column(
        "place",
        lambda row: row.place,
        "The address without what does not matter: lower case, no scheme, no www",
        required=True,
    ),
    Column("address", lambda row: row.address, "The address", Kind.ADDRESS, required=True),
    Column(
        "kind",
        lambda row: row.kind,
        "own, spelling, redirect (leads on to it), moved (it stood there before) or merged (of an "
        "entry that turned out to be the same forum)",
        required=True,
    ),
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum that it leads to",
        required=True,
        refers_to="forums",
    ),
    Column(
        "noted_at",
        lambda row: row.noted_at,
        "When it was noted here, in UTC",
        Kind.MOMENT,
        required=True,
    ),
]

MERGED_COLUMNS: list[Column[Any]] = [
    Column(
        "merged_forum_id",
        lambda row: row.slug,
        "Identifier of the entry that was merged; it is not used again",
        required=True,
    ),
    Column("name", lambda row: row.name, "The name that it had", required=True),
    Column("address", lambda row: row.address, "The address that it had", Kind.ADDRESS),
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The entry that stands for both",
        required=True,
        refers_to="forums",
    ),
]

MERGED_BODY_COLUMNS: list[Column[Any]] = [
    Column(
        "merged_body_id",
        lambda row: row.slug,
        "Identifier of the entry that was merged; it is not used again",
        required=True,
    ),
    Column("name", lambda row: row.name, "The name that it had", required=True, term="name"),
    Column(
        "body_id",
        lambda row: row.body.slug,
        "The entry that stands for both",
        required=True,
        refers_to="bodies",
        term="sameAs",
    ),
    Column(
        "merged_at",
        lambda row: row.merged_at,
        "When they were merged here, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column(
        "reason", lambda row: row.reason, "How it is known that they are one body", required=True
    ),
]

TOPIC_COLUMNS: list[Column[TopicRow]] = [
    Column(
        "topic_id",
        lambda row: f"{row.scheme}:{row.code}",
        "scheme:code, as bodies and forums name it",
        required=True,
    ),
    Column(
        "scheme",
        lambda row: row.scheme,
        "The list of topics that it is from",
        required=True,
        term="inDefinedTermSet",
        linked=lambda name: {"@type": "DefinedTermSet", "name": name},
    ),
    Column("code", lambda row: row.code, "Its code in that list", required=True, term="termCode"),
    Column("label", lambda row: row.label, "What people call it", required=True, term="name"),
]

MEASURE_COLUMNS: list[Column[Any]] = [
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum that the figure is about",
        required=True,
        refers_to="forums",
        term="observationAbout",
    ),
    Column(
        "kind", lambda row: row.kind, "What was counted", required=True, term="variableMeasured"
    ),
    Column("value", lambda row: row.value, "The number", Kind.NUMBER, required=True, term="value"),
    Column("unit", lambda row: row.unit, "Its unit", required=True, term="unitText"),
    Column(
        "bound",
        lambda row: row.bound,
        "exact, over, up_to or about: how the source bounds it",
        required=True,
    ),
    Column("period", lambda row: row.period, "The time that it covers, as the source writes it"),
    Column(
        "method",
        lambda row: row.method,
        "counted (by this service), shown (by the site), stated (by the operator) or reported "
        "(by a third party)",
        required=True,
        term="measurementMethod",
    ),
    Column("asserted_by", lambda row: row.asserted_by, "Who says so", required=True),
    Column("source", lambda row: row.source, "Where they say so", required=True),
    Column("source_address", lambda row: row.source_address, "Address of the source", Kind.ADDRESS),
    Column(
        "dated",
        lambda row: row.dated,
        "Date of the figure, as exact as known: a year, month or day",
        Kind.PARTIAL_DAY,
        required=True,
        term="observationDate",
    ),
    Column("quotation", lambda row: row.quotation, "The words of the source"),
    Column(
        "recorded_at",
        lambda row: row.recorded_at,
        "When it was entered here, in UTC",
        Kind.MOMENT,
        required=True,
    ),
]

WITHDRAWN_COLUMNS: list[Column[Any]] = [
    *MEASURE_COLUMNS,
    Column(
        "withdrawn_at",
        lambda row: row.withdrawn_at,
        "When it was withdrawn here, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column("withdrawn_reason", lambda row: row.withdrawn_reason, "Why", required=True),
]

BODIES = DataFile(
    "bodies",
    "Public bodies",
    "One row for each public body in the register, open or closed.",
    BODY_COLUMNS,
    queries.body_rows,
    key=("body_id",),
    row_type="GovernmentOrganization",
    names=lambda slug: f"{body_page(slug)}#this",
)
FORUMS = DataFile(
    "forums",
    "Forums",
    "One row for each forum in the register.",
    FORUM_COLUMNS,
    queries.forum_rows,
    key=("forum_id",),
    row_type="WebSite",
    names=lambda slug: f"{forum_page(slug)}#this",
)
ALIASES = DataFile(
    "forum-aliases",
    "Addresses of forums",
    "One row for each address that is known to lead to a forum of the register: look up any "
    "address here before you add it anywhere.",
    ALIAS_COLUMNS,
    queries.alias_rows,
    key=("place",),
)
MERGED = DataFile(
    "merged-forums",
    "Merged entries of forums",
    "One row for each entry that turned out to be the same forum as another. It is in no other "
    "file; what was known of it stands with the entry that remains.",
    MERGED_COLUMNS,
    queries.merged_rows,
    key=("merged_forum_id",),
)
MERGED_BODIES = DataFile(
    "merged-bodies",
    "Merged entries of public bodies",
    "One row for each entry that turned out to be the same public body as another, which came by "
    "two lists, for example. It is in no other file; what was known of it stands with the entry "
    "that remains.",
    MERGED_BODY_COLUMNS,
    queries.merged_body_rows,
    key=("merged_body_id",),
    row_type="GovernmentOrganization",
    names=lambda slug: f"{body_page(slug)}#this",
)
TOPICS = DataFile(
    "topics",
    "Topics",
    "One row for each topic of a body's remit or of a forum, with its label.",
    TOPIC_COLUMNS,
    queries.topic_rows,
    key=("topic_id",),
    row_type="DefinedTerm",
    is_computed=True,
)
MEASURES = DataFile(
    "measures",
    "Measures of forums",
    "One row for each figure about a forum, with who said so, where and when. Figures that "
    "contradict each other stand beside each other.",
    MEASURE_COLUMNS,
    queries.measure_rows,
    key=("forum_id", "kind", "source", "dated", "period"),
    row_type="Observation",
)
WITHDRAWN = DataFile(
    "measures-withdrawn",
    "Measures that were withdrawn",
    "One row for each figure about a forum that turned out to be wrong, with the reason. None of "
    "them is in measures.",
    WITHDRAWN_COLUMNS,
    queries.withdrawn_measure_rows,
)
