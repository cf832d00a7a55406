"""Settings and addresses of the service with one view more: the bare answer "ok"."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from alongside.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.served"


def ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("benchmark-ok", ok), path("", include("alongside.urls"))]
