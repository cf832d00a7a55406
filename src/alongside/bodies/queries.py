"""Reading bodies, and what a person may do for which of them."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.text import slugify

from alongside.accounts.domain.roles import Permission, Role, allows
from alongside.accounts.models import User
from alongside.bodies.domain.facts import LONGEST_SLUG, RESERVED_SLUGS
from alongside.bodies.domain.kinds import CLOSED_WORDS, KIND_WORDS, BodyKind, ClosedHow
from alongside.bodies.models import (
    Body,
    BodyIdentifier,
    BodyQuerySet,
    Membership,
    MergedBody,
    RemitTopic,
)
from alongside.core.letters import name_key
from alongside.core.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Duty:
    """What one person may do: roles per body, and roles held for all bodies."""

    user: User
    roles_by_body: dict[int, frozenset[Role]]
    central_roles: frozenset[Role]

    def may(self, permission: Permission, *, body_id: int | None = None) -> bool:
        """Whether the person may do it for the body; without a body: for any at all."""
        if allows(self.central_roles, permission):
            return True
        if body_id is not None:
            return allows(self.roles_by_body.get(body_id, frozenset()), permission)
        return any(allows(roles, permission) for roles in self.roles_by_body.values())

    def body_ids(self, permission: Permission) -> list[int]:
        """Bodies for which the person holds the permission by a role there."""
        return [pk for pk, roles in self.roles_by_body.items() if allows(roles, permission)]


def duty_of(user: User) -> Duty:
    """The person's roles, in one query. Somebody inactive has none."""
    by_body: dict[int, set[Role]] = {}
    central: set[Role] = set()
    if user.is_active:
        for body_id, role in Membership.objects.filter(user=user).values_list("body_id", "role"):
            if body_id is None:
                central.add(Role(role))
            else:
                by_body.setdefault(body_id, set()).add(Role(role))
    return Duty(
        user=user,
        roles_by_body={pk: frozenset(roles) for pk, roles in by_body.items()},
        central_roles=frozenset(central),
    )


def bodies() -> BodyQuerySet:
    """All bodies by name, each with its parent."""
    return Body.objects.select_related("parent").order_by("name_key", "pk")


def bodies_visible_to(duty: Duty) -> BodyQuerySet:
    """Bodies whose work the person may see in the workspace."""
    if duty.may(Permission.OVERSEE):
        return bodies()
    return bodies().filter(pk__in=duty.body_ids(Permission.SEE_WORKSPACE))


def get_body(slug: str) -> Body:
    """The body with its parent, children and identifiers. Raises Body.DoesNotExist."""
    return (
        Body.objects.select_related("parent")
        .prefetch_related("children", "identifiers")
        .get(slug=slug)
    )


def standing_slug(slug: str) -> str | None:
    """Of the entry that another with this slug was merged into; None: none was."""
    merged = MergedBody.objects.filter(slug=slug).values_list("body__slug", flat=True)
    return merged.first()


def former_slugs(slug: str) -> list[str]:
    """Of entries that were merged into the body."""
    return list(MergedBody.objects.filter(body__slug=slug).values_list("slug", flat=True))


@dataclass(frozen=True, slots=True)
class Relative:
    """A body that another belongs to, has, replaced, or was replaced by."""

    slug: str
    name: str
    acronym: str
    kind: str
    closed_how: str
    closed_on: date | None

    @property
    def short_name(self) -> str:
        return self.acronym or self.name

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[BodyKind(self.kind)]

    @property
    def is_closed(self) -> bool:
        return self.closed_how != ""

    @property
    def closed_words(self) -> str:
        return CLOSED_WORDS[ClosedHow(self.closed_how)] if self.closed_how else ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of a body's remit, from the list of topics that the scheme names."""

    scheme: str
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Family:
    """A body and all that belongs to it; every list is by name, and holds no body twice.

    Real bodies have real relatives only, and practice bodies practice ones.
    """

    body: Body  # its parent is loaded
    other_parents: list[Relative]  # sponsors besides `body.parent`
    children: list[Relative]  # whose parent it is, and whom it sponsors; closed ones too
    successors: list[Relative]  # took over from it
    predecessors: list[Relative]  # whom it took over from
    topics: list[Topic]
    identifiers: list[tuple[str, str]]  # (scheme, value)
    merged_slugs: list[str]  # of entries that turned out to be this body

    @property
    def open_children(self) -> list[Relative]:
        return [child for child in self.children if not child.is_closed]

    @property
    def closed_children(self) -> list[Relative]:
        return [child for child in self.children if child.is_closed]


