"""A forum's layout, learnt from one page, reads the next as its structure would."""

import re

import pytest

from alongside.connectors.generic import parse, reader
from tests.connectors.generic.invented import POSTS, SITE, in_boxes, mixed, page, whole

FIRST, SECOND = whole(in_boxes(POSTS[:3])), whole(in_boxes(POSTS[1:]).replace("90", "91"))


@pytest.fixture(autouse=True)
def nothing_learnt():
    reader._layouts.clear()
    yield
    reader._layouts.clear()


def test_a_layout_reads_the_next_page_just_as_its_structure_is_read():
    expected = reader.read_posts(page(SECOND), keep_names=True).posts
    reader._layouts.clear()
    reader.read_posts(page(FIRST), keep_names=True)

    assert reader.read_again(page(SECOND), keep_names=True) == expected
    assert parse.thread_page(page(SECOND), SITE, keep_names=True).posts == expected


def test_without_a_layout_nothing_is_read_again():
    assert reader.read_again(page(FIRST), keep_names=True) == ()


def test_a_page_that_does_not_fit_is_left_to_its_structure():
    reader.read_posts(page(FIRST), keep_names=True)
    another = SECOND.replace("<div class=words>", "<div class=mine>", 1)

    assert reader.read_again(page(another), keep_names=True) == ()
    assert reader.read_again(page(whole(mixed())), keep_names=True) == ()


@pytest.mark.parametrize(
    ("said", "is_of_posts"),
    [
        ("<div itemscope itemtype='https://schema.org/Comment'>", True),
        ("<div itemscope itemtype=http://schema.org/DiscussionForumPosting>", True),
        (
            '<script type="application/ld+json">{"@context": "https:\\/\\/schema.org",'
            '"@type": ["WebPage", "Question"]}</script>',
            True,
        ),
        (
            '<script type="application/ld+json">{"@context": "https://schema.org",'
            '"@type": "BreadcrumbList"}</script>',
            False,
        ),
        ("<div itemscope itemtype='https://schema.org/WebSite'>Comment, Question</div>", False),
    ],
)
def test_a_page_that_describes_posts_for_programs_is_left_to_its_structure(
    said: str, is_of_posts: bool
):
    reader.read_posts(page(FIRST), keep_names=True)
    described = SECOND.replace("<h1>", f"{said}<h1>")

    assert (reader.read_again(page(described), keep_names=True) == ()) is is_of_posts


def test_a_layout_holds_no_name_and_no_word_of_a_member():
    reader.read_posts(page(FIRST), keep_names=True)

    kept = repr(reader._layouts)

    assert "words" in kept
    assert not any(name in kept for name in ("robin_w", "kestrel", "allowance"))


@pytest.mark.parametrize(
    "line", ["<p>Originally posted by kestrel:</p>", "<p>Zitat von kestrel: so it was.</p>"]
)
def test_the_name_of_a_member_quoted_in_a_line_of_its_own_is_read_on_no_page(line: str):
    quoting = SECOND.replace("<div class=words><p>", f"<div class=words>{line}<p>", 1)
    expected = reader.read_posts(page(quoting), keep_names=False).posts
    reader._layouts.clear()
    reader.read_posts(page(FIRST), keep_names=False)

    read = reader.read_again(page(quoting), keep_names=False)

    assert read == expected
    assert not any("kestrel" in post.text for post in read)


def test_no_more_layouts_are_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(reader, "MOST_LAYOUTS", 2)

    for number in range(4):
        reader.read_posts(page(FIRST, url=f"https://f{number}.example/t/1"), keep_names=True)

    assert list(reader._layouts) == ["f2.example", "f3.example"]


def test_a_page_whose_elements_no_selector_names_is_read_by_its_structure():
    """Word writes `<o:p>`, and feeds `<dc:date>`."""
    html = FIRST.replace("<div class=head>", "<div class=head><o:p>").replace(
        "</a></div><div class=words>", "</a></o:p></div><div class=words>"
    )
    dated = re.sub(r"<a href='#post-\d+'>([^<]+)</a>", r"<dc:date class=date>\1</dc:date>", html)
    posts = reader.read_posts(page(dated), keep_names=True).posts
    plain = reader.read_posts(page(FIRST), keep_names=True)

    assert [post.text for post in posts] == [post.text for post in plain.posts]
    assert reader.read_again(page(dated), keep_names=True) in ((), posts)
