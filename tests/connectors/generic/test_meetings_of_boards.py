# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What boards and courses do that were met late: each page is invented in the shape of theirs."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from alongside.connectors.dates import DateReader
from alongside.connectors.day_orders import month_comes_first
from alongside.connectors.generic import parse
from alongside.connectors.generic.authors import name_before_time
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.pages import ThreadLine, ThreadPage
from alongside.connectors.port import Precision, Unreadable
from tests.connectors.generic.invented import NOW, POSTS, SITE, THREAD, Said, page

AUTHORS = [said.author for said in POSTS]
TITLE = "Heating allowance"
WORDS = [
    "My mother moved in with us in January. Does she still get the heating allowance?",
    "Yes, it follows the person and not the house.",
    "That is a relief.",
    "We had the same, and sent the new address in February.",
]


def thread(html: str, *, keep_names: bool = True, url: str = THREAD) -> ThreadPage:
    return parse.thread_page(page(html, url=url), SITE, keep_names=keep_names)


def whole(inner: str, *, before: str = "") -> str:
    return f"<html lang=en><head><title>{TITLE} | The Hearth</title></head><body>{before}<h1>{TITLE}</h1>{inner}</body></html>"


# An opening post that holds its replies

TRAIL = "<nav class=crumbs><ol><li><a href='/'>Home</a></li><li><a href='/board/3'>Warm homes</a></li></ol></nav>"


def _held_by_opening(authors: Sequence[str], *, times: Sequence[str], by: str) -> str:
    replies = "".join(
        f"<article class=reply id=c{number}><footer class=reply-meta><p class=reply-author><span>{author}</span></p><p class=reply-time>{time}</p></footer>"
        f"<div class=reply-content><h3><a class=permalink href='/reply/{number}'>{' '.join(words.split()[:4])}</a></h3><div class='field field-name-body'><p>{words}</p></div></div></article>"
        for number, (author, time, words) in enumerate(zip(authors, times, WORDS, strict=True))
        if number
    )
    return whole(
        f"<article class=node><header>{by.format(author=authors[0], time=times[0])}</header><div class=node-content>"
        f"<div class='field field-name-boards'><div class=field-label>Boards</div><div class=field-item><a href='/board/3'>Warm homes</a></div></div>"
        f"<div class='field field-name-body'><p>{WORDS[0]}</p></div></div><div id=replies><section><h2>3 replies</h2>{replies}</section></div></article>",
        before=TRAIL,
    )


IN_A_LINE = "<div class=meta><span>By <span class=node-author><span>{author}</span></span>, {time}</span></div>"
SUBMITTED = "<div class=submitted>Submitted by <span class=username>{author}</span> on {time}</div>"


@pytest.mark.parametrize("by", [IN_A_LINE, SUBMITTED])
def test_the_author_above_a_post_that_holds_its_replies_is_told_by_the_line_of_its_time(
    by: str,
) -> None:
    posts = thread(_held_by_opening(AUTHORS, times=[said.time for said in POSTS], by=by)).posts

    assert [post.author for post in posts] == AUTHORS
    assert [post.text for post in posts] == WORDS


def test_a_board_that_a_trail_names_wrote_nothing() -> None:
    by = "<div class=meta><span class=when>{time}</span></div>"
    posts = thread(_held_by_opening(AUTHORS, times=[said.time for said in POSTS], by=by)).posts

    assert [post.author for post in posts] == ["", *AUTHORS[1:]]


def test_a_subject_made_of_a_post_s_first_words_is_nobody() -> None:
    html = _held_by_opening(["robin_w"] * 4, times=[said.time for said in POSTS], by=IN_A_LINE)

    assert {post.author for post in thread(html).posts} <= {"robin_w", ""}


# Days


def test_a_weekday_tells_the_month_from_the_day() -> None:
    reader = DateReader(now=NOW, language="en")

    assert month_comes_first(["Mon, 03/02/2026 - 09:00"], reader)
    assert not month_comes_first(["Tue, 03/02/2026 - 09:00"], reader)
    assert month_comes_first(["Monday 03/02/26"], reader)


@pytest.mark.parametrize("text", ["Sat, 03/02/2026", "Mon or Tue, 03/02/2026", "03/02/2026"])
def test_a_weekday_of_neither_day_tells_nothing(text: str) -> None:
    assert not month_comes_first([text], DateReader(now=NOW, language="en"))


# Signatures

FAREWELL = "All that is said here is my own view"


