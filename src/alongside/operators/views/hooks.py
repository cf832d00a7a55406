"""A forum's software tells that a moderator passed a question on: heard, stored, answered at once.

No cookie is read and none is set, so there is nothing that another site could misuse: the secret
in the delivery is all that counts, and CSRF protection has no part here. Errors have the shape
that those of the HTTP interface have. Whoever has a wrong address or a wrong secret learns
nothing, not even which of the two.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from alongside.core import clock
from alongside.enquiries import hooks

_OK, _MISSING, _NOT_ALLOWED, _LENGTH_REQUIRED = 200, 404, 405, 411
_TOO_LARGE, _WRONG_TYPE, _TOO_MANY = 413, 415, 429
_LATER_SECONDS = 3600


@csrf_exempt
def hear(request: HttpRequest, key: str) -> HttpResponse:
    """Takes one delivery in. What it is about is looked at by a worker."""
    if request.method != "POST":
        answer = _refusal(_NOT_ALLOWED, "method_not_allowed", "Send what there is to tell by POST.")
        answer["Allow"] = "POST"
        return answer
    if request.content_type != "application/json":
        return _refusal(_WRONG_TYPE, "wrong_type", "Send it as application/json.")
    if "Transfer-Encoding" in request.headers:
        # What comes in pieces has no length that a WSGI application could read it by; without this
        # answer its body would seem empty, and its signature wrong.
        return _refusal(_LENGTH_REQUIRED, "length_required", "Send it with a Content-Length.")
    # Not even read when it says that it is too large; what says nothing has no body (RFC 9112).
    if _length_of(request) > hooks.MOST_BYTES:
        return _refusal(_TOO_LARGE, "too_large", f"Send at most {hooks.MOST_BYTES} bytes.")
    try:
        hooks.receive(
            key=key,
            headers=request.headers,
            content=request.read(hooks.MOST_BYTES + 1),
            at=clock.now(),
        )
    except hooks.NoSuchHook:
        return _refusal(_MISSING, "not_found", "There is nothing here.")
    except hooks.TooManyWaiting:
        answer = _refusal(_TOO_MANY, "too_many", "Too much is waiting. Send it again later.")
        answer["Retry-After"] = str(_LATER_SECONDS)
        return answer
    return _private(JsonResponse({"heard": True}, status=_OK))


def _length_of(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _refusal(status: int, error: str, message: str) -> HttpResponse:
    answer = JsonResponse({"error": error, "message": message, "details": []}, status=status)
    # Django would write the address into the log, and the address is half of the secret.
    setattr(answer, "_has_been_logged", True)  # noqa: B010  (no attribute that types know)
    return _private(answer)


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
