"""Telling how far long work has come: by a bar on a terminal, elsewhere by a line now and then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

EVERY = 10.0  # seconds between two lines; logs should stay short
Told = Callable[[int, int], None]  # done, known so far


@contextmanager
def told(
    console: Console, what: str, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[Told]:
    """A function to call as often as one likes, while the work goes on."""
    if console.is_terminal:
        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(what)
            yield lambda done, known: bar.update(task, completed=done, total=known)
        return
    begun = last = clock()

    def line(done: int, known: int) -> None:
        nonlocal last
        now = clock()
        if now - last >= EVERY:
            last = now
            console.print(f"{what}: {done:,} of {known:,} so far, {now - begun:.0f} seconds")

    yield line
