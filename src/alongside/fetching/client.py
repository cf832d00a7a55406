"""Carries conversations out against the network: the only code that leaves the house."""

import logging
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace

import httpcore
import httpx

from alongside.fetching import bodies, robots
from alongside.fetching.connecting import Deadline, GuardedBackend, Resolve, resolve_by_system
from alongside.fetching.errors import (
    ClosedByRobots,
    FetchingError,
    NoAnswer,
    NotPermitted,
    NotSent,
    TooSoon,
    UnfitAnswer,
    Unreachable,
)
from alongside.fetching.guard import Destination, check_url
from alongside.fetching.messages import Conversation, Request, Response, T
from alongside.fetching.pacing import Pacing, PacingInMemory, retry_after_seconds
from alongside.fetching.policy import FetchingPolicy

log = logging.getLogger(__name__)

# At DEBUG these print the headers of answers, session cookies among them.
for _name in ("httpcore", "httpx"):
    logging.getLogger(_name).setLevel(logging.WARNING)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})  # RFC 9110, 15.4: the new address is to be used from now on
# Set by this module alone: a connector that could set them could speak to another site.
_OWN_HEADERS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "user-agent", "cookie"}
)


class Client:
    """One house's way out, to be shared by everything in a process.

    `clock` and `sleep` count seconds and are given by tests, `resolve` and `backend` stand for
    the name service and the wires. Without `pacing` the intervals are kept in this process.
    """

    def __init__(
        self,
        policy: FetchingPolicy,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        resolve: Resolve = resolve_by_system,
        backend: httpcore.NetworkBackend | None = None,
        pacing: Pacing | None = None,
    ) -> None:
        self.policy = policy
        self._clock = clock
        self._resolve = resolve
        self._backend = backend or httpcore.SyncBackend()
        self._pacing = pacing or PacingInMemory(
            clock=clock, sleep=sleep, longest_wait_seconds=policy.longest_wait_seconds
        )
        self._robots = robots.RobotsMemory(clock=clock, keep_seconds=policy.robots_seconds)
        # No environment variable may bring in another trust store or a proxy.
        self._tls: ssl.SSLContext = httpx.create_ssl_context(trust_env=False)

    def carry_out(
        self,
        conversation: Conversation[T],
        *,
        robots: bool,
        go_on: Callable[[], bool] | None = None,
    ) -> T:
        """Runs a conversation to its end and returns what it learnt.

        Every conversation has cookies of its own. With `robots` its reading requests obey the
        sites' robots.txt; writing through an official account with the operator's agreement
        is not crawling and never consults it. `go_on` is asked before each request; its no is a
        NotSent. Whatever of `fetching.errors` goes wrong is
        raised inside the conversation, at its `yield`, and comes out of here only if the
        conversation lets it pass.
        """
        cookies = _CookiesByOrigin()
        asked = 0
        try:
            request = next(conversation)
            while True:
                asked += 1
                try:
                    if asked > self.policy.max_requests:
                        raise NotSent(f"More than {self.policy.max_requests} requests in a row.")
                    if go_on is not None and not go_on():
                        raise NotSent("It was called off before the next request.")
                    response = self._answer(request, cookies, obey_robots=robots)
                except FetchingError as error:
                    if asked > self.policy.max_requests + 1:
                        raise  # the conversation did not take the hint
                    request = conversation.throw(error)
                else:
                    request = conversation.send(response)
        except StopIteration as stop:
            learnt: T = stop.value
            return learnt
        finally:
            conversation.close()

    def _answer(
        self, request: Request, cookies: "_CookiesByOrigin", *, obey_robots: bool
    ) -> Response:
        """The answer to one request, after redirects if it only reads."""
        destination = self._check(request.url)
        headers = _connectors_headers(request.headers)
        moved_to, is_for_good = "", True
        for _ in range(self.policy.max_redirects + 1):
            if obey_robots and not request.writes:
                self._obey_robots(destination)
            response = self._send(request, destination, headers, cookies)
            location = response.headers.get("location")
            # A writing request is never sent to another place than the one it was meant for.
            if request.writes or response.status not in REDIRECTS or not location:
                return replace(response, moved_to=moved_to)
            onward = self._redirected(destination, location)
            is_for_good = is_for_good and response.status in FOR_GOOD
            if is_for_good:
                moved_to = str(onward.url)
            if onward.origin != destination.origin:
                headers = {}  # they may hold a token meant for the first site
            destination = onward
        raise UnfitAnswer(f"{destination.origin} redirects without end.")

    def _check(self, url: str) -> Destination:
        return check_url(url, loopback_origins=self.policy.loopback_origins)

    def _redirected(self, origin: Destination, location: str) -> Destination:
        onward = self._check(_joined(origin.url, location))
        if onward.is_loopback and not origin.is_loopback:
            # What stands on this machine is opened to us, not to whoever we visit.
            raise NotPermitted(f"{origin.origin} redirects to the inside of this machine.")
        return onward

    def _obey_robots(self, destination: Destination) -> None:
        rules = self._robots.recall(destination.origin)
        if rules is None:
            rules = self._fetch_rules(destination)
            self._robots.keep(destination.origin, rules)
        if rules.unreachable:
            raise Unreachable(
                f"{destination.origin} could not say what programs may read (robots.txt).",
                after_seconds=round(robots.SECONDS_UNTIL_ASKED_AGAIN),
            )
        if not rules.allow(str(destination.url)):
            raise ClosedByRobots(f"The robots.txt of {destination.origin} closes this page.")

    def _fetch_rules(self, destination: Destination) -> robots.Rules:
        request = Request("GET", f"{destination.origin}/robots.txt")
        stop = self._check(request.url)
        cookies = _CookiesByOrigin()
        try:
            # RFC 9309, 2.3.1.2: at least five redirects, also to other sites.
            for _ in range(self.policy.max_redirects + 1):
                answer = self._send(request, stop, {}, cookies, cut_at=robots.MOST_BYTES)
                location = answer.headers.get("location")
                if answer.status not in REDIRECTS or not location:
                    break
                stop = self._redirected(stop, location)
        except TooSoon:
            raise  # nothing was learnt, not even that the site is unreachable
        except FetchingError:
            return robots.CLOSED
        return robots.rules_from_answer(answer.status, answer.body)

    def _send(
        self,
        request: Request,
        destination: Destination,
        headers: Mapping[str, str],
        cookies: "_CookiesByOrigin",
        *,
        cut_at: int | None = None,
    ) -> Response:
        """One request to one checked place. Raises NotSent or NoAnswer."""
        known = self._robots.recall(destination.origin)
        interval = max(
            self.policy.interval_for(destination.origin), known.pause_seconds if known else 0.0
        )
        outgoing = self._outgoing(request, destination, headers, cookies)
        self._pacing.wait_for_turn(destination.origin, interval=interval)
        pause = 0.0
        try:
            response = self._exchange(outgoing, destination, cookies, cut_at=cut_at)
            if response.status in (429, 503):
                pause = retry_after_seconds(response.headers) or 0.0
        finally:
            self._pacing.answered(destination.origin, interval=interval, pause=pause)
        log.debug("%s %s answered %s", request.method, destination.origin, response.status)
        return response

    def _outgoing(
        self,
        request: Request,
        destination: Destination,
        headers: Mapping[str, str],
        cookies: "_CookiesByOrigin",
    ) -> httpx.Request:
        sent_headers = httpx.Headers(
            {
                "User-Agent": self.policy.user_agent,
                "Accept": "text/html, application/xhtml+xml, application/json;q=0.9, */*;q=0.1",
                "Accept-Language": "en",
                "Accept-Encoding": bodies.ACCEPTED_CODINGS,
                "Connection": "close",
            }
        )
        sent_headers.update(headers)
        outgoing = None
        # The reason may quote the value at fault, so it is not passed on.
        with suppress(TypeError, ValueError, httpx.InvalidURL):
            outgoing = httpx.Request(
                request.method,
                destination.url.copy_with(fragment=None),
                headers=sent_headers,
                data=dict(request.form) if request.form is not None else None,
                json=request.json,
            )
        if outgoing is None:
            raise NotSent(f"The request to {destination.origin} could not be written.")
        cookies.of(destination.origin).set_cookie_header(outgoing)
        return outgoing

    def _exchange(
        self,
        outgoing: httpx.Request,
        destination: Destination,
        cookies: "_CookiesByOrigin",
        *,
        cut_at: int | None,
    ) -> Response:
        policy = self.policy
        deadline = Deadline(clock=self._clock, seconds=policy.total_seconds)
        # A connection of its own for each request: a kept one may be closed by the site in
        # the moment of sending, and then nobody knows whether the request arrived.
        connection = httpcore.HTTPConnection(
            origin=httpcore.URL(str(outgoing.url)).origin,
            ssl_context=self._tls,
            network_backend=GuardedBackend(
                destination=destination,
                deadline=deadline,
                resolve=self._resolve,
                inner=self._backend,
            ),
        )
        with _named_errors(destination.origin), connection:
            answer = connection.handle_request(
                httpcore.Request(
                    outgoing.method,
                    str(outgoing.url),
                    headers=outgoing.headers.raw,
                    content=outgoing.read(),
                    extensions={"timeout": {"connect": policy.connect_seconds}},
                )
            )
            received = httpx.Headers(answer.headers)
            jar = cookies.of(destination.origin)
            jar.extract_cookies(httpx.Response(answer.status, headers=received, request=outgoing))
            return Response(
                url=str(outgoing.url),
                status=answer.status,
                headers={name.lower(): value for name, value in received.items()},
                body=self._body(answer, received, cut_at=cut_at),
                cookies={cookie.name: cookie.value or "" for cookie in jar.jar},
            )

    def _body(
        self, answer: httpcore.Response, received: httpx.Headers, *, cut_at: int | None
    ) -> bytes:
        if answer.status in REDIRECTS:
            return b""  # nobody reads it, so it is not waited for
        if cut_at is None:
            bodies.check_type(received.get("content-type", ""))
        return bodies.read_body(
            answer.iter_stream(),
            coding=received.get("content-encoding", ""),
            max_bytes=self.policy.max_body_bytes if cut_at is None else cut_at,
            max_ratio=self.policy.max_ratio,
            cut=cut_at is not None,
        )


