"""Posts without an element of their own: heads, paragraphs and rules side by side in one element.

Old pages and small programs write so: a line with name and time, then the words in paragraphs, or
the other way round, and a rule perhaps. What lies between two such lines is put into an element,
so that the rest reads it as any post.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors.dates import DateReader
from alongside.connectors.generic.authors import name_before_time
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.stamps import stamp_in
from alongside.connectors.page import attribute, words_of

_WORDS = frozenset({"p", "ul", "ol", "blockquote", "pre", "dl", "figure"})
_IN_LINES = frozenset(
    {"a", "b", "big", "br", "cite", "code", "em", "font", "i", "img", "kbd", "q", "s", "small"}
    | {"span", "strike", "strong", "sub", "sup", "time", "tt", "u", "-text"}
)
_HEADINGS = frozenset({"h3", "h4", "h5", "h6", "header"})
_HEADS = _IN_LINES | _HEADINGS | {"address", "dd", "div", "dt", "footer", "p"}
_LONGEST_HEAD, _MOST_WORDS_OF_HEAD = 90, 14  # letters; words
# A clock, a year, or a span: days without any are named in sentences.
_IN_FULL = re.compile(r"\d[:.h]\d\d|(?:19|20)\d\d|\bago\b|\bvor\b|\bil y a\b|\bhace\b|前")
_LEAST_SAID = 15
_MOST_CHILDREN, _MOST_PLACES = 4_000, 200
_FEWEST_CHILDREN = 4
_MOST_TEXTS = 100_000  # looked through on one page, however its elements lie in one another


@dataclass(slots=True)
class _Part:
    """A child of the element: what it is written with, and what it says."""

    node: LexborNode
    tag: str
    words: str
    is_head: bool
    linked: int  # letters of its links


def with_sections(
    tree: LexborHTMLParser, outline: Outline, reader: DateReader
) -> LexborHTMLParser | None:
    """The page with an element around each such post; None where it has none."""
    looked_at = 0
    for place in _places(outline):
        looked_at += outline.text_to[place] - outline.text_from[place]
        if looked_at > _MOST_TEXTS:
            break
        parts = _parts(outline.nodes[place], reader)
        sections = _sections(parts, lambda part: _is_lone_head(part, outline, reader))
        if not sections:
            continue
        inside = outline.nodes[place].inner_html or ""
        html = tree.html or ""
        if not inside or html.count(inside) != 1:
            continue
        return LexborHTMLParser(html.replace(inside, _written(parts, sections)))
    return None


def _is_lone_head(part: _Part, outline: Outline, reader: DateReader) -> bool:
    """Whether a head may be that of the only post of a page: a heading that names its author as
    well, and nothing else of the page is written so."""
    if part.tag not in _HEADINGS or not name_before_time(part.words, reader):
        return False
    classes = attribute(part.node, "class")
    alike = (
        tag == part.tag and (outline.attributes[element].get("class") or "") == classes
        for element, tag in enumerate(outline.tags)
    )
    return sum(alike) == 1


def _places(outline: Outline) -> list[int]:
    """The elements that hold much side by side, the fullest first."""
    held: dict[int, int] = defaultdict(int)
    for element, parent in enumerate(outline.parents):
        if parent >= 0 and outline.tags[element] in _WORDS | _HEADS:
            held[parent] += 1
    many = [place for place, number in held.items() if number >= _FEWEST_CHILDREN]
    return sorted(many, key=lambda place: -held[place])[:_MOST_PLACES]


def _parts(node: LexborNode, reader: DateReader) -> list[_Part]:
    """What stands side by side in an element; nothing of one that holds more than posts do."""
    found: list[_Part] = []
    child = node.first_child
    while child is not None:
        if len(found) >= _MOST_CHILDREN:
            return []
        tag = child.tag or ""
        said = child.text(deep=True, separator=" ") if child.is_element_node else child.text_content
        words = " ".join((said or "").split())
        is_head = tag in _HEADS and _tells_a_time(child, words, reader)
        links = child.css("a") if tag in _WORDS else []
        linked = sum(len(words_of(link)) for link in links)
        found.append(_Part(child, tag, words, is_head, linked))
        child = child.next
    return found


def _tells_a_time(node: LexborNode, words: str, reader: DateReader) -> bool:
    """Whether a line tells a post's time, and no more besides than who wrote it: no sentence in
    which a day happens to be named."""
    if not 0 < len(words) <= _LONGEST_HEAD:
        return False
    if node.is_element_node:
        time = node if node.tag == "time" else node.css_first("time[datetime]")
        if time is not None and stamp_in(time.attributes) is not None:
            return True
    return (
        _IN_FULL.search(words) is not None
        and len(words.split()) <= _MOST_WORDS_OF_HEAD
        and not words.removesuffix(".m.").endswith((".", "!", "?", ":"))
        and reader.tells_a_time(words)
    )


def _sections(parts: Sequence[_Part], is_lone: Callable[[_Part], bool]) -> list[range]:
    """The posts, each as the parts that it is made of; none where it may be anything else.

    `is_lone` says of the only head whether it may be one.
    """
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, part in enumerate(parts):
        if part.is_head:
            classes = attribute(part.node, "class") if part.tag != "-text" else ""
            alike[part.tag, classes.rstrip("0123456789")].append(place)
    for heads in sorted(alike.values(), key=len, reverse=True):
        if len(heads) == 1 and not is_lone(parts[heads[0]]):
            continue
        for parted in (_by_rules, _by_heads):
            sections = parted(parts, heads)
            if len(sections) == len(heads) and _are_posts(parts, sections, heads):
                return sections
    return []


def _by_rules(parts: Sequence[_Part], heads: Sequence[int]) -> list[range]:
    """Between two rules each."""
    first, last = _ends(parts, heads)
    rules = [place for place in range(first, last) if parts[place].tag == "hr"]
    if len(rules) < len(heads) - 1:
        return []
    bounds = pairwise([first - 1, *rules, last])
    sections = [range(one + 1, two) for one, two in bounds]
    return [section for section in sections if any(head in section for head in heads)]


def _by_heads(parts: Sequence[_Part], heads: Sequence[int]) -> list[range]:
    """From one head to the next, or from behind one to behind the next."""
    first, last = _ends(parts, heads)
    lines = [_line_around(parts, head, first, last) for head in heads]
    is_above = any(_says(parts[place]) for place in range(first, lines[0].start))
    is_below = any(_says(parts[place]) for place in range(lines[-1].stop, last))
    if is_above == is_below:
        return []
    if is_below:
        starts = [line.start for line in lines]
        return [range(one, two) for one, two in zip(starts, [*starts[1:], last], strict=True)]
    stops = [line.stop for line in lines]
    return [range(one, two) for one, two in zip([first, *stops[:-1]], stops, strict=True)]


def _ends(parts: Sequence[_Part], heads: Sequence[int]) -> tuple[int, int]:
    """From where to where what posts are made of stands around the heads."""
    first, last = heads[0], heads[-1] + 1
    while first > 0 and _may_be_of_post(parts[first - 1]):
        first -= 1
    while last < len(parts) and _may_be_of_post(parts[last]):
        last += 1
    return first, last


def _may_be_of_post(part: _Part) -> bool:
    return part.tag in _WORDS or part.tag in _IN_LINES or part.tag in ("hr", "-comment")


def _line_around(parts: Sequence[_Part], head: int, first: int, last: int) -> range:
    """The line in which a head stands: it alone where it is a block."""
    start, stop = head, head + 1
    if parts[head].tag in _IN_LINES:
        while start > first and parts[start - 1].tag in _IN_LINES - {"br"}:
            start -= 1
        while stop < last and parts[stop].tag in _IN_LINES - {"br"}:
            stop += 1
    return range(start, stop)


def _says(part: _Part) -> bool:
    """Whether a part is something said: no head, and no trail or menu of links."""
    return (
        not part.is_head
        and part.tag in _WORDS | {"-text"}
        and len(part.words) - part.linked >= _LEAST_SAID
    )


def _are_posts(parts: Sequence[_Part], sections: Sequence[range], heads: Sequence[int]) -> bool:
    """Whether each section has one head and says something, with nothing but words in it."""
    return all(
        head in section
        and all(place == head or _may_be_of_post(parts[place]) for place in section)
        and any(_says(parts[place]) for place in section)
        for section, head in zip(sections, heads, strict=True)
    )


def _written(parts: Sequence[_Part], sections: Sequence[range]) -> str:
    pieces = []
    starts = {section.start: section for section in sections}
    place = 0
    while place < len(parts):
        section = starts.get(place)
        if section is None:
            pieces.append(parts[place].node.html or "")
            place += 1
            continue
        pieces += _section(parts, section)
        place = max(section.stop, place + 1)
    return "".join(pieces)


def _section(parts: Sequence[_Part], section: range) -> Iterator[str]:
    """A post in an element of its own, and its words in another."""
    said = [place for place in section if _says(parts[place])]
    yield "<div class=section>"
    for place in section:
        if place == said[0]:
            yield "<div class=words>"
        yield parts[place].node.html or ""
        if place == said[-1]:
            yield "</div>"
    yield "</div>"
