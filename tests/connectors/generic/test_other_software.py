# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Threads as forum software writes them for which there is no connector.

The shapes are those of real software; the pages and all that is said in them are invented.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.pages import ThreadPage
from alongside.connectors.port import Post, Precision
from tests.connectors.generic.invented import (
    NOW,
    POSTS,
    QUESTION,
    SITE,
    Said,
    in_boxes,
    page,
    whole,
)

SHORT = (
    Said("robin_w", "3 March 2026, 09:15", "<p>Is it form 12 or form 14?</p>"),
    Said("kestrel", "3 March 2026, 09:20", "<p>14</p>"),
    Said("robin_w", "3 March 2026, 09:25", "<p>Sure?</p>"),
    Said("kestrel", "3 March 2026, 09:31", "<p>Yes.</p>"),
)
TWO = (
    Said("robin_w", "3 March 2026, 09:15", "<p>How long does it take? Mine ends in April.</p>"),
    Said("kestrel", "3 March 2026, 11:40", "<p>About six weeks here.</p>"),
)
ASIDE = (
    "<aside class=widget-area><section class=widget><h2>News</h2><ul><li><a href='/2026/02/week/'>The week is coming</a>"
    " <span>20 February 2026</span></li></ul></section><section class=widget><p>The Hearth was founded by neighbours and"
    " lives on gifts. If you like what you read here, please think of giving a little.</p></section></aside>"
)


def heads_apart(posts: Sequence[Said]) -> str:
    """Day and number in a head of its own, the author within the box; titles named as the bodies."""
    title = "<div class='reply-author'>Author</div><div class='reply-content'>Posts</div>"
    rows = "".join(
        f"<li><div id='post-{40 + n}' class=reply-header><span class=reply-date>{said.time}</span>"
        f" <a href='#post-{40 + n}'>#{40 + n}</a></div><div class='user-id-{n} reply post-{40 + n}'><div class=reply-author>"
        f"<a href='/users/{said.author}/'><img class=avatar> <span class=author-name>{said.author}</span></a>"
        f"<div class=author-role>Participant</div></div><div class=reply-content>{said.html}</div></div></li>"
        for n, said in enumerate(posts)
    )
    return f"<ul class=replies><li class=reply-header>{title}</li><li><ul>{rows}</ul></li><li class=reply-footer>{title}</li></ul>{ASIDE}"


def in_columns(posts: Sequence[Said]) -> str:
    """Two cells a post, no class that tells them apart, the time above the words."""
    rows = "".join(
        f"<tr><td bgcolor=#eee><b><span class=txt><a href='pop_profile.asp?id={n}'>{said.author}</a></span></b><br>"
        f"<small>Member</small><br><small>112 posts</small></td><td bgcolor=#eee><font size=1>Posted - {said.time}</font>"
        f"<hr><a name={400 + n}></a><font><span class=txt>{said.html}</span></font></td></tr>"
        for n, said in enumerate(posts)
    )
    return f"<table><tr><td>Author</td><td>Topic</td></tr>{rows}</table>"


def in_rows_of_three(posts: Sequence[Said]) -> str:
    """A cell beside three rows: the time, the words, what one may do; told apart by looks alone."""
    rows = "".join(
        f"<tr><td rowspan=3 class=cell width=18%><font class=txt><b>{said.author}</b></font><br>Member<br>Joined: 5-4-2019"
        f"<br>Offline</td><td class=cell height=30><a name=pid{50 + n}></a><a href='view?tid=41&pid={50 + n}'><img></a> posted"
        f" on {said.time}</td></tr><tr><td class=cell height=80><font class=txt>{said.html}</font></td></tr><tr><td class=cell>"
        f"<a href='/report'>Report</a></td></tr>"
        for n, said in enumerate(posts)
    )
    return f"<table><tr><td>Author</td><td>Topic: Heating allowance</td></tr>{rows}</table>"


def with_links_inside(posts: Sequence[Said]) -> str:
    """Anchor before the post, a title in it, and what one may do at the end of its words."""
    return "".join(
        f"<a name=msg-{80 + n}></a><div class=message><table><tr><td><div class=message-author><a href='profile.php?3,{n}'>"
        f"{said.author}</a></div><small><b>{'Re: ' if n else ''}Heating allowance</b><br>{said.time}</small></td><td>Registered:"
        f" 7 years ago<br>Posts: {12 + n}</td></tr></table><div class=message-body>{said.html}<div class=message-options>"
        f"<a href='read.php?3,80,{80 + n}#REPLY'>Reply</a> <a href='read.php?3,80,{80 + n},quote=1'>Quote</a></div></div></div>"
        for n, said in enumerate(posts)
    )


