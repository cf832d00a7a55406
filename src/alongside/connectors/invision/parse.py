"""Turns pages of Invision Community 4 and 5 into our dataclasses, and those of IP.Board 3.

Those of IP.Board 2, and of styles without the marks of either, are read by their structure.
"""

import re
from itertools import chain

from selectolax.lexbor import LexborNode

from alongside.connectors.invision import older
from alongside.connectors.invision.addresses import (
    SCRIPT,
    comment_of,
    number_of,
    short_address,
    slug_of,
)
from alongside.connectors.page import Page, attribute, figure_in, words_apart, words_of
from alongside.connectors.pages import BoardPage, Moment, ThreadLine, ThreadPage
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
    figures_in,
    first,
    labels_turned,
    link_in,
    moment_in,
    next_link,
    post_words,
    root_of,
    statistics_of,
    within,
    without_names,
)

__all__ = [
    "SCRIPT",
    "board_page",
    "boards",
    "comment_of",
    "number_of",
    "short_address",
    "statistics",
    "thread_page",
]

WORDS = TextRules(
    never=(
        "[data-excludequote], .ipsQuote_citation:not(blockquote *), .ipsComment_meta, "
        ".ipsType_reset em, [data-role=memberSignature]"
    ),
    quotes=(
        "blockquote[data-ipsquote-username], blockquote[data-ipsQuote]:has(.ipsQuote_citation)"
    ),
    mentions="a[data-mentionid], a[contenteditable=false][data-ipshover][href*='/profile/']",
    bare=True,
)


