"""Councils, and plain lists of any country."""

from datetime import date

import pytest

from alongside.bodies import queries
from alongside.bodies.domain.kinds import BodyKind
from alongside.bodies.models import Body
from tests.factories import BodyFactory, BodyIdentifierFactory

pytestmark = pytest.mark.django_db

GOVUK_COUNCIL = {
    "id": "1",
    "gss": "E99000001",
    "snac": "99AA",
    "local_custodian_code": "1",
    "tier_id": "3",
    "parent_local_authority_id": "7",
    "slug": "aldmere",
    "country_name": "England",
    "homepage_url": "https://www.aldmere.example/",
    "name": "Aldmere City Council",
}


def mysociety(code, name, **values):
    return {
        "local-authority-code": code,
        "official-name": name,
        "nice-name": name.removesuffix(" Council"),
        "gss-code": f"W{code}",
        "start-date": "2005-06-18",
        "end-date": "",
        "replaced-by": "",
        "nation": "Wales",
        "alt-names": "",
        "former-gss-codes": "",
        "gov-uk-slug": "",
        "snac": "",
        **values,
    }


# Councils


def test_govuks_list_of_councils_is_recognised(lists):
    difference = lists.take(lists.csv(GOVUK_COUNCIL))

    assert (difference.form, difference.source) == ("councils", "govuk-councils")
    family = queries.family_of("aldmere-city-council")
    assert (family.body.kind, family.body.jurisdiction) == ("local_authority", "GB-ENG")
    assert family.body.parent is None  # a county is not above its districts
    assert family.identifiers == [
        ("GOVUK-COUNCIL", "aldmere"),
        ("GSS", "E99000001"),
        ("SNAC", "99AA"),
    ]


def test_mysocietys_list_has_past_councils_and_their_heirs(lists):
    lists.take(
        lists.csv(
            mysociety("OLD", "Old Council", **{"end-date": "2023-03-31", "replaced-by": "NEW"}),
            mysociety("END", "Ended Council", **{"end-date": "2023-03-31"}),
            mysociety("NEW", "New Council", **{"former-gss-codes": "WOLD,W1"}),
        )
    )

    old, ended = Body.objects.get(slug="old-council"), Body.objects.get(slug="ended-council")
    assert (old.closed_how, old.closed_on, old.founded_on) == (
        "replaced",
        date(2023, 3, 31),
        date(2005, 6, 18),
    )
    assert [heir.name for heir in old.successors.all()] == ["New Council"]
    assert ended.closed_how == "no_longer_exists"
    # The code of a council that the list still has is that council's.
    assert queries.family_of("new-council").identifiers == [
        ("GB-PLA", "NEW"),
        ("GSS", "W1"),
        ("GSS", "WNEW"),
    ]


def test_both_lists_speak_of_the_same_councils(lists):
    lists.take(lists.csv(GOVUK_COUNCIL))

    difference = lists.take(
        lists.csv(
            mysociety("ALD", "Aldmere Council", nation="England", **{"gss-code": "E99000001"})
        )
    )

    assert difference.added == []
    family = queries.family_of("aldmere-city-council")
    assert ("GB-LAE", "ALD") in family.identifiers
    assert family.body.name == "Aldmere City Council"
    assert family.body.other_names == ["Aldmere", "Aldmere Council"]


# Plain lists


def test_a_plain_list_is_read_by_the_names_of_popolo(lists):
    lists.take(
        lists.csv(
            {"id": "fin", "name": "Finance Ministry", "kind": "Ministerial department"},
            {"id": "new", "name": "Tax Agency"},
            {
                "id": "tax",
                "name": "Tax Office",
                "acronym": "TO",
                "other_names": "Taxes; The Taxman",
                "kind": "executive_agency",
                "parent_id": "fin",
                "founding_date": "1950-01-02",
                "dissolution_date": "2020-03-04",
                "successor_ids": "new",
                "url": "https://tax.example",
                "jurisdiction_code": "nz",
                "description": "Collects taxes.",
                "topics": "money; IPSV:12:Taxation",
                "keywords": "Income tax; Duties",
                "identifiers": "NZ-CN:123; NZ-CN:124",
            },
        )
    )

    family = queries.family_of("tax-office")
    body = family.body
    assert (body.acronym, body.other_names, body.kind) == (
        "TO",
        ["Taxes", "The Taxman"],
        "executive_agency",
    )
    assert (body.parent.name, body.jurisdiction) == ("Finance Ministry", "NZ")
    assert (body.founded_on, body.closed_on) == (date(1950, 1, 2), date(2020, 3, 4))
    assert body.closed_how == "replaced"
    assert (body.website, body.remit) == ("https://tax.example", "Collects taxes.")
    assert [found.name for found in family.successors] == ["Tax Agency"]
    assert family.identifiers == [("NZ-CN", "123"), ("NZ-CN", "124")]
    assert [(topic.scheme, topic.code, topic.label) for topic in family.topics] == [
        ("KEYWORD", "duties", "Duties"),
        ("KEYWORD", "income-tax", "Income tax"),
        ("GOVUK-TOPIC", "money", "Money"),
        ("IPSV", "12", "Taxation"),
    ]


