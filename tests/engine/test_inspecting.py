"""Inspecting the real practice forum."""

import pytest
from django.conf import settings

from alongside.forums import access
from alongside.listening.inspecting import inspect
from tests.engine.practice_forum import PracticeForum

pytestmark = [pytest.mark.engine, pytest.mark.django_db]


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
