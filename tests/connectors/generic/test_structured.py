# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What pages describe for programs: JSON-LD, microdata and RDFa, also where they do it badly."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.connectors.generic import parse, structured
from alongside.connectors.generic.outline import outline_of
from alongside.connectors.port import Post, Precision
from tests.connectors.generic.invented import ANSWER, POSTS, QUESTION, SITE, in_boxes, page, whole

DISCUSSION = {
    "@context": "https://schema.org",
    "@type": "DiscussionForumPosting",
    "headline": "Heating allowance",
    "url": "https://forum.example/topic/41-heating-allowance",
    "author": {"@type": "Person", "name": "robin_w"},
    "datePublished": "2026-03-03T09:15:00+01:00",
    "text": "My mother moved in with us in January. Does she still get the heating allowance?",
    "comment": [
        {
            "@type": "Comment",
            "text": "<p>Yes, it follows the person and not the house.</p>",
            "author": [{"name": "kestrel"}],
            "dateCreated": 1772534400,
            "upvoteCount": "7",
        }
    ],
}
QUESTION_PAGE = {
    "@type": "QAPage",
    "mainEntity": {
        "@type": "Question",
        "name": "Heating allowance",
        "text": "Does she still get it?",
        "author": {"name": "robin_w"},
        "acceptedAnswer": {"@type": "Answer", "text": "Yes, she does.", "author": "kestrel"},
        "suggestedAnswer": [
            {"@type": "Answer", "text": "No, I fear.", "author": {"name": "marram"}}
        ],
    },
}


def script(document: Any) -> str:
    words = document if isinstance(document, str) else json.dumps(document)
    return f"<script type='application/ld+json'>{words}</script>"


def read(html: str) -> tuple[Post, ...]:
    return parse.thread_page(page(html), SITE, keep_names=True).posts


def test_a_page_of_scripts_is_read_by_its_json() -> None:
    posts = read(f"<html><head>{script(DISCUSSION)}</head><body><div id=app></div></body></html>")

    assert [(post.author, post.text[:12], post.thanks) for post in posts] == [
        ("robin_w", "My mother mo", None),
        ("kestrel", "Yes, it foll", 7),
    ]
    assert posts[0].posted_at == datetime(2026, 3, 3, 8, 15, tzinfo=UTC)
    assert {post.precision for post in posts} == {Precision.EXACT}


def test_a_question_names_its_accepted_answer() -> None:
    found = parse.thread_page(
        page(f"<html><head>{script(QUESTION_PAGE)}</head><body></body></html>"),
        SITE,
        keep_names=True,
    )

    assert [(post.author, post.is_accepted) for post in found.posts] == [
        ("robin_w", False),
        ("marram", False),
        ("kestrel", True),
    ]
    assert found.is_solved


def test_what_a_page_describes_makes_its_blocks_exact() -> None:
    told = DISCUSSION | {
        "text": "My mother moved in with us in January. Does she still get the heating "
        "allowance? The form asks for the old address."
    }

    posts = read(whole(in_boxes(), head=script(told)))

    assert len(posts) == 4
    assert posts[0].posted_at == datetime(2026, 3, 3, 8, 15, tzinfo=UTC)
    assert posts[0].precision is Precision.EXACT
    assert posts[1].precision is Precision.MINUTE


ASKED = {
    "@context": "https://schema.org",
    "@type": "QAPage",
    "mainEntity": QUESTION_PAGE["mainEntity"]  # type: ignore[dict-item]
    | {
        "text": "My mother moved in with us. Does she still get it?",
        "dateCreated": "2026-03-03T09:15:00+00:00",
        "acceptedAnswer": [],
        "suggestedAnswer": [],
    },
}


def test_a_question_that_only_the_description_has_goes_before_its_answers() -> None:
    html = whole(in_boxes(POSTS[1:]), head=script(ASKED))

    posts = read(html)

    assert [post.author for post in posts] == ["robin_w", "kestrel", "robin_w", "marram"]
    assert posts[0].text == "My mother moved in with us. Does she still get it?"
    assert posts[0].posted_at == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "head"),
    [
        ("https://forum.example/topic/41-heating-allowance?page=2", ""),
        ("https://forum.example/topic/41/b", "<link rel=prev href='/topic/41'>"),
    ],
)
def test_later_pages_do_not_repeat_the_question_that_they_describe(address: str, head: str) -> None:
    html = whole(in_boxes(POSTS[1:]), head=head + script(ASKED))

    posts = parse.thread_page(page(html, url=address), SITE, keep_names=True).posts

    assert [post.author for post in posts] == ["kestrel", "robin_w", "marram"]


def test_questions_that_a_site_asks_itself_are_no_discussion() -> None:
    questions = {
        "@type": "FAQPage",
        "mainEntity": [
            {
                "@type": "Question",
                "name": "When?",
                "acceptedAnswer": {"@type": "Answer", "text": "Now."},
            }
        ],
    }

    assert structured.from_json(page(f"<html><head>{script(questions)}</head></html>").tree) == ()


