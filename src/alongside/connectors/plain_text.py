"""Turns what forums show into plain text, and tells whether our words stand in it.

One renderer serves both sides of every comparison: what we wrote is rendered from Markdown
to HTML and from there to plain text, what the forum shows goes from HTML to plain text.
"""

import codecs
import re
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType

from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors.bare_addresses import as_links
from alongside.connectors.port import Unreadable
from alongside.fetching.messages import Response

# The parser's time grows with the square of the depth, so a page made of nothing but opening
# tags could hold a worker for minutes. No forum nests its posts a thousandth as deep.
DEEPEST_PAGE = 10_000
# Elements that the parser would add for formatting that was never closed.
MOST_ADDED_ELEMENTS = 1_000_000
_FEW_TAGS = 2_000

_NEVER_SHOWN = frozenset(
    {"head", "script", "style", "template", "textarea", "select", "button", "svg", "iframe"}
)
_ICONS = re.compile(r"(?<!\S)material-(?:icons|symbols)(?![^\s-])", re.IGNORECASE)
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "td",
        "th",
        "ul",
    }
)
_LINES = frozenset({"br", "li", "tr"})
_NOTICED = _BLOCKS | _LINES  # elements that end what stands before and in them
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
# In drawings and formulas HTML knows elements that are closed so.
_CLOSED_ANYHOW = _VOID | {
    *("path", "circle", "rect", "line", "polygon", "polyline", "ellipse", "use", "stop", "g", "svg")
}
_OFTEN_CLOSED = ("<br ", "<img ", "<input ", "<meta ", "<link ", "<hr ")  # told in half of the time
# Left open, these are opened anew in every later paragraph (HTML standard, 13.2.4.3).
_FORMATTING = frozenset(
    {
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    }
)
_FIRST_LETTERS = "".join(sorted({name[0] for name in _FORMATTING}))  # most tags differ in them
_FORMATTING_TAG = re.compile(
    rf"<(/?)(?=[{_FIRST_LETTERS}])(?:{'|'.join(sorted(_FORMATTING))})(?![a-zA-Z0-9])",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_ITEM_MARK = re.compile(r"(?:-|\d+\.) ")
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]+)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*\"?([a-zA-Z0-9_:.-]+)", re.IGNORECASE)

# Python also knows codecs that are no character sets, such as base64 and punycode.
_PAGE_CODECS = re.compile(r"(?:utf-8|utf-16|cp\d|iso8859|koi8|gb|big5|euc|shift|mac|tis).*")

_ONE_BYTE = re.compile(r"cp125\d|iso8859|koi8|mac")

MARKDOWN = (
    MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough").use(as_links)
)


def page_text(response: Response) -> str:
    """A page's HTML as text: by the header's character set, the page's own, or UTF-8.

    A page that calls itself Latin or Windows and is UTF-8 all through is read as UTF-8: such
    sequences hardly ever come about otherwise, and sites that changed over forget to say so.
    Bytes that do not fit become U+FFFD.
    """
    return page_read(response)[0]


def page_read(response: Response) -> tuple[str, bytes]:
    """A page's HTML as `page_text` reads it, and its body where that is the same text in UTF-8.

    The parser takes UTF-8 and saves making it; the second is empty where it has to be made.
    """
    body = response.body
    if named := _HEADER_CHARSET.search(response.headers.get("content-type", "")):
        codec = _codec(named[1])
    else:
        meta = _META_CHARSET.search(body[:4096])
        codec = _codec(meta[1].decode("ascii") if meta else "utf-8")
    if codec == "utf-8" or _ONE_BYTE.match(codec):
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return text.removeprefix("\ufeff"), b"" if text.startswith("\ufeff") else body
    return body.decode(codec, "replace").removeprefix("\ufeff"), b""


def tree_of(html: str, in_utf8: bytes = b"") -> LexborHTMLParser:
    """The parsed page, from its bytes where they are known (see `page_read`).

    Raises Unreadable for one nested so deep that it would cost too much.
    """
    if _is_too_deep(html):
        raise Unreadable("The page is nested deeper than any forum's page.")
    closed = with_ends(html)
    return LexborHTMLParser(in_utf8 if in_utf8 and closed is html else closed)


