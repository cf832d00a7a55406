"""Inspecting the real practice forum, and surveying its past."""

import pytest
from django.conf import settings

from alongside.agreements import queries as agreements
from alongside.core import clock
from alongside.forums import access
from alongside.listening.inspecting import inspect
from alongside.matching import survey_results, surveying
from alongside.ops.starter import load
from tests.engine.practice_forum import OFFICIAL_PASSWORD, PracticeForum

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]


def test_the_practice_forum_is_known_and_its_boards_are_read(
    practice_forum: PracticeForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ALONGSIDE_LOOPBACK_FORUMS", [practice_forum.address])
    access.client.cache_clear()

    found = inspect(practice_forum.address)

    assert found.look.recognition is not None
    assert found.look.recognition.kind == "misago"
    assert "Student finance" in [board.name for board in found.look.boards]
    outcomes = {tried.what: tried.outcome.value for tried in found.look.tried}
    assert (outcomes["boards"], outcomes["posts"]) == ("read", "not tried")


def test_law_4_a_survey_of_the_practice_forum_goes_through_its_past_and_keeps_counts(
    practice_forum: PracticeForum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ALONGSIDE_LOOPBACK_FORUMS", [practice_forum.address])
    access.client.cache_clear()
    load.load_practice(
        forum_address=practice_forum.address,
        official_secret=OFFICIAL_PASSWORD,
        password="practice makes better",
        by="test",
        at=clock.now(),
    )
    forum = load.practice_forum()
    load.discover_boards(forum, at=clock.now())
    practice_forum.ask(
        board="student-finance", title="Umbrella stand", text="Where does my student loan go?"
    )
    agreement = agreements.newest_agreements().filter(forum=forum).first()
    assert agreement is not None
    this_month = clock.now().date().replace(day=1)

    prepared = surveying.prepare(
        forum=forum,
        body=agreement.body,
        from_month=None,
        until_month=this_month,
        at=clock.now(),
    )
    survey = surveying.run(prepared, by="test")

    found = survey_results.result_of(survey)
    assert survey.finished_at is not None
    assert found.whole.questions > 5
    assert found.unreadable == 0
    assert any(tally.questions for _topic, tally in found.topics)
    assert "Umbrella" not in str(found.as_dict())
