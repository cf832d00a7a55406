"""The addresses that every page links to, without the interfaces that serve them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from alongside.ui import views


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


register = (
    [
        path("", nothing, name="home"),
        path("forums/", nothing, name="forum-list"),
        path("bodies/", nothing, name="body-list"),
        path("figures/", nothing, name="figures"),
        path("about/", nothing, name="about"),
        path("accessibility/", nothing, name="accessibility"),
        path("data/", nothing, name="data"),
    ],
    "register",
)

urlpatterns = [
    path("patterns/", views.patterns),
    path("sign-in/", nothing, name="account_login"),
    path("sign-out/", nothing, name="account_logout"),
    path("", include(register)),
]
