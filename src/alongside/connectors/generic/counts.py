"""What the numbers in the rows of a list count: the replies of a thread, the threads of a board.

A number is called by the words in its own text ("3 replies"), by a label beside it, by the head of
its column, or by the class of its element, the first of these that says something.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alongside.connectors.generic.icons import counted_by_icon
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.rows import Region
from alongside.connectors.generic.tables import column_names
from alongside.connectors.generic.weights import Weights
from alongside.connectors.page import figure_in

_NUMBER = re.compile(r"\d[\d.,'’\u00a0\u202f]*[kKmM]?")
_REPLIES = re.compile(
    r"repl|antwort|répons|respuest|respost|rispost|reactie|antwoord|svar|vastau|odpow|odpov"
    r"|ответ|відпов|απαντ|yanıt|cevap|ateb|回复|回覆|返信|답글|comment|posts?\b|beitr|messag|mensaj"
    r"|answers?\b|responses?\b",
    re.IGNORECASE,
)
ALL_REPLIES = re.compile(
    r"(?:repl(?:y|ies)|comments?|responses?|answers?|antworten?|kommentare?|réponses?|respuestas?"
    r"|risposte?|atebion|ateb|comentarios?|comentários?|commentaires?|commenti|odpowiedzi|ответы)",
    re.IGNORECASE,
)
_ALL_POSTS = re.compile(
    r"posts?|messages?|beitr[äa]ge?|mensajes?|messaggi[o]?|berichten|сообщени\w+", re.IGNORECASE
)
_VIEWS = re.compile(
    r"view|hit|zugriff|aufruf|ansicht|gelesen|vues?\b|affich|lectur|vistas?\b|visit[ae]|visualiz|bekeken|visning|läst|näyt"
    r"|odsłon|wyświet|zobraz|просмотр|перегляд|εμφαν|görünt|(?<!th)read|浏览|查看|閲覧|조회",
    re.IGNORECASE,
)
_NO_REPLIES = re.compile(
    r"(?:noch )?(?:no|keine|aucune?|sin|nessuna?|geen|inga|brak|dim|heb) (?:[^\W\d_]+ )??"
    r"(?P<what>[^\W\d_]{3,20})(?: (?:yet|so far|aún|todavía|ainda|finora))?[.!]?",
    re.IGNORECASE,
)
_THREADS = re.compile(
    r"thread|topic|conversation|them|discuss|sujet|subject|tema|тем|question|onderwerp|argoment|tópico|wątk|konu"
    r"|pynciau|主题|主題",
    re.IGNORECASE,
)
_POSTS = re.compile(
    r"post|beitr|messag|mensaj|сообщ|repl|bericht|mensage|wpis|mesaj|inlägg|negeseuon|帖",
    re.IGNORECASE,
)
_VOTES = re.compile(r"votes?|points?|likes?|stimmen?|punkte?|voices|participants", re.IGNORECASE)
# "No new posts" is said of what one has read.
_NEW = re.compile(
    r"\b(?:new|unread|neuen?|ungelesen\w*|nouveaux?|nuev\w+|nuov\w+)\b", re.IGNORECASE
)
_A_LABEL = re.compile(r"[^\W\d_]{3,15}(?: [^\W\d_]{3,12})?\s?:?")
# "Last post" is followed by a time or a title, and counts nothing.
_OF_ONE_POST = re.compile(
    r"(?:first|last|latest|newest|new|recent|erster|letzter|neuester|premier|dernier|último)\b",
    re.IGNORECASE,
)
# "Reply #3" is one of several.
_NUMBERED = re.compile(r"#\s?\d")
_FIGURE = r"\d[\d.,'’\u00a0\u202f]*"
# "12/340" in one cell, under "Posts/Views".
_PAIR = re.compile(rf"({_FIGURE}[kKmM]?) ?/ ?({_FIGURE}[kKmM]?)")
# "4 posts · 104 views", "4 posts spanning 28 hours"
_PARTED = re.compile(r"\s[·|•–—/]\s|^[·|•–—]\s|;\s|\sspanning\s")
_PARTED_LINE = re.compile(r",(?!\d)|[;·•|–—()\[\]]|\s-\s|\.\s|\sspanning\s")
_COUNTED = re.compile(
    rf"(?P<number>{_FIGURE}) (?P<what>[^\W\d_]{{3,15}})"
    rf"|(?P<label>[^\W\d_]{{3,15}})\s?: ?(?P<labelled>{_FIGURE})"
)
_COUNT_AS_SUCH = re.compile(r"[-_]?(?:count|counter|num|number|total)s?$", re.IGNORECASE)
_LAST_WORD = re.compile(r"[^\W_]+$")
_HEADING = re.compile(r"h[1-6]")
_ANYTHING_COUNTED = re.compile(
    "|".join(one.pattern for one in (_REPLIES, _VIEWS, _THREADS, _POSTS, _VOTES)), re.IGNORECASE
)
_LONGEST_COUNT, _LONGEST_LABEL, _LONGEST_LINE = 40, 30, 120
_SECOND = 2  # page of a thread
_FEW_TEXTS = 3  # what stands around a number and little else may have a class that calls it


@dataclass(frozen=True, slots=True)
class _Count:
    """A number in a row. `rest` are the words of its own text besides, `beside` a label's.

    `half` says which of two it is that stand in one text, "12/340"; None for one alone.
    """

    place: int
    value: int
    rest: str
    beside: str
    half: int | None = None


def replies_of(
    outline: Outline, weights: Weights, links: Sequence[int], regions: Sequence[Region]
) -> list[int | None]:
    """Of each row of a list of threads the count of replies: the numbers that are called so, else
    the smaller of two columns.

    Numbers of posts count the first one too, unless some thread has none of them.
    """
    columns: dict[str, dict[int, int]] = defaultdict(dict)
    named: dict[str, int] = defaultdict(int)
    of_posts: set[str] = set()  # columns that count all posts, the first among them
    heads = column_names(outline)
    for index, region in enumerate(regions):
        for count in _counts_in(outline, weights, region):
            if count.rest and not _REPLIES.search(count.rest) and not _VIEWS.search(count.rest):
                continue
            if _VOTES.fullmatch(count.beside):
                continue
            owner = outline.owners[count.place]
            called = _called(outline, count, heads)
            icon = "" if called or count.rest else counted_by_icon(outline, count.place)
            if _VOTES.fullmatch(icon):
                continue
            called = called or icon
            column = f"{outline.path(owner, 1)} {count.rest or count.beside or icon}"
            if count.half is not None:
                column = f"{column} {count.half}"
            if ALL_REPLIES.fullmatch(count.rest or count.beside or called):
                column = "replies"  # "no comments" stands elsewhere than a link to "3 comments"
            elif _ALL_POSTS.fullmatch(count.rest or count.beside):
                column = "posts"  # "1 post", "2 posts"
            if index in columns[column]:
                column = f"{column} again"
            columns[column].setdefault(index, count.value)
            if _ALL_POSTS.fullmatch(count.rest or count.beside or called):
                of_posts.add(column)
            named[column] += bool(_REPLIES.search(called)) - 2 * bool(_VIEWS.search(called))
    if posts := columns.get("posts"):
        for row, replies in columns.get("replies", {}).items():
            if not replies:
                posts.setdefault(row, 1)  # "no replies" among "5 posts"
    usable = {name: values for name, values in columns.items() if len(values) > 0.6 * len(links)}
    if not usable:
        return [None] * len(links)
    called_so = [name for name in usable if named[name] > 0]
    if called_so:
        best = max(called_so, key=lambda name: named[name])
    else:
        unnamed = [name for name in usable if named[name] >= 0]
        if not unnamed:
            return [None] * len(links)
        # The number of a thread's pages, or of votes, is the same for many.
        unnamed.sort(key=lambda name: _is_numbering(list(usable[name].values())))
        best = unnamed[0]
        if len(unnamed) > 1:
            # Replies stand before views; where the first numbers are the larger, they are views.
            first, second = usable[unnamed[0]], usable[unnamed[1]]
            larger = sum(first[row] > 3 * second[row] for row in first if second.get(row))
            if larger > 0.6 * len(first):
                best = unnamed[1]
    openings = int(best in of_posts and all(usable[best].values()))
    return [
        value - openings if (value := usable[best].get(index)) is not None else None
        for index in range(len(links))
    ]


def counts_replies(outline: Outline, weights: Weights, regions: Sequence[Region]) -> bool:
    """Whether each row of a list has a number that is called its replies."""
    heads = column_names(outline)
    return all(
        any(
            _REPLIES.search(_called(outline, count, heads))
            for count in _counts_in(outline, weights, region)
        )
        for region in regions
    )


def answers_counted(
    outline: Outline, weights: Weights, regions: Sequence[Region], heads: Mapping[int, str]
) -> int:
    """How many rows have a number of replies, and by a word that is said of threads alone."""
    return sum(
        any(
            ALL_REPLIES.fullmatch(words)
            for count in _counts_in(outline, weights, region)
            for words in (
                count.rest,
                count.beside,
                head_over(outline, outline.owners[count.place], heads),
            )
        )
        for region in regions
    )


def figures_of(
    outline: Outline, weights: Weights, link: int, region: Region, heads: Mapping[int, str]
) -> dict[str, int]:
    """Threads and posts in a board's row: as they are called, else the first two numbers."""
    named, bare = _named_figures(outline, weights, link, region, heads)
    if not named and len(bare) >= 2:
        return {"threads": min(bare[:2]), "posts": max(bare[:2])}
    return named


