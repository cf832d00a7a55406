"""What posting is for every engine that has an official interface; an engine gives the requests.

Each answer to the one writing request is read the same way: certain that nothing was posted, and
time heals it (TryLater) or a person must act (Refused); or not certain, and then nobody repeats it
(OutcomeUnknown, law 6). Nothing here is asked twice within a conversation, but for one case: where
the first address answers 404 with a page, there is no interface that could have taken anything,
and the same is asked once more where the interface stands if a server rewrites no addresses
(`or_at`; XenForo and Invision).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Protocol

from alongside.connectors.asking import ask, must_be_read
from alongside.connectors.markup import Markup, Style
from alongside.connectors.page import Page, Record
from alongside.connectors.places import same_site
from alongside.connectors.plain_text import html_to_plain
from alongside.connectors.port import (
    Credential,
    CredentialWanted,
    ForumSite,
    Gone,
    OutcomeUnknown,
    Receipt,
    Refused,
    TryLater,
    Unreadable,
)
from alongside.connectors.records import number, text
from alongside.connectors.records import record as as_record
from alongside.fetching.messages import Conversation, Request, Response
from alongside.fetching.pacing import retry_after_seconds

LONGEST_SECRET = 4096
LONGEST_SENTENCE = 300
LONGEST_ADDRESS = 500  # that the record of a reply holds

_NOT_LET_IN = frozenset({400, 401, 403, 404})
_REFUSALS = frozenset({400, 401, 403, 405, 406, 409, 411, 413, 414, 415, 422})
_GONE = frozenset({404, 410})
_TOO_LONG = 413
_TOO_MANY = 429
_KEPT_OUT = frozenset({401, 403})
# Under these names engines say, in words, why they refuse. What else an answer holds may be
# anything: a member's words, or our own.
_SPEAKING = frozenset(
    {"message", "messages", "error", "errors", "detail", "errorMessage", "status", "title"}
)

# And under these, among those that lead to them, they name it for programs.
_CODES = frozenset({"code", "errorCode", "error_type", "errors", "status"})

Haste = Callable[[Any, str], int | None]
"""Seconds to wait, from the data and the words of a refusal; None: time does not heal it. Where
the status leaves open whether the reply is stored, words prove nothing and none are given."""

Doubt = Callable[[Any, str], str]
"""The sentence for people where a refusal does not prove that nothing was posted; else ""."""


class Posting(Protocol):
    """How one engine takes replies by its interface."""

    @property
    def wanted(self) -> CredentialWanted: ...
    @property
    def markup(self) -> Markup | Style: ...

    def check(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        """As `Poster.check_credential` says."""
        ...

    def post(
        self, site: ForumSite, *, credential: Credential, thread_id: str, source: str
    ) -> Conversation[Receipt]:
        """One writing request with text in the engine's own markup."""
        ...


def secret_in(credential: Credential) -> str:
    """The secret, if a header can carry it and it is one word. Raises Refused.

    A ";" would let a key name the account that it speaks for, as Flarum's master keys do.
    """
    secret = credential.secret
    fits = secret.isascii() and secret.isprintable() and len(secret) <= LONGEST_SECRET
    if not secret or not fits or any(sign in secret for sign in " ;,"):
        raise Refused(
            "This is no key as a forum gives it: it is one word of letters and digits. Copy the "
            "key alone, without blanks or anything around it."
        )
    return secret


def number_in(thread_id: str, engine: str) -> int:
    """A thread's number. Raises Refused for anything that could lead to another address."""
    if not (thread_id.isascii() and thread_id.isdigit() and len(thread_id) <= 18):
        raise Refused(f"{thread_id!r} is no number that {engine} could have given.")
    return int(thread_id)


def look(
    address: str, headers: Mapping[str, str], *, or_at: str = ""
) -> Conversation[Response | None]:
    """Reads with the credential; None where the forum does not let it in.

    `or_at` is where the interface stands in a forum whose server rewrites no addresses.
    Raises TryLater where the forum gives no answer to go by.
    """
    answer = yield from _look(address, headers, or_at=or_at)
    return None if answer.status in _NOT_LET_IN else answer


def look_at_data(address: str, headers: Mapping[str, str]) -> Conversation[Record | None]:
    """As `look`, the answer as an object. Raises TryLater, Unreadable."""
    answer = yield from look(address, headers)
    return None if answer is None else data_in(answer)


