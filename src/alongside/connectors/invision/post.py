"""Posts to Invision Community by its interface, with an OAuth token of one member only.

Its API keys can do everything as anybody, and what they send is stored as HTML unaltered: what is
no token is tried as one, and refused. With a member's token the author is fixed and the HTML is
cleaned. Two unknown keys within five minutes close the interface to the address that they came
from, so nothing is tried as a key that works as a token.
"""

import base64
from dataclasses import dataclass
from typing import Any

from alongside.connectors.markup import Markup
from alongside.connectors.port import (
    Credential,
    CredentialWanted,
    ForumSite,
    Gone,
    Receipt,
    Refused,
    Unreadable,
)
from alongside.connectors.posting import (
    data_in,
    look,
    look_at_data,
    must_be_in_thread,
    must_be_taken,
    must_be_the_account,
    number_in,
    secret_in,
    send,
    taken_data,
    taken_number,
)
from alongside.connectors.records import text
from alongside.fetching.messages import Conversation, Response

# As its interface names them; it says no words.
_MEANINGS = {
    "INVALID_ACCESS_TOKEN": "it does not accept the token any more",
    "EXPIRED_ACCESS_TOKEN": "the token has expired",
    "MEMBER_ONLY": "the token belongs to no member",
    "NO_SCOPES": "the token may not write replies",
    "NO_PERMISSION": "the account may not reply there. The topic may be locked",
    "IP_ADDRESS_BANNED": "it has banned the address of this service",
    "IP_ADDRESS_NOT_ALLOWED": "it does not let this service’s address in",
}

WANTED = CredentialWanted(
    name="OAuth access token",
    ask=(
        "Ask an administrator for an OAuth client whose tokens do not expire, with a scope "
        "that opens “POST forums/posts” and “GET core/me” only, and for an access token of "
        "the official account. An API key is refused: it can do everything as anybody."
    ),
)


@dataclass(frozen=True, slots=True)
class InvisionPosting:
    """A member's own token."""

    wanted: CredentialWanted = WANTED
    markup: Markup = Markup.HTML

    def check(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        base, secret = site.base, secret_in(credential)
        me = yield from look_at_data(f"{base}/api/core/me", _headers(credential))
        if me is None:
            as_key = base64.b64encode(f"{secret}:".encode()).decode()
            if (
                yield from look(f"{base}/api/core/hello", {"Authorization": f"Basic {as_key}"})
            ) is None:
                raise Refused("The forum does not accept this token, or it has expired.")
            raise Refused(
                "This is an API key. It can read everything and post as anybody: ask for an OAuth "
                "access token of the official account."
            )
        must_be_the_account(text(me, "name"), credential)
        # The list of member groups belongs to administration.
        if (yield from look(f"{base}/api/core/groups", _headers(credential))) is not None:
            raise Refused(
                "This token opens more than posting. Ask for a scope with “POST forums/posts” and "
                "“GET core/me” only."
            )

    def post(
        self, site: ForumSite, *, credential: Credential, thread_id: str, source: str
    ) -> Conversation[Receipt]:
        base, topic = site.base, number_in(thread_id, "Invision Community")
        answer = yield from send(
            f"{base}/api/forums/posts",
            _headers(credential),
            form={"topic": str(topic), "post": source},
        )
        _must_know_the_topic(answer)
        must_be_taken(answer, secret=credential.secret, meanings=_MEANINGS)
        data = taken_data(answer)
        must_be_in_thread(data, "item_id", topic)
        post = taken_number(data, "id")
        return Receipt(
            external_id=str(post),
            address=f"{base}/topic/{topic}-x/?do=findComment&comment={post}",
            # 1: waits for approval; -1: hidden. A version that says nothing is looked up anyway.
            is_held=data.get("hidden") not in (None, False, 0, "0"),
        )


def _headers(credential: Credential) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret_in(credential)}"}


def _must_know_the_topic(answer: Response) -> None:
    """Raises Gone for the error that names the topic."""
    if answer.status < 400:
        return
    try:
        code: Any = data_in(answer).get("errorMessage")
    except Unreadable:
        return
    if code == "NO_TOPIC":
        raise Gone("The forum has no such thread any more, or does not show it to the account.")
