"""Reads lists of threads, and lists of boards, on pages of any make.

A thread list is a group of like links with long and different words, each in a row of its own
that tells a time; what else stands in the row tells replies, pins and locks.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from urllib.parse import urlsplit

from alongside.connectors.generic.addresses import (
    LONGEST_BOARD,
    LONGEST_PLACE,
    LONGEST_THREAD,
    board_place,
    groups_below,
    short_key,
    thread_key,
)
from alongside.connectors.generic.links import is_action, is_of_author, shape_of
from alongside.connectors.generic.marks import states_of, title_in
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.rows import Region, containers_of, regions_of
from alongside.connectors.generic.tables import column_names, rows_counting, share_within
from alongside.connectors.generic.weights import REPLY, TimeMark, Weights
from alongside.connectors.page import Page, figure_in
from alongside.connectors.pages import Moment, ThreadLine, start_of_unanswered
from alongside.connectors.port import BoardStatistics, ForumSite

_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(r"\d[\d.,'’\u00a0\u202f]*[kKmM]?")
_REPLIES = re.compile(
    r"repl|answer|antwort|répons|respuest|respost|rispost|reactie|antwoord|svar|vastau|odpow|odpov"
    r"|ответ|відпов|απαντ|yanıt|cevap|ateb|回复|回覆|返信|답글|comment|posts?\b|beitr|messag|mensaj",
    re.IGNORECASE,
)
_ALL_REPLIES = re.compile(
    r"(?:repl(?:y|ies)|comments?|responses?|answers?|antworten?|kommentare?|réponses?|respuestas?"
    r"|risposte?|atebion|ateb|comentarios?|comentários?|commentaires?|commenti|odpowiedzi|ответы)",
    re.IGNORECASE,
)
_ALL_POSTS = re.compile(
    r"posts?|messages?|beitr[äa]ge?|mensajes?|messaggi[o]?|berichten|сообщени\w+", re.IGNORECASE
)
_VIEWS = re.compile(
    r"view|hit|zugriff|aufruf|gelesen|vues?\b|lectur|visita|visualiz|bekeken|visning|läst|näyt"
    r"|odsłon|wyświet|zobraz|просмотр|перегляд|εμφαν|görünt|(?<!th)read|浏览|查看|閲覧|조회",
    re.IGNORECASE,
)
_NO_REPLIES = re.compile(
    r"(?:no|keine|aucune?|sin|nessuna?|geen|inga|brak|dim|heb) (?:[^\W\d_]+ )?"
    r"(?P<what>[^\W\d_]{3,20})",
    re.IGNORECASE,
)
_ACTION_WORDS = re.compile(
    r"log ?(?:in|out)|sign ?(?:in|up|out)|register|home|search|next|previous|anmelden|registrieren"
    r"|connexion|inscription|iniciar sesión|registrarse|accedi|registrati|mewngofnodi|cofrestru"
    r"|last(?: post)?|latest(?: post)?|letzter beitrag",
    re.IGNORECASE,
)
_BOARD_PLACE = re.compile(
    r"forums?[-/._]|forumdisplay|viewforum|board|categor|/c/|/f/|/f\d+(?![\da-z])|[?&]f(?:id)?=\d|/topics?/?$"
    r"|group|section|subforum|/lists?/|list\.php\?\d",
    re.IGNORECASE,
)
_THREAD_PLACE = re.compile(
    r"(?:show|view|read)?(?:thread|topic|discussion|question|message|msg)s?(?:\.\w+)?[/?=]"
    r"|/[td]/|[?&;]t(?:id)?=\d",
    re.IGNORECASE,
)
_THREADS = re.compile(r"thread|topic|them|discuss|sujet|subject|tema|тем|question", re.IGNORECASE)
_POSTS = re.compile(r"post|beitr|messag|mensaj|сообщ|repl", re.IGNORECASE)
_A_LABEL = re.compile(r"[^\W\d_]{3,15}(?: [^\W\d_]{3,12})?\s?:?")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "strong", "b"})
_LINE_WORDS = re.compile(r"topic|thread|subject|discussion|thema|sujet", re.IGNORECASE)
_PARTED = re.compile(r"\s[·|•–—/]\s|^[·|•–—]\s|;\s")  # "4 posts · 104 views"
_A_WORD = re.compile(r"[^\W\d_]{4,}")
_LONGEST_COUNT = 40
SHORTEST_TITLE = 2
FEWEST_LINES = 3
LEAST_TIMED = 0.3  # of the rows of a list
_AROUND_LINE = 6  # elements around a title, among whose names "topic" may be
FEWEST_BOARDS = 2
MOST_LINKS = 3_000


@dataclass(frozen=True, slots=True)
class Lines:
    """The thread list of a page, and the links in the outline that it was read from."""

    lines: tuple[ThreadLine, ...]
    links: tuple[int, ...] = ()


def thread_lines(page: Page, outline: Outline, weights: Weights, site: ForumSite) -> Lines:
    """The threads that a page lists, in its order."""
    found = _thread_lines(page, outline, weights, site)
    if not found.lines and weights.mark_by_edits():
        # "Updated on 3 March" beside a post tells of its words, beside a title of the thread.
        found = _thread_lines(page, outline, weights, site)
        weights.mark_by_times()
    return found


def _thread_lines(page: Page, outline: Outline, weights: Weights, site: ForumSite) -> Lines:
    counted = rows_counting(outline, _ALL_REPLIES)
    groups: dict[str, list[int]] = defaultdict(list)
    seen = 0
    for element, tag in enumerate(outline.tags):
        if tag != "a" or seen > MOST_LINKS:
            continue
        seen += 1
        if not _is_title(page, outline, site, element):
            continue
        groups[f"path {outline.path(element)}"].append(element)
        for name in (outline.attributes[element].get("class") or "").split()[:6]:
            groups[f"class {name}"].append(element)
        # Rows in other states may be written otherwise, their addresses hardly ever.
        if _lead_to_threads(outline, [element]) and _says_more_than_a_time(
            outline, weights, element
        ):
            shape = shape_of(outline.attributes[element].get("href") or "")
            groups[f"threads {shape}"].append(element)
    best: list[int] = []
    best_score = 0.0
    for name, links in groups.items():
        titled = [link for link in links if _says_more_than_a_time(outline, weights, link)]
        if 0 < len(titled) < 0.7 * len(links):
            links = titled  # "4 months ago: Re: Council tax" in each row, both of them links
        if (
            len(links) < FEWEST_LINES
            and not _LINE_WORDS.search(outline.path(links[0], _AROUND_LINE))
            and not _LINE_WORDS.search(name)
            and not share_within(outline, links, counted)
        ):
            continue
        if (score := _score(page, outline, weights, links, counted)) > best_score:
            best, best_score = links, score
    if not best:
        return Lines(())
    return Lines(tuple(_lines(page, outline, weights, best)), tuple(best))


def _lead_to_threads(outline: Outline, links: Sequence[int]) -> bool:
    """Whether each of some links has a number and what threads are called in its address."""
    hrefs = [outline.attributes[link].get("href") or "" for link in links]
    return all(_FIGURES.search(href) and _THREAD_PLACE.search(href) for href in hrefs)


def _says_more_than_a_time(outline: Outline, weights: Weights, element: int) -> bool:
    """ "Payments moved to 30 June" does; "Thursday 3 March, 18:30" leads to the last post."""
    if not weights.has_time(outline.text_from[element], outline.text_to[element]):
        return True
    return len(_A_WORD.findall(outline.words(element))) > 2


def _is_title(page: Page, outline: Outline, site: ForumSite, element: int) -> bool:
    href = outline.attributes[element].get("href") or ""
    words = outline.words(element)
    if len(words) < SHORTEST_TITLE or _ACTION_WORDS.fullmatch(words):
        return False
    if is_action(href) or is_of_author(href):
        return False
    return any(map(str.isalpha, words)) and bool(page.address_on(site, href))


def _score(
    page: Page, outline: Outline, weights: Weights, links: Sequence[int], counted: Collection[int]
) -> float:
    keys = {thread_key(page.address(outline.attributes[link].get("href"))) for link in links}
    if len(keys) < 0.8 * len(links):
        return 0.0
    titles = {REPLY.sub("", outline.words(link)) for link in links}
    if len(titles) < 0.6 * len(links):
        return 0.0
    # A title may have a date in it; links that all have one tell the last posts.
    dated = sum(weights.has_time(outline.text_from[link], outline.text_to[link]) for link in links)
    regions = regions_of(outline, containers_of(outline, links))
    timed = sum(weights.has_time(region.start, region.stop) for region in regions) / len(links)
    if timed < LEAST_TIMED:
        # Some lists show no times at all.
        timed = 0.5 * share_within(outline, links, counted)
    if dated > 0.5 * len(links) or timed < LEAST_TIMED:
        return 0.0
    # Rows hold little besides; articles hold more.
    prose = [max(0.0, weights.net(container)) for container in containers_of(outline, links)]
    excerpts = sum(amount > 300 for amount in prose) / len(links)
    total = sum(sqrt(min(80, len(outline.words(link)))) for link in links)
    # "Re: …" in every row is the last post of the thread whose title stands beside it.
    of_replies = sum(bool(REPLY.match(outline.words(link))) for link in links) / len(links)
    return total * timed * (1 - 0.7 * excerpts) * (1 - 0.5 * of_replies)


def _lines(
    page: Page, outline: Outline, weights: Weights, links: Sequence[int]
) -> list[ThreadLine]:
    containers = containers_of(outline, links)
    regions = regions_of(outline, containers)
    times = _times(outline, weights, links, regions)
    replies = _replies(outline, weights, links, regions)
    closed, pinned, solved = states_of(outline, containers)
    found: dict[str, ThreadLine] = {}
    for index, link in enumerate(links):
        address = page.address(outline.attributes[link].get("href")).split("#")[0]
        key = thread_key(address)
        asked, last_post = times[index]
        found.setdefault(
            key,
            ThreadLine(
                external_id=short_key(address, most=LONGEST_THREAD),
                address=address,
                title=title_in(outline.words(link)),
                asked=asked or start_of_unanswered(last_post, replies[index]),
                last_post=last_post,
                replies=replies[index],
                is_closed=closed[index],
                is_pinned=pinned[index],
                is_solved=True if solved[index] else None,
            ),
        )
    return list(found.values())


def _times(
    outline: Outline, weights: Weights, links: Sequence[int], regions: Sequence[Region]
) -> list[tuple[Moment | None, Moment | None]]:
    """Of each row when its thread was started, and when it was last written to.

    Of two times in a row the earlier is the start. One alone is the last post's: lists are in
    its order, and most show no other.
    """
    found: list[tuple[Moment | None, Moment | None]] = []
    for link, region in zip(links, regions, strict=True):
        title = range(outline.text_from[link], outline.text_to[link])
        inner: list[TimeMark] = []
        for end in (region.end, region.stop):
            between = weights.times_between(region.start, end)
            inner = inner or [time for time in between if time.text not in title]
        moments = [moment for time in inner if (moment := weights.moment(time)) is not None]
        moments.sort(key=lambda moment: moment.at)
        if not moments:
            found.append((None, None))
        elif len({moment.at for moment in moments}) == 1:
            found.append((None, moments[0]))
        else:
            found.append((moments[0], moments[-1]))
    return found


def _replies(
    outline: Outline, weights: Weights, links: Sequence[int], regions: Sequence[Region]
) -> list[int | None]:
    """The counts of replies: the numbers that are called so, else the smaller of two columns."""
    columns: dict[str, dict[int, int]] = defaultdict(dict)
    named: dict[str, int] = defaultdict(int)
    heads = column_names(outline)
    for index, region in enumerate(regions):
        for place in range(region.start, region.end):
            words = outline.texts[place]
            if len(words) > _LONGEST_COUNT or place in weights.told_times:
                continue
            owner = outline.owners[place]
            for part in _PARTED.split(words):
                number = _NUMBER.search(part)
                if number is None:
                    none = _NO_REPLIES.fullmatch(part)
                    if none is None or not _REPLIES.search(none["what"]):
                        continue
                    value, rest = 0, none["what"]
                elif (figure := figure_in(part)) is None:
                    continue
                else:
                    value, rest = figure, _NUMBER.sub("", part).strip(" :.()")
                if rest and not _REPLIES.search(rest) and not _VIEWS.search(rest):
                    continue
                around = " ".join(
                    (
                        rest,
                        outline.texts[place - 1]
                        if place and not rest and len(outline.texts[place - 1]) < 20
                        else "",
                        outline.attributes[owner].get("class") or "",
                        outline.attributes[owner].get("title") or "",
                        "" if rest else _head_over(outline, owner, heads),
                    )
                )
                column = f"{outline.path(owner, 1)} {rest}"
                if (kind := _ALL_REPLIES.fullmatch(rest) or _ALL_POSTS.fullmatch(rest)) is not None:
                    # "No comments" stands elsewhere than a link to "3 comments".
                    column = "replies" if kind.re is _ALL_REPLIES else "posts"
                if index in columns[column]:
                    column = f"{column} again"
                columns[column].setdefault(index, value)
                named[column] += bool(_REPLIES.search(around)) - 2 * bool(_VIEWS.search(around))
    usable = {name: values for name, values in columns.items() if len(values) > 0.6 * len(links)}
    if not usable:
        return [None] * len(links)
    called = [name for name in usable if named[name] > 0]
    if called:
        best = max(called, key=lambda name: named[name])
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
    return [usable[best].get(index) for index in range(len(links))]


def _head_over(outline: Outline, element: int, heads: Mapping[int, str]) -> str:
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


def boards_of(
    page: Page, outline: Outline, weights: Weights, site: ForumSite
) -> tuple[BoardStatistics, ...]:
    """The boards that a front page lists, with the figures that stand in their rows.

    Boards are told by their addresses, else by what each row counts: "20 threads".
    """
    groups: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(list)
    seen = 0
    for element, tag in enumerate(outline.tags):
        if tag != "a" or seen > MOST_LINKS:
            continue
        seen += 1
        href = outline.attributes[element].get("href") or ""
        words = _board_name(outline, element)
        if not 2 <= len(words) <= 120 or is_action(href) or is_of_author(href):
            continue
        address = page.address_on(site, href)
        if not address or (urlsplit(address).path in ("", "/") and not urlsplit(address).query):
            continue
        if any(map(str.isalpha, words)):
            like = groups if _BOARD_PLACE.search(href) else others
            like[outline.path(element)].append(element)
    heads = column_names(outline)
    best = _best_boards(page, outline, weights, list(groups.values()), heads)
    if best and (beside := others.get(outline.path(best[0]))):
        # One board's own name may sound like an address of boards ("/notice-board").
        together = sorted([*best, *beside])
        if _count_threads(outline, weights, together, heads):
            best = together
    if not best:
        counted = [
            links for links in others.values() if _count_threads(outline, weights, links, heads)
        ]
        best = _best_boards(page, outline, weights, counted, heads)
    regions = regions_of(outline, containers_of(outline, best))
    names = _board_names(outline, best, regions)
    found: dict[str, BoardStatistics] = {}
    for link, region, name in zip(best, regions, names, strict=True):
        address = page.address(outline.attributes[link].get("href")).split("#")[0]
        key, place = thread_key(address), board_place(address)
        if len(place) > LONGEST_PLACE:
            continue
        figures = _figures(outline, weights, region, heads)
        found.setdefault(
            key,
            BoardStatistics(
                external_id=short_key(address, most=LONGEST_BOARD),
                name=name,
                slug=place,
                address=address,
                threads=figures.get("threads"),
                posts=figures.get("posts"),
            ),
        )
    return tuple(found.values())


def _best_boards(
    page: Page,
    outline: Outline,
    weights: Weights,
    groups: Sequence[Sequence[int]],
    heads: Mapping[int, str],
) -> Sequence[int]:
    """Of groups of links the one that is most like a list of boards; none of them, if none is."""
    best: Sequence[int] = ()
    best_score = 0.0
    places = [
        [page.address(outline.attributes[link].get("href")).split("#")[0] for link in links]
        for links in groups
    ]
    below = groups_below(places)
    for number, links in enumerate(groups):
        if number in below:
            continue  # the latest threads of each board
        regions = regions_of(outline, containers_of(outline, links))
        counted = sum(bool(_figures(outline, weights, region, heads)) for region in regions)
        keys = {thread_key(page.address(outline.attributes[link].get("href"))) for link in links}
        if len(keys) < 0.8 * len(links):
            continue
        score = len(links) * (0.3 + counted / len(links))
        if score > best_score:
            best, best_score = links, score
    return best


def _count_threads(
    outline: Outline, weights: Weights, links: Sequence[int], heads: Mapping[int, str]
) -> bool:
    """Whether the rows of links say of each how many threads there are behind it."""
    if len(links) < FEWEST_BOARDS:
        return False
    regions = regions_of(outline, containers_of(outline, links))
    named = [_named_figures(outline, weights, region, heads)[0] for region in regions]
    return sum("threads" in figures for figures in named) >= 0.8 * len(links)


def _figures(
    outline: Outline, weights: Weights, region: Region, heads: Mapping[int, str]
) -> dict[str, int]:
    """Threads and posts in a board's row: as they are called, else the first two numbers."""
    named, bare = _named_figures(outline, weights, region, heads)
    if not named and len(bare) >= 2:
        return {"threads": min(bare[:2]), "posts": max(bare[:2])}
    return named