def _in_cells(said: Sequence[Said], ends: Sequence[str]) -> str:
    rows = "".join(
        f"<tr><td class=head><a id=post_{number}></a><a href='/user.php?id.{number}'><b>{one.author}</b></a></td><td class=head>{one.time}</td></tr>"
        f"<tr><td class=side><img src=a.png><br>Posts: {number + 41}</td><td class=words id=words_{number}>{one.html}{end}</td></tr>"
        for number, (one, end) in enumerate(zip(said, ends, strict=True))
    )
    return whole(f"<table class=board>{rows}</table>")


SIGNED = [
    f"<br><hr style='width:15%; text-align:left'><span class=small>{FAREWELL}</span>",
    f"<hr width='40%' align=left size=1>{FAREWELL}",
    f"<br><br><div class='signature' />{FAREWELL}</div><div class=tools><a href='/report'>Report</a></div>",
]


@pytest.mark.parametrize("end", SIGNED)
def test_a_signature_in_no_element_of_its_own_is_no_part_of_a_post(end: str) -> None:
    plain = [
        replace(said, html=f"<p>{words}</p>") for said, words in zip(POSTS, WORDS, strict=True)
    ]
    posts = thread(_in_cells(plain, [end, "", end, end])).posts

    assert [post.text for post in posts] == WORDS


@pytest.mark.parametrize("end", SIGNED)
def test_a_page_without_signatures_does_not_teach_to_read_them(end: str) -> None:
    plain = [
        replace(said, html=f"<p>{words}</p>") for said, words in zip(POSTS, WORDS, strict=True)
    ]
    thread(_in_cells(plain, [""] * 4), url="https://signed.example/topic/1")
    posts = thread(_in_cells(plain, [end] * 4), url="https://signed.example/topic/2").posts

    assert [post.text for post in posts] == WORDS


@pytest.mark.parametrize(
    "rule", ["<hr>", "<hr class=drawn>", "<hr style='width:100%'>", "<hr width='100%'>"]
)
def test_what_a_member_writes_below_a_rule_is_the_member_s(rule: str) -> None:
    html = f"<p>{{}}</p>{rule}<p>And one thing more: do they take it by mail?</p>"
    plain = [
        replace(said, html=html.format(words)) for said, words in zip(POSTS, WORDS, strict=True)
    ]
    posts = thread(_in_cells(plain, [""] * 4)).posts

    assert all("one thing more" in post.text for post in posts)


# One message above a list of all


def _above_a_list(words: str, *, foot: str) -> str:
    rows = "".join(
        f"<tr><td><a class=big href='javascript://'>Re: {TITLE}</a><div class=by>By: <a href='?t=usrinfo&id={number}'>{said.author}</a> on {said.time}</div></td></tr>"
        for number, said in enumerate(POSTS)
    )
    said = POSTS[1]
    return (
        f"<html><head><title>Warm homes: {TITLE}</title></head><body><div class=top><span class=big>The Hearth</span><br><span class=below>For all who keep a house warm</span></div><table><tr><td>"
        f"<table class=message><tr><td><a href='?t=msg&goto=901'>Re: {TITLE}</a></td><td><span class=when>Tue, {said.time}</span></td></tr><tr><td colspan=2><a href='?t=usrinfo&id=6'>{said.author}</a><br><b>Messages:</b> 41</td></tr>"
        f"<tr><td colspan=2 class=body><span class=text>{words}</span><div class=small><p class=right><a href='?t=report'>Report message to a moderator</a></p></div></td></tr></table>"
        f"<table class=tree>{rows}</table><div class=small>{foot}</div></td></tr></table></body></html>"
    )


FOOT = "Total time taken to generate the page: 0.01213 seconds"


@pytest.mark.parametrize("words", ["Yes, it follows the person.", "Not here."])
def test_what_may_be_done_with_a_message_and_how_fast_a_page_was_made_are_no_posts(
    words: str,
) -> None:
    html = _above_a_list(words, foot=FOOT)
    try:
        posts = thread(html).posts
    except Unreadable:
        return

    assert [(post.author, post.text) for post in posts] == [("kestrel", words)]


def test_a_weekday_before_a_day_wrote_nothing() -> None:
    reader = DateReader(now=NOW)

    assert name_before_time("Mon, 2 March 2026", reader) == ""
    assert name_before_time("Sam, 2 March 2026", reader) == ""  # in French, a Saturday
    assert name_before_time("Sam - 2 March 2026", reader) == "Sam"
    assert name_before_time("robin, 2 March 2026", reader) == "robin"


# Only posts


