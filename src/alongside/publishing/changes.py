"""The changes of the register that everybody may see: what changed and when, never who did it.

Of real entries only: practice leaves no public trail.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, Concat, Replace
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext

from alongside.audit import queries as audit
from alongside.audit.models import Event
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body, MergedBody
from alongside.forums.models import Forum
from alongside.publishing.domain import differences
from alongside.publishing.domain.changes import (
    ChangeGroup,
    field_words,
    kinds_of,
    place_of_field,
    proposal_words,
    value_text,
    words_of_kind,
)
from alongside.publishing.domain.figure_words import figure_lines, figure_text

PAGE_SIZE = 50
EXPORTED = 60  # a page of an export cannot be turned; more would weigh over 150 kB
# Characters of what differs, from which on no further change comes into a page of some 150 kB.
_MOST_TEXT = 40_000
# Texts longer than this are shown as one text with its words removed and added.
_LONG = 60
# Where the page of a subject is that is neither a forum nor a body, by the noun of the subject.
_PAGES = {
    "duplicate_check": "register:duplicate-check-record",
    "commitment": "register:commitment",
    "period": "register:period",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an entry before and after; empty is "nothing". `field` is in words."""

    field: str
    before: str
    after: str
    pieces: Sequence[differences.Piece]  # of two long texts; empty for short ones


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a sentence, and where they lead; empty: nowhere."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One public change. `name` is the entry's name at that time, `address` its page today."""

    id: int
    at: datetime
    kind: str
    title: str  # the kind in two or three words
    subject: str  # forum:well
    name: str
    sentence: str
    address: str  # empty: no page of the register
    body_slug: str  # a body that it concerns besides the subject; empty: none
    body_name: str
    parts: Sequence[Part]  # the sentence once more, with the entry and the body as links
    differences: Sequence[Difference]
    page: str = ""  # that tells all about the change itself; empty: that of the entry does

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    @property
    def time(self) -> str:
        return f"{timezone.localtime(self.at):%H:%M}"


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some changes, newest first; `older` is the `before` of the next page, None at the end."""

    changes: Sequence[Change]
    older: int | None


@dataclass(frozen=True, slots=True)
class BodyChoice:
    slug: str
    name: str


def changes(
    *,
    limit: int = PAGE_SIZE,
    before: int | None = None,
    group: ChangeGroup | None = None,
    body_slug: str = "",
) -> list[Change]:
    """Changes of the whole register, newest first, in one query.

    `before` is the `id` of a change: only older ones are wanted. A group or body narrows them; an
    unknown body has none.
    """
    events = wanted_events(group=group, body_slug=body_slug)
    return _read(events, limit=limit, before=before)


def wanted_events(*, group: ChangeGroup | None = None, body_slug: str = "") -> QuerySet[Event]:
    """The public events of a group, of a body, or of both."""
    events = audit.public_events()
    if body_slug:
        events = _events_of((f"body:{body_slug}",), body_slug)
    if group is not None:
        events = events.filter(kind__in=kinds_of(group))
    return events


def changes_of(
    *subjects: str, body_slug: str = "", limit: int = PAGE_SIZE, before: int | None = None
) -> list[Change]:
    """Changes of one entry, newest first, in one query; with `body_slug` in two.

    `subjects` are such as "forum:well": the entry and those that were merged into it. With
    `body_slug`, what concerns that body is in it as well.
    """
    return _read(_events_of(subjects, body_slug), limit=limit, before=before)


def _events_of(subjects: Sequence[str], body_slug: str) -> QuerySet[Event]:
    """With those of entries that were merged into the body."""
    slugs = [body_slug, *bodies.former_slugs(body_slug)] if body_slug else []
    former = [f"body:{slug}" for slug in slugs[1:]]
    return audit.public_events_of(*subjects, *former, body_slugs=slugs)


def page_of(found: Sequence[Change], *, limit: int) -> ChangePage:
    """Of at most `limit + 1` changes, those of a page, and where the next one begins.

    Fewer than `limit` where much differs, and at least one.
    """
    lengths = accumulate(len(change.sentence) + _length(change.differences) for change in found)
    fitting = max(1, sum(length <= _MOST_TEXT for length in lengths))
    shown = found[: min(limit, fitting)]
    return ChangePage(shown, shown[-1].id if len(found) > len(shown) else None)


def _length(differing: Sequence[Difference]) -> int:
    return sum(len(each.before) + len(each.after) for each in differing)


def newest_change_at(prefix: str) -> Subquery:
    """For a query of entries with a slug: when one changed last, by its public trail, or null."""
    subject = Concat(Value(prefix), OuterRef("slug"))
    return Subquery(
        Event.objects.filter(is_public=True, subject=subject).order_by("-at").values("at")[:1]
    )


def newest_change_concerning() -> Subquery:
    """For a query of bodies: when something last changed that concerns the body, or null."""
    return Subquery(
        Event.objects.filter(is_public=True)
        .alias(of_body=KeyTextTransform("body", "details"))
        .filter(of_body=OuterRef("slug"))
        .order_by("-at")
        .values("at")[:1]
    )


def bodies_with_changes() -> list[BodyChoice]:
    """Bodies that a public change of a forum, list, account or agreement concerns, by name."""
    concerned = (
        audit.public_events()
        .alias(of_body=KeyTextTransform("body", "details"))
        .filter(of_body=OuterRef("slug"))
    )
    bodies = Body.objects.real().filter(Exists(concerned.order_by())).order_by("name_key")
    return [BodyChoice(slug, name) for slug, name in bodies.values_list("slug", "name")]


def _read(events: QuerySet[Event], *, limit: int, before: int | None) -> list[Change]:
    if before is not None:
        edge = Event.objects.filter(pk=before, is_public=True).values("at")
        events = events.filter(
            Q(at__lt=Subquery(edge)) | Q(at=Subquery(edge), pk__lt=before),
        )
    # A change of a practice body in a real forum is nobody's business.
    practice = Body.objects.filter(slug=OuterRef("of_body"), is_practice=True)
    of_body = _standing(OuterRef("of_body"))
    forum = Forum.objects.filter(slug=OuterRef("forum_slug"), is_practice=False)
    body = _standing(OuterRef("subject_body"))
    rows = (
        events.annotate(
            of_body=KeyTextTransform("body", "details"),
            forum_slug=Replace("subject", Value("forum:"), Value("")),
            subject_body=Replace("subject", Value("body:"), Value("")),
        )
        .filter(~Exists(practice))
        .annotate(
            of_body_name=of_body("name"),
            of_body_page=of_body("slug"),
            # An entry that was merged into another has no page of its own any more.
            forum_page=Subquery(forum.values(page=Coalesce(F("merged_into__slug"), F("slug")))[:1]),
            body_page=body("slug"),
        )[:limit]
    )
    return [_change(event) for event in rows]


def _standing(slug: OuterRef) -> Callable[[str], Coalesce]:
    """A column of the real body with this slug, or of the one that it was merged into."""
    own = Body.objects.filter(slug=slug, is_practice=False)
    merged = MergedBody.objects.filter(slug=slug, body__is_practice=False)
    return lambda column: Coalesce(
        Subquery(own.values(column)[:1]), Subquery(merged.values(f"body__{column}")[:1])
    )


def _change(event: Any) -> Change:
    noun, _, identifier = event.subject.partition(":")
    details = event.details if isinstance(event.details, dict) else {}
    words = words_of_kind(event.kind)
    name = str(details.get("name") or identifier)
    body_name = event.of_body_name or ""
    address = _address(event, noun, identifier, details)
    body_address = reverse("register:body", args=[event.of_body_page]) if body_name else ""
    page = _proposal_page(details) if event.kind == "proposal.answered" else ""
    changed = details.get("changes")
    filled = {key: Part(value_text(key, value)) for key, value in details.items() if value}
    filled["figure"] = Part(figure_text(changed) if isinstance(changed, dict) else "")
    filled |= {"name": Part(name, address), "body": Part(body_name, body_address)}
    if page:
        filled["proposal"] = Part(gettext(proposal_words(details.get("field"))), page)
    count = details.get("figures")
    is_several = words.several and isinstance(count, int) and count > 1
    parts = _parts(gettext(words.several if is_several else words.sentence), filled)
    if parts is None:
        parts = _parts(gettext(words.alone), filled) or []
    return Change(
        id=event.pk,
        at=event.at,
        kind=event.kind,
        title=gettext(words.title),
        subject=event.subject,
        name=name,
        sentence="".join(part.text for part in parts),
        address=address,
        body_slug=event.of_body_page if body_name else "",
        body_name=body_name,
        parts=parts,
        differences=_differences(changed),
        page=page,
    )


_PLACE = re.compile(r"%\((\w+)\)s")


def _parts(sentence: str, filled: Mapping[str, Part]) -> list[Part] | None:
    """The sentence with its places filled, part by part; None when one cannot be filled."""
    pieces = _PLACE.split(sentence)  # words and names of places by turns
    if any(name not in filled or not filled[name].text for name in pieces[1::2]):
        return None
    parts = [
        filled[piece] if number % 2 else Part(piece.replace("%%", "%"))
        for number, piece in enumerate(pieces)
    ]
    return [part for part in parts if part.text]


def _address(event: Any, noun: str, identifier: str, details: Mapping[str, object]) -> str:
    if event.forum_page:
        return reverse("register:forum", args=[event.forum_page])
    version = details.get("version")
    if event.body_page and event.kind == "plan.published" and isinstance(version, int):
        return reverse("register:plan-version", args=[event.body_page, version])
    consultation = details.get("consultation")
    if event.body_page and isinstance(consultation, str):
        return reverse("register:consultation", args=[event.body_page, consultation])
    if event.body_page:
        return reverse("register:body", args=[event.body_page])
    if noun in _PAGES:
        try:
            return reverse(_PAGES[noun], args=[identifier])
        except NoReverseMatch:
            return ""
    return ""


def _proposal_page(details: Mapping[str, object]) -> str:
    """Where a proposal stands with its answer. Only those that are published are public events."""
    try:
        return reverse("register:proposal", args=[details["proposal"]])
    except (KeyError, NoReverseMatch):
        return ""


def _differences(changed: object) -> list[Difference]:
    """The fields that changed, as the trail keeps them: {field: [before, after]}."""
    if not isinstance(changed, dict):
        return []
    found = []
    for field in sorted(changed, key=place_of_field):  # JSON in the database keeps no order
        values = changed[field]
        if not isinstance(values, list) or len(values) != 2:
            continue
        if field == "figures" and (lines := figure_lines(values[1])):
            found += [
                _difference_of_figure(kind or gettext(field_words(field)), said)
                for kind, said in lines
            ]
            continue
        before, after = (value_text(field, value) for value in values)
        if before != after:
            found.append(_difference(field, before, after))
    return found


def _difference_of_figure(kind: str, said: str) -> Difference:
    return Difference(field=kind, before="", after=said, pieces=())


def _difference(field: str, before: str, after: str) -> Difference:
    is_long = bool(before and after) and max(len(before), len(after)) > _LONG
    return Difference(
        field=gettext(field_words(field)),
        before=before,
        after=after,
        pieces=differences.pieces_of(before, after) if is_long else (),
    )
