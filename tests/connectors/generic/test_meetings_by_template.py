# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What forums do whose templates were met: each page is invented in the shape of theirs."""

from dataclasses import replace

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.pages import ThreadPage
from alongside.connectors.port import Unreadable
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
