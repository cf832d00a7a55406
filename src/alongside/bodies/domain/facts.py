"""What may be said of a body: limits, and the one sentence for each fault.

The same rules judge what a person types and what an import reads.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.bodies.domain import iso_3166
from alongside.bodies.domain.kinds import ClosedHow
from alongside.core.letters import plain

LONGEST_SLUG = 90
LONGEST_NAME = 300
LONGEST_ACRONYM = 20
LONGEST_REMIT = 20_000
LONGEST_ADDRESS = 500
LONGEST_SCHEME = 40
LONGEST_CODE = 120
LONGEST_LABEL = 200
# Places under /workspace/bodies/ that are no body's.
RESERVED_SLUGS = frozenset({"add"})
MOST_OTHER_NAMES = 50
MOST_TOPICS = 500
EARLIEST = date(1000, 1, 1)  # the Royal Mint claims 886; a year below this is a slip of typing

_ADDRESS = re.compile(r"https?://[^\s/$.?#][^\s<>\"]*", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Z0-9][A-Z0-9._-]*", re.IGNORECASE)
# What a spreadsheet would carry out instead of showing (OWASP, "CSV Injection").
_FORMULA = re.compile(r"[=@\t\r＝＠]|[+\-＋－][^\s\-+]")

_CREDENTIALS = re.compile(r"https?://[^/?#\\]*@", re.IGNORECASE)
# Control characters, halves of surrogate pairs, what is no letter (U+FFFD stands for one that was
# lost), and marks that turn the reading direction or are not seen, by which a name can be made to
# look like another one.
_MARKS = (
    "\x7f-\x9f\ud800-\udfff\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\uffff\U000e0000-\U000e007f"
)
# What nobody sees and what comes along in copying: left out of names without a word.
_UNSEEN = re.compile("[\xad\u200b\u2060-\u2064\ufeff]")
_CONTROL = re.compile(f"[\x00-\x1f{_MARKS}]")
_CONTROL_BUT_LINES = re.compile(f"[\x00-\x08\x0b-\x1f{_MARKS}]")

CONTROL = "holds control characters, or others that nobody sees. Type it anew."

Identifier = tuple[str, str]  # (scheme, value)
TopicParts = tuple[str, str, str]  # (scheme, code, label)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field, in a sentence that says what to do."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is said of a body, without its relatives."""

    name: str
    acronym: str = ""
    other_names: Sequence[str] = ()
    jurisdiction: str = ""
    founded_on: date | None = None
    closed_on: date | None = None
    closed_how: str = ""
    remit: str = ""
    website: str = ""
    topics: Sequence[TopicParts] = ()
    identifiers: Sequence[Identifier] = ()


def faults_of(facts: Facts, *, today: date) -> list[Fault]:
    """All that is wrong with them; an empty list when nothing is. Texts come stripped."""
    return [
        *_faults_of_names(facts),
        *_faults_of_days(facts, today),
        *_faults_of_texts(facts),
        *faults_of_topics(facts.topics),
        *_faults_of_identifiers(facts.identifiers),
    ]


def tidy(text: str) -> str:
    """The text in one line: blanks and ends of line between words become one blank."""
    words = " ".join(_UNSEEN.sub("", text).split())
    return words if words.isascii() else unicodedata.normalize("NFC", words)


def name_key(name: str) -> str:
    """What spellings of one name have in common: case, accents and punctuation do not count."""
    return plain(name.replace("&", " and "))


