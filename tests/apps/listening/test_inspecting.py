"""`alongside forums inspect`: pages of several engines on a real socket, and all that refuses."""

import json

import pytest
from django.conf import settings
from typer.testing import CliRunner

from alongside.core import clock
from alongside.forums import access
from alongside.listening import inspecting
from alongside.ops import command_line
from tests.connectors.phpbb import test_phpbb
from tests.factories import NOON, AgreementFactory, BoardFactory, ForumFactory, publish_plan
from tests.served_forum import served_forum

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]

PHPBB = (
    '<html><head><title>Allotments</title><link rel="alternate" type="application/atom+xml" '
    'href="/app.php/feed"></head>'
    + test_phpbb.FRONT.replace(
        "</body>",
        '<a href="./ucp.php?mode=terms">Terms of use</a><a href="./ucp.php?mode=privacy">Privacy '
        'policy</a><div class="copyright">Powered by <a href="https://www.phpbb.com/">phpBB</a>'
        "&reg; Forum Software &copy; phpBB Limited</div></body>",
    )
)
TERMS = (
    "<html><body><h1>Terms</h1><p>Be kind. You may not use scraping tools here without our leave. "
    "Have fun.</p></body></html>"
)
DISCOURSE = """<html><head><title>Kettles</title><meta name="generator" content="Discourse 3.2.1
 - https://github.com/discourse/discourse version 1a2b"></head><body class="crawler">
<script type="application/ld+json">{"@type": "DiscussionForumPosting", "author": {"@type":
"Person", "name": "Nell"}}</script></body></html>"""
CATEGORIES = {
    "category_list": {
        "categories": [
            {"id": 4, "name": "Money", "slug": "money", "topic_count": 12, "post_count": 90}
        ]
    }
}
NO_FORUM = "<html><head><title>Bakery</title></head><body><p>Fresh bread.</p></body></html>"


@pytest.fixture
def forum(monkeypatch):
    with served_forum() as made:
        monkeypatch.setattr(settings, "ALONGSIDE_LOOPBACK_FORUMS", [made.address])
        access.client.cache_clear()
        yield made
    access.client.cache_clear()


def run(*arguments):
    return CliRunner().invoke(command_line.app, ["forums", "inspect", *arguments])


def ability(found, what):
    return next(tried for tried in found.look.tried if tried.what == what)


def serve_phpbb(forum, *, robots="User-agent: *\nDisallow: /ucp.php?mode=login\n"):
    forum.pages |= {
        "/robots.txt": robots,
        "/": PHPBB,
        "/index.php": PHPBB,
        "/ucp.php?mode=terms": TERMS,
    }


def test_a_phpbb_forum_tells_software_figures_with_their_sentence_and_boards(forum):
    serve_phpbb(forum)

    found = inspecting.inspect(f"{forum.address}/")

    assert (found.look.recognition.kind, found.software) == ("phpbb", "phpBB")
    figures = {figure.kind: figure for figure in found.look.figures}
    assert figures["posts"].value == 9876
    assert "Total posts 9876" in figures["posts"].sentence
    assert "wren_t" not in json.dumps(found.as_dict())
    assert [board.name for board in found.look.boards] == ["Money & bills", "Rent"]
    assert found.look.feeds == (f"{forum.address}/app.php/feed",)


def test_sentences_about_programs_are_quoted_from_the_terms(forum):
    serve_phpbb(forum)

    [terms] = inspecting.inspect(forum.address).look.terms

    assert terms.words == "Terms of use"
    assert terms.sentences == ("You may not use scraping tools here without our leave.",)


def test_a_stranger_is_asked_for_its_public_pages_only_and_each_once(forum):
    """Law 1: no thread and no post without an agreement."""
    serve_phpbb(forum)

    found = inspecting.inspect(forum.address)

    assert ability(found, "threads").outcome == "not tried"
    assert "no agreement" in ability(found, "posts").sentence
    assert not [path for path in forum.asked if "viewforum" in path or "viewtopic" in path]
    assert len(forum.asked) == len(set(forum.asked))
    assert len(forum.asked) <= 6


def welcomed(forum, *, board_id="3"):
    entry = ForumFactory(address=forum.address, engine="phpbb")
    BoardFactory(forum=entry, external_id=board_id)
    agreement = AgreementFactory(forum=entry, welcome=True, board_ids=[board_id])
    publish_plan(agreement.body, [entry])
    return agreement


def test_with_an_agreement_one_list_and_one_thread_are_counted(forum, monkeypatch):
    serve_phpbb(forum)
    forum.pages |= {
        "/viewforum.php?f=3": test_phpbb.BOARD,
        "/viewtopic.php?t=7": test_phpbb.THREAD,
    }
    agreement = welcomed(forum)
    monkeypatch.setattr(clock, "now", lambda: NOON)

    found = inspecting.inspect(forum.address)

    assert found.entry == agreement.forum.slug
    assert ability(found, "threads").sentence.startswith("1 thread on the first page")
    assert ability(found, "posts").sentence.startswith("2 posts of one thread")
    told = json.dumps(found.as_dict())
    assert "Council tax" not in told
    assert "Whom do I tell" not in told


