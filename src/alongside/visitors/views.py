"""Proposing a correction. No sign-in, no cookie, no puzzle; who sends it is not stored."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alongside.bodies.models import Body
from alongside.core import clock
from alongside.forums.models import Forum
from alongside.proposals import actions, flood, queries
from alongside.proposals.actions import Wording
from alongside.proposals.domain.fields import About, Field, fields_of
from alongside.proposals.domain.life import ANSWER_WITHIN
from alongside.proposals.network import sender_of
from alongside.visitors import tokens
from alongside.visitors.forms import CorrectionForm, MissingForm
from alongside.visitors.open_forms import CONFLICT, TOO_MANY, look_at, open_form, too_many

_Form = CorrectionForm | MissingForm


@open_form
def correct(request: HttpRequest, about: About, slug: str) -> HttpResponse:
    """What is wrong with an entry, what it should say, and where that can be checked."""
    entry = queries.get_entry(about, slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    if entry.slug != slug and request.method != "POST":
        return redirect(f"visitors:correct-{about}", entry.slug)
    asked = request.GET.get("field", "")
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        about=about,
        said=queries.said_by(entry),
        official_domains=queries.official_domains(entry),
        initial={"field": asked if asked in fields_of(about) else ""},
    )

    def wording() -> Wording:
        return Wording(
            about=about,
            entry=entry,
            field=Field(form.cleaned_data["field"]),
            proposed=form.cleaned_data["proposed"],
            source=form.cleaned_data["source"],
            words=form.cleaned_data["words"],
        )

    return _answer(request, form, wording, about=about, entry=entry)


@open_form
def missing(request: HttpRequest, about: About) -> HttpResponse:
    """A forum or body that the register does not have."""
    form = MissingForm(
        request.POST if request.method == "POST" else None,
        about=about,
        official_domains=queries.official_domains(None),
    )
    known = _known(about, form) if form.is_bound and form.is_valid() else None
    if isinstance(known, Forum):
        form.add_error(
            "address", _("The register has this forum already: %(name)s.") % {"name": known.name}
        )
    elif known is not None:
        form.add_error(
            "name", _("The register has this body already: %(name)s.") % {"name": known.name}
        )

    def wording() -> Wording:
        return Wording(
            about=about,
            entry=None,
            field=Field.MISSING,
            name=form.cleaned_data["name"],
            proposed=form.cleaned_data["address"],
            source=form.cleaned_data["source"],
            words=form.cleaned_data["words"],
        )

    return _answer(request, form, wording, about=about, entry=None, known=known)


@require_safe
def sent(request: HttpRequest, public_id: str) -> HttpResponse:
    """What happens next, and the permanent address to come back to."""
    try:
        proposal = queries.get_public(public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    except ObjectDoesNotExist as exc:
        raise Http404 from exc
    response = render(
        request,
        "visitors/sent.html",
        {
            "section": _section(proposal.about),
            "practice": proposal.is_practice,
            "proposal": proposal,
            "answer_days": ANSWER_WITHIN.days,
        },
    )
    response["Cache-Control"] = "no-store"
    return response


def _known(about: About, form: MissingForm) -> Forum | Body | None:
    """The entry that is not missing; None: the register has none that is shown."""
    address = form.cleaned_data["address"]
    if about is About.BODY:
        return queries.body_like(name=form.cleaned_data["name"], website=address)
    forum = queries.forum_at(address)
    if forum is None or (forum.is_practice and not settings.ALONGSIDE_SHOW_PRACTICE):
        return None
    return forum


def _answer(
    request: HttpRequest,
    form: _Form,
    wording: Callable[[], Wording],
    *,
    about: About,
    entry: Forum | Body | None,
    known: Forum | Body | None = None,
) -> HttpResponse:
    """The form; or, once it was sent well, the page that says what happens next.

    Whatever is wrong is said beside the words as they were typed, and nothing is stored.
    """
    at = clock.now()
    purpose = f"{about}:{entry.slug}" if entry else f"{about}:"
    token, status = "", 200
    headers: dict[str, str] = {}
    if form.is_bound:
        status, token, counted = look_at(form, purpose, at=at)
        if counted is not None and form.is_valid():
            try:
                proposal = actions.propose(
                    wording=wording(), form=counted, network=sender_of(request), at=at
                )
            except flood.TooMany as exc:
                status = TOO_MANY
                headers["Retry-After"] = str(int((exc.until - at).total_seconds()) + 1)
                form.add_error(None, too_many(exc.until, at=at))
            except flood.FormUsed as exc:
                status, token = CONFLICT, ""
                form.add_error(None, str(exc))
            except actions.Full as exc:
                status = CONFLICT
                form.add_error(None, str(exc))
            else:
                return redirect("visitors:proposal-sent", proposal.public_id)
    response = render(
        request,
        "visitors/correct.html" if entry else "visitors/missing.html",
        {
            "section": _section(about),
            "practice": bool(entry and entry.is_practice),
            "form": form,
            "about": about.value,
            "entry": entry,
            "known": known,
            "token": token or tokens.new_token(purpose, at=at),
            "answer_days": ANSWER_WITHIN.days,
        },
        status=status,
    )
    for name, value in headers.items():
        response[name] = value
    return response


def _section(about: About) -> str:
    return "forums" if about is About.FORUM else "bodies"
