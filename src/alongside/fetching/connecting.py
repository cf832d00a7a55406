"""Opens connections to checked addresses only, and never lets one last too long.

The name is resolved once, every address it has is judged by `guard`, and the connection goes
to one of exactly these addresses: between check and connection nobody can change the name.
The Host header and the TLS server name stay those of the site, because `httpcore` takes them
from the address asked for, not from the socket.
"""

import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from alongside.fetching import guard
from alongside.fetching.errors import NotSent, UnfitAnswer, Unreachable

# Name and port to the addresses as text; raises OSError where there is none.
Resolve = Callable[[str, int], list[str]]


def resolve_by_system(host: str, port: int) -> list[str]:
    """Asks the operating system. Raises OSError for a name without addresses."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # Some hosts have dozens of records; keep the order, drop repeats.
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class Deadline:
    """The time one request may take, in seconds of the given clock."""

    def __init__(self, *, clock: Callable[[], float], seconds: float) -> None:
        self._clock = clock
        self._at = clock() + seconds

    def left(self, late: type[Exception], *, at_most: float | None = None) -> float:
        """Seconds left, capped. Raises `late` when there are none."""
        seconds = self._at - self._clock()
        if seconds <= 0:
            raise late("The time for this request is over.")
        return seconds if at_most is None else min(seconds, at_most)


class Meter:
    """What one answer may weigh on the wire, beside the part of it that is its body.

    Headers, the framing of chunks and answers before the answer (1xx) cost us as much as text
    does, and no limit on the body would ever see them.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._received = 0
        self._in_body = 0

    def receive(self, count: int) -> None:
        """Counts bytes off the wire. Raises UnfitAnswer where too few of them become text."""
        self._received += count
        # Half of the body again is what a site costs that sends its page a line at a time.
        if self._received - self._in_body > self._most + self._in_body // 2:
            raise UnfitAnswer("The answer is mostly wrapping.")

    def in_body(self, count: int) -> None:
        """Counts bytes that turned out to be the body's."""
        self._in_body += count


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to one destination, through `inner`, after its addresses were judged."""

    def __init__(
        self,
        *,
        destination: guard.Destination,
        deadline: Deadline,
        meter: Meter,
        resolve: Resolve,
        inner: httpcore.NetworkBackend,
    ) -> None:
        self._destination = destination
        self._meter = meter
        self._deadline = deadline
        self._resolve = resolve
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises NotPermitted, Unreachable, or what httpcore raises for a failed connection."""
        if (host, port) != (self._destination.host, self._destination.port):
            raise NotSent("A connection was asked for that nobody checked.")
        addresses = self._addresses(timeout)
        guard.check_addresses(self._destination, addresses)
        failure: Exception | None = None
        for address in addresses:
            seconds = self._deadline.left(httpcore.ConnectTimeout, at_most=timeout)
            try:
                stream = self._inner.connect_tcp(address, port, timeout=seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self._deadline, self._meter)
        raise failure or httpcore.ConnectError("no address")

    def _addresses(self, timeout: float | None) -> list[str]:
        host, port = self._destination.host, self._destination.port
        if guard.is_loopback_literal(host):
            return [host]
        # The resolver has no time limit of its own, so it works in a thread of its own; the
        # thread is left behind where it hangs, and ends when the system gives up.
        found: queue.SimpleQueue[list[str]] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                found.put(self._resolve(host, port))
            except (OSError, UnicodeError):
                found.put([])

        threading.Thread(target=look_up, name="resolve", daemon=True).start()
        seconds = self._deadline.left(httpcore.ConnectTimeout, at_most=timeout)
        try:
            addresses = found.get(timeout=seconds)
        except queue.Empty:
            raise Unreachable(f"The name {host} was not answered for in time.") from None
        if not addresses:
            raise Unreachable(f"The name {host} has no address.")
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every wait ends at the request's deadline, so that a drip ends too."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline, meter: Meter) -> None:
        self._inner = inner
        self._deadline = deadline
        self._meter = meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        received = self._inner.read(max_bytes, self._deadline.left(httpcore.ReadTimeout))
        self._meter.receive(len(received))
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        seconds = self._deadline.left(httpcore.ConnectTimeout, at_most=timeout)
        inner = self._inner.start_tls(ssl_context, server_hostname, seconds)
        return _TimedStream(inner, self._deadline, self._meter)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
