"""Listings as the pages of forums and bodies show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from alongside.forums.domain.listing import CRITERION_WORDS, review_due_on
from alongside.publishing.leading_figures import LeadingFigure, figure_of, leading_figure_row

_CRITERION_WORDS: dict[str, str] = dict(CRITERION_WORDS.items())  # a row names it by its value


@dataclass(frozen=True, slots=True)
class ForumName:
    """A forum by its name, and where its page is."""

    slug: str
    name: str
    is_practice: bool


@dataclass(frozen=True, slots=True)
class OnceListed:
    """A body listed a forum as major for its work, and took it off again."""

    body_slug: str
    body_name: str
    body_is_practice: bool
    listed_on: date
    delisted_on: date
    why: str


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
    size: LeadingFigure | None = None  # of the forum, where it was asked for

    @property
    def criteria_words(self) -> list[str]:
        return [_CRITERION_WORDS[name] for name in self.criteria if name in _CRITERION_WORDS]

    @property
    def looked_at_on(self) -> date:
        return self.reviewed_on or self.listed_on

    @property
    def review_due_on(self) -> date:
        return review_due_on(self.looked_at_on)


def listing_row(*, with_size: bool = False) -> JSONObject:
    """For a query of listings: one as JSON, which `listed_of` reads."""
    size = {"size": leading_figure_row(OuterRef("forum"))} if with_size else {}
    return JSONObject(
        **size,
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


def once_listed_row() -> JSONObject:
    """For a query of listings that ended: one as JSON, which `once_listed_of` reads."""
    return JSONObject(
        body_slug=F("body__slug"),
        body_name=F("body__name"),
        body_is_practice=F("body__is_practice"),
        listed_on="listed_on",
        delisted_on="delisted_on",
        why="delisted_reason",
    )


def once_listed_of(row: dict[str, Any]) -> OnceListed:
    days = {name: date.fromisoformat(row[name]) for name in ("listed_on", "delisted_on")}
    return OnceListed(**{**row, **days})


def listed_of(row: dict[str, Any]) -> Listed:
    return Listed(
        **{
            **row,
            "forum": ForumName(**row["forum"]),
            "listed_on": date.fromisoformat(row["listed_on"]),
            "reviewed_on": date.fromisoformat(row["reviewed_on"]) if row["reviewed_on"] else None,
            "size": figure_of(row["size"]) if row.get("size") else None,
        }
    )
