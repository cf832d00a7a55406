"""Words about forums and the figures that are known of them."""

from collections.abc import Mapping
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
    REDIRECT = "redirect"  # the forum's own address leads there, or it leads there, for good
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
    ABOUT = "about"


class MeasureMethod(StrEnum):
    """Who counted, from strongest to weakest evidence."""

    COUNTED = "counted"  # by this service
    SHOWN = "shown"  # by the forum's own pages
    STATED = "stated"  # by the operator
    REPORTED = "reported"  # by a third party


METHOD_WORDS: Mapping[str, str] = {
    MeasureMethod.COUNTED: "counted by this service",
    MeasureMethod.SHOWN: "shown by the site",
    MeasureMethod.STATED: "stated by the operator",
    MeasureMethod.REPORTED: "reported by a third party",
}
# Software that forums run on, by the name that records hold; empty: not known.
ENGINE_WORDS = {
    "": "Not known",
    "asgaros": "Asgaros Forum",
    "askbot": "Askbot",
    "bbpress": "bbPress",
    "beehive": "Beehive Forum",
    "buddypress": "BuddyPress",
    "circle": "Circle",
    "codoforum": "Codoforum",
    "discord": "Discord",
    "discourse": "Discourse",
    "discuz": "Discuz!",
    "drupal": "Drupal forum",
    "elgg": "Elgg",
    "elkarte": "ElkArte",
    "esotalk": "esoTalk",
    "facebook": "Facebook group",
    "flarum": "Flarum",
    "flaskbb": "FlaskBB",
    "fluxbb": "FluxBB",
    "fudforum": "FUDforum",
    "google_groups": "Google Groups",
    "groups_io": "Groups.io",
    "higher_logic": "Higher Logic",
    "hyperkitty": "HyperKitty (Mailman 3)",
    "hypermail": "Hypermail",
    "insided": "Gainsight (inSided)",
    "invision": "Invision Community",
    "inyoka": "Inyoka",
    "jforum": "JForum",
    "jive": "Jive",
    "khoros": "Khoros (Lithium)",
    "kunena": "Kunena",
    "lemmy": "Lemmy",
    "listserv": "LISTSERV",
    "machina": "django-machina",
    "mailman": "Mailman (Pipermail)",
    "mastodon": "Mastodon",
    "matrix": "Matrix",
    "mighty_networks": "Mighty Networks",
    "minibb": "miniBB",
    "misago": "Misago",
    "moodle": "Moodle forum",
    "mvnforum": "mvnForum",
    "mwforum": "mwForum",
    "mybb": "MyBB",
    "mylittleforum": "my little forum",
    "nodebb": "NodeBB",
    "own": "Software of its own",
    "phorum": "Phorum",
    "phpbb": "phpBB",
    "proboards": "ProBoards",
    "punbb": "PunBB",
    "question2answer": "Question2Answer",
    "reddit": "Reddit",
    "simplepress": "Simple:Press",
    "slack": "Slack",
    "smf": "Simple Machines Forum (SMF)",
    "snitz": "Snitz Forums",
    "spirit": "Spirit",
    "stackexchange": "Stack Exchange",
    "sympa": "Sympa",
    "talkyard": "Talkyard",
    "tapatalk": "Tapatalk",
    "telegram": "Telegram",
    "telligent": "Verint (Telligent)",
    "ubb": "UBB.threads",
    "vanilla": "Vanilla",
    "vbulletin": "vBulletin",
    "webwiz": "Web Wiz Forums",
    "whatsapp": "WhatsApp",
    "woltlab": "WoltLab Suite",
    "wpforo": "wpForo",
    "xenforo": "XenForo",
    "xmb": "XMB",
    "yabb": "YaBB",
    "yaf": "YAF.NET",
    "zulip": "Zulip",
}
# Software that the service has a connector for: to send there, and to read there.
SPOKEN_WITH = frozenset(
    {"discourse", "flarum", "invision", "lemmy", "misago", "nodebb", "vanilla", "xenforo"}
)
KNOWN_WELL = SPOKEN_WITH | {
    "askbot",
    "flaskbb",
    "hyperkitty",
    "machina",
    "mybb",
    "phpbb",
    "smf",
    "spirit",
    "stackexchange",
    "vbulletin",
}
# Places that show no page to guests, or whose owners want leave of their own: people read there.
CLOSED_TO_PROGRAMS = frozenset(
    {"circle", "discord", "facebook", "google_groups", "matrix", "mighty_networks", "reddit"}
    | {"slack", "telegram", "whatsapp"}
)
# All the rest is read by the structure of its pages, whoever wrote it.
READ_FROM = frozenset(ENGINE_WORDS) - CLOSED_TO_PROGRAMS
# A board of HyperKitty is a mailing list, one of Flarum or of questions a tag: they go by a name.
NUMBERS_ITS_BOARDS = KNOWN_WELL - {"askbot", "flarum", "hyperkitty", "stackexchange"}
FORUM_KIND_WORDS = {
    ForumKind.FORUM: "Forum",
    ForumKind.BOARD: "Board of a larger site",
    ForumKind.GROUP: "Group on a network",
    ForumKind.QUESTIONS: "Questions and answers",
    ForumKind.MAILING_LIST: "Mailing list",
    ForumKind.CHAT: "Chat community",
}
BOUND_WORDS: Mapping[str, str] = {
    Bound.EXACT: "",
    Bound.OVER: "over",
    Bound.UP_TO: "up to",
    Bound.ABOUT: "about",
}
LIFE_WORDS = {
    ForumLife.ACTIVE: "Active",
    ForumLife.QUIET: "Quiet: few new posts",
    ForumLife.READ_ONLY: "Read only: nothing new is taken",
    ForumLife.CLOSED: "Closed",
    ForumLife.MOVED: "Moved",
    ForumLife.UNKNOWN: "Not known: nobody has looked yet",
}
ALIAS_WORDS = {
    AliasKind.OWN: "its own address",
    AliasKind.SPELLING: "another way to write it",
    AliasKind.REDIRECT: "leads to the same place",
    AliasKind.MOVED: "where it stood before",
    AliasKind.MERGED: "of an entry that was joined with this one",
}
