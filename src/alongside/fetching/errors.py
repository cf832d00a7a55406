"""What can go wrong on the way, named by one question: may the site have got the request?

The messages name the site, never a header, a cookie or a body: they end in logs and pages.
"""


class FetchingError(Exception):
    """A request without an answer that could be used; the subclass says what is certain."""


class NotSent(FetchingError):
    """Certainly nothing was done at the site; asking again later is safe.

    `after_seconds` says how long to wait, where that is known.
    """

    def __init__(self, message: str, *, after_seconds: int | None = None) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds


class Unreachable(NotSent):
    """The site's name was not found, or no connection to it could be opened."""


class TooSoon(NotSent):
    """The site wants a longer pause than we are willing to sit through; come back later.

    So it is as well in quiet hours, once the day's budget is spent, and while a site that failed
    too often is left alone.
    """


class NotPermitted(NotSent):
    """Our own rules refuse this address; asking again will not help."""


class ClosedByRobots(NotPermitted):
    """The site's robots.txt closes this page to programs (RFC 9309)."""


class LedElsewhere(NotPermitted):
    """The site redirects to another operator's, which the request was not meant for.

    `location` is where it leads.
    """

    def __init__(self, message: str, *, location: str) -> None:
        super().__init__(message)
        self.location = location


class ReservedByOwner(NotPermitted):
    """The site reserves its pages against text and data mining, and this was to be mining."""


class NoAnswer(FetchingError):
    """The request may have reached the site; no whole answer came back."""


class UnfitAnswer(NoAnswer):
    """An answer came that we do not read: too large, not text, or redirecting without end."""
