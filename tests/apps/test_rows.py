"""Rows that travel within others become the same objects."""

from decimal import Decimal

import pytest
from django.db.models import OuterRef, Subquery

from alongside.agreements.models import Agreement
from alongside.core.rows import RowsAsText, RowsWith, instance_of, rows_in, whole_row
from alongside.forums.models import Forum, Measure
from alongside.plans.models import Objective
from alongside.proposals.models import Proposal
from tests.factories import (
    AgreementFactory,
    EvidenceFileFactory,
    ForumFactory,
    MeasureFactory,
    ObjectiveFactory,
    ProposalFactory,
)

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


def test_a_row_brings_parts_of_those_that_it_leads_to(django_assert_num_queries):
    asked = AgreementFactory()
    made = AgreementFactory(letter=EvidenceFileFactory(), forum=ForumFactory(name="The Well"))
    rows = RowsWith(Agreement, ("public_id", "answered_on"), forum=("name",), letter=("sha256",))

    found = [
        rows.read(row)
        for row in Agreement.objects.order_by("pk").values_list(rows.row(), flat=True)
    ]

    with django_assert_num_queries(0):
        assert [each.public_id for each in found] == [asked.public_id, made.public_id]
        assert found[1].answered_on == made.answered_on
        assert found[1].forum.name == "The Well"
        assert found[1].letter_sha256 == made.letter.sha256
        assert found[0].letter is None
    with django_assert_num_queries(2):  # what was not wanted is asked for when it is
        assert found[1].evidence == made.evidence
        assert found[1].forum.slug == made.forum.slug


def test_a_row_brings_those_that_its_others_lead_to(django_assert_num_queries):
    made = ObjectiveFactory().version
    rows = RowsWith(Objective, ("version",), version=("body", "number"), version__body=("name",))

    [row] = Objective.objects.values_list(rows.row(), flat=True)

    with django_assert_num_queries(0):
        assert rows.read(row).version.number == made.number
        assert rows.read(row).version.body.name == made.body.name
