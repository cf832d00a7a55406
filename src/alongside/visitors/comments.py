"""Commenting on the draft of a plan. No sign-in, no cookie, no puzzle; who writes is not stored."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.core import clock
from alongside.plans import commenting
from alongside.plans.domain.consulting import ConsultationError
from alongside.proposals import flood
from alongside.proposals.network import sender_of
from alongside.proposals.queries import official_domains
from alongside.publishing import consultations as reading
from alongside.publishing.consultations import ConsultationEntry
from alongside.publishing.entries import NotFound
from alongside.visitors import tokens
from alongside.visitors.forms_comments import OpenCommentForm
from alongside.visitors.open_forms import CONFLICT, TOO_MANY, look_at, open_form, too_many


@open_form
def comment(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The draft part by part, each with a box; whatever is wrong is said beside the words as they
    were typed, and nothing is stored."""
    entry = _entry(slug, public_id)
    consultation = entry.consultation
    if request.method != "POST" and not entry.is_open:
        return redirect(consultation)
    at = clock.now()
    purpose = f"consultation:{public_id}"
    form = OpenCommentForm(
        request.POST if request.method == "POST" else None,
        titles={section.key: section.title for section in entry.sections},
        official_domains=official_domains(consultation.body),
    )
    token, status = "", 200
    headers: dict[str, str] = {}
    if form.is_bound:
        status, token, counted = look_at(form, purpose, at=at)
        if counted is not None and form.is_valid():
            try:
                commenting.comment_openly(
                    consultation_id=public_id,
                    words=form.words,
                    form=counted,
                    network=sender_of(request),
                    at=at,
                )
            except flood.TooMany as exc:
                status = TOO_MANY
                headers["Retry-After"] = str(int((exc.until - at).total_seconds()) + 1)
                form.add_error(None, too_many(exc.until, at=at))
            except flood.FormUsed as exc:
                status, token = CONFLICT, ""
                form.add_error(None, str(exc))
            except ConsultationError as exc:
                status = CONFLICT
                form.add_error(None, str(exc))
            else:
                return redirect("visitors:comment-sent", slug, public_id)
    response = render(
        request,
        "visitors/comment.html",
        {
            "section": "bodies",
            "practice": entry.is_practice,
            "entry": entry,
            "form": form,
            "about": request.GET.get("about", ""),
            "token": token or tokens.new_token(purpose, at=at),
        },
        status=status,
    )
    for name, value in headers.items():
        response[name] = value
    return response


@require_safe
def sent(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What happens next, and the address to come back to."""
    entry = _entry(slug, public_id)
    response = render(
        request,
        "visitors/comment_sent.html",
        {
            "section": "bodies",
            "practice": entry.is_practice,
            "entry": entry,
            "today": timezone.localdate(clock.now()),
        },
    )
    response["Cache-Control"] = "no-store"
    return response


def _entry(slug: str, public_id: str) -> ConsultationEntry:
    try:
        entry = reading.consultation_entry(
            slug, public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    except NotFound as exc:
        raise Http404(str(exc)) from None
    if not entry.consultation.is_open_to_all:
        raise Http404(public_id)
    return entry
