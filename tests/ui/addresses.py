"""The addresses that every page links to, without the interfaces that serve them."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from alongside.ui import navigation, views


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


# The names come from the links themselves; that the interfaces have them is for their tests to say.
linked = {link.url_name for link in (navigation.HOME, *navigation.HEADER, *navigation.FOOTER)}
register = (
    [
        path(f"{name}/", nothing, name=name)
        for interface, _, name in (link.partition(":") for link in sorted(linked))
        if interface == "register"
    ],
    "register",
)

urlpatterns = [
    path("patterns/", views.patterns),
    path("sign-in/", nothing, name="account_login"),
    path("sign-out/", nothing, name="account_logout"),
    path("", include(register)),
]
