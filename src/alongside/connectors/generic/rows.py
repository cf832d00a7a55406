"""What belongs to each of several like elements of a page: its container, the texts around, and
what is wrapped in it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from alongside.connectors.generic.addresses import first_page
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.weights import REPLY, Weights

REACH = 40  # texts before the first element, or after the last, that may belong to it
_FEWEST, _FEWEST_BOARDS, _FEWEST_ROWS, _MOSTLY = 2, 2, 3, 0.8
_A_REPLY = re.compile(r"(?<!\w)(?:Re|Aw|Antw|Sv): \S")
NEAREST = 6  # texts, where less stand between the elements


@dataclass(frozen=True, slots=True)
class Region:
    """The texts that belong to one element: before its container, the container's, and after."""

    first: int
    start: int
    end: int
    stop: int


def side_of(page: Outline, text: int, body: int, region: Region) -> str:
    """On which side of a body one of its region's texts stands; the gaps are outside of its
    container."""
    if text < page.text_from[body]:
        return "gap" if text < region.start else "before"
    if text < page.text_to[body]:
        return "in"
    return "after" if text < region.end else "gap after"


def containers_of(page: Outline, elements: Sequence[int]) -> list[int]:
    """Around each of the elements the outermost one that holds none of the others."""
    found, climbed = [], []
    for index, element in enumerate(elements):
        low = elements[index - 1] if index else -1
        high = elements[index + 1] if index + 1 < len(elements) else len(page)
        around, steps = element, 0
        while (parent := page.parents[around]) > low and page.last[parent] < high and parent > 0:
            around, steps = parent, steps + 1
        found.append(around)
        climbed.append(steps)
    if len(found) < 2:
        return found
    # The first and the last have no neighbour on one side: they climb as far as the others.
    middle = climbed[1:-1] or [min(climbed)]
    usual = Counter(middle).most_common(1)[0][0]
    for index in (0, len(found) - 1):
        if len(found) > 2 and (like := _like(page, elements[index], found[index], found[1:-1])):
            found[index] = like
            continue
        around = elements[index]
        for _ in range(min(usual, climbed[index])):
            around = page.parents[around]
        found[index] = around
    return found


def _like(page: Outline, element: int, highest: int, others: Sequence[int]) -> int:
    """Around an element, and no further up than `highest`, what stands where the containers of
    others do; 0 for none. The pinned thread's title may stand in one more element, so how deep it
    is counts only where several stand so: boxes without a name are all alike."""
    places = Counter(_place_of(page, one) for one in others)
    usual, times = places.most_common(1)[0]
    if times <= 0.5 * len(others):
        return 0
    deep = Counter(_depth(page, one) for one in others).most_common(1)[0][0]
    found, around = [], element
    while around >= highest and around > 0:
        if _place_of(page, around) == usual:
            found.append(around)
        around = page.parents[around]
    as_deep = [one for one in found if _depth(page, one) == deep]
    return next(iter(as_deep or found), 0)


def _place_of(page: Outline, element: int) -> tuple[str, str]:
    return page.tags[element], page.path(page.parents[element], 2)


def _depth(page: Outline, element: int) -> int:
    depth = 0
    while (element := page.parents[element]) >= 0:
        depth += 1
    return depth


def regions_of(page: Outline, containers: Sequence[int]) -> list[Region]:
    """Of each container its texts, and those up to its neighbours.

    Before the first and behind the last are as many as stand between any two.
    """
    found: list[Region] = []
    reach = REACH
    if len(containers) > 1:
        between = (page.text_from[two] - _end_of(page, one) for one, two in pairwise(containers))
        reach = min(REACH, max(NEAREST, *between))
    for index, container in enumerate(containers):
        start, end = page.text_from[container], _end_of(page, container)
        first = found[-1].end if found else max(0, start - reach)
        stop = min(len(page.texts), end + reach)
        if index + 1 < len(containers):
            stop = page.text_from[containers[index + 1]]
        found.append(Region(min(first, start), start, end, max(stop, end)))
    return found


def told_behind(page: Outline, weights: Weights, regions: Sequence[Region]) -> list[Region]:
    """The regions of posts, each without what stands before it where that is of the post before.

    Where the posts' times stand between them, the first and the last tell which way: nothing stands
    before the first as it does before the others, and behind the last it does.
    """
    if len(regions) < _FEWEST:
        return list(regions)
    behind = [_first_time(page, weights, region.end, region.stop) for region in regions]
    usual = Counter(filter(None, behind[:-1])).most_common(1)
    first, last = regions[0], behind[-1]
    if (
        not usual
        or usual[0][1] < _MOSTLY * (len(regions) - 1)
        or last != usual[0][0]
        or any(weights.has_time(region.start, region.end) for region in regions)
        or any(
            page.path(time.owner) == last
            for time in weights.times_between(first.first, first.start)
        )
    ):
        return list(regions)
    return [replace(region, first=region.start) for region in regions]


def rows_of(page: Outline, weights: Weights, regions: Sequence[Region]) -> list[Region]:
    """The regions of titles as rows of a list: with what stands behind each, where that tells the
    times of them all."""
    if told_behind(page, weights, regions) == list(regions):
        return list(regions)
    return [replace(region, end=region.stop) for region in regions]