def question_and_comments(posts: Sequence[Said]) -> str:
    """The opening post is written otherwise than the replies, which stand within it."""
    first, *others = posts
    comments = "".join(
        f"<a id=comment-{60 + n}></a><div class=comment><div class=submitted><p><a class=username href='/user/{n}'>"
        f"{said.author}</a></p><p>{said.time}</p></div><div class=comment-text><div class=content><div class=field><div"
        f" class='field-item even'>{said.html}</div></div></div></div></div>"
        for n, said in enumerate(others)
    )
    return (
        f"<div id=node-41 class=node><div class=submitted><span>Submitted by <a class=username href='/user/1'>{first.author}"
        f"</a> on {first.time}</span></div><div class=content><div class=field><div class='field-item even'>{first.html}</div>"
        f"</div></div><div id=comments>{comments}</div></div>"
    )


def cards(posts: Sequence[Said]) -> str:
    """Classes of a kit of parts, which say how things look and not what they are."""
    return "".join(
        f"<div class='card mb-3' id=row{n}><div class='card-header d-flex'><a class=btn-sm href='/Profile/{n}/{said.author}'>"
        f"{said.author}</a> <span class='badge bg-secondary'>Member</span></div><div class='card-body'><div class=d-flex>"
        f"<time>{said.time}</time> <a id=post{50 + n} href='/Posts/m{50 + n}/heat'>#{n + 1}</a></div><div class=message>"
        f"<div>{said.html}</div></div></div></div>"
        for n, said in enumerate(posts)
    )


SHAPES: dict[str, Callable[[Sequence[Said]], str]] = {
    "heads apart": heads_apart,
    "columns": in_columns,
    "rows of three": in_rows_of_three,
    "links inside": with_links_inside,
    "question and comments": question_and_comments,
    "cards": cards,
}


def thread(html: str, *, keep_names: bool = True) -> ThreadPage:
    return parse.thread_page(page(html), SITE, keep_names=keep_names)


def read(html: str, *, keep_names: bool = True) -> tuple[Post, ...]:
    return thread(html, keep_names=keep_names).posts


@pytest.mark.parametrize("said", [POSTS, SHORT, TWO], ids=["usual", "short", "two"])
@pytest.mark.parametrize("shape", SHAPES)
def test_posts_are_whole_and_nothing_else_is_in_them(shape: str, said: Sequence[Said]) -> None:
    posts = read(whole(SHAPES[shape](said)))

    assert [post.author for post in posts] == [one.author for one in said]
    assert [post.text for post in posts] == [words_of(one) for one in said]
    assert all(post.posted_at and post.posted_at.minute % 5 in (0, 1, 2) for post in posts)
    assert not any(post.external_id.startswith("t") for post in posts)
    assert len({post.external_id for post in posts}) == len(said)


def words_of(said: Said) -> str:
    from alongside.connectors.plain_text import html_to_plain

    return html_to_plain(said.html)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_thread_of_one_post_is_read_beside_news_and_notices(shape: str) -> None:
    (post,) = read(whole(SHAPES[shape]((QUESTION,))))

    assert (post.author, post.text) == ("robin_w", words_of(QUESTION))
    assert post.posted_at == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "note",
    [
        "<span class=sm>Last edited by kestrel on 4 March 2026, 10:00.</span>",
        "<div class=note>Dieser Beitrag wurde zuletzt von kestrel am 4. März 2026, 10:00 bearbeitet.</div>",
        "<p class=mod>Dernière modification par <a href='/user/kestrel'>kestrel</a> le 4 mars 2026 à 10h00</p>",
        "<div class='alert'>Edited <time datetime=2026-03-04T10:00:00Z>by kestrel</time> | Reason: none</div>",
        "<i class=pstatus>本帖最后由 kestrel 于 2026-3-4 10:00 编辑</i>",
    ],
)
def test_a_note_of_an_edit_is_neither_the_posts_words_nor_its_time(note: str) -> None:
    said = [POSTS[0], Said("kestrel", POSTS[1].time, f"{POSTS[1].html}{note}"), *POSTS[2:]]

    second = read(whole(heads_apart(said)))[1]

    assert second.text == words_of(POSTS[1])
    assert second.posted_at == datetime(2026, 3, 3, 11, 40, tzinfo=UTC)


