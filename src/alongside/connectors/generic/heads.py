"""The time and the author's name that stand nearest to what may be a post's words.

Told by nearness and by what forum software calls such places: a link to a profile, "by" before a
name, the first of the few texts that say since when somebody is a member. What only names a thing
to do, a rank or the forum's own clock is none of them.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property

from alongside.connectors.generic.authors import (
    NAMED_IN,
    PLACES_AROUND,
    could_be_name,
    is_labelled,
    is_titled,
    likelihood_of_place,
    name_before_time,
    name_in,
)
from alongside.connectors.generic.clutter import MADE, is_by_hand, is_of_the_words
from alongside.connectors.generic.links import is_of_author
from alongside.connectors.generic.nearness import Surroundings
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.stamps import JOINED
from alongside.connectors.generic.weights import (
    AUTHOR_WORDS,
    FIELDS,
    LONGEST_NAME,
    REPLY,
    TimeMark,
    Weights,
)

# Names of places where software writes the time of a post, and of some where it writes another.
_POSTED = re.compile(
    r"date|time|posted|submitted|created|publish|\bago\b|when|stamp|meta|byline|permalink",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"last|edit|updat|modif|activ|visit|seen|expire|clos|online|join|regist|now|cookie|notice"
    r"|banner|news|like|react|thank|vote|event|relat|similar|recent|birth|copyright",
    re.IGNORECASE,
)
# Before a time, or in it, where it is none of a post's.
_NOT_POSTED = re.compile(
    r"\blast (?:visit|post|repl|activ|comment|seen|message|login|edit|modif|updat|change)"
    r"|\btime(?: is)? now\b|\bit is (?:now|currently)|\bcurrent(?:ly)?\b.{0,12}\btime|\btoday is"
    r"|\ball times\b|©|\bcopyright|\bmost users\b|\bonline\b|\breg(?:ed|istered|\.)?:|\bsince\b"
    r"|\bletzte[rn]? (?:beitrag|besuch|antwort)|\bes ist jetzt|\baktuelle (?:zeit|uhrzeit)|\bseit\b"
    r"|\bderni(?:er|ère) (?:message|réponse|visite)|\bil est (?:actuellement|maintenant)"
    r"|\bnous sommes le|\bheure actuelle|\bdepuis\b"
    r"|\búltim[oa] (?:mensaje|respuesta|visita|mensagem)|\bfecha actual|\bdesde\b|\bostatni"
    r"|\bultimo messaggio|\blaatste (?:bericht|reactie)|\bsenaste (?:inlägg|svar)|\bпоследн"
    r"|\bсейчас|\bahora son las",
    re.IGNORECASE,
)
_SINCE = re.compile(r"^(?:since|seit|depuis)\b", re.IGNORECASE)
_CLOCK_ALONE = re.compile(
    r"\d{1,2}(?:[:.h]\d{2}){1,2}\s*(?:[ap]\.?m\.?|uhr)?|\d{1,2}\s*[ap]\.?m\.?", re.IGNORECASE
)
_WORDS_FOR_BY = r"by|from|von|par|por|di|door|av|af|od|przez|от"
# What ends before a name.
_BY = re.compile(
    rf"(?:^|[\s|·,(»-])(?:{_WORDS_FOR_BY}|author|автор|autor|auteur|autore|verfasser|kirjoittanut)"
    r"\s*:?\s*$",
    re.IGNORECASE,
)
_BY_ANOTHER = re.compile(
    r"power|theme|style|design|host|edit|modif|last|moder|bearbeitet|geändert|letzte|derni|últim"
    r"|moved|closed|locked|made|driven|built|run\b",
    re.IGNORECASE,
)
# "Asked by robin on 3 March", "robin wrote on 3 March:"
_TOLD_BY = re.compile(
    rf"(?:^|\s)(?:{_WORDS_FOR_BY})(?:\s*:)?\s+(?P<after>[^\s,|»·]+(?: [^\s,|»·\d]+){{0,2}}?)\s*"
    r"(?:[,|»·–-]|\s(?:on|at|am|um|le|el|em|il|op|den|dne|в)\s|\d|$)"
    r"|^(?P<before>[^\s,:|]+(?: [^\s,:|]+){0,2}?),? "
    r"(?:wrote|said|posted|asked|schrieb|fragte|a écrit|escribió|escreveu|ha scritto|schreef|skrev"
    r"|napisał|napsal|написал)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^[\s,:-]*(?:wrote|said|says|posted|asked|writes|schrieb|schreibt|fragte|a écrit|escribió|dijo"
    r"|escreveu|disse|ha scritto|schreef|skrev|kirjoitti|napisał|napsal|írta|написал|пишет)\b",
    re.IGNORECASE,
)
# Where links lead that stand beside a member's name, and to no member.
_NO_PROFILE = re.compile(
    r"^#|search|find|log-?(?:in|out)|sign-?(?:in|up)|regist|report|/pm\b|private|sendto|send_?m"
    r"|message/|compose|mailto|member-?list|/(?:members|users|people)/?(?:[?#]|$)|rules|faq|help"
    r"|quote|reply|share|facebook|twitter|print|newthread|subscri|bookmark|upgrade|javascript:"
    r"|forumdisplay",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"button|btn|tool|control|action|option|share|quick|menu|pager|pagination|crumb|badge|banner"
    r"|\bnav|status|group|rank|level|reputation|count|flair|_ip\b",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:posts|messages|threads|topics|beiträge|nachrichten|mensajes|mensagens|messaggi|berichten"
    r"|posty|сообщени\w+)\b\s*:?(?:\s*[\d.,\s]+)?|[\d.,]+ (?:posts|messages|beiträge|mensajes)",
    re.IGNORECASE,
)
_INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "small", "span", "strong", "time"})
_LONGEST_LABEL = 40
_TRAIL = re.compile(r"crumb", re.IGNORECASE)
_TRAIL_WITHIN = "[class*=crumb], [class*=Crumb]"
_MOST_TEXTS_OF_TRAIL = 40
_MANY = 5  # times, which are several posts'
_PANEL = 14  # texts beside a post that tell of its author
_PARTS_OF_PANEL = 5
_BESIDE = 2  # texts between a name and a time in one line
_FIRST_OR_BESIDE = 3  # texts of a post, or beside the time in it, among which its author may be
_FEWEST_AROUND = 2
_BEYOND = 0.6  # for each part around outside the one that holds words and time
_AGAIN = 0.6  # for a link that leads where another did, with other words
_IN_LINE = 0.4
_NEAR_NAME = 6  # texts between a name and a time of its own
_ANOTHER = 0.3
_HEADINGS = frozenset({"h1", "h2"})
_AT_FOOT = 1.3  # for a time that ends a part, in an element of its own
_OWN_TIME = 0.75  # of the likelihood of a time behind a part
_UNLIKELY = 0.25
_LINKED = 1.2  # for a link to a member's page, or a name that is said to be the author's
_LIKELY = 1.6


def words_of_trails(page: Outline) -> frozenset[str]:
    """What stands in the trails that lead down to a thread: boards' names and its own title."""
    found = {
        words
        for element, attributes in enumerate(page.attributes)
        if _TRAIL.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
        for words in page.texts[page.text_from[element] : page.text_to[element]][
            :_MOST_TEXTS_OF_TRAIL
        ]
    }
    for menu in page.menus:
        if _TRAIL.search(menu.attributes.get("class") or "") or menu.css_first(_TRAIL_WITHIN):
            told = menu.text(deep=True, separator="\n").split("\n")
            found.update(" ".join(words.split()) for words in told[:_MOST_TEXTS_OF_TRAIL])
    return frozenset(found - {""})


