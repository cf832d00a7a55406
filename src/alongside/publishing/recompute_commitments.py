"""Counting commitments again from the published files alone (law 7).

Anyone with `commitments.csv`, `bodies.csv`, `listings.csv`, `no-forum-found.csv`, `plans.csv` and
`agreements.csv` of one day gets the numbers that `commitments.csv` gives for that day.
"""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from alongside.bodies.domain.kinds import BodyKind
from alongside.reporting.domain.commitments import Committed, Scope
from alongside.reporting.domain.standing import Agreements, Standing

FILES = ("commitments", "bodies", "listings", "no-forum-found", "plans", "agreements")


class CannotRecompute(ValueError):
    """The files are not as we publish them; the message says which, and why."""


@dataclass(frozen=True, slots=True)
class Recount:
    """What a commitment comes to by the files, and what the file of commitments says."""

    commitment_id: str
    statement: str
    bodies: int
    met: int
    said_bodies: int
    said_met: int
    have_not: tuple[str, ...]  # identifiers of bodies

    @property
    def agrees(self) -> bool:
        return (self.bodies, self.met) == (self.said_bodies, self.said_met)


def recount(files: Mapping[str, str], *, on: date) -> list[Recount]:
    """Each commitment as of the day of the files, whose texts are by their names.

    Raises CannotRecompute.
    """
    try:
        bodies = _bodies(files, on)
        return [_recount(row, bodies) for row in _rows(files, "commitments")]
    except KeyError as exc:
        raise CannotRecompute(f"A file or a column is missing: {exc.args[0]}.") from exc
    except ValueError as exc:
        raise CannotRecompute(f"A cell is not as we publish it: {exc}.") from exc


def _bodies(files: Mapping[str, str], on: date) -> list[Standing]:
    listed = Counter(row["body_id"] for row in _rows(files, "listings"))
    searched: dict[str, date] = {}
    for row in _rows(files, "no-forum-found"):
        day = date.fromisoformat(row["searched_on"])
        searched[row["body_id"]] = max(day, searched.get(row["body_id"], day))
    plans = {row["body_id"]: row for row in _rows(files, "plans")}
    welcome = Counter(
        row["body_id"] for row in _rows(files, "agreements") if row["standing"] == "in_force"
    )
    found = []
    for row in _rows(files, "bodies"):
        slug = row["body_id"]
        if row["closed_how"]:
            continue
        body = Standing(
            body_id=0,
            slug=slug,
            name=row["name"],
            acronym=row["acronym"],
            kind=BodyKind(row["kind"]),
            jurisdiction=row["jurisdiction"],
            on=on,
            forums_listed=listed[slug],
            none_found_on=searched.get(slug),
            agreements=Agreements(welcome=welcome[slug]),
        )
        if plan := plans.get(slug):
            body = replace(
                body,
                plan_number=int(plan["version"]),
                plan_review_on=date.fromisoformat(plan["review_on"]),
            )
        found.append(body)
    return found


def _recount(row: Mapping[str, str], bodies: list[Standing]) -> Recount:
    scope = Scope(*(_several(row[name]) for name in ("kinds", "jurisdictions", "body_ids")))
    what = Committed(row["what"])
    meant = [
        body
        for body in bodies
        if scope.holds(slug=body.slug, kind=body.kind, jurisdiction=body.jurisdiction)
    ]
    have_not = tuple(sorted(body.slug for body in meant if not body.has(what)))
    return Recount(
        commitment_id=row["commitment_id"],
        statement=row["statement"],
        bodies=len(meant),
        met=len(meant) - len(have_not),
        said_bodies=int(row["bodies_today"]),
        said_met=int(row["met_today"]),
        have_not=have_not,
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("; ")))


def _rows(files: Mapping[str, str], name: str) -> list[dict[str, Any]]:
    text = files[name].removeprefix("\ufeff")
    try:
        return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as exc:
        raise CannotRecompute(f"{name}.csv is no CSV: {exc}.") from exc
