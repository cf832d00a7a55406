"""The life of a referral: a moderator passes a question to a body. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum


class Way(StrEnum):
    """How a referral reached us."""

    WEBHOOK = "webhook"  # the forum's software told it
    OPERATOR = "operator"  # by the operator's own page
    BY_HAND = "by_hand"  # an official recorded that a moderator told them


WAY_WORDS: dict[Way, str] = {
    Way.WEBHOOK: "in the forum itself",
    Way.OPERATOR: "on the operator’s page",
    Way.BY_HAND: "told to an official",
}


class ReferralState(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"  # there is an enquiry; what becomes of it is told there
    NOT_OURS = "not_ours"  # looked at: the thread was not passed to this body
    GIVEN_UP = "given_up"


# What holds a referral up may end: an operator ends a hold, a forum comes back. Not for ever.
GIVE_UP_AFTER = timedelta(days=14)
# Policy is asked again soon, since asking costs nobody anything; a forum in trouble is left alone.
ASK_AGAIN = timedelta(hours=1)
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
# A thread of which a forum without signatures tells over and over is looked at so often at most.
LOOK_AGAIN = timedelta(hours=1)
# Long enough that a forum which repeats itself is not looked at again and again.
NOT_OURS_KEPT = timedelta(days=30)
# More waiting than this from one forum is no moderator's work.
MOST_WAITING = 200

NOTE_LENGTH = 500  # characters
HOW_LENGTH = 200


def next_try(*, tries: int, after_seconds: int | None, at: datetime) -> datetime:
    """When a forum that could not be read is asked again: later each time, or as it said."""
    doubled = FIRST_PAUSE * (1 << min(max(tries - 1, 0), 10))
    return at + max(min(doubled, LONGEST_PAUSE), timedelta(seconds=after_seconds or 0))