def _named_figures(
    outline: Outline, weights: Weights, region: Region, heads: Mapping[int, str]
) -> tuple[dict[str, int], list[int]]:
    """The figures of a row that are called threads or posts, and those that are called nothing."""
    named: dict[str, int] = {}
    bare: list[int] = []
    for place in range(region.start, region.end):
        words = outline.texts[place]
        if place in weights.told_times or not _NUMBER.search(words) or len(words) > _LONGEST_COUNT:
            continue
        for part in _PARTED.split(words):
            if (value := figure_in(part)) is None or not _NUMBER.search(part):
                continue
            rest = _NUMBER.sub("", part).strip(" :.()/")
            beside = rest or _head_over(outline, outline.owners[place], heads)
            beside = beside or " ".join(
                outline.texts[one]
                for one in (place - 1, place + 1)
                if region.start <= one < region.end and _A_LABEL.fullmatch(outline.texts[one])
            )
            if _THREADS.search(beside) and "threads" not in named:
                named["threads"] = value
            elif _POSTS.search(beside) and "posts" not in named:
                named["posts"] = value
            elif not rest:
                bare.append(value)
    return named, bare


def _board_names(outline: Outline, links: Sequence[int], regions: Sequence[Region]) -> list[str]:
    """What boards are called; where all links say "Details", what stands first in each row."""
    names = [_board_name(outline, link) for link in links]
    if len(set(names)) > 1 or len(names) < FEWEST_BOARDS:
        return names
    first = [outline.texts[region.start] for region in regions if region.start < region.end]
    return first if len(first) == len(set(first)) == len(names) else names


def _board_name(outline: Outline, link: int) -> str:
    """What a board is called: the heading within a link around all that is said of it."""
    for element in range(link + 1, outline.last[link] + 1):
        if outline.tags[element] in _HEADINGS and (words := outline.words(element)):
            return words
    return outline.words(link)
