# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What software writes into the part that holds a post's words, and what others remark there: each
page is invented in the shape of templates that were met."""

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.guests import may_be_of_the_site
from alongside.connectors.generic.links import leads_to_door
from alongside.connectors.port import Post
from tests.connectors.generic.invented import POSTS, SITE, THREAD, Said, page

TITLE = "Heating allowance after moving house"
SAID = [
    "My mother moved in with us in January. Does she still get the heating allowance?",
    "Yes, it follows the person and not the house. You only have to tell them once.",
    "Thanks, both!",
    "They changed the form last week. The old address is no longer asked for.",
]


def read(html: str, *, url: str = THREAD, keep_names: bool = True) -> list[Post]:
    whole = (
        f"<html lang=en><head><title>{TITLE} - The Hearth</title></head><body>{html}</body></html>"
    )
    return list(parse.thread_page(page(whole, url=url), SITE, keep_names=keep_names).posts)


# All of a post in one part


def _in_one_part(said: Said, words: str, number: int, *, edited: bool = False) -> str:
    stamp = f"2026-03-{number + 3:02}T09:15:00Z"
    change = f"<div title='2026-03-{number + 3:02}T17:10:00Z'><i class='fa fa-pen' title='last edited' aria-label='last edited'></i> {9 - number}d ago</div>"
    remarks = (
        "<div class=thread><a href='/comments/thread/77'>Which number is that?</a> (2 comments)</div>"
        if number == 1
        else ""
    )
    tags = (
        "<div class='post--tags'><a class=badge href='/tags/3'>heating</a><a class=badge href='/tags/4'>moving</a></div>"
        if not number
        else ""
    )
    return (
        f"<div class=post id=answer-{number + 900}><div class=votes><div class=score>+{number}</div></div><div class=post--content><div class=post--body><p>{words}</p>{tags}"
        f"<div class=post--meta><div class=post-meta--post><div title='{stamp}'> posted {17 - number} days ago </div><div><i title=license></i> <a href='https://licences.example/by-sa'>CC BY-SA 4.0</a></div>{change if edited else ''}</div>"
        f"<div class=post-meta--user><div class=user-card><a class=user-card--link href='/users/{number + 3}'>{said.author}</a><div class=user-card--meta><span>{number * 31 + 1} <span title=reputation>rep.</span></span></div></div></div></div>"
        f"<div class=post--actions><div class=tools><a href='/posts/41/{number}#a'><span>Permalink</span></a><a href='/posts/{number}/history'>History</a></div></div>"
        "<div class='dialog flag-box'><div class=widget><div class=head>Why does this post require moderator attention?</div><div class=widget-body><input type=radio name=why><label>it's spam<div>This post is spam or advertises something.</div></label></div><div class=foot><textarea></textarea></div></div></div>"
        f"<div class='post--comments'><h4>{int(bool(remarks))} comment thread{'' if remarks else 's'}</h4>{remarks}</div></div></div></div>"
    )


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("edited", [False, True])
def test_tags_forms_and_remarks_in_the_part_of_a_post_are_none_of_its_words(
    number: int, *, edited: bool
) -> None:
    html = "".join(
        _in_one_part(said, words, at, edited=edited)
        for at, (said, words) in enumerate(zip(POSTS[:number], SAID, strict=False))
    )
    posts = read(f"<h1>{TITLE}</h1>{html}")

    assert [post.text for post in posts] == SAID[:number]
    assert [post.author for post in posts] == [said.author for said in POSTS[:number]]
    assert [post.posted_at and (post.posted_at.day, post.posted_at.hour) for post in posts] == [
        (at + 3, 9) for at in range(number)
    ]


# What visitors are told

TIP = "<div class='no_permission tips'><div><h3><strong>Register now, and make the most of it.</strong></h3><p>You need to <a href='/member.php?mod=logging&action=login'>log in</a> to see it, no account? <a href='/member.php?mod=register'>Register</a></p></div><span class=close>x</span></div>"


def _in_cells(said: Said, words: str, number: int) -> str:
    return (
        f"<table id=pid{number}><tr><td class=pls rowspan=2><div class=authi><a class=strong href='/home.php?mod=space&uid={number}'>{said.author}</a></div><p>Posts: {number + 30}</p></td>"
        f"<td class=plc><div class=pi><em>Posted on 2026-3-{number + 3} 09:15</em></div><div class=pct><table><tr><td class=t_f id=postmessage_{number}>{words}</td></tr></table>{{remarks}}</div></td></tr></table>"
    )


@pytest.mark.parametrize("number", [1, 3])
def test_that_visitors_may_sign_in_to_see_more_is_said_by_no_member(number: int) -> None:
    html = "".join(
        _in_cells(said, f"{TIP if not at else ''}{words}", at).format(remarks="")
        for at, (said, words) in enumerate(zip(POSTS[:number], SAID, strict=False))
    )

    assert [post.text for post in read(f"<h1>{TITLE}</h1>{html}", keep_names=False)] == SAID[
        :number
    ]


def test_a_member_s_own_link_to_where_one_signs_in_stays() -> None:
    words = "First <a href='/login'>log in</a>, then ask for the form on the second page."
    html = "".join(
        _in_cells(said, words if at == 1 else SAID[at], at).format(remarks="")
        for at, said in enumerate(POSTS[:3])
    )

    assert read(f"<h1>{TITLE}</h1>{html}")[1].text.startswith("First log in, then ask")


def test_who_remarks_on_a_lone_post_did_not_write_it() -> None:
    remarks = "<h3>Comments</h3><div class=pstl><div class=psta><a href='/home.php?mod=space&uid=9' class='strong name'>osprey</a></div><div class=psti>Where do I see that number on the letter <span>Posted on 2026-3-15 10:11</span></div></div>"
    posts = read(f"<h1>{TITLE}</h1>{_in_cells(POSTS[0], SAID[0], 0).format(remarks=remarks)}")

    assert (posts[0].author, posts[0].text) == ("robin_w", SAID[0])
    assert {post.author for post in posts[1:]} <= {"osprey"}


# Titles in rows of their own


def _below_its_subject(said: Said, words: str, number: int) -> str:
    return (
        f"<tr><td colspan=2><table><tr class=trPosts><td><a name={number}></a><span class=details>0{number + 3}/03/2026 09:15:00</span> <span class=small><b>Subject:</b> {'Re: ' if number else ''}{TITLE}</span></td></tr></table></td></tr>"
        f"<tr><td class=row1 rowspan=2><span class=med><b>{said.author}</b></span><br><span class=small>Stranger<br>Joined: 01/11/2025 10:14:02<br>Messages: {number + 4}<br></span></td><td class=row1 id=post_text_{number}><span class=postbody>{words}</span></td></tr>"
        "<tr><td class=row1><a href='/user/profile/3.page'><img></a></td></tr>"
    )


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_lone_post_is_not_its_subject(number: int) -> None:
    rows = "".join(
        _below_its_subject(said, words, at)
        for at, (said, words) in enumerate(zip(POSTS[:number], SAID, strict=False))
    )
    html = (
        f"<table><tr><td class=bodyline><table><tr><td><span class=maintitle><a href='/posts/list/41.page'>{TITLE}</a></span></td></tr></table><table><tr><td><a href='/forums/list.page'>Forum Index</a> » <a href='/forums/show/2.page'>Warm homes</a></td></tr></table>"
        f"<table class=forumline><tr><th>Author</th><th>Message</th></tr>{rows}</table></td></tr></table>"
    )
    posts = read(html, url="https://forum.example/posts/list/41.page")

    assert [post.text for post in posts] == SAID[:number]
    assert [post.author for post in posts] == [said.author for said in POSTS[:number]]


@pytest.mark.parametrize("number", [2, 4])
def test_a_title_without_a_class_above_the_words_is_none_of_them(number: int) -> None:
    html = "".join(
        f"<table class=tborder><tr><td rowspan=2><a class=memberName href='/viewmember?member={said.author}'>{said.author}</a><br>Joined: <b>Nov 3, 2025</b></td>"
        f"<td><table><tr><td><span id=posttopic_{at}>{'Re: ' if at else ''}{TITLE}</span></td></tr></table><hr>{words}</td></tr><tr><td>[Mar {at + 3}, 2026 9:15:00 AM] <a href='#{at}'>[Link]</a></td></tr></table>"
        for at, (said, words) in enumerate(zip(POSTS[:number], SAID, strict=False))
    )
    whole = f"<html lang=en><head><title>The Hearth - View Thread - {TITLE}</title></head><body><div class=nav>{TITLE}</div>{html}</body></html>"
    posts = parse.thread_page(page(whole), SITE, keep_names=True).posts

    assert [post.text for post in posts] == SAID[:number]


# Rules that are typed


def _ruled(said: Said, words: str, number: int) -> str:
    return (
        f"<table class=tborder><tr><td rowspan=2><a class=memberName href='/viewmember?member={said.author}'>{said.author}</a><br>Joined: <b>Nov 3, 2025</b></td>"
        f"<td>{words}</td></tr><tr><td>[Mar {number + 3}, 2026 9:15:00 AM] <a href='#{number}'>[Link]</a></td></tr></table>"
    )


RULE = "-" * 40


def test_what_stands_under_rules_of_one_length_in_several_posts_is_no_member_s_words() -> None:
    signed = f"{RULE}<br>Slow is smooth, smooth is warm."
    edited = f"{RULE}<br>[Edited 1 times, last edit by <a class=memberName href='/viewmember?member=kestrel'>kestrel</a> at Mar 9, 2026 5:10:00 PM]"
    below = ["", signed, "", f"{signed}{edited}"]
    html = "".join(
        _ruled(said, words + more, at)
        for at, (said, words, more) in enumerate(zip(POSTS, SAID, below, strict=True))
    )

    for keep_names in (True, False):
        assert [post.text for post in read(html, keep_names=keep_names)] == SAID


def test_a_rule_that_one_member_typed_parts_nothing() -> None:
    own = f"{SAID[1]}<br>{'-' * 24}<br>On the second page they ask for her number."
    html = "".join(
        _ruled(said, own if at == 1 else words, at)
        for at, (said, words) in enumerate(zip(POSTS, SAID, strict=True))
    )

    assert read(html)[1].text.endswith("On the second page they ask for her number.")


@pytest.mark.parametrize("step", ["login", "anmelden", "inscription", "connexion", "lostpassword"])
def test_what_may_be_said_to_visitors_is_left_to_the_structure_by_a_layout(step: str) -> None:
    link = f'<a href="/member/{step}">here</a>'

    assert leads_to_door(f"/member/{step}")
    assert may_be_of_the_site(f'<div class="tip">See it {link}</div>')
    assert not may_be_of_the_site(f"Ask them {link}.")


@pytest.mark.parametrize("said", ["I have 2 queries about the form.", "It was created in 2019."])
def test_a_member_s_short_answer_is_no_note_of_how_the_page_was_made(said: str) -> None:
    words = [SAID[0], said, SAID[3]]
    html = "".join(
        _in_cells(post, text, at).format(remarks="")
        for at, (post, text) in enumerate(zip(POSTS, words, strict=False))
    )

    assert [post.text for post in read(f"<h1>{TITLE}</h1>{html}")] == words
