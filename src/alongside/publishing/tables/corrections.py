"""What anybody proposed to correct in the register, and how it was answered."""

from collections.abc import Iterable

from alongside.proposals.models import Proposal
from alongside.proposals.queries import answered_proposals
from alongside.publishing.columns import Column, Kind
from alongside.publishing.queries import Edition
from alongside.publishing.tables import DataFile, absolute


def _forum_id(row: Proposal) -> str | None:
    """Of a merged entry, the one that stands."""
    if row.forum is None:
        return None
    return (row.forum.merged_into or row.forum).slug


PROPOSAL_COLUMNS: list[Column[Proposal]] = [
    Column("proposal_id", lambda row: row.public_id, "Identifier of the proposal", required=True),
    Column("about", lambda row: row.about, "forum or body", required=True),
    Column(
        "forum_id",
        _forum_id,
        "The forum that it would correct; empty: a body, or an entry that was missing",
        refers_to="forums",
    ),
    Column(
        "body_id",
        lambda row: row.body.slug if row.body else None,
        "The body that it would correct; empty: a forum, or an entry that was missing",
        refers_to="bodies",
    ),
    Column("name", lambda row: row.name, "Name of the entry when it was proposed"),
    Column("field", lambda row: row.field, "What it would correct, or missing", required=True),
    Column("said", lambda row: row.said, "What the register said then"),
    Column(
        "proposed",
        lambda row: row.proposed,
        "What it should say; empty where the words held something about a person",
    ),
    Column("source", lambda row: row.source, "Where it can be checked"),
    Column(
        "proposed_at",
        lambda row: row.proposed_at,
        "When it came, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column("state", lambda row: row.state, "accepted, accepted_in_part or declined", required=True),
    Column("changed", lambda row: row.changed, "What was changed in the register"),
    Column("reason", lambda row: row.reason, "Why it was answered so"),
    Column(
        "answered_at",
        lambda row: row.answered_at,
        "When it was answered, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column("page", lambda row: absolute(row.get_absolute_url()), "Its page here", Kind.ADDRESS),
]


def _rows(edition: Edition) -> Iterable[Proposal]:
    found = answered_proposals(edition.practice)
    return found.select_related("forum__merged_into", "body")


PROPOSALS = DataFile(
    "proposals",
    "Proposed corrections",
    "One row for each correction of the register that somebody proposed and that was answered. "
    "Who proposed it is not known.",
    PROPOSAL_COLUMNS,
    _rows,
    key=("proposal_id",),
)
