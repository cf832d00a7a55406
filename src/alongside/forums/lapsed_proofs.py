"""The proof of an official account lapses when its forum moves away from its profile's address."""

from collections.abc import Iterable
from datetime import datetime

from alongside.audit import actions as audit
from alongside.forums.domain.kinds import AccountDirection, VerifiedHow
from alongside.forums.domain.proofs import NOTE_LENGTH, on_forums_site
from alongside.forums.models import Forum, OfficialAccount, Verification


def let_proofs_lapse(forums: Iterable[Forum], *, at: datetime) -> int:
    """What was found in profiles at a former address of these forums counts no more; how many.

    Somebody else may own that address now. Called in the transaction that changed the address.
    """
    moved = [forum.pk for forum in forums if forum.address and not forum.is_practice]
    lapsed = 0
    accounts = (
        OfficialAccount.objects.filter(forum__in=moved, retired_at=None)
        .exclude(profile_address="")
        .select_related("forum", "body")
        .order_by("pk")
    )
    for account in accounts:
        forum = account.forum
        if on_forums_site(account.profile_address, forum.address):
            continue
        direction = AccountDirection.LINKS_BACK
        note = (
            f"The forum stands at {forum.address} now. This profile stands where it was before, "
            "and somebody else may own that address."
        )
        if not let_proof_lapse(account, direction, note=note, at=at):
            continue
        audit.record(
            kind="account.verified",
            actor=audit.WORKER,
            subject=f"forum:{forum.slug}",
            at=at,
            details={
                "name": forum.name,
                "body": account.body.slug,
                "handle": account.handle,
                "account": account.public_id,
                "changes": {direction.value: [True, False]},
            },
            public=True,
        )
        lapsed += 1
    return lapsed


def let_proof_lapse(
    account: OfficialAccount, direction: AccountDirection, *, note: str, at: datetime
) -> bool:
    """What was found in one direction counts no more; False where nothing had been found."""
    newest = account.verifications.filter(direction=direction.value).first()
    if newest is None or not newest.found:
        return False
    Verification.objects.create(
        account=account,
        direction=direction.value,
        found=False,
        how=VerifiedHow.MACHINE.value,
        address=newest.address,
        note=note[:NOTE_LENGTH],
        checked_at=at,
    )
    return True
