"""The answer to "is this account official?" in words for people, and as data for programs."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.bodies.domain.kinds import CLOSED_WORDS, ClosedHow
from alongside.forums.domain.kinds import AccountDirection, ForumLife
from alongside.publishing.accounts import OfficialAnswer
from alongside.publishing.columns import moment_text
from alongside.publishing.domain.official import Reason, Verdict
from alongside.publishing.entries.accounts import Account, Checked
from alongside.ui import formatting

HEADLINES: dict[Verdict, str | Promise] = {
    Verdict.OFFICIAL: _("Yes"),
    Verdict.STATED: _("Not verified"),
    Verdict.WAS_OFFICIAL: _("Not any more"),
    Verdict.NOT_OFFICIAL: _("No"),
    Verdict.NOT_KNOWN: _("Not known"),
    Verdict.ASK: _("Say more"),
}

_STATEMENTS: dict[Reason, str | Promise] = {
    Reason.NAME: _("%(handle)s on %(forum)s is an official account of %(body)s."),
    Reason.PROFILE: _(
        "This is the profile of %(handle)s on %(forum)s, an official account of %(body)s."
    ),
    Reason.POST: _(
        "This very post is ours: a reply of %(body)s, from its official account %(handle)s on "
        "%(forum)s."
    ),
    Reason.NAME_NOT_THERE: _("“%(said)s” is not an official account on %(forum)s."),
    Reason.OTHER_ADDRESS: _(
        "This address is not that of %(alike)s, the official account of that name on %(forum)s. "
        "Its profile stands elsewhere."
    ),
    Reason.OTHER_PROFILE: _("This is not the profile of an official account on %(forum)s."),
    Reason.NO_ACCOUNTS_THERE: _("No public body has an official account on %(forum)s."),
    Reason.NO_SUCH_NAME: _("No official account in this register is called “%(said)s”."),
    Reason.UNKNOWN_FORUM: _(
        "This register does not know a forum “%(said)s” and names no official account there. "
        "Treat whoever writes there as not official."
    ),
    Reason.NOTHING: _("Paste the address of a profile or a post, or a name and its forum."),
    Reason.SEVERAL: _("You pasted more than one address. Paste one at a time."),
    Reason.MAIL: _(
        "This is a mail address. The register names accounts in forums only: whatever stands "
        "behind the @ proves nothing here."
    ),
    Reason.WHICH_FORUM: _(
        "It depends on the forum. “%(said)s” is official only where it is listed here; an "
        "account of the same name elsewhere is not."
    ),
    Reason.WHICH_ACCOUNT: _(
        "This is a forum, %(forum)s. Say whose account you mean: only those listed here are "
        "official."
    ),
    Reason.OTHER_PAGE: _(
        "This address leads to %(forum)s, but not to an official account or to a reply that this "
        "register knows. Look who wrote it, and compare the name."
    ),
    Reason.SAME_PAGE: _(
        "Official replies stand on this page, but the address does not say which post you mean. "
        "Only those listed here are official."
    ),
    Reason.OLD_ADDRESS: _(
        "%(forum)s stood at %(said)s before. Somebody else may own that address now, so it proves "
        "nothing. Open the forum at its own address."
    ),
}
_WAS_OFFICIAL = _(
    "%(handle)s on %(forum)s was an official account of %(body)s. What is written from it now "
    "does not come from %(body)s."
)
_OF_CLOSED_BODY = _(
    "%(handle)s on %(forum)s was an official account of a body that has closed. No public body "
    "says here that it speaks from it now."
)
_WERE_OFFICIAL = _(
    "Several forums have this name. %(handle)s was an official account there: of %(accounts)s. "
    "It is not any more: what is written from it now does not come from a public body."
)
_STATED: dict[Reason, str | Promise] = {
    Reason.NAME: _(
        "%(body)s says here that %(handle)s on %(forum)s is its official account. That is not "
        "verified in both directions."
    ),
    Reason.PROFILE: _(
        "This is the profile of %(handle)s on %(forum)s. %(body)s says here that it is its "
        "official account. That is not verified in both directions."
    ),
    Reason.POST: _(
        "%(body)s says here that this very post is its own, from its account %(handle)s on "
        "%(forum)s. The account is not verified in both directions."
    ),
}
# What is missing of a proof, and since when: no page to look at, nobody looked, not found.
_MISSING: dict[AccountDirection, tuple[str | Promise, str | Promise, str | Promise]] = {
    AccountDirection.BODY_NAMES_IT: (
        _("No page of the body’s own site is known that names it, since it came here on %(day)s."),
        _("Nobody has looked whether the body’s own site names it, since %(day)s."),
        _("The body’s own site did not name it when it was last looked at, on %(day)s."),
    ),
    AccountDirection.LINKS_BACK: (
        _("The address of its profile is not known, since it came here on %(day)s."),
        _("Nobody has looked whether its profile links back to the body, since %(day)s."),
        _("Its profile did not link back to the body when it was last looked at, on %(day)s."),
    ),
}
_ELSEWHERE = _(
    "The forum stands at %(forum_address)s now. The profile is known only at an address where the "
    "forum stood before, and somebody else may own that now."
)
_FORUM_LIFE: dict[str, str | Promise] = {
    ForumLife.CLOSED.value: _("The forum itself, %(forum)s, is recorded as closed."),
    ForumLife.MOVED.value: _("The forum itself, %(forum)s, is recorded as moved elsewhere."),
}
DIRECTION_WORDS: dict[AccountDirection, str | Promise] = {
    AccountDirection.BODY_NAMES_IT: _("A page of the body’s own site names the account"),
    AccountDirection.LINKS_BACK: _("The account’s profile links back to the body"),
}


def headline(answer: OfficialAnswer) -> str:
    """A few words: Yes; Not verified; No; Not any more; Not known; Say more."""
    return str(HEADLINES[answer.verdict])


def statement(answer: OfficialAnswer) -> str:
    """The answer in a few sentences. Holds what was pasted, so it must be escaped in a page."""
    account = answer.account
    said = _statement(answer)
    return " ".join([said, *circumstances(account)]) if account else said


def _statement(answer: OfficialAnswer) -> str:
    account = answer.account
    words = _STATEMENTS[answer.reason]
    if answer.verdict is Verdict.WAS_OFFICIAL:
        is_orphaned = account is not None and account.retired_at is None
        words = _OF_CLOSED_BODY if is_orphaned else _WAS_OFFICIAL
        words = _WERE_OFFICIAL if answer.others else words
    elif answer.verdict is Verdict.STATED:
        words = _STATED[answer.reason]
    return str(words) % {
        "handle": account.handle if account else "",
        "forum": (account.forum_name if account else answer.forum_name),
        "body": answer.author or (account.body_name if account else ""),
        "said": answer.said,
        "accounts": "; ".join(
            gettext("%(body)s on %(forum)s") % {"body": each.body_name, "forum": each.forum_name}
            for each in (account, *answer.others)
            if each
        ),
        "alike": answer.alike[0].handle if answer.alike else "",
    }


def circumstances(account: Account) -> list[str]:
    """What else anybody must know before relying on it: that its body has closed and who took over,
    that its forum is closed or moved. A sentence or two for each."""
    said = [body_closed_words(account)] if account.body_is_closed else []
    if words := _FORUM_LIFE.get(account.forum_life):
        said.append(str(words) % {"forum": account.forum_name})
    return said


def body_closed_words(account: Account) -> str:
    """That the account's body has closed, on which day and how, and who took over."""
    facts = {
        "body": account.body_name,
        "how": gettext(CLOSED_WORDS[ClosedHow(account.body_closed_how)]),
        "day": formatting.day(account.body_closed_on) if account.body_closed_on else "",
        "heirs": "; ".join(heir.name for heir in account.body_successors),
    }
    is_told_how = account.body_closed_how != ClosedHow.UNKNOWN
    if account.body_closed_on:
        words = (
            gettext("%(body)s closed on %(day)s: %(how)s.")
            if is_told_how
            else gettext("%(body)s closed on %(day)s.")
        )
    else:
        words = (
            gettext("%(body)s has closed, on a day that is not known: %(how)s.")
            if is_told_how
            else gettext("%(body)s has closed, on a day that is not known.")
        )
    if account.body_successors:
        words = f"{words} {gettext('It was taken over by %(heirs)s.')}"
    return words % facts


