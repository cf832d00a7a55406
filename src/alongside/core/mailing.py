"""E-mail: how ALONGSIDE_EMAIL_URL is read, and sending one message.

Django's own mail does the work; failures are named by what to do next, as in `connectors`.
"""

import smtplib
import ssl
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend

_SECONDS = 30
_BACKENDS = "django.core.mail.backends"
_FILES = f"{_BACKENDS}.filebased.EmailBackend"


class MailError(Exception):
    """The message did not go out, or nobody knows. The message is for people: no address in it."""


class TryLater(MailError):
    """Nothing was sent; trying again is safe."""


class Refused(MailError):
    """The mail server will never take it; a person must act."""


class OutcomeUnknown(MailError):
    """It may have been sent. Never repeat it unseen."""


def email_settings(url: str, *, folder: Path) -> dict[str, Any]:
    """Django's settings for `smtp://name:password@host:587` (with STARTTLS), `smtps://…:465`,
    `file:` (into the folder) or `console:`.

    Raises ImproperlyConfigured for anything else; the address is not repeated, as it may hold a
    password. Plain SMTP without TLS is for a relay on this machine: `smtp://127.0.0.1`.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(_wrong()) from None
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": _FILES, "EMAIL_FILE_PATH": str(folder)}
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{_BACKENDS}.console.EmailBackend"}
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(_wrong())
    is_here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    uses_starttls = parts.scheme == "smtp" and not is_here
    return {
        "EMAIL_BACKEND": f"{_BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 25 if is_here else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": uses_starttls,
        "EMAIL_TIMEOUT": _SECONDS,
    }


def _wrong() -> str:
    return (
        "ALONGSIDE_EMAIL_URL must be smtp://name:password@host:587, smtps://…, file: or console:."
        " Signs such as @ in a password are written %40."
    )


def connection(*, stays_here: bool) -> BaseEmailBackend:
    """The way out; with `stays_here`, a file in the mail folder, whatever the settings are."""
    if stays_here:
        return mail.get_connection(_FILES, file_path=settings.ALONGSIDE_MAIL_FOLDER)
    return mail.get_connection()


def send(message: mail.EmailMessage) -> None:
    """Sends one message. Raises TryLater, Refused or OutcomeUnknown."""
    way: Any = message.connection or mail.get_connection()
    try:
        _open(way)
    except smtplib.SMTPAuthenticationError as exc:
        if _is_passing(exc.smtp_code):
            raise TryLater("The mail server cannot check our password just now.") from exc
        raise Refused("The mail server did not accept our name and password.") from exc
    except (OSError, smtplib.SMTPException) as exc:
        if isinstance(exc, ssl.SSLError):
            raise TryLater("The mail server's certificate or TLS is not in order.") from exc
        if isinstance(exc, smtplib.SMTPNotSupportedError):
            raise TryLater(
                "The mail server does not offer what is set: TLS, or signing in."
            ) from exc
        raise TryLater("The mail server cannot be reached.") from exc
    handed_over = _watched(way)
    try:
        way.send_messages([message])
    except smtplib.SMTPRecipientsRefused as exc:
        codes = [code for code, _said in exc.recipients.values()]
        if codes and all(map(_is_passing, codes)):
            raise TryLater("The mail server asks us to try again later.") from exc
        raise Refused("The mail server refuses this address.") from exc
    except smtplib.SMTPResponseException as exc:
        if _is_passing(exc.smtp_code):
            raise TryLater("The mail server asks us to try again later.") from exc
        raise Refused(f"The mail server refuses the letter ({exc.smtp_code}).") from exc
    except (OSError, smtplib.SMTPException) as exc:
        if handed_over == [False]:
            raise TryLater("The connection broke before the letter was handed over.") from exc
        raise OutcomeUnknown(
            "The connection broke while the letter was sent: it may have arrived."
        ) from exc
    finally:
        way.close()


def _open(way: Any) -> None:
    """Greets, turns to TLS and signs in: nothing has been said of the message before this ends."""
    try:
        way.open()
    except Exception:  # of whatever kind: where TLS or the password failed, it is left open
        with suppress(OSError, smtplib.SMTPException):
            way.close()
        raise


def _is_passing(code: int) -> bool:
    """RFC 5321, section 4.2.1: 4yz is a transient negative reply, "try again later"."""
    return 400 <= code < 500


def _watched(way: Any) -> list[bool]:
    """[False] until the letter's text begins to go to an SMTP server; [] when nobody can tell."""
    server = getattr(way, "connection", None)
    if not isinstance(server, smtplib.SMTP):
        return []
    begun = [False]
    hand_over = server.data

    def data(msg: Any) -> tuple[int, bytes]:
        begun[0] = True
        return hand_over(msg)

    server.data = data  # type: ignore[method-assign]  # of this one connection
    return begun
