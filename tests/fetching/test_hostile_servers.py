"""Servers on this machine that answer with malice, over real sockets: each has a named outcome.

Whatever a site sends, the client ends with one error of its own, within its time, and with a
memory that does not grow with what was sent.
"""

import gzip
import itertools
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest

from alongside.fetching.client import Client
from alongside.fetching.errors import (
    FetchingError,
    NoAnswer,
    NotPermitted,
    UnfitAnswer,
)
from alongside.fetching.messages import Conversation, Request, Response
from alongside.fetching.policy import FetchingPolicy

pytestmark = pytest.mark.enable_socket

OK = b"HTTP/1.1 200 OK\r\n"
HTML = OK + b"Content-Type: text/html\r\n"
SECONDS, MEGABYTES = 1.0, 25


@dataclass(frozen=True)
class Case:
    name: str
    answer: bytes | Iterable[bytes]
    error: type[FetchingError]
    pause: float = 0.0  # between two parts of the answer


def with_length(body: bytes, *headers: bytes) -> bytes:
    return (
        HTML
        + b"".join(header + b"\r\n" for header in headers)
        + f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


def chunked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    yield HTML + b"Transfer-Encoding: chunked\r\n\r\n"
    for chunk in chunks:
        yield f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n"


def endless(part: bytes, *, after: bytes = HTML + b"\r\n") -> Iterator[bytes]:
    return itertools.chain([after], itertools.repeat(part))


def headless_deflate(content: bytes) -> bytes:
    compressor = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()


ZEROS = bytes(60_000_000)
GZIP = b"Content-Encoding: gzip"
BOMB = gzip.compress(ZEROS, 9)
TWICE = gzip.compress(BOMB, 9)

CASES = [
    # UnfitAnswer is a NoAnswer: where either limit may be met first, the wider one stands here.
    # Nothing, or not HTTP
    Case("hangs up at once", b"", NoAnswer),
    Case("speaks no HTTP", b"SSH-2.0-OpenSSH_9.6\r\n", NoAnswer),
    Case("speaks HTTP 0.9", b"<html>hello</html>", NoAnswer),
    Case("speaks HTTP 2 unasked", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", NoAnswer),
    Case("speaks HTTP 3 by its words", b"HTTP/3 200 OK\r\n\r\n", NoAnswer),
    Case("answers with a request", b"GET / HTTP/1.1\r\nHost: inside\r\n\r\n", NoAnswer),
    Case("speaks TLS on a plain port", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", NoAnswer),
    Case("has no status", b"HTTP/1.1 \r\n\r\n", NoAnswer),
    Case("has a status of two digits", b"HTTP/1.1 20 OK\r\n\r\n", NoAnswer),
    Case("has a status of four digits", b"HTTP/1.1 2000 OK\r\n\r\n", NoAnswer),
    Case("has a status of letters", b"HTTP/1.1 OK OK\r\n\r\n", NoAnswer),
    Case("has status 0", b"HTTP/1.1 000 OK\r\n\r\n", NoAnswer),
    Case("wants another protocol", b"HTTP/1.1 101 Go\r\nUpgrade: websocket\r\n\r\n", FetchingError),
    Case(
        "goes on and on before it answers",
        endless(b"HTTP/1.1 100 Go on\r\n\r\n", after=b""),
        NoAnswer,
    ),
    Case(
        "hints early without end",
        endless(b"HTTP/1.1 103 Hint\r\nLink: </a>\r\n\r\n", after=b""),
        NoAnswer,
    ),
    # Headers
    Case("has a header without a name", HTML + b": nothing\r\n\r\n", NoAnswer),
    Case("has a header without a colon", HTML + b"nothing\r\n\r\n", NoAnswer),
    Case("has a blank before the colon", HTML + b"Content-Length : 5\r\n\r\nhello", NoAnswer),
    Case("has a NUL in a header", HTML + b"X: a\x00b\r\n\r\n", NoAnswer),
    Case("has a bare CR in a header", HTML + b"X: a\rContent-Length: 3\r\n\r\n", NoAnswer),
    Case("has one header without end", endless(b"a" * 65_536, after=HTML + b"X: "), NoAnswer),
    Case("has headers without end", endless(b"X-A: b\r\n" * 999, after=HTML), NoAnswer),
    Case("has a thousand headers", HTML + b"X: y\r\n" * 1_000 + b"\r\n", UnfitAnswer),
    Case("sets a thousand cookies", HTML + b"Set-Cookie: a=b\r\n" * 1_000 + b"\r\n", UnfitAnswer),
    Case("drips its headers", endless(b"X", after=HTML + b"X: "), NoAnswer, pause=0.05),
    # Lengths that contradict one another
    Case("is cut short", HTML + b"Content-Length: 100\r\n\r\nshort", NoAnswer),
    Case(
        "has two lengths", HTML + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", NoAnswer
    ),
    Case("has a length of letters", HTML + b"Content-Length: five\r\n\r\nhello", NoAnswer),
    Case("has a length below zero", HTML + b"Content-Length: -5\r\n\r\nhello", NoAnswer),
    Case("has a length with a plus", HTML + b"Content-Length: +5\r\n\r\nhello", NoAnswer),
    Case(
        "has a length of 300 digits",
        HTML + b"Content-Length: " + b"9" * 300 + b"\r\n\r\n",
        NoAnswer,
    ),
    Case("has an unknown transfer coding", HTML + b"Transfer-Encoding: gzip\r\n\r\nx", NoAnswer),
    Case(
        "is chunked twice", HTML + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", NoAnswer
    ),
    Case("has a chunk of letters", HTML + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", NoAnswer),
    Case(
        "has a chunk below zero",
        HTML + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n",
        NoAnswer,
    ),
    Case(
        "has a chunk of endless digits",
        endless(b"0" * 999, after=HTML + b"Transfer-Encoding: chunked\r\n\r\n"),
        NoAnswer,
    ),
    Case(
        "has a chunk that is too long",
        HTML + b"Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
        NoAnswer,
    ),
    Case(
        "never ends its chunks",
        HTML + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        NoAnswer,
    ),
    Case(
        "has trailers without end",
        endless(b"X: y\r\n", after=HTML + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"),
        NoAnswer,
    ),
    Case(
        "has extensions of chunks without end",
        endless(
            b"1;" + b"a" * 999 + b"\r\nx\r\n", after=HTML + b"Transfer-Encoding: chunked\r\n\r\n"
        ),
        NoAnswer,
    ),
    # Size and time
    Case("says it is huge", HTML + b"Content-Length: 999999999999\r\n\r\n", FetchingError),
    Case("is endless", endless(b"x" * 65_536), UnfitAnswer),
    Case("is endless in chunks", chunked(itertools.repeat(b"x" * 65_536)), UnfitAnswer),
    Case("is endless in chunks of one byte", chunked(itertools.repeat(b"x" * 1)), NoAnswer),
    Case("drips", endless(b"."), NoAnswer, pause=0.05),
    Case("drips in chunks", chunked(itertools.repeat(b".")), NoAnswer, pause=0.05),
    Case(
        "says nothing after its headers",
        itertools.chain([HTML, b"\r\n"], iter(lambda: b"", 1)),
        NoAnswer,
        pause=0.05,
    ),
    # Codings
    Case("is a bomb of gzip", with_length(BOMB, GZIP), UnfitAnswer),
    Case(
        "is a bomb of deflate",
        with_length(zlib.compress(ZEROS, 9), b"Content-Encoding: deflate"),
        UnfitAnswer,
    ),
    Case(
        "is a bomb of deflate without a head",
        with_length(headless_deflate(ZEROS), b"Content-Encoding: deflate"),
        UnfitAnswer,
    ),
    Case("is a bomb in a bomb", with_length(TWICE, b"Content-Encoding: gzip, gzip"), UnfitAnswer),
    Case("is a bomb in a bomb that names one", with_length(TWICE, GZIP), UnfitAnswer),
    Case(
        "is a bomb in small chunks",
        chunked(BOMB[i : i + 512] for i in range(0, len(BOMB), 512)),
        NoAnswer,
    ),
    Case(
        "is coded as br, which nobody asked for",
        with_length(b"\x0b\x02\x80", b"Content-Encoding: br"),
        UnfitAnswer,
    ),
    Case(
        "is coded as zstd, which nobody asked for",
        with_length(b"\x28\xb5\x2f\xfd", b"Content-Encoding: zstd"),
        UnfitAnswer,
    ),
    Case(
        "is coded as nothing known", with_length(b"hello", b"Content-Encoding: \xff"), UnfitAnswer
    ),
    Case("says gzip and is not", with_length(b"hello", GZIP), UnfitAnswer),
    Case("is gzip cut short", with_length(gzip.compress(b"hello" * 99)[:-9], GZIP), UnfitAnswer),
    Case(
        "is gzip with a wrong sum",
        with_length(gzip.compress(b"hello")[:-8] + bytes(8), GZIP),
        UnfitAnswer,
    ),
    # Types
    Case("is a picture", OK + b"Content-Type: image/png\r\n\r\n", UnfitAnswer),
    Case("is a film", OK + b"Content-Type: video/mp4\r\n\r\n", UnfitAnswer),
    Case(
        "is a picture that calls itself text",
        with_length(b"\x89PNG\r\n\x1a\n\x00\x00"),
        UnfitAnswer,
    ),
    Case("is an archive that calls itself text", with_length(b"PK\x03\x04\x14\x00"), UnfitAnswer),
    Case("is a program that calls itself text", with_length(b"\x7fELF\x02\x01"), UnfitAnswer),
    Case("is a document that calls itself text", with_length(b"%PDF-1.7\n"), UnfitAnswer),
    Case("is gzip that does not say so", with_length(gzip.compress(b"hello")), UnfitAnswer),
    Case("is nothing but NULs", with_length(bytes(2_000)), UnfitAnswer),
    # Redirects
    Case("redirects to itself", b"HTTP/1.1 302 Go\r\nLocation: /\r\n\r\n", UnfitAnswer),
    Case(
        "redirects to another port of this machine",
        b"HTTP/1.1 302 Go\r\nLocation: http://127.0.0.1:22/\r\n\r\n",
        NotPermitted,
    ),
    Case(
        "redirects to the metadata of a cloud",
        b"HTTP/1.1 302 Go\r\nLocation: http://169.254.169.254/\r\n\r\n",
        NotPermitted,
    ),
    Case(
        "redirects to a file",
        b"HTTP/1.1 302 Go\r\nLocation: file:///etc/passwd\r\n\r\n",
        NotPermitted,
    ),
    Case(
        "redirects with a name and password",
        b"HTTP/1.1 302 Go\r\nLocation: http://a:b@forum.example/\r\n\r\n",
        NotPermitted,
    ),
    Case(
        "redirects to an address without end",
        b"HTTP/1.1 302 Go\r\nLocation: /" + b"a" * 9_000 + b"\r\n\r\n",
        NotPermitted,
    ),
    Case(
        "redirects to what is no address",
        b"HTTP/1.1 302 Go\r\nLocation: http://[::\r\n\r\n",
        NotPermitted,
    ),
    Case(
        "redirects to gopher",
        b"HTTP/1.1 302 Go\r\nLocation: gopher://forum.example/\r\n\r\n",
        NotPermitted,
    ),
]


class Server:
    """Answers every connection with the bytes of one case, until the other side hangs up."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.origin = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.connections = 0

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            self.connections += 1
            with connection:
                try:
                    connection.settimeout(5)
                    connection.recv(65_536)
                    self._answer(connection)
                    connection.shutdown(socket.SHUT_WR)
                except OSError:
                    pass  # the client had enough

    def _answer(self, connection: socket.socket) -> None:
        answer = self._case.answer
        parts = [answer] if isinstance(answer, bytes) else answer
        for part in parts:
            if self._stop.is_set():
                return
            connection.sendall(part)
            if self._case.pause:
                time.sleep(self._case.pause)


def client_for(server: Server) -> Client:
    return Client(
        FetchingPolicy(
            contact="a@b.example",
            loopback_origins=frozenset({server.origin}),
            total_seconds=SECONDS,
            connect_seconds=SECONDS,
            max_body_bytes=2_000_000,
        )
    )


def asking(url: str) -> Conversation[Response]:
    return (yield Request("GET", url))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_site_that(case: Case) -> None:
    with Server(case) as server:
        client = client_for(server)
        tracemalloc.start()
        begun = time.monotonic()

        with pytest.raises(case.error) as error:
            client.carry_out(asking(f"{server.origin}/"), robots=False)

        took = time.monotonic() - begun
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert isinstance(error.value, FetchingError)
        assert took < SECONDS * 10  # the machine may be busy
        assert peak < MEGABYTES * 1_000_000
        assert server.connections <= 6


def test_there_are_at_least_sixty_of_them() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


FINE = [
    (
        "is not here, with a picture that says so",
        b"HTTP/1.1 404 Gone\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        b"",
    ),
    (
        "is not here, and hangs up in the middle of saying so",
        b"HTTP/1.1 404 Gone\r\nContent-Length: 100\r\n\r\nshort",
        b"",
    ),
    (
        "has a length and chunks, of which the chunks count",
        HTML + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        b"hello",
    ),
    (
        "has more than its length",
        HTML + b"Content-Length: 5\r\n\r\nhelloHTTP/1.1 200 OK\r\n\r\ninside",
        b"hello",
    ),
    (
        "has the same length twice",
        HTML + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        b"hello",
    ),
    ("ends where the connection ends", HTML + b"\r\nhello", b"hello"),
    ("answers before the answer", b"HTTP/1.1 103 Hint\r\n\r\n" + HTML + b"\r\nhello", b"hello"),
    ("folds a header", HTML + b"X: a\r\n b\r\nContent-Length: 5\r\n\r\nhello", b"hello"),
    ("has no type", OK + b"\r\nhello", b"hello"),
    ("has text in UTF-16", with_length("hello".encode("utf-16")), "hello".encode("utf-16")),
    (
        "lies about its encoding",
        OK + b"Content-Type: text/html; charset=punycode\r\n\r\nhello",
        b"hello",
    ),
    (
        "has lines that end in LF alone",
        b"HTTP/1.1 200 OK\nContent-Type: text/html\n\nhello",
        b"hello",
    ),
]


@pytest.mark.parametrize(("name", "answer", "body"), FINE, ids=[name for name, *_ in FINE])
def test_a_page_is_read_from_a_site_that(name: str, answer: bytes, body: bytes) -> None:
    with Server(Case(name, answer, FetchingError)) as server:
        response = client_for(server).carry_out(asking(f"{server.origin}/"), robots=False)

    assert response.body == body
