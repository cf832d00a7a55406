"""Everything that every body did in one forum, as its operator sees it: newest first, no drafts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from alongside.agreements.domain.terms import OPERATOR
from alongside.agreements.models import Agreement, Objection, Request
from alongside.audit import queries as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.plans.models import Invitation, PlanVersion
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Attempt, Reply

PER_PAGE = 30
_READINGS_AT_ONCE = 2000
# What may stand in the forum, or stood there. Drafts and what waits are the body's own affair.
_STANDING = (
    ReplyState.POSTED.value,
    ReplyState.HELD.value,
    ReplyState.LIVE.value,
    ReplyState.REMOVED.value,
)
_NOT_THERE = ("refused", "not posted")  # how an attempt may have ended, for certain


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that happened; `kind` says which of the others is filled."""

    kind: str  # reply, agreement, asked, reminded, consulted, published, read, read_again
    at: datetime
    reply: Reply | None = None
    agreement: Agreement | None = None
    request: Request | None = None
    body: Body | None = None  # that asked about its plan
    plan: PlanVersion | None = None  # that was published and says something of the forum
    objection: Objection | None = None  # to the reply
    board: str = ""
    readings: int = 0
    threads: int = 0

    @property
    def is_by_operator(self) -> bool:
        return self.agreement is not None and self.agreement.recorded_by == OPERATOR


def doings_in(forum: Forum, *, before: datetime | None = None) -> tuple[list[Doing], bool]:
    """The newest of what was done before a moment, and whether there is more."""
    found = [
        *_replies(forum, before),
        *_agreements(forum, before),
        *_requests(forum, before),
        *_consultations(forum, before),
        *_plans(forum, before),
        *_readings(forum, before),
    ]
    found.sort(key=lambda doing: doing.at, reverse=True)
    return found[:PER_PAGE], len(found) > PER_PAGE


def reply_in(forum: Forum, reply_id: str) -> Reply:
    """A reply that may stand in the forum, or stood there; `sent_at` is when.

    Raises Reply.DoesNotExist: drafts are nobody's else.
    """
    return _standing_in(forum).get(public_id=reply_id)


def _standing_in(forum: Forum) -> QuerySet[Reply]:
    """With a person are those that stand there for all we know: nobody has seen how it ended."""
    last = Attempt.objects.filter(reply=OuterRef("pk")).order_by("-pk")
    replies = Reply.objects.filter(enquiry__forum=forum).annotate(
        sent_at=Coalesce("posted_at", Subquery(last.values("claimed_at")[:1])),
        ended=Subquery(last.values("outcome")[:1]),
    )
    unknown = Q(state=ReplyState.NEEDS_PERSON.value, sent_at__isnull=False) & ~Q(ended__in=_NOT_THERE)
    return replies.filter(
        unknown | Q(state__in=_STANDING, posted_at__isnull=False)
    ).select_related("enquiry__body", "account")


def _replies(forum: Forum, before: datetime | None) -> Iterator[Doing]:
    replies = _standing_in(forum)
    if before is not None:
        replies = replies.filter(sent_at__lt=before)
    page = list(replies.order_by("-sent_at", "-pk")[: PER_PAGE + 1])
    objections = {
        objection.reply_id: objection
        for objection in Objection.objects.filter(
            forum=forum, reply_id__in=[reply.public_id for reply in page]
        ).order_by("pk")
    }
    for reply in page:
        yield Doing("reply", reply.sent_at, reply=reply, objection=objections.get(reply.public_id))


def _agreements(forum: Forum, before: datetime | None) -> Iterator[Doing]:
    records = Agreement.objects.filter(forum=forum).select_related("body", "contact")
    if before is not None:
        records = records.filter(recorded_at__lt=before)
    for record in records.order_by("-recorded_at", "-pk")[: PER_PAGE + 1]:
        yield Doing("agreement", record.recorded_at, agreement=record)


def _requests(forum: Forum, before: datetime | None) -> Iterator[Doing]:
    for request in Request.objects.filter(forum=forum).select_related("body"):
        for kind, at in (("asked", request.sent_at), ("reminded", request.reminded_at)):
            if at is not None and (before is None or at < before):
                yield Doing(kind, at, request=request)


def _consultations(forum: Forum, before: datetime | None) -> Iterator[Doing]:
    for invitation in Invitation.objects.filter(forum=forum).select_related("consultation__body"):
        consultation = invitation.consultation
        if before is None or consultation.opened_at < before:
            yield Doing("consulted", consultation.opened_at, body=consultation.body)


def _plans(forum: Forum, before: datetime | None) -> Iterator[Doing]:
    versions = (
        PlanVersion.objects.filter(number__isnull=False, objectives__forum=forum)
        .select_related("body")
        .defer("document")
    )
    if before is not None:
        versions = versions.filter(published_at__lt=before)
    for version in versions.order_by("-published_at", "-pk")[: PER_PAGE + 1]:
        assert version.published_at is not None
        yield Doing("published", version.published_at, plan=version)


def _readings(forum: Forum, before: datetime | None) -> Iterator[Doing]:
    """Readings by machine, a line for each board and day: a busy board is read every hour."""
    kinds = {"board.read": "read", "board.read_again": "read_again"}
    events = audit.events_of(f"forum:{forum.slug}").filter(kind__in=kinds)
    if before is not None:
        start = timezone.localtime(before).replace(hour=0, minute=0, second=0, microsecond=0)
        events = events.filter(at__lt=start)
    names = {board.external_id: board.name for board in forum.boards.all()}
    days: dict[tuple[object, str, str], list[tuple[datetime, int]]] = defaultdict(list)
    for kind, at, details in events.order_by("-at", "-pk").values_list("kind", "at", "details")[
        :_READINGS_AT_ONCE
    ]:
        board = str(details.get("board", ""))
        days[timezone.localdate(at), kinds[kind], board].append(
            (at, int(details.get("threads", 0)))
        )
    for (_day, kind, board), readings in days.items():
        yield Doing(
            kind,
            max(at for at, _threads in readings),
            board=names.get(board, board),
            readings=len(readings),
            threads=sum(threads for _at, threads in readings),
        )