def family_of(slug: str) -> Family:
    """The body with parents, children, successors, predecessors, topics and identifiers.

    One query, whatever the size of the family. Raises Body.DoesNotExist.
    """
    found = _FAMILIES(slug=slug)
    if not found:
        raise Body.DoesNotExist(slug)
    return family_in(found[0])


def family_in(body: Any) -> Family:
    """The family that came with a body of `families`."""
    return Family(
        body=body,
        other_parents=_relatives(body.other_parent_rows),
        children=_relatives(_together(body.child_rows, body.sponsored_rows)),
        successors=_relatives(body.successor_rows),
        predecessors=_relatives(body.predecessor_rows),
        topics=[Topic(**row) for row in body.topic_rows],
        identifiers=[(row["scheme"], row["value"]) for row in body.identifier_rows],
        merged_slugs=body.merged_rows,
    )


def families() -> QuerySet[Body]:
    """Bodies, each with its family, which `family_in` reads."""
    relatives = {
        "other_parent_rows": Body.objects.filter(other_children=OuterRef("pk")),
        # As one question with two conditions they would be asked of every body there is.
        "child_rows": Body.objects.filter(parent=OuterRef("pk")),
        "sponsored_rows": Body.objects.filter(other_parents=OuterRef("pk")),
        "successor_rows": Body.objects.filter(predecessors=OuterRef("pk")),
        "predecessor_rows": Body.objects.filter(successors=OuterRef("pk")),
    }
    fields = {name: name for name in Relative.__dataclass_fields__}
    return (
        Body.objects.select_related("parent")
        .annotate(
            **{
                name: ArraySubquery(
                    found.filter(is_practice=OuterRef("is_practice"))
                    .order_by("name_key", "slug")
                    .values(row=JSONObject(**fields))
                )
                for name, found in relatives.items()
            },
            topic_rows=ArraySubquery(
                RemitTopic.objects.filter(body=OuterRef("pk"))
                .order_by("label", "scheme", "code")
                .values(row=JSONObject(scheme="scheme", code="code", label="label"))
            ),
            identifier_rows=ArraySubquery(
                BodyIdentifier.objects.filter(body=OuterRef("pk"))
                .order_by("scheme", "value")
                .values(row=JSONObject(scheme="scheme", value="value"))
            ),
            merged_rows=ArraySubquery(
                MergedBody.objects.filter(body=OuterRef("pk")).order_by("slug").values("slug")
            ),
        )
        .defer("search", *(f"parent__{name}" for name in _NOT_OF_A_PARENT))
    )


# What no page tells of a parent; columns that nobody reads take most of the time of a question.
_NOT_OF_A_PARENT = (
    "other_names",
    "parent",
    "jurisdiction",
    "founded_on",
    "remit",
    "website",
    "contact_email",
    "lawful_basis",
    "search",
)
_FAMILIES = Prepared(lambda slug: families().filter(slug=slug), slug=str)


