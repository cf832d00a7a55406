from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

import jinja2
import pytest
from selectolax.lexbor import LexborHTMLParser

from alongside.ui.environment import environment

UI = Path(__file__).parents[2] / "src" / "alongside" / "ui"


class Render(Protocol):
    def __call__(self, source: str, **context: Any) -> LexborHTMLParser: ...


@pytest.fixture(autouse=True)
def _pages_stand_alone(settings: Any) -> None:
    """No interface has to be there."""
    settings.ROOT_URLCONF = "tests.ui.addresses"


# Compiling the macros takes longer than all tests that use them.
@pytest.fixture(scope="session")
def templates() -> jinja2.Environment:
    return environment(loader=jinja2.FileSystemLoader(UI / "jinja2"))


@pytest.fixture
def render(templates: jinja2.Environment) -> Render:
    """Renders a template's source and parses what came out, as a browser would."""

    def _render(source: str, **context: Any) -> LexborHTMLParser:
        return LexborHTMLParser(templates.from_string(source).render(context))

    return _render


@pytest.fixture
def request_for_nobody() -> SimpleNamespace:
    """A request that fails as soon as somebody asks it who is reading."""

    class Request(SimpleNamespace):
        @property
        def user(self) -> None:
            raise AssertionError("A public page asked who is reading it.")

        @property
        def session(self) -> None:
            raise AssertionError("A public page asked for the session.")

    return Request(path="/forums/", GET={}, META={})
