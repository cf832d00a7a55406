"""What a list says of its threads in signs: that they are pinned, closed or solved."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from alongside.connectors.generic.links import is_of_author
from alongside.connectors.generic.outline import Outline
from alongside.connectors.plain_text import is_icon

# A mark in words of its own beside a title, mostly in brackets: "[Closed]".
_A_MARK = re.compile(r"[\[(【]?\s*([^\W\d_]{4,14})\s*[\])】]?:?")
# "unlocked", "nonsticky", "not-solved".
_NOT = r"(?<!un)(?<!non)(?<!not)(?<!not[-_ ])(?<!non[-_ ])"
_PINNED = re.compile(
    _NOT
    + r"(?:sticky|pinned)|stick\b|\bpin\b|thumb-?tack|announce|global|important|wichtig"
    + r"|\btopped\b|push_pin|置顶|置頂|顶置",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    _NOT
    + r"(?:locked|closed)|(?<![a-z])lock(?![a-z])|geschlossen|gesperrt|verrouill|cerrado"
    + r"|锁定|鎖定|已关闭|已關閉|^关闭$|^關閉$",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    _NOT + r"(?:solved|gelöst|résolu|resuelto)"
    r"|accepted-answer|has-accepted|(?:\ba|answers?)-count-selected",
    re.IGNORECASE,
)
# "Topped: Rules", in which a program writes the word.
_MARKED = re.compile(
    r"^(?:sticky|stickied|pinned|topped|closed|locked|angepinnt|geschlossen|gesperrt|épinglé|fijo)\s?:\s+",
    re.IGNORECASE,
)
# Rows of their own over the threads of a list.
_PINNED_HEAD = re.compile(
    r"(?:important|pinned|sticky|stickied|featured|wichtige|angepinnte|angeheftete)"
    r" (?:threads?|topics?|discussions?|themen)\W*",
    re.IGNORECASE,
)
_OTHER_HEAD = re.compile(
    r"(?:(?:normal|other|regular|standard|forum|weitere|normale) )?"
    r"(?:threads?|topics?|discussions?|themen)\W*",
    re.IGNORECASE,
)
_TEXTS_OF_HEAD = 12
_STATE = re.compile(
    r"(?<=[a-z])(?:[-_](?:sticky|pinned|closed|lock(?:ed)?|(?:un)?read|new|hot|solved))+$",
    re.IGNORECASE,
)
# Pictures that are letters: "📌 Rules of this board".
_PICTURES = re.compile(r"^(?:[\u2190-\u2bff\U0001f300-\U0001faff\ufe0f]\s*)+(?=[^\W_])")
_STATE_BEHIND = re.compile(
    r"(?<=\S)\s+\[(closed|locked|duplicate|on hold|solved)\]$", re.IGNORECASE
)
_NAMED_PICTURES = {"pinned": frozenset("📌📍"), "locked": frozenset("🔒🔐")}
# "by robin", set apart behind a title within the same link.
_BY = re.compile(r"[–—-]?\s*(?:by|von|par|por|di|door|av|af)\s\S.{0,60}", re.IGNORECASE)
_BY_ONE = re.compile(r"(?:by|von|par|por|di|door|av|af) \S+(?: \S+)?")
_FILE = re.compile(r"([^/?#]{1,40})\.(?:gif|png|svg|jpe?g|webp)(?:[?#]|$)", re.IGNORECASE)
# Where it is written what a sign means.
_EXPLAINING = ("title", "alt", "data-tooltip", "data-original-title", "mdui-tooltip")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LONGEST_MARK = 20
_PICTURES_IN = re.compile("[📌📍🔒🔐]")


def without_state(name: str) -> str:
    """A class without the state of the thread that it is borne by: "thread-sticky" is "thread"."""
    return _STATE.sub("", name)


def title_in(words: str) -> str:
    """A thread's title without the signs before it, and the state in brackets behind it."""
    return _STATE_BEHIND.sub("", _PICTURES.sub("", words))


def title_of_link(outline: Outline, link: int) -> str:
    """A thread's title as a link to it says it, less who began it where an element tells that."""
    start, end = outline.text_from[link], outline.text_to[link]
    for element in range(link + 1, outline.last[link] + 1):
        if outline.text_to[element] == end and _BY.fullmatch(outline.words(element)):
            end = max(start + 1, outline.text_from[element])
            break
    while start + 1 < end and _is_state(outline, link, start):
        start += 1
    words = " ".join(outline.texts[start:end])
    named = " ".join((outline.attributes[link].get("title") or "").split())
    # Before the title within a link may stand the name of its board.
    return title_in(named if " " in named and words.endswith(f" {named}") else words)


