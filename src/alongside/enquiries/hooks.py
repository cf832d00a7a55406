"""Where a forum's software tells us that a moderator passed a question on.

Each body has one hook in a forum: an address that nobody can guess, and a secret. Both are shown
once, when they are made. What comes is looked at while it is in memory: only numbers are stored,
a row is the work to do, and the answer is given before anything else happens.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction
from django.db.models import Q

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.connectors.referrers import referrer_for
from alongside.connectors.referring import Delivery, NotUnderstood, Pointer, Referrer
from alongside.core import sealed
from alongside.enquiries.actions import NotAllowed, storable
from alongside.enquiries.domain import referrals as rules
from alongside.enquiries.domain.referrals import ReferralState, Way
from alongside.enquiries.domain.triage import EnquiryError
from alongside.enquiries.models import Referral, ReferralHook
from alongside.forums.models import Forum

MOST_BYTES = 256 * 1024  # of a delivery: engines send the whole thread along
ADDRESSEE_LENGTH = 100
_LONGEST_KEY = 100
# That something genuine came is noted so often at most, or a busy forum would write all the time.
_NOTED_EVERY = timedelta(minutes=1)
_NOT_FOR_US = "It was about something else, or meant for somebody else."


class HookError(EnquiryError):
    """The hook cannot be made; the message is for whoever asked."""


class ReplacedMeanwhile(HookError):
    """A colleague made or ended the hook since the page was opened."""


class NoSuchHook(Exception):
    """No hook takes this: wrong address, wrong secret, altered bytes. Nobody learns which."""


class TooManyWaiting(Exception):
    """More waits from this forum than any moderator passes on."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new hook with what is shown once and stored nowhere: its key, and its secret in clear."""

    hook: ReferralHook
    key: str = field(repr=False)
    secret: str = field(repr=False)


def referrer_in(forum: Forum) -> Referrer | None:
    """How the forum's software tells by itself; None: it cannot."""
    return referrer_for(forum.engine)


@transaction.atomic
def make_hook(
    *, body: Body, forum: Forum, addressee: str, replaces: str, by: Duty, at: datetime
) -> Made:
    """A new address and a new secret; the ones before end in the same moment.

    `replaces`: the hook that stood when the page was opened, "" for none, so that a page that is
    sent twice does not end what was just set up. Raises NotAllowed, HookError, ReplacedMeanwhile.
    """
    _check_leads(by, body)
    referrer = referrer_in(forum)
    if referrer is None:
        raise HookError("The service understands no webhooks of this forum’s software.")
    addressee = " ".join(storable(addressee).split())
    if referrer.addressee.is_needed and not addressee:
        raise HookError(f"Give this: {referrer.addressee.name}.")
    if len(addressee) > ADDRESSEE_LENGTH:
        raise HookError(f"Give a name of {ADDRESSEE_LENGTH} characters or fewer.")
    if addressee:
        # A wrong one would not show: all that came would be meant for somebody else.
        addressee = referrer.addressee.understood(addressee)
        if not addressee:
            raise HookError(referrer.addressee.wrong)
    # One at a time for a forum: two leads who press at once do not end each other's unseen.
    Forum.objects.select_for_update(of=("self",)).get(pk=forum.pk)
    standing = hook_of(body=body, forum=forum)
    if (standing.public_id if standing else "") != replaces:
        raise ReplacedMeanwhile("The webhook was changed meanwhile. This is how it stands now.")
    if standing is not None:
        _end(standing, by=by.user.username, at=at)
    key, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    hook = ReferralHook.objects.create(
        body=body,
        forum=forum,
        kind=referrer.kind,
        addressee=addressee,
        key_digest=_digest_of(key),
        sealed_secret=sealed.seal(secret),
        made_by=by.user.username,
        made_at=at,
    )
    _tell("referral_hook.made", hook, by.user.username, at)
    return Made(hook, key, secret)


@transaction.atomic
def end_hook(*, body: Body, forum: Forum, hook_id: str, by: Duty, at: datetime) -> None:
    """Nothing that comes to its address counts any more, and its secret is forgotten.

    What came before stays. Raises NotAllowed, and ReplacedMeanwhile when it does not stand.
    """
    _check_leads(by, body)
    hook = (
        ReferralHook.objects.select_for_update()
        .filter(body=body, forum=forum, public_id=hook_id, ended_at=None)
        .first()
    )
    if hook is None:
        raise ReplacedMeanwhile("The webhook was changed meanwhile. This is how it stands now.")
    _end(hook, by=by.user.username, at=at)


def hook_of(*, body: Body, forum: Forum) -> ReferralHook | None:
    """The hook that stands."""
    return ReferralHook.objects.filter(body=body, forum=forum, ended_at=None).first()


