"""Writing official accounts, and what was found when their proof was looked at."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from alongside.accounts.models import User
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.core import sealed
from alongside.fetching.errors import NotPermitted
from alongside.fetching.guard import check_url
from alongside.forums.actions import ForumError
from alongside.forums.credentials import check_due
from alongside.forums.domain.accounts import address_of, clean_name, folded, is_plain
from alongside.forums.domain.facts import fault_of_language, language_of
from alongside.forums.domain.kinds import AccountDirection, VerifiedHow
from alongside.forums.domain.proofs import NOTE_LENGTH, has_folder, on_bodys_site, on_forums_site
from alongside.forums.models import Forum, OfficialAccount, Verification


class NameRefused(ForumError):
    """This cannot be the name of an account as its forum shows it."""


class AlreadyRegistered(NameRefused):
    """The handle stands in the register for this forum already."""


class PracticeMixed(ForumError):
    """One of forum and body is for practice, the other is real."""


class AddressRefused(ForumError):
    """The address can prove nothing about this account."""


class ProfileRefused(AddressRefused):
    """The address cannot be that of this account's profile."""


class PageRefused(AddressRefused):
    """The address cannot be that of a page of its body."""


class LanguageRefused(ForumError):
    """This is no language tag of BCP 47."""


class NotOpen(ForumError):
    """The account is retired: nothing about it is verified any more."""


@transaction.atomic
def open_account(
    *,
    forum: Forum,
    body: Body,
    handle: str,
    secret: str,
    profile_address: str = "",
    named_at_address: str = "",
    language: str = "",
    by: User | None,
    at: datetime,
) -> OfficialAccount:
    """Registers the body's official account; its secret is sealed before it is stored.

    An account that the body registered before is taken up again, with the secret given now (none:
    answers are posted by hand). Another account that it used in this forum until now is retired.
    `named_at_address` is the page of the body's own site that names the account, `language` the
    one in which it writes, by BCP 47. Raises AlreadyRegistered when the handle stands in the
    register for another body, NameRefused for a handle that no forum shows so, AddressRefused for
    addresses that could prove nothing, LanguageRefused, and PracticeMixed when one of forum and
    body is for practice and the other is real.
    """
    if forum.is_practice != body.is_practice:
        raise PracticeMixed(
            "A practice body has accounts in practice forums only, a real body in real ones. "
            "Choose another forum."
        )
    handle = _checked_handle(handle)
    check_profile_address(profile_address, forum=forum)
    check_named_at_address(named_at_address, body=body)
    language = _checked_language(language)
    known = next(
        (
            account
            for account in OfficialAccount.objects.select_for_update().filter(forum=forum)
            if folded(account.handle) == folded(handle)
        ),
        None,
    )
    if known is not None and known.body_id != body.pk:
        raise AlreadyRegistered(
            f"The account {handle} is registered for another body in {forum.name}. "
            "Give the name of an account that your body owns."
        )
    account = known or OfficialAccount(forum=forum, body=body, handle=handle, opened_at=at)
    before = _public_facts(account) if known else {}
    for other in OfficialAccount.objects.select_for_update().filter(
        forum=forum, body=body, retired_at=None
    ):
        if other.pk != account.pk:
            _retire(other, actor=_name_of(by), at=at)
    account.profile_address = profile_address or account.profile_address
    account.named_at_address = named_at_address or account.named_at_address
    account.language = language or account.language
    _keep_secret(account, secret, at=at)
    account.opened_by, account.retired_at = by, None
    account.save()
    _record(
        "account.opened" if known is None else "account.taken_up",
        account,
        actor=_name_of(by),
        at=at,
        changes=audit.changes_between(before, _public_facts(account)),
    )
    return account


@transaction.atomic
def change_account(
    *,
    account_id: int,
    profile_address: str,
    named_at_address: str,
    language: str,
    by: User,
    at: datetime,
) -> OfficialAccount:
    """Says where the account's profile stands, which page of the body's site names it, and in which
    language it writes.

    Raises AddressRefused, LanguageRefused, and NotOpen for a retired account.
    """
    account = _locked(account_id)
    check_profile_address(profile_address, forum=account.forum)
    check_named_at_address(named_at_address, body=account.body)
    before = _public_facts(account)
    account.profile_address, account.named_at_address = profile_address, named_at_address
    account.language = _checked_language(language)
    changes = audit.changes_between(before, _public_facts(account))
    if changes:
        account.save(update_fields=["profile_address", "named_at_address", "language"])
        _record("account.updated", account, actor=by.username, at=at, changes=changes)
    return account


@transaction.atomic
def change_secret(*, account_id: int, secret: str, by: User, at: datetime) -> OfficialAccount:
    """Seals another secret of the account; none: answers are posted by hand from now on.

    A key is used once it was checked (`secret_checks`). Raises NotOpen for a retired account.
    """
    account = _locked(account_id)
    _keep_secret(account, secret, at=at)
    account.save(update_fields=["sealed_secret", "secret_due_at", "secret_problem"])
    audit.record(
        kind="account.secret_changed",
        actor=by.username,
        subject=f"forum:{account.forum.slug}",
        at=at,
        details={"handle": account.handle, "account": account.public_id, "held": bool(secret)},
    )
    return account


@transaction.atomic
def retire_account(*, account_id: int, by: User, at: datetime) -> OfficialAccount:
    """Ends the use of an official account and forgets its secret."""
    account = _with_all(account_id)
    if account.retired_at is None:
        _retire(account, actor=by.username, at=at)
    return account


