"""What keeps a form for people without an account open for people and shut for floods.

Each form counts once, and each network is counted for a day under a key that is deleted with the
day. Whoever takes words from such a form asks here first, inside their own transaction.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.crypto import salted_hmac

from alongside.proposals.domain import limits
from alongside.proposals.domain.life import ProposalError
from alongside.proposals.models import DaySalt, NetworkTrace, UsedForm


class FormUsed(ProposalError):
    """The form was sent before, with other words."""


class TooMany(ProposalError):
    """The network has sent as many as are taken until a moment, `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"No more is taken from this network until {until:%Y-%m-%d %H:%M} UTC.")
        self.until = until


@dataclass(frozen=True, slots=True)
class Form:
    """The form by which it came: the digest of its token, and when the token is too old anyway."""

    digest: str
    expires_at: datetime


def salt_of_the_day(at: datetime) -> bytes:
    """The salt of the day, locked until the caller's transaction ends.

    One at a time: counting and storing must not be overtaken, or every limit is a suggestion.
    """
    today = at.astimezone(UTC).date()
    DaySalt.objects.get_or_create(day=today, defaults={"salt": secrets.token_bytes(32)})
    return bytes(DaySalt.objects.select_for_update().get(day=today).salt)


def use(form: Form) -> None:
    """Notes that the form was sent. Raises FormUsed when it was before."""
    _, is_new = UsedForm.objects.get_or_create(
        digest=form.digest, defaults={"expires_at": form.expires_at}
    )
    if not is_new:
        raise FormUsed(
            "This form was sent once already. Your words are still here: look through them and "
            "send them again."
        )


def count(network: str, *, salt: bytes, at: datetime) -> None:
    """Counts one more from the network. Raises TooMany.

    The key holds the service's own secret besides the salt: the table alone, with all 2**32
    addresses tried, tells nothing.
    """
    today = at.astimezone(UTC).date()
    digest = salted_hmac(
        f"alongside.proposals.network:{salt.hex()}", network, algorithm="sha256"
    ).hexdigest()
    traces = NetworkTrace.objects.filter(day=today, digest=digest)
    until = limits.next_chance(list(traces.values_list("at", flat=True)), at=at)
    if until is not None:
        raise TooMany(until)
    NetworkTrace.objects.create(day=today, digest=digest, at=at)
