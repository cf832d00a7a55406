"""Changes and releases as Atom feeds (RFC 4287)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree  # writes only; nothing from outside is parsed

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from alongside.publishing.changes import Change, Part, Source
from alongside.publishing.field_differences import Difference
from alongside.publishing.licence import licence, publisher
from alongside.publishing.models import Release
from alongside.publishing.tables import absolute

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold at all (section 2.2), though a text in our database may.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# ElementTree keeps prefixes for all its users; the element names are written with the default one.
ElementTree.register_namespace("", _ATOM)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. `number` and `noun` make an identifier that is never used again."""

    noun: str
    number: str
    title: str
    at: datetime
    summary: str
    content: str = ""  # HTML
    address: str = ""  # a path of this service; empty: the feed's page


def change_entry(change: Change) -> Entry:
    """A change of the register: what was done to which entry, field by field."""
    said = format_html("<p>{}</p>", format_html_join("", "{}", ((_led(p),) for p in change.parts)))
    if change.differences:
        said += format_html(
            "<ul>{}</ul>",
            format_html_join(
                "",
                "<li>{}: {}</li>",
                ((each.field, _marked(each)) for each in change.differences),
            ),
        )
    if change.source:
        said += format_html("<p>{}</p>", _sourced(change, change.source))
    return Entry(
        noun="change",
        number=str(change.id),
        title=f"{change.title}: {change.name}",
        at=change.at,
        summary=change.sentence,
        content=said,
        address=change.page or change.address,
    )


def _led(part: Part) -> SafeString:
    """The words, as a whole address leads on from them: a feed is read anywhere."""
    if not part.href:
        return format_html("{}", part.text)
    href = absolute(part.href) if part.href.startswith("/") else part.href
    return format_html('<a href="{}">{}</a>', href, part.text)


def _sourced(change: Change, source: Source) -> SafeString:
    """From where an import took it, with the way to all that the import did."""
    said = format_html("Source: {}", source.words)
    if source.file:
        said += format_html(" ({})", _led(Part(source.file, source.address)))
    said += format_html(", imported on {}.", f"{change.day.day} {change.day:%B %Y}")
    if change.import_page:
        said += format_html(" {}", _led(Part("All that this import changed", change.import_page)))
    return said


def _marked(difference: Difference) -> SafeString:
    """What was there and what is there; of a list, item by item. Of nothing there is no mark."""
    marks = [("del", difference.before), ("ins", difference.after)]
    if difference.items is not None:
        marks = [("del", text) for text in difference.items.removed]
        marks += [("ins", text) for text in difference.items.added]
    return format_html_join(" ", "<{0}>{1}</{0}>", ((mark, text) for mark, text in marks if text))


def release_entry(release: Release) -> Entry:
    """A release of the data; its note is the summary."""
    return Entry(
        noun="release",
        number=release.version,
        title=f"Release {release.version}",
        at=release.made_at,
        summary=release.note or "All data of this moment, frozen.",
        address=release.get_absolute_url(),
    )


def feed(
    *,
    title: str,
    address: str,
    page: str,
    entries: Sequence[Entry],
    at: datetime,
    subtitle: str = "",
) -> bytes:
    """The feed that stands at `address` and speaks of the page at `page`, newest entry first.

    `at` is the time of a feed without entries.
    """
    root = ElementTree.Element(_tag("feed"), {"xml:lang": "en"})
    _text(root, "id", absolute(address))
    _text(root, "title", title)
    if subtitle:
        _text(root, "subtitle", subtitle)
    _text(root, "updated", _moment(max((entry.at for entry in entries), default=at)))
    _link(root, "self", absolute(address), MEDIA_TYPE)
    _link(root, "alternate", absolute(page), "text/html")
    _link(root, "license", licence().address)
    author = ElementTree.SubElement(root, _tag("author"))
    _text(author, "name", publisher())
    _text(author, "uri", absolute("/"))
    _text(root, "rights", licence().name)
    for entry in entries:
        _entry(root, entry, page)
    ElementTree.indent(root, " ")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(root: ElementTree.Element, entry: Entry, page: str) -> None:
    element = ElementTree.SubElement(root, _tag("entry"))
    _text(element, "id", absolute(f"/changes.atom#{entry.noun}-{entry.number}"))
    _text(element, "title", entry.title)
    _text(element, "updated", _moment(entry.at))
    _text(element, "published", _moment(entry.at))
    _link(element, "alternate", absolute(entry.address or page), "text/html")
    _text(element, "summary", entry.summary)
    if entry.content:
        _text(element, "content", entry.content).set("type", "html")


def _text(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, _tag(name))
    element.text = _NOT_XML.sub("\ufffd", text)
    return element


def _link(parent: ElementTree.Element, rel: str, href: str, media_type: str = "") -> None:
    attributes = {"rel": rel, "href": href} | ({"type": media_type} if media_type else {})
    ElementTree.SubElement(parent, _tag("link"), attributes)


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
