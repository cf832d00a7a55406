"""How fast bodies are imported, against the bare writing of the same rows, by turns.

Run as `python -m benchmarks.import_bodies`. A list of 5,000 made-up organisations in the form of
GOV.UK's API is imported into an empty register: read, checked, compared, written with its public
events, and made searchable. The bare way knows the rows already: it only copies them into temporary
tables and inserts them from there into the same tables; the words of the search are then made by
the same statement in both ways. Goal: at least half as many bodies a second as the bare way. The
same list once more, with nothing to change, is told beside.
"""

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from benchmarks import place

BODIES = 5_000
GOAL = 0.5
AT = datetime(2026, 5, 6, 12, tzinfo=UTC)
# Tables that both ways fill. An import of nothing else writes bodies that nobody can find or trace.
_TABLES = (
    "bodies_body",
    "bodies_bodyidentifier",
    "bodies_body_other_parents",
    "bodies_body_successors",
    "bodies_remittopic",
    "bodies_sourcerecord",
    "audit_event",
)
_KINDS = ("Executive agency", "Sub organisation", "Tribunal", "Other", "Ministerial department")
_WORDS = ("Pensions", "Harbours", "Grants", "Fisheries", "Courts", "Archives", "Roads", "Forests")


def organisations(count: int) -> bytes:
    """A list in the form of GOV.UK's organisations API: families of ten, one in six closed."""
    found = []
    for number in range(count):
        slug, parent = f"body-{number}", f"body-{number // 10 * 10}"
        is_closed = number % 6 == 5
        found.append(
            {
                "id": f"https://www.gov.uk/api/organisations/{slug}",
                "title": f"{_WORDS[number % 8]} and {_WORDS[number // 8 % 8]} Board {number}",
                "format": _KINDS[number % 5],
                "web_url": f"https://www.gov.uk/government/organisations/{slug}",
                "details": {
                    "slug": slug,
                    "abbreviation": f"B{number}",
                    "closed_at": "2015-04-01T00:00:00.000+01:00" if is_closed else None,
                    "govuk_status": "closed" if is_closed else "live",
                    "govuk_closed_status": "merged" if is_closed else None,
                    "content_id": f"00000000-0000-4000-8000-{number:012d}",
                },
                "analytics_identifier": f"OT{number}",
                "parent_organisations": [_named(parent)] if parent != slug else [],
                "child_organisations": [],
                "superseded_organisations": [],
                "superseding_organisations": [_named(parent)] if is_closed else [],
            }
        )
    return json.dumps(found).encode()


def _named(slug: str) -> dict[str, str]:
    return {"id": f"https://www.gov.uk/api/organisations/{slug}"}


def measure(rounds: int) -> dict[str, object]:
    """Seconds of each way, and the ratio of bodies a second, by the median of the rounds."""
    from alongside.bodies.imports import govuk, reading, run

    data = organisations(BODIES)

    def import_them() -> None:
        objects = reading.rows_of(data)
        assert isinstance(objects, reading.Objects)
        run.write(govuk.read_organisations(objects, source=""), by="benchmark", at=AT)

    _empty()
    import_them()
    rows = {table: _rows_of(table) for table in _TABLES}
    assert len(rows["bodies_body"][1]) == BODIES
    taken: dict[str, list[float]] = {"bare": [], "import": [], "again": []}
    for _ in range(rounds):
        for name, way in (("bare", lambda: _write_bare(rows)), ("import", import_them)):
            _empty()
            taken[name].append(_seconds(way))
        taken["again"].append(_seconds(import_them))
    ratio = statistics.median(
        bare / imported for bare, imported in zip(taken["bare"], taken["import"], strict=True)
    )
    return {
        "bodies": BODIES,
        **{f"{name}_seconds": round(min(seconds), 3) for name, seconds in taken.items()},
        "ratio": round(ratio, 2),
        "goal": GOAL,
        "meets_goal": ratio >= GOAL,
    }


def _seconds(way: Callable[[], None]) -> float:
    begun = time.perf_counter()
    way()
    return time.perf_counter() - begun


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(_TABLES)} CASCADE")


def _rows_of(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The table's columns and rows, each value as the text that COPY takes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND column_name <> 'search' AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        columns = [f'"{name}"' for (name,) in cursor.fetchall()]
        cursor.execute(f"SELECT {', '.join(f'{name}::text' for name in columns)} FROM {table}")
        return columns, cursor.fetchall()


def _write_bare(rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]) -> None:
    from django.db import connection, transaction

    from alongside.bodies.search import refresh_search

    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            named = ", ".join(columns)
            cursor.execute(f"CREATE TEMPORARY TABLE bare ON COMMIT DROP AS TABLE {table} LIMIT 0")
            with cursor.copy(f"COPY bare ({named}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            # Identity columns are "by default": the key is given.
            cursor.execute(
                f"INSERT INTO {table} ({named}) SELECT {named} FROM bare ON CONFLICT DO NOTHING"
            )
            cursor.execute("DROP TABLE bare")
        refresh_search()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    environment = place.database("benchmark_import")
    place.prepare(environment)
    os.environ |= {**environment, "DJANGO_SETTINGS_MODULE": "alongside.settings"}
    import django

    django.setup()
    found = measure(asked.rounds)
    print(json.dumps(found))
    return 0 if found["meets_goal"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
