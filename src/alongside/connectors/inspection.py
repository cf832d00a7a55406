"""Looking at a forum from one address: what it is, what it tells of itself, what can be read there.

Only what is public and nobody's words: front page, figures, names of boards, terms, the files for
programs. Threads and posts are tried where an agreement allows them (`may_read`), and then are
only counted. Sans-I/O like every conversation.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urljoin, urlsplit, urlunsplit

from alongside.connectors.asking import ask, must_be_read
from alongside.connectors.generic import feeds, kinds, structured
from alongside.connectors.page import Page, attribute, words_of
from alongside.connectors.paged import PagedConnector
from alongside.connectors.places import same_site
from alongside.connectors.port import (
    BoardStatistics,
    Connector,
    ConnectorError,
    Figure,
    ForumSite,
    Post,
    Refused,
    Unreadable,
)
from alongside.connectors.recognition import Recognition, recognise
from alongside.connectors.registry import CONNECTORS
from alongside.fetching import tdm
from alongside.fetching.errors import FetchingError
from alongside.fetching.messages import Conversation, Request, Reservation, Response, T
from alongside.fetching.notices import NoticeKind

MOST_TERMS_PAGES = 2
MOST_SENTENCES = 6
LONGEST_SENTENCE = 300
UNKNOWN = "generic"

_TERMS_WORDS = re.compile(
    r"\b(?:terms|conditions|rules|guidelines|polic(?:y|ies)|legal|telerau|rheolau|polisi"
    r"|nutzungsbedingungen|regeln|agb|impressum|conditions|règles|charte|mentions)\b",
    re.IGNORECASE,
)
_NOT_TERMS = re.compile(r"privacy|cookie|datenschutz|preifatrwydd|confidentialit", re.IGNORECASE)
_ON_MACHINES = re.compile(
    r"\b(?:scrap(?:e|ing|er|ers)|crawl(?:s|ing|er|ers)?|spiders?|robots?|bots?|automated|"
    r"data[- ]mining|text and data|machine[- ]readable|harvest(?:ing)?|web ?archiv\w*|"
    r"artificial intelligence|AI training)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_FORUM_STEP = re.compile(
    r"/(?:forums?|foren|foros?|f[oó]rum|fforwm|boards?|bbs|community/topics)/$", re.IGNORECASE
)
# Types that only pages of forums and of questions with answers name.
_FORUM_TYPES = frozenset({"DiscussionForumPosting", "QAPage"})


class NotAForum(ConnectorError):
    """The page came, and nothing on it says that it belongs to a forum."""


class NoFrontPage(ConnectorError):
    """The site answered, and not with a page that guests may see."""


class Outcome(StrEnum):
    """How one ability of a connector fared here."""

    READ = "read"
    NOT_READ = "not read"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Tried:
    """One ability, how it fared, and a sentence for a person; never a member's words."""

    what: str
    outcome: Outcome
    sentence: str


