# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What forums do whose templates were met: each page is invented in the shape of theirs."""

from dataclasses import replace

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.pages import ThreadPage
from alongside.connectors.port import Precision, Unreadable
from tests.connectors.generic.invented import POSTS, SITE, THREAD, Said, page, whole

AUTHORS = [said.author for said in POSTS]
TITLE = "Heating allowance"


def thread(html: str, *, keep_names: bool = True, url: str = THREAD) -> ThreadPage:
    return parse.thread_page(page(html, url=url), SITE, keep_names=keep_names)


# Words


def _in_two_columns(said: Said, number: int) -> str:
    return (
        f"<div class='post even' id=post{number}><div class=posthead><h3 class=post-ident><span>{number}</span>"
        f"<span class=post-byline>Reply by <a href='#'></a></span><span class=post-link><a class=permalink href='#{number}'>{said.time}</a></span></h3></div>"
        "<div class=postbody><div class=post-author><ul class=author-ident><li><table class=authortable><tr><td><img src=a.png></td></tr>"
        f"<tr><td><a href='/users/{said.author}'>{said.author}</a></td></tr></table></li>"
        "<li class=usertitle><span>Senior Member</span></li><li class=userstatus><span>Offline</span></li></ul>"
        f"<ul class=author-info><li><span>Registered: <strong>1{number + 4}th February 201{number} 10:04 AM</strong></span></li><li><span>Posts: <strong>{number + 66}</strong></span></li></ul></div>"
        f"<div class=post-entry><h4 class=entry-title>Re: {TITLE}</h4><div class=entry-content>{said.html}</div></div></div></div>"
    )


def test_what_is_told_of_a_member_in_the_body_of_a_post_is_none_of_its_words() -> None:
    said = [
        " ".join(
            f"The council sent letter {sent} of {number + 9} in the second week."
            for sent in range(9)
        )
        for number in range(len(POSTS))
    ]
    html = "".join(
        _in_two_columns(replace(post, html=f"<p>{words}</p>"), number)
        for number, (post, words) in enumerate(zip(POSTS, said, strict=True))
    )
    posts = thread(f"<html><head><title>The Hearth</title></head><body>{html}</body></html>").posts

    assert [post.author for post in posts] == AUTHORS
    assert [post.text for post in posts] == said


# Titles


def _under_a_name(trail: str, title: str) -> str:
    rows = "".join(
        f"<tr><td class=who><a href='/member/{said.author}'>{said.author}</a></td><td>{said.time}</td></tr><tr><td colspan=2 class=post_body>{said.html}</td></tr>"
        for said in POSTS
    )
    return f"<html><head><title>{title}</title></head><body><div id=top><h1>The Hearth</h1><h2>Community</h2></div>{trail}<table>{rows}</table></body></html>"


def test_where_the_only_heading_is_the_site_s_the_end_of_a_trail_is_the_title() -> None:
    trail = "<a href='/board/'>Board</a> » <a href='/board/3/'>Warm homes</a> » Heating allowance<br><br>"
    read = thread(_under_a_name(trail, "Heating allowance | The Hearth"))

    assert (read.title, read.board_name) == (TITLE, "Warm homes")


def test_a_heading_that_a_trail_leads_to_stays_the_title() -> None:
    trail = "<a href='/board/'>Board</a> » <a href='/board/3/'>Warm homes</a> » The Hearth<br><br>"
    read = thread(_under_a_name(trail, "Heating allowance | The Hearth"))

    assert read.title == "The Hearth"


def test_a_link_to_a_thread_s_first_page_does_not_name_the_site() -> None:
    posts = "".join(
        f"<div class=post><a href='/users/{said.author}'>{said.author}</a> <a class=permalink href='#p'>{said.time}</a><div class=entry-content>{said.html}</div></div>"
        for said in POSTS
    )
    html = (
        f"<html><head><title>{TITLE} - The Hearth - Warm words</title></head><body><p><a href='/'>The Hearth</a></p>"
        f"<div class=crumbs><a href='/'>The Hearth</a> » <a href='/warm/'>Warm homes</a> » <a href='/warm/heating-allowance/'>{TITLE}</a></div>"
        f"{posts}</body></html>"
    )
    read = thread(html, url="https://forum.example/warm/heating-allowance/?page=2")

    assert read.title == TITLE


# Members


