"""Words and phrases against a text, by the stem of each word. Pure.

One tokeniser and one stemmer (Snowball English, PyStemmer) on both sides, so that a watch for
"loan payments" finds "loan payment" and nothing depends on another engine's rules.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_stemmer = Stemmer.Stemmer("english")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one word in lower case; a trailing 's of possession goes first."""
    return str(_stemmer.stemWord(re.sub(r"['’]s?$", "", word)))


def stems(text: str) -> list[str]:
    """The stems of the text's words, in order."""
    return [stem(match[0].lower()) for match in WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Expression:
    """A watch as it is matched: any of these words or phrases, and none of those."""

    any_of: tuple[str, ...]
    none_of: tuple[str, ...] = ()


class NoWords(ValueError):
    """The expression has no word that could ever match."""


def expression_of(any_of: str, none_of: str = "") -> Expression:
    """Reads one phrase a line (commas part phrases too). Raises NoWords when none is left."""
    wanted = tuple(_phrases(any_of))
    if not wanted:
        raise NoWords("Give at least one word or phrase, one on each line.")
    return Expression(any_of=wanted, none_of=tuple(_phrases(none_of)))


def matched_phrases(text: str, expression: Expression) -> tuple[str, ...]:
    """The phrases of the expression that stand in the text; empty when it does not match."""
    return _matched(_chain(text), expression)


def fits_any(text: str, expressions: Iterable[Expression]) -> bool:
    """Whether any of the expressions matches the text."""
    chain = _chain(text)
    return any(_matched(chain, expression) for expression in expressions)


def _matched(chain: str, expression: Expression) -> tuple[str, ...]:
    if any(_is_in(phrase, chain) for phrase in expression.none_of):
        return ()
    return tuple(phrase for phrase in expression.any_of if _is_in(phrase, chain))


def _chain(text: str) -> str:
    """The text's stems with a space before and behind each: a phrase is a piece of it."""
    return f" {' '.join(stems(text))} "


_chain_of_phrase = lru_cache(maxsize=100_000)(_chain)


def _is_in(phrase: str, chain: str) -> bool:
    wanted = _chain_of_phrase(phrase)
    return wanted != "  " and wanted in chain


def _phrases(text: str) -> Iterable[str]:
    for part in re.split(r"[\n,]+", text):
        if stems(part):
            yield " ".join(part.split())
