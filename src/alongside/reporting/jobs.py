"""One step of background work: freezing what stood on the day of a commitment."""

from alongside.core import clock
from alongside.reporting import actions


def freeze_next_commitment() -> bool:
    """Freezes one result that is due; whether there was one."""
    return actions.freeze_next_result(at=clock.now()) is not None
