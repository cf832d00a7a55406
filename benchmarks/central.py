"""How long the cross-government pages take with 1,000 bodies of 20 plan versions, against 50.

Run as `python -m benchmarks.central`. Two databases are filled, and two processes asked for the
same page one after the other, as in pages.py. Each page is asked twice over: as readers meet it,
with the counts over all bodies kept while nothing is written ("kept"), and as the first one after a
write meets it ("after_a_write"). Goal, judged by the exit code: either way no page takes more than
twice its time with 50 bodies, and public ones have at most 6 queries.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys

from benchmarks import place
from benchmarks.pages import Asked

SMALL, LARGE = 50, 1_000  # bodies
VERSIONS = 20
RATIO, QUERIES = 2.0, 6
USER = "benchmark"
BOARD = "/workspace/across-government/?"
PAGES = (
    "/across-government/?made=anew",
    "/across-government/executive_agency/?made=anew",
    "/commitments/?made=anew",
    "/commitments/c1/?made=anew",
    BOARD,
    f"{BOARD}who=all&sort=name",
)


def fill(bodies: int) -> None:
    """So many bodies, each with twenty versions of its plan, and five commitments. Django is up."""
    from datetime import timedelta

    from django.db import connection, transaction
    from django.utils import timezone

    from alongside.accounts.models import User
    from alongside.bodies.models import Membership
    from alongside.core import clock
    from alongside.reporting import actions
    from alongside.reporting.models import Commitment
    from benchmarks import fill as register

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE reporting_commitment CASCADE")
    register.fill(forums=bodies * 2, bodies=bodies, measures=bodies)
    user, _ = User.objects.get_or_create(username=USER)
    Membership.objects.get_or_create(user=user, body=None, role="central_team")
    now = clock.now()
    today = timezone.localdate(now)
    with transaction.atomic(), connection.cursor() as cursor:
        # As many of one kind as fill a page, so that both databases show pages of one length.
        cursor.execute(
            "UPDATE bodies_body SET kind = 'executive_agency', closed_how = '' WHERE id <= 50"
        )
        cursor.execute(
            "UPDATE bodies_body SET kind = 'executive_ndpb' WHERE kind = 'ministerial_department'"
        )
        # Documents of four kilobytes, as those of plans with a few forums; the newest is in force.
        cursor.execute(_VERSIONS, {"bodies": bodies, "versions": VERSIONS})
        for number, what in enumerate(("plan", "list", "agreement", "fresh_plan", "plan")):
            Commitment.objects.create(
                public_id=f"c{number}",
                statement=f"Executive agencies keep commitment {number}.",
                what=what,
                kinds=["executive_agency"],
                due_on=today + timedelta(days=60 * number - 90),
                source_address="https://www.aldmere.example/statement",
                recorded_by=USER,
                recorded_at=now - timedelta(days=200),
            )
        while actions.freeze_next_result(at=now):
            pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


_VERSIONS = """
INSERT INTO plans_planversion (
  body_id, number, title, goal, disclosure, disclosure_line, languages, second_reader,
  safeguarding_role, contact_role, contact, corrections_contact, lawful_basis, legal_power,
  assessment_reference, review_on, effective_from, document, sha256, drafted_at, published_by,
  published_at
)
SELECT body, 1 + version, 'Taking part', 'Questions are answered.', 'We say who we are.', '', '{}',
  'always', '', '', '', '', '', '', '', date '2027-01-01' + (body %% 100)::int,
  date '2026-04-01' + version::int, repeat(md5(body || '-' || version), 128), repeat('0', 64),
  timestamptz '2026-03-01', 'lead', timestamptz '2026-03-20' + version * interval '1 day'
FROM generate_series(1, %(bodies)s) AS body, generate_series(1, %(versions)s - 1) AS version
"""


def measure(rounds: int, times: int) -> list[dict[str, object]]:
    """For each page: the ratio of times, large to small, by the median of the rounds."""
    asked = {}
    try:
        for name, bodies in (("small", SMALL), ("large", LARGE)):
            environment = {
                **place.database(f"central_{name}"),
                "BENCHMARK_USER": USER,
                "ALONGSIDE_SECOND_FACTOR": "no",
            }
            place.prepare(environment)
            subprocess.run(
                [sys.executable, "-m", "benchmarks.central", "--fill", str(bodies)],
                env=environment,
                cwd=place.ROOT,
                check=True,
            )
            asked[name] = Asked(environment)
        return [
            _page(path, asked, rounds, times, after_a_write)
            for path in PAGES
            for after_a_write in (False, True)
        ]
    finally:
        for process in asked.values():
            process.stop()


def _page(
    path: str, asked: dict[str, Asked], rounds: int, times: int, after_a_write: bool
) -> dict[str, object]:
    taken: dict[str, list[float]] = {"small": [], "large": []}
    found: dict[str, dict[str, float]] = {}
    for _ in range(rounds):
        for name, process in asked.items():
            found[name] = process.ask(path, times, after_a_write)
            taken[name].append(found[name]["fastest_ms"])
    ratio = statistics.median(
        large / small for small, large in zip(taken["small"], taken["large"], strict=True)
    )
    large = found["large"]
    is_public = not path.startswith(BOARD)
    return {
        "page": path,
        "asked": "after_a_write" if after_a_write else "kept",
        "status": [found["small"]["status"], large["status"]],
        "small_ms": round(min(taken["small"]), 1),
        "large_ms": round(min(taken["large"]), 1),
        "ratio": round(ratio, 2),
        "queries": large["queries"],
        "bytes": large["bytes"],
        "meets_goals": large["status"] == 200
        and ratio <= RATIO
        and (not is_public or large["queries"] <= QUERIES),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=5, help="of each page in a round")
    parser.add_argument("--fill", type=int, help="only fill the database of DATABASE_URL")
    asked = parser.parse_args()
    if asked.fill:
        os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.settings"
        import django

        django.setup()
        fill(asked.fill)
        return 0
    pages = measure(asked.rounds, asked.times)
    for page in pages:
        print(json.dumps(page))
    return 0 if all(page["meets_goals"] for page in pages) else 1


if __name__ == "__main__":
    raise SystemExit(main())
