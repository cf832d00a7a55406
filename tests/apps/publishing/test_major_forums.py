"""The list of major forums across all bodies, page by page."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.publishing import major_forums
from alongside.publishing.major_forums import ListFilter, ListOrder
from tests.factories import NOON, ListingFactory, MeasureFactory

pytestmark = pytest.mark.django_db


def parts_of(plan):
    yield plan
    for part in plan.get("Plans", []):
        yield from parts_of(part)


@pytest.mark.parametrize("order", ListOrder)
def test_a_page_deep_in_the_list_gathers_what_is_said_of_its_own_forums_alone(monkeypatch, order):
    monkeypatch.setattr(major_forums, "PAGE_SIZE", 2)
    for number in range(8):
        listing = ListingFactory(forum__name=f"Forum {number}", forum__size=number)
        MeasureFactory(forum=listing.forum)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = major_forums.major_forums(
            ListFilter(order=order), page=4, practice_too=False, at=NOON
        )

    last = ["Forum 1", "Forum 0"] if order is ListOrder.SIZE else ["Forum 6", "Forum 7"]
    assert [major.forum.name for major in found.page] == last
    [question] = [each["sql"] for each in asked if "listing_rows" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question}")
        [(told,)] = cursor.fetchall()
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    gathered = [
        part["Actual Loops"]
        for part in parts_of(plan)
        if part.get("Parent Relationship") == "SubPlan" and part["Node Type"] in ("Sort", "Result")
    ]
    assert gathered
    assert max(gathered) <= 2
