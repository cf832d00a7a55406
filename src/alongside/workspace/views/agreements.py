"""What each forum's operator answered, recorded by hand by the engagement lead."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.agreements import (
    actions,
    asking,
    evidence_files,
    objecting,
    recorded_letters,
    sentences,
)
from alongside.agreements import queries as agreements
from alongside.agreements.domain.terms import (
    WELCOMING,
    Answer,
    EngagementModel,
    OfficialLook,
    Standing,
)
from alongside.agreements.models import Agreement
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.enquiries.referral_queries import referrals_in
from alongside.forums import queries as forums
from alongside.forums.models import Forum
from alongside.forums.named_boards import keep_named_boards
from alongside.listening import queries as listening
from alongside.workspace.forms import AgreementForm, StopForm, first_day
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told


@require_safe
@staff_page()
def agreement_list(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    visible = bodies.bodies_visible_to(request.duty)
    return show(
        request,
        "agreement_list.html",
        {
            "rows": [
                {"agreement": agreement, "standing": agreements.standing(agreement, on=today)}
                for agreement in agreements.newest_agreements().filter(body__in=visible)
            ],
            "led": visible.filter(pk__in=request.duty.body_ids(Permission.LEAD)),
            "forums": forums.forums(),
        },
    )


@staff_page()
def agreement(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    """The history of one forum and body; an engagement lead records the next answer here."""
    body, forum = _pair(request, body_slug, forum_slug)
    if request.method != "POST":
        return _page(request, body, forum)
    boards = _boards(forum, _standing_record(body, forum))
    today = timezone.localdate(clock.now())
    form = AgreementForm(request.POST, request.FILES, boards=boards, today=today)
    if not request.duty.may(Permission.LEAD, body_id=body.pk):
        messages.error(request, _("Only an engagement lead of this body records answers."))
        return _page(request, body, forum, status=403)
    if not form.is_valid():
        return _page(request, body, forum, form=form, status=422)
    data = form.cleaned_data
    try:
        _record(request, body, forum, data)
    except LetterNotTaken as exc:
        form.add_error("letter", str(exc))
        return _page(request, body, forum, form=form, status=422)
    except actions.AgreementError as exc:
        form.add_error(None, str(exc))
        return _page(request, body, forum, form=form, status=422)
    standing = agreements.standing(
        agreements.newest_agreement(forum_id=forum.pk, body_id=body.pk), on=today
    )
    messages.success(
        request,
        _("The operator's answer is recorded. It counts from its first day on.")
        if standing is Standing.NOT_YET
        else _("The operator's answer is recorded. Its last day is over, so it does not count.")
        if standing is Standing.EXPIRED
        else _("The operator's answer is recorded. It counts from now on."),
    )
    return redirect("workspace:agreement", body_slug, forum_slug)


class LetterNotTaken(Exception):
    """The uploaded letter is of no fit kind or size; nothing was recorded."""


def _record(request: StaffRequest, body: Body, forum: Forum, data: dict[str, Any]) -> None:
    """The answer and its letter, both or neither. Raises LetterNotTaken and AgreementError."""
    at = clock.now()
    upload = data.get("letter")
    with transaction.atomic():
        letter = None
        if upload:
            # More than is taken is not even read.
            content = upload.read(evidence_files.LARGEST + 1)
            try:
                letter = evidence_files.keep_letter(
                    forum=forum, body=body, content=content, by=request.user.username, at=at
                )
            except actions.AgreementError as exc:
                raise LetterNotTaken(str(exc)) from exc
        keep_named_boards(forum=forum, names=data["boards_named"], by=request.user.username, at=at)
        recorded = actions.record_answer(
            forum=forum,
            body=body,
            answer=Answer(data["answer"]),
            answered_on=data["answered_on"],
            valid_from=data["valid_from"],
            valid_until=data["valid_until"],
            scope=actions.Scope(
                models=frozenset(EngagementModel(model) for model in data["models_allowed"]),
                allows_reading=data["allows_reading"],
                links_allowed=data["links_allowed"],
                posts_per_day=data["posts_per_day"],
                peers_first_hours=data["peers_first_hours"],
                board_ids=frozenset(data.get("board_ids", [])) | data["boards_named"].keys(),
                reading_every_hours=data["reading_every_hours"],
                officials_shown=frozenset(OfficialLook(look) for look in data["officials_shown"]),
                officials_words=data["officials_words"],
            ),
            conditions=data["conditions"],
            evidence=data["evidence"],
            contact_role=data["contact_role"],
            letter=letter,
            by=request.user.username,
            at=at,
        )
        recorded_letters.tell_operator(agreement=recorded, by=request.user.username, at=at)


@require_POST
@staff_page(Permission.LEAD)
def hold(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    return _change(
        request,
        body_slug,
        forum_slug,
        actions.hold_agreement,
        _("On hold. Everything has stopped."),
    )


@require_POST
@staff_page(Permission.LEAD)
def resume(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    return _change(
        request, body_slug, forum_slug, actions.resume_agreement, _("The agreement counts again.")
    )


@require_POST
@staff_page(Permission.LEAD)
def withdraw(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    if not request.POST.get("reason", "").strip():
        messages.error(request, _("Say how the operator said that they withdraw: it is kept."))
        return redirect("workspace:agreement", body_slug, forum_slug)
    return _change(
        request, body_slug, forum_slug, actions.withdraw_agreement, _("The agreement has ended.")
    )


def _change(
    request: StaffRequest,
    body_slug: str,
    forum_slug: str,
    action: Callable[..., Agreement],
    done: str,
) -> HttpResponse:
    body, forum = _pair(request, body_slug, forum_slug)
    if not request.duty.may(Permission.LEAD, body_id=body.pk):
        messages.error(request, _("Only an engagement lead of this body records answers."))
        return redirect("workspace:agreement", body_slug, forum_slug)
    form = StopForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    by, at = request.user.username, clock.now()
    with told(request, actions.AgreementError, done), transaction.atomic():
        changed = action(forum=forum, body=body, reason=reason, by=by, at=at)
        recorded_letters.tell_operator(agreement=changed, by=by, at=at)
    return redirect("workspace:agreement", body_slug, forum_slug)


@require_safe
@staff_page()
def letter(request: StaffRequest, body_slug: str, forum_slug: str, letter_id: str) -> HttpResponse:
    """The operator's letter, to keep: never shown as a page of this site."""
    body, forum = _pair(request, body_slug, forum_slug)
    found = evidence_files.get_letter(letter_id, body=body, forum=forum)
    response = HttpResponse(bytes(found.content), content_type=found.kind)
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _pair(request: StaffRequest, body_slug: str, forum_slug: str) -> tuple[Body, Forum]:
    body = bodies.bodies_visible_to(request.duty).get(slug=body_slug)
    return body, forums.get_forum(forum_slug)


