"""What may stand in a proposal: its length, its links, and nobody's personal details. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from alongside.guidance.domain.personal_details import PersonalDetail, personal_details

NAME_LENGTH = 200  # characters, as are all lengths here
TEXT_LENGTH = 2_000
SOURCE_LENGTH = 500
LINKS_AT_MOST = 3  # in one text: advertising lives on links, a correction needs one or two

_LINK = re.compile(r"\b(?:https?://|www\.)", re.I)
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]+", re.I)
_WHOLE_ADDRESS = re.compile(r"https?://(?P<host>[^\s<>\"/?#@]+)(?:[/?#][^\s<>\"]*)?", re.I)
# Signs that turn the direction of writing: in a published text they make words read otherwise
# than they are written (Unicode Technical Report 36, 2.6).
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def cleaned(text: str) -> str:
    """The text as it is kept: one kind of end of line, no control signs, no blanks around it.

    NUL and halves of surrogate pairs, which PostgreSQL keeps neither of, go with the others.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")
    )
    return _TURNING.sub("", kept).strip()


def count_links(text: str) -> int:
    return len(_LINK.findall(text))


def details_in(text: str, *, official_domains: frozenset[str]) -> Iterator[PersonalDetail]:
    """What points to a person.

    In an address only an e-mail does: its digits are the number of a page, not of a telephone.
    """
    for address in _ADDRESS.findall(text):
        for found in personal_details(address, official_domains=official_domains):
            if found.kind == "e-mail address":
                yield found
    yield from personal_details(_ADDRESS.sub(" ", text), official_domains=official_domains)


def address_of(source: str) -> str:
    """The source as an address to follow; empty when it is words, or more than an address."""
    return source if _WHOLE_ADDRESS.fullmatch(source) else ""


def fingerprint(*parts: str) -> str:
    """SHA-256 of the parts, without regard to case and blanks: the same text sent twice is one."""
    normal = (" ".join(unicodedata.normalize("NFKC", part).casefold().split()) for part in parts)
    return hashlib.sha256("\x1f".join(normal).encode("utf-8", "replace")).hexdigest()
