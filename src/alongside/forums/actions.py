"""Writing forums, measures, listings and official accounts."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify

from alongside.accounts.domain.roles import Permission
from alongside.accounts.models import User
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.connectors.port import BoardStatistics
from alongside.core import sealed
from alongside.fetching.errors import NotPermitted
from alongside.fetching.guard import check_url
from alongside.forums.domain.kinds import Bound, ForumLife, MeasureMethod
from alongside.forums.models import Board, Forum, Listing, Measure, OfficialAccount


class ForumError(Exception):
    """Something about a forum that cannot be done; the message is for the person who asked."""


class AlreadyRegistered(ForumError):
    """The handle stands in the register for this forum already."""


@transaction.atomic
def record_forum(
    *,
    slug: str,
    name: str,
    address: str = "",
    operator_name: str = "",
    subject: str = "",
    area: str = "",
    engine: str = "",
    life: ForumLife = ForumLife.UNKNOWN,
    is_practice: bool = False,
    by: str,
    at: datetime,
) -> Forum:
    """Adds the forum, or brings the one with this slug up to date."""
    forum, added = Forum.objects.update_or_create(
        slug=slug,
        defaults={
            "name": name,
            "address": address.rstrip("/"),
            "operator_name": operator_name,
            "subject": subject,
            "area": area,
            "engine": engine,
            "life": life.value,
            "is_practice": is_practice,
        },
        create_defaults={
            "name": name,
            "address": address.rstrip("/"),
            "operator_name": operator_name,
            "subject": subject,
            "area": area,
            "engine": engine,
            "life": life.value,
            "is_practice": is_practice,
            "added_at": at,
        },
    )
    audit.record(
        kind="forum.added" if added else "forum.updated", actor=by, subject=f"forum:{slug}", at=at
    )
    return forum


class NotAllowed(ForumError):
    """The person's roles do not cover this."""


class AddressRefused(ForumError):
    """No forum can be reached at this address from the internet."""


class AddressTaken(ForumError):
    """Another forum of the register stands at this address."""


@transaction.atomic
def add_forum(
    *,
    name: str,
    address: str,
    operator_name: str,
    subject: str,
    area: str,
    engine: str,
    house_rules_address: str,
    by: Duty,
    at: datetime,
) -> Forum:
    """Adds a forum to the register, known by its name in our addresses.

    Raises NotAllowed, AddressRefused for anything but a public https address, and AddressTaken
    when a forum stands there already: case, "www." and a closing slash make no difference.
    """
    if not by.may(Permission.LEAD):
        raise NotAllowed("Your role does not allow this. Ask your engagement lead.")
    address = _public_address(address)
    place = _place(address)
    for other in Forum.objects.exclude(address=""):
        if _place(other.address) == place:
            raise AddressTaken(f"{other.name} stands at this address already.")
    forum = Forum.objects.create(
        slug=_free_slug(name),
        name=name,
        address=address,
        operator_name=operator_name,
        subject=subject,
        area=area,
        engine=engine,
        house_rules_address=house_rules_address,
        added_at=at,
    )
    audit.record(kind="forum.added", actor=by.user.username, subject=f"forum:{forum.slug}", at=at)
    return forum


