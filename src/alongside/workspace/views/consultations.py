"""The consultation on the draft of a plan: asking, what was said, and the answers."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.domain.roles import Permission
from alongside.agreements import contacts, letters, notices
from alongside.agreements.actions import AgreementError
from alongside.agreements.models import Contact, Letter
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.plans import commenting, consultations, consulting, drafts
from alongside.plans import queries as plans
from alongside.plans.consulting_words import first_words
from alongside.plans.domain import consulting as rules
from alongside.plans.domain.consulting import Verdict
from alongside.plans.domain.errors import PlanError
from alongside.plans.domain.steps import Step
from alongside.plans.models import Comment, Consultation, PlanVersion
from alongside.proposals.queries import official_domains
from alongside.publishing import consultation_texts as reading
from alongside.workspace import typed
from alongside.workspace.forms_consultations import (
    AnswerCommentForm,
    CallOffForm,
    ConsultationForm,
    MoreTimeForm,
    WithholdForm,
)
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told
from alongside.workspace.views.plans import forum_address, led, missing_of, step_address

_UNPROCESSABLE, _CONFLICT = 422, 409
_SHORT = 90  # characters of a comment, where another one is answered


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.LEAD)
def consultation(request: StaffRequest, body_slug: str) -> HttpResponse:
    """Who was asked and what they said; with none open, the form that opens one."""
    body = led(request, body_slug)
    draft = plans.draft_of(body.pk)
    if request.method != "POST":
        return _page(request, body, draft)
    if draft is None:
        # It was published or thrown away in another window; what was typed here is not lost.
        texts = [(name, typed.text(request, name)) for name in ("introduction", "letter")]
        return show(
            request,
            "plan_gone.html",
            {"body": body, "texts": [(name, text) for name, text in texts if text]},
            status=_CONFLICT,
        )
    rows = _contacts(body, draft)
    form = _form(body, draft, rows, data=request.POST)
    if not form.is_valid():
        return _page(request, body, draft, form=form, status=_UNPROCESSABLE)
    data = form.cleaned_data
    try:
        consulting.open_consultation(
            body=body,
            introduction=data["introduction"],
            closes_on=data["closes_on"],
            is_open_to_all=data["is_open_to_all"],
            contacts=[
                contact
                for contact, _forums in rows
                if contact.public_id in data.get("contacts", ())
            ],
            subject=data.get("subject", ""),
            letter=data.get("letter", ""),
            seen_at=data["seen_at"],
            by=request.user.username,
            at=clock.now(),
        )
    except (PlanError, AgreementError) as exc:
        form.add_error(None, str(exc))
        return _page(request, body, draft, form=form, status=_CONFLICT)
    messages.success(
        request,
        _("The consultation is open. Letters go out within a minute; the draft can go on."),
    )
    return redirect("workspace:consultation", body.slug)


@require_POST
@staff_page(Permission.LEAD)
def more_time(request: StaffRequest, body_slug: str, consultation_id: str) -> HttpResponse:
    body = led(request, body_slug)
    form = MoreTimeForm(request.POST)
    if form.is_valid():
        try:
            consulting.give_more_time(
                consultation_id=consultation_id,
                body=body,
                closes_on=form.cleaned_data["closes_on"],
                by=request.user.username,
                at=clock.now(),
            )
        except PlanError as exc:
            form.add_error("closes_on", str(exc))
        else:
            messages.success(request, _("People have more time now."))
            return redirect("workspace:consultation", body.slug)
    draft = plans.draft_of(body.pk)
    return _page(request, body, draft, more=form, status=_UNPROCESSABLE)


@require_POST
@staff_page(Permission.LEAD)
def close(request: StaffRequest, body_slug: str, consultation_id: str) -> HttpResponse:
    """Before its day, when everybody has answered."""
    body = led(request, body_slug)
    with told(request, PlanError, _("The consultation is closed.")):
        consulting.close_early(
            consultation_id=consultation_id, body=body, by=request.user.username, at=clock.now()
        )
    return redirect("workspace:consultation", body.slug)


@require_POST
@staff_page(Permission.LEAD)
def call_off(request: StaffRequest, body_slug: str, consultation_id: str) -> HttpResponse:
    body = led(request, body_slug)
    form = CallOffForm(request.POST)
    if form.is_valid():
        try:
            consulting.call_off(
                consultation_id=consultation_id,
                body=body,
                reason=form.cleaned_data["reason"],
                by=request.user.username,
                at=clock.now(),
            )
        except PlanError as exc:
            form.add_error("reason", str(exc))
        else:
            messages.success(
                request, _("Called off. The reason is published with the next version.")
            )
            return redirect("workspace:consultation", body.slug)
    draft = plans.draft_of(body.pk)
    return _page(request, body, draft, off=form, status=_UNPROCESSABLE)


@require_POST
@staff_page(Permission.LEAD)
def send_again(
    request: StaffRequest, body_slug: str, consultation_id: str, letter_id: str
) -> HttpResponse:
    body = led(request, body_slug)
    found = consultations.get_consultation(body.pk, consultation_id)
    try:
        if not found.is_open(timezone.localdate(clock.now())) and not found.outcome_notice_id:
            raise Letter.DoesNotExist
        letters.send_again(letter_id=letter_id, body=body, at=clock.now())
    except Letter.DoesNotExist:
        messages.error(request, _("This letter has gone out, or is no longer needed."))
    else:
        messages.success(request, _("The letter is tried again within a minute."))
    return redirect("workspace:consultation", body.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(Permission.LEAD)
def comment(
    request: StaffRequest, body_slug: str, consultation_id: str, comment_id: str
) -> HttpResponse:
    """One comment beside the part of the draft that it is about: answer it, or withhold it."""
    body = led(request, body_slug)
    found = consultations.get_consultation(body.pk, consultation_id)
    comments = consultations.comments_of(found)
    this = next((each for each in comments if each.comment.public_id == comment_id), None)
    if this is None:
        raise Comment.DoesNotExist(comment_id)
    others = [
        (each.comment.public_id, _short(each))
        for each in comments
        if each.waits and each is not this and each.comment.section == this.comment.section
    ]
    withholds = "reason" in request.POST
    is_same = found.version_id is None and this.comment.section in consultations.unchanged_in_draft(
        found
    )
    domains = official_domains(body)
    answer = AnswerCommentForm(
        request.POST if request.method == "POST" and not withholds else None,
        others=others,
        official_domains=domains,
        initial={"verdict": this.answer.verdict, "words": this.answer.words}
        if this.answer
        else None,
    )
    withhold = WithholdForm(request.POST if withholds else None)
    told: dict[str, Any] = {"body": body, "by": request.user.username, "at": clock.now()}
    try:
        if answer.is_bound and answer.is_valid():
            commenting.answer_comments(
                comment_ids=[comment_id, *answer.cleaned_data.get("also", ())],
                verdict=Verdict(answer.cleaned_data["verdict"]),
                words=answer.cleaned_data["words"],
                **told,
            )
            messages.success(request, _("The answer is kept. It is published with the plan."))
            if answer.cleaned_data["verdict"] == Verdict.CHANGED and is_same:
                messages.warning(
                    request,
                    _(
                        "The draft still says there what it said before. Change it: until then the "
                        "plan cannot be published."
                    ),
                )
            return _onwards(body, found)
        if withhold.is_bound and withhold.is_valid():
            commenting.withhold_comment(
                comment_id=comment_id, reason=withhold.cleaned_data["reason"], **told
            )
            messages.success(
                request,
                _(
                    "The words are deleted. The reason is published. The comment is answered all "
                    "the same."
                ),
            )
            return _onwards(body, found)
    except PlanError as exc:
        (answer if answer.is_bound else withhold).add_error(None, str(exc))
    shown = {part.key: part for part in reading.sections_shown(consultations.document_of(found))}
    return show(
        request,
        "consultation_comment.html",
        {
            "body": body,
            "consultation": found,
            "this": this,
            "is_same": is_same,
            "draft_address": _where_written(body, this.comment.section),
            "part": shown[this.comment.section],
            "answer_form": answer,
            "withhold_form": withhold,
        },
        status=_UNPROCESSABLE if answer.is_bound or withhold.is_bound else 200,
    )


def _where_written(body: Body, section: str) -> str:
    """The page on which a part of the draft is changed; of the whole, the list of its pages."""
    forum = section.partition(":")[2]
    if forum:
        return forum_address(body.slug, forum)
    if section == rules.WHOLE:
        return reverse("workspace:plan-edit", args=[body.slug])
    return step_address(body.slug, Step(section))


def _onwards(body: Body, found: Consultation) -> HttpResponse:
    """To the next comment that waits, or back when all are answered."""
    for each in consultations.comments_of(found):
        if each.waits:
            return redirect(
                "workspace:consultation-comment",
                body.slug,
                found.public_id,
                each.comment.public_id,
            )
    return redirect("workspace:consultation", body.slug)


def _short(found: consultations.Answered) -> str:
    words = " ".join(found.comment.words.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT]}…"


def _contacts(body: Body, draft: PlanVersion) -> list[tuple[Contact, list[str]]]:
    """The contacts that can be asked, each with the names of its forums in the draft."""
    found: dict[int, tuple[Contact, list[str]]] = {}
    for objective in draft.objectives.select_related("forum").order_by("forum__name_key", "pk"):
        for contact in contacts.contacts_of(body_id=body.pk, forum_id=objective.forum_id):
            found.setdefault(contact.pk, (contact, []))[1].append(objective.forum.name)
    return list(found.values())


def _form(
    body: Body, draft: PlanVersion, rows: list[tuple[Contact, list[str]]], *, data: Any = None
) -> ConsultationForm:
    today: date = timezone.localdate(clock.now())
    subject, letter = first_words(body=body)
    return ConsultationForm(
        data,
        contacts=[
            (contact.public_id, f"{', '.join(forums)}: {contact.role}") for contact, forums in rows
        ],
        today=today,
        official_domains=official_domains(body),
        initial={
            "closes_on": today + rules.USUAL,
            "contacts": [contact.public_id for contact, _forums in rows],
            "subject": subject,
            "letter": letter,
            "seen_at": draft.drafted_at.isoformat(),
        },
    )


def _page(
    request: StaffRequest,
    body: Body,
    draft: PlanVersion | None,
    *,
    form: ConsultationForm | None = None,
    more: MoreTimeForm | None = None,
    off: CallOffForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate(clock.now())
    rounds = [_described(found, today) for found in reversed(consultations.unpublished(body.pk))]
    is_open = any(found["is_open"] for found in rounds)
    gaps = rules.gaps_to_fill(drafts.gaps(draft)) if draft else []
    rows = _contacts(body, draft) if draft else []
    if form is None and draft is not None and not is_open and not gaps:
        form = _form(body, draft, rows)
    told = consultations.last_told(body.pk)
    with_contact = {name for _contact, names in rows for name in names}
    return show(
        request,
        "consultation.html",
        {
            "body": body,
            "draft": draft,
            "rounds": rounds,
            "told": told,
            "told_letters": notices.letters_of(told.outcome_notice_id)
            if told and told.outcome_notice_id
            else [],
            "is_open": is_open,
            "form": form,
            "more_form": more or MoreTimeForm(),
            "off_form": off or CallOffForm(),
            "missing": [missing_of(gap, body) for gap in gaps],
            "without_contact": [
                objective.forum
                for objective in (draft.objectives.select_related("forum") if draft else ())
                if objective.forum.name not in with_contact
            ],
            "today": today,
        },
        status=status,
    )


def _described(found: Consultation, today: date) -> dict[str, Any]:
    """One consultation, as its page tells of it."""
    comments = consultations.comments_of(found)
    asked = consultations.asked(found)
    sections = consultations.sections(found)
    by_part = [
        (reading.title_of(part), [each for each in comments if each.comment.section == part.key])
        for part in sections
    ]
    return {
        "consultation": found,
        "is_open": found.is_open(today),
        "is_late": today > found.answers_due_on,
        "asked": asked,
        "letters": notices.letters_of(found.notice_id) if found.notice_id else [],
        "parts": [(title, said) for title, said in by_part if said],
        "comments": len(comments),
        "waiting": sum(each.waits for each in comments),
        "untrue": len(consultations.answered_untruly(found)) if found.version_id is None else 0,
        "may_close_early": rules.may_close_early(
            is_open_to_all=found.is_open_to_all,
            has_answered=[each.has_answered for each in asked],
        ),
    }