def must_be_let_in(
    address: str,
    headers: Mapping[str, str],
    *,
    secret: str,
    refused: str,
    or_at: str = "",
    meanings: Mapping[str, str] = MappingProxyType({}),
) -> Conversation[Record]:
    """As `look_at_data`; where the forum does not let the credential in, Refused with the sentence
    `refused` and what the forum itself says."""
    answer = yield from _look(address, headers, or_at=or_at)
    if answer.status not in _NOT_LET_IN:
        return data_in(answer)
    if _is_no_interface(answer):
        raise no_interface()
    data, said = _any_data(answer), sentence_in(answer, secret=secret)
    words = _meant(said, data, meanings)
    if words != said:
        raise Refused(f"{refused} {words[0].upper()}{words[1:]}")
    raise Refused(f"{refused} The forum says: {said}" if _says(data) else f"{refused} {said}")


def send(
    address: str,
    headers: Mapping[str, str],
    *,
    or_at: str = "",
    json: object | None = None,
    form: Mapping[str, str] | None = None,
) -> Conversation[Response]:
    """The one writing request. Raises OutcomeUnknown where our words may have arrived.

    A second POST goes to `or_at` only where the site has no interface at the first address: a page
    said so (404), and no program that could have taken them. Any other answer, and none, ends it.
    """
    request = Request("POST", address, headers={**_AS_DATA, **headers}, json=json, form=form)
    return (yield from _ask(request, or_at=or_at, posts=True))


