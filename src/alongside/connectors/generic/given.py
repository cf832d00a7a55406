"""Words that a page hands to its script, which puts them where they belong as they are.

Then an element is empty for a reader without JavaScript, and all that it would show stands in one
of its attributes, as a string that needs no script to be read.
"""

import json

from alongside.connectors.page import Page, attribute, words_of
from alongside.connectors.plain_text import tree_of

_GIVEN = ("x-html", "v-html")
_MOST = 2_000


def put_in_place(page: Page) -> None:
    """Puts such words into the page's tree. Raises Unreadable for what is nested too deep."""
    if not page.held("-html="):  # in any of their names
        return
    for name in _GIVEN:
        for node in page.tree.css(f"[{name}]")[:_MOST]:
            html = _string_in(attribute(node, name))
            if html and not words_of(node) and (inner := tree_of(html).body) is not None:
                node.inner_html = inner.inner_html or ""


def _string_in(value: str) -> str:
    """What a value says that is a string and nothing else; "" for what a script must work out."""
    if value[:1] != '"' or value[-1:] != '"':
        return ""
    try:
        said = json.loads(value)
    except ValueError:
        return ""
    return said if isinstance(said, str) else ""
