"""One step of forgetting what nobody needs to remember of sites any more."""

from alongside.core import clock
from alongside.manners import actions


def forget_next_sites() -> bool:
    """Deletes what is left of sites that were not visited for 90 days."""
    return actions.forget(at=clock.now()) > 0
