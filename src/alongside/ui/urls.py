"""Addresses of the pattern page, for `include` in development only."""

from django.urls import path

from alongside.ui import views

app_name = "ui"

urlpatterns = [path("", views.patterns, name="patterns")]