@pytest.mark.parametrize(
    "words",
    [
        "/* by our engine */ " + json.dumps(DISCUSSION),
        json.dumps(DISCUSSION).replace("}]", "},]"),
        json.dumps(DISCUSSION).replace("January.", "January.\n\t"),
        json.dumps(DISCUSSION).replace('"', "&quot;"),
        json.dumps({"@graph": [{"@type": "WebSite"}, DISCUSSION]}),
        json.dumps([[DISCUSSION]]),
    ],
)
def test_json_is_forgiven_what_pages_do_to_it(words: str) -> None:
    found = structured.from_json(page(f"<html><head>{script(words)}</head></html>").tree)

    assert [post.author for post in found] == ["robin_w", "kestrel"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["@type", "@graph", "text", "author", "name", "comment", "datePublished", "url", "headline",
             "acceptedAnswer", "suggestedAnswer", "upvoteCount", "mainEntity", "identifier"]
        ),
        inner | st.sampled_from(["Question", "Answer", "DiscussionForumPosting", "Comment"]),
        max_size=6,
    ),
    max_leaves=30,
)  # fmt: skip


@given(anything)
def test_json_of_any_shape_is_read_or_left(document: Any) -> None:
    html = f"<html><head>{script(json.dumps(document).replace('</', '<'))}</head></html>"

    for post in structured.from_json(page(html).tree):
        assert isinstance(post.text, str)
        assert isinstance(post.author, str)


def microdata(said_twice: bool = False) -> str:
    items = "".join(
        f"<div itemscope itemtype='https://schema.org/{kind}'><span itemprop=author itemscope "
        f"itemtype='https://schema.org/Person'><b itemprop=name>{said.author}</b></span>"
        f"<time itemprop=datePublished datetime='2026-03-0{n + 3}T10:00:00Z'>a while ago</time>"
        f"<div itemprop=text>{said.html}</div><link itemprop=url href='/p/{n}'></div>"
        for n, (kind, said) in enumerate(
            (("DiscussionForumPosting", QUESTION), ("Comment", ANSWER), ("Comment", POSTS[2]))
        )
    )
    return items * (2 if said_twice else 1)


def test_microdata_tells_names_and_exact_times() -> None:
    posts = read(whole(microdata()))

    assert [post.author for post in posts] == ["robin_w", "kestrel", "robin_w"]
    assert [post.posted_at for post in posts] == [
        datetime(2026, 3, d, 10, tzinfo=UTC) for d in (3, 4, 5)
    ]
    assert {post.precision for post in posts} == {Precision.EXACT}


def test_law_4_a_post_never_stands_at_its_author_s_page() -> None:
    """Some software says so: it leaves out that what it describes there is the author."""
    html = re.sub(
        r"href='/p/(\d)'", r"href='/memberlist.php?mode=viewprofile&amp;u=\1'", microdata()
    )
    posts = read(whole(html))

    assert len(posts) == 3
    assert not any("memberlist" in post.address for post in posts)


def test_rdfa_is_read_like_microdata() -> None:
    html = (
        "<div typeof='sioc:Post sioct:BoardPost'><span rel='sioc:has_creator'><a property='foaf:name' "
        "href='/u/7'>robin_w</a></span><span property='dc:date' content='2026-03-03T10:00:00Z'>3 March"
        f"</span><div property='content:encoded'>{QUESTION.html}</div></div>"
    )

    (post,) = structured.from_markup(outline_of(page(whole(html)).tree))

    assert (post.kind, post.author) == ("DiscussionForumPosting", "robin_w")
    assert post.moment is not None
    assert post.moment.at == datetime(2026, 3, 3, 10, tzinfo=UTC)


def test_in_rdfa_one_element_tells_the_time_and_whose_name_stands_in_it() -> None:
    html = (
        "<div typeof='sioc:Post sioct:BoardPost'><p property='dc:date dc:created' content='2026-03-03T10:00:00Z' "
        "rel='sioc:has_creator'>Submitted by <a href='/u/7' typeof='sioc:UserAccount' property='foaf:name'>robin_w</a> "
        f"on 3 March</p><div property='content:encoded'>{QUESTION.html}</div></div>"
    )

    (post,) = structured.from_markup(outline_of(page(whole(html)).tree))

    assert post.author == "robin_w"
    assert post.moment is not None
    assert post.moment.at == datetime(2026, 3, 3, 10, tzinfo=UTC)


def test_remarks_under_answers_are_no_posts() -> None:
    html = (
        "<div itemscope itemtype='http://schema.org/Question'><div itemprop=text>"
        f"{QUESTION.html}</div><div itemprop=suggestedAnswer itemscope itemtype='http://schema.org/Answer'>"
        f"<div itemprop=text>{ANSWER.html}</div><ul><li itemprop=comment itemscope "
        "itemtype='http://schema.org/Comment'><span itemprop=text>Could you give a source?</span>"
        "</ul></div></div>"
    )

    assert all("source" not in post.text for post in read(f"<html><body>{html}</body></html>"))