def counts_threads(
    outline: Outline, weights: Weights, link: int, region: Region, heads: Mapping[int, str]
) -> bool:
    """Whether a row says how many threads there are behind its link."""
    return "threads" in _named_figures(outline, weights, link, region, heads)[0]


def _named_figures(
    outline: Outline, weights: Weights, link: int, region: Region, heads: Mapping[int, str]
) -> tuple[dict[str, int], list[int]]:
    """The figures of a row that are called threads or posts, and those that are called nothing."""
    named: dict[str, int] = {}
    bare: list[int] = []
    heading = link
    while heading > 0 and not _HEADING.fullmatch(outline.tags[heading]):
        heading = outline.parents[heading]
    # A description may hold a number and such a word too, but not alone.
    for count in sorted(_counts_in(outline, weights, region), key=_is_among_words):
        called = count.rest or _called(outline, count, heads, both=(_THREADS, _POSTS))
        if _THREADS.search(called) and "threads" not in named:
            named["threads"] = count.value
        elif _POSTS.search(called) and "posts" not in named:
            named["posts"] = count.value
        elif not count.rest and not (
            heading > 0 and outline.contains(heading, outline.owners[count.place])
        ):
            bare.append(count.value)  # beside the board's name stands what is new in it
    return named, bare


def _is_among_words(count: _Count) -> bool:
    return count.rest.count(" ") > 1


