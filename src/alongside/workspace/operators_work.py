"""What operators' answers, silences and objections ask of an engagement lead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from alongside.agreements import objecting, queries
from alongside.agreements.models import Agreement, Letter, Objection, Request
from alongside.replies import removing
from alongside.replies.models import Reply


@dataclass(frozen=True, slots=True)
class OperatorsWork:
    """Work of the lead's bodies, the most pressing first; what was answered today is news."""

    objections: QuerySet[Objection]
    standing: QuerySet[Reply]  # said to be removed, and read since
    stuck: QuerySet[Letter]
    unanswered: QuerySet[Request]
    ending: QuerySet[Agreement]
    ended: QuerySet[Agreement]
    answered: QuerySet[Agreement]
    spoken: QuerySet[Agreement]


def work_for(body_ids: Collection[int], *, at: datetime) -> OperatorsWork:
    return OperatorsWork(
        objections=objecting.objections_waiting(body_ids),
        standing=removing.standing_after_all(body_ids),
        stuck=queries.letters_stuck(body_ids),
        unanswered=queries.unanswered(body_ids, at=at),
        ending=queries.ending_soon(body_ids, on=timezone.localdate(at)),
        ended=queries.ended_lately(body_ids, on=timezone.localdate(at)),
        answered=queries.answered_lately(body_ids, at=at),
        spoken=queries.spoken_lately(body_ids, at=at),
    )


def count_for(body_ids: Collection[int], *, at: datetime) -> int:
    """How much waits, in one query; news count as nothing to do."""
    work = work_for(body_ids, at=at)
    waiting = (work.objections, work.standing, work.stuck, work.unanswered, work.ended, work.ending)
    first, *rest = (each.order_by().values("pk") for each in waiting)
    return first.union(*rest, all=True).count()
