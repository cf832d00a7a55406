"""Whose proof is looked at next, and keeping what was found. Rows are the queue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery

from alongside.accounts.models import User
from alongside.agreements.domain import looks
from alongside.agreements.models import AccountLook
from alongside.audit import actions as audit
from alongside.forums import account_actions
from alongside.forums.actions import ForumError
from alongside.forums.domain.kinds import AccountDirection
from alongside.forums.domain.proofs import Finding
from alongside.forums.models import OfficialAccount, Verification


@dataclass(frozen=True, slots=True)
class Task:
    """An account that was claimed, and the directions in which it is due."""

    account: OfficialAccount
    directions: Sequence[AccountDirection]


@dataclass(frozen=True, slots=True)
class Look:
    """How a look ended. Without a finding it was no look: `problem` says what kept us from it."""

    direction: AccountDirection
    address: str = ""
    finding: Finding | None = None
    problem: str = ""
    will_pass: bool = False  # trouble of the network: tried again soon
    waits_for_agreement: bool = False
    wanted_seconds: int = 0  # the pause that the site asked for


@transaction.atomic
def claim_next_account(*, at: datetime) -> Task | None:
    """The account in use that has waited longest, claimed for this worker; None: nothing is due."""
    later = AccountLook.objects.filter(account=OuterRef("pk"), due_at__gt=at)
    account = (
        OfficialAccount.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("forum", "body")
        .filter(~Exists(later), retired_at=None)
        .annotate(
            due_at=Subquery(AccountLook.objects.filter(account=OuterRef("pk")).values("due_at"))
        )
        .order_by(F("due_at").asc(nulls_first=True), "pk")
        .first()
    )
    if account is None:
        return None
    look, _made = AccountLook.objects.update_or_create(
        account=account, defaults={"due_at": at + looks.CLAIM}
    )
    newest = newest_checks(account.pk)
    return Task(
        account,
        [
            direction
            for direction in AccountDirection
            if looks.is_due(newest.get(direction), asked_at=look.asked_at, at=at)
        ],
    )


@transaction.atomic
def record_looks(*, account_id: int, outcomes: Sequence[Look], at: datetime) -> None:
    """Keeps what was found, and says when the account is due again.

    What was not checked is kept as a problem for people, never as "not official".
    """
    look = AccountLook.objects.select_for_update().get(account_id=account_id)
    problems = []
    for outcome in outcomes:
        problem = outcome.problem
        if outcome.finding is not None:
            try:
                account_actions.record_verification(
                    account_id=account_id,
                    direction=outcome.direction,
                    found=outcome.finding.found,
                    address=outcome.address,
                    note=outcome.finding.note,
                    by=None,
                    at=at,
                )
            except ForumError as exc:  # retired, or its addresses were changed meanwhile
                problem = str(exc)
        if problem:
            problems.append(problem)
    is_stuck = any(outcome.will_pass for outcome in outcomes)
    look.failures = min(look.failures + 1, 1000) if is_stuck else 0
    look.problem = " ".join(problems).replace("\0", "")[:600]
    if is_stuck:
        wanted = max(outcome.wanted_seconds for outcome in outcomes)
        look.due_at = at + looks.pause_after(look.failures, wanted_seconds=wanted)
    elif any(outcome.waits_for_agreement for outcome in outcomes):
        look.due_at = at + looks.AGREEMENT_EVERY
    else:
        oldest = min((at, *newest_checks(account_id).values()))
        look.due_at = max(oldest + looks.LOOK_EVERY, at + looks.AGREEMENT_EVERY)
    look.save()


@transaction.atomic
def look_again(*, account_id: int, by: User, at: datetime) -> None:
    """Makes both directions due now."""
    account = OfficialAccount.objects.select_related("forum").get(pk=account_id)
    AccountLook.objects.update_or_create(
        account=account, defaults={"due_at": at, "asked_at": at, "failures": 0}
    )
    audit.record(
        kind="account.look_asked",
        actor=by.username,
        subject=f"forum:{account.forum.slug}",
        at=at,
        details={"handle": account.handle},
    )


def look_of(account_id: int) -> AccountLook | None:
    """When the account is looked at next, and what kept us from it; None: it is due now."""
    return AccountLook.objects.filter(account_id=account_id).first()


def unproved(body_ids: Collection[int]) -> int:
    """How many accounts in use of these bodies lack their proof in one direction, or in both."""

    def is_found(direction: AccountDirection) -> Subquery:
        looks = Verification.objects.filter(account=OuterRef("pk"), direction=direction.value)
        return Subquery(looks.order_by("-checked_at", "-pk").values("found")[:1])

    accounts = OfficialAccount.objects.filter(
        body__in=body_ids, body__closed_how="", retired_at=None
    )
    lacking = Q(named=None) | Q(named=False) | Q(linked=None) | Q(linked=False)
    return (
        accounts.alias(
            named=is_found(AccountDirection.BODY_NAMES_IT),
            linked=is_found(AccountDirection.LINKS_BACK),
        )
        .filter(lacking)
        .count()
    )


def newest_checks(account_id: int) -> dict[AccountDirection, datetime]:
    """When each direction was looked at last."""
    checks = (
        Verification.objects.filter(account_id=account_id)
        .order_by("direction", "-checked_at", "-pk")
        .distinct("direction")
        .values_list("direction", "checked_at")
    )
    return {AccountDirection(direction): checked_at for direction, checked_at in checks}
