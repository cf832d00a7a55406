"""Releases: every file of one moment, frozen, with fingerprints (law 7)."""

import gzip
import hashlib
import json
from threading import Thread

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import ProtectedError

from alongside.audit.models import Event
from alongside.forums.models import Forum
from alongside.publishing import releases
from alongside.publishing.actions import NeedsNote, ReleaseError, publish_release
from alongside.publishing.files import DATA_FILES
from alongside.publishing.formats.rows import FORMS
from alongside.publishing.models import Release, ReleaseFile
from alongside.publishing.packing import unpacked
from tests.factories import (
    DAY,
    NOON,
    BodyFactory,
    ForumFactory,
    ListingFactory,
    MeasureFactory,
    ReleaseFactory,
    ReleaseFileFactory,
)

pytestmark = pytest.mark.django_db


def released(*, at=NOON, note=""):
    return publish_release(note=note, by="central", at=at)


def counted(release):
    """Rows, and rows added, removed and changed, of each table that has any."""
    return {
        file.table: (file.rows, file.added, file.removed, file.changed)
        for file in release.files.filter(table__in=["forums", "bodies", "listings"], rows__gte=0)
    }


def content(release, name):
    return b"".join(unpacked(bytes(releases.release_file(release.version, name).content)))


def test_a_release_holds_every_file_in_every_form_and_what_describes_them():
    ForumFactory()
    ForumFactory(practice=True)

    release = released()

    assert (release.version, release.published_at) == ("2026-05-06", NOON)
    endings = [*FORMS, "csv-metadata.json"]
    assert {file.name for file in release.files.all()} == {
        *(f"{file.name}.{ending}" for file in DATA_FILES for ending in endings),
        "csv-metadata.json",
        "datapackage.json",
        "manifest.json",
        "SHA256SUMS",
    }
    assert release.files.get(name="forums.csv").rows == 1
    event = Event.objects.get(kind="release.published")
    assert (event.subject, event.actor) == ("release:2026-05-06", "central")


def test_every_fingerprint_is_that_of_the_file():
    ForumFactory()

    release = released()

    for file in release.files.all():
        plain = gzip.decompress(bytes(file.content))
        assert file.sha256 == hashlib.sha256(plain).hexdigest()
        assert file.size == len(plain)
    sums = content(release, "SHA256SUMS").decode().splitlines()
    assert dict(reversed(line.split("  ")) for line in sums) == {
        file.name: file.sha256 for file in release.files.exclude(name="SHA256SUMS")
    }
    manifest = json.loads(content(release, "manifest.json"))
    assert {entry["name"]: entry["sha256"] for entry in manifest["files"]} == {
        file.name: file.sha256
        for file in release.files.exclude(name__in=["SHA256SUMS", "manifest.json"])
    }
    package = json.loads(content(release, "datapackage.json"))
    assert package["version"] == release.version
    forums = release.files.get(name="forums.csv")
    (resource,) = [each for each in package["resources"] if each["name"] == "forums"]
    assert (resource["hash"], resource["bytes"]) == (f"sha256:{forums.sha256}", forums.size)


def test_the_same_register_makes_the_same_bytes():
    ForumFactory()

    first = released()
    second = released(note="Once more.")

    for name in ("forums.csv", "forums.jsonld", "csv-metadata.json"):
        assert bytes(first.files.get(name=name).content) == bytes(
            second.files.get(name=name).content
        )


def test_law_7_a_second_release_of_a_day_says_why():
    released()

    with pytest.raises(NeedsNote, match=r"Say with a note why 2026-05-06\.2 follows it"):
        released(note=" \n")
    second = released(note="A measure was wrong.")

    assert second.version == "2026-05-06.2"
    assert Release.objects.count() == 2
    assert json.loads(content(second, "manifest.json"))["note"] == "A measure was wrong."


def test_the_day_of_a_release_is_the_day_of_the_site():
    late = NOON.replace(hour=23, minute=30)  # past midnight in London

    assert released(at=late).version == "2026-05-07"


def test_a_release_says_what_changed_since_the_one_before():
    gone, kept, changed = ForumFactory(), ForumFactory(), ForumFactory()
    body = BodyFactory()
    ListingFactory(forum=kept, body=body)
    first = released()
    gone.delete()
    Forum.objects.filter(pk=changed.pk).update(subject="Sick pay")
    ForumFactory()
    ForumFactory()

    second = released(at=NOON + DAY)

    assert counted(first) == {
        "forums": (3, None, None, None),
        "bodies": (1, None, None, None),
        "listings": (1, None, None, None),
    }
    assert counted(second) == {
        "forums": (4, 2, 1, 1),
        "bodies": (1, 0, 0, 0),
        "listings": (1, 0, 0, 0),
    }


