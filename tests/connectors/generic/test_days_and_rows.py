# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Days in members' own lists, links to a thread's own posts, pictures that count, and front pages
that show more than boards: what forums do whose templates were met. All that is said is invented."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.addresses import belongs_to, own_thread, thread_key
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.port import Precision, Unreadable
from tests.connectors.generic.invented import POSTS, SITE, THREAD, page, whole

NAMES = [said.author for said in POSTS]


def thread(html: str, *, url: str = THREAD, keep_names: bool = True) -> ThreadPage:
    return parse.thread_page(page(html, url=url), SITE, keep_names=keep_names)


def board(html: str, *, url: str = "https://forum.example/board/2") -> BoardPage:
    return parse.board_page(page(html, url=url), SITE)


# Days

LISTING = "<p>We had the same. Things to send:</p><ul><li>the new address</li><li>{item}</li></ul><p>They answered within a fortnight.</p>"


def _post(author: str, time: str, html: str, number: int) -> str:
    return (
        f"<div class=card id=card{number}><div class=card-head><a href='/profile/{number}'>{author}</a></div>"
        f"<div class=card-body><div><span class=when>{time}</span></div><div class=message><div>{html}</div></div></div></div>"
    )


@pytest.mark.parametrize(
    "item",
    [
        "the letter of 3 February",
        "letter of 3 February",
        "3 February: the day of the move",
        "der Brief vom 3. Februar 2026",
    ],
)
@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_day_in_a_list_of_a_member_s_parts_no_post(item: str, number: int) -> None:
    html = "".join(
        _post(
            said.author, said.time, LISTING.format(item=item) if at == number - 1 else said.html, at
        )
        for at, said in enumerate(POSTS[:number])
    )
    posts = thread(whole(html)).posts

    assert [post.author for post in posts] == NAMES[:number]
    assert item in posts[-1].text
    assert posts[-1].text.endswith("fortnight.")
    assert {post.precision for post in posts} == {Precision.MINUTE}


@pytest.mark.parametrize(
    "told", ["Posted on 3 March 2026", "robin_w, 3 March 2026", "3 March 2026"]
)
def test_a_day_in_a_list_of_the_software_s_is_a_post_s_time(told: str) -> None:
    html = "".join(
        f"<div class=post><div class=words>{said.html}</div><ul><li>{told.replace('3', str(day), 1)}</li><li><a href='/users/{said.author}'>{said.author}</a></li></ul></div>"
        for day, said in enumerate(POSTS, 3)
    )

    assert [post.posted_at for post in thread(whole(html)).posts] == [
        datetime(2026, 3, day, tzinfo=UTC) for day in range(3, 7)
    ]


# Posts' own addresses


def _numbered(mark: str) -> str:
    return "".join(
        f"<div class=windowbg><ul class=poster><li><a class=name href='/index.php?action=profile;u={at}'>{said.author}</a></li><li>Posts: {at + 30}</li></ul>"
        f"<div class=postarea><h5><a href='/index.php?topic=41.msg{at}#msg{at}'>{mark} #{at + 1}</a> – {said.time}</h5><div class=inner>{said.html}</div></div></div>"
        for at, said in enumerate(POSTS)
    )


@pytest.mark.parametrize("mark", ["Reply", "Answer", "No."])
def test_links_to_the_posts_of_a_thread_list_no_threads(mark: str) -> None:
    address = "https://forum.example/index.php?topic=41.0"

    assert len(thread(whole(_numbered(mark)), url=address).posts) == len(POSTS)
    assert kind_of(page(whole(_numbered(mark)), url=address)).kind is Kind.THREAD
    with pytest.raises(Unreadable):
        board(whole(_numbered(mark)), url=address)


@pytest.mark.parametrize(
    ("address", "href", "is_own"),
    [
        (
            "/forum.php?mod=viewthread&tid=41",
            "forum.php?mod=redirect&goto=findpost&ptid=41&pid=9",
            True,
        ),
        ("/index.php?topic=41.0", "index.php?topic=41.msg9#msg9", True),
        ("/index.php?topic=41.0", "index.php?topic=410.0", False),
        ("/viewtopic.php?f=2&t=41", "viewforum.php?f=2", False),
        ("/viewforum.php?f=2", "viewtopic.php?f=2&t=41", False),
    ],
)
def test_a_thread_s_own_addresses_have_its_number(address: str, href: str, *, is_own: bool) -> None:
    own = own_thread(f"https://forum.example{address}")

    assert (own is not None and own.search(href) is not None) is is_own


