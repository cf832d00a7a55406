"""The client on real sockets, against a small server on this machine."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509

from alongside.fetching.client import Client
from alongside.fetching.errors import NoAnswer, NotPermitted, Unreachable
from alongside.fetching.messages import Conversation, Request, Response
from alongside.fetching.policy import FetchingPolicy
from tests.certificates import self_signed

pytestmark = pytest.mark.enable_socket


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Set-Cookie", "seen=yes; Path=/")
        self.end_headers()
        self.wfile.write(f"{self.headers['Host']} {self.headers.get('Cookie')}".encode())

    def do_POST(self) -> None:
        # Takes the request and hangs up: the worst moment there is.
        self.rfile.read(int(self.headers["Content-Length"]))
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def client_for(*origins: str, **limits: float) -> Client:
    policy = FetchingPolicy(contact="a@b.example", loopback_origins=frozenset(origins), **limits)  # type: ignore[arg-type]
    return Client(policy)


def asking(*requests: Request) -> Conversation[Response]:
    for request in requests:
        response = yield request
    return response


def test_a_page_is_read_over_a_real_socket(origin: str) -> None:
    response = client_for(origin).carry_out(
        asking(Request("GET", origin), Request("GET", origin)), robots=False
    )

    assert response.body.decode() == f"{origin.removeprefix('http://')} seen=yes"


def test_without_the_setting_this_machine_is_closed(origin: str) -> None:
    with pytest.raises(NotPermitted):
        client_for().carry_out(asking(Request("GET", origin)), robots=False)


def test_proxies_of_the_environment_are_ignored(
    origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert client_for(origin).carry_out(asking(Request("GET", origin)), robots=False).status == 200


def test_a_site_that_hangs_up_after_a_post_leaves_the_outcome_open(origin: str) -> None:
    with pytest.raises(NoAnswer):
        client_for(origin).carry_out(asking(Request("POST", origin, json={})), robots=False)


def test_a_port_where_nobody_listens_is_certainly_not_sent() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{reserved.getsockname()[1]}"

        with pytest.raises(Unreachable):
            client_for(origin).carry_out(asking(Request("POST", origin)), robots=False)


def test_a_site_that_takes_a_post_and_says_nothing_leaves_the_outcome_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        origin = f"http://127.0.0.1:{silent.getsockname()[1]}"

        with pytest.raises(NoAnswer):
            client_for(origin, total_seconds=0.2).carry_out(
                asking(Request("POST", origin, json={})), robots=False
            )


@pytest.mark.parametrize("robots", [True, False])
def test_people_are_told_what_is_wrong_with_a_certificate(tmp_path: Path, robots: bool) -> None:
    _file, context = self_signed(tmp_path, x509.DNSName("another.example"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # it is hung up on
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    origin = f"https://127.0.0.1:{server.server_port}"

    with pytest.raises(Unreachable) as failed:
        client_for(origin).carry_out(asking(Request("GET", origin)), robots=robots)

    assert str(failed.value) == (
        f"No connection to {origin} could be opened: its certificate is not valid "
        "(self-signed certificate)."
    )
    server.shutdown()
    server.server_close()
    thread.join()


def test_people_are_told_that_a_site_speaks_no_tls(origin: str) -> None:
    secure = origin.replace("http:", "https:")

    with pytest.raises(Unreachable, match="it does not speak TLS as it should"):
        client_for(secure).carry_out(asking(Request("GET", secure)), robots=False)
