"""Who covers what: public bodies by topics, the gaps in plain sight.

A body covers a topic of its remit when it lists a forum of that topic as major. Topics are those of
`bodies.domain.topics`; bodies are the open ones, real or of practice, never both together.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from alongside.bodies.domain.kinds import KIND_WORDS, BodyKind
from alongside.bodies.domain.topics import SCHEME, TOPICS
from alongside.bodies.models import Body, RemitTopic
from alongside.core import clock
from alongside.core.unchanged import kept_while_unchanged
from alongside.forums.domain.listing import SEARCH_COUNTS_FOR
from alongside.forums.models import Forum, ForumTopic, Listing, NoForumFound
from alongside.publishing.domain.coverage import Cell, cell_of

PAGE_SIZE = 50  # bodies in one table
WHOLE = 50  # up to so many bodies, the first page shows them all
NAMED = 200  # bodies, and forums, by name on the page of a topic


@dataclass(frozen=True, slots=True)
class TopicCover:
    """One topic over all bodies."""

    code: str
    label: str
    bodies: int  # with the topic in their remit
    covering: int  # of these, those that list a forum of the topic
    forums: int  # of the topic
    unlisted: int  # of these, those that nobody lists

    @property
    def gaps(self) -> int:
        return self.bodies - self.covering


@dataclass(frozen=True, slots=True)
class Share:
    """Bodies of one kind with one topic in their remit, and how many of them cover it."""

    bodies: int
    covering: int

    @property
    def state(self) -> str:
        """ "all" of them cover it, "some", or "none"."""
        return "none" if not self.covering else "all" if self.covering == self.bodies else "some"


@dataclass(frozen=True, slots=True)
class KindCover:
    """The bodies of one kind; topic by topic how many of those that have it cover it."""

    kind: BodyKind
    bodies: int
    with_list: int
    topics: dict[str, Share] = field(default_factory=dict)  # by code; a topic left out is of none

    @property
    def words(self) -> str:
        return KIND_WORDS[self.kind]

    @property
    def without_list(self) -> int:
        return self.bodies - self.with_list


@dataclass(frozen=True, slots=True)
class BodyCover:
    """One body: how many forums it lists, and topic by topic whether it covers it."""

    slug: str
    name: str
    acronym: str
    listed: int  # forums, whatever their topics
    found_none_on: date | None  # the newest search without a find that still counts
    cells: dict[str, Cell] = field(default_factory=dict)  # by code; a topic left out is none of its

    @property
    def gaps(self) -> int:
        return sum(cell.is_gap for cell in self.cells.values())


@dataclass(frozen=True, slots=True)
class Matrix:
    """Bodies by topics, one page of them; only topics that one of them has."""

    topics: Sequence[tuple[str, str]]  # (code, label)
    bodies: Sequence[BodyCover]
    count: int  # of all pages
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The first page: every topic, every kind of body, and the whole matrix where it is small."""

    practice: bool
    topics: Sequence[TopicCover]
    kinds: Sequence[KindCover]
    matrix: Matrix | None

    @property
    def bodies(self) -> int:
        return sum(kind.bodies for kind in self.kinds)

    @property
    def without_list(self) -> int:
        return sum(kind.without_list for kind in self.kinds)

    @property
    def in_remit(self) -> int:
        """Pairs of a body and a topic of its remit."""
        return sum(topic.bodies for topic in self.topics)

    @property
    def covered(self) -> int:
        return sum(topic.covering for topic in self.topics)

    @property
    def topics_of_kinds(self) -> list[tuple[str, str]]:
        """(code, label) of the topics that some body has in its remit."""
        return [(topic.code, topic.label) for topic in self.topics if topic.bodies]

    @property
    def uncovered_topics(self) -> list[TopicCover]:
        """Topics that are in somebody's remit, and that none of those bodies covers."""
        return [topic for topic in self.topics if topic.bodies and not topic.covering]

    @property
    def widest_gaps(self) -> list[TopicCover]:
        """The topic with the most gaps, or several that have as many; none: there is no gap."""
        most = max((topic.gaps for topic in self.topics), default=0)
        return [topic for topic in self.topics if topic.gaps == most] if most else []


