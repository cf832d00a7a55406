"""What the register says of a forum, and what is asked of each part. Pure."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date

from alongside.bodies.domain.facts import (
    CONTROL,
    TopicParts,
    faults_of_topics,
    has_control_in,
    is_formula,
    name_key,
    tidy,
)
from alongside.bodies.domain.topics import SCHEME, TOPICS
from alongside.forums.domain.kinds import ENGINE_WORDS, NUMBERS_ITS_BOARDS, ForumKind, ForumLife
from alongside.forums.domain.languages import PRIMARY
from alongside.forums.domain.measures import FORMULA

LONGEST = {
    "name": 200,
    "address": 200,
    "operator_name": 200,
    "subject": 200,
    "description": 2000,
    "area": 100,
    "house_rules_address": 200,
    "report_address": 200,
}
MOST_NAMES = 20
LONGEST_LANGUAGE = 35  # RFC 5646, 4.4.1: what everybody can keep
LONGEST_BOARD_NUMBER = 50
_BOARD_NUMBER = re.compile(
    rf"[A-Za-z0-9_][A-Za-z0-9._@+-]{{0,{LONGEST_BOARD_NUMBER - 1}}}", re.ASCII
)
# Texts that stand in the published files: none may be one that a spreadsheet carries out.
_SHOWN_IN_CELLS = ("name", "other_names", "operator_name", "subject", "description", "area")
# RFC 5646, without extensions and private use: language, script, region, variants.
_LANGUAGE = re.compile(
    r"(?P<primary>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumFacts:
    """All that people state about a forum. `languages` are tags of BCP 47, `topics` codes of
    `bodies.domain.topics`, `other_topics` those of other lists: (scheme, code, label).
    """

    name: str
    address: str = ""
    other_names: tuple[str, ...] = ()
    kind: ForumKind = ForumKind.FORUM
    operator_name: str = ""
    subject: str = ""
    description: str = ""
    topics: tuple[str, ...] = ()
    other_topics: tuple[TopicParts, ...] = ()
    area: str = ""
    languages: tuple[str, ...] = ()
    engine: str = ""
    life: ForumLife = ForumLife.UNKNOWN
    house_rules_address: str = ""
    house_rules_read_on: date | None = None
    report_address: str = ""

    def as_details(self) -> dict[str, object]:
        """Each fact as a value of JSON, for the public history."""
        details: dict[str, object] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            match value:
                case date():
                    value = value.isoformat()
                case tuple():
                    value = list(value)
            details[part.name] = value
        del details["other_topics"]
        details["topics"] = [
            {"scheme": scheme, "code": code, "label": label}
            for scheme, code, label in self.all_topics
        ]
        return details

    @property
    def all_topics(self) -> list[TopicParts]:
        return [*((SCHEME, code, TOPICS[code]) for code in self.topics), *self.other_topics]

    @property
    def fingerprint(self) -> str:
        """Changes when any fact does: 16 hexadecimal digits."""
        text = json.dumps(self.as_details(), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def faults_of(facts: ForumFacts, *, today: date, known: ForumFacts | None = None) -> dict[str, str]:
    """What is wrong with the facts: a sentence for each field; empty when they can be recorded.

    Whether an address can be reached from the internet is asked elsewhere. A text that is `known`
    already may begin like a formula: publishing keeps it from being one.
    """
    faults: dict[str, str] = {}
    for part in fields(facts):
        value = getattr(facts, part.name)
        texts = value if isinstance(value, tuple) else (value,)
        if any("\x00" in text for text in texts if isinstance(text, str)):
            faults[part.name] = "Leave out the character NUL, which no text holds."
    for name, longest in LONGEST.items():
        length = len(getattr(facts, name))
        if length > longest:
            faults[name] = f"Write at most {longest} characters, not {length}."
    if not facts.name.strip():
        faults["name"] = "Give the forum’s name."
    elif not any(sign.isalnum() for sign in facts.name):
        faults["name"] = "The name has no letter. Give the forum’s name."
    if len(facts.other_names) > MOST_NAMES or any(len(name) > 200 for name in facts.other_names):
        faults["other_names"] = f"Give at most {MOST_NAMES} names of at most 200 characters."
    for name, text in _newly_shown(facts, known):
        if has_control_in(text, lines=name == "description"):
            faults.setdefault(name, f"This {CONTROL}")
        elif is_formula(text):
            faults.setdefault(name, FORMULA.format(text[:20]))
    known_languages = known.languages if known is not None else ()
    if wrong := [
        tag for tag in facts.languages if not is_language(tag) and tag not in known_languages
    ]:
        faults["languages"] = (
            f"“{wrong[0]}” is no language tag. Write languages as en, cy or en-GB."
        )
    if facts.engine not in ENGINE_WORDS:
        faults["engine"] = f"“{facts.engine}” is no software that the register knows."
    if unknown := [code for code in facts.topics if code not in TOPICS]:
        faults["topics"] = f"“{unknown[0]}” is no topic of the list of topics."
    if wrong_topics := list(faults_of_topics(facts.other_topics)):
        faults["other_topics"] = " ".join(dict.fromkeys(fault.sentence for fault in wrong_topics))
    if facts.house_rules_read_on is not None:
        if facts.house_rules_read_on > today:
            faults["house_rules_read_on"] = "The day must not lie in the future."
        elif not facts.house_rules_address:
            faults["house_rules_address"] = "Give the address of the rules that were read."
    return faults


def fault_of_board_number(number: str, *, engine: str) -> str:
    """Why this cannot be how the forum's software names a board; empty when it can."""
    if not _BOARD_NUMBER.fullmatch(number):
        return (
            "Copy the number or short name as it stands in the board’s address: at most "
            f"{LONGEST_BOARD_NUMBER} letters, digits and . _ - @ + without a blank."
        )
    if engine in NUMBERS_ITS_BOARDS and not number.isdecimal():
        return f"{ENGINE_WORDS[engine]} gives its boards numbers. Give the number, such as 12."
    return ""


