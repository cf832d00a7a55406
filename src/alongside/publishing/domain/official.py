"""The answers to "is this account official?", and why each is given. Pure."""

from enum import StrEnum


class Verdict(StrEnum):
    OFFICIAL = "official"  # in use, and its proof was found in both directions
    STATED = "stated"  # in use, as its body says; the proof was not found in both directions
    WAS_OFFICIAL = "was_official"  # the account is retired, or its body has closed
    NOT_OFFICIAL = "not_official"
    NOT_KNOWN = "not_known"  # the forum is not in the register
    ASK = "ask"  # several accounts fit, or none is named


def standing_of(*, in_use: bool, verified_both_ways: bool) -> Verdict:
    """How an account of the register stands: what a body says of itself alone is no proof.

    `in_use`: it is not retired, and its body is open.
    """
    if not in_use:
        return Verdict.WAS_OFFICIAL
    return Verdict.OFFICIAL if verified_both_ways else Verdict.STATED


class Reason(StrEnum):
    """What the verdict rests on."""

    NAME = "name"  # the account's name in its forum
    PROFILE = "profile"  # the address of its profile
    POST = "post"  # the address of a reply that stands there
    NAME_NOT_THERE = "name_not_there"  # no account of this name in that forum
    OTHER_ADDRESS = "other_address"  # a name that is official, at an address that is not its own
    OTHER_PROFILE = "other_profile"  # the profile of somebody else
    NO_ACCOUNTS_THERE = "no_accounts_there"  # no body has an account in that forum
    NO_SUCH_NAME = "no_such_name"  # no official account anywhere has this name
    UNKNOWN_FORUM = "unknown_forum"
    NOTHING = "nothing"  # nothing was pasted
    SEVERAL = "several"  # several addresses at once
    MAIL = "mail"  # a mail address: authority is never given to a mail domain
    WHICH_FORUM = "which_forum"  # the name is official somewhere; where is not said
    WHICH_ACCOUNT = "which_account"  # a forum, and no account in it
    OTHER_PAGE = "other_page"  # a page of the forum that is no account's own
    SAME_PAGE = "same_page"  # a thread in which official replies stand
    OLD_ADDRESS = "old_address"  # where the forum stood before: others may own it now