def must_be_taken(
    answer: Response,
    *,
    secret: str,
    haste: Haste = lambda data, said: None,
    doubt: Doubt = lambda data, said: "",
    meanings: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Whether the reply was taken, by the answer to it. Raises TryLater, Refused, OutcomeUnknown.

    `haste` recognises a refusal that time heals where an engine does not say 429, `doubt` one by
    an engine that may have stored the reply before it. `meanings` are the words for people where
    an engine says only codes, or speaks to somebody who sits before it.
    """
    status = answer.status
    if 200 <= status < 300:
        return
    if _is_no_interface(answer):
        raise no_interface()
    if status in _GONE:
        raise Gone("The forum has no such thread any more, or does not show it to the account.")
    if 300 <= status < 400:
        raise OutcomeUnknown(
            f"The forum led the request elsewhere ({status}), which is not followed while writing. "
            "Its address in the register may have changed."
        )
    data = _any_data(answer)
    said = sentence_in(answer, secret=secret)
    words = _meant(said, data, meanings)
    is_certain = status == _TOO_MANY or status in _REFUSALS
    seconds = haste(data, said if is_certain else "")
    if status == _TOO_MANY:
        wanted = retry_after_seconds(answer.headers)
        raise TryLater("The forum wants a pause.", after_seconds=wanted or seconds)
    if seconds is not None:
        raise TryLater(f"The forum wants a pause: {words}", after_seconds=seconds)
    if not is_certain:
        raise OutcomeUnknown(f"The forum broke down while taking the reply ({status}).")
    if status == _TOO_LONG:
        raise Refused(f"The reply is too long for the forum: {words}")
    if data is None and status in _KEPT_OUT:
        raise Refused(_turned_away(status))
    if data is None and answer.body.strip():
        raise Refused(
            f"A page came in place of the interface’s answer ({status}), so the reply was not "
            "taken. Ask the operator what stands in front of the interface."
        )
    if doubts := doubt(data, said):
        raise OutcomeUnknown(doubts)
    lead = "The forum did not take the reply"
    if status == 401 and words == said:
        lead = "The forum does not accept the account’s key any more; a lead can enter a new one"
    raise Refused(f"{lead}: {words}")


def data_in(answer: Response) -> Record:
    """An answer's object. Raises Unreadable."""
    return as_record(Page(answer).json, "answer")


def taken_data(answer: Response) -> Record:
    """The object in the answer to the reply itself. Raises OutcomeUnknown."""
    try:
        return data_in(answer)
    except Unreadable as error:
        raise unclear() from error


def taken_number(holder: Record, name: str) -> int:
    """A number that the answer to the reply itself must tell. Raises OutcomeUnknown."""
    if (value := number(holder, name)) is None:
        raise unclear()
    return value


def told_address(site: ForumSite, holder: Record, name: str, *, otherwise: str) -> str:
    """The reply's address as the answer to it tells it, where it is one in the forum.

    One that no record can hold gives way to `otherwise`: cut, it would lead nowhere.
    """
    told = text(holder, name)
    can_be_kept = 0 < len(told) <= LONGEST_ADDRESS and told.isprintable()
    return told if can_be_kept and same_site(site, told) else otherwise


def must_be_ours(name: str, credential: Credential, *, address: str) -> None:
    """Raises OutcomeUnknown where the answer names another author than the account.

    The name is not repeated: it may be a member's, if a key was mixed up.
    """
    if name and name.casefold() != credential.account.casefold():
        raise OutcomeUnknown(
            f"The forum took the reply under another name than {credential.account}: {address} If "
            "the account was renamed there, have its name corrected here, and give this link."
        )


def must_be_in_thread(holder: Record, name: str, thread: int) -> None:
    """Raises OutcomeUnknown where the answer names another thread than the one meant."""
    told = number(holder, name)
    if told is not None and told != thread:
        raise OutcomeUnknown(
            "The forum says that it put the reply into another thread. This one may have been "
            "moved, or joined with another."
        )


def unclear() -> OutcomeUnknown:
    return OutcomeUnknown("The forum took the request and did not say what became of it.")


def no_interface() -> Refused:
    return Refused(
        "The forum has no interface to write by at the usual address: its version is older, or it "
        "is switched off. Post the reply by hand, or ask the operator."
    )


def must_be_the_account(name: str, credential: Credential) -> None:
    """Raises Refused where the credential speaks for somebody else."""
    if name.casefold() != credential.account.casefold():
        raise Refused(
            f"This key does not belong to the account {credential.account}, or the account has "
            "another name by now. Ask the operator for a key of this account, or correct its name."
        )


def sentence_in(answer: Response, *, secret: str) -> str:
    """What the forum says about a refusal, in its own words, in one line of limited length.

    Where it uses none, the codes by which programs know the refusal.
    """
    data = _any_data(answer)
    said = _says(data) or " ".join(_sentences(data, _CODES))
    try:
        words = html_to_plain(without_secret(secret, said))
    except Unreadable:
        words = ""
    words = without_secret(secret, words)  # signs with names, and elements, may have hidden it
    return " ".join(words.split())[:LONGEST_SENTENCE] or f"(answer {answer.status})"


def without_secret(secret: str, words: str) -> str:
    """What a forum says, without a secret that it repeats."""
    return words.replace(secret, "…") if secret else words


_AS_DATA = {"Accept": "application/json"}


def _ask(request: Request, *, or_at: str, posts: bool = False) -> Conversation[Response]:
    answer = yield from ask(request, posts=posts)
    if or_at and _is_no_interface(answer):
        answer = yield from ask(replace(request, url=or_at), posts=posts)
    return answer


def _look(address: str, headers: Mapping[str, str], *, or_at: str) -> Conversation[Response]:
    """An answer that can be read, or one by which the forum does not let the credential in."""
    request = Request("GET", address, headers={**_AS_DATA, **headers})
    answer = yield from _ask(request, or_at=or_at)
    if answer.status not in _NOT_LET_IN:
        return must_be_read(answer)
    if answer.status in _KEPT_OUT and _any_data(answer) is None:
        raise TryLater(_turned_away(answer.status))  # the key may be as good as any
    return answer


def _is_no_interface(answer: Response) -> bool:
    """Interfaces say in data that a thing is gone; a page says that there is no such address."""
    return answer.status == 404 and _any_data(answer) is None


def _meant(said: str, data: Any, meanings: Mapping[str, str]) -> str:
    """A refusal in words for people where those are known, and in the forum's own."""
    codes = (said, *_sentences(data, _CODES | _SPEAKING))
    told = dict.fromkeys(meanings[code] for code in codes if code in meanings)
    return f"{'; '.join(told)} (“{said}”)" if told else said


def _says(data: Any) -> str:
    return " ".join(_sentences(data, _SPEAKING))


def _any_data(answer: Response) -> Any:
    try:
        return Page(answer).json
    except Unreadable:
        return None


def _turned_away(status: int) -> str:
    """Interfaces refuse in data. A page that keeps one out is most likely by what stands in front
    of the forum, which the request has not passed (Cloudflare's challenges and blocks among them).
    """
    return (
        "The forum’s server, or a guard in front of it, probably turned this service away "
        f"({status}) before the forum itself saw the request. Ask the operator to let it through "
        "to the interface."
    )


def _sentences(value: Any, names: frozenset[str], *, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        if not value.isdigit():  # some repeat the status as a word
            yield value
    elif depth < 4 and isinstance(value, list):
        for item in value[:20]:
            yield from _sentences(item, names, depth=depth + 1)
    elif depth < 4 and isinstance(value, Mapping):
        for name, item in value.items():
            if name in names:
                yield from _sentences(item, names, depth=depth + 1)
