"""One step of background work: a consultation whose last day is over is recorded as closed."""

from alongside.core import clock
from alongside.plans import consulting


def close_next_consultation() -> bool:
    """Closes one. False when none is due: the loop may sleep."""
    return consulting.close_next(at=clock.now())