MEMBER = (
    "<h1>Profile for kestrel</h1><table><tr><th>Name</th><td>kestrel</td></tr></table><ul>"
    + "".join(
        f"<li><dl><dt class=postdate>{said.time}</dt><dd class=subject><a href='/thread/{number}/'>{TITLE} {number}</a></dd><dd class=body>{said.html}</dd></dl></li>"
        for number, said in enumerate(POSTS, 41)
    )
    + "</ul>"
)


@pytest.mark.parametrize(
    "place", ["/community/profile/11/", "/users/kestrel", "/forum/member/profile/11/", "/u/11"]
)
def test_what_a_member_wrote_here_and_there_is_no_thread(place: str) -> None:
    address = f"https://forum.example{place}"

    assert kind_of(page(whole(MEMBER), url=address)).kind is Kind.NEITHER
    with pytest.raises(Unreadable):
        thread(whole(MEMBER), url=address)


@pytest.mark.parametrize(
    "place",
    ["/members/heating-allowance-for-members", "/t/users/41", "/users/41/heating", "/@robin/41"],
)
def test_a_thread_in_a_board_for_members_is_one(place: str) -> None:
    html = "".join(_in_two_columns(said, number) for number, said in enumerate(POSTS))

    assert len(thread(whole(html), url=f"https://forum.example{place}").posts) == len(POSTS)


# The question written otherwise, and times at the foot

OPENING = (
    "<div class='large-12 columns row'><div class='large-10 columns push-2'><a href='/forum/'>Forum Home</a> &middot; <a href='/forum/warm/'>Warm homes</a>"
    f"<h2>{TITLE}</h2><p>{{words}}</p><p>{{time}}</p></div>"
    "<div class='large-2 columns pull-10'><div><img class=avatar src=a.png><br></div><div><a href='/accounts/robin_w/'>robin_w</a></div></div></div><hr>"
    "<div style='float:right'><a class=button href='/forum/topic/reply/41/'>Reply</a> <a class=button href='blah'>Subscribe</a></div>"
)
REPLY_BELOW = (
    "<div class='large-12 columns' style='margin:0'><div class='large-1 small-3 columns'><img class='avatar small' src=b.png><a href='/accounts/{author}/'>{author}</a></div>"
    "<div class='large-11 small-9 columns'><p>{words}</p><p>{time}</p></div></div>"
)
WORDS = [
    "My mother moved in with us in January. Does she still get the heating allowance?",
    "Yes, it follows the person and not the house. You only have to tell them once.",
    "We had the same, and sent the new address together with her number in February.",
    "That is a relief, thank you both. The form asks for the old address, though.",
]
NAMES = ["robin_w", "kestrel", "marram", "robin_w"]


def _with_times_at_foot(said: list[str], *, times: list[str], url: str = THREAD) -> ThreadPage:
    below = "".join(
        REPLY_BELOW.format(author=author, words=words, time=time)
        for author, words, time in list(zip(NAMES, said, times, strict=False))[1:]
    )
    below = below or "<p>Sorry, no messages in here yet.</p>"
    html = (
        f"<html><head><title>{TITLE} | The Hearth</title></head><body><nav><a href='/'>The Hearth</a></nav><div class=row>"
        f"{OPENING.format(words=said[0], time=times[0])}{below}</div><footer><p>A meeting place. <a href='/imprint/'>Imprint</a></p></footer></body></html>"
    )
    return thread(html, url=url)


@pytest.mark.parametrize(
    "times", [["5 months ago"] * 4, ["5 months ago", "5 months ago", "4 months ago", "2 weeks ago"]]
)
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_times_at_the_foot_are_each_post_s_own_though_all_say_the_same(
    times: list[str], number: int
) -> None:
    read = _with_times_at_foot(WORDS[:number], times=times[:number])

    assert [post.text for post in read.posts] == WORDS[:number]
    assert [post.author for post in read.posts] == NAMES[:number]
    assert {post.precision for post in read.posts} == {Precision.RELATIVE}


def test_no_messages_yet_is_no_question() -> None:
    (post,) = _with_times_at_foot(["Does it work now?"], times=["2 weeks ago"]).posts

    assert (post.text, post.author) == ("Does it work now?", "robin_w")


