"""The cross-government list: one forum, many bodies, who leads; and which bodies have no list.

Each function is the one call of its page.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement
from alongside.bodies.domain import topics
from alongside.bodies.models import Body
from alongside.core.letters import name_key
from alongside.core.unchanged import kept_while_unchanged
from alongside.forums import listing_queries
from alongside.forums.domain import sizes
from alongside.forums.domain.listing import is_due
from alongside.forums.models import Forum, ForumTopic, Listing, Measure
from alongside.forums.search import question_for
from alongside.publishing.domain.major_forums import ListFilter, ListOrder, Looked
from alongside.publishing.entries.listings import Listed, listed_of, listing_row
from alongside.reporting import queries as reporting
from alongside.reporting.domain.indicators import Indicator

PAGE_SIZE = 25  # a forum takes a paragraph for each body that lists it
NAMES_PER_PAGE = 200  # of bodies without a list
_CHOICES = 150  # bodies beyond this are found by typing their name
_NAMED_FIRST = 12  # bodies without a list that the first page names


@dataclass(frozen=True, slots=True)
class MajorForum:
    """A forum that bodies list as major: how big it is, who lists it, and whom it welcomes."""

    forum: Forum
    size: Measure | None
    listings: Sequence[Listed]  # who leads comes first
    agreements: Sequence[tuple[Agreement, Standing]]
    today: date

    @property
    def leader(self) -> Listed | None:
        return self.listings[0] if self.listings and self.listings[0].leads else None

    @property
    def welcomed(self) -> list[Agreement]:
        return [
            agreement for agreement, standing in self.agreements if standing is Standing.IN_FORCE
        ]

    @property
    def bodies_due(self) -> int:
        """How many bodies must look at the forum again."""
        return sum(map(self.is_due, self.listings))

    def is_due(self, listed: Listed) -> bool:
        """Whether the body must look at the forum again."""
        return is_due(listed.looked_at_on, on=self.today)


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body by its name; `searched_on` is the day on which it found no forum, or None."""

    slug: str
    name: str
    searched_on: date | None = None


@dataclass(frozen=True, slots=True)
class MajorForums:
    """One page of the list. `figures` are by their key; empty where the list is narrowed."""

    page: Page[Any]  # of MajorForum
    bodies: Sequence[NamedBody]  # that have a list, for the filter; empty when they are many
    without: Sequence[NamedBody]  # the first of those that have none
    practice: Sequence[NamedBody]
    figures: dict[str, Indicator]
    today: date


@dataclass(frozen=True, slots=True)
class BodiesWithout:
    """One page of the bodies that list no forum: those that searched, then those that did not."""

    page: Page[Any]  # of Body, with found_none_on and found_none_how
    bodies: int  # open ones, with a list or without

    @property
    def searched(self) -> list[Any]:
        return [body for body in self.page.object_list if body.found_none_on]

    @property
    def silent(self) -> list[Any]:
        return [body for body in self.page.object_list if not body.found_none_on]


def major_forums(
    asked: ListFilter,
    *,
    page: str | int = 1,
    practice_too: bool,
    at: datetime,
) -> MajorForums:
    """The forums that bodies list as major, in pages. A page beyond is the last.

    In six queries. The list as it stands is kept as long as nothing changes, which one more tells;
    its readers share it.
    """

    def now() -> MajorForums:
        return _major_forums(asked, page, practice_too, at)

    if asked.narrows:
        return now()
    key = ("major forums", asked, str(page), practice_too, timezone.localdate(at))
    return kept_while_unchanged(key, now)


def _major_forums(
    asked: ListFilter, page: str | int, practice_too: bool, at: datetime
) -> MajorForums:
    today = timezone.localdate(at)
    forums = _forums(asked, today)
    found: Page[Any] = Paginator(forums, PAGE_SIZE).get_page(page)
    if asked.order is ListOrder.BODIES:
        found.object_list = _on_most_lists(forums, found, today)
    else:
        # Chosen first, or all that is said of a forum is gathered for those before the page, too.
        here = cast(QuerySet[Forum], found.object_list).values("pk")
        chosen = Forum.objects.filter(pk__in=here).order_by(*_order_of(asked))
        found.object_list = _read(chosen, today)
    bodies, without, practice = _named(practice_too)
    figures = (
        {figure.key: figure for figure in reporting.list_figures(practice=False, at=at)}
        if asked.is_plain and found.number == 1
        else {}
    )
    return MajorForums(found, bodies, without, practice, figures, today)


def fitting_listings(asked: ListFilter, *, at: datetime) -> Q:
    """Listings of the forums that the list shows; where it is of one body, that body's alone."""
    forums = _forums(asked, timezone.localdate(at)).order_by().values("pk")
    of_body = Q(body__slug=asked.body) if asked.body else Q()
    return Q(forum__in=forums) & of_body if asked.narrows else Q()


def bodies_without_a_list(*, text: str = "", page: str | int = 1) -> BodiesWithout:
    """Open bodies by name that list no forum, in pages, in three queries.

    With a text, those in whose name or short form each of its words stands.
    """
    named = listing_queries.bodies_without_a_list().filter(is_practice=False).defer("search")
    for word in text.split():
        wanted = Q(acronym__icontains=word)
        if key := name_key(word):
            wanted |= Q(name_key__contains=key)
        named = named.filter(wanted)
    found: Page[Any] = Paginator(named, NAMES_PER_PAGE).get_page(page)
    found.object_list = list(found.object_list)
    return BodiesWithout(found, Body.objects.real().filter(closed_how="").count())


