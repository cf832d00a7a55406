"""Answers out of web archives (WARC, ISO 28500): conversations without a request to anybody.

A crawler wrote down what sites answered it. Whoever speaks sans-I/O reads that as a live site:
here each request is answered by the newest capture of its address. What the archive does not hold
is NotArchived, never a page that is gone. In memory are the captures' addresses and places alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit, urlunsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from alongside.fetching import bodies, tdm
from alongside.fetching.errors import FetchingError, NotSent, ReservedByOwner, UnfitAnswer
from alongside.fetching.exchanging import REDIRECTS
from alongside.fetching.messages import Conversation, Request, Response, T
from alongside.fetching.notices import NoticeKind
from alongside.fetching.rehearsal import play
from alongside.fetching.sites import same_site

MOST_CAPTURES = 2_000_000
MOST_BYTES = 5 * 1024 * 1024  # of one page, decoded
MOST_RATIO = 100
MOST_HEADER_BYTES = 256 * 1024
MOST_REDIRECTS = 5
MOST_REQUESTS = 500

_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,8}(?:;[^\r\n]{0,200})?[ \t]*\r\n")
_GZIP = b"\x1f\x8b"
_CAPTURES = WarcRecordType.response | WarcRecordType.revisit


class ArchiveError(Exception):
    """A file that cannot be read as a web archive; the sentence names it."""


class NotArchived(UnfitAnswer):
    """The archive does not hold this page, which says nothing of the site."""


@dataclass(frozen=True, slots=True)
class _Capture:
    """Where a capture of an address stands. `digest` is of its payload, "" where none is told."""

    address: str
    file: int
    offset: int  # bytes, of its record in the compressed file
    at: datetime
    digest: str
    is_revisit: bool  # the same as an earlier one, whose payload is not written again


class WebArchive:
    """The captures of one site's pages in some WARC files, also compressed by gzip.

    `host` is the site's. `names` tells by which other addresses a captured page may be asked for,
    its own plain one first: of several pages with one name, the one with the shortest plain address
    has it. `progress` is told how many bytes have been read, of how many. Raises ArchiveError for a
    file that cannot be read.
    """

    def __init__(
        self,
        files: Sequence[Path],
        *,
        host: str,
        names: Callable[[str], Iterable[str]] = lambda _address: (),
        progress: Callable[[int, int], None] = lambda _done, _known: None,
    ) -> None:
        self._files = tuple(files)
        self._captures: dict[str, _Capture] = {}
        # Of captures by their other names: how long the plain address is, and the key.
        self._names: dict[str, tuple[int, str]] = {}
        self._payloads: dict[str, _Capture] = {}  # the first of each digest
        sizes = [_size(file) for file in self._files]
        for number, file in enumerate(self._files):
            before = sum(sizes[:number])
            for capture in _captures_in(file, number, host):
                self._take(capture)
                others = tuple(names(capture.address))
                for name in others:
                    self.name(name, capture.address, plain=others[0])
                if len(self._captures) > MOST_CAPTURES:
                    raise ArchiveError(
                        f"There are more than {MOST_CAPTURES:,} pages of {host} in these archives. "
                        "Give fewer files at once."
                    )
                progress(before + capture.offset, sum(sizes))

    def __len__(self) -> int:
        return len(self._captures)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """When the oldest and the newest capture in use were made; None where there is none."""
        times = [capture.at for capture in self._captures.values()]
        return (min(times), max(times)) if times else None

    def carry_out(
        self,
        conversation: Conversation[T],
        *,
        mining: bool = False,
        go_on: Callable[[], bool] | None = None,
    ) -> T:
        """Runs a conversation to its end and returns what it learnt; see `Client.carry_out`.

        Nothing leaves the house, so there is no pace. What the site reserved from mining when it
        was captured is a ReservedByOwner with `mining`.
        """
        asked = 0

        def answer_to(request: Request) -> Response | FetchingError:
            nonlocal asked
            asked += 1
            if asked > MOST_REQUESTS:
                refused = NotSent(f"More than {MOST_REQUESTS} requests in a row.")
                if asked > MOST_REQUESTS + 1:
                    raise refused  # the conversation did not take the hint
                return refused
            if go_on is not None and not go_on():
                return NotSent("It was called off before the next request.")
            try:
                return self.answer(request, mining=mining)
            except FetchingError as error:
                return error

        return play(conversation, answer_to)

    def answer(self, request: Request, *, mining: bool = False) -> Response:
        """What the site answered then, after redirects. Raises NotSent and UnfitAnswer."""
        if request.writes:
            raise NotSent("An archive cannot be written to.")
        address, moved_to = request.url, ""
        for _ in range(MOST_REDIRECTS + 1):
            found = self._captured(address)
            if mining:
                self._check_reserved(found)
            location = found.headers.get("location", "")
            if found.status not in REDIRECTS or not location:
                return replace(found, moved_to=moved_to)
            address = moved_to = _joined(address, location)
        raise UnfitAnswer("The archived addresses redirect without end.")

    def name(self, name: str, address: str, *, plain: str = "") -> None:
        """Another name for a captured page; nothing where none was captured at the address."""
        name, key = _key(name), _key(address)
        if key in self._captures and name != key:
            named = len(plain or address), key
            self._names[name] = min(self._names.get(name, named), named)

    def _take(self, capture: _Capture) -> None:
        if capture.digest and not capture.is_revisit:
            self._payloads.setdefault(capture.digest, capture)
        key = _key(capture.address)
        known = self._captures.get(key)
        if known is None or known.at <= capture.at:
            self._captures[key] = capture

    def _captured(self, address: str) -> Response:
        capture = self._captures.get(_key(address))
        if capture is None:
            _, named = self._names.get(_key(address), (0, ""))
            if not named:
                raise NotArchived("The archive does not hold this page.")
            capture = self._captures[named]
            address = capture.address  # the site would have led there
        status, headers, body = self._written(capture)
        if capture.is_revisit and status not in REDIRECTS:
            original = self._payloads.get(capture.digest)
            if original is None:
                raise UnfitAnswer("The archive holds a page's answer without its content.")
            status, headers, body = self._written(original)
            headers.pop("date", None)
        # "3 days ago" is counted from then.
        headers.setdefault("date", format_datetime(capture.at, usegmt=True))
        return Response(
            url=address,
            status=status,
            headers=headers,
            body=body,
            reservation=tdm.of_page(address, headers, body),
        )

    def _written(self, capture: _Capture) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and content that a capture holds. Raises UnfitAnswer."""
        with self._record(capture) as record:
            head = record.http_headers
            if head is None or head.status_code is None:
                raise UnfitAnswer("The archive holds no answer to this address.")
            headers = {name.lower(): value for name, value in head.astuples()}
            if capture.is_revisit or head.status_code in REDIRECTS:
                return head.status_code, headers, b""
            bodies.check_type(headers.get("content-type", ""))
            received = record.reader.read(MOST_BYTES + 1)
        # Some crawlers write what they joined or unpacked, and leave the headers.
        if "chunked" in headers.get("transfer-encoding", "") and _CHUNK.match(received):
            with self._record(capture, decode="transfer") as record:
                received = record.reader.read(MOST_BYTES + 1)
        coding = headers.get("content-encoding", "")
        if coding.lower() in ("gzip", "x-gzip") and not received.startswith(_GZIP):
            coding = ""
        body = bodies.read_body(
            [received], coding=coding, max_bytes=MOST_BYTES, max_ratio=MOST_RATIO
        )
        bodies.check_beginning(body)
        return head.status_code, headers, body

    @contextmanager
    def _record(
        self, capture: _Capture, *, decode: Literal["none", "transfer"] = "none"
    ) -> Iterator[WarcRecord]:
        try:
            with self._files[capture.file].open("rb") as stream:
                stream.seek(capture.offset)
                yield next(
                    iter(
                        ArchiveIterator(
                            stream,
                            parse_http=True,
                            auto_decode=decode,
                            max_header_len=MOST_HEADER_BYTES,
                        )
                    )
                )
        except (OSError, ValueError, StopIteration):
            raise UnfitAnswer("The archive's record of this page cannot be read.") from None

    def _check_reserved(self, found: Response) -> None:
        parts = urlsplit(found.url)
        said = found.reservation
        if said is None:
            place = f"{parts.scheme}://{parts.netloc}{NoticeKind.TDM.value}"
            if _key(place) in self._captures:
                told = self._captured(place)
                said = tdm.of_origin(told.body, found.url) if 200 <= told.status < 300 else None
        if said is not None and said.reserved:
            raise ReservedByOwner(f"{parts.netloc} reserved this page from mining.")


