"""Organisations as GOV.UK's organisations API gives them: `/api/organisations`, all its pages.

The content_id never changes; slugs and names do (`docs/bodies.md` tells how bodies are matched).
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from alongside.bodies.domain.facts import LONGEST_ACRONYM, tidy
from alongside.bodies.domain.kinds import BodyKind, ClosedHow
from alongside.bodies.imports.reading import Objects, Placed
from alongside.bodies.imports.records import NEVER_CLOSED, Reading, Record, Reference
from alongside.bodies.imports.words import day_in_britain, kind_of

SOURCE = "govuk"
CONTENT_ID, SLUG, GOR = "GOVUK-CONTENT-ID", "GOVUK-SLUG", "GB-GOR"


def read_organisations(objects: Objects, *, source: str) -> Reading:
    """What the API's answer says of each organisation. Faults stand in the reading."""
    reading = Reading("govuk", source or SOURCE, knows_all_relatives=False, empty_says_none=True)
    unknown_kinds: Counter[str] = Counter()
    for placed in objects.rows:
        one = _Organisation(placed.place, placed.value, reading)
        record = one.record(unknown_kinds)
        if record is not None:
            reading.records.append(record)
    reading.newest_change = max(filter(None, map(_changed_on, objects.rows)), default=None)
    if objects.is_part:
        reading.notes.append("This file is one page of a list of several.")
    reading.notes += [
        f"The kind “{words}” is not known here; taken as “Other public body”: {count} times."
        for words, count in unknown_kinds.most_common()
    ]
    return reading


class _Organisation:
    """One object of the answer; what has a wrong type becomes a fault of its record."""

    def __init__(self, place: str, value: Any, reading: Reading) -> None:
        self.place, self.reading = place, reading
        self.value: dict[str, Any] = value if isinstance(value, dict) else {}
        details = self.value.get("details")
        self.details: dict[str, Any] = details if isinstance(details, dict) else {}
        self.is_sound = True
        if not isinstance(value, dict) or not (details is None or isinstance(details, dict)):
            self._fault("", "An organisation of the GOV.UK API was expected here.")

    def record(self, unknown_kinds: Counter[str]) -> Record | None:
        if not self.is_sound:
            return None
        name = tidy(self._text(self.value, "title"))
        slug = self._text(self.details, "slug") or _slug_of(self.value)
        content_id = self._text(self.details, "content_id")
        if not name:
            self._fault("name", "The title is missing.")
        if not slug and not content_id:
            self._fault("identifiers", "There is neither a slug nor a content_id.")
        parents = self._relatives("parent_organisations")
        successors = self._relatives("superseding_organisations")
        predecessors = self._relatives("superseded_organisations")
        kind = self._kind(unknown_kinds)
        closed = self._closed()
        if not self.is_sound:
            return None
        acronym, other_names = self._short_forms(name)
        loose = self._text(self.value, "analytics_identifier")
        return Record(
            place=self.place,
            key=content_id or slug,
            slug=slug,
            said={
                "name": name,
                "acronym": acronym,
                "other_names": other_names,
                "kind": kind.value,
                "jurisdiction": "GB",
                "website": self._text(self.value, "web_url"),
                "closed": closed,
            },
            identifiers=[
                (scheme, value)
                for scheme, value in ((CONTENT_ID, content_id), (SLUG, slug))
                if value
            ],
            loose_identifiers=[(GOR, loose)] if loose else [],
            parents=parents or [],
            # An open body that is "superseded" has moved its pages, not its work: bodies of the
            # Welsh Government, say.
            successors=successors if closed[0] else [],
            predecessors=predecessors or [],
        )

    def _short_forms(self, name: str) -> tuple[str, list[str]]:
        """Acronym and other names: an "abbreviation" may be a whole name, or the name again."""
        short = tidy(self._text(self.details, "abbreviation"))
        if short.casefold() == name.casefold():
            return "", []
        return (short, []) if len(short) <= LONGEST_ACRONYM else ("", [short])

    def _kind(self, unknown: Counter[str]) -> BodyKind:
        words = self._text(self.value, "format")
        kind = kind_of(words)
        if words and kind is None:
            unknown[words] += 1
        return kind or BodyKind.OTHER

    def _closed(self) -> list[str]:
        if self._text(self.details, "govuk_status") != "closed":
            return list(NEVER_CLOSED)
        how = self._text(self.details, "govuk_closed_status")
        at = self._text(self.details, "closed_at")
        try:
            day = day_in_britain(at)
        except ValueError:
            self._fault("closed_on", f"“{at[:40]}” is no date. Write it as 2026-05-06.")
            day = None
        known = how if how in set(ClosedHow) else ClosedHow.UNKNOWN.value
        return [known, day.isoformat() if day else ""]

    def _relatives(self, name: str) -> list[Reference] | None:
        found = self.value.get(name)
        if not found:
            return None if found is None else []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            self._fault("", f"{name} is no list of organisations.")
            return None
        return [(SLUG, slug) for slug in map(_slug_of, found) if slug]

    def _text(self, where: dict[str, Any], name: str) -> str:
        value = where.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._fault(name, f"{name} is no text.")
            return ""
        return value.strip()

    def _fault(self, name: str, sentence: str) -> None:
        self.is_sound = False
        self.reading.fault(self.place, name, sentence)


def _changed_on(placed: Placed) -> date | None:
    """The day on which the organisation was last changed at GOV.UK, if the list has it."""
    value = placed.value.get("updated_at") if isinstance(placed.value, dict) else None
    try:
        return day_in_britain(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _slug_of(organisation: dict[str, Any]) -> str:
    addresses: Iterable[Any] = (organisation.get("id"), organisation.get("web_url"))
    for address in addresses:
        if isinstance(address, str) and "/" in address:
            return address.rstrip("/").rsplit("/", 1)[-1]
    return ""
