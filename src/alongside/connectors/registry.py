"""Which connectors there are. Adding an engine is a folder and a line here."""

from types import MappingProxyType

from alongside.connectors.askbot.client import askbot
from alongside.connectors.discourse.client import discourse
from alongside.connectors.dry_run.client import DryRunConnector
from alongside.connectors.flarum.client import flarum
from alongside.connectors.flaskbb.client import flaskbb
from alongside.connectors.generic.client import GenericConnector
from alongside.connectors.hyperkitty.client import hyperkitty
from alongside.connectors.invision.client import invision
from alongside.connectors.lemmy.client import lemmy
from alongside.connectors.machina.client import machina
from alongside.connectors.misago.client import MisagoConnector
from alongside.connectors.mybb.client import mybb
from alongside.connectors.nodebb.client import nodebb
from alongside.connectors.paged import PagedConnector
from alongside.connectors.phpbb.client import phpbb
from alongside.connectors.port import Connector, ConnectorError, Poster, Registry
from alongside.connectors.smf.client import smf
from alongside.connectors.spirit.client import spirit
from alongside.connectors.stackexchange.client import stackexchange
from alongside.connectors.vanilla.client import vanilla
from alongside.connectors.vbulletin.client import vbulletin
from alongside.connectors.xenforo.client import xenforo


class UnknownKind(ConnectorError):
    """A forum names a kind of software that no connector speaks with."""


def _by_kind(*connectors: Connector) -> Registry:
    return MappingProxyType({connector.kind: connector for connector in connectors})


CONNECTORS: Registry = _by_kind(
    MisagoConnector(),
    GenericConnector(),
    DryRunConnector(),
    phpbb(),
    discourse(),
    xenforo(),
    mybb(),
    smf(),
    flarum(),
    nodebb(),
    vbulletin(),
    vanilla(),
    invision(),
    flaskbb(),
    spirit(),
    hyperkitty(),
    lemmy(),
    machina(),
    stackexchange(),
    askbot(),
)


def thread_id_in(address: str, *, kind: str) -> str:
    """A thread's own number as an address tells it, "" where it tells none."""
    connector = CONNECTORS.get(kind)
    return connector.pages.thread_id(address) if isinstance(connector, PagedConnector) else ""


def poster_for(kind: str) -> Poster | None:
    """The connector of a kind that posts by an official interface; None where people post."""
    connector = CONNECTORS.get(kind)
    if isinstance(connector, MisagoConnector | DryRunConnector | PagedConnector):
        return connector if connector.can_post else None
    return None


def connector_for(kind: str) -> Connector:
    """The connector of a kind such as "misago". Raises UnknownKind."""
    try:
        return CONNECTORS[kind]
    except KeyError:
        known = ", ".join(sorted(CONNECTORS))
        raise UnknownKind(f"There is no connector of the kind {kind!r}; there are {known}.") from (
            None
        )
