"""Posts to Discourse by its interface, with a key of one account that an administrator makes.

Such a key knows scopes. What it may do is tried out with requests that only read: Discourse does
not tell a key's scopes to the key itself.
"""

import re
from dataclasses import dataclass
from typing import Any

from alongside.connectors.flavours import DISCOURSE
from alongside.connectors.markup import Markup, Style
from alongside.connectors.port import (
    Credential,
    CredentialWanted,
    ForumSite,
    Receipt,
    Refused,
)
from alongside.connectors.posting import (
    look_at_data,
    must_be_in_thread,
    must_be_taken,
    number_in,
    secret_in,
    send,
    taken_data,
    taken_number,
    unclear,
)
from alongside.connectors.records import inner, number, text
from alongside.fetching.messages import Conversation

# The account that every Discourse has; only a key of all users may speak for it.
_ANYBODY = "system"

_READ_ONLY_SECONDS = 600
_SAME_WORDS = re.compile(r"too similar to what you recently posted", re.IGNORECASE)
_MEANINGS = {
    "invalid_access": "it does not accept this key for the account any more. The key may have been "
    "taken back, or the account renamed or suspended: ask the operator, and set up a new key",
}

STYLE = Style(Markup.MARKDOWN, marks_addresses=True, knows_bbcode=True, flavour=DISCOURSE)

WANTED = CredentialWanted(
    name="API key",
    ask=(
        "Ask an administrator for an API key: user level “Single User” with the official "
        "account, scope “Granular” with “topics: write” and “topics: read lists” ticked and "
        "nothing else. A key of all users or a global one is refused."
    ),
)


@dataclass(frozen=True, slots=True)
class DiscoursePosting:
    """One account's key, limited to writing replies."""

    wanted: CredentialWanted = WANTED
    markup: Markup | Style = STYLE

    def check(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        base, own = site.base, _headers(credential)
        if credential.account.casefold() == _ANYBODY:
            raise Refused("The account “system” can do everything. Use an account of your own.")
        if (yield from look_at_data(f"{base}/latest.json", own)) is None:
            raise Refused(
                f"The forum does not accept this key for the account {credential.account}, or the "
                "key lacks the scope “topics: read lists”."
            )
        if (
            yield from look_at_data(f"{base}/latest.json", {**own, "Api-Username": _ANYBODY})
        ) is not None:
            raise Refused(
                "This key can post under the name of every user. Ask for one of the user level "
                "“Single User”."
            )
        # Nothing that was asked for opens these: they belong to no scope of topics.
        if (yield from look_at_data(f"{base}/notifications.json", own)) is not None:
            raise Refused(
                "This key may do more than write replies. Ask for one of the scope “Granular” "
                "with “topics: write” and “topics: read lists” only."
            )

    def post(
        self, site: ForumSite, *, credential: Credential, thread_id: str, source: str
    ) -> Conversation[Receipt]:
        base, topic = site.base, number_in(thread_id, "Discourse")
        answer = yield from send(
            f"{base}/posts.json",
            _headers(credential),
            json={"raw": source, "topic_id": topic},
        )
        must_be_taken(
            answer, secret=credential.secret, haste=_haste, doubt=_doubt, meanings=_MEANINGS
        )
        data = taken_data(answer)
        if text(data, "action") == "enqueued":
            waiting = number(inner(data, "pending_post"), "id")
            return Receipt(
                external_id=f"queued-{waiting or topic}",
                address=f"{base}/t/-/{topic}",
                is_held=True,
            )
        if data.get("success") is False:
            raise unclear()
        post = inner(data, "post") or data
        must_be_in_thread(post, "topic_id", topic)
        return Receipt(
            external_id=str(taken_number(post, "id")),
            address=f"{base}/t/-/{topic}/{taken_number(post, 'post_number')}",
            is_held=post.get("hidden") is True,
        )


def _headers(credential: Credential) -> dict[str, str]:
    account = credential.account
    if not (account.isascii() and account.isprintable()):
        raise Refused(f"{account!r} is no name that Discourse takes in a request.")
    return {"Api-Key": secret_in(credential), "Api-Username": account}


def _haste(data: Any, said: str) -> int | None:
    """A limit says in data how long to wait, whatever its status; a read-only forum does not say.

    While it is read-only, nothing is stored: that is said before anything else is done, or by the
    database.
    """
    if not isinstance(data, dict):
        return None
    match data.get("error_type"):
        case "rate_limit":
            return number(inner(data, "extras"), "wait_seconds") or 60
        case "read_only":
            return _READ_ONLY_SECONDS
        case _:
            return None


def _doubt(data: Any, said: str) -> str:
    """The same words twice within five minutes are refused, in whatever threads they are."""
    if not _SAME_WORDS.search(said):
        return ""
    return (
        "The forum says that the account wrote the same words a few minutes ago. If they do not "
        "stand in this thread, they stand in another: then send the reply again in five minutes."
    )
