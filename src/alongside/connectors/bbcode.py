"""Markdown as BBCode, in the dialects that forums know."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from alongside.connectors.as_read import Feature
from alongside.connectors.bare_addresses import MARKUP as BARE
from alongside.connectors.pictures import words_of

_TAG = r"\[/?[a-zA-Z*][^\[\]\n]*\]"
_MAIL = re.compile(r"mailto:([^?]+)", re.IGNORECASE)  # no tag takes more than whom to write to


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one engine's BBCode knows beside bold, italic, links, quotations, code and lists.

    Each is the name of a tag, "" for none. Square brackets that are text need `literal`.
    """

    struck: str = ""
    inline_code: str = ""
    literal: str = ""
    rule: str = ""  # whole
    numbered: str = "[list=1]"
    item: str = "[*]"
    item_end: str = ""
    quotes_addresses: bool = False
    marks: str = ""  # a pattern of signs that are text with us and more with it, beside its tags
    # It puts a card, a film or a page's title in the place of an address, also of one that is
    # marked as a link and shows itself.
    makes_cards: bool = False

    @property
    def lacks(self) -> frozenset[Feature]:
        """What is not shown as we mean it."""
        lacking = {Feature.HEADING, Feature.NUMBERS, Feature.PICTURE}
        if not self.struck:
            lacking.add(Feature.STRUCK)
        if not self.inline_code:
            lacking.add(Feature.CODE)
        if not self.rule:
            lacking.add(Feature.RULE)
        if not self.literal:
            lacking.add(Feature.BRACKETS)
        return frozenset(lacking)


# As XenForo has it. It reads some of Markdown as well, where its owner leaves that on: the marks of
# emphasis and code at the edges of words, and of lists and quotations at the beginning of a line
# (read in its source: `ProcessorAction/Markdown` and `AutoLink`).
FULL = Dialect(
    struck="s",
    inline_code="icode",
    literal="plain",
    rule="[hr][/hr]",
    quotes_addresses=True,
    # Each row of signs is looked at once: "_" is a letter too, and a long row is no edge of a word.
    marks=r"(?<!\w)[*_`]+|(?<![*_`])[*_`]+(?!\w)|^(?:[-+](?=\s)|>)",
    makes_cards=True,
)
# What all have in common; phpBB has no more without its owner's doing.
COMMON = Dialect()
MYBB = Dialect(struck="s", rule="[hr]")
SMF = Dialect(
    struck="s",
    inline_code="tt",
    literal="nobbc",
    rule="[hr]",
    numbered="[list type=decimal]",
    item="[li]",
    item_end="[/li]",
)
VBULLETIN = Dialect(literal="noparse")


def write(tokens: Sequence[Token], dialect: Dialect) -> str:
    """BBCode that reads as the Markdown does, as far as the dialect can."""
    return _blocks(tokens, dialect).strip("\n")


_SIMPLE = {
    "strong_open": "[b]",
    "strong_close": "[/b]",
    "em_open": "[i]",
    "em_close": "[/i]",
    "heading_open": "[b]",
    "heading_close": "[/b]\n\n",
    "blockquote_open": "[quote]",
    "softbreak": "\n",
    "hardbreak": "\n",
}


def _blocks(tokens: Sequence[Token], dialect: Dialect) -> str:
    written = ""
    numbers: list[int | None] = []  # of lists; only one that starts at 1 is a list in BBCode
    for token in tokens:
        match token.type:
            case "inline":
                written += _inline(token.children or (), dialect)
            case "paragraph_close":
                written += "\n" if token.hidden else "\n\n"
            case "fence" | "code_block":
                written += f"[code]{token.content.rstrip()}[/code]\n\n"
            case "ordered_list_open":
                start = int(token.attrs.get("start", 1))
                numbers.append(None if start == 1 else start)
                written += f"{dialect.numbered}\n" if start == 1 else ""
            case "bullet_list_open":
                numbers.append(None)
                written += "[list]\n"
            case "list_item_open":
                number = numbers[-1] if numbers else None
                written += dialect.item if number is None else f"{number}. "
            case "list_item_close":
                number = numbers[-1] if numbers else None
                end = dialect.item_end if number is None else ""
                written = f"{written.rstrip()}{end}\n"
                if number is not None:
                    numbers[-1] = number + 1
            case "ordered_list_close":
                written += "[/list]\n\n" if numbers.pop() is None else "\n"
            case "bullet_list_close":
                numbers.pop()
                written += "[/list]\n\n"
            case "blockquote_close":
                written = f"{written.rstrip()}[/quote]\n\n"
            case "hr":
                written += f"{dialect.rule}\n\n" if dialect.rule else ""
            case _:
                written += _SIMPLE.get(token.type, "")
    return written


def _inline(tokens: Sequence[Token], dialect: Dialect) -> str:
    pieces = []
    leads_to = ""  # where the link leads that stands open
    for token in tokens:
        match token.type:
            case "text":
                pieces.append(_text(token.content, dialect, leads_to=leads_to))
            case "code_inline" if dialect.inline_code:
                pieces.append(f"[{dialect.inline_code}]{token.content}[/{dialect.inline_code}]")
            case "code_inline":
                pieces.append(_text(token.content, dialect))
            case "s_open" if dialect.struck:
                pieces.append(f"[{dialect.struck}]")
            case "s_close" if dialect.struck:
                pieces.append(f"[/{dialect.struck}]")
            case "link_open" | "link_close" if token.markup == BARE and not dialect.makes_cards:
                pass
            case "link_open":
                leads_to = str(token.attrs.get("href", ""))
                pieces.append(_opening(leads_to, dialect))
            case "link_close":
                pieces.append(_closing(leads_to))
                leads_to = ""
            case "image":
                address = str(token.attrs.get("src", ""))
                words = _text(words_of(token) or address, dialect, leads_to=address)
                pieces.append(f"{_opening(address, dialect)}{words}{_closing(address)}")
            case _:
                pieces.append(_SIMPLE.get(token.type, ""))
    return "".join(pieces)


def _text(words: str, dialect: Dialect, *, leads_to: str = "") -> str:
    """Words in which signs stay signs, where the dialect can say so."""
    if not (name := dialect.literal):
        return words
    if dialect.makes_cards and words and words == leads_to:
        return f"[{name}]{words}[/{name}]"
    signs = f"{_TAG}|{dialect.marks}" if dialect.marks else _TAG
    return re.sub(signs, lambda found: f"[{name}]{found[0]}[/{name}]", words)


def _opening(address: str, dialect: Dialect) -> str:
    """The opening tag of a link, which the address cannot end."""
    address = address.replace("'", "%27").replace("[", "%5B").replace("]", "%5D")
    mail = _MAIL.match(address)
    name, target = ("email", mail[1]) if mail else ("url", address)
    return f"[{name}='{target}']" if dialect.quotes_addresses else f"[{name}={target}]"


def _closing(address: str) -> str:
    return "[/email]" if _MAIL.match(address) else "[/url]"