def test_publicbodies_files_are_taken_as_they_are(lists):
    columns = {
        **dict.fromkeys(("id", "name", "abbreviation", "other_names", "description"), ""),
        **dict.fromkeys(("classification", "parent_id", "founding_date", "image", "url"), ""),
        **dict.fromkeys(("dissolution_date", "jurisdiction_code", "phone", "email"), ""),
        **dict.fromkeys(("address", "contact", "tags", "source_url"), ""),
    }

    difference = lists.take(
        lists.csv(
            {
                **columns,
                "id": "us/doe",
                "name": "Department of Energy",
                "jurisdiction_code": "US",
                "url": "www.energy.example",
                "email": "a.person@energy.example",
                "parent_id": "us/somebody-else",
                "classification": "2.0",
            },
            {**columns, "id": "us/doe", "name": "Energy Department", "jurisdiction_code": "US"},
            {
                **columns,
                "id": "gb/nhs-aldmere",
                "name": "NHS Aldmere",
                "jurisdiction_code": "GB",
                "tags": "nhs pct defunct ch:0123",
                "founding_date": "1990",
                "url": "htt://aldmere.example",
            },
            {**columns, "id": "gr/x", "name": "Άρειος Πάγος", "jurisdiction_code": "GR"},
        )
    )

    doe = queries.family_of("doe")
    assert (doe.body.website, doe.body.other_names) == (
        "http://www.energy.example",
        ["Energy Department"],
    )
    assert doe.identifiers == [("PUBLICBODIES", "us/doe")]
    assert doe.body.contact_email == ""  # it may be a person's
    nhs = queries.family_of("nhs-aldmere")
    assert (nhs.body.kind, nhs.body.closed_how, nhs.body.website) == ("health_body", "unknown", "")
    assert nhs.identifiers == [("GB-COH", "0123"), ("PUBLICBODIES", "gb/nhs-aldmere")]
    assert Body.objects.filter(name="Άρειος Πάγος").exists()
    told = " ".join(difference.notes)
    for words in ("email", "“2.0”", "us/somebody-else", "Energy Department", "htt://", "1990"):
        assert words in told


def test_kind_and_jurisdiction_may_be_given_for_a_list_that_lacks_them(lists):
    lists.take(
        lists.csv({"name": "Amtrak", "description": "Runs trains."}),
        kind=BodyKind.FEDERAL_AGENCY,
        jurisdiction="us",
    )

    body = Body.objects.get()
    assert (body.kind, body.jurisdiction) == ("federal_agency", "US")


def test_letters_of_windows_that_became_control_characters_are_mended(lists):
    lists.take(lists.csv({"name": "Access Board", "description": "The Board\x92s rules"}))

    assert Body.objects.get().remit == "The Board’s rules"


def test_another_separator_and_a_byte_order_mark_are_no_trouble(lists):
    source = lists.file("\ufeffName;Website\r\nAldmere;https://aldmere.example\r\n", "l.csv")

    lists.take(source)

    assert Body.objects.get().website == "https://aldmere.example"


def test_a_name_in_other_letters_gets_the_same_address_every_time(lists):
    source = lists.csv({"name": "लोक सेवा आयोग", "jurisdiction": "NP"})
    lists.take(source)
    slug = Body.objects.get().slug
    Body.objects.all().delete()

    lists.take(source)

    assert Body.objects.get().slug == slug
    assert slug.startswith("np-")


def test_a_column_id_of_a_register_is_an_identifier(lists):
    mine = BodyFactory(name="Other words")
    BodyIdentifierFactory(body=mine, scheme="NZ-CN", value="9")

    lists.take(lists.csv({"id": "9", "name": "Aldmere"}), scheme="NZ-CN")

    assert Body.objects.count() == 1


def test_our_own_file_can_be_taken_over_by_another_register(lists):
    row = {
        "body_id": "aldmere",
        "name": "Aldmere",
        "parent_body_id": "county",
        "other_parent_body_ids": "",
        "topics": "GOVUK-TOPIC:work; KEYWORD:tolls",
        "identifiers": "GB-LAE:ALD",
        "closed_how": "",
        "page": "https://register.example/bodies/aldmere/",
    }

    lists.take(lists.csv({"body_id": "county", "name": "County"}, row))

    family = queries.family_of("aldmere")
    assert family.body.parent.name == "County"
    assert {(topic.scheme, topic.label) for topic in family.topics} == {
        ("GOVUK-TOPIC", "Work"),
        ("KEYWORD", "tolls"),
    }


def test_a_keyword_that_the_list_drops_goes_and_one_that_people_added_stays(lists):
    lists.take(lists.csv({"name": "Aldmere", "keywords": "Coins; Stamps"}))
    Body.objects.get().topics.create(scheme="KEYWORD", code="tolls", label="Tolls")

    lists.take(lists.csv({"name": "Aldmere", "keywords": "Coins; Notes"}))

    assert sorted(map(str, Body.objects.get().topics.all())) == ["Coins", "Notes", "Tolls"]


def topics_of(slug):
    return {topic.code for topic in Body.objects.get(slug=slug).topics.all()}


def test_a_council_has_the_remit_of_its_kind(lists):
    lists.take(lists.csv({**GOVUK_COUNCIL, "tier_id": "1"}))
    lists.take(
        lists.csv(
            mysociety("NEW", "New Council", **{"local-authority-type": "NMD"}),
            mysociety("OTH", "Other Council", **{"local-authority-type": "?"}),
        )
    )

    assert "education" in topics_of("aldmere-city-council")
    assert "welfare" not in topics_of("aldmere-city-council")
    assert "welfare" in topics_of("new-council")
    assert topics_of("other-council") == set()


def test_a_unitary_council_of_northern_ireland_has_no_schools(lists):
    lists.take(lists.csv({**GOVUK_COUNCIL, "tier_id": "3", "country_name": "Northern Ireland"}))

    assert "environment" in topics_of("aldmere-city-council")
    assert "education" not in topics_of("aldmere-city-council")
