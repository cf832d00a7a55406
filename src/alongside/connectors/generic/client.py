"""Forums without an interface: the reply is posted by hand, and only looked for here."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from alongside.connectors.asking import ask, must_be_read
from alongside.connectors.generic import parse
from alongside.connectors.places import same_site
from alongside.connectors.plain_text import markdown_to_plain, stands_in
from alongside.connectors.port import (
    BoardStatistics,
    Credential,
    ForumSite,
    Receipt,
    Refused,
    Sighting,
    Thread,
    ThreadHeading,
)
from alongside.fetching.messages import Conversation, Request

_NO_READING = "This forum's software is not one that can be read by a program."
_NO_POSTING = "This forum has no interface to post by; a person posts the reply by hand."


@dataclass(frozen=True, slots=True)
class GenericConnector:
    """Verifies assisted posting on any page; everything else is refused."""

    kind: str = "generic"
    name: str = "Other software (posting by hand)"
    can_read: bool = False
    can_post: bool = False

    def read_boards(self, site: ForumSite) -> Conversation[tuple[BoardStatistics, ...]]:
        raise Refused(_NO_READING)
        yield

    def read_new_threads(
        self, site: ForumSite, *, board_id: str, board_slug: str, since: datetime | None
    ) -> Conversation[tuple[ThreadHeading, ...]]:
        raise Refused(_NO_READING)
        yield

    def read_thread(self, site: ForumSite, heading: ThreadHeading) -> Conversation[Thread]:
        raise Refused(_NO_READING)
        yield

    def post_reply(
        self, site: ForumSite, *, credential: Credential, thread_id: str, text: str
    ) -> Conversation[Receipt]:
        raise Refused(_NO_POSTING)
        yield

    def find_reply(
        self, site: ForumSite, *, thread_address: str, text: str, account: str | None
    ) -> Conversation[Sighting | None]:
        """Looks for our text among the visible words of one page.

        Who wrote it cannot be told on a page of unknown make, so `account` is not compared.
        Raises Refused for an address outside the forum, before and after redirects: our
        words on another site prove nothing.
        """
        if not same_site(site, thread_address):
            raise Refused("This address is not in the forum.")
        answer = must_be_read((yield from ask(Request("GET", thread_address))))
        if not same_site(site, answer.url):
            raise Refused("This address leads out of the forum.")
        if not stands_in(text, parse.visible_text(answer)):
            return None
        return Sighting(
            external_id=urlsplit(thread_address).fragment,
            address=thread_address,
            posted_at=None,
            text=markdown_to_plain(text),
        )
