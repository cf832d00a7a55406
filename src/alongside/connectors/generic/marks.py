"""What a list says of its threads in signs: that they are pinned, closed or solved."""

import re
from collections.abc import Sequence

from alongside.connectors.generic.outline import Outline

# A mark in words of its own beside a title, mostly in brackets: "[Closed]".
_A_MARK = re.compile(r"[\[(【]?\s*([^\W\d_]{4,14})\s*[\])】]?:?")
_PINNED = re.compile(
    r"sticky|pinned|stick\b|\bpin\b|thumb-?tack|announce|global|important|wichtig", re.IGNORECASE
)
_CLOSED = re.compile(
    r"locked|closed|\block\b|geschlossen|gesperrt|verrouill|cerrado", re.IGNORECASE
)
_SOLVED = re.compile(r"solved|gelöst|résolu|resuelto|accepted-answer|has-accepted", re.IGNORECASE)
# Pictures that are letters: "📌 Rules of this board".
_PICTURES = re.compile(r"^(?:[\u2190-\u2bff\U0001f300-\U0001faff\ufe0f]\s*)+(?=[^\W_])")
_NAMED_PICTURES = {"pinned": frozenset("📌📍"), "locked": frozenset("🔒🔐")}
_PICTURES_IN = re.compile("[📌📍🔒🔐]")


def title_in(words: str) -> str:
    """A thread's title without the signs before it."""
    return _PICTURES.sub("", words)


def states_of(
    outline: Outline, containers: Sequence[int]
) -> tuple[list[bool], list[bool], list[bool]]:
    """Of each row whether it is closed, pinned, solved."""
    names = [_names_within(outline, container) for container in containers]
    closed, pinned, solved = (_marked(names, sign) for sign in (_CLOSED, _PINNED, _SOLVED))
    return closed, pinned, solved


def _marked(names: Sequence[str], sign: re.Pattern[str]) -> list[bool]:
    """Which rows bear a sign. One that most rows bear is hidden in them, or means another thing."""
    found = [bool(sign.search(words)) for words in names]
    return found if sum(found) <= 0.5 * len(found) or len(found) < 3 else [False] * len(found)


def _names_within(outline: Outline, container: int) -> str:
    """The classes, short explanations and marks in words ("[Closed]") or pictures of a row."""
    texts = outline.texts[outline.text_from[container] : outline.text_to[container]][:60]
    names = [words for words in texts if len(words) <= 20 and _A_MARK.fullmatch(words)]
    pictures = {picture for words in texts for picture in _PICTURES_IN.findall(words)}
    names += [name for name, signs in _NAMED_PICTURES.items() if pictures & signs]
    for element in range(container, min(outline.last[container], container + 80) + 1):
        attributes = outline.attributes[element]
        if outline.links[element] >= 0 and outline.tags[element] == "a":
            names.append(attributes.get("class") or "")
            continue
        names += (
            attributes.get("class") or "",
            attributes.get("title") or "",
            attributes.get("alt") or "",
        )
    return " ".join(names)
