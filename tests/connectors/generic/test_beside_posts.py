# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What software writes beside posts, and is no time, name, title or number of theirs."""

from collections.abc import Callable

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.pages import ThreadPage
from alongside.connectors.port import Unreadable
from tests.connectors.generic.invented import POSTS, QUESTION, SITE, THREAD, Said, page, whole

TIMES = [(3, 9, 15), (3, 11, 40), (4, 8, 2), (11, 20, 30)]


def thread(html: str) -> ThreadPage:
    return parse.thread_page(page(html, url=THREAD), SITE, keep_names=True)


def times(read: ThreadPage) -> list[tuple[int, int, int]]:
    told = [post.posted_at for post in read.posts if post.posted_at is not None]
    return [(at.day, at.hour, at.minute) for at in told]


@pytest.mark.parametrize(
    "field",
    [
        "<span class=label><span>Join date</span> : </span>2019-0{n}-12<br>",
        "<dl><dt>Last login</dt><dd>2026-3-1{n}</dd></dl>",
        "<dl><dt>最后登录</dt><dd>2026-3-1{n}</dd></dl>",
        "<p><b>Последний визит</b> : 1{n}.03.2026</p>",
    ],
)
@pytest.mark.parametrize("count", [2, 4])
def test_a_day_of_a_member_is_no_time_of_a_post_though_it_rises_from_post_to_post(
    field: str, count: int
) -> None:
    posts = "".join(
        f"<div class=post id=p{500 + n}><div class=profile><a href='/u{n}'><strong>{said.author}</strong></a>"
        f"<div class=info>{field.format(n=n)}</div></div><div class=head><h2><a href='#{500 + n}'>Heating allowance</a></h2>"
        f"<div class=when><i></i>{said.time}</div></div><div class=body>{said.html}</div></div>"
        for n, said in enumerate(POSTS[:count], 1)
    )

    assert times(thread(whole(posts))) == TIMES[:count]


def test_a_post_s_number_and_its_author_may_be_links_of_one_kind() -> None:
    posts = "".join(
        f"<article><div class=links><a href='#post-{n}'>#{n}</a> &bull; {said.time} &bull; "
        f"<a href='/user/{said.author}'>{said.author}</a> said:</div>{said.html}</article>"
        for n, said in enumerate(POSTS, 20)
    )

    assert [post.author for post in thread(whole(posts)).posts] == [said.author for said in POSTS]


def one(said: Said, below: str) -> str:
    return (
        f"<div class=post id=post-7><div class=author><a href='/member/{said.author}'>{said.author}</a></div>"
        f"<div class=date>{said.time}</div><div class=content>{said.html}{below}</div></div>"
        "<p><a href='/reply'>Reply to this topic</a></p>"
    )


@pytest.mark.parametrize(
    "below",
    [
        "<div class='post-button-actions'><span>Reply</span><span>Quote</span></div>",
        "<div class=tool-bar><span>Like</span> <b>3</b> <span>Share</span></div>",
        "<div class=rating><a href='#'>I have the same question</a></div>",
    ],
)
def test_what_a_script_makes_buttons_of_is_no_part_of_a_lone_post(below: str) -> None:
    (post,) = thread(whole(one(QUESTION, below))).posts

    assert post.text.endswith("The form asks for the old address.")


def test_a_word_that_a_button_bears_stays_where_a_member_wrote_it() -> None:
    (post,) = thread(whole(one(QUESTION, "<div>Thanks</div>"))).posts

    assert post.text.endswith("Thanks")


def test_a_link_to_another_thread_beside_the_question_gives_it_no_number() -> None:
    def post(n: int, said: Said, links: str) -> str:
        return (
            f"<div class=box><div class=who><a class=author href='/users/{said.author}'>{said.author}</a> "
            f"<time>{said.time}</time>{links}</div><div class=content>{said.html}</div>"
            f"{'' if n else '<div><a href=/forum/12#comment_5>Cold houses</a></div>'}</div>"
        )

    posts = "".join(
        post(n, said, f"<a href='/forum/41#comment_{900 + n}'>#{n}</a>" if n else "")
        for n, said in enumerate(POSTS)
    )
    read = parse.thread_page(
        page(whole(posts), url="https://forum.example/forum/41"), SITE, keep_names=True
    )

    assert [post.external_id for post in read.posts[1:]] == ["901", "902", "903"]
    assert read.posts[0].external_id != "5"


TRAIL = "<div class=breadcrumbs><a href='/forum'>Forum</a> &raquo; <a href='/forum/money'>Money</a> &raquo; {}</div>"
NAMED = "Heating allowance"


