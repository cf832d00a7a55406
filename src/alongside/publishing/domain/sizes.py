"""Which of the figures about a forum says best how big it is. Pure."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

# Kinds of figures that count people who come or belong, the strongest first; these can be compared.
PEOPLE = ("registered users", "members", "unique visitors", "visitors")
# Figures that tell the size of a forum when nobody has counted people.
_AFTER_PEOPLE = ("posts", "threads", "page views")
_ORDER = (*PEOPLE, *_AFTER_PEOPLE)


class Figure(Protocol):
    """A figure about a forum: what it counts, and its date as exact as known."""

    kind: str
    dated: str


F = TypeVar("F", bound=Figure)


def leading(figures: Iterable[F]) -> F | None:
    """The figure to show when there is room for one: of the strongest kind, the newest."""
    newest_first = sorted(figures, key=lambda figure: figure.dated, reverse=True)
    return min(newest_first, key=_rank, default=None)


def by_kind(figures: Iterable[F]) -> list[tuple[str, Sequence[F]]]:
    """The figures by kind, so that those which contradict each other stand together.

    The strongest kind first; within a kind the newest first.
    """
    groups: dict[str, list[F]] = {}
    for figure in sorted(figures, key=lambda figure: figure.dated, reverse=True):
        groups.setdefault(figure.kind, []).append(figure)
    return sorted(groups.items(), key=lambda group: (_rank(group[1][0]), group[0]))


def _rank(figure: Figure) -> int:
    return _ORDER.index(figure.kind) if figure.kind in _ORDER else len(_ORDER)
