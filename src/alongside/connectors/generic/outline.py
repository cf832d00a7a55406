"""A page of unknown make as flat lists: one walk, after which everything is arithmetic.

Elements are numbered in the order in which they open, so the elements within element `i` are
`i + 1` to `last[i]`; the pieces of text within it are `text_from[i]` up to `text_to[i]`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors.plain_text import is_icon
from alongside.connectors.port import Unreadable

# No forum's page is a tenth as long.
MOST_NODES = 120_000

NEVER_READ = frozenset(
    {
        "script", "style", "template", "textarea", "select", "button", "svg", "iframe", "head",
        "nav", "datalist", "object", "canvas", "option", "math", "audio", "video",
    }
)  # fmt: skip
_LONGEST_CLASS = 400
# What opens over a page when it is asked for. Where a tag was left open, all may stand in one.
_DIALOGS = frozenset({"dialog", "alertdialog"})
# What a script makes rows of; to whoever runs none it is no row.
_PATTERNS = frozenset({"v-for", "x-for", "ng-repeat", "data-ng-repeat", "*ngfor", ":for"})
_MOST_OF_DIALOG = 0.3  # of the page's words
_MOST_LEFT_OPEN = 3
_FIGURES = re.compile(r"\d+")
# What tells one row from the next, or what state its thread is in: like elements bear it or not.
_OF_ONE_ROW = re.compile(
    r"(?<!\S)(?:(?:\S{1,40}(?:[-_]|(?-i:(?<=[a-z])(?=[A-Z]))))?"
    r"(?:odd|even|alt|first|last|sticky|pinned|closed|lock(?:ed)?|highlight(?:ed)?|unread|new|hot"
    r"|solved)|(?:state|status)[-_]{1,2}[\w-]{1,40})(?!\S)",
    re.IGNORECASE,
)
_AWAY = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# The columns of a grid differ by their widths alone: "span3" holds the author, "span7" the words.
_COLUMN = re.compile(
    r"(?:span|grid|col|columns?|small|medium|large|(?:col|cell|unit)-(?:xs|sm|md|lg|xl|xxl))"
    r"[-_]?\d{1,2}",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Outline:
    nodes: list[LexborNode] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    attributes: list[dict[str, str | None]] = field(default_factory=list)
    links: list[int] = field(default_factory=list)  # the link around an element, or -1
    text_from: list[int] = field(default_factory=list)
    text_to: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)  # the element in which a text stands
    title: str = ""  # the page's title, which stands in none of its texts
    paths: dict[tuple[int, int], str] = field(default_factory=dict)  # made when asked for
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # by tag and classes
    # Answers that were taken out of what they stand in, and each element's `last` before that.
    nested: list[int] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    menus: list[LexborNode] = field(default_factory=list)  # never read; a trail may stand in one

    def __len__(self) -> int:
        return len(self.tags)

    def words(self, element: int) -> str:
        """All words within an element, in one line."""
        return " ".join(self.texts[self.text_from[element] : self.text_to[element]])

    def path(self, element: int, depth: int = 3) -> str:
        """An element's tag and classes, and those of what it stands in, as all its like bear."""
        path = self.paths.get((element, depth))
        if path is None:
            path, parent = self._name(element), self.parents[element]
            if depth > 1 and parent >= 0:
                path = f"{path}>{self.path(parent, depth - 1)}"
            self.paths[element, depth] = path
        return path

    def _name(self, element: int) -> str:
        tag, classes = self.tags[element], self.attributes[element].get("class") or ""
        name = self.names.get((tag, classes))
        if name is None:
            name = f"{tag}.{_kind_of_class(classes[:_LONGEST_CLASS])}"
            self.names[tag, classes] = name
        return name

    def heading_at(self) -> int:
        """The only heading of the first rank, if the page's title says the same; -1 for none.

        Above it stand notices and menus; among many posts it may be the site's name.
        """
        headings = [element for element, tag in enumerate(self.tags) if tag == "h1"]
        if len(headings) != 1 or self.text_from[headings[0]] == self.text_to[headings[0]]:
            return -1
        return headings[0] if self.texts[self.text_from[headings[0]]] in self.title else -1

    def heading(self) -> str:
        """The words of that heading, "" for none."""
        return self.words(at) if (at := self.heading_at()) >= 0 else ""

    def innermost(self, element: int, *, least: float, amount: Callable[[int], float]) -> int:
        """The innermost element within one that holds at least so much of something."""
        inner = element + 1
        while inner <= self.last[element]:
            if amount(inner) >= least:
                element = inner
                inner += 1
            else:
                inner = self.last[inner] + 1
        return element

    def taken_out_of(self, element: int) -> list[int]:
        """The answers that stand in an element of the page, and no longer in the outline's."""
        return [one for one in self.nested if element < one <= self.whole[element]]

    def contains(self, outer: int, inner: int) -> bool:
        return outer <= inner <= self.last[outer]


def _kind_of_class(classes: str) -> str:
    """Without figures other than the widths of columns, the stripes of rows, and the states of
    threads."""
    return " ".join(
        name if _COLUMN.fullmatch(name) else _FIGURES.sub("#", name)
        for name in _OF_ONE_ROW.sub("", classes).split()
    )


def outline_of(tree: LexborHTMLParser) -> Outline:
    """The page's visible elements and texts.

    Raises Unreadable for more of them than a page of a forum has: cut short, it would be taken
    for a short thread.
    """
    head = tree.css_first("head title")
    page = Outline(title=" ".join((head.text() if head is not None else "").split()))
    body = tree.body
    if body is None:
        return page
    seen = left_open = whole = 0
    # (node, parent's number), or (None, number) where an element ends.
    stack: list[tuple[LexborNode | None, int]] = [(body, -1)]
    while stack:
        node, parent = stack.pop()
        if node is None:
            page.last[parent] = len(page.tags) - 1
            page.text_to[parent] = len(page.texts)
            continue
        seen += 1
        if seen > MOST_NODES:
            raise Unreadable("The page is longer than any forum's page.")
        if node.is_text_node:
            words = " ".join((node.text_content or "").split())
            if words:
                page.texts.append(words)
                page.owners.append(parent)
            continue
        if not node.is_element_node:
            continue
        tag = node.tag or ""
        if tag in NEVER_READ:
            if tag == "nav":
                page.menus.append(node)
            continue
        attributes = node.attributes
        if "hidden" in attributes or _AWAY.search(attributes.get("style") or ""):
            continue
        if attributes and not _PATTERNS.isdisjoint(attributes):
            continue
        if left_open < _MOST_LEFT_OPEN and (tag == "dialog" or attributes.get("role") in _DIALOGS):
            whole = whole or _length(body)
            if _length(node) <= _MOST_OF_DIALOG * whole:
                continue
            left_open += 1
        number = len(page.tags)
        page.nodes.append(node)
        page.tags.append(tag)
        page.parents.append(parent)
        page.attributes.append(attributes)
        page.links.append(number if tag == "a" else page.links[parent] if parent >= 0 else -1)
        page.last.append(number)
        page.text_from.append(len(page.texts))
        page.text_to.append(len(page.texts))
        stack.append((None, number))
        if is_icon(attributes.get("class")):
            continue
        child = node.last_child
        while child is not None:
            stack.append((child, number))
            child = child.prev
    return page


def _length(node: LexborNode) -> int:
    return len(node.text(deep=True))
