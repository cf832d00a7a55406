"""Looking for a reply of ours through a thread, page after page, as a guest sees it."""

from collections.abc import Sequence

from alongside.connectors.likeness import is_all_of, stands_in
from alongside.connectors.port import Post, Sighting


class Search:
    """One reply, looked for under one account's name, or under any.

    Under any name, a post that is the whole reply and nothing else goes before one in which it
    merely stands: a member who quotes it later must not hide it. So the search goes on to the end.
    """

    def __init__(self, text: str, account: str | None) -> None:
        self._text = text
        self._account = None if account is None else account.casefold()
        self.sighting: Sighting | None = None

    def ends_with(self, posts: Sequence[Post]) -> bool:
        """Whether, after these posts too, nothing better can be found; the newest go first."""
        for post in reversed(posts):
            if not self._may_be_ours(post):
                continue
            is_best = self._account is not None or is_all_of(self._text, post.text)
            if is_best or self.sighting is None:
                self.sighting = Sighting(
                    external_id=post.external_id,
                    address=post.address,
                    posted_at=post.posted_at,
                    text=post.text,
                )
            if is_best:
                return True
        return False

    def _may_be_ours(self, post: Post) -> bool:
        if post.is_hidden or self._account not in (None, post.author.casefold()):
            return False
        return stands_in(self._text, post.text)
