"""What tests of pages and of the HTTP interface share."""

import pytest

from alongside.core import clock
from tests.factories import NOON


@pytest.fixture
def at_noon(monkeypatch):
    """It is noon on 6 May 2026 for whoever asks the clock."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON
