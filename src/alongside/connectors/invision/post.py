"""Posts to Invision Community by its interface, with an OAuth token of one member only.

Its API keys can do everything as anybody, and what they send is stored as HTML unaltered. With a
member's token the author is fixed and the HTML is cleaned. Two unknown keys or tokens within five
minutes close the interface to the address that they came from, and more than ten ban it: so what
has not the form of a token, the client's number and "_" before the rest, is not even asked about.
"""

from dataclasses import dataclass

from alongside.connectors.markup import Markup, Style
from alongside.connectors.page import Record
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
    must_be_in_thread,
    must_be_let_in,
    must_be_ours,
    must_be_taken,
    must_be_the_account,
    number_in,
    secret_in,
    send,
    taken_data,
    taken_number,
    told_address,
)
from alongside.connectors.records import inner, text
from alongside.fetching.messages import Conversation, Response

# As its interface names them; it says no words.
_MEANINGS = {
    "INVALID_ACCESS_TOKEN": "it does not know this token; it may have been taken back. Ask for a "
    "new one",
    "EXPIRED_ACCESS_TOKEN": "the token has expired. Ask for one that does not expire",
    "NO_API_KEY": (
        "its server does not pass the token on to the interface. Ask the operator to let the "
        "“Authorization” header through"
    ),
    "MEMBER_ONLY": "the token belongs to no member. Ask for one of the official account",
    "NO_SCOPES": "the token has no scope. Ask for one that opens what is needed",
    "NO_PERMISSION": "the account may not reply there. The topic may be locked",
    "IP_ADDRESS_BANNED": (
        "it has banned the address of this service. Ask the operator to lift the ban"
    ),
}
# By its number: the scope does not open what was asked for (`Api/Controller`, `execute`).
_NOT_OPENED = "2S291/3"
_SCOPE_MEANINGS = _MEANINGS | {
    "NO_PERMISSION": (
        "the token’s scope does not open this. Ask for one that opens “POST forums/posts” and "
        "“GET core/me”"
    )
}

STYLE = Style(Markup.HTML, knows_bbcode=True)  # version 4 reads it in a member's HTML
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
    markup: Style = STYLE

    def check(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        if "_" not in secret_in(credential):
            raise Refused(
                "This is no access token. An API key can read everything and post as anybody: ask "
                "for an OAuth access token of the official account."
            )
        base, own = site.base, _headers(credential)
        me = yield from must_be_let_in(
            *(f"{base}/api/core/me", own),
            or_at=f"{base}/api/index.php?/core/me",
            secret=credential.secret,
            refused="The forum does not accept this token.",
            meanings=_SCOPE_MEANINGS,
        )
        must_be_the_account(text(me, "name"), credential)
        # The list of member groups belongs to administration.
        groups = yield from look(
            f"{base}/api/core/groups", own, or_at=f"{base}/api/index.php?/core/groups"
        )
        if groups is not None:
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
            or_at=f"{base}/api/index.php?/forums/posts",
            form={"topic": str(topic), "post": source},
        )
        error = _error_in(answer)
        if text(error, "errorMessage") == "NO_TOPIC":
            raise Gone("The forum has no such thread any more, or does not show it to the account.")
        is_of_scope = text(error, "errorCode") == _NOT_OPENED
        must_be_taken(
            answer,
            secret=credential.secret,
            meanings=_SCOPE_MEANINGS if is_of_scope else _MEANINGS,
        )
        data = taken_data(answer)
        must_be_in_thread(data, "item_id", topic)
        post = taken_number(data, "id")
        own = f"{base}/topic/{topic}-x/?do=findComment&comment={post}"
        address = told_address(site, data, "url", otherwise=own)
        must_be_ours(text(inner(data, "author"), "name"), credential, address=address)
        return Receipt(
            external_id=str(post),
            address=address,
            # 1: waits for approval; -1: hidden. A version that says nothing is looked up anyway.
            is_held=data.get("hidden") not in (None, False, 0, "0"),
        )


def _headers(credential: Credential) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret_in(credential)}"}


def _error_in(answer: Response) -> Record:
    """What a refusal says of itself; nothing where it was none, or no data came."""
    try:
        return data_in(answer) if answer.status >= 400 else {}
    except Unreadable:
        return {}
