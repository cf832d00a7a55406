# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Pages in the manner of programs that were met running, and of some that are no forums."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from alongside.connectors.generic import parse, reader
from alongside.connectors.generic.kinds import Kind, kind_of
from tests.connectors.generic.invented import NOW, POSTS, SITE, Said, page

FORUM = "https://forum.example/forum/"
TITLES = (
    "Heating allowance after a move",
    "Which boiler for a terraced house?",
    "Damp in the north room",
    "Grant for loft insulation refused",
)


@pytest.fixture(autouse=True)
def nothing_learnt():
    reader._layouts.clear()
    yield
    reader._layouts.clear()


def plain(inner: str, *, title: str = "Kettle") -> str:
    return (
        f"<html lang=en><head><title>{title}</title></head><body><nav><h1><a href='/'>Kettle</a></h1>"
        f"<ul><li><a href='/forum/'>Forum</a></li><li><a href='/blog/'>Blog</a></li></ul></nav>{inner}"
        "<footer><p>Kettle, a site for neighbours. 2014 - 2026</p></footer></body></html>"
    )


def remarks(posts: Sequence[Said]) -> str:
    """The remarks of readers under an article, as the commonest of weblogs writes them."""
    rows = "".join(
        f"<li id='comment-{n + 3}' class='comment {'odd alt thread-odd thread-alt' if n % 2 else 'even thread-even'} depth-1'>"
        f"<article class=comment-body><footer class=comment-meta><div class='comment-author vcard'><b class=fn>{said.author}</b> <span class=says>says:</span></div>"
        f"<div class=comment-metadata><a href='/?p=6#comment-{n + 3}'><time>{said.time}</time></a></div></footer>"
        f"<div class=comment-content>{said.html}</div><div class=reply><a class=comment-reply-link href='/?p=6&replytocom={n + 3}'>Reply</a></div></article></li>"
        for n, said in enumerate(posts)
    )
    return f"<article class='post type-post'><h1 class=entry-title>Warm houses</h1><div class=entry-content><p>Ours was cold for years. Then we had the loft done, and the north wall.</p></div></article><div class=comments-area><h2>{len(posts)} thoughts on “Warm houses”</h2><ol class=comment-list>{rows}</ol><h3>Leave a Reply</h3></div>"


def test_an_article_with_remarks_below_it_is_no_thread() -> None:
    found = page(plain(remarks(POSTS), title="Warm houses"), url="https://blog.example/?p=6")

    assert kind_of(found).kind is Kind.NEITHER


def in_one_list(least: int = 1) -> str:
    """All threads of a forum that has no boards, each a number below the forum's own address."""
    rows = "".join(
        f"<tr class=thread-list__row><td class=thread-list__pin></td><td class=thread-list__label></td><td class=thread-list__title><a href='/forum/{40 + n}/'>{title}</a></td>"
        f"<td class=thread-list__post-count>{n + least}</td><td class=thread-list__author>kestrel</td>"
        f"<td class=thread-list__latest-post><a href='/forum/{40 + n}/?page=last'><time>{9 - n}.3.2026 10:0{n}</time><br>marram</a></td></tr>"
        for n, title in enumerate(TITLES)
    )
    return f"<table class=thread-list><thead><tr><th></th><th></th><th>Thread</th><th>Posts</th><th>Author</th><th>Latest post</th></tr></thead>{rows}</table>"


def test_the_threads_of_a_forum_without_boards_are_no_boards() -> None:
    front = page(plain(in_one_list(), title="Forum - Kettle"), url=FORUM)

    assert [board.slug for board in parse.boards(front, SITE)] == ["/forum/"]


@pytest.mark.parametrize(("least", "replies"), [(1, [0, 1, 2, 3]), (0, [0, 1, 2, 3])])
def test_posts_of_a_thread_are_one_more_than_its_replies_unless_a_thread_has_none(
    least: int, replies: list[int]
) -> None:
    html = in_one_list(least)

    lines = parse.board_page(page(plain(html), url=FORUM), SITE).lines

    assert [line.replies for line in lines] == replies
    assert lines[0].asked == lines[0].last_post


