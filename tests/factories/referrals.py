"""Referrals: a hook with its key and secret, and what was passed on."""

import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import factory
from factory.django import DjangoModelFactory

from alongside.core import sealed
from alongside.enquiries.domain.referrals import GIVE_UP_AFTER, ReferralState, Way
from alongside.enquiries.models import Referral, ReferralHook
from tests.factories.register import NOON, BodyFactory, ForumFactory
from tests.factories.work import EnquiryFactory

KEY = "the-key-in-the-address"
SECRET = "the-secret-that-signs"
GROUP = "labour-department"


class ReferralHookFactory(DjangoModelFactory[ReferralHook]):
    """A hook of a forum on Discourse: `KEY` is in its address, `SECRET` signs."""

    class Meta:
        model = ReferralHook

    body = factory.SubFactory(BodyFactory)
    forum = factory.SubFactory(ForumFactory, engine="discourse")
    kind = "discourse"
    addressee = GROUP
    key_digest = factory.LazyFunction(lambda: hashlib.sha256(KEY.encode()).hexdigest())
    sealed_secret = factory.LazyFunction(lambda: sealed.seal(SECRET))
    made_by = "lead"
    made_at = NOON - timedelta(days=1)


class ReferralFactory(DjangoModelFactory[Referral]):
    """An operator passed a thread on, and it is due."""

    class Meta:
        model = Referral

    body = factory.SubFactory(BodyFactory)
    forum = factory.SubFactory(ForumFactory)
    way = Way.OPERATOR.value
    thread_address = factory.LazyAttribute(lambda made: f"{made.forum.address}/t/question/41/")
    referred_at = NOON
    received_at = NOON
    due_at = NOON
    until = NOON + GIVE_UP_AFTER

    class Params:
        taken = factory.Trait(
            state=ReferralState.TAKEN.value,
            due_at=None,
            closed_at=NOON,
            enquiry=factory.SubFactory(
                EnquiryFactory,
                body=factory.SelfAttribute("..body"),
                forum=factory.SelfAttribute("..forum"),
                referred=True,
            ),
        )
        given_up = factory.Trait(
            state=ReferralState.GIVEN_UP.value,
            due_at=None,
            closed_at=NOON,
            problem="The forum has no such page for guests (404).",
        )


def assigned(topic: object = 41, *, group: object = GROUP, **values: object) -> bytes:
    """What Discourse sends when a topic is assigned to a group."""
    said = {
        "type": "assigned",
        "topic_id": topic,
        "topic_title": "Nell asks about her sick pay",
        "assigned_by_id": 3,
        "assigned_by_username": "mod_maggie",
        "assigned_to_group_id": 44,
        "assigned_to_group_name": group,
        **values,
    }
    return json.dumps({"assign": said}).encode()


def discourse_headers(
    body: bytes, *, number: str = "158765", secret: str = SECRET
) -> dict[str, str]:
    signature = hmac.new(secret.encode(), body, "sha256").hexdigest()
    return {
        "X-Discourse-Instance": "https://forum.example",
        "X-Discourse-Event-Id": number,
        "X-Discourse-Event-Type": "assign",
        "X-Discourse-Event": "assigned",
        "X-Discourse-Event-Signature": f"sha256={signature}",
    }


def escalated(
    record: object = 41,
    *,
    account: object = 4021,
    name: str = "escalation",
    happened: str = "insert",
    **values: object,
) -> bytes:
    """What Vanilla sends when a post is escalated and assigned; `name` is that of the event."""
    said: dict[str, Any] = {
        "escalationID": 7,
        "recordType": "discussion",
        "recordID": record,
        "assignedUserID": account,
        "status": "open",
        "name": "Nell asks about her sick pay",
        **values,
    }
    sender = {"userID": 3, "name": "mod_maggie"}
    content = {
        "action": f"{name.lower()}_{happened}",
        "payload": {name: said},
        "sender": sender,
        "site": {"siteID": 1},
    }
    return json.dumps(content).encode()


def vanilla_headers(
    body: bytes, *, number: str = "7b2c", secret: str = SECRET, event: str = "escalation"
) -> dict[str, str]:
    signature = hmac.new(secret.encode(), body, "sha1").hexdigest()
    return {
        "X-Vanilla-Event": event,
        "X-Vanilla-ID": number,
        "X-Vanilla-Signature": f"sha1={signature}",
    }


def changed(content_id: object = 41, *, board: object = 12, **values: object) -> bytes:
    """What XenForo sends when a thread is changed: more than anybody should believe."""
    data = {
        "thread_id": 999,
        "node_id": board,
        "title": "Nell asks",
        "username": "Nell",
        "view_url": "https://evil",
        "discussion_state": "visible",
        "discussion_type": "discussion",
        **values,
    }
    content = {
        "content_type": "thread",
        "event": "update",
        "content_id": content_id,
        "data": data,
    }
    return json.dumps(content).encode()


def xenforo_headers(
    *, event: str = "update", kind: str = "thread", secret: str = SECRET
) -> dict[str, str]:
    return {
        "XF-Content-Type": kind,
        "XF-Webhook-Event": event,
        "XF-Webhook-Id": "1",
        "XF-Webhook-Secret": secret,
    }
