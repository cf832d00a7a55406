"""Readers over saved threads of live forums: those marked by hand, and those of the fixtures.

The pages lie beside the repository, in `shared/data`, and are not part of it; without them these
tests are skipped. Run with `-s` for the table.
"""

import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from alongside.connectors.page import Page
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import ForumSite, Unreadable
from alongside.connectors.recognition import recognise
from alongside.connectors.registry import CONNECTORS
from alongside.fetching.messages import Response

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
GOLD = DATA / "forum-threads-gold"
FIXTURES = DATA / "forum-fixtures"
pytestmark = pytest.mark.skipif(
    not GOLD.exists(), reason="the saved threads (shared/data) are not beside the project"
)

# How many posts there are on each saved page; two of the first NodeBB one came from other sites.
SAVED = {
    "discourse/thread-solved-answer.html": 14,
    "discourse/thread-solved-category-d3.6.html": 7,
    "flarum/thread-flarum.html": 22,
    "invision/thread-ips4.html": 6,
    "invision/thread-ips5.html": 25,
    "lemmy/thread-lemmy-ui.html": 23,
    "mybb/thread-mybb18.html": 10,
    "nodebb/thread-nodebb4.html": 12,
    "nodebb/thread-solved-nodebb.html": 7,
    "phpbb/thread-phpbb3-prosilver.html": 15,
    "phpbb/thread-phpbb3-themed.html": 16,
    "smf/thread-smf21.html": 4,
    "stackexchange/question-se.html": 15,
    "vanilla/thread-vanilla-cloud.html": 4,
    "vanilla/thread-vanilla-cloud-datadriven.html": 19,
    "vanilla/thread-vanilla-oss.html": 5,
    "vbulletin/thread-ibforums.html": 14,
    "vbulletin/thread-vb3.8.html": 2,
    "vbulletin/thread-vb6.html": 11,
    "xenforo/thread-xf1.html": 13,
    "xenforo/thread-xf2.3.html": 19,
    "xenforo/thread-xf2.3-themed.html": 25,
}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())


def overlap(one: list[str], other: list[str]) -> float:
    """Word F1 of two texts."""
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other)) if one or other else 1.0


def reader_of(page: Page) -> PagedConnector | None:
    found = recognise(page)
    connector = CONNECTORS.get(found.kind) if found is not None else None
    return connector if isinstance(connector, PagedConnector) else None


def test_the_posts_that_people_marked_are_found_whole_and_in_their_own_post() -> None:
    tally: defaultdict[str, Counter[str]] = defaultdict(Counter)
    alike: defaultdict[str, list[float]] = defaultdict(list)
    with gzip.open(GOLD / "gold.jsonl.gz") as lines:
        entries = [json.loads(line) for line in lines]
    for entry in entries:
        with gzip.open(GOLD / entry["file"]) as file:
            body = file.read()
        page = Page(Response(entry["url"], 200, {"date": "Thu, 01 Oct 2020 00:00:00 GMT"}, body))
        connector = reader_of(page)
        if connector is None:
            continue  # software without a connector of its own
        parts = urlsplit(entry["url"])
        site = ForumSite(f"{parts.scheme}://{parts.netloc}")
        thread = connector.pages.thread_page(page, site, keep_names=True)
        left = {post.external_id: words(post.text) for post in thread.posts}
        counts = tally[connector.kind]
        counts["read"] += len(thread.posts)
        counts["timed"] += sum(post.posted_at is not None for post in thread.posts)
        for marked in entry["posts"]:
            wanted = words(marked["post_text"])
            counts["marked"] += 1
            best = max(left, key=lambda one: overlap(left[one], wanted), default=None)
            if best is not None and overlap(left[best], wanted) >= 0.5:
                alike[connector.kind].append(overlap(left[best], wanted))
                begins = " ".join(wanted)[:60]
                counts["found"] += begins in " ".join(left.pop(best))

    print(f"\n{'engine':>12}{'marked':>8}{'found':>8}{'read':>8}{'timed':>8}{'F1':>8}")
    for kind, counts in sorted(tally.items()):
        mean = sum(alike[kind]) / counts["marked"]
        cells = "".join(f"{counts[name]:>8}" for name in ("marked", "found", "read", "timed"))
        print(f"{kind:>12}{cells}{mean:>8.3f}")
    total = sum(tally.values(), Counter())
    assert total["found"] / total["marked"] >= 0.93
    assert sum(map(sum, alike.values())) / total["marked"] >= 0.97
    assert total["timed"] / total["read"] >= 0.99
    assert total["read"] == total["marked"]


@pytest.mark.parametrize(("name", "posts"), sorted(SAVED.items()))
def test_saved_threads_are_read_with_authors_and_times(name: str, posts: int) -> None:
    body = (FIXTURES / name).read_bytes()
    canonical = re.search(rb"rel=\"?canonical\"? href=\"?(https?://[^\"/> ]+)", body)
    host = canonical[1].decode() if canonical else "https://forum.example"
    date = {"date": "Wed, 01 Oct 2025 00:00:00 GMT"}
    page = Page(Response(f"{host}/topic/7", 200, date, body))
    connector = reader_of(page)
    assert connector is not None
    assert connector.kind == name.split("/")[0]

    thread = connector.pages.thread_page(page, ForumSite(host), keep_names=False)

    assert len(thread.posts) == posts
    assert all(post.posted_at for post in thread.posts)
    assert thread.title


def test_a_shell_without_posts_is_recognised_and_unreadable() -> None:
    body = (FIXTURES / "discourse" / "thread-js-shell-d3.4.html").read_bytes()
    page = Page(Response("https://forum.example/t/7", 200, {}, body))
    connector = reader_of(page)
    assert connector is not None

    with pytest.raises(Unreadable):
        connector.pages.thread_page(page, ForumSite("https://forum.example"), keep_names=False)
