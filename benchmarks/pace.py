"""Whether a worker keeps thousands of forums at their pace, and none is ever asked too soon.

Run as `python -m benchmarks.pace`. One server on this machine stands for 2,000 forums of phpBB,
each asked every 20 seconds at most (`--interval`) and each with thirty threads of the last hour.
Every worker does what a worker's listening line does: it claims boards, asks the policy, reads
page after page over real connections by turns that stand in PostgreSQL, reads the posts in them,
matches them with twenty watches and takes in what fits. First one worker, then four that know
nothing of one another. `--bare` measures fetching alone: pages are thrown away, and every worker
wants all forums.

Goals: one worker carries out nine tenths of what the pace allows, on one core (which it is bound
to) and with at most 300 MB; no forum ever sees two requests within its interval, or two at once.
A run in which no threads are read has measured nothing, and fails.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks import place

if TYPE_CHECKING:
    from alongside.fetching.client import Client

FORUMS = 2_000
INTERVAL = 20.0
SHARE, MEGABYTES = 0.9, 300
THREADS = 96


def client_of(port: int, interval: float) -> "Client":
    """A worker's way out, but that one server stands for all names and no budget ends the day."""
    from alongside.fetching.client import Client
    from alongside.fetching.policy import FetchingPolicy
    from alongside.fetching.rehearsal import OneServer
    from alongside.fetching.turns import Manners
    from alongside.manners.records import SharedNotices, SharedPacing

    policy = FetchingPolicy(
        contact="benchmark@forum.example",
        minimum_interval_seconds=interval,
        max_requests=10**9,
        manners=Manners(requests_a_day=10**9, requests_a_day_at_site=10**9),
    )
    wires = OneServer(port)
    return Client(
        policy,
        resolve=wires.resolve,
        backend=wires,
        pacing=SharedPacing(manners=policy.manners),
        kept=SharedNotices(),
    )