@dataclass(frozen=True, slots=True)
class Head:
    """A time and a name near what may be a post's words, each with how likely it is theirs, from 0
    to 1. `author` lives in memory only; `author_at` is -1 where an attribute names it.
    """

    time: TimeMark
    timed: float
    author: str
    author_at: int
    named: float


class HeadFinder:
    """Looks for the times and names of one page's parts."""

    def __init__(self, page: Outline, weights: Weights) -> None:
        self.page = page
        self.weights = weights
        self._heading = page.heading() or page.title
        self._tells_of_member = cache(_tells_of_member)
        self._as_names: dict[int, float] = {}  # by text: the same for all parts around it

    @cached_property
    def _trail(self) -> frozenset[str]:
        return words_of_trails(self.page)

    def head_of(self, body: int) -> Head | None:
        """None where either is missing."""
        near = Surroundings(self.page, self.weights, body)
        time, timed = self._time(near)
        if time is None:
            return None
        author, author_at, named = self._author(near, time)
        return Head(time, timed, author, author_at, named) if author else None

    def _time(self, near: Surroundings) -> tuple[TimeMark | None, float]:
        best, best_likelihood = None, 0.0
        own, own_likelihood = None, 0.0
        for time in self.weights.times_between(near.places.start, near.end + len(near.places)):
            if time.text > near.places.stop:
                break
            likelihood = self._as_time(near, time)
            if likelihood > best_likelihood:
                best, best_likelihood = time, likelihood
            if near.is_inside(time.text) and likelihood > own_likelihood:
                own, own_likelihood = time, likelihood
        # Behind a part that has a time of its own stands that of what follows.
        is_behind = best is not None and best.text >= near.end
        if is_behind and own_likelihood > _OWN_TIME * best_likelihood:
            best, best_likelihood = own, own_likelihood
        return best, min(1.0, best_likelihood)

    def _as_time(self, near: Surroundings, time: TimeMark) -> float:
        page = self.page
        place = min(time.text, len(page.texts) - 1)
        likelihood = near.nearness(place)
        if time.moment is not None and time.owner in near.around:
            likelihood = near.told_of_all(time.owner)
        elif (
            near.is_inside(place)
            and time.moment is None
            and (time.owner == near.body or is_of_the_words(page, time.owner))
        ):
            likelihood *= 0.3  # a day that somebody wrote of
        elif place == near.end - 1 > near.start and page.text_from[time.owner] == place:
            likelihood *= _AT_FOOT
        if _CLOCK_ALONE.fullmatch(time.words):
            likelihood *= 0.4  # its day stands beside it
        if time.moment is None and page.tags[time.owner] != "time":
            likelihood *= 0.9 if _POSTED.search(time.kind) else 0.75
        if tells_otherwise(page, time):
            likelihood *= 0.15
        elif _OTHERWISE.search(time.kind):
            likelihood *= 0.5
        title = REPLY.sub("", page.attributes[time.owner].get("title") or "")
        if title and self._is_title(title):
            likelihood *= 0.1  # the thread's, with a day in it
        if self.weights.is_around(time.owner) and near.level(place) > 2:
            likelihood *= 0.3
        return likelihood

    def _author(self, near: Surroundings, time: TimeMark) -> tuple[str, int, float]:
        """A name, the element in which it stands, and how likely it is the author's."""
        page, weights = self.page, self.weights
        reach = near.level(min(time.text, len(page.texts) - 1))
        for element in near.around[: max(reach, _FEWEST_AROUND) + 1]:
            for name in NAMED_IN:
                if value := (page.attributes[element].get(name) or "").strip():
                    return value[:LONGEST_NAME], -1, 1.0
        if told := told_by(time.words):
            return told, time.owner, 1.0
        best, best_likelihood = ("", -1), 0.0
        led_to: dict[str, str] = {}
        for place in near.places:
            words, owner = page.texts[place], page.owners[place]
            if not 1 < len(words) <= LONGEST_NAME or place in weights.told_times:
                continue
            if (likelihood := self._as_names.get(place)) is None:
                likelihood = self._as_names[place] = self._as_name(place, words, owner)
            href = self._href(owner)
            is_again = bool(href) and led_to.setdefault(href, words) != words
            if likelihood + _IN_LINE <= best_likelihood:
                continue
            if near.is_inside(place) and not _may_be_inside(near, place, time):
                continue
            level = near.level(place)
            if weights.signatures[owner] or (level > 1 and weights.is_around(owner)):
                continue
            if abs(place - time.text) <= _BESIDE and self._are_in_line(owner, time):
                likelihood += _IN_LINE if could_be_name(words, weights.reader) else 0.0
            if is_again:
                likelihood *= _AGAIN  # what else there is of the member
            if place >= near.end > time.text and self._is_timed_anew(near, place, time):
                likelihood *= _ANOTHER
            likelihood *= near.nearness(place) * _BEYOND ** max(0, level - max(reach, 1))
            if likelihood > best_likelihood:
                best, best_likelihood = (words, owner), likelihood
        if best_likelihood < _LINKED and (told := name_before_time(time.words, weights.reader)):
            return told, time.owner, 0.8
        if best_likelihood < _UNLIKELY:
            return "", -1, 0.0
        return name_in(best[0]), best[1], min(1.0, best_likelihood / _LIKELY)

    def _is_timed_anew(self, near: Surroundings, place: int, own: TimeMark) -> bool:
        """Whether another time behind a part stands near a name there: who remarked on it, and
        when. At the foot of a post its own may be told again."""
        first, last = max(near.end, place - _NEAR_NAME), place + _NEAR_NAME + 1
        told = [self.weights.moment(time) for time in self.weights.times_between(first, last)]
        return bool(told) and self.weights.moment(own) not in told

    def _as_name(self, place: int, words: str, owner: int) -> float:
        """How much a text is like a member's name, wherever it stands."""
        page = self.page
        path, name = page.path(owner), name_in(words)
        is_told = is_labelled(words)
        likelihood = 1.6 if is_told else likelihood_of_place(page.path(owner, PLACES_AROUND))
        likelihood += self._by_link(name, owner)
        if "author" in (page.attributes[owner].get("itemprop") or ""):
            likelihood += 1.2
        if self._is_told_by(place, words, name):
            likelihood += 0.8
        if page.tags[owner] in ("b", "strong"):
            likelihood += 0.1
        first = self._first_of_panel(owner)
        if first == place:
            likelihood += 0.8
        elif first >= 0:
            likelihood *= 0.5
        if not is_told and (is_titled(path) or _is_of_a_deed(path)):
            likelihood *= 0.4
        if words in self._trail:
            likelihood *= 0.1
        elif (" " in words or page.tags[owner] in _HEADINGS) and self._is_title(words):
            likelihood *= 0.3
        return likelihood if could_be_name(words, self.weights.reader) else 0.1 * likelihood

    def _by_link(self, name: str, owner: int) -> float:
        """How much a link speaks for a name: it leads to a profile, or says so."""
        page, link, href = self.page, self.page.links[owner], self._href(owner)
        if link < 0:
            return 0.0
        attributes = page.attributes[link]
        told = 1.2 if "author" in f"{attributes.get('rel')} {attributes.get('itemprop')}" else 0.0
        if _NO_PROFILE.search(href):
            return told
        if not is_of_author(href):
            return 0.4 + told
        return (2.0 if _is_in_address(name, href) else 1.4) + told

    def _is_told_by(self, place: int, words: str, name: str) -> bool:
        """Whether "by" stands before a name, or "wrote" behind it."""
        texts = self.page.texts
        before = texts[place - 1] if place else ""
        after = texts[place + 1] if place + 1 < len(texts) else ""
        if name != words and _WITH_BY.match(words):
            return True
        is_by = len(before) <= LONGEST_NAME and _BY.search(before) is not None
        return (is_by and not _BY_ANOTHER.search(before)) or _SAID.match(after) is not None

    def _are_in_line(self, owner: int, time: TimeMark) -> bool:
        page = self.page
        line = page.parents[time.owner] if page.tags[time.owner] in _INLINE else time.owner
        return line > 0 and page.contains(line, owner) and owner != time.owner

    def _href(self, owner: int) -> str:
        link = self.page.links[owner]
        return (self.page.attributes[link].get("href") or "") if link >= 0 else ""

    def _is_title(self, words: str) -> bool:
        return words in self.page.title or (bool(self._heading) and self._heading in words)

    def _first_of_panel(self, owner: int) -> int:
        """The first of the few texts around one that tell since when somebody is a member, or how
        much they wrote; -1 where none do."""
        page, element = self.page, owner
        for _ in range(_PARTS_OF_PANEL):
            first, last = page.text_from[element], page.text_to[element]
            if element < 0 or last - first > _PANEL:
                break
            if any(map(self._tells_of_member, page.texts[first + 1 : last])):
                return first
            element = page.parents[element]
        return -1


