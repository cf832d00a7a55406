"""Listings as the pages of forums and bodies show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import JSONObject

from alongside.forums.domain.listing import CRITERION_WORDS, review_due_on

_CRITERION_WORDS: dict[str, str] = dict(CRITERION_WORDS.items())  # a row names it by its value


@dataclass(frozen=True, slots=True)
class ForumName:
    """A forum by its name, and where its page is."""

    slug: str
    name: str
    is_practice: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A body lists a forum as major for its work."""

    forum: ForumName
    body_slug: str
    body_name: str
    body_is_practice: bool
    reason: str
    criteria: Sequence[str]
    leads: bool  # for all bodies that list it
    listed_on: date
    reviewed_on: date | None  # the last time that it was looked at again

    @property
    def criteria_words(self) -> list[str]:
        return [_CRITERION_WORDS[name] for name in self.criteria if name in _CRITERION_WORDS]

    @property
    def looked_at_on(self) -> date:
        return self.reviewed_on or self.listed_on

    @property
    def review_due_on(self) -> date:
        return review_due_on(self.looked_at_on)


def listing_row() -> JSONObject:
    """For a query of listings: one as JSON, which `listed_of` reads."""
    return JSONObject(
        forum=JSONObject(
            slug=F("forum__slug"), name=F("forum__name"), is_practice=F("forum__is_practice")
        ),
        body_slug=F("body__slug"),
        body_name=F("body__name"),
        body_is_practice=F("body__is_practice"),
        reason="reason",
        criteria="criteria",
        leads="leads",
        listed_on="listed_on",
        reviewed_on="reviewed_on",
    )


def listed_of(row: dict[str, Any]) -> Listed:
    return Listed(
        **{
            **row,
            "forum": ForumName(**row["forum"]),
            "listed_on": date.fromisoformat(row["listed_on"]),
            "reviewed_on": date.fromisoformat(row["reviewed_on"]) if row["reviewed_on"] else None,
        }
    )
