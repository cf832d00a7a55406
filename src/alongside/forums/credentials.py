"""What the operator of a forum is asked for so that an account can post there by the interface."""

from collections.abc import Iterator
from datetime import datetime

from alongside.connectors.port import CredentialWanted
from alongside.connectors.registry import poster_for
from alongside.forums.domain.kinds import ENGINE_WORDS, SPOKEN_WITH
from alongside.forums.models import Forum


def wanted_in(forum: Forum) -> CredentialWanted | None:
    """What to ask for in this forum; None where people post by hand."""
    poster = poster_for(forum.engine)
    return poster.credential_wanted if poster is not None else None


def wanted_by_software() -> Iterator[tuple[str, CredentialWanted]]:
    """What to ask for, by the name of the software."""
    for engine in sorted(SPOKEN_WITH, key=lambda engine: ENGINE_WORDS[engine].casefold()):
        if (poster := poster_for(engine)) is not None:
            yield ENGINE_WORDS[engine], poster.credential_wanted


def check_due(forum: Forum, sealed_secret: str, *, at: datetime) -> datetime | None:
    """When a secret that was given now is to be checked; None: it is used as it is."""
    wanted = wanted_in(forum)
    return at if sealed_secret and wanted is not None and wanted.is_key else None
