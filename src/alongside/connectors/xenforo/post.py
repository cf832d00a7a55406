"""Posts to XenForo by its interface, with a key of one user that an administrator makes.

The key is asked itself what it may do. Two of the interface's actions are switches (a reaction,
the solution of a thread): asked twice they undo themselves, so none of them is ever asked for.
"""

from dataclasses import dataclass
from typing import Any

from alongside.connectors.markup import Markup
from alongside.connectors.page import Record
from alongside.connectors.port import (
    Credential,
    CredentialWanted,
    ForumSite,
    OutcomeUnknown,
    Receipt,
    Refused,
    TryLater,
    Unreadable,
)
from alongside.connectors.posting import (
    data_in,
    must_be_in_thread,
    must_be_let_in,
    must_be_ours,
    must_be_taken,
    must_be_the_account,
    number_in,
    secret_in,
    send,
    sentence_in,
    taken_data,
    taken_number,
    told_address,
    unclear,
)
from alongside.connectors.records import inner, inner_list, number, text
from alongside.fetching.messages import Conversation, Response

_WRITE = "thread:write"
# Without it the interface does not say whether the account is an administrator's or a moderator's.
_TELL = "user:read"
_NEEDED = frozenset({_WRITE, _TELL})
# What may stand beside them: neither writes anything.
_HARMLESS = frozenset({"thread:read", "node:read"})
_TOO_SOON = "must_wait_x_seconds_before_performing_this_action"
_WAITING = "moderated"
_RIGHTS = ("is_admin", "is_moderator")
_CLOSED = 15 * 60  # seconds; an administrator closes a forum for an upgrade and opens it again

WANTED = CredentialWanted(
    name="API key",
    ask=(
        "Ask a super administrator for an API key: key type “User key” with the official "
        "account, and the scopes “thread:write” and “user:read” only. The account must be "
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
        own = _headers(credential)
        data = yield from must_be_let_in(
            *(f"{site.base}/api/", own),
            or_at=f"{site.base}/index.php?api/",
            secret=credential.secret,
            refused="The forum does not accept this key.",
        )
        _must_be_narrow(inner(data, "key"))
        me = yield from must_be_let_in(
            *(f"{site.base}/api/me/", own),
            or_at=f"{site.base}/index.php?api/me/",
            secret=credential.secret,
            refused="The forum does not tell to whom this key belongs.",
        )
        account = inner(me, "me")
        must_be_the_account(text(account, "username"), credential)
        # Only a plain no counts: what is not told may be true.
        if any(account.get(mark) is not False for mark in _RIGHTS):
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
            or_at=f"{base}/index.php?api/posts/",
            form={"thread_id": str(thread), "message": source},
        )
        _must_be_open(answer, secret=credential.secret)
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
        address = told_address(site, post, "view_url", otherwise=f"{base}/posts/{external_id}/")
        must_be_ours(text(post, "username"), credential, address=address)
        return Receipt(
            external_id=str(external_id),
            address=address,
            is_held=state == _WAITING,
        )


def _must_be_narrow(key: Record) -> None:
    """Raises Refused for a key that could do more than was asked for, or less."""
    kind = text(key, "type")
    if kind == "super":
        raise Refused(
            "A super user key can post as anybody. Ask for a “User key” of the official account."
        )
    if kind != "user":
        raise Refused(
            "This is not a key of one user, so no account posts with it. Ask for a “User key” of "
            "the official account."
        )
    scopes = key.get("scopes")
    asked = "the scopes “thread:write” and “user:read” only"
    # Only a plain no counts, and a list: what is not told may be everything.
    if key.get("allow_all_scopes") is not False or not isinstance(scopes, (list, dict)):
        raise Refused(f"This key may do everything that the account may. Ask for one with {asked}.")
    granted = {str(scope) for scope in scopes}
    if wide := sorted(granted - _HARMLESS - _NEEDED):
        raise Refused(f"This key may also do: {', '.join(wide)[:200]}. Ask for one with {asked}.")
    if _WRITE not in granted:
        raise Refused(f"This key may not write replies. Ask for one with {asked}.")
    if _TELL not in granted:
        raise Refused(
            f"This key does not tell what the account may do. Ask for one with {asked}: with "
            "“user:read” it says that the account is neither administrator nor moderator."
        )


def _headers(credential: Credential) -> dict[str, str]:
    return {"XF-Api-Key": secret_in(credential)}


def _must_be_open(answer: Response, *, secret: str) -> None:
    """Raises TryLater where an administrator has closed the forum for a time.

    It then answers, before it looks at what was sent, with nothing but the message for visitors;
    what a proxy says with the same status looks otherwise.
    """
    if answer.status != 503:
        return
    try:
        is_closed = data_in(answer).keys() == {"message"}
    except Unreadable:
        return
    if is_closed:
        said = sentence_in(answer, secret=secret)
        raise TryLater(f"The forum is closed for a time: {said}", after_seconds=_CLOSED)


def _haste(data: Any, said: str) -> int | None:
    """Its errors have codes that do not depend on the language."""
    for error in inner_list(data, "errors") if isinstance(data, dict) else []:
        if text(error, "code") == _TOO_SOON:
            return number(inner(error, "params"), "count") or 60
    return None
