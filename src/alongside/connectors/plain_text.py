"""Turns what forums show into plain text, and tells whether our words stand in it.

One renderer serves both sides of every comparison: what we wrote is rendered from Markdown
to HTML and from there to plain text, what the forum shows goes from HTML to plain text.
"""

import codecs
import re
import unicodedata
from collections.abc import Container, Mapping
from types import MappingProxyType

from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors.bare_addresses import as_links
from alongside.connectors.pictures import words_of
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
# Line breaks, of which posts are full, may be written so.
_CLOSED_AS_XML = re.compile(r"/>(?<!<br />)(?<!<br/>)")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
# In drawings and formulas HTML knows elements that are closed so.
_FOREIGN = frozenset(
    {"path", "circle", "rect", "line", "polygon", "polyline", "ellipse", "use", "stop", "g", "svg"}
)
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
    if html.rfind("/>") < 0:  # looked for from the end, as in `Page.held`
        return html
    pieces, done, behind = [], 0, 0
    for closed in _CLOSED_AS_XML.finditer(html):
        place = closed.start()
        # The tag begins behind the stroke before, so that nothing is looked through twice.
        start = html.rfind("<", behind, place)
        behind = closed.end()
        found = _TAG.match(html, start) if start >= 0 else None
        # In `<a href=/topics/>` the stroke belongs to the address.
        if (
            found is not None
            and not found[1]
            and found[2].lower() not in _VOID
            and found[2].lower() not in _FOREIGN
            and ">" not in html[start:place]
            and (html[place - 1] in "\"' \t\n" or place == found.end())
        ):
            pieces.append(f"{html[done:place]}></{found[2]}>")
            done = place + 2
    return "".join([*pieces, html[done:]]) if pieces else html


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
    # An explicit stack: HTML may be nested deeper than Python may call itself.
    stack: list[tuple[LexborNode | None, str]] = _children(root)
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


def folded(text: str) -> str:
    """Text in the form in which it is compared.

    Runs of white space become one blank, typographic quotes, dashes, arrows and dots their plain
    forms; invisible signs, list and quotation marks, signs of mood (":-)", one of Unicode, or its
    name, which forums write for one another) and what stands in front of an address ("https://",
    "www.") go.
    Letters, figures and punctuation stay: a changed amount or a lost "not" is a difference.
    """
    text = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY)).translate(_TYPOGRAPHY)
    text = re.sub(r"\bhttps?://|\bwww\.", "", text)
    text = re.sub(r"-{2,}", "-", text)
    text = _MOODS.sub(" ", text)
    text = re.sub(r"(?<!\S)[-*+>•·]+(?!\S)", " ", text)
    return " ".join(text.split())


def stands_in(markdown: str, plain: str) -> bool:
    """Whether our reply stands in a text, whole, as rendered or pasted as it was written."""
    place = folded(plain)
    return any(words and _contains_whole(place, words) for words in _as_it_may_read(markdown))


def is_all_of(markdown: str, plain: str) -> bool:
    """Whether a text is our reply and nothing else."""
    return folded(plain) in _as_it_may_read(markdown)


def _as_it_may_read(markdown: str) -> tuple[str, ...]:
    """Our reply folded: as rendered, as it was written, and with its pictures told in words."""
    variants = [markdown_to_plain(markdown), markdown]
    if "![" in markdown:
        variants.append(_with_pictures_in_words(markdown))
    return tuple(map(folded, variants))


def _with_pictures_in_words(markdown: str) -> str:
    """As plain text where pictures are shown as links with their words."""
    tokens = MARKDOWN.parse(markdown)
    for token in tokens:
        token.children = [
            Token("text", "", 0, content=words_of(child) or str(child.attrs.get("src", "")))
            if child.type == "image"
            else child
            for child in token.children or ()
        ]
    return html_to_plain(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))


def _contains_whole(place: str, words: str) -> bool:
    start = place.find(words)
    while start >= 0:
        before, after = place[:start][-1:], place[start + len(words) :][:1]
        if not (before.isalnum() and words[0].isalnum()) and not (
            after.isalnum() and words[-1].isalnum()
        ):
            return True
        start = place.find(words, start + 1)
    return False


# Names of moods begin with a letter, so that no time of day ("10:30:15") is taken for one. Ticks,
# crosses and thumbs are no moods: they say yes or no.
_MOODS = re.compile(
    r"[\U0001F300-\U0001F44C\U0001F44F-\U0001F64F\U0001F680-\U0001F6AA\U0001F6AC-\U0001F6FF"
    r"\U0001F900-\U0001FAFF\u2600-\u26D3\u26D5-\u26FF]"
    r"|(?<![\w:/]):(?!x:|no_|thumbs|negative|[a-z_]*(?:check|cross))[a-z][a-z0-9_+-]*(?::t[2-6])?:"
    r"(?!\w)|(?<!\S)[:;]-?[()DP](?!\w)"
)
_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛′´`", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "→": "->", "←": "<-", "↔": "<->", "±": "+-"}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f")
)


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
