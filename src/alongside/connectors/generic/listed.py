"""Whether what was taken for the posts of a page are the rows of a list, or what stands around it.

Lists of boards and of threads hold names, times and a few words in each row, as posts do.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from urllib.parse import urlsplit

from alongside.connectors.generic.block import Block
from alongside.connectors.generic.counts import counts_threads
from alongside.connectors.generic.links import leads_to_board
from alongside.connectors.generic.lists import Lines, board_links
from alongside.connectors.generic.lone import is_notice
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.reader import ThreadReading
from alongside.connectors.generic.rows import containers_of, regions_of
from alongside.connectors.generic.tables import column_names
from alongside.connectors.page import Page
from alongside.connectors.port import ForumSite

_COUNTING = re.compile(
    r"(?:(?:number|no\.?|#) of )?(?:threads?|topics?|posts?|replies|answers|views|messages"
    r"|themen|beiträge|antworten|sujets"
    r"|messages|réponses|temas|mensajes|respuestas|onderwerpen|berichten|reacties|discussioni"
    r"|argomenti|messaggi|risposte|tópicos|mensagens|respostas|wątki|tematy|posty|odpowiedzi|темы?"
    r"|сообщени[яй]|ответ(?:ы|ов)|konu(?:lar)?|mesaj(?:lar)?|cevap(?:lar)?|trådar|inlägg|svar"
    r"|pynciau|negeseuon|atebion|reply|view|主题|主題|帖子?|回复|回覆)(?: ?/ ?\w+| counts?)?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?:\d[\d.,]*|no) (?:repl(?:y|ies)|answers?|comments?|posts?|messages?|antwort(?:en)?"
    r"|beitr[äa]ge?|réponses?|respuestas?|mensajes?)",
    re.IGNORECASE,
)
_SUMMED = re.compile(
    r"\d[\d.,]* (?:topics?|threads?|discussions?|themen|sujets|temas|discussioni|tópicos)\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    r"(?:reply|antworten|répondre|responder|rispondi|view thread|open|返信)", re.IGNORECASE
)
_HEADING = re.compile(r"a\.[^>]*>h[1-6]\b")
_NUMBER = re.compile(r"\d+(?:\.html?)?")
_FEWEST_PREVIEWS = 2
_COUNT = re.compile(r"\d[\d.,'’ \u00a0\u202f]*[kKmM]?")
FEWEST_BOARDS = 3
_LONGEST_SAID = 300  # letters said of a board, in the mean
_FIRST = 3  # posts in which a count of threads is looked for first
_FEW_WORDS = 2.0  # letters of a row besides its title, for each letter of the title
_BEGINNING = 15  # letters


def are_of_a_list(page: Page, reading: ThreadReading, lines: Lines, site: ForumSite) -> bool:
    """Whether most of what was taken for posts belongs to a list of threads or boards."""
    blocks = [post.block for post in reading.found if post.block is not None]
    if not blocks:
        return False
    return (
        _are_counted_rows(reading.outline, blocks)
        or _are_rows(reading, lines)
        or _borrow(reading, lines)
        or _are_of_boards(page, reading, blocks, site)
        or _are_headed_by_boards(reading.outline, blocks)
        or _are_previews(page, reading.outline, blocks)
    )


def _are_previews(page: Page, outline: Outline, blocks: Sequence[Block]) -> bool:
    """Whether they are the first and the last posts of several threads, as boards of pictures show
    them: what offers to answer leads from the page to several others that lie beside it."""
    here, threads = urlsplit(page.url), set[str]()
    for element, tag in enumerate(outline.tags):
        if tag != "a" or not _ANSWER.fullmatch(outline.words(element).strip("[]() ")):
            continue
        there = urlsplit(page.address(outline.attributes[element].get("href")))
        around, _, number = there.path.rstrip("/").rpartition("/")
        if (
            _NUMBER.fullmatch(number)
            and not there.query
            and len(around) > 1
            and f"{here.path.rstrip('/')}/".startswith(f"{around}/")
            and there.path.rstrip("/") != here.path.rstrip("/")
        ):
            threads.add(there.path)
    return len(blocks) > len(threads) >= _FEWEST_PREVIEWS


def _are_headed_by_boards(outline: Outline, blocks: Sequence[Block]) -> bool:
    """Whether they are what is said of boards on cards: by nobody, and each under a heading of its
    own that leads to what is addressed as boards are."""
    led_to = set[str]()
    for block in blocks:
        links = [
            element
            for element in range(block.container, outline.last[block.container] + 1)
            if outline.tags[element] == "a" and _HEADING.match(outline.path(element, 2))
        ]
        hrefs = {outline.attributes[link].get("href") or "" for link in links}
        if len(hrefs) != 1 or not leads_to_board(href := hrefs.pop()):
            return False
        if block.author and not any(outline.contains(link, block.author_at) for link in links):
            return False
        led_to.add(href)
    return len(led_to) == len(blocks) >= _FEWEST_PREVIEWS


def _are_counted_rows(outline: Outline, blocks: Sequence[Block]) -> bool:
    """Whether most of them stand in a table that counts threads or replies in a column: such rows
    list boards or threads, with their descriptions."""
    said = sum(bool(_COUNTED.fullmatch(outline.words(block.body))) for block in blocks)
    if said > 0.5 * len(blocks):
        return True  # "2 replies"
    counted = {
        outline.parents[cell]
        for cell, name in column_names(outline).items()
        if _COUNTING.fullmatch(name) and _COUNT.fullmatch(outline.words(cell))
    }
    rows = sum(any(outline.contains(row, block.body) for row in counted) for block in blocks)
    return rows > 0.5 * len(blocks)


def _are_rows(reading: ThreadReading, lines: Lines) -> bool:
    """Whether each of them stands in a row of its own of the list and says little more than the
    title there. Posts may have titles too: their first words, or the thread's again and again."""
    outline, titles, words, repeated = reading.outline, list[str](), 0, 0
    for post in reading.found:
        if post.block is None:
            continue
        within = [link for link in lines.links if outline.contains(post.block.container, link)]
        if len(within) != 1:
            continue
        titles.append(outline.words(within[0]).casefold())
        words += len(post.text)
        repeated += post.text.casefold().startswith(titles[-1][:_BEGINNING])
    shortest = min(titles, key=len, default="")
    return (
        len(titles) > max(1, 0.8 * len(reading.found))
        and words < _FEW_WORDS * sum(map(len, titles))
        and repeated <= 0.5 * len(titles)
        and sum(shortest in title for title in titles) <= max(1, 0.5 * len(titles))
    )


