"""One post of a page of unknown make, as it stands among the page's elements."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from alongside.connectors.generic.authors import place_of_member
from alongside.connectors.generic.links import is_of_author
from alongside.connectors.generic.mails import TypedMail
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.weights import Weights
from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision

LEAST_SAID = 15  # letters of a post
MOSTLY = 0.6  # of the blocks of a page
_NEAR = 10  # texts between what an author says and the name


@dataclass(frozen=True, slots=True)
class Block:
    """One post as it stands in the outline; its own words are in `body`, less `left_out`.

    `author` lives in memory only.
    """

    body: int
    container: int
    left_out: frozenset[int]
    moment: Moment | None
    has_time: bool
    author: str = field(repr=False)
    time_at: int = -1  # the element that tells the time
    time_words: str = ""
    author_at: int = -1
    # The rules (`<hr>`) in the body, or its title, between which its words stand, if any do.
    since: int = -1
    until: int = -1
    # The first and the last of the elements side by side that hold all its words, where the body is
    # one of several.
    first: int = -1
    last: int = -1


def in_order(one: Block, two: Block) -> bool:
    """Whether one post may stand before another; nobody writes two at the same minute."""
    if one.moment is None or two.moment is None:
        return False
    if one.moment.at - one.moment.rounded_by > two.moment.at:  # "two weeks ago" may be earlier
        return False
    is_same = one.moment == two.moment and one.author == two.author
    return not is_same or one.moment.precision is Precision.DAY


def are_told(blocks: Sequence[Block]) -> bool:
    """Whether these are several posts, most with a time and an author."""
    told = sum(block.has_time and bool(block.author) for block in blocks)
    return len(blocks) > 1 and told > MOSTLY * len(blocks)


def is_dated_one(blocks: Sequence[Block]) -> bool:
    """Whether this is one post, with a time."""
    return len(blocks) == 1 and blocks[0].has_time


def all_say(weights: Weights, blocks: Sequence[Block]) -> bool:
    """Whether each block tells a time and says something."""
    return all(block.has_time and weights.said(block.body) >= LEAST_SAID for block in blocks)


def all_tell(page: Outline, weights: Weights, blocks: Sequence[Block]) -> bool:
    """Whether each block tells one time and says something, be it short, by somebody named."""
    return all(
        block.has_time
        and weights.said(block.body) >= (1 if block.author else LEAST_SAID)
        and weights.most_of_a_kind(page.text_from[block.body], page.text_to[block.body]) == 1
        for block in blocks
    )


def overlap(page: Outline, one: int, two: int) -> bool:
    """Whether one of two elements stands in the other, or is it."""
    return page.contains(one, two) or page.contains(two, one)


def are_named(page: Outline, weights: Weights, blocks: Sequence[Block]) -> bool:
    """Whether each block says something, by a member to whom a link leads."""
    return all(
        weights.said(block.body) >= LEAST_SAID
        and not weights.is_around(block.body)
        and bool(place_of_member(page, block.author_at, block.author))
        and is_of_author(page.attributes[page.links[block.author_at]].get("href") or "")
        for block in blocks
    )


def leads_to_authors(page: Outline, weights: Weights, since: int) -> bool:
    """Whether from one element on a link leads to a member, beside something that is said."""
    return any(
        page.tags[element] == "a"
        and not weights.apart[element]
        and is_of_author(page.attributes[element].get("href") or "")
        and weights.said_between(
            max(page.text_from[since], page.text_from[element] - _NEAR),
            min(len(page.texts), page.text_to[element] + _NEAR),
        )
        >= LEAST_SAID
        for element in range(since, len(page))
    )


def named_alike(page: Outline, one: Block, two: Block) -> bool:
    """Whether the names of two posts' authors are written alike, or lead to like places."""
    if not one.author or one.author_at < 0 or two.author_at < 0:
        return False
    name, other = page.path(one.author_at, 1), page.path(two.author_at, 1)
    if name == other and not name.endswith("."):
        return True
    places = [place_of_member(page, block.author_at, block.author) for block in (one, two)]
    return places[0] == places[1] and bool(places[0])


def typed_block(weights: Weights, mail: TypedMail) -> Block:
    """A mail that is shown as it was typed, as a post."""
    times = weights.times_between(mail.date, mail.date + 1)
    return Block(
        body=mail.body,
        container=mail.body,
        left_out=mail.foot,
        moment=weights.moment(times[0]) if times else None,
        has_time=bool(times),
        author=mail.author,
        time_at=mail.body,
        time_words="",
        author_at=mail.body,
    )
