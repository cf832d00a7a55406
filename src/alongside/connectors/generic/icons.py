"""What the picture beside a number says that it counts, where no word does."""

import re

from alongside.connectors.generic.outline import Outline
from alongside.connectors.plain_text import is_icon

_PICTURES = frozenset({"i", "span", "em", "img", "b"})
_MOST = 4  # elements beside a number
_COUNTED = (
    ("views", re.compile(r"(?<![a-z])(?:eye|views?|visib\w+)(?![a-z])", re.IGNORECASE)),
    (
        "replies",
        re.compile(
            r"(?<![a-z])(?:comments?|comment(?:ing|dots)|chats?|repl(?:y|ies)|answers?|messages?"
            r"|bubbles?|speech|forum|conversations?|discussions?)(?![a-z])",
            re.IGNORECASE,
        ),
    ),
    (
        "likes",
        re.compile(
            r"(?<![a-z])(?:thumbs?|likes?|hearts?|votes?|stars?|upvote|caret|triangle|favou?rites?)"
            r"(?![a-z])",
            re.IGNORECASE,
        ),
    ),
)


def counted_by_icon(page: Outline, place: int) -> str:
    """ "views", "replies" or "likes", by the picture right before a text or right behind it; "" for
    no such picture."""
    owner = page.owners[place]
    around = (owner, page.parents[owner])
    before = range(owner + _MOST, max(0, owner - _MOST), -1)
    behind = range(owner + 1, owner + 2 * _MOST)
    for elements, at in ((before, place), (behind, place + 1)):
        for element in elements:
            if (
                element < len(page)
                and page.text_from[element] == page.text_to[element] == at
                and page.tags[element] in _PICTURES
                and page.parents[element] in around
                and (counted := _called(page, element))
            ):
                return counted
    return ""


def _called(page: Outline, element: int) -> str:
    names = page.attributes[element].get("class") or ""
    if is_icon(names):
        names = f"{names} {page.nodes[element].text(deep=True)}"
    return next((what for what, sign in _COUNTED if sign.search(names)), "")
