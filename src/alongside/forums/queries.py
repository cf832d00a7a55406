"""Reading forums."""

from django.db.models import Prefetch, QuerySet

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
