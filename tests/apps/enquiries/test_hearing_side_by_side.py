"""Many boards read side by side, through the whole of `fetching` but for the wires."""

import itertools
import threading
import time
from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import OperationalError

from alongside.agreements import actions as agreements
from alongside.core import clock
from alongside.enquiries import jobs
from alongside.enquiries.listeners import ReadingAllowed
from alongside.enquiries.models import Enquiry
from alongside.fetching.client import Client
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.rehearsal import MadeUpInternet, http_answer
from alongside.forums import access
from alongside.listening import claims
from alongside.manners.records import SharedNotices, SharedPacing
from alongside.ops import worker
from tests.factories import (
    HOUR,
    NOON,
    AgreementFactory,
    BoardFactory,
    BoardReadingFactory,
    ForumFactory,
    WatchFactory,
    publish_plan,
)

pytestmark = pytest.mark.django_db
INTERVAL = 0.05
ROW = """<li class="row"><dl class="topic_read"><dt><div class="list-inner">
<a href="./viewtopic.php?t={number}" class="topictitle">Question {number}</a>
<div class="topic-poster">by <a class="username">Quillon</a> &raquo;
<time datetime="{asked}">x</time></div></div></dt><dd class="posts">0</dd>
<dd class="lastpost"><span>by <a class="username">Quillon</a><br><time datetime="{asked}">x</time>
</span></dd></dl></li>"""
LIST = """<body id="phpbb" class="section-viewforum"><h2 class="forum-title">Pay</h2>
<ul class="topiclist topics">{rows}</ul></body>"""
THREAD = """<body id="phpbb" class="section-viewtopic"><ul class="navlinks"><li>
<a href="./viewforum.php?f=3">Pay</a></li></ul><h2 class="topic-title">
<a href="./viewtopic.php?t={number}">Question {number}</a></h2><div id="p{number}" class="post">
<p class="author">by <strong><a class="username">Quillon</a></strong> &raquo;
<time datetime="{asked}">x</time></p><div class="content">{words}</div></div></body>"""


def asked_at(number):
    """Threads with a higher number were asked later."""
    return NOON - 9 * HOUR + number * timedelta(minutes=1)


class Forums:
    """Forums f0.example, f1.example and so on, of two threads each: about sick pay, about a cat."""

    def __init__(self):
        self.words = {1: "Is my sick pay late?", 2: "Has anybody seen a cat?"}
        self.asked = defaultdict(list)  # host: pages, and when they were asked for
        self.slow = {}  # host: an event that its answers wait for
        self.on_page = lambda host, page: None  # called in the fleet's threads
        self.internet = None  # where they stand

    def answer(self, visit):
        host, page = visit.headers["host"], visit.target
        self.asked[host].append((page, time.monotonic()))
        self.on_page(host, page)
        if host in self.slow:
            self.slow[host].wait(30)
        if page == "/robots.txt":
            return http_answer(404)
        if "viewforum" in page:
            rows = (
                ROW.format(number=number, asked=asked_at(number).isoformat())
                for number in self.words
            )
            return http_answer(200, LIST.format(rows="".join(rows)))
        number = int(page.rpartition("t=")[2])
        asked = asked_at(number).isoformat()
        words = self.words[number]
        return http_answer(200, THREAD.format(number=number, asked=asked, words=words))

    def pages(self, host):
        return [page for page, _ in self.asked[host]]


@pytest.fixture
def forums(monkeypatch):
    made = Forums()
    internet = MadeUpInternet(
        site=made.answer, names={f"f{number}.example": ["93.184.215.14"] for number in range(99)}
    )
    policy = FetchingPolicy(contact="a@b.example", minimum_interval_seconds=INTERVAL)
    client = Client(
        policy,
        resolve=internet.resolve,
        backend=internet,
        pacing=SharedPacing(manners=policy.manners),
        kept=SharedNotices(),
    )
    monkeypatch.setattr(access, "client", lambda: client)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    made.internet = internet
    return made


@pytest.fixture
def readings(forums):
    """Boards of six forums of one body's plan, all due; the watch looks for sick pay."""
    return boards_of(6)


