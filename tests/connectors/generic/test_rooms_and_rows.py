# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Lists of boards and threads, and pagers, of forums that were met later: each page is invented."""

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.pages import BoardPage
from alongside.connectors.port import BoardStatistics
from tests.connectors.generic.invented import POSTS, SITE, page, whole

FRONT = "https://forum.example/rooms"
BOARD = "https://forum.example/rooms/heat"
NAMES = ("Warm houses", "Old boilers", "Trains and trams")
TITLES = ("Damp in the north room", "Who pays for oil?", "Wood in a wet winter", "A grant refused")
AUTHORS = ("robin_w", "kestrel", "marram", "tern")


def boards(html: str) -> tuple[BoardStatistics, ...]:
    return parse.boards(page(whole(html, title="The rooms"), url=FRONT), SITE)


def lines(html: str, *, url: str = BOARD) -> BoardPage:
    return parse.board_page(page(whole(html, title="Warm houses"), url=url), SITE)


# Boards


def test_two_figures_in_one_cell_are_threads_and_posts() -> None:
    rows = "".join(
        f"<tr><td class=forum><div class=title><a href='/forum/{n}'>{name}</a></div><div class=description>All of it</div></td>"
        f"<td class=count>{n + 4}/{n * 20 + 31}</td><td class=last><a href='/post/{n}9'>Re: Oil</a> by <a href='/users/tern'>tern</a><br>2 days ago</td></tr>"
        for n, name in enumerate(NAMES, 2)
    )
    head = "<tr><th colspan=3><a href='/forum/1'>Help</a></th></tr>"
    found = boards(f"<table class=forumlist>{head}{rows}</table>")

    assert [(one.name, one.threads, one.posts) for one in found] == [
        (name, n + 4, n * 20 + 31) for n, name in enumerate(NAMES, 2)
    ]


def _rooms(counts: bool = True) -> str:
    rows = "".join(
        f"<tr><td><a href='/rooms/{name[:3]}' class=room>{name} <span class=discreet>Ask here, whoever you are</span></a></td>"
        f"<td>{n + 7 if counts else '-'}</td><td><div>by tern</div> <span>{n + 3} March 2026, 18:00</span></td></tr>"
        for n, name in enumerate(NAMES)
    )
    return f"<table><thead><tr><th>Name</th><th>Conversations</th><th>Latest</th></tr></thead><tbody>{rows}</tbody></table>"


def test_conversations_are_threads_and_what_a_board_is_about_is_no_part_of_its_name() -> None:
    found = boards(f"<ul><li><a href='/board'>Board</a></li></ul>{_rooms()}")

    assert [(one.name, one.threads) for one in found] == [
        (name, n + 7) for n, name in enumerate(NAMES)
    ]


def _last_posts(title: str) -> str:
    rows = "".join(
        f"<tr><td><div class=title><a href='/{n}/'>{name}</a></div></td><td>{n * 9}</td>"
        f"<td>tern - Re: {title.format(name)}<br>2026-03-0{n} 18:00</td><td>{n * 40}</td><td></td></tr>"
        for n, name in enumerate(NAMES, 2)
    )
    return f"<table><tr><td></td><td>Posts</td><td>Last post</td><td>Visits</td><td></td></tr>{rows}</table>"


def test_rows_that_tell_of_a_reply_in_a_thread_called_otherwise_are_boards() -> None:
    html = whole(_last_posts("Who pays for oil?"), title="The rooms")
    found = parse.boards(page(html, url="https://forum.example/"), SITE)

    assert [(one.name, one.slug) for one in found] == [
        (name, f"/{n}/") for n, name in enumerate(NAMES, 2)
    ]


def test_rows_that_tell_of_a_reply_to_themselves_are_threads() -> None:
    html = whole(_last_posts("{}"), title="The rooms")
    (only,) = parse.boards(page(html, url="https://forum.example/"), SITE)

    assert only.slug == "/"


# Threads


