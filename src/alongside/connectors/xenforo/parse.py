"""Turns pages of XenForo 1 and 2, and of a fork that hobby forums use, into our dataclasses."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

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
    by_post,
    classes_of,
    figure_of,
    first,
    link_in,
    links_of_first,
    moment_in,
    next_link,
    post_words,
    root_of,
    statistics_of,
    within,
    without_names,
)

WORDS = TextRules(
    never=(
        ".bbCodeBlock-expandLink, .bbCodeBlock-shrinkLink, .quoteExpand, .js-selectToQuoteEnd, "
        ".message-lastEdit, .messageTextEndMarker, .message-signature"
    ),
    quotes=(
        "blockquote[data-quote]:not([data-quote='']), .bbCodeQuote[data-author], "
        ".bbCodeBlock--quote:has(.bbCodeBlock-title)"
    ),
    mentions="a.username, a[data-xf-init=member-tooltip]",
    cards=".bbCodeBlock--unfurl[data-url]",
)
Parts = Mapping[str, Sequence[LexborNode]]  # of a post, by class

_ACCEPTED = frozenset({"message--solution", "is-solution"})
_OF_THE_TEAM = frozenset({"userBanner--staff", "bannerStaff"})
_LINE = ".structItem--thread, li.discussionListItem[id^='thread-']"
_STATISTICS = (
    ("threads", re.compile(r"thread|themen|discussion|sujets|temas", re.IGNORECASE)),
    ("posts", re.compile(r"messag|mensaj|post|beitr|bericht|inlägg", re.IGNORECASE)),
    ("members", re.compile(r"member|mitglied|membre|miembro", re.IGNORECASE)),
)
_SCRIPT = "index.php?"  # stands before the place where the server rewrites no addresses
# What the block of statistics calls its entries in every language, versions 2 and 1.
_COUNTS = {
    "count--threads": "threads",
    "discussionCount": "threads",
    "count--messages": "posts",
    "messageCount": "posts",
    "count--users": "members",
    "memberCount": "members",
}
# The last part of an address such as /threads/a-question.123/page-2: its number.
_NUMBERED = re.compile(r"(?:/|\.)(\d+)(?:\.html)?(?:/|$)")
_NODE = re.compile(r"(?:^|\s)node(?:--id|_)(\d+)(?=\s|$)")
_CONTAINER = re.compile(r"\bnode-(\d+)$")
_POST_ID = re.compile(r"post-(\d+)")


def as_path(address: str) -> str:
    """An address of a forum whose server rewrites none, as if it did."""
    return address.replace(f"/{_SCRIPT}", "/", 1)


def place(site: ForumSite, path: str, *, like: str) -> str:
    """A place in the forum, written in the way of another of its addresses."""
    return f"{site.base}/{_SCRIPT if f'/{_SCRIPT}' in like else ''}{path}"


def number_of(address: str) -> str:
    """The number of a thread or board in an address, "" for none."""
    path = re.split(r"[?#]", as_path(address))[0]
    path = re.sub(r"/(?:page-\d+|post-\d+|latest|unread)/?$", "/", path)
    numbers = _NUMBERED.findall(path)
    return numbers[-1] if numbers else ""


def statistics(page: Page) -> ForumStatistics:
    """The block "Forum statistics" of the front page. Raises Unreadable."""
    root = root_of(page)
    blocks = (
        root.css("[data-widget-definition=forum_statistics], #boardStats")
        # In themes without a name for it it alone counts the members, and each kind once.
        or [block for block in root.css(".block-body") if _counts_a_forum(_figures(block))]
    )
    return statistics_of(figure for block in blocks for figure in _figures(block))


def _counts_a_forum(figures: Sequence[Figure]) -> bool:
    kinds = [figure.kind for figure in figures]
    return len(kinds) > 1 and "members" in kinds and len(set(kinds)) == len(kinds)


def _figures(block: LexborNode) -> list[Figure]:
    figures: list[Figure] = []
    for pair in block.css("dl"):
        label, said = words_of(pair.css_first("dt")), words_of(pair.css_first("dd"))
        value = figure_in(said)
        kind = next((_COUNTS[name] for name in classes_of(pair) & _COUNTS.keys()), None) or next(
            (kind for kind, words in _STATISTICS if words.search(label)), None
        )
        if kind is None or value is None or not re.match(r"[\d.,\s]+[KkMm]?$", said):
            continue  # "Latest member" names one
        figures.append(Figure(kind, value, f"{label} {said}"[:200]))
    return figures


def boards(page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
    """The forums of the front page, those below them too, without figures."""
    found: dict[str, BoardStatistics] = {}
    for link in root_of(page).css(
        ".node--forum .node-title a, .node--forum .node-subNodesFlat a.subNodeLink--forum, "
        ".node--forum a.subNodeLink--forum, li.node.forum .nodeTitle a"
    ):
        address = link_in(link, page, site)
        node = within(link, classes="node")
        is_below = "subNodeLink" in attribute(link, "class")
        # A forum may give its boards addresses of words alone: then the block tells the number.
        told = _NODE.search(attribute(node, "class")) if not is_below else None
        number = told[1] if told else number_of(address)
        if not number or number in found:
            continue
        counts = [] if node is None or is_below else node.css(".node-stats dd, .nodeStats dd")
        found[number] = BoardStatistics(
            external_id=number,
            name=words_of(link),
            slug=_slug(address),
            address=address,
            threads=figure_of(counts[0]) if counts else None,
            posts=figure_of(counts[1]) if len(counts) > 1 else None,
        )
    return tuple(found.values())


def board_page(page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
    """One page of a forum's threads. Raises Unreadable where there is no list of threads."""
    root = root_of(page)
    name = words_of(first(root, "h1.p-title-value", ".titleBar h1", "h1"))
    lines = [
        line
        for node in all_of(root, _LINE)
        if (line := _line(node, page, site, board_id=board_id, board_name=name)) is not None
    ]
    is_list = first(
        root, ".structItemContainer", ".discussionList", "html[data-template=forum_view]"
    )
    if not lines and is_list is None:
        raise Unreadable("The board's page came without a readable thread.")
    return BoardPage(lines=tuple(lines), next_address=_next_address(page, site), board_name=name)


