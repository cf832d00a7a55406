"""Words about forums and the figures that are known of them."""

from enum import StrEnum


class ForumLife(StrEnum):
    ACTIVE = "active"
    QUIET = "quiet"
    READ_ONLY = "read_only"
    CLOSED = "closed"
    MOVED = "moved"
    UNKNOWN = "unknown"  # nobody of ours has looked


class ForumKind(StrEnum):
    """Kinds of place where members help each other."""

    FORUM = "forum"
    BOARD = "board"  # part of a larger site
    GROUP = "group"  # on a network
    QUESTIONS = "questions"  # questions and answers
    MAILING_LIST = "mailing_list"
    CHAT = "chat"


class AliasKind(StrEnum):
    """Why an address leads to a forum."""

    OWN = "own"  # the address that the register gives
    SPELLING = "spelling"
    REDIRECT = "redirect"  # leads on to the forum's own address
    MOVED = "moved"  # where it stood before
    MERGED = "merged"  # of an entry that turned out to be the same forum


class AccountDirection(StrEnum):
    """The two ways in which an official account is verified."""

    BODY_NAMES_IT = "body_names_it"  # a page of the body's own site names the account
    LINKS_BACK = "links_back"  # the account's profile links to the body's own site


class VerifiedHow(StrEnum):
    MACHINE = "machine"
    PERSON = "person"


class BuildDecision(StrEnum):
    """What came of looking for existing forums before building one."""

    OPEN = "open"
    TAKE_PART = "take_part"  # take part where people already are
    WORK_WITH = "work_with"  # work with an operator, or fund what exists
    BUILD = "build"
    NOTHING = "nothing"


class Bound(StrEnum):
    """How the source bounds its own figure."""

    EXACT = "exact"
    OVER = "over"
    UP_TO = "up_to"


class MeasureMethod(StrEnum):
    """Who counted, from strongest to weakest evidence."""

    COUNTED = "counted"  # by this service
    SHOWN = "shown"  # by the forum's own pages
    STATED = "stated"  # by the operator
    REPORTED = "reported"  # by a third party


METHOD_WORDS = {
    MeasureMethod.COUNTED: "counted by this service",
    MeasureMethod.SHOWN: "shown by the site",
    MeasureMethod.STATED: "stated by the operator",
    MeasureMethod.REPORTED: "reported by a third party",
}
# Software that the service can read and send to, by its connector's kind; empty: none of it.
ENGINE_WORDS = {
    "": "None that we can read: answers are posted by hand",
    "misago": "Misago",
}
FORUM_KIND_WORDS = {
    ForumKind.FORUM: "Forum",
    ForumKind.BOARD: "Board of a larger site",
    ForumKind.GROUP: "Group on a network",
    ForumKind.QUESTIONS: "Questions and answers",
    ForumKind.MAILING_LIST: "Mailing list",
    ForumKind.CHAT: "Chat community",
}
BOUND_WORDS = {Bound.EXACT: "", Bound.OVER: "over", Bound.UP_TO: "up to"}