def test_few_words_said_on_two_pages_are_two_posts() -> None:
    said = [WORDS[0], "Yes, that works.", *WORDS[2:]]
    times = ["5 months ago"] * 4
    address = "https://forum.example/forum/warm/heating-allowance/"
    first = _with_times_at_foot(said, times=times, url=address)
    second = _with_times_at_foot(said[:2], times=times[:2], url=f"{address}?page=2")

    assert first.posts[0].external_id == second.posts[0].external_id
    assert first.posts[1].external_id != second.posts[1].external_id


def test_the_moderators_of_boards_wrote_no_post_there() -> None:
    rows = "".join(
        f"<div class='sixteen columns'><div class=one></div><div class=fifteen><strong><a href='/forum/home/{name}/'>{name.title()}</a></strong></div>"
        "{moderators}<div class=fifteen><div>Bills, boilers, meters and insulation</div></div></div>"
        for name in ("heating", "housing")
    )
    named = "<div class=fifteen>Moderators: <a href='/accounts/marram/'>marram</a></div>"
    html = f"<html><head><title>Home | The Hearth</title></head><body><div class=row>{rows.replace('{moderators}', named, 1).replace('{moderators}', '')}</div></body></html>"

    with pytest.raises(Unreadable):
        thread(html, url="https://forum.example/forum/home/")


# Boards


def _boards() -> str:
    rows = "".join(
        f"<tr><td><i class=icon></i></td><td><h4><a href='/forum/{slug}/'>{name}</a><br><small>Of {name}</small></h4></td><td>{author}</td><td>{posts}</td><td>{posts + 9}</td>"
        f"<td><a href='/forum/{slug}/{slug}-thread/'>{said}</a> by {author} <small>3 weeks ago</small></td></tr>"
        for slug, name, author, posts, said in (
            ("warm-homes", "Warm homes", "robin_w", 12, "Boiler grant after moving"),
            ("money", "Money and claims", "kestrel", 11, "Appeal took eleven weeks"),
            ("repairs", "Repairs", "marram", 7, "Damp in the back bedroom"),
        )
    )
    return whole(
        f"<table class=forum><thead><tr><th></th><th><h3>Topics</h3></th><th>Creator</th><th>Posts</th><th>Replies</th><th>Last Post</th></tr></thead><tbody>{rows}</tbody></table>",
        title="Forums",
    )


def test_what_names_a_thread_below_itself_is_a_board_though_it_is_called_a_topic() -> None:
    front = page(_boards(), url="https://forum.example/forum/")
    found = parse.boards(front, SITE)

    assert [(board.name, board.address) for board in found] == [
        ("Warm homes", "https://forum.example/forum/warm-homes/"),
        ("Money and claims", "https://forum.example/forum/money/"),
        ("Repairs", "https://forum.example/forum/repairs/"),
    ]


# Panels


def _in_panels(*, labels: str = "") -> str:
    rows = "".join(
        f"<div id=post-{number} class='list-group-item post'><div class=row><div class=col-md-2><a class=thumb href=''><img src=''></a><a href=''>{author}</a><br>{number + 3} posts</div>"
        f"<div class=col-md-10><div class=post-content><p>{words}</p></div><div class=post-footer><span class=post-timestamp>Posted 5 months, 3 weeks ago</span><div class=post-actions></div></div></div></div></div>"
        for number, (author, words) in enumerate(zip(NAMES, WORDS, strict=True), 40)
    )
    return (
        f"<html><head><title>{TITLE} | The Hearth</title></head><body><ul class=breadcrumb><li><a href='/forums/'>Forums</a></li><li class=active>{TITLE}</li></ul><div class=panel><div class=panel-heading>"
        f"<span class=pull-right><a href='?order_type=desc'>Reverse Reply Order</a></span><h3>{TITLE}</h3>{labels}<div class=meta>Started 5 months, 3 weeks ago &bull; 83 Views &bull; 3 Replies</div></div>"
        f"<div class=list-group>{rows}</div></div><footer><p>A meeting place.</p></footer></body></html>"
    )


def test_posted_so_long_ago_is_a_time_though_all_posts_say_the_same() -> None:
    posts = thread(_in_panels()).posts

    assert [post.text for post in posts] == WORDS
    assert [post.author for post in posts] == NAMES
    assert {post.precision for post in posts} == {Precision.RELATIVE}


def test_a_label_behind_a_title_tells_that_a_thread_is_closed() -> None:
    sticky = "<span class='label notice'>sticky</span>"

    assert thread(_in_panels(labels=f"{sticky} <span class=label>closed</span>")).is_closed
    assert not thread(_in_panels(labels=sticky)).is_closed
