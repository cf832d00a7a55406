"""Reads lists of threads, and lists of boards, on pages of any make.

A thread list is a group of like links with long and different words, each in a row of its own
that tells a time; what else stands in the row tells replies, pins and locks.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from urllib.parse import urlsplit

from alongside.connectors.generic.addresses import (
    LONGEST_BOARD,
    LONGEST_PLACE,
    LONGEST_THREAD,
    board_place,
    groups_below,
    own_thread,
    short_key,
    thread_key,
)
from alongside.connectors.generic.board_names import name_of_board, names_of_boards
from alongside.connectors.generic.counts import (
    ALL_REPLIES,
    answers_counted,
    counts_replies,
    counts_threads,
    figures_of,
    head_over,
    replies_of,
)
from alongside.connectors.generic.links import (
    is_action,
    is_of_author,
    leads_to_board,
    manner_of,
    names_an_action,
    shape_of,
)
from alongside.connectors.generic.marks import (
    names_only_an_author,
    states_of,
    title_at,
    title_of_link,
    without_mark,
    without_state,
)
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.rows import (
    Region,
    containers_of,
    entries_of_menus,
    once_each,
    regions_of,
    rows_of,
    stand_above,
    tell_of_others,
    with_replies,
    without_replies,
)
from alongside.connectors.generic.tables import (
    column_names,
    rows_counting,
    share_within,
    table_around,
)
from alongside.connectors.generic.weights import REPLY, TimeMark, Weights
from alongside.connectors.page import Page
from alongside.connectors.pages import Moment, ThreadLine, start_of_unanswered
from alongside.connectors.port import BoardStatistics, ForumSite

_FIGURES = re.compile(r"\d+")
_THREAD_PLACE = re.compile(
    r"(?:show|view|read)?(?:thread|topic|discussion|question|message|msg)s?(?:\.\w+)?[/?=]"
    r"|/[td]/|[?&;]t(?:id)?=\d",
    re.IGNORECASE,
)
_THREADS_COLUMN = re.compile(
    r"(?:threads?|topics?|discussions?|questions?|subjects?|titles?|themen|thema|titel|sujets?|titres?"
    r"|temas?|asuntos?|títulos?|discussioni|argoment[oi]|onderwerp(?:en)?|pynciau|pwnc)",
    re.IGNORECASE,
)
_TITLE_OF_THREAD = re.compile(
    r"(?:thread|topic|discussion|question)s?(?:[-_]?list)?[-_]{0,2}(?:title|name|subject|link)",
    re.IGNORECASE,
)
_LINE_WORDS = re.compile(r"topic|thread|subject|discussion|thema|sujet", re.IGNORECASE)
_START = r"(?:asked|started|opened|created|gefragt|erstellt|begonnen|gestellt|posée?|preguntad[oa])"
_STARTED = re.compile(rf"{_START}(?: (?:on|at|am|le|el))?:?", re.IGNORECASE)
_STARTED_AT = re.compile(rf"\W*{_START}:?\s", re.IGNORECASE)
_MAIL = re.compile(r"(?:\./)?(?:msg|mail)?0\d{3,6}\.html?", re.IGNORECASE)
_A_WORD = re.compile(r"[^\W\d_]{4,}")
SHORTEST_TITLE = 2
FEWEST_LINES = 3
LEAST_TIMED = 0.3  # of the rows of a list
_BESIDE = "beside: "
_AROUND_LINE = 6  # elements around a title, among whose names "topic" may be
FEWEST_BOARDS = 2
MOST_LINKS = 3_000


@dataclass(frozen=True, slots=True)
class Lines:
    """The thread list of a page, and the links in the outline that it was read from.

    `are_beside`: it stands in what is around the contents of every page, as the latest threads do.
    """

    lines: tuple[ThreadLine, ...]
    links: tuple[int, ...] = ()
    are_beside: bool = False


def thread_lines(page: Page, outline: Outline, weights: Weights, site: ForumSite) -> Lines:
    """The threads that a page lists, in its order."""
    found = _thread_lines(page, outline, weights, site)
    if not found.lines and weights.mark_by_edits():
        # "Updated on 3 March" beside a post tells of its words, beside a title of the thread.
        found = _thread_lines(page, outline, weights, site)
        weights.mark_by_times()
    return found


def _thread_lines(page: Page, outline: Outline, weights: Weights, site: ForumSite) -> Lines:
    counted = rows_counting(outline, ALL_REPLIES)
    groups: dict[str, list[int]] = defaultdict(list)
    own, seen = own_thread(page.url), 0
    for element, tag in enumerate(outline.tags):
        if tag != "a" or seen > MOST_LINKS:
            continue
        seen += 1
        if own is not None and own.search(outline.attributes[element].get("href") or ""):
            continue  # to one of the posts
        if not _is_title(page, outline, site, element):
            continue
        # What a widget beside the list calls the latest threads are those of other boards.
        place = _BESIDE if weights.is_around(element) else ""
        groups[f"{place}path {outline.path(element)}"].append(element)
        if _are_mails(outline, [element]):
            groups["mails"].append(element)
        classes = (outline.attributes[element].get("class") or "").split()[:6]
        for name in dict.fromkeys(map(without_state, classes)):
            groups[f"{place}class {name}"].append(element)
        # Rows in other states may be written otherwise, their addresses hardly ever.
        if _lead_to_threads(outline, [element]) and _says_more_than_a_time(
            outline, weights, element
        ):
            shape = shape_of(outline.attributes[element].get("href") or "")
            groups[f"{place}threads {shape}"].append(element)
    best: list[int] = []
    best_score, are_beside = (0.0, 0.0), False
    for name, links in groups.items():
        titled = [link for link in links if _says_more_than_a_time(outline, weights, link)]
        if 0 < len(titled) < 0.7 * len(links):
            links = titled  # "4 months ago: Re: Council tax" in each row, both of them links
        links = once_each(outline, without_replies(outline, links))
        if (
            len(links) < FEWEST_LINES
            and not _LINE_WORDS.search(outline.path(links[0], _AROUND_LINE))
            and not _LINE_WORDS.search(name)
            and not share_within(outline, links, counted)
            and not _are_two_threads(outline, weights, links)
        ):
            continue
        score = _score(page, outline, weights, links, counted)
        ranked = (0.0 if name.startswith(_BESIDE) else score), score
        if score and ranked > best_score:
            best, best_score, are_beside = links, ranked, name.startswith(_BESIDE)
    if not best:
        return Lines(())
    return Lines(tuple(_lines(page, outline, weights, best)), tuple(best), are_beside)


def _are_two_threads(outline: Outline, weights: Weights, links: Sequence[int]) -> bool:
    """Whether two links are all threads of a small board: with a time and a count of replies in the
    row of each."""
    if len(links) != FEWEST_LINES - 1:
        return False
    regions = regions_of(outline, containers_of(outline, links))
    return all(weights.has_time(one.start, one.end) for one in regions) and counts_replies(
        outline, weights, regions
    )


def _tells_a_start(outline: Outline, time: TimeMark, region: Region) -> bool:
    """Whether a time is said to be that of a question: "asked 3 days ago"."""
    before = outline.texts[time.text - 1] if time.text > region.start else ""
    return _STARTED.fullmatch(before) is not None or _STARTED_AT.match(time.words) is not None


def _lead_to_threads(outline: Outline, links: Sequence[int]) -> bool:
    """Whether each of some links has a number and what threads are called in its address."""
    hrefs = [outline.attributes[link].get("href") or "" for link in links]
    return all(_FIGURES.search(href) and _THREAD_PLACE.search(href) for href in hrefs)


def _says_more_than_a_time(outline: Outline, weights: Weights, element: int) -> bool:
    """ "Payments moved to 30 June" does; "Thursday 3 March, 18:30" leads to the last post."""
    if not _is_dated(outline, weights, element):
        return True
    return len(_A_WORD.findall(outline.words(element))) > 2


def _is_dated(outline: Outline, weights: Weights, link: int) -> bool:
    """Whether a link's own words tell a time, not only what is shown when one points at it."""
    title = title_at(outline, link)
    marks = weights.times_between(outline.text_from[title], outline.text_to[title])
    return any(mark.owner != title for mark in marks) or (
        bool(marks) and weights.reader.tells_a_time(outline.words(title))
    )


