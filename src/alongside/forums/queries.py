"""Reading forums."""

from collections.abc import Collection, Container
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.text import slugify

from alongside.bodies.domain.facts import name_key
from alongside.bodies.domain.topics import SCHEME, TOPICS
from alongside.forums.domain.facts import ForumFacts, alike, other_topics_of
from alongside.forums.domain.kinds import ForumKind, ForumLife
from alongside.forums.domain.places import host_of, place_of
from alongside.forums.models import (
    Forum,
    ForumAlias,
    ForumQuerySet,
    ForumTopic,
    Listing,
    Measure,
    OfficialAccount,
)

# Stand where a slug would: in addresses of the workspace, and of the HTTP interface.
RESERVED_SLUGS = frozenset({"add", "find", "lookup"})


def forums() -> ForumQuerySet:
    """All forums that stand, by name, with their measures."""
    return Forum.objects.standing().prefetch_related("measures").order_by("name_key", "pk")


def get_forum(slug: str) -> Forum:
    """The forum with boards, measures, listings that stand, and accounts.

    Raises Forum.DoesNotExist, also for an entry that was merged into another.
    """
    return (
        Forum.objects.standing().prefetch_related(
            "boards",
            "measures",
            Prefetch("listings", Listing.objects.filter(delisted_on=None).select_related("body")),
            Prefetch(
                "official_accounts", OfficialAccount.objects.select_related("body").order_by("pk")
            ),
        )
    ).get(slug=slug)


def facts_of(forum: Forum) -> ForumFacts:
    """All that people stated about the forum; its topics are read."""
    return ForumFacts(
        name=forum.name,
        address=forum.address,
        other_names=tuple(forum.other_names),
        kind=ForumKind(forum.kind),
        operator_name=forum.operator_name,
        subject=forum.subject,
        description=forum.description,
        topics=tuple(code for code in TOPICS if code in _topic_codes(forum)),
        other_topics=other_topics_of(
            (topic.scheme, topic.code, topic.label) for topic in forum.topics.all()
        ),
        area=forum.area,
        languages=tuple(forum.languages),
        engine=forum.engine,
        life=ForumLife(forum.life),
        house_rules_address=forum.house_rules_address,
        house_rules_read_on=forum.house_rules_read_on,
        report_address=forum.report_address,
    )


def _topic_codes(forum: Forum) -> frozenset[str]:
    return frozenset(topic.code for topic in forum.topics.all() if topic.scheme == SCHEME)


def forum_at(address: str) -> Forum | None:
    """The forum that the address leads to, however it is spelled; None when none is known."""
    place = place_of(address)
    if not place:
        return None
    alias = ForumAlias.objects.select_related("forum").filter(place=place).first()
    return alias.forum if alias else None


def forums_on_hosts(hosts: Collection[str]) -> list[tuple[str, Forum]]:
    """Forums that stand on the hosts, with the host of each, as `places.host_of` has it."""
    aliases = (
        ForumAlias.objects.annotate(
            host=Func(
                F("place"), Value("/"), Value(1), function="split_part", output_field=CharField()
            )
        )
        .filter(host__in=hosts, forum__merged_into=None)
        .select_related("forum")
        .order_by("forum__name_key", "pk")
    )
    return [(alias.host, alias.forum) for alias in aliases]


def forums_beside(address: str) -> list[Forum]:
    """Real forums that stand on the host of the address, those first whose address is most like it.

    Thousands may stand on one host.
    """
    found = forums_on_hosts([host]) if (host := host_of(address)) else []
    beside = dict.fromkeys(forum for _, forum in found if not forum.is_practice)
    matcher = SequenceMatcher(b=place_of(address))

    def unlike(forum: Forum) -> float:
        matcher.set_seq1(place_of(forum.address))
        return -matcher.ratio()

    return sorted(beside, key=unlike)


