"""Conversations with a Misago forum; the only file that knows its addresses."""

import re
from dataclasses import dataclass
from datetime import datetime

from alongside.connectors.asking import ask, must_be_read
from alongside.connectors.markup import Markup, Style, prepare
from alongside.connectors.misago import parse
from alongside.connectors.places import must_hide_secrets, same_site
from alongside.connectors.port import (
    BoardStatistics,
    Credential,
    CredentialWanted,
    ForumSite,
    Gone,
    OutcomeUnknown,
    Prepared,
    Receipt,
    Refused,
    Sighting,
    Thread,
    ThreadHeading,
    TooFarBack,
    TryLater,
    Unreadable,
)
from alongside.connectors.posting import must_be_the_account
from alongside.connectors.search import Search
from alongside.fetching.messages import Conversation, Request, Response
from alongside.fetching.pacing import retry_after_seconds

# 18 posts and 25 threads a page in the stock settings: room for 3,600 posts, 1,000 threads.
MOST_THREAD_PAGES = 200
MOST_BOARD_PAGES = 40

# Refusals that time heals, by the English sentence, with the seconds to wait. The code has 3 s
# between two posts; we wait a little longer. Its other refusals are for a person.
_FLOOD_SENTENCES = (
    ("so quickly", 5),
    ("hourly post limit", 3600),
    ("daily post limit", 24 * 3600),
)
_THREAD_PATH = re.compile(r"/t/(?P<slug>[\w-]+)/(?P<id>\d+)(?:/|$)")
_CSRF_COOKIE = "csrftoken"

# Its Markdown takes the full stop behind a bare address into the link, and knows BBCode too.
STYLE = Style(Markup.MARKDOWN_ONLY, marks_addresses=True, knows_bbcode=True)

WANTED = CredentialWanted(
    name="Password",
    ask=(
        "Misago knows no keys: the account signs in with its password. Use a password that stands "
        "nowhere else, and an account without an administrator’s or moderator’s rights."
    ),
    is_key=False,
)


