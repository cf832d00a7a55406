"""From when until when each version of a plan is in force."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alongside.plans.domain.versions import Dated, Place, overtaken, spans, to_come

DAYS = [date(2026, 5, day) for day in range(1, 11)]
LONG_BEFORE = date(2026, 4, 1)


def published(*versions, on=LONG_BEFORE):
    return [Dated(number, first, on) for number, first in versions]


VERSIONS = st.lists(st.sampled_from(DAYS), max_size=6).map(
    lambda days: published(*enumerate(days, 1))
)


def test_a_version_ends_on_the_day_before_the_next_begins():
    found = spans(published((1, DAYS[0]), (2, DAYS[4])))

    assert found[1].last == DAYS[3]
    assert found[1].replaced_by == 2
    assert found[2].last is None
    assert [found[1].place(day) for day in (DAYS[3], DAYS[4])] == [Place.IN_FORCE, Place.REPLACED]


def test_a_version_that_a_later_one_overtakes_is_never_in_force():
    found = spans(published((1, DAYS[0]), (2, DAYS[5]), (3, DAYS[3])))

    assert found[2].place(DAYS[6]) is Place.NEVER
    assert found[1].last == DAYS[2]
    assert found[1].replaced_by == 3
    assert [found[number].overtaken_by for number in (1, 2, 3)] == [None, 3, None]


def test_a_version_replaced_on_its_day_counted_for_hours_and_before_it_never():
    first, second = Dated(1, DAYS[4], LONG_BEFORE), Dated(2, DAYS[4], DAYS[4])
    early = Dated(2, DAYS[4], DAYS[3])

    assert spans([first, second])[1].overtaken_by is None
    assert spans([first, early])[1].overtaken_by == 2


def test_the_one_that_overtook_first_is_named():
    versions = [*published((1, DAYS[4]), (2, DAYS[4])), Dated(3, DAYS[4], DAYS[4])]

    found = spans(versions)

    assert (found[1].overtaken_by, found[2].overtaken_by) == (2, None)


def test_of_those_that_wait_the_overtaken_are_left_out():
    versions = published((1, DAYS[0]), (2, DAYS[8]), (3, DAYS[5]), (4, DAYS[7]))

    waiting = to_come(versions, today=DAYS[2])

    assert [each.number for each in waiting] == [3, 4]
    assert [each.number for each in overtaken(waiting, first=DAYS[7])] == [4]


@given(VERSIONS, st.sampled_from(DAYS))
def test_on_any_day_the_one_in_force_is_the_highest_number_that_has_begun(versions, on):
    in_force = [n for n, span in spans(versions).items() if span.place(on) is Place.IN_FORCE]

    begun = [each.number for each in versions if each.first <= on]
    assert in_force == ([max(begun)] if begun else [])


@given(VERSIONS)
def test_no_day_after_the_first_is_without_a_version(versions):
    found = [span for span in spans(versions).values() if span.is_ever]

    for span in found:
        if span.last is not None:
            assert any(other.first == span.last + timedelta(days=1) for other in found)
