"""What boards are called, by the links to them and by what stands in their rows."""

import re
from collections.abc import Sequence

from alongside.connectors.generic.marks import heading_within
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.rows import Region

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "strong", "b"})
_APART = frozenset({"div", "p", "small"})
_FEWEST = 2
_COUNT = re.compile(r"\(?\d[\d.,]*[kKmM]?\)?")


def names_of_boards(outline: Outline, links: Sequence[int], regions: Sequence[Region]) -> list[str]:
    """What boards are called; where all links say "Details", what stands first in each row."""
    names = [name_of_board(outline, link) for link in links]
    if len(set(names)) > 1 or len(names) < _FEWEST:
        return names
    first = [outline.texts[region.start] for region in regions if region.start < region.end]
    return first if len(first) == len(set(first)) == len(names) else names


def name_of_board(outline: Outline, link: int) -> str:
    """What a board is called: the heading within a link around all that is said of it."""
    heading = heading_within(outline, link, _HEADINGS)
    if heading != link:
        return outline.words(heading)
    return _before_description(outline, link) or _before_count(outline, link)


def _before_count(outline: Outline, link: int) -> str:
    """All that a link says, but for a number that follows in an element of its own: how many
    threads there are."""
    start, end = outline.text_from[link], outline.text_to[link]
    is_counted = end - start > 1 and outline.owners[end - 1] != outline.owners[start]
    if is_counted and _COUNT.fullmatch(outline.texts[end - 1]):
        end -= 1
    return " ".join(outline.texts[start:end])


def _before_description(outline: Outline, link: int) -> str:
    """A board's name where what is said of it follows in the same link, in one element that has a
    manner of its own; "" where all is name."""
    start, end = outline.text_from[link], outline.text_to[link]
    if end - start < 2 or outline.owners[start] != link:
        return ""
    rest = outline.owners[start + 1]
    if outline.parents[rest] != link or outline.text_to[rest] != end:
        return ""
    is_apart = outline.tags[rest] in _APART or bool(outline.attributes[rest].get("class"))
    return outline.texts[start] if is_apart else ""
