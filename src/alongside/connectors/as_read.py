"""How a reply reads in a forum, as HTML for a page of ours, and what the forum does not show.

The HTML is written token by token from Markdown whose HTML is only text, so nothing of a reply
becomes an element, nothing is loaded from elsewhere, and links lead to the web or to mail.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from html import escape

from markdown_it.token import Token

from alongside.connectors.bare_addresses import MARKUP as BARE
from alongside.connectors.pictures import words_of
from alongside.connectors.plain_text import MARKDOWN

_WITH_TABLES = type(MARKDOWN)("commonmark", {"html": False}).enable("table")
_LEADS_OUT = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_BRACKETS = re.compile(r"\[/?[a-zA-Z*][^\[\]\n]*\]")


class Feature(StrEnum):
    """What a reply may hold that not every forum shows."""

    HEADING = "heading"
    TABLE = "table"
    PICTURE = "picture"
    STRUCK = "struck"  # words crossed out
    CODE = "code"  # a few words of code within a line
    RULE = "rule"  # a line across
    NUMBERS = "numbers"  # of a list that does not begin with 1
    BRACKETS = "brackets"  # words in square brackets, which BBCode may take for marks of its own
    MARKS = "marks"  # any mark at all


_FEATURES = {
    "heading_open": Feature.HEADING,
    "image": Feature.PICTURE,
    "s_open": Feature.STRUCK,
    "code_inline": Feature.CODE,
    "hr": Feature.RULE,
}
_NO_MARKS = frozenset({"inline", "paragraph_open", "paragraph_close", "text", "softbreak"})
_TAGS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "strong": "strong",
    "em": "em",
    "s": "s",
}


def features_in(text: str) -> frozenset[Feature]:
    """What a reply in Markdown holds of that which not every forum shows."""
    found = set()
    for token in _flat(MARKDOWN.parse(text)):
        if (feature := _FEATURES.get(token.type)) is not None:
            found.add(feature)
        if token.type not in _NO_MARKS and token.markup != BARE:
            found.add(Feature.MARKS)
        if token.type == "ordered_list_open" and int(token.attrs.get("start", 1)) != 1:
            found.add(Feature.NUMBERS)
        if token.type in ("text", "code_inline") and _BRACKETS.search(token.content):
            found.add(Feature.BRACKETS)
    if any(token.type == "table_open" for token in _WITH_TABLES.parse(text)):
        found.add(Feature.TABLE)
    return frozenset(found)


def html_of(text: str, *, without: frozenset[Feature] = frozenset()) -> str:
    """A reply in Markdown as it reads where the forum shows all but `without`."""
    return "".join(_blocks(MARKDOWN.parse(text), without))


def html_of_signs(text: str) -> str:
    """A reply as it reads where its marks are only signs."""
    parts = re.split(r"\n[ \t]*\n+", text.strip())
    lines = ("<br>".join(escape(line) for line in part.split("\n")) for part in parts)
    return "".join(f"<p>{part}</p>" for part in lines)


def _flat(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _blocks(tokens: Sequence[Token], without: frozenset[Feature]) -> Iterator[str]:
    for token in tokens:
        name, _, side = token.type.rpartition("_")
        match token.type:
            case "inline":
                yield from _inline(token.children or (), without)
            case "paragraph_open" | "paragraph_close" if token.hidden:
                pass  # an item of a close list
            case "heading_open":
                yield '<p class="as-read__heading"><strong>'
            case "heading_close":
                yield "</strong></p>"
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                yield f'<ol start="{start}">' if start != 1 else "<ol>"
            case "fence" | "code_block":
                yield f"<pre><code>{escape(token.content.rstrip())}</code></pre>"
            case "hr":
                yield "" if Feature.RULE in without else "<hr>"
            case _ if name in _TAGS:
                yield f"<{'/' if side == 'close' else ''}{_TAGS[name]}>"


def _inline(tokens: Sequence[Token], without: frozenset[Feature]) -> Iterator[str]:
    leads_out: list[bool] = []
    for token in tokens:
        name, _, side = token.type.rpartition("_")
        match token.type:
            case "text":
                yield escape(token.content)
            case "code_inline":
                words = escape(token.content)
                yield words if Feature.CODE in without else f"<code>{words}</code>"
            case "softbreak" | "hardbreak":
                yield "<br>"
            case "link_open":
                address = str(token.attrs.get("href", ""))
                # An address without its site would lead into ours.
                leads_out.append(_LEADS_OUT.match(address) is not None)
                yield _link(address) if leads_out[-1] else ""
            case "link_close":
                yield "</a>" if leads_out.pop() else ""
            case "image":
                yield _picture(token)
            case "s_open" | "s_close" if Feature.STRUCK in without:
                pass
            case _ if name in _TAGS:
                yield f"<{'/' if side == 'close' else ''}{_TAGS[name]}>"


def _picture(token: Token) -> str:
    """The picture's words and address: it is not loaded, for its site would learn who looks."""
    address = str(token.attrs.get("src", ""))
    words = escape(words_of(token) or address)
    return f"{_link(address)}{words}</a>" if _LEADS_OUT.match(address) else words


def _link(address: str) -> str:
    return f'<a class="govuk-link" href="{escape(address)}" rel="external noreferrer nofollow">'