def test_what_a_member_says_of_an_edit_stays() -> None:
    said = Said("kestrel", POSTS[1].time, "<p>I edited my letter on 3 March 2026 and sent it.</p>")

    assert read(whole(heads_apart([POSTS[0], said, *POSTS[2:]])))[1].text == words_of(said)


@pytest.mark.parametrize(
    "signature",
    ["<br>____________________<br>Ask me about boilers", "<hr class=sig>Ask me about boilers"],
)
def test_what_stands_under_a_line_is_a_signature(signature: str) -> None:
    said = [Said(one.author, one.time, f"{one.html}{signature}") for one in POSTS]

    assert [post.text for post in read(whole(in_columns(said)))] == [words_of(s) for s in POSTS]


@pytest.mark.parametrize(
    "head",
    [
        "<cite>robin_w wrote:</cite>",
        "<b>robin_w schrieb am 3. März 2026:</b><br>",
        "robin_w a écrit :",
    ],
)
def test_without_names_nobody_is_named_before_a_quotation(head: str) -> None:
    said = Said(
        "kestrel", POSTS[1].time, f"{head}<blockquote>The form asks</blockquote><p>It does.</p>"
    )

    posts = read(whole(heads_apart([POSTS[0], said, *POSTS[2:]])), keep_names=False)

    assert posts[1].text == "It does."


@pytest.mark.parametrize("head", ["Originally posted by robin_w", "Original von robin_w"])
def test_without_names_nobody_is_named_in_a_quotation_without_marks(head: str) -> None:
    quoted = f"<table><tr><td><b>Zitat:</b><hr><i>{head}</i><br>The form asks</td></tr></table><p>Yes.</p>"

    posts = read(
        whole(in_columns([QUESTION, Said("kestrel", POSTS[1].time, quoted)])), keep_names=False
    )

    assert "robin" not in posts[1].text
    assert posts[1].text.endswith("Yes.")


def test_how_long_somebody_is_a_member_is_no_time_of_a_post() -> None:
    html = in_columns(POSTS).replace("112 posts", "112 posts</small><br><small>82 months")

    posts = read(whole(html))

    assert posts[0].posted_at == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)


def test_figures_of_a_day_may_be_raised() -> None:
    said = [
        Said(s.author, s.time.replace(" March 2026,", "<sup>th</sup> March 2026 at"), s.html)
        for s in POSTS
    ]

    posts = read(whole(in_columns(said)))

    assert posts[1].posted_at == datetime(2026, 3, 3, 11, 40, tzinfo=UTC)


def test_texts_in_signs_that_say_more_are_found() -> None:
    said = (
        Said(
            "小雨",
            "2026-1-20 18:04",
            "<p>大家好，我们一月份搬了家，请问住房补贴需要重新申请吗？</p>",
        ),
        Said("老王", "2026-1-21 08:30", "<p>需要在一个月之内重新申请。</p>"),
        Said("小雨", "2026-1-22 09:05", "<p>谢谢！</p>"),
    )

    posts = read(whole(heads_apart(said), lang="zh"))

    assert [(post.author, post.text) for post in posts] == [(s.author, words_of(s)) for s in said]
    assert {post.precision for post in posts} == {Precision.MINUTE}


def test_the_threads_title_is_not_the_sites() -> None:
    html = whole(in_columns(POSTS)).replace("<header>", "<header><h1>The Hearth</h1>")

    assert thread(html).title == "Heating allowance"


