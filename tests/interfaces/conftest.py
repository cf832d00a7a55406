"""What tests of pages and of the HTTP interface share."""

import pytest

from alongside.core import clock
from tests.factories import NOON


@pytest.fixture(autouse=True)
def _styles_are_not_collected(settings, tmp_path):
    """Pages name the sources of their styles, so that nothing has to be built for a test."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def at_noon(monkeypatch):
    """It is noon on 6 May 2026 for whoever asks the clock."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON
