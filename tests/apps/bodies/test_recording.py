"""Recording and closing bodies: relatives, topics, identifiers, and the public history of it."""

from datetime import date

import pytest

from alongside.audit.queries import public_events
from alongside.bodies import actions, queries
from alongside.bodies.domain.kinds import BodyKind, ClosedHow
from alongside.bodies.models import Body, BodyIdentifier
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    BodyFactory,
    BodyIdentifierFactory,
    RemitTopicFactory,
)

pytestmark = pytest.mark.django_db
WORK, MONEY = ("GOVUK-TOPIC", "work", "Work"), ("GOVUK-TOPIC", "money", "Money")


def record(**values):
    return actions.record_body(
        **{
            "slug": "aps",
            "name": "Aldmere Public Services",
            "kind": BodyKind.OTHER,
            "by": "central",
            "at": NOON,
            **values,
        }
    )


def faults(call, **values):
    with pytest.raises(actions.BodyRefused) as refused:
        call(**values)
    return {fault.field: fault.sentence for fault in refused.value.faults}


def test_everything_that_is_said_of_a_body_is_kept():
    parent, sponsor, heir = (BodyFactory() for _ in range(3))

    record(
        acronym="APS",
        other_names=["Aldmere Union", "aldmere union"],
        parent=parent,
        other_parents=[sponsor, parent],
        jurisdiction="GB-WLS",
        founded_on=date(1948, 7, 5),
        closed_on=TODAY,
        closed_how=ClosedHow.MERGED,
        successors=[heir],
        remit=" Pays benefits. ",
        topics=[WORK, MONEY],
        website="https://aldmere.example",
        identifiers=[("GSS", "W1"), ("GSS", "W2")],
    )

    family = queries.family_of("aps")
    body = family.body
    assert (body.other_names, body.jurisdiction, body.remit) == (
        ["Aldmere Union"],
        "GB-WLS",
        "Pays benefits.",
    )
    assert (body.founded_on, body.closed_on, body.closed_words) == (
        date(1948, 7, 5),
        TODAY,
        "merged into another body",
    )
    assert body.parent == parent
    assert [found.slug for found in family.other_parents] == [sponsor.slug]
    assert [found.slug for found in family.successors] == [heir.slug]
    assert [topic.label for topic in family.topics] == ["Money", "Work"]
    assert family.identifiers == [("GSS", "W1"), ("GSS", "W2")]


def test_a_family_is_read_in_one_query(django_assert_num_queries):
    parent, sponsor = BodyFactory(name="Parent"), BodyFactory(name="Sponsor")
    body = BodyFactory(name="Body", parent=parent)
    body.other_parents.add(sponsor)
    closed = BodyFactory(name="Old", parent=body, closed_how="merged", closed_on=TODAY)
    closed.successors.add(body)
    BodyFactory(name="Child", parent=body)
    RemitTopicFactory(body=body)

    with django_assert_num_queries(1):
        family = queries.family_of(body.slug)
        assert family.body.parent == parent

    assert [child.name for child in family.children] == ["Child", "Old"]
    assert [child.name for child in family.open_children] == ["Child"]
    assert [(found.name, found.closed_on) for found in family.predecessors] == [("Old", TODAY)]
    assert [found.name for found in queries.family_of(sponsor.slug).children] == ["Body"]


def test_practice_has_no_part_in_a_real_family():
    body = BodyFactory()
    BodyFactory(parent=body, practice=True)

    assert queries.family_of(body.slug).children == []
    assert "parent" in faults(record, parent=BodyFactory(practice=True))


def test_a_change_is_told_in_public_field_by_field():
    parent = BodyFactory(name="Ministry")
    record(acronym="AP")

    record(acronym="APS", parent=parent, topics=[WORK])

    newest, first = public_events()
    assert (first.kind, first.subject, first.details) == (
        "body.added",
        "body:aps",
        {"name": "Aldmere Public Services", "changes": {}},
    )
    assert newest.kind == "body.updated"
    assert newest.details["changes"] == {
        "acronym": ["AP", "APS"],
        "parent": ["", "Ministry"],
        "topics": [[], ["Work"]],
    }


def test_recording_the_same_again_leaves_no_trace():
    record(topics=[WORK], identifiers=[("GSS", "W1")])

    record(topics=[WORK], identifiers=[("GSS", "W1")])

    assert public_events().count() == 1


def test_practice_is_not_told_in_public():
    record(is_practice=True)

    assert not public_events().exists()