def test_the_way_back_and_the_kind_of_screen_are_no_part_of_a_thread_s_name() -> None:
    here = "https://forum.example/forum.php?mod=viewthread&tid=41"

    assert thread_key(f"{here}&extra=page%3D3") == thread_key(here)
    assert belongs_to(f"{here}&mobile=2", f"{here}&page=2")


# Rows

ROWS = [
    (41, "Heating allowance", 6, 184, False),
    (40, "Does a heat pump work here?", 23, 812, False),
    (39, "Meter readings by post", 0, 17, False),
    (38, "Draught around the back door", 4, 96, True),
]


def _with_icons(*, behind: bool) -> str:
    def counted(icon: str, number: int) -> str:
        picture = f"<i class='kit {icon}'></i>"
        return (
            f"<span><em>{number}</em>{picture}</span>"
            if behind
            else f"<span>{picture}<em>{number}</em></span>"
        )

    return "".join(
        f"<div class=list-item><h5><a href='/questions/{number}/x'>{title}{' [closed]' if closed else ''}</a></h5><div><a href='/users/robin'>robin_w</a> <time datetime='2026-03-0{at + 2}T09:00:00Z'>Mar {at + 2}</time></div>"
        f"<div>{counted('hand-thumbs-up-fill', at * 3)}{counted('chat-square-text-fill', replies)}{counted('eye-fill', views)}</div></div>"
        for at, (number, title, replies, views, closed) in enumerate(ROWS)
    )


@pytest.mark.parametrize("behind", [False, True])
def test_pictures_tell_replies_from_likes_and_views(*, behind: bool) -> None:
    lines = board(whole(_with_icons(behind=behind)), url="https://forum.example/questions").lines

    assert [line.replies for line in lines] == [6, 23, 0, 4]


def test_a_state_in_brackets_behind_a_title_is_none_of_it() -> None:
    lines = board(whole(_with_icons(behind=False)), url="https://forum.example/questions").lines

    assert [line.title for line in lines] == [title for _, title, *_ in ROWS]
    assert [line.is_closed for line in lines] == [False, False, False, True]


def _twice_linked() -> str:
    return (
        "<ul>"
        + "".join(
            f"<li class=list><div class=top><h3><a href='/space?uid={at}' class=mmc>robin_{at}</a></h3><span class=mtime>2026-3-{at + 2} 09:15</span></div>"
            f"<a href='/forum.php?mod=viewthread&tid={number}'><div class=tit>{'<span class=lock>Locked</span>' if closed else ''}<em>{title}</em></div></a>"
            f"<a href='/forum.php?mod=viewthread&tid={number}'><div class=mes>We have lived here for {at + 3} years and never knew. Who does?</div></a>"
            f"<div class=foot><ul><li><i class='dm-eye-fill'></i>{views}</li><li><i class='dm-chat-s-fill'></i>{replies}</li></ul></div></li>"
            for at, (number, title, replies, views, closed) in enumerate(ROWS)
        )
        + "</ul>"
    )


def test_where_the_first_words_lead_to_a_thread_as_its_title_does_the_title_names_it() -> None:
    lines = board(
        whole(_twice_linked()), url="https://forum.example/forum.php?mod=forumdisplay&fid=2"
    ).lines

    assert [line.title for line in lines] == [title for _, title, *_ in ROWS]
    assert [line.replies for line in lines] == [6, 23, 0, 4]
    assert [line.is_closed for line in lines] == [False, False, False, True]


SHOWN = {
    "stamp": "<a href='/profile/3'>kestrel</a><span>2026-03-{day:02}T09:15:00Z</span>",
    "words": "<a href='/profile/3'>kestrel</a><span>March {day}, 2026 9:15 AM</span>",
}


