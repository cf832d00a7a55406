# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Pages made to break a reader: a named outcome, a bounded cost, and never a crash."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import kind_of
from alongside.connectors.port import Unreadable
from tests.connectors.generic.invented import POSTS, SITE, in_boxes, in_rows, nested, page, whole

SECONDS = 15.0  # of the processor; a page of this kind takes one or two
POST = in_boxes(POSTS[:1])

CORPUS: dict[str, Callable[[], bytes]] = {
    "ten thousand deep": lambda: b"<div>" * 10_000 + POST.encode() + b"</div>" * 10_000,
    "deeper": lambda: b"<div>" * 50_000 + b"x",
    "nine thousand deep lists": lambda: b"<ul><li>" * 4_500 + b"3 March 2026, 09:00",
    "megabytes of one tag": lambda: b"<p>" * 700_000,
    "megabytes of one closing tag": lambda: b"</p>" * 700_000,
    "formatting never closed": lambda: b"<p><b><i><u>x</p>" * 3_000,
    "megabytes of text": lambda: b"<p>" + b"heat " * 600_000,
    "megabytes of attributes": lambda: b"<p " + b"a=1 " * 400_000 + b">x</p>",
    "one class of a megabyte": lambda: b"<p class='" + b"c" * 1_000_000 + b"'>3 March 2026</p>",
    "very many classes": lambda: b"".join(b"<p class=c%d>x 3 March 2026, 09:%02d</p>" % (n, n % 60) for n in range(20_000)),
    "very many posts": lambda: whole(in_boxes(POSTS * 2_000)).encode(),
    "very many rows": lambda: whole(in_rows(POSTS * 1_000)).encode(),
    "very many paragraphs that are posts": lambda: whole("".join(f"<h3>member{n % 50}</h3><i>2026-03-{1 + n % 28:02d} 10:{n % 60:02d}</i><p>I have asked them {n} times now.</p><ul><li>{n}</li></ul>" for n in range(2_900))).encode(),
    "very many lists between two posts": lambda: whole("<h3>robin</h3><i>2026-03-01 10:00</i><p>I have asked.</p>" + "<ul><li>again</li></ul>" * 20_000 + "<h3>ash</h3><i>2026-03-02 10:00</i><p>They said so.</p>").encode(),
    "replies very deep": lambda: whole(nested(POSTS * 60)).encode(),
    "very many links": lambda: whole("".join(f"<a href='/t/{n}'>Heat, part {n}</a> 3 March 2026 " for n in range(20_000))).encode(),
    "numbers without an end": lambda: whole(f"<p>{'1234567890' * 20_000}</p><time datetime='{'9' * 5_000}'>").encode(),
    "dates without an end": lambda: whole("<p>" + "3 March 2026, 09:00 " * 20_000 + "</p>").encode(),
    "brackets in scripts": lambda: b"<script type='application/ld+json'>" + b"[" * 200_000 + b"</script>" + POST.encode(),
    "commas in scripts": lambda: b"<script type='application/ld+json'>{" + b"," * 300_000 + b"}</script>" + POST.encode(),
    "comments in scripts": lambda: b"<script type='application/ld+json'>" + b"/*" * 200_000 + b"</script>" + POST.encode(),
    "strokes": lambda: b"<a/" * 300_000,
    "empty elements": lambda: b"<a/>" * 200_000,
    "quotes never closed": lambda: b"<a href='" + b"<p>" * 300_000,
    "items within items": lambda: b"<div itemscope itemtype='https://schema.org/Comment'>" * 3_000 + b"<p itemprop=text>x",
    "half a page of another encoding": lambda: POST.encode() + POST.encode("utf-16"),
    "a lying encoding": lambda: b"<meta charset=utf-16>" + whole(POST).encode(),
    "no bytes that mean anything": lambda: bytes(range(256)) * 2_000,
    "nothing but zeros": lambda: bytes(500_000),
}  # fmt: skip


def outcome_of(read: Callable[[], object]) -> str:
    """What became of a page, in words."""
    try:
        read()
    except Unreadable as unreadable:
        return str(unreadable)
    return "read"


@pytest.mark.parametrize("case", CORPUS)
def test_a_hostile_page_has_a_named_outcome_at_a_bounded_cost(case: str) -> None:
    body = CORPUS[case]()
    started = time.process_time()

    for read in (
        lambda: parse.thread_page(page(body), SITE, keep_names=False),
        lambda: parse.board_page(page(body), SITE),
    ):
        assert outcome_of(read)

    assert time.process_time() - started < SECONDS


tags = st.sampled_from(
    ["<div class=post>", "</div>", "<td>", "</td>", "<tr>", "<table>", "</table>", "<p>", "<a href='/u/x'>",
     "</a>", "<time datetime='2026-03-03T10:00:00Z'>", "</time>", "3 March 2026, 09:00", "yesterday", "robin_w",
     "Does she still get the heating allowance?", "<blockquote>", "</blockquote>", "<span class=author>",
     "<div itemscope itemtype='https://schema.org/Comment'>", "<b itemprop=text>", "<i itemprop=author>",
     "<meta itemprop=datePublished content=x>", "<a href='?page=2'>Next</a>", "<ul>", "<li>", "<br/>",
     "<i class=x/>", "<!--", "-->", "&amp;", "<script>", "</script>", "\x00", "“", "<template>", "<h1>"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(tags | st.text(max_size=8), max_size=60).map("".join))
def test_any_markup_is_read_or_named_unreadable(html: str) -> None:
    for read in (
        lambda: parse.thread_page(page(html), SITE, keep_names=False),
        lambda: parse.board_page(page(html), SITE),
        lambda: parse.boards(page(html), SITE),
        lambda: kind_of(page(html)),
    ):
        assert outcome_of(read)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 3))
def test_a_page_with_any_bytes_in_it_is_read_or_named_unreadable(noise: bytes, where: int) -> None:
    whole_page = whole(in_boxes()).encode()
    cut = len(whole_page) * where // 4
    try:
        posts = parse.thread_page(
            page(whole_page[:cut] + noise + whole_page[cut:]), SITE, keep_names=True
        ).posts
    except Unreadable:
        return
    assert posts
