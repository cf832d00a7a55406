"""What may be kept of public pages that hold no member's words, by RFC 9111 (hishel decides).

In memory only, with an end, and little of it: this is no store. What `Request.keeps` does not
name never comes here (law 4: what members wrote is not kept).
"""

import uuid
from collections import OrderedDict
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from threading import Lock
from typing import TypeVar

import hishel
from hishel import Entry, Headers
from hishel import Request as CacheRequest
from hishel import Response as CacheResponse

from alongside.fetching import tdm
from alongside.fetching.messages import Request, Response

MOST_BYTES = 32 * 1024 * 1024  # of all bodies together
MOST_BYTES_OF_ONE = 1024 * 1024
LONGEST_SECONDS = 24 * 3600.0

# As one cache for several people would: what is `private` is not kept.
_OPTIONS = hishel.CacheOptions(shared=True, supported_methods=["GET"], allow_stale=False)
# Of a request, what an answer may vary by; and never a secret, for those are not kept at all.
_NOT_KEPT_WITH = frozenset({"authorization", "cookie", "x-csrftoken"})

# What the driver of a journey is given, and gives: `journeys` knows, here it only passes through.
Step = TypeVar("Step")
Given = TypeVar("Given")


@dataclass(slots=True)
class _Kept:
    key: str
    entry: Entry
    body: bytes
    until: float


class Keeping(hishel.BaseStorage):
    """Answers in memory: the ones used last, up to a size. Threads share it safely."""

    def __init__(self, *, now: Callable[[], float], most_bytes: int = MOST_BYTES) -> None:
        super().__init__(default_ttl=LONGEST_SECONDS)
        self._now = now
        self._most_bytes = most_bytes
        self._kept: OrderedDict[uuid.UUID, _Kept] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def answer(
        self,
        request: Request,
        send: Callable[[dict[str, str]], Generator[Step, Given, Response]],
        *,
        language: str,
    ) -> Generator[Step, Given, Response]:
        """The answer to a reading request, kept or fresh. `send` is asked where one must go out.

        Only for requests with `keeps`, and without secrets.
        """
        asked = CacheRequest(
            method=request.method,
            url=request.url,
            headers=Headers({**request.headers, "accept-language": language}),
        )
        fresh: Response | None = None
        state: hishel.AnyState = hishel.IdleClient(options=_OPTIONS)
        while True:
            match state:
                case hishel.IdleClient():
                    state = state.next(asked, self.get_entries(request.url))
                case hishel.CacheMiss() | hishel.NeedRevalidation():
                    fresh = yield from send(_conditions(state.request))
                    state = state.next(_as_cache_response(fresh))
                case hishel.StoreAndUse():
                    self.create_entry(asked, state.response, request.url)
                    assert fresh is not None
                    return fresh
                case hishel.CouldNotBeStored():
                    assert fresh is not None
                    return fresh
                case hishel.FromCache():
                    return _from_kept(state.entry)
                case hishel.NeedToBeUpdated():
                    for entry in state.updating_entries:
                        self.update_headers(entry.id, entry.response.headers)
                    state = state.next()
                case hishel.InvalidateEntries():
                    for entry_id in state.entry_ids:
                        self.remove_entry(entry_id)
                    state = state.next()
                case _:
                    raise AssertionError(state)

    # What hishel asks of a store

    def create_entry(
        self,
        request: CacheRequest,
        response: CacheResponse,
        key: str,
        *,
        ttl: float | None = None,
        tti: float | None = None,
    ) -> Entry:
        body = b"".join(response.stream)  # type: ignore[arg-type]  # ours are never asynchronous
        kept = replace(response, stream=iter([body]))
        entry = Entry(id=uuid.uuid4(), request=request, response=kept)
        with self._lock:
            for old in [each for each in self._kept.values() if each.key == key]:
                self._drop(old.entry.id)
            if len(body) <= MOST_BYTES_OF_ONE:
                until = self._now() + (ttl or LONGEST_SECONDS)
                self._kept[entry.id] = _Kept(key, entry, body, until)
                self._bytes += len(body)
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._kept)))
        return entry

    def get_entries(self, key: str) -> list[Entry]:
        with self._lock:
            now = self._now()
            for gone in [each for each in self._kept.values() if each.until <= now]:
                self._drop(gone.entry.id)
            found = [each for each in self._kept.values() if each.key == key]
            for each in found:
                self._kept.move_to_end(each.entry.id)
            return [
                replace(each.entry, response=replace(each.entry.response, stream=iter([each.body])))
                for each in found
            ]

    def update_headers(self, id: uuid.UUID, headers: Headers) -> None:  # noqa: A002  # hishel's name
        with self._lock:
            if (kept := self._kept.get(id)) is not None:
                kept.entry = replace(
                    kept.entry, response=replace(kept.entry.response, headers=headers)
                )

    def remove_entry(self, id: uuid.UUID) -> None:  # noqa: A002  # hishel's name
        with self._lock:
            self._drop(id)

    def _drop(self, entry_id: uuid.UUID) -> None:
        if (kept := self._kept.pop(entry_id, None)) is not None:
            self._bytes -= len(kept.body)


def may_be_kept(request: Request) -> bool:
    """Whether the answer may come from memory, and go there."""
    return (
        request.keeps
        and not request.writes
        and request.known is None
        and not any(name.lower() in _NOT_KEPT_WITH for name in request.headers)
    )


def _conditions(asked: CacheRequest) -> dict[str, str]:
    """What makes a request conditional, as hishel wrote it."""
    return {
        name: asked.headers[name]
        for name in ("if-none-match", "if-modified-since")
        if name in asked.headers
    }


def _as_cache_response(response: Response) -> CacheResponse:
    # A site's cookies are one conversation's, and no answer that sets one is kept.
    headers = {
        name: value for name, value in response.headers.items() if name != "content-encoding"
    }
    if "set-cookie" in headers:
        headers["cache-control"] = "no-store"
    return CacheResponse(response.status, Headers(headers), iter([response.body]))


def _from_kept(entry: Entry) -> Response:
    body = b"".join(entry.response.stream)  # type: ignore[arg-type]  # never asynchronous, as kept
    headers = {name.lower(): value for name, value in entry.response.headers.items()}
    return Response(
        url=entry.request.url,
        status=entry.response.status_code,
        headers=headers,
        body=body,
        reservation=tdm.of_page(entry.request.url, headers, body),
        is_kept=True,
    )
