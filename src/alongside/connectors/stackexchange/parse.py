"""Turns pages of a Stack Exchange site into our dataclasses: a thread is a question with answers.

Comments below a question or an answer are no posts; they are left out.
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
    without_names,
)

WORDS = TextRules(never=".js-post-notice, .js-clipboard-copy-button")
_QUESTION = re.compile(r"/(?:questions|q)/(?P<id>\d+)(?=[/?#]|$)")
_ANSWER = re.compile(r"/a/(\d+)|/questions/\d+/[^/?#]*/(\d+)|#(\d+)$")


def question_of(address: str) -> str:
    found = _QUESTION.search(address)
    return found["id"] if found else ""


def answer_of(address: str) -> str:
    found = _ANSWER.search(address)
    return next((part for part in found.groups() if part), "") if found else ""


def statistics(page: Page) -> ForumStatistics:
    """ "12,345 questions" at the head of the list. Raises Unreadable."""
    for node in root_of(page).css(".fs-body3, [data-controller=se-uql] .fs-body3"):
        said = words_of(node)
        if (value := figure_in(said)) is not None and "question" in said.lower():
            return statistics_of([Figure("threads", value, said[:200])])
    return statistics_of([])


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The tags of `/tags`, those with most questions: a site has no other boards."""
    found: dict[str, BoardStatistics] = {}
    for card in root_of(page).css(".js-tag-cell, .tag-cell, .s-card"):
        link = card.css_first("a.post-tag, a.s-tag")
        name = words_of(link)
        if link is None or not name or name in found:
            continue
        count = next(
            (
                figure_in(said)
                for node in card.css("div, span")
                if re.fullmatch(r"[\d,.]+ questions?", said := words_of(node))
            ),
            None,
        )
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
    root = root_of(page)
    lines = [
        line
        for node in all_of(root, ".s-post-summary[data-post-id], .question-summary")
        if (line := _line(node, page, site, board_id=board_id)) is not None
    ]
    if not lines:
        raise Unreadable("The page came without a readable question.")
    return BoardPage(
        lines=tuple(lines), next_address=next_link(page, site, "a.s-pagination--item[rel=next]")
    )


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """A question with its answers. Raises Unreadable, also for a page without a question."""
    root = root_of(page)
    question = root.css_first("#question[data-questionid], .question[data-questionid]")
    thread_id = attribute(question, "data-questionid") or question_of(page.url)
    nodes = [*([question] if question is not None else []), *all_of(root, ".answer[data-answerid]")]
    posts = without_names(
        (
            post
            for node in nodes
            if (post := _post(node, page, site, keep_names=keep_names)) is not None
        ),
        keep_names=keep_names,
    )
    if not posts:
        raise Unreadable("The page came without a readable question.")
    tags = root.css(".post-taglist a.post-tag, .post-taglist a.s-tag")
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=f"{site.address.rstrip('/')}/questions/{thread_id}" if thread_id else "",
        title=words_of(first(root, "#question-header h1 a", "#question-header h1", "h1")),
        board_id=words_of(tags[0]) if tags else "",
        board_name=words_of(tags[0]) if tags else "",
        next_address=next_link(page, site, "#answers a.s-pagination--item[rel=next]"),
        is_closed=root.css_first(".js-post-notice[role=status] .iconLock, .question-status")
        is not None,
        is_solved=any(post.is_accepted for post in posts),
    )


def _line(node: LexborNode, page: Page, site: ForumSite, *, board_id: str) -> ThreadLine | None:
    link = first(node, ".s-post-summary--content-title a", "a.question-hyperlink")
    number = attribute(node, "data-post-id") or question_of(page.address(attribute(link, "href")))
    if link is None or not number.isdecimal():
        return None
    counts = node.css(".s-post-summary--stats-item-number")
    answers = node.css_first(
        ".s-post-summary--stats-item.has-answers .s-post-summary--stats-item-number"
    )
    last = moment_in(first(node, ".s-user-card--time .relativetime", ".relativetime"), page)
    said = words_of(node.css_first(".s-user-card--time"))
    return ThreadLine(
        external_id=number,
        # Without the title's words; any word leads to the question.
        address=f"{site.address.rstrip('/')}/questions/{number}",
        title=words_of(link),
        # The card tells what happened last: "asked", "answered" or "modified".
        asked=last if said.startswith("asked") else None,
        last_post=last,
        replies=figure_of(answers)
        if answers is not None
        else (figure_of(counts[1]) if len(counts) > 1 else None),
        board_id=board_id,
        board_name=board_id,
        is_solved=node.css_first(".has-accepted-answer") is not None,
    )


def _post(node: LexborNode, page: Page, site: ForumSite, *, keep_names: bool) -> Post | None:
    is_question = bool(attribute(node, "data-questionid"))
    number = attribute(node, "data-questionid") or attribute(node, "data-answerid")
    body = first(node, ".js-post-body", ".post-text")
    if not number.isdecimal() or body is None:
        return None
    signatures = node.css(".post-signature")
    own = signatures[-1] if signatures else None
    posted = moment_in(own.css_first(".relativetime"), page) if own is not None else None
    edited = moment_in(
        node.css_first(".user-action-time a[href*='/revisions'] .relativetime"), page
    )
    return Post(
        external_id=number,
        address=f"{site.address.rstrip('/')}/{'q' if is_question else 'a'}/{number}",
        author=attribute(node, "data-author-username")
        or (words_of(own.css_first(".user-details a, .user-details")) if own is not None else ""),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_hidden="deleted-answer" in classes_of(node),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted="accepted-answer" in classes_of(node),
        thanks=figure_in(attribute(node, "data-score")),
        author_is_staff=own is not None
        and own.css_first(".mod-flair, .s-badge__staff") is not None,
    )
