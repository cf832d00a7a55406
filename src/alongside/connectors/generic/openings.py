"""Where a post may stand that is written otherwise than the others: the question above its answers,
or the only reply below one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from alongside.connectors.generic.block import LEAST_SAID
from alongside.connectors.generic.heads import has_one_time
from alongside.connectors.generic.lone import is_notice
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.rows import Region
from alongside.connectors.generic.weights import Weights

_HEADING = re.compile(r"h[1-6]")
_MOST_LIKELY = 10  # parts looked at
_NEARLY_ALL = 0.97
_FARTHEST_HEAD = 3  # parts between a post's words and what tells who wrote them and when


@dataclass(frozen=True, slots=True)
class Place:
    """A body that may be a post's, the part of the page around it, and what texts tell of it."""

    body: int
    part: int
    region: Region


def places_beside(
    page: Outline, weights: Weights, body: int, *, apart_from: tuple[int, ...], before: bool
) -> Iterator[Place]:
    """Parts before or after a post that may be another one, those that say most first.

    Each tells one time: in itself, or else in a part beside it, where a question's head stands
    apart from its words. None holds any of `apart_from`, which belong to the post that is known.
    """
    if is_notice(page, weights, body):
        return
    levels = _levels_beside(page, body, before=before)
    likely = [
        part
        for part in chain.from_iterable(levels)
        if weights.said(part) >= LEAST_SAID
        and not weights.is_around(part)
        and not _HEADING.fullmatch(page.tags[part])
        and not any(page.contains(part, element) for element in apart_from)
    ]
    likely.sort(key=weights.said, reverse=True)
    whole = [part for part in likely if has_one_time(page, weights, *_texts(page, part))]
    for part in whole[:_MOST_LIKELY]:
        yield _place(page, weights, part, *_texts(page, part))
    if not before:
        return
    for part in likely[:_MOST_LIKELY]:
        parts = next(parts for parts in levels if part in parts)
        for start, end in _told_beside(page, weights, parts, parts.index(part)):
            if not any(start <= page.text_from[element] < end for element in apart_from):
                yield _place(page, weights, part, start, end)


def _levels_beside(page: Outline, body: int, *, before: bool) -> list[list[int]]:
    """The parts beside a body and beside each element around it, in the page's order."""
    levels, around = list[list[int]](), body
    while around > 0:
        parent = page.parents[around]
        beside = (parent + 1, around) if before else (page.last[around] + 1, page.last[parent] + 1)
        levels.append([part for part in range(*beside) if page.parents[part] == parent])
        around = parent
    return levels


def _told_beside(
    page: Outline, weights: Weights, parts: list[int], at: int
) -> Iterator[tuple[int, int]]:
    """The texts of a part together with those before it or behind it, so that they tell one time.

    The nearest first: a name may stand a part farther away than the time.
    """
    if weights.has_time(*_texts(page, parts[at])):
        return
    for farthest in range(1, _FARTHEST_HEAD + 1):
        if farthest <= at:
            before = page.text_from[parts[at - farthest]], page.text_to[parts[at]]
            if has_one_time(page, weights, *before):
                yield before
        if at + farthest < len(parts):
            behind = page.text_from[parts[at]], page.text_to[parts[at + farthest]]
            if has_one_time(page, weights, *behind):
                yield behind


def _texts(page: Outline, part: int) -> tuple[int, int]:
    return page.text_from[part], page.text_to[part]


def _place(page: Outline, weights: Weights, part: int, start: int, end: int) -> Place:
    body = page.innermost(part, least=_NEARLY_ALL * weights.said(part), amount=weights.said)
    return Place(body, part, Region(start, start, end, end))