def _together(owned: list[dict[str, Any]], sponsored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not sponsored:
        return owned
    found = {row["slug"]: row for row in (*owned, *sponsored)}
    return sorted(found.values(), key=lambda row: (name_key(row["name"]), row["slug"]))


def _relatives(rows: list[dict[str, Any]]) -> list[Relative]:
    # PostgreSQL writes a date into JSON as text.
    return [
        Relative(
            **{
                **row,
                "closed_on": date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
            }
        )
        for row in rows
    ]


def bodies_to_keep(*, text: str = "", closed: bool | None = None) -> BodyQuerySet:
    """Bodies for whoever keeps the register, by name; `text` is a part of a name or identifier.

    `closed`: only closed ones, only open ones, or (None) all.
    """
    found = bodies()
    if closed is not None:
        found = found.exclude(closed_how="") if closed else found.filter(closed_how="")
    if text:
        held = BodyIdentifier.objects.filter(value__iexact=text)
        found = found.filter(
            Q(name__icontains=text)
            | Q(acronym__iexact=text)
            | Q(other_names__icontains=text)
            | Q(slug=text)
            | Q(pk__in=held.values("body"))
        )
    return found


def twins_of(body: Body) -> BodyQuerySet:
    """Bodies that may be the same one: of one name with it, or with one website."""
    names = Q(name_key=body.name_key) | Q(name__in=body.other_names)
    names |= Q(other_names__contains=[body.name])
    if body.website:
        names |= Q(website__in=_spellings(body.website))
    return bodies().filter(names, is_practice=body.is_practice).exclude(pk=body.pk)


def _spellings(website: str) -> list[str]:
    """The address with and without "www.", "s" and a last stroke, which lists write differently."""
    bare = website.partition("://")[2].removeprefix("www.").rstrip("/")
    return [
        f"{scheme}://{www}{bare}{end}"
        for scheme in ("https", "http")
        for www in ("www.", "")
        for end in ("", "/")
    ]


def bodies_called(text: str, *, is_practice: bool = False) -> list[Body]:
    """The body with this identifier here, or else all with this very name or acronym."""
    found = Body.objects.filter(is_practice=is_practice)
    return (
        list(found.filter(slug=text.lower()))
        or list(found.filter(merged__slug=text.lower()))
        or list(found.filter(Q(name__iexact=text) | Q(acronym__iexact=text)).order_by("slug"))
    )


def free_slug(name: str) -> str:
    """An identifier that no body has, made of the name."""
    wanted = slugify(name)[: LONGEST_SLUG - 4].strip("-_") or "body"
    taken = set(Body.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= set(MergedBody.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= RESERVED_SLUGS
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def statement_of(body: Body) -> dict[str, object]:
    """What the register says of the body, as its public history tells it: relatives by name."""
    return {
        "name": body.name,
        "acronym": body.acronym,
        "other_names": list(body.other_names),
        "kind": body.kind,
        "parent": body.parent.name if body.parent else "",
        "other_parents": [found.name for found in body.other_parents.order_by("name")],
        "jurisdiction": body.jurisdiction,
        "founded_on": body.founded_on.isoformat() if body.founded_on else "",
        "closed_on": body.closed_on.isoformat() if body.closed_on else "",
        "closed_how": body.closed_how,
        "successors": [found.name for found in body.successors.order_by("name")],
        "remit": body.remit,
        "topics": [topic.label for topic in body.topics.order_by("label", "scheme")],
        "website": body.website,
        "contact_email": body.contact_email,
        "lawful_basis": body.lawful_basis,
        "identifiers": [str(held) for held in body.identifiers.order_by("scheme", "value")],
    }


def fingerprint_of(statement: dict[str, object]) -> str:
    """The same for the same statement: tells whether an entry is still what somebody saw."""
    return hashlib.sha256(json.dumps(statement, sort_keys=True).encode()).hexdigest()[:32]


def parent_edges() -> dict[str, set[str]]:
    """Of every body that belongs to others, their identifiers here. Two queries."""
    edges: dict[str, set[str]] = {}
    parents = Body.objects.exclude(parent=None).values_list("slug", "parent__slug")
    sponsors = Body.other_parents.through.objects.values_list("from_body__slug", "to_body__slug")
    for child, parent in [*parents, *sponsors]:
        edges.setdefault(child, set()).add(parent)
    return edges


def successor_edges() -> dict[str, set[str]]:
    """Of every body that others took over from, their identifiers here. One query."""
    edges: dict[str, set[str]] = {}
    rows = Body.successors.through.objects.values_list("from_body__slug", "to_body__slug")
    for body, successor in rows:
        edges.setdefault(body, set()).add(successor)
    return edges


# Any number that nothing else in this database locks; it spells "body".
_LOCK = 0x626F6479


def one_at_a_time() -> None:
    """Holds other writers of bodies back until this transaction ends.

    Two changes that are sound alone may close a circle together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the service with the roles held now; none, when all have ended."""

    user: User
    roles: list[Membership]


def people() -> list[Person]:
    """Who holds which role where, by person, in two queries."""
    held: dict[int, list[Membership]] = {}
    for membership in Membership.objects.select_related("body").order_by("role", "body__name_key"):
        held.setdefault(membership.user_id, []).append(membership)
    return [
        Person(user, held.get(user.pk, []))
        for user in User.objects.order_by("display_name", "username")
    ]
