"""What a public page costs beyond the server itself: requests a second, against a bare "ok".

Run as `python -m benchmarks.server`. One granian process serves the service and a view that says
"ok"; the same connections ask for a page and for "ok" by turns. Goal: 0.15 times as many requests
a second for a page that no cache holds as for "ok". Needs the database of pages.py.

Each page is asked for twice over: as readers ask for it, which the service need not make again
while nothing is written ("kept"), and with a query that it does not know, for which it is made
anew each time ("made"). The goal is held against both.
"""

import argparse
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time

from benchmarks import place

CONNECTIONS = 8
RATIO = 0.15
OK = "/benchmark-ok"
PAGES = ("/about/", "/", "/forums/", "/forums/forum-7/", "/bodies/", "/bodies/body-7/", "/lists/")
MADE = "?made=anew"


def rate(port: int, path: str, seconds: float) -> float:
    """Requests a second over all connections. Raises AssertionError for any answer but 200."""
    counts, until = [0] * CONNECTIONS, time.perf_counter() + seconds

    def ask(which: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.perf_counter() < until:
            connection.request("GET", path, headers={"Host": "testserver"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, f"{path} answered {answer.status}"
            counts[which] += 1

    threads = [threading.Thread(target=ask, args=(which,)) for which in range(CONNECTIONS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - begun)


def measure(rounds: int, seconds: float) -> list[dict[str, object]]:
    environment = place.database("benchmark_small")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", str(port), "--blocking-threads", "4", "--log-level", "error",
            "alongside.wsgi:application",
        ],
        env={**environment, "DJANGO_SETTINGS_MODULE": "benchmarks.served", "PYTHONPATH": "."},
        cwd=place.ROOT,
        start_new_session=True,
    )  # fmt: skip
    try:
        _wait(port)
        asked = [address for page in PAGES for address in (page, page + MADE)]
        rates: dict[str, list[tuple[float, float]]] = {page: [] for page in asked}
        for page in (OK, *asked):
            rate(port, page, 0.5)  # to warm up
        for _ in range(rounds):
            for page in asked:
                rates[page].append((rate(port, OK, seconds), rate(port, page, seconds)))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
    return [
        {
            "page": page.removesuffix(MADE),
            "how": "made" if page.endswith(MADE) else "kept",
            "ok_per_second": round(statistics.median(ok for ok, _ in pairs)),
            "page_per_second": round(statistics.median(found for _, found in pairs)),
            "ratio": round(ratio := statistics.median(found / ok for ok, found in pairs), 3),
            "meets_goal": ratio >= RATIO,
        }
        for page, pairs in rates.items()
    ]


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server did not start.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each page in a round")
    asked = parser.parse_args()
    found = measure(asked.rounds, asked.seconds)
    for page in found:
        print(json.dumps(page))
    return 0 if all(page["meets_goal"] for page in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
