"""One step of forgetting: numbers of days long past."""

from alongside.core import clock
from alongside.listening import actions


def forget_next_days() -> bool:
    """Deletes what reading came to on days that nobody is shown any more."""
    return actions.forget_days(at=clock.now()) > 0