def thread_page(page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
    """One page of a thread. Raises Unreadable, also for one without a post."""
    root = root_of(page)
    nodes = root.css("[id^=js-post-]") or [
        node for node in all_of(root, ".message, .js-messageCard") if _is_post(node)
    ]
    shown = _Shown.on(page, nodes)
    parts = shown.parts(root, nodes)
    found = (
        _post(node, page, site, shown, parts.get(node.mem_id, {}), keep_names=keep_names)
        for node in nodes
    )
    # Themes repeat a pinned or best answer at the top: a post is told by its number.
    unique = {post.external_id: post for post in found if post is not None}
    posts = without_names(unique.values(), keep_names=keep_names)
    if not posts:
        raise Unreadable("The thread's page came without a readable post.")
    thread_id = _thread_id(page, root)
    board_id, board = _board(page, root)
    pages = links_of_first(root, ".pageNav-main") or root.css(".PageNav nav a:not(.text)")
    return ThreadPage(
        posts=posts,
        external_id=thread_id,
        address=place(site, f"threads/{thread_id}/", like=page.url) if thread_id else "",
        title=_title(root),
        board_id=board_id,
        board_name=board,
        next_address=_next_address(page, site),
        last_address=link_in(pages[-1], page, site) if pages else "",
        is_closed=page.held("locked") != ""
        and first(root, ".blockStatus-message--locked", ".lockedAlert", ".threadAlerts .locked")
        is not None,
        is_solved=True if any(post.is_accepted for post in posts) else None,
    )


class _Shown(NamedTuple):
    """Which parts the page's posts show, each by its class; what none has is not looked for."""

    edited: str
    banners: str
    thanking: str
    solved: str
    thanks: str

    @classmethod
    def on(cls, page: Page, posts: Iterable[LexborNode]) -> "_Shown":
        # Where a post's own classes tell that it is the answer, nothing in it is asked.
        is_told = any(_is_accepted(attribute(post, "class")) for post in posts)
        return cls(
            edited=page.held("message-lastEdit", "editDate"),
            banners=page.held("userBanner"),
            thanking=page.held("reactionsBar-link", "LikeText"),
            solved="" if is_told else page.held("message-solution", "solutionIcon--active"),
            thanks=page.held("reactionsBar", "likesSummary"),
        )

    def parts(self, root: LexborNode, posts: Iterable[LexborNode]) -> Mapping[int, Parts]:
        looked_for = (self.edited, self.banners, self.thanking, self.solved)
        return by_post(root, posts, *filter(None, looked_for))


def _is_accepted(classes: str) -> bool:
    return "solution" in classes and not _ACCEPTED.isdisjoint(classes.split())


def _is_post(node: LexborNode) -> bool:
    """What `.message` and `.js-messageCard` also call: a note of the house, an empty form."""
    attributes, tag = node.attrs, node.tag
    identity = attributes.get("id") or ""
    if identity.startswith("js-post-") or (tag == "li" and identity.startswith("post-")):
        return True
    classes = classes_of(node)
    if "message" not in classes:
        return False
    told = attributes.get("data-content") or ""
    return told.startswith("post-") or (tag == "article" and "message--post" in classes)


def _line(
    node: LexborNode, page: Page, site: ForumSite, *, board_id: str, board_name: str
) -> ThreadLine | None:
    links = node.css(".structItem-title a[href], .title a.PreviewTooltip, .title a[href]")
    titled = [link for link in links if not classes_of(link) & {"labelLink", "prefixLink"}]
    # What is left where a thread was moved away leads to it, and asks nothing.
    if not titled or node.css_first(".structItem-status--redirect, .iconKey .redirect") is not None:
        return None
    number = number_of(page.address(attribute(titled[-1], "href")))
    if not number:
        return None
    figures = node.css(".structItem-cell--meta dd, .stats dd")
    classes = classes_of(node)
    return ThreadLine(
        external_id=number,
        # Any words lead to the thread; the title's own are kept for a short time only.
        address=place(site, f"threads/{number}/", like=page.url),
        title=words_of(titled[-1]),
        asked=moment_in(
            first(node, ".structItem-startDate", ".startDate .DateTime", ".startDate"), page
        ),
        last_post=moment_in(
            first(node, ".structItem-latestDate", ".lastPostInfo .DateTime", ".lastPost .DateTime"),
            page,
        ),
        replies=figure_of(figures[0]) if figures else None,
        board_id=board_id,
        board_name=board_name,
        is_closed=node.css_first(".structItem-status--locked") is not None or "locked" in classes,
        is_pinned=node.css_first(".structItem-status--sticky") is not None or "sticky" in classes,
        is_solved=True
        if first(node, ".structItem-status--solved", ".structItem--solved") is not None
        else None,
    )


def _post(
    node: LexborNode,
    page: Page,
    site: ForumSite,
    shown: _Shown,
    parts: Parts,
    *,
    keep_names: bool,
) -> Post | None:
    attributes = node.attrs
    told = _POST_ID.search(attributes.get("data-content") or attributes.get("id") or "")
    body = first(
        node,
        ".message-body > .bbWrapper",
        ".message-body .bbWrapper",
        ".message-body",
        ".messageText",
    )
    if told is None or body is None:
        return None
    number = told[1]
    posted = moment_in(
        first(
            node,
            ".message-attribution time",
            ".MessageCard__date-created time",
            ".messageMeta .DateTime",
            ".datePermalink .DateTime",
            "[itemprop=datePublished]",
            "time",
            ".DateTime",
        ),
        page,
    )
    edited = moment_in(parts[shown.edited][0], page) if shown.edited in parts else None
    banners = parts.get(shown.banners, ())
    thanks = 0 if shown.thanks else None
    if shown.thanking in parts:
        thanks = _thanks(parts[shown.thanking][0])
    return Post(
        external_id=number,
        address=place(site, f"posts/{number}/", like=page.url),
        author=attributes.get("data-author")
        or words_of(
            first(
                node,
                ".MessageCard__user-info__name",
                ".MessageCard__container .username",
                ".message-name .username",
                ".message-name",
                ".username",
            )
        ),
        posted_at=posted.at if posted else None,
        precision=posted.precision if posted else Precision.EXACT,
        text=post_words(body, WORDS, keep_names=keep_names),
        is_edited=edited is not None,
        edited_at=edited.at if edited else None,
        is_accepted=_is_accepted(attributes.get("class") or "") or shown.solved in parts,
        thanks=thanks,
        author_title=", ".join(
            [words_of(strong) for banner in banners if (strong := banner.css_first("strong"))]
        )
        or words_of(first(node, ".message-userTitle", ".userTitle")),
        author_is_staff=any(classes_of(banner) & _OF_THE_TEAM for banner in banners),
    )


def _thanks(told: LexborNode) -> int:
    """ "One, Two and 12 others" and a face for each kind of reaction: the number of people."""
    names = [words_of(name) for name in told.css("bdi, a.username")]
    said = words_of(told)
    for name in names:
        said = said.replace(name, " ", 1)  # a name may hold figures
    return len(names) + (figure_in(said) or 0)


def _title(root: LexborNode) -> str:
    title = first(root, "h1.p-title-value", "h1.MessageCard__thread-title", ".titleBar h1", "h1")
    if title is None:
        return ""
    prefixes = {label.mem_id for label in title.css(".label, .labelLink, .label-append, .prefix")}
    if not prefixes:
        return words_of(title)
    return " ".join(
        post_words(
            title, TextRules(never=".label, .labelLink, .label-append, .prefix"), keep_names=True
        ).split()
    )


def _thread_id(page: Page, root: LexborNode) -> str:
    html = root if root.tag == "html" else root.css_first("html")
    if told := re.search(r"^thread-(\d+)", attribute(html, "data-content-key")):
        return told[1]
    canonical = attribute(root.css_first("link[rel=canonical]"), "href")
    return number_of(page.address(canonical)) or number_of(page.url)


def _board(page: Page, root: LexborNode) -> tuple[str, str]:
    crumbs = links_of_first(root, ".p-breadcrumbs") or root.css(".breadcrumb a.crumb")
    if not crumbs:
        return "", ""
    number = number_of(page.address(attribute(crumbs[-1], "href"))) or _number_told(root)
    return number, words_of(crumbs[-1])


def _number_told(root: LexborNode) -> str:
    """The board's number where its address is of words alone: the page itself tells it in version
    2, the menu of all boards in version 1."""
    html = root if root.tag == "html" else root.css_first("html")
    menu = root.css_first("a[href*='selected=node-']")
    for told in (attribute(html, "data-container-key"), attribute(menu, "href")):
        if found := _CONTAINER.search(told):
            return found[1]
    return ""


def _next_address(page: Page, site: ForumSite) -> str:
    # Version 1 gives the way on no name of its own; it stands behind the present page.
    older = (".PageNav a.currentPage ~ a.text",) if page.held("PageNav") else ()
    return next_link(page, site, "a.pageNav-jump--next", ".pageNavSimple-el--next", *older)


def _slug(address: str) -> str:
    """The words before a board's number, behind the script where its address has one."""
    found = re.search(r"/([^/]+)\.\d+/?$", as_path(address).split("?")[0])
    script = "" if as_path(address) == address else _SCRIPT
    return f"{script}{found[1]}" if found else script
