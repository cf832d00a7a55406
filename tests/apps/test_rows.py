"""Rows that travel within others become the same objects."""

from decimal import Decimal

import pytest

from alongside.core.rows import instance_of, whole_row
from alongside.forums.models import Measure
from alongside.proposals.models import Proposal
from tests.factories import MeasureFactory, ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "model"), [(MeasureFactory, Measure), (ProposalFactory, Proposal)]
)
def test_an_object_is_the_same_as_if_it_had_been_asked_for(factory, model):
    made = factory()
    [row] = model.objects.values_list(whole_row(model), flat=True)

    found, asked = instance_of(model, row), model.objects.get(pk=made.pk)

    for field in model._meta.concrete_fields:
        value, expected = getattr(found, field.attname), getattr(asked, field.attname)
        assert (value, type(value)) == (expected, type(expected)), field.name
    assert not found.get_deferred_fields()


def test_a_decimal_travels_exactly():
    MeasureFactory(value=Decimal("12345678901234.55"))

    [row] = Measure.objects.values_list(whole_row(Measure), flat=True)

    assert instance_of(Measure, row).value == Decimal("12345678901234.55")
