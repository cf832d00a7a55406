"""Many conversations side by side, each in its site's pace, by few threads."""

import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from alongside.fetching.client import Client
from alongside.fetching.errors import NotSent, TooSoon, Unreachable
from alongside.fetching.fleet import Errand, Fleet
from alongside.fetching.messages import Conversation, Request
from alongside.fetching.pacing import PacingInMemory
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.rehearsal import MadeUpInternet, Visit, http_answer
from alongside.fetching.turns import Manners
from tests.fetching.house import PUBLIC

INTERVAL = 0.1
POLICY = FetchingPolicy(
    contact="a@b.example", minimum_interval_seconds=INTERVAL, longest_wait_seconds=5
)


class World:
    """Sites f0.example, f1.example and so on, and when each was asked."""

    def __init__(self, *, sites: int = 3, policy: FetchingPolicy = POLICY) -> None:
        self.asked: dict[str, list[float]] = defaultdict(list)
        self.at_once = self.most_at_once = 0
        self.threads: set[str] = set()
        self._lock = threading.Lock()
        self.hosts = [f"f{number}.example" for number in range(sites)]
        self.internet = MadeUpInternet(
            site=self.answer, names={host: [PUBLIC] for host in self.hosts}
        )
        self.client = Client(policy, resolve=self.internet.resolve, backend=self.internet)
        self.ended: list[Any] = []

    def answer(self, visit: Visit) -> bytes:
        with self._lock:
            self.asked[visit.headers["host"]].append(time.monotonic())
            self.threads.add(threading.current_thread().name)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(0.02)
        with self._lock:
            self.at_once -= 1
        return http_answer(404 if visit.target == "/robots.txt" else 200, visit.target)

    def errand(self, host: str, *, pages: int = 3, **manner: Any) -> Errand:
        def conversation() -> Conversation[str]:
            for page in range(pages):
                response = yield Request("GET", f"https://{host}/{page}")
            return f"{host}{response.body.decode()}"

        return Errand(conversation(), self.ended.append, **manner)

    def run(self, *errands: Errand, **fleet: Any) -> list[Any]:
        Fleet(self.client, **fleet).run(errands)
        return self.ended


def test_every_conversation_is_carried_out_and_what_it_learnt_is_handed_over() -> None:
    world = World()

    ended = world.run(*[world.errand(host) for host in world.hosts])

    assert sorted(ended) == ["f0.example/2", "f1.example/2", "f2.example/2"]


def test_law_1_no_site_sees_two_requests_within_its_interval_however_many_want_it() -> None:
    world = World()

    world.run(*[world.errand(host) for host in world.hosts for _ in range(2)])

    for visits in world.asked.values():
        assert len(visits) in (7, 8)  # robots.txt, by one or both, and two times three pages
        for before, after in itertools.pairwise(visits):
            assert after - before >= INTERVAL


def test_sites_are_asked_side_by_side_by_no_more_threads_than_allowed() -> None:
    world = World(sites=12)
    begun = time.monotonic()

    world.run(*[world.errand(host, pages=2) for host in world.hosts], threads=4)

    assert 1 < world.most_at_once <= 4
    assert all(name.startswith("fleet-") for name in world.threads)
    assert time.monotonic() - begun < 12 * 3 * INTERVAL


def test_no_more_conversations_are_begun_than_have_a_place() -> None:
    world = World(sites=6)
    open_ones = most_open = 0

    def errands() -> Iterator[Errand]:
        nonlocal open_ones, most_open
        for host in world.hosts:
            open_ones += 1
            most_open = max(most_open, open_ones)
            errand = world.errand(host, pages=1, robots=False)

            def ended(learnt: Any, handed_over: Any = errand.ended) -> None:
                nonlocal open_ones
                open_ones -= 1
                handed_over(learnt)

            yield replace(errand, ended=ended)

    Fleet(world.client, most_under_way=2).run(errands())

    assert len(world.ended) == 6
    assert most_open <= 2


def test_an_error_ends_its_own_conversation_and_no_other() -> None:
    world = World()

    def broken() -> Conversation[None]:
        yield Request("GET", "https://f0.example/")
        raise ZeroDivisionError

    def stillborn() -> Conversation[None]:
        raise KeyError
        yield Request("GET", "https://f0.example/")

    ended = world.run(
        world.errand("unknown.example", robots=False),
        Errand(broken(), world.ended.append),
        Errand(stillborn(), world.ended.append),
        world.errand("f1.example"),
    )

    assert {type(each) for each in ended} == {Unreachable, ZeroDivisionError, KeyError, str}


