"""Councils of which one list has a newer code than the other."""

from datetime import timedelta

import pytest

from alongside.bodies import queries
from alongside.bodies.models import Body
from tests.apps.bodies.test_import_lists import GOVUK_COUNCIL, mysociety
from tests.factories import NOON, BodyFactory

pytestmark = pytest.mark.django_db

OLDER = {**GOVUK_COUNCIL, "gss": "S99000015", "country_name": "Scotland"}
NEWER = {
    "gss-code": "S99000047",
    "former-gss-codes": "S99000015",
    "gov-uk-slug": "aldmere",
    "snac": "99AA",
    "nation": "Scotland",
}


def newer(code="ALD", name="Aldmere City Council", **values):
    return mysociety(code, name, **{**NEWER, **values})


def slugs():
    return sorted(Body.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_council_whose_code_was_replaced_in_one_list_stands_once(lists, order):
    files = [lists.csv(OLDER, name="older.csv"), lists.csv(newer(), name="newer.csv")]
    for turn, number in enumerate(order):
        lists.take(files[number], at=NOON + timedelta(hours=turn))

    assert slugs() == ["aldmere-city-council"]
    assert queries.family_of("aldmere-city-council").identifiers == [
        ("GB-LAS", "ALD"),
        ("GOVUK-COUNCIL", "aldmere"),
        ("GSS", "S99000015"),
        ("GSS", "S99000047"),
        ("SNAC", "99AA"),
    ]
    assert [lists.compare(file).changes for file in files] == [[], []]


def test_another_name_that_both_know_is_a_name_that_agrees(lists):
    lists.take(lists.csv({**OLDER, "name": "Aldmere"}))
    lists.take(lists.csv(newer(**{"nice-name": "ALDMERE"})))

    assert slugs() == ["aldmere"]


@pytest.mark.parametrize(
    ("before", "rows"),
    [
        pytest.param({}, [newer(name="Bramley Council")], id="another name"),
        pytest.param(
            {}, [newer(**{"former-gss-codes": ""})], id="a code that the record does not know"
        ),
        pytest.param(
            {}, [newer(**{"end-date": "2020-03-31", "gov-uk-slug": ""})], id="the record is closed"
        ),
        pytest.param(
            {}, [newer(), newer("ALE", **{"gss-code": "S99000048"})], id="two records mean it"
        ),
        pytest.param({"closed_how": "replaced"}, [newer()], id="the body is closed"),
        pytest.param({"kind": "charity"}, [newer()], id="another kind"),
    ],
)
def test_no_council_is_known_by_a_loose_identifier_alone(lists, before, rows):
    lists.take(lists.csv(OLDER))
    Body.objects.update(**before)

    lists.take(lists.csv(*rows))

    assert len(slugs()) == 1 + len(rows)
    assert ("GSS", "S99000047") not in queries.family_of("aldmere-city-council").identifiers


def test_loose_identifiers_of_two_councils_make_neither_known(lists):
    lists.take(lists.csv(OLDER, {**OLDER, "gss": "S99000016", "slug": "bramley", "snac": "99BB"}))

    lists.take(lists.csv(newer(snac="99BB")))

    assert len(slugs()) == 3


def test_an_address_that_a_council_has_from_its_predecessor_stays_noted_there(lists):
    lists.take(
        lists.csv(
            newer(
                "OLD",
                "Aldmere County Council",
                **{"gss-code": "S99000001", "former-gss-codes": "", "replaced-by": "ALD"},
            ),
            newer(),
            name="newer.csv",
        )
    )
    file = lists.csv({**OLDER, "gss": "S99000047"}, name="older.csv")

    difference = lists.take(file)

    assert slugs() == ["aldmere-city-council", "aldmere-county-council"]
    assert ("GOVUK-COUNCIL", "aldmere") in queries.family_of("aldmere-county-council").identifiers
    assert any("GOVUK-COUNCIL aldmere of Aldmere City Council" in note for note in difference.notes)
    assert lists.compare(file).changes == []


# New bodies that go by a name of one in the register


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("HMRC", {"acronym": "HMRC"}),
        ("Inland Revenue", {"other_names": ["Inland Revenue"]}),
        (
            "Her Majesty’s Revenue, and Customs",
            {"other_names": ["Her Majesty's Revenue and Customs"]},
        ),
    ],
)
def test_a_new_body_that_goes_by_a_name_of_an_open_one_is_noted(lists, name, known):
    BodyFactory(slug="hmrc-here", name="HM Revenue & Customs", **known)

    found = lists.compare(lists.csv({"id": "1", "name": name}))

    assert found.added[0].like == [("hmrc-here", "HM Revenue & Customs")]
    assert "is like HM Revenue & Customs (hmrc-here)" in " ".join(found.notes)


def test_a_third_body_of_one_name_is_noted_with_both(lists):
    for slug in ("dcms", "dcms-2"):
        BodyFactory(slug=slug, name="Department for Culture, Media and Sport")

    found = lists.compare(lists.csv({"id": "1", "name": "Department for Culture, Media and Sport"}))

    assert [slug for slug, _name in found.added[0].like] == ["dcms", "dcms-2"]


def test_a_new_body_is_like_no_closed_one_and_an_acronym_alone_is_no_likeness(lists):
    BodyFactory(name="Old Revenue", closed_how="merged", other_names=["Revenue"])
    BodyFactory(name="Coal Authority", acronym="CA")

    found = lists.compare(
        lists.csv(
            {"id": "1", "name": "Revenue"}, {"id": "2", "name": "Care Agency", "acronym": "CA"}
        )
    )

    assert [change.like for change in found.added] == [[], []]
    assert found.notes == []
