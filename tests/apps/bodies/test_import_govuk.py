"""GOV.UK's list of organisations: what becomes of it, and of it again a few years later."""

from datetime import date

import pytest

from alongside.audit.queries import public_events
from alongside.bodies import queries
from alongside.bodies.models import Body, SourceRecord
from tests.apps.bodies.lists import closed, organisation
from tests.factories import DAY, NOON, BodyFactory, BodyIdentifierFactory

pytestmark = pytest.mark.django_db


def identifiers_of(slug):
    return queries.family_of(slug).identifiers


def test_an_organisation_becomes_a_body(lists):
    source = lists.govuk(
        organisation("treasury", format="Ministerial department"),
        organisation("welsh-government", format="Devolved administration"),
        organisation(
            "royal-mint",
            title="The Royal\r\n Mint ",
            format="Sub-organisation",
            details={"abbreviation": "RM"},
            analytics_identifier="EA1",
            parents=["treasury", "welsh-government"],
        ),
    )

    difference = lists.take(source)

    assert len(difference.added) == 3
    family = queries.family_of("royal-mint")
    body = family.body
    assert (body.name, body.acronym, body.kind, body.jurisdiction) == (
        "The Royal Mint",
        "RM",
        "sub_organisation",
        "GB",
    )
    assert body.website == "https://www.gov.uk/government/organisations/royal-mint"
    assert body.parent.slug == "treasury"
    assert [found.slug for found in family.other_parents] == ["welsh-government"]
    assert family.identifiers == [
        ("GB-GOR", "EA1"),
        ("GOVUK-CONTENT-ID", "id-of-royal-mint"),
        ("GOVUK-SLUG", "royal-mint"),
    ]
    assert Body.objects.get(slug="welsh-government").kind == "devolved_government"


def test_what_was_imported_is_found_and_stands_in_the_public_history(lists):
    lists.take(lists.govuk(organisation("royal-mint")))

    event = public_events().get()
    assert (event.kind, event.actor, event.subject, event.at) == (
        "body.added",
        "import",
        "body:royal-mint",
        NOON,
    )
    assert event.details["source"] == "govuk"
    assert "mint" in Body.objects.values_list("search", flat=True).get()


def test_a_difference_alone_writes_nothing(lists):
    difference = lists.compare(lists.govuk(organisation("royal-mint")))

    assert [change.slug for change in difference.added] == ["royal-mint"]
    assert not Body.objects.exists()


def test_a_second_import_has_nothing_to_do(lists):
    source = lists.govuk(
        organisation("treasury"),
        organisation("mint", parents=["treasury"], details={"abbreviation": "x" * 30}),
        organisation("old-mint", details=closed(), followed_by=["mint"]),
    )
    lists.take(source)
    events = public_events().count()

    again = lists.take(source, at=NOON + DAY)

    assert again.is_empty
    assert (again.unchanged_count, again.kept) == (3, [])
    assert public_events().count() == events


def test_closed_bodies_keep_day_manner_and_successors(lists):
    lists.take(
        lists.govuk(
            organisation("new"),
            # Midnight in Britain is still the day before in UTC.
            organisation(
                "old", details=closed("merged", "2015-03-31T23:00:00Z"), followed_by=["new"]
            ),
            organisation("older", details=closed(None, None)),
        )
    )

    old = Body.objects.get(slug="old")
    assert (old.closed_how, old.closed_on) == ("merged", date(2015, 4, 1))
    assert [heir.slug for heir in old.successors.all()] == ["new"]
    older = Body.objects.get(slug="older")
    assert (older.closed_how, older.closed_on) == ("unknown", None)


def test_successors_are_taken_from_either_side(lists):
    lists.take(
        lists.govuk(organisation("new", followed=["old"]), organisation("old", details=closed()))
    )

    assert [found.slug for found in queries.family_of("new").predecessors] == ["old"]


def test_a_renamed_body_is_a_change_and_keeps_its_address_here(lists):
    lists.take(lists.govuk(organisation("department-of-health")))
    renamed = organisation(
        "department-of-health-and-social-care",
        details={"content_id": "id-of-department-of-health"},
    )

    difference = lists.take(lists.govuk(renamed))

    assert (len(difference.added), len(difference.changed)) == (0, 1)
    body = Body.objects.get()
    assert body.slug == "department-of-health"
    assert body.name == "Department Of Health And Social Care"
    assert body.other_names == ["Department Of Health"]
    assert ("GOVUK-SLUG", "department-of-health-and-social-care") in identifiers_of(body.slug)
    assert ("GOVUK-SLUG", "department-of-health") in identifiers_of(body.slug)
    assert public_events()[0].details["changes"]["name"] == [
        "Department Of Health",
        "Department Of Health And Social Care",
    ]


def test_a_body_that_the_list_names_as_followed_by_another_is_closed(lists):
    lists.take(lists.govuk(organisation("old"), organisation("gone")))

    difference = lists.take(lists.govuk(organisation("new", followed=["old", "never-heard-of"])))

    old, gone = Body.objects.get(slug="old"), Body.objects.get(slug="gone")
    assert [change.slug for change in difference.closed] == ["old"]
    assert (old.closed_how, old.closed_on) == ("replaced", None)
    assert [heir.slug for heir in old.successors.all()] == ["new"]
    assert not gone.is_closed  # that a list leaves a body out says nothing
    assert sorted(slug for slug, _name in difference.not_listed) == ["gone", "old"]
    assert public_events()[0].kind in ("body.closed", "body.added")