def described(forum_ids: Collection[int], *, at: datetime) -> dict[int, MajorForum]:
    """The forums by their keys, with size, welcome and who lists them, in two queries."""
    forums = Forum.objects.filter(pk__in=forum_ids)
    return {found.forum.pk: found for found in _read(forums, timezone.localdate(at))}


def _standing() -> QuerySet[Listing]:
    return Listing.objects.filter(
        forum=OuterRef("pk"), delisted_on=None, body__is_practice=False
    ).order_by()


def _forums(asked: ListFilter, today: date) -> QuerySet[Forum]:
    ours = _standing()
    due = listing_queries.due(today)
    if asked.body:
        ours = ours.filter(body__slug=asked.body)
    forums = Forum.objects.real()
    match asked.looked:
        case Looked.DUE:
            forums = forums.filter(Exists(ours.filter(due)))
        case Looked.FRESH:
            forums = forums.filter(Exists(ours), ~Exists(ours.filter(due)))
        case _:
            forums = forums.filter(Exists(ours))
    if asked.topic:
        carried = ForumTopic.objects.filter(
            forum=OuterRef("pk"), scheme=topics.SCHEME, code=asked.topic
        )
        forums = forums.filter(Exists(carried))
    if asked.text:
        query = question_for(asked.text, of="forums").query
        # Words without a letter to look for fit no forum.
        forums = (
            forums.filter(search=SearchQuery(query, config="english", search_type="raw"))
            if query
            else forums.none()
        )
    return forums.order_by(*_order_of(asked))


def _order_of(asked: ListFilter) -> tuple[Any, ...]:
    match asked.order:
        case ListOrder.SIZE:
            return F("size").desc(nulls_last=True), "name_key", "pk"
        case _:
            return "name_key", "pk"


def _on_most_lists(forums: QuerySet[Forum], page: Page[Any], today: date) -> list[MajorForum]:
    """The page of the forums in the order of how many bodies list them, most first."""
    # Counted over all listings at once: asked forum by forum, it takes ten times as long.
    start = page.start_index() - 1
    busiest = (
        Listing.objects.filter(
            forum__in=forums.order_by().values("pk"), delisted_on=None, body__is_practice=False
        )
        .values("forum")
        .annotate(bodies=Count("pk"))
        .order_by("-bodies", "forum__name_key", "forum")
        .values("forum")[max(start, 0) : page.end_index()]
    )
    read = _read(Forum.objects.filter(pk__in=busiest).order_by("name_key", "pk"), today)
    return sorted(read, key=lambda major: -len(major.listings))


def _read(forums: QuerySet[Forum], today: date) -> list[MajorForum]:
    """The forums of one page with all that is said of them, in two queries."""
    rows: QuerySet[Any] = forums.annotate(
        listing_rows=ArraySubquery(
            _standing().order_by("-leads", "body__name_key", "pk").values(row=listing_row())
        ),
        figure_rows=ArraySubquery(
            Measure.objects.standing()
            .filter(forum=OuterRef("pk"))
            .order_by("pk")
            .values(row=JSONObject(**_FIGURE))
        ),
    ).defer("search")
    shown = list(rows)
    newest: dict[int, list[tuple[Agreement, Standing]]] = defaultdict(list)
    for agreement in (
        agreements.newest_agreements()
        .filter(forum__in=[forum.pk for forum in shown], body__is_practice=False)
        .defer("forum__search", "body__search")
    ):
        standing = agreements.standing(agreement, on=today)
        newest[agreement.forum_id].append((agreement, standing))
    return [
        MajorForum(
            forum=forum,
            size=sizes.leading(_figure(row) for row in forum.figure_rows),
            listings=[listed_of(row) for row in forum.listing_rows],
            agreements=newest[forum.pk],
            today=today,
        )
        for forum in shown
    ]


# Exact: JSON would have the value as a number with a point.
_FIGURE: dict[str, Any] = {
    **{name: F(name) for name in ("id", "kind", "unit", "bound", "period", "method", "dated")},
    "value": Cast("value", CharField()),
}


def _figure(row: dict[str, Any]) -> Measure:
    return Measure(**{**row, "value": Decimal(row["value"])})


def _named(practice_too: bool) -> tuple[list[NamedBody], list[NamedBody], list[NamedBody]]:
    """Bodies with a list; the first ones without; practice bodies with one. One query."""
    listed = Exists(Listing.objects.filter(body=OuterRef("pk"), delisted_on=None))
    searched = Cast("found_none_on", CharField())
    without = listing_queries.bodies_without_a_list().filter(is_practice=False)
    parts: list[tuple[str, QuerySet[Any], Any, int]] = [
        (
            "lists",
            Body.objects.real().filter(listed).order_by("name_key", "pk"),
            Value(""),
            _CHOICES + 1,
        ),
        ("without", without, searched, _NAMED_FIRST),
    ]
    if practice_too:
        practice = Body.objects.filter(listed, is_practice=True).order_by("name_key", "pk")
        parts.append(("practice", practice, Value(""), _CHOICES))
    first, *others = (
        rows.values_list(Value(part), "slug", "name", searched_on)[:limit]
        for part, rows, searched_on, limit in parts
    )
    found: dict[str, list[NamedBody]] = defaultdict(list)
    for part, slug, name, searched_on in first.union(*others, all=True):
        day = date.fromisoformat(searched_on) if searched_on else None
        found[part].append(NamedBody(slug, name, day))
    bodies = found["lists"] if len(found["lists"]) <= _CHOICES else []

    def by_name(body: NamedBody) -> tuple[bool, str]:
        return body.searched_on is None, name_key(body.name)

    first_without = sorted(found["without"], key=by_name)
    return sorted(bodies, key=lambda body: name_key(body.name)), first_without, found["practice"]
