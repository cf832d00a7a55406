"""How the time that work takes grows with what it is given, on however slow a machine."""

from collections.abc import Callable
from time import process_time

TIMES_AS_LONG = 4
# Work that looks at everything once takes about four times as long then, and sixteen times as long
# where it looks at the rest anew from each sign.
MOST = 2 * TIMES_AS_LONG


def grows_with_its_text(
    work: Callable[[str], object], text: Callable[[int], str], *, of: int
) -> bool:
    """Whether a text four times as long is done in well under sixteen times the time."""
    return _seconds(work, text(of * TIMES_AS_LONG)) < MOST * _seconds(work, text(of))


def _seconds(work: Callable[[str], object], text: str) -> float:
    """The least of some tries: what else a machine does only ever adds to it."""
    least = float("inf")
    for _ in range(5):
        begun = process_time()
        work(text)
        least = min(least, process_time() - begun)
    return least
