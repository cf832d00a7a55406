"""The calendar of restricted periods is kept with its history, and the past is not rewritten."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from alongside.audit.models import Event
from alongside.periods import actions, queries
from alongside.periods.domain.keeping import PeriodFacts
from alongside.periods.domain.terms import Mode, Place
from alongside.periods.models import RestrictedPeriod
from tests.factories import DAY, NOON, TODAY, BodyFactory, PeriodFactory

pytestmark = pytest.mark.django_db

FACTS = PeriodFacts(
    name="  General   election 2026 ",
    jurisdiction="gb",
    mode=Mode.FACTUAL,
    begins_on=TODAY,
    ends_on=TODAY + 20 * DAY,
    source_address="https://www.gov.uk/election-guidance",
    kinds=("local_authority", "court"),
)


def add(**changed):
    return actions.add_period(facts=replace(FACTS, **changed), by="central", at=NOON)


def change(period, *, seen=None, reason="The date was moved.", at=NOON, **changed):
    return actions.change_period(
        public_id=period.public_id,
        facts=replace(period.facts, **changed),
        seen=period.changes if seen is None else seen,
        reason=reason,
        by="central",
        at=at,
    )


def end(period, *, last_day=TODAY - DAY, reason="The poll is over.", at=NOON):
    return actions.end_period_early(
        public_id=period.public_id, last_day=last_day, reason=reason, by="central", at=at
    )


def faulty_fields(refused):
    return [fault.field for fault in refused.value.faults]


def test_a_period_is_added_with_a_public_event():
    period = add()

    event = Event.objects.get()
    assert (period.name, period.jurisdiction) == ("General election 2026", "GB")
    assert period.kinds == ["court", "local_authority"]
    assert (event.kind, event.subject, event.actor) == (
        "period.recorded", f"period:{period.public_id}", "central",
    )  # fmt: skip
    assert event.is_public
    assert event.details["changes"]["mode"] == [None, "factual"]


def test_law_10_everything_that_is_wrong_is_said_at_once_and_nothing_is_written():
    with pytest.raises(actions.PeriodRefused) as refused:
        add(name="", jurisdiction="", source_address="")

    assert faulty_fields(refused) == ["name", "jurisdiction", "source_address"]
    assert not RestrictedPeriod.objects.exists()
    assert not Event.objects.exists()


def test_practice_leaves_no_public_event():
    actions.add_period(facts=FACTS, is_practice=True, by="central", at=NOON)

    assert not Event.objects.get().is_public


def test_a_change_is_kept_with_what_was_before_and_why():
    period = PeriodFactory()

    change(period, mode=Mode.FACTUAL, ends_on=TODAY + 9 * DAY)

    event = Event.objects.get()
    period.refresh_from_db()
    assert (period.mode, period.changes) == ("factual", 1)
    assert event.details["changes"] == {
        "mode": ["listen_only", "factual"],
        "ends_on": [(TODAY + 5 * DAY).isoformat(), (TODAY + 9 * DAY).isoformat()],
        "reason": [None, "The date was moved."],
    }


def test_a_change_of_nothing_leaves_no_trace():
    change(PeriodFactory(), reason="")

    assert not Event.objects.exists()


def test_a_change_needs_a_reason():
    with pytest.raises(actions.PeriodRefused) as refused:
        change(PeriodFactory(), name="Another", reason=" ")

    assert faulty_fields(refused) == ["reason"]


def test_law_10_two_windows_do_not_write_over_one_another():
    period = PeriodFactory()
    change(period, name="The first")

    with pytest.raises(actions.ChangedMeanwhile):
        change(period, seen=0, name="The second")

    period.refresh_from_db()
    assert period.name == "The first"


def test_the_days_of_a_period_that_is_over_stay():
    with pytest.raises(actions.PeriodRefused) as refused:
        change(PeriodFactory(over=True), ends_on=TODAY + DAY)

    assert faulty_fields(refused) == ["ends_on"]


def test_a_period_is_ended_early_at_once_with_its_reason():
    period = PeriodFactory()

    end(period)

    period.refresh_from_db()
    assert (period.ends_on, period.was_to_end_on) == (TODAY - DAY, TODAY + 5 * DAY)
    assert period.ended_reason == "The poll is over."
    assert period.place(TODAY) is Place.OVER
    assert Event.objects.get().kind == "period.ended"


def test_a_period_that_began_today_can_be_ended_today():
    period = PeriodFactory(begins_on=TODAY)

    end(period)

    assert queries.periods_in_force(on=TODAY, practice=False) == []


def test_a_period_cannot_end_early_in_the_past():
    with pytest.raises(actions.PeriodRefused) as refused:
        end(PeriodFactory(), last_day=TODAY - 2 * DAY, reason="")

    assert faulty_fields(refused) == ["last_day", "reason"]


@pytest.mark.parametrize("state", ["coming", "over"])
def test_only_a_period_in_force_ends_early(state):
    with pytest.raises(actions.PeriodError, match="in force"):
        end(PeriodFactory(**{state: True}))


def test_a_withdrawn_period_counts_no_more_and_stays_to_be_read():
    period = PeriodFactory()

    actions.withdraw_period(public_id=period.public_id, reason="A mistake.", by="c", at=NOON)

    period.refresh_from_db()
    assert period.place(TODAY) is Place.WITHDRAWN
    assert queries.periods_in_force(on=TODAY, practice=False) == []
    assert Event.objects.get().details["changes"] == {"reason": [None, "A mistake."]}


@pytest.mark.parametrize("what", ["change", "end", "withdraw"])
def test_nothing_is_done_to_what_was_withdrawn(what):
    period = PeriodFactory(withdrawn=True)
    does = {
        "change": lambda: change(period, name="Another"),
        "end": lambda: end(period),
        "withdraw": lambda: actions.withdraw_period(
            public_id=period.public_id, reason="Again.", by="central", at=NOON
        ),
    }

    with pytest.raises(actions.PeriodError, match="was withdrawn"):
        does[what]()


@pytest.mark.parametrize(
    "values",
    [
        {"source_address": ""},
        {"name": ""},
        {"ends_on": TODAY - 30 * DAY},
        {"withdrawn_at": NOON},
        {"was_to_end_on": TODAY},
    ],
)
def test_the_database_keeps_no_half_period(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        PeriodFactory(**values)


def test_the_calendar_is_told_by_where_each_period_stands():
    over, now = PeriodFactory(over=True), PeriodFactory()
    later = PeriodFactory(begins_on=TODAY + 9 * DAY, ends_on=TODAY + 9 * DAY)
    next_one, gone = PeriodFactory(coming=True), PeriodFactory(withdrawn=True)

    placed = queries.by_place(queries.periods(practice=False), on=TODAY)

    assert placed == {
        Place.IN_FORCE: [now],
        Place.COMING: [next_one, later],
        Place.OVER: [over],
        Place.WITHDRAWN: [gone],
    }


def test_the_tightest_period_that_is_about_the_body_binds_it():
    body = BodyFactory(jurisdiction="GB-WLS")
    PeriodFactory(jurisdiction="GB-SCT")
    PeriodFactory(factual=True)
    tight = PeriodFactory(jurisdiction="GB-WLS")

    assert queries.period_for(body, on=TODAY) == tight.terms
    assert queries.period_for(body, on=tight.ends_on + DAY) is None


def test_practice_periods_bind_practice_bodies_and_no_others():
    period = PeriodFactory(is_practice=True)
    real = BodyFactory(jurisdiction="GB")
    practice = BodyFactory(jurisdiction="GB", is_practice=True)

    assert queries.period_for(real, on=TODAY) is None
    assert queries.period_for(practice, on=TODAY) == period.terms


def test_the_bodies_that_a_period_is_about_are_open_ones_of_its_place_and_kind():
    wanted = BodyFactory(jurisdiction="GB-ENG", kind="local_authority")
    BodyFactory(jurisdiction="GB-ENG", kind="court")
    BodyFactory(jurisdiction="GB-ENG", kind="local_authority", closed_how="merged")
    BodyFactory(jurisdiction="", kind="local_authority")

    period = PeriodFactory(jurisdiction="GB", kinds=["local_authority"])

    assert queries.bodies_bound_by(period) == [wanted]
    assert queries.bodies_without_jurisdiction() == 1
