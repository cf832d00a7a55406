"""The fast way to the plain text of what most posts are: paragraphs, line breaks, emphasis."""

import html as html_module
import re
from collections.abc import Container, Iterable

from selectolax.lexbor import LexborNode

# As the parser writes it again: lower case, and with no other references than these. A blank that
# is written as a reference is no white space of HTML, and a lone list mark is left to the writer.
_NOT_SIMPLE = re.compile(
    r"[<&\u00a0\x0b\x1c-\x1f](?!/?(?:p|b|i|em|strong|u)>|br>|(?:amp|lt|gt|quot);)"
)
_PARAGRAPHS = re.compile(r"</?p>")
_ANY_TAG = re.compile(r"<[^>]*>")
_HTML_BLANKS = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")
_LONE_MARK = re.compile(r"-|\d+\.?")


def simple_text(
    node: LexborNode,
    *,
    without: Iterable[LexborNode] = (),
    said: Iterable[tuple[LexborNode, str]] = (),
) -> str | None:
    """What `node_to_plain` says of nothing but paragraphs, line breaks and emphasis, much faster.

    None for any other HTML. Nothing in it has an attribute, so what is left out or said otherwise
    must be told by one, or by another tag: then what is written like it stands nowhere else.
    """
    inner = node.inner_html or ""
    changes = {one.mem_id: (one, words) for one, words in said}
    changes |= {one.mem_id: (one, "") for one in without}
    for one, words in changes.values():
        if not _stands_in_any(one, node, changes):
            inner = inner.replace(one.html or "", words, 1)
    if (plain := _lines_alone(inner)) is not None:
        return plain
    if _NOT_SIMPLE.search(inner) is not None:
        return None
    paragraphs = []
    for part in _PARAGRAPHS.split(inner):
        lines = []
        for line in part.split("<br>") if "<br>" in part else (part,):
            words = _ANY_TAG.sub("", line) if "<" in line else line
            if words.isascii():
                words = " ".join(words.split())
            else:
                words = _HTML_BLANKS.sub(" ", words).removeprefix(" ").rstrip()
            if words and not words[-1].isalpha() and _LONE_MARK.fullmatch(words):
                return None
            if words:
                lines.append(words)
        if lines:
            paragraphs.append("\n".join(lines))
    text = "\n\n".join(paragraphs)
    return html_module.unescape(text) if "&" in text else text


def _stands_in_any(node: LexborNode, root: LexborNode, nodes: Container[int]) -> bool:
    """Whether the node stands in one of the others below the root."""
    parent = node.parent
    while parent is not None and parent.mem_id != root.mem_id:
        if parent.mem_id in nodes:
            return True
        parent = parent.parent
    return False


def _lines_alone(inner: str) -> str | None:
    """The same for plain letters and line breaks, of which most posts are made.

    What can be printed has no other blank than the plain one, so none is touched that HTML keeps.
    """
    text = inner.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    parts = text.split("<br>")
    if text.count("<") >= len(parts) or "&" in text or not text.isprintable():
        return None
    if "  " in text:
        parts = " ".join(text.split()).split("<br>")
    lines = [words for part in parts if (words := part.strip())]
    if any(not line[-1].isalpha() and _LONE_MARK.fullmatch(line) for line in lines):
        return None
    return "\n".join(lines)
