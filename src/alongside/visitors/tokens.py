"""The token in a form for people without an account: signed, for one entry, once, for a day.

It stands in the place of Django's CSRF token, which needs a cookie. Nobody is signed in here, so
there is nobody in whose name another site could send the form; what is left to do is to tell a
person who opened the page and filled it from a program that sends one form a thousand times. The
token is made when the page is shown, and says when and for what; the signature keeps it from being
made elsewhere. Once it was sent, its digest is kept until it is too old anyway
(`proposals.models.UsedForm`). Only its random part tells one form from another, and nothing in it
tells who opened the page.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing

from alongside.proposals.domain.limits import OLDEST_FORM, YOUNGEST_FORM
from alongside.proposals.flood import Form

_SALT = "alongside.visitors.form"
_LONGEST = 500  # characters; ours have about 130


class NotThisForm(Exception):
    """The token was not made here, or for another page."""


class TooOld(Exception):
    """The page was opened more than a day ago."""


class TooFast(Exception):
    """Nobody reads and fills a form in so short a time."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was made here, for this page."""

    random: str
    made_at: datetime

    def form(self, *, at: datetime) -> Form:
        """The form as the action counts it. Raises TooFast, and TooOld."""
        age = at - self.made_at
        if age < YOUNGEST_FORM:
            raise TooFast
        if age > OLDEST_FORM:
            raise TooOld
        digest = hashlib.sha256(self.random.encode()).hexdigest()
        return Form(digest, self.made_at + OLDEST_FORM)


def new_token(purpose: str, *, at: datetime) -> str:
    """The token of a page that is shown now; `purpose` names the page, such as forum:the-well."""
    value = [purpose, secrets.token_urlsafe(16), int(at.timestamp())]
    return signing.Signer(salt=_SALT).sign_object(value)


def read_token(text: str, purpose: str) -> Token:
    """The token that came back. Raises NotThisForm."""
    if len(text) > _LONGEST + len(purpose):
        raise NotThisForm
    try:
        there, random, seconds = signing.Signer(salt=_SALT).unsign_object(text)
        made_at = datetime.fromtimestamp(seconds, UTC)
    except (signing.BadSignature, ValueError, TypeError) as exc:
        raise NotThisForm from exc
    if there != purpose:
        raise NotThisForm
    return Token(str(random), made_at)
