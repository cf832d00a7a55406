"""A server that stands for any number of forums, and notes when each was asked.

Run as `python -m benchmarks.forums_served --interval 5`. It prints its port, and once its input is
closed, what it saw of all forums (told apart by the Host header).
"""

import argparse
import asyncio
import json
import sys
import time
from collections import defaultdict

SECONDS_TO_ANSWER = 0.1
_PAGE = b"<html><body>" + b"<p>A question about pensions, and what members say.</p>" * 350
_FOUND = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
PAGE = _FOUND + f"Content-Length: {len(_PAGE)}\r\n\r\n".encode() + _PAGE
NO_RULES = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Seen:
    """When each forum was last asked, and how closely at most."""

    def __init__(self) -> None:
        self.last: dict[bytes, float] = {}
        self.closest: dict[bytes, float] = defaultdict(lambda: float("inf"))
        self.count: dict[bytes, int] = defaultdict(int)
        self.first: dict[bytes, float] = {}
        self.end = 0.0
        self.pages = 0
        self.same_at_once: dict[bytes, int] = defaultdict(int)
        self.two_connections = 0

    def ask(self, host: bytes, is_page: bool) -> None:
        self.end = now = time.monotonic()
        if is_page:
            self.pages += 1
            self.first.setdefault(host, now)
        if host in self.last:
            self.closest[host] = min(self.closest[host], now - self.last[host])
        self.last[host] = now
        self.count[host] += 1
        self.same_at_once[host] += 1
        self.two_connections += self.same_at_once[host] > 1

    def share(self, interval: float) -> float:
        """Of all requests that the pace allowed since each forum's first page, what came."""
        possible = sum(1 + (self.end - first) // interval for first in self.first.values())
        return self.pages / possible if possible else 0.0

    def answered(self, host: bytes) -> None:
        self.same_at_once[host] -= 1


async def serve(interval: float) -> None:
    seen = Seen()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            host = head.partition(b"\r\nHost: ")[2].partition(b"\r\n")[0]
            is_page = not head.startswith(b"GET /robots.txt")
            seen.ask(host, is_page)
            await asyncio.sleep(SECONDS_TO_ANSWER)
            seen.answered(host)
            writer.write(PAGE if is_page else NO_RULES)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=2_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    closest = min(seen.closest.values(), default=float("inf"))
    print(
        json.dumps(
            {
                "requests": sum(seen.count.values()),
                "share_of_possible": round(seen.share(interval), 3),
                "forums_asked": len(seen.count),
                "fewest_of_a_forum": min(seen.count.values(), default=0),
                "closest_seconds": round(closest, 4),
                "within_interval": sum(gap < interval for gap in seen.closest.values()),
                "two_connections": seen.two_connections,
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--interval", type=float, required=True)
    asyncio.run(serve(parser.parse_args().interval))
