"""Whether our reply and what a forum shows say the same, however it is written there."""

import re
import unicodedata

from markdown_it.token import Token

from alongside.connectors.pictures import words_of
from alongside.connectors.plain_text import MARKDOWN, html_to_plain, markdown_to_plain

# Names of moods begin with a letter, so that no time of day ("10:30:15") is taken for one. Ticks,
# crosses and thumbs are no moods: they say yes or no.
_MOODS = re.compile(
    r"[\U0001F300-\U0001F44C\U0001F44F-\U0001F64F\U0001F680-\U0001F6AA\U0001F6AC-\U0001F6FF"
    r"\U0001F900-\U0001FAFF\u2600-\u26D3\u26D5-\u26FF]"
    r"|(?<![\w:/]):(?!x:|no_|thumbs|negative|[a-z_]*(?:check|cross))[a-z][a-z0-9_+-]*(?::t[2-6])?:"
    r"(?!\w)|(?<!\S)[:;]-?[()DP](?!\w)"
)
_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("‘’‚‛′´`", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "→": "->", "←": "<-", "↔": "<->", "±": "+-"}
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f")
)


def folded(text: str) -> str:
    """Text in the form in which it is compared.

    Runs of white space become one blank, typographic quotes, dashes, arrows and dots their plain
    forms; invisible signs, list and quotation marks, signs of mood (":-)", one of Unicode, or its
    name, which forums write for one another) and what stands in front of an address ("https://",
    "www.") go.
    Letters, figures and punctuation stay: a changed amount or a lost "not" is a difference.
    """
    text = unicodedata.normalize("NFKC", text.translate(_TYPOGRAPHY)).translate(_TYPOGRAPHY)
    text = re.sub(r"\bhttps?://|\bwww\.", "", text)
    text = re.sub(r"-{2,}", "-", text)
    text = _MOODS.sub(" ", text)
    text = re.sub(r"(?<!\S)[-*+>•·]+(?!\S)", " ", text)
    return " ".join(text.split())


def stands_in(markdown: str, plain: str) -> bool:
    """Whether our reply stands in a text, whole, as rendered or pasted as it was written."""
    place = folded(plain)
    return any(words and _contains_whole(place, words) for words in _as_it_may_read(markdown))


def is_all_of(markdown: str, plain: str) -> bool:
    """Whether a text is our reply and nothing else."""
    return folded(plain) in _as_it_may_read(markdown)


def _as_it_may_read(markdown: str) -> tuple[str, ...]:
    """Our reply folded: as rendered, as it was written, and with its pictures told in words."""
    variants = [markdown_to_plain(markdown), markdown]
    if "![" in markdown:
        variants.append(_with_pictures_in_words(markdown))
    return tuple(map(folded, variants))


def _with_pictures_in_words(markdown: str) -> str:
    """As plain text where pictures are shown as links with their words."""
    tokens = MARKDOWN.parse(markdown)
    for token in tokens:
        token.children = [
            Token("text", "", 0, content=words_of(child) or str(child.attrs.get("src", "")))
            if child.type == "image"
            else child
            for child in token.children or ()
        ]
    return html_to_plain(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))


def _contains_whole(place: str, words: str) -> bool:
    start = place.find(words)
    while start >= 0:
        end = start + len(words)
        before, after = place[max(0, start - 1) : start], place[end : end + 1]
        if not (before.isalnum() and words[0].isalnum()) and not (
            after.isalnum() and words[-1].isalnum()
        ):
            return True
        start = place.find(words, start + 1)
    return False