def warning(answer: OfficialAnswer) -> str:
    """What it may be taken for; empty when it looks like no official account."""
    if answer.verdict not in (Verdict.NOT_OFFICIAL, Verdict.NOT_KNOWN) or not answer.alike:
        return ""
    return gettext("Take care: it is easily taken for an official account. They are not the same.")


def proof_words(account: Account) -> str:
    """How the account was checked, in one sentence."""
    if account.profile_is_elsewhere:
        return gettext("Its proof has lapsed, since the forum moved to another address.")
    if account.is_verified_both_ways:
        return gettext("Verified in both directions.")
    if any(look.found for look in account.checked):
        return gettext("Verified in one direction only.")
    if account.checked:
        return gettext("Named by the body in this register, but its proof was not found.")
    return gettext("Named by the body in this register. Nobody has checked its proof yet.")


def missing_words(account: Account) -> list[str]:
    """What is missing until the account is verified, and since when, a sentence for each."""
    addresses = {
        AccountDirection.BODY_NAMES_IT: account.named_at_address,
        AccountDirection.LINKS_BACK: account.profile_address,
    }
    said = []
    for direction in account.unproved:
        if direction is AccountDirection.LINKS_BACK and account.profile_is_elsewhere:
            said.append(str(_ELSEWHERE) % {"forum_address": account.forum_address})
            continue
        no_page, not_looked, not_found = _MISSING[direction]
        look = account.look_at(direction)
        words = not_found if look else not_looked if addresses[direction] else no_page
        since = timezone.localtime(look.checked_at if look else account.opened_at)
        said.append(str(words) % {"day": formatting.day(since)})
    return said


