"""The conversations around every engine's pages, played with a forum of a few invented words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from alongside.connectors.page import Page, page_number
from alongside.connectors.paged import MOST_OPENED, MOST_THREAD_PAGES, PagedConnector
from alongside.connectors.pages import BoardPage, Moment, ThreadLine, ThreadPage
from alongside.connectors.port import (
    BoardStatistics,
    Credential,
    Figure,
    ForumSite,
    ForumStatistics,
    Gone,
    Post,
    Precision,
    Refused,
    ThreadHeading,
    TooFarBack,
    TryLater,
    Unreadable,
)
from alongside.fetching.errors import NotPermitted, NotSent
from alongside.fetching.messages import Request, Response
from alongside.fetching.rehearsal import play

SITE = ForumSite("https://forum.example")
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def at(path: str) -> str:
    return f"{SITE.address}{path}"


@dataclass(frozen=True)
class Words:
    """An engine whose pages are lists of words: what a test writes, a reader reads.

    "7 wren hello next=/t/7?p=2" is a thread's page, "7 started=2 last=1" a line of a board (days
    ago), "events" an entry that is no post.
    """

    kind: str = "words"
    name: str = "Words"

    def front_address(self, site: ForumSite) -> str:
        return at("/")

    def statistics_address(self, site: ForumSite) -> str:
        return at("/")

    def board_address(self, site: ForumSite, *, board_id: str, board_slug: str) -> str:
        return at(f"/b/{board_id}")

    def thread_id(self, address: str) -> str:
        return ""

    def thread_address(self, site: ForumSite, address: str) -> str:
        return address.split("?")[0] if "/t/" in address else ""

    def page_address(self, site: ForumSite, address: str) -> str:
        return address if "/t/" in address else ""

    def statistics(self, page: Page) -> ForumStatistics:
        raise Unreadable("none")

    def boards(self, page: Page, site: ForumSite) -> tuple[BoardStatistics, ...]:
        return tuple(
            BoardStatistics(word, word, "", at(f"/b/{word}"))
            for word in page.html.removesuffix("…").split()
        )

    def more_boards(self, page: Page, site: ForumSite) -> tuple[str, ...]:
        following = at(f"/?page={page_number(page.url) + 1}")
        return (following,) if page.html.endswith("…") else ()

    def board_page(self, page: Page, site: ForumSite, *, board_id: str) -> BoardPage:
        lines, following = [], ""
        for line in page.html.splitlines():
            if line.startswith("next="):
                following = at(line.removeprefix("next="))
                continue
            number, *fields = line.split()
            known = dict(field.split("=") for field in fields)
            lines.append(
                ThreadLine(
                    external_id=number,
                    address=at(f"/t/{number}"),
                    title=f"Thread {number}",
                    asked=days_ago(known.get("started")),
                    last_post=days_ago(known.get("last")),
                    is_pinned="pinned" in known,
                )
            )
        return BoardPage(tuple(lines), following)

    def instead(self, page: Page, site: ForumSite) -> str:
        return ""

    def thread_page(self, page: Page, site: ForumSite, *, keep_names: bool) -> ThreadPage:
        posts, following, last, events = [], "", "", 0
        thread = page.url.split("/t/")[1].split("?")[0] if "/t/" in page.url else ""
        for line in page.html.splitlines():
            if line.startswith("next="):
                following = at(line.removeprefix("next="))
            elif line.startswith("last="):
                last = at(line.removeprefix("last="))
            elif line.startswith("thread="):
                thread = line.removeprefix("thread=")
            elif line == "event":
                events += 1
            elif line:
                number, author, days, *words = line.split()
                posts.append(
                    Post(
                        number,
                        at(f"/t/{thread}#{number}"),
                        author,
                        NOON - timedelta(days=int(days)) if days != "undated" else None,
                        " ".join(words),
                    )
                )
        return ThreadPage(
            tuple(posts),
            external_id=thread,
            title=f"Thread {thread}",
            next_address=following,
            last_address=last,
            events=events,
        )


def days_ago(days: str | None) -> Moment | None:
    return Moment(NOON - timedelta(days=int(days))) if days is not None else None


FORUM = PagedConnector(Words())
HEADING = ThreadHeading("7", at("/t/7"), "", "1", "Money", NOON, NOON, None)


def answers(pages: Mapping[str, str]) -> dict[str, Response]:
    return {
        f"GET {at(path)}": Response(at(path), 200, {}, body.encode())
        for path, body in pages.items()
    }


def new_threads(pages: Mapping[str, str], *, since: datetime | None) -> list[str]:
    found = play(
        FORUM.read_new_threads(SITE, board_id="1", board_slug="", since=since), answers(pages)
    )
    return [heading.external_id for heading in found]


def test_where_a_version_has_no_page_of_figures_the_front_page_is_asked() -> None:
    class Figures(Words):
        def statistics_address(self, site: ForumSite) -> str:
            return at("/figures")

        def statistics(self, page: Page) -> ForumStatistics:
            return ForumStatistics((Figure("threads", int(page.html), page.html),))

    gone = {f"GET {at('/figures')}": Response(at("/figures"), 404, {}, b"")}
    told = play(PagedConnector(Figures()).read_statistics(SITE), gone | answers({"/": "52"}))

    assert told.value("threads") == 52
    with pytest.raises(Gone):
        play(FORUM.read_statistics(SITE), {f"GET {at('/')}": Response(at("/"), 404, {}, b"")})


def test_a_thread_is_read_page_by_page() -> None:
    pages = {"/t/7": "1 wren 3 Whom?\nnext=/t/7?p=2", "/t/7?p=2": "2 ash 1 The council."}

    thread = play(FORUM.read_thread(SITE, HEADING), answers(pages))

    assert [post.text for post in thread.posts] == ["Whom?", "The council."]
    assert thread.heading.title == "Thread 7"
    assert thread.heading.board_name == "Money"
    assert thread.heading.asked_at == NOON - timedelta(days=3)
    assert thread.heading.last_post_at == NOON - timedelta(days=1)
    assert thread.heading.replies == 1


@pytest.mark.parametrize(
    "pages",
    [
        {"/t/7": "1 wren 3 a\nnext=/t/7"},
        {"/t/7": "1 wren 3 a\nnext=/t/7?p=2", "/t/7?p=2": "2 ash 1 b\nnext=/t/7"},
        # The address changes and the posts do not: a forum that shows its last page for any number.
        {"/t/7": "1 wren 3 a\nnext=/t/7?p=2", "/t/7?p=2": "1 wren 3 a\nnext=/t/7?p=3"},
    ],
)
def test_pages_that_lead_in_a_circle_are_unreadable(pages: dict[str, str]) -> None:
    with pytest.raises(Unreadable, match="circle"):
        play(FORUM.read_thread(SITE, HEADING), answers(pages))


def test_a_thread_without_end_is_given_up() -> None:
    asked = 0

    def endless(request: Request) -> Response:
        nonlocal asked
        asked += 1
        return Response(request.url, 200, {}, f"{asked} wren 1 more\nnext=/t/7?p={asked}".encode())

    with pytest.raises(Unreadable, match="more than"):
        play(FORUM.read_thread(SITE, HEADING), endless)
    assert asked <= MOST_THREAD_PAGES


def test_a_page_of_events_alone_is_not_unreadable() -> None:
    pages = {"/t/7": "1 wren 3 a\nnext=/t/7?p=2", "/t/7?p=2": "event"}

    assert len(play(FORUM.read_thread(SITE, HEADING), answers(pages)).posts) == 1


@pytest.mark.parametrize("first", ["", "event", "thread=8\n1 wren 3 a"])
def test_a_first_page_without_a_post_or_of_another_thread_is_unreadable(first: str) -> None:
    with pytest.raises(Unreadable):
        play(FORUM.read_thread(SITE, HEADING), answers({"/t/7": first}))


def test_a_next_page_of_another_thread_is_unreadable() -> None:
    pages = {"/t/7": "1 wren 3 a\nnext=/t/7?p=2", "/t/7?p=2": "thread=8\n2 ash 1 b"}

    with pytest.raises(Unreadable, match="another thread"):
        play(FORUM.read_thread(SITE, HEADING), answers(pages))


def test_a_way_out_of_the_forum_is_refused() -> None:
    away = {f"GET {at('/t/7')}": Response("https://elsewhere.example/", 200, {}, b"1 w 1 a")}

    with pytest.raises(Refused):
        play(FORUM.read_thread(SITE, HEADING), away)


@pytest.mark.parametrize(
    ("status", "outcome"), [(404, Gone), (403, Refused), (503, TryLater), (429, TryLater)]
)
def test_what_shuts_the_door_is_told_by_what_to_do_next(
    status: int, outcome: type[Exception]
) -> None:
    shut = {f"GET {at('/t/7')}": Response(at("/t/7"), status, {}, b"")}

    with pytest.raises(outcome):
        play(FORUM.read_thread(SITE, HEADING), shut)


def test_what_fails_on_the_way_is_told_by_what_to_do_next() -> None:
    with pytest.raises(TryLater):
        play(FORUM.read_thread(SITE, HEADING), [NotSent("no connection")])
    with pytest.raises(Refused):
        play(FORUM.read_thread(SITE, HEADING), [NotPermitted("robots.txt")])


def test_new_threads_are_those_started_since_oldest_first() -> None:
    pages = {"/b/1": "9 started=1 last=1\n8 started=2 last=0\n7 started=9 last=0\nnext=/b/1?p=2"}
    pages["/b/1?p=2"] = "6 started=9 last=8"

    assert new_threads(pages, since=NOON - timedelta(days=5)) == ["8", "9"]


def test_without_a_last_visit_the_first_page_counts() -> None:
    pages = {"/b/1": "9 started=1 last=1\n7 started=900 last=0\nnext=/b/1?p=2"}

    assert new_threads(pages, since=None) == ["7", "9"]


def test_pinned_threads_do_not_end_the_search() -> None:
    pages = {"/b/1": "1 started=90 last=80 pinned=1\n9 started=1 last=1\nnext=/b/1?p=2"}
    pages["/b/1?p=2"] = "8 started=2 last=2"

    # The one thread of the first page that counts is newer than the last visit.
    assert new_threads(pages, since=NOON - timedelta(days=3)) == ["8", "9"]


def test_where_lists_do_not_tell_the_start_threads_are_opened_until_old_ones_come() -> None:
    board = "\n".join(f"{number} last=0" for number in (9, 8, 3, 2, 1))
    pages = {"/b/1": board, "/t/9": "1 wren 1 a", "/t/8": "1 wren 2 a"}
    pages |= {"/t/3": "1 wren 40 a", "/t/2": "1 wren 50 a"}  # thread 1 is not asked for any more

    assert new_threads(pages, since=NOON - timedelta(days=5)) == ["8", "9"]


def test_what_would_take_too_many_threads_to_open_is_told_and_the_newest_are_known() -> None:
    numbers = range(MOST_OPENED + 20, 0, -1)
    pages = {"/b/1": "\n".join(f"{number} last=0" for number in numbers)}
    pages |= {f"/t/{number}": "1 wren 1 a" for number in numbers}

    with pytest.raises(TooFarBack, match="more than 100") as told:
        new_threads(pages, since=NOON - timedelta(days=5))

    assert {heading.external_id for heading in told.value.found} == {
        str(number) for number in list(numbers)[:MOST_OPENED]
    }


def test_a_thread_that_went_since_the_list_was_made_is_left_out() -> None:
    asked = answers({"/b/1": "9 last=0\n8 last=0", "/t/8": "1 wren 2 a"})
    asked[f"GET {at('/t/9')}"] = Response(at("/t/9"), 404, {}, b"")

    found = play(FORUM.read_new_threads(SITE, board_id="1", board_slug="", since=None), asked)

    assert [heading.external_id for heading in found] == ["8"]


def test_one_thread_that_no_page_dates_does_not_close_the_board() -> None:
    pages = {"/b/1": "9 last=0\n8\n7 last=0", "/t/9": "1 wren 1 a", "/t/8": "1 wren undated a"}
    pages |= {"/t/7": "1 wren 2 a"}

    assert new_threads(pages, since=None) == ["7", "9"]
    # It comes up at every later visit as well, and then is all there is to open.
    assert new_threads(pages | {"/b/1": "8\n6 last=9"}, since=NOON - timedelta(days=5)) == []


def test_threads_without_any_time_are_unreadable() -> None:
    pages = {"/b/1": "9 last=0\n8 last=0", "/t/9": "1 wren undated a", "/t/8": "1 wren undated a"}

    with pytest.raises(Unreadable, match="does not say when"):
        new_threads(pages, since=NOON - timedelta(days=5))


def test_a_question_that_every_page_repeats_stands_where_it_stood_first() -> None:
    pages = {"/t/7": "1 wren 3 How?\n2 ash 2 So.\nnext=/t/7?p=2"}
    pages["/t/7?p=2"] = "1 wren 3 repeated\n3 ash 1 Well."

    thread = play(FORUM.read_thread(SITE, HEADING), answers(pages))

    assert [post.text for post in thread.posts] == ["How?", "So.", "Well."]


@pytest.mark.parametrize(
    "pages",
    [
        {"/b/1": "9 started=1 last=1\nnext=/b/1"},
        {"/b/1": "9 started=1 last=1\nnext=/b/1?p=2", "/b/1?p=2": "9 started=1 last=1\nnext=/b/2"},
    ],
)
def test_boards_that_lead_in_a_circle_are_unreadable(pages: dict[str, str]) -> None:
    with pytest.raises(Unreadable, match="circle"):
        new_threads(pages, since=NOON - timedelta(days=5))


def test_a_front_page_without_a_board_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        play(FORUM.read_boards(SITE), answers({"/": ""}))


def test_a_list_of_boards_is_read_page_by_page_until_nothing_is_new() -> None:
    pages = {"/": "1 2 …", "/?page=2": "2 3 …", "/?page=3": "3 1 …"}

    boards = play(FORUM.read_boards(SITE), answers(pages))

    assert [board.external_id for board in boards] == ["1", "2", "3"]


def test_our_reply_is_looked_for_on_the_named_page_then_on_the_last() -> None:
    pages = {
        "/t/7": "1 wren 3 Whom?\nnext=/t/7?p=2\nlast=/t/7?p=3",
        "/t/7?p=3": "9 Borough 1 Ask us.",
    }

    sighting = play(
        FORUM.find_reply(SITE, thread_address=at("/t/7"), text="Ask us.", account="borough"),
        answers(pages),
    )

    assert sighting is not None
    assert sighting.external_id == "9"


def test_our_words_by_another_account_are_not_our_reply() -> None:
    pages = {"/t/7": "1 wren 3 Ask us.\nnext=/t/7?p=2", "/t/7?p=2": "2 ash 1 No."}

    found = play(
        FORUM.find_reply(SITE, thread_address=at("/t/7"), text="Ask us.", account="Borough"),
        answers(pages),
    )

    assert found is None


QUOTED_LATER = {
    "/t/7": "1 wren 3 Whom?\nnext=/t/7?p=2\nlast=/t/7?p=3",
    "/t/7?p=2": "4 Borough-Council 2 Ask us.\nnext=/t/7?p=3",
    "/t/7?p=3": "9 ash 1 They said: Ask us. Thanks!",
}


@pytest.mark.parametrize(
    ("pages", "number"),
    [(QUOTED_LATER, "4"), (QUOTED_LATER | {"/t/7?p=2": "4 ash 2 No.\nnext=/t/7?p=3"}, "9")],
    ids=["stands whole on an earlier page", "stands in other words alone"],
)
def test_under_any_name_our_reply_itself_goes_before_words_that_quote_it(
    pages: dict[str, str], number: str
) -> None:
    sighting = play(
        FORUM.find_reply(SITE, thread_address=at("/t/7"), text="Ask us.", account=None),
        answers(pages),
    )

    assert sighting is not None
    assert sighting.external_id == number


@pytest.mark.parametrize("address", ["https://elsewhere.example/t/7", at("/members/9")])
def test_an_address_that_is_no_thread_of_the_forum_is_refused(address: str) -> None:
    with pytest.raises(Refused):
        play(FORUM.find_reply(SITE, thread_address=address, text="a", account=None), {})


def test_a_reply_is_posted_by_hand() -> None:
    with pytest.raises(Refused, match="by hand"):
        play(
            FORUM.post_reply(SITE, credential=Credential("Borough", "-"), thread_id="7", text="a"),
            {},
        )


def test_times_that_are_rounded_count_as_late_as_they_may_be() -> None:
    minute = Moment(NOON, Precision.MINUTE)
    day = Moment(NOON, Precision.DAY)
    weeks = Moment(NOON, Precision.RELATIVE, timedelta(days=7))

    assert Moment(NOON).latest == NOON
    assert minute.latest == NOON + timedelta(minutes=1)
    assert day.latest == NOON + timedelta(days=1)
    assert weeks.latest == NOON + timedelta(days=7)