@dataclass(frozen=True, slots=True)
class MisagoConnector:
    """A forum that runs on Misago (seen with 0.39)."""

    kind: str = "misago"
    name: str = "Misago"
    can_read: bool = True
    can_post: bool = True

    def read_boards(self, site: ForumSite) -> Conversation[tuple[BoardStatistics, ...]]:
        # Where the categories are the front page, Misago redirects this address to it.
        page = yield from ask(Request("GET", _address(site, "/categories/")))
        return parse.boards_from(must_be_read(page), site)

    def read_new_threads(
        self, site: ForumSite, *, board_id: str, board_slug: str, since: datetime | None
    ) -> Conversation[tuple[ThreadHeading, ...]]:
        """As the port says. Raises TooFarBack where `since` is more than 40 pages back.

        Threads are listed by last post, and none is started after its last post: the search
        ends with the first page at whose end nothing is newer than `since`.
        """
        board = _address(site, f"/c/{board_slug}/{_identifier(board_id)}/")
        found: dict[str, ThreadHeading] = {}
        start: int | None = None
        for _ in range(MOST_BOARD_PAGES):
            address = board if start is None else f"{board}?start={start}"
            answer = yield from ask(Request("GET", address))
            page = parse.board_page_from(must_be_read(answer), site, board_id=board_id)
            for heading in page.headings:
                if since is None or heading.asked_at > since:
                    found[heading.external_id] = heading
            is_last = page.next_start is None
            if since is None or is_last or _nothing_newer(page.end_posted_at, since):
                return tuple(sorted(found.values(), key=_by_time))
            if start is not None and page.next_start is not None and page.next_start >= start:
                raise TooFarBack("The board's pages lead in a circle.")
            start = page.next_start
        raise TooFarBack(
            f"More than {MOST_BOARD_PAGES} pages of threads since {since}: choose a later start."
        )

    def read_thread(self, site: ForumSite, heading: ThreadHeading) -> Conversation[Thread]:
        """As the port says. Raises TryLater where posts were removed while it was read."""
        base = _thread_base(site, heading.address)
        base, first = yield from _read_first_page(site, base, keep_names=False)
        if first.heading.external_id != heading.external_id:
            raise Unreadable("The forum showed another thread than the one asked for.")
        if first.pages > MOST_THREAD_PAGES:
            raise Unreadable(f"The thread has more than {MOST_THREAD_PAGES} pages.")
        last = first
        # Page n + 1 repeats the last post of page n, so posts are told apart by their id.
        posts = {post.external_id: post for post in first.posts}
        for number in range(2, first.pages + 1):
            last = yield from _read_page(site, base, number, keep_names=False)
            posts.update((post.external_id, post) for post in last.posts)
        if len(posts) < last.count:
            raise TryLater("The thread changed while it was read.")
        return Thread(heading=last.heading, posts=tuple(posts.values()))

    def post_reply(
        self, site: ForumSite, *, credential: Credential, thread_id: str, text: str
    ) -> Conversation[Receipt]:
        if not text.strip():
            raise Refused("An empty reply is not posted.")
        must_hide_secrets(site)
        number = _identifier(thread_id)
        # Read as a guest first: a thread that is gone is known before anybody signs in, and
        # the page brings the token that signing in needs. Any slug leads to the right one.
        thread = must_be_read((yield from ask(Request("GET", _address(site, f"/t/-/{number}/")))))
        signed_in = yield from _sign_in(site, thread, credential)
        posted = yield from ask(
            Request(
                "POST",
                _address(site, f"/api/threads/{number}/posts/"),
                headers=_headers(signed_in, referer=thread.url),
                json={"post": self.prepare(text).source},
            ),
            posts=True,
        )
        return _receipt(posted, site, secret=credential.secret)

    @property
    def credential_wanted(self) -> CredentialWanted:
        return WANTED

    def prepare(self, text: str) -> Prepared:
        return prepare(text, STYLE)

    def check_credential(self, site: ForumSite, *, credential: Credential) -> Conversation[None]:
        """As the port says: signs in and posts nothing."""
        must_hide_secrets(site)
        page = must_be_read((yield from ask(Request("GET", _address(site, "/categories/")))))
        signed_in = yield from _sign_in(site, page, credential)
        name = parse.json_from(signed_in).get("username")
        if isinstance(name, str):
            must_be_the_account(name, credential)

    def find_reply(
        self, site: ForumSite, *, thread_address: str, text: str, account: str | None
    ) -> Conversation[Sighting | None]:
        base = _thread_base(site, thread_address)
        base, first = yield from _read_first_page(site, base, keep_names=True)
        if first.pages > MOST_THREAD_PAGES:
            raise Unreadable(f"The thread has more than {MOST_THREAD_PAGES} pages.")
        search = Search(text, account)
        # Ours is among the newest, most likely; the first page is at hand anyway.
        for number in [*range(first.pages, 1, -1), 1]:
            page = first
            if number > 1:
                page = yield from _read_page(site, base, number, keep_names=True)
            if search.ends_with(page.posts):
                break
        return search.sighting


def _read_first_page(
    site: ForumSite, base: str, *, keep_names: bool
) -> Conversation[tuple[str, parse.ThreadPage]]:
    """The first page and the address it has now: our own leads there by a redirect.

    Later pages are asked for under that address, so that each costs the forum one answer.
    """
    # The first page has no number: Misago redirects one that has.
    answer = must_be_read((yield from ask(Request("GET", base))))
    page = _page_from(answer, site, 1, keep_names=keep_names)
    if same_site(site, answer.url) and _THREAD_PATH.search(answer.url):
        base = _thread_base(site, answer.url)
    return base, page


def _read_page(
    site: ForumSite, base: str, number: int, *, keep_names: bool
) -> Conversation[parse.ThreadPage]:
    answer = must_be_read((yield from ask(Request("GET", f"{base}{number}/"))))
    return _page_from(answer, site, number, keep_names=keep_names)


