"""Checking the keys of official accounts before they are used. Rows are the queue.

A key that may do more than post for its account is forgotten at once, with a sentence for people:
what is not held cannot be lost.
"""

from datetime import datetime, timedelta

from django.db import transaction

from alongside.audit import actions as audit
from alongside.forums.models import OfficialAccount

CLAIM = timedelta(minutes=10)
NEXT_TRY = timedelta(hours=1)
LONGEST_PROBLEM = 600


@transaction.atomic
def claim_next_secret(*, at: datetime) -> OfficialAccount | None:
    """The account whose key has waited longest for its check; None: nothing is due.

    The next check is set before this one begins, so that a worker that dies delays it only.
    """
    account = (
        OfficialAccount.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("forum")
        .filter(secret_due_at__lte=at, retired_at=None)
        .exclude(sealed_secret="")
        .order_by("secret_due_at", "pk")
        .first()
    )
    if account is not None:
        account.secret_due_at = at + CLAIM
        account.save(update_fields=["secret_due_at"])
    return account


def record_fit(claimed: OfficialAccount, *, at: datetime) -> None:
    """The key lets the account post and no more that could be told: from now on it is used."""
    _record(claimed, at, due_at=None, problem="", kind="account.secret_fits")


def record_refused(claimed: OfficialAccount, *, problem: str, at: datetime) -> None:
    """The key does not work, or may do too much: it is forgotten, and answers go by hand."""
    _record(claimed, at, due_at=None, problem=problem, kind="account.secret_refused", forget=True)


def record_no_answer(
    claimed: OfficialAccount, *, problem: str, after_seconds: int | None, at: datetime
) -> None:
    """The forum gave no answer to go by: the key waits, unused, and is checked again."""
    pause = max(timedelta(seconds=after_seconds or 0), NEXT_TRY)
    _record(claimed, at, due_at=at + pause, problem=problem, kind="")


@transaction.atomic
def _record(
    claimed: OfficialAccount,
    at: datetime,
    *,
    due_at: datetime | None,
    problem: str,
    kind: str,
    forget: bool = False,
) -> None:
    account = (
        OfficialAccount.objects.select_for_update(of=("self",))
        .select_related("forum")
        .get(pk=claimed.pk)
    )
    if account.sealed_secret != claimed.sealed_secret:
        return  # another key was given meanwhile, or the account was retired
    account.secret_due_at = due_at
    account.secret_problem = problem.replace("\0", "")[:LONGEST_PROBLEM]
    if forget:
        account.sealed_secret = ""
    account.save(update_fields=["secret_due_at", "secret_problem", "sealed_secret"])
    if kind:
        audit.record(
            kind=kind,
            actor=audit.WORKER,
            subject=f"forum:{account.forum.slug}",
            at=at,
            details={"handle": account.handle, "account": account.public_id},
        )
