"""The badge of an official account: a picture for pages of other sites, without our script."""

import unicodedata
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _

from alongside.forums.domain.kinds import ForumLife
from alongside.publishing.account_words import badge_address, page_address
from alongside.publishing.entries.accounts import Account

HEIGHT = 64  # pixels
# Letters of the badge are about this wide, in pixels; of a whole line few are wider.
_LETTER, _BOLD_LETTER = 6.3, 7.4
_MOST_LETTERS = 52
_BESIDE_TEXT = 76  # pixels
_LONGEST_STATE = 29  # letters


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge says; `width` in pixels. It names the account, so that a copy of it that stands
    in somebody else's profile gives that one no authority."""

    name: str
    body: str
    width: int


def badge_of(account: Account) -> Badge:
    forum = account.forum_name
    if life := _life_words(account.forum_life):
        forum = f"{forum} ({life})"
    name = _fitting(f"{account.handle} · {forum}")
    body = _fitting(account.body_name)
    widest = max(len(name) * _BOLD_LETTER, len(body) * _LETTER, _LONGEST_STATE * _BOLD_LETTER)
    return Badge(name, body, round(_BESIDE_TEXT + widest))


def badge_code(account: Account) -> str:
    """HTML, to be copied, for a page that shows the badge: a link and a picture, nothing else."""
    words = _("Check whether %(handle)s on %(forum)s is an official account of %(body)s") % {
        "handle": account.handle,
        "forum": account.forum_name,
        "body": account.body_name,
    }
    link, picture = escape(page_address(account)), escape(badge_address(account))
    return (
        f'<a href="{link}"><img src="{picture}" alt="{escape(words)}" '
        f'width="{badge_of(account).width}" height="{HEIGHT}"></a>'
    )


def _fitting(text: str) -> str:
    """As much of it as a badge holds, without what XML cannot (XML 1.0, 2.2)."""
    kept = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    return kept if len(kept) <= _MOST_LETTERS else f"{kept[: _MOST_LETTERS - 1]}…"


def _life_words(life: str) -> str:
    """What stands behind the forum's name when nobody can be met there; mostly empty."""
    match life:
        case ForumLife.CLOSED:
            return _("closed")
        case ForumLife.MOVED:
            return _("moved")
        case _other:
            return ""
