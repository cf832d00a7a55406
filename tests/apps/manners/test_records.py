"""The memory that workers share: one pace for all of them, whoever asks."""

import itertools
import threading
import time
from collections import defaultdict

import pytest
from django.db import connection

from alongside.audit.models import Event
from alongside.fetching.messages import Validators
from alongside.fetching.notices import Notice, NoticeKind
from alongside.fetching.pacing import Done
from alongside.fetching.turns import Grade, Leave, Manners, Outcome, Turn, Wait, Why
from alongside.manners import models, queries
from alongside.manners.models import Pace
from alongside.manners.records import SharedNotices, SharedPacing

FORUM = Turn(host="forum.example", site="forum.example", interval=5, site_interval=5)
TALK = Turn(host="talk.forum.example", site="forum.example", interval=5, site_interval=5)
OTHER = Turn(host="other.example", site="other.example", interval=5, site_interval=5)
TROUBLE = Outcome(Grade.TROUBLE, problem="It answered with status 500.")


def pacing(**manners) -> SharedPacing:
    return SharedPacing(manners=Manners(**manners))


def leave_for(turn: Turn) -> Leave:
    Pace.objects.update(free_at=0, ended_at=0, resting_until=0, paused_until=0)
    answer = pacing().take([turn])[0]
    assert isinstance(answer, Leave)
    return answer


def ends(turn: Turn, outcome: Outcome) -> None:
    pacing().give_back([Done(leave_for(turn), outcome)])


@pytest.mark.django_db
def test_what_one_worker_asked_another_one_waits_for():
    leave = pacing().take([FORUM])[0]
    assert isinstance(leave, Leave)

    assert pacing().take([FORUM, TALK, OTHER])[:2] == [Wait(1.0, Why.BUSY)] * 2

    pacing().give_back([Done(leave, Outcome())])
    waiting = pacing().take([TALK])[0]
    assert isinstance(waiting, Wait)
    assert 4 < waiting.seconds <= 5


@pytest.mark.django_db
def test_budgets_are_counted_over_all_workers():
    pacing(requests_a_day=1).take([FORUM])
    Pace.objects.update(free_at=0, ended_at=0, busy_until=0)

    answer = pacing(requests_a_day=1).take([FORUM])[0]

    assert isinstance(answer, Wait)
    assert answer.why is Why.BUDGET


@pytest.mark.django_db
def test_a_host_that_is_left_alone_and_trusted_again_goes_into_the_trail():
    for _ in range(5):
        ends(FORUM, TROUBLE)

    (left,) = queries.left_alone()
    assert (left.name, left.failures, left.problem) == ("forum.example", 5, TROUBLE.problem)
    assert left.rests_since < left.rests_until

    ends(FORUM, Outcome())

    assert not queries.left_alone().exists()
    assert list(Event.objects.values_list("kind", "subject")) == [
        ("site.left_alone", "site:forum.example"),
        ("site.trusted_again", "site:forum.example"),
    ]


@pytest.mark.django_db
def test_what_pages_say_of_mining_is_kept_until_they_say_otherwise():
    ends(FORUM, Outcome(reserved=True, reservation_policy="https://forum.example/terms"))
    ends(FORUM, Outcome())

    (host,) = queries.reserved_hosts()
    assert host.reservation_policy == "https://forum.example/terms"

    ends(FORUM, Outcome(reserved=False))

    assert not queries.reserved_hosts().exists()


@pytest.mark.django_db
def test_a_question_about_many_sites_costs_as_much_as_one_about_one(django_assert_num_queries):
    many = [Turn(f"f{n}.example", f"f{n}.example", 5, 5) for n in range(100)]
    pacing().take(many)
    Pace.objects.update(free_at=0, ended_at=0, busy_until=0)

    with django_assert_num_queries(4):  # a savepoint at both ends, as tests have it
        answers = pacing().take(many)

    assert all(isinstance(answer, Leave) for answer in answers)


@pytest.mark.django_db
def test_notices_are_shared_and_the_newest_counts():
    kept = SharedNotices()
    first = Notice(200, b"User-agent: *\n", 1.0, 2.0, Validators('"one"', ""))
    kept.keep("https://forum.example", NoticeKind.ROBOTS, first)
    second = Notice(404, b"", 3.0, 4.0)
    kept.keep("https://forum.example", NoticeKind.ROBOTS, second)
    kept.keep("https://forum.example", NoticeKind.TDM, first)

    assert kept.recall("https://forum.example", NoticeKind.ROBOTS) == second
    assert kept.recall("https://forum.example", NoticeKind.TDM) == first
    assert kept.recall("http://forum.example", NoticeKind.ROBOTS) is None


def test_law_4_what_is_remembered_of_sites_has_no_place_for_pages():
    columns = {field.name for field in (*Pace._meta.fields, *models.Notice._meta.fields)}

    # A notice is one of two files for programs; of pages, nothing but what they say of mining.
    assert "content" in columns
    assert {kind.value for kind in NoticeKind} == {"/robots.txt", "/.well-known/tdmrep.json"}
    assert not columns & {"page", "body", "text", "title", "cookies", "headers", "url"}


@pytest.mark.django_db(transaction=True)
def test_law_1_of_many_workers_at_once_no_two_ask_one_site_within_its_interval():
    interval = 0.05
    turns = [Turn(f"f{n}.example", f"f{n}.example", interval, interval) for n in range(5)]
    asked: dict[str, list[tuple[float, float]]] = defaultdict(list)
    end = time.monotonic() + 2.0

    def work() -> None:
        mine = pacing()
        try:
            while time.monotonic() < end:
                leaves = [each for each in mine.take(turns) if isinstance(each, Leave)]
                for leave in leaves:
                    asked[leave.turn.host].append((time.monotonic(), 0.0))
                time.sleep(0.005)
                for leave in leaves:
                    asked[leave.turn.host][-1] = (asked[leave.turn.host][-1][0], time.monotonic())
                mine.give_back([Done(leave, Outcome()) for leave in leaves])
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(asked) == 5
    for visits in asked.values():
        assert len(visits) > 5
        for (_, ended), (began, _) in itertools.pairwise(visits):
            assert began - ended >= interval
