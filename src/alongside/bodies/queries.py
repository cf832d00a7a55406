"""Reading bodies, and what a person may do for which of them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from alongside.accounts.domain.roles import Permission, Role, allows
from alongside.accounts.models import User
from alongside.bodies.models import Body, BodyIdentifier, BodyQuerySet, Membership


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
    return Body.objects.select_related("parent").order_by("name")


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


@dataclass(frozen=True, slots=True)
class Child:
    """A body that belongs to another."""

    slug: str
    name: str


def get_body_with_family(slug: str) -> tuple[Body, list[Child], list[tuple[str, str]]]:
    """The body with its parent; its children; its identifiers as (scheme, value). One query.

    Raises Body.DoesNotExist.
    """
    children = Body.objects.filter(parent=OuterRef("pk"), is_practice=OuterRef("is_practice"))
    identifiers = BodyIdentifier.objects.filter(body=OuterRef("pk"))
    body: Any = (
        Body.objects.select_related("parent")
        .annotate(
            child_rows=ArraySubquery(
                children.order_by("name").values(row=JSONObject(slug="slug", name="name"))
            ),
            identifier_rows=ArraySubquery(
                identifiers.order_by("scheme", "value").values(
                    row=JSONObject(scheme="scheme", value="value")
                )
            ),
        )
        .get(slug=slug)
    )
    return (
        body,
        [Child(**row) for row in body.child_rows],
        [(row["scheme"], row["value"]) for row in body.identifier_rows],
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the service with the roles held now; none, when all have ended."""

    user: User
    roles: list[Membership]


def people() -> list[Person]:
    """Who holds which role where, by person, in two queries."""
    held: dict[int, list[Membership]] = {}
    for membership in Membership.objects.select_related("body").order_by("role", "body__name"):
        held.setdefault(membership.user_id, []).append(membership)
    return [
        Person(user, held.get(user.pk, []))
        for user in User.objects.order_by("display_name", "username")
    ]
