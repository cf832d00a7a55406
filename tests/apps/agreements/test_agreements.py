"""What operators allow: each answer is a new record, and the newest one counts."""

import contextlib
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from alongside.agreements import actions, queries
from alongside.agreements.actions import AgreementError, NothingToHold, OperatorsOwnWord, Scope
from alongside.agreements.domain.terms import Answer, EngagementModel, Source, Standing
from alongside.agreements.models import Agreement
from alongside.audit.models import Event
from tests.factories import NOON, TODAY, AgreementFactory, BodyFactory, ForumFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OPEN = Scope(
    models=frozenset({EngagementModel.OPEN_ANSWERING}),
    allows_reading=True,
    posts_per_day=3,
    peers_first_hours=4,
    board_ids=frozenset({"7"}),
)


@pytest.fixture
def pair():
    return {"forum": ForumFactory(), "body": BodyFactory()}


def record(pair, **values):
    return actions.record_answer(
        **pair,
        **{
            "answer": Answer.WELCOME,
            "answered_on": TODAY,
            "valid_from": TODAY,
            "valid_until": None,
            "scope": OPEN,
            "conditions": "",
            "evidence": "Asked by letter.",
            "by": "lead",
            "at": NOON,
            **values,
        },
    )


def standing(pair, on=TODAY):
    newest = queries.newest_agreement(forum_id=pair["forum"].pk, body_id=pair["body"].pk)
    return queries.standing(newest, on=on)


def test_where_nobody_asked_nothing_is_in_force(pair):
    assert standing(pair) is Standing.NONE


def test_a_welcome_is_in_force_with_all_that_it_covers(pair):
    agreement = record(pair)

    assert standing(pair) is Standing.IN_FORCE
    assert actions.scope_of(agreement) == OPEN
    assert agreement.terms.board_ids == {"7"}
    assert agreement.public_id in agreement.terms.address


def test_a_refusal_covers_nothing_whatever_scope_was_typed(pair):
    agreement = record(pair, answer=Answer.NOT_WELCOME)

    assert standing(pair) is Standing.NOT_WELCOME
    assert (agreement.models_allowed, agreement.allows_reading) == ([], False)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"evidence": "  "}, "how the operator was asked"),
        ({"valid_until": TODAY - DAY}, "last day"),
        ({"scope": None}, "at least one way"),
        ({"scope": Scope(models=frozenset())}, "at least one way"),
        ({"answer": Answer.WITH_CONDITIONS, "conditions": " "}, "conditions"),
    ],
)
def test_an_answer_that_says_too_little_is_refused_in_words(pair, values, words):
    with pytest.raises(AgreementError, match=words):
        record(pair, **values)

    assert not Agreement.objects.exists()
    assert not Event.objects.exists()


def test_law_1_the_newest_answer_counts(pair):
    record(pair)
    record(pair, answer=Answer.NOT_WELCOME)

    assert standing(pair) is Standing.NOT_WELCOME
    assert queries.newest_agreements().count() == 1
    assert queries.history_of(forum_id=pair["forum"].pk, body_id=pair["body"].pk).count() == 2


def test_law_1_a_hold_stops_everything_and_its_end_brings_the_same_answer_back(pair):
    first = record(pair)

    held = actions.hold_agreement(**pair, reason="Too many posts.", by="operator", at=NOON)
    assert standing(pair) is Standing.HELD
    resumed = actions.resume_agreement(**pair, reason="", by="operator", at=NOON)

    assert standing(pair) is Standing.IN_FORCE
    assert held.evidence == "Too many posts."
    assert resumed.pk != first.pk
    assert actions.scope_of(resumed) == actions.scope_of(first)


def test_the_end_of_a_hold_does_not_lengthen_an_agreement(pair):
    record(pair, valid_until=TODAY)
    actions.hold_agreement(**pair, reason="", by="operator", at=NOON)

    actions.resume_agreement(**pair, reason="", by="operator", at=NOON + 2 * DAY)

    assert standing(pair, on=TODAY + 2 * DAY) is Standing.EXPIRED


