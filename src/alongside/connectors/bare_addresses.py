"""Web addresses that stand in a reply as they are, with no mark around them.

Forums make links of them, and some make more: where an address stands alone, Discourse, NodeBB and
XenForo put a card with the page's title and first words in its place, or the title for the
address. Then what stands there is not what was approved. An address that is marked as one is left
alone (read in their sources: `markup === "linkify"` in Discourse, `filterString` in XenForo).
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

MARKUP = "linkify"  # markdown-it's own word for a link that nobody marked

_ADDRESS = re.compile(
    r"(?<![\w@/.])(?:https?://|www\.(?=\w))[^\s<>\"'`\[\]{}|\\^\u2018-\u201f]+", re.IGNORECASE
)
_BEGINNING = re.compile(r"https?://|www\.", re.IGNORECASE)  # a mark may stand before it
# Signs that end a sentence, or are marks around the address, and no part of it.
_TRAILING = ".,;:!?*_~…"
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:")


def parts_of(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a web address."""
    done = 0
    for found in _ADDRESS.finditer(text):
        address = _without_trailing(found[0])
        if address.endswith("//"):
            continue
        if found.start() > done:
            yield text[done : found.start()], False
        yield address, True
        done = found.start() + len(address)
    if done < len(text):
        yield text[done:], False


def as_links(markdown: MarkdownIt) -> None:
    """A plug-in: bare addresses become links, as in every forum that is posted to."""
    markdown.core.ruler.push("bare_addresses", _link_all)


def in_angles(markdown: str) -> str:
    """Markdown outside of code with bare addresses in angle brackets: links that are only links."""
    return "\n".join(
        line if _DEFINITION.match(line) else "".join(_angled(line)) for line in markdown.split("\n")
    )


def _angled(line: str) -> Iterator[str]:
    before = ""
    for part, is_address in parts_of(line):
        # Behind these signs it is the target or the name of a link that is marked already.
        is_marked = before.endswith(("](", "[", "<", "\\"))
        if not is_address or is_marked:
            yield part
        elif _leads_to(part) == part:
            yield f"<{part}>"
        else:
            yield f"[{part}]({_leads_to(part)})"
        before = part


def _leads_to(address: str) -> str:
    """Where forums lead from an address: without its scheme, they take http."""
    return address if "://" in address else f"http://{address}"


def _without_trailing(address: str) -> str:
    while address:
        is_unopened = address[-1] == ")" and address.count(")") > address.count("(")
        if address[-1] not in _TRAILING and not is_unopened:
            break
        address = address[:-1]
    return address


def _link_all(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children and _BEGINNING.search(token.content):
            token.children = list(_linked(token.children))


def _linked(tokens: list[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        links += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type != "text" or links:
            yield token
            continue
        for part, is_address in parts_of(token.content):
            text = Token("text", "", 0, content=part, level=token.level)
            if not is_address:
                yield text
                continue
            yield Token(
                "link_open", "a", 1, attrs={"href": _leads_to(part)}, markup=MARKUP, info="auto"
            )
            yield text
            yield Token("link_close", "a", -1, markup=MARKUP, info="auto")