def test_a_release_that_an_older_version_of_the_service_made_is_compared_where_it_can_be():
    forum = ForumFactory()
    old = ReleaseFactory(version="2026-05-05", made_at=NOON - DAY)
    text = f"forum_id,gone\r\n{forum.slug},x\r\nother,y\r\n"
    ReleaseFileFactory(release=old, text=text)
    ReleaseFileFactory(release=old, name="bodies.csv", table="bodies", text="number\r\n1\r\n")
    Release.objects.update(published_at=NOON - DAY)

    release = released()

    forums, bodies = (release.files.get(name=name) for name in ("forums.csv", "bodies.csv"))
    assert (forums.added, forums.removed, forums.changed) == (0, 1, 0)
    assert bodies.added is None


def frozen():
    """Whoever writes, however: the database refuses."""
    return pytest.raises(ProgrammingError, match="publish the next release instead")


def test_law_7_a_published_release_and_its_files_are_frozen():
    release = released()
    file = release.files.first()

    for change in (
        lambda: Release.objects.update(note="Better."),
        lambda: release.files.update(sha256="0" * 64),
        lambda: ReleaseFile.objects.filter(pk=file.pk).delete(),
        lambda: ReleaseFileFactory(release=release, name="more.csv"),
        lambda: ReleaseFile.objects.filter(pk=file.pk).update(release=ReleaseFactory()),
        lambda: ReleaseFile.objects.filter(pk=ReleaseFileFactory().pk).update(release=release),
    ):
        with frozen(), transaction.atomic():
            change()
    with pytest.raises(ProtectedError):
        release.delete()

    assert Release.objects.get(pk=release.pk).note == ""


def test_what_is_not_published_yet_is_not_found():
    making = ReleaseFileFactory().release

    assert not releases.releases().exists()
    with pytest.raises(releases.NoSuchRelease):
        releases.release_file(making.version, "forums.csv")
    with pytest.raises(releases.NoSuchRelease):
        releases.release_entry(making.version)


def test_law_10_a_release_that_breaks_leaves_nothing(monkeypatch):
    def fail(*_arguments, **_more):
        raise LookupError("no such column")

    monkeypatch.setattr("alongside.publishing.actions.data_package.data_package", fail)

    with pytest.raises(LookupError), transaction.atomic():
        released()

    assert not Release.objects.exists()
    assert not ReleaseFile.objects.exists()
    assert not Event.objects.filter(kind="release.published").exists()


def test_progress_is_told_table_by_table():
    told = []

    publish_release(
        note="", by="central", at=NOON, progress=lambda done, known, name: told.append((done, name))
    )

    assert told[0] == (0, "bodies")
    assert told[-1] == (len(DATA_FILES), "")
    assert len(told) == len(DATA_FILES) + 1


def test_the_releases_before_and_after_are_known():
    first = released()
    second = released(note="One more.")
    third = released(at=NOON + DAY)

    entry = releases.release_entry(second.version)

    assert (entry.previous, entry.next) == (first, third)
    assert releases.release_entry(first.version).previous is None
    assert releases.release_entry(third.version).next is None
    assert releases.newest_of("forums").release == third
    assert [each.version for each in releases.releases_with_sizes()] == [
        third.version,
        second.version,
        first.version,
    ]


def test_content_is_kept_compressed():
    for _ in range(50):
        MeasureFactory(quotation="The same words again and again. " * 10)

    file = releases.release_file(released().version, "measures.csv")

    assert len(file.content) < file.size / 10
    assert gzip.decompress(bytes(file.content)).count(b"\r\n") == 51


@pytest.mark.django_db(transaction=True)
def test_all_files_are_of_one_moment_whatever_is_written_meanwhile():
    ForumFactory()

    def somebody_adds_a_forum_with_a_measure():
        MeasureFactory()
        connection.close()

    def meanwhile(done, _known, _name):
        if done == 1:  # bodies are written, forums come next
            thread = Thread(target=somebody_adds_a_forum_with_a_measure)
            thread.start()
            thread.join()

    release = publish_release(note="", by="central", at=NOON, progress=meanwhile)

    assert Forum.objects.count() == 2
    assert release.files.get(name="forums.csv").rows == 1
    assert release.files.get(name="measures.csv").rows == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_releases_at_the_same_moment_one_is_told_to_look():
    refusals = []

    def another():
        try:
            publish_release(note="", by="other", at=NOON)
        except ReleaseError as exc:
            refusals.append(str(exc))
        finally:
            connection.close()

    other = Thread(target=another)

    def meanwhile(done, _known, _name):
        if done == 1:
            other.start()
            other.join(timeout=0.5)  # it waits until ours is published

    publish_release(note="", by="central", at=NOON, progress=meanwhile)
    other.join()

    assert [release.made_by for release in Release.objects.all()] == ["central"]
    assert refusals == [
        "Another release was published at the same moment. Look at it, then start again."
    ]
