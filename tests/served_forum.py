"""A forum on loopback: pages written by hand, behind a real socket and the whole of `fetching`."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class ServedForum:
    """`pages` are answers by path (with its query): HTML, data for JSON, or (status, headers) with
    or without a body.

    `asked` are the paths in the order in which they were asked for.
    """

    address: str = ""
    pages: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@contextmanager
def served_forum() -> Iterator[ServedForum]:
    forum = ServedForum()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            forum.asked.append(self.path)
            page = forum.pages.get(self.path, (404, {}))
            status, headers, *rest = page if isinstance(page, tuple) else (200, {})
            body, kind = b"".join(rest), "text/html; charset=utf-8"
            if isinstance(page, str):
                body = page.encode()
                if self.path.endswith(".txt"):
                    kind = "text/plain"
            elif not isinstance(page, tuple):
                body, kind = json.dumps(page).encode(), "application/json"
            self.send_response(status)
            for name, value in ({"Content-Type": kind} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    forum.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield forum
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