def _in_rows(said: Sequence[Said]) -> str:
    rows = "".join(
        f"<tr class=odd><td rowspan=2 class=row><strong><a href='/member/{number}'>{one.author}</a></strong><div>Junior Member<br>Posts: {number + 40}</div></td><td class=row><table><tr><td class=small><a href='?pid={number}'>posted on {one.time}</a></td></tr></table></td></tr>"
        f"<tr class=odd><td class=row><strong></strong><div class=medium>{one.html}</div></td></tr>"
        for number, one in enumerate(said)
    )
    return f"<html lang=en><head><title>{TITLE} - The Hearth</title></head><body><table><tr class=header><td>Author: </td><td>Subject: {TITLE}</td></tr>{rows}</table></body></html>"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_head_of_a_table_is_no_post_above_few(number: int) -> None:
    posts = thread(_in_rows(POSTS[:number])).posts

    assert [post.author for post in posts] == AUTHORS[:number]
    assert not any("Subject" in post.text for post in posts)


def test_a_title_behind_the_time_of_a_lone_post_is_none_of_its_words() -> None:
    said = POSTS[0]
    html = (
        f"<html lang=en><head><title>{TITLE} - The Hearth</title></head><body><h2><a href='/topic/41'>{TITLE}</a></h2><div class=message><div class=side><p class=userName><a href='/user/5'><span>{said.author}</span></a></p><p>Beginner</p><p>Posts: 47</p></div>"
        f"<div class=content><div class=inner><div class=head><p class=count><a href='#post1'>1</a></p><div><p class=light>{said.time}</p></div></div><h3 class=messageTitle><span>{TITLE}</span></h3><div class=words><div>{WORDS[0]}</div></div>"
        "<div class=buttons><ul><li><a href='#top'><span>Go to the top of the page</span></a></li><li><a href='/quote'><span>Quote</span></a></li></ul></div></div></div></div></body></html>"
    )
    (post,) = thread(html).posts

    assert (post.author, post.text) == (said.author, WORDS[0])


# Lists


def _as_trees(states: Sequence[str]) -> str:
    return "".join(
        f"<ul class=tree><li><a class='{state}' href='index.php?id={40 + number}'>{title}</a> <span class=meta><strong>robin_w</strong>, <span>2026-03-0{number + 1}, 09:15</span></span>"
        + (
            f"<ul class=reply><li><a class=reply href='index.php?id={400 + number}'>{title}</a> <span class=meta><strong>kestrel</strong>, <span>2026-03-1{number}, 11:40</span></span></li></ul>"
            if number
            else ""
        )
        + "</li></ul>"
        for number, (state, title) in enumerate(zip(states, THREADS, strict=True))
    )


THREADS = [
    "Read this before you ask",
    "Heating allowance after moving",
    "Which boiler for a small flat",
    "Letter about the meter",
    "Draughts under the door",
]
STATES = ["topic-sticky-locked", "topic", "topic", "topic", "topic-locked"]


def lines(inner: str) -> list[ThreadLine]:
    html = f"<html lang=en><head><title>The Hearth</title></head><body><h1>The Hearth</h1>{inner}</body></html>"
    return list(parse.board_page(page(html, url="https://forum.example/board/3"), SITE).lines)


def test_threads_whose_class_tells_their_state_stand_in_the_list_of_all() -> None:
    found = lines(_as_trees(STATES))

    assert [line.title for line in found] == THREADS
    assert [line.is_pinned for line in found] == [True, False, False, False, False]
    assert [line.is_closed for line in found] == [True, False, False, False, True]


def _as_table(titles: Sequence[str], *, heads: Sequence[str]) -> str:
    rows = [
        f"<tr><td><a href='/topic/{40 + number}'>{title}</a></td><td>{number}</td><td>1{number} March 2026, 09:15</td></tr>"
        for number, title in enumerate(titles)
    ]
    over = [f"<tr><th>{head}</th><th>Replies</th><th>Last post</th></tr>" for head in heads]
    return f"<table>{over[0]}{rows[0]}{''.join(over[1:])}{''.join(rows[1:])}</table>"


@pytest.mark.parametrize(
    ("heads", "first_is_pinned"),
    [
        (["Important threads", "Threads"], True),
        (["Sticky topics", "Normal topics"], True),
        (["Important threads"], False),
        (["Topics", "Important topics"], False),
    ],
)
def test_what_stands_between_the_heads_of_pinned_threads_and_of_others_is_pinned(
    heads: Sequence[str], first_is_pinned: bool
) -> None:
    pinned = [line.is_pinned for line in lines(_as_table(THREADS, heads=heads))]

    assert pinned == [first_is_pinned, False, False, False, False]


