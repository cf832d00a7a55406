"""Beginning to follow a thread: called inside the action that needs it, in its transaction."""

import zlib
from datetime import datetime

from alongside.enquiries.domain import following
from alongside.enquiries.domain.triage import EnquiryState
from alongside.enquiries.models import Enquiry, ThreadReading


def follow(enquiry: Enquiry, *, question_at: datetime | None = None, at: datetime) -> None:
    """The enquiry's thread is looked at again from time to time, as long as anybody needs it.

    `question_at`: as `domain.following.question_at` of the thread, where it was read.
    """
    reading = enquiry.seen
    if reading is None:
        reading, _added = ThreadReading.objects.get_or_create(
            forum_id=enquiry.forum_id,
            thread_id=enquiry.thread_id,
            defaults={
                "replies": enquiry.replies_seen,
                "members_who_replied": enquiry.members_who_replied,
                "question_at": question_at,
            },
        )
        enquiry.seen = reading
        enquiry.save(update_fields=["seen"])
    next_visit_at = following.next_look(
        liveliest_at=enquiry.decided_at or enquiry.asked_at,
        at=at,
        until=until_of(reading),
        is_practice=enquiry.is_practice,
        spread=spread_of(reading),
    )
    if reading.next_visit_at is None or (next_visit_at and next_visit_at < reading.next_visit_at):
        reading.next_visit_at, reading.failures = next_visit_at, 0
        reading.save(update_fields=["next_visit_at", "failures"])


def until_of(reading: ThreadReading) -> datetime | None:
    """Until when enquiries need the thread; None: none does."""
    rows = reading.enquiries.values_list("state", "raised_at", "decided_at")
    return following.followed_until(
        following.Standing(EnquiryState(state), raised_at, decided_at)
        for state, raised_at, decided_at in rows
    )


def spread_of(reading: ThreadReading) -> float:
    """Where between 0 and 1 the thread stands, so that those of one forum are not due at once."""
    return zlib.crc32(f"thread {reading.pk}".encode()) / 2**32