def as_data(answer: OfficialAnswer) -> dict[str, Any]:
    """The answer for programs. What was pasted is not repeated."""
    return {
        "verdict": answer.verdict.value,
        "reason": answer.reason.value,
        "statement": statement(answer),
        "account": account_data(answer.account) if answer.account else None,
        "posts": list(answer.posts),
        "easily_taken_for": [account_data(account) for account in answer.alike],
        "compare": [account_data(account) for account in answer.others],
        "is_practice": answer.is_practice,
        "as_of": timezone.localdate(answer.at).isoformat() if answer.at else None,
    }


def account_data(account: Account) -> dict[str, Any]:
    """An official account for programs; moments as the files have them."""
    looks = {direction: account.look_at(direction) for direction in AccountDirection}
    return {
        "account_id": account.public_id,
        "handle": account.handle,
        "forum_id": account.forum_slug,
        "forum": account.forum_name,
        "body_id": account.body_slug,
        "body": account.body_name,
        "body_closed_on": account.body_closed_on.isoformat() if account.body_closed_on else None,
        "body_closed_how": account.body_closed_how or None,
        "body_successors": [heir.slug for heir in account.body_successors],
        "forum_life": account.forum_life,
        "standing": account.standing.value,
        "opened_at": moment_text(account.opened_at),
        "retired_at": moment_text(account.retired_at) if account.retired_at else None,
        "profile_address": account.profile_address or None,
        "language": account.language or None,
        "page": page_address(account),
        "is_verified_both_ways": account.is_verified_both_ways,
        "missing": missing_words(account) if account.is_in_use else [],
        **{direction.value: _look_data(look) for direction, look in looks.items()},
        "is_practice": account.is_practice,
    }


def page_address(account: Account) -> str:
    """The account's own page in this register, as a whole address."""
    return f"{settings.ALONGSIDE_ADDRESS}{reverse('register:account', args=[account.public_id])}"


def badge_address(account: Account) -> str:
    """Its badge, as a whole address."""
    badge = reverse("register:account-badge", args=[account.public_id])
    return f"{settings.ALONGSIDE_ADDRESS}{badge}"


def _look_data(look: Checked | None) -> dict[str, Any] | None:
    if look is None:
        return None
    return {
        "found": look.found,
        "checked_at": moment_text(look.checked_at),
        "checked_by": look.how.value,
        "address": look.address,
        "note": look.note,
    }
