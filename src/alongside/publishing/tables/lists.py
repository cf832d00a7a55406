"""What bodies say of forums: lists, searches without a find, accounts, looks before building."""

from typing import Any

from alongside.forums.models import DuplicateCheck, NoForumFound
from alongside.publishing import queries
from alongside.publishing.columns import Column, Kind
from alongside.publishing.domain.official import standing_of
from alongside.publishing.tables import DataFile

_LISTED: list[Column[Any]] = [
    Column(
        "body_id",
        lambda row: row.body.slug,
        "The body that lists the forum",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum that is major for it",
        required=True,
        refers_to="forums",
    ),
    Column("reason", lambda row: row.reason, "Why, in the body's words", required=True),
    Column(
        "criteria",
        lambda row: row.criteria,
        "Which of the published criteria it fits: subject, size, activity, reach, advice",
        several=True,
    ),
]

LISTING_COLUMNS: list[Column[Any]] = [
    *_LISTED,
    Column(
        "leads",
        lambda row: row.leads,
        "Whether the body leads there for all bodies that list it",
        Kind.TRUTH,
        required=True,
    ),
    Column("listed_on", lambda row: row.listed_on, "Day of the listing", Kind.DAY, required=True),
    Column(
        "reviewed_on",
        lambda row: row.reviewed_on,
        "Day on which the body last looked at it again",
        Kind.DAY,
    ),
    Column(
        "review_due_on",
        lambda row: row.review_due_on,
        "Day on which it is to look again",
        Kind.DAY,
        required=True,
    ),
]

ENDED_LISTING_COLUMNS: list[Column[Any]] = [
    *_LISTED,
    Column("listed_on", lambda row: row.listed_on, "Day of the listing", Kind.DAY, required=True),
    Column(
        "reviewed_on",
        lambda row: row.reviewed_on,
        "Day on which the body last looked at it again",
        Kind.DAY,
    ),
    Column(
        "delisted_on",
        lambda row: row.delisted_on,
        "Day on which the listing ended",
        Kind.DAY,
        required=True,
    ),
    Column(
        "delisted_reason",
        lambda row: row.delisted_reason,
        "Why it ended, in the body's words",
        required=True,
    ),
]

NONE_FOUND_COLUMNS: list[Column[NoForumFound]] = [
    Column(
        "body_id",
        lambda row: row.body.slug,
        "The body that looked",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "searched_on", lambda row: row.searched_on, "Day of the search", Kind.DAY, required=True
    ),
    Column("how", lambda row: row.how, "Where it looked, and with which words", required=True),
    Column(
        "recorded_at",
        lambda row: row.recorded_at,
        "When it was entered here, in UTC",
        Kind.MOMENT,
        required=True,
    ),
]

