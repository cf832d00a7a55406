"""Approved lines, official sources, and what counts as official for a body."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from alongside.guidance import actions, queries
from alongside.guidance.models import ApprovedLine, Source
from tests.factories import (
    NOON,
    TODAY,
    ApprovedLineFactory,
    BodyFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_source_checked_again_keeps_its_place_and_gets_the_new_day():
    body = BodyFactory()

    for day in (TODAY, TODAY + DAY):
        actions.record_source(
            body=body,
            title="Sick pay",
            address="https://www.gov.uk/statutory-sick-pay",
            checked_on=day,
            by="lead",
            at=NOON,
        )

    assert Source.objects.get().checked_on == TODAY + DAY


def test_a_line_agreed_again_has_the_new_wording():
    source = SourceFactory()

    for text in ("Old words.", "New words."):
        actions.agree_line(
            body=source.body,
            title="Sick pay",
            text=text,
            source=source,
            agreed_on=TODAY,
            expires_on=TODAY + DAY,
            by="lead",
            at=NOON,
        )

    assert ApprovedLine.objects.get().text == "New words."


def test_a_line_is_offered_until_its_last_day():
    line = ApprovedLineFactory(expires_on=TODAY)

    assert list(queries.lines_of(line.body_id, on=TODAY)) == [line]
    assert list(queries.lines_of(line.body_id, on=TODAY + DAY)) == []


def test_lines_of_another_body_are_not_offered():
    line = ApprovedLineFactory()

    assert list(queries.lines_of(BodyFactory().pk, on=TODAY)) == []
    assert list(queries.sources_of(line.body_id)) == [line.source]


def test_a_bodys_own_site_and_sources_count_as_official(settings):
    settings.ALONGSIDE_OFFICIAL_DOMAINS = ["gov.uk"]
    source = SourceFactory(
        body__website="https://www.aldmere.example", address="https://rules.example/sick-pay"
    )

    circumstances = queries.circumstances_of(source.body, links_allowed=False)

    assert circumstances.official_domains == {"gov.uk", "www.aldmere.example", "rules.example"}
    assert not circumstances.links_allowed


@pytest.mark.parametrize(
    ("factory", "same", "name"),
    [
        (SourceFactory, ("body", "address"), "source_is_unique"),
        (ApprovedLineFactory, ("body", "title"), "approved_line_is_unique"),
    ],
)
def test_sources_and_lines_stand_once_for_each_body(factory, same, name):
    first = factory()

    with pytest.raises(IntegrityError, match=name):
        factory(**{field: getattr(first, field) for field in same})
