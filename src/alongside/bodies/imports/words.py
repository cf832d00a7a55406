"""Words of lists for kinds and days, turned into ours."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alongside.bodies.domain.kinds import KIND_WORDS, BodyKind

# Those of U+0080 to U+009F that Windows-1252 has letters for.
_MISTAKEN = re.compile("[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")
# An apostrophe that keeps a spreadsheet from taking the cell for a formula.
_GUARD = re.compile(r"'(?=[=+\-@\t\r\n＝＋－＠])")
_PARTIAL = re.compile(r"\d{4}(-\d{2})?")

# Besides our own words for kinds: those of GOV.UK's `format`, today's and those of 2017.
_KINDS = {
    "devolved administration": BodyKind.DEVOLVED_GOVERNMENT,
    "sub organisation": BodyKind.SUB_ORGANISATION,
    "tribunal non departmental public body": BodyKind.TRIBUNAL,
    "tribunal ndpb": BodyKind.TRIBUNAL,
    "executive ndpb": BodyKind.EXECUTIVE_NDPB,
    "advisory ndpb": BodyKind.ADVISORY_NDPB,
    "other": BodyKind.OTHER,
} | {
    words.lower().replace("-", " "): kind
    for kind, spellings in KIND_WORDS.items()
    for words in (spellings, kind.value.replace("_", " "))
}


class PartOfADay(ValueError):
    """Only a year or a month: no day can be made of it without inventing one."""


def mended(text: str) -> str:
    """The text with letters of Windows-1252 that were taken for control characters put right.

    U+0092 stands for an apostrophe in many lists; browsers mend it in the same way (HTML,
    13.2.5.80, "numeric character reference end state").
    """
    return _MISTAKEN.sub(lambda found: found[0].encode("latin-1").decode("cp1252"), text)


def unguarded(text: str) -> str:
    """The text of a cell without the apostrophe that published files put before some."""
    return text[1:] if text[:1] == "'" and _GUARD.match(text) else text


def kind_of(words: str) -> BodyKind | None:
    """The kind that the words stand for, or None."""
    return _KINDS.get(" ".join(words.lower().replace("-", " ").replace("_", " ").split()))


def day_of(text: str) -> date | None:
    """The day written by ISO 8601; None for an empty text.

    Raises PartOfADay for a year or a month alone, ValueError for anything else.
    """
    if not text:
        return None
    if _PARTIAL.fullmatch(text):
        raise PartOfADay(text)
    return date.fromisoformat(text[:10]) if len(text) == 10 else datetime.fromisoformat(text).date()


def day_in_britain(text: str) -> date | None:
    """The day in Britain of a moment by ISO 8601; None for an empty text. Raises ValueError."""
    if not text or len(text) == 10:
        return day_of(text)
    moment = datetime.fromisoformat(text)
    return moment.astimezone(ZoneInfo("Europe/London")).date() if moment.tzinfo else moment.date()
