"""One step of listening: what fits a watch becomes an enquiry, and nothing else is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from alongside.agreements import actions as agreements
from alongside.audit.models import Event
from alongside.connectors.port import TooFarBack, TryLater, Unreadable
from alongside.core import clock
from alongside.enquiries import jobs
from alongside.enquiries.models import Enquiry
from alongside.listening.actions import Visited
from alongside.listening.domain import catching_up
from alongside.listening.domain.catching_up import Place
from alongside.listening.domain.visits import FIRST_PAUSE, SOONEST
from alongside.listening.models import BoardReading, ReadingDay
from alongside.matching.models import Match
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BoardFactory,
    BoardReadingFactory,
    BodyFactory,
    EnquiryFactory,
    WatchFactory,
    line,
    publish_plan,
)
from tests.factories.hearing import hear_next_board

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def whole():
    made = line()
    made.enquiry.delete()
    return made


def ask(forum, whole, number, text="Does my sick pay stop?", *, author="Nell", ago=HOUR, **values):
    """A member asks in the board of the line."""
    return forum.thread(
        str(number),
        (author, text),
        board_id=whole.board.external_id,
        asked_at=NOON - ago,
        **values,
    )


def test_a_question_that_fits_a_watch_becomes_an_enquiry(whole, forum_on_paper):
    forum_on_paper.thread(
        "41",
        ("Nell", "Does my sick pay stop?"),
        ("Owen", "I think so."),
        board_id=whole.board.external_id,
        title="Off work",
        asked_at=NOON - HOUR,
    )

    assert hear_next_board()

    enquiry = Enquiry.objects.get()
    assert (enquiry.body, enquiry.forum, enquiry.thread_id) == (whole.body, whole.forum, "41")
    assert enquiry.title == "Off work"
    assert enquiry.match.phrases == ["sick pay"]
    assert (enquiry.replies_seen, enquiry.members_who_replied) == (1, 1)
    assert enquiry.asked_at == NOON - HOUR


def test_the_title_of_a_thread_is_matched_too(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41, "How long is it valid?", title="Fit note")

    hear_next_board()

    assert Enquiry.objects.count() == 1


def test_law_4_what_fits_no_watch_is_not_stored(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41, "Has anybody seen a grey cat?", author="pilot_light")

    hear_next_board()

    assert forum_on_paper.read == ["41"]
    assert not Enquiry.objects.exists()
    assert not Match.objects.exists()
    assert [event.kind for event in Event.objects.filter(actor="worker")] == ["board.read"]
    assert "cat" not in str(list(Event.objects.values()))


def test_law_4_no_name_of_a_member_is_stored_anywhere(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41, author="NightShiftNell")

    hear_next_board()

    enquiry = Enquiry.objects.get()
    stored = [Enquiry.objects.values().get(), Match.objects.values().get(), *Event.objects.values()]
    assert enquiry.public_id in str(stored)
    assert "NightShiftNell" not in str(stored)


def test_a_question_is_raised_once_however_often_the_board_is_read(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41)
    hear_next_board()
    whole.reading.refresh_from_db()
    # As after a reader that died before it stored the place reached.
    whole.reading.newest_asked_at, whole.reading.next_visit_at = None, NOON
    whole.reading.save()

    hear_next_board()

    assert forum_on_paper.read == ["41"]  # every body has its enquiry: there is nothing to read
    assert Enquiry.objects.count() == 1


def test_the_next_reading_begins_where_this_one_ended(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41, ago=2 * HOUR)
    hear_next_board()
    whole.reading.refresh_from_db()
    whole.reading.next_visit_at = NOON
    whole.reading.save()
    ask(forum_on_paper, whole, 42, ago=HOUR)

    hear_next_board()

    assert forum_on_paper.read == ["41", "42"]


def test_nothing_due_means_that_the_loop_may_sleep(whole, forum_on_paper):
    whole.reading.next_visit_at = NOON + MINUTE
    whole.reading.save()

    assert hear_next_board() is False


def test_each_body_that_may_listen_gets_its_own_enquiry(whole, forum_on_paper):
    other = BodyFactory()
    AgreementFactory(forum=whole.forum, body=other, welcome=True)
    publish_plan(other, [whole.forum], response_hours=24)
    WatchFactory(body=other, any_of="sick pay")
    ask(forum_on_paper, whole, 41)

    hear_next_board()

    assert {(enquiry.body, enquiry.response_hours) for enquiry in Enquiry.objects.all()} == {
        (whole.body, 48),
        (other, 24),
    }


def test_a_watch_of_a_body_that_may_not_listen_finds_nothing(whole, forum_on_paper):
    WatchFactory(body=BodyFactory(), any_of="cat")
    ask(forum_on_paper, whole, 41, "Has anybody seen a grey cat?")

    hear_next_board()

    assert not Enquiry.objects.exists()


def test_an_officials_own_thread_is_no_question(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41, author=whole.account.handle.upper())

    hear_next_board()

    assert not Enquiry.objects.exists()


def test_a_question_that_a_moderator_took_away_is_not_raised(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41)
    forum_on_paper.hide_question("41")

    hear_next_board()

    assert not Enquiry.objects.exists()


# Law 1: consent first


@pytest.mark.parametrize(
    "answer",
    [
        {"held": True},
        {"withdrawn": True},
        {"expired": True},
        {"answer": "not_welcome"},
        {"answer": "no_answer"},
        {"welcome": True, "valid_from": TODAY + DAY},
        {"welcome": True, "allows_reading": False},
        {"welcome": True, "board_ids": ["another board"]},
    ],
    ids=str,
)
def test_law_1_where_the_operator_does_not_let_us_read_nothing_is_fetched(
    whole, forum_on_paper, answer
):
    ask(forum_on_paper, whole, 41)
    whole.answer(**answer)

    assert hear_next_board()

    whole.reading.refresh_from_db()
    assert forum_on_paper.read == []
    assert not Enquiry.objects.exists()
    assert whole.forum.name in whole.reading.problem
    assert whole.reading.next_visit_at == NOON + SOONEST


def test_law_1_a_forum_that_nobody_asked_is_not_read(forum_on_paper):
    reading = BoardReadingFactory(next_visit_at=NOON)
    forum_on_paper.thread(
        "41", ("Nell", "sick pay?"), board_id=reading.board.external_id, asked_at=NOON
    )

    hear_next_board()

    reading.refresh_from_db()
    assert forum_on_paper.read == []
    assert reading.problem == "No body has asked the operator of this forum."


def test_law_2_a_forum_that_no_plan_names_is_not_read(forum_on_paper):
    reading = BoardReadingFactory(next_visit_at=NOON)
    AgreementFactory(forum=reading.board.forum, welcome=True)
    forum_on_paper.thread(
        "41", ("Nell", "sick pay?"), board_id=reading.board.external_id, asked_at=NOON
    )

    hear_next_board()

    reading.refresh_from_db()
    assert forum_on_paper.read == []
    assert "no plan" in reading.problem


def test_law_1_a_hold_pressed_between_two_threads_stops_reading_and_raises_nothing(
    whole, forum_on_paper
):
    ask(forum_on_paper, whole, 41, ago=3 * HOUR)
    ask(forum_on_paper, whole, 42, ago=2 * HOUR)

    def hold(method):
        if method == "read_thread":
            forum_on_paper.meanwhile = None
            agreements.hold_agreement(
                forum=whole.forum, body=whole.body, reason="", by="operator", at=NOON
            )

    forum_on_paper.meanwhile = hold

    hear_next_board()

    whole.reading.refresh_from_db()
    assert forum_on_paper.read == ["42"]
    assert not Enquiry.objects.exists()
    assert "on hold" in whole.reading.problem


def test_law_10_what_was_asked_during_a_hold_is_read_once_it_has_ended(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41)

    def hold(method):
        if method == "read_thread":
            forum_on_paper.meanwhile = None
            agreements.hold_agreement(
                forum=whole.forum, body=whole.body, reason="", by="operator", at=NOON
            )

    forum_on_paper.meanwhile = hold
    hear_next_board()
    agreements.resume_agreement(
        forum=whole.forum, body=whole.body, reason="", by="operator", at=NOON
    )
    whole.reading.refresh_from_db()
    whole.reading.next_visit_at = NOON
    whole.reading.save()

    hear_next_board()

    assert [enquiry.thread_id for enquiry in Enquiry.objects.all()] == ["41"]


# When the forum is in trouble


def test_a_forum_in_trouble_is_read_again_later_and_people_see_why(whole, forum_on_paper):
    forum_on_paper.fails_with["read_new_threads"] = [TryLater("The forum is busy.")]

    assert hear_next_board()

    whole.reading.refresh_from_db()
    assert whole.reading.problem == "The forum is busy."
    assert NOON + FIRST_PAUSE <= whole.reading.next_visit_at <= NOON + 1.25 * FIRST_PAUSE


def test_failures_in_a_row_make_the_pauses_longer(whole, forum_on_paper):
    forum_on_paper.fails_with["read_new_threads"] = [Unreadable("No threads.") for _ in range(3)]

    for _ in range(3):
        whole.reading.refresh_from_db()
        whole.reading.next_visit_at = NOON
        whole.reading.save()
        hear_next_board()

    whole.reading.refresh_from_db()
    assert whole.reading.failures == 3
    assert NOON + 4 * FIRST_PAUSE <= whole.reading.next_visit_at <= NOON + 5 * FIRST_PAUSE


def test_what_was_read_before_the_trouble_is_kept(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41, ago=3 * HOUR)
    ask(forum_on_paper, whole, 42, ago=2 * HOUR)

    def trouble_at_the_second_thread(method):
        if forum_on_paper.read == ["42"]:
            forum_on_paper.fails_with["read_thread"] = [TryLater("The forum is busy.")]
            forum_on_paper.meanwhile = None

    forum_on_paper.meanwhile = trouble_at_the_second_thread

    hear_next_board()

    whole.reading.refresh_from_db()
    assert [enquiry.thread_id for enquiry in Enquiry.objects.all()] == ["42"]
    assert (whole.reading.waiting, whole.reading.waiting_until) == (1, NOON - 3 * HOUR)
    assert whole.reading.problem == "The forum is busy."


def test_one_broken_thread_does_not_hold_up_the_board(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41, ago=3 * HOUR)
    ask(forum_on_paper, whole, 42, ago=2 * HOUR)
    forum_on_paper.fails_with["read_thread"] = [Unreadable("No post could be read.")]

    hear_next_board()

    whole.reading.refresh_from_db()
    assert [enquiry.thread_id for enquiry in Enquiry.objects.all()] == ["41"]
    assert (whole.reading.newest_asked_at, whole.reading.waiting) == (NOON - 2 * HOUR, 0)
    assert whole.reading.problem == "Thread 42: No post could be read."


@pytest.mark.parametrize(
    "values",
    [
        {"address": "https://f.example/" + "a" * 500},
        {"address": "https://f.example/\0"},
        {"asked_at": datetime.max.replace(tzinfo=UTC)},
        {"external_id": "4" * 101},
        {"external_id": "4\0"},
        {"board_id": "4" * 51},
    ],
    ids=str,
)
def test_a_thread_that_cannot_be_stored_does_not_make_the_board_deaf(whole, forum_on_paper, values):
    ask(forum_on_paper, whole, 41, ago=3 * HOUR)
    bad = ask(forum_on_paper, whole, 42, ago=2 * HOUR)
    good = ask(forum_on_paper, whole, 43, ago=HOUR)
    bad = replace(bad, heading=replace(bad.heading, **values))

    raised = jobs.take_in(
        reading=whole.reading,
        threads=[forum_on_paper.threads["41"], bad, good],
        visited=Visited(Place(newest_asked_at=NOON - HOUR)),
        at=NOON,
    )

    whole.reading.refresh_from_db()
    assert raised == 2
    assert {enquiry.thread_id for enquiry in Enquiry.objects.all()} == {"41", "43"}
    assert Match.objects.count() == 2
    assert whole.reading.newest_asked_at == NOON - HOUR
    assert whole.reading.problem.startswith("Thread 4")
    assert "f.example" not in whole.reading.problem


def test_an_error_that_nobody_foresaw_costs_one_thread_and_tells_nobodys_words(
    whole, forum_on_paper, monkeypatch, caplog
):
    ask(forum_on_paper, whole, 41, title="Broken words", ago=2 * HOUR)
    ask(forum_on_paper, whole, 42)
    raise_enquiry = jobs.actions.raise_enquiry

    def fail_once(*, heading, **values):
        if heading.external_id == "41":
            raise ValueError(heading.title)
        return raise_enquiry(heading=heading, **values)

    monkeypatch.setattr(jobs.actions, "raise_enquiry", fail_once)

    hear_next_board()

    whole.reading.refresh_from_db()
    assert [enquiry.thread_id for enquiry in Enquiry.objects.all()] == ["42"]
    assert whole.reading.problem == "Thread 41: It could not be taken in (ValueError)."
    assert "Broken words" not in caplog.text


def test_signs_that_no_database_keeps_are_left_out(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41, "Does my sick pay\0 stop?\ud800", title="Off\0 work\udfff")
    made = forum_on_paper.threads["41"]
    forum_on_paper.threads["41"] = replace(
        made, heading=replace(made.heading, board_name="Sick\0 pay " + "p" * 300)
    )

    hear_next_board()

    enquiry = Enquiry.objects.get()
    assert (enquiry.title, enquiry.excerpt) == ("Off work", "Does my sick pay stop?")
    assert enquiry.board_name.startswith("Sick pay")
    assert len(enquiry.board_name) == 200


def test_a_thread_dated_in_the_future_does_not_hide_what_is_asked_later(whole, forum_on_paper):
    ask(forum_on_paper, whole, 41, ago=2 * HOUR)
    ask(forum_on_paper, whole, 42, ago=-70 * 365 * DAY)
    hear_next_board()
    whole.reading.refresh_from_db()
    place = whole.reading.newest_asked_at
    whole.reading.next_visit_at = NOON
    whole.reading.save()
    ask(forum_on_paper, whole, 43, ago=HOUR)

    hear_next_board()

    assert place == NOON - 2 * HOUR
    assert Enquiry.objects.filter(thread_id="43").exists()


def test_words_whose_date_has_come_are_forgotten_by_the_worker(forum_on_paper):
    EnquiryFactory(excerpt_until=NOON)

    assert jobs.forget_next_words()
    assert jobs.forget_next_words() is False


def test_law_1_a_board_is_not_read_more_often_than_the_operator_allows(whole, forum_on_paper):
    whole.answer(welcome=True, reading_every_hours=24)
    whole.reading.visited_at, whole.reading.next_visit_at = NOON - 23 * HOUR, NOON - HOUR
    whole.reading.save()
    ask(forum_on_paper, whole, 41)

    assert hear_next_board()

    whole.reading.refresh_from_db()
    assert forum_on_paper.read == []
    assert whole.reading.next_visit_at == NOON + HOUR
    assert whole.reading.claimed_until is None
    assert not hear_next_board()


def test_a_board_is_read_once_the_pause_that_the_operator_named_is_over(whole, forum_on_paper):
    whole.answer(welcome=True, reading_every_hours=24)
    whole.reading.visited_at, whole.reading.next_visit_at = NOON - 24 * HOUR, NOON
    whole.reading.save()
    ask(forum_on_paper, whole, 41)

    assert hear_next_board()

    assert forum_on_paper.read == ["41"]


def second_board(whole):
    board = BoardFactory(forum=whole.forum, external_id="2")
    return BoardReadingFactory(board=board, next_visit_at=NOON, visited_at=NOON - 3 * DAY)


def test_law_1_once_a_day_means_one_coming_for_all_boards_and_not_one_for_each(
    whole, forum_on_paper
):
    whole.answer(welcome=True, reading_every_hours=24)
    other = second_board(whole)
    BoardReading.objects.filter(pk=whole.reading.pk).update(
        visited_at=NOON - 10 * HOUR, next_visit_at=NOON + 14 * HOUR
    )

    assert hear_next_board()

    other.refresh_from_db()
    assert other.visited_at == NOON - 3 * DAY
    assert other.next_visit_at == NOON + 14 * HOUR  # along with the board that was read


def test_boards_that_are_due_at_one_coming_are_read_one_after_another(whole, forum_on_paper):
    whole.answer(welcome=True, reading_every_hours=24)
    other = second_board(whole)
    BoardReading.objects.filter(pk=whole.reading.pk).update(
        visited_at=NOON - HOUR, next_visit_at=NOON + 23 * HOUR
    )

    assert hear_next_board()

    other.refresh_from_db()
    assert other.visited_at == NOON


# Catching up


def due_again(whole):
    BoardReading.objects.update(next_visit_at=NOON)


def test_after_an_outage_a_board_is_caught_up_with_and_never_in_a_flood(
    whole, forum_on_paper, monkeypatch
):
    monkeypatch.setattr(
        catching_up.choose,
        "__kwdefaults__",
        {**catching_up.choose.__kwdefaults__, "most_a_visit": 2},
    )
    for number in range(1, 6):
        ask(forum_on_paper, whole, number, ago=(6 - number) * HOUR)
    reads = []
    for _ in range(4):
        due_again(whole)
        hear_next_board()
        reads.append(list(forum_on_paper.read))
        forum_on_paper.read.clear()

    whole.reading.refresh_from_db()
    assert reads == [["5", "4"], ["3", "2"], ["1"], []]
    assert (whole.reading.waiting, Enquiry.objects.count()) == (0, 5)
    (day,) = ReadingDay.objects.all()
    assert (day.visits, day.threads, day.kept, day.left_out) == (4, 5, 5, 0)


def test_what_was_asked_too_long_ago_is_left_out_and_counted(whole, forum_on_paper):
    whole.reading.newest_asked_at = NOON - 40 * DAY
    whole.reading.save()
    ask(forum_on_paper, whole, 41, ago=30 * DAY)
    ask(forum_on_paper, whole, 42)

    hear_next_board()

    assert forum_on_paper.read == ["42"]
    assert ReadingDay.objects.get().left_out == 1


def test_a_list_too_long_to_go_through_makes_no_board_deaf(whole, forum_on_paper):
    whole.reading.newest_asked_at = NOON - 5 * DAY
    whole.reading.save()
    ask(forum_on_paper, whole, 42)
    forum_on_paper.fails_with["read_new_threads"] = [TooFarBack("More than 40 pages.")]

    hear_next_board()

    whole.reading.refresh_from_db()
    assert Enquiry.objects.get().thread_id == "42"
    assert (whole.reading.problem, whole.reading.newest_asked_at) == ("", NOON - HOUR)
    assert ReadingDay.objects.get().overlong == 1


def test_a_question_that_a_moderator_let_through_late_is_found(whole, forum_on_paper, monkeypatch):
    ask(forum_on_paper, whole, 41, "A cat?", ago=-HOUR)
    monkeypatch.setattr(clock, "now", lambda: NOON + 2 * HOUR)
    hear_next_board()
    due_again(whole)
    hear_next_board()
    ask(forum_on_paper, whole, 40, ago=-HOUR - MINUTE)
    ask(forum_on_paper, whole, 42, "A dog?", ago=-2 * HOUR)
    monkeypatch.setattr(clock, "now", lambda: NOON + 27 * HOUR)
    due_again(whole)

    hear_next_board()

    assert [enquiry.thread_id for enquiry in Enquiry.objects.all()] == ["40"]


def test_law_4_of_a_thread_that_fits_no_watch_not_even_its_number_is_kept(whole, forum_on_paper):
    ask(forum_on_paper, whole, 987654321, "Has anybody seen a grey cat?")

    hear_next_board()

    stored = [*BoardReading.objects.values(), *ReadingDay.objects.values(), *Event.objects.values()]
    assert "987654321" not in str(stored)
    assert ReadingDay.objects.get().threads == 1
