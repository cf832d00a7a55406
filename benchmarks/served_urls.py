"""Addresses of the service with one view more: the bare answer "ok"."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("benchmark-ok", ok), path("", include("alongside.urls"))]
