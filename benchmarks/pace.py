"""Whether a worker keeps thousands of forums at their pace, and none is ever asked too soon.

Run as `python -m benchmarks.pace`. One server on this machine stands for 2,000 forums, each asked
every five seconds at most; every worker wants every page of every forum, over real connections, by
turns that stand in PostgreSQL. First one worker, then four that know nothing of one another.

Goals: one worker carries out nine tenths of what the pace allows, on one core (which it is bound
to) and with at most 300 MB; no forum ever sees two requests within its interval, or two at once.
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
from collections.abc import Iterator

from benchmarks import place

FORUMS = 2_000
INTERVAL = 5.0
SHARE, MEGABYTES = 0.9, 300
THREADS = 96


def work(port: int, forums: int, interval: float, seconds: float) -> dict[str, object]:
    """One worker: every forum, page after page, until the time is over."""
    import django

    django.setup()

    from alongside.fetching.client import Client
    from alongside.fetching.errors import FetchingError
    from alongside.fetching.fleet import Errand, Fleet
    from alongside.fetching.messages import Conversation, Request
    from alongside.fetching.policy import FetchingPolicy
    from alongside.fetching.rehearsal import OneServer
    from alongside.fetching.turns import Manners
    from alongside.manners.records import SharedNotices, SharedPacing

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    manners = Manners(requests_a_day=10**9, requests_a_day_at_site=10**9)
    policy = FetchingPolicy(
        contact="benchmark@forum.example",
        minimum_interval_seconds=interval,
        max_requests=10**9,
        manners=manners,
    )
    wires = OneServer(port)
    client = Client(
        policy,
        resolve=wires.resolve,
        backend=wires,
        pacing=SharedPacing(manners=policy.manners),
        kept=SharedNotices(),
    )
    pages = 0
    failures: Counter[str] = Counter()

    def reading(number: int) -> Conversation[None]:
        nonlocal pages
        while True:
            try:
                yield Request("GET", f"http://forum-{number}.example/latest")
                pages += 1
            except FetchingError as error:
                if stop.is_set():
                    return
                failures[type(error).__name__] += 1

    def errands() -> Iterator[Errand]:
        for number in range(forums):
            yield Errand(reading(number), lambda _learnt: None)

    stop = threading.Event()
    threading.Timer(seconds, stop.set).start()
    before, begun = os.times(), time.monotonic()
    Fleet(client, threads=THREADS, most_under_way=forums).run(errands(), stop=stop)
    after, took = os.times(), time.monotonic() - begun
    return {
        "pages": pages,
        "failures": sum(failures.values()) - failures["TooSoon"],
        "put_off": failures["TooSoon"],  # four want the same forum, and one waited for too long
        "seconds": round(took, 1),
        "core": round((after.user - before.user + after.system - before.system) / took, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def measure(workers: int, forums: int, interval: float, seconds: float) -> dict[str, object]:
    """What the forums saw, and what it took."""
    environment = place.database("benchmark_pace")
    environment["DJANGO_SETTINGS_MODULE"] = "alongside.settings"
    _prepare(environment)
    served = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.forums_served", f"--interval={interval}"],
        cwd=place.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert served.stdout
    port = int(served.stdout.readline())
    arguments = [f"--port={port}", f"--forums={forums}", f"--interval={interval}"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.pace", *arguments, f"--seconds={seconds}"],
            env=environment,
            cwd=place.ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(workers)
    ]
    reports = [json.loads(worker.communicate()[0]) for worker in running]
    seen = json.loads(served.communicate()[0])
    share = seen["share_of_possible"]
    is_polite = seen["within_interval"] == 0 and seen["two_connections"] == 0
    cpu_of_a_request = sum(report["core"] * report["seconds"] for report in reports)
    core_at_full_pace = cpu_of_a_request / max(1, seen["requests"]) * forums / interval
    found = {
        "workers": workers,
        "forums": forums,
        "interval": interval,
        "requests_a_second": round(seen["requests"] / seconds, 1),
        **{name: max(report[name] for report in reports) for name in ("core", "megabytes")},
        "core_at_full_pace": round(core_at_full_pace, 2),
        **{name: sum(report[name] for report in reports) for name in ("failures", "put_off")},
        **seen,
    }
    # Four workers share the cores of one machine, so of them only politeness is asked.
    keeps_up = workers > 1 or (
        share >= SHARE and core_at_full_pace <= 1 and found["megabytes"] <= MEGABYTES
    )
    return {**found, "meets_goal": is_polite and keeps_up and not found["failures"]}


def _prepare(environment: dict[str, str]) -> None:
    for command in (
        ["migrate", "--verbosity", "0"],
        ["shell", "--no-imports", "-c", "from alongside.manners.models import *; "
         "Pace.objects.all().delete(); Notice.objects.all().delete()"],
    ):  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "django", *command], env=environment, cwd=place.ROOT, check=True
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--forums", type=int, default=FORUMS)
    parser.add_argument("--interval", type=float, default=INTERVAL)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 4])
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.port:
        print(json.dumps(work(given.port, given.forums, given.interval, given.seconds)))
        return
    results = []
    for workers in given.workers:
        results.append(measure(workers, given.forums, given.interval, given.seconds))
        print(json.dumps(results[-1]), flush=True)
    sys.exit(not all(result["meets_goal"] for result in results))


if __name__ == "__main__":
    main()
