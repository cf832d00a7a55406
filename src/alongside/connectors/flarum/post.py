"""Posts to Flarum by its interface, with an access token of the account.

A master key speaks for any user whose number stands beside it, and for nobody without one: so it
is recognised. Flarum slows down accounts, not keys; one post in ten seconds is allowed.
"""

from dataclasses import dataclass
from typing import Any

from alongside.connectors.flavours import FLARUM
from alongside.connectors.markup import Markup, Style
from alongside.connectors.page import Record
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
    must_be_the_account,
    number_in,
    secret_in,
    send,
    taken_data,
    taken_number,
)
from alongside.connectors.records import flag, inner, inner_list, number, text
from alongside.fetching.messages import Conversation

STYLE = Style(Markup.MARKDOWN, knows_bbcode=True, flavour=FLARUM)

_FLOOD_SECONDS = 11
_NO_LEAVE = (
    "the account may not reply there. The thread may be locked, or the account suspended or not "
    "confirmed"
)
_NOT_KNOWN = "it does not accept the token any more. Make a new one as the account, and set it up"
_MEANINGS = {
    "permission_denied": _NO_LEAVE,
    "Forbidden": _NO_LEAVE,  # version 2
    "not_authenticated": _NOT_KNOWN,
    "invalid_access_token": _NOT_KNOWN,
    # A token that it does not know counts as none, and a guest would need another proof.
    "csrf_token_mismatch": _NOT_KNOWN,
}
# The numbers of these groups in every Flarum: administrators and moderators (Group.php).
_RIGHTS_OVER_OTHERS = frozenset({"1", "4"})

WANTED = CredentialWanted(
    name="Access token",
    ask=(
        "Ask the operator to let the official account make access tokens, then sign in as the "
        "account and make one under Security, Developer Tokens. The account must be neither "
        "administrator nor moderator. An API key of the whole forum is refused: it can post as "
        "anybody."
    ),
)


@dataclass(frozen=True, slots=True)
class FlarumPosting:
    """The account's own access token."""

    wanted: CredentialWanted = WANTED
    markup: Markup | Style = STYLE

    def check(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        address, secret = f"{site.base}/api", secret_in(credential)
        plain = yield from look_at_data(address, {"Authorization": f"Token {secret}"})
        named = yield from look_at_data(address, {"Authorization": f"Token {secret}; userId=1"})
        if plain is None or named is None:
            raise Refused("The forum does not accept this token.")
        actor, name = _actor(plain), _actor(named)
        # A token ignores the number beside it. A key obeys it, or is bound to one account.
        if text(actor, "id") != text(name, "id"):
            raise Refused(
                "This is a key of the whole forum: it can post as anybody. Ask for an access token "
                "of the official account."
            )
        if not actor:
            raise Refused("The forum does not accept this token.")
        must_be_the_account(text(inner(actor, "attributes"), "username"), credential)
        groups = inner_list(inner(inner(actor, "relationships"), "groups"), "data")
        rights = inner(inner(plain, "data"), "attributes")
        # Who may see reports moderates, whatever the group is called.
        if (
            "adminUrl" in rights
            or flag(rights, "canViewFlags")
            or any(text(one, "id") in _RIGHTS_OVER_OTHERS for one in groups)
        ):
            raise Refused(
                "This account is an administrator’s or a moderator’s: it may change what others "
                "wrote. Ask the operator for an account without such rights, and use its token."
            )

    def post(
        self, site: ForumSite, *, credential: Credential, thread_id: str, source: str
    ) -> Conversation[Receipt]:
        base, discussion = site.base, number_in(thread_id, "Flarum")
        answer = yield from send(
            f"{base}/api/posts",
            {"Authorization": f"Token {secret_in(credential)}"},
            json={
                "data": {
                    "type": "posts",
                    "attributes": {"content": source},
                    "relationships": {
                        "discussion": {"data": {"type": "discussions", "id": str(discussion)}}
                    },
                }
            },
        )
        must_be_taken(answer, secret=credential.secret, haste=_haste, meanings=_MEANINGS)
        post = inner(taken_data(answer), "data")
        attributes = inner(post, "attributes")
        there = inner(inner(inner(post, "relationships"), "discussion"), "data")
        must_be_in_thread(there, "id", discussion)
        external_id = taken_number(post, "id")
        place = number(attributes, "number")
        return Receipt(
            external_id=str(external_id),
            address=f"{base}/d/{discussion}/{place}" if place else f"{base}/d/{discussion}",
            is_held=attributes.get("isApproved") is False or attributes.get("isHidden") is True,
        )


def _actor(document: Record) -> Record:
    """The account that the forum took us for, with its groups; an empty one for a guest."""
    related = inner(inner(document, "data"), "relationships")
    wanted = text(inner(inner(related, "actor"), "data"), "id")
    return next(
        (
            entry
            for entry in inner_list(document, "included")
            if wanted and text(entry, "type") == "users" and text(entry, "id") == wanted
        ),
        {},
    )


def _haste(data: Any, said: str) -> int | None:
    """Where it says 429, it does not say how long."""
    errors = inner_list(data, "errors") if isinstance(data, dict) else []
    codes = {text(error, "code") for error in errors}
    return _FLOOD_SECONDS if "too_many_requests" in codes else None
