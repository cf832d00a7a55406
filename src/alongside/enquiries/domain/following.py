"""How long a thread with a question is followed, and when it is looked at again. Pure.

Soon after it was asked much may happen, later little. What is learnt is counts and states.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.connectors.port import Precision, Thread
from alongside.enquiries.domain.triage import EXCERPT_KEPT, OPEN, EnquiryState

SOONEST = timedelta(hours=1)
RAREST = timedelta(days=3)
# A thread is as lively as it is young: after three hours it is looked at again after one.
SHARE_OF_ITS_AGE = 3
# Nobody waits for an official's answer for longer than we keep the question's words.
FOLLOWED_OPEN = EXCERPT_KEPT
FOLLOWED_ANSWERED = timedelta(days=14)  # what became of our own answer
# The practice forum is our own, on the same machine: there, people want to see things happen.
PRACTICE_PAUSE = timedelta(minutes=1)

FIRST_PAUSE = timedelta(minutes=30)
LONGEST_PAUSE = timedelta(days=1)
MOST_FAILURES = 8  # in a row: then nobody looks any more, and people are told
# What has gone may come back: a moderator may have been wrong, or the site was broken.
GONE_PAUSE = timedelta(days=1)
MOST_LOOKS_FOR_GONE = 3

_SAME_MINUTE = timedelta(minutes=1)
_QUARTER = timedelta(minutes=15)
_BETWEEN_ZONES = timedelta(hours=26)  # UTC-12 and UTC+14

# Times told less exactly than this do not say whether a question was edited since.
_TOLD_WELL = frozenset({Precision.EXACT, Precision.MINUTE})


@dataclass(frozen=True, slots=True)
class Standing:
    """What an enquiry says about how long its thread is followed."""

    state: EnquiryState
    raised_at: datetime
    decided_at: datetime | None


def followed_until(standings: Iterable[Standing]) -> datetime | None:
    """When following ends, by the enquiry that needs it longest; None: none needs it."""
    return max((end for each in standings if (end := _end_of(each)) is not None), default=None)


def _end_of(standing: Standing) -> datetime | None:
    if standing.state in OPEN:
        return standing.raised_at + FOLLOWED_OPEN
    if standing.state is EnquiryState.ANSWERED and standing.decided_at is not None:
        return standing.decided_at + FOLLOWED_ANSWERED
    return None  # set aside: nobody waits for anything


def next_look(
    *,
    liveliest_at: datetime,
    at: datetime,
    until: datetime | None,
    is_practice: bool,
    spread: float = 0.0,
) -> datetime | None:
    """When the thread is looked at again; None when it is followed no longer.

    `liveliest_at` is when something last happened in it. `spread` from 0 to 1 puts threads of one
    forum apart: it makes the pause up to a quarter longer, never shorter.
    """
    if until is None or until <= at:
        return None
    if is_practice:
        return min(at + PRACTICE_PAUSE, until)
    quiet_for = at - min(liveliest_at, at)
    pause = max(SOONEST, min(quiet_for / SHARE_OF_ITS_AGE, RAREST))
    return min(at + pause * (1 + spread / 4), until)


def after_failure(
    *, failures: int, at: datetime, until: datetime | None, is_practice: bool
) -> datetime | None:
    """Each failure in a row doubles the pause; None after the last one, or when it has ended."""
    if until is None or until <= at or failures >= MOST_FAILURES:
        return None
    if is_practice:
        return at + PRACTICE_PAUSE
    return at + min(FIRST_PAUSE * (1 << (failures - 1)), LONGEST_PAUSE)


def after_gone(*, looks: int, at: datetime, is_practice: bool) -> datetime | None:
    """When to look whether a question that has gone is back; `looks` that found nothing."""
    if looks >= MOST_LOOKS_FOR_GONE:
        return None
    return at + (PRACTICE_PAUSE if is_practice else GONE_PAUSE)


def is_marked_solved(thread: Thread) -> bool:
    """Whether the forum marks the thread as solved, or one of its posts as the answer."""
    return bool(thread.heading.is_solved) or any(post.is_accepted for post in thread.posts)


def edited_at(thread: Thread) -> datetime | None:
    """When the question was last edited, where the forum tells it well enough to compare."""
    question = thread.posts[0]
    return question.edited_at if question.precision in _TOLD_WELL else None


def question_at(thread: Thread) -> datetime | None:
    """When the thread's first post was written, where the forum tells it well enough to compare."""
    question = thread.posts[0]
    return question.posted_at if question.precision in _TOLD_WELL else None


def is_another_question(known: datetime | None, told: datetime | None) -> bool:
    """Whether a thread's first post is not the one that asked, by the times of both.

    So it is where a moderator took the question away and left the answers, put an older thread in
    front, or where a forum that moved gave the number to another thread. A forum that tells its
    times by another clock than before, off by whole quarters of an hour, tells the same.
    """
    if known is None or told is None:
        return False
    off = abs(told - known)
    if off <= _SAME_MINUTE:
        return False
    of_zones = off % _QUARTER
    return off > _BETWEEN_ZONES or _SAME_MINUTE < of_zones < _QUARTER - _SAME_MINUTE


# Threads whose operator named a pause are looked at in the hour after their board was read.
ALONG_WITH_BOARD = timedelta(hours=1)


def allowed_from(
    *,
    pause: timedelta,
    read_at: datetime | None,
    is_board_read: bool,
    board_visited_at: datetime | None,
    board_next_visit_at: datetime | None,
    at: datetime,
) -> datetime:
    """From when the operator's pace lets the thread be looked at; `at`: now.

    "Once a day at most" means that we come once a day: not for the board, and then for each of its
    threads at another hour. So they are looked at along with their board, once for each of its
    visits; those of a board that we do not read keep the pause by themselves.
    """
    if not pause:
        return at
    if not is_board_read:
        return max(at, read_at + pause) if read_at is not None else at
    if (
        board_visited_at is not None
        and at <= board_visited_at + ALONG_WITH_BOARD
        and (read_at is None or read_at < board_visited_at)
    ):
        return at
    return max(board_next_visit_at or at, at + FIRST_PAUSE)
