"""Files of forums beside what people entered: who is meant by a row, and what stays as it is."""

import csv
import io

import pytest

from alongside.bodies.imports.records import ImportRefused
from alongside.forums import queries
from alongside.forums.domain.facts import ForumFacts
from alongside.forums.imports.forums import import_forums
from alongside.forums.models import Forum
from tests.factories import NOON, ForumAliasFactory, ForumFactory, ForumTopicFactory

pytestmark = pytest.mark.django_db

ROW = {"name": "Ferry Corner", "address": "https://ferry.example"}


@pytest.fixture
def read(tmp_path):
    """Imports rows, as the file of this name."""

    def reading(*rows, name="list", write=True):
        columns = list(dict.fromkeys(column for row in rows for column in row))
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
        file = tmp_path / f"{name}.csv"
        file.write_text(out.getvalue(), encoding="utf-8")
        return import_forums(file, write=write, by="command line", at=NOON)

    return reading


def kept_of(found):
    return {(one.field, one.ours, one.theirs) for entry in found.kept for one in entry.kept}


def sentences(refused):
    return {fault.place: fault.sentence for fault in refused.value.faults}


# What stays


def test_a_row_that_names_an_alias_leaves_what_people_entered_and_the_address(read):
    forum = ForumFactory(
        name="Ferry Corner",
        address="https://ferry.example",
        subject="Work",
        languages=["en"],
        life="active",
    )
    ForumTopicFactory(forum=forum, scheme="GOVUK-TOPIC", code="work", label="Work")
    ForumAliasFactory(forum=forum, address="https://old.example")

    found = read(
        {
            "name": "Other Words",
            "address": "http://www.old.example/",
            "subject": "Leisure",
            "topics": "money",
            "languages": "cy",
            "life": "closed",
            "operator_name": "Ferry Association",
        }
    )

    assert queries.facts_of(Forum.objects.get()) == ForumFacts(
        name="Ferry Corner",
        address="https://ferry.example",
        other_names=("Other Words",),
        subject="Work",
        topics=("money", "work"),
        languages=("en", "cy"),
        life="active",
        operator_name="Ferry Association",
    )
    assert kept_of(found) == {
        ("name", "Ferry Corner", "Other Words"),
        ("subject", "Work", "Leisure"),
        ("life", "active", "closed"),
    }


def test_what_a_file_changes_is_taken_over_and_what_people_corrected_is_not(read):
    read(ROW | {"subject": "Work", "area": "Aldmere", "topics": "work; money"})
    forum = Forum.objects.get()
    forum.topics.filter(code="money").delete()
    Forum.objects.update(subject="Shift work")

    same = read(ROW | {"subject": "Work", "area": "Aldmere", "topics": "work; money"})
    newer = read(ROW | {"subject": "Labour", "area": "Wales", "topics": "work; money"})
    again = read(ROW | {"subject": "Labour", "area": "Wales", "topics": "work; money"})

    assert (same.changed, same.kept) == ((), ())
    assert [set(entry.changes) for entry in newer.changed] == [{"area"}]
    assert kept_of(newer) == {("subject", "Shift work", "Labour")}
    assert again.kept == ()  # told once, not at every import
    forum.refresh_from_db()
    assert (forum.subject, forum.area) == ("Shift work", "Wales")
    assert [topic.code for topic in forum.topics.all()] == ["work"]


def test_another_file_does_not_change_what_this_one_said(read):
    read(ROW | {"subject": "Work"})

    other = read(ROW | {"subject": "Leisure"}, name="other")

    assert Forum.objects.get().subject == "Work"
    assert kept_of(other) == {("subject", "Work", "Leisure")}


def test_an_address_that_people_took_away_is_not_brought_back(read):
    row = ROW | {"aliases": "https://old.example"}
    read(row)
    Forum.objects.get().aliases.filter(place="old.example").delete()

    assert read(row).changed == ()


def test_a_file_may_say_that_a_forum_has_https_by_now_and_never_leads_back(read):
    read(ROW | {"address": "http://ferry.example"})
    assert Forum.objects.get().address == "http://ferry.example"

    read(ROW | {"address": "https://ferry.example"})
    read(ROW | {"address": "http://ferry.example"})

    assert Forum.objects.get().address == "https://ferry.example"
    assert Forum.objects.get().aliases.count() == 1


# Who is meant


@pytest.mark.parametrize("name", ["Netmums", "NETMUMS", "The Net-Mums", "net mums"])
def test_an_entry_without_an_address_is_the_forum_of_that_name_and_gets_the_address(read, name):
    ForumFactory(slug="netmums", name="Netmums", address="")

    found = read({"name": name, "address": "https://www.netmums.com"})

    forum = Forum.objects.get()
    assert (forum.slug, forum.address) == ("netmums", "https://www.netmums.com")
    assert found.added == ()
    assert found.changed[0].changes["address"] == ["", "https://www.netmums.com"]
    assert any("netmums" in note for note in found.notes)


def test_a_row_without_an_address_is_the_forum_of_that_name(read):
    ForumFactory(slug="netmums", name="Netmums", address="https://netmums.com")

    found = read({"name": "netmums", "subject": "Parents"})

    assert (found.added, Forum.objects.get().subject) == ((), "Parents")


def test_a_forum_of_the_same_name_elsewhere_is_added_with_a_note(read):
    ForumFactory(slug="parents", name="Parents", address="https://one.example")

    found = read({"name": "Parents", "address": "https://two.example"})

    assert [entry.slug for entry in found.added] == ["parents-2"]
    assert "Parents (line 2), and parents" in " ".join(found.notes)


def test_the_same_name_on_the_same_site_is_asked_back_unless_the_row_names_itself(read):
    ForumFactory(slug="parents", name="Parents", address="https://m.forum.org.uk/talk")
    row = {"name": "Parents", "address": "https://www.forum.org.uk"}

    with pytest.raises(ImportRefused) as refused:
        read(row)
    found = read(row | {"forum_id": "parents-too"})

    assert "Write its forum_id if it is meant" in sentences(refused)["line 2"]
    assert [entry.slug for entry in found.added] == ["parents-too"]


def test_of_two_forums_of_one_name_a_row_must_say_which(read):
    ForumFactory(slug="one", name="Parents", address="")
    ForumFactory(slug="two", name="Parents", address="")

    with pytest.raises(ImportRefused) as refused:
        read({"name": "Parents", "address": "https://parents.example"})

    assert "one, two" in sentences(refused)["line 2"]


def test_two_rows_of_one_name_are_one_forum_unless_both_stand_somewhere(read):
    with pytest.raises(ImportRefused) as refused:
        read({"name": "Parents"}, {"name": "The parents", "address": "https://p.example"})

    assert "line 2 has a forum of the same name" in sentences(refused)["line 3"]


def test_practice_is_never_meant_by_a_name(read):
    ForumFactory(name="Parents", address="", practice=True)

    assert len(read({"name": "Parents"}).added) == 1
