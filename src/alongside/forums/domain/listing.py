"""When a forum is major for a body, and when a listing must be looked at again. Pure."""

from datetime import date, timedelta
from enum import StrEnum

# Indicator "list freshness": looked at within the 92 days before the end of the period.
REVIEW_EVERY = timedelta(days=92)
# "We searched and found none" says something of today only while the search is fresh.
SEARCH_COUNTS_FOR = timedelta(days=366)
REASON_LENGTH = 2_000  # characters
ABOUT_LENGTH = 10  # characters: less says nothing to a reader


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
# How anybody can look for themselves whether a criterion is met.
CRITERION_EVIDENCE: dict[Criterion, str] = {
    Criterion.SUBJECT: "Boards or threads of the last three months that name the body, its "
    "services or its rules.",
    Criterion.SIZE: "Figures with a source on the forum’s page, beside those of other forums for "
    "the same subject.",
    Criterion.ACTIVITY: "Threads about the subject begun in the last four weeks, counted on the "
    "forum’s own pages.",
    Criterion.REACH: "Who the forum says it is for, and what the body knows of who comes to its "
    "own services.",
    Criterion.ADVICE: "Threads in which members decide something that matters by what others "
    "answered.",
}


class Refused(ValueError):
    """What was given makes no listing; the message is for the person who gave it."""


def review_due_on(looked_at_on: date) -> date:
    """The day on which a listing that was last looked at on `looked_at_on` is due again."""
    return looked_at_on + REVIEW_EVERY


def is_due(looked_at_on: date, *, on: date) -> bool:
    """Whether a listing, last looked at on `looked_at_on`, must be looked at again on the day."""
    return review_due_on(looked_at_on) <= on


def oldest_fresh(on: date) -> date:
    """The earliest day of a look that still counts as fresh on the day: 91 days before it."""
    return on - REVIEW_EVERY + timedelta(days=1)


def checked_criteria(values: object) -> list[str]:
    """The criteria as they are kept: each once, in the published order. Raises Refused."""
    given = set(values) if isinstance(values, list | tuple | set | frozenset) else {values}
    if unknown := given - set(Criterion):
        raise Refused(
            f"“{min(map(str, unknown))}” is no published criterion. Choose from the list."
        )
    if not given:
        raise Refused("Choose at least one criterion by which the forum is major for your body.")
    return [criterion.value for criterion in Criterion if criterion in given]


def checked_reason(text: str) -> str:
    """The reason as it is kept. Raises Refused when it says nothing, or far too much."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) < ABOUT_LENGTH:
        raise Refused("Say in a sentence why. It stands in public, beside your body’s name.")
    if len(text) > REASON_LENGTH:
        raise Refused(f"Say it in at most {REASON_LENGTH:,} characters; these are {len(text):,}.")
    return text


def checked_search_day(searched_on: date, *, today: date) -> date:
    """The day of a search that found no forum. Raises Refused when it says nothing of today."""
    if searched_on > today:
        raise Refused("The day of the search must not be in the future.")
    if searched_on < today - SEARCH_COUNTS_FOR:
        raise Refused("That search is more than a year old. Search again, and give that day.")
    return searched_on
