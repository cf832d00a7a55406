"""Which forum software tells by itself that a moderator passed a thread on."""

from types import MappingProxyType

from alongside.connectors.discourse.refer import DiscourseReferrer
from alongside.connectors.referring import Referrer
from alongside.connectors.vanilla.refer import VanillaReferrer
from alongside.connectors.xenforo.refer import XenforoReferrer


def _by_kind(*referrers: Referrer) -> MappingProxyType[str, Referrer]:
    return MappingProxyType({referrer.kind: referrer for referrer in referrers})


REFERRERS = _by_kind(DiscourseReferrer(), VanillaReferrer(), XenforoReferrer())


def referrer_for(kind: str) -> Referrer | None:
    """How software of this kind tells; None: moderators pass questions on by their own page."""
    return REFERRERS.get(kind)
