"""Posts to Lemmy by its interface (version 3), with a login token of the account.

Tokens have no scopes: they may do what their account may. So the account must neither run the
site nor moderate a community.
"""

from dataclasses import dataclass
from typing import Any

from alongside.connectors.flavours import LEMMY
from alongside.connectors.markup import Markup, Style
from alongside.connectors.port import (
    Credential,
    CredentialWanted,
    ForumSite,
    Gone,
    OutcomeUnknown,
    Receipt,
    Refused,
    Unreadable,
)
from alongside.connectors.posting import (
    data_in,
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
from alongside.connectors.records import flag, inner, inner_list, text
from alongside.fetching.messages import Conversation, Response

STYLE = Style(Markup.STRICT_MARKDOWN, flavour=LEMMY)

_NO_THREAD = frozenset({"couldnt_find_post", "not_found", "deleted"})
_BANNED_HERE = "the account is banned from this community"
_BANNED = "the account is banned from the site"
_NOT_KNOWN = (
    "it does not accept the token any more. Sign in as the account for a new one, and set it up"
)
# Names of errors that are told before a comment is stored, in versions 0.18 and 0.19.
_MEANINGS = {
    "locked": "the thread is locked",
    "community_ban": _BANNED_HERE,
    "person_is_banned_from_community": _BANNED_HERE,
    "site_ban": _BANNED,
    "person_is_banned_from_site": _BANNED,
    "not_logged_in": _NOT_KNOWN,
    "incorrect_login": _NOT_KNOWN,
    "email_not_verified": "the account’s e-mail address is not confirmed",
    "registration_application_is_pending": "the account still waits to be admitted",
    "language_not_allowed": "the community does not take the account’s language",
    "slurs": "it holds a word that the site does not allow",
    "invalid_comment_content": "it is too long",
    "invalid_body_field": "it is too long",
    "blocked_url": "it leads to a site that the forum does not allow",
    "instance_is_private": _NOT_KNOWN,
    "rate_limit_error": "the account has written much in a short time",
    "couldnt_create_comment": "its database did not store it",
}
_FLOOD_SECONDS = 600  # six comments in ten minutes, as the software is delivered

WANTED = CredentialWanted(
    name="Login token",
    ask=(
        "Sign in as the official account through the interface (POST /api/v3/user/login) and "
        "copy the “jwt” of the answer; it is taken back by signing out. The account must be "
        "neither administrator nor moderator: such a token is refused."
    ),
)


@dataclass(frozen=True, slots=True)
class LemmyPosting:
    """The account's login token, which stands in for its password and can be taken back."""

    wanted: CredentialWanted = WANTED
    markup: Markup | Style = STYLE

    def check(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        data = yield from look_at_data(f"{site.base}/api/v3/site", _headers(credential))
        mine = inner(data, "my_user") if data is not None else {}
        view = inner(mine, "local_user_view")
        if not view:
            raise Refused("The forum does not accept this token.")
        person = inner(view, "person")
        must_be_the_account(text(person, "name"), credential)
        # Older versions say it of the person.
        if flag(inner(view, "local_user"), "admin") or flag(person, "admin"):
            raise Refused("This account is an administrator’s. Use one without such rights.")
        if inner_list(mine, "moderates"):
            raise Refused(
                "This account moderates a community, so the token could remove what others wrote. "
                "Use an account that moderates none."
            )

    def post(
        self, site: ForumSite, *, credential: Credential, thread_id: str, source: str
    ) -> Conversation[Receipt]:
        base, thread = site.base, number_in(thread_id, "Lemmy")
        answer = yield from send(
            f"{base}/api/v3/comment",
            _headers(credential),
            json={"content": source, "post_id": thread},
        )
        _must_know_the_thread(answer)
        must_be_taken(
            answer, secret=credential.secret, haste=_haste, doubt=_doubt, meanings=_MEANINGS
        )
        comment = inner(inner(taken_data(answer), "comment_view"), "comment")
        must_be_in_thread(comment, "post_id", thread)
        external_id = taken_number(comment, "id")
        if flag(comment, "removed") or flag(comment, "deleted"):
            raise OutcomeUnknown("The forum took the reply and removed it at once.")
        return Receipt(external_id=str(external_id), address=f"{base}/comment/{external_id}")


def _headers(credential: Credential) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret_in(credential)}"}


def _must_know_the_thread(answer: Response) -> None:
    """Raises Gone for an error that names the thread."""
    if answer.status < 400 or answer.status >= 500:
        return
    try:
        error = text(data_in(answer), "error")
    except Unreadable:
        return
    if error in _NO_THREAD:
        raise Gone("The forum has no such thread any more, or does not show it to the account.")


def _haste(data: Any, said: str) -> int | None:
    """Its limits answer 400 with this word; how long they last, it does not say."""
    is_limit = isinstance(data, dict) and text(data, "error") == "rate_limit_error"
    return _FLOOD_SECONDS if is_limit else None


def _doubt(data: Any, said: str) -> str:
    """Errors of any kind answer 400: of marks, votes and messages too, once a comment is stored."""
    name = text(data, "error") if isinstance(data, dict) else ""
    if not name or name in _MEANINGS:
        return ""
    return f"The forum reported a fault of its own while it took the reply: {said}"