class _CookiesByOrigin:
    """The cookies of one conversation, parted by origin: none ever crosses to another site."""

    def __init__(self) -> None:
        self._jars: dict[str, httpx.Cookies] = {}

    def of(self, origin: str) -> httpx.Cookies:
        return self._jars.setdefault(origin, httpx.Cookies())


def _connectors_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers a connector asked for. Raises NotSent for one that is ours to set."""
    for name, value in headers.items():
        if name.lower() in _OWN_HEADERS or not name.isascii() or not value.isascii():
            raise NotSent(f"A connector may not set the header {name!r} like this.")
        if not value.isprintable():
            raise NotSent(f"The header {name!r} holds a line break or another control sign.")
    return dict(headers)


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise NotPermitted("The site redirects to an address that cannot be read.") from None


@contextmanager
def _named_errors(origin: str) -> Iterator[None]:
    """Turns the library's errors into ours.

    Some of their texts quote headers, so ours is raised outside the handler, where it does
    not even remember them as its context.
    """
    failure: FetchingError
    try:
        yield
        return
    except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.UnsupportedProtocol):
        failure = Unreachable(f"No connection to {origin} could be opened.")
    except (httpcore.ReadTimeout, httpcore.WriteTimeout):
        failure = NoAnswer(f"{origin} did not answer in time.")
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError):
        failure = NoAnswer(f"The connection to {origin} broke before the answer was whole.")
    raise failure
