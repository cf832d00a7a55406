"""How a thread is told apart by its address alone. Pure."""

import hashlib
import re

from alongside.connectors.registry import thread_id_in
from alongside.enquiries.domain.triage import EnquiryError
from alongside.forums.domain import places

LONGEST_ID = 100  # characters
_MISAGO_THREAD = re.compile(r"t/[^/?#]+/(\d+)(?:[/?#]|$)")


class NotAThread(EnquiryError):
    """The address is not one of a thread in the forum."""


def thread_id_of(address: str, *, forum_name: str, forum_address: str, engine: str) -> str:
    """What stands for the thread among those of its forum.

    Where the service can read, it is the software's own number, so that a question raised by hand
    and one that is read are one; elsewhere what follows the forum's address, the question mark's
    part included, since older software names threads there. Raises NotAThread for an address
    outside the forum, or of something else than a thread.
    """
    begins = f"{forum_address.rstrip('/')}/"
    named = places.within(address, forum_address)
    if not named:
        raise NotAThread(f"Give the address of the thread in {forum_name}. It begins with {begins}")
    if engine == "misago":
        found = _MISAGO_THREAD.match(named)
        if found is None:
            raise NotAThread(
                "This is not the address of a thread. It looks like "
                f"{begins}t/name-of-the-thread/12/"
            )
        return found[1]
    if number := thread_id_in(address.strip(), kind=engine):
        return number
    if len(named) <= LONGEST_ID:
        return named
    # Cut addresses may be alike; the digest of the whole keeps two threads apart.
    digest = hashlib.sha256(named.encode()).hexdigest()[:16]
    return f"{named[: LONGEST_ID - 17]}-{digest}"
