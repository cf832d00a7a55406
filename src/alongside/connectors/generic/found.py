"""What a page's blocks tell of its posts, laid beside what the page describes for programs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from alongside.connectors.generic import structured
from alongside.connectors.generic.block import Block
from alongside.connectors.generic.structured import Described
from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision

# Posts by both readings are one where their first words agree.
_AGREEING = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One post of a page before it has a name; `author` lives in memory only."""

    text: str
    author: str = field(repr=False)
    moment: Moment | None = None
    edited: Moment | None = None
    block: Block | None = None
    address: str = ""
    identity: str = ""
    title: str = ""
    thanks: int | None = None
    is_accepted: bool = False


def with_json(found: list[Found], in_json: Sequence[Described], *, is_first: bool) -> list[Found]:
    """The posts that a page's blocks tell, with what its JSON-LD says of them.

    On a thread's first page a question that only the JSON-LD has goes before them.
    """
    if not in_json:
        return found
    if not found:
        return [
            enriched(Found(text=post.text, author=post.author), post)
            for post in in_json
            if post.text
        ]
    by_words = {_first_words(post.text): post for post in in_json if post.text}
    by_time = {
        (post.author, post.moment.at): post for post in in_json if post.author and post.moment
    }
    matched = 0
    merged = []
    for one in found:
        post = by_words.get(_first_words(one.text))
        if post is None and one.moment is not None:
            post = by_time.get((one.author, one.moment.at))
        matched += post is not None
        merged.append(enriched(one, post) if post is not None else one)
    texts = [post for post in in_json if post.text]
    if len(texts) > max(1, matched, len(found)) and matched < 0.5 * len(texts):
        return [enriched(Found(text=post.text, author=post.author), post) for post in texts]
    opening = in_json[0]
    if is_first and _opens(opening, merged):
        return [enriched(Found(text=opening.text, author=opening.author), opening), *merged]
    return merged


def _opens(post: Described, found: Sequence[Found]) -> bool:
    """Whether a described question stands before all posts that the page's blocks tell: it is
    written otherwise than they are, and none of them says what it says."""
    first = found[0].moment
    if post.kind not in structured.QUESTIONS or not post.text or not (first and post.moment):
        return False
    said = _first_words(post.text)
    return post.moment.at < first.at and not any(said in _bare_words(one.text) for one in found)


def enriched(found: Found, post: Described) -> Found:
    """A post of the page with what was described of it: the exact goes before the rounded."""
    moment = found.moment
    if post.moment is not None and (moment is None or post.moment.precision is Precision.EXACT):
        moment = post.moment
    return replace(
        found,
        author=post.author or found.author,
        moment=moment,
        edited=post.edited
        if post.edited and post.moment and post.edited.at > post.moment.at
        else None,
        address=post.address or found.address,
        identity=post.identity or found.identity,
        title=post.title,
        thanks=post.thanks,
        is_accepted=post.is_accepted,
    )


def _first_words(text: str) -> str:
    return _bare_words(text)[:_AGREEING]


def _bare_words(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()
