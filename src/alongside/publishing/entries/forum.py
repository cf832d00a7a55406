"""One forum of the register: who from government is there, on what terms, and how big it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import Standing
from alongside.agreements.models import Agreement, Request, Statement
from alongside.agreements.sentences import Sentence, sentence_in
from alongside.bodies.models import Body
from alongside.core.letters import name_key
from alongside.core.prepared import Prepared
from alongside.core.rows import RowsAsText, rows_in
from alongside.forums.domain import sizes
from alongside.forums.domain.kinds import ALIAS_WORDS, AliasKind
from alongside.forums.models import (
    Board,
    Forum,
    ForumAlias,
    ForumTopic,
    Listing,
    Measure,
    OfficialAccount,
)
from alongside.listening.models import BoardReading
from alongside.matching.domain.evidence import Evidence
from alongside.matching.evidence import evidence_in
from alongside.matching.models import Survey
from alongside.periods import queries as periods
from alongside.periods.domain.terms import PeriodTerms
from alongside.plans import queries as plans
from alongside.plans.models import Objective
from alongside.proposals import queries as proposals
from alongside.proposals.models import Proposal
from alongside.proposals.summaries import EntryProposals, summary_of
from alongside.publishing.changes import newest_change_at
from alongside.publishing.domain.series import Series, series_of
from alongside.publishing.entries.accounts import Account, account_of, account_row
from alongside.publishing.entries.finding import Moved, NotFound, check_shown
from alongside.publishing.entries.listings import (
    Listed,
    OnceListed,
    listed_of,
    listing_row,
    once_listed_of,
    once_listed_row,
)
from alongside.publishing.entries.periods import Notice, notices_in_forum
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply

FIGURES_SHOWN = 5  # of one kind, in sight; the others are folded
CHARTS_SHOWN = 4  # kinds of figures with a picture each, the strongest kinds
REPLIES_SHOWN = 10  # on a forum's page; the file holds them all


@dataclass(slots=True)
class Party:
    """One body in one forum: what it says and may do there. Empty parts are None."""

    body_slug: str
    body_name: str
    is_practice: bool
    listing: Listed | None = None
    agreement: Agreement | None = None
    standing: Standing = Standing.NONE
    objective: Objective | None = None
    accounts: list[Account] = field(default_factory=list)
    body: Body | None = None  # where it has an agreement or an objective

    @property
    def accounts_in_use(self) -> list[Account]:
        return [account for account in self.accounts if account.is_in_use]


@dataclass(frozen=True, slots=True)
class BoardName:
    external_id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class BoardRead:
    """A board that is read by machine, and when it last was; None: not yet."""

    board: BoardName
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Alias:
    """Another address that leads to the forum, and why: of forums.domain.kinds.AliasKind."""

    address: str
    kind: str

    @property
    def kind_words(self) -> str:
        return ALIAS_WORDS[AliasKind(self.kind)]


@dataclass(frozen=True, slots=True)
class Topic:
    scheme: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """Figures of one kind beside one another. None: all of them were withdrawn."""

    kind: str
    figures: Sequence[Measure]
    newest: Measure | None
    strongest: Measure | None
    shown: Sequence[Measure]  # in sight: the first few, the newest and the strongest
    folded: Sequence[Measure]  # the others, in their order; none, where few would be left

    @property
    def differ(self) -> bool:
        return self.newest is not self.strongest

    @property
    def are_several(self) -> bool:
        return len(self.figures) > 1


@dataclass(frozen=True, slots=True)
class AskedBy:
    """A body that has asked the operator and waits for the answer.

    `has_agreed`: they have agreed already, and what they agreed to goes on without an answer.
    """

    body_slug: str
    body_name: str
    asked_on: date
    has_agreed: bool


@dataclass(frozen=True, slots=True)
class ForumEntry:
    forum: Forum
    parties: Sequence[Party]
    measures: Sequence[tuple[str, Sequence[Measure]]]
    topics: Sequence[Topic]
    aliases: Sequence[Alias]
    boards: Sequence[BoardName]
    readings: Sequence[BoardRead]
    replies: Sequence[Reply]
    has_more_replies: bool
    proposals: EntryProposals
    sentence: Sentence | None  # of the operator, in public
    merged_slugs: Sequence[str]  # of entries that turned out to be this forum
    periods: Sequence[PeriodTerms]  # that are in force today, for whomever
    changed_at: datetime | None  # None: nothing is on its public trail
    today: date
    once_listed: Sequence[OnceListed] = ()  # by bodies that took it off, the newest first
    asked: Sequence[AskedBy] = ()
    surveys: Sequence[Evidence] = ()  # of its past, as they may be shown to everybody

    @property
    def is_practice(self) -> bool:
        return self.forum.is_practice

    @property
    def leading_measure(self) -> Measure | None:
        return self.measures[0][1][0] if self.measures else None

    @property
    def series(self) -> list[Series]:
        """The kinds of figures of which there is a picture."""
        return series_of(self.measures)[:CHARTS_SHOWN]

    @property
    def figure_groups(self) -> list["FigureGroup"]:
        """The figures by kind, with which is newest and which strongest."""
        return [_group(kind, figures) for kind, figures in self.measures]

    @property
    def taking_part(self) -> list[Party]:
        """Bodies that the operator welcomes today."""
        return [party for party in self.parties if party.standing is Standing.IN_FORCE]

    @property
    def notices(self) -> list[Notice]:
        """Of restricted periods that bind bodies which take part here."""
        bodies = [party.body for party in self.taking_part if party.body is not None]
        return notices_in_forum(bodies, self.periods, on=self.today)

    @property
    def listed_by(self) -> list[Listed]:
        """Bodies that list it, who leads first."""
        found = [party.listing for party in self.parties if party.listing]
        return sorted(found, key=lambda listed: (not listed.leads, name_key(listed.body_name)))

    @property
    def may_be_read(self) -> bool:
        """Whether an operator's agreement in force lets members' posts be read by machine."""
        return bool(self._leaves)

    @property
    def boards_read(self) -> list[BoardRead]:
        """Those of the boards that an agreement in force lets be read."""
        return [
            reading
            for reading in self.readings
            if any(
                not leave.board_ids or reading.board.external_id in leave.board_ids
                for leave in self._leaves
            )
        ]

    @property
    def _leaves(self) -> list[Agreement]:
        found = [party.agreement for party in self.taking_part if party.agreement]
        return [agreement for agreement in found if agreement.allows_reading]

    @property
    def accounts(self) -> list[Account]:
        return [account for party in self.parties for account in party.accounts]

    @property
    def subjects(self) -> list[str]:
        """What the public trail of this forum stands under."""
        return [f"forum:{slug}" for slug in (self.forum.slug, *self.merged_slugs)]

    def board_name(self, board_id: str) -> str:
        names = {board.external_id: board.name for board in self.boards}
        return names.get(board_id, board_id)


def forum_entry(slug: str, *, practice_too: bool, at: datetime) -> ForumEntry:
    """One forum, and who from government is there on what terms.

    Raises Moved for one that was merged into another, and NotFound.
    """
    today = timezone.localdate(at)
    forum = _get_forum(slug, practice_too=practice_too, on=today)
    # Of most forums nobody has asked the operator: what is not there is not asked for.
    replies = _REPLIES_IN[practice_too](forum_id=forum.pk) if forum.has_replies else []
    parties = _parties(
        [listed_of(row) for row in forum.listing_rows],
        [account_of(row) for row in forum.account_rows],
        agreements.agreements_in_forum(forum.agreement_rows),
        plans.objectives_in_forum(forum, forum.objective_rows),
        practice_too=practice_too,
        today=today,
    )
    agreed = {each.body_slug for each in parties if each.standing is Standing.IN_FORCE}
    return ForumEntry(
        forum=forum,
        parties=parties,
        measures=sizes.by_kind(rows_in(Measure, forum.measure_rows)),
        once_listed=[
            ended
            for ended in map(once_listed_of, forum.ended_rows)
            if practice_too or not ended.body_is_practice
        ],
        asked=[
            AskedBy(
                row["slug"],
                row["name"],
                timezone.localdate(datetime.fromisoformat(row["asked_at"])),
                has_agreed=row["slug"] in agreed,
            )
            for row in forum.request_rows
        ],
        topics=[Topic(**row) for row in forum.topic_rows],
        aliases=[Alias(**row) for row in forum.alias_rows],
        boards=[BoardName(**row) for row in forum.board_rows],
        readings=[_reading(row) for row in forum.reading_rows],
        replies=replies[:REPLIES_SHOWN],
        has_more_replies=len(replies) > REPLIES_SHOWN,
        proposals=summary_of(proposals.public_proposals_of(forum) if forum.has_proposals else []),
        sentence=sentence_in(forum.pk) if forum.has_statement else None,
        merged_slugs=forum.merged_rows,
        periods=periods.terms_in(forum.period_rows, practice=forum.is_practice),
        changed_at=forum.changed_at,
        today=today,
        surveys=[
            found.in_public
            for found in (
                evidence_in(forum_ids=[forum.pk], practice_too=practice_too)
                if forum.has_surveys
                else []
            )
        ],
    )


def forum_trail(slug: str, *, practice_too: bool) -> tuple[Forum, list[str]]:
    """The forum, and the subjects that its public trail stands under. Raises Moved, NotFound."""
    # No page of a trail shows periods, and none is in force so late.
    forum = _get_forum(slug, practice_too=practice_too, on=date.max)
    return forum, [f"forum:{each}" for each in (forum.slug, *forum.merged_rows)]


def forum_series(slug: str, *, practice_too: bool) -> tuple[Forum, list[Series]]:
    """The forum, and its figures over time by kind. Raises Moved and NotFound."""
    try:
        forum = Forum.objects.select_related("merged_into").get(slug=slug)
    except Forum.DoesNotExist:
        raise NotFound(slug) from None
    check_shown(forum.is_practice, practice_too, slug)
    if forum.merged_into:
        raise Moved(forum.merged_into.slug)
    return forum, series_of(sizes.by_kind(forum.measures.all()))[:CHARTS_SHOWN]


def _get_forum(slug: str, *, practice_too: bool, on: date) -> Any:
    """The forum with all that is known of it besides figures, in one query."""
    found = _FORUMS(slug=slug, on=on)
    if not found:
        raise NotFound(slug)
    forum: Any = found[0]
    check_shown(forum.is_practice, practice_too, slug)
    if forum.merged_into:
        raise Moved(forum.merged_into.slug)
    return forum


def _forums(slug: str, on: date) -> QuerySet[Forum]:
    own = {"forum": OuterRef("pk")}
    return (
        Forum.objects.select_related("merged_into")
        .annotate(
            period_rows=periods.rows_in_force(on),
            listing_rows=ArraySubquery(
                Listing.objects.filter(**own, delisted_on=None)
                .order_by("body__name_key", "pk")
                .values(row=listing_row())
            ),
            ended_rows=ArraySubquery(
                Listing.objects.filter(**own, delisted_on__isnull=False)
                .order_by("-delisted_on", "-pk")
                .values(row=once_listed_row())
            ),
            account_rows=ArraySubquery(
                OfficialAccount.objects.filter(**own)
                .order_by("body__name_key", "pk")
                .values(row=account_row())
            ),
            request_rows=ArraySubquery(
                Request.objects.filter(**own, closed_at=None)
                .order_by("asked_at", "pk")
                .values(row=JSONObject(slug="body__slug", name="body__name", asked_at="asked_at"))
            ),
            topic_rows=ArraySubquery(
                ForumTopic.objects.filter(**own)
                .order_by("label", "scheme", "code")
                .values(row=JSONObject(scheme="scheme", code="code", label="label"))
            ),
            alias_rows=ArraySubquery(
                ForumAlias.objects.filter(**own)
                .exclude(kind=AliasKind.OWN.value)
                .order_by("address")
                .values(row=JSONObject(address="address", kind="kind"))
            ),
            board_rows=ArraySubquery(
                Board.objects.filter(**own)
                .order_by("name", "pk")
                .values(row=JSONObject(external_id="external_id", name="name", address="address"))
            ),
            reading_rows=ArraySubquery(
                BoardReading.objects.filter(board__forum=OuterRef("pk"))
                .order_by("board__name", "pk")
                .values(
                    row=JSONObject(
                        external_id=F("board__external_id"),
                        name=F("board__name"),
                        address=F("board__address"),
                        read_at="read_at",
                    )
                )
            ),
            merged_rows=ArraySubquery(
                Forum.objects.filter(merged_into=OuterRef("pk")).order_by("slug").values("slug")
            ),
            changed_at=newest_change_at("forum:"),
            measure_rows=Subquery(
                Measure.objects.filter(**own)
                .order_by()
                .values("forum")
                .annotate(rows=RowsAsText(Measure, order_by=("-dated", "kind")))
                .values("rows")
            ),
            has_surveys=Exists(Survey.objects.filter(finished_at__isnull=False, **own)),
            has_statement=Exists(Statement.objects.filter(**own)),
            agreement_rows=agreements.newest_rows_of_forums(),
            objective_rows=plans.objective_rows_of_forums(on),
            has_replies=Exists(Reply.objects.filter(enquiry__forum=OuterRef("pk"))),
            has_proposals=Exists(
                Proposal.objects.filter(
                    Q(forum=OuterRef("pk")) | Q(forum__merged_into=OuterRef("pk"))
                )
            ),
        )
        .defer("search", *_NOT_OF_ANOTHER)
        .filter(slug=slug)
    )


def _replies_in(forum_id: int, *, practice_too: bool) -> QuerySet[Reply]:
    shown = {} if practice_too else {"enquiry__body__is_practice": False}
    return (
        Reply.objects.filter(enquiry__forum=forum_id, state=ReplyState.LIVE.value, **shown)
        .select_related("enquiry__body", "account")
        .only(*_OF_A_REPLY)
        .order_by("-posted_at", "-pk")[: REPLIES_SHOWN + 1]
    )


# Columns that nobody reads take most of the time of a question.
_NOT_OF_ANOTHER = [
    f"merged_into__{field.name}"
    for field in Forum._meta.concrete_fields
    if field.name not in ("id", "slug", "name")
]
_OF_A_REPLY = (
    *("public_id", "state", "public_link", "posted_at", "proof"),
    *("enquiry__public_id", "enquiry__body__slug", "enquiry__body__name"),
    "account__handle",
)
_FORUMS = Prepared(_forums, slug=str, on=date)
_REPLIES_IN = {
    practice_too: Prepared(partial(_replies_in, practice_too=practice_too), forum_id=int)
    for practice_too in (False, True)
}


def _group(kind: str, figures: Sequence[Any]) -> FigureGroup:
    weighed = sizes.weigh(figures)
    newest, strongest = (weighed.newest, weighed.strongest) if weighed else (None, None)
    if len(figures) <= FIGURES_SHOWN + 2:
        return FigureGroup(kind, figures, newest, strongest, shown=figures, folded=())
    shown: list[Any] = [*figures[:FIGURES_SHOWN]]
    folded: list[Any] = []
    for figure in figures[FIGURES_SHOWN:]:
        (shown if figure is newest or figure is strongest else folded).append(figure)
    return FigureGroup(kind, figures, newest, strongest, shown, folded)


def _reading(row: dict[str, Any]) -> BoardRead:
    read_at = row.pop("read_at")
    return BoardRead(BoardName(**row), datetime.fromisoformat(read_at) if read_at else None)


def _parties(
    listings: Sequence[Listed],
    accounts: Sequence[Account],
    newest: Iterable[Agreement],
    objectives: Sequence[Objective],
    *,
    practice_too: bool,
    today: date,
) -> list[Party]:
    """Everything about a forum, put together by body. Who is welcome comes first."""
    parties: dict[str, Party] = {}

    def of(slug: str, name: str, is_practice: bool) -> Party:
        return parties.setdefault(slug, Party(slug, name, is_practice))

    for listing in listings:
        of(listing.body_slug, listing.body_name, listing.body_is_practice).listing = listing
    for account in accounts:
        party = of(account.body_slug, account.body_name, account.body_is_practice)
        party.accounts.append(account)
    for agreement in newest:
        body = agreement.body
        party = of(body.slug, body.name, body.is_practice)
        party.agreement, party.standing = agreement, agreements.standing(agreement, on=today)
        party.body = body
    for objective in objectives:
        body = objective.version.body
        party = of(body.slug, body.name, body.is_practice)
        party.objective, party.body = objective, body
    return sorted(
        (party for party in parties.values() if practice_too or not party.is_practice),
        key=lambda party: (party.standing is not Standing.IN_FORCE, party.body_name),
    )
