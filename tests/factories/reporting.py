"""Commitments with dates, how they ended, and what stood on their day."""

import factory
from factory.django import DjangoModelFactory

from alongside.bodies.domain.kinds import BodyKind
from alongside.reporting.domain.commitments import Committed, Ended, Occasion
from alongside.reporting.models import Commitment, CommitmentEnd, CommitmentResult
from tests.factories.register import DAY, NOON, TODAY


class CommitmentFactory(DjangoModelFactory[Commitment]):
    """All ministerial departments publish a plan, in thirty days."""

    class Meta:
        model = Commitment

    statement = "All ministerial departments publish a plan by 5 June 2026."
    what = Committed.PLAN.value
    kinds = factory.LazyFunction(lambda: [BodyKind.MINISTERIAL_DEPARTMENT.value])
    due_on = TODAY + 30 * DAY
    source_address = "https://www.aldmere.example/statement"
    recorded_by = "central"
    recorded_at = NOON - 90 * DAY


class CommitmentEndFactory(DjangoModelFactory[CommitmentEnd]):
    class Meta:
        model = CommitmentEnd

    commitment = factory.SubFactory(CommitmentFactory)
    how = Ended.CLOSED.value
    reason = "Every department has a plan now."
    ended_by = "central"
    ended_at = NOON


class CommitmentResultFactory(DjangoModelFactory[CommitmentResult]):
    class Meta:
        model = CommitmentResult

    commitment = factory.SubFactory(CommitmentFactory, due_on=TODAY - DAY)
    occasion = Occasion.DAY.value
    stood_on = TODAY - DAY
    bodies = 1
    met = 1
    rows = factory.LazyFunction(
        lambda: [
            {
                "body": "aps",
                "name": "Aldmere Public Services",
                "met": True,
                "since": "2026-05-01",
                "evidence": "plans: version 1",
            }
        ]
    )
    frozen_at = NOON
