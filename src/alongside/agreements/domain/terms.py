"""What an operator's answer says, and whether it is in force. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class EngagementModel(StrEnum):
    """How a body takes part (Power of Information Taskforce 2009, recommendation 1.1)."""

    OPEN_ANSWERING = "open_answering"
    REFERRAL = "referral"
    CLINIC = "clinic"
    LISTEN_ONLY = "listen_only"
    NONE = "none"


MODEL_WORDS: dict[EngagementModel, str] = {
    EngagementModel.OPEN_ANSWERING: "Open answering",
    EngagementModel.REFERRAL: "Referral by a moderator",
    EngagementModel.CLINIC: "Clinic",
    EngagementModel.LISTEN_ONLY: "Listen only",
    EngagementModel.NONE: "None",
}


class OfficialLook(StrEnum):
    """How a forum shows who is official; operators choose any of them."""

    ACCOUNT_NAME = "account_name"
    FORUM_TITLE = "forum_title"
    SIGNATURE = "signature"


LOOK_WORDS: dict[OfficialLook, str] = {
    OfficialLook.ACCOUNT_NAME: "The account's name names the body",
    OfficialLook.FORUM_TITLE: "The forum gives the account a title or badge",
    OfficialLook.SIGNATURE: "Each post says who is speaking",
}
# The models under which an official may write in a thread.
ANSWERING_MODELS = frozenset(
    {EngagementModel.OPEN_ANSWERING, EngagementModel.REFERRAL, EngagementModel.CLINIC}
)


class Answer(StrEnum):
    """What the operator said. Each record holds one; the newest record counts."""

    WELCOME = "welcome"
    WITH_CONDITIONS = "with_conditions"
    NOT_WELCOME = "not_welcome"
    NO_ANSWER = "no_answer"  # means no
    HELD = "held"
    WITHDRAWN = "withdrawn"


ANSWER_WORDS: dict[Answer, str] = {
    Answer.WELCOME: "Welcome",
    Answer.WITH_CONDITIONS: "Welcome with conditions",
    Answer.NOT_WELCOME: "Not welcome",
    Answer.NO_ANSWER: "No answer",
    Answer.HELD: "On hold",
    Answer.WITHDRAWN: "Withdrawn",
}
WELCOMING = frozenset({Answer.WELCOME, Answer.WITH_CONDITIONS})


# An operator who said one of these is to be left alone.
CLOSING = frozenset({Answer.NOT_WELCOME, Answer.NO_ANSWER, Answer.HELD, Answer.WITHDRAWN})

# Who acted, on records and in the trail, when it was no official.
OPERATOR, SERVICE = "operator", "worker"


class Source(StrEnum):
    """Whose hand recorded an answer."""

    OPERATOR = "operator"  # on their own pages
    BODY = "body"  # an official, from what the operator wrote or said
    SERVICE = "service"  # of itself: no answer came


def source_of(recorded_by: str) -> Source:
    """Whose hand it was, by the name on the record."""
    if recorded_by == OPERATOR:
        return Source.OPERATOR
    return Source.SERVICE if recorded_by == SERVICE else Source.BODY


class Standing(StrEnum):
    """Whether the newest record is in force at a moment."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    NOT_WELCOME = "not_welcome"
    NO_ANSWER = "no_answer"
    NONE = "none"  # nobody has asked


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """One answer of one operator to one body, as plain data."""

    answer: Answer
    answered_on: date
    valid_from: date
    valid_until: date | None  # the last day on which it counts
    models: frozenset[EngagementModel]
    allows_reading: bool  # machine reading of members' posts
    links_allowed: bool
    posts_per_day: int | None
    peers_first_hours: int
    board_ids: frozenset[str]  # empty: every board
    address: str  # of its public summary
    reading_every_hours: int | None = None  # the least pause between two readings by machine

    @property
    def name(self) -> str:
        """How people cite it: "agreement of 3 May 2026"."""
        return f"agreement of {self.answered_on.day} {self.answered_on:%B %Y}"


def standing_of(terms: AgreementTerms | None, *, on: date) -> Standing:
    """The standing of the newest record on a day of the site's calendar."""
    if terms is None:
        return Standing.NONE
    return standing_from(terms.answer, terms.valid_from, terms.valid_until, on=on)


def standing_from(
    answer: Answer, valid_from: date, valid_until: date | None, *, on: date
) -> Standing:
    """The same, from those of its terms that decide it."""
    if answer not in WELCOMING:
        return Standing(answer.value)
    if on < valid_from:
        return Standing.NOT_YET
    if valid_until is not None and on > valid_until:
        return Standing.EXPIRED
    return Standing.IN_FORCE