_WITH_BY = re.compile(rf"^(?:\w+ )?(?:{_WORDS_FOR_BY})\b", re.IGNORECASE)


def _tells_of_member(words: str) -> bool:
    return bool(JOINED.search(words) or FIELDS.fullmatch(words) or _WROTE.fullmatch(words))


def tells_otherwise(page: Outline, time: TimeMark) -> bool:
    """Whether the words before a time, or in it, say that it is no post's: "last activity"."""
    place = min(time.text, len(page.texts) - 1)
    label = page.texts[place - 1][-_LONGEST_LABEL:] if place else ""
    if " " in label and page.texts[place - 1] in page.title:
        label = ""  # "No heating since Monday" is the thread's title
    told = time.words[:_LONGEST_LABEL]
    if not JOINED.search(label):
        told = _SINCE.sub("", told)  # "Since 3 days" in a line of its own
    return bool(_NOT_POSTED.search(f"{label} {told}") or MADE.search(time.words))


def has_one_time(page: Outline, weights: Weights, start: int, end: int) -> bool:
    """Whether texts tell one time, besides when their thread was last active."""
    times = weights.times_between(start, end)
    if not 0 < len(times) < _MANY:
        return False
    told = [time for time in times if not tells_otherwise(page, time)]
    # In a member's own words, days may stand on lines of their own.
    return len(told) == 1 or sum(not is_by_hand(page, time) for time in told) == 1


