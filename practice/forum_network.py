"""Keeps the forum's process on this machine.

The settings leave nothing on that would go out. This holds also for what somebody switches on
later.
"""

import socket
import sys
from typing import Any

from forum_environment import is_loopback


def refuse_outgoing_network(*, database_host: str) -> None:
    """From now on this process connects to nothing but this machine, and looks up no other name.

    The database may be elsewhere: its name may be looked up, and libpq connects by itself, unseen
    by Python. What is refused raises PermissionError where it was tried. It cannot be taken back.
    """
    allowed_names = (None, "", *database_host.split(","))

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.getaddrinfo":
            host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
            if host not in allowed_names and not is_loopback(host):
                raise _refusal(host)
        elif event in ("socket.connect", "socket.sendto"):
            sock, address = arguments
            is_internet = sock.family in (socket.AF_INET, socket.AF_INET6)
            if is_internet and not is_loopback(address[0]):
                raise _refusal(address[0])

    sys.addaudithook(audit)


def _refusal(host: str) -> PermissionError:
    return PermissionError(f"The practice forum does not leave this machine: {host}.")
