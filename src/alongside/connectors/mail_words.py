"""A mail's own words: without what it quotes, who is said to have written that, and signatures.

Archives of mailing lists show mails as they were sent. Names stand in them where forums have
markup for it: "On Monday, X wrote:" above lines marked with ">", and below "-- ".
"""

import re

MOST_ATTRIBUTED = 3  # lines, where a program wrapped one
LONGEST_ATTRIBUTION = 300
MOST_SIGNED = 15  # RFC 3676 knows four lines; people do not
_QUOTED = re.compile(r"\s{0,3}(?:>|\|\s?>|[A-Z]{1,3}>)")
_SIGNATURE = "--"
_FORWARDED = re.compile(
    r"(?:-{3,}|_{3,})\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message d.origine|"
    r"message transféré|mensaje|messaggio|oorspronkelijk|doorgestuurd|neges|wiadomość|origin|"
    r"vidarebefordra|begin forwarded)[^-_]{0,40}(?:-{3,}|_{3,})?\s*|begin forwarded message:",
    re.IGNORECASE,
)
# The head of a mail under a rule or a blank line: sender, then date, receiver or subject.
_HEAD = re.compile(
    r"\*?(?:from|von|de|da|van|oddi wrth|od|från|fra)\s?:\*?\s.*\n"
    r"(?:\*?[^\W\d_]{2,12}(?: [^\W\d_]{2,12})?\s?:\*?.*\n){1,5}",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:on|am|le|el|il|em|op|på|den|dne|ar|dnia|w dniu|vào|в|at|>?\s*from|quoting|\d{1,4}[-./]|"
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)\w*[., ])(?=[\s\d,.]|$)",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"\b(?:wrote|writes|said|schrieb|schreibt|a écrit|écrit|escribió|escreveu|ha scritto|scrisse|"
    r"schreef|geschreven|ysgrifennodd|skrev|napisał|написал|пише|kirjoitti|píše|napsal|írta|yazdı)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S@\S|\(a\)|\S＠\S|<[^<>\s]+ at ")


def own_words(text: str) -> str:
    """What a mail's writer says there, lines and paragraphs as they are; "" for nothing of theirs.

    Lines marked as quoted go, with the line above that says who wrote them; so does all below a
    mark of a forwarded mail, and a signature.
    """
    lines = text.split("\n")
    kept: list[str] = []
    for number, line in enumerate(lines):
        if _QUOTED.match(line):
            if number == 0 or not _QUOTED.match(lines[number - 1]):
                _forget_attribution(kept)
            continue
        if _FORWARDED.fullmatch(line.strip()) or _HEAD.match("\n".join(lines[number : number + 6])):
            break
        kept.append(line)
    for number in range(len(kept) - 1, max(-1, len(kept) - MOST_SIGNED - 1), -1):
        if kept[number].strip() == _SIGNATURE:
            del kept[number:]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def has_attribution(text: str) -> bool:
    """Whether a text says as mail programs do who wrote the quoted lines below."""
    lines = text.split("\n")
    for number in range(1, len(lines)):
        if _QUOTED.match(lines[number]) and not _QUOTED.match(lines[number - 1]):
            before = lines[max(0, number - MOST_ATTRIBUTED - 1) : number]
            if _attributed(before):
                return True
    return False


def is_signed(text: str) -> bool:
    """Whether a text ends below a line of two strokes, as mail programs part a signature off."""
    lines = text.rstrip().split("\n")
    return any(line.strip() == _SIGNATURE for line in lines[1:][-MOST_SIGNED:])


def _forget_attribution(kept: list[str]) -> None:
    if count := _attributed(kept):
        del kept[-count:]


def _attributed(lines: list[str]) -> int:
    """How many lines at the end say who wrote what is quoted below, blank ones among them."""
    blank = 0
    while blank < len(lines) and not lines[-1 - blank].strip():
        blank += 1
    if blank > 1:
        return 0
    shortest = 0
    for count in range(1, MOST_ATTRIBUTED + 1):
        block = lines[len(lines) - blank - count : len(lines) - blank]
        if len(block) < count or not block[0].strip():
            break
        said = " ".join(line.strip() for line in block)
        if len(said) > LONGEST_ATTRIBUTION or not _attributes(said):
            continue
        if _OPENING.match(said):
            return blank + count
        shortest = shortest or blank + count
    return shortest


def _attributes(said: str) -> bool:
    """ "On Monday, X <x@y.example> wrote:", in any language; not "The letter says:"."""
    if not said.endswith((":", "：", ":-", "...")):
        return False
    return bool(_WROTE.search(said) or _ADDRESS.search(said))
