"""Computing every public figure again from a folder of published files alone (law 7).

Whoever has the files of one moment, as /data/, an export or a release gives them, gets what
`figures.csv` says of the register and of questions, and what `coverage.csv` says of bodies and
topics. So are the numbers on /figures/, /lists/ and /coverage/ counted.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property

from django.utils import timezone

from alongside.bodies.domain.topics import SCHEME, TOPICS
from alongside.forums.domain.listing import SEARCH_COUNTS_FOR
from alongside.publishing.columns import csv_cell
from alongside.publishing.domain.coverage import cell_of
from alongside.publishing.recompute import (
    CannotRecompute,
    figures_from_enquiries_csv,
    freshness_from_listings_csv,
)
from alongside.reporting.domain.indicators import Indicator

FILES = (
    "figures",
    "enquiries",
    "bodies",
    "forums",
    "listings",
    "no-forum-found",
    "plans",
    "agreements",
    "replies",
    "coverage",
)
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Again:
    """One published figure: as it was counted again, and as the file of figures has it."""

    key: str
    name: str
    body_id: str  # empty: of all bodies together
    value: Decimal | None
    n: int
    said_value: Decimal | None
    said_n: int

    @property
    def agrees(self) -> bool:
        return (self.value, self.n) == (self.said_value, self.said_n)


@dataclass(frozen=True, slots=True)
class TopicAgain:
    """One topic over all open bodies, as /coverage/ shows it."""

    code: str
    label: str
    bodies: int  # with the topic in their remit
    covering: int  # of these, those that list a forum of it
    forums: int  # of the topic
    unlisted: int  # of these, those that nobody lists


@dataclass(frozen=True, slots=True)
class Recomputed:
    """`coverage_differs`: pairs of a body and a topic of which the file says something else."""

    at: datetime
    figures: tuple[Again, ...]
    forums_listed: int  # on at least one list, as /lists/ begins
    topics: tuple[TopicAgain, ...]
    coverage_rows: int
    coverage_differs: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return all(figure.agrees for figure in self.figures) and not self.coverage_differs


def recompute(files: Mapping[str, str], *, at: datetime | None = None) -> Recomputed:
    """Everything, from the texts of FILES by their names.

    `at`: the moment of the files; without it, the end of the period that the figures name. Raises
    CannotRecompute.
    """
    try:
        published = _rows(files, "figures")
        moment = at or _moment_of(published)
        if moment.tzinfo is None:
            raise CannotRecompute("The moment of the files needs a time zone, such as +00:00.")
        on = timezone.localdate(moment)
        register = _Register(files)
        covers = _coverage(register, on)
        said = {_cell_key(row): _cell_said(row) for row in register.rows("coverage")}
        again = {_cell_key(row): _cell_said(row) for row in covers}
        differs = sorted(key for key in {*said, *again} if said.get(key) != again.get(key))
        return Recomputed(
            at=moment,
            figures=tuple(_figures(files, published, register, moment, on)),
            forums_listed=len({row["forum_id"] for row in register.rows("listings")}),
            topics=tuple(_topics(register, covers)),
            coverage_rows=len(again),
            coverage_differs=tuple(differs),
        )
    except KeyError as exc:
        raise CannotRecompute(f"A file or a column is missing: {exc.args[0]}.") from exc
    except (InvalidOperation, TypeError) as exc:
        raise CannotRecompute(f"A cell is not as we publish it: {exc}.") from exc
    except ValueError as exc:
        if isinstance(exc, CannotRecompute):
            raise
        raise CannotRecompute(f"A cell is not as we publish it: {exc}.") from exc


class _Register:
    """The tables, each read once."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files
        self._read: dict[str, list[dict[str, str]]] = {}

    def rows(self, name: str) -> list[dict[str, str]]:
        if name not in self._read:
            self._read[name] = _rows(self._files, name)
        return self._read[name]

    @cached_property
    def open_bodies(self) -> set[str]:
        return {row["body_id"] for row in self.rows("bodies") if not row["closed_how"]}

    @cached_property
    def topics_of_forums(self) -> dict[str, set[str]]:
        return {row["forum_id"]: _codes(row["topics"]) for row in self.rows("forums")}

    @cached_property
    def listed_by(self) -> dict[str, list[str]]:
        """The forums of each body's list."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.rows("listings"):
            found[row["body_id"]].append(row["forum_id"])
        return found


def _figures(
    files: Mapping[str, str], published: list[dict[str, str]], register: _Register,
    at: datetime, on: date,
) -> Iterator[Again]:  # fmt: skip
    counted: dict[tuple[str, str], tuple[Decimal | None, int]] = {}

    def take(found: Iterable[Indicator], body: str = "") -> None:
        for figure in found:
            counted[figure.key, body] = figure.value, figure.denominator

    for key, count in _held(register).items():
        counted[key, ""] = Decimal(count), count
    take([freshness_from_listings_csv(files["listings"], on)])
    take(figures_from_enquiries_csv(files["enquiries"], at))
    for body in sorted({row["body_id"] for row in published if row["body_id"]}):
        take(figures_from_enquiries_csv(files["enquiries"], at, body_id=body), body)
    for row in published:
        figure, of_body = row["figure_id"], row["body_id"]
        if (figure, of_body) not in counted:
            raise CannotRecompute(f"No rule counts the figure {figure!r}.")
        value, n = counted[figure, of_body]
        said = Decimal(row["value"]) if row["value"] else None
        yield Again(figure, row["name"], of_body, value, n, said, int(row["n"]))


def _held(register: _Register) -> dict[str, int]:
    """What the register holds; each as `reporting.queries` defines it."""
    open_bodies = register.open_bodies

    def bodies_in(name: str) -> int:
        return len({row["body_id"] for row in register.rows(name)} & open_bodies)

    welcoming = {
        row["forum_id"] for row in register.rows("agreements") if row["standing"] == "in_force"
    }
    return {
        "forums": len({row["forum_id"] for row in register.rows("forums")}),
        "bodies": len(open_bodies),
        "bodies_with_list": bodies_in("listings"),
        "bodies_with_plan": bodies_in("plans"),
        "welcoming_forums": len(welcoming),
        "replies": len({row["reply_id"] for row in register.rows("replies")}),
    }


def _coverage(register: _Register, on: date) -> list[dict[str, str]]:
    """The rows of the file of coverage, as far as they are counted."""
    oldest = on - SEARCH_COUNTS_FOR
    searched = {
        row["body_id"]
        for row in register.rows("no-forum-found")
        if date.fromisoformat(row["searched_on"]) >= oldest
    }
    found = []
    for row in register.rows("bodies"):
        body, remit = row["body_id"], _codes(row["topics"])
        if body not in register.open_bodies:
            continue
        listed = register.listed_by.get(body, [])
        forums = Counter(code for forum in listed for code in register.topics_of_forums[forum])
        for code in TOPICS:
            if code not in remit and code not in forums:
                continue
            cell = cell_of(
                in_remit=code in remit,
                forums=forums[code],
                has_searched=body in searched and not listed,
            )
            found.append(
                {
                    "body_id": body,
                    "topic": code,
                    "in_remit": csv_cell(cell.in_remit),
                    "forums_listed": str(cell.forums),
                    "state": cell.state,
                }
            )
    return found


def _topics(register: _Register, covers: list[dict[str, str]]) -> Iterator[TopicAgain]:
    listed = {forum for forums in register.listed_by.values() for forum in forums}
    for code, label in TOPICS.items():
        in_remit = [
            row for row in covers if row["topic"] == code and row["in_remit"] == csv_cell(True)
        ]
        forums = {forum for forum, codes in register.topics_of_forums.items() if code in codes}
        yield TopicAgain(
            code=code,
            label=label,
            bodies=len(in_remit),
            covering=sum(row["forums_listed"] != "0" for row in in_remit),
            forums=len(forums),
            unlisted=len(forums - listed),
        )


def _cell_key(row: Row) -> str:
    return f"{row['body_id']} {row['topic']}"


def _cell_said(row: Row) -> tuple[str, ...]:
    return row["in_remit"], row["forums_listed"], row["state"]


def _codes(cell: str) -> set[str]:
    """The codes of our list of topics among `scheme:code; scheme:code`."""
    pairs = (text.partition(":")[::2] for text in cell.split("; ") if text)
    return {code for scheme, code in pairs if scheme == SCHEME and code in TOPICS}


def _moment_of(published: list[dict[str, str]]) -> datetime:
    moments = {row["period_end"] for row in published}
    if len(moments) != 1:
        raise CannotRecompute("The figures are not of one moment. Say which, with a time zone.")
    return datetime.fromisoformat(moments.pop())


def _rows(files: Mapping[str, str], name: str) -> list[dict[str, str]]:
    text = files[name].removeprefix("\ufeff")
    try:
        return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as exc:
        raise CannotRecompute(f"{name}.csv is no CSV: {exc}.") from exc