def forums_named_alike(name: str) -> list[Forum]:
    """Real forums whose name is the same but for case, blanks, punctuation and a leading "the"."""
    wanted = alike(name)
    named = Forum.objects.real().values_list("pk", "name")
    meant = [pk for pk, other in named.iterator() if wanted and alike(other) == wanted]
    return list(Forum.objects.defer("search").filter(pk__in=meant)) if meant else []


def free_slug(name: str, *, besides: Container[str] = ()) -> str:
    """A place in our addresses that no forum has, and none of `besides`, made from the name."""
    wanted = slugify(name)[:90].strip("-") or "forum"
    taken = set(Forum.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken or slug in besides or slug in RESERVED_SLUGS:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


class Gap(StrEnum):
    """What is missing in entries, for people who have time to find it out."""

    RULES = "rules"
    LIFE = "life"
    MEASURE = "measure"
    TOPIC = "topic"
    ADDRESS = "address"
    TROUBLE = "trouble"


def forums_for_staff(*, text: str = "", gap: Gap | None = None) -> QuerySet[Any]:
    """Forums by name, real ones first, each with `measure_count`; `text` in names or address."""
    counted = (
        Measure.objects.standing()
        .filter(forum=OuterRef("pk"))
        .order_by()
        .values("forum")
        .annotate(count=Count("pk"))
        .values("count")
    )
    found: QuerySet[Any] = (
        Forum.objects.standing()
        .defer("search")
        .annotate(measure_count=Coalesce(Subquery(counted), 0, output_field=IntegerField()))
        .order_by("is_practice", "name_key", "pk")
    )
    for word in text.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(address__icontains=word)
            | Q(other_names__icontains=word)
            | Q(operator_name__icontains=word)
            | Exists(ForumAlias.objects.filter(forum=OuterRef("pk"), address__icontains=word))
        )
    match gap:
        case Gap.RULES:
            return found.filter(house_rules_read_on=None)
        case Gap.LIFE:
            return found.filter(life=ForumLife.UNKNOWN.value)
        case Gap.MEASURE:
            return found.filter(measure_count=0)
        case Gap.TOPIC:
            return found.filter(~Exists(ForumTopic.objects.filter(forum=OuterRef("pk"))))
        case Gap.ADDRESS:
            return found.filter(address="")
        case Gap.TROUBLE:
            return found.filter(~Q(visit_problem="") | ~Q(leads_to=""))
    return found


def forums_called(text: str, *, among: QuerySet[Forum]) -> list[Forum]:
    """The forums that are meant: the one of this place in our addresses or at this address, else
    those of this whole name.
    """
    among = among.defer("search")
    if found := list(among.filter(slug=text.lower())):
        return found
    there = forum_at(text) if "." in text else None
    if there is not None and (found := list(among.filter(pk=there.pk))):
        return found
    return list(among.filter(name_key=name_key(text)).order_by("pk")) if text else []


def forums_like(text: str, *, among: QuerySet[Forum], limit: int) -> list[Forum]:
    """The first forums with these words in names, address or operator, by name."""
    if not text:
        return []
    fitting = forums_for_staff(text=text).order_by().values("pk")
    return list(among.defer("search").filter(pk__in=fitting).order_by("name_key", "pk")[:limit])


def account_in_use(*, forum_id: int, body_id: int) -> OfficialAccount | None:
    """The body's official account in the forum, if it has one in use."""
    return OfficialAccount.objects.filter(
        forum_id=forum_id, body_id=body_id, retired_at=None
    ).first()


def official_handles(forum_id: int) -> frozenset[str]:
    """Handles, in lower case, of every body's accounts there, retired ones included."""
    handles = OfficialAccount.objects.filter(forum_id=forum_id).values_list("handle", flat=True)
    return frozenset(handle.lower() for handle in handles)


def measures() -> QuerySet[Measure]:
    """Every figure that stands of every real forum."""
    return (
        Measure.objects.standing()
        .filter(forum__is_practice=False, forum__merged_into=None)
        .select_related("forum")
        .order_by("forum__slug", "kind", "dated", "pk")
    )