def _captures_in(file: Path, number: int, host: str) -> Iterator[_Capture]:
    """The captures of a site in a file. Raises ArchiveError."""
    with _named_errors(file), file.open("rb") as stream:
        records = ArchiveIterator(
            stream,
            record_types=_CAPTURES,
            parse_http=False,
            max_content_length=MOST_BYTES,
            max_header_len=MOST_HEADER_BYTES,
        )
        for record in records:
            address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
            if not _is_of(host, address):
                continue
            yield _Capture(
                address=address,
                file=number,
                offset=record.stream_pos,
                at=_utc(record.record_date),
                digest=record.headers.get("WARC-Payload-Digest") or "",
                is_revisit=record.record_type == WarcRecordType.revisit,
            )


def _size(file: Path) -> int:
    with _named_errors(file):
        return file.stat().st_size


@contextmanager
def _named_errors(file: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise ArchiveError(f"There is no file {file}.") from None
    except (OSError, ValueError, EOFError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) and exc.strerror else str(exc)
        raise ArchiveError(f"{file} cannot be read as a web archive (WARC): {reason}.") from exc


def _is_of(host: str, address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and same_site(parts.hostname or "", host)
    except ValueError:
        return False


def _key(address: str) -> str:
    """The same for every spelling of an address by which one page is archived."""
    try:
        parts = urlsplit(address.strip("<> "))
        host = (parts.hostname or "").removeprefix("www.")
        return urlunsplit(("", f"{host}:{parts.port or ''}", parts.path or "/", parts.query, ""))
    except ValueError:
        return address


def _joined(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError:
        raise UnfitAnswer("An archived address redirects to one that cannot be read.") from None


def _utc(moment: Any) -> datetime:
    if not isinstance(moment, datetime):
        return datetime(1991, 1, 1, tzinfo=UTC)  # a record that does not tell when it was made
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
