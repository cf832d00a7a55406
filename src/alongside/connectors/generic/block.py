"""One post of a page of unknown make, as it stands among the page's elements."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision

_MOSTLY = 0.6


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
    since: int = -1  # the rules (`<hr>`) in the body between which its words stand, if any do
    until: int = -1


def in_order(one: Block, two: Block) -> bool:
    """Whether one post may stand before another; nobody writes two at the same minute."""
    if one.moment is None or two.moment is None or one.moment.at > two.moment.at:
        return False
    is_same = one.moment == two.moment and one.author == two.author
    return not is_same or one.moment.precision is Precision.DAY


def are_told(blocks: Sequence[Block]) -> bool:
    """Whether these are several posts, most with a time and an author."""
    told = sum(block.has_time and bool(block.author) for block in blocks)
    return len(blocks) > 1 and told > _MOSTLY * len(blocks)


def is_dated_one(blocks: Sequence[Block]) -> bool:
    """Whether this is one post, with a time."""
    return len(blocks) == 1 and blocks[0].has_time