@pytest.mark.parametrize("held_first", [True, False])
def test_law_1_a_withdrawn_agreement_stays_so_until_a_new_answer(pair, held_first):
    record(pair)
    if held_first:
        actions.hold_agreement(**pair, reason="", by="operator", at=NOON)

    actions.withdraw_agreement(**pair, reason="", by="operator", at=NOON)

    assert standing(pair) is Standing.WITHDRAWN
    with pytest.raises(NothingToHold):
        actions.resume_agreement(**pair, reason="", by="operator", at=NOON)
    record(pair, by="operator")
    assert standing(pair) is Standing.IN_FORCE


@pytest.mark.parametrize("close", ["hold", "end", "no"])
def test_law_1_nobody_opens_what_the_operator_closed_with_their_own_hand(pair, close):
    record(pair)
    if close == "no":
        record(pair, answer=Answer.NOT_WELCOME, scope=None, by="operator")
    else:
        stop = actions.hold_agreement if close == "hold" else actions.withdraw_agreement
        stop(**pair, reason="", by="operator", at=NOON)

    with pytest.raises(OperatorsOwnWord, match="Only they can open it again"):
        record(pair, evidence="They phoned.")
    if close == "hold":
        with pytest.raises(OperatorsOwnWord):
            actions.resume_agreement(**pair, reason="They phoned.", by="lead", at=NOON)

    assert standing(pair) is not Standing.IN_FORCE
    record(pair, by="operator")
    assert standing(pair) is Standing.IN_FORCE


@pytest.mark.parametrize("detour", [Answer.NOT_WELCOME, Answer.NO_ANSWER, Answer.WITHDRAWN])
def test_law_1_no_detour_opens_what_the_operator_closed(pair, detour):
    record(pair)
    actions.hold_agreement(**pair, reason="", by="operator", at=NOON)

    with contextlib.suppress(OperatorsOwnWord):
        record(pair, answer=detour, scope=None, evidence="Bounced.")
    with pytest.raises(OperatorsOwnWord):
        record(pair, evidence="They rang us.")

    assert standing(pair) is not Standing.IN_FORCE
    record(pair, by="operator")
    record(pair, evidence="They wrote: fewer posts.")
    assert standing(pair) is Standing.IN_FORCE


def test_silence_is_not_recorded_over_what_the_operator_closed(pair):
    record(pair)
    actions.hold_agreement(**pair, reason="", by="operator", at=NOON)

    with pytest.raises(OperatorsOwnWord):
        record(pair, answer=Answer.NO_ANSWER, scope=None, evidence="Bounced.")

    assert standing(pair) is Standing.HELD


def test_what_an_official_closed_an_official_opens_and_says_why(pair):
    record(pair)
    actions.hold_agreement(**pair, reason="They phoned.", by="lead", at=NOON)

    with pytest.raises(AgreementError, match="Say how the operator said so"):
        actions.resume_agreement(**pair, reason=" ", by="lead", at=NOON)
    resumed = actions.resume_agreement(**pair, reason="They phoned again.", by="lead", at=NOON)

    assert resumed.evidence == "They phoned again."
    assert standing(pair) is Standing.IN_FORCE


def test_a_later_beginning_does_not_end_today_what_is_in_force(pair):
    record(pair)

    with pytest.raises(AgreementError, match="An agreement is in force today"):
        record(pair, valid_from=TODAY + DAY)

    assert standing(pair) is Standing.IN_FORCE


def test_nobody_has_answered_on_a_day_to_come(pair):
    with pytest.raises(AgreementError, match="a day to come"):
        record(pair, answered_on=TODAY + DAY)


def test_the_record_says_whose_hand_it_was(pair):
    assert record(pair).came_from is Source.BODY
    assert record(pair, by="operator").came_from is Source.OPERATOR
    silence = record(pair, answer=Answer.NO_ANSWER, scope=None, by="worker")
    assert silence.came_from is Source.SERVICE


