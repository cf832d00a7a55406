"""Posts to Vanilla by its interface (version 2), with a token that the account makes itself.

A token has no scopes: it may do what its account may. So the account must be one without rights
over others.

What is sent is HTML, which is cleaned and shown as it is. Its Markdown is PHP Markdown Extra: signs
that are text with us are headings, lists, footnotes and tables there, and a backslash before "<" is
shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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
from alongside.connectors.records import inner, inner_list, must_have_number, text
from alongside.fetching.messages import Conversation

_ACCEPTED = 202  # taken in, and waiting for a moderator: no comment comes back
# As `/users/me` names them (PermissionsTranslationTrait). “tokens.add” is not among them: without
# that right an account could not have made its token.
_WIDE = re.compile(
    r"(?:site|community|settings|users|moderation|roles)\.(?:manage|moderate|edit|add|delete)"
    r"|(?:comments|discussions|categories)\.(?:edit|delete|manage|moderate|close|announce|sink)"
    r"|(?:posts|conversations|groups|badges)\.moderate|(?:curation|applicants|spam)\.manage"
    r"|personalInfo\.view"
)
_FLOOD = re.compile(r"wait (?:at least )?(\d+) seconds|\d+ times within|spam", re.IGNORECASE)
_LEAST_PAUSE = 120  # seconds, where it does not say how long

_UNKNOWN = (
    "The forum does not know this token; it may have been taken back. Sign in as the official "
    "account and make a new one at /profile/tokens."
)

STYLE = Style(Markup.HTML, counts_anew=True)  # its filter drops where a list starts
WANTED = CredentialWanted(
    name="Access token",
    ask=(
        "Sign in to the forum as the official account and make a personal access token at "
        "/profile/tokens; if that page is closed, ask the operator for a role with the right "
        "“Tokens: Add”. The account must be neither administrator nor moderator: such a token is "
        "refused."
    ),
)


@dataclass(frozen=True, slots=True)
class VanillaPosting:
    """The account's own access token."""

    wanted: CredentialWanted = WANTED
    markup: Style = STYLE

    def check(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        me = yield from must_be_let_in(
            *(f"{site.base}/api/v2/users/me", _headers(credential)),
            secret=credential.secret,
            refused="The forum does not accept this token.",
        )
        if not me.get("userID"):
            raise Refused(_UNKNOWN)
        must_be_the_account(text(me, "name"), credential)
        permissions = me.get("permissions")
        held = permissions if isinstance(permissions, list) else []
        # What the account may in single categories stands elsewhere, in versions from 2021 on.
        number = must_have_number(me, "userID")
        elsewhere = yield from look_at_data(
            f"{site.base}/api/v2/users/{number}/permissions", _headers(credential)
        )
        held = [*held, *_granted(elsewhere or {})]
        wide = [name for name in held if isinstance(name, str) and _WIDE.fullmatch(name)]
        # Only a plain no counts: what is not told may be everything.
        if me.get("isAdmin") is not False or me.get("isSysAdmin", False) is not False or wide:
            raise Refused(
                "This account may change what others wrote, or the forum itself. Ask the operator "
                "for an account that is neither administrator nor moderator, and use its token."
            )

    def post(
        self, site: ForumSite, *, credential: Credential, thread_id: str, source: str
    ) -> Conversation[Receipt]:
        base, discussion = site.base, number_in(thread_id, "Vanilla")
        answer = yield from send(
            f"{base}/api/v2/comments",
            _headers(credential),
            json={"discussionID": discussion, "body": source, "format": "wysiwyg"},
        )
        if answer.status == _ACCEPTED:
            return Receipt(
                external_id=f"held-{discussion}",
                address=f"{base}/discussion/{discussion}/x",
                is_held=True,
            )
        if answer.status in (401, 403) and answer.headers.get("x-www-authenticate"):
            raise Refused(_UNKNOWN)  # it goes on as a guest, who may not write
        must_be_taken(answer, secret=credential.secret, haste=_haste)
        data = taken_data(answer)
        must_be_in_thread(data, "discussionID", discussion)
        comment = taken_number(data, "commentID")
        own = f"{base}/discussion/comment/{comment}#Comment_{comment}"
        address = told_address(site, data, "url", otherwise=own)
        must_be_ours(text(inner(data, "insertUser"), "name"), credential, address=address)
        return Receipt(external_id=str(comment), address=address)


def _granted(answer: Record) -> Iterator[str]:
    for place in inner_list(answer, "permissions"):
        yield from (name for name, given in inner(place, "permissions").items() if given is True)


def _headers(credential: Credential) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret_in(credential)}"}


def _haste(data: Any, said: str) -> int | None:
    """Its flood control answers with a sentence: three posts in thirty seconds close two minutes.

    A forum in another language says it in that language; it then counts as refused.
    """
    waits = [found[1] for found in _FLOOD.finditer(said)]
    told = [int(seconds[:6]) for seconds in waits if seconds]
    return (max(told) if told else _LEAST_PAUSE) if waits else None
