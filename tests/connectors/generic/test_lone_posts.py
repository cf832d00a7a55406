# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""A question that nobody has answered yet is the only post of its page, among all that is not one."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from alongside.connectors.generic import parse, reader
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.generic.lone import holds_more_than_a_post
from alongside.connectors.plain_text import html_to_plain
from alongside.connectors.port import Post, Unreadable
from tests.connectors.generic.engines import (
    ENGINES,
    colons,
    google_groups,
    help_desk,
    lobsters,
    plain_boxes,
    snitz,
    ubb_classic,
)
from tests.connectors.generic.frames import FRAMES, bare, new, old
from tests.connectors.generic.invented import POSTS, QUESTION, SITE, Said, in_boxes, page, whole
from tests.connectors.generic.test_engine_shapes import BESIDE, web_components

Shape = Callable[[Sequence[Said]], str]
Frame = Callable[[str], str]

SHORT = Said("kestrel", "3 March 2026, 09:15", "<p>Does anybody know the number?</p>")
LONG = Said(
    "robin w",
    "3 March 2026, 09:15",
    "<p>My mother moved in with us in January. Does she still get the heating allowance? I asked on 5 February 2026 and nobody answered.</p>"
    "<ul><li>She is 82.</li><li>The old address was in another county.</li></ul>"
    "<p>The form asks for the old address, and <a href='https://office.example/form'>the office</a> says to write. Thanks, R.</p>",
)
ASKED = {"usual": QUESTION, "short": SHORT, "long": LONG}
AT = datetime(2026, 3, 3, 9, 15, tzinfo=UTC)
# What stands behind the words of a post, or before them, is told by its being in every post alone.
NOT_ALONE = {(ubb_classic, "usual"), (ubb_classic, "long"), (snitz, "short")}


@pytest.fixture(autouse=True)
def nothing_learnt():
    reader._layouts.clear()
    yield
    reader._layouts.clear()


def read(html: str) -> tuple[Post, ...]:
    return parse.thread_page(page(html), SITE, keep_names=True).posts


CASES = [
    pytest.param(shape, frame, said, id=f"{shape.__name__}-{frame.__name__}-{asked}")
    for shape in (*ENGINES, *BESIDE)
    for frame in FRAMES
    for asked, said in ASKED.items()
    if (shape, asked) not in NOT_ALONE
]


@pytest.mark.parametrize(("shape", "frame", "said"), CASES)
def test_a_question_without_an_answer_is_told_from_all_that_stands_around_it(
    shape: Shape, frame: Frame, said: Said
) -> None:
    (post,) = read(frame(shape((said,))))

    assert (post.author, post.text) == (said.author, html_to_plain(said.html))
    assert post.posted_at == AT


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.__name__)
@pytest.mark.parametrize(
    "shape",
    [shape for shape in (*ENGINES, *BESIDE) if shape is not ubb_classic],
    ids=lambda shape: shape.__name__,
)
def test_nobody_is_named_in_the_words_that_are_kept(shape: Shape, frame: Frame) -> None:
    html = frame(shape((QUESTION,)))

    (post,) = parse.thread_page(page(html), SITE, keep_names=False).posts

    assert QUESTION.author not in post.text


@pytest.mark.parametrize("frame", [old, new], ids=lambda frame: frame.__name__)
@pytest.mark.parametrize("shape", [*ENGINES, *BESIDE], ids=lambda shape: shape.__name__)
def test_a_page_with_one_post_that_may_be_replied_to_is_a_thread(
    shape: Shape, frame: Frame
) -> None:
    assert kind_of(page(frame(shape((QUESTION,))))).kind is Kind.THREAD


def test_on_a_page_that_shows_nothing_else_the_offer_to_reply_makes_it_a_thread() -> None:
    silent = (lobsters, google_groups, web_components, help_desk, plain_boxes, colons)

    kinds = {shape: kind_of(page(bare(shape((QUESTION,))))).kind for shape in (*ENGINES, *BESIDE)}

    assert {shape for shape, kind in kinds.items() if kind is not Kind.THREAD} <= set(silent)


@pytest.mark.parametrize("shape", [*ENGINES, *BESIDE], ids=lambda shape: shape.__name__)
def test_a_question_keeps_its_name_when_answers_come(shape: Shape) -> None:
    (alone,) = reader.read_posts(page(whole(shape((QUESTION,)))), keep_names=True).posts[-1:]

    answered = reader.read_posts(page(whole(shape(POSTS))), keep_names=True).posts

    assert alone.external_id == answered[0].external_id


def test_a_layout_learnt_from_a_thread_reads_a_question_of_the_same_forum_as_its_structure() -> (
    None
):
    alone = new(in_boxes((SHORT,)))
    by_structure = reader.read_posts(page(alone), keep_names=True).posts
    reader.read_posts(page(new(in_boxes(POSTS))), keep_names=True)

    assert reader.read_again(page(alone), keep_names=True) == by_structure
    assert by_structure[0].author == SHORT.author


