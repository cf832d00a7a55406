"""What the central team's board shows: which bodies, in which order, and as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext

from alongside.bodies.domain.kinds import BodyKind
from alongside.core.letters import name_key
from alongside.publishing.across import BodyRow
from alongside.publishing.columns import Column, Kind, csv_cell, csv_line
from alongside.publishing.tables.commitments import STANDING_COLUMNS
from alongside.reporting.domain.commitments import Committed
from alongside.reporting.domain.standing import EXPECTED_KINDS, DueKind, Standing, kind_rank

_TEXT_LENGTH = 200  # characters of a search that are looked at


class Who(StrEnum):
    EXPECTED = "expected"  # of kinds that should have list and plan
    ALL = "all"


class Lacks(StrEnum):
    LIST = "list"
    PLAN = "plan"
    AGREEMENT = "agreement"
    CONSULTATION = "consultation"  # whose record is published
    SOMETHING_DUE = "due"  # with or without a day
    SOMETHING_LATE = "late"  # a day has passed


class Order(StrEnum):
    URGENT = "urgent"
    NAME = "name"
    KIND = "kind"
    FORUMS = "forums"


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What is asked of the board; nonsense is passed over. Empty: not narrowed by it."""

    text: str = ""
    who: Who = Who.EXPECTED
    kind: str = ""
    place: str = ""
    lacks: str = ""
    order: Order = Order.URGENT
    practice: bool = False

    @classmethod
    def of(cls, params: Mapping[str, str], *, is_practice: bool) -> "BoardFilter":
        """The filter that an address asks for. Who practises sees practice first."""

        def one(name: str, known: type[StrEnum]) -> str:
            value = params.get(name, "")
            return value if value in set(known) else ""

        shown = params.get("show", "")
        practice = shown == "practice" or (is_practice and shown != "real")
        # Nothing is expected of practice bodies: they would all be hidden at first.
        usual = Who.ALL if practice else Who.EXPECTED
        return cls(
            text=" ".join(params.get("q", "")[:_TEXT_LENGTH].replace("\x00", "").split()),
            who=Who(one("who", Who) or usual),
            kind=one("kind", BodyKind),
            place=params.get("place", "")[:12].replace("\x00", ""),
            lacks=one("lacks", Lacks),
            order=Order(one("sort", Order) or Order.URGENT),
            practice=practice,
        )

    @property
    def kinds(self) -> tuple[BodyKind, ...] | None:
        """The kinds of body that can fit at all; None: each. Others need not be read."""
        if self.kind:
            return (BodyKind(self.kind),)
        # Who types a name wants that body, of whatever kind.
        return EXPECTED_KINDS if self.who is Who.EXPECTED and not self.text else None

    def narrowed(self, rows: Sequence[BodyRow]) -> list[BodyRow]:
        """Of all rows, most urgent first, those that fit, in the order that is asked for."""
        words = [key for word in self.text.split() if (key := name_key(word))]
        narrows = bool(words or self.place or self.kinds is not None)
        found = [
            row
            for row in rows
            if (not narrows or self._fits(row.body, words)) and (not self.lacks or self._lacks(row))
        ]
        match self.order:
            case Order.NAME:
                found.sort(key=lambda row: row.place)
            case Order.KIND:
                found.sort(key=lambda row: (kind_rank(row.body.kind), row.body.kind))
            case Order.FORUMS:
                found.sort(key=lambda row: -row.body.forums_listed)
        return found

    def _fits(self, body: Standing, words: Sequence[str]) -> bool:
        if self.kinds is not None and body.kind not in self.kinds:
            return False
        if self.place and self.place not in (body.jurisdiction, body.jurisdiction[:2]):
            return False
        if not words:
            return True
        key = f"{name_key(body.name)} {name_key(body.acronym)}"
        return all(word in key for word in words)

    def _lacks(self, row: BodyRow) -> bool:
        match self.lacks:
            case Lacks.LIST | Lacks.PLAN | Lacks.AGREEMENT:
                return not row.body.has(Committed(self.lacks))
            case Lacks.CONSULTATION:
                return not row.body.consultations.published
            case Lacks.SOMETHING_DUE:
                return bool(row.due)
            case Lacks.SOMETHING_LATE:
                return row.is_late
            case _:
                return True


CSV_COLUMNS: list[Column[BodyRow]] = [
    *(
        Column(
            column.name,
            lambda row, column=column: column.value(row.body),  # type: ignore[misc]  # bound
            column.description,
            column.kind,
        )
        for column in STANDING_COLUMNS
    ),
    Column(
        "open_requests",
        lambda row: row.body.agreements.open_requests,
        "Forums whose operator it has asked, and waits for an answer",
        Kind.WHOLE,
    ),
    Column(
        "operators_asked_until",
        lambda row: row.body.consultations.open_until(inside=True),
        "Last day on which operators, or everybody, can comment on the draft of its plan",
        Kind.DAY,
    ),
    Column(
        "comments_to_answer",
        lambda row: sum(each.unanswered for each in row.body.consultations.unpublished),
        "Comments on its draft that are neither answered nor withheld",
        Kind.WHOLE,
    ),
    Column(
        "due",
        lambda row: [_said(found.kind, found.by) for found in row.due],
        "What is due from it, most urgent first, each with its day where there is one",
        several=True,
    ),
]


_DUE_WORDS = {
    DueKind.COMMITMENT: "committed by",
    DueKind.PLAN_REVIEW: "plan to be reviewed by",
    DueKind.AGREEMENTS_END: "agreement ends on",
    DueKind.LIST_REVIEW: "list to be looked at by",
    DueKind.ANSWERS: "comments to be answered by",
    DueKind.NO_LIST: "no list",
    DueKind.NO_PLAN: "no plan",
}


def as_csv(found: Sequence[BodyRow]) -> str:
    """The bodies as a file for a spreadsheet."""
    lines = [csv_line([column.name for column in CSV_COLUMNS])]
    lines += [csv_line([csv_cell(column.value(row)) for column in CSV_COLUMNS]) for row in found]
    return "".join(lines)


def _said(kind: DueKind, by: date | None) -> str:
    words = gettext(_DUE_WORDS[kind])
    return f"{words} {by}" if by else words
