"""Inspecting a forum from an address that somebody typed: what it is and what it allows.

Everything leaves the house through `forums.access`: robots, pace, budget, guard. Threads and posts
are opened only where an agreement and a plan in force allow reading (law 1). Nothing is stored but
what every visit leaves: the site's pace and its files for programs.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from alongside.agreements import queries as agreements
from alongside.connectors.inspection import Look, NoFrontPage, NotAForum, look_at
from alongside.connectors.port import ConnectorError, ForumSite
from alongside.core import clock
from alongside.fetching.errors import (
    ClosedByRobots,
    FetchingError,
    NotPermitted,
    TooSoon,
    Unreachable,
)
from alongside.fetching.guard import check_url
from alongside.fetching.notices import NoticeKind
from alongside.fetching.robots import Rules, rules_of
from alongside.forums import access
from alongside.forums import queries as forums
from alongside.forums.domain.kinds import ENGINE_WORDS
from alongside.forums.models import Forum
from alongside.manners.records import SharedNotices
from alongside.plans import queries as plans
from alongside.plans.domain import policy

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
LONGEST_ADDRESS = 500


class InspectionError(Exception):
    """The address could not be inspected; the sentence says why. `code` names it for programs."""

    code = "failed"


class BadAddress(InspectionError):
    """It is no address that the service may visit: form, guard, or a redirect to the inside."""

    code = "not_permitted"


class Closed(InspectionError):
    """The site's robots.txt closes the page to programs."""

    code = "closed_by_robots"


class CannotReach(InspectionError):
    """The site was not found, did not answer, or wants a longer pause than anybody waits."""

    code = "unreachable"


class NoForum(InspectionError):
    """A page came, and it is none of a forum."""

    code = "not_a_forum"


@dataclass(frozen=True, slots=True)
class RobotsFinding:
    """What robots.txt says to us, by RFC 9309."""

    status: int  # 0: nothing was learnt
    sentence: str
    pause_seconds: float = 0.0
    visiting_hours_closed: str = ""
    names_us: bool = False
    sitemaps: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()  # addresses found on the page that it closes


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that was found, with the forum's entry where the register has one."""

    look: Look
    robots: RobotsFinding
    entry: str  # slug of the forum in the register, "" for none
    entry_name: str
    at: datetime

    @property
    def software(self) -> str:
        """The software's name in words, "" where it was not recognised."""
        recognition = self.look.recognition
        return ENGINE_WORDS.get(recognition.kind, recognition.kind) if recognition else ""

    def as_dict(self) -> dict[str, Any]:
        """The document of `--json`; names stay as they are from release to release."""
        look, recognition = self.look, self.look.recognition
        return {
            "address": look.asked,
            "site": look.site.address,
            "moved_to": look.moved_to,
            "title": look.title,
            "inspected_at": self.at.isoformat(),
            "software": {
                "kind": recognition.kind if recognition else None,
                "name": self.software or None,
                "version": (recognition.version or None) if recognition else None,
                "signs": list(recognition.signs) if recognition else [],
                "weight": recognition.weight if recognition else 0,
                "page_kind": look.page_kind or None,
            },
            "connector": {"kind": look.connector, "name": look.connector_name},
            "figures": [asdict(figure) for figure in look.figures],
            "boards": [asdict(board) for board in look.boards],
            "feeds": list(look.feeds),
            "structured_data": [
                {"syntax": way, "type": name, "count": count} for way, name, count in look.types
            ],
            "robots": asdict(self.robots),
            "terms": [asdict(page) for page in look.terms],
            "text_and_data_mining": [asdict(finding) for finding in look.mining],
            "abilities": [asdict(tried) for tried in look.tried],
            "register": {"forum": self.entry, "name": self.entry_name} if self.entry else None,
        }