def test_a_conversation_hears_of_its_error_and_may_go_on() -> None:
    world = World()

    def careful() -> Conversation[str]:
        try:
            yield Request("GET", "https://unknown.example/")
        except NotSent:
            response = yield Request("GET", "https://f0.example/a")
        return response.body.decode()

    assert world.run(Errand(careful(), world.ended.append, robots=False)) == ["/a"]


def test_whoever_would_have_to_wait_too_long_is_told_so() -> None:
    world = World(policy=replace(POLICY, manners=Manners(requests_a_day=2)))

    (ended,) = world.run(world.errand("f0.example"))

    assert isinstance(ended, TooSoon)
    assert len(world.asked["f0.example"]) == 2


def test_law_1_what_is_called_off_while_it_waits_is_not_sent() -> None:
    world = World()
    agreed = iter([True] * 4 + [False] * 9)  # robots.txt and one page, each asked about twice

    (ended,) = world.run(world.errand("f0.example", go_on=lambda: next(agreed)))

    assert isinstance(ended, NotSent)
    assert len(world.asked["f0.example"]) <= 3


@pytest.mark.parametrize("take_hint", [True, False])
def test_a_fleet_that_is_stopped_ends_what_is_under_way_and_sends_nothing_more(
    take_hint: bool,
) -> None:
    world = World()
    stop = threading.Event()

    def endless() -> Conversation[str]:
        while True:
            try:
                yield Request("GET", "https://f0.example/")
            except NotSent:
                if take_hint:
                    return "ended"

    fleet = threading.Thread(
        target=lambda: Fleet(world.client).run([Errand(endless(), world.ended.append)], stop=stop)
    )
    fleet.start()
    time.sleep(3 * INTERVAL)
    stop.set()
    fleet.join(timeout=5)
    sent = len(world.asked["f0.example"])
    time.sleep(2 * INTERVAL)

    assert not fleet.is_alive()
    assert 0 < sent == len(world.asked["f0.example"])
    (ended,) = world.ended
    assert ended == "ended" if take_hint else isinstance(ended, NotSent)


def test_an_answer_that_does_not_come_holds_a_stop_up_no_longer_than_the_grace() -> None:
    world = World()
    never = threading.Event()
    answer = world.internet.site
    world.internet.site = lambda visit: (never.wait(60) and b"") or answer(visit)
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    begun = time.monotonic()

    Fleet(world.client, grace=0.2).run(
        [world.errand(host, robots=False) for host in world.hosts], stop=stop
    )

    assert time.monotonic() - begun < 3
    assert [type(ended) for ended in world.ended] == [NotSent] * 3
    assert isinstance(world.client.pacing, PacingInMemory)
    assert world.client.pacing.record_of("f0.example").busy_until > 0  # it counts as lost
    never.set()


def test_an_errand_may_be_followed_by_another_in_its_place() -> None:
    world = World(sites=1)
    (host,) = world.hosts

    def go_on(learnt: str) -> Errand | None:
        world.ended.append(learnt)
        return world.errand(host, pages=1) if len(world.ended) < 2 else None

    Fleet(world.client, most_under_way=1).run([replace(world.errand(host, pages=2), ended=go_on)])

    assert world.ended == ["f0.example/1", "f0.example/0"]
    for before, after in itertools.pairwise(world.asked[host]):
        assert after - before >= INTERVAL


def test_errands_that_ask_for_nothing_follow_one_another_without_end_of_the_stack() -> None:
    world = World()
    left = iter(range(5_000))

    def nothing() -> Conversation[None]:
        return
        yield

    def following(_learnt: Any) -> Errand | None:
        return Errand(nothing(), following) if next(left, None) is not None else None

    Fleet(world.client).run([Errand(nothing(), following)])

    assert next(left, None) is None


def test_a_source_that_has_nothing_at_present_is_asked_again() -> None:
    world = World()
    calls: list[float] = []

    def errands() -> Iterator[Errand | None]:
        yield world.errand("f0.example", pages=1)
        yield None
        yield world.errand("f1.example", pages=1)

    Fleet(world.client).run(errands(), meanwhile=lambda: calls.append(time.monotonic()))

    assert sorted(world.ended) == ["f0.example/0", "f1.example/0"]
    assert all(after - before < 1 for before, after in itertools.pairwise(calls))


def test_many_that_want_one_site_wait_for_one_another_as_long_as_it_takes() -> None:
    world = World(policy=replace(POLICY, longest_wait_seconds=0))

    ended = world.run(*[world.errand("f0.example", pages=1) for _ in range(8)])

    assert ended == ["f0.example/0"] * 8


@pytest.mark.parametrize("values", [{"threads": 0}, {"most_under_way": 0}])
def test_a_fleet_without_threads_or_places_is_an_error_at_once(values: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Fleet(World().client, **values)
