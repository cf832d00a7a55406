"""How much is taken from whom: what keeps the form open for people and shut for floods. Pure."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

# A form that is sent sooner was filled by a program; one that is older was kept by one.
YOUNGEST_FORM = timedelta(seconds=3)
OLDEST_FORM = timedelta(days=1)

WAITING_OF_AN_ENTRY = 10  # proposals; more of one entry say nothing new to whoever answers
WAITING_MISSING = 100  # forums, or bodies, that the register is said to lack
WAITING_IN_TOTAL = 1_000

A_NETWORK_PER_HOUR = 5
A_NETWORK_PER_DAY = 20
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)

UNKNOWN_NETWORK = "unknown"


def network_of(address: str) -> str:
    """The network that an address is counted with: an IPv4 address by itself, of IPv6 the /64.

    A household or office gets a whole /64 (RFC 6177), so counting single addresses of IPv6 would
    count nothing. What is no address is one network with everything else that is none.
    """
    try:
        found = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return UNKNOWN_NETWORK
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    length = 32 if found.version == 4 else 64
    return str(ipaddress.ip_network((found, length), strict=False))


def next_chance(sent: Sequence[datetime], *, at: datetime) -> datetime | None:
    """When a network that sent at these moments may send again; None: now."""
    sent = sorted(sent)
    waits = [
        sent[-most] + span
        for most, span in ((A_NETWORK_PER_HOUR, AN_HOUR), (A_NETWORK_PER_DAY, A_DAY))
        if len(sent) >= most
    ]
    latest = max(waits, default=at)
    return latest if latest > at else None