@pytest.mark.parametrize("answer", [None, Answer.NOT_WELCOME, Answer.WITHDRAWN])
@pytest.mark.parametrize("action", [actions.hold_agreement, actions.withdraw_agreement])
def test_what_is_not_welcome_can_be_neither_held_nor_withdrawn(pair, answer, action):
    if answer:
        AgreementFactory(**pair, answer=answer.value)

    with pytest.raises(NothingToHold):
        action(**pair, reason="", by="operator", at=NOON)


def test_a_hold_is_dated_by_the_sites_calendar(pair):
    record(pair)
    half_past_midnight = datetime(2026, 5, 6, 23, 30, tzinfo=UTC)  # 7 May in London

    held = actions.hold_agreement(**pair, reason="", by="operator", at=half_past_midnight)

    assert held.answered_on == TODAY + DAY


def test_agreements_in_force_are_the_newest_that_welcome_on_the_day(pair):
    agreement = record(pair, valid_until=TODAY)
    AgreementFactory(expired=True)
    AgreementFactory()
    stopped = AgreementFactory(welcome=True)
    AgreementFactory(forum=stopped.forum, body=stopped.body, held=True)

    assert list(queries.agreements_in_force(on=TODAY)) == [agreement]
    assert list(queries.agreements_in_force(on=TODAY + DAY)) == []


def test_each_answer_leaves_its_event(pair):
    record(pair)

    event = Event.objects.get()
    assert (event.kind, event.actor) == ("agreement.recorded", "lead")
    assert event.details["answer"] == "welcome"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE agreements_agreement SET answer = 'welcome'", "DELETE FROM agreements_agreement"],
)
def test_law_1_an_answer_is_never_changed_or_deleted_even_by_hand(statement):
    AgreementFactory()

    with (
        pytest.raises(DatabaseError, match="agreement_is_append_only"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_answer_without_evidence_cannot_be_stored():
    with pytest.raises(IntegrityError, match="agreement_has_evidence"):
        AgreementFactory(evidence="")


def test_an_answer_that_ends_before_it_begins_cannot_be_stored():
    with pytest.raises(IntegrityError, match="agreement_ends_after_it_begins"):
        AgreementFactory(valid_until=TODAY - 60 * DAY)


@pytest.mark.parametrize("practice", ["forum", "body"])
def test_practice_and_real_make_no_agreement(practice):
    pair = {
        "forum": ForumFactory(is_practice=practice == "forum"),
        "body": BodyFactory(is_practice=practice == "body"),
    }

    with pytest.raises(AgreementError, match="practice"):
        record(pair)

    assert not Agreement.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by_lead", ["recorded", "resumed"])
def test_law_1_an_official_who_is_at_it_in_the_same_moment_does_not_undo_the_operators_word(
    by_lead,
):
    pair = {"forum": ForumFactory(), "body": BodyFactory()}
    record(pair)
    if by_lead == "resumed":
        actions.hold_agreement(**pair, reason="They rang.", by="lead", at=NOON)
    ended = threading.Event()

    def operator_ends_it():
        try:
            with transaction.atomic():
                actions.withdraw_agreement(**pair, reason="", by="operator", at=NOON)
                ended.set()
                time.sleep(0.5)  # the record is written, and nobody sees it yet
        finally:
            connection.close()

    operator = threading.Thread(target=operator_ends_it)
    operator.start()
    assert ended.wait(10)
    act = {
        "recorded": partial(record, pair),
        "resumed": partial(
            actions.resume_agreement, **pair, reason="They rang again.", by="lead", at=NOON
        ),
    }[by_lead]
    with pytest.raises((OperatorsOwnWord, NothingToHold)):
        act()
    operator.join()

    assert (
        queries.newest_agreement(forum_id=pair["forum"].pk, body_id=pair["body"].pk).answer
        == Answer.WITHDRAWN
    )
