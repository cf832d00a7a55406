"""What every connector offers, in our words. Connectors are sans-I/O: they yield requests.

A connector never opens a connection. Each method is a conversation (`fetching.messages`):
it yields the next request, is sent the response, and returns our dataclasses. `fetching`
carries a conversation out against the network, a test plays recorded answers to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from alongside.fetching.messages import Conversation


class ConnectorError(Exception):
    """Something a connector could not do; the subclass says what to do next."""


class TryLater(ConnectorError):
    """Nothing was posted or read; trying again is safe. `after_seconds` if the forum said so."""

    def __init__(self, message: str, *, after_seconds: int | None = None) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds


class Refused(ConnectorError):
    """The forum will not take it; a person must act."""


class Gone(Refused):
    """The thread, board or site is not there for guests any more."""


class OutcomeUnknown(ConnectorError):
    """It may have been posted. Never repeat it unseen."""


class Unreadable(ConnectorError):
    """The page came, and no thread or post could be read from it. Never take it for empty."""


class TooFarBack(Unreadable):
    """More threads began since the time that was asked for than a list is gone through for, or its
    pages lead in a circle before they come so far.

    `found` are the newest of them, where they were learnt on the way.
    """

    def __init__(self, message: str, *, found: "tuple[ThreadHeading, ...]" = ()) -> None:
        super().__init__(message)
        self.found = found


@dataclass(frozen=True, slots=True)
class ForumSite:
    """Where a forum stands: its canonical address without a trailing slash."""

    address: str

    @property
    def base(self) -> str:
        """What a place in the forum is written behind, such as "/about"."""
        return self.address.rstrip("/")


@dataclass(frozen=True, slots=True)
class Credential:
    """How the official account signs in. Never logged: `repr` hides the secret."""

    account: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CredentialWanted:
    """What an operator is asked for so that the account can post: the narrowest that there is.

    `name` is what it is called there ("API key"), `ask` says in full sentences what to ask for.
    A key may be one of many kinds, so it is checked before it is used; a password may do what its
    account may.
    """

    name: str
    ask: str
    is_key: bool = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reply before it is sent: in the forum's markup, and as it reads there.

    `reads_as` is plain text; `html` the same as safe HTML, with nothing to be loaded.
    `not_shown` names what the text holds and the forum cannot show as it is meant
    (`as_read.Feature`).
    """

    markup: str
    source: str
    reads_as: str
    html: str = field(repr=False)
    not_shown: tuple[str, ...] = ()


class Precision(StrEnum):
    """How exactly a forum tells when something was written.

    Only an exact time names its zone. The others are read by the forum's own clock, whose zone
    its pages do not tell: they are taken for UTC and may be off by up to 14 hours.
    """

    EXACT = "exact"  # with its zone
    MINUTE = "minute"  # "25 Sep 2026, 02:27"
    DAY = "day"  # "25 Sep 2026"
    RELATIVE = "relative"  # "3 days ago", counted back from the answer's own date


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure about a forum, with the words of the page that it was read from.

    `kind` is "members", "threads", "posts" or "active_month". No figure's words hold a name.
    """

    kind: str
    value: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ForumStatistics:
    """What a forum's own pages say about its size; a figure that it does not show is not here."""

    figures: tuple[Figure, ...]

    def value(self, kind: str) -> int | None:
        return next((figure.value for figure in self.figures if figure.kind == kind), None)


@dataclass(frozen=True, slots=True)
class BoardStatistics:
    """One board as the forum's own pages show it; counts are None where it shows none."""

    external_id: str
    name: str
    slug: str
    address: str
    threads: int | None = None
    posts: int | None = None


@dataclass(frozen=True, slots=True)
class ThreadHeading:
    """One line of a board's thread list. No member's name is kept.

    `replies` is None where the forum shows none, `is_solved` where it tells of no solutions.
    `precision` is that of `asked_at`.
    """

    external_id: str
    address: str
    title: str
    board_id: str
    board_name: str
    asked_at: datetime
    last_post_at: datetime
    replies: int | None
    is_closed: bool = False
    is_pinned: bool = False
    is_solved: bool | None = None
    precision: Precision = Precision.EXACT