@pytest.mark.parametrize(
    ("url", "pager", "following"),
    [
        ("https://forum.example/topic/heat/", "<div class=pages><strong>1</strong><a href='?part=2'>2</a></div>", "https://forum.example/topic/heat/?part=2"),
        ("https://forum.example/Posts/t41/heat", "<ul><li class=active><a href='/Posts/t41/heat'>1</a></li><li><a href='/Posts/t41p2/heat'>2</a></li></ul><a title='Go to Next Page' href='/Posts/t41p2/heat'></a>", "https://forum.example/Posts/t41p2/heat"),
        ("https://forum.example/YaBB.pl?num=41", "Pages: <b>1</b> <a href='/YaBB.pl?num=41/15'>2</a> <a href='/YaBB.pl?num=41/15'>»</a>", "https://forum.example/YaBB.pl?num=41/15"),
        ("https://forum.example/forum-2-1.html", "<div class=pg><strong>1</strong><a href='forum-2-2.html'>2</a><a class=nxt href='forum-2-2.html'>下一页</a></div>", "https://forum.example/forum-2-2.html"),
        ("https://forum.example/index.php?topic=41.0", "Pages: [<b>1</b>] <a href='?topic=41.15'>2</a> « <a href='?topic=41.0;prev_next=prev'>previous</a> <a href='?topic=41.0;prev_next=next'>next</a> »", "https://forum.example/index.php?topic=41.15"),
        ("https://forum.example/YaBB.pl?num=41/15", "Pages: <a href='/YaBB.pl?num=41/0'>1</a> <b>2</b> <a href='/YaBB.pl?num=41/30'>3</a>", "https://forum.example/YaBB.pl?num=41/30"),
        ("https://forum.example/q/41", "<a class=load-more href='/q/41?cursor=abc'>Load more replies</a>", "https://forum.example/q/41?cursor=abc"),
        ("https://forum.example/read?t=41", "<a href='/read?t=40'>«</a> <a href='/read?t=42'>»</a>", ""),
    ],
)  # fmt: skip
def test_the_next_page_is_the_address_with_one_number_more(
    url: str, pager: str, following: str
) -> None:
    assert parse.following_page(page(whole(pager), url=url), SITE) == following


LATEST = "".join(
    f"<li><a href='/users/u{n}'>user{n}</a> in <a href='/topic/{n}-coins'>Paid in {word} coins</a> <span>{n} March 2026, 11:1{n}"
    f"</span><p>I was told by the {word} office that all of it was paid in {word} coins, and so was she…</p></li>"
    for n, word in enumerate(["old", "new", "round", "green", "heavy", "fifth", "sixth"], start=1)
)
SIMILAR = "".join(
    f"<tr><td><a href='/topic/{n}-coins'>About the {word} allowance in the north</a> by <a href='/users/u{n}'>user{n}</a></td>"
    f"<td>{n + 2}</td><td>{n} March 2026, 10:1{n}</td></tr>"
    for n, word in enumerate(["old", "new", "winter", "summer", "council"], start=1)
)
BESIDE = {
    "latest posts": f"<div><h4>Latest posts</h4><ul>{LATEST}</ul></div>",
    "named": f"<div class=latest-posts><ul>{LATEST}</ul></div>",
    "similar threads": f"<div><h3>Similar threads</h3><table>{SIMILAR}</table></div>",
    "cookies": "<div class=cookie-notice><p>We use cookies to make this site work, to count who comes, and for nothing else."
    " You may say no to all but the needed ones at any time. Last changed on 1 March 2026.</p></div>",
}


@pytest.mark.parametrize("said", [POSTS, SHORT, TWO], ids=["usual", "short", "two"])
@pytest.mark.parametrize("beside", BESIDE)
def test_other_threads_beside_the_posts_are_none_of_them(beside: str, said: Sequence[Said]) -> None:
    html = whole(f"{BESIDE[beside]}{cards(said)}{BESIDE[beside]}")

    assert [post.text for post in read(html)] == [words_of(one) for one in said]
    assert kind_of(page(html)).kind is Kind.THREAD


def test_a_title_without_a_word_is_none() -> None:
    html = whole(in_boxes()).replace(
        "<title>Heating allowance - The Hearth</title>", "<title>-</title>"
    )

    assert parse.thread_page(page(html), SITE, keep_names=False).title == "Heating allowance"


def test_a_page_of_the_latest_threads_is_a_list() -> None:
    html = whole(f"<div class=latest-topics><h2>Latest topics</h2><table>{SIMILAR}</table></div>")

    assert kind_of(page(html, url="https://forum.example/topics/latest")).kind is Kind.BOARD


def test_a_list_of_threads_beside_prose_is_a_list() -> None:
    rows = "".join(
        f"<ul class=topic><li class=topic-title><a href='/forums/topic/heating-{n}/'>What about heating, part {n}?</a>"
        f" <a class=page href='/forums/topic/heating-{n}/page/2/'>2</a></li><li>{n}</li><li>{n + 3}</li><li>{n} days ago</li></ul>"
        for n in range(1, 11)
    )
    found = page(whole(rows + ASIDE, title="Warm houses"), url="https://forum.example/forums/heat/")

    assert kind_of(found).kind is Kind.BOARD
    assert len(parse.board_page(found, SITE).lines) == 10
    assert (
        min(line.last_post.at for line in parse.board_page(found, SITE).lines if line.last_post)
        < NOW
    )


