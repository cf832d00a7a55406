"""What pages say again and again is found once, and follows the settings and the language."""

import pytest
from django.urls import NoReverseMatch
from django.utils import translation

from alongside.ui import words


@pytest.fixture(autouse=True)
def _nothing_is_known_yet():
    words.forget()
    yield
    words.forget()


def test_a_text_is_said_in_the_language_of_each_answer(monkeypatch):
    monkeypatch.setattr(
        translation, "gettext", lambda text: f"{translation.get_language()}: {text}"
    )

    with translation.override("en"):
        assert words.gettext("Forums") == "en: Forums"
    with translation.override("cy"):
        assert words.gettext("Forums") == "cy: Forums"


def test_an_address_is_found_by_name_and_by_what_it_names(settings):
    settings.ROOT_URLCONF = "alongside.urls"

    assert words.url("register:forum", "well") == "/forums/well/"
    assert words.url("register:forum", slug="bridge") == "/forums/bridge/"


def test_a_name_without_an_address_is_refused_each_time():
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            words.url("register:nowhere")


def test_static_files_follow_the_settings(settings):
    first = words.static("ui/mark.svg")
    settings.STATIC_URL = "/files/"

    assert first != words.static("ui/mark.svg") == "/files/ui/mark.svg"
