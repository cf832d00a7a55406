"""Posts out of a web archive (WARC, gzip), against the same pages in memory.

Run as `python -m benchmarks.archive`. An archive of made-up threads' pages is written as crawlers
write them, one gzip member for each record, with records between them that hold no page. It is
read as a survey of one does (`fetching.archive`): its captures are looked up, then each page is
asked for. Connectors open no connection, so an archived answer is read by the same code as one of
today. Goal: 0.7 of the pages a second that are read from memory.
"""

import gzip
import json
import statistics
import tempfile
import time
from pathlib import Path

from alongside.connectors.page import Page
from alongside.connectors.phpbb import parse as phpbb
from alongside.connectors.xenforo import parse as xenforo
from alongside.fetching.archive import WebArchive
from alongside.fetching.messages import Request
from benchmarks.extraction import SITE, page_of
from benchmarks.extraction_pages import POSTS, of_phpbb, of_xenforo

GOAL = 0.7
ROUNDS, PAGES = 15, 40
MAKERS = {"phpbb": of_phpbb, "xenforo": of_xenforo}
PARSERS = {"phpbb": phpbb.thread_page, "xenforo": xenforo.thread_page}


def address_of(place: int) -> str:
    return f"{SITE.address}/topic/{place}"


def record(kind: str, place: int, body: bytes, *, content_type: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address_of(place)}\r\n"
        "WARC-Date: 2026-03-20T12:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:5f8b3b1e-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + body + b"\r\n\r\n", compresslevel=6)


def archive_of(pages: list[bytes]) -> bytes:
    """As a crawler writes it: what was asked, what was answered, and notes."""
    parts = [
        record("warcinfo", 0, b"software: made up\r\n", content_type="application/warc-fields")
    ]
    http = "application/http; msgtype="
    for place, page in enumerate(pages):
        asked = f"GET /topic/{place} HTTP/1.1\r\nHost: forum.example\r\n\r\n".encode()
        answered = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            b"Date: Fri, 20 Mar 2026 12:00:00 GMT\r\n\r\n" + page
        )
        notes = b"fetchTimeMs: 41"
        parts += [
            record("request", place, asked, content_type=f"{http}request"),
            record("response", place, answered, content_type=f"{http}response"),
            record("metadata", place, notes, content_type="application/warc-fields"),
        ]
    return b"".join(parts)


def measure(engine: str, folder: Path) -> dict[str, object]:
    pages = [MAKERS[engine](seed) for seed in range(1, PAGES + 1)]
    file = folder / f"{engine}.warc.gz"
    file.write_bytes(archive_of(pages))
    parse = PARSERS[engine]

    def from_archive() -> int:
        archive = WebArchive([file], host="forum.example")
        answers = (archive.answer(Request("GET", address_of(place))) for place in range(PAGES))
        return sum(len(parse(Page(answer), SITE, keep_names=False).posts) for answer in answers)

    def from_memory() -> int:
        return sum(len(parse(page_of(page), SITE, keep_names=False).posts) for page in pages)

    seconds: dict[str, list[float]] = {"archive": [], "memory": []}
    for _ in range(ROUNDS):
        for name, read in (("memory", from_memory), ("archive", from_archive)):
            begun = time.process_time()
            assert read() == PAGES * POSTS
            seconds[name].append(time.process_time() - begun)
    took = {name: statistics.median(every) for name, every in seconds.items()}
    ratio = took["memory"] / took["archive"]
    return {
        "benchmark": "archive",
        "reader": engine,
        "megabytes": round(file.stat().st_size / 1e6, 1),
        "pages_a_second": round(PAGES / took["archive"]),
        "times_memory": round(ratio, 2),
        "goal": GOAL,
        "reached": ratio >= GOAL,
    }


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = [measure(engine, Path(folder)) for engine in MAKERS]
    for each in found:
        print(json.dumps(each))
    return int(not all(each["reached"] for each in found))


if __name__ == "__main__":
    raise SystemExit(main())
