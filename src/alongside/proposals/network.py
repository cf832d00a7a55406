"""From which network a request came. Only what counts floods asks; nothing of it is stored."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

from alongside.proposals.domain.limits import network_of

_PORT = re.compile(r"^\[(?P<six>[^\]]*)\](?::\d+)?$|^(?P<four>[\d.]+):\d+$")


def sender_of(request: HttpRequest) -> str:
    """The network that sent the request.

    A load balancer's own address stands in REMOTE_ADDR, and each proxy adds to the end of
    X-Forwarded-For from whom it got the request. What stands before that can be made up by
    anybody, so the chain is read from its end, and only as far as ALONGSIDE_TRUSTED_PROXIES reach.
    """
    # More than twenty proxies in a row are nobody's.
    chain = request.headers.get("X-Forwarded-For", "").rsplit(",", 20)
    address = request.META.get("REMOTE_ADDR", "")
    while chain and _is_trusted(address):
        before = _without_port(chain.pop().strip())
        if not before:
            break
        address = before
    return network_of(address)


def _is_trusted(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return False
    return any(found in network for network in settings.ALONGSIDE_TRUSTED_PROXIES)


def _without_port(address: str) -> str:
    """Some load balancers add the port: 192.0.2.1:4711, [2001:db8::1]:4711."""
    found = _PORT.match(address)
    return (found["six"] or found["four"]) if found else address
