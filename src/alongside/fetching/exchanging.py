"""One request and its answer on the wire: connection, limits, and what went wrong by name."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache

import httpcore
import httpx

from alongside.fetching import bodies, tdm
from alongside.fetching.connecting import Deadline, GuardedBackend, Meter, Resolve
from alongside.fetching.errors import (
    FetchingError,
    NoAnswer,
    NotPermitted,
    NotSent,
    UnfitAnswer,
    Unreachable,
)
from alongside.fetching.guard import Destination
from alongside.fetching.messages import Reservation
from alongside.fetching.pacing import retry_after_seconds
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.turns import Grade, Outcome, Turn

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TOLD_TO_STOP = frozenset({429, 503})
_LATE = (httpcore.ReadTimeout, httpcore.WriteTimeout)
_BROKEN_OFF = (httpcore.NetworkError, httpcore.ProtocolError, OSError)
_BROKEN = (*_LATE, *_BROKEN_OFF)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, written and checked, that only needs leave and a wire.

    `turn` is None for places on this machine, which nobody but us is disturbed by. A body longer
    than `cut_at` is cut there and of whatever kind; without it, it is refused. `go_on` is asked
    once more when the turn has come: while one waits, an operator may say stop.
    """

    outgoing: httpx.Request = field(repr=False)
    destination: Destination
    turn: Turn | None
    cut_at: int | None = None
    go_on: Callable[[], bool] | None = None

    def check_go_on(self) -> None:
        """Raises NotSent where it was called off."""
        if self.go_on is not None and not self.go_on():
            raise NotSent("It was called off before the next request.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, body decoded."""

    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)
    reservation: Reservation | None = None


class Wire:
    """Carries exchanges out, each over a connection of its own. Threads share it safely."""

    def __init__(
        self,
        policy: FetchingPolicy,
        *,
        clock: Callable[[], float],
        now: Callable[[], float],
        resolve: Resolve,
        backend: httpcore.NetworkBackend,
    ) -> None:
        self._policy = policy
        self._clock = clock
        self._now = now
        self._resolve = resolve
        self._backend = backend
        self._tls = _tls()

    def exchange(self, exchange: Exchange) -> Answer:
        """The answer to one request. Raises FetchingError."""
        policy, outgoing, destination = self._policy, exchange.outgoing, exchange.destination
        deadline = Deadline(clock=self._clock, seconds=policy.total_seconds)
        meter = Meter(most=policy.max_overhead_bytes)
        address = httpcore.URL(
            scheme=outgoing.url.raw_scheme,
            host=outgoing.url.raw_host,
            port=outgoing.url.port,
            target=outgoing.url.raw_path,
        )
        # A connection of its own for each request: a kept one may be closed by the site in
        # the moment of sending, and then nobody knows whether the request arrived.
        connection = httpcore.HTTPConnection(
            origin=address.origin,
            ssl_context=self._tls,
            network_backend=GuardedBackend(
                destination=destination,
                deadline=deadline,
                meter=meter,
                resolve=self._resolve,
                inner=self._backend,
            ),
        )
        with _named_errors(destination.origin), connection:
            answer = connection.handle_request(
                httpcore.Request(
                    outgoing.method,
                    address,
                    headers=outgoing.headers.raw,
                    content=outgoing.read(),
                    extensions={"timeout": {"connect": policy.connect_seconds}},
                )
            )
            if answer.status < 200:
                raise UnfitAnswer(f"{destination.origin} wants to speak another protocol.")
            if len(answer.headers) > policy.max_headers:
                raise UnfitAnswer(f"The answer has more than {policy.max_headers} headers.")
            headers = httpx.Headers(answer.headers)
            # RFC 9110, 6.6.1: what comes without a date is dated by whoever receives it.
            headers.setdefault("Date", formatdate(self._now(), usegmt=True))
            try:
                body = self._body(answer, headers, meter, cut_at=exchange.cut_at)
            except (UnfitAnswer, *_BROKEN):
                # "Too many requests" and "not here" are said by the status: whatever else came
                # with it, they were heard.
                if answer.status < 400:
                    raise
                body = b""
            return Answer(
                status=answer.status,
                headers=headers,
                body=body,
                reservation=tdm.of_page(str(outgoing.url), headers, body),
            )

    def _body(
        self,
        answer: httpcore.Response,
        headers: httpx.Headers,
        meter: Meter,
        *,
        cut_at: int | None,
    ) -> bytes:
        if answer.status in REDIRECTS or answer.status == 304:
            return b""  # nobody reads it, so it is not waited for
        if cut_at is None:
            bodies.check_type(headers.get("content-type", ""))

        def chunks() -> Iterator[bytes]:
            for chunk in answer.iter_stream():
                meter.in_body(len(chunk))
                yield chunk

        body = bodies.read_body(
            chunks(),
            coding=headers.get("content-encoding", ""),
            max_bytes=self._policy.max_body_bytes if cut_at is None else cut_at,
            max_ratio=self._policy.max_ratio,
            cut=cut_at is not None,
        )
        if cut_at is None:
            bodies.check_beginning(body)
        return body


@cache
def _tls() -> ssl.SSLContext:
    # No environment variable may bring in another trust store or a proxy.
    return httpx.create_ssl_context(trust_env=False)


def outcome_of(ended: Answer | FetchingError) -> Outcome:
    """What an exchange showed of the site it went to."""
    if isinstance(ended, UnfitAnswer):
        return Outcome()  # the site answers; it is this page that we do not read
    if isinstance(ended, Unreachable | NotPermitted | NoAnswer):
        return Outcome(Grade.TROUBLE, problem=str(ended))
    if isinstance(ended, FetchingError):
        return Outcome(Grade.UNKNOWN)  # it was called off on our side
    problem = f"It answered with status {ended.status}."
    # RFC 9110, 10.2.3 names 503 and redirects; sites send it with 403 and others as well.
    pause = retry_after_seconds(ended.headers) or 0.0
    if ended.status in _TOLD_TO_STOP:
        return Outcome(Grade.UNWELCOME, pause=pause, problem=problem)
    if ended.status == 403 or ended.status >= 500:
        return Outcome(Grade.TROUBLE, pause=pause, problem=problem)
    said = ended.reservation
    if said is None:
        return Outcome(pause=pause)
    return Outcome(pause=pause, reserved=said.reserved, reservation_policy=said.policy)


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
    except (httpcore.ConnectError, httpcore.ConnectTimeout, httpcore.UnsupportedProtocol) as error:
        failure = Unreachable(f"No connection to {origin} could be opened{_because(error)}.")
    except _LATE:
        failure = NoAnswer(f"{origin} did not answer in time.")
    except _BROKEN_OFF:
        failure = NoAnswer(f"The connection to {origin} broke before the answer was whole.")
    raise failure


def _because(error: Exception) -> str:
    """What people can see to: a certificate that has run out, or is of another name."""
    match error.__cause__:
        case ssl.SSLCertVerificationError() as fault:
            return f": its certificate is not valid ({fault.verify_message.rstrip('.')})"
        case ssl.SSLError():
            return ": it does not speak TLS as it should"
    return ""
