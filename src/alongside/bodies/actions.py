"""Writing bodies and the roles people hold in them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from alongside.accounts import actions as accounts
from alongside.accounts.domain.roles import Role
from alongside.accounts.models import User
from alongside.audit import actions as audit
from alongside.bodies.domain.facts import (
    LONGEST_SLUG,
    RESERVED_SLUGS,
    Facts,
    Fault,
    Identifier,
    TopicParts,
    faults_of,
    other_names_of,
    tidy,
)
from alongside.bodies.domain.hierarchy import (
    loop_through,
    parent_loop_sentence,
    successor_loop_sentence,
)
from alongside.bodies.domain.kinds import BodyKind, ClosedHow
from alongside.bodies.models import Body, BodyIdentifier, Membership, RemitTopic
from alongside.bodies.queries import (
    fingerprint_of,
    one_at_a_time,
    parent_edges,
    standing_slug,
    statement_of,
    successor_edges,
)
from alongside.bodies.search import refresh_search


class BodyRefused(Exception):
    """What was to be recorded of a body is at fault; `faults` say it field by field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(" ".join(fault.sentence for fault in faults))
        self.faults = tuple(faults)


class ChangedMeanwhile(Exception):
    """Somebody changed the entry after it was shown to the person who saves now."""


@transaction.atomic
def record_body(
    *,
    slug: str,
    name: str,
    kind: BodyKind,
    acronym: str = "",
    other_names: Sequence[str] = (),
    parent: Body | None = None,
    other_parents: Sequence[Body] = (),
    jurisdiction: str = "",
    founded_on: date | None = None,
    closed_on: date | None = None,
    closed_how: ClosedHow | None = None,
    successors: Sequence[Body] = (),
    remit: str = "",
    topics: Sequence[TopicParts] = (),
    website: str = "",
    contact_email: str = "",
    lawful_basis: str = "",
    identifiers: Sequence[Identifier] = (),
    drop_identifiers: Sequence[Identifier] = (),
    is_practice: bool = False,
    seen: str = "",
    by: str,
    at: datetime,
) -> Body:
    """Adds the body, or brings the one with this slug up to date.

    What is given is the whole of what the register says of the body: what is left out is emptied.
    Identifiers alone are only added, save those in `drop_identifiers`. `topics` are (scheme, code,
    label), `identifiers` (scheme, value), any number of each scheme. An update that changes
    nothing leaves no trace. Raises BodyRefused with everything that is wrong, for circles of
    parents or successors and for identifiers that another body holds, too. `seen` is the
    `fingerprint_of` the body as it was shown; raises ChangedMeanwhile when it is another one now.
    """
    one_at_a_time()
    body = _standing(slug)
    before = statement_of(body) if body else {}
    if seen and seen != fingerprint_of(before):
        raise ChangedMeanwhile(
            "Somebody changed this entry while you were editing it. Compare what you typed with "
            "the entry below, and save again."
        )
    facts = Facts(
        name=tidy(name),
        acronym=tidy(acronym),
        other_names=other_names_of(other_names, besides=tidy(name)),
        jurisdiction=jurisdiction,
        founded_on=founded_on,
        closed_on=closed_on,
        closed_how=closed_how.value if closed_how else "",
        remit=remit.strip(),
        website=website,
        topics=topics,
        identifiers=identifiers,
    )
    sponsors = [found for found in dict.fromkeys(other_parents) if found != parent]
    _refuse(
        [
            *faults_of(facts, today=timezone.localdate(at)),
            *_faults_of_slug(slug, is_new=body is None),
            *_identifiers_taken(identifiers, body),
            *_relatives_at_fault(
                body,
                facts,
                slug,
                parents=[*filter(None, [parent]), *sponsors],
                successors=successors,
                is_practice=is_practice,
            ),
        ]
    )
    body = body or Body(slug=slug)
    body.name, body.kind, body.acronym = facts.name, kind.value, facts.acronym
    body.other_names, body.jurisdiction = list(facts.other_names), jurisdiction
    body.founded_on, body.closed_on, body.closed_how = founded_on, closed_on, facts.closed_how
    body.parent, body.remit, body.website = parent, facts.remit, website
    body.contact_email, body.lawful_basis = contact_email, lawful_basis
    body.is_practice = is_practice
    body.save()
    body.other_parents.set(sponsors)
    body.successors.set(successors)
    _set_topics(body, topics)
    for scheme, value in drop_identifiers:
        BodyIdentifier.objects.filter(body=body, scheme=scheme, value=value).delete()
    for scheme, value in identifiers:
        BodyIdentifier.objects.get_or_create(body=body, scheme=scheme, value=value)
    _tell(body, before, by=by, at=at)
    refresh_search([body.pk])
    return body


