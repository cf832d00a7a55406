"""Posts nothing and remembers what it was asked: for trying out plans and for tests."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from alongside.connectors.markup import Markup, prepare
from alongside.connectors.places import must_hide_secrets, same_site
from alongside.connectors.port import (
    BoardStatistics,
    ConnectorError,
    Credential,
    CredentialWanted,
    ForumSite,
    Prepared,
    Receipt,
    Refused,
    Sighting,
    Thread,
    ThreadHeading,
)
from alongside.fetching.messages import Conversation

REMEMBERED = 1000
WANTED = CredentialWanted(
    name="Secret", ask="Any word will do: nobody is asked for it.", is_key=False
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One reply that would have been posted. The secret is not kept."""

    site: ForumSite
    account: str
    thread_id: str
    text: str


@dataclass(slots=True)
class DryRunConnector:
    """Takes every reply as held for approval, so that nothing of a dry run is ever live.

    `failing_with`, set by a test, is raised instead: the same errors in the same places as
    with a real forum.
    """

    kind: str = "dry_run"
    name: str = "Dry run (posts nothing)"
    can_read: bool = False
    can_post: bool = True
    failing_with: ConnectorError | None = None
    asked: deque[Asked] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def read_boards(self, site: ForumSite) -> Conversation[tuple[BoardStatistics, ...]]:
        raise Refused("A dry run has no forum to read.")
        yield

    def read_new_threads(
        self, site: ForumSite, *, board_id: str, board_slug: str, since: datetime | None
    ) -> Conversation[tuple[ThreadHeading, ...]]:
        raise Refused("A dry run has no forum to read.")
        yield

    def read_thread(self, site: ForumSite, heading: ThreadHeading) -> Conversation[Thread]:
        raise Refused("A dry run has no forum to read.")
        yield

    def post_reply(
        self, site: ForumSite, *, credential: Credential, thread_id: str, text: str
    ) -> Conversation[Receipt]:
        if not text.strip():
            raise Refused("An empty reply is not posted.")
        must_hide_secrets(site)
        if not (thread_id.isascii() and thread_id.isalnum()):
            raise Refused(f"{thread_id!r} is no thread of a dry run.")
        self.asked.append(Asked(site, credential.account, thread_id, text))
        if self.failing_with is not None:
            raise self.failing_with
        return Receipt(
            external_id=f"dry-run-{len(self.asked)}",
            address=f"{site.base}/dry-run/{thread_id}",
            is_held=True,
        )
        yield

    @property
    def credential_wanted(self) -> CredentialWanted:
        return WANTED

    def prepare(self, text: str) -> Prepared:
        return prepare(text, Markup.MARKDOWN_ONLY)

    def check_credential(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        """Takes every secret, as a forum does that has nobody to ask."""
        must_hide_secrets(site)
        return
        yield

    def find_reply(
        self, site: ForumSite, *, thread_address: str, text: str, account: str | None
    ) -> Conversation[Sighting | None]:
        """Never sees anything: what was not posted does not stand anywhere."""
        if not same_site(site, thread_address):
            raise Refused("This address is not in the forum.")
        return None
        yield
