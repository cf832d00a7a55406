"""What operators answered: the newest word on each forum and body."""

from alongside.publishing import queries
from alongside.publishing.columns import Column, Kind
from alongside.publishing.queries import AgreementRow
from alongside.publishing.tables import DataFile, absolute

AGREEMENT_COLUMNS: list[Column[AgreementRow]] = [
    Column(
        "agreement_id",
        lambda row: row.agreement.public_id,
        "Identifier of this record",
        required=True,
    ),
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum whose operator answered",
        required=True,
        refers_to="forums",
    ),
    Column(
        "body_id",
        lambda row: row.agreement.body.slug,
        "The body that asked",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "answer",
        lambda row: row.agreement.answer,
        "welcome, with_conditions, not_welcome, no_answer (which means no), held or withdrawn",
        required=True,
    ),
    Column(
        "standing",
        lambda row: row.standing.value,
        "in_force, not_yet, expired, held, withdrawn, not_welcome or no_answer, on the day of the "
        "file",
        required=True,
    ),
    Column(
        "answered_on",
        lambda row: row.agreement.answered_on,
        "Day of the operator's answer",
        Kind.DAY,
    ),
    Column(
        "recorded_by",
        lambda row: row.agreement.came_from.value,
        "operator (on their own page here), body (an official, from what the operator said) or "
        "service (no answer came)",
        required=True,
    ),
    Column(
        "valid_from",
        lambda row: row.agreement.valid_from,
        "First day on which it counts",
        Kind.DAY,
    ),
    Column(
        "valid_until", lambda row: row.agreement.valid_until, "Last day; empty: no end", Kind.DAY
    ),
    Column(
        "models",
        lambda row: row.agreement.models_allowed,
        "Engagement models that it allows: open_answering, referral, clinic, listen_only, none",
        several=True,
    ),
    Column(
        "allows_reading",
        lambda row: row.agreement.allows_reading,
        "Whether members' posts may be read by machine",
        Kind.TRUTH,
    ),
    Column(
        "links_allowed",
        lambda row: row.agreement.links_allowed,
        "Whether replies may hold links",
        Kind.TRUTH,
    ),
    Column(
        "posts_per_day",
        lambda row: row.agreement.posts_per_day,
        "Most posts a day; empty: no limit",
        Kind.WHOLE,
    ),
    Column(
        "peers_first_hours",
        lambda row: row.agreement.peers_first_hours,
        "Hours after a question in which members come first",
        Kind.WHOLE,
    ),
    Column(
        "board_ids",
        lambda row: row.agreement.board_ids,
        "Boards that it covers, by the forum's own identifiers; empty: all",
        several=True,
    ),
    Column(
        "conditions", lambda row: row.agreement.conditions, "Conditions, in the operator's words"
    ),
    Column(
        "reading_every_hours",
        lambda row: row.agreement.reading_every_hours,
        "Hours between two readings by machine, at least; empty: none named",
        Kind.WHOLE,
    ),
    Column(
        "officials_shown",
        lambda row: row.agreement.officials_shown,
        "How it is shown who is official: account_name, forum_title, signature",
        several=True,
    ),
    Column(
        "officials_words",
        lambda row: row.agreement.officials_words,
        "Who is official, in the operator's words",
    ),
    Column(
        "contact_role",
        lambda row: row.agreement.contact_role,
        "Whom to turn to, as a role",
    ),
    Column(
        "letter_sha256",
        lambda row: row.agreement.letter_sha256,
        "SHA-256 of the operator's letter, which itself is not published; empty: there is none",
    ),
    Column(
        "page",
        lambda row: absolute(row.agreement.get_absolute_url()),
        "Where it stands on the forum's page",
        Kind.ADDRESS,
        required=True,
        term="mainEntityOfPage",
    ),
]

AGREEMENTS = DataFile(
    "agreements",
    "Agreements with operators",
    "One row for each forum and body of which the operator was asked: the newest answer, which "
    "is the one that counts.",
    AGREEMENT_COLUMNS,
    queries.agreement_rows,
    key=("agreement_id",),
    is_computed=True,
)