def test_a_topic_that_is_not_said_any_more_is_taken_out_and_a_new_label_put_in():
    record(topics=[WORK, MONEY])

    record(topics=[("GOVUK-TOPIC", "work", "Working life")])

    assert [str(topic) for topic in Body.objects.get().topics.all()] == ["Working life"]


def test_an_identifier_goes_only_when_it_is_named():
    record(identifiers=[("GSS", "W1"), ("GSS", "W2")])

    record(identifiers=[("GSS", "W3")], drop_identifiers=[("GSS", "W1")])

    assert sorted(map(str, BodyIdentifier.objects.all())) == ["GSS W2", "GSS W3"]


def test_an_identifier_that_another_body_holds_is_refused_by_its_name():
    BodyIdentifierFactory(body=BodyFactory(name="Brackenford"), scheme="GSS", value="W1")

    found = faults(record, identifiers=[("GSS", "W1")])

    assert found["identifiers"].startswith("GSS W1 is an identifier of Brackenford.")
    assert not Body.objects.filter(slug="aps").exists()


def test_parents_that_run_in_a_circle_are_refused_by_name():
    top = record(slug="top", name="Top")
    middle = record(slug="middle", name="Middle", parent=top)
    low = record(slug="low", name="Low", other_parents=[middle])

    found = faults(record, slug="top", name="Top", parent=low)

    assert found == {
        "parent": "This would run in a circle: Top is a part of Low, which is a part of Middle, "
        "which is a part of Top. Choose another parent for one of them."
    }
    top.refresh_from_db()
    assert top.parent is None


def test_a_body_is_no_part_of_itself_and_no_heir_of_itself():
    body = record()

    assert "itself" in faults(record, parent=body)["parent"]
    assert "own successor" in faults(record, successors=[body])["successors"]


def test_successors_that_run_in_a_circle_are_refused():
    old, new = record(slug="old", name="Old"), record(slug="new", name="New")
    actions.close_body(slug="old", how=ClosedHow.RENAMED, successors=[new], by="central", at=NOON)

    found = faults(
        actions.close_body,
        slug="new",
        how=ClosedHow.RENAMED,
        successors=[old],
        by="central",
        at=NOON,
    )

    assert "New was followed by Old" in found["successors"]
    new.refresh_from_db()
    assert not new.is_closed


def test_all_faults_are_told_at_once_and_nothing_is_saved():
    found = faults(
        record,
        slug="Not A Slug",
        name="=1+1",
        jurisdiction="Wales",
        founded_on=TODAY + DAY,
    )

    assert set(found) == {"slug", "name", "jurisdiction", "founded_on"}
    assert not Body.objects.exists()


def test_a_body_is_closed_and_keeps_what_it_was():
    heir = BodyFactory(name="Heir")
    record(remit="Pays benefits.", topics=[WORK])

    actions.close_body(
        slug="aps", how=ClosedHow.MERGED, on=TODAY, successors=[heir], by="central", at=NOON
    )

    family = queries.family_of("aps")
    assert (family.body.closed_how, family.body.closed_on) == ("merged", TODAY)
    assert family.body.remit == "Pays benefits."
    assert [found.name for found in family.successors] == ["Heir"]
    newest = public_events()[0]
    assert newest.kind == "body.closed"
    assert newest.details["changes"] == {
        "closed_on": ["", "2026-05-06"],
        "closed_how": ["", "merged"],
        "successors": [[], ["Heir"]],
    }


def test_a_body_cannot_have_closed_tomorrow():
    record()

    found = faults(
        actions.close_body,
        slug="aps",
        how=ClosedHow.ENDED,
        on=TODAY + DAY,
        by="central",
        at=NOON,
    )

    assert "in the future" in found["closed_on"]


def test_a_body_that_is_not_there_cannot_be_closed():
    with pytest.raises(Body.DoesNotExist):
        actions.close_body(slug="aps", how=ClosedHow.ENDED, by="central", at=NOON)


def test_topics_are_added_to_those_that_stand():
    record(topics=[WORK])

    assert actions.add_topics(slug="aps", topics=[WORK, MONEY], by="central", at=NOON) == 1

    assert [str(topic) for topic in Body.objects.get().topics.all()] == ["Money", "Work"]
    assert public_events()[0].details["changes"] == {"topics": [["Work"], ["Money", "Work"]]}


def test_what_was_recorded_is_found_by_its_new_words():
    record(remit="Inspects lighthouses.")

    words = Body.objects.values_list("search", flat=True).get()

    assert "lighthous" in words
