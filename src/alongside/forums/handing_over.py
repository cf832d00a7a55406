"""Official accounts of bodies that have closed: each is retired, or handed over to a successor."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.forums.account_actions import PageRefused, check_named_at_address
from alongside.forums.actions import ForumError, NotAllowed
from alongside.forums.credentials import check_due
from alongside.forums.domain.kinds import AccountDirection
from alongside.forums.domain.proofs import on_forums_site
from alongside.forums.lapsed_proofs import let_proof_lapse
from alongside.forums.models import OfficialAccount

_MOST_STEPS = 10  # from a body to whoever took over from its successors


def may_settle(duty: Duty, account: OfficialAccount) -> bool:
    """Whether the person says what becomes of the account of a body that has closed.

    Its engagement lead, and whoever keeps the register: a body that is gone may have no lead.
    """
    return (
        account.retired_at is None
        and account.body.is_closed
        and (
            duty.may(Permission.LEAD, body_id=account.body_id) or duty.may(Permission.KEEP_REGISTER)
        )
    )


def accounts_to_settle(duty: Duty) -> QuerySet[OfficialAccount]:
    """Accounts that nobody retired or handed over when their body closed, oldest closing first."""
    left = (
        OfficialAccount.objects.filter(retired_at=None)
        .exclude(body__closed_how="")
        .select_related("body", "forum")
        .order_by("body__closed_on", "body__name_key", "pk")
    )
    if duty.may(Permission.KEEP_REGISTER):
        return left
    return left.filter(body__in=duty.body_ids(Permission.LEAD))


def profiles_elsewhere(body_ids: Collection[int]) -> list[OfficialAccount]:
    """Accounts of these bodies whose profile is known only where their forum stood before."""
    accounts = (
        OfficialAccount.objects.filter(
            body__in=body_ids, body__closed_how="", retired_at=None, forum__is_practice=False
        )
        .exclude(profile_address="")
        .exclude(forum__address="")
        .select_related("body", "forum")
        .order_by("forum__name_key", "pk")
    )
    return [
        account
        for account in accounts
        if not on_forums_site(account.profile_address, account.forum.address)
    ]


def heirs_of(body: Body) -> list[Body]:
    """Open bodies that took over from this one; of successors that closed too, theirs."""
    found: dict[int, Body] = {}
    seen, layer = {body.pk}, [body.pk]
    for _step in range(_MOST_STEPS):
        followers = Body.objects.filter(
            predecessors__in=layer, is_practice=body.is_practice
        ).exclude(pk__in=seen)
        layer = []
        for follower in followers.distinct().order_by("name_key", "pk"):
            seen.add(follower.pk)
            if follower.is_closed:
                layer.append(follower.pk)
            else:
                found[follower.pk] = follower
        if not layer:
            break
    return list(found.values())


@transaction.atomic
def hand_over_account(*, account_id: int, to_slug: str, by: Duty, at: datetime) -> OfficialAccount:
    """The account is that of a successor from now on, which has to have it proved anew.

    What was found of its proof spoke of the body before. Its key goes with it, and is checked
    again before it is used; no agreement goes with it. Raises NotAllowed, and ForumError for an
    open body's account, a retired one, a body that did not take over, and one that has an account
    in this forum.
    """
    account = (
        OfficialAccount.objects.select_for_update(of=("self",))
        .select_related("forum", "body")
        .get(pk=account_id)
    )
    check_settles(by, account)
    former = account.body
    heir = next((body for body in heirs_of(former) if body.slug == to_slug), None)
    if heir is None:
        raise ForumError(
            f"The register does not say that this body took over from {former.name}. Have it "
            "entered as a successor first."
        )
    own = OfficialAccount.objects.filter(forum=account.forum, body=heir, retired_at=None).first()
    if own is not None:
        raise ForumError(
            f"{heir.name} uses the account {own.handle} in {account.forum.name} already. Retire "
            "one of the two."
        )
    account.body, account.opened_at = heir, at
    try:
        check_named_at_address(account.named_at_address, body=heir)
    except PageRefused:
        account.named_at_address = ""  # a page of the body before
    account.secret_due_at = check_due(account.forum, account.sealed_secret, at=at)
    account.save(update_fields=["body", "opened_at", "named_at_address", "secret_due_at"])
    _let_proof_lapse(account, former, at=at)
    for kind, body in (("account.handed_over", former), ("account.taken_over", heir)):
        audit.record(
            kind=kind,
            actor=by.user.username,
            subject=f"forum:{account.forum.slug}",
            at=at,
            details={
                "name": account.forum.name,
                "body": body.slug,
                "handle": account.handle,
                "account": account.public_id,
                "changes": {"account_of": [former.name, heir.name]},
            },
            public=not account.forum.is_practice,
        )
    return account


def check_settles(by: Duty, account: OfficialAccount) -> None:
    """Raises NotAllowed, and ForumError where nothing is to be settled."""
    if account.retired_at is not None:
        raise ForumError(f"{account.handle} is retired. Nothing is left to be done.")
    if not account.body.is_closed:
        raise ForumError(
            f"{account.body.name} is open. Only accounts of bodies that have closed are handed "
            "over."
        )
    if not may_settle(by, account):
        raise NotAllowed("Only an engagement lead of this body or the central team does this.")


def _let_proof_lapse(account: OfficialAccount, former: Body, *, at: datetime) -> None:
    for direction in AccountDirection:
        note = (
            f"It was handed over to {account.body.name}. What was found before spoke of "
            f"{former.name}."
        )
        let_proof_lapse(account, direction, note=note, at=at)
