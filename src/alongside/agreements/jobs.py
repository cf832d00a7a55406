"""One step of background work: letters to operators, and looking after official accounts.

Letters: claim one → make its private link → send it → record how that ended. Requests that are due
are reminded of, or closed. Mailboxes and traces whose time has come are forgotten.

Accounts: is each still proved in both directions?

    claim an account → the page of the body's own site → does it name the account?
                     → its profile in the forum, where the operator agreed → does it link back?

No transaction is open while the network is. Robots rules are obeyed. Trouble on the way is "not
checked", tried again after longer and longer pauses, and never "not official".
"""

import logging

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from alongside.agreements import account_looks, asking, contacts, letters, links, queries
from alongside.agreements.account_looks import Look, Task
from alongside.agreements.domain.terms import Standing
from alongside.core import clock, mailing, sealed
from alongside.fetching.errors import (
    ClosedByRobots,
    FetchingError,
    NotPermitted,
    NotSent,
    UnfitAnswer,
)
from alongside.fetching.messages import Conversation, Request, Response
from alongside.fetching.pacing import retry_after_seconds
from alongside.fetching.text import text_of
from alongside.forums import access
from alongside.forums.domain import proofs
from alongside.forums.domain.kinds import AccountDirection
from alongside.forums.domain.places import place_of
from alongside.forums.domain.proofs import Claim, Finding
from alongside.forums.models import OfficialAccount

logger = logging.getLogger(__name__)

_GONE = frozenset({404, 410})
_PATIENCE = frozenset({408, 425, 429})


def send_next_letter() -> bool:
    """Sends one letter to an operator. False when none is due: the loop may sleep."""
    letter = letters.claim_next_letter(at=clock.now())
    if letter is None:
        return False
    try:
        ready = letters.make_ready(letter_id=letter.pk, at=clock.now())
    except sealed.CannotOpen:
        letters.record_failure(
            letter_id=letter.pk,
            link_id=None,
            problem="The e-mail address cannot be opened with the keys of this service. "
            "Remove the contact and add it again.",
            will_pass=False,
            at=clock.now(),
        )
        return True
    if ready is None:
        return True
    try:
        mailing.send(ready.message)
    except mailing.MailError as exc:
        # Neither the letter nor the answer of the mail server is logged: both may hold the link
        # or the address.
        logger.warning("Letter %s did not go out: %s", letter.public_id, exc)
        letters.record_failure(
            letter_id=letter.pk,
            link_id=ready.link.pk,
            problem=str(exc),
            will_pass=isinstance(exc, mailing.TryLater),
            at=clock.now(),
        )
    else:
        letters.record_sent(letter_id=letter.pk, at=clock.now())
    return True


def remind_or_close_next_request() -> bool:
    """Reminds an operator who has not answered for 14 days, or takes 28 days of silence for no."""
    return asking.remind_or_close_next(at=clock.now())


def forget_next_contacts() -> bool:
    """Deletes mailboxes that nobody used for two years, and what is left of visits."""
    forgotten = contacts.forget_contacts(at=clock.now())
    forgotten += links.forget_knocks(at=clock.now())
    return forgotten > 0


def verify_next_account() -> bool:
    """Looks at one account. False when none is due: the loop may sleep."""
    task = account_looks.claim_next_account(at=clock.now())
    if task is None:
        return False
    outcomes = [_look(task, direction) for direction in task.directions]
    account_looks.record_looks(account_id=task.account.pk, outcomes=outcomes, at=clock.now())
    return True


def _look(task: Task, direction: AccountDirection) -> Look:
    if direction is AccountDirection.BODY_NAMES_IT:
        return _look_at_bodys_page(task.account)
    return _look_at_profile(task.account)


def _look_at_bodys_page(account: OfficialAccount) -> Look:
    direction, address = AccountDirection.BODY_NAMES_IT, account.named_at_address
    if not address:
        return Look(
            direction, problem="The register has no page of the body’s site that names the account."
        )
    shared = settings.ALONGSIDE_OFFICIAL_DOMAINS

    def is_ours(url: str) -> bool:
        return proofs.on_bodys_site(url, account.body.website, shared_domains=shared)

    if not is_ours(address):
        return Look(direction, problem=f"{address} is not on the site of {account.body.name}.")
    answer = _read(direction, address)
    if isinstance(answer, Look):
        return answer
    if not is_ours(answer.url):
        finding = Finding(False, f"The page leads on to another site, {_host(answer.url)}.")
    else:
        finding = proofs.names_the_account(
            text_of(answer.headers, answer.body), address=answer.url, claim=_claim(account)
        )
    return _ended(direction, address, answer, finding)


