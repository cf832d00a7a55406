"""Rows that travel within others become the same objects."""

from decimal import Decimal

import pytest
from django.db.models import OuterRef, Subquery

from alongside.core.rows import RowsAsText, instance_of, rows_in, whole_row
from alongside.forums.models import Forum, Measure
from alongside.proposals.models import Proposal
from tests.factories import ForumFactory, MeasureFactory, ProposalFactory

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


def test_rows_in_one_piece_come_in_their_order_and_none_is_none():
    forum = ForumFactory()
    for dated in ("2009", "2026", "2019"):
        MeasureFactory(forum=forum, dated=dated)
    rows = Subquery(
        Measure.objects.filter(forum=OuterRef("pk"))
        .order_by()
        .values("forum")
        .annotate(rows=RowsAsText(Measure, order_by=("-dated",)))
        .values("rows")
    )

    text = Forum.objects.annotate(rows=rows).get(pk=forum.pk).rows

    assert rows_in(Measure, text) == list(Measure.objects.order_by("-dated"))
    assert rows_in(Measure, Forum.objects.annotate(rows=rows).get(pk=ForumFactory().pk).rows) == []
