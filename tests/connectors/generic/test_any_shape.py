"""Pages in shapes drawn by lot: what a rule gains for one forum must not be lost for others."""

import re
from collections import Counter
from email.utils import format_datetime

import pytest

from alongside.connectors.generic import parse, reader
from alongside.connectors.page import Page
from alongside.connectors.port import Unreadable
from alongside.fetching.messages import Response
from tests.connectors.generic.any_shape import NOW, Drawn, drawn
from tests.connectors.generic.invented import SITE, THREAD

SEEDS = range(300)
WHOLLY_RIGHT, WORDS_RIGHT = 0.94, 0.96


@pytest.fixture(autouse=True)
def nothing_learnt():
    reader._layouts.clear()
    yield
    reader._layouts.clear()


def faults_of(page: Drawn) -> set[str]:
    """What of a page is read otherwise than it was written."""
    reader._layouts.clear()
    headers = {
        "content-type": "text/html; charset=utf-8",
        "date": format_datetime(NOW, usegmt=True),
    }
    try:
        answer = Page(Response(THREAD, 200, headers, page.html.encode()))
        found = parse.thread_page(answer, SITE, keep_names=True)
    except Unreadable:
        return {"unreadable"}
    if [_bare(post.text) for post in found.posts] != [_bare(post.words) for post in page.posts]:
        return {"words"}
    both = list(zip(found.posts, page.posts, strict=True))
    faults = set[str]()
    if any(read.author != written.author for read, written in both):
        faults.add("authors")
    if any(
        read.posted_at is None or abs((read.posted_at - written.at).total_seconds()) > 60
        for read, written in both
    ):
        faults.add("times")
    if bool(found.next_address) != page.has_next:
        faults.add("next page")
    return faults


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip()


def test_pages_of_any_shape_are_read() -> None:
    faults = {seed: faults_of(drawn(seed)) for seed in SEEDS}

    told = Counter(fault for found in faults.values() for fault in found)
    wrong = {seed: found for seed, found in faults.items() if found}
    assert len(wrong) <= (1 - WHOLLY_RIGHT) * len(SEEDS), (told, wrong)
    assert told["words"] + told["unreadable"] <= (1 - WORDS_RIGHT) * len(SEEDS), (told, wrong)
