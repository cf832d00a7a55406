"""Everything that every body did in one forum, as its operator sees it: newest first, no drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from alongside.agreements.domain.terms import OPERATOR, WELCOMING, Answer
from alongside.agreements.models import Agreement, Objection, Request
from alongside.audit import queries as audit
from alongside.audit.models import Event
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.plans.models import Invitation, Objective, PlanVersion
from alongside.replies.domain.life import ReplyState, Route
from alongside.replies.models import Attempt, Reply

PER_PAGE = 30
_FIRST_LOOK = timedelta(days=7)  # how far back readings are counted at first
# What may stand in the forum, or stood there, or was turned down there. Drafts and what waits are
# the body's own affair.
_STANDING = (
    ReplyState.POSTED.value,
    ReplyState.HELD.value,
    ReplyState.LIVE.value,
    ReplyState.REMOVED.value,
    ReplyState.REJECTED.value,
)
_NOT_THERE = ("refused", "not posted")  # how an attempt may have ended, for certain


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that happened; `kind` says which of the others is filled."""

    # reply, agreement, asked, reminded, consulted, published, left_out, read, read_again
    kind: str
    at: datetime
    reply: Reply | None = None
    agreement: Agreement | None = None
    request: Request | None = None
    body: Body | None = None  # that asked about its plan
    plan: PlanVersion | None = None  # that was published
    objection: Objection | None = None  # to the reply
    ends_hold: bool = False  # the agreement counts again
    board: str = ""
    readings: int = 0
    threads: int = 0

    @property
    def is_by_operator(self) -> bool:
        return self.agreement is not None and self.agreement.recorded_by == OPERATOR


@dataclass(frozen=True, slots=True)
class Until:
    """Where a page of what was done begins: at a moment, after those of it that were shown.

    Many things are done in one moment: a hold stops every body.
    """

    at: datetime
    shown: int = 0


def doings_in(forum: Forum, until: Until | None = None) -> tuple[list[Doing], Until | None]:
    """The newest of what was done, and where the next page begins; None: there is no more."""
    shown = until.shown if until else 0
    most = PER_PAGE + shown + 1
    last = until.at if until else None
    found = [
        *_replies(forum, last, most),
        *_agreements(forum, last, most),
        *_requests(forum, last),
        *_consultations(forum, last),
        *_plans(forum, last, most),
        *_readings(forum, last, most),
    ]
    found.sort(key=lambda doing: doing.at, reverse=True)
    page = found[shown : shown + PER_PAGE]
    if len(found) <= shown + PER_PAGE:
        return page, None
    ends_at = page[-1].at
    before = shown if until and until.at == ends_at else 0
    return page, Until(ends_at, before + sum(doing.at == ends_at for doing in page))


def reply_in(forum: Forum, reply_id: str) -> Reply:
    """A reply that may stand in the forum, or stood there.

    Raises Reply.DoesNotExist: drafts are nobody's else.
    """
    return _standing_in(forum, None).get(public_id=reply_id)


def _standing_in(forum: Forum, last: datetime | None) -> QuerySet[Reply]:
    """What was sent up to a moment, the newest first. With a person are those that stand there
    for all we know: nobody has seen how it ended, or somebody is posting it by hand."""
    newest = Attempt.objects.filter(reply=OuterRef("pk")).order_by("-pk")
    found = (
        Reply.objects.alias(
            sent=Coalesce("posted_at", Subquery(newest.values("claimed_at")[:1])),
            ended=Subquery(newest.values("outcome")[:1]),
        )
        .filter(enquiry__forum=forum, sent__isnull=False)
        .filter(
            Q(state__in=_STANDING)
            | Q(state=ReplyState.NEEDS_PERSON.value) & ~Q(ended__in=_NOT_THERE)
            | Q(state=ReplyState.SENDING.value, route=Route.BY_HAND.value)
        )
        .order_by("-sent", "-pk")
    )
    if last is not None:
        found = found.filter(sent__lte=last)
    return found.select_related("enquiry__body", "account").prefetch_related("attempts")


def _replies(forum: Forum, last: datetime | None, most: int) -> Iterator[Doing]:
    page = list(_standing_in(forum, last)[:most])
    objections = {
        objection.reply_id: objection
        for objection in Objection.objects.filter(
            forum=forum, reply_id__in=[reply.public_id for reply in page]
        ).order_by("pk")
    }
    for reply in page:
        assert reply.sent_at is not None
        yield Doing("reply", reply.sent_at, reply=reply, objection=objections.get(reply.public_id))


