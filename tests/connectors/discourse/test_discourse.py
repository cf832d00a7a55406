"""Discourse's JSON, and its page for readers without JavaScript."""

from datetime import UTC, datetime
from typing import Any

import pytest

from alongside.connectors.discourse import parse
from alongside.connectors.discourse.client import DiscoursePages, discourse
from alongside.connectors.port import Unreadable
from tests.connectors.answers import SITE, page


def post(number: int, words: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": 100 + number,
        "post_number": number,
        "post_type": 1,
        "username": f"member{number}",
        "created_at": f"2026-11-0{number}T08:00:00.000Z",
        "updated_at": f"2026-11-0{number}T08:00:00.000Z",
        "version": 1,
        "cooked": f"<p>{words}</p>",
        "actions_summary": [{"id": 2, "count": 3}],
        "user_title": None,
        "moderator": False,
        "staff": False,
    } | changes


def topic(*posts: dict[str, Any], ids: int = 2, **changes: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "title": "Council tax after a move",
        "slug": "council-tax",
        "category_id": 4,
        "posts_count": ids,
        "closed": False,
        "chunk_size": 20,
        "post_stream": {"posts": list(posts), "stream": list(range(ids))},
    } | changes


def test_the_categories_and_those_below_are_the_boards() -> None:
    deepest = {"id": 6, "name": "Flats", "slug": "flats", "topic_count": 1, "post_count": 3}
    below = {"id": 5, "name": "Rent", "slug": "rent", "topic_count": 2, "post_count": 9}
    below["subcategory_list"] = [deepest]
    above = {
        "id": 4,
        "name": "Money &amp; bills",
        "slug": "money",
        "topic_count": 12,
        "post_count": 90,
        "subcategory_list": [below],
    }
    boards = parse.boards(page({"category_list": {"categories": [above]}}), SITE)

    assert [(board.external_id, board.name, board.threads, board.posts) for board in boards] == [
        ("4", "Money & bills", 12, 90),
        ("5", "Rent", 2, 9),
        ("6", "Flats", 1, 3),
    ]


@pytest.mark.parametrize(("categories", "goes_on"), [(3, False), (19, True), (20, True)])
def test_a_large_site_lists_its_categories_on_many_pages(categories: int, goes_on: bool) -> None:
    top = [{"id": number, "name": "x", "slug": "x"} for number in range(1, categories + 1)]
    below = {"id": 90, "name": "y", "slug": "y", "parent_category_id": 1}
    listed = page({"category_list": {"categories": [*top, below]}})

    front = f"{SITE.address}/categories.json?include_subcategories=true&page=2"
    assert DiscoursePages().more_boards(listed, SITE) == ((front,) if goes_on else ())


def test_categories_below_others_that_a_large_site_leaves_out_are_asked_for() -> None:
    def category(number: int, *below: int, above: int | None = None) -> dict[str, object]:
        named = {"id": number, "name": "x", "slug": "x", "subcategory_ids": list(below)}
        return named | ({"parent_category_id": above} if above else {})

    front = "/categories.json?include_subcategories=true"
    first = [category(1, 11, 12), category(2, 21), category(11, above=1), category(21, above=2)]
    rest = [category(number, above=1) for number in range(11, 31)]
    answers = {
        front: first,
        f"{front}&parent_category_id=1": rest,
        f"{front}&parent_category_id=1&page=2": [category(31, 32, above=1)],
        f"{front}&parent_category_id=31": [category(32, above=31)],
    }
    conversation = discourse().read_boards(SITE)
    asked, answer = [], None
    try:
        while True:
            request = conversation.send(answer)
            asked.append(request.url.removeprefix(SITE.address))
            data = {"category_list": {"categories": answers[asked[-1]]}}
            answer = page(data, asked[-1]).response
    except StopIteration as stop:
        boards = stop.value

    assert asked == list(answers)
    assert sorted(int(board.external_id) for board in boards) == [1, 2, *range(11, 33)]


def test_older_and_newer_names_of_figures_are_understood() -> None:
    older = {"about": {"stats": {"topic_count": 5, "post_count": 9, "user_count": 3}}}
    newer = {"about": {"stats": {"topics_count": 5, "posts_count": 9, "users_count": 3}}}

    assert parse.statistics(page(older)).value("threads") == 5
    assert parse.statistics(page(newer)).value("members") == 3


def test_a_category_s_topics_are_in_the_order_of_their_last_stir() -> None:
    listed = {
        "id": 7,
        "title": "A &amp; B",
        "created_at": "2026-11-01T08:00:00Z",
        "bumped_at": "2026-11-20T08:00:00Z",
        "posts_count": 5,
        "closed": True,
        "has_accepted_answer": True,
        "category_id": 4,
        "visible": True,
    }
    hidden = listed | {"id": 8, "visible": False}
    data = {"topic_list": {"topics": [listed, hidden], "more_topics_url": "/c/money/4?page=1"}}
    board = parse.board_page(page(data, "/c/money/4.json"), SITE, board_id="4")
    (line,) = board.lines

    assert (line.title, line.replies, line.is_closed, line.is_solved) == ("A & B", 4, True, True)
    assert line.address == "https://forum.example/t/-/7"
    assert board.next_address == "https://forum.example/c/money/4.json?page=1"