@transaction.atomic
def close_body(
    *,
    slug: str,
    how: ClosedHow,
    on: date | None = None,
    successors: Sequence[Body] = (),
    by: str,
    at: datetime,
) -> Body:
    """The body is closed; what it was stays in the register. `on`: None when the day is not known.

    Successors are added to those that stand. Raises Body.DoesNotExist, and BodyRefused.
    """
    one_at_a_time()
    body = _standing(slug)
    if body is None:
        raise Body.DoesNotExist(slug)
    before = statement_of(body)
    heirs = list(dict.fromkeys([*body.successors.all(), *successors]))
    facts = Facts(name=body.name, founded_on=body.founded_on, closed_on=on, closed_how=how.value)
    _refuse(
        [
            *faults_of(facts, today=timezone.localdate(at)),
            *_relatives_at_fault(
                body, facts, slug, parents=(), successors=heirs, is_practice=body.is_practice
            ),
        ]
    )
    body.closed_how, body.closed_on = how.value, on
    body.save(update_fields=["closed_how", "closed_on"])
    body.successors.set(heirs)
    _tell(body, before, by=by, at=at)
    return body


@transaction.atomic
def add_topics(*, slug: str, topics: Sequence[TopicParts], by: str, at: datetime) -> int:
    """Adds topics to the body's remit and says how many were new. Raises BodyRefused."""
    one_at_a_time()
    body = Body.objects.select_for_update().get(slug=slug)
    before = statement_of(body)
    _refuse(faults_of(Facts(name=body.name, topics=topics), today=timezone.localdate(at)))
    held = {(topic.scheme, topic.code) for topic in body.topics.all()}
    new = [parts for parts in topics if parts[:2] not in held]
    if new:
        _add_topics(body, new)
        _tell(body, before, by=by, at=at)
        refresh_search([body.pk])
    return len(new)


def _standing(slug: str) -> Body | None:
    return Body.objects.select_for_update(of=("self",)).filter(slug=slug).first()


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise BodyRefused(faults)


def _faults_of_slug(slug: str, *, is_new: bool) -> Iterator[Fault]:
    if is_new and (
        slug in RESERVED_SLUGS or slugify(slug) != slug or not 0 < len(slug) <= LONGEST_SLUG
    ):
        yield Fault(
            "slug", "Give an identifier of small letters, digits and hyphens, such as home-office."
        )
    if is_new and (standing := standing_slug(slug)):
        yield Fault("slug", f"This identifier leads to {standing} for good. Choose another one.")


def _identifiers_taken(identifiers: Sequence[Identifier], body: Body | None) -> Iterator[Fault]:
    wanted = Q()
    for scheme, value in identifiers:
        wanted |= Q(scheme=scheme, value=value)
    if not wanted:
        return
    taken = BodyIdentifier.objects.filter(wanted).select_related("body")
    for held in taken.exclude(body=body):
        yield Fault(
            "identifiers",
            f"{held.scheme} {held.value} is an identifier of {held.body.name}. "
            "Two bodies cannot share one.",
        )


def _relatives_at_fault(
    body: Body | None,
    facts: Facts,
    slug: str,
    *,
    parents: Sequence[Body],
    successors: Sequence[Body],
    is_practice: bool,
) -> Iterator[Fault]:
    if any(relative.is_practice != is_practice for relative in (*parents, *successors)):
        yield Fault(
            "parent", "Practice bodies have practice relatives only, real bodies real ones."
        )
    names = {slug: facts.name}
    names |= {relative.slug: relative.name for relative in (*parents, *successors)}
    if parents and (loop := loop_through(slug, {**parent_edges(), slug: _slugs(parents)})):
        yield Fault("parent", parent_loop_sentence(_names_of(loop, names)))
    if successors and (loop := loop_through(slug, {**successor_edges(), slug: _slugs(successors)})):
        yield Fault("successors", successor_loop_sentence(_names_of(loop, names)))


def _slugs(found: Sequence[Body]) -> list[str]:
    return [body.slug for body in found]


def _names_of(slugs: Sequence[str], known: Mapping[str, str]) -> list[str]:
    missing = [slug for slug in slugs if slug not in known]
    found = dict(Body.objects.filter(slug__in=missing).values_list("slug", "name"))
    return [known.get(slug) or found[slug] for slug in slugs]


def _set_topics(body: Body, topics: Sequence[TopicParts]) -> None:
    wanted = {(scheme, code): label for scheme, code, label in topics}
    for topic in body.topics.all():
        if wanted.get((topic.scheme, topic.code)) == topic.label:
            del wanted[topic.scheme, topic.code]
        else:
            topic.delete()
    _add_topics(body, [(scheme, code, label) for (scheme, code), label in wanted.items()])


def _add_topics(body: Body, topics: Sequence[TopicParts]) -> None:
    RemitTopic.objects.bulk_create(
        RemitTopic(body=body, scheme=scheme, code=code, label=label)
        for scheme, code, label in topics
    )


def _tell(body: Body, before: Mapping[str, object], *, by: str, at: datetime) -> None:
    after = statement_of(body)
    changes = audit.changes_between(before, after) if before else {}
    if before and not changes:
        return
    kind = "body.updated" if before else "body.added"
    if before and not before["closed_how"] and body.closed_how:
        kind = "body.closed"
    audit.record(
        kind=kind,
        actor=by,
        subject=f"body:{body.slug}",
        at=at,
        details={"name": body.name, "changes": changes},
        public=not body.is_practice,
    )


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