def test_discourse_is_known_by_its_page_and_counted_by_its_data(forum):
    forum.pages |= {
        "/": DISCOURSE,
        "/categories.json?include_subcategories=true": CATEGORIES,
        "/about.json": {"about": {"stats": {"topics_count": 12, "users_count": 7}}},
    }

    found = inspecting.inspect(forum.address)

    assert found.look.recognition.kind == "discourse"
    assert found.look.recognition.version.startswith("3.2.1")
    assert [board.name for board in found.look.boards] == ["Money"]
    assert ("JSON-LD", "DiscussionForumPosting", 1) in found.look.types
    assert "Nell" not in json.dumps(found.as_dict())


def test_reservations_are_told_with_the_place_that_says_so(forum):
    serve_phpbb(forum)
    forum.pages["/.well-known/tdmrep.json"] = [
        {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://rights.example/"}
    ]

    page, file = inspecting.inspect(forum.address).look.mining

    assert (page.reserved, file.reserved, file.policy) == (None, True, "https://rights.example/")


def test_what_robots_closes_is_not_asked_for_and_told(forum):
    serve_phpbb(
        forum,
        robots="User-agent: *\nCrawl-delay: 7\nDisallow: /viewforum.php\nDisallow: /ucp.php\n"
        "Sitemap: https://forum.example/map.xml\n",
    )

    found = inspecting.inspect(forum.address)

    assert found.robots.pause_seconds == 7
    assert found.robots.sitemaps == ("https://forum.example/map.xml",)
    assert len(found.robots.closed) == 2
    assert "/ucp.php?mode=terms" not in forum.asked
    assert "closes this page" in found.look.terms[0].problem


@pytest.mark.parametrize(
    ("pages", "exit_code", "sentence"),
    [
        ({"/": NO_FORUM}, 3, "Nothing on this page says that it belongs to a forum"),
        ({"/": {"no": "page"}}, 3, "no page of a forum"),
        ({"/": (503, {})}, 4, "answered 503"),
        ({"/": PHPBB, "/robots.txt": "User-agent: *\nDisallow: /\n"}, 5, "robots.txt"),
        ({"/": (302, {"Location": "http://10.0.0.1/"})}, 6, "Nothing was read"),
        ({"/": (302, {"Location": "http://169.254.169.254/latest"})}, 6, "Nothing was read"),
    ],
)
def test_what_cannot_be_inspected_ends_with_one_sentence_and_a_code(
    forum, pages, exit_code, sentence
):
    forum.pages |= pages

    told, for_programs = run(forum.address), run(forum.address, "--json")

    assert (told.exit_code, told.stdout) == (exit_code, "")
    assert sentence in told.stderr
    assert len(told.stderr.strip().splitlines()) == 1
    assert for_programs.exit_code == exit_code
    assert set(json.loads(for_programs.stdout)) == {"error", "code"}


@pytest.mark.parametrize(
    "address",
    ["", "ftp://forum.example/", "javascript:alert(1)", "http://127.0.0.1:9/", "http://[::1]/"],
)
def test_an_address_that_may_not_be_visited_is_refused_before_anything_is_asked(
    forum, monkeypatch, address
):
    monkeypatch.setattr(access, "may_visit_strangers", lambda: True)

    told = run(address)

    assert told.exit_code == 6
    assert told.stderr.strip()
    assert not forum.asked


def test_a_forum_that_does_not_answer_is_unreachable(forum, monkeypatch):
    closed = "http://127.0.0.1:9"
    monkeypatch.setattr(settings, "ALONGSIDE_LOOPBACK_FORUMS", [closed])
    access.client.cache_clear()

    assert run(closed).exit_code == 4


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(404, "There is no page at this address"), (503, "gave no page: it answered 503")],
)
def test_an_address_without_a_page_is_told_as_what_it_is(forum, status, sentence):
    forum.pages["/"] = (status, {})

    told = run(forum.address)

    assert told.exit_code == 4
    assert sentence in told.stderr


def test_strangers_are_visited_only_where_they_can_reach_us(forum, monkeypatch):
    monkeypatch.setattr(access, "may_visit_strangers", lambda: False)

    told, mistyped = run("forum.example.org"), run("ftp://forum.example.org")

    assert (told.exit_code, mistyped.exit_code) == (6, 6)
    assert "ALONGSIDE_CONTACT=" in told.stderr
    assert "http:// or https://" in mistyped.stderr  # what was just typed comes first


def test_a_forum_of_this_machine_is_meant_without_its_scheme(forum):
    serve_phpbb(forum)

    assert run(forum.address.removeprefix("http://")).exit_code == 0


def test_people_get_a_page_and_programs_a_document(forum):
    serve_phpbb(forum)

    told, document = run(forum.address), run(forum.address, "--json")

    assert told.exit_code == 0
    for words in ("phpBB", "“", "Money & bills", "1,204", "robots.txt", "scraping tools"):
        assert words in told.stdout
    assert json.loads(document.stdout)["software"]["kind"] == "phpbb"


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("forum.example.org", "https://forum.example.org"),
        (" forum.example.org:443/x ", "https://forum.example.org:443/x"),
        ("http://forum.example.org/", "http://forum.example.org/"),
    ],
)
def test_the_scheme_may_be_left_out(typed, whole):
    assert inspecting.whole_address(typed) == whole