def test_posts_tell_edits_thanks_and_titles() -> None:
    edited = post(1, "Whom do I tell?", version=2, updated_at="2026-11-05T08:00:00Z")
    official = post(2, "Your council.", user_title="Official", staff=True, accepted_answer=True)
    thread = parse.thread_page(
        page(topic(edited, official, post(3, "closed", post_type=3)), "/t/7.json"),
        SITE,
        keep_names=False,
    )
    first, second = thread.posts

    assert first.edited_at == datetime(2026, 11, 5, 8, tzinfo=UTC)
    assert (first.thanks, first.is_accepted) == (3, False)
    assert (second.author_title, second.author_is_staff, second.is_accepted) == (
        "Official",
        True,
        True,
    )
    assert thread.events == 1
    assert thread.is_solved
    assert second.address == "https://forum.example/t/-/7/2"


def test_a_hidden_post_is_marked() -> None:
    thread = parse.thread_page(
        page(topic(post(1, "x", hidden=True)), "/t/7.json"), SITE, keep_names=False
    )

    assert thread.posts[0].is_hidden


@pytest.mark.parametrize(
    ("path", "ids", "following"),
    [
        ("/t/7.json", 20, ""),
        ("/t/7.json", 21, "/t/7.json?page=2"),
        ("/t/7.json?page=2", 45, "/t/7.json?page=3"),
        ("/t/7.json?page=3", 45, ""),
    ],
)
def test_the_next_page_follows_from_the_number_of_posts(
    path: str, ids: int, following: str
) -> None:
    thread = parse.thread_page(page(topic(post(1, "x"), ids=ids), path), SITE, keep_names=True)

    assert thread.next_address == (following and f"{SITE.address}{following}")


def test_quotations_of_members_are_left_out_without_names() -> None:
    said = '</p><aside class="quote" data-username="member1"><p>Whom?</p></aside><p>Ask @member1.'
    thread = parse.thread_page(
        page(topic(post(1, "Whom?"), post(2, said)), "/t/7.json"), SITE, keep_names=False
    )

    assert thread.posts[1].text == "Ask @member."


@pytest.mark.parametrize("keep_names", [True, False])
def test_a_card_in_place_of_an_address_reads_as_the_address(keep_names: bool) -> None:
    said = """See:</p>
<aside class="onebox allowlistedgeneric" data-onebox-src="https://www.gov.uk/tax?a=1&amp;copy=2">
<header class="source"><a href="https://www.gov.uk/tax">GOV.UK</a></header>
<article class="onebox-body"><h3>Council Tax</h3><p>Find your band.</p></article></aside>
<p>or <a href="https://www.gov.uk/x" class="inline-onebox">Apply - GOV.UK</a>, <b>soon</b>."""
    thread = parse.thread_page(
        page(topic(post(1, "Whom?"), post(2, said)), "/t/7.json"), SITE, keep_names=keep_names
    )

    assert thread.posts[1].text == (
        "See:\n\nhttps://www.gov.uk/tax?a=1&copy=2\n\nor https://www.gov.uk/x, soon."
    )


def test_the_page_for_crawlers_holds_the_same_posts() -> None:
    html = """<div id="topic-title"><h1><a href="/t/council-tax/7">Council tax</a></h1>
<div class="topic-category"><span class="category-title">Money</span></div></div>
<div class="topic-body crawler-post" id="post_1"><span itemprop="name">wren_t</span>
<time class="post-time" datetime="2026-11-01T08:00:00Z">1 November</time>
<meta itemprop="dateModified" content="2026-11-02T08:00:00Z"><span itemprop="position">1</span>
<div class="post" itemprop="text"><p>Whom do I tell?</p></div></div>
<div class="topic-body crawler-post" id="post_2"><span itemprop="name">ash</span>
<time class="post-time" datetime="2026-11-02T09:00:00Z">2 November</time>
<span itemprop="position">2</span><div class="post" itemprop="text"><p>Your council.</p></div></div>
<script type="application/ld+json">{"mainEntity": {"acceptedAnswer":
{"url": "https://forum.example/t/council-tax/7/2"}}}</script>"""
    thread = parse.thread_page(page(html, "/t/council-tax/7"), SITE, keep_names=True)

    assert (thread.external_id, thread.title, thread.board_name) == ("7", "Council tax", "Money")
    assert [post.text for post in thread.posts] == ["Whom do I tell?", "Your council."]
    assert [post.is_accepted for post in thread.posts] == [False, True]
    assert thread.posts[0].is_edited


def test_a_shell_for_scripts_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<div id='data-preloaded'></div>"), SITE, keep_names=True)


@pytest.mark.parametrize("data", [{}, {"id": "7"}, {"id": 7, "post_stream": {"posts": {}}}, []])
def test_data_of_another_form_is_unreadable(data: Any) -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page(data), SITE, keep_names=True)


@pytest.mark.parametrize("path", ["/t/council-tax/7/2", "/t/7", "/t/7.json", "/t/-/7?page=3#x"])
def test_any_address_of_a_topic_leads_to_it(path: str) -> None:
    assert DiscoursePages().thread_address(SITE, f"{SITE.address}{path}") == (
        "https://forum.example/t/7.json"
    )