@dataclass(frozen=True, slots=True)
class TermsPage:
    """A page of terms or rules, and its sentences about programs, as they stand there."""

    words: str  # of the link
    address: str
    problem: str = ""  # why it was not read
    was_read: bool = False
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TdmFinding:
    """What one place says of text and data mining."""

    where: str
    reserved: bool | None  # None: it says nothing
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a forum showed."""

    asked: str
    site: ForumSite
    moved_to: str
    title: str
    recognition: Recognition | None
    connector: str
    connector_name: str
    page_kind: str = ""  # of a page of unknown make
    figures: tuple[Figure, ...] = ()
    boards: tuple[BoardStatistics, ...] = ()
    feeds: tuple[str, ...] = ()
    types: tuple[tuple[str, str, int], ...] = ()  # way of writing, type, how often
    terms: tuple[TermsPage, ...] = ()
    mining: tuple[TdmFinding, ...] = ()
    tried: tuple[Tried, ...] = ()


@dataclass(slots=True)
class _Known:
    """The answers of this look, so that no page is asked for twice."""

    answers: dict[str, Response] = field(default_factory=dict)

    def keep(self, answer: Response, *addresses: str) -> None:
        for address in (answer.url, *addresses):
            self.answers[_same(address)] = answer

    def remembering(self, conversation: Conversation[T]) -> Conversation[T]:
        """The conversation, its plain requests answered from what is known where it is."""
        try:
            request = next(conversation)
            while True:
                known = None
                if not request.writes and not request.headers:
                    known = self.answers.get(_same(request.url))
                try:
                    answer = known if known is not None else (yield request)
                except FetchingError as error:
                    request = conversation.throw(error)
                else:
                    if not request.writes and not request.headers:
                        self.keep(answer, request.url)
                    request = conversation.send(answer)
        except StopIteration as stop:
            learnt: T = stop.value
            return learnt
        finally:
            conversation.close()


def look_at(
    address: str, *, may_read: Callable[[ForumSite, str], str | None]
) -> Conversation[Look]:
    """Looks at a forum, politely: about six requests, none of them at a member's post.

    `may_read` is asked with the forum's address and a board's id before a list of threads or a
    thread is opened; it returns None for yes or the sentence that refuses. Raises NotAForum,
    NoFrontPage, and any `FetchingError` on the way to the first page.
    """
    # By `yield` and not by `ask`: that the first page cannot be reached is told as it is.
    answer = yield Request("GET", address, may_leave=True)
    if not 200 <= answer.status < 300:
        site_name = urlsplit(address).netloc
        if answer.status in (404, 410):
            raise NoFrontPage(
                f"There is no page at this address: {site_name} answered {answer.status}. Give the "
                "address of the forum’s front page."
            )
        raise NoFrontPage(f"{site_name} gave no page: it answered {answer.status}.")
    page, known = Page(answer), _Known()
    known.keep(answer, address)
    if feeds.is_feed(page) or "<" not in page.html[:2_000]:
        raise NotAForum("This is no page of a forum: give the address of its front page.")
    recognition = recognise(page)
    kind = recognition.kind if recognition and recognition.kind in CONNECTORS else UNKNOWN
    connector = CONNECTORS[kind]
    types = structured.types_named(page.tree)
    page_kind = "" if recognition else kinds.kind_of(page).kind.value
    tried: list[Tried] = []
    site, boards = yield from _boards(connector, answer.url, known, tried)
    figures = yield from _figures(connector, site, known, tried)
    if not (
        recognition
        or page_kind != kinds.Kind.NEITHER
        or any(name in _FORUM_TYPES for _, name in types)
        or (boards and (figures or boards[0].threads is not None))
        or _are_below(boards, answer.url)
    ):
        raise NotAForum(
            "Nothing on this page says that it belongs to a forum: no software that we know, no "
            "list of threads, no figures. Give the address of the forum’s front page."
        )
    yield from _threads(connector, site, boards, known, tried, may_read=may_read)
    terms = yield from _terms(page, known)
    mining = yield from _mining(page, known)
    tried.append(_posting(connector))
    return Look(
        asked=address,
        site=site,
        moved_to=answer.moved_to,
        title=words_of(page.tree.css_first("title"))[:200],
        recognition=recognition,
        connector=connector.kind,
        connector_name=connector.name,
        page_kind=page_kind,
        figures=figures,
        boards=boards,
        feeds=feeds.feeds_offered(page, ForumSite(_origin(answer.url))),
        types=tuple((way, name, count) for (way, name), count in sorted(types.items())),
        terms=terms,
        mining=mining,
        tried=tuple(tried),
    )


def _are_below(boards: tuple[BoardStatistics, ...], address: str) -> bool:
    """Whether several boards stand below a page whose address says that it is a forum's."""
    here = address.split("?")[0].split("#")[0].rstrip("/") + "/"
    return (
        len(boards) > 1
        and _FORUM_STEP.search(urlsplit(here).path) is not None
        and all(board.address.startswith(here) for board in boards)
    )


def _sites_of(address: str) -> tuple[ForumSite, ...]:
    """Where the forum may stand: the page's folder, then the whole origin."""
    parts = urlsplit(address)
    path = parts.path
    last = path.rsplit("/", 1)[-1]
    if "." in last or parts.query:
        path = path[: len(path) - len(last)]
    folder = urlunsplit((parts.scheme, parts.netloc, path.rstrip("/"), "", ""))
    return tuple(dict.fromkeys(ForumSite(place) for place in (folder, _origin(address))))


