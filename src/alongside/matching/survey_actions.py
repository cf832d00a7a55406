"""Writing surveys: begun, gone on with, one page of a list after the other, finished."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Board, Forum
from alongside.matching.domain.surveys import PLACES, Key, Tally, Topic
from alongside.matching.models import Survey, SurveyBoard, SurveyCount

# A survey whose process died can be gone on with after this long.
CLAIM = timedelta(hours=1)


class SurveyError(Exception):
    """A survey that cannot be begun or gone on with; the sentence says why."""


@transaction.atomic
def begin_survey(
    *,
    forum: Forum,
    body: Body,
    boards: Sequence[tuple[Board, int | None]],
    topics: Sequence[Topic],
    from_month: date | None,
    until_month: date,
    by: str,
    at: datetime,
    archived_until: datetime | None = None,
) -> Survey:
    """A new survey of these boards, each with its count of threads. Raises SurveyError.

    `archived_until`: it counts in a web archive with pages until then, not in the forum itself.
    """
    try:
        with transaction.atomic():
            survey = Survey.objects.create(
                forum=forum,
                body=body,
                from_month=from_month,
                until_month=until_month,
                topics=[topic.as_dict() for topic in topics],
                started_at=at,
                started_by=by,
                archived_until=archived_until,
            )
    except IntegrityError:
        raise SurveyError("Another survey of this forum has just been begun.") from None
    SurveyBoard.objects.bulk_create(
        [SurveyBoard(survey=survey, board=board, threads=threads) for board, threads in boards]
    )
    audit.record(
        kind="survey.begun",
        actor=by,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"survey": survey.public_id, "body": body.slug}
        | ({"archived_until": archived_until.isoformat()} if archived_until else {}),
    )
    return survey


@transaction.atomic
def claim_survey(*, survey_id: int, at: datetime) -> None:
    """Nobody else goes on with it meanwhile. Raises SurveyError where somebody does."""
    claimed = Survey.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lt=at), pk=survey_id, finished_at=None
    ).update(claimed_until=at + CLAIM, read_at=at)
    if not claimed:
        until = Survey.objects.values_list("claimed_until", flat=True).get(pk=survey_id)
        free = f" If nobody does, it is free from {until:%H:%M} UTC on." if until else ""
        raise SurveyError(f"This survey is being gone on with elsewhere just now.{free}")


@transaction.atomic
def release_survey(*, survey_id: int) -> None:
    """It may be gone on with by anybody."""
    Survey.objects.filter(pk=survey_id).update(claimed_until=None)


@transaction.atomic
def record_page(
    *,
    board_id: int,
    tallies: Mapping[Key, Tally],
    unreadable: int,
    next_address: str,
    reached: datetime | None,
    at: datetime,
) -> None:
    """Adds what a page of a board's list gave to the counts, and the place reached.

    With an empty `next_address` the board is finished, and with its last board the survey.
    """
    row = (
        SurveyBoard.objects.select_for_update(of=("self",))
        .select_related("survey__forum")
        .get(pk=board_id)
    )
    standing = {(count.month, count.topic): count for count in row.counts.all()}
    for (month, topic), tally in tallies.items():
        count = standing.get((month, topic)) or SurveyCount(
            board=row, month=month, topic=topic, within=[0] * PLACES
        )
        count.questions += tally.questions
        count.unanswered += tally.unanswered
        count.within = [one + two for one, two in zip(count.within, tally.within, strict=True)]
        count.save()
    row.unreadable += unreadable
    row.next_address = next_address
    row.reached = reached or row.reached
    row.finished_at = None if next_address else at
    row.save()
    survey = row.survey
    survey.claimed_until, survey.read_at = at + CLAIM, at
    if not SurveyBoard.objects.filter(survey=survey, finished_at=None).exists():
        survey.finished_at, survey.claimed_until = at, None
        audit.record(
            kind="survey.finished",
            actor=survey.started_by,
            subject=f"forum:{survey.forum.slug}",
            at=at,
            details={"survey": survey.public_id},
        )
    survey.save(update_fields=["claimed_until", "read_at", "finished_at"])


@transaction.atomic
def drop_survey(*, survey_id: int, by: str, at: datetime) -> None:
    """Deletes a survey that is not finished, with its counts, so that another can be begun."""
    survey = (
        Survey.objects.select_for_update(of=("self",)).select_related("forum").get(pk=survey_id)
    )
    if survey.finished_at is not None:
        return
    audit.record(
        kind="survey.dropped",
        actor=by,
        subject=f"forum:{survey.forum.slug}",
        at=at,
        details={"survey": survey.public_id},
    )
    survey.delete()
