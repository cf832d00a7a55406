"""What a page of unknown make is: a thread, a list of threads, or neither."""

import re
from dataclasses import dataclass
from enum import StrEnum

from alongside.connectors.generic import structured
from alongside.connectors.generic.block import LEAST_SAID
from alongside.connectors.generic.gates import is_door, is_of_member, shows_gate, shows_many
from alongside.connectors.generic.links import is_of_author
from alongside.connectors.generic.listed import are_of_a_list
from alongside.connectors.generic.lists import Lines, thread_lines
from alongside.connectors.generic.marks import title_at
from alongside.connectors.generic.reader import ThreadReading, read_posts
from alongside.connectors.generic.rows import containers_of
from alongside.connectors.generic.weights import REPLY
from alongside.connectors.page import Page, words_of
from alongside.connectors.port import ForumSite
from alongside.connectors.recognition import recognise

# The words with which forum software names its parts and its addresses.
_FORUM_PLACE = re.compile(
    r"forum|topic|thread|discussion|viewtopic|showthread|/t/|/d/|(?<![-a-z])boards?(?!-?[a-z])"
    r"|^[^/]*board|(?:message|bulletin|discussion)[-_]?boards?|community|question|/q/|comments/"
    r"|diskussion|beitrag|/posts?/",
    re.IGNORECASE,
)
_FORUM_NAME = re.compile(
    r"(?:^|[-_\s])(?:forum|topic|thread(?!-(?:even|odd|alt))|discussion|postbody|post-?body|postbit|viewtopic|showthread"
    r"|reply|replies|message|crawler-post|answer|question|post-?content|post-?message)s?(?=$|[-_\s\d])"
    r"|(?:post|message|msg|reply)[-_]?(?:body|text|message|msg)",
    re.IGNORECASE,
)
_REPLYING = re.compile(
    r"(?:(?:post|add|write|submit|send|quick|new)(?: an?| your)? )?(?:reply|answer)"
    r"(?: (?:to|with|this|topic|thread|discussion|question|message|post|quote|here|the).*)?"
    r"|quote|(?:new|create|start)(?: an?)? (?:topic|thread|post|reply|discussion)"
    r"|(?:log|sign) in to (?:reply|answer|respond).*"
    r"|antworten|antwort (?:schreiben|erstellen|verfassen)|zitieren|neues thema"
    r"|répondre.*|citer|nouveau sujet|responder.*|citar|nuevo tema|novo tópico|rispondi.*"
    r"|reageer|antwoord.*|odpowiedz|cytuj|ответить|цитировать|svara|svar|vastaa|(?:登[入录錄]后)?回[复覆]|返信",
    re.IGNORECASE,
)
_REPLYING_AT = re.compile(
    r"mode=(?:reply|quote)|newreply|do=(?:new)?reply|action=post|/reply\b|/answer/|replyto=|quote=\d"
    r"|method=reply|[?&]reply",
    re.IGNORECASE,
)
_REPLY_SENT = re.compile(r"(?:post|add|create|new|send)?[-_]?reply(?![a-z])", re.IGNORECASE)
_MOST_BUTTONS = 20
_ANSWERS = re.compile(
    r"\b(?:log|sign) ?in (?:or (?:register|sign up) )?to (?:reply|answer|post a reply|respond)"
    r"|\b(?:log|sign) ?in or (?:register|sign up) to join the (?:discussion|conversation)"
    r"|\bto (?:reply|answer) (?:here|to this (?:topic|thread|question))"
    r"|\b(?:no|0) (?:replies|answers)\b|\bbe the first to (?:reply|answer)"
    r"|\byou cannot reply to topics|\byou may not post replies|\bnot open for further replies"
    r"|\byour answer\b|\b1 post\b"
    r"|\bkeine antworten\b|\bum (?:zu )?antworten|\baucune réponse|\bsin respuestas",
    re.IGNORECASE,
)
_MAILED = re.compile(
    r"messages sorted by:|\bthread index\b.{0,40}\bdate index\b"
    r"|\bdate index\b.{0,40}\bthread index\b|more information about the .{1,60} mailing list",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"\b(?:last|latest) (?:reply|answer|post)\b|\b(?:replied|answered)\b|letzte antwort"
    r"|dernière réponse|última respuesta|回[复覆]于|最后回[复覆]|最後回[复覆]",
    re.IGNORECASE,
)
_OF_A_WEBLOG = frozenset({"post", "posts"})
# What is said below an article of those who remark on it.
_REMARKS = re.compile(
    r"\bleave a (?:comment|reply)\b|\b(?:post|add|write) a comment\b|\bcomments are closed\b"
    r"|\b\d+ (?:comments|thoughts|responses) (?:on|to)\b|address will not be published"
    r"|\bkommentar (?:schreiben|hinterlassen|verfassen)|\blaisser un commentaire"
    r"|\bdeja un comentario|\bdeixe um comentário|\blascia un commento",
    re.IGNORECASE,
)
_LONGEST_OFFER = 60
_MOST_LINKS = 2_000
_MOST_WORDS = 200_000
_ENOUGH = 2.2
_LEAST_TOLD = 0.3  # of a list's rows
_NEXT_TO_NOTHING = 1e-6  # sums of the same signs differ by so much, in another order
_LONGEST_TITLES = 110  # letters, in the mean

