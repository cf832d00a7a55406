"""What tests against the database share."""

import pytest

from alongside.core import clock
from alongside.forums import access
from tests import paper_forum
from tests.factories import NOON


@pytest.fixture
def forum_on_paper(monkeypatch):
    """Every forum is this one, in memory; it is noon for background work."""
    forum = paper_forum.PaperForum()
    monkeypatch.setattr(access, "connector_of", lambda _forum: forum)
    monkeypatch.setattr(access, "carry_out", paper_forum.carry_out)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return forum