def receive(*, key: str, headers: Mapping[str, str], content: bytes, at: datetime) -> None:
    """Takes a delivery in: a referral waits from now on, or nothing is to be done.

    The same delivery counts once. Nothing is asked of anybody, and of what was sent only numbers
    are kept. Raises NoSuchHook and TooManyWaiting.
    """
    hook = None
    if len(key) <= _LONGEST_KEY:
        hook = (
            ReferralHook.objects.select_related("forum")
            .filter(key_digest=_digest_of(key), ended_at=None)
            .first()
        )
    delivery = Delivery(
        headers={name.lower(): value for name, value in headers.items()}, body=content
    )
    referrer = referrer_for(hook.kind if hook else _ANY_KIND)
    secret = _secret_of(hook.sealed_secret if hook else _no_secret())
    # Asked for an unknown key too: the time that it takes tells nothing.
    is_genuine = referrer is not None and referrer.is_genuine(delivery, secret=secret)
    if hook is None or referrer is None or not is_genuine or not secret:
        raise NoSuchHook
    try:
        pointer = referrer.pointer(delivery, addressee=hook.addressee)
        keys = referrer.keys(delivery) if pointer is not None else ()
    except NotUnderstood as exc:
        _note_heard(hook, str(exc), at=at)
        return
    if pointer is None:
        _note_heard(hook, _NOT_FOR_US, at=at)
        return
    _store(hook, pointer, keys, is_believed=referrer.is_believed, at=at)


_ANY_KIND = "discourse"


@transaction.atomic
def _store(
    hook: ReferralHook,
    pointer: Pointer,
    keys: tuple[str, ...],
    *,
    is_believed: bool,
    at: datetime,
) -> None:
    first_key, second_key = (*keys, "")[:2]
    known = Q(first_key=first_key)
    if second_key:
        known |= Q(second_key=second_key)
    # Software tells of one referral several times: made, assigned, changed. While the first waits,
    # and once it is a question, another says nothing new.
    known |= Q(
        number=pointer.number,
        is_post=pointer.is_post,
        state__in=[ReferralState.WAITING.value, ReferralState.TAKEN.value],
    )
    if not is_believed:
        # The board was busy, or the thread has been moved or shown since it was looked at.
        Referral.objects.filter(
            known,
            hook=hook,
            state__in=[ReferralState.NOT_OURS.value, ReferralState.GIVEN_UP.value],
            closed_at__lte=at - rules.LOOK_AGAIN,
        ).update(
            state=ReferralState.WAITING.value,
            problem="",
            board_id="",
            due_at=at,
            until=at + rules.GIVE_UP_AFTER,
            closed_at=None,
            tries=0,
            referred_at=at,
            received_at=at,
        )
    if not Referral.objects.filter(known, hook=hook).exists():
        waiting = Referral.objects.filter(hook=hook, state=ReferralState.WAITING.value)
        if waiting.count() >= rules.MOST_WAITING:
            raise TooManyWaiting
        # Two that come at the same moment: the database lets one in.
        Referral.objects.bulk_create(
            [
                Referral(
                    body_id=hook.body_id,
                    forum_id=hook.forum_id,
                    way=Way.WEBHOOK.value,
                    hook=hook,
                    first_key=first_key,
                    second_key=second_key,
                    number=pointer.number,
                    is_post=pointer.is_post,
                    referred_at=at,
                    received_at=at,
                    due_at=at,
                    until=at + rules.GIVE_UP_AFTER,
                )
            ],
            ignore_conflicts=True,
        )
    ReferralHook.objects.filter(pk=hook.pk).update(heard_at=at, heard="")


def _note_heard(hook: ReferralHook, heard: str, *, at: datetime) -> None:
    if hook.heard == heard and hook.heard_at and hook.heard_at > at - _NOTED_EVERY:
        return
    ReferralHook.objects.filter(pk=hook.pk).update(heard_at=at, heard=heard[:300])


def _end(hook: ReferralHook, *, by: str, at: datetime) -> None:
    hook.ended_at, hook.ended_by, hook.sealed_secret = at, by, ""
    hook.save(update_fields=["ended_at", "ended_by", "sealed_secret"])
    _tell("referral_hook.ended", hook, by, at)


def _check_leads(by: Duty, body: Body) -> None:
    if not by.may(Permission.LEAD, body_id=body.pk):
        raise NotAllowed("Your role does not allow this. Ask your engagement lead.")


def _digest_of(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def _secret_of(sealed_secret: str) -> str:
    """ "" when no key fits any more: nothing is genuine then."""
    try:
        return sealed.unseal(sealed_secret)
    except sealed.CannotOpen:
        return ""


@cache
def _no_secret() -> str:
    """Stands for the secret of an unknown hook, so that opening one takes its time as well."""
    return sealed.seal(secrets.token_urlsafe(32))


def _tell(kind: str, hook: ReferralHook, actor: str, at: datetime) -> None:
    audit.record(
        kind=kind,
        actor=actor,
        subject=f"forum:{hook.forum.slug}",
        at=at,
        details={"body": hook.body.slug, "hook": hook.public_id, "software": hook.kind},
    )
