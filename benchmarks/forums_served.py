# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""A server that stands for any number of forums, and notes when each was asked.

Run as `python -m benchmarks.forums_served --interval 5 --begun 2026-11-30T09:00:00Z`. Every forum has one
board of threads, one asked each minute since then, in the markup of phpBB. It prints its port, and
once its input is closed, what it saw of all forums (told apart by the Host header).
"""

import argparse
import asyncio
import json
import sys
import time
from collections import defaultdict
from datetime import datetime, timedelta

SECONDS_TO_ANSWER = 0.1
THREADS, POSTS = 30, 20  # new in each board; on a thread's page
_FOUND = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
NO_RULES = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_WORDS = "What members say of pensions, rent and heating in a winter that is long, and of cats. "


def _answer(page: str) -> bytes:
    body = page.encode()
    return _FOUND + f"Content-Length: {len(body)}\r\n\r\n".encode() + body


def _asked(number: int, begun: datetime) -> str:
    return (begun + number * timedelta(minutes=1)).isoformat()


def _row(number: int, begun: datetime) -> str:
    asked = _asked(number, begun)
    return (
        f'<li class="row bg{number % 2}"><dl class="row-item topic_read"><dt><div class="list-inner">'
        f'<a href="./viewtopic.php?t={number}" class="topictitle">Question {number}</a><div '
        f'class="topic-poster">by <a class="username">member{number % 9}</a> &raquo; <time '
        f'datetime="{asked}">x</time></div></div></dt><dd class="posts">{POSTS - 1}</dd>'
        f'<dd class="lastpost"><span>by <a class="username">member3</a><br><time '
        f'datetime="{asked}">x</time></span></dd></dl></li>'
    )


def _post(number: int, place: int, begun: datetime) -> str:
    asked = _asked(number, begun)
    # One question in ten is about what a watch looks for.
    words = "Does my sick pay stop? " if place == 0 and number % 10 == 3 else ""
    tools = "".join(
        f'<li><a href="./posting.php?mode={name}&amp;p={number}{place:03}" title="{name}" class="button">'
        f'<i class="icon fa-{name} fa-fw"></i><span class="sr-only">{name}</span></a></li>'
        for name in ("edit", "delete", "report", "info", "quote")
    )
    return (
        f'<div id="p{number}{place:03}" class="post has-profile bg{place % 2}"><div class="inner">'
        f'<dl class="postprofile"><dt><a class="username">member{place % 7}</a></dt><dd '
        'class="profile-rank">Regular</dd><dd class="profile-posts"><strong>Posts:</strong> 41</dd>'
        '<dd class="profile-joined"><strong>Joined:</strong> Mon Jan 05, 2015</dd></dl>'
        f'<div class="postbody"><ul class="post-buttons">{tools}</ul><p class="author">by <strong>'
        f'<a class="username">member{place % 7}</a></strong> &raquo; <time '
        f'datetime="{asked}">x</time></p><div class="content">{words}{_WORDS * 3}<br><br>'
        f"{_WORDS * 2}</div></div></div></div>"
    )


def board_page(begun: datetime) -> bytes:
    """One page with all threads of a board, as phpBB writes it."""
    rows = "".join(_row(number, begun) for number in range(1, THREADS + 1))
    return _answer(
        '<!DOCTYPE html><html><body id="phpbb" class="section-viewforum"><h2 class="forum-title">Pay'
        f'</h2><ul class="topiclist topics">{rows}</ul></body></html>'
    )


def thread_page(number: int, begun: datetime) -> bytes:
    """The only page of a thread, some 30 kB."""
    posts = "".join(_post(number, place, begun) for place in range(POSTS))
    return _answer(
        '<!DOCTYPE html><html><body id="phpbb" class="section-viewtopic"><ul class="navlinks"><li>'
        '<a href="./viewforum.php?f=3">Pay</a></li></ul><h2 class="topic-title"><a '
        f'href="./viewtopic.php?t={number}">Question {number}</a></h2>{posts}</body></html>'
    )


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


async def serve(interval: float, begun: datetime) -> None:
    seen = Seen()
    board = board_page(begun)
    threads = [thread_page(number, begun) for number in range(THREADS + 1)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            host = head.partition(b"\r\nHost: ")[2].partition(b"\r\n")[0]
            is_page = not head.startswith(b"GET /robots.txt")
            seen.ask(host, is_page)
            await asyncio.sleep(SECONDS_TO_ANSWER)
            seen.answered(host)
            number = head.partition(b"viewtopic.php?t=")[2].partition(b" ")[0]
            page = threads[int(number)] if number else board
            writer.write(page if is_page else NO_RULES)
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
    parser.add_argument("--begun", type=datetime.fromisoformat, required=True)
    given = parser.parse_args()
    asyncio.run(serve(given.interval, given.begun))
