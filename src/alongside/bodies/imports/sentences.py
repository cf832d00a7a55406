"""Longer sentences of an import's report. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from alongside.bodies.imports.changes import Change
from alongside.bodies.imports.records import Record, Reference

# So many names and states said in another way make one ask which list is the newer one.
MANY_REVERSED = 10


def doubts_about(
    changes: Iterable[Change], *, read_on: date | None, newest_change: date | None
) -> Iterator[str]:
    """Whether a list may be an older edition of the one that was read before.

    `changes` are those of bodies that it spoke of before, last on `read_on`; `newest_change` is
    the last one that the list itself knows of.
    """
    counts: Counter[str] = Counter()
    for change in changes:
        if not change.is_new:
            counts["names"] += "name" in change.fields
            counts["closings"] += change.closes
            counts["reopenings"] += bool(
                change.before["closed"][0] and not change.after["closed"][0]
            )
    if counts.total() < MANY_REVERSED:
        return
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    since = f"it did on {_day(read_on)}" if read_on else "it did before"
    own = (
        f" The newest change that it knows of is of {_day(newest_change)}." if newest_change else ""
    )
    yield (
        f"This list says much in another way than {since}: {told}.{own} Look which of the two "
        "editions is the newer one before you write it."
    )


def twin_sentence(handle: Reference, record: Record, other: Record) -> str:
    """Why two records of one list cannot both be what they say they are."""
    if record.is_known_by_name and other.is_known_by_name and not handle[0]:
        return (
            f"“{record.name[:80]}” stands at {other.place} already, and nothing tells the two "
            "apart. Take one of them out, or give all bodies an identifier in a column id."
        )
    what = " ".join(handle).strip()
    return (
        f"“{what[:80]}” stands at {other.place} already, for {other.name[:80]}. "
        "Every body has an identifier of its own."
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