class Post(NamedTuple):
    """One post. `author` lives in memory only, to tell roles apart; it is never stored.

    A tuple, since every page makes dozens. `posted_at` is None where the page shows no time, or
    "3 days ago" in an answer without a date. `edited_at` is to the same precision; `is_edited`
    without it: the forum does not tell when. `thanks` counts likes, thanks and the like.
    `author_title` is what the forum writes under the author's name ("Moderator", "Official
    account"), `author_is_staff` what it marks as belonging to its own team.
    """

    external_id: str
    address: str
    author: str
    posted_at: datetime | None
    text: str  # plain text, paragraphs parted by a blank line
    is_hidden: bool = False
    precision: Precision = Precision.EXACT
    is_edited: bool = False
    edited_at: datetime | None = None
    is_accepted: bool = False
    thanks: int | None = None
    author_title: str = ""
    author_is_staff: bool = False

    def __repr__(self) -> str:
        """Without what tells who wrote it: a log must not name a member."""
        told = (name for name in self._fields if name not in ("author", "author_title"))
        return f"Post({', '.join(f'{name}={getattr(self, name)!r}' for name in told)})"


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread with its posts in the order of the forum; the first post asks."""

    heading: ThreadHeading
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the forum said on taking a reply. `is_held`: it waits for a moderator."""

    external_id: str
    address: str
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """A reply of ours, read in the forum as any guest sees it."""

    external_id: str
    address: str
    posted_at: datetime | None
    text: str


class Connector(Protocol):
    """What an engine's folder offers. `can_post` is False where there is no interface to post by.

    A connector without the ability raises Refused when asked all the same. Any method raises
    TryLater where the forum could not be reached or is busy, Refused or Gone where it shuts
    the door, and Unreadable where a page came that cannot be understood.
    """

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def can_read(self) -> bool: ...
    @property
    def can_post(self) -> bool: ...

    def read_boards(self, site: ForumSite) -> Conversation[tuple[BoardStatistics, ...]]:
        """The forum's boards as guests see them. Raises Unreadable, TryLater, Refused."""
        ...

    def read_new_threads(
        self, site: ForumSite, *, board_id: str, board_slug: str, since: datetime | None
    ) -> Conversation[tuple[ThreadHeading, ...]]:
        """Threads of a board started after `since`, oldest first; all of the first page if None.

        Raises TooFarBack where they are too many.

        `since` is a time that this forum told, of the newest thread read: where its clock names
        no zone, both are by the same clock. Who has it from elsewhere goes some hours back.
        Times that are rounded count as late as they may be, so a thread may come again.
        A thread that a moderator let through late carries its old time. A caller who wants
        these too asks for a `since` some days back and leaves out the ids it knows.
        """
        ...

    def read_thread(self, site: ForumSite, heading: ThreadHeading) -> Conversation[Thread]:
        """Every post of a thread, page by page, hidden ones marked."""
        ...

    def post_reply(
        self, site: ForumSite, *, credential: Credential, thread_id: str, text: str
    ) -> Conversation[Receipt]:
        """Signs in as the official account and posts `text`, which is Markdown.

        Raises TryLater and Refused only when nothing was posted, and OutcomeUnknown whenever
        that is not certain.
        """
        ...

    def find_reply(
        self, site: ForumSite, *, thread_address: str, text: str, account: str | None
    ) -> Conversation[Sighting | None]:
        """Reads the thread as a guest and looks for our text; None if it is not there.

        `text` is the Markdown that was posted. Both sides are compared as rendered plain text
        with white space and typography folded, contained in a post is enough: forums merge
        posts and add signatures. With `account`, the post's author must be that account. Without,
        the whole thread is looked through for a post that is our text and nothing else, before one
        that contains it counts: somebody may quote it.
        """
        ...


class Reader(Connector, Protocol):
    """A connector that also reads what a forum says about its own size."""

    def read_statistics(self, site: ForumSite) -> Conversation[ForumStatistics]:
        """The figures that the forum shows to guests. Raises Unreadable where it shows none."""
        ...


class Poster(Connector, Protocol):
    """A connector that posts by an official interface."""

    @property
    def credential_wanted(self) -> CredentialWanted: ...

    def prepare(self, text: str) -> Prepared:
        """What would be sent for a reply in our Markdown, and how it reads in the forum."""
        ...

    def check_credential(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        """Whether the credential lets this account post and nothing else that could be told.

        Asked when the credential is set up. It only reads. Raises Refused, with the sentence for
        people, for one that does not work, is another account's, or may do more than was asked
        for; TryLater and Unreadable where the forum gave no answer to go by.
        """
        ...


Registry = Mapping[str, Connector]