def with_ends(html: str) -> str:
    """HTML in which what is closed as in XML (`<i class="lock"/>`) is closed for HTML as well.

    Pages written by XML tools close empty elements so. HTML's rules take such a tag for an opening
    one, and all that follows would stand inside it.
    """
    pieces = html.rsplit("/>")  # from the end, as in `Page.held`
    changed = {}
    for place, piece in enumerate(pieces[:-1]):
        # The tag begins in this piece, so that nothing is looked through twice.
        start = piece.rfind("<")
        if start < 0 or piece.startswith(_OFTEN_CLOSED, start):
            continue
        found = _TAG.match(piece, start)
        # In `<a href=/topics/>` the stroke belongs to the address.
        if (
            found is not None
            and not found[1]
            and found[2].lower() not in _CLOSED_ANYHOW
            and piece.find(">", start) < 0
            and (piece[-1] in "\"' \t\n" or len(piece) == found.end())
        ):
            changed[place] = f"{piece}></{found[2]}>"
    if not changed:
        return html
    written = [changed.get(place, f"{piece}/>") for place, piece in enumerate(pieces[:-1])]
    return "".join([*written, pieces[-1]])


def html_to_plain(html: str) -> str:
    """The visible text of HTML: paragraphs parted by a blank line, list items marked.

    Quoted passages are marked with "> ". A link whose visible text is a shortened form of its
    address ("www.gov.uk/ca…ance") reads as the whole address. Raises Unreadable for
    HTML nested too deep.
    """
    root = tree_of(html).body
    return node_to_plain(root) if root is not None else ""


def node_to_plain(
    root: LexborNode,
    *,
    without: Container[int] = frozenset(),
    said: Mapping[int, str] = MappingProxyType({}),
    keeps_lines: bool = False,
) -> str:
    """The visible text of what stands inside a node, as `html_to_plain` writes it.

    Nodes are named by their `mem_id`: those in `without` are left out, those in `said` read as
    the words given there. The page itself is not changed. `keeps_lines`: its style shows line
    breaks as they stand, as in `<pre>`.
    """
    writer = _Writer(is_preformatted=keeps_lines or root.tag == "pre")
    return _written(writer, _children(root), without, said)


def nodes_to_plain(
    nodes: Iterable[LexborNode],
    *,
    without: Container[int] = frozenset(),
    said: Mapping[int, str] = MappingProxyType({}),
) -> str:
    """The visible text of nodes side by side, as `node_to_plain` writes what is in one."""
    stack: list[tuple[LexborNode | None, str]] = [(node, node.tag or "") for node in nodes]
    return _written(_Writer(is_preformatted=False), stack[::-1], without, said)


def _written(
    writer: "_Writer",
    stack: list[tuple[LexborNode | None, str]],
    without: Container[int],
    said: Mapping[int, str],
) -> str:
    # An explicit stack: HTML may be nested deeper than Python may call itself.
    while stack:
        node, tag = stack.pop()
        if node is None:
            writer.leave(tag)
        elif without and node.mem_id in without:
            continue
        elif tag == "-text":
            writer.write(node.text_content or "")
        elif said and node.mem_id in said:
            writer.write(said[node.mem_id])
        elif writer.enter(node, tag):
            if tag in _NOTICED:
                stack.append((None, tag))
            stack.extend(_children(node))
    return writer.text()


def _children(node: LexborNode) -> list[tuple[LexborNode | None, str]]:
    """A node's children in reversed order, each with its tag."""
    children: list[tuple[LexborNode | None, str]] = []
    child = node.first_child
    while child is not None:
        children.append((child, child.tag or ""))
        child = child.next
    children.reverse()
    return children


def markdown_to_plain(markdown: str) -> str:
    """What a reader sees of a reply that we wrote in Markdown. HTML in it is only text."""
    return html_to_plain(MARKDOWN.render(markdown))


