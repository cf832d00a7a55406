"""Addresses where somebody without an account writes to us. They stand beside what they are about,
before those of the public site."""

from django.urls import path

from alongside.proposals.domain.fields import About
from alongside.visitors import comments, views

app_name = "visitors"

urlpatterns = [
    path("forums/<slug:slug>/correct/", views.correct, {"about": About.FORUM}, "correct-forum"),
    path("bodies/<slug:slug>/correct/", views.correct, {"about": About.BODY}, "correct-body"),
    # No identifier of a proposal has a vowel, so these two shadow none.
    path("proposals/missing-forum/", views.missing, {"about": About.FORUM}, "missing-forum"),
    path("proposals/missing-body/", views.missing, {"about": About.BODY}, "missing-body"),
    path("proposals/<slug:public_id>/sent/", views.sent, name="proposal-sent"),
    path(
        "bodies/<slug:slug>/plan/consultations/<slug:public_id>/comment/",
        comments.comment,
        name="comment",
    ),
    path(
        "bodies/<slug:slug>/plan/consultations/<slug:public_id>/comment/sent/",
        comments.sent,
        name="comment-sent",
    ),
]