def work(
    port: int, forums: int, interval: float, seconds: float, *, bare: bool
) -> dict[str, object]:
    """One worker, until the time is over."""
    import django

    django.setup()

    from django.urls import reverse

    from alongside.enquiries import jobs
    from alongside.forums import access

    reverse(
        "register:forum-list"
    )  # a process reads all addresses once; that is no part of the pace
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    client = client_of(port, interval)
    stop = threading.Event()
    threading.Timer(seconds, stop.set).start()
    before, begun = os.times(), time.monotonic()
    failures: Counter[str] = Counter()
    if bare:
        failures = only_fetch(client, forums, stop)
    else:
        access.client = lambda: client  # type: ignore[assignment]
        while not stop.is_set():
            jobs.hear_due_boards(stop)
            stop.wait(1)
    after, took = os.times(), time.monotonic() - begun
    return {
        "failures": sum(failures.values()),
        "seconds": round(took, 1),
        "core": round((after.user - before.user + after.system - before.system) / took, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def only_fetch(client: "Client", forums: int, stop: threading.Event) -> Counter[str]:
    """Page after page of every forum, all of them thrown away; what went wrong."""
    from alongside.fetching.errors import FetchingError, TooSoon
    from alongside.fetching.fleet import Errand, Fleet
    from alongside.fetching.messages import Conversation, Request

    failures: Counter[str] = Counter()

    def reading(number: int) -> Conversation[None]:
        while True:
            try:
                yield Request("GET", f"http://forum-{number}.example/viewtopic.php?t=1")
            except TooSoon:
                pass  # four want the same forum, and one waited for too long
            except FetchingError as error:
                if stop.is_set():
                    return
                failures[type(error).__name__] += 1

    errands = (Errand(reading(number), lambda _learnt: None) for number in range(forums))
    Fleet(client, threads=THREADS, most_under_way=forums).run(errands, stop=stop)
    return failures


def prepare(forums: int, begun: datetime) -> None:
    """A body whose plan and agreements let it read one board of every forum, all of them due."""
    import django

    django.setup()

    from alongside.core import clock
    from alongside.enquiries.models import Enquiry
    from alongside.forums.models import Board, Forum
    from alongside.listening.models import BoardReading, ReadingDay
    from alongside.manners.models import Notice, Pace
    from alongside.matching.models import Match
    from tests.factories import AgreementFactory, BodyFactory, WatchFactory, publish_plan

    for model in (Pace, Notice, Enquiry, Match, ReadingDay, BoardReading):
        model._base_manager.all().delete()
    now = clock.now()

    def all_due() -> None:
        BoardReading.objects.bulk_create(
            BoardReading(board=board, next_visit_at=now, newest_asked_at=begun)
            for board in Board.objects.filter(forum__slug__startswith="pace-")
        )

    if Board.objects.filter(forum__slug__startswith="pace-").count() == forums:
        all_due()
        return
    body = BodyFactory()
    made = Forum.objects.bulk_create(
        Forum(
            slug=f"pace-{body.slug}-{number}",
            name=f"Forum {number}",
            address=f"http://forum-{number}.example",
            engine="phpbb",
            added_at=now,
        )
        for number in range(forums)
    )
    Board.objects.bulk_create(
        Board(
            forum=forum, external_id="3", name="Pay", address=f"{forum.address}/viewforum.php?f=3"
        )
        for forum in made
    )
    for forum in made:
        AgreementFactory(forum=forum, body=body, welcome=True)
    publish_plan(body, made)
    for number in range(19):
        WatchFactory(body=body, any_of="\n".join(f"benefit {n} of {number}" for n in range(10)))
    WatchFactory(body=body)  # sick pay, fit note
    BoardReading.objects.all().delete()  # what an agreement has begun by itself
    all_due()


def results_of() -> dict[str, object]:
    """What the database says came of it."""
    import django

    django.setup()

    from alongside.enquiries.models import Enquiry
    from alongside.listening.models import BoardReading

    return {
        "enquiries": Enquiry.objects.count(),
        "failures": BoardReading.objects.exclude(problem="").count(),
        "still_claimed": BoardReading.objects.exclude(claimed_until=None).count(),
    }


def measure(
    workers: int, forums: int, interval: float, seconds: float, *, bare: bool
) -> dict[str, object]:
    """What the forums saw, and what it took."""
    environment = place.database(f"benchmark_pace_{forums}")
    environment["DJANGO_SETTINGS_MODULE"] = "alongside.settings"
    place.prepare(environment)
    begun = f"--begun={(datetime.now(UTC) - timedelta(hours=1)).isoformat()}"
    _run(environment, "prepare", f"--forums={forums}", begun).wait()
    served = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.forums_served", f"--interval={interval}", begun],
        cwd=place.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert served.stdout
    port = int(served.stdout.readline())
    arguments = [f"--forums={forums}", f"--interval={interval}", f"--seconds={seconds}"]
    if bare:
        arguments.append("--bare")
    running = [_run(environment, "work", f"--port={port}", *arguments) for _ in range(workers)]
    reports = [json.loads(worker.communicate()[0]) for worker in running]
    seen = json.loads(served.communicate()[0])
    came = json.loads(_run(environment, "results").communicate()[0])
    share = seen["share_of_possible"]
    is_polite = seen["within_interval"] == 0 and seen["two_connections"] == 0
    cpu_of_a_request = sum(report["core"] * report["seconds"] for report in reports) / max(
        1, seen["requests"]
    )
    failures = sum(report["failures"] for report in reports) + came.pop("failures")
    found = {
        "workers": workers,
        "forums": forums,
        "interval": interval,
        "bare": bare,
        "requests_a_second": round(seen["requests"] / seconds, 1),
        **{name: max(report[name] for report in reports) for name in ("core", "megabytes")},
        "milliseconds_of_a_core_a_request": round(1000 * cpu_of_a_request, 2),
        "core_at_full_pace": round(cpu_of_a_request * forums / interval, 2),
        "failures": failures,
        **came,
        **seen,
    }
    # Four workers share the cores of one machine, so of them only politeness is asked.
    keeps_up = workers > 1 or (
        share >= SHARE and found["core_at_full_pace"] <= 1 and found["megabytes"] <= MEGABYTES
    )
    has_read = bare or seen["requests"] > 3 * forums  # rules, a board, and threads
    return {**found, "meets_goal": is_polite and keeps_up and has_read and not failures}


def _run(environment: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.pace", *arguments],
        env=environment,
        cwd=place.ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="?", default="measure", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--forums", type=int, default=FORUMS)
    parser.add_argument("--interval", type=float, default=INTERVAL)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 4])
    parser.add_argument("--bare", action="store_true", help="fetching alone")
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--begun", type=datetime.fromisoformat, help=argparse.SUPPRESS)
    given = parser.parse_args()
    match given.what:
        case "work":
            asked = (given.port, given.forums, given.interval, given.seconds)
            print(json.dumps(work(*asked, bare=given.bare)))
            return
        case "prepare":
            prepare(given.forums, given.begun)
            return
        case "results":
            print(json.dumps(results_of()))
            return
    results = []
    for workers in given.workers:
        asked = (workers, given.forums, given.interval, given.seconds)
        results.append(measure(*asked, bare=given.bare))
        print(json.dumps(results[-1]), flush=True)
    sys.exit(not all(result["meets_goal"] for result in results))


if __name__ == "__main__":
    main()
