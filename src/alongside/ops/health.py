"""Is the service well? For load balancers and those who run it."""

from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

ADDRESS = "/health/"


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 and {"status": "ok"} when the database answers; an error of the database is a 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = JsonResponse({"status": "ok"})
    response["Cache-Control"] = "no-store"
    return response


def health_first(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that answers /health/ before host names and HTTPS are looked at.

    Whoever asks (a load balancer, `alongside run`) asks this process by its own address, without
    TLS, and not by the name of the site.
    """

    def answer_health_first(request: HttpRequest) -> HttpResponse:
        return health(request) if request.path_info == ADDRESS else answer(request)

    return answer_health_first
