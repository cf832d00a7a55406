"""What a list can be narrowed to, in words: the groups of a panel, and what is chosen."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy

from alongside.bodies.domain.kinds import KIND_WORDS
from alongside.bodies.domain.topics import TOPICS
from alongside.forums.domain.kinds import ENGINE_WORDS, LIFE_WORDS
from alongside.publishing.domain.filters import (
    NOT_KNOWN,
    BodyFilter,
    HasList,
    HasPlan,
    ListFilter,
    SizeBand,
    State,
    Welcome,
)
from alongside.publishing.facets import Counts, Value
from alongside.ui import words
from alongside.ui.jurisdictions import jurisdiction_words as jurisdiction_words

Text = str | Promise
_MOST = 12  # values of one group; what is chosen is always among them
_OPEN = 4  # groups that stand open from the start


@dataclass(slots=True)  # a page has a hundred; frozen, they took a third of the time of a panel
class Choice:
    """A value that may be chosen, and how many entries it leaves."""

    value: str
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one facet. `left_out`: how many more there are, each with fewer entries.

    `more_href` is where they all stand, with everything else as it is chosen; empty for no more.
    """

    name: str
    title: Text
    choices: Sequence[Choice]
    left_out: int
    is_open: bool
    is_whole: bool = False  # all values were asked for
    more_href: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something that narrows the list now, and the address of the list without it."""

    title: Text
    words: str
    href: str


@dataclass(frozen=True, slots=True, eq=False)
class _Saying:
    """How a facet is said. With `words`, its values are those and come in that order."""

    title: Text
    words: Mapping[Any, Text] | None = None
    say: Callable[[str], str] | None = None  # of a value without words of its own


WELCOME_WORDS = {
    Welcome.YES: gettext_lazy("Welcomes officials"),
    Welcome.NO: gettext_lazy("Asked, not welcome now"),
    Welcome.NOT_ASKED: gettext_lazy("Nobody has asked"),
}
SIZE_WORDS = {
    SizeBand.FROM_1_000_000: gettext_lazy("1,000,000 or more"),
    SizeBand.FROM_100_000: gettext_lazy("100,000 to 999,999"),
    SizeBand.FROM_10_000: gettext_lazy("10,000 to 99,999"),
    SizeBand.FROM_1000: gettext_lazy("1,000 to 9,999"),
    SizeBand.UNDER_1000: gettext_lazy("Under 1,000"),
    SizeBand.OTHER_FIGURES: gettext_lazy("Other figures, none of people"),
    SizeBand.NOT_KNOWN: gettext_lazy("No figure known"),
}
LIST_WORDS = {
    HasList.YES: gettext_lazy("List published"),
    HasList.NONE_FOUND: gettext_lazy("Searched, and found no forum"),
    HasList.NO: gettext_lazy("No list published"),
    HasList.CLOSED: gettext_lazy("Closed, keeps no list"),
}
PLAN_WORDS = {
    HasPlan.YES: gettext_lazy("Plan in force"),
    HasPlan.NO: gettext_lazy("No plan in force"),
}
STATE_WORDS = {
    State.OPEN: gettext_lazy("Open"),
    State.CLOSED: gettext_lazy("Closed"),
}


def language_words(code: str) -> str:
    """The name of a language by its BCP 47 code; the code itself when we do not know it."""
    info = LANG_INFO.get(code.lower()) or LANG_INFO.get(code.lower().partition("-")[0], {})
    return str(gettext(info["name"])) if "name" in info else code


def _topic_words(code: str) -> str:
    return gettext(TOPICS[code]) if code in TOPICS else code


def _engine_words(engine: str) -> str:
    return gettext("Not known") if engine == NOT_KNOWN else ENGINE_WORDS.get(engine, engine)


def _kind_words(kind: str) -> str:
    return gettext(_KINDS.get(kind, kind))


_KINDS = {kind.value: words for kind, words in KIND_WORDS.items()}

FORUM_SAYINGS: Mapping[str, _Saying] = {
    "welcome": _Saying(gettext_lazy("Officials"), WELCOME_WORDS),
    "topic": _Saying(gettext_lazy("Topic"), say=_topic_words),
    "size": _Saying(gettext_lazy("Size, by people"), SIZE_WORDS),
    "life": _Saying(gettext_lazy("State"), LIFE_WORDS),
    "area": _Saying(gettext_lazy("Area")),
    "engine": _Saying(gettext_lazy("Software"), say=_engine_words),
    "language": _Saying(gettext_lazy("Language"), say=language_words),
    "body": _Saying(gettext_lazy("Public body")),
    "address": _Saying(gettext_lazy("Address")),
}
BODY_SAYINGS: Mapping[str, _Saying] = {
    "list": _Saying(gettext_lazy("List of forums"), LIST_WORDS),
    "plan": _Saying(gettext_lazy("Plan"), PLAN_WORDS),
    "topic": _Saying(gettext_lazy("Topic"), say=_topic_words),
    "kind": _Saying(gettext_lazy("Kind"), say=_kind_words),
    "jurisdiction": _Saying(gettext_lazy("Country"), say=jurisdiction_words),
    "state": _Saying(gettext_lazy("Open or closed"), STATE_WORDS),
    "letter": _Saying(gettext_lazy("Begins with")),
    "identifier": _Saying(gettext_lazy("Identifier")),
}


def whole_of(params: Mapping[str, Sequence[str]], asked: ListFilter) -> frozenset[str]:
    """The facets of which `?all=…` asks for every value."""
    return frozenset(params.get("all", ())) & frozenset(asked.FACETS)


def groups(
    asked: ListFilter, counts: Counts, address: str, *, whole: Collection[str] = ()
) -> list[Group]:
    """The groups of the panel; one that offers nothing to choose between is left out."""
    made: list[Group] = []
    language = get_language()
    for name, saying in _sayings(asked).items():
        if name == "letter" or name in asked.EXACT:  # letters have a bar of their own
            continue
        chosen = asked.values(name)
        choices = _choices(saying, chosen, counts.by_facet.get(name, ()), language)
        if len(choices) < 2 and not chosen:
            continue
        shown = [
            choice
            for at, choice in enumerate(choices)
            if at < _MOST or choice.chosen or name in whole
        ]
        made.append(
            Group(
                name,
                _title(saying, language),
                shown,
                left_out=len(choices) - len(shown),
                is_open=len(made) < _OPEN or bool(chosen) or name in whole,
                is_whole=name in whole,
                more_href=_with_all(address + asked.query(), [*whole, name]) + f"#facet-{name}"
                if len(shown) < len(choices)
                else "",
            )
        )
    return made


def _with_all(address: str, names: Iterable[str]) -> str:
    pairs = urlencode([("all", name) for name in sorted(names)])
    return f"{address}{'&' if '?' in address else '?'}{pairs}"


def letters(asked: BodyFilter, counts: Counts) -> list[Choice]:
    """The letters that names begin with, by the alphabet."""
    chosen = asked.values("letter")
    found = {value.value: value.count for value in counts.by_facet.get("letter", ())}
    return [
        Choice(letter, letter, found.get(letter, 0), letter in chosen)
        for letter in sorted({*found, *chosen})
    ]


def chosen(asked: ListFilter, counts: Counts, address: str) -> list[Chosen]:
    """Everything that narrows the list, each with the address of the list without it."""
    made: list[Chosen] = []
    language = get_language()
    if asked.text:
        href = address + asked.without_text().query()
        made.append(Chosen(gettext_lazy("Words"), f"“{asked.text}”", href))
    for name, values in asked.chosen:
        saying = _sayings(asked)[name]
        known = {value.value: value.words for value in counts.by_facet.get(name, ())}
        made += [
            Chosen(
                _title(saying, language),
                _words(saying, value, known.get(value, ""), language),
                address + asked.without(name, value).query(),
            )
            for value in values
        ]
    return made


def no_choices(
    asked: ListFilter, params: Mapping[str, Sequence[str]], found: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """What was asked for and is no choice of its facet, by the facet's title; `found`: those that
    only the entries could tell."""
    language = get_language()
    sayings = _sayings(asked)
    return [
        (_title(sayings[name], language), value)
        for name, value in (*asked.no_choices(params), *found)
    ]


def _sayings(asked: ListFilter) -> Mapping[str, _Saying]:
    return BODY_SAYINGS if isinstance(asked, BodyFilter) else FORUM_SAYINGS


def _choices(
    saying: _Saying, chosen: Sequence[str], found: Sequence[Value], language: str | None
) -> list[Choice]:
    counted = {value.value: value for value in found if value.value}
    # What is chosen stays to be taken away, though nothing has it.
    values = [*counted, *(value for value in chosen if value not in counted)]
    if saying.words is not None:
        values = [value for value in saying.words if value in values]
    return [
        Choice(
            value,
            _words(saying, value, counted[value].words if value in counted else "", language),
            counted[value].count if value in counted else 0,
            value in chosen,
        )
        for value in values
    ]


def _words(saying: _Saying, value: str, from_data: str, language: str | None) -> str:
    return _said(saying, value, language) or from_data or value


# A page says a hundred of these, and Django looks a text up in five catalogues.
@lru_cache(maxsize=4096)
def _said(saying: _Saying, value: str, _language: str | None) -> str:
    """Our words for a value in the active language; empty where they come from the data."""
    if saying.words is not None and value in saying.words:
        return str(gettext(str(saying.words[value])))
    return saying.say(value) if saying.say is not None else ""


@lru_cache(maxsize=256)
def _title(saying: _Saying, _language: str | None) -> str:
    return str(saying.title)


def canonical(asked: ListFilter, name: str, *, page: int) -> str:
    """The one address of a page of a list, whatever stood in the query besides.

    Pages of the whole list have addresses of their own; a narrowed one has its own query.
    """
    if asked.is_plain and page > 1:
        return reverse(f"{name}-page", args=[page])
    return words.address(name) + ("" if asked.is_plain else asked.query(page))