def test_a_body_that_only_moved_its_pages_is_not_closed(lists):
    lists.take(
        lists.govuk(
            organisation("welsh-government", followed=["sport-wales"]),
            organisation("sport-wales", followed_by=["welsh-government"]),
        )
    )

    body = Body.objects.get(slug="sport-wales")
    assert not body.is_closed
    assert not body.successors.exists()


def test_a_body_may_open_again(lists):
    lists.take(lists.govuk(organisation("mint", details=closed())))

    lists.take(lists.govuk(organisation("mint")))

    mint = Body.objects.get()
    assert (mint.closed_how, mint.closed_on) == ("", None)


def test_what_people_corrected_here_stays(lists):
    lists.take(lists.govuk(organisation("mint")))
    Body.objects.update(name="His Majesty’s Mint")

    same = lists.take(lists.govuk(organisation("mint")))
    difference = lists.take(lists.govuk(organisation("mint", title="Mint Limited")))
    after = lists.take(lists.govuk(organisation("mint", title="Mint Limited")))

    assert same.is_empty
    assert same.kept == []
    assert [(one.field, one.ours, one.theirs) for one in difference.kept] == [
        ("name", "His Majesty’s Mint", "Mint Limited")
    ]
    assert after.kept == []  # told once, not at every import
    body = Body.objects.get()
    assert body.name == "His Majesty’s Mint"
    assert body.other_names == ["Mint Limited"]


def test_what_people_emptied_here_is_not_filled_again(lists):
    lists.take(lists.govuk(organisation("mint", details={"abbreviation": "RM"})))
    Body.objects.update(acronym="")

    lists.take(lists.govuk(organisation("mint", details={"abbreviation": "TRM"})))

    assert Body.objects.get().acronym == ""


def test_a_parent_that_the_list_takes_away_goes_and_one_that_people_set_stays(lists):
    lists.take(
        lists.govuk(
            organisation("top"),
            organisation("other"),
            organisation("a", parents=["top"]),
            organisation("b", parents=["top"]),
        )
    )
    Body.objects.filter(slug="b").update(parent=Body.objects.get(slug="other"))

    lists.take(lists.govuk(organisation("a"), organisation("b")))

    assert Body.objects.get(slug="a").parent is None
    assert Body.objects.get(slug="b").parent.slug == "other"


def test_a_body_that_stood_here_before_is_known_by_its_identifier_and_only_filled_up(lists):
    mine = BodyFactory(slug="mint", name="The Mint", remit="Makes coins.", kind="other")
    BodyIdentifierFactory(body=mine, scheme="GOVUK-SLUG", value="royal-mint")

    difference = lists.take(lists.govuk(organisation("royal-mint")))

    mine.refresh_from_db()
    assert Body.objects.count() == 1
    assert (mine.slug, mine.name, mine.remit) == ("mint", "The Mint", "Makes coins.")
    assert (mine.kind, mine.jurisdiction) == ("executive_agency", "GB")
    assert [one.field for one in difference.kept] == ["name"]


def test_a_body_without_identifiers_is_known_by_its_name_if_one_alone_bears_it(lists):
    mine = BodyFactory(slug="mint", name="ROYAL  MINT", jurisdiction="GB")
    foreign = BodyFactory(slug="other", name="Treasury", jurisdiction="US")

    difference = lists.take(lists.govuk(organisation("royal-mint"), organisation("treasury")))

    assert [change.slug for change in difference.added] == ["treasury"]
    assert ("GOVUK-SLUG", "royal-mint") in identifiers_of(mine.slug)
    assert identifiers_of(foreign.slug) == []


def test_a_slug_that_a_body_here_has_already_is_told_apart(lists):
    BodyFactory(slug="treasury", name="Treasury of Aldmere", jurisdiction="US")

    lists.take(lists.govuk(organisation("treasury", title="HM Treasury")))

    assert Body.objects.get(name="HM Treasury").slug == "treasury-gb"


def test_a_word_for_a_kind_that_is_not_known_is_told(lists):
    difference = lists.take(lists.govuk(organisation("mint", format="Floating agency")))

    assert Body.objects.get().kind == "other"
    assert "Floating agency" in difference.notes[0]


def test_a_relative_that_the_list_leaves_out_is_told_and_no_fault(lists):
    difference = lists.take(lists.govuk(organisation("mint", parents=["closed-long-ago"])))

    assert Body.objects.get().parent is None
    assert "closed-long-ago of Mint" in difference.notes[0]


def test_what_another_list_says_does_not_change_what_this_one_said(lists):
    lists.take(lists.govuk(organisation("royal-mint")))
    theirs = {"name": "Royal Mint", "website": "https://mint.example", "remit": "Makes coins."}

    difference = lists.take(lists.csv({**theirs, "jurisdiction": "GB"}))

    body = Body.objects.get()
    assert body.website == "https://www.gov.uk/government/organisations/royal-mint"
    assert body.remit == "Makes coins."
    assert [one.field for one in difference.kept] == ["website"]
    assert set(SourceRecord.objects.values_list("source", flat=True)) == {"govuk", "bodies"}


def test_many_bodies_are_written_with_few_queries(lists, django_assert_max_num_queries):
    source = lists.govuk(*(organisation(f"body-{n}") for n in range(200)))

    with django_assert_max_num_queries(30):
        lists.take(source)

    assert Body.objects.count() == 200
