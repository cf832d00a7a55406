"""Secrets at rest: sealed with Fernet (AES-128-CBC and HMAC-SHA-256), keys from the environment.

Several keys may be given: the first seals, all of them open, so that keys can be changed
(OWASP ASVS 5.0, 11.2.2 and 13.3.1).
"""

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class CannotOpen(Exception):
    """The sealed secret fits none of the keys in ALONGSIDE_ENCRYPTION_KEYS."""


def seal(secret: str) -> str:
    """The secret as text that is safe to store."""
    return _keys().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again. Raises CannotOpen when no key fits."""
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        # `from None`: the chained exception would carry the token into logs.
        raise CannotOpen(
            "A stored password cannot be opened with the keys in ALONGSIDE_ENCRYPTION_KEYS."
        ) from None


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ALONGSIDE_ENCRYPTION_KEYS])


def digest(text: str) -> str:
    """A keyed digest by which a sealed text is found again (HMAC-SHA-256, the first key)."""
    return digests(text)[0]


def digests(text: str) -> list[str]:
    """The digest under each key, so that texts sealed before a change of keys are found too."""
    return [
        hmac.new(b"alongside.digest:" + key.encode(), text.encode(), hashlib.sha256).hexdigest()
        for key in settings.ALONGSIDE_ENCRYPTION_KEYS
    ]
