# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What networks with groups and small forums of the newer frameworks do: each page is invented in
the shape of theirs."""

import json
from dataclasses import dataclass, replace
from html import escape

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.generic.links import is_of_author
from alongside.connectors.pages import ThreadPage
from alongside.connectors.port import Precision, Unreadable
from tests.connectors.generic.invented import SITE, page, whole

TITLE = "Heating allowance after moving"


@dataclass(frozen=True)
class Told:
    author: str
    day: int
    words: str
    quoted: str = ""

    @property
    def html(self) -> str:
        quoted = f"<blockquote><p>{self.quoted}</p></blockquote>" if self.quoted else ""
        return f"{quoted}<p>{self.words}</p>"


QUESTION = "My mother moved in with us in January. Does she still get the allowance for heating?"
SAID = (
    Told("robin_w", 2, QUESTION),
    Told("kestrel", 3, "Yes, it follows the person and not the house. You only tell them once.", QUESTION[39:]),
    Told("marram", 5, "Good to know."),
    Told("robin_w", 9, "We wrote to them and got an answer in the same week, with a form to fill in."),
)  # fmt: skip


MORE = (
    "The form asks for the old address.",
    "It took them eleven weeks, and another letter.",
    "Ours was accepted without a word.",
    "Nobody at the counter knew which office is the right one.",
)


def read(
    html: str,
    *,
    url: str = "https://forum.example/topic/41-heating",
    keep_names: bool = True,
) -> ThreadPage:
    return parse.thread_page(page(whole(html, title=TITLE), url=url), SITE, keep_names=keep_names)


def texts(thread: ThreadPage) -> list[str]:
    """The words of the posts, less what they quote."""
    return [post.text.rpartition("\n\n")[2] for post in thread.posts]


def authors(thread: ThreadPage) -> list[str]:
    return [post.author for post in thread.posts]


def days(thread: ThreadPage) -> list[int | None]:
    return [post.posted_at.day if post.posted_at else None for post in thread.posts]


def expected(said: tuple[Told, ...]) -> tuple[list[str], list[str], list[int]]:
    return (
        [told.words for told in said],
        [told.author for told in said],
        [told.day for told in said],
    )


# A stream


def _stream(said: tuple[Told, ...]) -> str:
    first, *rest = said
    comments = "".join(
        f"<div class=media id=comment_{told.day}><hr><a class=pull-left href='/u/{told.author}/'><img src=a.png></a><div><div class=media-body><h4 class=media-heading><a href='/u/{told.author}/'>{told.author}</a>"
        f"<small>· <time datetime='2026-03-0{told.day}T09:00:00+00:00'>Mar {told.day}, 2026</time></small></h4></div><div class='content comment_edit_content'><div class=comment-message>{told.html}</div></div><div class=wall-entry-controls><a href='#'>Like</a></div></div></div>"
        for told in rest
    )
    return (
        f"<div class=wall-entry><div class=panel-body><div class='media wall-entry-header'><div class=media-body><div class=media-heading><a href='/u/{first.author}/'>{first.author}</a><span class=via><a href='/s/warm/'>Warm homes</a></span></div>"
        f"<div class=media-subheading><a href='/content/41'><time datetime='2026-03-0{first.day}T09:00:00+00:00'>Mar {first.day}, 2026</time></a></div></div></div>"
        f"<div class=wall-entry-body><div class='wall-entry-content content'><div>{first.html}</div></div><div class=wall-entry-footer><div class=wall-entry-links><a href='#'>Comment</a> <a href='#'>Like</a></div><div class=comments>{comments}</div></div></div></div></div>"
    )


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_foot_of_an_entry_may_hold_what_is_said_to_it(number: int) -> None:
    thread = read(_stream(SAID[:number]), url="https://forum.example/s/warm/?contentId=41")

    assert (texts(thread), authors(thread), days(thread)) == expected(SAID[:number])


# Names


def _answered_inside(said: tuple[Told, ...]) -> str:
    def head(told: Told) -> str:
        return f"<div class=content><strong>{told.author}</strong><br><small>2026-03-0{told.day} 09:00:00</small></div><div class=snow><div class=editor>{told.html}</div></div>"

    first, *rest = said
    below = "".join(
        f"<article class=media><div class=media-left><img src=a.png></div><div class=media-content>{head(told)}<div class=nested></div></div></article>"
        for told in rest
    )
    return f"<div class=box><article class=media><div class=media-left><img src=a.png></div><div class=media-content>{head(first)}<div><h2>Replies</h2>{below}</div></div></article></div>"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_question_that_holds_its_answers_has_its_name_where_theirs_stand(number: int) -> None:
    thread = read(_answered_inside(SAID[:number]))

    assert (texts(thread), authors(thread), days(thread)) == expected(SAID[:number])


def test_a_heading_that_leads_to_a_member_is_no_title() -> None:
    html = "".join(
        f"<div class='panel panel-default'><div class=panel-heading><a href='/profiles/{told.author}'>{told.author}</a><span>said 1{told.day} days ago</span></div><div class=panel-body>{told.html}</div></div>"
        for told in SAID
    )

    assert authors(read(html)) == [told.author for told in SAID]


def test_how_often_a_thread_was_read_is_nobody_s_name() -> None:
    html = f"<div class=panel><div class=header><b>{TITLE}</b><div class=changes><span>发布于 2 周前</span><span>143 次浏览</span><span>来自 问答</span></div></div><div class='inner topic'><div class=topic_content>{SAID[0].html}</div></div></div>"

    assert authors(read(html, url="https://forum.example/topic/41")) == [""]


# What stands in a post and is none of its words


def _answering(told: Told, note: str) -> str:
    return (
        f"<div class='post row'><div class=user><div class=username>{told.author}</div></div><div class=contents><a href='#post-{told.day}'>"
        f"<time datetime='2026-03-0{told.day}T09:00:00Z'>March {told.day}</time></a>{told.html}{note}</div></div>"
    )


@pytest.mark.parametrize("keep_names", [True, False])
def test_whom_a_post_answers_is_none_of_its_words(keep_names: bool) -> None:
    note = "<div class=in-reply-to><a href='#post-2'>In reply to robin_w</a></div>"
    html = "".join(_answering(told, note if told.quoted else "") for told in SAID)
    thread = read(html, keep_names=keep_names)

    assert texts(thread) == [told.words for told in SAID]
    assert not any("robin_w" in post.text for post in thread.posts)


def test_a_sentence_about_a_reply_stays() -> None:
    words = "In reply to <a href='#post-2'>your letter</a> they sent us a second form."
    said = (*SAID[:3], replace(SAID[3], words=words))
    thread = read("".join(_answering(told, "") for told in said))

    assert texts(thread)[3].startswith("In reply to your letter")


def _typed(told: Told) -> str:
    quoted = f'[quote="robin_w"]{told.quoted}[/quote]\n' if told.quoted else ""
    return f"{quoted}{told.words}"


@pytest.mark.parametrize("number", [1, 2, 4])
def test_what_an_author_typed_is_not_read_once_more_behind_the_post(number: int) -> None:
    html = "".join(
        f"<article id=post-{told.day}><div class=user_info><div class=post_name><a href='/user/profile/{told.day}'>{told.author}</a></div><div>posted <a href='#post-{told.day}'>{told.day} March 2026</a></div></div>"
        f"<div class=post_content><div class=post_message>{told.html}</div><div class=post_imessage>{_typed(told)}</div></div></article>"
        for told in SAID[:number]
    )

    assert texts(read(html)) == [told.words for told in SAID[:number]]


def test_a_second_paragraph_in_other_words_stays() -> None:
    html = "".join(
        f"<article id=post-{told.day}><div class=user_info><a href='/user/profile/{told.day}'>{told.author}</a> <span>{told.day} March 2026</span></div>"
        f"<div class=post_content><div class=post_message>{told.html}</div><div class=rest>{more}</div></div></article>"
        for told, more in zip(SAID, MORE, strict=True)
    )

    assert [post.text.split("\n")[-1] for post in read(html).posts] == list(MORE)


def _handed_over(value: str, told: Told) -> str:
    return (
        f"<div class='bg-white shadow'><div class=border-b><a href='/user/{told.author}'><span>{told.author}</span></a><span class=font-mono>{told.day} March 2026</span></div>"
        f"<div class=prose x-data='{{}}' x-html='{escape(value)}'></div><button>0</button></div>"
    )


def test_words_that_a_page_hands_to_its_script_as_they_are_are_read() -> None:
    html = "".join(_handed_over(json.dumps(told.html), told) for told in SAID)
    thread = read(html, url="https://forum.example/forum/heating")

    assert (texts(thread), authors(thread), days(thread)) == expected(SAID)


@pytest.mark.parametrize("value", ["post.body", '"<p>cut short', '"a" + "b"', "[1]"])
def test_what_a_script_must_work_out_stays_unread(value: str) -> None:
    html = "".join(_handed_over(value, told) for told in SAID)

    with pytest.raises(Unreadable):
        read(html, url="https://forum.example/forum/heating")


def test_what_is_handed_to_a_script_may_not_be_nested_without_end() -> None:
    deep = "<div>" * 5_000

    with pytest.raises(Unreadable):
        read("".join(_handed_over(json.dumps(deep), told) for told in SAID))


def test_pages_and_tags_are_none_of_the_words_of_the_post_in_whose_box_they_stand() -> None:
    html = _two_boxes(SAID[:2])
    tagged = html.replace(
        "</div><div class=title>",
        "<div class='topic-tags btn'><a href='/tag/heat'>heat</a></div></div><div class=title>",
    )
    paged = f"{tagged[: -len('</div>')]}<div class=pagination><a href='/t/41-1'>1</a> <a href='/t/41-2'>2</a> <a href='/t/41-2'>›</a></div></div>"

    assert texts(read(paged)) == [told.words for told in SAID[:2]]


def test_figures_that_a_member_links_to_stay() -> None:
    told = replace(
        SAID[3], words="Look at <a href='/p/1'>12</a> and <a href='/p/2'>14</a> of the form."
    )
    html = "".join(_answering(one, "") for one in (*SAID[:3], told))

    assert texts(read(html))[3].startswith("Look at")


# Times


def test_of_a_post_that_was_changed_the_time_is_when_it_was_created() -> None:
    def told_of(told: Told, changed: int) -> str:
        edited = (
            f"<div><small>Edited</small> Mon, Mar {changed}, 2026 7:55 AM</div>" if changed else ""
        )
        return (
            f"<article class=comment><div class=attribution><a href='/u/{told.day}'>{told.author}</a><a href='/comments/{told.day}'><time datetime='2026-03-{changed or told.day:02}T07:55:00Z'>days ago</time>"
            f"<span class=tooltip><div><small>Created</small> Mon, Mar {told.day}, 2026 7:55 AM</div>{edited}</span></a></div><div class=comment__body>{told.html}</div></article>"
        )  # fmt: skip

    html = "".join(told_of(told, 12 if told.day == 3 else 0) for told in SAID)

    assert days(read(html)) == [told.day for told in SAID]


def _two_boxes(said: tuple[Told, ...]) -> str:
    first, *rest = said
    items = "".join(
        f"<div class=item><div class=avatar><a href='/u/{told.author}'><img src=a.png></a></div><div class=data><div class=item-content><div><div class=bold><a href='/u/{told.author}'>{told.author}</a></div><span class=grey>2026-03-0{told.day} <span>#{number}</span></span></div>{told.html}</div></div></div>"
        for number, told in enumerate(rest, 1)
    )
    return (
        f"<div class='main-box without-title'><div class=topic-title><h1>{TITLE}</h1><div class=topic-title-date>By <a href='/u/{first.author}'>{first.author}</a> at 2026-03-0{first.day} • 2人收藏 • 143人点击</div></div><div class=topic-content>{first.html}</div></div>"
        f"<div class=title>{len(rest)} 回复 | 直到 2026-03-0{said[-1].day}</div><div class='main-box box-list'>{items}</div>"
    )


@pytest.mark.parametrize("number", [3, 4])
def test_a_short_answer_is_no_less_a_post_than_the_question(number: int) -> None:
    thread = read(_two_boxes(SAID[:number]))

    assert (texts(thread), authors(thread), days(thread)) == expected(SAID[:number])


def test_a_time_between_two_posts_is_not_both_posts_own() -> None:
    thread = read(_two_boxes(SAID[:2]))

    assert (authors(thread), days(thread)) == (["robin_w", "kestrel"], [2, 3])
    assert {post.precision for post in thread.posts} == {Precision.DAY}


# Lists


def _listed(*, viewing: str = "") -> str:
    head = "<ul class=titles><li class=topic-title>Topic</li><li class=voice-count>Voices</li><li class=reply-count>Posts</li><li class=freshness>Last Post</li></ul>"
    rows = "".join(
        f"<ul class='row post-{number}'><li class=topic-title><a class=permalink href='/forums/topic/{number}-letter/'>Letter number {number} from the council</a><p>Started by: <a href='/members/kestrel/'>kestrel</a></p></li>"
        f"<li class=voice-count>2</li><li class=reply-count>{number % 7 + 1}</li><li class=freshness><a href='/forums/topic/{number}-letter/#post-9'>{number - 40} days ago</a> <a href='/members/marram/'>marram</a></li></ul>"
        for number in (42, 45, 49, 51)
    )
    about = "<div class=notice><ul><li class=description>This forum has 128 topics, 964 replies, and was last updated <a href='/x'>3 days ago</a> by <a href='/members/robin_w/'>robin_w</a>.</li></ul></div>"
    return f"{about}{viewing}<ul class=topics><li class=header>{head}</li><li class=body>{rows}</li></ul>{viewing}"


def test_a_list_without_a_table_has_names_for_its_columns_as_well() -> None:
    found = parse.board_page(
        page(whole(_listed(), title="Warm homes"), url="https://forum.example/forums/forum/warm/"),
        SITE,
    )

    assert [line.replies for line in found.lines] == [0, 3, 0, 2]


def test_which_of_the_topics_are_shown_is_said_by_nobody() -> None:
    viewing = "<div class=count>Viewing 4 topics - 1 through 4 (of 128 total)</div>"
    shown = page(
        whole(_listed(viewing=viewing), title="Warm homes"),
        url="https://forum.example/forums/forum/warm/",
    )

    assert kind_of(shown).kind is Kind.BOARD
    with pytest.raises(Unreadable):
        parse.thread_page(shown, SITE, keep_names=True)


# Addresses


@pytest.mark.parametrize(
    ("href", "leads_to_member"),
    [
        ("/index.php?u=/topic/41/heating", False),
        ("/index.php?u=/user/profile/4", True),
        ("/profile.php?u=41", True),
        ("/index.php?page=forum&uid=7", True),
    ],
)
def test_a_path_within_a_query_is_no_member_s_number(href: str, leads_to_member: bool) -> None:
    assert is_of_author(href) is leads_to_member


def test_threads_whose_paths_stand_in_a_query_are_listed() -> None:
    rows = "".join(
        f"<article><div class=topic_title><a href='/index.php?u=/topic/{number}/letter-{number}'>Letter number {number} from the council</a></div><div><a href='/index.php?u=/user/profile/4'>kestrel</a> posted {number} days ago</div><div class=message>They ask for a copy of the bill.</div></article>"
        for number in (12, 15, 19)
    )
    found = parse.board_page(
        page(whole(rows, title="All topics"), url="https://forum.example/index.php?u=/topics"), SITE
    )

    assert [line.title for line in found.lines] == [
        f"Letter number {number} from the council" for number in (12, 15, 19)
    ]
