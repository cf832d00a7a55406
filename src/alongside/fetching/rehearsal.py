"""Conversations without a network: for tests, stored answers and demonstrations.

`play` hands recorded answers to one conversation. `MadeUpInternet` stands where the wires
would be, so that the client itself, its guard and its manners can be watched; `OneServer` puts one
real server there.
"""

import ssl
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from typing import Any

import httpcore

from alongside.fetching.errors import FetchingError
from alongside.fetching.messages import Conversation, Request, Response, T

Answer = Response | FetchingError
Answering = Callable[[Request], Answer]


class NothingRecorded(AssertionError):
    """A conversation asked for something that the recording does not hold."""


def play(
    conversation: Conversation[T], answers: Mapping[str, Answer] | Answering | Iterable[Answer]
) -> T:
    """Carries out a conversation against recorded answers and returns what it learnt.

    `answers` is a mapping from "GET https://…" to the answer, a function of the request, or
    the answers in order. A FetchingError among them is thrown into the conversation, as the
    client would. Raises NothingRecorded for a request without an answer.
    """
    answer_to = _answering(answers)
    try:
        request = next(conversation)
        while True:
            answer = answer_to(request)
            if isinstance(answer, FetchingError):
                request = conversation.throw(answer)
            else:
                request = conversation.send(answer)
    except StopIteration as stop:
        learnt: T = stop.value
        return learnt
    finally:
        conversation.close()


def _answering(answers: Mapping[str, Answer] | Answering | Iterable[Answer]) -> Answering:
    if isinstance(answers, Mapping):
        recorded = answers

        def look_up(request: Request) -> Answer:
            wanted = f"{request.method} {request.url}"
            if wanted not in recorded:
                raise NothingRecorded(f"No answer is recorded for {wanted}")
            return recorded[wanted]

        return look_up
    if callable(answers):
        return answers
    remaining = iter(answers)

    def take_next(request: Request) -> Answer:
        for answer in remaining:
            return answer
        raise NothingRecorded(f"No answer is left for {request.method} {request.url}")

    return take_next


@dataclass(frozen=True, slots=True)
class Visit:
    """One request as it arrived at a made-up site."""

    address: str  # the IP address that was connected to
    port: int
    tls_name: str | None  # the server name of the TLS handshake, None without TLS
    method: str
    target: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes


Site = Callable[[Visit], bytes | Iterable[bytes]]


@dataclass
class MadeUpInternet(httpcore.NetworkBackend):
    """Names, addresses and sites that exist only here; give it to a client as its backend.

    `names` maps a host to its addresses for `resolve`; `site` answers every visit with raw
    HTTP. An exception it raises (httpcore.ReadTimeout, say) happens in the reading client.
    """

    site: Site
    names: dict[str, list[str]] = field(default_factory=dict)
    unreachable: set[str] = field(default_factory=set)
    visits: list[Visit] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        if host not in self.names:
            raise OSError("no such name")
        return self.names[host]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if host in self.unreachable:
            raise httpcore.ConnectError("made up")
        return _Wire(self, host, port)


@dataclass(frozen=True)
class OneServer(httpcore.NetworkBackend):
    """One real server on this machine stands for all sites there are: for measuring.

    Give it to a client as its backend, and `resolve` as the name service: every name has a public
    address of its own, passes the guard as usual, and then leads to the port on loopback.
    """

    port: int

    def resolve(self, host: str, port: int) -> list[str]:
        number = zlib.crc32(host.encode())
        return [f"93.184.{number >> 8 & 255}.{number & 255}"]

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout=timeout)


class _Wire(httpcore.NetworkStream):
    def __init__(self, internet: MadeUpInternet, address: str, port: int) -> None:
        self._internet = internet
        self._address = address
        self._port = port
        self._tls_name: str | None = None
        self._received = b""
        self._pending: Iterable[bytes] | None = None

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._pending is None:
            self._pending = iter(self._answer())
        for part in self._pending:
            return part
        return b""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._received += buffer

    def close(self) -> None:
        pass

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        self._tls_name = server_hostname
        return self

    def get_extra_info(self, info: str) -> Any:
        return None

    def _answer(self) -> Iterable[bytes]:
        head, _, body = self._received.partition(b"\r\n\r\n")
        first, _, fields = head.partition(b"\r\n")
        method, target, _ = first.decode("ascii").split(" ")
        parsed = BytesHeaderParser().parsebytes(fields)
        visit = Visit(
            address=self._address,
            port=self._port,
            tls_name=self._tls_name,
            method=method,
            target=target,
            headers={name.lower(): str(value) for name, value in parsed.items()},
            body=body,
        )
        self._internet.visits.append(visit)
        answer = self._internet.site(visit)
        # Small pieces, as a network would deliver them.
        whole = [answer] if isinstance(answer, bytes) else answer
        return (part[i : i + 65536] for part in whole for i in range(0, len(part) or 1, 65536))


def http_answer(
    status: int = 200,
    body: bytes | str = b"",
    *,
    headers: Iterable[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
) -> bytes:
    """A raw HTTP/1.1 answer for a made-up site."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Made up", f"Content-Length: {len(content)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content
