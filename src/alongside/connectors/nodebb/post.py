"""Posts to NodeBB by its interface (version 3), with a token of one user.

A master token speaks for whom it names, and for nobody without a name: so it is recognised.
"""

import re
from dataclasses import dataclass
from typing import Any

from alongside.connectors.asking import ask
from alongside.connectors.flavours import NODEBB
from alongside.connectors.markup import Markup, Style
from alongside.connectors.port import (
    Credential,
    CredentialWanted,
    ForumSite,
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
    no_interface,
    number_in,
    secret_in,
    send,
    taken_data,
    taken_number,
    unclear,
)
from alongside.connectors.records import inner, text
from alongside.fetching.messages import Conversation, Request, Response

STYLE = Style(Markup.MARKDOWN, flavour=NODEBB)

_NEEDS_A_NAME = b"master-token-no-uid"
_FLOOD = re.compile(
    r"(?:once every|required to wait) (\d+) (second|minute)|too-many-posts(?:[^,\]]*, *(\d+))?",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(r"already[ -]posting", re.IGNORECASE)
# Words of a program, where every refusal is one of NodeBB's own sentences.
_FAULT = re.compile(
    r"(?i:cannot read propert|is not (?:a function|defined|iterable)|fetch failed|timed? ?out|"
    r"unexpected token|internal (?:server )?error)|\bE[A-Z]{5,}\b|\bE11000\b|\bWRONGTYPE\b"
)
_MEANINGS = {
    "not-authorised": "it does not accept the token any more. Ask the operator for a new one, and "
    "set it up",
}

WANTED = CredentialWanted(
    name="API token",
    ask=(
        "Ask an administrator for an API token with the user id of the official account "
        "(Settings, API Access). The account must be neither administrator nor moderator. "
        "A master token, with the user id 0, is refused."
    ),
)


@dataclass(frozen=True, slots=True)
class NodebbPosting:
    """One user's token."""

    wanted: CredentialWanted = WANTED
    markup: Markup | Style = STYLE

    def check(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        base, own = site.base, _headers(credential)
        # Named by us, user 1 is what a master token would speak for; a user's token ignores it.
        answer = yield from ask(Request("GET", f"{base}/api/self", headers=own))
        if _NEEDS_A_NAME in answer.body[:10_000]:
            raise Refused(
                "This is a master token: it can post as anybody. Ask for one with the user id of "
                "the official account."
            )
        me = yield from look_at_data(f"{base}/api/self?_uid=1", own)
        if me is None:
            raise Refused("The forum does not accept this token.")
        must_be_the_account(text(me, "username"), credential)
        if 200 <= answer.status < 300 and data_in(answer).get("uid") != me.get("uid"):
            raise Refused("This token speaks for more than one account. Ask for one of one user.")
        if any(me.get(mark) is True for mark in ("isAdmin", "isGlobalModerator", "isModerator")):
            raise Refused(
                "This account may change what others wrote, or the forum itself. Ask the operator "
                "for a token of an account without such rights."
            )

    def post(
        self, site: ForumSite, *, credential: Credential, thread_id: str, source: str
    ) -> Conversation[Receipt]:
        base, topic = site.base, number_in(thread_id, "NodeBB")
        answer = yield from send(
            f"{base}/api/v3/topics/{topic}?lang=en-GB",
            _headers(credential),
            json={"content": source},
        )
        _must_have_interface(answer)
        must_be_taken(
            answer, secret=credential.secret, haste=_haste, doubt=_doubt, meanings=_MEANINGS
        )
        data = taken_data(answer)
        told = inner(data, "response") or data
        if told.get("queued") is True:
            # Said inside a 200: the reply waits for a moderator and has no number of a post yet.
            return Receipt(
                external_id=f"queued-{topic}", address=f"{base}/topic/{topic}", is_held=True
            )
        if text(inner(data, "status"), "code") not in ("", "ok"):
            raise unclear()
        must_be_in_thread(told, "tid", topic)
        post = taken_number(told, "pid")
        if told.get("deleted") in (True, 1):
            raise OutcomeUnknown("The forum took the reply and removed it at once.")
        return Receipt(external_id=str(post), address=f"{base}/post/{post}")


def _headers(credential: Credential) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret_in(credential)}"}


def _must_have_interface(answer: Response) -> None:
    """Raises Refused where there is no such address: versions before 1.15 say so in data too."""
    if answer.status == 404 and not _is_enveloped(answer):
        raise no_interface()


def _is_enveloped(answer: Response) -> bool:
    """Whether an answer has the form in which the interface says everything."""
    try:
        return bool(text(inner(data_in(answer), "status"), "code"))
    except Unreadable:
        return False


def _haste(data: Any, said: str) -> int | None:
    """Its delays answer with a sentence, in the language asked for, or older ones with its key."""
    if _AT_ONCE.search(said):
        return 10
    found = _FLOOD.search(said)
    if found is None:
        return None
    unit = 60 if (found[2] or "").lower() == "minute" else 1
    return int((found[1] or found[3] or "120")[:6]) * unit


def _doubt(data: Any, said: str) -> str:
    """What goes wrong inside answers as a refusal does, also once the reply is stored."""
    if not _FAULT.search(said):
        return ""
    return f"The forum reported a fault of its own while it took the reply: {said}"