@transaction.atomic
def record_verification(
    *,
    account_id: int,
    direction: AccountDirection,
    found: bool,
    address: str,
    note: str = "",
    by: User | None,
    at: datetime,
) -> Verification:
    """Records a look at one direction of the account's proof, by a person; without one, by machine.

    `address` is the page that was looked at. The trail tells everybody what a person saw, and of a
    machine's looks those that changed something. Raises NotOpen for a retired account, and
    AddressRefused when the page is not on the body's own site, or not on the forum's: such a page
    proves nothing, whatever it says.
    """
    account = _locked(account_id)
    if not address.strip():
        raise AddressRefused("Give the address of the page that you looked at.")
    if direction is AccountDirection.BODY_NAMES_IT:
        check_named_at_address(address, body=account.body)
    else:
        check_profile_address(address, forum=account.forum)
    before = account.verifications.filter(direction=direction.value).first()
    verification = Verification.objects.create(
        account=account,
        direction=direction.value,
        found=found,
        how=(VerifiedHow.PERSON if by else VerifiedHow.MACHINE).value,
        address=address,
        note=note.replace("\0", "")[:NOTE_LENGTH],
        checked_at=at,
    )
    if by is not None or before is None or before.found != found:
        _record(
            "account.verified",
            account,
            actor=_name_of(by),
            at=at,
            changes={direction.value: [before.found if before else None, found]},
        )
    return verification


def check_profile_address(address: str, *, forum: Forum) -> None:
    """Raises ProfileRefused for a profile that is not a page of its own on the forum's host."""
    if not address:
        return
    _check_address(address, refused=ProfileRefused)
    if forum.address and not on_forums_site(address, forum.address):
        raise ProfileRefused(
            f"The profile must stand in the forum itself, at {forum.address}. Copy its address "
            "from there."
        )
    parts = address_of(address)
    front = address_of(forum.address) if forum.address else None
    if (
        parts is None
        or not (parts.path or parts.query)
        or (front is not None and parts.place == front.place and not parts.query)
    ):
        raise ProfileRefused(
            "This is the address of a whole site. Give that of the account’s own page."
        )


def check_named_at_address(address: str, *, body: Body) -> None:
    """Raises PageRefused for a page that is not on the body's own site."""
    if not address:
        return
    _check_address(address, refused=PageRefused)
    if not body.website:
        raise PageRefused(
            f"The register has no website of {body.name}, so no page can be checked against it. "
            "Have its website added first."
        )
    if not on_bodys_site(address, body.website, shared_domains=settings.ALONGSIDE_OFFICIAL_DOMAINS):
        if has_folder(body.website):
            raise PageRefused(
                f"The page must stand on the site of {body.name}: give an address that is or "
                f"begins with {body.website.rstrip('/')}/."
            )
        raise PageRefused(
            f"The page must stand on the site of {body.name}, {body.website}. A page elsewhere "
            "proves nothing."
        )


def _keep_secret(account: OfficialAccount, secret: str, *, at: datetime) -> None:
    account.sealed_secret = sealed.seal(secret) if secret else ""
    account.secret_due_at = check_due(account.forum, account.sealed_secret, at=at)
    account.secret_problem = ""


def _checked_handle(text: str) -> str:
    """The handle as it was typed: nothing is cut from it. Raises NameRefused.

    What people put around a name when they ask about it can be no part of one, or nobody would
    find the account by it.
    """
    handle = " ".join(text.split())
    if not is_plain(handle):
        raise NameRefused(
            "The name holds letters that cannot be seen, or none at all. Type it as the forum "
            "shows it."
        )
    if clean_name(handle) != handle:
        raise NameRefused(
            "The name has quotes, brackets or punctuation around it. Type it as the forum shows "
            "it, without them."
        )
    return handle


def _checked_language(tag: str) -> str:
    """The tag as it is usually written; empty: nobody said. Raises LanguageRefused."""
    if not tag.strip():
        return ""
    tag = language_of(tag)
    if fault := fault_of_language(tag):
        raise LanguageRefused(fault)
    return tag


def _check_address(address: str, *, refused: type[AddressRefused]) -> None:
    if len(address) > 500:
        raise refused("The address is longer than 500 characters. Give a shorter one.")
    try:
        check_url(address, loopback_origins=frozenset(settings.ALONGSIDE_LOOPBACK_FORUMS))
    except NotPermitted as exc:
        raise refused(str(exc)) from exc


def _retire(account: OfficialAccount, *, actor: str, at: datetime) -> None:
    account.retired_at, account.sealed_secret = at, ""
    account.save(update_fields=["retired_at", "sealed_secret"])
    _record(
        "account.retired",
        account,
        actor=actor,
        at=at,
        changes={"retired_on": [None, at.date().isoformat()]},
    )


def _with_all(account_id: int) -> OfficialAccount:
    return (
        OfficialAccount.objects.select_for_update(of=("self",))
        .select_related("forum", "body")
        .get(pk=account_id)
    )


def _locked(account_id: int) -> OfficialAccount:
    account = _with_all(account_id)
    if account.retired_at is not None:
        raise NotOpen(f"{account.handle} is retired; nothing about it is verified any more.")
    return account


def _public_facts(account: OfficialAccount) -> dict[str, object]:
    return {
        "handle": account.handle,
        "profile_address": account.profile_address,
        "named_at_address": account.named_at_address,
        "language": account.language,
    }


def _name_of(by: User | None) -> str:
    return by.username if by else audit.WORKER


def _record(
    kind: str,
    account: OfficialAccount,
    *,
    actor: str,
    at: datetime,
    changes: dict[str, list[object]],
) -> None:
    forum = account.forum
    audit.record(
        kind=kind,
        actor=actor,
        subject=f"forum:{forum.slug}",
        at=at,
        details={
            "name": forum.name,
            "body": account.body.slug,
            "handle": account.handle,
            "account": account.public_id,
            "changes": changes,
        },
        public=not forum.is_practice,
    )