def other_names_of(names: Iterable[str], *, besides: str) -> list[str]:
    """The names without empty ones, the official one and those said twice, in their order."""
    found: dict[str, str] = {}
    for name in map(tidy, names):
        found.setdefault(name.casefold(), name)
    found.pop("", None)
    found.pop(besides.casefold(), None)
    return list(found.values())


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula."""
    return _FORMULA.match(text) is not None


def is_jurisdiction(text: str) -> bool:
    """Whether the text is a code of ISO 3166-1 or 3166-2, in capital letters."""
    return text in iso_3166.codes()


def fault_of_jurisdiction(text: str) -> str:
    """Why this is no code of a country or of a part of one; empty when it is."""
    if is_jurisdiction(text):
        return ""
    country = text[:2]
    if country == "UK":
        known = "The United Kingdom is GB there, and Wales GB-WLS."
    elif text[2:3] == "-" and is_jurisdiction(country):
        known = f"Of {country}, no part has this code; {country} alone will do."
    else:
        known = "Give one such as GB, GB-WLS or US."
    return f"“{_short(text)}” is no code of ISO 3166. {known}"


def is_scheme(text: str) -> bool:
    """Whether the text may name a register or a list of topics."""
    return _SCHEME.fullmatch(text) is not None and len(text) <= LONGEST_SCHEME


def _faults_of_names(facts: Facts) -> Iterator[Fault]:
    if not facts.name:
        yield Fault("name", "The name is missing. Give the body’s official name.")
    elif not has_control_in(facts.name) and not any(map(str.isalnum, facts.name)):
        yield Fault("name", f"“{_short(facts.name)}” has no letter. Give the body’s official name.")
    yield from _faults_of_text("name", "The name", facts.name, LONGEST_NAME)
    yield from _faults_of_text("acronym", "The acronym", facts.acronym, LONGEST_ACRONYM)
    if len(facts.other_names) > MOST_OTHER_NAMES:
        yield Fault("other_names", f"Give {MOST_OTHER_NAMES} other names at most.")
    for name in facts.other_names:
        yield from _faults_of_text("other_names", "The name “{}”", name, LONGEST_NAME)


def _faults_of_days(facts: Facts, today: date) -> Iterator[Fault]:
    for field, what, day in (
        ("founded_on", "The day of founding", facts.founded_on),
        ("closed_on", "The day of closing", facts.closed_on),
    ):
        if day is not None and day > today:
            yield Fault(
                field,
                f"{what}, {_day(day)}, is in the future. Enter it when the day has come.",
            )
        elif day is not None and day < EARLIEST:
            yield Fault(field, f"{what}, {_day(day)}, is before the year 1000. Look at the year.")
    if facts.closed_on and not facts.closed_how:
        yield Fault("closed_how", "A body that closed on a day closed somehow. Say how.")
    if facts.founded_on and facts.closed_on and facts.closed_on < facts.founded_on:
        yield Fault(
            "closed_on",
            f"It cannot have closed on {_day(facts.closed_on)}, "
            f"before it was founded on {_day(facts.founded_on)}.",
        )
    if facts.closed_how and facts.closed_how not in set(ClosedHow):
        yield Fault("closed_how", f"“{_short(facts.closed_how)}” is no way in which bodies close.")


def _faults_of_texts(facts: Facts) -> Iterator[Fault]:
    yield from _faults_of_text("remit", "The remit", facts.remit, LONGEST_REMIT, lines=True)
    if facts.jurisdiction and (sentence := fault_of_jurisdiction(facts.jurisdiction)):
        yield Fault("jurisdiction", sentence)
    if facts.website:
        if len(facts.website) > LONGEST_ADDRESS:
            yield Fault("website", f"The website has more than {LONGEST_ADDRESS} characters.")
        elif not is_address(facts.website):
            yield Fault(
                "website",
                f"“{_short(facts.website)}” is no address. "
                "Give the whole address, beginning with https://",
            )
        elif has_credentials(facts.website):
            yield Fault(
                "website",
                "The website holds a user name or a password before the @. Leave them out.",
            )


def is_address(text: str) -> bool:
    """Whether the text is an address of the web, by its form."""
    return _ADDRESS.fullmatch(text) is not None and not has_control_in(text)


def has_credentials(address: str) -> bool:
    """Whether the address holds a user name or a password: https://user:secret@body.example."""
    return _CREDENTIALS.match(address) is not None


def faults_of_topics(topics: Sequence[TopicParts]) -> Iterator[Fault]:
    """What is wrong with topics, of a body or of a forum."""
    if len(topics) > MOST_TOPICS:
        yield Fault("topics", f"Give {MOST_TOPICS} topics at most.")
    for scheme, code, label in topics:
        if not is_scheme(scheme):
            yield Fault("topics", f"“{_short(scheme)}” is no name of a list of topics.")
        if not code or not label:
            yield Fault("topics", "A topic has a scheme, a code and a label. Give all three.")
        yield from _faults_of_text("topics", "The code “{}”", code, LONGEST_CODE)
        yield from _faults_of_text("topics", "The topic “{}”", label, LONGEST_LABEL)


def _faults_of_identifiers(identifiers: Sequence[Identifier]) -> Iterator[Fault]:
    for scheme, value in identifiers:
        if not is_scheme(scheme):
            yield Fault("identifiers", f"“{_short(scheme)}” is no name of a register.")
        if not value:
            yield Fault("identifiers", f"The identifier in {_short(scheme)} is empty.")
        yield from _faults_of_text("identifiers", "The identifier “{}”", value, LONGEST_CODE)


def _faults_of_text(
    field: str, what: str, text: str, longest: int, *, lines: bool = False
) -> Iterator[Fault]:
    has_control, has_formula = has_control_in(text, lines=lines), is_formula(text)
    if len(text) <= longest and not has_control and not has_formula:
        return
    what = what.format(_short(text))
    if len(text) > longest:
        yield Fault(field, f"{what} has {len(text):,} characters; {longest:,} is the most.")
    if has_control:
        yield Fault(field, f"{what} {CONTROL}")
    if has_formula:
        yield Fault(
            field,
            f"{what} begins like a formula of a spreadsheet, “{_short(text, 20)}”. "
            "Give plain text.",
        )


def has_control_in(text: str, *, lines: bool = False) -> bool:
    """Whether it holds characters that are no text; `lines`: it may have several lines."""
    return (_CONTROL_BUT_LINES if lines else _CONTROL).search(text) is not None


def _short(text: str, most: int = 60) -> str:
    shown = "".join(sign if sign.isprintable() else "�" for sign in text)
    return shown if len(shown) <= most else f"{shown[:most]}…"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def acronym_besides(name: str, acronym: str) -> str:
    """The acronym, unless the name says it already: "Children and Families (ACF)"."""
    return "" if acronym == name or f"({acronym})" in name else acronym
