"""Restricted periods before elections."""

import factory
from factory.django import DjangoModelFactory

from alongside.periods.domain.terms import Mode
from alongside.periods.models import RestrictedPeriod
from tests.factories.register import DAY, NOON, TODAY


class PeriodFactory(DjangoModelFactory[RestrictedPeriod]):
    """A period of the United Kingdom that is in force, in which officials listen only."""

    class Meta:
        model = RestrictedPeriod

    name = factory.Sequence(lambda number: f"General election {number}")
    jurisdiction = "GB"
    mode = Mode.LISTEN_ONLY.value
    begins_on = TODAY - 2 * DAY
    ends_on = TODAY + 5 * DAY
    source_address = "https://www.gov.uk/government/publications/election-guidance"
    recorded_at = NOON - 10 * DAY
    recorded_by = "central"

    class Params:
        factual = factory.Trait(mode=Mode.FACTUAL.value)
        normal = factory.Trait(mode=Mode.NORMAL.value)
        coming = factory.Trait(begins_on=TODAY + 3 * DAY, ends_on=TODAY + 30 * DAY)
        over = factory.Trait(begins_on=TODAY - 40 * DAY, ends_on=TODAY - 10 * DAY)
        withdrawn = factory.Trait(
            withdrawn_at=NOON,
            withdrawn_by="central",
            withdrawn_reason="The election was called off.",
        )
