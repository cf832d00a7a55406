"""Reading a thread of which only an address is known: somebody pointed at it."""

from datetime import datetime

from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import Connector, ForumSite, Thread, ThreadHeading
from alongside.fetching.messages import Conversation


def read_thread_at(
    connector: Connector, site: ForumSite, *, address: str, thread_id: str, at: datetime
) -> Conversation[Thread]:
    """The thread at an address, or around it where it is that of a post.

    `thread_id` stands for the thread where its own pages tell no number, and `at` for the time
    of the question. Raises what `read_thread` raises, and Refused for an address of no thread.
    """
    if isinstance(connector, PagedConnector) and not connector.pages.thread_id(address):
        number, first = yield from connector.number_at(site, address)
        thread_id, address = (number, first) if number else (thread_id, address)
    heading = ThreadHeading(
        external_id=thread_id,
        address=address,
        title="",
        board_id="",
        board_name="",
        asked_at=at,
        last_post_at=at,
        replies=None,
    )
    return (yield from connector.read_thread(site, heading))
