"""What changed in a table from one release to the next, counted in rows. Pure.

Rows are remembered as short fingerprints, so that tables of any length can be compared.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_BYTES = 16  # of a fingerprint: among a billion rows a clash has odds of 1 in 10 ** 20


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Rows that came, went, and say something else; of rows without a key none can be changed."""

    added: int
    removed: int
    changed: int


@dataclass(slots=True)
class Rows:
    """The rows of a table, as fingerprints. `columns` are those that are compared.

    `key`: names of the columns by which a row is recognised; empty: by all of them.
    """

    header: Sequence[str]
    columns: Sequence[str]
    key: Sequence[str]
    _said: dict[bytes, bytes] = field(default_factory=dict)
    _times: Counter[bytes] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._key_at = [self.header.index(name) for name in self.key]
        self._compared_at = [self.header.index(name) for name in self.columns]

    _key_at: list[int] = field(init=False)
    _compared_at: list[int] = field(init=False)

    def add(self, row: Sequence[str]) -> None:
        said = _fingerprint(row[place] for place in self._compared_at)
        if self._key_at:
            self._said[_fingerprint(row[place] for place in self._key_at)] = said
        else:
            self._times[said] += 1

    def since(self, before: "Rows") -> RowChanges:
        """What is different here from an earlier table with the same key and columns."""
        if not self._key_at:
            return RowChanges(
                added=(self._times - before._times).total(),
                removed=(before._times - self._times).total(),
                changed=0,
            )
        return RowChanges(
            added=len(self._said.keys() - before._said.keys()),
            removed=len(before._said.keys() - self._said.keys()),
            changed=sum(before._said.get(key, said) != said for key, said in self._said.items()),
        )


def comparable(
    header: Sequence[str], earlier: Sequence[str], key: Sequence[str]
) -> Sequence[str] | None:
    """The columns that both tables have; None when a column of the key is not among them."""
    both = [name for name in header if name in set(earlier)]
    return both if set(key) <= set(both) and both else None


def _fingerprint(cells: Iterable[str]) -> bytes:
    return hashlib.blake2b("\x1f".join(cells).encode(), digest_size=_BYTES).digest()
