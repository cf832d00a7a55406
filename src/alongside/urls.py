"""Every address of the service, by interface."""

from django.conf import settings
from django.urls import include, path

from alongside.ops.health import ADDRESS, health

urlpatterns = [
    path("", include("alongside.visitors.urls")),
    path("", include("alongside.register.urls")),
    path("api/", include("alongside.api.page_urls")),
    path("api/v1/", include("alongside.api.urls")),
    path("sign-in/", include("alongside.workspace.sign_in_urls")),
    path("workspace/", include("alongside.workspace.urls")),
    path("operators/", include("alongside.operators.urls")),
    path("hooks/", include("alongside.operators.hook_urls")),
    path(ADDRESS.removeprefix("/"), health, name="health"),
]

if settings.DEBUG:
    from alongside.ui.views import patterns

    urlpatterns.append(path("patterns/", patterns, name="patterns"))