def boards_of(number):
    listed = [
        ForumFactory(address=f"https://f{each}.example", engine="phpbb") for each in range(number)
    ]
    made = [
        BoardReadingFactory(board=BoardFactory(forum=forum, external_id="3"), next_visit_at=NOON)
        for forum in listed
    ]
    first, *others = (AgreementFactory(forum=listed[0], welcome=True),)
    for forum in listed[1:]:
        others.append(AgreementFactory(forum=forum, body=first.body, welcome=True))
    publish_plan(first.body, listed)
    WatchFactory(body=first.body)
    return made


def reload(readings):
    for reading in readings:
        reading.refresh_from_db()


def test_all_boards_that_are_due_are_read_and_what_fits_a_watch_is_raised(forums, readings):
    assert jobs.hear_due_boards()

    reload(readings)
    assert {reading.newest_asked_at for reading in readings} == {asked_at(2)}
    assert {(reading.claimed_until, reading.problem) for reading in readings} == {(None, "")}
    assert Enquiry.objects.count() == 6
    assert set(Enquiry.objects.values_list("thread_id", flat=True)) == {"1"}
    assert not jobs.hear_due_boards()


def test_a_slow_forum_holds_up_nobody_else(forums, readings):
    forums.slow["f0.example"] = threading.Event()
    read_meanwhile = []

    def note(host, page):
        if host != "f0.example" and page.endswith("t=2"):
            read_meanwhile.append(host)
            if len(read_meanwhile) == 5:  # all others are read to the end: now it may answer
                forums.slow["f0.example"].set()

    forums.on_page = note
    begun = time.monotonic()

    jobs.hear_due_boards()

    assert time.monotonic() - begun < 15
    assert len(read_meanwhile) == 5
    assert Enquiry.objects.count() == 6


def test_law_1_no_forum_is_asked_within_its_interval_and_each_page_once(forums, readings):
    jobs.hear_due_boards()

    for visits in forums.asked.values():
        assert len(visits) == 4  # robots.txt, the list and two threads
        for (_, before), (_, after) in itertools.pairwise(visits):
            assert after - before >= INTERVAL


def test_law_1_a_hold_pressed_in_the_middle_stops_that_forum_alone_and_raises_nothing(
    forums, readings, monkeypatch
):
    forum = readings[0].board.forum
    body = agreements.Agreement.objects.get(forum=forum).body
    sift = jobs._Visit._sift

    def hold_after_its_first_thread(visit, thread):
        sift(visit, thread)
        if visit._reading == readings[0]:
            agreements.hold_agreement(forum=forum, body=body, reason="", by="operator", at=NOON)

    monkeypatch.setattr(jobs._Visit, "_sift", hold_after_its_first_thread)
    monkeypatch.setattr(jobs, "ReadingAllowed", lambda: ReadingAllowed(looked_up_every=0))

    jobs.hear_due_boards()

    reload(readings)
    assert [page for page in forums.pages("f0.example") if "viewtopic" in page] == [
        "/viewtopic.php?t=2"  # the newest comes first
    ]
    assert "on hold" in readings[0].problem
    assert readings[0].newest_asked_at is None
    assert Enquiry.objects.exclude(forum=forum).count() == Enquiry.objects.count() == 5


def test_a_worker_that_is_stopped_ends_within_seconds_and_gives_its_boards_back(forums, readings):
    forums.slow["f0.example"] = threading.Event()  # it never answers
    stop = threading.Event()

    def stop_at_the_second_thread(host, page):
        if page.endswith("t=1"):
            stop.set()

    forums.on_page = stop_at_the_second_thread
    begun = time.monotonic()

    assert jobs.hear_due_boards(stop)

    reload(readings)
    assert time.monotonic() - begun < 10
    assert {reading.claimed_until for reading in readings} == {None}
    assert {reading.next_visit_at for reading in readings} == {NOON}  # due, for the next worker
    assert {reading.failures for reading in readings} == {0}
    assert Enquiry.objects.exists()  # what was read is taken in
    assert readings[0].newest_asked_at is None
    forums.slow["f0.example"].set()


