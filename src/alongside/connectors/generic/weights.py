"""What the texts of a page weigh: prose, clutter, and the times between them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from alongside.connectors.dates import DateReader, is_a_span
from alongside.connectors.day_orders import month_comes_first, numbered_dates
from alongside.connectors.generic.days import is_item_of_words
from alongside.connectors.generic.edits import EDITED, is_drawn_as_edit
from alongside.connectors.generic.links import is_of_author
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.stamps import (
    JOINED,
    LONGEST_LABEL,
    POPOVERS,
    TIME_ATTRIBUTES,
    label_before,
    moment_in_attributes,
    shown_of_edits,
    told_beside,
)
from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision

_SIGNATURE = re.compile(
    r"signature|(?:^|[-_\s])(?:user|post)?_?(?:sig|signatur|firma)(?:$|[-_\s\d])", re.I
)
_RANK = re.compile(
    r"(?:\w+ )?(?:mitglied|membre|miembro|membro|medlem|członek|člen|üye|会员)(?: \w+)?",
    re.IGNORECASE,
)
# "field-name-board" names a field.
AUTHOR_WORDS = re.compile(
    r"author|user|nick|poster|member|(?<!field-)(?<!field--)\bname|login|pseudo|autor|profil|creator|persona",
    re.IGNORECASE,
)
# Parts of a page that tell of a post's author; "user-text" is what the author wrote.
ABOUT_AUTHOR = re.compile(
    r"(?:author|user|poster|profile|member|avatar)"
    r"(?![-_]?(?:text|content|body|post|comment|message|generated|html))",
    re.IGNORECASE,
)
_OF_WORDS = re.compile(r"content|body|text|message|comment\b|reply\b|entry", re.IGNORECASE)
LONGEST_NAME = 40
_TELLING_ATTRIBUTES = frozenset((*TIME_ATTRIBUTES, *POPOVERS, "title"))
_TITLE_ALONE = {"title"}
_TITLED = frozenset({"abbr", "time", "span", "a", "div", "small", "em", "i", "b"})
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
REPLY = re.compile(r"^(?:re|aw|sv|vs|odp|r|отв)\s*:\s*", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
# One such sign says as much as some letters do.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_DENSITY = 2
_FIELD = re.compile(r"[^\W\d_][^\d:]{0,20}:\s?[\d.,]+")  # "Posts: 112"
# "Posts: 20 | From: Leeds | Registered: Mar 2003"
FIELDS = re.compile(r"(?:[^\W\d_][^:|]{0,20}:\s?[^:|]{1,40}\s*(?:\|\s*|$)){2,8}")
_CLOCK_ALONE = re.compile(r"[\d:.]+\s*(?:[ap]\.?m\.?)?", re.IGNORECASE)

_LONGEST_TITLE = 120
_BESIDE = 100  # letters of an element in which a day and its clock stand apart
_ANY_WORD = re.compile(r"[^\W\d_]+")
_UP_TO_FIGURES = re.compile(r"\D*")
_LONGEST_NOTE = 12  # texts of which a note in one line is made
_SHORT = 25  # so short a text may as well be the value of a field
_MANY = 3  # a text that stands so often belongs to the page, not to a post
_WHOLE_PAGE = frozenset({"body", "main", "article"})
_AROUND = frozenset({"header", "footer", "aside"})
_APART_ROLES = frozenset({"complementary", "contentinfo", "banner", "navigation"})
_APART = re.compile(
    r"(?:^|[-_\s])(?<!with-)(?<!has-)(?<!no-)(?<!with_)(?<!has_)(?<!no_)(?<!post-)(?<!post_)"
    r"(?:widget(?:[-_]area)?|side-?bar|site-?(?:footer|header)|page-?(?:footer|header)"
    r"|colophon|(?<!entry-)(?<!item-)(?<!comment-)(?<!message-)(?<!card-)(?<!panel-)foot(?:er)?"
    r"|pagefoot\w*|cookies?|consent|gdpr"
    r"|(?:latest|recent|similar|related|suggested|recommended|popular|trending|hot|more|other)[-_]?"
    r"(?:posts?|threads?|topics?|discussions?|comments?|activity|questions?|replies)?)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
# What may be said of many threads in the same words: "Last post by kestrel, 2 weeks ago".
_OF_LAST_POST = re.compile(r"(?:last|latest|newest) (?:post|reply|comment|message)\b", re.I)
_WRITTEN = re.compile(r"^(?:posted|written|said|asked|answered|replied|added|submitted)\s+", re.I)
_MOST_APART = 0.8  # of a page's texts
_LESSER_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6", "legend", "caption", "summary"})
OTHERS = re.compile(
    r"(?:the |our )?(?:latest|recent|newest|similar|related|suggested|recommended|popular|trending"
    r"|active|unanswered|hot|other|more|new) (?:posts?|threads?|topics?|discussions?|comments?"
    r"|activity|activities|questions?|articles?|news|replies|conversations?)\b.{0,20}$"
    r"|(?:you (?:may|might) also|who(?: is|'s) online|ähnliche|neueste|letzte|aktuelle"
    r"|sujets similaires|discussions similaires|derniers|dernières|últim|ostatnie|podobne"
    r"|temas (?:similares|relacionados)"
    r"|laatste|vergelijkbare|senaste|liknande|simili|correlat|相关|最新|похожие|последние)",
    re.IGNORECASE,
)
_OTHER_THREADS = re.compile(r"\b(?:threads|topics|discussions|questions|articles|news)\b", re.I)
_HEADINGS = _LESSER_HEADINGS | {"h1"}
_DATE_WEIGHT = 12.0
_SIGNATURE_WEIGHT = 2.0
_CLUTTER_WEIGHT = 0.6


@dataclass(slots=True)
class TimeMark:
    """A place of the page that tells a time: the `text`-th of its texts, or just before it."""

    text: int
    owner: int
    words: str
    moment: Moment | None
    kind: str


class Weights:
    """The texts of a page weighed; sums over any element are two look-ups."""

    def __init__(self, page: Outline, reader: DateReader) -> None:
        self.page = page
        self.reader = reader
        self.signatures = self._signatures()
        self.apart = self._apart()
        self.takes_all = False
        self.edit_places: set[int] = set()  # texts that tell when a post was changed
        self._edits: list[TimeMark] = []
        self._of_others: list[str] = []  # days of joining and of edits, as the page writes days
        self.joinings: set[int] = set()  # texts that tell when somebody became a member
        titles: list[str] = []
        if reader.month_first_is_open:
            # Times in titles are read at once, those in words when they are asked for.
            titles = numbered_dates(attributes.get("title") for attributes in page.attributes)
            reader.month_first = month_comes_first(titles, reader)
        times = self._times()
        if reader.month_first_is_open:
            words = [time.words for time in times]
            reader.month_first = month_comes_first(
                words, reader, besides=[*self._of_others, *titles]
            )
        self._all_times = times
        self._take(times)
        self.told_times = self.dated

    def net(self, element: int) -> float:
        """An element's prose less its clutter."""
        start, end = self.page.text_from[element], self.page.text_to[element]
        return (self._prose[end] - self._prose[start]) - _CLUTTER_WEIGHT * (
            self._clutter[end] - self._clutter[start]
        )

    def is_around(self, element: int) -> bool:
        """Whether an element belongs to what stands around the contents of every page of a site."""
        if self.apart[element] and not self.takes_all:
            return True
        page = self.page
        while (parent := page.parents[element]) > 0:
            element = parent
        return page.tags[element] in _AROUND

    def prose(self, element: int) -> float:
        return self._prose[self.page.text_to[element]] - self._prose[self.page.text_from[element]]

    def said(self, element: int) -> int:
        """How much is said in an element in sentences: labels, links, ranks and titles left out."""
        return self._said[self.page.text_to[element]] - self._said[self.page.text_from[element]]

    def said_between(self, start: int, end: int) -> int:
        """The same of the texts from one up to another."""
        return self._said[end] - self._said[start] if start < end else 0

    def has_time(self, start: int, end: int) -> bool:
        at = bisect_left(self.time_places, start)
        return at < len(self.time_places) and self.time_places[at] < end

    def times_between(self, start: int, end: int) -> list[TimeMark]:
        low = bisect_left(self.time_places, start)
        high = bisect_left(self.time_places, end)
        return self.times[low:high]

    def most_of_a_kind(self, start: int, end: int) -> int:
        """How often the most frequent kind of time stands between two texts."""
        kinds = Counter(time.kind for time in self.times_between(start, end))
        return max(kinds.values(), default=1)

    def moment(self, time: TimeMark) -> Moment | None:
        """What a time says, with the words beside it: a day and its clock may stand apart."""
        if time.moment is not None:
            return time.moment
        own = self.reader.find(time.words)
        if own is not None and own.precision is Precision.RELATIVE:
            return told_beside(self.page, time.text, own, self.reader) or own
        if own is not None and own.precision is Precision.EXACT:
            return own
        is_clock = bool(_CLOCK_ALONE.fullmatch(time.words))
        if own is not None and own.precision is Precision.MINUTE and not is_clock:
            return own
        element = time.owner
        for _ in range(3):
            if self.page.text_to[element] - self.page.text_from[element] > _BESIDE / 2:
                break  # so many texts are no short words, and joining them costs much
            words = self.page.words(element)
            if len(words) > _BESIDE:
                break
            # A clock alone tells of today, until its day is found beside it.
            wider = self.reader.find(words) if words != time.words or not is_clock else None
            if wider is not None and wider.precision is Precision.MINUTE:
                return wider
            element = self.page.parents[element]
            if element < 0:
                break
        return own

    def mark_by_names(self) -> None:
        """Takes what looks like members' names for what stands between the posts.

        Some pages, those for readers without JavaScript above all, show no time at all.
        """
        page, marks = self.page, []
        for place, words in enumerate(page.texts):
            owner = page.owners[place]
            if 1 < len(words) <= LONGEST_NAME and not self.signatures[owner]:
                path = page.path(owner)
                link = page.links[owner]
                href = (page.attributes[link].get("href") or "") if link >= 0 else ""
                if AUTHOR_WORDS.search(path.split(">")[0]) or (
                    is_of_author(href) and not AUTHOR_WORDS.search(words)
                ):
                    marks.append(TimeMark(place, owner, "", None, path))
        self._take(marks)

    def mark_by_edits(self) -> bool:
        """Takes in the times at which something was edited or updated; False if there are none."""
        if self._edits:
            marks = sorted((*self._all_times, *self._edits), key=lambda time: time.text)
            self._take(marks)
        return bool(self._edits)

    def mark_by_times(self) -> None:
        """Takes the page's times again for what stands between the posts."""
        self._take(self._all_times)

    def take_all(self) -> None:
        """Weighs what stands around a page's contents like the rest: a theme may name all so."""
        self.takes_all = True
        self._weigh()

    def _take(self, times: list[TimeMark]) -> None:
        self.times = times
        self.time_places = [time.text for time in times]
        self.dated = set(self.time_places)
        self._weigh()

    def _signatures(self) -> list[bool]:
        """Which elements lie in a member's signature."""
        page, found = self.page, [False] * len(self.page)
        is_signature = _found_in_names(_SIGNATURE)
        for element, attributes in enumerate(page.attributes):
            parent = page.parents[element]
            found[element] = (parent >= 0 and found[parent]) or is_signature(
                f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
            )
        return found

    def _apart(self) -> list[bool]:
        """Which elements lie in what stands around the contents of every page of a site."""
        page, found = self.page, [False] * len(self.page)
        headed = self._under_other_headings()
        is_apart = _found_in_names(_APART)
        for element, attributes in enumerate(page.attributes):
            parent = page.parents[element]
            if page.tags[element] in _WHOLE_PAGE:
                continue
            if parent >= 0 and found[parent]:
                found[element] = True
                continue
            if page.text_to[element] - page.text_from[element] > _MOST_APART * len(page.texts):
                continue  # "with-sidebar": the page itself
            found[element] = (
                element in headed
                or attributes.get("role") in _APART_ROLES
                or is_apart(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
            )
        return found

    def _under_other_headings(self) -> set[int]:
        """What stands under headings such as "Latest posts": other threads, beside this one."""
        page, found = self.page, set[int]()
        for element, tag in enumerate(page.tags):
            if tag not in _LESSER_HEADINGS or not OTHERS.match(page.words(element)):
                continue
            part = page.parents[element]
            while part > 0 and page.text_to[part] == page.text_to[element]:
                part = page.parents[part]  # the heading is wrapped once more
            is_first = part > 0 and page.text_from[part] == page.text_from[element]
            if is_first and page.tags[part] not in _WHOLE_PAGE:
                found.add(part)
            elif _OTHER_THREADS.search(page.words(element)):
                found.update(self._below(element))
        return found

    def _below(self, heading: int) -> list[int]:
        """The elements beside a heading that stand below it, up to the next heading."""
        page, found = self.page, list[int]()
        around = page.parents[heading]
        beside = page.last[heading] + 1
        while beside <= page.last[around] and page.tags[beside] not in _HEADINGS:
            found.append(beside)
            beside = page.last[beside] + 1
        return found

    def _times(self) -> list[TimeMark]:
        page = self.page
        found: list[TimeMark] = []
        told: set[int] = set()
        for element, attributes in enumerate(page.attributes):
            if not attributes or not (telling := attributes.keys() & _TELLING_ATTRIBUTES):
                continue
            if telling == _TITLE_ALONE and page.tags[element] not in _TITLED:
                continue
            moment = moment_in_attributes(attributes, page.words(element), self.reader)
            if moment is None:
                continue
            start = page.text_from[element]
            if self._is_of_an_edit(start, element):
                told.update(range(start, page.text_to[element]))
                self.edit_places.update(range(start, page.text_to[element]))
                self._edits.append(
                    TimeMark(start, element, page.words(element), moment, page.path(element, 2))
                )
                continue
            told.update(range(start, page.text_to[element]))
            if page.text_to[element] > start and self._is_joining(start):
                self.joinings.add(start)
                continue
            kind = page.path(element, 2)
            found.append(TimeMark(start, element, page.words(element), moment, kind))
        again = Counter(REPLY.sub("", words) for words in page.texts if words.count(" ") > 3)
        for place, words in enumerate(page.texts):
            if place in told or not _is_label(words) or not self.reader.tells_a_time(words):
                continue
            is_title = again[REPLY.sub("", words)] > 1 or words in page.title
            is_title = is_title and sum(map(str.isalpha, words)) > 16
            if is_title and not (_OF_LAST_POST.match(words) or is_a_span(_WRITTEN.sub("", words))):
                continue  # the thread's title, with a day in it
            owner = page.owners[place]
            if is_item_of_words(page, owner, words):
                continue
            if self._is_of_an_edit(place, owner):
                self.edit_places.add(place)
                self._edits.append(TimeMark(place, owner, words, None, page.path(owner, 2)))
                self._of_others.append(words)
            elif self._is_joining(place):
                self.joinings.add(place)
                self._of_others.append(words)
            else:
                found.append(TimeMark(place, owner, words, None, page.path(owner, 2)))
        found.sort(key=lambda time: time.text)
        edits = [time.text for time in self._edits]
        repeated = shown_of_edits(page, [time.text for time in found] if edits else (), edits)
        return [time for time in found if time.text not in repeated]

    def _is_joining(self, place: int) -> bool:
        label = label_before(self.page.texts, place)
        if JOINED.search(self.page.texts[place]):
            return True
        # "Mitglied" alone is a rank, and what stands behind it, or behind a label that has a day of
        # its own, the time of a post.
        return bool(
            len(label) < 40
            and JOINED.search(label)
            and not _RANK.fullmatch(label)
            and not any(map(str.isdigit, label))
        )

    def _tells_of_somebody(self, owner: int) -> bool:
        """Whether a short text stands where forums write of the author of a post."""
        for name in self.page.path(owner).split(">"):
            if _OF_WORDS.search(name):
                return False
            if ABOUT_AUTHOR.search(name):
                return True
        return False

    def _is_of_an_edit(self, place: int, owner: int) -> bool:
        """Whether a time tells when a post was changed, as the words before it in its line say."""
        page, around = self.page, owner
        own = page.texts[place] if place < len(page.texts) else ""
        if (found := EDITED.search(own)) is not None and found.start() > _SHORT:
            # "This post was by robin on 3 March edited", but not "3 March, edited by robin".
            before = _UP_TO_FIGURES.match(own)
            if before is not None and len(_ANY_WORD.findall(before[0])) > 1:
                return True
        if is_drawn_as_edit(page, owner):
            return True
        for _ in range(3):
            start = page.text_from[around]
            if page.text_to[around] - start > _LONGEST_NOTE or around < 0:
                return False
            texts = page.texts[start : place + 1]
            if sum(map(len, texts)) + len(texts) > _LONGEST_TITLE + 1:
                return False
            # Not of "The edited form came by post."
            words = " ".join(
                text
                for text in texts
                if text is own or " " not in text or not self._is_said_in_full(text)
            )
            if (found := EDITED.search(words)) is not None:
                return not self.reader.tells_a_time(words[: found.start()])
            around = page.parents[around]
        return False

    def _is_said_in_full(self, text: str) -> bool:
        """Whether words are a sentence, or the thread's title."""
        return text.endswith((".", "!", "?")) or text in self.page.title

    def _weigh(self) -> None:
        page = self.page
        shapes = Counter(_shape(words) for words in page.texts if len(words) <= _LONGEST_TITLE)
        subjects = _subjects(page.texts)
        title = page.heading()
        self._prose, self._clutter, self._said = [0.0], [0.0], [0]
        for place, words in enumerate(page.texts):
            owner, size = page.owners[place], _size(words)
            good = bad = 0.0
            if self.signatures[owner]:
                bad = _SIGNATURE_WEIGHT
            elif size <= LONGEST_LABEL and place in self.dated:
                bad = _DATE_WEIGHT
            elif size <= _LONGEST_TITLE and (
                shapes[_shape(words)] >= _MANY or REPLY.sub("", words) in subjects
            ):
                bad = size
            elif size <= LONGEST_LABEL and (
                place in self.joinings or _FIELD.fullmatch(words) or JOINED.match(words)
            ):
                bad = 0.25 * size
            elif FIELDS.fullmatch(words) or _is_about(title, words):
                bad = size
            elif size > LONGEST_LABEL:
                good = 0.0 if page.links[owner] >= 0 else size
            elif page.links[owner] >= 0 or self._tells_of_somebody(owner):
                bad = 0.25 * size
            elif size <= _SHORT and not _SENTENCE_END.search(words):
                good = 0.5 * size
            else:
                good = size
            if self.apart[owner] and not self.takes_all:
                good = 0.0
            self._said.append(self._said[-1] + (size if good == size else 0))
            self._prose.append(self._prose[-1] + good)
            self._clutter.append(self._clutter[-1] + bad)


def _found_in_names(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    """Tells whether a pattern stands in a name: a page has few, each borne by many elements."""
    return cache(lambda names: len(names) > 1 and pattern.search(names) is not None)


def _is_label(words: str) -> bool:
    """Whether a text that may tell a time is more than a sentence of somebody's."""
    if len(words) > 120:
        return False
    parts = words.split()
    if len(parts) > 14:
        return False
    return not (len(parts) > 4 and words[-1] in ".!?" and not words.endswith("m."))


def _subjects(texts: list[str]) -> frozenset[str]:
    """Titles that posts bear: they stand there with "Re:" and without."""
    again = {REPLY.sub("", words) for words in texts if REPLY.match(words)}
    if not again:
        return frozenset()
    counted = Counter(bare for words in texts if (bare := REPLY.sub("", words)) in again)
    return frozenset(bare for bare, times in counted.items() if times > 1)


def _is_about(title: str, words: str) -> bool:
    """Whether a text says little more than the thread's title: "robin replied to: Heating"."""
    return " " in title and title in words and len(words) <= len(title) + LONGEST_NAME


def _size(words: str) -> int:
    """How much a text says, in letters."""
    if words.isascii():
        return len(words)
    return len(words) + _DENSITY * len(_DENSE.findall(words))


def _shape(words: str) -> str:
    """A text without "Re:", and a short one without its figures, to know repetitions by."""
    words = REPLY.sub("", words)
    return _FIGURES.sub("#", words) if len(words) <= _SHORT else words
