"""The robots exclusion protocol, RFC 9309: pure rules and a memory, no requests of its own."""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite
from threading import Lock

from protego import Protego

from alongside.fetching.notices import Notice
from alongside.fetching.policy import PRODUCT
from alongside.fetching.turns import QuietHours

# RFC 9309, 2.5 asks for at least 500 KiB; what stands behind that is not read.
MOST_BYTES = 512 * 1024
_MOST_REMEMBERED = 5_000  # of the rules of visited origins, read and ready


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin allows. `unreachable` closes it all until the file can be read.

    `because` tells people why no connection could be opened, where that was so. `names_us`: a group
    of the file is for our product, so those for all programs are not.
    """

    parsed: Protego | None
    unreachable: bool = False
    because: str = ""
    names_us: bool = False

    def allow(self, url: str) -> bool:
        if self.unreachable:
            return False
        return self.parsed is None or bool(self.parsed.can_fetch(url, self._product))

    @property
    def _product(self) -> str:
        # The parser takes a group for "a" or "along" for ours too: it is asked for a name of which
        # nothing but the right group is a part.
        return PRODUCT if self.names_us else "*"

    @property
    def pause_seconds(self) -> float:
        """The pause the site asks for: Crawl-delay or Request-rate, the longer of both.

        Neither is in the RFC; both are read as what they are, a request by the operator.
        """
        if self.parsed is None:
            return 0.0
        delay = self.parsed.crawl_delay(self._product) or 0.0
        rate = self.parsed.request_rate(self._product)
        per_request = rate.seconds / rate.requests if rate and rate.requests > 0 else 0.0
        return max((pause for pause in (delay, per_request) if isfinite(pause)), default=0.0)

    @property
    def closed_hours(self) -> QuietHours | None:
        """When the site wants no visits, by its Visit-time (in UTC); not in the RFC either."""
        visit = self.parsed.visit_time(self._product) if self.parsed is not None else None
        if not visit or visit.start_time == visit.end_time:
            return None
        return QuietHours(begin=visit.end_time, end=visit.start_time, zone="UTC")


# What Protego takes for a rule: what RFC 9309 knows, what sites add, and how they misspell it.
_RULE = re.compile(
    r"(?:user[- ]?agent|allow|disallow|dissallow|dissalow|disalow|diasllow|disallaw|sitemaps?"
    r"|site-map|crawl[- ]delay|request[- ]rate|visit[- ]time)(?=[\s:])",
    re.IGNORECASE,
)
_GROUP = re.compile(r"^\s*user[- ]?agent(?=[\s:])\s*:?(.*)$", re.IGNORECASE)
_GROUP_OF = "user-agent: "
_TOKEN = re.compile(r"[a-z_-]+")
_NOBODY = "(nobody)"  # a group begins all the same, and its rules are not those of the one before
OPEN = Rules(parsed=None)
CLOSED = Rules(parsed=None, unreachable=True)


def rules_from_answer(status: int, body: bytes) -> Rules:
    """What an answer to `/robots.txt` means (RFC 9309, 2.3.1).

    4xx means there are no rules, 5xx means everything is closed. 429 is a 4xx that says "you
    disturb", so it closes as well. A redirect that is left over after five means no rules.
    """
    if 200 <= status < 300:
        # RFC 9309, 2.2.4: what is no rule must not part the names of one group, as the parser lets
        # it.
        text = _by_product_tokens(rules_alone(body).decode())
        return Rules(
            parsed=Protego.parse(text), names_us=f"{_GROUP_OF}{PRODUCT}" in text.splitlines()
        )
    if status >= 500 or status == 429 or status < 300:
        return CLOSED
    return OPEN


def rules_of(notice: Notice) -> Rules:
    """What a kept answer means."""
    if notice.status == 0:
        return replace(CLOSED, because=notice.body.decode())
    return rules_from_answer(notice.status, notice.body)


def rules_alone(body: bytes) -> bytes:
    """The lines of the file that are rules, and nothing else of it: what may be kept.

    Many a site answers every address with a page for people, and such a page of a forum names who
    is online. Comments may name somebody as well.
    """
    lines = _whole_lines(body).decode("utf-8-sig", "replace").splitlines()
    rules = (line.partition("#")[0].strip() for line in lines)
    return "".join(f"{rule}\n" for rule in rules if _RULE.match(rule)).encode()


def _by_product_tokens(text: str) -> str:
    """The file with its groups named by product tokens alone (RFC 9309, 2.2.1).

    Whoever copies "Alongside/0.1 (+https://…)" from a log means the program, of any version. A
    token ends where a sign comes that none may hold.
    """
    return "\n".join(_GROUP.sub(_named_by_token, line) for line in text.splitlines())


def _named_by_token(line: re.Match[str]) -> str:
    named = line[1].partition("#")[0].strip()
    token = _TOKEN.match(named.strip("*").lower())
    if token is not None:
        return f"{_GROUP_OF}{token[0]}"
    return f"{_GROUP_OF}*" if named.startswith("*") else f"{_GROUP_OF}{_NOBODY}"


def _whole_lines(body: bytes) -> bytes:
    """What is read of a file that is too long: half a line could mean more than the whole one."""
    if len(body) < MOST_BYTES:
        return body
    return body[: body.rfind(b"\n", 0, MOST_BYTES) + 1]


class RobotsMemory:
    """The rules of visited origins, ready for use, in this process only. Threads share it."""

    def __init__(self, *, now: Callable[[], float]) -> None:
        self._now = now
        self._known: OrderedDict[str, tuple[float, Rules]] = OrderedDict()
        self._lock = Lock()

    def recall(self, origin: str) -> Rules | None:
        """The origin's rules, or None if they must be fetched (again)."""
        with self._lock:
            if (known := self._known.get(origin)) is None:
                return None
            until, rules = known
            return rules if self._now() < until else None

    def keep(self, origin: str, rules: Rules, *, until: float) -> None:
        with self._lock:
            self._known[origin] = (until, rules)
            self._known.move_to_end(origin)
            while len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)