def test_an_article_with_a_form_for_comments_is_no_thread() -> None:
    html = (
        "<html><head><title>How to heat a house - The Example Company</title></head><body><h1>How to heat a house</h1>"
        "<div class=entry-meta>By <a href='/author/warden'>warden</a> on <time datetime='2026-03-03T09:15:00Z'>3 March</time></div>"
        "<div class=post-content><p>A house is heated from below, as everybody knows who ever lived in one. This is how it is done.</p>"
        "<p>Buy our boiler, and it will be warm by tomorrow.</p></div>"
        "<h3>Leave a comment</h3><form><textarea></textarea><input type=submit value='Post comment'></form></body></html>"
    )

    assert kind_of(page(html, url="https://company.example/blog/how-to-heat")).kind is Kind.NEITHER


@pytest.mark.parametrize("label", ["Profil", "Active", "Publicité", "Unread,", "Find", "Avatar"])
def test_a_label_is_nobody_even_where_names_stand_on_other_pages(label: str) -> None:
    html = in_boxes((QUESTION,)).replace(
        "<a class=username href='/members/robin_w'>robin_w</a>",
        f"<strong>robin_w</strong><a class=user_profile href='/members/7'>{label}</a>",
    )

    assert read(new(html))[0].author == "robin_w"


def test_the_author_may_be_named_in_the_words_of_the_time() -> None:
    html = (
        "<div class=thing><h2>Heating allowance</h2><p class=tagline>submitted 2 weeks ago by robin_w</p>"
        f"<div class=md>{QUESTION.html}</div></div>"
    )

    (post,) = read(new(html))

    assert (post.author, post.text) == ("robin_w", html_to_plain(QUESTION.html))


def test_who_made_the_software_wrote_none_of_the_posts() -> None:
    posts = "".join(
        f"<div class=thing><p class=tagline>submitted {days} days ago by {said.author}</p><div class=md>{said.html}</div></div>"
        for days, said in enumerate(POSTS, 5)
    )
    html = bare(
        f"{posts}<footer><p>Made by <a href='https://makers.example/u/maker'>maker</a> in 2017</p></footer>"
    )

    assert [post.author for post in read(html)] == [said.author for said in POSTS]


def test_a_front_page_that_counts_threads_in_columns_is_no_thread() -> None:
    rows = "".join(
        f"<tr><td><a href='/board/subcategory/{name.lower()}'>{name}</a><div>{about}</div></td><td>{count}</td><td>{count * 3}</td>"
        f"<td><a href='/board/thread/{count}'>{last}</a><div>by <a href='/board/profile/{by}'>{by}</a> March {count}, 2026, 9:15 a.m.</div></td></tr>"
        for name, about, count, last, by in (
            (
                "Pay",
                "All about pay and what is paid to whom in which month.",
                12,
                "Heating allowance",
                "robin_w",
            ),
            ("Oil", "Boilers and what they burn, and who repairs them.", 9, "Old boilers", "tern"),
        )
    )
    html = bare(
        "<table><tr><th>Subcategory</th><th>Threads</th><th>Posts</th><th>Latest thread</th></tr>"
        f"{rows}</table><div>Newest user <a href='/board/profile/plover'>plover</a></div>"
    )

    assert kind_of(page(html, url="https://forum.example/board/")).kind is Kind.BOARD


@pytest.mark.parametrize("around", ["topic-108", "topic-108-replies"])
def test_what_holds_all_posts_of_a_topic_gives_the_first_no_name(around: str) -> None:
    def all_of(said: Sequence[Said]) -> str:
        return whole(f"<div id={around}>{in_boxes(said)}</div>")

    alone = parse.thread_page(page(all_of(POSTS[:1])), SITE, keep_names=False).posts[0]
    answered = parse.thread_page(page(all_of(POSTS)), SITE, keep_names=False).posts[0]

    assert alone.external_id == answered.external_id


REPLIES_WITHOUT_TIMES = """<div class=topic><h3>Railcard refused</h3>
<p>The office sent me a letter last week and I cannot make sense of it. Whom do I ask?</p>
<ul class=users><li><a href="#"><img src=/a.png> <span>Created By<small>robin_w, Nov. 3, 2026, 3:07 p.m.</small></span></a></li>
<li><a href="#"><img src=/a.png> <span>Replied By<small>kestrel</small></span></a></li></ul>
<p>Buses <span>Replies 2</span> <span>Views 0</span> <span>Users 3</span></p>
<div class=comment><a href="#">kestrel</a><p>Ask the office again, and keep a copy of all that you send them.</p></div>
<div class=comment><a href="#">marram</a><p>It took six weeks with me, and they wrote in the end.</p></div></div>"""


def test_law_4_a_question_that_cannot_be_told_from_the_replies_to_it_is_not_read() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page(whole(REPLIES_WITHOUT_TIMES)), SITE, keep_names=False)


@pytest.mark.parametrize(
    "words",
    [
        "The council replied by letter. Is that how it is done?",
        "I had 3 replies and 40 views in the other forum, and no answer.",
        "Nobody has answered me in 12 weeks. Last post by the office was in May.",
    ],
)
def test_a_question_may_speak_of_replies(words: str) -> None:
    assert not holds_more_than_a_post(words)
