"""Entries of the public register: everything that one page, or one answer of the API, says.

Each function is the one call of its page, in at most six queries. `practice_too` is the setting
that shows practice; without it, a practice entry is not found, as if it never was.
"""

from alongside.publishing.entries.accounts import Account
from alongside.publishing.entries.body import BodyEntry, body_entry, body_named
from alongside.publishing.entries.finding import Moved, NotFound, address_now
from alongside.publishing.entries.forum import (
    ForumEntry,
    Party,
    forum_entry,
    forum_series,
    forum_trail,
)
from alongside.publishing.entries.listings import Listed
from alongside.publishing.entries.periods import (
    Notice,
    PeriodEntry,
    PeriodList,
    period_entry,
    period_list,
)
from alongside.publishing.entries.plan import (
    DifferencesEntry,
    PlanEntry,
    PlannedIndicator,
    draft_differences,
    plan_differences,
    plan_document,
    plan_entry,
    plan_numbers,
    preview_entry,
)
from alongside.publishing.entries.reading import (
    ReadCounts,
    ReadingEntry,
    reading_entry,
)

__all__ = [
    "Account",
    "BodyEntry",
    "DifferencesEntry",
    "ForumEntry",
    "Listed",
    "Moved",
    "NotFound",
    "Notice",
    "Party",
    "PeriodEntry",
    "PeriodList",
    "PlanEntry",
    "PlannedIndicator",
    "ReadCounts",
    "ReadingEntry",
    "address_now",
    "body_entry",
    "body_named",
    "draft_differences",
    "forum_entry",
    "forum_series",
    "forum_trail",
    "period_entry",
    "period_list",
    "plan_differences",
    "plan_document",
    "plan_entry",
    "plan_numbers",
    "preview_entry",
    "reading_entry",
]