def test_what_a_stopped_worker_left_is_read_by_the_next_one_and_raised_once(forums, readings):
    stop = threading.Event()
    forums.on_page = lambda host, page: stop.set() if page.endswith("t=1") else None
    jobs.hear_due_boards(stop)
    forums.on_page = lambda host, page: None

    assert jobs.hear_due_boards()

    reload(readings)
    assert Enquiry.objects.count() == 6
    assert {reading.newest_asked_at for reading in readings} == {asked_at(2)}


def test_boards_of_a_worker_that_was_killed_are_read_by_another_once_their_claim_ends(
    forums, readings, monkeypatch
):
    claims.BOARDS.claim(most=9, at=NOON)  # and then nothing more is heard of it

    assert not jobs.hear_due_boards()
    monkeypatch.setattr(clock, "now", lambda: NOON + claims.CLAIM + timedelta(seconds=1))
    assert jobs.hear_due_boards()

    assert Enquiry.objects.count() == 6


def test_a_worker_keeps_its_claims_for_as_long_as_it_reads(forums, readings, monkeypatch):
    now = [NOON]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    seen = []

    def time_passes(host, page):
        now[0] += timedelta(minutes=1)

    forums.on_page = time_passes
    keep = claims.BOARDS.keep

    def note(ids, *, at):
        seen.append((set(ids), at))
        keep(ids, at=at)

    monkeypatch.setattr(claims.BOARDS, "keep", note)

    jobs.hear_due_boards()

    assert seen
    assert all(held <= {reading.pk for reading in readings} for held, _ in seen)
    for (_, before), (_, after) in itertools.pairwise(seen):
        assert after - before >= claims.KEPT_EVERY


def test_a_board_that_breaks_costs_no_other_and_is_tried_again_later(
    forums, readings, monkeypatch, caplog
):
    take_in = jobs.take_in

    def fail_once(*, reading, **values):
        if reading == readings[0]:
            raise OperationalError("row: Is my sick pay late?")
        return take_in(reading=reading, **values)

    monkeypatch.setattr(jobs, "take_in", fail_once)

    assert jobs.hear_due_boards()

    reload(readings)
    assert Enquiry.objects.count() == 5
    assert readings[0].claimed_until == NOON + claims.CLAIM
    assert readings[0].newest_asked_at is None
    assert "OperationalError" in caplog.text
    assert "sick pay" not in caplog.text  # law 4


def test_a_forum_that_breaks_before_its_first_request_costs_no_other(forums, readings, monkeypatch):
    connector_of = access.connector_of

    def broken(forum):
        if forum == readings[0].board.forum:
            raise KeyError(forum.engine)
        return connector_of(forum)

    monkeypatch.setattr(access, "connector_of", broken)

    jobs.hear_due_boards()

    assert Enquiry.objects.count() == 5


def test_a_long_reading_is_taken_in_part_by_part(forums, monkeypatch):
    (reading,) = boards_of(1)
    forums.words = dict.fromkeys(range(1, 5), "Is my sick pay late?")
    now = [NOON]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    raised = []

    def time_passes(host, page):
        now[0] += jobs.TAKEN_IN_EVERY / 2

    forums.on_page = time_passes
    take_in = jobs.take_in

    def note(**values):
        raised.append((len(values["threads"]), values["is_whole"]))
        return take_in(**values)

    monkeypatch.setattr(jobs, "take_in", note)

    jobs.hear_due_boards()

    reading.refresh_from_db()
    assert raised[-1][1] is True
    assert len(raised) >= 2
    assert sum(threads for threads, _ in raised) == 4
    assert Enquiry.objects.count() == 4
    assert reading.newest_asked_at == asked_at(4)


def test_law_4_of_threads_that_fit_no_watch_nothing_is_held_but_when_they_were_asked(
    forums, monkeypatch
):
    boards_of(1)
    forums.words = dict.fromkeys(range(1, 9), "Has anybody seen a cat?")
    forums.words[9] = "Is my sick pay late?"
    taken_in = {}
    monkeypatch.setattr(jobs, "take_in", lambda **values: taken_in.update(values))

    jobs.hear_due_boards()

    assert [thread.heading.external_id for thread in taken_in["threads"]] == ["9"]
    assert taken_in["passed"] == 8


def test_the_worker_does_what_is_due_once_and_returns(forums, readings, monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)

    worker.run_worker(once=True)

    assert Enquiry.objects.count() == 6
