"""Posts out of a web archive (WARC, gzip), against the same pages in memory.

Run as `python -m benchmarks.archive` where `requirements/bench.txt` is installed besides. An
archive of made-up threads' pages is written as crawlers write them, one gzip member for each
record, with records between them that hold no page. Connectors open no connection, so an archived
answer is read by the same code as one of today: the archive only adds its own unpacking. Goal: 0.7
of the pages a second that are read from memory.
"""

import gzip
import io
import json
import statistics
import time
from collections.abc import Iterator

from alongside.connectors.page import Page
from alongside.connectors.phpbb import parse as phpbb
from alongside.connectors.xenforo import parse as xenforo
from alongside.fetching.messages import Response
from benchmarks.extraction import ADDRESS, SITE, page_of
from benchmarks.extraction_pages import POSTS, of_phpbb, of_xenforo

GOAL = 0.7
ROUNDS, PAGES = 15, 40
MAKERS = {"phpbb": of_phpbb, "xenforo": of_xenforo}
PARSERS = {"phpbb": phpbb.thread_page, "xenforo": xenforo.thread_page}


def record(kind: str, body: bytes, *, content_type: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {ADDRESS}\r\n"
        "WARC-Date: 2026-03-20T12:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:5f8b3b1e-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + body + b"\r\n\r\n", compresslevel=6)


def archive_of(pages: list[bytes]) -> bytes:
    """As a crawler writes it: what was asked, what was answered, and notes."""
    parts = [record("warcinfo", b"software: made up\r\n", content_type="application/warc-fields")]
    for page in pages:
        asked = b"GET /topic/41 HTTP/1.1\r\nHost: forum.example\r\n\r\n"
        answered = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
            b"Date: Fri, 20 Mar 2026 12:00:00 GMT\r\n\r\n" + page
        )
        parts.append(record("request", asked, content_type="application/http; msgtype=request"))
        parts.append(
            record("response", answered, content_type="application/http; msgtype=response")
        )
        parts.append(record("metadata", b"fetchTimeMs: 41", content_type="application/warc-fields"))
    return b"".join(parts)


def answers_in(archive: bytes) -> Iterator[Response]:
    """The archive's answers, as `fetching` gives those of today."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for found in ArchiveIterator(io.BytesIO(archive), record_types=WarcRecordType.response):
        headers = {name.lower(): value for name, value in found.http_headers}
        yield Response(
            url=found.headers["WARC-Target-URI"],
            status=found.http_headers.status_code,
            headers=headers,
            body=found.reader.read(),
        )


def measure(engine: str) -> dict[str, object]:
    pages = [MAKERS[engine](seed) for seed in range(1, PAGES + 1)]
    archive = archive_of(pages)
    parse = PARSERS[engine]

    def from_archive() -> int:
        return sum(
            len(parse(Page(answer), SITE, keep_names=False).posts) for answer in answers_in(archive)
        )

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
        "megabytes": round(len(archive) / 1e6, 1),
        "pages_a_second": round(PAGES / took["archive"]),
        "times_memory": round(ratio, 2),
        "goal": GOAL,
        "reached": ratio >= GOAL,
    }


def main() -> int:
    found = [measure(engine) for engine in MAKERS]
    for each in found:
        print(json.dumps(each))
    return int(not all(each["reached"] for each in found))


if __name__ == "__main__":
    raise SystemExit(main())
