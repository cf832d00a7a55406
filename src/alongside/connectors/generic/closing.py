"""Whether a thread's page of any make says that nobody may answer any more."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from alongside.connectors.generic.trail import same_words
from alongside.connectors.page import Page, attribute, words_of

MOST_WORDS = 500_000
_EXPLAINING = ("data-tooltip", "data-original-title", "mdui-tooltip")
_EXPLAINED = ", ".join(f"[{name}]" for name in _EXPLAINING)
_HEADINGS = "h1, h2, h3, header, [class*=title], [class*=subject]"
_LONGEST_BESIDE = 40  # letters of what stands in a heading besides the title: "(Read 45 times)"
_LONGEST_MARK = 12  # letters of what stands beside a title as a mark of its state
# A word of each way to say it, found much faster than the whole of it.
_PIECES = (
    *("closed", "locked", "further replies", "geschlossen", "fermé", "cerrado"),
    *("锁定", "鎖定", "关闭", "關閉"),
)
_CLOSED = re.compile(
    r"\b(?:topic|thread|discussion|conversation|question) (?:is |has been )?(?:now )?"
    r"(?:closed|locked)"
    r"|thema (?:ist |wurde )?geschlossen"
    r"|closed to (?:new|further) replies|not open for further replies|sujet (?:est )?fermé"
    r"|tema cerrado|(?:主题|主題|讨论|討論|帖子)已?(?:被)?(?:锁定|鎖定|关闭|關閉)",
    re.IGNORECASE,
)
# "[Closed]" before or behind a title.
_STATED = re.compile(
    r"[\[(](?:closed|locked|geschlossen|fermé|cerrado)[\])].*|.*[\[(](?:closed|locked)[\])]",
    re.IGNORECASE,
)
_MARK_IN_WORDS = re.compile(
    r"(?:this )?(?:(?:topic|thread|discussion) (?:is )?)?(?:closed|locked)"
    r"(?: (?:topic|thread|discussion))?",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:.*[-_])?(?:pad)?(?:lock(?:ed)?|closed)", re.IGNORECASE)


def is_closed(page: Page, *, title: str, words_of_posts: Iterable[str]) -> bool:
    """Whether the page says so outside its posts, in words, in a button's title, or by a lock
    beside the thread's own title."""
    said = _count(page.words[:MOST_WORDS])
    if said and said > sum(map(_count, words_of_posts)):
        return True
    for node in page.tree.css("[title*=lock], [title*=clos], [alt*=lock], [aria-label*=lock]"):
        told = (attribute(node, name) for name in ("title", "alt", "aria-label"))
        if any(_CLOSED.search(words) for words in told):
            return True
    for node in page.tree.css(_EXPLAINED):
        if any(_CLOSED.search(attribute(node, name)) for name in _EXPLAINING):
            return True
    return _STATED.fullmatch(title) is not None or _is_marked(page, title)


def _count(words: str) -> int:
    folded = words.casefold()
    if not any(piece in folded for piece in _PIECES):
        return 0
    return len(_CLOSED.findall(words))


def _is_marked(page: Page, title: str) -> bool:
    for heading in page.tree.css(_HEADINGS)[:60]:
        words = words_of(heading)
        if not same_words(words, title) and (
            title not in words or len(words) > len(title) + _LONGEST_BESIDE
        ):
            continue
        for mark in heading.css("[class*=lock], [class*=closed], [title], [alt]"):
            names = attribute(mark, "class").split()
            told = (attribute(mark, "title"), attribute(mark, "alt"))
            if any(map(_MARK_IN_WORDS.fullmatch, told)):
                return True
            if len(words_of(mark)) <= _LONGEST_MARK and any(map(_MARK.fullmatch, names)):
                return True
        if _is_labelled(heading):
            return True
    return False


def _is_labelled(heading: LexborNode) -> bool:
    """Whether a label with a name stands behind a title, and says "closed" and no more."""
    beside = heading.next
    while beside is not None:
        if beside.is_element_node and (beside.tag != "span" or not attribute(beside, "class")):
            return False
        if beside.is_element_node and _MARK_IN_WORDS.fullmatch(words_of(beside)):
            return True
        beside = beside.next
    return False
