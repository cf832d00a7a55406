"""Watches, and the new threads that match them."""

import pytest
from django.db import IntegrityError

from alongside.audit.models import Event
from alongside.matching import actions, queries
from alongside.matching.domain.words import NoWords
from alongside.matching.models import Match, Watch
from tests.factories import HOUR, NOON, BodyFactory, ForumFactory, MatchFactory, WatchFactory

pytestmark = pytest.mark.django_db


def add(body, **values):
    return actions.add_watch(
        **{"body": body, "forum": None, "name": "Sick pay", "any_of": "sick pay", "by": "lead",
           "at": NOON, **values}
    )  # fmt: skip


def test_a_watch_is_stored_as_it_will_be_matched():
    watch = add(BodyFactory(), any_of="sick  pay, fit note\n", none_of="cat")

    assert (watch.any_of, watch.none_of) == ("sick pay\nfit note", "cat")
    assert watch.expression.any_of == ("sick pay", "fit note")


def test_law_10_a_watch_without_words_is_refused_and_leaves_nothing():
    with pytest.raises(NoWords):
        add(BodyFactory(), any_of=" , ")

    assert not Watch.objects.exists()
    assert not Event.objects.exists()


def test_an_ended_watch_stays_with_what_it_matched_and_looks_at_nothing():
    match = MatchFactory()
    watch = match.watch

    for at in (NOON, NOON + HOUR):
        actions.end_watch(watch_id=watch.pk, by="lead", at=at)

    watch.refresh_from_db()
    assert watch.ended_at == NOON
    assert not queries.watches_of(watch.body_id)
    assert Match.objects.get() == match


def test_a_watch_looks_at_its_forum_or_at_all_of_them():
    body, forum = BodyFactory(), ForumFactory()
    everywhere, here = WatchFactory(body=body), WatchFactory(body=body, forum=forum)
    WatchFactory(body=body, forum=ForumFactory())
    WatchFactory(body=body, ended_at=NOON)
    WatchFactory()

    found = queries.watches_for(forum_id=forum.pk, body_ids=[body.pk])

    assert found == [everywhere, here]


def test_the_first_watch_that_fits_counts():
    first, second = WatchFactory(any_of="loan"), WatchFactory(any_of="sick pay\nfit note")

    found = queries.first_fit("A fit note and sick pay", [first, second])

    assert found == (second, ("sick pay", "fit note"))
    assert queries.first_fit("Porridge", [first, second]) is None


def test_a_thread_matches_a_watch_once():
    watch = WatchFactory()

    for phrases in (["sick pay"], ["fit note"]):
        actions.record_match(
            watch=watch, thread_address="https://f.example/t/1/", phrases=phrases, at=NOON
        )

    assert Match.objects.get().phrases == ["sick pay"]
    with pytest.raises(IntegrityError, match="match_is_made_once"):
        MatchFactory(watch=watch, thread_address="https://f.example/t/1/")


def test_law_4_neither_watch_nor_match_has_a_place_for_a_member():
    fields = {field.name for model in (Watch, Match) for field in model._meta.get_fields()}

    assert not {name for name in fields if "member" in name or "author" in name or "handle" in name}
