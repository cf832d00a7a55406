"""Words about forums and the figures that are known of them."""

from enum import StrEnum


class ForumLife(StrEnum):
    ACTIVE = "active"
    QUIET = "quiet"
    READ_ONLY = "read_only"
    CLOSED = "closed"
    MOVED = "moved"
    UNKNOWN = "unknown"  # nobody of ours has looked


class Bound(StrEnum):
    """How the source bounds its own figure."""

    EXACT = "exact"
    OVER = "over"
    UP_TO = "up_to"


class MeasureMethod(StrEnum):
    """Who counted, from strongest to weakest evidence."""

    COUNTED = "counted"  # by this service
    SHOWN = "shown"  # by the forum's own pages
    STATED = "stated"  # by the operator
    REPORTED = "reported"  # by a third party


METHOD_WORDS = {
    MeasureMethod.COUNTED: "counted by this service",
    MeasureMethod.SHOWN: "shown by the site",
    MeasureMethod.STATED: "stated by the operator",
    MeasureMethod.REPORTED: "reported by a third party",
}
# Software that the service can read and send to, by its connector's kind; empty: none of it.
ENGINE_WORDS = {
    "": "None that we can read: answers are posted by hand",
    "misago": "Misago",
}
BOUND_WORDS = {Bound.EXACT: "", Bound.OVER: "over", Bound.UP_TO: "up to"}
