"""Turns our Markdown into what a forum takes: Markdown, BBCode, HTML, or the signs as typed.

What is sent must read as what was approved: HTML and BBCode in a reply are only text with us, so
they are kept from becoming more in the forum.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markdown_it.token import Token

from alongside.connectors import bbcode
from alongside.connectors.as_read import Feature, features_in, html_of, html_of_signs
from alongside.connectors.bare_addresses import in_angles
from alongside.connectors.bbcode import Dialect
from alongside.connectors.flavours import Flavour, guard, read_alike, write
from alongside.connectors.plain_text import MARKDOWN, markdown_to_plain
from alongside.connectors.port import Prepared


class Markup(StrEnum):
    """Which markup a place takes; the words are those that people know it by."""

    MARKDOWN = "Markdown"  # a line break is kept as one
    STRICT_MARKDOWN = "Markdown (CommonMark)"  # a line break alone would become a blank
    MARKDOWN_ONLY = "Markdown (no HTML)"  # HTML is text there as it is with us
    BBCODE = "BBCode"
    HTML = "HTML"
    AS_TYPED = "plain text"  # it is not known which marks are understood, or none is


@dataclass(frozen=True, slots=True)
class Style:
    """How one place writes: its markup and, of BBCode, what it knows of it.

    `marks_addresses`: in Markdown, it makes something else of a bare address than a link to it (a
    card, a title, a link that takes the full stop along). `knows_bbcode`: beside Markdown or HTML
    it reads BBCode, which with us is text. `counts_anew`: every numbered list begins with 1 there.
    `flavour`: of Markdown, what it makes of signs, where that was read in its source.
    """

    markup: Markup
    dialect: Dialect = bbcode.FULL
    marks_addresses: bool = False
    knows_bbcode: bool = False
    counts_anew: bool = False
    flavour: Flavour | None = None

    @property
    def lacks(self) -> frozenset[Feature]:
        """What is not shown there as we mean it. No forum shows a table for certain."""
        match self.markup:
            case Markup.BBCODE:
                return self.dialect.lacks | {Feature.TABLE}
            case Markup.AS_TYPED:
                return frozenset({Feature.MARKS, Feature.TABLE})
            case _:
                return frozenset({Feature.TABLE})


def prepare(text: str, style: Style | Markup) -> Prepared:
    """The reply as it is sent, and as it reads there."""
    style = style if isinstance(style, Style) else Style(style)
    match style.markup:
        case Markup.BBCODE:
            source = bbcode.write(MARKDOWN.parse(text), style.dialect)
        case Markup.HTML:
            source = _html(text, counts_anew=style.counts_anew)
            source = _without_bbcode(source) if style.knows_bbcode else source
        case Markup.MARKDOWN | Markup.STRICT_MARKDOWN if source := _in_flavour(text, style):
            pass
        case Markup.STRICT_MARKDOWN:
            source = _with_hard_breaks(_guarded(_without_html(text), style))
        case Markup.MARKDOWN:
            source = _guarded(_without_html(text), style)
        case Markup.MARKDOWN_ONLY:
            source = _guarded(text, style)
        case Markup.AS_TYPED:
            source = text
    as_typed = style.markup is Markup.AS_TYPED
    return Prepared(
        markup=style.markup.value,
        source=source,
        reads_as=text.strip() if as_typed else markdown_to_plain(text),
        html=html_of_signs(text) if as_typed else html_of(text, without=style.lacks),
        not_shown=tuple(
            sorted(feature.value for feature in features_in(text) if feature in style.lacks)
        ),
    )


def _in_flavour(text: str, style: Style) -> str:
    return write(text, style.flavour) if style.flavour is not None else ""


def to_bbcode(text: str) -> str:
    """BBCode that reads as the Markdown does. Square brackets that were text stay text."""
    return bbcode.write(MARKDOWN.parse(text), bbcode.FULL)


# A sign that begins an element; an address or a mail address in angle brackets is a link.
_ELEMENT = re.compile(r"(?<!\\)<(?=[A-Za-z/!?])(?![a-z][a-z0-9+.-]+:[^\s<>]*>|[\w.+-]+@[\w.-]+>)")
_CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_BRACKETED = re.compile(r"\[(?=/?[a-zA-Z*][^\[\]\n]*\])")
# The tags of forums' BBCode that stand alone, or with what follows "=".
_BBCODE = re.compile(
    r"(?<!\\)\[(/?(?:b|i|u|s|url|img|email|quote|code|icode|pre|list|li|ul|ol|hr|spoiler|ispoiler|color|"
    r"colour|bgcolor|size|font|center|left|right|justify|align|indent|del|ins|sub|sup|table|tr|td|"
    r"th|h[1-6]|heading|attachment|video|audio|youtube|media|embed|details|poll|wrap|date|chat|"
    r"user|plain|noparse|float|\*)(?:[= ][^\[\]\n]*)?)\](?![(\[:])",
    re.IGNORECASE,
)


def _without_html(text: str) -> str:
    """Markdown in which HTML outside of code is written as text."""
    return _outside_code(text, lambda words: _ELEMENT.sub(r"\\<", words))


def _html(text: str, *, counts_anew: bool) -> str:
    tokens = MARKDOWN.parse(text)
    if counts_anew:
        tokens = list(_with_numbers_in_words(tokens))
    html: str = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return html


def _with_numbers_in_words(tokens: Sequence[Token]) -> Iterator[Token]:
    """Lists that do not begin with 1 as paragraphs that begin with their numbers."""
    numbers: list[int | None] = []  # of the lists that stand open; None for one that stays a list
    said = ""
    for token in tokens:
        if said and token.type not in _SAYING:
            # It begins with a block that cannot say a number, or holds nothing.
            yield from _paragraph(said.rstrip())
            said = ""
        if token.type in ("ordered_list_open", "bullet_list_open"):
            start = int(token.attrs.get("start", 1))
            numbers.append(start if start != 1 else None)
        number = numbers[-1] if numbers else None
        counted = number is not None
        if token.type in ("ordered_list_close", "bullet_list_close"):
            numbers.pop()
        elif token.type == "list_item_open" and number is not None:
            said, numbers[-1] = f"{number}. ", number + 1
        elif token.type == "inline" and said:
            token.children = [Token("text", "", 0, content=said), *(token.children or ())]
            said = ""
        if not (counted and token.type.startswith(("ordered_list_", "list_item_"))):
            token.hidden = token.hidden and not counted
            yield token


_SAYING = frozenset({"paragraph_open", "heading_open", "inline"})


def _paragraph(words: str) -> Iterator[Token]:
    yield Token("paragraph_open", "p", 1, block=True)
    yield Token("inline", "", 0, children=[Token("text", "", 0, content=words)])
    yield Token("paragraph_close", "p", -1, block=True)


def _without_bbcode(html: str) -> str:
    """HTML in which no tag of BBCode stands whole in one piece of text."""
    pieces = re.split(r"(<[^>]*>)", html)  # every second one is an element's tag
    pieces[::2] = [_BRACKETED.sub("<span>[</span>", words) for words in pieces[::2]]
    return "".join(pieces)


def _guarded(text: str, style: Style) -> str:
    """Markdown that keeps its meaning in this place. A change by which it would read otherwise is
    not made."""
    if style.flavour is not None:
        text = _kept_text(text, style.flavour)
    changes: list[Callable[[str], str]] = []
    if style.marks_addresses:
        changes.append(in_angles)
    if style.knows_bbcode:
        changes.append(lambda words: _BBCODE.sub(r"\\[\1\\]", words))
    for change in changes:
        changed = _outside_code(text, change)
        if markdown_to_plain(changed) == markdown_to_plain(text):
            text = changed
    return text


def _kept_text(text: str, flavour: Flavour) -> str:
    """Markdown as it was typed, with signs kept text that would be more in this flavour."""
    as_known = _outside_code(text, lambda words: guard(words, flavour, parts=False))
    if not read_alike(as_known, text):
        return text
    return _outside_code(text, lambda words: guard(words, flavour))


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    code = _code_lines(text)
    # No code goes on from one paragraph into the next.
    ends = {
        token.map[0]: token.map[1]
        for token in MARKDOWN.parse(text)
        if token.type == "inline" and token.map is not None
    }
    pieces: list[str] = []
    place = 0
    while place < len(lines):
        end = min(ends.get(place, place + 1), len(lines))
        words = "\n".join(lines[place:end])
        pieces.append(words if place in code else _outside_spans(words, change))
        place = end
    return "\n".join(pieces)


def _outside_spans(text: str, change: Callable[[str], str]) -> str:
    done, pieces = 0, []
    for span in _CODE_SPAN.finditer(text):
        pieces += [change(text[done : span.start()]), span[0]]
        done = span.end()
    return "".join([*pieces, change(text[done:])])


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
        in_code = set(_lines_broken_in_code(token.content))
        for place, line in enumerate(range(token.map[0], min(token.map[1], len(lines)) - 1)):
            if place not in in_code and not lines[line].endswith("\\"):
                lines[line] = f"{lines[line].rstrip()}  "
    return "\n".join(lines)


def _lines_broken_in_code(text: str) -> Iterator[int]:
    """Which lines of a paragraph end within a few words of code: a blank there is one of theirs."""
    for span in _CODE_SPAN.finditer(text):
        first = text.count("\n", 0, span.start())
        yield from range(first, first + span[0].count("\n"))
