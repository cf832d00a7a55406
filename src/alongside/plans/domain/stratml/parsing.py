"""Other people's XML, read safely: no document types, no entities, nothing from elsewhere, bounded.

Elements become plain nodes with the line on which they stand. Bytes are taken piece by piece, and
no more of them than the limit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from alongside.plans.domain.stratml.shapes import StratmlError

MOST_BYTES = 10_000_000
MOST_DEPTH = 40  # a whole report of Part 2 has 11
MOST_ELEMENTS = 100_000
MOST_ATTRIBUTES = 50  # of one element
PIECE = 64 * 1024  # bytes


@dataclass(slots=True)
class Node:
    """An element: `text` is its own, without that of its children."""

    namespace: str
    name: str
    line: int
    attributes: dict[tuple[str, str], str]
    pieces: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


def parse(source: bytes | Iterable[bytes]) -> Node:
    """The root of the document. Raises StratmlError, and nothing else, when it cannot be read."""
    parser: Any = make_parser()
    builder = _Builder(parser)
    # A document type is where entities are declared: without one there are none, nor any address.
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(builder)
    try:
        for piece in _bounded(source):
            parser.feed(piece)
        parser.close()
    except StratmlError:
        raise
    except DefusedXmlException:
        raise StratmlError(
            "The file declares a document type or entities. They are not read, because they can "
            "hide or fetch other content. Take the line that begins with <!DOCTYPE out."
        ) from None
    except (SAXException, ValueError, LookupError) as exc:
        # Of the parser, of decoders, and of character sets that nobody knows.
        raise StratmlError(_not_xml(exc)) from None
    if builder.root is None:
        raise StratmlError("The file is empty. It must hold a plan in StratML.")
    return builder.root


def _not_xml(exc: Exception) -> str:
    line = getattr(exc, "getLineNumber", lambda: None)()
    place = f" (line {line})" if line else ""
    reason = getattr(exc, "getMessage", lambda: "")()
    why = f": {reason}" if reason and isinstance(reason, str) else ""
    return f"The file is not XML that can be read{place}{why}."


def _bounded(source: bytes | Iterable[bytes]) -> Iterator[bytes]:
    taken = 0
    pieces = _pieces_of(source) if isinstance(source, bytes) else source
    for piece in pieces:
        taken += len(piece)
        if taken > MOST_BYTES:
            raise StratmlError(too_big())
        yield piece


def _pieces_of(content: bytes) -> Iterator[bytes]:
    if len(content) > MOST_BYTES:
        raise StratmlError(too_big())
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


def too_big() -> str:
    """What people are told of a file that is too big."""
    return (
        f"The file is larger than {MOST_BYTES // 1_000_000} MB. A plan in StratML is text, and "
        "much smaller: look whether it is the right file."
    )


class _Builder(ContentHandler):
    def __init__(self, locator: Any) -> None:
        super().__init__()
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0
        self._locator = locator  # the parser, which knows the line

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: N802  # SAX's name
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise StratmlError(
                f"The file has more than {MOST_ELEMENTS:,} elements. No plan has as many."
            )
        line = self._locator.getLineNumber() or 0
        if len(self._open) >= MOST_DEPTH:
            raise StratmlError(
                f"Elements stand inside one another more than {MOST_DEPTH} deep (line {line}). "
                "No plan in StratML does."
            )
        if len(attrs) > MOST_ATTRIBUTES:
            raise StratmlError(
                f"An element has more than {MOST_ATTRIBUTES} attributes (line {line})."
            )
        attributes = {(space or "", local): value for (space, local), value in attrs.items()}
        node = Node(name[0] or "", name[1], line, attributes)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElementNS(self, name: Any, qname: Any) -> None:  # noqa: N802
        self._open.pop()

    def characters(self, content: str) -> None:
        self._open[-1].pieces.append(content)