def _boards(
    connector: Connector, address: str, known: _Known, tried: list[Tried]
) -> Conversation[tuple[ForumSite, tuple[BoardStatistics, ...]]]:
    sites = _sites_of(address)
    problem = ""
    for site in sites:
        try:
            boards = yield from known.remembering(connector.read_boards(site))
        except ConnectorError as error:
            problem = problem or str(error)
            continue
        counted = sum(board.threads is not None for board in boards)
        said = f"{_count(len(boards), 'board')}, {counted or 'none'} with a count of threads."
        tried.append(Tried("boards", Outcome.READ, said))
        return site, boards
    tried.append(Tried("boards", Outcome.NOT_READ, problem))
    return sites[0], ()


def _figures(
    connector: Connector, site: ForumSite, known: _Known, tried: list[Tried]
) -> Conversation[tuple[Figure, ...]]:
    if not isinstance(connector, PagedConnector):
        sentence = f"{connector.name} shows no figures of the whole forum to guests."
        tried.append(Tried("figures", Outcome.NOT_READ, sentence))
        return ()
    try:
        found = yield from known.remembering(connector.read_statistics(site))
    except ConnectorError as error:
        tried.append(Tried("figures", Outcome.NOT_READ, str(error)))
        return ()
    names = ", ".join(figure.kind for figure in found.figures)
    tried.append(Tried("figures", Outcome.READ, f"{names}."))
    return found.figures


def _threads(
    connector: Connector,
    site: ForumSite,
    boards: tuple[BoardStatistics, ...],
    known: _Known,
    tried: list[Tried],
    *,
    may_read: Callable[[ForumSite, str], str | None],
) -> Conversation[None]:
    """One list and one thread of the first board that an agreement opens; only counts are kept."""
    refusal: str | None = may_read(site, "") if not boards else None
    chosen = None
    for board in boards:
        said = may_read(site, board.external_id)
        if said is None:
            chosen = board
            break
        refusal = refusal or said
    if chosen is None:
        sentence = refusal or "There is no board to look into."
        tried += [Tried(what, Outcome.NOT_TRIED, sentence) for what in ("threads", "posts")]
        return
    try:
        list_said, first_thread = yield from _first_list(connector, site, chosen, known)
    except ConnectorError as error:
        tried.append(Tried("threads", Outcome.NOT_READ, str(error)))
        tried.append(Tried("posts", Outcome.NOT_TRIED, "No thread to open was found."))
        return
    tried.append(Tried("threads", Outcome.READ, list_said))
    if not first_thread:
        tried.append(Tried("posts", Outcome.NOT_TRIED, "No thread to open was found."))
        return
    if (said := may_read(site, chosen.external_id)) is not None:
        tried.append(Tried("posts", Outcome.NOT_TRIED, said))
        return
    try:
        posts = yield from _first_posts(connector, site, first_thread, chosen, known)
    except ConnectorError as error:
        tried.append(Tried("posts", Outcome.NOT_READ, str(error)))
        return
    times = Counter(
        post.precision.value if post.posted_at is not None else "none" for post in posts
    )
    told = ", ".join(f"{count} {name}" for name, count in times.most_common())
    tried.append(
        Tried("posts", Outcome.READ, f"{_count(len(posts), 'post')} of one thread; times: {told}.")
    )


def _first_list(
    connector: Connector, site: ForumSite, board: BoardStatistics, known: _Known
) -> Conversation[tuple[str, str]]:
    """A sentence about the board's first list, and the address of a thread in it."""
    if not isinstance(connector, PagedConnector):
        headings = yield from known.remembering(
            connector.read_new_threads(
                site, board_id=board.external_id, board_slug=board.slug, since=None
            )
        )
        said = f"{_count(len(headings), 'thread')} on the first page of one board."
        return said, next((heading.address for heading in headings), "")
    address = connector.pages.board_address(site, board_id=board.external_id, board_slug=board.slug)
    page = yield from known.remembering(_read(site, address))
    listed = connector.pages.board_page(page, site, board_id=board.external_id)
    lines = listed.lines
    started = sum(line.asked is not None for line in lines)
    counted = sum(line.replies is not None for line in lines)
    said = (
        f"{_count(len(lines), 'thread')} on the first page of one board; {started} tell when they "
        f"were started, {counted} how many replies they have"
        f"{'; there are further pages' if listed.next_address else ''}."
    )
    return said, next((line.address for line in lines), "")


