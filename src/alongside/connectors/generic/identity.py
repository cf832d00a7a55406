"""What the posts of a page are called: the forum's own names for them where it shows any.

A name is taken from one kind of place for all posts: an element's id ("post-123"), an anchor, or
the link by which a post is reached. Where there is none, a post is known by its time, where that
stays the same, and its first words, which holds until it is edited.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

from alongside.connectors.generic.block import Block
from alongside.connectors.generic.outline import Outline
from alongside.connectors.page import Page
from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision

_NUMBERED = re.compile(r"\d")
_FIGURES = re.compile(r"\d+")
# Numbers that are written with letters: a UUID, a long one in base 16, one in base 36 or 64.
_IN_LETTERS = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?<![^\W_])(?=[^\W_]*\d)(?:[0-9a-f]{16,}|[a-z]*\d+[a-z][^\W_]{4,})(?![^\W_])",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:node|topic|thread|discussion|question|story|post|article|message|msg|entry|\bq)[-_]?\d",
    re.IGNORECASE,
)
# The same, in words that no reply is called by.
_OF_A_QUESTION = re.compile(
    r"(?:node|topic|thread|discussion|question|story|\bq)[-_]?\d+$", re.IGNORECASE
)
_OF_A_POST = re.compile(
    r"(?:.*[-_])?(?:post|msg|message|reply|comment)(?:id)?[-_]?\d+", re.IGNORECASE
)
_BRIEF = re.compile(r"#?[a-z]?\d+")  # "17", "c17"
_LAST_NUMBER = re.compile(r"(\d+)\D*$")
_IDS = (
    "id",
    "data-post-id",
    "data-id",
    "data-postid",
    "data-comment-id",
    "data-pid",
    "data-message-id",
)
_POST_LINK = re.compile(
    r"#.*\d|[?&;](?:p|pid|post|postid|post_id|comment|cid|msg)=\d|/(?:posts?|comments?|p|msg|message)[-/]\d",
    re.IGNORECASE,
)
# What a post offers to do, at an address of its own.
_DEED = re.compile(
    r"quote|repl|report|edit|delet|posting|mode=|login|like|vote|react|share|bookmark|print|thank|flag",
    re.IGNORECASE,
)
_WORDY = re.compile(r"post|comment|msg|message|reply|answer|entry|pid|^p\d|^pb?\d", re.IGNORECASE)
_QUESTION_AND_REPLY = 2
_LONGEST = 120
_FEW_WORDS = 80  # letters
_FRONT = 40  # elements before a post in which its anchor may be


def names_of(page: Page, outline: Outline, blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Of each post its identity and address, in order; ("", "") where the page shows none."""
    if not blocks:
        return []
    ids = _best(_ids(outline, blocks), len(blocks))
    links = _best(_links(page, outline, blocks), len(blocks))
    if len(blocks) == 1:
        if own := _own_id(outline, blocks, _OF_A_QUESTION):
            return [(own, "")]
        ids, links = _like_posts(ids), _like_posts(links)
    if (ids or links) and 0 not in ids and 0 not in links and (own := _own_id(outline, blocks)):
        return [(own, ""), *_called(page, ids, links, range(1, len(blocks)))]
    return _called(page, ids, links, range(len(blocks)))


def _like_posts(found: dict[int, str]) -> dict[int, str]:
    """Without what may name anything: of a lone post nothing tells what changes with each."""
    return {
        index: value
        for index, value in found.items()
        if _WORDY.search(value) or _BRIEF.fullmatch(value)
    }


def _own_id(outline: Outline, blocks: Sequence[Block], named: re.Pattern[str] = _OPENING) -> str:
    """What the opening post alone is called: "node-41" where replies are "comment-7"."""
    element = blocks[0].body
    while element > 0:
        value = outline.attributes[element].get("id") or ""
        if len(value) <= _LONGEST and named.search(value):
            return value
        if named is _OF_A_QUESTION and _OF_A_POST.fullmatch(value):
            return ""  # what is called a topic further out holds all its posts
        element = outline.parents[element]
    return ""


def _called(
    page: Page, ids: dict[int, str], links: dict[int, str], indexes: range
) -> list[tuple[str, str]]:
    named = []
    here = page.address(page.url).split("#")[0]
    for index in indexes:
        identity, link = ids.get(index, ""), links.get(index, "")
        address = page.address(link) if link else ""
        if not identity and link:
            identity = _identity_in(link)
        if not address and identity:
            address = f"{here}#{identity}"
        named.append((plain_name(identity), address))
    return named