def test_a_note_of_an_edit_is_seen_where_the_layout_of_the_forum_is_known() -> None:
    known = in_boxes(POSTS)
    note = "<p class=note>Last edited by kestrel: 4 March 2026, 10:00</p>"
    last = POSTS[-1]
    again = in_boxes([*POSTS[:-1], Said(last.author, last.time, f"{last.html}{note}")])

    read(whole(known))

    assert [post.text for post in read(whole(again))] == [post.text for post in read(whole(known))]


@pytest.mark.parametrize("names", ["with-sidebar", "latest-posts", "widget"])
def test_posts_are_found_where_the_whole_page_is_called_like_what_stands_beside(names: str) -> None:
    html = whole(f"<div class='{names}'>{cards(POSTS)}</div>")

    assert [post.text for post in read(html)] == [words_of(one) for one in POSTS]


def test_a_lone_question_is_read_below_the_thread_s_title_and_no_notice_above_it() -> None:
    notice = (
        "<div class='notice content-wrapper'><p>This forum lives on gifts of those who read here. If it was of use to you, please think of"
        " giving a little, so that it can go on for another year.</p><p>What comes in is spent on the machine on which it runs, and on"
        " the name under which you find it. Nobody is paid for what they do here, and nobody ever was; the accounts stand below.</p>"
        "<p>Thank you to all who gave in the year that has passed, and to those who answer questions here every evening.</p></div>"
    )
    post = (
        "<div class=question-box><h1>Heating allowance</h1><div class=question-body><p>Whom do I ask, when the office is closed until the week after next?</p></div>"
        "<div class=by><a href='/users/10/robin_w/'>robin_w</a> asked <abbr title='2026-03-03 09:15:00+00:00'>3 March</abbr></div></div>"
    )

    heading = "<h1>Heating allowance</h1>"

    (question,) = read(whole("").replace(heading, notice + post))

    assert (question.text, question.author) == (
        "Whom do I ask, when the office is closed until the week after next?",
        "robin_w",
    )


def test_law_4_mails_in_preformatted_text_name_nobody_whom_they_quote() -> None:
    mails = [
        Said(
            said.author,
            said.time,
            f"<pre>On 2 March 2026, Wren T &lt;wren@mail.example&gt; wrote:\n&gt; Who pays for it?\n\n{words}</pre>",
        )
        for said, words in zip(
            POSTS,
            (
                "The council pays, if you ask before the end of the month.",
                "And if you are late? Mine was refused in February.",
                "Then ask again in writing, and keep a copy of it.",
                "That worked here. It took them nine weeks to answer.",
            ),
            strict=True,
        )
    ]

    posts = parse.thread_page(page(whole(in_boxes(mails))), SITE, keep_names=False).posts

    assert posts[0].text == "The council pays, if you ask before the end of the month."
    assert not any("Wren" in post.text or "Who pays" in post.text for post in posts)


@pytest.mark.parametrize(
    "names",
    [
        [f"post-{n:08x}-778a-4219-8fc3-f7a7b31bf2f{n}" for n in (0x7E7AECD, 0xABEA828, 0xD666CE2)],
        [
            f"comment-{n}"
            for n in (
                "5f3a9c1e7b2d4e6f8a9b0c1d",
                "6a0b1c2d3e4f5a6b7c8d9e0f",
                "f00dfacecafe0123456789ab",
            )
        ],
        [f"message_{n}" for n in ("k3j9x2m1qz", "p0w8a7s6d5", "z9y8x7w6v5")],
    ],
)
def test_posts_are_called_by_numbers_that_are_written_with_letters(names: Sequence[str]) -> None:
    """UUIDs and the like, as software without a counter has them."""
    boxes = "".join(
        f"<div class=box id='{name}'><b>{said.author}</b> <i>{said.time}</i><div class=words>{said.html}</div></div>"
        for name, said in zip(names, POSTS, strict=False)
    )

    posts = parse.thread_page(page(whole(boxes)), SITE, keep_names=True).posts

    assert [post.external_id for post in posts] == list(names)
    assert posts[1].address.endswith(f"#{names[1]}")
