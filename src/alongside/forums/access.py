"""Reaching a forum: its connector, and carrying out a conversation through `fetching`.

The one place where forum software and the network meet. Called by background work only.
"""

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from django.conf import settings

from alongside.connectors.port import Connector, Credential, ForumSite
from alongside.connectors.registry import connector_for
from alongside.core import sealed
from alongside.fetching.client import Client
from alongside.fetching.messages import Conversation
from alongside.fetching.policy import FetchingPolicy
from alongside.forums.models import Forum, OfficialAccount

T = TypeVar("T")

BY_HAND = "generic"  # no interface: people post, and the page is looked at afterwards


def connector_of(forum: Forum) -> Connector:
    """The connector of the forum's engine, or the generic one."""
    return connector_for(forum.engine or BY_HAND)


def site_of(forum: Forum) -> ForumSite:
    """Where the forum stands."""
    return ForumSite(address=forum.address)


def credential_of(account: OfficialAccount) -> Credential:
    """The account's credential, opened for the moment of use. Raises sealed.CannotOpen."""
    return Credential(account=account.handle, secret=sealed.unseal(account.sealed_secret))


def carry_out(
    conversation: Conversation[T],
    *,
    robots: bool = True,
    go_on: Callable[[], bool] | None = None,
) -> T:
    """Carries the conversation out against the network, politely. Raises ConnectorError.

    `go_on` is asked before each request; its no ends the conversation with nothing more sent.
    """
    return client().carry_out(conversation, robots=robots, go_on=go_on)


@cache
def client() -> Client:
    """One client for the process: it remembers robots rules and when each site was last asked."""
    return Client(
        FetchingPolicy(
            contact=settings.ALONGSIDE_CONTACT,
            loopback_origins=frozenset(settings.ALONGSIDE_LOOPBACK_FORUMS),
        )
    )
