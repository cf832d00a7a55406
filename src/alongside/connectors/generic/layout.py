"""What was learnt of how a forum writes its threads, to read its next page as fast as a known one.

A layout holds selectors and nothing of a post or a member. It is kept only if it reads the page
that it was learnt from exactly as the structure does, post by post, and used only on pages on
which everything it expects is there once for each post; any other page is read by its structure.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors.dates import DateReader
from alongside.connectors.day_orders import has_open_date
from alongside.connectors.generic.authors import NAMED_IN, name_in
from alongside.connectors.generic.block import Block
from alongside.connectors.generic.identity import plain_name
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.stamps import moment_in_attributes, stamp_in
from alongside.connectors.page import Page, attribute, words_of
from alongside.connectors.pages import Moment
from alongside.connectors.port import Post
from alongside.connectors.times import exact

_MOST_STEPS = 12
_PLAIN_TAG = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """Selectors of a forum's posts; names stand in attributes so many steps above a body.

    `authors` or `author_held` is there, `links` is "" where a post's address is made of its name.
    """

    bodies: str
    times: str
    authors: str
    author_held: "Held | None"
    links: str
    name_held: "Held"


@dataclass(frozen=True, slots=True)
class Held:
    """An attribute of an element `steps` above a post's body."""

    attribute: str
    steps: int

    def of(self, body: LexborNode) -> str:
        holder: LexborNode | None = body
        for _ in range(self.steps):
            holder = holder.parent if holder is not None else None
        return attribute(holder, self.attribute)


Words = Callable[[LexborNode], str]


def learn(
    page: Page, outline: Outline, blocks: Sequence[Block], posts: Sequence[Post]
) -> Layout | None:
    """The layout by which these blocks can be found again; None where there is no simple one."""
    # A lone question may be written otherwise than the answers that other questions have.
    if len(blocks) < 2 or len(blocks) != len(posts):
        return None
    if any(block.left_out or block.time_at < 0 for block in blocks):
        return None
    tree = page.tree
    bodies = _selector(outline, [block.body for block in blocks], tree)
    times = _selector(outline, [block.time_at for block in blocks], tree)
    name_held = _held(outline, blocks, ("id", "data-post-id", "data-id"), _is_name)
    if not (bodies and times and name_held):
        return None
    authors, author_held = "", None
    if all(block.author_at >= 0 for block in blocks):
        authors = _selector(outline, [block.author_at for block in blocks], tree)
    else:
        names = [post.author for post in posts]
        author_held = _held(outline, blocks, NAMED_IN, lambda values: values == names)
    if not (authors or author_held):
        return None
    links = ""
    if not all(post.address.startswith(f"{_here(page)}#") for post in posts):
        places = _links_to(page, outline, blocks, posts)
        links = _selector(outline, places, tree) if places else ""
        if not links:
            return None
    return Layout(bodies, times, authors, author_held, links, name_held)


def posts_by(
    layout: Layout, page: Page, reader: Callable[[], DateReader], words: Words
) -> list[Post] | None:
    """A page's posts by a layout; None where the page is not quite as the layout expects.

    `reader` makes what reads dates as people write them: few pages need it.
    """
    tree, here = page.tree, _here(page)
    bodies, times = tree.css(layout.bodies), tree.css(layout.times)
    authors = tree.css(layout.authors) if layout.authors else bodies
    links = tree.css(layout.links) if layout.links else bodies
    if not bodies or not len(bodies) == len(times) == len(authors) == len(links):
        return None
    posts = []
    for body, time, author, link in zip(bodies, times, authors, links, strict=True):
        told = time.attrs.get("datetime")  # mostly there, and found without asking for all
        moment = (exact(told) if told else None) or _moment_told(time, reader())
        name = layout.name_held.of(body)
        held = layout.author_held
        called = held.of(body) if held is not None else words_of(author)
        address = page.address(link.attrs.get("href")) if layout.links else f"{here}#{name}"
        text = words(body)
        if moment is None or not (name and called and text and address):
            return None
        posts.append(
            Post(
                external_id=plain_name(name),
                address=address,
                author=name_in(called),
                posted_at=moment.at,
                text=text,
                precision=moment.precision,
            )
        )
    if len({post.external_id for post in posts}) != len(posts):
        return None
    # A question shown again on top is for the structure to tell.
    if len({(post.author, post.posted_at) for post in posts}) == len(posts):
        return posts
    said = {(post.author, post.posted_at, post.text) for post in posts}
    return posts if len(said) == len(posts) else None


def _moment_told(time: LexborNode, reader: DateReader) -> Moment | None:
    """The time that an element tells programs, or else people; None also for a date of which only
    the whole page can tell the day from the month."""
    if (stamp := stamp_in(time.attributes)) is not None:
        return stamp
    shown = " ".join(time.text(deep=True, separator=" ").split())
    told = moment_in_attributes(time.attributes, shown, reader)
    return told or (None if has_open_date(shown) else reader.find(shown))


def _here(page: Page) -> str:
    return page.address(page.url).split("#")[0]


def _selector(outline: Outline, elements: Sequence[int], tree: LexborHTMLParser) -> str:
    """A selector that finds these elements of the page and no others, "" for none."""
    wanted = [outline.nodes[element].mem_id for element in elements]
    chain, around = "", list(elements)
    for _ in range(3):
        part = _part(outline, around)
        if not part:
            return ""
        chain = f"{part} > {chain}" if chain else part
        if "." in chain and [node.mem_id for node in tree.css(chain)] == wanted:
            return chain
        around = [outline.parents[element] for element in around]
        if min(around) < 0:
            return ""
    return ""


def _part(outline: Outline, elements: Sequence[int]) -> str:
    """What these elements have in common: their tag, and classes of letters alone."""
    tags = {outline.tags[element] for element in elements}
    if len(tags) != 1 or _PLAIN_TAG.fullmatch(min(tags)) is None:  # no selector names `<o:p>`
        return ""
    shared: set[str] | None = None
    for element in elements:
        classes = set((outline.attributes[element].get("class") or "").split())
        shared = classes if shared is None else shared & classes
    plain = sorted(
        name
        for name in shared or ()
        if name.isascii() and name.replace("-", "").replace("_", "").isalpha()
    )
    return tags.pop() + "".join(f".{name}" for name in plain[:4])


def _held(
    outline: Outline,
    blocks: Sequence[Block],
    attributes: Sequence[str],
    fits: Callable[[list[str]], bool],
) -> Held | None:
    """The attribute above the bodies whose values fit, the nearest first."""
    holders = [block.body for block in blocks]
    for steps in range(_MOST_STEPS):
        for name in attributes:
            if fits([outline.attributes[holder].get(name) or "" for holder in holders]):
                return Held(name, steps)
        holders = [outline.parents[holder] for holder in holders]
        if min(holders) < 0:
            break
    return None


def _is_name(values: list[str]) -> bool:
    return len(set(values)) == len(values) and all(any(map(str.isdigit, one)) for one in values)


def _links_to(
    page: Page, outline: Outline, blocks: Sequence[Block], posts: Sequence[Post]
) -> list[int]:
    """In each post the first link to its own address; none if one has none."""
    found = []
    for block, post in zip(blocks, posts, strict=True):
        within = range(block.container, outline.last[block.container] + 1)
        place = next(
            (
                element
                for element in within
                if outline.tags[element] == "a"
                and page.address(outline.attributes[element].get("href")) == post.address
            ),
            None,
        )
        if place is None:
            return []
        found.append(place)
    return found
