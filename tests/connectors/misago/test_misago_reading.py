"""Reading boards, lists of threads and threads, from recorded answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alongside.connectors.misago.client import MOST_BOARD_PAGES, MisagoConnector
from alongside.connectors.port import (
    ConnectorError,
    ForumSite,
    Gone,
    Refused,
    Thread,
    ThreadHeading,
    TryLater,
    Unreadable,
)
from alongside.fetching.errors import ClosedByRobots, NoAnswer, UnfitAnswer, Unreachable
from alongside.fetching.messages import Request, Response
from alongside.fetching.rehearsal import Answer, play
from tests.connectors.misago.pages import (
    SITE,
    THREAD,
    answer,
    board_page,
    categories_page,
    heading,
    page,
    post,
    thread_page,
)

MISAGO = MisagoConnector()
BOARD = f"GET {SITE.address}/c/council-tax/3/"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HEADING = ThreadHeading("12", THREAD, "Council tax after a move", "3", "Council tax", NOON, NOON, 1)


def threads_of(
    answers: dict[str, Answer], *, since: datetime | None = None
) -> tuple[ThreadHeading, ...]:
    return play(
        MISAGO.read_new_threads(SITE, board_id="3", board_slug="council-tax", since=since), answers
    )


def ids(headings: tuple[ThreadHeading, ...]) -> list[str]:
    return [found.external_id for found in headings]


def thread_of(*pages: Answer) -> Thread:
    addresses = [f"GET {THREAD}", *(f"GET {THREAD}{n}/" for n in range(2, len(pages) + 1))]
    return play(MISAGO.read_thread(SITE, HEADING), dict(zip(addresses, pages, strict=True)))


def at(hours: int) -> str:
    return (NOON + timedelta(hours=hours)).isoformat()


# Boards


def test_boards_are_read_with_their_figures() -> None:
    boards = play(
        MISAGO.read_boards(SITE),
        {
            f"GET {SITE.address}/categories/": categories_page(
                [
                    (3, "Council tax & rebates", "1,204 threads", "9 posts"),
                    (4, "Parking", "0 threads", "keine"),
                ]
            )
        },
    )

    assert [(b.external_id, b.name, b.slug, b.threads, b.posts) for b in boards] == [
        ("3", "Council tax & rebates", "board-3", 1204, 9),
        ("4", "Parking", "board-4", 0, None),
    ]
    assert boards[0].address == "https://help.example/c/board-3/3/"


def test_boards_are_known_even_where_the_theme_draws_them_differently() -> None:
    boards = play(
        MISAGO.read_boards(SITE), [categories_page([(3, "Council tax", "", "")], figures=False)]
    )

    assert [(b.external_id, b.name, b.threads) for b in boards] == [("3", "Council tax", None)]


# New threads


def test_law_4_the_address_of_a_thread_has_no_word_of_its_title() -> None:
    (found,) = threads_of({BOARD: board_page(heading(7, asked=at(-3)))})
    read = thread_of(thread_page(post(31)))

    assert found.address == "https://help.example/t/-/7/"
    assert read.heading.address == "https://help.example/t/-/12/"


def test_a_thread_is_read_from_the_address_that_we_keep() -> None:
    kept = replace(HEADING, address="https://help.example/t/-/12/")

    read = play(
        MISAGO.read_thread(SITE, kept),
        {
            # Misago redirects from our address to its own; the next page is asked for there.
            "GET https://help.example/t/-/12/": thread_page(post(31), pages=2, count=2),
            f"GET {THREAD}2/": thread_page(post(31), post(32), number=2, pages=2, count=2),
        },
    )

    assert [found.external_id for found in read.posts] == ["31", "32"]


def test_the_first_visit_takes_the_first_page_oldest_first() -> None:
    found = threads_of(
        {
            BOARD: board_page(
                heading(8, asked=at(-1)),
                heading(7, asked=at(-3)),
                heading(6, asked=at(-2)),
                next_start=5,
            )
        }
    )

    assert ids(found) == ["7", "6", "8"]
    assert found[0].address == "https://help.example/t/-/7/"
    assert (found[0].board_id, found[0].board_name) == ("3", "Council tax")


def test_later_visits_take_only_what_was_started_since() -> None:
    found = threads_of(
        {
            BOARD: board_page(
                heading(5, asked=at(-90), last=at(2)),  # an old thread with a new answer
                heading(8, asked=at(1)),
                heading(7, asked=at(0)),  # known: exactly the moment of the last visit
                heading(6, asked=at(-2)),
            )
        },
        since=NOON,
    )

    assert ids(found) == ["8"]


def test_a_page_that_ends_with_known_threads_is_the_last_one_asked_for() -> None:
    known = [heading(n, asked=at(-n)) for n in range(1, 6)]

    found = threads_of(
        {BOARD: board_page(heading(9, asked=at(1)), *known, next_start=70)}, since=NOON
    )

    assert ids(found) == ["9"]


def test_one_thread_out_of_step_does_not_end_the_search() -> None:
    found = threads_of(
        {
            BOARD: board_page(
                heading(9, asked=at(8)),
                heading(5, asked=at(-90)),  # imported: an old time under a new number
                next_start=70,
            ),
            f"{BOARD}?start=70": board_page(heading(8, asked=at(7))),
        },
        since=NOON,
    )

    assert ids(found) == ["8", "9"]


def test_pages_are_followed_until_nothing_on_one_is_newer() -> None:
    found = threads_of(
        {
            BOARD: board_page(
                heading(5, asked=at(-90), last=at(9)), heading(9, asked=at(8)), next_start=70
            ),
            f"{BOARD}?start=70": board_page(
                heading(8, asked=at(7)), heading(4, asked=at(-9)), next_start=40
            ),
            f"{BOARD}?start=40": board_page(heading(3, asked=at(-10)), next_start=30),
        },
        since=NOON,
    )

    assert ids(found) == ["8", "9"]


def test_an_old_pinned_thread_does_not_end_the_search() -> None:
    found = threads_of(
        {
            BOARD: board_page(
                heading(1, asked=at(-999), weight=2), heading(9, asked=at(8)), next_start=70
            ),
            f"{BOARD}?start=70": board_page(heading(8, asked=at(7))),
        },
        since=NOON,
    )

    assert ids(found) == ["8", "9"]


def test_a_lively_pinned_thread_does_not_prolong_the_search() -> None:
    found = threads_of(
        {
            BOARD: board_page(
                heading(1, asked=at(-999), last=at(9), weight=1),
                heading(6, asked=at(-1)),
                next_start=70,
            )
        },
        since=NOON,
    )

    assert found == ()


def test_a_new_pinned_thread_of_the_board_is_new() -> None:
    found = threads_of({BOARD: board_page(heading(9, asked=at(1), weight=2))}, since=NOON)

    assert ids(found) == ["9"]


def test_threads_of_other_boards_on_the_page_are_left_to_them() -> None:
    found = threads_of(
        {
            BOARD: board_page(
                heading(9, asked=at(1), board=9, weight=2),
                heading(8, asked=at(1), board=4),
                heading(7, asked=at(1)),
            )
        }
    )

    assert ids(found) == ["7"]


def test_a_board_without_threads_is_empty_and_says_so() -> None:
    assert threads_of({BOARD: board_page()}, since=NOON) == ()


def test_pages_that_lead_in_a_circle_are_unreadable() -> None:
    with pytest.raises(Unreadable):
        threads_of(
            {
                BOARD: board_page(heading(9, asked=at(1)), next_start=70),
                f"{BOARD}?start=70": board_page(heading(8, asked=at(1)), next_start=70),
            },
            since=NOON,
        )


def test_a_start_too_far_back_is_said_and_never_cut_short() -> None:
    def endless(request: Request) -> Response:
        start = int(request.url.partition("?start=")[2] or 1000)
        return board_page(heading(start, asked=at(1)), next_start=start - 1)

    with pytest.raises(Unreadable, match=str(MOST_BOARD_PAGES)):
        play(
            MISAGO.read_new_threads(SITE, board_id="3", board_slug="council-tax", since=NOON),
            endless,
        )


def test_a_board_number_that_is_none_never_becomes_an_address() -> None:
    with pytest.raises(Refused):
        play(MISAGO.read_new_threads(SITE, board_id="3/../4", board_slug="x", since=None), [])


# Threads


def test_a_thread_is_read_with_its_posts_in_order() -> None:
    thread = thread_of(
        thread_page(
            post(31, "<p>I moved.</p><p>What <b>now</b>?</p>", author="rose_b"),
            post(32, "<p>Ring them.</p>", author="old.tom", at="2026-03-02T12:00:00.5Z"),
        )
    )

    assert [p.external_id for p in thread.posts] == ["31", "32"]
    assert thread.posts[0].text == "I moved.\n\nWhat now?"
    assert thread.posts[0].address == f"{THREAD}post/31/"
    assert thread.posts[1].author == "old.tom"
    assert thread.posts[1].posted_at == datetime(2026, 3, 2, 12, 0, 0, 500_000, tzinfo=UTC)
    assert thread.heading.title == "Council tax after a move"
    assert thread.heading.board_name == "Council tax"


def test_the_post_repeated_on_the_next_page_is_one_post() -> None:
    thread = thread_of(
        thread_page(post(31), post(32), post(33), number=1, pages=3, count=6),
        thread_page(post(33), post(34), post(35), number=2, pages=3, count=6),
        thread_page(post(35), post(36), number=3, pages=3, count=6),
    )

    assert [p.external_id for p in thread.posts] == ["31", "32", "33", "34", "35", "36"]


def test_a_thread_that_lost_posts_while_being_read_is_read_again_later() -> None:
    # Post 32 was deleted after page 1 was read, so page 2 begins behind post 34.
    with pytest.raises(TryLater):
        thread_of(
            thread_page(post(31), post(32), post(33), number=1, pages=2, count=6),
            thread_page(post(35), post(36), number=2, pages=2, count=6),
        )


def test_a_hidden_post_keeps_its_place_without_text() -> None:
    hidden = {**post(32), "content": None, "is_hidden": True}

    thread = thread_of(thread_page(post(31), hidden))

    assert [(p.external_id, p.is_hidden, p.text) for p in thread.posts][1] == ("32", True, "")


def test_a_post_whose_text_is_withheld_counts_as_hidden() -> None:
    thread = thread_of(thread_page(post(31), {**post(32), "content": None}))

    assert thread.posts[1].is_hidden


def test_events_are_not_posts() -> None:
    event = {**post(32), "is_event": True, "content": None}

    thread = thread_of(thread_page(post(31), event, post(33), count=2))

    assert [p.external_id for p in thread.posts] == ["31", "33"]


QUOTATION = (
    '<aside class="quote-block"><div class="quote-heading">Rose has written:</div>'
    '<blockquote class="quote-body" data-author="Rose"><p>I moved.</p>'
    '<aside class="quote-block"><div class="quote-heading">Tom has written:</div>'
    '<blockquote data-author="Tom"><p>Moved?</p></blockquote></aside>'
    "</blockquote></aside>"
)


def test_quotations_of_members_and_their_names_are_left_out() -> None:
    mention = '<a href="/u/rose/5/" data-quote="@Rose">@Rose</a>'

    thread = thread_of(thread_page(post(31, f"{QUOTATION}<p>Same here, {mention}.</p>")))

    assert thread.posts[0].text == "Same here, @member."


def test_a_quotation_without_an_author_stays_and_is_marked() -> None:
    letter = (
        '<aside class="quote-block"><div class="quote-heading">Quoted message:</div>'
        '<blockquote class="quote-body"><p>Pay within 14 days.</p></blockquote></aside>'
    )

    thread = thread_of(thread_page(post(31, f"<p>They wrote:</p>{letter}")))

    assert thread.posts[0].text == "They wrote:\n\n> Pay within 14 days."


def test_the_author_is_not_shown_where_a_post_is_printed() -> None:
    thread = thread_of(thread_page(post(31, author="rose_b")))

    assert "rose_b" not in repr(thread)


def test_another_thread_than_the_one_asked_for_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        thread_of(thread_page(post(31), id=13))


def test_a_thread_elsewhere_is_refused() -> None:
    elsewhere = ForumSite("https://other.example")

    with pytest.raises(Refused):
        play(MISAGO.read_thread(elsewhere, HEADING), [])


# Pages that are none


def without(data: Response, name: bytes) -> Response:
    return answer(data.body.replace(name, b'"x"'))


@pytest.mark.parametrize(
    "bad",
    [
        answer(""),
        answer("<html><body><p>Checking your browser…</p></body></html>"),
        answer("<script>misago.init({broken);</script>"),
        answer("<script>misago.init([1]);</script>"),
        answer("<script>misago.init(" + '{"a":' * 100_000 + ");</script>"),
        answer("<p>misago.init({&quot;THREAD&quot;: {}})</p>"),
        answer(b"\xff\xfe\x00\x01"),
        page({}),
        page({"THREAD": None, "POSTS": None}),
        thread_page(),
        thread_page({**post(31), "is_event": True}),
        thread_page(post(31), number=2),
        thread_page({**post(31), "id": "31"}),
        thread_page({**post(31), "id": True}),
        thread_page({**post(31), "id": -1}),
        thread_page({**post(31), "content": 7}),
        thread_page({**post(31), "poster_name": None}),
        thread_page({**post(31), "posted_on": "yesterday"}),
        thread_page({**post(31), "posted_on": "2026-03-02T09:00:00"}),
        thread_page({**post(31), "is_hidden": "no"}),
        thread_page({**post(31), "url": {"index": "https://evil.example/t/x/12/post/31/"}}),
        thread_page({**post(31), "url": {"index": "//evil.example/"}}),
        thread_page(post(31), title=["not", "text"]),
        thread_page(post(31, "<div>" * 20_000)),
        without(thread_page(post(31)), b'"THREAD"'),
        without(thread_page(post(31)), b'"POSTS"'),
    ],
)
def test_a_page_that_is_no_thread_is_unreadable_and_never_empty(bad: Response) -> None:
    with pytest.raises(Unreadable):
        thread_of(bad)


@pytest.mark.parametrize("bad", [answer("<p>no data</p>"), page({}), thread_page(post(31))])
def test_a_page_that_is_no_list_is_unreadable_and_never_empty(bad: Response) -> None:
    with pytest.raises(Unreadable):
        threads_of({BOARD: bad}, since=NOON)
    with pytest.raises(Unreadable):
        play(MISAGO.read_boards(SITE), [bad])


@pytest.mark.parametrize(
    ("came", "outcome"),
    [
        (answer(status=404), Gone),
        (answer(status=410), Gone),
        (answer(status=403), Refused),
        (answer(status=401), Refused),
        (answer(status=429), TryLater),
        (answer(status=503), TryLater),
        (answer(status=500), TryLater),
        (Unreachable("no connection"), TryLater),
        (NoAnswer("no answer"), TryLater),
        (UnfitAnswer("too long"), Unreadable),
        (ClosedByRobots("closed"), Refused),
    ],
)
def test_what_goes_wrong_says_what_to_do_next(came: Answer, outcome: type[ConnectorError]) -> None:
    with pytest.raises(outcome):
        thread_of(came)
    with pytest.raises(outcome):
        threads_of({BOARD: came})
    with pytest.raises(outcome):
        play(MISAGO.read_boards(SITE), [came])


def test_the_pause_a_forum_asks_for_is_handed_on() -> None:
    with pytest.raises(TryLater) as later:
        thread_of(answer(status=503, headers={"retry-after": "120"}))

    assert later.value.after_seconds == 120
