"""Posts to XenForo by its interface, with a key of one user that an administrator makes.

The key is asked itself what it may do. Two of the interface's actions are switches (a reaction,
the solution of a thread): asked twice they undo themselves, so none of them is ever asked for.
"""

from dataclasses import dataclass
from typing import Any

from alongside.connectors.markup import Markup
from alongside.connectors.port import (
    Credential,
    CredentialWanted,
    ForumSite,
    OutcomeUnknown,
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
    unclear,
)
from alongside.connectors.records import inner, inner_list, number, text
from alongside.fetching.messages import Conversation

_NEEDED = "thread:write"
# What may stand beside it: none of these writes anything.
_HARMLESS = frozenset({"thread:read", "node:read", "user:read"})
_TOO_SOON = "must_wait_x_seconds_before_performing_this_action"
_WAITING = "moderated"
_RIGHTS = ("is_admin", "is_super_admin", "is_moderator")

WANTED = CredentialWanted(
    name="API key",
    ask=(
        "Ask a super administrator for an API key: key type “User key” with the official "
        "account, and the scopes “thread:write” and “thread:read” only. The account must be "
        "neither administrator nor moderator. A super user key, a guest key or one with all "
        "scopes is refused."
    ),
)


@dataclass(frozen=True, slots=True)
class XenforoPosting:
    """One user's key, limited to writing in threads (2.1 and later)."""

    wanted: CredentialWanted = WANTED
    markup: Markup = Markup.BBCODE

    def check(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        base, own = site.base, _headers(credential)
        data = yield from look_at_data(f"{base}/api/", own)
        key = inner(data, "key") if data is not None else {}
        if not key:
            raise Refused("The forum does not know this key, or its interface is switched off.")
        if text(key, "type") != "user":
            raise Refused(
                "This is not a key of one user. A super user key can post as anybody: ask for a "
                "“User key” of the official account."
            )
        scopes = key.get("scopes")
        # Only a plain no counts, and a list: what is not told may be everything.
        if key.get("allow_all_scopes") is not False or not isinstance(scopes, (list, dict)):
            raise Refused(
                "This key may do everything that the account may. Ask for one with the scopes "
                "“thread:write” and “thread:read” only."
            )
        granted = {str(scope) for scope in scopes}
        if _NEEDED not in granted:
            raise Refused("This key may not write replies. Ask for the scope “thread:write”.")
        if wide := sorted(granted - _HARMLESS - {_NEEDED}):
            raise Refused(
                f"This key may also do: {', '.join(wide)[:200]}. Ask for one with the scopes "
                "“thread:write” and “thread:read” only."
            )
        me = yield from look_at_data(f"{base}/api/me/", own)
        account = inner(me, "me") if me is not None else {}
        if not text(account, "username"):
            raise Refused(
                "The forum does not tell to whom this key belongs. Ask for the scope “user:read” "
                "as well."
            )
        must_be_the_account(text(account, "username"), credential)
        if any(account.get(mark) is True for mark in _RIGHTS):
            raise Refused(
                "The account is an administrator’s or a moderator’s: with “thread:write” its key "
                "may change what others wrote. Use an account without such rights."
            )

    def post(
        self, site: ForumSite, *, credential: Credential, thread_id: str, source: str
    ) -> Conversation[Receipt]:
        base, thread = site.base, number_in(thread_id, "XenForo")
        answer = yield from send(
            f"{base}/api/posts/",
            _headers(credential),
            form={"thread_id": str(thread), "message": source},
        )
        must_be_taken(answer, secret=credential.secret, haste=_haste)
        data = taken_data(answer)
        post = inner(data, "post")
        if data.get("success") is not True:
            raise unclear()
        must_be_in_thread(post, "thread_id", thread)
        external_id = taken_number(post, "post_id")
        state = text(post, "message_state")
        if state == "deleted":
            raise OutcomeUnknown("The forum took the reply and removed it at once.")
        return Receipt(
            external_id=str(external_id),
            address=f"{base}/posts/{external_id}/",
            is_held=state == _WAITING,
        )


def _headers(credential: Credential) -> dict[str, str]:
    return {"XF-Api-Key": secret_in(credential)}


def _haste(data: Any, said: str) -> int | None:
    """Its errors have codes that do not depend on the language."""
    for error in inner_list(data, "errors") if isinstance(data, dict) else []:
        if text(error, "code") == _TOO_SOON:
            return number(inner(error, "params"), "count") or 60
    return None
