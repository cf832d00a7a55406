"""A client in a made-up world: names, sites and a clock that moves only when somebody sleeps."""

from collections.abc import Callable
from dataclasses import dataclass, field

import hishel

from alongside.fetching.client import Client
from alongside.fetching.messages import Conversation, Request, Response
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.rehearsal import MadeUpInternet, Site, Visit, http_answer

PUBLIC, OTHER_PUBLIC = "93.184.215.14", "151.101.1.69"
PRACTICE = "http://127.0.0.1:8900"
SECRET = "correct-horse-battery-staple"
PAGE = "https://forum.example/t/1/"


def page(visit: Visit) -> bytes:
    return http_answer(200, "<p>A page</p>")


@dataclass
class House:
    """A client in a made-up world whose clock only moves when somebody sleeps."""

    site: Site = page
    policy: FetchingPolicy = field(
        default_factory=lambda: FetchingPolicy(
            contact="a@b.example", loopback_origins=frozenset({PRACTICE})
        )
    )
    now: float = 1000.0
    slept: list[float] = field(default_factory=list)
    storage: hishel.BaseStorage | None = None

    def __post_init__(self) -> None:
        self.internet = MadeUpInternet(
            site=self.site,
            names={
                "forum.example": [PUBLIC],
                "www.forum.example": [PUBLIC],
                "other.example": [OTHER_PUBLIC],
                "rebound.example": [PUBLIC, "10.0.0.1"],
                "inside.example": ["192.168.0.10"],
                "metadata.example": ["169.254.169.254"],
            },
        )
        self.client = Client(
            self.policy,
            clock=lambda: self.now,
            sleep=self.sleep,
            now=lambda: self.now,
            resolve=self.internet.resolve,
            backend=self.internet,
            storage=self.storage,
        )

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def ask(self, *requests: Request | str, robots: bool = False) -> Response:
        return self.client.carry_out(asking(*requests), robots=robots)

    @property
    def asked_for(self) -> list[str]:
        return [f"{visit.method} {visit.headers['host']}{visit.target}" for visit in self.visits]

    @property
    def visits(self) -> list[Visit]:
        return self.internet.visits


def asking(*requests: Request | str) -> Conversation[Response]:
    """A conversation that asks one thing after another and returns the last answer."""
    for request in requests:
        response = yield request if isinstance(request, Request) else Request("GET", request)
    return response


def by_target(answers: dict[str, bytes | Callable[[], bytes]]) -> Site:
    def answer(visit: Visit) -> bytes:
        found = answers.get(f"{visit.headers['host']}{visit.target}", http_answer(404, "none"))
        return found if isinstance(found, bytes) else found()

    return answer


def redirect(location: str, status: int = 302) -> bytes:
    return http_answer(status, "", headers=[("Location", location)])


def raising(error: Exception) -> Site:
    def answer(visit: Visit) -> bytes:
        raise error

    return answer
