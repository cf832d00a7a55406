"""How every connector asks: what went wrong on the way becomes what to do next.

`ask` is used with `yield from` inside a conversation. It translates the errors of `fetching`;
`must_be_read` translates the status of an answer to a reading request.
"""

from collections.abc import Callable

from alongside.connectors.port import Gone, OutcomeUnknown, Refused, TryLater, Unreadable
from alongside.fetching.errors import FetchingError, NoAnswer, NotPermitted, NotSent, UnfitAnswer
from alongside.fetching.messages import Conversation, Request, Response, T
from alongside.fetching.pacing import retry_after_seconds

_PATIENCE = frozenset({408, 425, 429})
_GONE = frozenset({404, 410})


def ask(request: Request, *, posts: bool = False) -> Conversation[Response]:
    """Asks once. With `posts` the request is the one that puts our words into the forum.

    Raises TryLater where nothing happened, Refused where our own rules or the site's
    robots.txt forbid the address, Unreadable for an answer too large or of a wrong kind, and
    OutcomeUnknown where our words may have arrived.
    """
    try:
        return (yield request)
    except NotPermitted as error:
        raise Refused(str(error)) from error
    except NotSent as error:
        raise TryLater(str(error), after_seconds=error.after_seconds) from error
    except NoAnswer as error:
        if posts:
            raise OutcomeUnknown(
                "The forum’s answer was lost, so nobody knows whether the reply stands there. "
                f"{error}"
            ) from error
        if isinstance(error, UnfitAnswer):
            raise Unreadable(str(error)) from error
        raise TryLater(str(error)) from error


def must_be_read(response: Response) -> Response:
    """The response, if it is a page to read. Raises TryLater, Gone, Refused."""
    status = response.status
    if 200 <= status < 300:
        return response
    if status == 304:
        raise TryLater("The forum says that a page is unchanged which it has not shown us (304).")
    if response.headers.get("cf-mitigated") == "challenge":
        # Said by the network before the forum (Cloudflare, "Detect a challenge page response").
        raise TryLater(f"The forum asks its visitors to prove that they are people ({status}).")
    if status in _PATIENCE or status >= 500 or "retry-after" in response.headers:
        raise TryLater(
            f"The forum is not answering properly just now ({status}).",
            after_seconds=retry_after_seconds(response.headers),
        )
    if status in _GONE:
        raise Gone(f"The forum has no such page for guests ({status}).")
    raise Refused(f"The forum does not show this page to guests ({status}).")


def noticed(
    conversation: Conversation[T], on_end: Callable[[FetchingError | None], None]
) -> Conversation[T]:
    """The same conversation; `on_end` is told of each request that ended: None, or what failed."""
    try:
        request = next(conversation)
        while True:
            try:
                answer = yield request
            except FetchingError as error:
                on_end(error)
                request = conversation.throw(error)
            else:
                on_end(None)
                request = conversation.send(answer)
    except StopIteration as stop:
        learnt: T = stop.value
        return learnt
    finally:
        conversation.close()
