"""What becomes of the rows of a table when two entries turn out to be one body. Pure.

Each model that points to a body says it itself, as `when_bodies_merge`; `bodies.merge_tables` finds
them, so that this app need not know the ones above it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alongside.bodies.domain.facts import other_names_of
from alongside.bodies.domain.kinds import BodyKind

# What stands empty in the entry that stays is filled from the other one.
FILLED = (
    "acronym",
    "parent",
    "jurisdiction",
    "founded_on",
    "remit",
    "website",
    "contact_email",
    "lawful_basis",
)
_JOINED = ("other_parents", "successors", "topics", "identifiers")
# Rows of the entry that stays, rows of the other, and when: ends what cannot stand twice.
Settle = Callable[[Sequence[Any], Sequence[Any], datetime], None]
MaySettle = Callable[[Any, Any], bool]  # a row of the entry that stays, and the other's


@dataclass(frozen=True, slots=True)
class WhenMerged:
    """How rows go over to the entry that stays, and when they cannot.

    `one` and `many` count them in words. Rows for which `frozen` holds (a filter; empty: all) never
    change: whoever has such is the entry to keep. Where a constraint lets a body have only one of a
    kind and both have it, `settle` ends one, unless `may_settle` says no of the pair; or the
    other's row, which says the same, goes (`alike_goes`); or else the merge is refused with the
    sentence `clash`, in which %(row)s is the row. `named_in` is a list of bodies' slugs in a table
    that points to no body.
    """

    one: str
    many: str
    clash: str = ""
    frozen: Mapping[str, object] | None = None
    alike_goes: bool = False
    settle: Settle | None = None
    may_settle: MaySettle | None = None
    named_in: str = ""


def doubts(kept: Collection[tuple[str, str]], merged: Collection[tuple[str, str]]) -> Iterator[str]:
    """Why two entries may not be one body after all: identifiers (scheme, value) that differ."""
    schemes = {scheme for scheme, _ in kept} & {scheme for scheme, _ in merged}
    for scheme in sorted(schemes):
        ours, theirs = ([value for of, value in held if of == scheme] for held in (kept, merged))
        yield (
            f"Both have an identifier of {scheme}, and not the same one: "
            f"{', '.join(ours)} and {', '.join(theirs)}."
        )


def names_after(kept: Mapping[str, Any], merged: Mapping[str, Any]) -> list[str]:
    """The other names of the body when two entries are one: all by which either was known."""
    names = [*kept["other_names"], merged["name"], *merged["other_names"]]
    if merged["acronym"] not in ("", kept["acronym"]):
        names += [merged["acronym"]] if kept["acronym"] else []
    return other_names_of(names, besides=kept["name"])


def joined(kept: Mapping[str, Any], merged: Mapping[str, Any]) -> dict[str, Any]:
    """What the register says of the body when two entries are one, as `queries.statement_of`."""
    after = dict(kept)
    for name in FILLED:
        after[name] = kept[name] or merged[name]
    if kept["kind"] == BodyKind.OTHER:
        after["kind"] = merged["kind"]
    after["other_names"] = names_after(kept, merged)
    for name in _JOINED:
        after[name] = sorted({*kept[name], *merged[name]})
    after["other_parents"] = [name for name in after["other_parents"] if name != after["parent"]]
    return after