def _public_address(address: str) -> str:
    """The address with its host in lower case and no closing slash. Raises AddressRefused."""
    try:
        check_url(address.strip())
        parts = urlsplit(address.strip())
    except (NotPermitted, ValueError) as exc:
        raise AddressRefused(str(exc)) from exc
    if parts.scheme != "https":
        raise AddressRefused("Give an address that begins with https://")
    if parts.query or parts.fragment:
        raise AddressRefused(
            "Give the address of the forum’s front page, without anything after ? or #."
        )
    return f"https://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _place(address: str) -> str:
    """What two spellings of one address have in common."""
    parts = urlsplit(address.lower())
    return f"{parts.netloc.removeprefix('www.').removesuffix(':443')}{parts.path.rstrip('/')}"


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:90].strip("-") or "forum"
    taken = set(Forum.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@transaction.atomic
def record_measure(
    *,
    forum: Forum,
    kind: str,
    value: Decimal,
    unit: str,
    bound: Bound,
    period: str,
    method: MeasureMethod,
    asserted_by: str,
    source: str,
    dated: str,
    source_address: str = "",
    quotation: str = "",
    by: str,
    at: datetime,
) -> Measure:
    """Adds one figure, once: the same kind from the same source and date is not told twice."""
    measure, added = Measure.objects.get_or_create(
        forum=forum,
        kind=kind,
        source=source,
        dated=dated,
        period=period,
        defaults={
            "value": value,
            "unit": unit,
            "bound": bound.value,
            "method": method.value,
            "asserted_by": asserted_by,
            "source_address": source_address,
            "quotation": quotation,
            "recorded_at": at,
        },
    )
    if added:
        audit.record(
            kind="measure.recorded",
            actor=by,
            subject=f"forum:{forum.slug}",
            at=at,
            details={"kind": kind, "dated": dated},
        )
    return measure


@transaction.atomic
def record_boards(*, forum: Forum, boards: Sequence[BoardStatistics]) -> None:
    """Brings the forum's boards up to date with what its pages show. Boards gone stay."""
    for board in boards:
        Board.objects.update_or_create(
            forum=forum,
            external_id=board.external_id,
            defaults={"name": board.name, "slug": board.slug, "address": board.address},
        )


@transaction.atomic
def list_forum(
    *, forum: Forum, body: Body, reason: str, on: date, by: str, at: datetime
) -> Listing:
    """The body lists the forum as major; a listing that stands is kept."""
    listing, added = Listing.objects.get_or_create(
        forum=forum, body=body, delisted_on=None, defaults={"reason": reason, "listed_on": on}
    )
    if added:
        audit.record(
            kind="forum.listed",
            actor=by,
            subject=f"forum:{forum.slug}",
            at=at,
            details={"body": body.slug},
        )
    return listing


@transaction.atomic
def open_account(
    *,
    forum: Forum,
    body: Body,
    handle: str,
    secret: str,
    profile_address: str = "",
    by: User | None,
    at: datetime,
) -> OfficialAccount:
    """Registers the body's official account; its secret is sealed before it is stored.

    An account that the body registered before is taken up again, with the secret given now (none:
    answers are posted by hand). Another account that it used in this forum until now is retired.
    Raises AlreadyRegistered when the handle stands in the register for another body,
    and ForumError when one of forum and body is for practice and the other is real.
    """
    if forum.is_practice != body.is_practice:
        raise ForumError(
            "A practice body has accounts in practice forums only, a real body in real ones."
        )
    known = (
        OfficialAccount.objects.select_for_update()
        .filter(forum=forum, handle__iexact=handle)
        .first()
    )
    if known is not None and known.body_id != body.pk:
        raise AlreadyRegistered(
            f"The account {handle} is registered for another body in {forum.name}. "
            "Give the name of an account that your body owns."
        )
    account = known or OfficialAccount(forum=forum, body=body, handle=handle, opened_at=at)
    others = OfficialAccount.objects.filter(forum=forum, body=body, retired_at=None)
    others.exclude(pk=account.pk).update(retired_at=at, sealed_secret="")
    account.profile_address = profile_address or account.profile_address
    account.sealed_secret = sealed.seal(secret) if secret else ""
    account.opened_by, account.retired_at = by, None
    account.save()
    audit.record(
        kind="account.opened" if known is None else "account.taken_up",
        actor=by.username if by else audit.WORKER,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"body": body.slug, "handle": account.handle},
    )
    return account


@transaction.atomic
def retire_account(*, account_id: int, by: User, at: datetime) -> OfficialAccount:
    """Ends the use of an official account and forgets its secret."""
    account = OfficialAccount.objects.select_for_update().get(pk=account_id)
    if account.retired_at is None:
        account.retired_at, account.sealed_secret = at, ""
        account.save(update_fields=["retired_at", "sealed_secret"])
        audit.record(
            kind="account.retired",
            actor=by.username,
            subject=f"forum:{account.forum.slug}",
            at=at,
            details={"handle": account.handle},
        )
    return account
