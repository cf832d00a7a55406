"""Turns our Markdown into what an engine's interface takes: Markdown, BBCode or HTML.

What is sent must read as what was approved: HTML and BBCode in a reply are only text with us, so
they are kept from becoming more in the forum.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from markdown_it.token import Token

from alongside.connectors.plain_text import MARKDOWN, markdown_to_plain
from alongside.connectors.port import Prepared


class Markup(StrEnum):
    """Which markup an engine takes; the words are those that people know it by."""

    MARKDOWN = "Markdown"  # a line break is kept as one
    STRICT_MARKDOWN = "Markdown (CommonMark)"  # a line break alone would become a blank
    BBCODE = "BBCode"
    HTML = "HTML"


def prepare(text: str, markup: Markup) -> Prepared:
    """The reply as it is sent, and as it reads there."""
    match markup:
        case Markup.BBCODE:
            source = to_bbcode(text)
        case Markup.HTML:
            source = MARKDOWN.render(text)
        case Markup.STRICT_MARKDOWN:
            source = _with_hard_breaks(_without_html(text))
        case Markup.MARKDOWN:
            source = _without_html(text)
    return Prepared(markup=markup.value, source=source, reads_as=markdown_to_plain(text))


def to_bbcode(text: str) -> str:
    """BBCode that reads as the Markdown does. Square brackets that were text stay text."""
    return _bbcode(MARKDOWN.parse(text)).strip("\n")


# A sign that begins an element; an address or a mail address in angle brackets is a link.
_ELEMENT = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])(?![a-z][a-z0-9+.-]+:[^\s<>]*>|[\w.+-]+@[\w.-]+>)")
_CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_TAG = re.compile(r"\[/?[a-zA-Z*][^\[\]\n]*\]")


def _without_html(text: str) -> str:
    """Markdown in which HTML outside of code is written as text."""
    lines = text.split("\n")
    code = _code_lines(text)
    pieces: list[str] = []
    start = 0
    for place in range(len(lines) + 1):
        if place == len(lines) or place in code:
            if start < place:
                pieces.append(_escaped("\n".join(lines[start:place])))
            if place < len(lines):
                pieces.append(lines[place])
            start = place + 1
    return "\n".join(pieces)


def _escaped(text: str) -> str:
    done, pieces = 0, []
    for span in _CODE_SPAN.finditer(text):
        pieces += [_ELEMENT.sub(r"\\<", text[done : span.start()]), span[0]]
        done = span.end()
    return "".join([*pieces, _ELEMENT.sub(r"\\<", text[done:])])


def _code_lines(text: str) -> frozenset[int]:
    return frozenset(
        line
        for token in MARKDOWN.parse(text)
        if token.type in ("fence", "code_block") and token.map is not None
        for line in range(*token.map)
    )


def _with_hard_breaks(text: str) -> str:
    lines = text.split("\n")
    for token in MARKDOWN.parse(text):
        if token.type != "inline" or token.map is None:
            continue
        for line in range(token.map[0], min(token.map[1], len(lines)) - 1):
            if not lines[line].endswith("\\"):
                lines[line] = f"{lines[line].rstrip()}  "
    return "\n".join(lines)


_SIMPLE = {
    "strong_open": "[b]",
    "strong_close": "[/b]",
    "em_open": "[i]",
    "em_close": "[/i]",
    "s_open": "[s]",
    "s_close": "[/s]",
    "heading_open": "[b]",
    "heading_close": "[/b]\n\n",
    "blockquote_open": "[quote]",
    "softbreak": "\n",
    "hardbreak": "\n",
    "hr": "[hr][/hr]\n\n",
}


def _bbcode(tokens: Sequence[Token]) -> str:
    written = ""
    numbers: list[int | None] = []  # of lists; only one that starts at 1 is a list in BBCode
    for token in tokens:
        match token.type:
            case "inline":
                written += _inline(token.children or ())
            case "paragraph_close":
                written += "\n" if token.hidden else "\n\n"
            case "fence" | "code_block":
                written += f"[code]{token.content.rstrip()}[/code]\n\n"
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                numbers.append(None if start == 1 else start)
                written += "[list=1]\n" if start == 1 else ""
            case "bullet_list_open":
                numbers.append(None)
                written += "[list]\n"
            case "list_item_open":
                number = numbers[-1] if numbers else None
                written += "[*]" if number is None else f"{number}. "
            case "list_item_close":
                written = f"{written.rstrip()}\n"
                if numbers and (number := numbers[-1]) is not None:
                    numbers[-1] = number + 1
            case "ordered_list_close":
                written += "[/list]\n\n" if numbers.pop() is None else "\n"
            case "bullet_list_close":
                numbers.pop()
                written += "[/list]\n\n"
            case "blockquote_close":
                written = f"{written.rstrip()}[/quote]\n\n"
            case _:
                written += _SIMPLE.get(token.type, "")
    return written


def _inline(tokens: Sequence[Token]) -> str:
    pieces = []
    for token in tokens:
        match token.type:
            case "text":
                pieces.append(_TAG.sub(lambda found: f"[plain]{found[0]}[/plain]", token.content))
            case "code_inline":
                pieces.append(f"[icode]{token.content}[/icode]")
            case "link_open":
                address = _address(str(token.attrs.get("href", "")))
                pieces.append(f"[url='{address}']")
            case "link_close":
                pieces.append("[/url]")
            case "image":
                address = _address(str(token.attrs.get("src", "")))
                pieces.append(f"[url='{address}']{token.content or address}[/url]")
            case _:
                pieces.append(_SIMPLE.get(token.type, ""))
    return "".join(pieces)


def _address(address: str) -> str:
    """An address that cannot end the tag it stands in."""
    return address.replace("'", "%27").replace("[", "%5B").replace("]", "%5D")
