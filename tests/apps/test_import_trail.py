"""What imports leave in the trail."""

import pytest

from alongside.audit.import_actions import origin_of
from alongside.audit.models import Event
from alongside.forums.imports.forums import import_forums
from alongside.forums.imports.measures import import_measures
from alongside.publishing import changes
from tests.apps.bodies.lists import Lists
from tests.factories import NOON, ForumFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("/srv/secret/bodies.csv", "bodies.csv"),
        ("bodies.csv.gz", "bodies.csv.gz"),
        ("https://lists.example/bodies.csv", "https://lists.example/bodies.csv"),
        ("https://jo:pass@lists.example:8443/b.csv?key=1#x", "https://lists.example:8443/b.csv"),
    ],
)
def test_the_public_is_told_the_file_but_neither_folders_nor_keys(place, file):
    assert origin_of(source="list", place=place).file == file


def test_an_import_of_bodies_is_told_as_a_whole_with_counts_and_each_by_itself(tmp_path):
    lists = Lists(tmp_path)
    lists.take(lists.csv({"name": "Mint"}, {"name": "Treasury"}, {"name": "Mill"}))
    lists.take(lists.csv({"name": "Mint", "acronym": "M"}, {"name": "Treasury"}, {"name": "Pier"}))

    second, first = changes.changes(gathered=True)

    assert first.sentence == (
        "3 public bodies came from the list bodies by import: all of them new."
    )
    assert second.sentence == (
        "2 public bodies came from the list bodies by import: 1 added, 1 changed."
    )
    [mint, _] = changes.changes_of("body:mint")
    assert (mint.import_id, mint.source.file) == (second.id, "bodies.csv")


def test_an_import_that_changed_one_entry_is_told_by_that_alone_with_its_source(tmp_path):
    lists = Lists(tmp_path)
    lists.take(lists.csv({"name": "Mint"}))

    [change] = changes.changes(gathered=True)

    assert change.sentence == "Mint was added to the register."
    assert (change.source.file, change.import_page) == ("bodies.csv", "")


def test_imports_of_forums_and_of_figures_are_told_as_a_whole(tmp_path):
    forums, figures = tmp_path / "forums.csv", tmp_path / "figures.csv"
    ForumFactory(name="Ferry Corner", slug="ferry", address="https://ferry.example")
    forums.write_text(
        "name,address,area\nFerry Corner,https://ferry.example,Aldmere\nNew,,\nOld,,\n"
    )
    figures.write_text(
        "forum_id,kind,value,unit,method,asserted_by,source,dated\n"
        "ferry,members,5,members,shown,the forum,front page,2026-05\n"
        "ferry,posts,9,posts,shown,the forum,front page,2026-05\n"
        "new,members,7,members,shown,the forum,front page,2026-05\n"
    )
    import_forums(forums, write=True, by="command line", at=NOON)
    import_measures(figures, write=True, by="command line", at=NOON)

    said = {change.kind: change.sentence for change in changes.changes(gathered=True)}

    assert said == {
        "forums.imported": ("3 forums came from the list forums by import: 2 added, 1 changed."),
        "measures.imported": "3 figures about 2 forums came from the list figures by import.",
    }
    assert Event.objects.filter(part_of__isnull=False).count() == 5
