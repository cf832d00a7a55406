"""What is like the name of a post's author, and like the places where names stand."""

import re

from alongside.connectors.dates import DateReader
from alongside.connectors.generic.clutter import NO_NAME, is_in_a_sentence
from alongside.connectors.generic.links import is_of_author, shape_of
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.stamps import JOINED
from alongside.connectors.generic.weights import AUTHOR_WORDS
from alongside.connectors.time_words import MONTHS, WEEKDAYS

NAMED_IN = ("data-author", "data-username", "data-user", "data-poster")
_BY = re.compile(
    r"^(?:posted by|written by|by|von|par|por|di|door|av|af|od|przez|от|автор|from)\b[:\s]*"
    r"|^(?:author|autor|auteur|autore|verfasser|poster|user(?: ?name)?)\s?:\s*"
    r"|(?<=\S)\s(?:wrote|said|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał"
    r"|написал)(?: (?:at|on|am|um|le|el))?[\s:,]*$"
    r"|(?-i:(?<=\S)\s(?:on|at)[\s:,]*$)|^@|[\s:»›|,]+$",
    re.IGNORECASE,
)
# "Author: robin" in one text: whoever reads it knows what stands behind the label.
_LABELLED = re.compile(
    r"(?:posted by|written by|by|from|von|par|por|di|door|author|autor|auteur|autore|автор"
    r"|verfasser|poster|user(?: ?name)?)\s?:\s*\S"
    r"|\S+(?: \S+){0,2} (?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|napisał"
    r"|написал)(?: (?:at|on|am|um|le|el))?\s?:?$",
    re.IGNORECASE,
)
# "by robin |" before a time, which parts the two in one line.
_SET_OFF = re.compile(
    r"(?:[^\W\d_]+ )?(?:by|von|par|por|di|door|av|af)\s\S+(?: \S+){0,2}?\s*[|·•,–—-]",
    re.IGNORECASE,
)
# "robin - 3 March", "robin, March 3rd": where a name and a time are one text.
_BEFORE_TIME = re.compile(
    r"(?:[-–—]+\s)?"
    r"(?!(?:last|first|posted|edited|asked|answered|started|created|updated|published|written|added"
    r"|sent|submitted|modified|changed|replied|on|the)\b)"
    r"(?P<name>[^\W\d][^\s|·•–—,:(]{0,30}(?: [^\W\d][^\s|·•–—,:(]{0,20}){0,2}?)"
    r"(?:\s*[|·•–—,]\s+|\s-\s+|\s\()"
    r"(?=\d|[^\W\d_]{3,10}\.? \d)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:post(?:ed)?|written|asked|answered|submitted|started) by\s?:?"
    r"|(?:author|autor|auteur|autore)\s?:"
    r"|(?:geschrieben|verfasst|erstellt) von\s?:?|(?:écrit|posté) par\s?:?|publicado por\s?:?",
    re.IGNORECASE,
)
# "#3", which leads to the post itself, before the name of who wrote it.
_NUMBERED = re.compile(r"#\d{1,5}")
_OF_MODERATORS = re.compile(
    r"(?:moderat(?:ors?|ed by)|moderator(?:en)?|modérateurs?|moderador(?:es)?|moderatori?)\s?:?",
    re.IGNORECASE,
)
# "It was last updated 3 days ago by robin", who wrote some other post.
_OF_THE_LAST = re.compile(
    r"\blast (?:updated|repl|post|answer|comment|activ)|最后|最後|\bletzte|\bderni|\b[úu]ltim"
    r"|последн",
    re.IGNORECASE,
)
_BEFORE = 4  # texts of a line before a name
_LAST = 6  # texts of a body, among which a link to its author may be
_LONGEST_OF_BY = 6  # letters of one word
_SHORT_WEEKDAY = 3  # letters
_MOST_BLANKS = 4  # in a name
PLACES_AROUND = 6  # elements in whose names an author's place may be told
_BARE = frozenset({"a.", "b.", "em.", "font.", "i.", "p.", "small.", "span.", "strong."})
_TITLED = re.compile(r"(?<!without-)(?<!no-)title|subject|heading|crumb|\bnav", re.IGNORECASE)
# The bar above a post, in which its author and time stand, is called a heading too.
_TITLED_AROUND = re.compile(
    r"(?<!without-)(?<!no-)title|subject|(?<!post-)(?<!post_)heading|crumb|\bnav", re.IGNORECASE
)
_TRAIL = re.compile(r"crumb|\bnav", re.IGNORECASE)
_RANK = re.compile(r"(?:[-_.\s](?:rank|role)|(?-i:[a-z](?:Rank|Role)))(?:$|\s)", re.IGNORECASE)
_COUNTED = re.compile(r"#\s?\d|\d#|^(?:no|nr|nº|n°|№)\.?\s?\d+$", re.IGNORECASE)
_A_COUNT = re.compile(
    r"(?:\d[\d.,]*|no) (?:repl(?:y|ies)|answers?|comments?|posts?|messages?|views?|votes?|likes?"
    r"|antwort(?:en)?|beitr[äa]ge?|réponses?|respuestas?|mensajes?)"
    r"|\d+ ?[次人个個条條篇]? ?(?:浏览|瀏覽|点击|點擊|回复|回覆|收藏|评论|評論|阅读|閱讀"
    r"|查看|喜欢|閲覧)"
    r"|(?:viewed|views?|visits?|hits?|repl(?:y|ies)|answers?|comments?|posts?|votes?|likes?):? "
    r"\d[\d.,]*(?: times)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S(?:@| at )\S+\.\S")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")


