"""The addresses that every page links to, without the interfaces that serve them."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path

from alongside.ui import navigation, views


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


# The names come from the links themselves; that the interfaces have them is for their tests to say.
linked = {link.url_name for link in (navigation.HOME, *navigation.HEADER, *navigation.FOOTER)}


def pages_of(interface: str) -> tuple[list[URLPattern], str]:
    named = (link.partition(":") for link in sorted(linked))
    names = [name for of, _, name in named if of == interface]
    return [path(f"{name}/", nothing, name=name) for name in names], interface


urlpatterns = [
    path("patterns/", views.patterns),
    path("sign-in/", nothing, name="account_login"),
    path("sign-out/", nothing, name="account_logout"),
    path("", include(pages_of("register"))),
    path("api/", include(pages_of("interface"))),
]
