"""Addresses of the public site. They are for good: what has been published stays where it is."""

from django.urls import path, re_path

from alongside.register import views

app_name = "register"

urlpatterns = [
    path("", views.home, name="home"),
    path("forums/", views.forums, name="forum-list"),
    path("forums/<slug:slug>/", views.forum, name="forum"),
    path("bodies/", views.bodies, name="body-list"),
    path("bodies/<slug:slug>/", views.body, name="body"),
    path("bodies/<slug:slug>/plan/", views.plan, name="plan"),
    path("bodies/<slug:slug>/plan/<int:number>/", views.plan_version, name="plan-version"),
    path("bodies/<slug:slug>/plan/<int:number>.json", views.plan_document, name="plan-document"),
    path("figures/", views.figures, name="figures"),
    path("data/", views.data, name="data"),
    re_path(r"^data/(?P<name>[a-z-]+)\.(?P<form>csv|json)$", views.data_file, name="data-file"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security, name="security"),
]