def inspect(address: str) -> Inspection:
    """Looks at the forum at an address. Raises InspectionError, always with a sentence."""
    address = whole_address(address)
    try:
        # What is wrong with the address is said first: it is what was just typed.
        is_ours = check_url(address, loopback_origins=_on_this_machine()).is_loopback
    except NotPermitted as exc:
        raise BadAddress(f"{exc} Nothing was read.") from exc
    if not is_ours and not access.may_visit_strangers():
        raise BadAddress(
            "Forums are visited only where their people can reach yours. Set ALONGSIDE_CONTACT to "
            "a page on the internet or an e-mail address, for example: "
            "ALONGSIDE_CONTACT=you@your-body.example alongside forums inspect …"
        )
    try:
        look = access.carry_out(look_at(address, may_read=_reading_refused), robots=True)
    except ClosedByRobots as exc:
        raise Closed(f"{exc} Nothing was read.") from exc
    except NotPermitted as exc:
        raise BadAddress(f"{exc} Nothing was read.") from exc
    except TooSoon as exc:
        raise CannotReach(f"{exc} Try again later.") from exc
    except Unreachable as exc:
        raise CannotReach(str(exc)) from exc
    except FetchingError as exc:
        raise CannotReach(str(exc)) from exc
    except NotAForum as exc:
        raise NoForum(str(exc)) from exc
    except (NoFrontPage, ConnectorError) as exc:
        raise CannotReach(str(exc)) from exc
    forum = _forum_at(look.site.address)
    return Inspection(
        look=look,
        robots=_robots(look),
        entry=forum.slug if forum else "",
        entry_name=forum.name if forum else "",
        at=clock.now(),
    )


def whole_address(address: str) -> str:
    """What somebody typed as an address: https where no scheme is named. Raises BadAddress."""
    address = address.strip()
    if not address or len(address) > LONGEST_ADDRESS or not address.isprintable():
        raise BadAddress("Give the address of a forum, such as https://forum.example.org/.")
    if f"http://{address.rstrip('/')}" in _on_this_machine():
        return f"http://{address}"
    # "forum.example:8443" names a port, not a scheme.
    if "://" not in address and not (_SCHEME.match(address) and "." not in address.split(":")[0]):
        address = f"https://{address}"
    return address


def _on_this_machine() -> frozenset[str]:
    return access.client().policy.loopback_origins


def _reading_refused(site: ForumSite, board_id: str) -> str | None:
    """None where some body may read the board now, else the sentence that refuses."""
    at = clock.now()
    forum = _forum_at(site.address)
    if forum is None:
        return "The register has no such forum, so no agreement allows reading members’ posts."
    refusal = f"No body has asked the operator of {forum.name} to be read."
    for agreement in agreements.newest_agreements().filter(forum=forum):
        thread = policy.ThreadTerms(board_id=board_id, asked_at=at) if board_id else None
        decision = plans.ask_policy(
            policy.Act.READ, forum=forum, body=agreement.body, thread=thread, at=at
        )
        if decision is None:
            return None
        refusal = decision.sentence
    return refusal


def _forum_at(address: str) -> Forum | None:
    return forums.forum_at(address) or forums.forum_at(f"{address}/")


def _robots(look: Look) -> RobotsFinding:
    parts = urlsplit(look.site.address)
    origin = f"{parts.scheme}://{parts.netloc}"
    notice = SharedNotices().recall(origin, NoticeKind.ROBOTS)
    if notice is None:
        return RobotsFinding(0, "robots.txt was not asked for.")
    rules = rules_of(notice)
    if rules.parsed is None:
        words = "could not be read" if rules.unreachable else "is not there: no rules"
        return RobotsFinding(notice.status, f"robots.txt {words} (status {notice.status}).")
    addresses = [*(board.address for board in look.boards), *look.feeds]
    closed = _closed(rules, addresses)
    hours = rules.closed_hours
    return RobotsFinding(
        status=notice.status,
        sentence=(
            f"robots.txt opens this page to us; it closes {len(closed)} of {len(addresses)} "
            "addresses of boards and feeds."
        ),
        pause_seconds=rules.pause_seconds,
        visiting_hours_closed=f"{hours.begin:%H:%M}-{hours.end:%H:%M} UTC" if hours else "",
        names_us=rules.names_us,
        sitemaps=tuple(rules.parsed.sitemaps)[:10],
        closed=closed[:50],
    )


def _closed(rules: Rules, addresses: Sequence[str]) -> tuple[str, ...]:
    return tuple(address for address in addresses if address and not rules.allow(address))