def _is_state(outline: Outline, link: int, place: int) -> bool:
    """Whether a text of a link is one word in an element of its own that tells a thread's state."""
    words, owner = outline.texts[place], outline.owners[place]
    if owner == link or len(words) > _LONGEST_MARK or " " in words:
        return False
    return any(sign.search(words) for sign in (_PINNED, _CLOSED, _SOLVED))


def names_only_an_author(words: str) -> bool:
    """Whether a link says "by robin" and no more, as those to the last posts do."""
    return _BY_ONE.fullmatch(words) is not None


def title_at(outline: Outline, link: int) -> int:
    """Where a link bears its thread's title: a link around a whole row has a heading in it."""
    return heading_within(outline, link, _HEADINGS)


def heading_within(outline: Outline, link: int, tags: Collection[str]) -> int:
    """The first element with such a tag in a link that says something; the link itself for none."""
    return next(
        (
            element
            for element in range(link + 1, outline.last[link] + 1)
            if outline.tags[element] in tags
            and outline.text_from[element] < outline.text_to[element]
        ),
        link,
    )


def without_mark(title: str) -> str:
    """The title of a thread that is pinned or closed, without the word for it: "Topped: Rules"."""
    return _MARKED.sub("", title) or title


def states_of(
    outline: Outline, containers: Sequence[int]
) -> tuple[list[bool], list[bool], list[bool]]:
    """Of each row whether it is closed, pinned, solved."""
    names = [_names_within(outline, container) for container in containers]
    closed, pinned, solved = (_marked(names, sign) for sign in (_CLOSED, _PINNED, _SOLVED))
    since, until = _below_head_of_pinned(outline, containers)
    for row, container in enumerate(containers):
        pinned[row] = pinned[row] or since <= outline.text_from[container] < until
    return closed, pinned, solved


def _below_head_of_pinned(outline: Outline, containers: Sequence[int]) -> tuple[int, int]:
    """The texts from a heading over the pinned threads of a list to the one over the others; an
    empty range where there are not both."""
    start = max(0, outline.text_from[containers[0]] - _TEXTS_OF_HEAD)
    heads = range(start, outline.text_from[containers[-1]])
    since = next((at for at in heads if _PINNED_HEAD.fullmatch(outline.texts[at])), -1)
    others = (at for at in heads if at > since and _OTHER_HEAD.fullmatch(outline.texts[at]))
    until = next(others, -1) if since >= 0 else -1
    return (since, until) if until >= 0 else (0, 0)


def _marked(rows: Sequence[Sequence[str]], sign: re.Pattern[str]) -> list[bool]:
    """Which rows bear a sign. What most rows are called is hidden in them, or means another
    thing."""
    borne = Counter(name for names in rows for name in set(names))
    usual = {
        name
        for name, times in borne.items()
        if times > 0.5 * len(rows) and (len(rows) > 2 or (times > 1 and " " not in name))
    }
    return [any(sign.search(name) for name in names if name not in usual) for names in rows]


def _shows_a_member(outline: Outline, picture: int) -> bool:
    link = outline.links[picture]
    return link >= 0 and is_of_author(outline.attributes[link].get("href") or "")


def _names_within(outline: Outline, container: int) -> list[str]:
    """The classes, short explanations and marks in words ("[Closed]") or pictures of a row.

    Old software tells a state by the name of a picture alone: "topic_locked.gif".
    """
    texts = outline.texts[outline.text_from[container] : outline.text_to[container]][:60]
    names = [words for words in texts if len(words) <= _LONGEST_MARK and _A_MARK.fullmatch(words)]
    names += [found[1] for words in texts if (found := _STATE_BEHIND.search(words)) is not None]
    pictures = {picture for words in texts for picture in _PICTURES_IN.findall(words)}
    names += [name for name, signs in _NAMED_PICTURES.items() if pictures & signs]
    for element in range(container, min(outline.last[container], container + 80) + 1):
        attributes = outline.attributes[element]
        names += (attributes.get("class") or "").split()
        told = [words for name in _EXPLAINING if (words := attributes.get(name))]
        if is_icon(attributes.get("class")):
            told.append(outline.nodes[element].text(deep=True).strip())
        if outline.links[element] >= 0 and outline.tags[element] == "a":
            told = [words for words in told if len(words) <= _LONGEST_MARK]  # else a thread's title
        names += told
        if outline.tags[element] == "img" and not _shows_a_member(outline, element):
            names += _FILE.findall(attributes.get("src") or "")
    return [name for name in names if name]