def _borrow(reading: ThreadReading, lines: Lines) -> bool:
    """Whether they stand around the list and have their names from its rows, or have none and their
    times from there, or are what software says itself: that one must log in."""
    outline, weights = reading.outline, reading.finder.weights
    rows = sorted(containers_of(outline, lines.links)) if lines.links else []
    blocks = [post.block for post in reading.found if post.block is not None]
    between = {bisect_left(rows, block.body) for block in blocks} - {0}
    if len(rows) > 1 and len(between) > 0.8 * len(rows):
        return False  # each row is the head of a post

    def is_listed(element: int) -> bool:
        return element >= 0 and any(outline.contains(row, element) for row in rows)

    borrowed = 0
    for block in blocks:
        if is_listed(block.body):
            continue
        if block.author and not is_listed(block.author_at):
            # "This forum has 12 topics and was last updated by robin."
            borrowed += _SUMMED.search(outline.words(block.body)) is not None and is_notice(
                outline, weights, block.body
            )
            continue
        if any(outline.contains(link, block.author_at) for link in lines.links):
            return False  # these are the names of those who wrote the posts
        borrowed += (
            is_listed(block.author_at)
            or is_listed(block.time_at)
            or is_notice(outline, weights, block.body)
        )
    return bool(rows) and borrowed > 0.5 * len(blocks)


def _are_of_boards(
    page: Page, reading: ThreadReading, blocks: Sequence[Block], site: ForumSite
) -> bool:
    """Whether most of them are the descriptions of boards, whose rows count their threads."""
    outline = reading.outline
    said = sum(len(post.text) for post in reading.found)
    if said > _LONGEST_SAID * len(blocks):
        return False
    weights, heads = reading.finder.weights, column_names(outline)
    regions = regions_of(outline, [block.container for block in blocks[:_FIRST]])
    if not any(
        counts_threads(outline, weights, block.body, region, heads)
        for block, region in zip(blocks, regions, strict=False)
    ):
        return False  # found much faster than all boards
    links = board_links(page, outline, weights, site, counted=True)
    names = {outline.words(link) for link in links}
    if len(names) < max(FEWEST_BOARDS, 0.8 * len(links)):
        return False  # "Share" beside each answer
    authors = {block.author for block in blocks}
    if any(
        outline.words(link) in authors and not leads_to_board(outline.attributes[link].get("href"))
        for link in links
    ):
        return False  # beside a post may stand how many threads its author has begun
    rows = containers_of(outline, links)
    told = noticed = 0
    for block in blocks:
        within = any(outline.contains(row, block.body) for row in rows)
        around = sum(outline.contains(block.body, row) for row in rows) > 1
        told += within or around
        noticed += not within and not around and is_notice(outline, weights, block.body)
    return bool(told) and told + noticed > 0.5 * len(blocks) and len(blocks) <= len(rows)
