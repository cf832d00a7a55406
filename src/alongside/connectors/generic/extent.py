"""All of a post's words, where they stand in no element of their own.

Then a paragraph is what all posts of a page have, and a list or a quotation
stands beside it, among the head of a post and its buttons.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from alongside.connectors.generic.block import Block
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.weights import Weights

# What members write with.
_PIECES = frozenset({"p", "ul", "ol", "dl", "blockquote", "pre"})


def extended(page: Outline, weights: Weights, blocks: Sequence[Block]) -> list[Block]:
    """The posts, each paragraph that is one with what its member wrote before and behind it."""
    if not any(page.tags[block.body] == "p" for block in blocks):
        return list(blocks)
    marks = sorted(
        mark
        for block in blocks
        for mark in (block.body, block.time_at, block.author_at)
        if mark >= 0
    )
    parts: dict[int, list[int]] = {}  # of what is around a post: looked up once for all in it
    return [_extended(page, weights, block, marks, parts) for block in blocks]


def _extended(
    page: Outline,
    weights: Weights,
    block: Block,
    marks: Sequence[int],
    parts: dict[int, list[int]],
) -> Block:
    if page.tags[block.body] != "p" or block.since >= 0 or weights.apart[block.body]:
        return block
    around = page.parents[block.body]
    if around not in parts:
        parts[around] = list(_parts_of(page, around))
    beside = parts[around]
    at = bisect_left(beside, block.body)
    first = _last_piece(page, (beside[place] for place in range(at - 1, -1, -1)), marks)
    last = _last_piece(page, (beside[place] for place in range(at + 1, len(beside))), marks)
    if first < 0 and last < 0:
        return block
    return replace(
        block,
        first=first if first >= 0 else block.body,
        last=last if last >= 0 else block.body,
    )


def _parts_of(page: Outline, element: int) -> Iterator[int]:
    part, end = element + 1, page.last[element]
    while part <= end:
        yield part
        part = page.last[part] + 1


def _last_piece(page: Outline, elements: Iterable[int], marks: Sequence[int]) -> int:
    """Of elements side by side the last one up to which a member wrote all; -1 for none."""
    found = -1
    for element in elements:
        if page.text_from[element] == page.text_to[element] and page.tags[element] in ("p", "br"):
            continue
        is_marked = bisect_left(marks, element) < bisect_right(marks, page.last[element])
        if is_marked or not _is_piece(page, element):
            break
        found = element
    return found


def _is_piece(page: Outline, element: int) -> bool:
    """Whether an element is one that members write with, and says something that is no link."""
    if page.tags[element] not in _PIECES:
        return False
    if page.attributes[element].get("class") and page.tags[element] != "blockquote":
        return False
    return any(
        page.links[page.owners[place]] < 0 and any(map(str.isalpha, page.texts[place]))
        for place in range(page.text_from[element], page.text_to[element])
    )
