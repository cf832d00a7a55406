"""What may be kept of public pages that hold no member's words, by RFC 9111 (hishel decides).

In a file with an end, and little of it: this is no store. What `Request.keeps` does not name never
comes here (law 4: what members wrote is not kept).
"""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

import hishel

from alongside.fetching import tdm
from alongside.fetching.messages import Request, Response

MOST_BYTES = 64 * 1024 * 1024  # of all pages together
MOST_BYTES_OF_ONE = 16 * 1024 * 1024
LONGEST_SECONDS = 3600.0  # however long a site says: what is put right there is seen here soon

# As one cache for several people would: what is `private` is not kept.
_OPTIONS = hishel.CacheOptions(shared=True, supported_methods=["GET"], allow_stale=False)
# Of a request, what an answer may vary by; and never a secret, for those are not kept at all.
_NOT_KEPT_WITH = frozenset({"authorization", "cookie", "x-csrftoken"})

# What the driver of a journey is given, and gives: `journeys` knows, here it only passes through.
Step = TypeVar("Step")
Given = TypeVar("Given")


def kept_in(file: Path) -> hishel.BaseStorage:
    """Where answers are kept, in a file in a folder of its own, for several processes.

    A file that cannot be written or read costs nothing but the request; one of another version of
    the library is begun anew.
    """
    storage = _opened(file)
    try:
        storage.get_entries("")
    except RuntimeError:
        storage.close()
        file.unlink(missing_ok=True)
        storage = _opened(file)
    return storage


def _opened(file: Path) -> hishel.BaseStorage:
    return hishel.SqliteStorage(
        database_path=file,
        default_ttl=LONGEST_SECONDS,
        max_stream_size=MOST_BYTES_OF_ONE,
        max_size=MOST_BYTES,
    )


def answer(
    request: Request,
    send: Callable[[dict[str, str]], Generator[Step, Given, Response]],
    storage: hishel.BaseStorage,
    *,
    language: str,
) -> Generator[Step, Given, Response]:
    """The answer to a reading request, kept or fresh. `send` is asked where one must go out.

    Only for requests that `may_be_kept`.
    """
    asked = hishel.Request(
        method=request.method,
        url=request.url,
        headers=hishel.Headers({**request.headers, "accept-language": language}),
    )
    fresh: Response | None = None
    state: hishel.AnyState = hishel.IdleClient(options=_OPTIONS)
    while True:
        match state:
            case hishel.IdleClient():
                state = state.next(asked, storage.get_entries(request.url))
            case hishel.CacheMiss() | hishel.NeedRevalidation():
                fresh = yield from send(_conditions(state.request))
                state = state.next(_as_cache_response(fresh))
            case hishel.StoreAndUse():
                assert fresh is not None
                _store(storage, asked, state.response, key=request.url)
                return fresh
            case hishel.CouldNotBeStored():
                assert fresh is not None
                return fresh
            case hishel.FromCache():
                if (kept := _from_kept(state.entry)) is not None:
                    return kept
                return (yield from send({}))
            case hishel.NeedToBeUpdated():
                for entry in state.updating_entries:
                    storage.update_headers(entry.id, entry.response.headers)
                state = state.next()
            case hishel.InvalidateEntries():
                for entry_id in state.entry_ids:
                    storage.remove_entry(entry_id)
                state = state.next()
            case _:
                raise AssertionError(state)


def may_be_kept(request: Request) -> bool:
    """Whether the answer may come from what is kept, and go there."""
    return (
        request.keeps
        and not request.writes
        and request.known is None
        and not any(name.lower() in _NOT_KEPT_WITH for name in request.headers)
    )


def _store(
    storage: hishel.BaseStorage, asked: hishel.Request, answer: hishel.Response, *, key: str
) -> None:
    """Puts an answer in the place of what was kept for the address before."""
    before = storage.get_entries(key)
    entry = storage.create_entry(asked, answer, key)
    for _ in entry.response.stream:  # type: ignore[union-attr]  # ours are never asynchronous
        pass  # a page is kept while it is read to its end
    for old in before:
        storage.remove_entry(old.id)


def _conditions(asked: hishel.Request) -> dict[str, str]:
    """What makes a request conditional, as hishel wrote it."""
    return {
        name: asked.headers[name]
        for name in ("if-none-match", "if-modified-since")
        if name in asked.headers
    }


def _as_cache_response(response: Response) -> hishel.Response:
    headers = {
        name: value for name, value in response.headers.items() if name != "content-encoding"
    }
    told = headers.get("cache-control", "")
    if "set-cookie" in headers:
        # A site's cookies are one conversation's, and no answer that sets one is kept.
        headers["cache-control"] = "no-store"
    elif "max-age" not in told.lower() and "expires" not in headers:
        # How long is not guessed from the page's age (RFC 9111, 4.2.2): a list that was mended a
        # minute ago is asked for again, by its version.
        headers["cache-control"] = f"{told}, no-cache" if told else "no-cache"
    return hishel.Response(response.status, hishel.Headers(headers), iter([response.body]))


def _from_kept(entry: hishel.Entry) -> Response | None:
    """What is kept; None where it went away meanwhile."""
    try:
        body = b"".join(entry.response.stream)  # type: ignore[arg-type]  # never asynchronous
    except Exception:  # whatever a storage raises for a page that it cannot give any more
        return None
    headers = {name.lower(): value for name, value in entry.response.headers.items()}
    return Response(
        url=entry.request.url,
        status=entry.response.status_code,
        headers=headers,
        body=body,
        reservation=tdm.of_page(entry.request.url, headers, body),
        is_kept=True,
    )