def since(rows: Sequence[tuple[str, str]]) -> str:
    """A list that says how long ago each thread was written to, in words that may come twice."""
    return "".join(
        f"<li class='{'odd' if n % 2 else 'even'}'><p class=right>{n + 2} answers</p><h4><a href='/forum/category/heat/{40 + n}/'>{title}</a></h4>"
        f"<p>Since {time} - By <em>kestrel</em></p></li>"
        for n, (title, time) in enumerate(rows)
    )


def test_two_threads_of_the_same_age_both_tell_it() -> None:
    html = since(
        tuple(
            zip(
                TITLES,
                ("2 weeks, 1 day", "3 months, 2 weeks", "3 months, 2 weeks", "1 year"),
                strict=True,
            )
        )
    )

    lines = parse.board_page(
        page(plain(f"<ul class=threads-list>{html}</ul>"), url=FORUM), SITE
    ).lines

    ages = [
        line.last_post and round((NOW - line.last_post.at) / timedelta(days=1)) for line in lines
    ]
    assert ages == [15, 104, 104, 365]


def test_what_one_may_do_in_a_board_is_none() -> None:
    html = f"<dl class=sub-nav><dd><a href='/forum/category/heat/create/'>New thread</a></dd><dd><a href='/forum/category/heat/?open'>New thread</a></dd></dl><ul>{since([(title, '2 weeks') for title in TITLES])}</ul>"

    boards = parse.boards(page(plain(html), url=f"{FORUM}category/heat/"), SITE)

    assert [board.slug for board in boards] == ["/forum/category/heat/"]


HINT = (
    "<h3 id=reply>New message</h3><form method=post><div class=form-group><label>Message</label><textarea name=text></textarea></div>"
    "<div class=form-group><div class=checkbox><label><input type=checkbox> Watch this thread</label>"
    "<div class=help-block>You will receive an email notification for each new post in this thread. You can disable it in the thread detail if needed.</div></div></div></form>"
)
IS_CLOSED = (
    "<div class='alert-box warning'><p>This thread is closed, you can't add it a new post</p></div>"
)


@pytest.mark.parametrize("below", [HINT, IS_CLOSED])
@pytest.mark.parametrize(
    "words",
    [
        "Ask for a review in writing within a month.",
        "Ask for a review in writing. It depends on the date on the notice, and on who wrote it.",
    ],
)
def test_a_lone_post_is_read_beside_what_its_page_says_of_answering(words: str, below: str) -> None:
    html = (
        "<div class=row><div class='small-12 columns'><ul class=breadcrumbs><li><a href='/'>Home</a></li><li><a href='/forum/category/heat/'>Pay and allowances</a></li>"
        "<li class=current><a href='/forum/category/heat/41/'>Backdating the winter payment</a></li></ul><h2>Backdating the winter payment</h2>"
        "<div class=clearfix><dl><dt>Actions:</dt><dd><a href='?watch'>Watch this thread</a></dd></dl></div>"
        "<div id=forum-post-65 class='row post odd'><div class='columns medium-2'><p>robin_w <a href='#forum-post-65'>#65</a></p></div><div class='columns medium-10'>"
        f"<div class='panel radius'><div class=date><h4>Since 2 weeks</h4></div><div class=message><p>{words}</p></div><ul class=actions><li><a class=button href='#reply'>Reply</a></li></ul></div></div></div><hr>{below}</div></div>"
    )

    (post,) = parse.thread_page(
        page(plain(html), url=f"{FORUM}category/heat/41/"), SITE, keep_names=True
    ).posts

    assert (post.text, post.author) == (words, "robin_w")
    assert post.posted_at == datetime(2026, 3, 6, 12, tzinfo=UTC)


def test_a_post_without_a_name_is_called_the_same_a_day_later_though_its_age_is_another() -> None:
    def called(age: int, later: timedelta) -> list[str]:
        said = [
            Said(one.author, f"{age + 4 - n} days ago", one.html) for n, one in enumerate(POSTS)
        ]
        html = "".join(
            f"<li class=reply-item><p><a href='/u/{one.author}/'>{one.author}</a><br><span>{one.time}</span></p><div class=reply-content>{one.html}</div></li>"
            for one in said
        )
        found = page(plain(f"<ul class=reply-list>{html}</ul>"), at=NOW + later)
        return [post.external_id for post in parse.thread_page(found, SITE, keep_names=True).posts]

    assert called(3, timedelta()) == called(4, timedelta(days=1))
    assert len(set(called(3, timedelta()))) == len(POSTS)
