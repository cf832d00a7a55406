"""Reading the lists of major forums: who lists what, who leads, and what is due to be looked at."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import (
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Least

from alongside.audit.models import Event
from alongside.bodies.models import Body, RemitTopic
from alongside.forums.domain import asking
from alongside.forums.domain import listing as rules
from alongside.forums.domain.kinds import ForumLife
from alongside.forums.models import Forum, ForumTopic, Listing, NoForumFound


def standing_listings() -> QuerySet[Any]:
    """Every listing that stands, with its forum and body; `looked_at` is the day of the last look.

    The one that was looked at longest ago comes first, so that work due stands on top.
    """
    return (
        Listing.objects.filter(delisted_on=None)
        .select_related("forum", "body")
        .annotate(looked_at=Coalesce("reviewed_on", "listed_on"))
        .order_by("looked_at", "forum__name_key", "pk")
    )


def listed_forum_ids(body_ids: Collection[int]) -> frozenset[int]:
    """The forums on the lists of these bodies."""
    standing = Listing.objects.filter(delisted_on=None, body__in=body_ids)
    return frozenset(standing.values_list("forum_id", flat=True))


def due(on: date) -> Q:
    """For a query of standing listings: those that must be looked at again on the day."""
    return Q(reviewed_on=None, listed_on__lt=rules.oldest_fresh(on)) | Q(
        reviewed_on__lt=rules.oldest_fresh(on)
    )


def reviews_due(body_ids: Collection[int], *, on: date) -> QuerySet[Any]:
    """Listings of these bodies that must be looked at again, the longest waiting first."""
    return standing_listings().filter(due(on), body__in=body_ids)


def get_listing(*, body_slug: str, forum_slug: str) -> Listing:
    """The listing that stands. Raises Listing.DoesNotExist."""
    listing: Listing = standing_listings().get(body__slug=body_slug, forum__slug=forum_slug)
    return listing


def past_listings(body_id: int) -> QuerySet[Listing]:
    """What the body took off its list, the newest first."""
    return (
        Listing.objects.filter(body=body_id)
        .exclude(delisted_on=None)
        .select_related("forum")
        .order_by("-delisted_on", "-pk")
    )


def leader_of(forum_id: int) -> Body | None:
    """The body that leads on the forum for all that list it, if one does."""
    listing = (
        Listing.objects.filter(forum=forum_id, delisted_on=None, leads=True)
        .select_related("body")
        .first()
    )
    return listing.body if listing else None


def searches_without_result(body_id: int) -> QuerySet[NoForumFound]:
    """When the body looked for forums and found none, the newest first."""
    return NoForumFound.objects.filter(body=body_id)


@dataclass(frozen=True, slots=True)
class LeadEnded:
    """Another body has taken the lead on a forum from this one."""

    forum_name: str
    forum_slug: str
    led_by_slug: str
    on: date


def leads_taken_from(body: Body, *, since: date) -> list[LeadEnded]:
    """Forums on which another body took the lead from this one, for its list to say so."""
    events = Event.objects.filter(
        kind="forum.lead_ended", details__body=body.slug, at__date__gte=since
    ).order_by("-at", "-pk")
    return [
        LeadEnded(
            forum_name=event.details["name"],
            forum_slug=event.subject.partition(":")[2],
            led_by_slug=event.details["changes"]["led_by"][1],
            on=event.at.date(),
        )
        for event in events
        if "led_by" in event.details["changes"]
    ]


def bodies_with_lists(*, on: date) -> QuerySet[Any]:
    """Open bodies by name, each with what its list holds.

    Annotated with forums_listed, forums_due, leads_on (counts), looked_at (the oldest look, or
    None) and found_none_on (the newest search without a result, or None).
    """
    # A body lists forums of its own kind only, real or practice: actions see to it.
    ours = Listing.objects.filter(body=OuterRef("pk"), delisted_on=None).order_by()

    def counted(rows: QuerySet[Listing]) -> Coalesce:
        found = rows.values("body").annotate(count=Count("pk")).values("count")
        return Coalesce(Subquery(found), 0, output_field=IntegerField())

    oldest = (
        ours.annotate(looked=Coalesce("reviewed_on", "listed_on"))
        .order_by("looked")
        .values("looked")[:1]
    )
    searches = NoForumFound.objects.filter(body=OuterRef("pk")).order_by("-searched_on", "-pk")
    return (
        Body.objects.filter(closed_how="")
        .annotate(
            forums_listed=counted(ours),
            forums_due=counted(ours.filter(due(on))),
            leads_on=counted(ours.filter(leads=True)),
            looked_at=Subquery(oldest),
            found_none_on=Subquery(searches.values("searched_on")[:1]),
            found_none_how=Subquery(searches.values("how")[:1]),
        )
        .order_by("name_key", "pk")
    )


def bodies_without_a_list() -> QuerySet[Any]:
    """Open bodies that name no forum, by name: first those that looked and found none.

    Annotated with found_none_on and found_none_how, None where the body has not said so.
    """
    # A body lists forums of its own kind only, real or practice: actions see to it.
    listed = Listing.objects.filter(body=OuterRef("pk"), delisted_on=None)
    searches = NoForumFound.objects.filter(body=OuterRef("pk")).order_by("-searched_on", "-pk")
    return (
        Body.objects.filter(~Exists(listed), closed_how="")
        .annotate(
            found_none_on=Subquery(searches.values("searched_on")[:1]),
            found_none_how=Subquery(searches.values("how")[:1]),
        )
        .order_by(F("found_none_on").asc(nulls_last=True), "name_key", "pk")
    )


# Of a forum's words those weigh nothing that stand in the remits of other bodies.
_OWN_WORDS = [0.0, 0.2, 0.4, 1.0]  # D, C, B, A; see forums.search


def suggestions(body: Body, *, limit: int) -> list[Any]:
    """Forums of the register that fit the body's remit and are not on its list, the best first.

    A topic in common weighs most, then words of the remit in what is known of the forum; words that
    every remit has count for nothing. Each has `shared_topics`, the labels that both carry.
    """
    ours = RemitTopic.objects.filter(body=body)
    shared = ForumTopic.objects.filter(
        Exists(ours.filter(scheme=OuterRef("scheme"), code=OuterRef("code"))),
        forum=OuterRef("pk"),
    ).order_by()
    count = shared.values("forum").annotate(count=Count("pk")).values("count")
    said = asking.read_remit(" . ".join([body.remit, *(topic.label for topic in ours)]))
    # An empty search fits nothing.
    words = SearchQuery(said.any_word, config="english", search_type="raw")
    listed = Listing.objects.filter(forum=OuterRef("pk"), body=body, delisted_on=None)
    found: QuerySet[Any] = (
        Forum.objects.standing()
        .filter(~Exists(listed), is_practice=body.is_practice)
        .exclude(life=ForumLife.CLOSED.value)
        .annotate(
            topics_shared=Coalesce(Subquery(count), 0, output_field=IntegerField()),
            rank=Coalesce(
                SearchRank(F("search"), words, weights=_OWN_WORDS), 0.0, output_field=FloatField()
            ),
        )
        # A rank is given also for half of a phrase, which is no match.
        .filter(Q(topics_shared__gt=0) | Q(rank__gt=0, search=words))
        .prefetch_related("topics")
        .annotate(fit=F("topics_shared") + Least(F("rank"), Value(0.99)))
        .order_by("-fit", F("size").desc(nulls_last=True), "name_key", "pk")
    )
    topics = {(topic.scheme, topic.code) for topic in ours}
    shown = list(found[:limit])
    for forum in shown:
        forum.shared_topics = [
            topic.label for topic in forum.topics.all() if (topic.scheme, topic.code) in topics
        ]
    return shown
