"""From when until when each version of a plan is in force."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alongside.plans.domain.versions import Place, spans

DAYS = [date(2026, 5, day) for day in range(1, 11)]
VERSIONS = st.lists(st.sampled_from(DAYS), max_size=6).map(lambda days: list(enumerate(days, 1)))


def test_a_version_ends_on_the_day_before_the_next_begins():
    found = spans([(1, DAYS[0]), (2, DAYS[4])])

    assert found[1].last == DAYS[3]
    assert found[1].replaced_by == 2
    assert found[2].last is None
    assert [found[1].place(day) for day in (DAYS[3], DAYS[4])] == [Place.IN_FORCE, Place.REPLACED]


def test_a_version_that_a_later_one_overtakes_is_never_in_force():
    found = spans([(1, DAYS[0]), (2, DAYS[5]), (3, DAYS[3])])

    assert found[2].place(DAYS[6]) is Place.NEVER
    assert found[1].last == DAYS[2]
    assert found[1].replaced_by == 3


@given(VERSIONS, st.sampled_from(DAYS))
def test_on_any_day_the_one_in_force_is_the_highest_number_that_has_begun(versions, on):
    in_force = [n for n, span in spans(versions).items() if span.place(on) is Place.IN_FORCE]

    begun = [number for number, first in versions if first <= on]
    assert in_force == ([max(begun)] if begun else [])


@given(VERSIONS)
def test_no_day_after_the_first_is_without_a_version(versions):
    found = [span for span in spans(versions).values() if span.is_ever]

    for span in found:
        if span.last is not None:
            assert any(other.first == span.last + timedelta(days=1) for other in found)