def statistics(page: Page) -> ForumStatistics:
    """The blocks "Forum statistics" and "Member statistics". Raises Unreadable."""
    root = root_of(page)
    if told := older.figures(root):
        return statistics_of(told)
    figures: list[Figure] = []
    for block in root.css("[data-blockid*='tat'], .ipsWidget, .cStatistics, .ipsWidget__content"):
        for item in block.css("li, dl, .ipsGrid_span6, [data-i-el]"):
            said = words_apart(item)[:100]
            if not re.search(
                r"total|gesamt|topics|posts|members|themen|beitr|mitglied", said, re.IGNORECASE
            ):
                continue
            if re.search(r"online|newest|neuest|record|most", said, re.IGNORECASE):
                continue
            label = re.sub(r"\d[\d.,]*[kKmM]?\b", " ", said)
            figures += figures_in(said, read_as=labels_turned(said)) or figures_in(
                f"{figure_in(said)} {re.sub(r'(?i)total|gesamt|insgesamt', ' ', label)}"
            )
    return statistics_of(figures)


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The forums of the page that lists them; those below others too, without figures."""
    root = root_of(page)
    found = {board.external_id: board for board in older.boards(root, page, site)}
    # No `:is(…)` here: the parser finds by it only what stands right below.
    for link in root.css(
        ".ipsDataItem_title a, .ipsData__title a, .cForumGrid__title a, .cForumGrid_title a, "
        ".ipsDataItem_subList a, .ipsSubList a"
    ):
        address = link_in(link, page, site)
        number = number_of(address, "forum")
        if not number or number in found or not words_of(link):
            continue
        row = within(link, "li", classes="cForumRow ipsData__item cForumGrid")
        if row is not None and row.css_first(".cForumIcon_redirect") is not None:
            continue  # a mere link to some other page
        is_below = within(link, classes="ipsDataItem_subList ipsSubList") is not None
        count = (
            None
            if row is None or is_below
            else first(
                row,
                ".ipsDataItem_stats_number",
                "[data-i-el=number]",
                ".ipsData__stats [data-number]",
            )
        )
        found[number] = BoardStatistics(
            external_id=number,
            name=words_of(link),
            slug=slug_of(site, address),
            address=address.split("?do=")[0],
            posts=figure_of(count),
        )
    return tuple(found.values())


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a forum's topics. Raises Unreadable where there is no list of topics."""
    root = root_of(page)
    name = words_of(first(root, "h1.ipsType_pageTitle", "h1.ipsPageHeader__title", "h1"))
    lines = [
        line
        for row in all_of(
            root, "li[data-rowid], .ipsDataItem[data-rowid], .ipsData__item[data-rowid]"
        )
        if (line := _line(row, page, site, board_id=board_id, board_name=name)) is not None
    ]
    lines = lines or list(older.lines(root, page, site, board_id=board_id, board_name=name))
    if (
        not lines
        and first(root, "[data-role=tableRows]", ".cTopicList", ".ipsData--topic-list") is None
    ):
        raise Unreadable("The board's page came without a readable topic.")
    return BoardPage(lines=tuple(lines), next_address=_next_address(page, site), board_name=name)


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a topic. Raises Unreadable, also for one without a post."""
    root = root_of(page)
    canonical = page.address_on(site, attribute(root.css_first("link[rel=canonical]"), "href"))
    here = canonical if number_of(canonical, "topic") else page.url
    thread_id = number_of(here, "topic") or older.topic_of(page)
    address = short_address(here) or (thread_id and f"{site.base}/index.php?showtopic={thread_id}")
    found = chain(
        (
            _post(node, page, site, address=address, keep_names=keep_names)
            for node in all_of(root, "article[id^='elComment_']")
        ),
        older.posts(root, page, address=address, keep_names=keep_names),
    )
    unique = {post.external_id: post for post in found if post is not None}
    posts = without_names(unique.values(), keep_names=keep_names)
    if not posts:
        raise Unreadable("The topic's page came without a readable post.")
    board_id, board = "", ""
    for crumb in root.css(
        ".ipsBreadcrumb a[href], .ipsBreadcrumb__list a[href], #breadcrumb a[href]"
    ):
        if number := number_of(page.address(attribute(crumb, "href")), "forum"):
            board_id, board = number, words_of(crumb)
    title = first(
        root,
        "h1.ipsType_pageTitle",
        "h1.ipsPageHeader__title",
        "h1.ipsType_pagetitle",
        ".main_topic_title",
        "h1",
    )
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=address,
        title=words_of(title),
        board_id=board_id,
        board_name=board,
        next_address=_next_address(page, site),
        last_address=link_in(
            first(
                root,
                ".ipsPagination_last:not(.ipsPagination_inactive) a",
                ".ipsPagination__last:not(.ipsPagination__inactive) a",
                ".pagination .last a[href]",
            ),
            page,
            site,
        ),
        is_closed=first(
            root, ".cTopic_locked", ".ipsPageHeader .fa-lock", "h1 .fa-lock", older.CLOSED
        )
        is not None,
        is_pinned=first(root, ".ipsPageHeader .fa-thumb-tack", "h1 .fa-thumbtack") is not None,
        is_solved=True
        if any(post.is_accepted for post in posts) or root.css_first(".cTopicSolved") is not None
        else None,
    )


def _line(
    row: LexborNode, page: Page, site: ForumSite, *, board_id: str, board_name: str
) -> ThreadLine | None:
    links = [
        link
        for link in row.css(
            ".ipsDataItem_title a[href], .ipsData__title a[href], .ipsTruncate a[href]"
        )
        if number_of(page.address(attribute(link, "href")), "topic") and words_of(link)
    ]
    if not links:
        return None
    address = page.address_on(site, attribute(links[0], "href"))
    answers = first(
        row,
        "[data-stattype=forums_comments] .ipsDataItem_stats_number",
        "[data-stattype=forums_comments]",
        "[data-statType='forums_comments'] .ipsDataItem_stats_number",
        ".ipsDataItem_stats_number[itemprop=commentCount]",
    )
    # Without a name of their own they stand before the views, and behind a question's votes.
    if answers is None and (numbers := row.css(".ipsDataItem_stats_number")):
        answers = numbers[max(0, len(numbers) - 2)]
    return ThreadLine(
        external_id=number_of(address, "topic"),
        address=short_address(address),
        title=words_of(links[0]),
        asked=_time(
            first(row, ".ipsDataItem_main time", ".ipsData__main time", ".ipsData__meta time"), page
        ),
        last_post=_time(first(row, ".ipsDataItem_lastPoster time", ".ipsData__last time"), page),
        replies=figure_of(answers),
        board_id=board_id,
        board_name=board_name,
        is_closed=row.css_first(".fa-lock") is not None,
        is_pinned=row.css_first(".fa-thumb-tack, .fa-thumbtack") is not None,
        is_solved=True
        if row.css_first(".fa-check-circle, .ipsBadge--solved, .cTopicSolved")
        else None,
    )


def _post(
    node: LexborNode, page: Page, site: ForumSite, *, address: str, keep_names: bool
) -> Post | None:
    number = attribute(node, "id").removeprefix("elComment_")
    body = first(
        node, "[data-role=commentContent]", ".cPost_contentWrap .ipsType_richText", ".ipsRichText"
    )
    if not number.isdecimal() or body is None:
        return None
    posted = _time(first(node, ".ipsComment_meta time", ".ipsEntry__header time", "time"), page)
    edited = _time(
        first(
            node,
            "[data-excludequote] time",
            ".ipsEdited time",
            "[data-role=commentContent] + * em time",
        ),
        page,
    )
    group = words_of(first(node, "[data-role=group]", ".ipsEntry__group"))
    reactions = first(
        node,
        "[data-role=reactCount]",
        ".ipsReact_reactCount [data-count]",
        "[data-role='reactCountText']",
    )
    classes = classes_of(node)
    return Post(
        external_id=number,
        address=f"{address}?do=findComment&comment={number}"
        if "?" not in address
        else f"{address}&do=findComment&comment={number}",
        author=words_of(
            first(
                node,
                ".cAuthorPane_author a",
                ".ipsEntry__username a",
                ".cAuthorPane_author",
                ".ipsEntry__username",
            )
        ),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_hidden=bool(classes & {"ipsModerated", "ipsEntry--moderated"}),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted=bool(classes & {"ipsComment_solved", "ipsEntry--solved", "cPostSolved"})
        or node.css_first(".ipsBestAnswer, .cBestAnswerIndicator, .ipsEntry__solved-badge")
        is not None,
        thanks=figure_of(reactions),
        author_title=group,
        author_is_staff=node.css_first(
            ".cAuthorPane_badge--moderator, .ipsAvatarStack__badge--moderator"
        )
        is not None,
    )


def _time(node: LexborNode | None, page: Page) -> Moment | None:
    return moment_in(node, page)


def _next_address(page: Page, site: ForumSite) -> str:
    return next_link(
        page,
        site,
        ".ipsPagination_next:not(.ipsPagination_inactive) a",
        ".ipsPagination__next:not(.ipsPagination__inactive) a",
    )
