"""What differs between two texts, word by word, and between two lists, item by item. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Comparing takes time that grows with the square of the length: beyond this, both texts are shown.
LONGEST = 2_000  # words in both texts together
# Unchanged words that are kept on each side of a change; the others become "…".
CONTEXT = 12


class How(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text that is shown with its changes, and whether they stayed."""

    how: How
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """What of a list was taken away and what was added, each in its order; `stayed`: how many."""

    removed: Sequence[str]
    added: Sequence[str]
    stayed: int


def items_of(before: Sequence[str], after: Sequence[str]) -> Items:
    """The two lists item by item; in which order they stand makes no difference."""
    return Items(
        removed=_without(before, after),
        added=_without(after, before),
        stayed=(Counter(before) & Counter(after)).total(),
    )


def _without(items: Sequence[str], others: Sequence[str]) -> list[str]:
    """The items that the others do not hold, as often as they do not hold them."""
    left = Counter(others)
    found = []
    for item in items:
        if left[item]:
            left[item] -= 1
        else:
            found.append(item)
    return found


def pieces_of(before: str, after: str) -> list[Piece]:
    """The two texts as one, in order: what stayed, what was removed, what was added instead.

    Long runs of unchanged words are shortened to those beside a change. Joined by spaces without
    the added pieces it reads as `before`, without the removed ones as `after`, save for what was
    shortened and for spaces.
    """
    old, new = before.split(), after.split()
    if len(old) + len(new) > LONGEST:
        return [
            Piece(how, text) for how, text in ((How.REMOVED, before), (How.ADDED, after)) if text
        ]
    # Words that come very often anchor no match (difflib's "autojunk"): without that, a text of one
    # word repeated would take a quarter of a minute.
    matcher = SequenceMatcher(None, old, new)
    return list(_pieces(old, new, matcher.get_opcodes()))


def _pieces(
    old: list[str], new: list[str], steps: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[Piece]:
    for number, (step, old_start, old_end, new_start, new_end) in enumerate(steps):
        if step == "equal":
            is_first, is_last = number == 0, number == len(steps) - 1
            words = _shortened(new[new_start:new_end], is_first=is_first, is_last=is_last)
            yield Piece(How.SAME, " ".join(words))
            continue
        if old_end > old_start:
            yield Piece(How.REMOVED, " ".join(old[old_start:old_end]))
        if new_end > new_start:
            yield Piece(How.ADDED, " ".join(new[new_start:new_end]))


def _shortened(words: list[str], *, is_first: bool, is_last: bool) -> list[str]:
    """The words next to a change; those far from any give way to an ellipsis."""
    before = 0 if is_first else CONTEXT
    after = 0 if is_last else CONTEXT
    if (is_first and is_last) or len(words) <= before + after + 1:
        return words
    return [*words[:before], "…", *words[len(words) - after :]]
