"""Rules that software types under the words of a post, before a signature or a note: "-----"."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from alongside.connectors.generic.outline import Outline

_SHORTEST = "-" * 20
_RULE = re.compile(r"(?<!-)-{20,120}(?=[ \t]*$)", re.MULTILINE)
_FEWEST = 2  # posts; who types a rule of his own counts its strokes differently
_LONGEST_BELOW = 400  # letters


def has_rule(text: str) -> bool:
    """Whether a line of some words ends with such a rule."""
    return text.rfind(_SHORTEST) >= 0 and _RULE.search(text) is not None


def typed_rules(page: Outline, bodies: Iterable[int]) -> frozenset[str]:
    """The rules of the same length that stand in several posts."""
    counted: Counter[str] = Counter()
    for body in bodies:
        texts = page.texts[page.text_from[body] : page.text_to[body]]
        counted.update({rule for words in texts for rule in _rules_in(words)})
    return frozenset(rule for rule, posts in counted.items() if posts >= _FEWEST)


def _rules_in(words: str) -> Sequence[str]:
    return _RULE.findall(words) if words.rfind(_SHORTEST) >= 0 else ()


def without_what_is_ruled_off(text: str, rules: frozenset[str]) -> str:
    """A post's words without what software wrote under such a rule, if that is little."""
    if not rules or text.rfind(_SHORTEST) < 0:
        return text
    for found in _RULE.finditer(text):
        above = text[: found.start()].rstrip()
        if found[0] in rules and above and len(text) - found.end() <= _LONGEST_BELOW:
            return above
    return text
