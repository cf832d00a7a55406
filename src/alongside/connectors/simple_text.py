"""The fast way to the plain text of most posts: paragraphs, breaks, emphasis, links, pictures."""

import html as html_module
import re
from collections.abc import Container, Iterable, Sequence

from selectolax.lexbor import LexborNode

# As the parser writes it again: lower case, every value in quotation marks and none of these in it,
# and in text no other references than five.
_TAG = re.compile(r'(</?[a-z][^\s"=<>/]*(?: [^\s"=<>]+="[^"<]*")*>)')
_LINE, _PARAGRAPH = "\n", "\0"  # the parser leaves no other of either, once blanks are one kind
_UNKNOWN = "\1"
_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = (
    *("a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "s", "small"),
    *("span", "strike", "strong", "sub", "sup", "u"),
)
_SAID = {
    "<br>": _LINE,
    "<img>": "",
    **{f"<{end}{name}>": _PARAGRAPH for name in _BLOCKS for end in ("", "/")},
    **{f"<{end}{name}>": "" for name in _INLINE for end in ("", "/")},
}
_NOT_BARE = re.compile(r"<(?!/?(?:p|b|i|em|strong|u)>|br>)")
_HIDDEN = re.compile(
    r' (?:hidden="|style="[^"]*display|class="[^"]*material-(?:icons|symbols))', re.IGNORECASE
)
_SMILEY = re.compile(r' class="[^"]*(?:emoji|smil)')
_IN_ITS_PLACE = re.compile(r' alt="([^"]*)"')
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
        paragraphs = html[3:-4].replace("</p> <p>", "</p><p>").split("</p><p>")
        text = "\n\n".join(map(str.rstrip, paragraphs))
        if text.rfind("<") < 0 and text.rfind("  ") < 0 and all(map(_begins_a_word, paragraphs)):
            return html_module.unescape(text) if "&" in text else text
    return text_of(pieces_of(html))


def _begins_a_word(text: str) -> bool:
    return text[:1].isalpha()


def pieces_of(html: str) -> list[str]:
    """What the parser has written, in pieces: text and tags by turns."""
    return _TAG.split(_with_blanks(html.strip(_SPACE)))


def tags_in(pieces: Sequence[str], html: str) -> str:
    """The tags among the pieces of HTML, in small letters; all of it where any tag is doubtful.

    Whatever a selector finds has a sign there.
    """
    tags = pieces[1::2]
    return ("".join(tags) if len(tags) == html.count("<") else html).lower()


def simple_text(
    node: LexborNode,
    html: str = "",
    *,
    without: Iterable[LexborNode] = (),
    said: Iterable[tuple[LexborNode, str]] = (),
) -> str | None:
    """What `node_to_plain` says of paragraphs, breaks, emphasis, links and pictures, much faster.

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
    return text_of(pieces_of(html))


def text_of(pieces: Sequence[str]) -> str | None:
    """The text of HTML in pieces, if it has nothing in it but what `_says` knows."""
    if len(pieces) > 1:
        said = list(map(_says, pieces[1::2]))
        if _UNKNOWN in said or _cuts_short(pieces):
            return None
        pieces = [*pieces]
        pieces[1::2] = said
    text = "".join(pieces)
    # From the end, as in `Page.held`.
    if text.rfind("<") >= 0:
        return None
    if text.rfind("  ") >= 0:
        text = _BLANKS.sub(" ", text)
    paragraphs = []
    for part in text.split(_PARAGRAPH):
        if part[:1].isalpha() and _LINE not in part:  # most, where a blank line begins a paragraph
            paragraphs.append(part.rstrip())
            continue
        lines = []
        for line in part.split(_LINE):
            if words := line.lstrip(" ").rstrip():
                if not words[0].isalpha() and _LONE_MARK.fullmatch(words):
                    return None
                lines.append(words)
        if lines:
            paragraphs.append("\n".join(lines))
    text = "\n\n".join(paragraphs)
    return html_module.unescape(text) if "&" in text else text


def _says(tag: str) -> str:
    """What is said where a tag stands, which of some only the writer knows.

    Nothing of it is kept: in its values members are named (law 4).
    """
    if (said := _SAID.get(tag)) is not None:
        return said
    said = _SAID.get(f"{tag.partition(' ')[0]}>", _UNKNOWN)
    if said is _UNKNOWN or _HIDDEN.search(tag) is not None:
        return _UNKNOWN
    if tag.startswith("<img ") and _SMILEY.search(tag) is not None:
        alternative = _IN_ITS_PLACE.search(tag)
        return alternative[1] if alternative is not None else ""
    return said


def _with_blanks(html: str) -> str:
    """HTML with a blank for whatever reads as one, and what does not as it is."""
    for blank in _SPACE[1:]:
        html = html.replace(blank, " ")
    return html.replace("&nbsp;", "\u00a0") if "&" in html else html


def _cuts_short(pieces: Sequence[str]) -> bool:
    """Whether any link may show its address with dots in the middle: the writer knows it whole."""
    if not any(tag.startswith("<a ") for tag in pieces[1::2]):
        return False
    return any("..." in text or "…" in text for text in pieces[::2])


def _stands_in_any(node: LexborNode, root: LexborNode, nodes: Container[int]) -> bool:
    """Whether the node stands in one of the others below the root."""
    parent = node.parent
    while parent is not None and parent.mem_id != root.mem_id:
        if parent.mem_id in nodes:
            return True
        parent = parent.parent
    return False
