"""Private links of operators: how long they live, and how often one may knock. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

LINK_LIVES = timedelta(days=90)  # renewed whenever it is used
VISIT_LIVES = timedelta(hours=12)  # of the cookie that the link is exchanged for

# Links that were wrong, from one network: whoever tries on learns nothing more, and fills no table.
WRONG_LINKS_AN_HOUR = 10
# Fresh links that were asked for, from one network, and sent to one mailbox.
FRESH_LINKS_AN_HOUR = 5
FRESH_LINKS_A_DAY_TO_ONE = 3
FRESH_LINK_PAUSE = timedelta(minutes=10)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)

# A mailbox is kept this long after it was last used, unless an agreement in force rests on it.
CONTACT_KEPT = timedelta(days=730)


def is_alive(*, expires_at: datetime, revoked_at: datetime | None, at: datetime) -> bool:
    """Whether a private link opens the operator's pages."""
    return revoked_at is None and at < expires_at


def may_send_fresh(sent: Sequence[datetime], *, at: datetime) -> bool:
    """Whether one more fresh link goes to a mailbox that got some at these moments."""
    lately = [moment for moment in sent if moment > at - A_DAY]
    return len(lately) < FRESH_LINKS_A_DAY_TO_ONE and all(
        moment <= at - FRESH_LINK_PAUSE for moment in lately
    )


def same_mailbox(address: str) -> str:
    """Spellings of a mailbox that reach the same person, as one."""
    return address.strip().casefold()