def _page_from(
    answer: Response, site: ForumSite, number: int, *, keep_names: bool
) -> parse.ThreadPage:
    page = parse.thread_page_from(answer, site, keep_names=keep_names)
    if page.page != number:
        raise Unreadable(f"Page {page.page} came where page {number} was asked for.")
    return page


def _sign_in(site: ForumSite, page: Response, credential: Credential) -> Conversation[Response]:
    """Signs in from a guest's page. Raises Refused, TryLater; nothing is posted yet."""
    signed_in = yield from ask(
        Request(
            "POST",
            _address(site, "/api/auth/"),
            headers=_headers(page, referer=page.url),
            json={"username": credential.account, "password": credential.secret},
        )
    )
    _must_be_signed_in(signed_in, secret=credential.secret)
    return signed_in


def _must_be_signed_in(answer: Response, *, secret: str) -> None:
    """Nothing is posted yet, so whatever is wrong here can be tried again or told a person."""
    if answer.status in (400, 401, 403):
        said = parse.sentence_from(answer, secret=secret)
        raise Refused(f"The forum did not let the official account sign in: {said}")
    if 300 <= answer.status < 400:
        raise Refused("The forum moved its sign-in; its address must be corrected.")
    must_be_read(answer)
    try:
        record = parse.json_from(answer)
    except Unreadable as error:
        raise TryLater("The forum answered the sign-in with a page of another kind.") from error
    if "id" not in record:
        raise TryLater("The forum's answer to the sign-in names no account.")


def _receipt(answer: Response, site: ForumSite, *, secret: str) -> Receipt:
    """What the answer to the post itself means. Anything not certain is OutcomeUnknown."""
    status = answer.status
    if status == 429:
        raise TryLater(
            "The forum wants a pause.", after_seconds=retry_after_seconds(answer.headers)
        )
    if status in (404, 410):
        raise Gone("The forum has no such thread any more.")
    if status == 403:
        said = parse.sentence_from(answer, secret=secret)
        for sentence, seconds in _FLOOD_SENTENCES:
            if sentence in said:
                raise TryLater(f"The forum wants a pause: {said}", after_seconds=seconds)
        raise Refused(f"The forum did not take the reply: {said}")
    if status in (400, 401, 405, 413, 415, 422):
        raise Refused(
            f"The forum did not take the reply: {parse.sentence_from(answer, secret=secret)}"
        )
    if not 200 <= status < 300:
        raise OutcomeUnknown(f"The forum broke down while taking the reply ({status}).")
    try:
        return parse.receipt_from(answer, site)
    except Unreadable as error:
        raise OutcomeUnknown("The forum took the request and did not say what became of it.") from (
            error
        )


def _headers(answer: Response, *, referer: str) -> dict[str, str]:
    """What Django asks of a writing request: token and, on https, the page it came from."""
    return {
        "Accept": "application/json",
        "X-Requested-With": "XMLHttpRequest",  # errors then come as data, not as pages
        "X-CSRFToken": answer.cookies.get(_CSRF_COOKIE, ""),
        "Referer": referer,
    }


def _thread_base(site: ForumSite, address: str) -> str:
    """The address of a thread's first page, from any address in it.

    Raises Refused for an address that is not a thread of this forum: a text found on another
    site proves nothing.
    """
    path = _THREAD_PATH.search(address)
    if not same_site(site, address) or path is None:
        raise Refused("This is not the address of a thread in this forum.")
    return _address(site, f"/t/{path['slug']}/{path['id']}/")


def _address(site: ForumSite, path: str) -> str:
    return f"{site.base}{path}"


def _identifier(value: str) -> str:
    """Misago counts its things; anything else would be a way into another address."""
    if not (value.isascii() and value.isdigit()):
        raise Refused(f"{value!r} is no number that Misago could have given.")
    return value


def _nothing_newer(end_posted_at: datetime | None, since: datetime) -> bool:
    return end_posted_at is not None and end_posted_at <= since


def _by_time(heading: ThreadHeading) -> tuple[datetime, int]:
    return heading.asked_at, int(heading.external_id)
