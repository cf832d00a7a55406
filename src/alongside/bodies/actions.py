"""Writing bodies and the roles people hold in them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from alongside.accounts import actions as accounts
from alongside.accounts.domain.roles import Role
from alongside.accounts.models import User
from alongside.audit import actions as audit
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.models import Body, BodyIdentifier, Membership


@transaction.atomic
def record_body(
    *,
    slug: str,
    name: str,
    kind: BodyKind,
    acronym: str = "",
    parent: Body | None = None,
    remit: str = "",
    website: str = "",
    contact_email: str = "",
    lawful_basis: str = "",
    identifiers: Mapping[str, str] | None = None,
    is_practice: bool = False,
    by: str,
    at: datetime,
) -> Body:
    """Adds the body, or brings the one with this slug up to date. Nothing is deleted."""
    body, added = Body.objects.update_or_create(
        slug=slug,
        defaults={
            "name": name,
            "kind": kind.value,
            "acronym": acronym,
            "parent": parent,
            "remit": remit,
            "website": website,
            "contact_email": contact_email,
            "lawful_basis": lawful_basis,
            "is_practice": is_practice,
        },
    )
    for scheme, value in (identifiers or {}).items():
        BodyIdentifier.objects.get_or_create(body=body, scheme=scheme, value=value)
    audit.record(
        kind="body.added" if added else "body.updated", actor=by, subject=f"body:{slug}", at=at
    )
    return body


class NameTaken(Exception):
    """Somebody else signs in with this name."""


@transaction.atomic
def add_person(
    *,
    username: str,
    email: str,
    display_name: str,
    password: str,
    role: Role,
    body: Body | None,
    by: str,
    at: datetime,
) -> Membership:
    """Adds a person with a first role. Raises NameTaken when the sign-in name is in use."""
    if User.objects.filter(username__iexact=username).exists():
        raise NameTaken("Somebody else signs in with this name. Choose another one.")
    user = accounts.add_user(
        username=username, email=email, display_name=display_name, password=password
    )
    audit.record(kind="user.added", actor=by, subject=f"user:{username}", at=at)
    return grant_role(user=user, role=role, body=body, by=by, at=at)


@transaction.atomic
def grant_role(*, user: User, role: Role, body: Body | None, by: str, at: datetime) -> Membership:
    """Gives a person a role; a role already held stays as it is."""
    membership, added = Membership.objects.get_or_create(user=user, role=role.value, body=body)
    if added:
        audit.record(
            kind="role.granted",
            actor=by,
            subject=f"user:{user.username}",
            at=at,
            details={"role": role.value, "body": body.slug if body else None},
        )
    return membership
