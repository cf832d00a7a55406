"""Reaching a forum: its connector, and carrying out a conversation through `fetching`.

The one place where forum software and the network meet. Called by background work only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from django.conf import settings

from alongside.connectors.port import Connector, Credential, ForumSite, Poster
from alongside.connectors.registry import CONNECTORS, connector_for, poster_for
from alongside.core import sealed
from alongside.fetching.client import Client
from alongside.fetching.errors import NotPermitted
from alongside.fetching.fleet import Fleet
from alongside.fetching.guard import check_url
from alongside.fetching.messages import Conversation, Request
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.turns import Manners
from alongside.forums.models import Forum, OfficialAccount
from alongside.manners.records import SharedNotices, SharedPacing

T = TypeVar("T")

THREADS = 96  # so many sites may take their time at the same moment, and others are still read
BY_HAND = "generic"  # no interface: people post, and the page is looked at afterwards


def connector_of(forum: Forum) -> Connector:
    """The connector of the forum's software, or the generic one where there is none."""
    return connector_for(forum.engine if forum.engine in CONNECTORS else BY_HAND)


def poster_of(forum: Forum) -> Poster | None:
    """The connector that posts by the interface of the forum's software; None: people post."""
    return poster_for(forum.engine)


def site_of(forum: Forum) -> ForumSite:
    """Where the forum stands."""
    return ForumSite(address=forum.address)


def credential_of(account: OfficialAccount) -> Credential:
    """The account's credential, opened for the moment of use. Raises sealed.CannotOpen."""
    return Credential(account=account.handle, secret=sealed.unseal(account.sealed_secret))


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What a visit to a forum's front page showed: its status, and where it moved for good."""

    status: int
    moved_to: str  # "": it stands where it stood


def may_visit_strangers() -> bool:
    """Whether forums are visited that did not agree to anything: public front pages only.

    Only where their people can reach ours in turn. An installation on somebody's own machine
    names a contact that nobody else can open, and stays at home.
    """
    contact: str = settings.ALONGSIDE_CONTACT
    if "@" in contact:
        return True
    try:
        check_url(contact)
    except NotPermitted:
        return False
    return True


def visit_front_page(forum: Forum) -> FrontPage:
    """Visits the front page once, under robots rules; no post is read. Raises FetchingError."""
    return carry_out(_front_page(forum.address), robots=True)


def _front_page(address: str) -> Conversation[FrontPage]:
    # Where it leads is what people want to know; nothing there is read.
    response = yield Request("GET", address, may_leave=True)
    return FrontPage(status=response.status, moved_to=response.moved_to)


def carry_out(
    conversation: Conversation[T],
    *,
    robots: bool = True,
    mining: bool = False,
    go_on: Callable[[], bool] | None = None,
) -> T:
    """Carries the conversation out against the network, politely. Raises ConnectorError.

    `mining` is counting over many threads, which a site may reserve to itself. `go_on` is asked
    before each request; its no ends the conversation with nothing more sent.
    """
    return client().carry_out(conversation, robots=robots, mining=mining, go_on=go_on)


def fleet() -> Fleet:
    """For many conversations side by side, by the same client."""
    return Fleet(client(), threads=THREADS)


@cache
def client() -> Client:
    """One client for the process. When each site was last asked, all workers remember together."""
    policy = FetchingPolicy(
        contact=settings.ALONGSIDE_CONTACT,
        loopback_origins=frozenset(settings.ALONGSIDE_LOOPBACK_FORUMS),
        manners=Manners(
            requests_a_day=settings.ALONGSIDE_REQUESTS_A_DAY,
            quiet_hours=settings.ALONGSIDE_QUIET_HOURS,
        ),
    )
    return Client(policy, pacing=SharedPacing(manners=policy.manners), kept=SharedNotices())
