"""Who speaks in a thread, told apart without names (law 4: no person object for the public).

A key is an HMAC of the member's name under a salt that is made for one reading of one thread
and thrown away with it: the same member has another key in every thread and at every reading.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from alongside.connectors.port import Post


class ThreadRole(StrEnum):
    ASKER = "asker"
    MEMBER = "member"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class ThreadFacts:
    """What is known of a thread without anybody's name."""

    replies: int
    members_who_replied: int
    has_official_reply: bool


def role_keys(posts: Sequence[Post], *, salt: bytes) -> list[str]:
    """A key for each post's author, equal within the thread for the same author."""
    return [hmac.new(salt, post.author.encode(), hashlib.sha256).hexdigest()[:16] for post in posts]


def member_names(posts: Sequence[Post], *, official_handles: frozenset[str]) -> frozenset[str]:
    """Whoever wrote in the thread, officials aside: in memory, so that no word kept names them."""
    names = {post.author.strip() for post in posts}
    return frozenset(name for name in names if name and name.lower() not in official_handles)


def facts_of(posts: Sequence[Post], *, official_handles: frozenset[str]) -> ThreadFacts:
    """Counts by role. `official_handles` in lower case; the first post's author is the asker."""
    visible = [post for post in posts if not post.is_hidden]
    if not visible:
        return ThreadFacts(replies=0, members_who_replied=0, has_official_reply=False)
    keys = role_keys(visible, salt=secrets.token_bytes(32))
    roles = [
        ThreadRole.OFFICIAL
        if post.author.lower() in official_handles
        else ThreadRole.ASKER
        if key == keys[0]
        else ThreadRole.MEMBER
        for post, key in zip(visible, keys, strict=True)
    ]
    members = {key for key, role in zip(keys, roles, strict=True) if role is ThreadRole.MEMBER}
    return ThreadFacts(
        replies=len(visible) - 1,
        members_who_replied=len(members),
        has_official_reply=ThreadRole.OFFICIAL in roles[1:],
    )