def name_in(words: str) -> str:
    """ "by robin »" is robin."""
    if len(words) > _LONGEST_OF_BY and words.isalnum():
        return words  # one word alone, as most names are
    return _BY.sub("", words).strip()


def likelihood_of_place(path: str) -> float:
    """How much an element's names, and those around it, are like those given to authors.

    What only lays letters out, and has no name, is none of those around.
    """
    own, *around = path.split(">")
    names = [own, *(name for name in around if name not in _BARE)]
    if AUTHOR_WORDS.search(names[0]):
        return 1.6
    if len(names) > 1 and AUTHOR_WORDS.search(names[1]):
        return 1.2
    if len(names) > 2 and AUTHOR_WORDS.search(names[2]):
        return 0.9
    return 0.4


def is_titled(path: str, *, leads_to_member: bool = False) -> bool:
    """Whether in such a place stands the thread's title, a post's, or a member's rank.

    No title leads to a member: the bar above a post may be called a heading, or its title.
    """
    names = path.split(">")
    if leads_to_member:
        return any(_TRAIL.search(name) or _RANK.search(name) for name in names[:2])
    return bool(
        names[0].startswith("th.")
        or _TITLED.search(names[0])
        or _RANK.search(names[0])
        or (len(names) > 1 and (_TITLED_AROUND.search(names[1]) or _RANK.search(names[1])))
    )


def is_labelled(words: str) -> bool:
    """Whether a text says of itself whose name it bears: "Author: robin", "robin wrote on"."""
    return _LABELLED.match(words) is not None


def is_set_off(words: str) -> bool:
    """Whether a text names somebody in front of what follows in the line: "by robin |"."""
    return _SET_OFF.fullmatch(words) is not None


def could_be_name(words: str, reader: DateReader) -> bool:
    """Whether a short text may be a name: no time, number, label or thing to do."""
    name = name_in(words)
    return not (
        not name
        or not any(sign.isalpha() for sign in words)
        or bool(_CLOCK.match(words))
        or reader.tells_a_time(words)
        or bool(JOINED.search(words))
        or ":" in (name if is_labelled(words) else words)
        or words.startswith("[")
        or name.count(" ") > _MOST_BLANKS
        or "·" in words
        or bool(_COUNTED.search(words))
        or bool(_A_COUNT.fullmatch(words))
        or bool(_MAIL.search(words))
        or bool(NO_NAME.fullmatch(words))
        or (name != words and bool(NO_NAME.fullmatch(name)))
    )


def name_before_time(words: str, reader: DateReader) -> str:
    """Who is named in front of a time in one text, "robin - 3 March"; "" for nobody."""
    found = _BEFORE_TIME.match(words)
    name = found["name"].strip() if found is not None else ""
    folded = name.casefold().rstrip(".")
    is_day = folded in WEEKDAYS or name.casefold() in MONTHS
    if not is_day and len(folded) <= _SHORT_WEEKDAY and words[len(name) :].startswith(","):
        is_day = any(weekday.startswith(folded) for weekday in WEEKDAYS)  # "Mon, 2 March"
    return name if name and not is_day and could_be_name(name, reader) else ""


def follows_label(page: Outline, place: int) -> bool:
    """Whether the text before one says that its author's name follows: "Posted by", or the post's
    own number in the same line."""
    if place <= 0:
        return False
    before = page.texts[place - 1]
    return _LABEL.fullmatch(before) is not None or _follows_number(page, place)


def _follows_number(page: Outline, place: int) -> bool:
    """Whether a text stands in one line behind a post's number, which leads to the post itself."""
    link = page.links[page.owners[place - 1]]
    return (
        _NUMBERED.fullmatch(page.texts[place - 1]) is not None
        and link >= 0
        and page.parents[link] == page.owners[place]
        and "#" in (page.attributes[link].get("href") or "")
    )


def names_moderator(page: Outline, place: int) -> bool:
    """Whether the text before one says that a board's moderators follow."""
    return place > 0 and _OF_MODERATORS.fullmatch(page.texts[place - 1]) is not None


def names_last(page: Outline, place: int) -> bool:
    """Whether the line before a text says that who wrote last follows."""
    owner = page.owners[place]
    link = page.links[owner]
    start = page.text_from[page.parents[link if link > 0 else owner]]
    line = page.texts[max(start, place - _BEFORE) : place]
    return bool(line) and _OF_THE_LAST.search(" ".join(line)) is not None


def ends_with_member(page: Outline, body: int, place: int) -> bool:
    """Whether a text is one of a body's last, and a link to a member."""
    link = page.links[page.owners[place]]
    if link < 0 or place < page.text_to[body] - _LAST:
        return False
    return is_of_author(page.attributes[link].get("href") or "")


def begins_with_member(page: Outline, body: int, place: int) -> bool:
    """Whether a text is one of a body's first, and a link to a member apart from all sentences."""
    link = page.links[page.owners[place]]
    if link <= body or place > page.text_from[body] + 1 or is_in_a_sentence(page, link):
        return False
    return is_of_author(page.attributes[link].get("href") or "")


def place_of_member(page: Outline, owner: int, name: str) -> str:
    """Where the link around a member's name leads, less the name; "" for no link to a place."""
    link = page.links[owner] if owner >= 0 else -1
    href = (page.attributes[link].get("href") or "") if link >= 0 else ""
    return shape_of(href.split(name)[0]) if name else ""
