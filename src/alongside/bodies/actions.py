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


class OwnAccess(Exception):
    """Nobody shuts themselves out: another administrator does that."""


@transaction.atomic
def end_role(*, membership_id: int, by: User, at: datetime) -> None:
    """Ends a role; what the person did stays. Raises OwnAccess for one's own administrator role."""
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "body")
        .get(pk=membership_id)
    )
    if membership.user_id == by.pk and membership.role == Role.ADMINISTRATOR:
        raise OwnAccess(
            "You cannot end your own administrator role. Ask another administrator to do it."
        )
    membership.delete()
    audit.record(
        kind="role.ended",
        actor=by.username,
        subject=f"user:{membership.user.username}",
        at=at,
        details={
            "role": membership.role,
            "body": membership.body.slug if membership.body else None,
        },
    )


@transaction.atomic
def stop_sign_in(*, user_id: int, by: User, at: datetime) -> User:
    """The person can no longer sign in, and is signed out. Raises OwnAccess for oneself."""
    if user_id == by.pk:
        raise OwnAccess("You cannot stop your own sign-in. Ask another administrator to do it.")
    return _set_sign_in(user_id, allowed=False, kind="user.stopped", by=by, at=at)


@transaction.atomic
def allow_sign_in(*, user_id: int, by: User, at: datetime) -> User:
    """A stopped person may sign in again, with the roles held until now."""
    return _set_sign_in(user_id, allowed=True, kind="user.allowed", by=by, at=at)


def _set_sign_in(user_id: int, *, allowed: bool, kind: str, by: User, at: datetime) -> User:
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_active != allowed:
        accounts.set_sign_in(user=user, allowed=allowed, at=at)
        audit.record(kind=kind, actor=by.username, subject=f"user:{user.username}", at=at)
    return user
