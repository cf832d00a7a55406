"""Writing what was seen of a thread with a question: counts, states, the asker's new words.

Law 4: no post is kept. Where the asker changed the question, its excerpt is replaced; where it was
removed, its words are deleted at once.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from alongside.audit import actions as audit
from alongside.connectors.port import Thread
from alongside.enquiries.actions import BOARD_NAME_LENGTH, TITLE_LENGTH, storable
from alongside.enquiries.domain import following, triage
from alongside.enquiries.domain.triage import OPEN, Origin
from alongside.enquiries.domain.words import kept_words
from alongside.enquiries.following import spread_of, until_of
from alongside.enquiries.models import Enquiry, ThreadReading
from alongside.guidance.domain.personal_details import masked
from alongside.listening.domain.roles import ThreadFacts


@transaction.atomic
def put_off(*, reading_id: int, until: datetime | None, problem: str = "") -> None:
    """Nothing was fetched: it may be looked at from then on; None: nobody needs it."""
    reading = _locked(reading_id)
    reading.claimed_until, reading.next_visit_at = None, until
    reading.problem = storable(problem)[:300]
    reading.save(update_fields=["claimed_until", "next_visit_at", "problem"])


@transaction.atomic
def record_look(
    *,
    reading_id: int,
    thread: Thread,
    facts: ThreadFacts,
    names: Collection[str],
    reader_ids: Collection[int],
    at: datetime,
) -> ThreadReading:
    """The thread was read again. `reader_ids`: bodies that may read it, and get the new words;
    `names`, of whoever wrote in it, are left out of them. Where another post stands in the
    question's place, the question has gone: nobody asked the other one's writer for its words."""
    enquiries = _enquiries_of(reading_id)
    reading = _locked(reading_id)
    title = kept_words(storable(thread.heading.title), names=names)[:TITLE_LENGTH]
    excerpt = triage.excerpt_of(kept_words(storable(thread.posts[0].text), names=names))
    # An address that a person gave may be of a page in the middle, which begins with any post.
    if any(enquiry.origin == Origin.MATCH for enquiry in enquiries):
        question_at = following.question_at(thread)
        if following.is_another_question(reading.question_at, question_at) and not any(
            _excerpt_now(enquiry, names) == excerpt for enquiry in enquiries
        ):
            return record_gone(reading_id=reading_id, at=at)
        reading.question_at = question_at or reading.question_at
    _count(reading, facts, at)
    came_back = reading.gone_at is not None
    edited_at = following.edited_at(thread)
    changed = _edited_since(reading, enquiries, edited_at)
    for enquiry in enquiries:
        if enquiry.body_id in reader_ids and _may_hold_words(enquiry, was_gone=came_back, at=at):
            changed |= _take_words(enquiry, title or enquiry.title, excerpt, names)
    if any(_is_elsewhere(enquiry, thread) for enquiry in enquiries):
        reading.moved_at = at
        _tell_all("enquiry.question_moved", enquiries, at)
    for enquiry in enquiries:
        _follow_to_board(enquiry, thread)
    if came_back:
        _tell_all("enquiry.question_back", enquiries, at)
    elif changed:
        reading.changed_at = at
        _tell_all("enquiry.question_changed", enquiries, at)
    is_solved = following.is_marked_solved(thread)
    if is_solved and reading.solved_at is None:
        _tell_all("enquiry.question_solved", enquiries, at)
    reading.solved_at = (reading.solved_at or at) if is_solved else None
    reading.closed_at = (reading.closed_at or at) if thread.heading.is_closed else None
    reading.gone_at = None
    reading.edited_at = edited_at or reading.edited_at
    reading.read_at, reading.claimed_until = at, None
    reading.failures, reading.problem = 0, ""
    times = [post.posted_at for post in thread.posts if post.posted_at is not None]
    reading.next_visit_at = following.next_look(
        liveliest_at=max([*times, thread.heading.asked_at]),
        at=at,
        until=until_of(reading),
        is_practice=reading.forum.is_practice,
        spread=spread_of(reading),
    )
    reading.save()
    return reading


@transaction.atomic
def record_gone(*, reading_id: int, at: datetime) -> ThreadReading:
    """The question was removed or hidden: its words are deleted at once, for every body.

    It is looked for a few times more: what has gone may come back.
    """
    enquiries = _enquiries_of(reading_id)
    reading = _locked(reading_id)
    if reading.gone_at is None:
        reading.gone_at, reading.failures = at, 0
        _tell_all("enquiry.question_gone", enquiries, at)
    Enquiry.objects.filter(seen=reading).exclude(title="", excerpt="").update(title="", excerpt="")
    reading.failures += 1
    reading.read_at, reading.claimed_until, reading.problem = at, None, ""
    reading.next_visit_at = following.after_gone(
        looks=reading.failures, at=at, is_practice=reading.forum.is_practice
    )
    reading.save()
    return reading


@transaction.atomic
def record_problem(*, reading_id: int, problem: str, not_before: datetime, at: datetime) -> None:
    """It could not be read this time: tried again later, and given up after many times."""
    reading = _locked(reading_id)
    if reading.gone_at is None:
        reading.failures += 1
    reading.claimed_until, reading.problem = None, storable(problem)[:300]
    later = following.after_failure(
        failures=max(reading.failures, 1),
        at=at,
        until=until_of(reading),
        is_practice=reading.forum.is_practice,
    )
    reading.next_visit_at = max(later, not_before) if later is not None else None
    reading.save()


def _count(reading: ThreadReading, facts: ThreadFacts, at: datetime) -> None:
    if facts.replies > reading.replies:
        reading.replied_at = at
    reading.replies = facts.replies
    reading.members_who_replied = facts.members_who_replied
    if not facts.has_official_reply:
        reading.official_replied_at = None
    elif reading.official_replied_at is None:
        reading.official_replied_at = at


def _edited_since(
    reading: ThreadReading, enquiries: Sequence[Enquiry], edited_at: datetime | None
) -> bool:
    """Whether the forum says that the question was edited after it was last read."""
    if edited_at is None:
        return False
    last_known = reading.edited_at or min((each.raised_at for each in enquiries), default=edited_at)
    return edited_at > last_known


def _may_hold_words(enquiry: Enquiry, *, was_gone: bool, at: datetime) -> bool:
    """Words whose date has come stay deleted, and a title that an official chose stays theirs.

    Where no excerpt is kept, nothing is replaced: it is the sign that the words were read in the
    forum.
    """
    was_read = bool(enquiry.excerpt) or was_gone
    return enquiry.origin != Origin.HAND and was_read and enquiry.excerpt_until > at


def _take_words(enquiry: Enquiry, title: str, excerpt: str, names: Collection[str]) -> bool:
    """Replaces what is kept by what the question says now; whether it says something else."""
    if (title, excerpt) == (enquiry.title, enquiry.excerpt):
        return False
    # What we leave out of a question today may be more than it was then: nobody changed it. So it
    # is when somebody has written in the thread whose name the question holds.
    was_title = kept_words(enquiry.title, names=names)[:TITLE_LENGTH]
    was_excerpt = _excerpt_now(enquiry, names)
    enquiry.title, enquiry.excerpt = title, excerpt
    enquiry.save(update_fields=["title", "excerpt"])
    return (was_title, was_excerpt) != (title, excerpt)


def _excerpt_now(enquiry: Enquiry, names: Collection[str]) -> str:
    """What is kept of the question, as it would be kept today."""
    return triage.excerpt_of(kept_words(enquiry.excerpt, names=names))


def _is_elsewhere(enquiry: Enquiry, thread: Thread) -> bool:
    board_id = thread.heading.board_id
    return bool(enquiry.board_id and board_id and board_id != enquiry.board_id)


def _follow_to_board(enquiry: Enquiry, thread: Thread) -> None:
    """What the operator agreed to counts for the board where the thread stands now."""
    if not _is_elsewhere(enquiry, thread):
        return
    board_id = storable(thread.heading.board_id)
    if len(board_id) > (Enquiry._meta.get_field("board_id").max_length or 0):
        return
    enquiry.board_id = board_id
    enquiry.board_name = masked(storable(thread.heading.board_name))[:BOARD_NAME_LENGTH]
    enquiry.save(update_fields=["board_id", "board_name"])


def _locked(reading_id: int) -> ThreadReading:
    return (
        ThreadReading.objects.select_for_update(of=("self",))
        .select_related("forum")
        .get(pk=reading_id)
    )


def _enquiries_of(reading_id: int) -> list[Enquiry]:
    """Locked before the reading, as whoever decides about an enquiry locks them."""
    return list(Enquiry.objects.select_for_update().filter(seen=reading_id).order_by("pk"))


def _tell_all(kind: str, enquiries: Sequence[Enquiry], at: datetime) -> None:
    """Into the trail of those that wait for an answer; the others are history."""
    for enquiry in enquiries:
        if enquiry.state in OPEN:
            audit.record(
                kind=kind, actor=audit.WORKER, subject=f"enquiry:{enquiry.public_id}", at=at
            )
