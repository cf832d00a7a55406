"""How we behave towards other sites: one frozen record, made from the settings at the start."""

from dataclasses import dataclass, field, replace

from alongside.fetching.guard import check_loopback_origin
from alongside.fetching.turns import LOST_AFTER_SECONDS, Manners

PRODUCT = "alongside"  # also the product token that robots.txt files may address


@dataclass(frozen=True, slots=True)
class FetchingPolicy:
    """Limits and manners. All times in seconds, all sizes in bytes.

    `contact` is a page or an e-mail address where the people of a visited site reach us; it
    stands in every request. `loopback_origins` opens single places on this machine (the
    practice forum, a test's server) by exact origin, port included. Raises ValueError where a
    value could not be obeyed.
    """

    contact: str
    version: str = "0.1"
    loopback_origins: frozenset[str] = field(default_factory=frozenset)
    minimum_interval_seconds: float = 5.0  # between two requests to one operator's site
    longest_wait_seconds: float = 60.0  # a longer pause is handed back as TooSoon
    connect_seconds: float = 5.0  # name and connection, TLS handshake included
    total_seconds: float = 30.0  # one request, from the first byte out to the last byte in
    max_body_bytes: int = 5_000_000  # decoded
    max_ratio: int = 100  # decoded to received, looked at once the body is no longer small
    max_headers: int = 200
    # What may come over the wire beside the body: headers, the framing of chunks, answers
    # before the answer (1xx). Half of the body more, for sites that send a line at a time.
    max_overhead_bytes: int = 256 * 1024
    max_redirects: int = 5
    max_requests: int = 250  # in one conversation: no forum may keep us for ever
    manners: Manners = field(default_factory=Manners)

    def __post_init__(self) -> None:
        if not self.contact or not self.user_agent.isascii() or not self.user_agent.isprintable():
            raise ValueError("The contact must be a page or e-mail address in plain letters.")
        if self.minimum_interval_seconds < 0 or self.max_redirects < 0:
            raise ValueError("Intervals and numbers of redirects cannot be below zero.")
        for origin in self.loopback_origins:
            check_loopback_origin(origin)
        # A request counts as lost only when it must have ended.
        lost_after = self.connect_seconds + self.total_seconds + LOST_AFTER_SECONDS
        object.__setattr__(self, "manners", replace(self.manners, lost_after=lost_after))

    @property
    def user_agent(self) -> str:
        return f"{PRODUCT}/{self.version} (+{self.contact})"

    def interval_for(self, origin: str) -> float:
        """Our own pause between two requests, in seconds; none where only we are disturbed."""
        return 0.0 if origin in self.loopback_origins else self.minimum_interval_seconds
