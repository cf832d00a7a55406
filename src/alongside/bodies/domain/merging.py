"""What becomes of the rows of a table when two entries turn out to be one body. Pure.

Each model that points to a body says it itself, as `when_bodies_merge`; `bodies.merge_tables` finds
them, so that this app need not know the ones above it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# Rows of the entry that stays, rows of the other, and when: ends what cannot stand twice.
Settle = Callable[[Sequence[Any], Sequence[Any], datetime], None]


@dataclass(frozen=True, slots=True)
class WhenMerged:
    """How rows go over to the entry that stays, and when they cannot.

    `one` and `many` count them in words. Rows for which `frozen` holds (a filter; empty: all) never
    change: whoever has such is the entry to keep. Where a constraint lets a body have only one of a
    kind and both have it, `settle` ends one; or the other's row, which says the same, goes
    (`alike_goes`); or else the merge is refused with the sentence `clash`, in which %(row)s is the
    row. `named_in` is a list of bodies' slugs in a table that points to no body.
    """

    one: str
    many: str
    clash: str = ""
    frozen: Mapping[str, object] | None = None
    alike_goes: bool = False
    settle: Settle | None = None
    named_in: str = ""