_SOME = 3  # posts in a row that somebody may write in a thread


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
    reading = read_posts(page, keep_names=True, learns=False)
    site = ForumSite(_origin(page.url))
    lines = thread_lines(page, reading.outline, reading.finder.weights, site)
    return verdict_of(page, reading, lines)


def verdict_of(
    page: Page, reading: ThreadReading, lines: Lines, *, is_counted: bool | None = None
) -> Verdict:
    """What a page is. `is_counted` is what `are_of_a_list` says, if that was asked before."""
    if is_door(page.url) or is_of_member(page.url):
        return Verdict(Kind.NEITHER, ())
    if is_counted is None:
        is_counted = are_of_a_list(page, reading, lines, ForumSite(_origin(page.url)))
    are_others = is_counted or shows_many(page.url) or _are_articles(reading, lines)
    thread, thread_signs = _as_thread(page, reading) if not are_others else (0.0, ())
    board, board_signs = _as_board(page, reading, lines, is_counted=is_counted)
    if (known := recognise(page)) is not None:
        sign = f"it is made by forum software ({known.kind})"
        thread, thread_signs = thread and thread + 1.0, (*thread_signs, sign)
        board, board_signs = board and board + 1.0, (*board_signs, sign)
    if board > thread + _NEXT_TO_NOTHING and board >= _ENOUGH:
        return Verdict(Kind.BOARD, board_signs)
    if thread >= _ENOUGH:
        return Verdict(Kind.THREAD, thread_signs)
    return Verdict(Kind.NEITHER, ())


def _as_thread(page: Page, reading: ThreadReading) -> tuple[float, tuple[str, ...]]:
    posts = reading.posts
    if not posts or shows_gate(reading):
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
        if named > 0.5 and timed >= 0.5 and _is_replied_to_in_form(page):
            score += 0.7
            signs.append("below its posts is a form to reply to them all")
    else:
        lone, lone_signs = _as_lone(page, reading)
        score += 0.6 * named + lone
        signs += lone_signs
    if _stands_in_a_forum(page):
        score += 1.0
        signs.append("its address reads like a thread's")
    if _named_like_a_forum(reading):
        score += 1.0
        signs.append("its parts are called as forums call theirs")
    if len(reading.finder.weights.joinings) >= 0.5 * len(posts):
        score += 0.8
        signs.append("beside its posts stands since when their authors are members")
    return score, tuple(signs)


def _as_lone(page: Page, reading: ThreadReading) -> tuple[float, list[str]]:
    """What speaks for a thread where there is only one post, which an article may have as well."""
    block = reading.found[0].block if reading.found else None
    if block is None or not (block.author and block.has_time):
        return 0.0, []
    score, signs = 0.0, []
    if reading.finder.mail is not None or _MAILED.search(words_of(page.tree.body)[:_MOST_WORDS]):
        return 1.6, ["it shows one mail in the archive of a list"]
    if _may_be_answered(page):
        score, signs = 0.6, ["one post, with a name and a time, may be replied to"]
    elif not _FORUM_PLACE.search(_path(page.url)):
        return 0.0, []
    outline = reading.outline
    if not outline.contains(block.body, block.time_at):
        score += 0.3
    link = outline.links[block.author_at] if block.author_at >= 0 else -1
    if link >= 0 and is_of_author(outline.attributes[link].get("href") or ""):
        score += 0.3
    return score, signs


def _stands_in_a_forum(page: Page) -> bool:
    """Whether a page's address reads like a thread's; weblogs call their articles posts as well."""
    told = {found[0].casefold().strip("/") for found in _FORUM_PLACE.finditer(_path(page.url))}
    if told - _OF_A_WEBLOG:
        return True
    return bool(told) and not _is_remarked_on(page)


def _is_remarked_on(page: Page) -> bool:
    """Whether a page says what is said below an article of those who remark on it."""
    return _REMARKS.search(words_of(page.tree.body)[:_MOST_WORDS]) is not None


