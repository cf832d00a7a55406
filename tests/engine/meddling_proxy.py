"""A proxy between a worker and the practice forum, through which a test can act at an exact moment.

It passes requests on to the forum, and calls `on_posted` after the forum has taken a post and
before the worker hears of it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import httpx

# Headers of one connection, not of the message (RFC 9110, 7.6.1), and what we set anew.
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "host", "content-encoding"}


@contextmanager
def meddling_proxy(forum_address: str, on_posted: Callable[[], None]) -> Iterator[str]:
    """The address of the proxy, for as long as the block lasts."""
    host = urlsplit(forum_address).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {n: v for n, v in self.headers.items() if n.lower() not in HOP_BY_HOP}
            answer = httpx.request(
                self.command,
                forum_address + self.path,
                headers={**headers, "Host": host, "Accept-Encoding": "identity"},
                content=self.rfile.read(length),
                timeout=30,
            )
            if self.command == "POST" and self.path.endswith("/posts/"):
                assert answer.status_code == 200, answer.text
                on_posted()
            self.send_response(answer.status_code)
            for name, value in answer.headers.multi_items():
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = pass_on  # noqa: N815  # the standard library's names
        do_POST = pass_on  # noqa: N815

        def log_message(self, *_args: object) -> None:
            """Silence: the test's own assertions speak."""

        def handle(self) -> None:
            # The killed worker's end of the connection.
            with suppress(ConnectionResetError, BrokenPipeError):
                super().handle()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