def follows_by(page: Outline, element: int) -> bool:
    """Whether an element stands behind "posted by", "from" and the like."""
    place = page.text_from[element] - 1
    return place >= 0 and _BY.search(page.texts[place][-_LONGEST_LABEL:]) is not None


def told_by(words: str) -> str:
    """The author whom the words of a time name besides: "Asked by robin on 3 March"."""
    if (found := _TOLD_BY.search(words)) is None or _BY_ANOTHER.search(words[: found.end()]):
        return ""
    name = (found["after"] or found["before"]).strip(" .:»")
    return name if any(map(str.isalpha, name)) and len(name) <= LONGEST_NAME else ""


def _may_be_inside(near: Surroundings, place: int, time: TimeMark) -> bool:
    """Whether the author may be named among a post's own texts: where its time stands there too."""
    if not near.is_inside(time.text):
        return False
    return min(abs(place - time.text), place - near.start) <= _FIRST_OR_BESIDE


def _is_of_a_deed(path: str) -> bool:
    """Whether an element, or what it stands in, is named like a button or a badge."""
    own, around, *_ = *path.split(">"), ""
    return bool(_DOING.search(own) or (_DOING.search(around) and not AUTHOR_WORDS.search(around)))


def _is_in_address(name: str, href: str) -> bool:
    """Whether an address bears a name, written as addresses are."""
    bare = re.sub(r"[\W_]+", "", name.casefold())
    if len(bare) < 2 or is_of_author(f"/{bare}/"):
        return False
    return bare in re.sub(r"%[0-9a-f]{2}|[\W_]+", "", href.casefold())
