"""Lists that name an entry which was merged into another: nobody is made twice again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from alongside.accounts.domain.roles import Role
from alongside.bodies.merge_actions import CannotMerge, merge_bodies
from alongside.bodies.models import Body, SourceRecord
from tests.apps.bodies.lists import organisation
from tests.factories import NOON, BodyFactory, on_duty

pytestmark = pytest.mark.django_db


def join(kept, merged):
    return merge_bodies(
        kept_id=Body.objects.get(slug=kept).pk,
        merged_id=Body.objects.get(slug=merged).pk,
        reason="One address.",
        by=on_duty(Role.CENTRAL_TEAM),
        at=NOON,
    )


def test_both_lists_of_a_body_that_stood_twice_mean_the_one_entry(lists):
    govuk = lists.govuk(
        organisation("aldmere-council"), organisation("bins", parents=["aldmere-council"])
    )
    councils = lists.csv(
        {"id": "1", "name": "Aldmere Borough Council", "identifiers": "GSS:E07000001"},
        {"id": "2", "name": "Aldmere Parks", "parent_id": "1"},
        name="councils.csv",
    )
    lists.take(govuk)
    lists.take(councils)
    assert Body.objects.get(slug="aldmere-parks").parent.slug == "aldmere-borough-council"
    join("aldmere-council", "aldmere-borough-council")

    for source in (govuk, councils):
        again = lists.compare(source)
        assert again.is_empty, again.changes
        lists.take(source)

    assert set(Body.objects.values_list("slug", flat=True)) == {
        "aldmere-council",
        "bins",
        "aldmere-parks",
    }
    assert Body.objects.get(slug="aldmere-parks").parent.slug == "aldmere-council"


def test_what_a_list_changes_of_the_merged_entry_changes_the_one_that_stands(lists):
    lists.take(lists.govuk(organisation("aldmere-council")))
    row = {"id": "1", "name": "Aldmere Borough Council", "identifiers": "GSS:E07000001"}
    lists.take(lists.csv(row, name="councils.csv"))
    join("aldmere-council", "aldmere-borough-council")

    lists.take(lists.csv({**row, "remit": "Parks"}, name="councils.csv"))

    body = Body.objects.get()
    assert (body.slug, body.remit) == ("aldmere-council", "Parks")
    assert body.name == "Aldmere Council"


def test_a_list_that_comes_for_the_first_time_knows_a_body_by_the_name_of_its_twin(lists):
    BodyFactory(slug="council", name="Aldmere Council")
    BodyFactory(slug="borough", name="Aldmere Borough Council")
    join("council", "borough")

    lists.take(lists.csv({"id": "7", "name": "Aldmere Borough Council"}))

    assert Body.objects.get().slug == "council"


def test_our_own_older_file_makes_no_merged_entry_again(client, lists):
    BodyFactory(slug="council", name="Aldmere Council")
    BodyFactory(slug="borough", name="Aldmere Borough Council")
    response = client.get(reverse("register:data-file", args=["bodies", "csv"]))
    older = lists.file(b"".join(response), "bodies.csv")
    parks = "id,name,parent_id\n1,Aldmere Parks,borough\n"
    join("council", "borough")

    lists.take(older)
    lists.take(lists.file(parks, "parks.csv"))

    assert Body.objects.get(name="Aldmere Parks").parent.slug == "council"
    assert Body.objects.count() == 2


def test_a_new_body_never_gets_the_address_of_a_merged_one(lists):
    BodyFactory(slug="council", name="Aldmere Council", jurisdiction="GB")
    BodyFactory(slug="borough", name="Aldmere Borough Council", jurisdiction="GB")
    join("council", "borough")

    lists.take(lists.csv({"id": "7", "name": "Borough"}))

    assert Body.objects.get(name="Borough").slug == "borough-2"


def twice(lists):
    """A file that names one body twice, under two names."""
    return lists.csv(
        {"id": "1", "name": "Aldmere Council"},
        {"id": "2", "name": "Aldmere Borough"},
        name="bodies.csv",
    )


def once(lists):
    return lists.csv({"id": "1", "name": "Aldmere Council"}, name="bodies.csv")


def test_entries_that_the_newest_edition_of_a_list_keeps_apart_are_not_joined(lists):
    lists.take(twice(lists))

    with pytest.raises(CannotMerge, match="One list names both"):
        join("aldmere-council", "aldmere-borough")


@pytest.mark.parametrize("kept", ["aldmere-council", "aldmere-borough"])
def test_entries_that_an_older_edition_of_a_list_named_alone_are_joined(lists, kept):
    lists.take(twice(lists))
    lists.take(once(lists), at=NOON + timedelta(days=1))
    (merged,) = {"aldmere-council", "aldmere-borough"} - {kept}

    join(kept, merged)

    assert Body.objects.get().slug == kept
    (record,) = SourceRecord.objects.all()
    assert (record.key, record.left_out_at) == ("1", None)
    again = lists.compare(once(lists))
    assert not again.added
    assert not again.not_listed


def test_a_body_that_a_list_names_again_is_left_out_no_more(lists):
    lists.take(twice(lists))
    lists.take(once(lists), at=NOON + timedelta(days=1))
    lists.take(twice(lists), at=NOON + timedelta(days=2))

    assert not SourceRecord.objects.exclude(left_out_at=None).exists()
    with pytest.raises(CannotMerge, match="One list names both"):
        join("aldmere-council", "aldmere-borough")