def _agreements(forum: Forum, last: datetime | None, most: int) -> Iterator[Doing]:
    records = Agreement.objects.filter(forum=forum).select_related("body", "contact")
    if last is not None:
        records = records.filter(recorded_at__lte=last)
    held: dict[int, bool] = {}  # by body: whether the record before was a hold
    found = []
    for record in reversed(records.order_by("-recorded_at", "-pk")[:most]):
        ends_hold = held.get(record.body_id, False) and record.answer in WELCOMING
        found.append(Doing("agreement", record.recorded_at, agreement=record, ends_hold=ends_hold))
        held[record.body_id] = record.answer == Answer.HELD
    yield from reversed(found)


def _requests(forum: Forum, last: datetime | None) -> Iterator[Doing]:
    for request in Request.objects.filter(forum=forum).select_related("body"):
        for kind, at in (("asked", request.sent_at), ("reminded", request.reminded_at)):
            if at is not None and (last is None or at <= last):
                yield Doing(kind, at, request=request)


def _consultations(forum: Forum, last: datetime | None) -> Iterator[Doing]:
    invitations = Invitation.objects.filter(forum=forum).select_related("consultation__body")
    for invitation in invitations.order_by("-pk"):
        consultation = invitation.consultation
        if last is None or consultation.opened_at <= last:
            yield Doing("consulted", consultation.opened_at, body=consultation.body)


def _plans(forum: Forum, last: datetime | None, most: int) -> Iterator[Doing]:
    """Versions that say something of the forum, and those that say no more of it."""
    naming = Objective.objects.filter(forum=forum)
    versions = (
        PlanVersion.objects.filter(number__isnull=False, body__in=naming.values("version__body"))
        .annotate(names_forum=Exists(naming.filter(version=OuterRef("pk"))))
        .alias(
            named_before=Exists(
                naming.filter(
                    version__body=OuterRef("body"), version__number=OuterRef("number") - 1
                )
            )
        )
        .filter(Q(names_forum=True) | Q(named_before=True))
        .select_related("body")
        .defer("document")
    )
    if last is not None:
        versions = versions.filter(published_at__lte=last)
    for version in versions.order_by("-published_at", "-pk")[:most]:
        assert version.published_at is not None
        yield Doing(
            "published" if version.names_forum else "left_out", version.published_at, plan=version
        )


def _readings(forum: Forum, last: datetime | None, most: int) -> Iterator[Doing]:
    """Readings by machine, a line for each board and day: a busy board is read every hour."""
    kinds = {"board.read": "read", "board.read_again": "read_again"}
    events = audit.events_of(f"forum:{forum.slug}").filter(kind__in=kinds)
    names = {board.external_id: board.name for board in forum.boards.all()}
    for row in _days_of(events, last, most):
        yield Doing(
            kinds[row["kind"]],
            row["last"],
            board=names.get(row["board"] or "", row["board"] or ""),
            readings=row["readings"],
            threads=row["threads"],
        )


def _days_of(events: QuerySet[Event], last: datetime | None, most: int) -> list[dict[str, Any]]:
    """Whole days of events by kind and board, the newest first, that ended by a moment: as many
    as are wanted, or all there are. It goes back step by step, since a trail is long."""
    ends = events.aggregate(newest=Max("at"), oldest=Min("at"))
    if ends["newest"] is None:
        return []
    newest = min(ends["newest"], last) if last else ends["newest"]
    day, step = timezone.localdate(newest) + timedelta(days=1), _FIRST_LOOK
    rows: list[dict[str, Any]] = []
    while len(rows) < most and _midnight(day) > ends["oldest"]:
        first = day - step
        counted = (
            events.filter(at__gte=_midnight(first), at__lt=_midnight(day))
            .order_by()
            .annotate(day=TruncDate("at"), board=KeyTextTransform("board", "details"))
            .values("day", "kind", "board")
            .annotate(
                last=Max("at"),
                readings=Count("pk"),
                threads=Coalesce(
                    Sum(Cast(KeyTextTransform("threads", "details"), IntegerField())), 0
                ),
            )
            .order_by("-last", "kind", "board")
        )
        rows += [dict(row) for row in counted.filter(last__lte=newest)]
        day, step = first, step * 2
    return rows[:most]


def _midnight(day: date) -> datetime:
    """When the day begins by the site's clocks."""
    return timezone.make_aware(datetime.combine(day, time(0)))
