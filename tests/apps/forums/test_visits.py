"""Visits to front pages: once a week, under robots rules, and people decide what they mean."""

from datetime import timedelta

import pytest

from alongside.audit.queries import public_events
from alongside.core import clock
from alongside.fetching.rehearsal import http_answer
from alongside.forums import access, jobs
from alongside.forums.models import Forum
from tests.factories import NOON, ForumAliasFactory, ForumFactory
from tests.fetching.house import PUBLIC, House, page, redirect

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def world(monkeypatch, settings):
    """A made-up internet that this service visits, and a clock that tests set."""
    settings.ALONGSIDE_CONTACT = "register@aldmere.example"
    house = House()
    house.internet.names["new.example"] = [PUBLIC]
    monkeypatch.setattr(access, "client", lambda: house.client)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return house


def site(world, answer):
    """Every site answers so, and has no rules for robots."""

    def answering(visit):
        if visit.target == "/robots.txt":
            return http_answer(404, "none")
        return answer(visit) if callable(answer) else answer

    world.internet.site = answering


def visit(forum):
    found = jobs.visit_next_forum()
    forum.refresh_from_db()
    return found


@pytest.fixture
def forum():
    return ForumFactory(address="https://forum.example/talk")


def test_a_forum_that_stands_where_it_should_is_left_as_it_is(world, forum):
    site(world, page)

    assert visit(forum)

    assert (forum.visited_at, forum.visit_problem, forum.leads_to) == (NOON, "", "")
    assert not public_events().exists()


def test_a_forum_without_https_is_visited_in_the_same_way(world):
    forum = ForumFactory(address="http://forum.example/talk")
    site(world, page)

    assert visit(forum)

    assert (forum.visited_at, forum.visit_problem, forum.leads_to) == (NOON, "", "")


def test_a_front_page_that_has_https_by_now_is_the_same_place(world):
    forum = ForumFactory(address="http://forum.example/talk")
    asked = []

    def answer(visited):
        asked.append(visited.target)
        return redirect("https://forum.example/talk", 301) if len(asked) == 1 else page(visited)

    site(world, answer)

    assert visit(forum)

    assert (forum.visit_problem, forum.leads_to) == ("", "")


def test_a_front_page_is_visited_once_a_week(world, forum, monkeypatch):
    site(world, page)
    visit(forum)

    assert not jobs.visit_next_forum()

    monkeypatch.setattr(clock, "now", lambda: NOON + WEEK + timedelta(minutes=1))
    assert jobs.visit_next_forum()


def test_nobody_is_visited_who_cannot_reach_us_in_turn(world, forum, settings):
    settings.ALONGSIDE_CONTACT = "http://localhost:8000"

    assert not visit(forum)

    assert (world.visits, forum.visited_at) == ([], None)


@pytest.mark.parametrize(
    "changes",
    [
        {"address": ""},
        {"life": "closed"},
        {"life": "moved"},
        {"is_practice": True},
        {"merged_into": True},
    ],
)
def test_where_nothing_is_to_be_seen_nobody_looks(world, changes):
    if "merged_into" in changes:
        changes = {"merged_into": ForumFactory(life="closed")}
    ForumFactory(**{"address": "https://forum.example/talk", **changes})

    assert not jobs.visit_next_forum()

    assert world.visits == []


def test_a_move_on_the_same_host_is_recognised_from_then_on(world, forum):
    site(
        world,
        lambda visit: redirect("/community", 301) if visit.target == "/talk" else page(visit),
    )

    visit(forum)

    assert forum.leads_to == ""
    assert forum.aliases.get(kind="redirect").place == "forum.example/community"
    assert public_events().get().details["changes"] == {
        "aliases": [None, ["https://forum.example/community"]]
    }


def test_a_move_to_another_host_is_left_to_people(world, forum):
    site(
        world,
        lambda visit: (
            redirect("https://new.example/home?from=old#top", 308)
            if visit.target == "/talk"
            else page(visit)
        ),
    )

    visit(forum)

    assert forum.leads_to == "https://new.example/home"
    assert forum.aliases.count() == 1


def test_a_forum_that_leads_to_its_owners_home_page_may_have_closed(world, forum):
    site(world, lambda visit: redirect("/", 301) if visit.target == "/talk" else page(visit))

    visit(forum)

    assert forum.leads_to == "https://forum.example/"
    assert forum.aliases.count() == 1


def test_a_redirect_for_this_time_only_means_nothing(world, forum):
    site(
        world,
        lambda visit: (
            redirect("https://new.example/", 302) if visit.target == "/talk" else page(visit)
        ),
    )

    visit(forum)

    assert forum.leads_to == ""


@pytest.mark.parametrize(
    "spelling", ["https://www.forum.example/talk/", "https://forum.example/TALK"]
)
def test_another_spelling_of_its_own_address_means_nothing(world, forum, spelling):
    asked = []

    def answer(visit):
        asked.append(visit.target)
        return redirect(spelling, 301) if len(asked) == 1 else page(visit)

    site(world, answer)

    visit(forum)

    assert (forum.leads_to, forum.aliases.count()) == ("", 1)


def test_an_address_that_is_known_to_lead_here_means_nothing(world, forum):
    ForumAliasFactory(forum=forum, address="https://new.example/home")
    site(
        world,
        lambda visit: (
            redirect("https://new.example/home", 301) if visit.target == "/talk" else page(visit)
        ),
    )

    visit(forum)

    assert forum.leads_to == ""


def test_an_address_of_another_entry_is_left_to_people(world, forum):
    other = ForumFactory(address="https://forum.example/community", life="closed")
    site(
        world,
        lambda visit: redirect("/community", 301) if visit.target == "/talk" else page(visit),
    )

    visit(forum)

    assert forum.leads_to == other.address
    assert other.aliases.count() == 1


def test_a_page_that_is_gone_is_told_and_forgotten_when_it_is_back(world, forum, monkeypatch):
    site(world, http_answer(410, "gone"))
    visit(forum)
    told = forum.visit_problem
    site(world, page)
    monkeypatch.setattr(clock, "now", lambda: NOON + 2 * WEEK)

    visit(forum)

    assert "410" in told
    assert forum.visit_problem == ""


def test_a_host_that_is_gone_is_told(world):
    forum = ForumFactory(address="https://nowhere.example")

    visit(forum)

    assert forum.visit_problem != ""


def test_law_1_a_site_that_closes_itself_to_programs_is_not_read(world, forum):
    closed = http_answer(
        200, "User-agent: *\nDisallow: /\n", headers=[("Content-Type", "text/plain")]
    )
    world.internet.site = lambda visit: closed if visit.target == "/robots.txt" else page(visit)

    visit(forum)

    assert [visit.target for visit in world.visits] == ["/robots.txt"]
    assert (forum.visited_at, forum.visit_problem) == (NOON, "")


def test_what_was_seen_at_a_former_address_is_dropped(world, forum):
    def answer(visit):
        Forum.objects.filter(pk=forum.pk).update(address="https://forum.example/elsewhere")
        return redirect("https://new.example/", 301) if visit.target == "/talk" else page(visit)

    site(world, answer)

    visit(forum)

    assert forum.leads_to == ""