def _is_title(page: Page, outline: Outline, site: ForumSite, element: int) -> bool:
    href = outline.attributes[element].get("href") or ""
    words = outline.words(element)
    if len(words) < SHORTEST_TITLE or names_an_action(words):
        return False
    if is_action(href) or is_of_author(href) or names_only_an_author(words):
        return False
    return any(map(str.isalpha, words)) and bool(page.address_on(site, href))


def _score(
    page: Page, outline: Outline, weights: Weights, links: Sequence[int], counted: Collection[int]
) -> float:
    keys = {thread_key(page.address(outline.attributes[link].get("href"))) for link in links}
    if len(keys) < 0.8 * len(links):
        return 0.0
    words = [outline.words(title_at(outline, link)) for link in links]
    titles = {REPLY.sub("", one) for one in words}
    if len(titles) < 0.6 * len(links):
        return 0.0
    # A title may have a date in it; links that all have one tell the last posts.
    dated = sum(_is_dated(outline, weights, link) for link in links)
    regions = regions_of(outline, containers_of(outline, links))
    timed = sum(weights.has_time(region.start, region.stop) for region in regions) / len(links)
    if timed < LEAST_TIMED:
        # Some lists show no times at all, nor do most indexes of mails.
        answered = answers_counted(outline, weights, regions, {}) / len(links)
        timed = 0.5 * max(
            share_within(outline, links, counted), _are_mails(outline, links), answered
        )
    if dated > 0.5 * len(links) or timed < LEAST_TIMED:
        return 0.0
    # Rows hold little besides; articles hold more.
    prose = [max(0.0, weights.net(container)) for container in containers_of(outline, links)]
    excerpts = sum(amount > 300 for amount in prose) / len(links)
    total = sum(sqrt(min(80, len(one))) for one in words)
    # "Re: …" in every row is the last post of the thread whose title stands beside it.
    of_replies = sum(bool(REPLY.match(one)) for one in words) / len(links)
    return total * timed * (1 - 0.7 * excerpts) * (1 - 0.5 * of_replies)


