"""Addresses of the practice forum: Misago's, and the translations its scripts ask for."""

from django.urls import include, path
from django.views.decorators.cache import cache_page
from django.views.i18n import JavaScriptCatalog

urlpatterns = [
    path("", include("misago.urls", namespace="misago")),
    path(
        "django-i18n.js",
        cache_page(24 * 60 * 60)(JavaScriptCatalog.as_view(packages=["misago"])),
        name="django-i18n",
    ),
]

handler403 = "misago.core.errorpages.permission_denied"
handler404 = "misago.core.errorpages.page_not_found"
