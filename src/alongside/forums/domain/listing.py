"""When a forum is major for a body, and when a listing must be looked at again. Pure."""

from datetime import date, timedelta
from enum import StrEnum

# Indicator "list freshness": looked at within the 92 days before the end of the period.
REVIEW_EVERY = timedelta(days=92)


class Criterion(StrEnum):
    """The published criteria by which a body may call a forum major for its work."""

    SUBJECT = "subject"
    SIZE = "size"
    ACTIVITY = "activity"
    REACH = "reach"
    ADVICE = "advice"


CRITERION_WORDS: dict[Criterion, str] = {
    Criterion.SUBJECT: "Its members ask about what the body is responsible for",
    Criterion.SIZE: "It is among the largest places for its subject",
    Criterion.ACTIVITY: "New questions about the subject are asked there every week",
    Criterion.REACH: "It reaches people whom the body finds hard to reach otherwise",
    Criterion.ADVICE: "Members act on what they read there, so that a wrong answer does harm",
}


def review_due_on(looked_at_on: date) -> date:
    """The day on which a listing that was last looked at on `looked_at_on` is due again."""
    return looked_at_on + REVIEW_EVERY
