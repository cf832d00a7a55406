"""Who may open an operator's page: whoever holds the cookie that a private link was exchanged for.

Django's CSRF check asks for the Origin header, which browsers send as "null" from pages whose
Referrer-Policy is no-referrer, and ours must be: the address of the first page holds the key. So
forms carry a token bound to the visit (OWASP ASVS 5.0, 3.5.1), and the cookie is SameSite=Strict.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from alongside.agreements import links
from alongside.agreements.links import NotYours, Operator
from alongside.core import clock

FORBIDDEN, MISSING, CONFLICT, UNPROCESSABLE, TOO_MANY = 403, 404, 409, 422, 429
_LONGEST_KEY = 200


class OperatorRequest(HttpRequest):
    """A request of somebody who came by a private link."""

    operator: Operator
    form_key: str
    at: datetime


View = Callable[..., HttpResponse]


def cookie_name() -> str:
    """With the prefix by which browsers keep out cookies that came without TLS."""
    return "__Secure-alongside_operator" if settings.ALONGSIDE_IS_SECURE else "alongside_operator"


def set_cookie(response: HttpResponse, visit_key: str, *, ends_at: datetime, at: datetime) -> None:
    response.set_cookie(
        cookie_name(),
        visit_key,
        max_age=int((ends_at - at).total_seconds()),
        path=reverse("operators:home"),
        secure=settings.ALONGSIDE_IS_SECURE,
        httponly=True,
        samesite="Strict",
    )


def drop_cookie(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(), path=reverse("operators:home"), samesite="Strict")


def visit_key_of(request: HttpRequest) -> str:
    key = request.COOKIES.get(cookie_name(), "")
    return key if len(key) <= _LONGEST_KEY else ""


def is_sent_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site sent this form (Fetch Metadata)."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def private(*methods: str) -> Callable[[View], View]:
    """Every page under /operators/: kept by nobody, told to nobody, found by no search engine."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                response: HttpResponse = HttpResponseNotAllowed(methods)
            else:
                response = view(request, *args, **kwargs)
            response["Cache-Control"] = "no-store"
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return guarded

    return decorate


def operator_page(*methods: str) -> Callable[[View], View]:
    """Lets in whoever holds the cookie of a visit; what is not theirs is as if it never was."""

    def decorate(view: View) -> View:
        @private(*methods)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asked = cast(OperatorRequest, request)
            asked.at = clock.now()
            visit_key = visit_key_of(request)
            try:
                asked.operator = links.operator_of(visit_key=visit_key, at=asked.at)
            except links.NoSuchLink:
                return closed(request)
            asked.form_key = _form_key(visit_key)
            if request.method == "POST" and not _is_our_form(asked):
                return closed(
                    request,
                    title=_("This form was not sent from here"),
                    text=_("Nothing was changed. Open the page again and press the button there."),
                    has_way_back=True,
                )
            try:
                return view(asked, *args, **kwargs)
            except (NotYours, ObjectDoesNotExist):
                return closed(
                    request,
                    title=_("There is no such page for you"),
                    text=_("Your private link opens the pages of your own forums only."),
                    has_way_back=True,
                    status=MISSING,
                )

        return guarded

    return decorate


def show(
    request: OperatorRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Renders a page of somebody who is known."""
    return render(
        request,
        f"operators/{template}",
        {
            "operator": request.operator,
            "form_key": request.form_key,
            "now": request.at,
            "practice_shown": settings.ALONGSIDE_SHOW_PRACTICE,
            "practice": request.operator.contact.is_practice,
            **context,
        },
        status=status,
    )


def closed(
    request: HttpRequest,
    *,
    title: str = "",
    text: str = "",
    has_way_back: bool = False,
    has_links: bool = True,
    status: int = FORBIDDEN,
) -> HttpResponse:
    """The one calm page: it says what to do, and not what was wrong with the link.

    `has_links`: an earlier letter may hold a link that works; not once all have been ended.
    """
    return render(
        request,
        "operators/closed.html",
        {
            "title": title or _("This page opens with your private link"),
            "text": text
            or _(
                "Your link may have expired, have been ended or be incomplete, or you have been "
                "away for some hours. Nothing is lost and nothing was changed."
            ),
            "has_way_back": has_way_back,
            "has_links": has_links,
        },
        status=status,
    )


def _form_key(visit_key: str) -> str:
    return salted_hmac("alongside.operators.form", visit_key, algorithm="sha256").hexdigest()


def _is_our_form(request: OperatorRequest) -> bool:
    if is_sent_from_elsewhere(request):
        return False
    return constant_time_compare(request.POST.get("form_key", ""), request.form_key)
