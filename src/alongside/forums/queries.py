"""Reading forums."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject

from alongside.forums.models import Forum, ForumQuerySet, Listing, Measure, OfficialAccount


def forums() -> ForumQuerySet:
    """All forums by name, with their measures."""
    return Forum.objects.prefetch_related("measures").order_by("name")


def get_forum(slug: str) -> Forum:
    """The forum with boards, measures, listings and accounts in use. Raises Forum.DoesNotExist."""
    return (
        Forum.objects.prefetch_related(
            "boards",
            "measures",
            Prefetch("listings", Listing.objects.filter(delisted_on=None).select_related("body")),
            Prefetch(
                "official_accounts", OfficialAccount.objects.select_related("body").order_by("pk")
            ),
        )
    ).get(slug=slug)


@dataclass(frozen=True, slots=True)
class ListedBy:
    """A body that lists the forum as major."""

    body_slug: str
    body_name: str
    body_is_practice: bool
    reason: str
    listed_on: date


@dataclass(frozen=True, slots=True)
class AccountThere:
    """An official account in the forum; `retired_at` ends its use."""

    body_slug: str
    body_name: str
    body_is_practice: bool
    handle: str
    profile_address: str
    opened_at: datetime
    retired_at: datetime | None


def get_forum_with_bodies(slug: str) -> tuple[Forum, list[ListedBy], list[AccountThere]]:
    """The forum, who lists it, and the official accounts there, in one query for a public page.

    Raises Forum.DoesNotExist.
    """
    body = {
        "body_slug": F("body__slug"),
        "body_name": F("body__name"),
        "body_is_practice": F("body__is_practice"),
    }
    listings = Listing.objects.filter(forum=OuterRef("pk"), delisted_on=None)
    accounts = OfficialAccount.objects.filter(forum=OuterRef("pk"))
    forum: Any = Forum.objects.annotate(
        listing_rows=ArraySubquery(
            listings.order_by("body__name").values(
                row=JSONObject(**body, reason="reason", listed_on="listed_on")
            )
        ),
        account_rows=ArraySubquery(
            accounts.order_by("body__name", "pk").values(
                row=JSONObject(
                    **body,
                    handle="handle",
                    profile_address="profile_address",
                    opened_at="opened_at",
                    retired_at="retired_at",
                )
            )
        ),
    ).get(slug=slug)
    return (
        forum,
        [
            ListedBy(**{**row, "listed_on": date.fromisoformat(row["listed_on"])})
            for row in forum.listing_rows
        ],
        [
            AccountThere(
                **{
                    **row,
                    "opened_at": datetime.fromisoformat(row["opened_at"]),
                    "retired_at": row["retired_at"] and datetime.fromisoformat(row["retired_at"]),
                }
            )
            for row in forum.account_rows
        ],
    )


def account_in_use(*, forum_id: int, body_id: int) -> OfficialAccount | None:
    """The body's official account in the forum, if it has one in use."""
    return OfficialAccount.objects.filter(
        forum_id=forum_id, body_id=body_id, retired_at=None
    ).first()


def official_handles(forum_id: int) -> frozenset[str]:
    """Handles, in lower case, of every body's accounts there, retired ones included."""
    handles = OfficialAccount.objects.filter(forum_id=forum_id).values_list("handle", flat=True)
    return frozenset(handle.lower() for handle in handles)


def listings_of(body_id: int) -> QuerySet[Listing]:
    """The body's list of major forums as it stands."""
    return (
        Listing.objects.filter(body_id=body_id, delisted_on=None)
        .select_related("forum")
        .order_by("forum__name")
    )


def accounts_of(body_id: int) -> QuerySet[OfficialAccount]:
    """The body's official accounts, those in use first."""
    return (
        OfficialAccount.objects.filter(body_id=body_id)
        .select_related("forum")
        .order_by("retired_at", "forum__name")
    )


def measures() -> QuerySet[Measure]:
    """Every measure of every real forum, for the published file."""
    return (
        Measure.objects.filter(forum__is_practice=False)
        .select_related("forum")
        .order_by("forum__slug", "kind", "dated", "pk")
    )