def _look_at_profile(account: OfficialAccount) -> Look:
    direction, address = AccountDirection.LINKS_BACK, account.profile_address
    forum = account.forum
    if not address:
        return Look(direction, problem="The register has no address of the account’s profile.")
    if not forum.address or not proofs.on_forums_site(address, forum.address):
        return Look(direction, problem=f"{address} is not on the site of {forum.name}.")
    if not _is_agreed(account):
        return Look(
            direction,
            problem=(
                f"No agreement with the operator of {forum.name} is in force, so nothing is read "
                "there. A person can look."
            ),
            waits_for_agreement=True,
        )
    answer = _read(direction, address, account)
    if isinstance(answer, Look):
        return answer
    if not proofs.on_forums_site(answer.url, forum.address):
        finding = Finding(False, f"The profile leads on to another site, {_host(answer.url)}.")
    else:
        finding = proofs.links_back(
            text_of(answer.headers, answer.body), address=answer.url, claim=_claim(account)
        )
    return _ended(direction, address, answer, finding)


def _ended(direction: AccountDirection, address: str, answer: Response, finding: Finding) -> Look:
    if answer.status in _GONE:
        finding = Finding(False, f"There is no such page ({answer.status}).")
    elif not finding.found and _is_elsewhere(answer.url, address):
        # Often the page to sign in at: what stands behind it was not seen.
        return Look(
            direction,
            problem=f"{address} leads on to {answer.url}, which shows no proof. A person can look.",
        )
    return Look(direction, address=address, finding=finding)


def _is_elsewhere(url: str, address: str) -> bool:
    """Whether the site led on to another of its own pages."""
    here, there = place_of(url), place_of(address)
    return here != there and here.partition("/")[0] == there.partition("/")[0]


def _is_agreed(account: OfficialAccount) -> bool:
    agreement = queries.newest_agreement(forum_id=account.forum_id, body_id=account.body_id)
    today = timezone.localdate(clock.now())
    return queries.standing(agreement, on=today) is Standing.IN_FORCE


def _read(
    direction: AccountDirection, address: str, account: OfficialAccount | None = None
) -> Response | Look:
    """The answer, if it says anything about the account. With an account, its agreement is asked
    for again before each request: the operator may have pressed "hold" meanwhile."""
    try:
        answer = access.carry_out(
            _ask(address), go_on=(lambda: _is_agreed(account)) if account else None
        )
    except ClosedByRobots as exc:
        return Look(direction, problem=f"{exc} A person can look.")
    except (NotPermitted, UnfitAnswer) as exc:
        return Look(direction, problem=str(exc))
    except FetchingError as exc:
        wanted = exc.after_seconds if isinstance(exc, NotSent) else None
        return Look(direction, problem=str(exc), will_pass=True, wanted_seconds=wanted or 0)
    if 200 <= answer.status < 300 or answer.status in _GONE:
        return answer
    if answer.status in _PATIENCE or answer.status >= 500:
        return Look(
            direction,
            problem=f"{_host(address)} is not answering properly just now ({answer.status}).",
            will_pass=True,
            wanted_seconds=round(retry_after_seconds(answer.headers) or 0),
        )
    return Look(
        direction,
        problem=f"{_host(address)} does not show the page to guests ({answer.status}). "
        "A person can look.",
    )


def _ask(address: str) -> Conversation[Response]:
    # A page that leads on to another site proves nothing, and that is worth saying.
    return (yield Request("GET", address, may_leave=True))


def _claim(account: OfficialAccount) -> Claim:
    page = reverse("register:account", args=[account.public_id])
    return Claim(
        handle=account.handle,
        profile_address=account.profile_address,
        forum_name=account.forum.name,
        forum_address=account.forum.address,
        website=account.body.website,
        account_page=f"{settings.ALONGSIDE_ADDRESS}{page}",
    )


def _host(address: str) -> str:
    return place_of(address).partition("/")[0]
