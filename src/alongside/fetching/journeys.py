"""From a conversation to the exchanges it needs: robots, redirects, cookies, reservations.

Nothing here opens a socket or waits. A journey yields `Exchange`s and is sent `Answer`s, so one
driver can carry out a single journey (`client`) and another thousands at once (`fleet`).
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeAlias

import hishel
import httpx

from alongside.fetching import bodies, keeping, notices, robots, tdm
from alongside.fetching.errors import (
    ClosedByRobots,
    FetchingError,
    LedElsewhere,
    NoAnswer,
    NotPermitted,
    NotSent,
    ReservedByOwner,
    UnfitAnswer,
    Unreachable,
)
from alongside.fetching.exchanging import REDIRECTS, Answer, Exchange
from alongside.fetching.guard import Destination, check_url
from alongside.fetching.messages import Conversation, Request, Response, T, Validators
from alongside.fetching.notices import Notice, NoticeKind, Notices
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.sites import same_site, site_of
from alongside.fetching.turns import LONGEST_PAUSE_SECONDS, Turn

FOR_GOOD = frozenset({301, 308})  # RFC 9110, 15.4: the new address is to be used from now on
LANGUAGE = "en"
_LONGEST_ETAG, _LONGEST_DATE = 200, 60
# Set by this module alone: a connector that could set them could speak to another site.
_OWN_HEADERS = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "user-agent", "cookie"}
)

# A journey yields exchanges, is sent the answers, and returns what its conversation learnt.
# Errors of `fetching.errors` are thrown into it at the `yield`.
Journey: TypeAlias = Generator[Exchange, Answer, T]


class Journeys:
    """Makes journeys, and remembers what sites say to programs. Threads share it safely."""

    def __init__(
        self,
        policy: FetchingPolicy,
        *,
        now: Callable[[], float],
        kept: Notices,
        storage: hishel.BaseStorage | None = None,
    ) -> None:
        self._policy = policy
        self._now = now
        self._notices = kept
        self._robots = robots.RobotsMemory(now=now)
        self._storage = storage

    def journey(
        self,
        conversation: Conversation[T],
        *,
        robots: bool,
        mining: bool,
        go_on: Callable[[], bool] | None,
    ) -> Journey[T]:
        """The way of one conversation; see `Client.carry_out` for what the arguments mean."""
        manner = _Manner(robots, mining, _CookiesByOrigin(), go_on)
        most, asked = self._policy.max_requests, 0
        try:
            request = next(conversation)
            while True:
                asked += 1
                try:
                    if asked > most:
                        raise NotSent(f"More than {most} requests in a row.")
                    if go_on is not None and not go_on():
                        raise NotSent("It was called off before the next request.")
                    response = yield from self._answer(request, manner)
                except FetchingError as error:
                    if asked > most + 1:
                        raise  # the conversation did not take the hint
                    request = conversation.throw(error)
                else:
                    request = conversation.send(response)
        except StopIteration as stop:
            learnt: T = stop.value
            return learnt
        finally:
            conversation.close()

    def _answer(self, request: Request, manner: "_Manner") -> Journey[Response]:
        """The answer to one request, after redirects if it only reads."""
        first = destination = self._check(request.url)
        headers = _connectors_headers(request.headers)
        moved_to, is_for_good = "", True
        for _ in range(self._policy.max_redirects + 1):
            if manner.obeys_robots and not request.writes:
                yield from self._obey_robots(destination, manner)
            if manner.mines:
                yield from self._obey_reservation(destination, manner)
            asked = replace(request, url=str(destination.url), headers=headers)
            response = yield from self._read_or_write(asked, destination, manner)
            location = response.headers.get("location")
            # A writing request is never sent to another place than the one it was meant for.
            if request.writes or response.status not in REDIRECTS or not location:
                if manner.mines and response.reservation and response.reservation.reserved:
                    raise ReservedByOwner(f"{destination.origin} reserves this page from mining.")
                return replace(response, moved_to=moved_to)
            onward = self._redirected(destination, location)
            if not request.may_leave and not same_site(onward.host, first.host):
                raise LedElsewhere(
                    f"{destination.origin} redirects to another site, {onward.origin}.",
                    location=str(onward.url),
                )
            is_for_good = is_for_good and response.status in FOR_GOOD
            if is_for_good:
                moved_to = str(onward.url)
            if onward.origin != destination.origin:
                headers = {}  # they may hold a token meant for the first site
                request = replace(request, known=None)
            destination = onward
        raise UnfitAnswer(f"{destination.origin} redirects without end.")

    def _check(self, url: str) -> Destination:
        return check_url(url, loopback_origins=self._policy.loopback_origins)

    def _redirected(self, origin: Destination, location: str) -> Destination:
        try:
            onward = self._check(_joined(origin.url, location))
        except NotPermitted as error:
            # Said of the address that somebody asked for, it would be wrong.
            raise NotPermitted(
                f"{origin.origin} redirects to an address that is not visited. {error}"
            ) from error
        if onward.is_loopback and not origin.is_loopback:
            # What stands on this machine is opened to us, not to whoever we visit.
            raise NotPermitted(f"{origin.origin} redirects to the inside of this machine.")
        return onward

    # What a site says to programs

    def _obey_robots(self, destination: Destination, manner: "_Manner") -> Journey[None]:
        rules = self._robots.recall(destination.origin)
        if rules is None:
            notice = yield from self._notice(destination, NoticeKind.ROBOTS, manner)
            rules = robots.rules_of(notice)
            self._robots.keep(destination.origin, rules, until=notice.keep_until)
        if rules.unreachable:
            raise Unreachable(
                rules.because
                or f"{destination.origin} could not say what programs may read (robots.txt).",
                after_seconds=round(notices.SECONDS_UNTIL_ASKED_AGAIN),
            )
        if not rules.allow(str(destination.url)):
            raise ClosedByRobots(f"The robots.txt of {destination.origin} closes this page.")

    def _obey_reservation(self, destination: Destination, manner: "_Manner") -> Journey[None]:
        notice = yield from self._notice(destination, NoticeKind.TDM, manner)
        if not 200 <= notice.status < 300:
            return
        said = tdm.of_origin(notice.body, str(destination.url))
        if said is not None and said.reserved:
            raise ReservedByOwner(f"{destination.origin} reserves its pages from mining.")

    def _notice(
        self, destination: Destination, kind: NoticeKind, manner: "_Manner"
    ) -> Journey[Notice]:
        origin, now = destination.origin, self._now()
        known = self._notices.recall(origin, kind)
        if known is not None and known.fetched_at <= now < known.keep_until:
            return known
        fetched = yield from self._fetch_notice(destination, kind, known, manner)
        self._notices.keep(origin, kind, fetched)
        return fetched

    def _fetch_notice(
        self,
        destination: Destination,
        kind: NoticeKind,
        known: Notice | None,
        manner: "_Manner",
    ) -> Journey[Notice]:
        request = Request("GET", f"{destination.origin}{kind.value}")
        if known is not None and known.validators and known.status == 200:
            request = replace(request, known=known.validators)
        is_robots = kind is NoticeKind.ROBOTS
        cut_at = robots.MOST_BYTES if is_robots else tdm.MOST_BYTES
        rules_alone = robots.rules_alone if is_robots else tdm.rules_alone
        manner = _Manner(True, False, _CookiesByOrigin(), manner.go_on)
        stop = self._check(request.url)
        try:
            # RFC 9309, 2.3.1.2: at least five redirects, also to other sites.
            for _ in range(self._policy.max_redirects + 1):
                answer = yield from self._send(request, stop, manner, cut_at=cut_at)
                location = answer.headers.get("location")
                if answer.status not in REDIRECTS or not location:
                    break
                stop = self._redirected(stop, location)
                request = Request("GET", str(stop.url))
        # What was put off or called off passes: of the site nothing was learnt.
        except Unreachable as error:
            return notices.unreachable(self._now(), str(error))
        except (NotPermitted, NoAnswer):
            return notices.unreachable(self._now())
        now = self._now()
        if answer.status == 304 and known is not None and request.known:
            return known.as_of(now, answer.headers)
        if answer.status >= 500 or answer.status in (304, 429):
            return notices.unreachable(now)
        return Notice(
            status=answer.status,
            body=rules_alone(answer.body) if answer.status < 300 else b"",
            fetched_at=now,
            keep_until=now + notices.kept_seconds(answer.headers),
            validators=answer.validators,
        )

    # Single exchanges

    def _read_or_write(
        self, request: Request, destination: Destination, manner: "_Manner"
    ) -> Journey[Response]:
        if (
            self._storage is None
            or not keeping.may_be_kept(request)
            or manner.cookies.are_held_for(destination.origin)
        ):
            return (yield from self._send(request, destination, manner))

        def send(conditions: dict[str, str]) -> Journey[Response]:
            asked = replace(request, headers={**request.headers, **conditions})
            return (yield from self._send(asked, destination, manner))

        return (yield from keeping.answer(request, send, self._storage, language=LANGUAGE))

    def _send(
        self,
        request: Request,
        destination: Destination,
        manner: "_Manner",
        *,
        cut_at: int | None = None,
    ) -> Journey[Response]:
        """One request to one checked place. Raises NotSent or NoAnswer."""
        outgoing = _outgoing(request, destination, manner.cookies, self._policy.user_agent)
        answer = yield Exchange(
            outgoing=outgoing,
            destination=destination,
            turn=self._turn(destination, manner),
            cut_at=cut_at,
            go_on=manner.go_on,
        )
        jar = manner.cookies.of(destination.origin)
        if "set-cookie" in answer.headers:
            manner.cookies.take(destination.origin, answer, asked=outgoing)
        return Response(
            url=str(outgoing.url),
            status=answer.status,
            headers={name.lower(): value for name, value in answer.headers.items()},
            body=answer.body,
            cookies={cookie.name: cookie.value or "" for cookie in jar.jar},
            validators=_validators(answer.headers),
            reservation=answer.reservation,
        )

    def _turn(self, destination: Destination, manner: "_Manner") -> Turn | None:
        if destination.is_loopback:
            return None
        own = self._policy.minimum_interval_seconds
        rules = self._robots.recall(destination.origin)
        pause = min(rules.pause_seconds, LONGEST_PAUSE_SECONDS) if rules else 0.0
        return Turn(
            host=destination.host,
            site=site_of(destination.host),
            interval=max(own, pause),
            site_interval=own,
            bidden=not manner.obeys_robots,
            closed=rules.closed_hours if rules else None,
        )


@dataclass(frozen=True, slots=True)
class _Manner:
    """How one conversation is carried out, and the cookies it was given."""

    obeys_robots: bool
    mines: bool
    cookies: "_CookiesByOrigin"
    go_on: Callable[[], bool] | None


class _CookiesByOrigin:
    """The cookies of one conversation, parted by origin: none ever crosses to another site."""

    def __init__(self) -> None:
        self._jars: dict[str, httpx.Cookies] = {}

    def of(self, origin: str) -> httpx.Cookies:
        return self._jars.setdefault(origin, httpx.Cookies())

    def take(self, origin: str, answer: Answer, *, asked: httpx.Request) -> None:
        """Takes the cookies that an answer sets, but for those that could not be sent back."""
        cookies = self.of(origin)
        for said in answer.headers.get_list("set-cookie"):
            if not said.isascii():
                continue
            # One at a time: of several, the library drops all where it stumbles over one.
            one = httpx.Response(answer.status, headers=[("set-cookie", said)], request=asked)
            cookies.extract_cookies(one)

    def are_held_for(self, origin: str) -> bool:
        jar = self._jars.get(origin)
        return jar is not None and len(jar) > 0


def _outgoing(
    request: Request, destination: Destination, cookies: _CookiesByOrigin, user_agent: str
) -> httpx.Request:
    headers = httpx.Headers(
        {
            "User-Agent": user_agent,
            "Accept": "text/html, application/xhtml+xml, application/json;q=0.9, */*;q=0.1",
            "Accept-Language": LANGUAGE,
            "Accept-Encoding": bodies.ACCEPTED_CODINGS,
            "Connection": "close",
        }
    )
    outgoing = None
    # The reason may quote the value at fault, so it is not passed on.
    with suppress(TypeError, ValueError, httpx.InvalidURL):
        headers.update(request.headers)
        if request.known is not None and not request.writes:
            headers.update(_conditions(request.known))
        outgoing = httpx.Request(
            request.method,
            destination.url.copy_with(fragment=None),
            headers=headers,
            data=dict(request.form) if request.form is not None else None,
            json=request.json,
        )
    if outgoing is None:
        raise NotSent(f"The request to {destination.origin} could not be written.")
    if cookies.are_held_for(destination.origin):
        cookies.of(destination.origin).set_cookie_header(outgoing)
    return outgoing


def _connectors_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers a connector asked for. Raises NotSent for one that is ours to set."""
    for name, value in headers.items():
        if name.lower() in _OWN_HEADERS or not name.isascii() or not value.isascii():
            raise NotSent(f"A connector may not set the header {name!r} like this.")
        if not value.isprintable():
            raise NotSent(f"The header {name!r} holds a line break or another control sign.")
    return dict(headers)


def _validators(headers: httpx.Headers) -> Validators:
    """What the answer calls its version; what could not be sent back is no validator."""
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Validators(
        etag=etag if len(etag) <= _LONGEST_ETAG and _fits_a_header(etag) else "",
        last_modified=modified
        if len(modified) <= _LONGEST_DATE and _fits_a_header(modified)
        else "",
    )


def _conditions(known: Validators) -> dict[str, str]:
    if not _fits_a_header(known.etag) or not _fits_a_header(known.last_modified):
        raise ValueError("These are no validators.")
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in named.items() if value}


def _fits_a_header(value: str) -> bool:
    return value.isascii() and value.isprintable()


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise NotPermitted("The site redirects to an address that cannot be read.") from None
