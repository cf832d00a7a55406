"""Pages in shapes drawn by lot: what a rule gains for one forum must not be lost for others."""

import re
from collections import Counter
from email.utils import format_datetime

import pytest

from alongside.connectors.generic import parse, reader
from alongside.connectors.page import Page
from alongside.connectors.port import Unreadable
from alongside.fetching.messages import Response
from tests.connectors.generic.any_front import DrawnFront, drawn_front
from tests.connectors.generic.any_list import DrawnList, drawn_list
from tests.connectors.generic.any_shape import NOW, Drawn, drawn
from tests.connectors.generic.invented import SITE, THREAD

SEEDS = range(300)
WHOLLY_RIGHT = 0.97


@pytest.fixture(autouse=True)
def nothing_learnt():
    reader._layouts.clear()
    yield
    reader._layouts.clear()


def answered(html: str, *, address: str = THREAD) -> Page:
    headers = {
        "content-type": "text/html; charset=utf-8",
        "date": format_datetime(NOW, usegmt=True),
    }
    return Page(Response(address, 200, headers, html.encode()))


def faults_of(page: Drawn) -> set[str]:
    """What of a page is read otherwise than it was written."""
    reader._layouts.clear()
    try:
        found = parse.thread_page(answered(page.html), SITE, keep_names=True)
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


@pytest.mark.parametrize(
    ("words", "most"),
    [("Thanks", 0.12), ("Last edited version came by mail.", 0.04), ("Anyone?", 0.08)],
)
def test_a_short_answer_does_not_get_lost_in_any_shape(words: str, most: float) -> None:
    """In a few shapes one word may be anything: above all where it is the only answer."""
    seeds = range(150)
    wrong = {seed: found for seed in seeds if (found := faults_of(drawn(seed, answer=words)))}

    assert len(wrong) <= most * len(seeds), wrong


@pytest.mark.parametrize("title", ["Edited tenancy agreement", "No heating since Monday"])
def test_what_a_title_says_is_no_word_for_the_time_below_it(title: str) -> None:
    """Titles stand nearest to the times of posts that stand alone."""
    seeds = range(150)
    wrong = {seed for seed in seeds if faults_of(drawn(seed, title=title, most=1))}

    assert wrong == {seed for seed in seeds if faults_of(drawn(seed, most=1))}


def test_a_question_that_nobody_answered_is_read_in_any_shape() -> None:
    wrong = {seed: found for seed in SEEDS if (found := faults_of(drawn(seed, most=1)))}

    assert len(wrong) <= 0.04 * len(SEEDS), wrong


def faults_of_list(page: DrawnList) -> set[str]:
    try:
        found = parse.board_page(answered(page.html, address=f"{SITE.address}/board/3"), SITE)
    except Unreadable:
        return {"unreadable"}
    if [line.title for line in found.lines] != [row.title for row in page.rows]:
        return {"titles"}
    both = list(zip(found.lines, page.rows, strict=True))
    faults = set[str]()
    if any(line.replies != row.replies for line, row in both):
        faults.add("replies")
    if any(
        line.last_post is None or abs((line.last_post.at - row.last_post).total_seconds()) > 60
        for line, row in both
    ):
        faults.add("times")
    if bool(found.next_address) != page.has_next:
        faults.add("next page")
    return faults


def test_lists_of_any_shape_are_read() -> None:
    faults = {seed: faults_of_list(drawn_list(seed)) for seed in SEEDS}

    wrong = {seed: found for seed, found in faults.items() if found}
    assert len(wrong) <= (1 - WHOLLY_RIGHT) * len(SEEDS), wrong


def faults_of_front(page: DrawnFront) -> set[str]:
    read = answered(page.html, address=f"{SITE.address}/")
    try:
        boards = parse.boards(read, SITE)
    except Unreadable:
        return {"unreadable"}
    faults = set[str]()
    if [board.name for board in boards] != [board.name for board in page.boards]:
        faults.add("boards")
    told = {board.name: (board.threads, board.posts) for board in boards}
    if any(
        told.get(board.name, (board.threads, board.posts)) != (board.threads, board.posts)
        for board in page.boards
    ):
        faults.add("counts")
    try:
        figures = {one.kind: one.value for one in parse.statistics(read).figures}
    except Unreadable:
        return faults | {"no figures"}
    if figures != page.figures:
        faults.add("figures")
    return faults


def test_front_pages_of_any_shape_are_read() -> None:
    faults = {seed: faults_of_front(drawn_front(seed)) for seed in SEEDS}

    told = Counter(fault for found in faults.values() for fault in found)
    wrong = {seed: found for seed, found in faults.items() if found}
    assert len(wrong) <= (1 - WHOLLY_RIGHT) * len(SEEDS), (told, wrong)
