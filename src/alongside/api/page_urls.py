"""Address of the page that describes the interface, under /api/."""

from django.urls import path

from alongside.api import pages

app_name = "interface"

urlpatterns = [path("", pages.interface, name="about")]