class _Writer:
    """Gathers the pieces of a walk through a page into paragraphs."""

    def __init__(self, *, is_preformatted: bool) -> None:
        self._paragraphs: list[tuple[int, list[str]]] = []
        self._line = ""
        self._lines: list[str] = []
        self._quotes = 0
        self._preformatted = int(is_preformatted)
        self._counters: list[int | None] = []

    def enter(self, node: LexborNode, tag: str) -> bool:
        """Notes an element and says whether its children are to be walked."""
        if tag in _NEVER_SHOWN or tag.startswith(("-", "!", "_")):
            return False
        attributes = node.attributes
        if attributes and ("hidden" in attributes or _is_styled_away(attributes.get("style"))):
            return False
        if attributes and is_icon(attributes.get("class")):
            return False
        if tag == "img":
            # Forums show smileys as pictures; other alternative texts are not words of a post.
            if re.search(r"emoji|smil", attributes.get("class") or ""):
                self.write(attributes.get("alt") or "")
            return False
        if tag == "a" and (address := _shortened_address(node)):
            self.write(address)
            return False
        if tag not in _NOTICED:
            return True
        if tag in _BLOCKS:
            self._end_paragraph()
        else:
            self._end_line()
        if tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "ul":
            self._counters.append(None)
        elif tag == "ol":
            start = attributes.get("start") or "1"
            self._counters.append(int(start) if start.isascii() and start.isdigit() else 1)
        elif tag == "li":
            self._line = self._item_mark()
        return True

    def leave(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_paragraph()
        else:
            self._end_line()
        if tag == "blockquote":
            self._quotes -= 1
        elif tag == "pre":
            self._preformatted -= 1
        elif tag in ("ul", "ol"):
            self._counters.pop()

    def text(self) -> str:
        self._end_paragraph()
        return "\n\n".join(
            "\n".join("> " * quotes + line for line in lines) for quotes, lines in self._paragraphs
        )

    def write(self, text: str) -> None:
        if self._preformatted:
            first, *others = text.split("\n")
            self._line += first
            for other in others:
                if self._line.strip():
                    self._end_line()
                else:
                    self._end_paragraph()
                self._line = other
            return
        words = _BLANKS.sub(" ", text)
        if self._line == "" or self._line.endswith(" "):
            words = words.removeprefix(" ")
        self._line += words

    def _item_mark(self) -> str:
        if not self._counters or (number := self._counters[-1]) is None:
            return "- "
        self._counters[-1] = number + 1
        return f"{number}. "

    def _end_line(self) -> None:
        if line := self._line.rstrip():
            self._lines.append(line)
        self._line = ""

    def _end_paragraph(self) -> None:
        # A list mark waits for its words: `<li><p>` is one item, not an empty one before.
        mark = self._line if self._line and _ITEM_MARK.fullmatch(self._line) else ""
        self._line = self._line.removeprefix(mark)
        self._end_line()
        if self._lines:
            self._paragraphs.append((self._quotes, self._lines))
            self._lines = []
        self._line = mark


def _shortened_address(node: LexborNode) -> str | None:
    shown = node.text(deep=True).strip()
    before, dots, _ = shown.replace("…", "...").partition("...")
    if not dots:
        return None
    address = _without_scheme(node.attributes.get("href") or "")
    beginning = _without_scheme(before.strip())
    return address if len(beginning) > 3 and address.startswith(beginning) else None


def _without_scheme(address: str) -> str:
    return re.sub(r"^https?://", "", address.strip())


def is_icon(classes: str | None) -> bool:
    """Whether a font makes a picture of the words in an element: "lock", "more_vert"."""
    return bool(classes) and _ICONS.search(classes or "") is not None


def _is_styled_away(style: str | None) -> bool:
    return bool(style) and bool(re.search(r"display\s*:\s*none", style or "", re.IGNORECASE))


def _is_too_deep(html: str) -> bool:
    """Whether parsing would cost too much, in one pass: opening tags less closing ones.

    Most pages need no pass over every tag: they have fewer tags than the depth allowed, and
    their formatting, looked at alone, is closed soon.
    """
    tags = html.count("<")
    # However formatting and other tags are mixed, so few open no more than a million anew.
    if tags <= _FEW_TAGS or _closes(html, tags - _FEW_TAGS):
        return False
    if tags <= DEEPEST_PAGE:
        open_now = most_open = 0
        for closing in _FORMATTING_TAG.findall(html):
            open_now = open_now - 1 if closing else open_now + 1
            if open_now < 0:
                open_now = 0
            elif open_now > most_open:
                most_open = open_now
        if tags * most_open <= MOST_ADDED_ELEMENTS:
            return False
    depth = formatting = added = 0
    for closing, name in _TAG.findall(html):
        tag = name.lower()
        step = -1 if closing else 1
        if tag in _FORMATTING:
            formatting = max(0, formatting + step)
        elif not closing:
            added += formatting
        if tag not in _VOID:
            depth = max(0, depth + step)
        if depth > DEEPEST_PAGE or added > MOST_ADDED_ELEMENTS:
            return True
    return False


def _closes(html: str, wanted: int) -> bool:
    """Whether HTML closes at least so many tags; from the end, as in `Page.held`."""
    return len(html.rsplit("</", wanted)) > wanted


def _codec(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "utf-8"
    # Browsers read Latin 1 and ASCII as Windows 1252 (WHATWG Encoding), and so do authors.
    if codec in ("iso8859-1", "ascii"):
        return "cp1252"
    return codec if _PAGE_CODECS.fullmatch(codec) else "utf-8"
