"""A forum that shows us other pages than its own for a while: no question is lost over it, the
numbers stay true, and nothing of a thread's words stands in what is said about it."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from alongside.connectors.port import Gone, Refused, ThreadHeading, Unreadable
from alongside.core import clock
from alongside.enquiries import jobs
from alongside.enquiries.models import Enquiry
from alongside.fetching.rehearsal import http_answer
from alongside.listening import actions as listening
from alongside.listening.actions import Visited
from alongside.listening.domain import catching_up
from alongside.listening.domain.catching_up import Place
from alongside.listening.models import BoardReading, ReadingDay
from tests.apps.enquiries.test_hearing_side_by_side import Forums, boards_of, forums
from tests.factories import DAY, HOUR, NOON, line
from tests.factories.hearing import hear_next_board
from tests.names_search import all_stored, everything_logged, named_in

__all__ = ["forums"]  # a fixture
pytestmark = pytest.mark.django_db
CHALLENGE = "<title>Just a moment</title><p>Checking your browser before you go on …</p>"


def thread_pages(forums: Forums, answer: bytes):
    """Every thread of the forums is answered so from now on; lists are shown as ever."""
    whole = forums.answer

    def other(visit):
        return answer if "viewtopic" in visit.target else whole(visit)

    return other


def hear_at(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    BoardReading.objects.update(next_visit_at=NOON)
    jobs.hear_due_boards()
    return BoardReading.objects.get()


@pytest.mark.parametrize(
    "answer", [http_answer(200, CHALLENGE), http_answer(403, CHALLENGE)], ids=["200", "403"]
)
def test_questions_behind_a_page_that_checks_ones_browser_are_read_once_it_has_gone(
    forums, monkeypatch, answer
):
    boards_of(1)
    whole = forums.answer
    forums.internet.site = thread_pages(forums, answer)

    reading = hear_at(monkeypatch, NOON)

    assert (reading.waiting, Enquiry.objects.count()) == (2, 0)
    assert reading.problem.startswith("Thread ")
    forums.internet.site = whole
    reading = hear_at(monkeypatch, NOON + HOUR)
    assert (reading.waiting, reading.problem) == (0, "")
    assert [enquiry.thread_id for enquiry in Enquiry.objects.all()] == ["1"]


def test_a_forum_that_shows_no_thread_is_asked_for_three_and_left_until_later(forums, monkeypatch):
    boards_of(1)
    forums.words = dict.fromkeys(range(1, 9), "Is my sick pay late?")
    forums.internet.site = thread_pages(forums, http_answer(200, CHALLENGE))

    reading = hear_at(monkeypatch, NOON)

    assert len([page for page in forums.internet.visits if "viewtopic" in page.target]) == 3
    assert (reading.waiting, reading.failures) == (8, 1)


def test_threads_that_stay_broken_are_given_up_after_five_tries(forums, monkeypatch):
    boards_of(1)
    forums.internet.site = thread_pages(forums, http_answer(200, CHALLENGE))

    waited = [hear_at(monkeypatch, NOON + tries * HOUR).waiting for tries in range(6)]

    assert waited == [2, 2, 2, 2, 2, 0]


def test_a_board_whose_pages_lead_in_a_circle_is_not_deaf_after_an_outage(forums, monkeypatch):
    boards_of(1)
    hear_at(monkeypatch, NOON)
    forums.words = dict.fromkeys(range(600, 605), "Is my sick pay late?")  # all since then
    whole = forums.answer

    def in_a_circle(visit):
        answered = whole(visit)
        if "viewforum" not in visit.target:
            return answered
        number = len(forums.internet.visits)  # another address each time
        onward = f'<a rel="next" href="./viewforum.php?f=3&start={number}">Next</a></ul>'
        body = answered.partition(b"\r\n\r\n")[2].decode().replace("</ul>", onward)
        return http_answer(200, body)

    forums.internet.site = in_a_circle
    before = len(forums.internet.visits)

    reading = hear_at(monkeypatch, NOON + 2 * HOUR)

    assert (reading.problem, reading.waiting) == ("", 0)
    assert {"600", "604"} <= {enquiry.thread_id for enquiry in Enquiry.objects.all()}
    assert ReadingDay.objects.get().overlong == 1
    lists = [page for page in forums.internet.visits[before:] if "viewforum" in page.target]
    assert len(lists) <= 3


@pytest.fixture
def whole():
    made = line()
    made.enquiry.delete()
    return made


def ask(forum, whole, number, *, ago=HOUR):
    return forum.thread(
        str(number),
        ("Nell", "Does my sick pay stop?"),
        board_id=whole.board.external_id,
        asked_at=NOON - ago,
    )


@pytest.mark.parametrize("error", [Unreadable("No post."), Refused("Not for guests.")], ids=str)
def test_a_broken_thread_among_readable_ones_is_its_own_trouble(whole, forum_on_paper, error):
    for number in (41, 42, 43):
        ask(forum_on_paper, whole, number, ago=number * HOUR)
    forum_on_paper.fails_with["read_thread"] = [error, error]  # the two newest

    hear_next_board()

    whole.reading.refresh_from_db()
    assert whole.reading.waiting == 0
    assert [enquiry.thread_id for enquiry in Enquiry.objects.all()] == ["43"]


def test_a_thread_that_has_gone_since_the_list_was_made_is_not_waited_for(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41)
    forum_on_paper.fails_with["read_thread"] = [Gone("The forum has no such page (404).")]

    hear_next_board()

    whole.reading.refresh_from_db()
    assert whole.reading.waiting == 0


# Visits that were none


def test_where_nothing_went_out_no_visit_is_counted_and_the_operators_pause_goes_on(
    forums, monkeypatch
):
    made = boards_of(1)[0]
    made.visited_at = NOON - 2 * DAY
    made.save()
    forums.internet.unreachable.add("93.184.215.14")

    reading = hear_at(monkeypatch, NOON)

    assert "could be opened" in reading.problem
    assert (reading.visited_at, reading.failures) == (NOON - 2 * DAY, 1)
    assert ReadingDay.objects.get().visits == 0


def test_a_forum_that_was_asked_and_failed_was_visited(forums, monkeypatch):
    boards_of(1)
    forums.internet.site = lambda visit: http_answer(404 if "robots" in visit.target else 500)

    reading = hear_at(monkeypatch, NOON)

    assert reading.visited_at == NOON
    assert ReadingDay.objects.get().visits == 1


def test_a_forum_that_leads_to_another_operators_was_visited_and_says_so(forums, monkeypatch):
    boards_of(1)
    forums.internet.site = lambda visit: http_answer(
        404 if "robots" in visit.target else 302, headers=[("Location", "https://f1.example/")]
    )

    reading = hear_at(monkeypatch, NOON)

    assert "redirects to another site, https://f1.example" in reading.problem
    assert ReadingDay.objects.get().visits == 1


def test_failed_visits_do_not_make_a_board_seem_busier(whole):
    reading = whole.reading
    reading.read_at, reading.threads_a_day = NOON - 10 * DAY, 1.0
    reading.visited_at = NOON - HOUR  # and failed, like those before it
    reading.save()

    listening.record_reading(reading_id=reading.pk, visited=Visited(Place(), found_new=10), at=NOON)

    reading.refresh_from_db()
    assert reading.threads_a_day == pytest.approx(1.0)


# Law 4


def worded(heading: ThreadHeading) -> ThreadHeading:
    """As in a forum without numbers, where the address is made of the title."""
    place = "/topic/nightshiftnell-lost-her-sick-pay"
    return replace(heading, external_id=place, address=f"https://f.example{place}/")


def test_law_4_a_thread_without_a_number_is_not_named_by_the_words_of_its_title(
    whole, forum_on_paper
):
    thread = ask(forum_on_paper, whole, 41)
    forum_on_paper.threads = {"41": replace(thread, heading=worded(thread.heading))}
    forum_on_paper.fails_with["read_thread"] = [KeyError("whatever")]  # type: ignore[list-item]

    with everything_logged() as logged:
        logging.getLogger("alongside").info("It is looked at what is logged.")
        hear_next_board()

    whole.reading.refresh_from_db()
    assert whole.reading.problem == "A thread: It could not be taken in (KeyError)."
    assert len(logged.lines) > 1
    assert named_in([*all_stored(), *logged.lines], ["nightshiftnell"]) == []


def test_law_4_threads_that_wait_are_not_kept_by_the_words_of_their_titles():
    at = NOON
    heading = ThreadHeading("1", "https://f.example/1", "", "1", "", at, at, 0)
    waits = [
        worded(replace(heading, asked_at=at - minutes * timedelta(minutes=1))) for minutes in (1, 2)
    ]

    place = catching_up.place_after(Place(), waits, unread=waits, at=at)

    assert place.waiting == 2
    assert "nell" not in place.waiting_id
    assert catching_up.choose(
        waits, place=place, is_known=lambda _: False, opened_today=0, at=at
    ).to_open == tuple(waits)
