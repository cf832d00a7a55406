"""Two people write on one step of a draft: what only one of them changed is taken from that one.

Pure. A page remembers what each of its parts was when it was opened, as a digest; a part is a
field, in a list the field of a row, of the hours of a week a day. Only what both changed is a
question (law 10: nobody's text is lost).
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from alongside.core import opening_hours
from alongside.plans.domain.steps import Content, Fault, GoalText, IndicatorText

# The parts of `working_hours`: what is said of each day.
DAY_PARTS = tuple(f"on_{day.lower()}" for day in opening_hours.DAYS)
_WEEK = "working_hours"
_DIGEST = 16  # hexadecimal digits: chance makes no two texts of one field alike


class Keep(StrEnum):
    """Which of two texts stands."""

    MINE = "mine"
    SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Clash:
    """A part that both changed. `mine` and `saved` are what holds it, None where it was taken out.

    `field` is empty for a whole row: one of the two took it out.
    """

    part: str
    field: str
    mine: Any
    saved: Any


@dataclass(frozen=True, slots=True)
class LetGo:
    """A text that a person decided against: `whose` names it."""

    clash: Clash
    whose: Keep

    @property
    def text(self) -> str:
        """As it is kept in the trail."""
        holder = self.clash.mine if self.whose is Keep.MINE else self.clash.saved
        if self.clash.field:
            return _text(value_of(holder, self.clash.field))
        return "\n".join(filter(None, (_text(value_of(holder, name)) for name in _fields(holder))))


@dataclass(frozen=True, slots=True)
class Merged:
    """`content` holds one's own text wherever there is a clash."""

    content: Content
    clashes: tuple[Clash, ...]
    let_go: tuple[LetGo, ...]


@dataclass(frozen=True, slots=True)
class Rests:
    """What a page rests on: digests of its parts as it was opened, and decisions made on it.

    `on` is None where the page did not say; then the number of the save that it saw must do.
    """

    on: Mapping[str, str] | None = None
    keep: Mapping[str, Keep] | None = None


def part_of(key: str, field: str) -> str:
    """The name of a part: the field, in a list with the key of its row."""
    return f"{key}.{field}" if key else field


def value_of(row: Any, field: str) -> Any:
    """What a row says in a field; of a day its hours, as `opening_hours.times_of` reads them."""
    if field in DAY_PARTS:
        spans = opening_hours.all_parsed(getattr(row, _WEEK))
        return opening_hours.times_text(spans, DAY_PARTS.index(field))
    return getattr(row, field)


def undecided(on: Mapping[str, str], parts: Collection[str]) -> dict[str, str]:
    """Digests as if nobody held what the page was opened with in these parts: where the two texts
    differ, they are a question still."""
    found = dict(on)
    for part in parts:
        of_it = [known for known in on if known == part or known.startswith(f"{part}.")]
        found |= dict.fromkeys(of_it or [f"{part}."], "")
    return found


def digests_of(content: Content) -> dict[str, str]:
    """By part, in the order of the rows."""
    return {
        part_of(key, field): digest(value_of(row, field))
        for key, row in _rows(content).items()
        for field in _fields(row)
    }


def digest(value: object) -> str:
    """The same for values that are read the same: 5 and 5.00."""
    return hashlib.sha256(_text(value).encode()).hexdigest()[:_DIGEST]


def merge(*, mine: Content, saved: Content, rests: Rests) -> Merged:
    """What was typed and what was saved meanwhile, as one. The two are of the same step."""
    base, keep = rests.on or {}, rests.keep or {}
    own, theirs = _rows(mine), _rows(saved)
    before = list(dict.fromkeys(part.rpartition(".")[0] for part in base))
    rows: dict[str, Any] = {}
    clashes: list[Clash] = []
    let_go: list[LetGo] = []
    for key in _order(list(own), list(theirs), before):
        found = _merged_row(key, own.get(key), theirs.get(key), base, keep, key in before)
        row, row_clashes, row_let_go = found
        clashes += row_clashes
        let_go += row_let_go
        if row is not None:
            rows[key] = row
    content = tuple(rows.values()) if isinstance(mine, tuple) else rows[""]
    return Merged(content, tuple(clashes), tuple(let_go))


