"""The fast way to the plain text of most posts: paragraphs, line breaks, emphasis, links."""

import html as html_module
import re
from collections.abc import Container, Iterable

from selectolax.lexbor import LexborNode

# As the parser writes it again: lower case, every value in quotation marks and none of these in it,
# and in text no other references than five.
_ATTRIBUTES = r'(?: [^\s"=<>]+="[^"<]*")*'
_BLOCKS = "p|div|h[1-6]"
_INLINE = "a|abbr|b|big|cite|code|del|em|font|i|ins|s|small|span|strike|strong|sub|sup|u"
_NOT_BARE = re.compile(r"<(?!/?(?:p|b|i|em|strong|u)>|br>)")
_NOT_SIMPLE = re.compile(rf"<(?!br>|/?(?:{_BLOCKS}|{_INLINE})[ >])")
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS}){_ATTRIBUTES}>")
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}){_ATTRIBUTES}>")
_STYLED_AWAY = re.compile(
    r' style="[^"]*display| class="[^"]*material-(?:icons|symbols)', re.IGNORECASE
)
_SPACE = " \n\t\r\f"  # as HTML counts it; what else Unicode calls so is shown
_BLANKS = re.compile(r"  +")
MOST_CHANGES = 100
# What stands alone as a list item does is left to the writer.
_LONE_MARK = re.compile(r"-|\d+\.?")


def bare_text(html: str) -> str | None:
    """What `node_to_plain` says of a node that has nothing in it but paragraphs, line breaks and
    emphasis without an attribute: its `inner_html`.

    None for any other HTML: what a selector may name is looked for only there.
    """
    if _NOT_BARE.search(html) is not None:
        return None
    html = _with_blanks(html.strip(_SPACE))
    if html.startswith("<p>") and html.endswith("</p>"):  # nothing but paragraphs, mostly
        text = _text_of(html[3:-4].replace("</p> <p>", "</p><p>").split("</p><p>"))
        if text is not None:
            return text
    return _text_of(html.replace("</p>", "<p>").split("<p>"))


def simple_text(
    node: LexborNode,
    html: str = "",
    *,
    without: Iterable[LexborNode] = (),
    said: Iterable[tuple[LexborNode, str]] = (),
) -> str | None:
    """What `node_to_plain` says of paragraphs, line breaks, emphasis and links, much faster.

    `html` is the node's `inner_html`, where it was asked for before. None for any other HTML, where
    what is left out or said otherwise is written like something else that is not, and where there
    is so much of it that the writer, who goes through once, is faster.
    """
    changes = {one.mem_id: (one, "") for one in without}
    for one, words in said:
        changes.setdefault(one.mem_id, (one, html_module.escape(words, quote=False)))
    if len(changes) > MOST_CHANGES:
        return None
    html = html or node.inner_html or ""
    written: dict[tuple[str, str], int] = {}
    for one, words in changes.values():
        if len(changes) == 1 or not _stands_in_any(one, node, changes):
            change = str(one.html), words
            written[change] = written.get(change, 0) + 1
    for (passage, words), times in written.items():
        pieces = html.split(passage)
        if len(pieces) != times + 1:
            return None
        html = words.join(pieces)
    if _NOT_SIMPLE.search(html) is not None:
        return None
    if '="' in html and (_hides(html) or _cuts_short(html)):
        return None
    return _text_of(_BLOCK_TAG.split(_with_blanks(html.strip(_SPACE))))


def _with_blanks(html: str) -> str:
    """HTML with a blank for whatever reads as one, and what does not as it is."""
    for blank in _SPACE[1:]:
        html = html.replace(blank, " ")
    return html.replace("&nbsp;", "\u00a0") if "&" in html else html


def _text_of(parts: Iterable[str]) -> str | None:
    """The text of HTML, taken apart where its paragraphs begin and end."""
    paragraphs = []
    for part in parts:
        if not part or part.isspace():
            continue  # between the end of one paragraph and the beginning of the next
        if "<" not in part and "  " not in part and part[0].isalpha():
            paragraphs.append(part.rstrip())
            continue
        lines = []
        for line in part.split("<br>"):
            if "<" in line:
                line = _INLINE_TAG.sub("", line)
                if "<" in line:
                    return None
            if "  " in line:
                line = _BLANKS.sub(" ", line)
            if words := line.lstrip(" ").rstrip():
                if not words[0].isalpha() and _LONE_MARK.fullmatch(words):
                    return None
                lines.append(words)
        if lines:
            paragraphs.append("\n".join(lines))
    text = "\n\n".join(paragraphs)
    return html_module.unescape(text) if "&" in text else text


def _hides(html: str) -> bool:
    """Whether any element may not be shown."""
    # Looked for from the end, as in `Page.held`.
    return html.rfind(' hidden="') >= 0 or (
        html.rfind(' style="') >= 0 and _STYLED_AWAY.search(html) is not None
    )


def _cuts_short(html: str) -> bool:
    """Whether any link may show its address with dots in the middle: the writer knows it whole."""
    if html.rfind("...") < 0 and html.rfind("…") < 0:
        return False
    links = (rest.partition("</a>")[0] for rest in html.split("<a ")[1:])
    return any("..." in link or "…" in link for link in links)


def _stands_in_any(node: LexborNode, root: LexborNode, nodes: Container[int]) -> bool:
    """Whether the node stands in one of the others below the root."""
    parent = node.parent
    while parent is not None and parent.mem_id != root.mem_id:
        if parent.mem_id in nodes:
            return True
        parent = parent.parent
    return False
