"""The worker: does what is due, one step at a time, until it is told to stop.

Rows are the queue: any number of workers on any number of machines share one PostgreSQL. One
worker runs its lines side by side, so that reading a slow forum never delays a reply.
"""

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from functools import partial
from types import FrameType

from django.db import close_old_connections, connection

from alongside.agreements.jobs import (
    forget_next_contacts,
    remind_or_close_next_request,
    send_next_letter,
    verify_next_account,
)
from alongside.enquiries.jobs import forget_next_words, hear_due_boards
from alongside.enquiries.referral_jobs import forget_next_referrals, take_in_next_referral
from alongside.forums.jobs import (
    check_next_secret,
    end_next_list_of_closed_body,
    visit_next_forum,
)
from alongside.listening.jobs import forget_next_days, schedule_next_boards
from alongside.manners.jobs import forget_next_sites
from alongside.plans.jobs import close_next_consultation
from alongside.proposals.jobs import empty_next_rejected, forget_next_traces
from alongside.replies.jobs import look_for_next_reply, send_next_reply, sweep_next_reply
from alongside.reporting.jobs import freeze_next_commitment

logger = logging.getLogger(__name__)

Step = Callable[[], bool]


class StepFailed(Exception):
    """At least one step broke; each that did is in the log, the others had their turn."""


LINES: dict[str, Sequence[Step]] = {
    "sending": (check_next_secret, send_next_reply, look_for_next_reply, sweep_next_reply),
    "listening": (hear_due_boards,),
    "forgetting": (
        forget_next_words,
        forget_next_traces,
        empty_next_rejected,
        forget_next_sites,
        forget_next_days,
    ),
    "visiting": (visit_next_forum, schedule_next_boards),
    "accounts": (verify_next_account,),
    "letters": (
        send_next_letter,
        remind_or_close_next_request,
        forget_next_contacts,
        close_next_consultation,
    ),
    "counting": (end_next_list_of_closed_body, freeze_next_commitment),
    # Somebody waits: a long reading of boards must not delay it.
    "referrals": (take_in_next_referral, forget_next_referrals),
}
IDLE_SECONDS = 1.0
AFTER_ERROR_SECONDS = 5.0


def run_worker(*, once: bool = False) -> None:
    """Works until SIGTERM or SIGINT; the step under way is finished first, reading is broken off.

    With `once`, does what is due now and returns; raises StepFailed once all lines are done or
    stuck.
    """
    stop = threading.Event()
    if once:
        do_what_is_due()
        return

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    # Reading is one long step: it must hear by itself that it is to stop.
    steps_of = LINES | {"listening": (partial(hear_due_boards, stop),)}
    lines = [
        threading.Thread(target=work_off, args=(steps, stop), name=name)
        for name, steps in steps_of.items()
    ]
    for line in lines:
        line.start()
    logger.info("The worker is ready.")
    for line in lines:
        line.join()


def do_what_is_due() -> None:
    """Each line until nothing is due in it or a step failed. Raises StepFailed at the end."""
    failed: StepFailed | None = None
    for steps in LINES.values():
        try:
            while do_steps(steps):
                pass
        except StepFailed as exc:
            failed = exc  # the other line has its turn all the same
    if failed is not None:
        raise failed


def work_off(steps: Sequence[Step], stop: threading.Event) -> None:
    """One line of work: steps in turn, a pause when idle, a longer one after an error."""
    while not stop.is_set():
        try:
            found_work = do_steps(steps)
        except StepFailed:
            stop.wait(AFTER_ERROR_SECONDS)
        else:
            if not found_work:
                stop.wait(IDLE_SECONDS)
    connection.close()


def do_steps(steps: Sequence[Step]) -> bool:
    """Each step once; whether any of them found work.

    A step that fails is logged and does not cost the others their turn; then raises StepFailed.
    """
    found_work, failed = False, 0
    for step in steps:
        try:
            close_old_connections()  # one that an earlier step broke must not fail this one
            found_work = step() or found_work
        except Exception:  # whatever a step meets must not end the worker
            # The step's row stays as it is and is taken up again or swept; the worker lives on.
            logger.exception("A step of the worker failed.")
            failed += 1
    if failed:
        raise StepFailed(f"{failed} of {len(steps)} steps failed.")
    return found_work
