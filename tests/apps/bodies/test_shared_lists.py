"""Real lists, where a folder of them stands beside the project. Skipped, and said so, where not."""

from pathlib import Path

import pytest

from alongside.bodies.domain.facts import name_key
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.models import Body
from tests.factories import DAY, NOON

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"there is no folder {DATA} with real lists"),
]

WISHES = {"agencies.csv": {"kind": BodyKind.FEDERAL_AGENCY, "jurisdiction": "US"}}


@pytest.mark.parametrize(
    ("names", "least"),
    [
        (["govuk-organisations/organisations-2017.jsonl.gz"], 1_000),
        (["govuk-organisations/organisations-2026.json.gz"], 650),
        (["local-authorities/govuk-local-authorities.csv"], 380),
        (["local-authorities/uk_local_authorities_current.csv"], 470),
        (["us-agencies/publicbodies-us.csv", "us-agencies/agencies.csv"], 500),
    ],
)
def test_a_real_list_is_taken_over_and_then_has_nothing_to_do(lists, names, least):
    for name in names:
        wishes = WISHES.get(name.rsplit("/", 1)[-1], {})
        lists.take(str(DATA / name), **wishes)

        again = lists.take(str(DATA / name), at=NOON + DAY, **wishes)

        assert again.is_empty

    assert Body.objects.count() >= least


def test_nine_years_of_government_are_renames_and_closings(lists):
    lists.take(str(DATA / "govuk-organisations/organisations-2017.jsonl.gz"))

    difference = lists.take(str(DATA / "govuk-organisations/organisations-2026.json.gz"))

    assert (len(difference.added), len(difference.closed)) == (194, 56)
    health = Body.objects.get(name="Department of Health and Social Care")
    assert health.slug == "department-of-health"
    assert "Department of Health" in health.other_names
    beis = Body.objects.get(slug="department-for-business-energy-and-industrial-strategy")
    assert beis.is_closed
    assert beis.successors.count() == 3


@pytest.mark.parametrize("turn", [1, -1])
def test_no_council_stands_twice_whichever_list_comes_first(lists, turn):
    names = ["govuk-local-authorities.csv", "uk_local_authorities_current.csv"][::turn]
    files = [str(DATA / "local-authorities" / name) for name in names]

    for file in files:
        lists.take(file)

    open_ones = [name_key(body.name) for body in Body.objects.filter(closed_how="")]
    assert (Body.objects.count(), len(open_ones), len(set(open_ones))) == (470, 397, 397)
    assert all(lists.compare(file).is_empty for file in files)