def _counts_in(outline: Outline, weights: Weights, region: Region) -> list[_Count]:
    """The numbers of a row that tell no time, with what stands beside each."""
    found: list[_Count] = []
    are_before = _labels_stand_before(outline, weights, region)
    pages = _pages_in(outline, region)
    for place in range(region.start, region.end):
        words = outline.texts[place]
        if place in weights.told_times or _LONGEST_COUNT < len(words) <= _LONGEST_LINE:
            found += _said_in(words, place)
            continue
        if len(words) > _LONGEST_COUNT or place in pages:
            continue
        if pair := _PAIR.fullmatch(words):
            values = [figure_in(one) for one in pair.groups()]
            found += [
                _Count(place, value, "", "", half)
                for half, value in enumerate(values)
                if value is not None
            ]
            continue
        for part in _PARTED.split(words):
            number = _NUMBER.search(part) if _NUMBERED.search(part) is None else None
            if number is None:
                none = _NO_REPLIES.fullmatch(part)
                if none is not None and _REPLIES.search(none["what"]) and not _NEW.search(part):
                    found.append(_Count(place, 0, none["what"], ""))
                continue
            if (value := figure_in(part)) is None:
                continue
            rest, beside = _NUMBER.sub("", part).strip(" :.()/"), ""
            label = place - 1 if are_before else place + 1
            if not rest and region.start <= label < region.end:
                words = outline.texts[label]
                beside = words.strip(" :") if _is_label(words) else ""
            found.append(_Count(place, value, rest, beside))
    return found


