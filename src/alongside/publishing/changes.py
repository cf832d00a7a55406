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
from alongside.publishing.domain.change_fields import list_words, value_text
from alongside.publishing.domain.changes import (
    ChangeGroup,
    kinds_of,
    proposal_words,
    words_of_kind,
)
from alongside.publishing.domain.figure_words import figure_text
from alongside.publishing.field_differences import (
    Difference,
    differences_in,
    fields_said,
    how_said,
)

PAGE_SIZE = 50
EXPORTED = 60  # a page of an export cannot be turned; more would weigh over 150 kB
# Characters of what differs, from which on no further change comes into a page of some 150 kB.
_MOST_TEXT = 40_000
# Where the page of a subject is that is neither a forum nor a body, by the noun of the subject.
_PAGES = {
    "duplicate_check": "register:duplicate-check-record",
    "commitment": "register:commitment",
    "period": "register:period",
}


class NoSuchImport(Exception):
    """No import of this number is on the public trail."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of a sentence, and where they lead; empty: nowhere."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Of which list, and of which file or address, an import took what it changed."""

    list_id: str  # govuk
    file: str  # a name without folders, or an address

    @property
    def words(self) -> str:
        """The list as people call it."""
        known = list_words(self.list_id)
        return gettext(known) if known else gettext("the list %(name)s") % {"name": self.list_id}

    @property
    def address(self) -> str:
        return self.file if self.file.startswith(("https://", "http://")) else ""


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
    is_told: bool = False  # whether the sentence says all that differs
    page: str = ""  # that tells all about the change itself; empty: that of the entry does
    source: Source | None = None  # of what came by an import
    import_id: int | None = None  # the change that tells of all that the same import did

    @property
    def is_import(self) -> bool:
        """Whether it tells of all that an import did; `page` shows them one by one."""
        return is_import(self.kind)

    @property
    def import_page(self) -> str:
        """Where all stands that the same import did; empty: it did nothing else."""
        return reverse("register:import", args=[self.import_id]) if self.import_id else ""

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
    gathered: bool = False,
) -> list[Change]:
    """Changes of the whole register, newest first, in one query.

    `before` is the `id` of a change: only older ones are wanted. A group or body narrows them; an
    unknown body has none. `gathered`: one change in the place of all that an import did; those of
    a body are told one by one all the same.
    """
    events = wanted_events(group=group, body_slug=body_slug)
    if gathered and not body_slug:
        events = events.filter(part_of=None)
    return _read(events, limit=limit, before=before)


def imported(
    number: int, *, limit: int = PAGE_SIZE, before: int | None = None
) -> tuple[Change, list[Change]]:
    """An import and the changes that it made, the last first. Two queries.

    Raises NoSuchImport.
    """
    whole = _read(audit.public_events().filter(pk=number), limit=1, before=None)
    if not whole or not is_import(whole[0].kind):
        raise NoSuchImport(number)
    within = audit.public_events_within(number)
    return whole[0], _read(within, limit=limit, before=before)


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
    lengths = accumulate(
        len(change.sentence) + sum(each.length for each in change.differences) for change in found
    )
    fitting = max(1, sum(length <= _MOST_TEXT for length in lengths))
    shown = found[: min(limit, fitting)]
    return ChangePage(shown, shown[-1].id if len(found) > len(shown) else None)


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
    source = _source(details)
    if is_import(event.kind) and source:
        name, page = source.words, reverse("register:import", args=[event.pk])
    changed = details.get("changes")
    differing = differences_in(changed)
    filled = {key: Part(value_text(key, value)) for key, value in details.items() if value}
    filled["figure"] = Part(figure_text(changed) if isinstance(changed, dict) else "")
    filled["fields"] = Part(fields_said(differing))
    filled["counts"] = Part(_counts_said(details))
    filled |= {"name": Part(name, address), "body": Part(body_name, body_address)}
    if page:
        filled["proposal"] = Part(gettext(proposal_words(details.get("field"))), page)
    count = details.get("figures")
    is_several = words.several and isinstance(count, int) and count > 1
    parts = _parts(gettext(words.several if is_several else words.sentence), filled)
    how = how_said(differing) if words.fields else ""
    if words.fields and differing:
        with_how = gettext(words.fields).replace("%(how)s", ": %(how)s" if how else "")
        of_fields = _parts(with_how, {**filled, "how": Part(how)})
        parts = _begun_large(of_fields) if of_fields else parts
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
        differences=differing,
        is_told=bool(how),
        page=page,
        source=source,
        import_id=event.part_of,
    )


def is_import(kind: str) -> bool:
    """Whether a change of this kind tells of all that an import did."""
    return kind.endswith(".imported")


def _source(details: Mapping[str, object]) -> Source | None:
    source, file = details.get("source"), details.get("file")
    if not isinstance(source, str) or not source:
        return None
    return Source(source, file if isinstance(file, str) else "")


def _counts_said(details: Mapping[str, object]) -> str:
    """What an import did: "194 added, 337 changed, 56 closed"."""
    counts = {done: count for done in _DONE if isinstance(count := details.get(done), int)}
    if counts.keys() == {"added"}:
        return gettext("all of them new")
    return ", ".join(
        gettext(_DONE[done]) % {"num": value_text("", count)} for done, count in counts.items()
    )


def _begun_large(parts: list[Part]) -> list[Part]:
    """The sentence with a capital letter at its beginning."""
    first = parts[0]
    return [Part(first.text[:1].upper() + first.text[1:], first.href), *parts[1:]]


# What imports count, in the order in which it is told.
_DONE = {
    "added": "%(num)s added",
    "changed": "%(num)s changed",
    "closed": "%(num)s closed",
}
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