ACCOUNT_COLUMNS: list[Column[Any]] = [
    Column(
        "account_id",
        lambda row: row.public_id,
        "Stable identifier; never used again",
        required=True,
    ),
    Column(
        "body_id",
        lambda row: row.body.slug,
        "The body whose account it is",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "forum_id",
        lambda row: row.forum_slug,
        "The forum in which it is",
        required=True,
        refers_to="forums",
    ),
    Column("handle", lambda row: row.handle, "Its name in the forum", required=True, term="name"),
    Column(
        "profile_address",
        lambda row: row.profile_address,
        "Address of its profile in the forum",
        Kind.ADDRESS,
        term="url",
    ),
    Column(
        "language",
        lambda row: row.language,
        "Language in which it writes, by BCP 47: en, cy; empty: nobody said",
        term="inLanguage",
    ),
    Column(
        "standing",
        lambda row: (
            standing_of(
                in_use=row.retired_at is None and not row.body.is_closed,
                verified_both_ways=bool(row.body_names_it_found and row.links_back_found),
            ).value
        ),
        "official (verified in both directions), stated (its body says so, the proof was not "
        "found in both directions) or was_official (retired, or its body has closed)",
        required=True,
    ),
    Column(
        "opened_at",
        lambda row: row.opened_at,
        "Since when its body says that it is official, in UTC",
        Kind.MOMENT,
        required=True,
    ),
    Column(
        "retired_at",
        lambda row: row.retired_at,
        "When it ceased to be official, in UTC; empty: it is",
        Kind.MOMENT,
    ),
    Column(
        "body_names_it",
        lambda row: row.body_names_it_found,
        "Whether a page of the body's own site names it, at the newest look; empty: nobody looked",
        Kind.TRUTH,
    ),
    Column(
        "body_names_it_checked_at",
        lambda row: row.body_names_it_checked_at,
        "When that was last looked at, in UTC",
        Kind.MOMENT,
    ),
    Column(
        "body_names_it_address",
        lambda row: row.body_names_it_address,
        "The page that was looked at",
        Kind.ADDRESS,
    ),
    Column(
        "links_back",
        lambda row: row.links_back_found,
        "Whether its profile links to the body's own site, at the newest look; empty: nobody "
        "looked",
        Kind.TRUTH,
    ),
    Column(
        "links_back_checked_at",
        lambda row: row.links_back_checked_at,
        "When that was last looked at, in UTC",
        Kind.MOMENT,
    ),
    Column(
        "links_back_address",
        lambda row: row.links_back_address,
        "The page that was looked at",
        Kind.ADDRESS,
    ),
]

CHECK_COLUMNS: list[Column[DuplicateCheck]] = [
    Column(
        "check_id",
        lambda row: row.public_id,
        "Stable identifier; never used again",
        required=True,
    ),
    Column(
        "body_id",
        lambda row: row.body.slug,
        "The body that looked",
        required=True,
        refers_to="bodies",
    ),
    Column(
        "looked_at", lambda row: row.looked_at, "When it looked, in UTC", Kind.MOMENT, required=True
    ),
    Column("need", lambda row: row.need, "Audience and need, in the body's words", required=True),
    Column(
        "found_forum_ids",
        lambda row: [found["slug"] for found in row.found if found.get("slug")],
        "Forums that were found at that time, the best first; an entry may have been merged since",
        several=True,
    ),
    Column(
        "consulted", lambda row: row.consulted, "Whom it consulted, in words; never a person's name"
    ),
    Column(
        "decision",
        lambda row: row.decision,
        "open, take_part (where people already are), work_with (an operator), build or nothing",
        required=True,
    ),
    Column("decision_reason", lambda row: row.decision_reason, "Why, in the body's words"),
    Column("decided_at", lambda row: row.decided_at, "When it decided, in UTC", Kind.MOMENT),
]

LISTINGS = DataFile(
    "listings",
    "Lists of major forums",
    "One row for each forum that a body lists as major for its work.",
    LISTING_COLUMNS,
    queries.listing_rows,
    key=("body_id", "forum_id"),
)
ENDED_LISTINGS = DataFile(
    "listings-history",
    "Listings that have ended",
    "One row for each listing that has ended, with the reason.",
    ENDED_LISTING_COLUMNS,
    queries.ended_listing_rows,
)
NONE_FOUND = DataFile(
    "no-forum-found",
    "Searches that found no forum",
    "One row for each time that a body looked for forums that matter for its work and found none. "
    "Of each body the newest counts.",
    NONE_FOUND_COLUMNS,
    queries.none_found_rows,
)
ACCOUNTS = DataFile(
    "accounts",
    "Official accounts",
    "One row for each account in a forum that a public body owns or owned, and how that was "
    "verified in both directions. Only where the standing is official was it; an account that is "
    "not in this file is not known as official.",
    ACCOUNT_COLUMNS,
    queries.account_rows,
    key=("account_id",),
)
CHECKS = DataFile(
    "duplicate-checks",
    "Looks before building",
    "One row for each record that a body looked for existing forums before it built one.",
    CHECK_COLUMNS,
    queries.check_rows,
    key=("check_id",),
)