@pytest.mark.parametrize("shown", SHOWN)
def test_a_list_may_tell_its_times_when_one_points_at_a_name(shown: str) -> None:
    markup = SHOWN[shown].replace("<", "&lt;").replace("'", "&quot;")
    rows = "".join(
        f"<div class=row><div class=col-8><h5><a href='/posts/t{number}/x'>{title}</a><span class=badge title=Replies>{replies}</span><span class=badge title=Views>{views}</span></h5></div>"
        f"<div class=col-4>Last Post:<a href='#!' data-bs-content=\"{markup.format(day=at + 2)}\">by kestrel</a></div></div>"
        for at, (number, title, replies, views, _) in enumerate(ROWS)
    )
    lines = board(whole(rows)).lines

    assert [line.replies for line in lines] == [6, 23, 0, 4]
    assert [line.last_post and line.last_post.at.day for line in lines] == [2, 3, 4, 5]


# Front pages

BOARDS = [
    ("Warm homes", 128, 1410),
    ("Money and claims", 77, 640),
    ("Repairs", 31, 207),
    ("The garden fence", 12, 45),
]


def _front_with_threads() -> str:
    def last(day: int) -> str:
        return f"<td>Mar {day}, 2026 9:15 AM<br>by <a href='/hearth/viewmember?member=kestrel'>kestrel</a></td>"

    active = "".join(
        f"<tr><td><img></td><td></td><td><a class=title href='/hearth/viewthread?thread={number}'>{title}</a></td><td><a class=title href='/hearth/listthreads?forum=2'>Warm homes</a></td><td><b>{replies}</b></td><td><b>{views}</b></td>{last(at + 2)}</tr>"
        for at, (number, title, replies, views, _) in enumerate(ROWS[:3])
    )
    boards = "".join(
        f"<tr class='portlet-{'body' if at % 2 else 'alternate'}'><td><img></td><td><a class=title href='/hearth/listthreads?forum={at}'>{name}</a><br>Bills, boilers, meters and insulation {at}</td><td><b>{threads}</b></td><td><b>{posts}</b></td>{last(at + 2)}</tr>"
        for at, (name, threads, posts) in enumerate(BOARDS)
    )
    return whole(
        f"<table><tr class=head><td colspan=3>Thread</td><td>Forum</td><td>Reply Count</td><td>View Count</td><td>Last Post</td></tr>{active}</table>"
        f"<table><tr class=head><td colspan=2>Forum Name</td><td>Thread Count</td><td>Post Count</td><td>Last Post</td></tr>{boards}</table>",
        title="Forums",
    )


def test_the_boards_of_a_front_are_found_below_the_latest_threads_though_their_rows_are_striped() -> (
    None
):
    front = page(_front_with_threads(), url="https://forum.example/hearth/index")
    found = parse.boards(front, SITE)

    assert [(one.name, one.threads, one.posts) for one in found] == BOARDS
    assert kind_of(front).kind is not Kind.THREAD
    with pytest.raises(Unreadable):
        thread(_front_with_threads(), url="https://forum.example/hearth/index")


def test_a_front_with_the_latest_threads_and_the_forum_s_figures_is_no_thread() -> None:
    boards = "<hr>".join(
        f"<div class=row><div class=col-8><h5><a href='/topics/{at}-x'>{name}</a> <span class=badge title=Topics>{threads}</span><span class=badge title=Posts>{posts}</span></h5><h6>Bills, boilers and meters {at}</h6></div>"
        f"<div class=col-4><a href='/posts/t{at}/x'>{title}</a></div></div>"
        for at, ((name, threads, posts), (_, title, *_)) in enumerate(
            zip(BOARDS, ROWS, strict=True)
        )
    )
    front = (
        f"<html><head><title>The Hearth</title></head><body><main><div class=card><div class=card-body>{boards}</div></div>"
        "<div class=card><div class=card-head>Statistics</div><ul><li>2,302 posts in 248 topics.</li><li>318 registered users</li><li>Newest Member: <a href='/profile/9-osprey'>osprey</a></li></ul></div>"
        "<div class=card><div class=card-head>Active Discussions</div><ul><li><a href='/posts/t41/x'>Heating allowance</a> by <a href='/profile/3-teasel'>teasel</a> <abbr title='March 14, 2026 12:00 PM'>2026-03-14T12:00:00Z</abbr></li></ul></div></main></body></html>"
    )

    assert kind_of(page(front, url="https://forum.example/")).kind is not Kind.THREAD
    with pytest.raises(Unreadable):
        thread(front, url="https://forum.example/")


