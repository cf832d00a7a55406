"""The migrations that give words and sizes to entries that stand already."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from alongside.bodies import search as bodies_search
from alongside.bodies.models import Body
from alongside.forums import search as forums_search
from alongside.forums.models import Forum
from tests.factories import (
    BoardFactory,
    BodyFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    MeasureFactory,
    RemitTopicFactory,
)

pytestmark = pytest.mark.django_db


def migrate(app, name):
    migration = import_module(f"alongside.{app}.migrations.{name}")
    migration.forward(None, SimpleNamespace(connection=connection))


def words(model):
    return list(model.objects.order_by("pk").values_list("search", flat=True))


def test_words_are_those_that_later_writing_keeps():
    body = BodyFactory(
        name="Swyddfa Llŷn", remit="it's 50 % hens", website="https://www.l.example/x"
    )
    RemitTopicFactory(body=body)
    forum = ForumFactory(
        name="HenKeepers", other_names=["The Rôost"], subject="hens", description="50 % {off}"
    )
    BoardFactory(forum=forum)
    ForumTopicFactory(forum=forum)
    ListingFactory(forum=forum, body=body)

    migrate("bodies", "0004_bodies_have_words")
    migrate("forums", "0015_topics_weigh_as_boards")

    filled = words(Body), words(Forum)
    bodies_search.refresh_search()
    forums_search.refresh_search()
    assert filled == (words(Body), words(Forum))
    assert "llyn" in filled[0][0]
    assert "roost" in filled[1][0]


def test_the_size_is_the_newest_figure_of_the_strongest_kind():
    forum, unknown = ForumFactory(), ForumFactory()
    for kind, value, dated in (
        ("members", 90_000, "2026-05"),
        ("registered users", 40_000, "2009"),
        ("registered users", 42_000, "2010-02"),
        ("posts", 7_000_000, "2026"),
    ):
        MeasureFactory(forum=forum, kind=kind, value=value, dated=dated)
    MeasureFactory(forum=unknown, kind="posts")

    migrate("forums", "0004_forums_have_words_and_size")

    forum.refresh_from_db()
    unknown.refresh_from_db()
    assert (forum.size, unknown.size) == (42_000, None)
