"""The worker: does what is due, one step at a time, until it is told to stop.

Rows are the queue: any number of workers on any number of machines share one PostgreSQL. One
worker runs two lines side by side, so that reading a slow forum never delays a reply.
"""

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from types import FrameType

from django.db import close_old_connections, connection

from alongside.enquiries.jobs import forget_next_words, hear_next_board
from alongside.replies.jobs import look_for_next_reply, send_next_reply, sweep_next_reply

logger = logging.getLogger(__name__)

Step = Callable[[], bool]

LINES: dict[str, Sequence[Step]] = {
    "sending": (send_next_reply, look_for_next_reply, sweep_next_reply),
    "listening": (hear_next_board, forget_next_words),
}
IDLE_SECONDS = 1.0
AFTER_ERROR_SECONDS = 5.0


def run_worker(*, once: bool = False) -> None:
    """Works until SIGTERM or SIGINT; the step under way is finished first.

    With `once`, does what is due now and returns.
    """
    stop = threading.Event()
    if once:
        for steps in LINES.values():
            while do_steps(steps):
                pass
        return

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    lines = [
        threading.Thread(target=work_off, args=(steps, stop), name=name)
        for name, steps in LINES.items()
    ]
    for line in lines:
        line.start()
    logger.info("The worker is ready.")
    for line in lines:
        line.join()


def work_off(steps: Sequence[Step], stop: threading.Event) -> None:
    """One line of work: steps in turn, a pause when idle, a longer one after an error."""
    while not stop.is_set():
        close_old_connections()
        try:
            found_work = do_steps(steps)
        except Exception:
            # The step's row stays as it is and is taken up again or swept; the worker lives on.
            logger.exception("A step of the worker failed.")
            stop.wait(AFTER_ERROR_SECONDS)
        else:
            if not found_work:
                stop.wait(IDLE_SECONDS)
    connection.close()


def do_steps(steps: Sequence[Step]) -> bool:
    """Each step once; whether any of them found work."""
    found = [step() for step in steps]  # a list: each step has its turn
    return any(found)
