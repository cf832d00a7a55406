"""Days that members write of in lists of their own making, and that are no post's time."""

import re

from alongside.connectors.generic.outline import Outline
from alongside.connectors.time_words import MONTHS, WEEKDAYS

# What software writes beside the day of a post: a word for it, or the author's name and "on".
_TOLD = re.compile(
    r"\b(?:posted|written|wrote|said|added|asked|answered|repl(?:y|ied)|submitted|created|started"
    r"|updated|published|edited|modified|joined|registered|member|last|since|by|von|par|por|door"
    r"|gepostet|geschrieben|erstellt|antwort|publié|posté|publicado|enviado|inviato|geplaatst)\b"
    r"|\b(?:on|at|am|um|le|el|il|op|den|dne)\s+\d|\d[:.h]\d\d|\bago\b",
    re.IGNORECASE,
)
_LED_IN = frozenset({"p", "br", "b", "strong", "blockquote", "ul", "ol"})
_AROUND_WORD = ".,;:!?()[]\"'"
_MANY, _A_FEW = 3, 2  # words besides the day's own
_LONGEST_SMALL = 4  # letters of "of", "vom", "from"


def is_item_of_words(page: Outline, owner: int, words: str) -> bool:
    """Whether a day stands in an item of a list that follows somebody's words: "the letter of 3
    February", among the things to send."""
    listing = page.parents[owner]
    if page.tags[owner] != "li" or listing <= 0 or _TOLD.search(words):
        return False
    if page.attributes[owner] or page.attributes[listing]:
        return False
    before = page.nodes[listing].prev
    while before is not None and before.is_text_node and not (before.text_content or "").strip():
        before = before.prev
    if before is None or not (before.is_text_node or before.tag in _LED_IN):
        return False
    besides = [word for word in words.split() if not _is_of_a_day(word)]
    return len(besides) >= _MANY or (
        len(besides) == _A_FEW
        and any(word.islower() and len(word) <= _LONGEST_SMALL for word in besides)
    )


def _is_of_a_day(word: str) -> bool:
    bare = word.strip(_AROUND_WORD).casefold()
    return any(map(str.isdigit, bare)) or not bare or bare in MONTHS or bare in WEEKDAYS
