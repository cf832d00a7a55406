"""The made-up register that benchmarks run on keeps step with the tables."""

import pytest

from alongside.forums.models import Forum, Listing, Measure
from alongside.forums.search import find_forums
from alongside.plans.models import PlanVersion
from benchmarks.fill import NotEmpty, fill
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db


def test_it_has_as_many_entries_as_were_asked_for_and_can_be_searched():
    fill(forums=40, bodies=8, measures=200, vacuum=False)

    assert (Forum.objects.count(), Measure.objects.count()) == (40, 200)
    assert Listing.objects.count() > 5
    assert PlanVersion.objects.exclude(number=None).count() == 2
    assert find_forums("sick pay", limit=5)


def test_entries_of_somebody_else_are_left_alone():
    ForumFactory(slug="well")

    with pytest.raises(NotEmpty):
        fill(forums=1, bodies=1, measures=1, vacuum=False)

    assert Forum.objects.get().slug == "well"
