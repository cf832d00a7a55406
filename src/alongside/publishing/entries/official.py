"""One official account with its history, and all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from alongside.forums.domain.kinds import AccountDirection, AliasKind, VerifiedHow
from alongside.forums.models import ForumAlias, OfficialAccount, Verification
from alongside.publishing.entries.accounts import Account, Checked, account_of, account_row
from alongside.publishing.entries.finding import NotFound

LOOKS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """An official account, and every look at its proof that is shown, the newest first."""

    account: Account
    forum_address: str
    body_website: str
    looks: Sequence[Checked]
    has_more_looks: bool


@dataclass(frozen=True, slots=True)
class AccountAnywhere:
    """An official account, and by which names and places its forum is known."""

    account: Account
    forum_names: Sequence[str]
    forum_places: Sequence[str]


def account_entry(public_id: str, *, practice_too: bool) -> AccountEntry:
    """One account. Two queries. Raises NotFound."""
    rows = _shown(practice_too).filter(public_id=public_id)
    row = rows.values_list("pk", "forum__address", "body__website", account_row()).first()
    if row is None:
        raise NotFound(public_id)
    pk, forum_address, website, account = row
    looks = list(
        Verification.objects.filter(account=pk).order_by("-checked_at", "-pk")[: LOOKS_SHOWN + 1]
    )
    return AccountEntry(
        account=account_of(account),
        forum_address=forum_address,
        body_website=website,
        looks=[
            Checked(
                direction=AccountDirection(look.direction),
                found=look.found,
                address=look.address,
                checked_at=look.checked_at,
                how=VerifiedHow(look.how),
                note=look.note,
            )
            for look in looks[:LOOKS_SHOWN]
        ],
        has_more_looks=len(looks) > LOOKS_SHOWN,
    )


def one_account(public_id: str, *, practice_too: bool) -> Account:
    """The account alone, in one query. Raises NotFound."""
    row = _shown(practice_too).filter(public_id=public_id).values_list(account_row(), flat=True)
    found = row.first()
    if found is None:
        raise NotFound(public_id)
    return account_of(found)


def all_accounts(*, practice_too: bool) -> list[AccountAnywhere]:
    """Every account, in use or not, by the names of body and forum. One query."""
    places = ForumAlias.objects.filter(forum=OuterRef("forum")).exclude(kind=AliasKind.MOVED.value)
    rows: Any = (
        _shown(practice_too)
        .order_by("body__name_key", "forum__name_key", "pk")
        .values_list(account_row(), "forum__other_names", ArraySubquery(places.values("place")))
    )
    return [
        AccountAnywhere(account, [account.forum_name, *other_names], stands)
        for account, other_names, stands in (
            (account_of(row), other_names, stands) for row, other_names, stands in rows
        )
    ]


def _shown(practice_too: bool) -> QuerySet[OfficialAccount]:
    accounts = OfficialAccount.objects.all()
    if practice_too:
        return accounts
    return accounts.filter(forum__is_practice=False, body__is_practice=False)
