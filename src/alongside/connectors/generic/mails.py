"""The head of a message in an archive of a mailing list: from whom it came, and when.

Archives show the fields of the mail as they are named in it, beside the words or above them, and
one message on each page.
"""

import re
from dataclasses import dataclass, field

from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.weights import LONGEST_NAME

_FIELD = re.compile(r"(From|Date|Subject|To|Cc|Message-ID)\s*:?", re.IGNORECASE)
_FIELD_TOLD = re.compile(r"\b(From|Date|Subject|To|Cc|Message-ID)\s*:\s*", re.IGNORECASE)
_DATED = re.compile(r"^date\b|\bdate:", re.IGNORECASE)
# "From: Robin @ 2026-03-03  9:15 UTC", the head of a mail among others.
_IN_SHORT = re.compile(r"From: (?P<author>.{1,80}?) @ \d{4}-\d\d-\d\d\s")
_ADDRESS = re.compile(r"[<(\[]?\S+(?:@|\s+at\s+|\s*\(at\)\s*|=40)\S+?[>)\]]?(?=\s|$)")
_FIRST = 120  # texts of a page in which the head stands
_LONGEST = 400
_TOGETHER = 14  # texts of a head
_LINE = re.compile(
    r"(?:From|To|Cc|Bcc|Subject|Date|Sent|Sender|Reply-To|In-Reply-To|References|Message-ID"
    r"|Newsgroups|Organi[sz]ation|List-Id|User-Agent|X-[\w-]{2,30}):",
    re.IGNORECASE,
)
_BEGINNINGS = ("From:", "To:", "Subject:", "Date:", "Message-ID:", "Sender:")
_FEWEST_LINES = 3
_LINES_TO_HEAD = 400  # answers may be told before it, one in a line


@dataclass(frozen=True, slots=True)
class MailHead:
    """Who wrote a mail, and the texts of the page that say so, that tell when, and that end the
    head. `author` lives in memory only."""

    author: str = field(repr=False)
    sender: int
    date: int
    last: int


@dataclass(frozen=True, slots=True)
class TypedMail:
    """One of several mails on a page, shown as it was typed: the element that holds it, the text
    that tells when it came, and the links at its foot. `author` lives in memory only."""

    body: int
    author: str = field(repr=False)
    date: int
    foot: frozenset[int]


def typed_mails(page: Outline) -> list[TypedMail]:
    """The mails of a page that shows each in a piece of typed text, with a head of one line."""
    found: dict[int, TypedMail] = {}
    for place, words in enumerate(page.texts):
        if not words.startswith("From:") or (told := _IN_SHORT.match(words)) is None:
            continue
        body = page.owners[place]
        if page.tags[body] == "pre" and body not in found:
            author = _name(told["author"])
            found[body] = TypedMail(body, author, place, _links_at_the_foot(page, body))
    return list(found.values())


def _links_at_the_foot(page: Outline, body: int) -> frozenset[int]:
    links = set()
    for place in range(page.text_to[body] - 1, page.text_from[body], -1):
        link = page.links[page.owners[place]]
        if link >= 0:
            links.add(link)
        elif any(map(str.isalnum, page.texts[place])):
            break
    return frozenset(links)


def head_of_mail(page: Outline) -> MailHead | None:
    """The head of the page's mail; None where no author, day and subject stand together."""
    fields: dict[str, int] = {}
    values: dict[str, str] = {}
    for place, words in enumerate(page.texts[:_FIRST]):
        if not words[:1].isalpha() or len(words) > _LONGEST:
            continue
        following = page.texts[place + 1] if place + 1 < len(page.texts) else ""
        if _FIELD.fullmatch(words) and (words.endswith(":") or following.startswith(":")):
            value = following.lstrip(": <") or " ".join(page.texts[place + 2 : place + 3])
            told, at = {words: value}, place + 1
        else:
            told, at = _fields_in(words), place
        for name, value in told.items():
            name = name.rstrip(": ").casefold()
            fields.setdefault(name, at)
            values.setdefault(name, value)
    if "from" not in fields or "date" not in fields or not fields.keys() & {"subject", "to"}:
        return None
    places = [fields[name] for name in fields if abs(fields[name] - fields["from"]) <= _TOGETHER]
    if fields["date"] not in places or len(places) < _FEWEST_LINES:
        return None
    author = _name(values["from"])
    if not author or _has_another(page, fields["from"], max(places)):
        return None
    return MailHead(author, fields["from"], fields["date"], max(places))


def _has_another(page: Outline, sender: int, last: int) -> bool:
    """Whether a second head stands below, as where a page shows all mails of a thread.

    The list of answers below a mail may tell their senders as heads do, but not their days.
    """
    texts = page.texts
    label = sender if texts[sender][:4].casefold() == "from" else sender - 1
    path = page.path(page.owners[label])
    alike = [
        place
        for place in range(last + 1, len(texts))
        if len(texts[place]) <= _LONGEST and page.path(page.owners[place]) == path
    ]
    begun = [place for place in alike if texts[place][:4].casefold() == "from"]
    dated = [place for place in alike if _DATED.search(texts[place])]
    return any(abs(place - day) <= _TOGETHER for place in begun for day in dated)


def _fields_in(words: str) -> dict[str, str]:
    """The fields that a text begins with: "From: Robin To: the list"."""
    if _FIELD_TOLD.match(words) is None:
        return {}
    found = list(_FIELD_TOLD.finditer(words))
    ends = [*(one.start() for one in found[1:]), len(words)]
    return {one[1]: words[one.end() : end] for one, end in zip(found, ends, strict=True)}


def _name(value: str) -> str:
    """ "Robin Wood <robin@mail.example>" is Robin Wood; an address alone is its first part."""
    bare = _ADDRESS.sub("", value).strip(" <>()[]\"',;")
    return (bare or re.split(r"@|\s+at\s+", value.strip(' <"'))[0])[:LONGEST_NAME].strip()


def without_head_of_mail(text: str) -> str:
    """Without "From: … To: … Subject: …" at the beginning, which names people."""
    if text.rfind("From:") >= 0:  # from the end, as in `Page.held`
        beginning = text.split("\n", _LINES_TO_HEAD)[:_LINES_TO_HEAD]
        if any(line.startswith("From:") and _IN_SHORT.match(line) for line in beginning):
            return _without_frame(text)
    if not text.startswith(_BEGINNINGS):
        return text
    lines = text.split("\n")
    heads = 0
    while heads < len(lines) and (_LINE.match(lines[heads]) or lines[heads][:1] in (" ", "\t")):
        heads += 1
    if heads < _FEWEST_LINES:
        return text
    return "\n".join(lines[heads:]).strip("\n") or text


def _without_frame(text: str) -> str:
    """A mail among others without what stands around it: the head ends where a line is blank, and
    nothing is said in the last lines."""
    lines = text.split("\n")
    head = next(number for number, line in enumerate(lines) if _IN_SHORT.match(line))
    start = next((number for number in range(head, len(lines)) if not lines[number].strip()), head)
    while lines and not any(map(str.isalnum, lines[-1])):
        lines.pop()
    return "\n".join(lines[start:]).strip("\n")