def _may_be_answered(page: Page) -> bool:
    """Whether a page offers to reply to a thread, or says how one may; a blog's comments are
    offered in other words."""
    for node in page.tree.css("a[href], button, input[type=submit]")[:_MOST_LINKS]:
        words = words_of(node) or node.attributes.get("value") or node.attributes.get("title") or ""
        if len(words) <= _LONGEST_OFFER and _REPLYING.fullmatch(words.strip(" .!»›+")):
            return True
        if _REPLYING_AT.search(node.attributes.get("href") or ""):
            return True
    return _ANSWERS.search(words_of(page.tree.body)[:_MOST_WORDS]) is not None


def _is_replied_to_in_form(page: Page) -> bool:
    """Whether there is one form to reply to all that is said, by its address or its button."""
    for form in page.tree.css("form"):
        if form.css_first("textarea") is None:
            continue
        buttons = form.css("button, input[type=submit]")[:_MOST_BUTTONS]
        told = (words_of(one) or one.attributes.get("value") or "" for one in buttons)
        is_so_called = any(_REPLYING.fullmatch(words.strip(" .!»›+")) for words in told)
        if is_so_called or _REPLY_SENT.search(form.attributes.get("action") or ""):
            return not _is_remarked_on(page)
    return False


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


def _as_board(
    page: Page, reading: ThreadReading, lines: Lines, *, is_counted: bool
) -> tuple[float, tuple[str, ...]]:
    if len(lines.lines) < 2:
        return 0.0, ()
    if _stands_beside(reading, lines):
        return 0.0, ()
    replies = sum(line.replies is not None for line in lines.lines) / len(lines.lines)
    timed = sum(line.last_post is not None for line in lines.lines) / len(lines.lines)
    places = sum(bool(_FORUM_PLACE.search(_path(line.address))) for line in lines.lines) / len(
        lines.lines
    )
    is_named_so = _FORUM_PLACE.search(_path(page.url)) is not None
    answered = _share_answered(reading, lines)
    # What counts on a card, which is all one link, may be minutes or stars.
    counted = 0.0 if _are_cards(reading, lines) else replies
    if not is_named_so and max(counted, places, answered) < _LEAST_TOLD:
        return 0.0, ()  # pages of a wiki that changed, or the articles of a weblog
    score = 1.0 * timed + 1.0 * max(replies, answered) + 0.8 * places
    signs = [f"{len(lines.lines)} links to threads, each in a row with a time"]
    if is_named_so:
        score += 0.4
    if is_counted:
        score += 0.6
    # What lists threads holds little prose; what holds posts has more of it than titles.
    words = sum(len(post.text) for post in reading.posts)
    titles = sum(len(line.title) for line in lines.lines)
    # What people call their threads is neither one word nor a paragraph.
    names = [line.title for line in lines.lines]
    if titles > _LONGEST_TITLES * len(names):
        score -= 1.0
    elif sum(name.isascii() and " " not in name for name in names) > 0.8 * len(names):
        score -= 0.6
    rows = _rows_are_posts(reading, lines)
    if reading.posts and rows > 0.8 and replies > 0.8:
        score += 1.0  # what was taken for posts are rows that tell how often each was answered
    if rows < 0.3 and (words > titles or _named_like_a_forum(reading)):
        score -= 1.0  # beside the posts, as lists of similar threads are
    if words > 4 * titles:
        score -= 1.2
    elif words < 2 * titles:
        score += 0.6
    return score, tuple(signs)


def _are_cards(reading: ThreadReading, lines: Lines) -> bool:
    """Whether most rows are links with a heading in them."""
    outline = reading.outline
    return sum(title_at(outline, link) != link for link in lines.links) > 0.5 * len(lines.links)


def _share_answered(reading: ThreadReading, lines: Lines) -> float:
    """The share of a list's rows that say who answered last, or that somebody did."""
    outline = reading.outline
    rows = [outline.words(row) for row in containers_of(outline, lines.links)]
    return sum(_ANSWERED.search(words) is not None for words in rows) / len(rows)


def _stands_beside(reading: ThreadReading, lines: Lines) -> bool:
    """Whether a list is one of other threads, as stand beside a post or under it."""
    apart = reading.finder.weights.apart
    if sum(apart[link] for link in lines.links) < 0.5 * len(lines.links):
        return False
    said = reading.finder.weights.said
    blocks = [(post.author, post.block) for post in reading.found if post.block is not None]
    return any(
        author and block.has_time and not apart[block.body] and said(block.body) >= LEAST_SAID
        for author, block in blocks
    )


def _are_articles(reading: ThreadReading, lines: Lines) -> bool:
    """Whether what was taken for posts are one author's articles: each under a title of its own
    that leads to a page of its own."""
    titles = {REPLY.sub("", line.title) for line in lines.lines}
    return (
        _SOME < len(reading.posts) <= len(titles) == len(lines.lines)
        and len({post.author for post in reading.posts}) == 1
        and _rows_are_posts(reading, lines) == 1
    )


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
