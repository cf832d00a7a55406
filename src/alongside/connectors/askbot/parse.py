"""Turns pages of an Askbot site into our dataclasses: a thread is a question with answers.

Comments below a question or an answer are no posts; they are left out. Classes beginning with
"js-" are those of 0.12 and later.
"""

import re

from selectolax.lexbor import LexborNode

from alongside.connectors.page import Page, attribute, figure_in, words_of
from alongside.connectors.pages import BoardPage, ThreadLine, ThreadPage
from alongside.connectors.port import (
    BoardStatistics,
    Figure,
    ForumSite,
    ForumStatistics,
    Post,
    Precision,
    Unreadable,
)
from alongside.connectors.reading import (
    TextRules,
    all_of,
    classes_of,
    figure_of,
    first,
    link_in,
    moment_in,
    next_link,
    post_words,
    root_of,
    statistics_of,
    within,
    without_names,
)

WORDS = TextRules(never=".post-update-info-container, .js-editable-controls, .moderated")
_QUESTION = re.compile(r"/question/(?P<id>\d+)(?=[/?#]|$)")
_ANSWER = re.compile(r"[?&]answer=(\d+)")
_CLOSED = re.compile(r"\s*\[(?:closed|deleted)\]\s*$")
_NEXT = ("a.next-page:not(.js-disabled)", ".paginator .next a")


def question_of(address: str) -> str:
    """The question's number in an address, "" for none."""
    found = _QUESTION.search(address)
    return found["id"] if found else ""


def answer_of(address: str) -> str:
    """The answer's number in an address, "" for none."""
    found = _ANSWER.search(address)
    return found[1] if found else ""


def question_address(site: ForumSite, number: str) -> str:
    """A question's address without the title's words: the number is enough."""
    return f"{site.address.rstrip('/')}/question/{number}/"


def statistics(page: Page) -> ForumStatistics:
    """ "1,234 questions" at the head of the list. Raises Unreadable."""
    said = words_of(root_of(page).css_first("h1, #listSearchTags h1, .title-row h1"))
    value = figure_in(said)
    return statistics_of([Figure("threads", value, said[:200])] if value is not None else [])


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The tags of `/tags/`, those that are used most: a site has no other boards."""
    found: dict[str, BoardStatistics] = {}
    for link in root_of(page).css("a.js-tag-name, a.tag[rel=tag], .tags a[rel=tag]"):
        name = attribute(link, "data-tag-name") or words_of(link)
        entry = within(link, "li")
        count = (
            figure_of(entry.css_first(".used-count, .tag-number")) if entry is not None else None
        )
        if name and (name not in found or found[name].threads is None):
            found[name] = BoardStatistics(
                external_id=name,
                name=name,
                slug=name,
                address=link_in(link, page, site),
                threads=count,
            )
    return tuple(found.values())


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a tag's questions, those that stirred last. Raises Unreadable."""
    lines = [
        line
        for node in all_of(root_of(page), ".question-summary, .short-summary")
        if (line := _line(node, page, site, board_id=board_id)) is not None
    ]
    if not lines:
        raise Unreadable("The page came without a readable question.")
    return BoardPage(lines=tuple(lines), next_address=next_link(page, site, *_NEXT))


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """A question with its answers. Raises Unreadable, also for a page without a question."""
    root = root_of(page)
    thread_id = question_of(page.url)
    posts = without_names(
        (
            post
            for node in all_of(
                root,
                ".js-question[data-post-id], .js-answer[data-post-id], .post.question[id], "
                ".post.answer[id]",
            )
            if (post := _post(node, page, site, thread_id, keep_names=keep_names)) is not None
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The page came without a readable question.")
    tag = words_of(root.css_first(".js-question-tags a[rel=tag], #question-tags a[rel=tag]"))
    heading = first(root, "h1 .js-editable-content", ".post.question h1", "h1 a", "h1")
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=question_address(site, thread_id) if thread_id else "",
        title=_CLOSED.sub("", words_of(heading)),
        board_id=tag,
        board_name=tag,
        next_address=next_link(page, site, *_NEXT),
        is_closed=root.css_first(".question-status") is not None,
        is_solved=any(post.is_accepted for post in posts),
    )


def _line(node: LexborNode, page: Page, site: ForumSite, *, board_id: str) -> ThreadLine | None:
    link = node.css_first("h2 a[href]")
    number = question_of(page.address(attribute(link, "href")))
    if link is None or not number:
        return None
    answers = node.css_first(".question-answers-count, .counts .answers")
    title = words_of(link)
    return ThreadLine(
        external_id=number,
        address=question_address(site, number),
        title=_CLOSED.sub("", title),
        # The card tells when something happened last, not what.
        last_post=moment_in(node.css_first(".question-summary-user-info, .userinfo"), page),
        replies=_counted(answers),
        board_id=board_id,
        board_name=board_id,
        is_closed=_CLOSED.search(title) is not None,
        is_solved=bool({"with-accept-answer-icon", "accepted"} & classes_of(answers)),
    )


def _counted(node: LexborNode | None) -> int | None:
    """ "4", and "no" for none."""
    said = words_of(node.css_first(".item-count")) if node is not None else ""
    return 0 if {"zero-count", "no-answers"} & classes_of(node) else figure_in(said)


def _post(
    node: LexborNode, page: Page, site: ForumSite, thread_id: str, *, keep_names: bool
) -> Post | None:
    kinds = classes_of(node)
    is_question = bool({"js-question", "question"} & kinds)
    number = attribute(node, "data-post-id") or attribute(node, "id").rpartition("-")[2]
    body = first(node, ".post-body .js-editable-content", ".post-body")
    if not number.isdecimal() or body is None:
        return None
    cards = node.css(".post-update-info")
    own = cards[0] if cards else None
    times = [
        moment
        for card in cards
        for shown in card.css("abbr")
        if (moment := moment_in(shown, page)) is not None
    ]
    # Later ones tell of changes, in the card of whoever made them.
    posted, edited = (times[0] if times else None), (times[-1] if len(times) > 1 else None)
    start = question_address(site, thread_id)
    return Post(
        external_id=number,
        address=start if is_question else f"{start}?answer={number}#post-id-{number}",
        author=words_of(first(own, ".user-name-link", ".user-info a", "a[href*='/users/']"))
        if own is not None
        else "",
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_hidden=bool({"js-post-deleted", "deleted"} & kinds),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted=bool({"js-accepted-answer", "accepted-answer"} & kinds),
        thanks=figure_of(first(node, ".js-post-vote-number", ".vote-number")),
    )
