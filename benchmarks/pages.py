"""How long public pages take with many entries, against few: the same page, asked by turns.

Run as `python -m benchmarks.pages`. Two databases are filled, 100 forums in one and 10,000 in the
other, and two processes asked for the same page one after the other, so that whatever else the
machine does slows both. Each is asked with a query that it does not know, so that it is made and
not merely kept. Goals: no page takes more than twice its time with 100 forums, none has
more than 6 queries, none weighs more than 150 kB without pictures.
"""

import argparse
import json
import statistics
import subprocess
import sys

from benchmarks import place

# As many bodies as fill a page of the list, so that both databases show pages of one length.
SMALL = {"forums": 100, "bodies": 100, "measures": 2_000}
LARGE = {"forums": 10_000, "bodies": 1_000, "measures": 200_000}
RATIO, QUERIES, WEIGHT = 2.0, 6, 150_000
# {forum} and {body} stand for an entry with the usual number of figures and listings.
PAGES = (
    "/",
    "/forums/",
    "/forums/?sort=size",
    "/forums/?q=sick+pay",
    "/forums/?q=circle+or+network+or+exchange+or+board&life=active",
    "/forums/?page=2",
    "/forums/?page=9999",
    "/forums/{forum}/",
    "/forums/{forum}/history/",
    "/bodies/",
    "/bodies/?q=council",
    "/bodies/{body}/",
    "/bodies/{body}/history/",
    "/lists/",
    "/lists/?page=9999",  # the last one
    "/coverage/",
    "/changes/",
    "/figures/",
    "/data/",
    "/proposals/",
    "/is-this-official/?q=AldmereOfficial",
    "/before-you-build-a-forum/?q=People+who+care+for+a+parent+ask+about+money",
)


class Asked:
    """A process on one of the databases."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.asked"],
            env=environment,
            cwd=place.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, path: str, times: int, after_a_write: bool = False) -> dict[str, float]:
        assert self._process.stdin and self._process.stdout
        print(json.dumps([path, times, after_a_write]), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def stop(self) -> None:
        self._process.kill()


def measure(rounds: int, times: int) -> list[dict[str, object]]:
    """For each page: the ratio of times, large to small, by the median of the rounds."""
    environments = {}
    for name, size in (("small", SMALL), ("large", LARGE)):
        environments[name] = place.database(f"benchmark_{name}")
        place.prepare(environments[name])
        arguments = [f"--{kind}={count}" for kind, count in size.items()]
        subprocess.run(
            [sys.executable, "-m", "benchmarks.fill", *arguments],
            env=environments[name],
            cwd=place.ROOT,
            check=True,
        )
    asked = {name: Asked(environment) for name, environment in environments.items()}
    try:
        return [_page(path, asked, rounds, times) for path in PAGES]
    finally:
        for process in asked.values():
            process.stop()


def _page(path: str, asked: dict[str, Asked], rounds: int, times: int) -> dict[str, object]:
    address = path.format(forum="forum-7", body="body-7")
    address += ("&" if "?" in address else "?") + "made=anew"
    taken: dict[str, list[float]] = {"small": [], "large": []}
    found: dict[str, dict[str, float]] = {}
    for _ in range(rounds):
        for name, process in asked.items():
            found[name] = process.ask(address, times)
            taken[name].append(found[name]["fastest_ms"])
    ratio = statistics.median(
        large / small for small, large in zip(taken["small"], taken["large"], strict=True)
    )
    large = found["large"]
    return {
        "page": path,
        "status": [found["small"]["status"], large["status"]],
        "small_ms": round(min(taken["small"]), 1),
        "large_ms": round(min(taken["large"]), 1),
        "ratio": round(ratio, 2),
        "queries": large["queries"],
        "bytes": large["bytes"],
        "meets_goals": large["status"] == 200
        and ratio <= RATIO
        and large["queries"] <= QUERIES
        and large["bytes"] <= WEIGHT,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=5, help="of each page in a round")
    asked = parser.parse_args()
    pages = measure(asked.rounds, asked.times)
    for page in pages:
        print(json.dumps(page))
    return 0 if all(page["meets_goals"] for page in pages) else 1


if __name__ == "__main__":
    raise SystemExit(main())
