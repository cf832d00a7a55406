"""Names stand in lists in the order in which people look for them."""

import pytest
from django.db import connection

from alongside.bodies.models import Body
from alongside.core import clock
from alongside.core.letters import name_key
from alongside.forums.models import Forum
from alongside.publishing import body_lists
from alongside.publishing.domain.filters import BodyFilter
from tests.factories import BodyFactory, ForumFactory

pytestmark = pytest.mark.django_db

NAMES = ["2gether Trust", "Abberton", "AI Board", "amber", "AMCET", "Éire Post", "the Board", "Øre"]


def test_neither_capitals_nor_accents_decide_where_a_name_stands():
    for number, name in enumerate(reversed(NAMES)):
        ForumFactory(name=name, slug=f"forum-{number}")
    wanted = ["2gether Trust", "Abberton", "AI Board", "amber", "AMCET", "Éire Post", "Øre"]

    assert [forum.name for forum in Forum.objects.all()] == [*wanted, "the Board"]


@pytest.mark.parametrize(
    "name", [*NAMES, "St John’s  & Co. (UK)", "", "!!!", "Llŷn", "ﬁne № 5", "Straße", "_x_"]
)
def test_the_database_and_we_sort_names_alike(name):
    body = BodyFactory(name=name)

    assert Body.objects.get(pk=body.pk).name_key == name_key(name)


def test_whatever_is_no_letter_stands_under_one_heading():
    for name in ("2gether", "(Old) Board", "3i", "Éire Post"):
        BodyFactory(name=name)

    listed = body_lists.body_list(BodyFilter(), practice_too=False, at=clock.now())

    letters = {found.value: found.count for found in listed.counts.by_facet["letter"]}
    assert letters == {"0–9": 2, "O": 1, "E": 1}


def test_an_index_holds_the_order():
    with connection.cursor() as cursor:
        # The table is small here, where to sort what was found costs nothing.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM forums_forum WHERE NOT is_practice AND merged_into_id IS NULL"
            " ORDER BY name_key, id LIMIT 25"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())

    assert "forum_by_name" in plan
