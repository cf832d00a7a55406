"""`alongside forums inspect` of every engine with a connector, on a real socket."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from typer.testing import CliRunner

from alongside.connectors.paged import PagedConnector
from alongside.connectors.registry import CONNECTORS
from alongside.forums import access
from alongside.forums.domain.kinds import ENGINE_WORDS
from alongside.listening import inspecting
from alongside.ops import command_line
from tests.apps.listening.inspected_forums import INSPECTED, Inspected
from tests.factories import ForumFactory
from tests.served_forum import served_forum

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
every_engine = pytest.mark.parametrize("engine", INSPECTED, ids=lambda engine: engine.kind)


@pytest.fixture
def forum(monkeypatch):
    with served_forum() as made:
        monkeypatch.setattr(settings, "ALONGSIDE_LOOPBACK_FORUMS", [made.address])
        access.client.cache_clear()
        yield made
    access.client.cache_clear()


def outcomes(found):
    return {tried.what: tried.outcome.value for tried in found.look.tried}


def sentence(found, what):
    return next(tried.sentence for tried in found.look.tried if tried.what == what)


def test_every_engine_with_a_connector_of_its_own_is_inspected_here():
    """Misago is inspected as it runs, in tests/engine."""
    own = {kind for kind, found in CONNECTORS.items() if isinstance(found, PagedConnector)}

    assert {engine.kind for engine in INSPECTED} == own - {"generic"}


@every_engine
def test_an_engine_is_known_and_its_boards_and_figures_are_told(engine: Inspected, forum):
    forum.pages |= {"/robots.txt": "User-agent: *\nDisallow: /private/\n", **engine.pages}

    found = inspecting.inspect(forum.address)

    assert found.look.recognition is not None
    assert (found.look.recognition.kind, found.look.connector) == (engine.kind, engine.kind)
    assert found.software == ENGINE_WORDS[engine.kind]
    assert found.look.recognition.version == engine.version
    assert {board.name: board.threads for board in found.look.boards} == engine.boards
    assert {figure.kind: figure.value for figure in found.look.figures} == engine.figures
    assert all(figure.sentence for figure in found.look.figures)
    assert "wren" not in json.dumps(found.as_dict())


@every_engine
def test_the_rest_of_what_a_forum_tells_is_told_of_every_engine(engine: Inspected, forum):
    forum.pages |= {
        "/robots.txt": "User-agent: *\nCrawl-delay: 2\nDisallow: /new.atom\n",
        **engine.pages,
    }

    found = inspecting.inspect(forum.address)

    assert found.look.feeds == (f"{forum.address}/new.atom",)
    assert ("JSON-LD", "DiscussionForumPosting", 1) in found.look.types
    assert found.robots.pause_seconds == 2
    assert found.robots.closed == (f"{forum.address}/new.atom",)
    (terms,) = found.look.terms
    assert terms.sentences == ("Crawlers may not come at night.",)
    assert len(forum.asked) == len(set(forum.asked))
    assert len(forum.asked) <= 7


@every_engine
def test_what_the_connector_could_and_could_not_do_is_said(engine: Inspected, forum):
    forum.pages |= {"/robots.txt": "", **engine.pages}

    found = inspecting.inspect(forum.address)

    assert outcomes(found) == {
        "boards": "read",
        "figures": "read" if engine.figures else "not read",
        "threads": "not tried",
        "posts": "not tried",
        "posting": "not tried",
    }
    assert "no agreement allows reading" in sentence(found, "posts")
    by_interface = "Replies can be sent by the interface"
    assert (by_interface in sentence(found, "posting")) == CONNECTORS[engine.kind].can_post


@every_engine
def test_a_part_that_robots_closes_is_not_read_and_said(engine: Inspected, forum):
    """What is closed is not asked for; the rest is told all the same."""
    behind = [path for path in engine.data if path.startswith(("/api", "/categories", "/tags"))]
    closed = behind or [engine.front if engine.front != "/" else "/terms"]
    rules = "".join(f"Disallow: {path.split('?')[0]}\n" for path in closed)
    forum.pages |= {"/robots.txt": f"User-agent: *\n{rules}", **engine.pages}

    found = inspecting.inspect(forum.address)

    assert found.look.recognition is not None
    assert not set(forum.asked) & set(closed)
    if behind:
        assert outcomes(found)["boards"] == "not read"
        assert "robots.txt" in sentence(found, "boards")
    elif "/terms" in closed:
        assert "robots.txt" in found.look.terms[0].problem


@every_engine
def test_a_front_page_that_robots_closes_is_not_asked_for(engine: Inspected, forum):
    forum.pages |= {"/robots.txt": "User-agent: *\nDisallow: /\n", **engine.pages}

    with pytest.raises(inspecting.Closed):
        inspecting.inspect(forum.address)

    assert forum.asked == ["/robots.txt"]


@every_engine
def test_people_read_it_in_eighty_columns(engine: Inspected, forum, monkeypatch):
    forum.pages |= {"/robots.txt": "", **engine.pages}
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")

    shown = CliRunner().invoke(command_line.app, ["forums", "inspect", forum.address])

    assert shown.exit_code == 0, shown.output
    lines = shown.output.splitlines()
    assert [line for line in lines if len(line) > 80 and "://" not in line] == []
    assert ENGINE_WORDS[engine.kind] in shown.output
    assert next(iter(engine.boards)) in shown.output


def names_in(document):
    """Every name in a document, those of its parts too."""
    if isinstance(document, dict):
        return set(document).union(*map(names_in, document.values()))
    return set().union(*map(names_in, document)) if isinstance(document, list) else set()


def test_every_name_of_the_document_for_programs_is_explained(forum):
    """In docs/connectors.md, and nothing else is explained there."""
    page = (Path(__file__).parents[3] / "docs" / "connectors.md").read_text()
    table = page.partition("| name | what it holds |")[2].partition("\n\n")[0]
    (phpbb,) = (engine for engine in INSPECTED if engine.kind == "phpbb")
    forum.pages |= {"/robots.txt": "", **phpbb.pages}
    ForumFactory(address=forum.address)

    document = json.loads(json.dumps(inspecting.inspect(forum.address).as_dict()))

    assert names_in(document) == set(re.findall(r"`(\w+)`", table))
