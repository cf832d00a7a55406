"""A forum on paper: a connector that keeps threads in memory and asks no network.

It stands in for `alongside.forums.access`, the one place where forum software and network meet.
What a test writes into it, listening reads; what a reply posts, can be read back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from alongside.connectors.port import (
    BoardStatistics,
    ConnectorError,
    Credential,
    ForumSite,
    Post,
    Receipt,
    Sighting,
    Thread,
    ThreadHeading,
)
from alongside.fetching.messages import Conversation


@dataclass
class PaperForum:
    """Kinds of failure are set by a test as `fails_with[method]`, raised once for each entry."""

    kind: str = "paper"
    name: str = "Paper"
    can_read: bool = True
    can_post: bool = True
    boards: list[BoardStatistics] = field(default_factory=list)
    threads: dict[str, Thread] = field(default_factory=dict)
    fails_with: dict[str, list[ConnectorError]] = field(default_factory=dict)
    holds_replies: bool = False
    posted: list[tuple[str, str, str]] = field(default_factory=list)  # thread, account, text
    read: list[str] = field(default_factory=list)  # threads, in the order of reading
    # Called before each conversation: what happens elsewhere while the network is.
    meanwhile: Callable[[str], Any] | None = None

    def board(self, external_id: str, name: str = "Sick pay") -> BoardStatistics:
        made = BoardStatistics(
            external_id=external_id, name=name, slug=name.lower(), address="https://f.example/c/"
        )
        self.boards.append(made)
        return made

    def thread(
        self,
        thread_id: str,
        *posts: tuple[str, str],
        board_id: str = "1",
        board_name: str = "Sick pay",
        title: str = "A question",
        asked_at: datetime,
        address: str = "https://f.example",
    ) -> Thread:
        """Adds a thread of (author, text) posts; the first one asks."""
        made = Thread(
            heading=ThreadHeading(
                external_id=thread_id,
                address=f"{address}/t/{thread_id}/",
                title=title,
                board_id=board_id,
                board_name=board_name,
                asked_at=asked_at,
                last_post_at=asked_at,
                replies=len(posts) - 1,
            ),
            posts=tuple(
                Post(
                    external_id=f"{thread_id}-{number}",
                    address=f"{address}/t/{thread_id}/post/{number}/",
                    author=author,
                    posted_at=asked_at,
                    text=text,
                )
                for number, (author, text) in enumerate(posts, start=1)
            ),
        )
        self.threads[thread_id] = made
        return made

    def hide_question(self, thread_id: str) -> None:
        """A moderator takes the first post away."""
        thread = self.threads[thread_id]
        hidden = thread.posts[0]._replace(is_hidden=True)
        self.threads[thread_id] = replace(thread, posts=(hidden, *thread.posts[1:]))

    # What a connector offers

    def read_boards(self, site: ForumSite) -> Conversation[tuple[BoardStatistics, ...]]:
        self._happen("read_boards")
        return tuple(self.boards)
        yield

    def read_new_threads(
        self, site: ForumSite, *, board_id: str, board_slug: str, since: datetime | None
    ) -> Conversation[tuple[ThreadHeading, ...]]:
        self._happen("read_new_threads")
        headings = [thread.heading for thread in self.threads.values()]
        return tuple(
            sorted(
                (
                    heading
                    for heading in headings
                    if heading.board_id == board_id and (since is None or heading.asked_at > since)
                ),
                key=lambda heading: heading.asked_at,
            )
        )
        yield

    def read_thread(self, site: ForumSite, heading: ThreadHeading) -> Conversation[Thread]:
        self._happen("read_thread")
        self.read.append(heading.external_id)
        return self.threads[heading.external_id]
        yield

    def post_reply(
        self, site: ForumSite, *, credential: Credential, thread_id: str, text: str
    ) -> Conversation[Receipt]:
        self._happen("post_reply")
        self.posted.append((thread_id, credential.account, text))
        return Receipt(
            external_id=f"p{len(self.posted)}",
            address=f"{site.address}/t/{thread_id}/post/p{len(self.posted)}/",
            is_held=self.holds_replies,
        )
        yield

    def find_reply(
        self, site: ForumSite, *, thread_address: str, text: str, account: str | None
    ) -> Conversation[Sighting | None]:
        self._happen("find_reply")
        self.read.append(thread_address)
        found = [
            Sighting(
                external_id=f"p{number}",
                address=f"{site.address}/t/{thread_id}/post/p{number}/",
                posted_at=None,
                text=posted,
            )
            for number, (thread_id, author, posted) in enumerate(self.posted, start=1)
            if account in (None, author) and not self.holds_replies and text in posted
        ]
        newest_first = found[::-1]
        whole = [each for each in newest_first if account is None and each.text == text]
        return next(iter(whole or newest_first), None)
        yield

    def _happen(self, method: str) -> None:
        if self.meanwhile is not None:
            self.meanwhile(method)
        if self.fails_with.get(method):
            raise self.fails_with[method].pop(0)


def carry_out(
    conversation: Conversation[Any],
    *,
    robots: bool = True,
    go_on: Callable[[], bool] | None = None,
) -> Any:
    """Carries a conversation of a paper forum out: it asks nothing of anybody."""
    try:
        request = next(conversation)
    except StopIteration as end:
        return end.value
    raise AssertionError(f"A paper forum asks for no page, and {request} was asked for.")
