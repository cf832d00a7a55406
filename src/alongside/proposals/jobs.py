"""One step of forgetting: what was kept against floods for a day, and rejected words for 30."""

from alongside.core import clock
from alongside.proposals import actions


def forget_next_traces() -> bool:
    """Deletes what is left of days that are over."""
    return actions.forget_traces(at=clock.now()) > 0


def empty_next_rejected() -> bool:
    """Deletes the words of rejected proposals whose date has come."""
    return actions.empty_rejected(at=clock.now()) > 0