def _standing_record(body: Body, forum: Forum) -> Agreement | None:
    """The record whose scope counts, or counts again once a hold has ended; else None."""
    history = agreements.history_of(forum_id=forum.pk, body_id=body.pk)
    newest = history.first()
    if newest is None or newest.answer not in {*WELCOMING, Answer.HELD}:
        return None
    return history.filter(answer__in=sorted(WELCOMING)).first()


def _boards(forum: Forum, record: Agreement | None) -> list[tuple[str, str]]:
    """The forum's boards, and those of the standing record that the forum no longer shows.

    Without these, a new answer would drop them silently, and with the last one open every board.
    """
    names = {board.external_id: board.name for board in forum.boards.order_by("name", "pk")}
    for board_id in record.board_ids if record else []:
        names.setdefault(board_id, _("Board %(number)s") % {"number": board_id})
    return list(names.items())


def _first_words(record: Agreement | None, *, today: date) -> dict[str, Any]:
    """What a new answer starts with: what the operator allows already."""
    words = first_day(today)
    if record is not None:
        scope = actions.scope_of(record)
        words |= {
            "models_allowed": sorted(scope.models),
            "allows_reading": scope.allows_reading,
            "links_allowed": scope.links_allowed,
            "posts_per_day": scope.posts_per_day,
            "peers_first_hours": scope.peers_first_hours,
            "board_ids": sorted(scope.board_ids),
            "reading_every_hours": scope.reading_every_hours,
            "officials_shown": sorted(scope.officials_shown),
            "officials_words": scope.officials_words,
            "contact_role": record.contact_role,
        }
    return words


def _page(
    request: StaffRequest,
    body: Body,
    forum: Forum,
    *,
    form: AgreementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate(clock.now())
    history = list(agreements.history_of(forum_id=forum.pk, body_id=body.pk))
    newest = history[0] if history else None
    standing_record = _standing_record(body, forum)
    boards = _boards(forum, standing_record)
    return show(
        request,
        "agreement.html",
        {
            "body": body,
            "forum": forum,
            "history": history,
            "newest": newest,
            "standing": agreements.standing(newest, on=today),
            "may_lead": request.duty.may(Permission.LEAD, body_id=body.pk),
            "form": form
            or AgreementForm(initial=_first_words(standing_record, today=today), boards=boards),
            "board_names": dict(boards),
            "readings": listening.readings_of(forum.pk),
            "is_closed_by_operator": agreements.closed_by_operator(
                forum_id=forum.pk, body_id=body.pk
            )
            is not None,
            "open_request": asking.open_request(body_id=body.pk, forum_id=forum.pk),
            "objections": objecting.objections_in(forum_id=forum.pk, body_id=body.pk),
            "sentence": sentences.sentence_in(forum.pk),
            "referrals": referrals_in(forum_id=forum.pk, body_id=body.pk).count(),
        },
        status=status,
    )