def fault_of_language(tag: str) -> str:
    """Why this is no language tag; empty when it is one."""
    if is_language(tag) and len(tag) <= LONGEST_LANGUAGE:
        return ""
    shown = tag[:40].replace("\x00", "")
    return f"“{shown}” is no language tag. Write the language as en, cy or en-GB."


def is_language(tag: str) -> bool:
    """Whether the tag has the form of BCP 47 and begins with a language that exists."""
    found = _LANGUAGE.fullmatch(tag)
    return found is not None and found["primary"].lower() in PRIMARY


def alike(name: str) -> str:
    """What spellings of one name have in common: case, blanks, accents, punctuation and a leading
    "the" do not count. Two forums of one such name may be one forum.
    """
    return name_key(name).removeprefix("the ").replace(" ", "")


def language_of(tag: str) -> str:
    """The tag as it is usually written: en, en-GB, zh-Hant-TW. What is no tag stays as it is."""
    tag = tag.strip().replace("_", "-")
    found = _LANGUAGE.fullmatch(tag)
    if found is None:
        return tag
    parts = tag.lower().split("-")
    if found["script"]:
        parts[1] = parts[1].title()
    if found["region"]:
        place = 2 if found["script"] else 1
        parts[place] = parts[place].upper()
    return "-".join(parts)


def other_topics_of(topics: Iterable[TopicParts]) -> tuple[TopicParts, ...]:
    """The topics of other lists once each, by list and label; those of our own list left out."""
    found = {
        (scheme, code): label
        for scheme, code, label in topics
        if not (scheme == SCHEME and code in TOPICS)
    }
    rows = ((scheme, code, label) for (scheme, code), label in found.items())
    return tuple(sorted(rows, key=lambda row: (row[0], row[2], row[1])))


def names_of(names: Iterable[str], *, besides: str) -> tuple[str, ...]:
    """The names once each, whatever the case of their letters, without empty ones and `besides`."""
    found: dict[str, str] = {}
    for name in names:
        plain = tidy(name)
        if plain and plain.casefold() != besides.casefold():
            found.setdefault(plain.casefold(), plain)
    return tuple(found.values())


def _newly_shown(facts: ForumFacts, known: ForumFacts | None) -> Iterator[tuple[str, str]]:
    """The texts of published cells that are not `known` already, with the name of the field."""
    for name in _SHOWN_IN_CELLS:
        value = getattr(facts, name)
        texts = value if isinstance(value, tuple) else (value,)
        before = getattr(known, name) if known is not None else ()
        for text in texts:
            if text not in (before if isinstance(before, tuple) else (before,)):
                yield name, text
