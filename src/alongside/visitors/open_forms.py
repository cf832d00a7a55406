"""What the pages have in common on which somebody without an account writes to us."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Protocol

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alongside.proposals import flood
from alongside.ui import formatting
from alongside.visitors import tokens

View = Callable[..., HttpResponse]

UNPROCESSABLE, TOO_MANY, CONFLICT = 422, 429, 409


class OpenForm(Protocol):
    """A form with a token, and a field that people do not see."""

    data: Mapping[str, Any]

    @property
    def is_filled_by_a_program(self) -> bool: ...

    def is_valid(self) -> bool: ...

    def add_error(self, field: str | None, error: Any) -> None: ...


def open_form(view: View) -> View:
    """A page with a form for people without an account: kept by no cache, for its token counts
    once; without Django's CSRF token, for that needs a cookie (see visitors.tokens)."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ObjectDoesNotExist as exc:
            raise Http404 from exc
        response["Cache-Control"] = "no-store"
        return response

    return shown


def look_at(form: OpenForm, purpose: str, *, at: datetime) -> tuple[int, str, flood.Form | None]:
    """The status so far, the token if it may be sent again, and the form if it may be counted."""
    typed = str(form.data.get("token", ""))
    try:
        counted = tokens.read_token(typed, purpose).form(at=at)
    except tokens.TooFast:
        form.add_error(
            None,
            _(
                "This was sent within seconds. Your words are still here: look through them, then "
                "send them again."
            ),
        )
        return UNPROCESSABLE, typed, None
    except tokens.TooOld:
        form.add_error(
            None,
            _(
                "This page was open for more than a day. Your words are still here: look through "
                "them and send them again."
            ),
        )
        return UNPROCESSABLE, "", None
    except tokens.NotThisForm:
        form.add_error(
            None,
            _(
                "This form did not come from this page as it was shown. Your words are still here: "
                "look through them and send them again."
            ),
        )
        return UNPROCESSABLE, "", None
    if form.is_filled_by_a_program:
        form.add_error(
            None,
            _(
                "A field that people do not see was filled in, so we took this for a program’s. "
                "If you are a person, look through your words and send them again."
            ),
        )
        return UNPROCESSABLE, typed, None
    return 200 if form.is_valid() else UNPROCESSABLE, typed, counted


def too_many(until: datetime, *, at: datetime) -> str:
    when = formatting.due(until, now=at, zone=timezone.get_current_timezone())
    return _(
        "So many forms came from your network that we take no more for now. Your words are "
        "still here: send them again %(when)s or later."
    ) % {"when": when}