def _said_in(words: str, place: int) -> Iterator[_Count]:
    """The figures that a line of more tells: "by robin, 3 replies, last on 4 March"."""
    for part in _PARTED_LINE.split(words):
        counted = _COUNTED.fullmatch(part.strip())
        what = (counted["what"] or counted["label"]) if counted is not None else ""
        if counted is not None and _ANYTHING_COUNTED.search(what):
            value = figure_in(counted["number"] or counted["labelled"])
            if value is not None:
                yield _Count(place, value, what, "")
            continue
        none = _NO_REPLIES.fullmatch(part.strip())
        if none is not None and _REPLIES.search(none["what"]) and not _NEW.search(part):
            yield _Count(place, 0, none["what"], "")


def _pages_in(outline: Outline, region: Region) -> set[int]:
    """Where a row leads to the pages of a thread, "1 2 … 7": links from the first page on."""
    found: set[int] = set()
    for place in range(region.start, region.end - 1):
        if _page_at(outline, place) != 1 or _SECOND not in (
            _page_at(outline, place + 1),
            _page_at(outline, min(place + 2, region.end - 1)),
        ):
            continue
        kind = outline.path(outline.owners[place], 2)
        for later in range(place, region.end):
            if _page_at(outline, later):
                if outline.path(outline.owners[later], 2) != kind:
                    break
                found.add(later)
            elif any(map(str.isalnum, outline.texts[later])):
                break
    return found


def _page_at(outline: Outline, place: int) -> int:
    """The number that is all a link says; 0 for none."""
    words = outline.texts[place].strip("[]() ")
    is_page = outline.links[outline.owners[place]] >= 0 and words.isdecimal() and len(words) < 6
    return int(words) if is_page else 0


def _labels_stand_before(outline: Outline, weights: Weights, region: Region) -> bool:
    """Whether "Replies 3 Views 40" is meant and not "3 Replies 40 Views", each in a text of its
    own: in the way that is meant there is one more of the pairs."""
    kinds = []
    for place in range(region.start, region.end):
        words = outline.texts[place]
        if _NUMBER.fullmatch(words.strip("()")) and place not in weights.told_times:
            kinds.append("number")
        else:
            kinds.append("label" if _is_label(words) else "")
    pairs = list(pairwise(kinds))
    return pairs.count(("label", "number")) >= pairs.count(("number", "label"))


def _is_label(words: str) -> bool:
    return (
        len(words) <= _LONGEST_LABEL
        and _ANYTHING_COUNTED.search(words) is not None
        and _A_LABEL.fullmatch(words) is not None
        and _OF_ONE_POST.match(words) is None
    )


def _called(
    outline: Outline,
    count: _Count,
    heads: Mapping[int, str],
    *,
    both: tuple[re.Pattern[str], re.Pattern[str]] = (_REPLIES, _VIEWS),
) -> str:
    """What a number is called, by the first that says one of the two things and not both."""
    owner = outline.owners[count.place]
    title = outline.attributes[owner].get("title") or ""
    head = head_over(outline, owner, heads)
    if count.half is not None and head.count("/") == 1:
        head = head.split("/")[count.half].strip()
    called = (count.rest, count.beside, title, head)
    for words in (*called, *_counting_classes(outline, owner)):
        if sum(bool(one.search(words)) for one in both) == 1:
            return words
    return ""


def _counting_classes(outline: Outline, element: int) -> Iterator[str]:
    """What the classes of an element, or of one around it with little else, say that is counted:
    "stat-topics", "reply-count"; in "topic-info" nothing is."""
    for one in (element, outline.parents[element]):
        if one <= 0 or outline.text_to[one] - outline.text_from[one] > _FEW_TEXTS:
            continue
        for name in (outline.attributes[one].get("class") or "").split():
            if found := _LAST_WORD.search(_COUNT_AS_SUCH.sub("", name)):
                yield found[0]


def head_over(outline: Outline, element: int, heads: Mapping[int, str]) -> str:
    """The name of the column in which an element stands."""
    while element >= 0 and outline.tags[element] != "table":
        if element in heads:
            return heads[element]
        element = outline.parents[element]
    return ""


def _is_numbering(values: Sequence[int]) -> bool:
    """Whether numbers count the rows, or are the same in all."""
    steps = {two - one for one, two in pairwise(values)}
    return len(values) > 2 and steps in ({0}, {1})