def set_back(content: Content, parts: Collection[str], *, to: Content) -> Content:
    """The content with these parts as they are in `to`; a row that is not there goes."""
    there = _rows(to)
    rows = {}
    for key, row in _rows(content).items():
        wrong = [field for field in _fields(row) if part_of(key, field) in parts]
        if wrong and key not in there:
            continue
        rows[key] = _changed(row, {field: value_of(there[key], field) for field in wrong})
    return tuple(rows.values()) if isinstance(content, tuple) else rows[""]


def parts_of(faults: Collection[Fault], content: Content) -> set[str]:
    """The parts of the content that the faults are about."""
    found = set()
    for fault in faults:
        if fault.field == _WEEK:
            found |= set(DAY_PARTS)
        elif not isinstance(content, tuple):
            found.add(fault.field)
        elif fault.row is not None and fault.row < len(content):
            found.add(part_of(content[fault.row].key, fault.field))
    return found


def _merged_row(
    key: str,
    mine: Any,
    saved: Any,
    base: Mapping[str, str],
    keep: Mapping[str, Keep],
    was_there: bool,
) -> tuple[Any, list[Clash], list[LetGo]]:
    if mine is None or saved is None:
        return _one_sided(key, mine, saved, base, keep, was_there)
    taken: dict[str, Any] = {}
    clashes, let_go = [], []
    for field in _fields(mine):
        part, own, theirs = part_of(key, field), value_of(mine, field), value_of(saved, field)
        if digest(own) == digest(theirs):
            continue
        clash = Clash(part, field, mine, saved)
        chosen, before = keep.get(part), base.get(part)
        if chosen is Keep.SAVED:
            let_go.append(LetGo(clash, Keep.MINE))
        elif digest(own) == before:
            continue  # only they changed it
        elif digest(theirs) == before:
            taken[field] = own
            if chosen is Keep.MINE:
                let_go.append(LetGo(clash, Keep.SAVED))
        else:
            taken[field] = own
            clashes.append(clash)
    return _changed(saved, taken), clashes, let_go


def _one_sided(
    key: str,
    mine: Any,
    saved: Any,
    base: Mapping[str, str],
    keep: Mapping[str, Keep],
    was_there: bool,
) -> tuple[Any, list[Clash], list[LetGo]]:
    there = mine if saved is None else saved
    clash, chosen = Clash(key, "", mine, saved), keep.get(key)
    is_untouched = was_there and all(
        digest(value_of(there, field)) == base.get(part_of(key, field), digest(None))
        for field in _fields(there)
    )
    if chosen is Keep.SAVED:
        return saved, [], [LetGo(clash, Keep.MINE)] if mine is not None else []
    if not was_there:
        return there, [], []  # added by one of the two
    if is_untouched:
        # Taken out by one, left alone by the other.
        lost = chosen is Keep.MINE and saved is not None
        return None, [], [LetGo(clash, Keep.SAVED)] if lost else []
    return mine, [clash], []


def _order(own: list[str], theirs: list[str], before: list[str]) -> list[str]:
    """The order that was changed last counts; rows that only one side has come after."""
    stayed = [key for key in own if key in before]
    has_moved = stayed != [key for key in before if key in own]
    return list(dict.fromkeys([*own, *theirs] if has_moved else [*theirs, *own]))


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _rows(content: Content) -> dict[str, Any]:
    """By key; a step that is no list is one row without a key."""
    if isinstance(content, tuple):
        return {row.key: row for row in content}
    return {"": content}


def _fields(row: Any) -> list[str]:
    is_of_list = isinstance(row, GoalText | IndicatorText)
    names = [field.name for field in fields(row) if not (is_of_list and field.name == "key")]
    return [name for name in names if name != _WEEK] + list(DAY_PARTS if _WEEK in names else ())


def _changed(row: Any, values: Mapping[str, Any]) -> Any:
    """The row with these values, by the names that `_fields` gives."""
    plain = {name: value for name, value in values.items() if name not in DAY_PARTS}
    if len(plain) < len(values):
        week = {day: values.get(part, value_of(row, part)) for day, part in enumerate(DAY_PARTS)}
        times = {day: opening_hours.times_of(text) for day, text in week.items()}
        plain[_WEEK] = tuple(map(str, opening_hours.spans_of(times)))
    return replace(row, **plain)
