"""How fields of entries and their values are said where a change is told. Pure.

Texts are English; whoever shows them translates them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from alongside.agreements.domain.terms import ANSWER_WORDS, MODEL_WORDS
from alongside.bodies.domain.kinds import CLOSED_WORDS, KIND_WORDS
from alongside.bodies.domain.topics import TOPICS
from alongside.forums.domain.building import DECISION_WORDS
from alongside.forums.domain.kinds import (
    BOUND_WORDS,
    ENGINE_WORDS,
    FORUM_KIND_WORDS,
    LIFE_WORDS,
    METHOD_WORDS,
)
from alongside.forums.domain.listing import CRITERION_WORDS
from alongside.periods.domain.terms import MODE_WORDS
from alongside.proposals.domain.life import STATE_WORDS
from alongside.reporting.domain.commitments import COMMITTED_WORDS

FIELD_WORDS: dict[str, str] = {
    "account_of": "account of",
    "acronym": "short form",
    "address": "address",
    "aliases": "other addresses",
    "answer": "answer",
    "area": "area",
    "asserted_by": "who says so",
    "begins_on": "first day",
    "body_kinds": "kinds of bodies",
    "boards": "boards",
    "body_names_it": "its body’s page names it",
    "bodies": "bodies named",
    "bodies_in_scope": "bodies meant on the day",
    "bound": "bound",
    "closed_how": "how it closed",
    "closed_on": "closed on",
    "closes_on": "last day for comments",
    "consulted": "who was consulted",
    "contact_email": "mailbox",
    "criteria": "criteria",
    "dated": "date",
    "decision": "decision",
    "decision_reason": "why it was decided so",
    "delisted_reason": "why it was taken off",
    "description": "description",
    "due_on": "due on",
    "ends_on": "last day",
    "engine": "software",
    "figures": "figures",
    "found": "existing forums found",
    "founded_on": "founded on",
    "handle": "account",
    "house_rules_address": "house rules",
    "house_rules_read_on": "house rules read on",
    "how": "where and how it searched",
    "identifiers": "identifiers",
    "jurisdiction": "jurisdiction",
    "jurisdictions": "where",
    "kind": "kind",
    "kinds": "kinds of body",
    "languages": "languages",
    "lawful_basis": "lawful basis",
    "language": "language",
    "leads": "leads for all bodies",
    "led_by": "led by",
    "life": "state",
    "links_back": "its profile links back",
    "listed_on": "listed on",
    "merged_into": "merged into",
    "met": "bodies that had it on the day",
    "method": "how it was counted",
    "mode": "rules",
    "model": "way of taking part",
    "name": "name",
    "need": "audience and need",
    "note": "note",
    "named_at_address": "page that names it",
    "operator_name": "run by",
    "other_names": "other names",
    "other_parents": "also part of",
    "parent": "part of",
    "period": "period",
    "predecessors": "came after",
    "profile_address": "profile",
    "quotation": "quotation",
    "reason": "reason",
    "remit": "remit",
    "report_address": "where content is reported",
    "retired_on": "no longer official since",
    "reviewed_on": "looked at on",
    "searched_on": "searched on",
    "slug": "place in our addresses",
    "source": "source",
    "source_address": "address of the source",
    "statement": "statement",
    "subject": "subject",
    "successors": "followed by",
    "topics": "topics",
    "unit": "unit",
    "valid_from": "counts from",
    "valid_until": "counts until",
    "value": "value",
    "version": "version",
    "website": "website",
    "what": "what each shall have",
}

# Where a field's own words do not fit before "of the entry changed".
_NOUNS: dict[str, str] = {
    "account_of": "owner",
    "asserted_by": "who says so",
    "body_names_it": "naming on the page of its body",
    "closed_how": "way of closing",
    "closed_on": "day of closing",
    "founded_on": "day of founding",
    "house_rules_read_on": "day on which the house rules were read",
    "links_back": "link back from its profile",
    "named_at_address": "address of the page that names it",
    "operator_name": "operator",
    "other_parents": "further parent bodies",
    "parent": "parent body",
    "predecessors": "predecessors",
    "report_address": "page for reporting content",
    "retired_on": "day of retiring",
    "slug": "place in our addresses",
    "successors": "successors",
}
# Of lists that are imported by their own names; any other is called by the name that it has here.
_LIST_WORDS = {
    "govuk": "GOV.UK’s list of organisations",
    "govuk-councils": "GOV.UK’s list of councils",
    "mysociety-councils": "mySociety’s list of councils",
}
MOST_NAMED = 4  # fields in one sentence; the others are counted

# The keys are members of their enumerations, which are texts.
_VALUE_WORDS: dict[str, Mapping[Any, str]] = {
    "kind": {**KIND_WORDS, **FORUM_KIND_WORDS},
    "closed_how": CLOSED_WORDS,
    "engine": {kind: words for kind, words in ENGINE_WORDS.items() if kind},
    "life": LIFE_WORDS,
    "bound": {bound: words or "exact" for bound, words in BOUND_WORDS.items()},
    "topics": TOPICS,
    "method": METHOD_WORDS,
    # Of operators, and of corrections: no value is of both.
    "answer": {
        **ANSWER_WORDS,
        **{state: words.lower() for state, words in STATE_WORDS.items()},
    },
    "model": MODEL_WORDS,
    "criteria": CRITERION_WORDS,
    "decision": DECISION_WORDS,
    "kinds": KIND_WORDS,
    "what": COMMITTED_WORDS,
    "mode": MODE_WORDS,
    "body_kinds": KIND_WORDS,
}


# In which order fields are told; the others follow by the alphabet.
FIRST = ("name", "kind", "value", "unit", "bound", "period", "dated", "method", "asserted_by")


def place_of_field(name: str) -> tuple[int, str]:
    """A key to sort fields by."""
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def field_words(name: str) -> str:
    return FIELD_WORDS.get(name, name.replace("_", " "))


def field_noun(name: str) -> str:
    """The field as what changed: "operator" for "run by"."""
    return _NOUNS.get(name) or field_words(name)


def list_words(source: str) -> str:
    """What an imported list is called; empty for one that has no words of its own."""
    return _LIST_WORDS.get(source, "")


def value_text(name: str, value: object) -> str:
    """A value of a field as people read it; nothing is an empty text. Untranslated."""
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return _date(_VALUE_WORDS.get(name, {}).get(value, value), is_date=name == "dated")
        case int() | float():
            return f"{value:,}"
        case Mapping():
            return _mapping_text(value)
        case Sequence():
            return ", ".join(filter(None, (value_text(name, each) for each in value)))
        case _:
            return str(value)


def item_texts(name: str, values: object) -> list[str] | None:
    """The items of a list as people read them; None for what is no list."""
    if values is None:
        return []
    if isinstance(values, str) or not isinstance(values, Sequence):
        return None
    return [text for text in (value_text(name, each) for each in values) if text]


def _mapping_text(value: Mapping[str, object]) -> str:
    """A topic by its label, an identifier by scheme and value, anything else part by part."""
    for key in ("label", "name", "address"):
        if value.get(key):
            return str(value[key])
    if "scheme" in value:
        return " ".join(str(value[key]) for key in ("scheme", "value", "code") if value.get(key))
    return ", ".join(f"{key} {value_text(key, each)}" for key, each in value.items())


def _date(text: str, *, is_date: bool) -> str:
    """2026-05-06 as 6 May 2026, and where a date must stand 2026-05 as May 2026; others as is."""
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return f"{day.day} {day:%B %Y}"
        if is_date and len(text) == 7:
            return f"{date.fromisoformat(f'{text}-01'):%B %Y}"
    except ValueError:
        pass
    return text