def _first_time(page: Outline, weights: Weights, start: int, stop: int) -> str:
    """Where the first of the times stands that some texts tell; "" for none."""
    return next((page.path(time.owner) for time in weights.times_between(start, stop)), "")


def _end_of(page: Outline, container: int) -> int:
    """Where the texts of a container end; those of a term do with what defines it."""
    end, sibling = page.text_to[container], page.last[container] + 1
    if page.tags[container] == "dt":
        while sibling < len(page) and page.tags[sibling] == "dd":
            end = page.text_to[sibling]
            sibling = page.last[sibling] + 1
    return end


def stand_above(
    page: Outline, weights: Weights, links: Sequence[int], regions: Sequence[Region]
) -> bool:
    """Whether the row of each link names something of its own whose address lies below the link's:
    the last thread of a board."""
    named = set[str]()
    for link, region in zip(links, regions, strict=True):
        place = f"{_path_of(page, link)}/"
        owners = dict.fromkeys(page.owners[region.start : region.end])
        below = (
            page.words(other)
            for other in dict.fromkeys(page.links[owner] for owner in owners)
            if other not in (-1, link)
            and _path_of(page, other).startswith(place)
            and not weights.has_time(page.text_from[other], page.text_to[other])
        )
        named.add(next((words for words in below if " " in words), ""))
    return len(links) > 1 and "" not in named and len(named) == len(links)


def without_replies(outline: Outline, links: Sequence[int]) -> list[int]:
    """Links to threads without those to their replies, which stand in rows below: "Re: Heating"."""
    titles, kept = set[str](), list[int]()
    for link in links:
        words = outline.words(link)
        if REPLY.match(words) and REPLY.sub("", words) in titles:
            continue
        titles.add(words)
        kept.append(link)
    return kept


def with_replies(outline: Outline, links: Sequence[int], regions: Sequence[Region]) -> list[Region]:
    """The regions of threads, each with the rows of its replies below its own."""
    found = []
    for link, region in zip(links, regions, strict=True):
        title, below = outline.words(link), outline.texts[region.end : region.stop]
        are_below = any(REPLY.match(words) and REPLY.sub("", words) == title for words in below)
        found.append(replace(region, end=region.stop) if are_below else region)
    return found


def tell_of_others(outline: Outline, links: Sequence[int]) -> bool:
    """Whether most rows of links tell of a reply in a thread that is called otherwise: the last
    post of a board."""
    if len(links) < _FEWEST_BOARDS:
        return False
    told = 0
    for link, region in zip(links, regions_of(outline, containers_of(outline, links)), strict=True):
        name = outline.words(link)
        told += any(
            _A_REPLY.search(words) and name not in words
            for words in outline.texts[region.start : region.end]
        )
    return told > 0.5 * len(links)


def entries_of_menus(
    outline: Outline, containers: Sequence[int], tells: Sequence[bool]
) -> set[int]:
    """Which rows stand elsewhere than most and tell nothing, where most tell something: where
    nothing has a name, a menu's entries are like the list's."""
    if sum(tells) <= 0.5 * len(containers):
        return set()
    around = [outline.parents[container] for container in containers]
    usual, _ = Counter(around).most_common(1)[0]
    return {
        row
        for row, place in enumerate(around)
        if not tells[row]
        and place != usual
        and not any(told for told, other in zip(tells, around, strict=True) if other == place)
    }


def once_each(outline: Outline, links: list[int]) -> list[int]:
    """Links without those that lead where the one before does, if most rows have one: what is said
    first in a thread may lead there as well as its title."""
    hrefs = [outline.attributes[link].get("href") for link in links]
    once = links[:1]
    for at, link in enumerate(links[1:], 1):
        if hrefs[at] != hrefs[at - 1] or outline.words(link) == outline.words(links[at - 1]):
            once.append(link)
    return once if _FEWEST_ROWS <= len(once) < 0.8 * len(links) else links


def _path_of(page: Outline, link: int) -> str:
    """Where a link leads, whichever page of it."""
    href = page.attributes[link].get("href") or ""
    return first_page(href).split("?")[0].rstrip("/")


def unwrapped(page: Outline, bodies: Sequence[int]) -> list[int]:
    """The bodies without a quotation mark around all of it, as one engine writes its posts."""
    inner = [_innermost_whole(page, body) for body in bodies]
    quotes = Counter(page.path(one, 1) for one in inner if page.tags[one] == "blockquote")
    if not quotes:
        return inner
    usual, times = quotes.most_common(1)[0]
    if times < 0.5 * len(bodies):
        return inner
    for index, body in enumerate(bodies):
        within = range(body + 1, page.last[body] + 1)
        alike = [
            one for one in within if page.tags[one] == "blockquote" and page.path(one, 1) == usual
        ]
        if len(alike) == 1:
            inner[index] = alike[0]
    return inner


def _innermost_whole(page: Outline, body: int) -> int:
    """The innermost element that holds all the words of a body."""
    whole = page.text_from[body], page.text_to[body]
    while (child := body + 1) < len(page) and page.parents[child] == body:
        if page.tags[child] not in ("blockquote", "div"):
            break
        if (page.text_from[child], page.text_to[child]) != whole:
            break
        body = child
    return body