def made_up(moment: Moment | None, text: str, *, later: str = "") -> str:
    """A name for a post that the forum shows none of.

    "3 days ago" is another time at each visit, and no part of it. Few words without a time may be
    said on several pages of a thread ("Yes, that works."): `later` is the page if not the first.
    """
    told = moment.at.isoformat() if moment and moment.precision is not Precision.RELATIVE else ""
    words = " ".join(text.split())[:200]
    if later and not told and len(words) <= _FEW_WORDS:
        told = later
    return "t" + hashlib.sha256(f"{told}\n{words}".encode()).hexdigest()[:16]


def _ids(outline: Outline, blocks: Sequence[Block]) -> dict[str, dict[int, str]]:
    """Ids with a number on the way from each body up to its post, and just inside."""
    slots: dict[str, dict[int, str]] = defaultdict(dict)
    for index, block in enumerate(blocks):
        upward = [block.body]
        while upward[-1] != block.container and outline.parents[upward[-1]] >= 0:
            upward.append(outline.parents[upward[-1]])
        inside = range(
            block.container, min(outline.last[block.container], block.container + 60) + 1
        )
        # Old software marks a post by an anchor in front of it, or in the row of its author.
        since = outline.last[blocks[index - 1].container] + 1 if index else block.container - _FRONT
        front = range(max(0, since, block.container - _FRONT), block.container)
        for step, element in (
            *((f"up{n}", one) for n, one in enumerate(upward)),
            *(("in", one) for one in inside),
            *(("front", one) for one in reversed(front)),
        ):
            attributes = outline.attributes[element]
            names = (*_IDS, "name") if outline.tags[element] == "a" else _IDS
            for name in names:
                value = attributes.get(name)
                if value and len(value) <= _LONGEST and _NUMBERED.search(value):
                    slot = f"{step}|{outline.tags[element]}|{name}|{_shape(value)}"
                    slots[slot].setdefault(index, value)
    return slots


def _links(page: Page, outline: Outline, blocks: Sequence[Block]) -> dict[str, dict[int, str]]:
    """Links in each post, outside its own words, that lead to a numbered place of this forum."""
    slots: dict[str, dict[int, str]] = defaultdict(dict)
    host = urlsplit(page.url).netloc
    for index, block in enumerate(blocks):
        element, end = block.container, outline.last[block.container]
        profile = outline.links[block.author_at] if block.author_at >= 0 else -1
        if element == block.body:
            element = max(0, element - 30)
        while element <= end:
            if element == block.body:
                element = outline.last[block.body] + 1
                continue
            href = outline.attributes[element].get("href") if outline.tags[element] == "a" else None
            if element == profile:
                href = None  # "/p/41" may be a person
            if href and len(href) <= 500 and _POST_LINK.search(href) and not _DEED.search(href):
                address = page.address(href)
                if urlsplit(address).netloc == host and not _leads_to_another(address, page.url):
                    parts = urlsplit(address)
                    shape = _shape(
                        f"{parts.path.rsplit('/', 1)[-1][:40]}?{parts.query}#{parts.fragment}"
                    )
                    slots[shape].setdefault(index, href)
            element += 1
    return slots


def _leads_to_another(address: str, here: str) -> bool:
    """Whether a link to a place in a page leads to another thread, which may hold like posts."""
    there, own = urlsplit(address), urlsplit(here)
    return bool(
        there.fragment
        and not there.query
        and there.path != own.path
        and _shape(there.path) == _shape(own.path)
    )


def _best(slots: dict[str, dict[int, str]], posts: int) -> dict[int, str]:
    """The kind of place that names most posts, each differently."""
    best: dict[int, str] = {}
    best_score = 0.0
    for slot, found in slots.items():
        if len(set(found.values())) < len(found):
            continue
        expected = posts
        if 0 not in found and slot.startswith("front|"):
            if not slot.startswith("front|a|"):
                continue  # these stand behind the post before, and may be its own
            expected = max(1, posts - 1)  # the opening post may have no anchor
        elif 0 not in found and posts == _QUESTION_AND_REPLY:
            # What the only reply is called it keeps when more of them stand beside it.
            expected -= all(map(_OF_A_POST.fullmatch, found.values()))
        if len(found) < 0.6 * expected:
            continue
        score = len(found) / posts + (0.5 if _WORDY.search(next(iter(found.values()))) else 0)
        score += 0.1 if slot.startswith("up") else 0
        if score > best_score:
            best, best_score = found, score
    return best


def _shape(value: str) -> str:
    """What the names of one kind have in common: all but their numbers."""
    return _FIGURES.sub("#", _IN_LETTERS.sub("#", value))


def _identity_in(link: str) -> str:
    fragment = urlsplit(link).fragment
    if _NUMBERED.search(fragment):
        return fragment
    found = _LAST_NUMBER.search(link)
    return found[1] if found is not None else ""


def plain_name(identity: str) -> str:
    """ "post-123", "p123" and "123" are one and the same: the number where there is just one."""
    numbers = _FIGURES.findall(identity)
    return numbers[0] if len(numbers) == 1 else identity
