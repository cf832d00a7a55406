"""Addresses of the operators' pages, under /operators/."""

from django.urls import path

from alongside.operators.views import answers, consultations, door, pages, passing_on

app_name = "operators"

urlpatterns = [
    path("", pages.home, name="home"),
    path("enter/", door.enter, name="enter"),
    path("fresh-link/", door.fresh_link, name="fresh-link"),
    path("leave/", door.leave, name="leave"),
    path("end-links/", door.end_links, name="end-links"),
    path("forums/<slug:forum_slug>/", pages.forum, name="forum"),
    path("forums/<slug:forum_slug>/hold/", pages.hold, name="hold"),
    path("forums/<slug:forum_slug>/end-hold/", pages.end_hold, name="end-hold"),
    path("forums/<slug:forum_slug>/in-public/", pages.in_public, name="in-public"),
    path("forums/<slug:forum_slug>/pass-on/", passing_on.pass_on, name="pass-on"),
    path("forums/<slug:forum_slug>/posts/<slug:reply_id>/", pages.post, name="post"),
    path("forums/<slug:forum_slug>/bodies/<slug:body_slug>/", answers.answer, name="answer"),
    path("forums/<slug:forum_slug>/bodies/<slug:body_slug>/end/", answers.end, name="end"),
    path(
        "forums/<slug:forum_slug>/plans/<slug:public_id>/",
        consultations.consultation,
        name="consultation",
    ),
]