def test_what_shows_one_author_s_posts_alone_is_no_name() -> None:
    html = (
        "<div class=post><div class=side><a class=strong href='/home.php?mod=space&uid=3'>robin_w</a><p>Posts: 12</p></div><div class=authi>Posted 3 March 2026, 09:15 | "
        f"<a href='/forum.php?mod=viewthread&tid=41&authorid=3'>Only author</a></div><div class=words>{POSTS[0].html}</div></div>"
    )

    assert [post.author for post in thread(whole(html)).posts] == ["robin_w"]


# Titles and pages


def test_of_two_parts_of_a_page_s_title_the_one_that_leads_to_itself_names_it() -> None:
    rows = "".join(
        f"<tr><td><b>{said.author}</b><br>Joined: 01/11/2025</td><td><span class=details>{said.time}</span><div class=postbody>{said.html}</div></td></tr>"
        for said in POSTS
    )
    html = (
        "<html lang=en><head><title>The Hearth - Heating allowance</title></head><body><table><tr><td><a href='/forums/list.page'><img alt='[Logo]'></a></td><td><span class=boardtitle>The Hearth</span></td></tr></table>"
        f"<span class=maintitle><a href='/posts/list/41.page'>Heating allowance</a></span><a href='/forums/list.page'>Forum Index</a> » <a href='/forums/show/2.page'>Warm homes</a><table>{rows}</table></body></html>"
    )

    assert thread(html, url="https://forum.example/posts/list/41.page").title == "Heating allowance"


def test_a_name_may_say_next_within_one_word() -> None:
    html = "".join(_post(said.author, said.time, said.html, at) for at, said in enumerate(POSTS))
    more = "<ol><li class='scrubberMore scrubberNext'><a href='/41-heating-allowance/p2'>Newer ›</a></li></ol>"
    here = "https://forum.example/41-heating-allowance"

    assert thread(whole(html + more), url=here).next_address == f"{here}/p2"
    assert thread(whole(html + more.replace("Next", "Text")), url=here).next_address == ""


def test_buttons_that_lead_twice_to_each_thing_sold_list_no_threads() -> None:
    html = "".join(
        f"<div class=product><p>30 hours</p><p class=value>{2023 + at}</p><a class=btn href='/p/{name}.html'>Shop now</a><a class=btn href='/p/{name}.html'>Shop now</a></div>"
        for at, name in enumerate(("one", "two"))
    )
    html += "<a class=btn href='/compare'>Remove all</a>"

    assert kind_of(page(whole(html), url="https://shop.example/c/headphones")).kind is Kind.NEITHER


@pytest.mark.parametrize(
    "note",
    [
        "GMT+8, 2026-3-20 20:00 , Processed in 0.028 second(s), 7 queries.",
        "20 March 2026, 12:00. This page was generated in 0.131 seconds.",
    ],
)
def test_how_a_page_was_made_is_no_post(note: str) -> None:
    cells = "".join(
        f"<td class=cell><dl><dt><a href='forum.php?mod=forumdisplay&fid={at}'>{name}</a></dt><dd><em>主题: {threads}</em>, <em>帖数: {posts}</em></dd><dd><a href='forum.php?mod=redirect&tid={at}'>最后发表: 2026-3-{at + 2} 09:15</a></dd></dl></td>"
        for at, (name, threads, posts) in enumerate(BOARDS)
    )
    front = f"<html lang=zh><head><title>The Hearth</title></head><body><table><tr>{cells}</tr></table><div id=ft><p><a href='/archiver/'>Archiver</a> | <strong><a href='/'>The Hearth</a></strong></p><p>{note}</p></div></body></html>"
    address = "https://forum.example/forum.php"

    assert [board.threads for board in parse.boards(page(front, url=address), SITE)] == [
        128,
        77,
        31,
        12,
    ]
    assert kind_of(page(front, url=address)).kind is not Kind.THREAD
    with pytest.raises(Unreadable):
        thread(front, url=address)
