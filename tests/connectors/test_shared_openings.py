"""The structural reader over threads that nobody has answered: saved threads less their replies.

Of each page all posts but the first are taken out, with what stands between them; what is left
is to be read as that one post, just as the whole page's first post is read, without what the page
describes for programs. The pages lie beside the repository, in `shared/data`; without them these
tests are skipped. Run with `-s` for the table. The floors are what is reached.
"""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from alongside.connectors.generic import parse, reader
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.page import Page
from alongside.connectors.port import ForumSite, Post, Unreadable
from tests.connectors.test_shared_forums import DATA, SAVED, Words, gold, page_of, word_f1

pytestmark = pytest.mark.skipif(
    not (DATA / "forum-threads-gold").exists(),
    reason="the pages of real forums (shared/data) are not beside the project",
)

# What is counted of each page that was cut down to its first post.
ASPECTS = ("one post", "words", "time", "author", "name", "all", "a thread")
READ_AT = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


def opening_of(page: Page) -> tuple[Post, bytes] | None:
    """The first post of a page of several, and the page less the others; None
    for one post, or one without an author, and where the others cannot be cut out."""
    for script in page.tree.css("script[type='application/ld+json']"):
        script.decompose()
    reading = reader.read_posts(page, keep_names=True)
    outline, blocks = reading.outline, [found.block for found in reading.found]
    if len(blocks) < 2 or None in blocks or not reading.posts[0].author:
        return None
    first, *others = (block for block in blocks if block is not None)
    own = [first.container, first.body, max(first.time_at, 0), max(first.author_at, 0)]
    taken = set[int]()
    for block in others:
        for element in (block.container, block.body, block.time_at, block.author_at):
            while element > 0 and not any(outline.contains(element, one) for one in own):
                taken.add(element)
                element = outline.parents[element]
    between = range(min(taken), max(outline.last[element] for element in taken) + 1)
    taken |= {
        element
        for element in between
        if outline.last[element] in between
        and not any(outline.contains(element, one) or outline.contains(one, element) for one in own)
    }
    whole = page.tree.html or ""
    for element in sorted(taken, reverse=True):
        outline.nodes[element].decompose()
    # Posts without elements of their own (`sections.py`) cannot be cut out of the page.
    left = page.tree.html or ""
    return (reading.posts[0], left.encode()) if left != whole else None


def saved() -> Iterator[tuple[str, str, bytes, datetime, str]]:
    """Set, address, page, when it was saved, and the words of the first post where known."""
    for row in gold():
        at = SAVED["forum-threads-gold"]
        yield "forum-threads-gold", row["url"], row["body"], at, row["posts"][0]["post_text"]
    for index in sorted((DATA / "forum-captures").glob("*/index.json")):
        for file in json.loads(index.read_text(encoding="utf-8"))["files"]:
            facts = (file.get("expected") or {}).get("posts")
            if file["file"].endswith(".html") and isinstance(facts, list):
                body = (index.parent / file["file"]).read_bytes()
                yield "forum-captures", file["url"], body, READ_AT, ""


def read_alone(page: Page, wanted: Post, words: str) -> Counter[str]:
    """What of a page's only post is read as it is wanted."""
    kind = kind_of(page).kind
    origin = urlsplit(page.url)
    try:
        posts = parse.thread_page(
            page, ForumSite(f"{origin.scheme}://{origin.netloc}"), keep_names=True
        ).posts
    except Unreadable:
        return Counter()
    post, found = posts[0], Counter[str]()
    found["one post"] = len(posts) == 1
    found["words"] = word_f1(Words(post.text), Words(words or wanted.text)) >= 0.9
    found["time"] = post.posted_at == wanted.posted_at
    found["author"] = post.author.lstrip("@") == wanted.author.lstrip("@")
    found["all"] = all(found[aspect] for aspect in ("one post", "words", "time", "author"))
    found["name"] = post.external_id == wanted.external_id
    found["a thread"] = kind is Kind.THREAD
    return found


def test_a_question_that_nobody_answered_is_read_as_it_is_among_its_answers() -> None:
    tallies: dict[str, Counter[str]] = {}
    for name, url, body, at, words in saved():
        reader._layouts.clear()
        if (cut := opening_of(page_of(body, url, at=at))) is None:
            continue
        reader._layouts.clear()
        wanted, alone = cut
        tally = tallies.setdefault(name, Counter())
        tally["pages"] += 1
        tally.update(read_alone(page_of(alone, url, at=at), wanted, words))

    print(f"\n{'less their replies':22}{'pages':>9}" + "".join(f"{name:>9}" for name in ASPECTS))
    for name, tally in tallies.items():
        cells = "".join(f"{tally[aspect]:>9}" for aspect in ("pages", *ASPECTS))
        print(f"{name:22}{cells}")
    marked, captured = tallies["forum-threads-gold"], tallies["forum-captures"]
    assert marked["pages"] == marked["one post"] == 44
    assert marked["words"] >= 39
    assert marked["time"] >= 42
    assert marked["author"] >= 43
    assert marked["name"] >= 43
    assert marked["a thread"] >= 42
    assert all(captured[aspect] == captured["pages"] for aspect in ASPECTS)