def _conversations(count: int = 4, *, closed: int = -1) -> str:
    rows = "".join(
        f"<tr class={'odd' if n % 2 else 'even'}><td><a href='/rooms/heat/{title[:4].strip().lower()}' class='state-{'locked' if n == closed else 'active'}'>"
        f"{title} <span class=discreet>by {AUTHORS[n]}</span></a></td>"
        f"<td>{f'<span>{n}</span>' if n else '<span>No replies yet</span>'}</td>"
        f"<td><a href='/rooms/heat/{title[:4].strip().lower()}/{n}81'><span>by {AUTHORS[-n]}</span></a> <span>{9 - n} March 2026, 18:00</span></td></tr>"
        for n, title in enumerate(TITLES[:count])
    )
    return f"<table><thead><tr><th>Conversation</th><th>Replies</th><th>Latest</th></tr></thead><tbody>{rows}</tbody></table>"


def test_no_title_holds_who_began_the_thread_where_the_link_to_it_tells() -> None:
    assert [line.title for line in lines(_conversations()).lines] == list(TITLES)


def test_a_title_that_speaks_of_what_is_by_something_stays_whole() -> None:
    html = _conversations().replace(TITLES[1], "A house <em>by the sea</em> is damp")

    assert lines(html).lines[1].title == "A house by the sea is damp"


def test_a_link_that_says_by_whom_the_last_post_is_leads_to_no_thread_of_its_own() -> None:
    assert [line.title for line in lines(_conversations(3)).lines] == list(TITLES[:3])


def test_a_thread_in_another_state_than_most_is_listed_too() -> None:
    found = lines(_conversations(closed=2)).lines

    assert [line.title for line in found] == list(TITLES)


@pytest.mark.parametrize("none", ["No replies yet", "Noch keine Antworten", "No replies so far."])
def test_no_replies_yet_are_none(none: str) -> None:
    found = lines(_conversations().replace("No replies yet", none)).lines

    assert [line.replies for line in found] == [0, 1, 2, 3]


def test_posts_and_views_in_one_cell_are_told_apart_by_the_columns_name() -> None:
    rows = "".join(
        f"<tr><td class=thread><a href='/thread/{n}'>{title}</a> by <a href='/users/{AUTHORS[n]}'>{AUTHORS[n]}</a></td>"
        f"<td class=count>{n + 1}/{n * 13 + 50}</td><td class=last>by <a href='/users/tern'>tern</a> (<a href='/post/{n}'>{n + 1} days ago</a>)</td></tr>"
        for n, title in enumerate(TITLES)
    )
    html = f"<table><tr><th>Threads</th><th>Posts/Views</th><th>Last post</th></tr>{rows}</table>"

    assert [line.replies for line in lines(html).lines] == [0, 1, 2, 3]


# Pages


def _thread_with(pager: str) -> str:
    return "".join(
        f"<div class=post><b class=author>{said.author}</b> <i>{said.time}</i><div class=words>{said.html}</div></div>"
        for said in POSTS
    ) + (pager)


def following(pager: str, *, at: int) -> str:
    url = f"{BOARD}/damp" + (f"?b_start={at}" if at else "")
    return parse.following_page(page(whole(_thread_with(pager)), url=url), SITE)


def _linked(number: int) -> str:
    return f"<a href='{BOARD}/damp?b_start={number * 10 - 10}'>{number}</a>"


def test_a_pager_may_say_how_many_posts_the_next_page_has() -> None:
    pager = (
        f"<div><span><a href='{BOARD}/damp?b_start=0'><span>«</span> Previous 10 items</a></span>"
        f"<span><a href='{BOARD}/damp?b_start=20'>Next <span>10</span> items <span>»</span></a></span></div>"
    )
    assert following(pager, at=10) == f"{BOARD}/damp?b_start=20"


@pytest.mark.parametrize("mark", ["<span>[2]</span>", " [2] ", "<span>2</span>", " | 2 | "])
def test_the_number_without_a_link_among_those_of_pages_is_the_page_one_is_on(mark: str) -> None:
    pager = f"<div>{_linked(1)}{mark}{_linked(3)}{_linked(4)}</div>"

    assert following(pager, at=10) == f"{BOARD}/damp?b_start=20"


def test_after_the_last_number_without_a_link_no_page_follows() -> None:
    assert following(f"<div>{_linked(1)}{_linked(2)} <span>[3]</span></div>", at=20) == ""
