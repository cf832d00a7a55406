"""Which of the figures about a forum says best how big it is. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from alongside.forums.domain.kinds import METHOD_WORDS, MeasureMethod

# Kinds of figures that count people who come or belong, the strongest first; these can be compared.
PEOPLE = ("registered users", "members", "unique visitors", "visitors")
# Figures that tell the size of a forum when nobody has counted people.
_AFTER_PEOPLE = ("posts", "threads", "page views")
ORDER = (*PEOPLE, *_AFTER_PEOPLE)  # which kind is shown where there is room for one
# By method: how weak the evidence is, 0 the strongest.
WEAKNESS = {method.value: place for place, method in enumerate(MeasureMethod)}
METHODS = tuple(WEAKNESS)  # the strongest evidence first


class Figure(Protocol):
    """A figure about a forum: what it counts, its date as exact as known, who counted.

    One that was withdrawn says nothing any more.
    """

    kind: str
    dated: str
    method: str
    withdrawn_at: datetime | None


F = TypeVar("F", bound=Figure)


@dataclass(frozen=True, slots=True)
class Weighed(Generic[F]):
    """Of figures of one kind that stand beside one another: the newest, and the strongest.

    Newest is the one with the latest date, of several the one with the strongest method.
    Strongest is the one with the strongest method, of several the newest.
    """

    newest: F
    strongest: F

    @property
    def agree(self) -> bool:
        return self.newest is self.strongest

    @property
    def why(self) -> str:
        """Which is which, in plain English."""
        newest = f"dated {self.newest.dated} and {_method_words(self.newest)}"
        if self.agree:
            return f"The newest is also the strongest: {newest}."
        strongest = f"{_method_words(self.strongest)}, though dated {self.strongest.dated}"
        return f"The newest is {newest}. The strongest is {strongest}."


def leading(figures: Iterable[F]) -> F | None:
    """The figure to show when there is room for one: of the strongest kind, the newest."""
    return min(_newest_first(_standing(figures)), key=_rank, default=None)


def size_of(figures: Iterable[F]) -> F | None:
    """The figure by which forums are compared: the leading one of those that count people."""
    return leading(figure for figure in figures if figure.kind in PEOPLE)


def weigh(figures: Iterable[F]) -> Weighed[F] | None:
    """Compares figures of one kind. None when none of them stands."""
    standing = _standing(figures)
    if not standing:
        return None
    return Weighed(max(standing, key=_newness), max(standing, key=_strength))


def by_kind(figures: Iterable[F]) -> list[tuple[str, Sequence[F]]]:
    """The figures by kind, so that those which contradict each other stand together.

    The strongest kind first; within a kind the newest first, and those withdrawn at the end.
    """
    groups: dict[str, list[F]] = {}
    for figure in _newest_first(figures):
        groups.setdefault(figure.kind, []).append(figure)
    return sorted(
        (
            (kind, sorted(group, key=lambda figure: figure.withdrawn_at is not None))
            for kind, group in groups.items()
        ),
        key=lambda group: (group[1][0].withdrawn_at is not None, _rank(group[1][0]), group[0]),
    )


def _standing(figures: Iterable[F]) -> list[F]:
    return [figure for figure in figures if figure.withdrawn_at is None]


def _newest_first(figures: Iterable[F]) -> list[F]:
    return sorted(figures, key=_newness, reverse=True)


def _rank(figure: Figure) -> int:
    return ORDER.index(figure.kind) if figure.kind in ORDER else len(ORDER)


def _newness(figure: Figure) -> tuple[str, int]:
    return figure.dated, -WEAKNESS[figure.method]


def _strength(figure: Figure) -> tuple[int, str]:
    return -WEAKNESS[figure.method], figure.dated


def _method_words(figure: Figure) -> str:
    return METHOD_WORDS[figure.method]