def test_a_word_for_a_state_before_a_title_is_none_of_it() -> None:
    mark = "<img src=pin.gif alt='Topped:'> Topped: "
    found = lines(
        _as_table([mark + THREADS[0], "Closed: the desk", *THREADS[2:]], heads=["Topics"])
    )

    assert (found[0].title, found[0].is_pinned) == (THREADS[0], True)
    assert found[1].title == "Closed: the desk"


# Fronts


def test_a_table_of_boards_that_tells_no_time_is_no_thread_of_whoever_is_signed_in() -> None:
    rows = "".join(
        f"<tr><td><a href='view.php?f={number}'>{name}</a></td><td><div><p>All about {name.lower()}</p></div></td><td><a href='view.php?f={number}'>{number * 7}</a></td></tr>"
        for number, name in enumerate(["Warm homes", "Bills and meters", "Neighbours"], 3)
    )
    html = whole(
        f"<section><div><h2>General</h2><table><tr><th>Forum</th><th>Description</th><th>Discussions</th></tr>{rows}</table></div></section>"
        "<footer><div class=logininfo>You are currently using guest access (<a href='/login/'>Log in</a>)</div></footer>"
    )
    front = page(html, url="https://forum.example/mod/forum/index.php?id=1")

    assert kind_of(front).kind is not Kind.THREAD
    assert len(parse.boards(front, SITE)) == 3
    with pytest.raises(Unreadable):
        parse.thread_page(front, SITE, keep_names=True)


@pytest.mark.parametrize(
    "present", ["3 guests, 1 member", "1 member and 3 guests", "3 guests and 2 registered users"]
)
def test_who_is_here_just_now_are_not_all_members(present: str) -> None:
    html = f"<small>Viewing the forum: {present}. This forum has had a total of 1,915 posts in 235 threads.</small>"
    told = parse.statistics(page(html, url="https://forum.example/"))

    assert (told.value("members"), told.value("posts"), told.value("threads")) == (None, 1915, 235)


def test_replies_in_rows_below_their_thread_tell_its_last_post_and_are_no_threads() -> None:
    def row(number: int, title: str, author: str, time: str) -> str:
        return f"<tr><td><h4><img src=x.png> <a href='/read.php?3,{number}'>{title}</a></h4></td><td><a href='/profile.php?3,{author}'>{author}</a></td><td>{number}</td><td>{time}</td></tr>"

    rows = "".join(
        row(40 + number, title, "robin", f"March 0{number + 1}, 2026 09:15AM")
        + (
            row(400 + number, f"Re: {title}", "kestrel", f"March 1{number}, 2026 11:40AM")
            + row(500 + number, f"Re: {title}", "marram", f"March 1{number}, 2026 02:05PM")
            if number
            else ""
        )
        for number, title in enumerate(THREADS)
    )
    found = lines(
        f"<table class=list><tr><th>Subject</th><th>Author</th><th>Views</th><th>Posted</th></tr>{rows}</table>"
    )

    assert [line.title for line in found] == THREADS
    assert [line.last_post.at.day for line in found if line.last_post] == [1, 11, 12, 13, 14]
    assert [line.asked.at.day for line in found[1:] if line.asked] == [2, 3, 4, 5]


def test_strokes_part_the_names_of_site_and_thread() -> None:
    html = _in_cells(POSTS, [""] * 4).replace(
        f"<title>{TITLE} | The Hearth</title>", f"<title>The Hearth / Boards / {TITLE}</title>"
    )
    html = html.replace(
        f"<h1>{TITLE}</h1>",
        f"<div><a href='/'>The Hearth</a> :: <a href='/boards'>Boards</a></div><div class=caption-text>&nbsp;{TITLE}</div>",
    )

    assert thread(html).title == TITLE


# Times told twice


@pytest.mark.parametrize(
    ("ago", "precision"), [("17 days ago", Precision.MINUTE), ("2 days ago", Precision.RELATIVE)]
)
def test_a_day_and_its_clock_right_before_how_long_ago_that_was_say_more(
    ago: str, precision: Precision
) -> None:
    html = (
        f"<article class=entry><header><p class=by>by <strong><span class=nick>robin_w</span></strong><span class=point>, </span>Tuesday, March 03, 2026, 09:15 <span class=ago>({ago})</span></p></header>"
        f"<div class=body><p>{WORDS[0]}</p></div><footer><a href='?mode=reply'>Post reply</a></footer></article>"
    )
    (post,) = thread(whole(html)).posts

    assert (post.author, post.text, post.precision) == ("robin_w", WORDS[0], precision)
