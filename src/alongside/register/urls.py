"""Addresses of the public site. They are for good: what has been published stays where it is."""

from django.urls import path, re_path

from alongside.register.views import about, bodies, data, forums

app_name = "register"

urlpatterns = [
    path("", forums.home, name="home"),
    path("forums/", forums.forums, name="forum-list"),
    path("forums/<slug:slug>/", forums.forum, name="forum"),
    path("bodies/", bodies.bodies, name="body-list"),
    path("bodies/<slug:slug>/", bodies.body, name="body"),
    path("bodies/<slug:slug>/plan/", bodies.plan, name="plan"),
    path("bodies/<slug:slug>/plan/<int:number>/", bodies.plan_version, name="plan-version"),
    path("bodies/<slug:slug>/plan/<int:number>.json", bodies.plan_document, name="plan-document"),
    path("figures/", data.figures, name="figures"),
    path("data/", data.data, name="data"),
    re_path(r"^data/(?P<name>[a-z-]+)\.(?P<form>csv|json)$", data.data_file, name="data-file"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("robots.txt", about.robots, name="robots"),
    path(".well-known/security.txt", about.security, name="security"),
]
