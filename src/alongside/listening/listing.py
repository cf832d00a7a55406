"""Asking for a board's list of threads: what began since a time, or the newest where it is long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alongside.connectors.port import Connector, ForumSite, ThreadHeading, TooFarBack
from alongside.fetching.messages import Conversation


@dataclass(frozen=True, slots=True)
class Listed:
    """The threads of a list. `is_whole`: it came to what had been seen already."""

    headings: Sequence[ThreadHeading]
    is_whole: bool = True


def read_list(
    connector: Connector,
    site: ForumSite,
    *,
    board_id: str,
    board_slug: str,
    since: datetime | None,
) -> Conversation[Listed]:
    """The threads started after `since`. Where more were than any list is gone through for, the
    newest alone: a board must not be deaf for good after a long silence of ours.

    Raises what `Connector.read_new_threads` does.
    """
    try:
        headings = yield from connector.read_new_threads(
            site, board_id=board_id, board_slug=board_slug, since=since
        )
    except TooFarBack:
        headings = yield from connector.read_new_threads(
            site, board_id=board_id, board_slug=board_slug, since=None
        )
        return Listed(headings, is_whole=False)
    return Listed(headings)
