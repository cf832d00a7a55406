"""What a page of unknown make is: a thread, a list of threads, or neither."""

import re
from dataclasses import dataclass
from enum import StrEnum

from alongside.connectors.generic import structured
from alongside.connectors.generic.lists import Lines, thread_lines
from alongside.connectors.generic.reader import ThreadReading, read_posts
from alongside.connectors.page import Page
from alongside.connectors.port import ForumSite
from alongside.connectors.recognition import recognise

# The words with which forum software names its parts and its addresses.
_FORUM_PLACE = re.compile(
    r"forum|topic|thread|discussion|viewtopic|showthread|/t/|/d/|board|community|question|/q/|comments/"
    r"|diskussion|beitrag|/posts?/",
    re.IGNORECASE,
)
_FORUM_NAME = re.compile(
    r"(?:^|[-_\s])(?:forum|topic|thread|discussion|postbody|post-?body|postbit|viewtopic|showthread"
    r"|reply|replies|message|crawler-post|answer|question|post-?content|post-?message)s?(?=$|[-_\s\d])"
    r"|(?:post|message|msg|reply)[-_]?(?:body|text|message|msg)",
    re.IGNORECASE,
)
_ENOUGH = 2.2
_LONGEST_TITLES = 110  # letters, in the mean


class Kind(StrEnum):
    THREAD = "thread"
    BOARD = "board"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is, with the signs that speak for it, in words for a person."""

    kind: Kind
    signs: tuple[str, ...]


def kind_of(page: Page) -> Verdict:
    """What a page is. Raises Unreadable for one nested too deep."""
    reading = read_posts(page, keep_names=True)
    site = ForumSite(_origin(page.url))
    lines = thread_lines(page, reading.outline, reading.finder.weights, site)
    return verdict_of(page, reading, lines)


def verdict_of(page: Page, reading: ThreadReading, lines: Lines) -> Verdict:
    thread, thread_signs = _as_thread(page, reading)
    board, board_signs = _as_board(page, reading, lines)
    if (known := recognise(page)) is not None:
        sign = f"it is made by forum software ({known.kind})"
        thread, thread_signs = thread and thread + 1.0, (*thread_signs, sign)
        board, board_signs = board and board + 1.0, (*board_signs, sign)
    if board > thread and board >= _ENOUGH:
        return Verdict(Kind.BOARD, board_signs)
    if thread >= _ENOUGH:
        return Verdict(Kind.THREAD, thread_signs)
    return Verdict(Kind.NEITHER, ())


def _as_thread(page: Page, reading: ThreadReading) -> tuple[float, tuple[str, ...]]:
    posts = reading.posts
    if not posts:
        return 0.0, ()
    score, signs = 0.0, []
    if any(post.kind in structured.OPENINGS for post in reading.described):
        score += 2.5
        signs.append("it describes itself as a discussion or a question")
    named = sum(bool(post.author) for post in posts) / len(posts)
    timed = sum(post.posted_at is not None for post in posts) / len(posts)
    if len(posts) > 1:
        score += 1.0 * named + 0.5 * timed
        if named > 0.5:
            signs.append(f"{len(posts)} posts, each with a name and a time")
        if len({post.author for post in posts}) > 1:
            score += 0.3
    else:
        score += 0.6 * named
    if _FORUM_PLACE.search(_path(page.url)):
        score += 1.0
        signs.append("its address reads like a thread's")
    if _named_like_a_forum(reading):
        score += 1.0
        signs.append("its parts are called as forums call theirs")
    if reading.finder.weights.joinings >= 0.5 * len(posts):
        score += 0.8
        signs.append("beside its posts stands since when their authors are members")
    return score, tuple(signs)


def _named_like_a_forum(reading: ThreadReading) -> bool:
    """Whether the bodies of the posts, or what they stand in, bear a forum's names."""
    outline = reading.outline
    bodies = [post.block.body for post in reading.found if post.block is not None][:5]
    named = 0
    for body in bodies:
        element = body
        names: list[str] = []
        while element > 0 and len(names) < 8:
            attributes = outline.attributes[element]
            names.append(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
            element = outline.parents[element]
        named += bool(_FORUM_NAME.search(" ".join(names)))
    return bool(bodies) and named > 0.5 * len(bodies)


def _as_board(page: Page, reading: ThreadReading, lines: Lines) -> tuple[float, tuple[str, ...]]:
    if len(lines.lines) < 2:
        return 0.0, ()
    if _stands_beside(reading, lines):
        return 0.0, ()
    replies = sum(line.replies is not None for line in lines.lines) / len(lines.lines)
    timed = sum(line.last_post is not None for line in lines.lines) / len(lines.lines)
    places = sum(bool(_FORUM_PLACE.search(_path(line.address))) for line in lines.lines) / len(
        lines.lines
    )
    score = 1.0 * timed + 1.0 * replies + 0.8 * places
    signs = [f"{len(lines.lines)} links to threads, each in a row with a time"]
    if _FORUM_PLACE.search(_path(page.url)):
        score += 0.4
    # What lists threads holds little prose; what holds posts has more of it than titles.
    words = sum(len(post.text) for post in reading.posts)
    titles = sum(len(line.title) for line in lines.lines)
    # What people call their threads is neither one word nor a paragraph.
    names = [line.title for line in lines.lines]
    if titles > _LONGEST_TITLES * len(names):
        score -= 1.0
    elif sum(name.isascii() and " " not in name for name in names) > 0.8 * len(names):
        score -= 0.6
    if _rows_are_posts(reading, lines) < 0.3 and (words > titles or _named_like_a_forum(reading)):
        score -= 1.0  # beside the posts, as lists of similar threads are
    if words > 4 * titles:
        score -= 1.2
    elif words < 2 * titles:
        score += 0.6
    return score, tuple(signs)


def _stands_beside(reading: ThreadReading, lines: Lines) -> bool:
    """Whether a list is one of other threads, as stand beside a post or under it."""
    apart = reading.finder.weights.apart
    if sum(apart[link] for link in lines.links) < 0.5 * len(lines.links):
        return False
    blocks = [(post.author, post.block) for post in reading.found if post.block is not None]
    return any(author and block.has_time and not apart[block.body] for author, block in blocks)


def _rows_are_posts(reading: ThreadReading, lines: Lines) -> float:
    """The share of the posts found that are rows of the list: each with one of its links."""
    blocks = [post.block for post in reading.found if post.block is not None]
    if not blocks:
        return 1.0
    outline = reading.outline
    rows = sum(
        any(outline.contains(block.container, link) for link in lines.links) for block in blocks
    )
    return rows / len(blocks)


def _path(url: str) -> str:
    return url.split("://", 1)[-1]


def _origin(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0].split('?', 1)[0]}"
