"""A forum's figures in the own words of a front page of any make."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from alongside.connectors.generic.outline import Outline, outline_of
from alongside.connectors.page import Page
from alongside.connectors.port import Figure, ForumStatistics
from alongside.connectors.reading import figures_in, labels_turned, statistics_of

_SHORTEST, _LONGEST = 8, 400  # letters of what tells figures
_WORDS_OF_TITLE = 3
# "Topics 2026-03-01" counts nothing.
_LABELLED = re.compile(r"([^\W\d_]{3,}):?\s+(\d[\d.,'’\u00a0\u202f]*[kKmM]?)(?!\w|[-/:]\d)")
_WITH_COLON = re.compile(r"[^\W\d_]{3,}\s?:\s*\d")
_FILLERS = re.compile(r"(?<=\d)\s+(?:total|registered|active)\s+", re.IGNORECASE)
# "Themen insgesamt: 43" counts "Themen".
_IN_ALL = re.compile(
    r"([^\W\d_]{3,})\s+((?:ins)?gesamt|total(?:es|i|e)?|totaux|(?:au|en|in) tota(?:l|al|le))"
    r"(?=\s*:?\s*\d)",
    re.IGNORECASE,
)
# As software of 2001 says it: "Our users have posted a total of 26934 articles".
_ARTICLES = re.compile(r"(?<=posted a total of )(\d[\d.,]*) articles", re.IGNORECASE)
# "3 guests, 1 member" are here just now.
_PRESENT = re.compile(
    r"\d+ guests?(?:,| and|, and) \d+ (?:registered )?(?:members?|users?)(?! (?:in total|in all))"
    r"|\d+ (?:registered )?(?:members?|users?)(?:,| and|, and) \d+ guests?",
    re.IGNORECASE,
)
# Who reads just now is not how many members there are.
_VISITORS = re.compile(
    r"\bonline\b|\bguests?\b|\bvisitors?\b|\bbrowsing\b|\bviewing\b|\bhidden\b|\binvisible\b"
    r"|\bGäste?\b|\binvités?\b|\binvitados?\b|\bospiti\b|\bgasten?\b|\bgäster\b",
    re.IGNORECASE,
)


def statistics(page: Page) -> ForumStatistics:
    """The figures in a front page's own words. Raises Unreadable where it shows none."""
    outline = outline_of(page.tree)
    by_place: dict[str, dict[int, list[Figure]]] = defaultdict(dict)
    for element in range(len(outline)):
        words = _own_words(outline, element) if outline.tags[element] not in ("body", "a") else ""
        if _SHORTEST <= len(words) <= _LONGEST and (told := figures_told(words)):
            by_place[outline.path(element)][element] = told
    # What several like rows tell, each in its own numbers, is of the boards or threads in them.
    rows = [row for found in by_place.values() for row in _rows_of(outline, found)]
    # The smallest part that tells of several kinds is the block of statistics.
    blocks = [
        (len(told), -len(_own_words(outline, element)), told)
        for found in by_place.values()
        for element, told in found.items()
        if not any(outline.contains(element, row) for row in rows)
    ]
    best = max(blocks, key=lambda block: block[:2], default=(0, 0, []))
    return statistics_of(best[2])


def _own_words(outline: Outline, element: int) -> str:
    """What an element says, without links of several words: these are titles of threads, and what
    is told is published."""
    texts = range(outline.text_from[element], outline.text_to[element])
    if sum(len(outline.texts[text]) for text in texts[:_LONGEST]) > _LONGEST:
        return ""
    return " ".join(
        outline.texts[text]
        for text in texts
        if (link := outline.links[outline.owners[text]]) < 0
        or outline.words(link).count(" ") < _WORDS_OF_TITLE
    )


def figures_told(words: str) -> list[Figure]:
    """Figures before what is counted ("155 posts") or behind it ("Posts: 155", "Posts 155").

    In a row of labels and figures each figure has a label on either side: the way in which more
    of them find one is meant.
    """
    words = _PRESENT.sub("", words)
    read = _IN_ALL.sub(r"\2 \1", words)
    readings = [
        figures_in(words, read_as=read),
        figures_in(words, read_as=labels_turned(read)),
        figures_in(words, read_as=_FILLERS.sub(" ", _ARTICLES.sub(r"\1 posts", read))),
        figures_in(words, read_as=_LABELLED.sub(r"\2 \1,", read)),
    ]
    if len(_WITH_COLON.findall(words)) > 1:
        readings[0], readings[1] = readings[1], readings[0]
    found = max(readings, key=len)
    if _VISITORS.search(words) and {figure.kind for figure in found} == {"members"}:
        return []
    return found


def _rows_of(outline: Outline, told: Mapping[int, Sequence[Figure]]) -> Iterable[int]:
    """Those of like elements that count the posts or threads of boards: most of them do, in
    different numbers or each beside a link. Boards have no members, by which the forum's own
    figures are told."""
    values: dict[str, list[int]] = defaultdict(list)
    for figures in told.values():
        for figure in figures:
            values[figure.kind].append(figure.value)
    counting = len(values["posts"]), len(values["threads"])
    differ = any(len(set(values[kind])) > 1 for kind in ("posts", "threads"))
    if sum(counting) <= 0.5 * len(told) or not (differ or _are_linked(outline, told)):
        return ()
    if len(values["members"]) > 0.5 * len(told):
        return told
    return [
        row for row, figures in told.items() if all(figure.kind != "members" for figure in figures)
    ]


def _are_linked(outline: Outline, rows: Iterable[int]) -> bool:
    """Whether there are several rows, and each leads somewhere else."""
    led_to = [
        next(
            (
                outline.attributes[element].get("href")
                for element in range(row, outline.last[row] + 1)
                if outline.tags[element] == "a"
            ),
            None,
        )
        for row in rows
    ]
    return len(led_to) > 1 and None not in led_to and len(set(led_to)) == len(led_to)
