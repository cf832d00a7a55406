"""Opening posts whose part of the page begins with the thread's title, and with what leads to it.

There a title is a heading; what members write begins with none that the page bears elsewhere too.
"""

from collections.abc import Sequence
from dataclasses import replace

from alongside.connectors.generic.block import Block
from alongside.connectors.generic.heads import words_of_trails
from alongside.connectors.generic.outline import Outline

_HEADINGS = frozenset({"h1", "h2", "h3"})
_MOST_BEFORE = 12  # texts: the steps of a trail and what parts them
_SHORTEST_TITLE = 5  # letters


def below_titles(page: Outline, blocks: Sequence[Block]) -> list[Block]:
    """The posts, the first without the title of its thread and all that stands above that."""
    if not blocks or blocks[0].since >= 0 or blocks[0].first >= 0:
        return list(blocks)
    opening = blocks[0]
    if (title := _title_in(page, opening)) < 0:
        return list(blocks)
    left_out = opening.left_out | {title}
    return [replace(opening, since=title, left_out=left_out), *blocks[1:]]


def _title_in(page: Outline, opening: Block) -> int:
    """The heading in a body that is the thread's title, with nothing before it but links, marks and
    the time of the post, and something behind it; -1 for none."""
    body = opening.body
    start, end = page.text_from[body], page.text_to[body]
    for element in range(body + 1, page.last[body] + 1):
        if page.text_from[element] > start + _MOST_BEFORE:
            return -1
        if page.tags[element] not in _HEADINGS or page.parents[element] != body:
            continue
        before = range(start, page.text_from[element])
        said = (place for place in before if page.owners[place] != opening.time_at)
        if any(_is_said(page, place) for place in said) or page.text_to[element] == end:
            return -1
        words = page.words(element)
        is_title = len(words) >= _SHORTEST_TITLE and (
            page.title.startswith(words) or words in words_of_trails(page)
        )
        return element if is_title else -1
    return -1


def _is_said(page: Outline, place: int) -> bool:
    """Whether a text is neither a link nor a mark that parts links."""
    return page.links[page.owners[place]] < 0 and any(map(str.isalnum, page.texts[place]))
