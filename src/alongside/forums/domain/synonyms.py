"""Words that people use and words that offices use for the same thing. Pure.

Whoever asks with one phrase of a group finds the others too, and less surely what the groups name
that are wider than it: of bailiffs, forums about debt, and about money. Stems are compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import Stemmer

from alongside.core.letters import plain
from alongside.forums.domain.synonym_groups import TEXT

Phrase = tuple[str, ...]  # words with plain letters
_stemmer = Stemmer.Stemmer("english")

# What PostgreSQL's `english` passes over. A phrase that begins or ends with one of them would be
# looked for without it, "out of work" as "work": such a phrase is for asking only.
_STOP_WORDS = """
i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
her hers herself it its itself they them their theirs themselves what which who whom this that
these those am is are was were be been being have has had having do does did doing a an the and
but if or because as until while of at by for with about against between into through during
before after above below to from up down in out on off over under again further then once here
there when where why how all any both each few more most other some such no nor not only own
same so than too very s t can will just don should now
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# Words with the stem of another that means something else: customs, wills.
_FALSE_FRIENDS = frozenset({"custom", "customer", "customers", "willing", "willingly"})


@dataclass(frozen=True, slots=True)
class Group:
    """What one thing is called, and the first phrases of the groups that are wider."""

    phrases: tuple[str, ...]
    wider: tuple[str, ...]


def _read(text: str) -> tuple[Group, ...]:
    groups: list[Group] = []
    field = ""
    for line in filter(None, text.replace(",\n", ",").splitlines()):
        said, _, named = line.removeprefix("=").partition(">")
        phrases = tuple(plain(phrase) for phrase in said.split(","))
        wider = [plain(name) for name in named.split(",") if name.strip()]
        if line.startswith("="):
            field = phrases[0]
        else:
            wider.append(field)
        groups.append(Group(phrases, tuple(dict.fromkeys(wider))))
    return tuple(groups)


ALL_GROUPS = _read(TEXT)
# Every group of two phrases or more, with plain letters.
GROUPS: tuple[tuple[str, ...], ...] = tuple(group.phrases for group in ALL_GROUPS)


def stem(word: str) -> str:
    """The stem of one word with plain letters: Snowball English, as PostgreSQL's `english` has."""
    return str(_stemmer.stemWord(word))


def stems_of(words: Phrase) -> Phrase:
    return tuple(map(stem, words))


def can_be_looked_for(words: Phrase) -> bool:
    """Whether PostgreSQL would look for the whole phrase."""
    return words[0] not in STOP_WORDS and words[-1] not in STOP_WORDS


def synonyms_of(words: Phrase) -> tuple[Phrase, ...]:
    """What else is said for these words and can be looked for; nothing when no group has them."""
    group = group_of(words)
    return tuple(other for other in _phrases(group) if stems_of(other) != stems_of(words))


def wider_than(words: Phrase) -> tuple[Phrase, ...]:
    """What is said for whatever is wider than these words, and can be looked for."""
    if (group := group_of(words)) is None:
        return ()
    wider = (group_of(tuple(name.split())) for name in ALL_GROUPS[group].wider)
    return tuple(dict.fromkeys(phrase for each in wider for phrase in _phrases(each)))


def group_of(words: Phrase) -> int | None:
    """Which group has these words, if one has."""
    if words and words[0] in _FALSE_FRIENDS:
        return None
    return _by_stems().get(stems_of(words))


@cache
def longest() -> int:
    """How many words the longest phrase of any group has."""
    return max(map(len, _by_stems()))


@cache
def vocabulary() -> frozenset[str]:
    """Every word of every group, to read slips of the pen by."""
    return frozenset(word for group in GROUPS for phrase in group for word in phrase.split())


def _phrases(group: int | None) -> list[Phrase]:
    phrases = () if group is None else GROUPS[group]
    return [words for each in phrases if can_be_looked_for(words := tuple(each.split()))]


@cache
def _by_stems() -> Mapping[Phrase, int]:
    return {
        stems_of(tuple(phrase.split())): number
        for number, group in enumerate(GROUPS)
        for phrase in group
    }