@pytest.mark.parametrize(
    ("head", "heading", "above"),
    [
        (f"Forum – {NAMED} – Warm Homes", "<h1>Forum</h1>", TRAIL.format(f"<span>{NAMED}</span>")),
        (f"Money: {NAMED}", "<h2>Money</h2>", TRAIL.format(f"<span>{NAMED}</span>")),
        (
            f"Money: {NAMED}",
            "<h2>Money</h2>",
            TRAIL.format("<a href='/topic/41-heating-allowance'>Heating allowance</a>"),
        ),
        (f"Warm Homes: Money => {NAMED}", "", f"<strong>{NAMED}</strong>"),
        (f"{NAMED} - Форум", "", f"<a href='/forum'>Форум</a> » {NAMED}"),
    ],
)
def test_a_heading_that_names_the_board_is_not_the_thread_s_title(
    head: str, heading: str, above: str
) -> None:
    posts = "".join(
        f"<div class=post id=p{n}><a class=author href='/u/{said.author}'>{said.author}</a> <i>{said.time}</i>"
        f"<div class=words>{said.html}</div></div>"
        for n, said in enumerate(POSTS)
    )
    html = f"<html><head><title>{head}</title></head><body>{above}{heading}{posts}</body></html>"

    assert thread(html).title == NAMED


# Days and lists in a member's own words

LISTED = "<p>This is how it went.</p><ul><li>3 March 2026: sent the form</li><li>10 March 2026: no answer</li></ul>"
PLAIN = (
    "<p>This is how it went.</p><ul><li>I sent the form off</li><li>There was no answer</li></ul>"
)
SAYS = (
    Said("robin_w", "3 March 2026, 09:15", "<p>Does she still get the allowance?</p>"),
    Said("kestrel", "3 March 2026, 11:40", "<p>Yes, the allowance follows her.</p>"),
    Said("marram", "4 March 2026, 08:02", "<p>Tell them once, and that is all.</p>"),
)


def with_words(html: str, at: int) -> list[Said]:
    return [
        Said(said.author, said.time, html if n == at else said.html) for n, said in enumerate(SAYS)
    ]


def in_content(posts: list[Said]) -> str:
    return "".join(
        f"<div class=box id=c{n}><div class=who><a class=author href='/users/{said.author}'>{said.author}</a> "
        f"<span class=when>{said.time}</span></div><div class=content>{said.html}</div>"
        "<div class=options><a href='/quote'>Quote</a></div></div>"
        for n, said in enumerate(posts, 7)
    )


def in_article(posts: list[Said]) -> str:
    return "".join(
        f"<article id=c{n}><div class=who><a class=author href='/users/{said.author}'>{said.author}</a> "
        f"<span class=when>{said.time}</span></div>{said.html}<div class=options><a href='/quote'>Quote</a></div></article>"
        for n, said in enumerate(posts, 7)
    )


@pytest.mark.parametrize("shape", [in_content, in_article])
@pytest.mark.parametrize("words", [LISTED, PLAIN])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_list_belongs_to_the_post_in_which_it_stands(
    shape: Callable[[list[Said]], str], words: str, at: int
) -> None:
    read = thread(whole(shape(with_words(words, at))))

    assert len(read.posts) == len(SAYS)
    assert read.posts[at].text.startswith("This is how it went.")
    assert read.posts[at].text.endswith(("no answer", "There was no answer"))
    assert times(read) == TIMES[:3]
    assert not any("Quote" in post.text for post in read.posts)


@pytest.mark.parametrize(
    "words",
    [
        "<p>My mother moved in with us.</p><p>3 March 2026</p><p>Nobody has answered since.</p>",
        "<p>My mother moved in with us.</p><p><strong>2 March 2026</strong> form sent</p><p>Nobody has answered since.</p>",
    ],
)
def test_a_question_in_whose_words_a_day_stands_is_the_first_post(words: str) -> None:
    question, *answers = with_words(words, 0)
    html = (
        f"<div class=question><div class=asker><a href='/people/{question.author}'>{question.author}</a> "
        f"<span class=asked>{question.time}</span></div><div class=details>{question.html}</div></div><ul class=answers>"
        + "".join(
            f"<li class=answer><div class=by><a href='/people/{said.author}'>{said.author}</a> "
            f"<span class=at>{said.time}</span></div><section class=text>{said.html}</section></li>"
            for said in answers
        )
        + "</ul>"
    )
    read = thread(whole(html))

    assert [post.author for post in read.posts] == [said.author for said in SAYS]
    assert read.posts[0].text.startswith("My mother moved in with us.")
    assert "March 2026" in read.posts[0].text
    assert read.posts[0].text.endswith("Nobody has answered since.")


def test_a_note_of_an_edit_in_a_paragraph_of_its_own_is_no_post() -> None:
    posts = with_words(
        f"{LISTED}<p><span class=edited>(Edited by <a href='/users/9'>Hal</a> - original submission "
        "Tuesday, 3 March 2026, 9:10 AM)</span></p>",
        1,
    )

    assert [post.author for post in thread(whole(in_content(posts))).posts] == [
        said.author for said in SAYS
    ]


# Menus


def test_a_menu_is_nobody_s_post() -> None:
    html = (
        "<h1>Allotment board</h1><p>[ <a href='#post'>Post Message</a> ] [ <a href='/faq.html'>FAQ</a> ]</p><ul>"
        + "".join(
            f"<li><a href='/board/{n}.html'>{title}</a> - <b>{said.author}</b> <i>{said.time}</i></li>"
            for n, (title, said) in enumerate(zip(("Slugs", "Sheds", "Seeds"), SAYS, strict=True))
        )
        + "</ul>"
    )
    with pytest.raises(Unreadable):
        parse.thread_page(
            page(f"<html><body>{html}</body></html>", url="https://forum.example/"),
            SITE,
            keep_names=True,
        )