def _are_mails(outline: Outline, links: Sequence[int]) -> bool:
    """Whether all links lead to mails that an archive has numbered: "msg00041.html", "000108.html",
    beside the page itself."""
    return all(_MAIL.fullmatch(outline.attributes[link].get("href") or "") for link in links)


def _lines(
    page: Page, outline: Outline, weights: Weights, links: Sequence[int]
) -> list[ThreadLine]:
    containers = containers_of(outline, links)
    regions = regions_of(outline, containers)
    times = _times(outline, weights, links, with_replies(outline, links, regions))
    replies = replies_of(outline, weights, links, rows_of(outline, weights, regions))
    closed, pinned, solved = states_of(outline, containers)
    tells = [
        last is not None or count is not None
        for (_, last), count in zip(times, replies, strict=True)
    ]
    entries = entries_of_menus(outline, containers, tells)
    found: dict[str, ThreadLine] = {}
    for index, link in enumerate(links):
        address = page.address(outline.attributes[link].get("href")).split("#")[0]
        key = thread_key(address)
        asked, last_post = times[index]
        if index in entries:
            continue
        title = title_of_link(outline, title_at(outline, link))
        found.setdefault(
            key,
            ThreadLine(
                external_id=short_key(address, most=LONGEST_THREAD),
                address=address,
                title=without_mark(title) if pinned[index] or closed[index] else title,
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
    are_mails = _are_mails(outline, links)
    for link, region in zip(links, regions, strict=True):
        # "Posted: 3 March" may be shown when one points at a title; days in its words are others'.
        is_dated = _is_dated(outline, weights, link)
        title = range(outline.text_from[link], outline.text_to[link]) if is_dated else ()
        inner: list[TimeMark] = []
        # In an index of mails by days, what follows a mail may be the next day's heading.
        for end in (region.end,) if are_mails else (region.end, region.stop):
            between = weights.times_between(region.start, end)
            inner = inner or [time for time in between if time.text not in title]
        moments = [moment for time in inner if (moment := weights.moment(time)) is not None]
        moments.sort(key=lambda moment: moment.at)
        if not moments:
            found.append((None, None))
        elif len({moment.at for moment in moments}) == 1:
            # A list of questions may tell no more than when they were asked: it is in that order.
            is_start = all(_tells_a_start(outline, time, region) for time in inner)
            found.append((moments[0] if is_start else None, moments[0]))
        else:
            found.append((moments[0], moments[-1]))
    return found


def boards_of(
    page: Page, outline: Outline, weights: Weights, site: ForumSite
) -> tuple[BoardStatistics, ...]:
    """The boards that a front page lists, with the figures that stand in their rows.

    Boards are told by their addresses, else by what each row counts: "20 threads".
    """
    heads = column_names(outline)
    best = board_links(page, outline, weights, site)
    containers = containers_of(outline, best)
    regions = regions_of(outline, containers)
    names = names_of_boards(outline, best, regions)
    told = [
        figures_of(outline, weights, link, region, heads)
        for link, region in zip(best, regions, strict=True)
    ]
    entries = entries_of_menus(outline, containers, [bool(figures) for figures in told])
    found: dict[str, BoardStatistics] = {}
    for row, (link, name, figures) in enumerate(zip(best, names, told, strict=True)):
        address = page.address(outline.attributes[link].get("href")).split("#")[0]
        key, place = thread_key(address), board_place(address)
        if len(place) > LONGEST_PLACE or row in entries:
            continue
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


def board_links(
    page: Page, outline: Outline, weights: Weights, site: ForumSite, *, counted: bool = False
) -> Sequence[int]:
    """The links to the boards that a page lists; `counted` asks for those alone whose rows say how
    many threads there are."""
    groups: dict[str, list[int]] = defaultdict(list)
    others: dict[str, list[int]] = defaultdict(list)
    own, seen = own_thread(page.url), 0
    for element, tag in enumerate(outline.tags):
        if tag != "a" or seen > MOST_LINKS:
            continue
        seen += 1
        href = outline.attributes[element].get("href") or ""
        words = name_of_board(outline, element)
        if not 2 <= len(words) <= 120 or is_action(href) or is_of_author(href):
            continue
        if own is not None and own.search(href):
            continue
        if names_an_action(words) or not _says_more_than_a_time(outline, weights, element):
            continue
        address = page.address_on(site, href)
        if not address or (urlsplit(address).path in ("", "/") and not urlsplit(address).query):
            continue
        if any(map(str.isalpha, words)):
            like = groups if leads_to_board(href) else others
            path = outline.path(element)
            like[path].append(element)
            # In rows without names a board's last thread stands as the board does.
            manner = manner_of(href)
            like[f"{path} {manner}"].append(element)
            if (table := table_around(outline, element)) >= 0:
                like[f"{table} {manner}"].append(element)  # its rows may be striped by name
    heads = column_names(outline)
    best = _best_boards(page, outline, weights, list(groups.values()), heads)
    if best and (beside := others.get(outline.path(best[0]))):
        # One board's own name may sound like an address of boards ("/notice-board").
        together = sorted([*best, *beside])
        if _count_threads(outline, weights, together, heads):
            best = together
    if len(best) < FEWEST_BOARDS:
        # One address alone that sounds like a board's may be a menu's entry.
        likely = [
            links
            for links in others.values()
            if _count_threads(outline, weights, links, heads) or tell_of_others(outline, links)
        ]
        best = _best_boards(page, outline, weights, likely, heads) or best
    if counted and not _count_threads(outline, weights, best, heads):
        return ()
    return best


def leads_to_thread(href: str | None) -> bool:
    """Whether an address has in it what threads are called."""
    return _THREAD_PLACE.search(href or "") is not None


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
        is_told = _count_threads(outline, weights, links, heads) or stand_above(
            outline, weights, links, regions
        )
        if not is_told and (
            _are_called_threads(outline, links, heads)
            or answers_counted(outline, weights, regions, heads) > 0.8 * len(links)
        ):
            continue  # "/forum/41/" may be a thread of the only board
        counted = sum(
            bool(figures_of(outline, weights, link, region, heads))
            for link, region in zip(links, regions, strict=True)
        )
        timed = sum(weights.has_time(region.start, region.end) for region in regions)
        if not counted and timed == len(links) and all(map(weights.is_around, links)):
            continue  # what a widget beside the list calls the latest
        keys = {thread_key(page.address(outline.attributes[link].get("href"))) for link in links}
        if len(keys) < 0.8 * len(links):
            continue
        score = len(links) * (0.3 + counted / len(links))
        if score > best_score:
            best, best_score = links, score
    return best


def _are_called_threads(outline: Outline, links: Sequence[int], heads: Mapping[int, str]) -> bool:
    """Whether most links stand in a column of threads, or in what is called a thread's title."""
    called = 0
    for link in links:
        around = outline.parents[link]
        names = f"{outline.path(link, 1)} {outline.path(around, 1)}"
        head = head_over(outline, link, heads)
        called += bool(_THREADS_COLUMN.fullmatch(head) or _TITLE_OF_THREAD.search(names))
    return called > 0.5 * len(links)


def _count_threads(
    outline: Outline, weights: Weights, links: Sequence[int], heads: Mapping[int, str]
) -> bool:
    """Whether the rows of links say of each how many threads there are behind it."""
    if len(links) < FEWEST_BOARDS:
        return False
    regions = regions_of(outline, containers_of(outline, links))
    counted = sum(
        counts_threads(outline, weights, link, region, heads)
        for link, region in zip(links, regions, strict=True)
    )
    return counted >= 0.8 * len(links)
