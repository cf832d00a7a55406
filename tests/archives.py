"""Web archives as crawlers write them, put together by hand: one gzip member for each record."""

import gzip
from pathlib import Path

CAPTURED = "2026-05-02T09:00:00Z"


def capture(
    address: str,
    body: str | bytes = "<p>A page</p>",
    *,
    at: str = CAPTURED,
    status: str = "200 OK",
    kind: str = "response",
    digest: str = "",
    **headers: str,
) -> bytes:
    """One record of an answer; `headers` are the answer's, with "_" for "-"."""
    told = {"Content-Type": "text/html; charset=utf-8"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    content = body.encode() if isinstance(body, str) else body
    return record(kind, address, f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + content, at, digest)


def record(kind: str, address: str, block: bytes, at: str = CAPTURED, digest: str = "") -> bytes:
    """One record of any kind."""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {at}\r\n"
        "WARC-Record-ID: <urn:uuid:5f8b3b1e-0000-4000-8000-000000000000>\r\n"
        f"{f'WARC-Payload-Digest: {digest}{chr(13)}{chr(10)}' if digest else ''}"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def archive_in(folder: Path, *records: bytes, name: str = "crawl.warc.gz") -> Path:
    """A file with these records."""
    file = folder / name
    file.write_bytes(b"".join(records))
    return file