@dataclass(frozen=True, slots=True)
class NamedForum:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """One topic: which bodies cover it, which do not, and which forums nobody lists.

    At most NAMED of each are named; `cover` has the numbers.
    """

    cover: TopicCover
    covering: Sequence[BodyCover]
    gaps: Sequence[BodyCover]
    beyond: Sequence[BodyCover]  # list a forum of the topic, which is not in their remit
    unlisted: Sequence[NamedForum]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One body and one topic, for the published file."""

    body_slug: str
    topic_code: str
    topic_label: str
    in_remit: bool
    forums_listed: int
    found_none_on: date | None
    state: str  # covered, gap, searched, beyond: publishing.domain.coverage.Cell


class NotFound(Exception):
    """There is no such topic, kind of body, or page."""


def coverage(*, practice_too: bool = False, on: date | None = None) -> list[Coverage]:
    """Every topic and every kind of body, and the whole matrix where it is small: of real bodies,
    and of practice where wanted and there. In six queries at the most, in one while the register
    stays as it is.
    """
    return kept_while_unchanged(
        ("coverage", practice_too, on), lambda: _coverage(practice_too=practice_too, on=on)
    )


def _coverage(*, practice_too: bool, on: date | None) -> list[Coverage]:
    shares = _shares()
    kinds, topics = _kinds(shares), _topics(shares)
    found = []
    for practice in [False, True] if practice_too and kinds[True] else [False]:
        is_small = sum(kind.bodies for kind in kinds[practice]) <= WHOLE
        matrix = _matrix(_covers(_bodies(practice), on=on)) if is_small else None
        found.append(Coverage(practice, topics[practice], kinds[practice], matrix))
    return found


def coverage_of_kind(
    kind: str, *, number: int = 1, on: date | None = None
) -> tuple[BodyKind, Matrix]:
    """The real bodies of one kind by topics, in pages, in two queries. Raises NotFound."""
    if kind not in set(BodyKind):
        raise NotFound(kind)
    bodies = _bodies(False).filter(kind=kind)
    count = bodies.count()
    pages = max(1, -(-count // PAGE_SIZE))
    if not 1 <= number <= pages:
        raise NotFound(f"{kind}, page {number}")
    shown = bodies[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return BodyKind(kind), _matrix(_covers(shown, on=on), count=count, number=number, pages=pages)


def coverage_of_topic(code: str, *, on: date | None = None) -> TopicEntry:
    """One topic over all real bodies, in four queries. Raises NotFound."""
    if code not in TOPICS:
        raise NotFound(code)
    cover = next(topic for topic in _topics(_shares())[False] if topic.code == code)
    of_topic = {"scheme": SCHEME, "code": code}
    in_remit = RemitTopic.objects.filter(body=OuterRef("pk"), **of_topic)
    forum_of_topic = ForumTopic.objects.filter(forum=OuterRef("forum"), **of_topic)
    listing = Listing.objects.filter(
        Exists(forum_of_topic), body=OuterRef("pk"), delisted_on=None, forum__is_practice=False
    )
    concerned = _bodies(False).filter(Exists(in_remit) | Exists(listing))
    bodies = _covers(concerned, on=on)
    cells = [(body, body.cells[code]) for body in bodies if code in body.cells]
    listed = Listing.objects.filter(forum=OuterRef("pk"), delisted_on=None, body__is_practice=False)
    unlisted = (
        Forum.objects.real()
        .filter(
            Exists(ForumTopic.objects.filter(forum=OuterRef("pk"), **of_topic)), ~Exists(listed)
        )
        .order_by("name_key", "pk")
    )
    return TopicEntry(
        cover=cover,
        covering=[body for body, cell in cells if cell.in_remit and cell.forums][:NAMED],
        gaps=[body for body, cell in cells if cell.is_gap][:NAMED],
        beyond=[body for body, cell in cells if not cell.in_remit][:NAMED],
        unlisted=[NamedForum(*row) for row in unlisted.values_list("slug", "name")[:NAMED]],
    )


def coverage_rows(practice: bool, *, on: date | None = None) -> list[CoverageRow]:
    """Every open body by every topic that it has in its remit or lists a forum of."""
    return [
        CoverageRow(
            body_slug=body.slug,
            topic_code=code,
            topic_label=label,
            in_remit=cell.in_remit,
            forums_listed=cell.forums,
            found_none_on=body.found_none_on,
            state=cell.state,
        )
        for body in _covers(_bodies(practice).order_by("slug"), on=on)
        for code, label in TOPICS.items()
        if (cell := body.cells.get(code)) is not None
    ]


def _bodies(practice: bool) -> QuerySet[Body]:
    return (
        Body.objects.filter(is_practice=practice, closed_how="")
        .only("slug", "name", "acronym", "kind")
        .order_by("name_key", "pk")
    )


def _matrix(
    bodies: Sequence[BodyCover], *, count: int | None = None, number: int = 1, pages: int = 1
) -> Matrix:
    present = {code for body in bodies for code in body.cells}
    return Matrix(
        topics=[(code, label) for code, label in TOPICS.items() if code in present],
        bodies=bodies,
        count=len(bodies) if count is None else count,
        number=number,
        pages=pages,
    )


def _covers(bodies: QuerySet[Body], *, on: date | None) -> list[BodyCover]:
    """What these bodies cover, in one query."""
    oldest = (on or timezone.localdate(clock.now())) - SEARCH_COUNTS_FOR
    own = {"body": OuterRef("pk")}
    codes = ForumTopic.objects.filter(forum=OuterRef("forum"), scheme=SCHEME, code__in=TOPICS)
    rows: QuerySet[Any] = bodies.annotate(
        remit_codes=ArraySubquery(
            RemitTopic.objects.filter(**own, scheme=SCHEME, code__in=TOPICS)
            .order_by()
            .values("code")
        ),
        # Of each listed forum its topics; without any it counts for the list, and for no topic.
        forum_codes=ArraySubquery(
            Listing.objects.filter(
                **own, delisted_on=None, forum__is_practice=OuterRef("is_practice")
            )
            .order_by()
            .values(row=JSONObject(codes=ArraySubquery(codes.order_by().values("code"))))
        ),
        found_none_on=Subquery(
            NoForumFound.objects.filter(**own, searched_on__gte=oldest)
            .order_by("-searched_on")
            .values("searched_on")[:1]
        ),
    )
    return [_cover(body) for body in rows]


def _cover(body: Any) -> BodyCover:
    remit = set(body.remit_codes)
    forums = Counter(code for row in body.forum_codes for code in row["codes"])
    searched_on = body.found_none_on if not body.forum_codes else None
    return BodyCover(
        slug=body.slug,
        name=body.name,
        acronym=body.acronym,
        listed=len(body.forum_codes),
        found_none_on=searched_on,
        cells={
            code: cell_of(
                in_remit=code in remit, forums=forums[code], has_searched=searched_on is not None
            )
            for code in TOPICS
            if code in remit or code in forums
        },
    )


_Shares = dict[tuple[bool, str], dict[str, Share]]  # by practice and kind, then by code


def _shares() -> _Shares:
    """Of each kind of body, real and of practice, every topic of its remits, in one query."""
    forum_of_topic = ForumTopic.objects.filter(
        forum=OuterRef("forum"), scheme=SCHEME, code=OuterRef(OuterRef("code"))
    )
    covering = Listing.objects.filter(
        Exists(forum_of_topic),
        body=OuterRef("body"),
        delisted_on=None,
        forum__is_practice=OuterRef("body__is_practice"),
    )
    found: _Shares = defaultdict(dict)
    for practice, kind, code, bodies, covered in (
        RemitTopic.objects.filter(scheme=SCHEME, code__in=TOPICS, body__closed_how="")
        .order_by()
        .values("code", "body__is_practice", "body__kind")
        .annotate(bodies=Count("pk"), covering=Count("pk", filter=Exists(covering)))
        .values_list("body__is_practice", "body__kind", "code", "bodies", "covering")
    ):
        found[practice, kind][code] = Share(bodies, covered)
    return found


def _topics(shares: _Shares) -> dict[bool, list[TopicCover]]:
    """Every topic, over real bodies and over those of practice, in one query."""
    bodies: dict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
    for (practice, _), by_code in shares.items():
        for code, share in by_code.items():
            bodies[practice, code].update(bodies=share.bodies, covering=share.covering)
    listed = Listing.objects.filter(
        forum=OuterRef("forum"), delisted_on=None, body__is_practice=OuterRef("forum__is_practice")
    )
    forums = _by_practice_and_code(
        ForumTopic.objects.filter(scheme=SCHEME, forum__merged_into=None)
        .order_by()
        .values("code", practice=F("forum__is_practice"))
        .annotate(forums=Count("pk"), unlisted=Count("pk", filter=~Exists(listed)))
    )
    none: dict[str, int] = {}
    return {
        practice: [
            TopicCover(
                code=code,
                label=label,
                bodies=bodies[practice, code]["bodies"],
                covering=bodies[practice, code]["covering"],
                forums=forums.get((practice, code), none).get("forums", 0),
                unlisted=forums.get((practice, code), none).get("unlisted", 0),
            )
            for code, label in TOPICS.items()
        ]
        for practice in (False, True)
    }


def _by_practice_and_code(rows: Iterable[Any]) -> dict[tuple[bool, str], dict[str, int]]:
    return {(row.pop("practice"), row.pop("code")): row for row in rows}


def _kinds(shares: _Shares) -> dict[bool, list[KindCover]]:
    """Every kind that a body has, real and of practice, in the order of BodyKind, in one query."""
    listed = Listing.objects.filter(
        body=OuterRef("pk"), delisted_on=None, forum__is_practice=OuterRef("is_practice")
    )
    rows = {
        (practice, kind): (bodies, with_list)
        for practice, kind, bodies, with_list in Body.objects.filter(closed_how="")
        .order_by()
        .values("is_practice", "kind")
        .annotate(bodies=Count("pk"), with_list=Count("pk", filter=Exists(listed)))
        .values_list("is_practice", "kind", "bodies", "with_list")
    }
    return {
        practice: [
            KindCover(
                kind, *rows[practice, kind.value], topics=shares.get((practice, kind.value), {})
            )
            for kind in BodyKind
            if (practice, kind.value) in rows
        ]
        for practice in (False, True)
    }