def _first_posts(
    connector: Connector, site: ForumSite, address: str, board: BoardStatistics, known: _Known
) -> Conversation[tuple[Post, ...]]:
    """The posts of a thread's first page. They stay in memory and are only counted."""
    if isinstance(connector, PagedConnector):
        start = connector.pages.thread_address(site, address) or address
        page = yield from known.remembering(_read(site, start))
        found = connector.pages.thread_page(page, site, keep_names=False).posts
    else:
        headings = yield from known.remembering(
            connector.read_new_threads(
                site, board_id=board.external_id, board_slug=board.slug, since=None
            )
        )
        heading = next(heading for heading in headings if heading.address == address)
        thread = yield from known.remembering(connector.read_thread(site, heading))
        found = thread.posts
    if not found:
        raise Unreadable("The thread's page came without a readable post.")
    return found


def _read(site: ForumSite, address: str) -> Conversation[Page]:
    answer = must_be_read((yield from ask(Request("GET", address))))
    if not same_site(site, answer.url):
        raise Refused("This address leads out of the forum.")
    return Page(answer)


def _terms(page: Page, known: _Known) -> Conversation[tuple[TermsPage, ...]]:
    """The pages of terms and rules that a page links to; the first ones are looked through."""
    links: dict[str, str] = {}
    origin = ForumSite(_origin(page.url))
    for link in page.tree.css("a[href]")[:5_000]:
        words = words_of(link)
        if not words or len(words) > 60 or not _TERMS_WORDS.search(words):
            continue
        if _NOT_TERMS.search(words):
            continue
        if address := page.address_on(origin, attribute(link, "href")).split("#")[0]:
            links.setdefault(address, words)
    found: list[TermsPage] = []
    for number, (address, words) in enumerate(list(links.items())[:8]):
        if number >= MOST_TERMS_PAGES:
            found.append(TermsPage(words, address, problem="Left for people to read."))
            continue
        try:
            came = yield from known.remembering(_read(origin, address))
            sentences = _sentences_on_machines(came)
        except ConnectorError as error:
            found.append(TermsPage(words, address, problem=str(error)))
            continue
        found.append(TermsPage(words, address, was_read=True, sentences=sentences))
    return tuple(found)


def _sentences_on_machines(page: Page) -> tuple[str, ...]:
    body = page.tree.body
    if body is None:
        return ()
    found: dict[str, None] = {}
    for block in body.css("p, li, dd, td, blockquote, h2, h3"):
        for sentence in _SENTENCE_END.split(words_of(block)):
            if _ON_MACHINES.search(sentence):
                found.setdefault(sentence[:LONGEST_SENTENCE])
    return tuple(found)[:MOST_SENTENCES]


def _mining(page: Page, known: _Known) -> Conversation[tuple[TdmFinding, ...]]:
    """What page, header and file say, by the W3C TDM Reservation Protocol."""
    findings = [_finding("the page or its headers", page.response.reservation)]
    address = urljoin(_origin(page.url), NoticeKind.TDM.value)
    where = "tdmrep.json"
    try:
        came = must_be_read((yield from known.remembering(ask(Request("GET", address)))))
    except ConnectorError:
        # That there is no such file is the rule, and then nothing is reserved by it.
        findings.append(TdmFinding(where, None))
    else:
        findings.append(_finding(where, tdm.of_origin(came.body, page.url)))
    return tuple(findings)


def _finding(where: str, said: Reservation | None) -> TdmFinding:
    return TdmFinding(where, said.reserved if said else None, said.policy if said else "")


def _posting(connector: Connector) -> Tried:
    if connector.can_post:
        sentence = f"Replies can be sent by the interface of {connector.name}, with an agreement."
        return Tried("posting", Outcome.NOT_TRIED, sentence)
    return Tried(
        "posting", Outcome.NOT_TRIED, "A person posts by hand; the service looks for the reply."
    )


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _same(address: str) -> str:
    return address.split("#")[0].rstrip("/")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
