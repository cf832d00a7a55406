"""The Atom feeds of the public site. Of real entries only: practice leaves no public trail."""

from datetime import datetime

from django.urls import reverse

from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.publishing import changes
from alongside.publishing.domain.changes import ChangeGroup
from alongside.publishing.formats import atom
from alongside.publishing.releases import releases

ENTRIES = 100  # in a feed; the file `changes` holds them all


class NoSuchEntry(Exception):
    """The register has no such forum or body, or it is practice."""


def all_changes(*, at: datetime) -> bytes:
    """What changed in the whole register."""
    return atom.feed(
        title="What changed in the register",
        subtitle="Forums, figures, lists, official accounts and public bodies.",
        address=reverse("register:changes-feed"),
        page=reverse("register:changes"),
        entries=[
            atom.change_entry(change) for change in changes.changes(limit=ENTRIES, gathered=True)
        ],
        at=at,
    )


def changes_of_forum(slug: str, *, at: datetime) -> bytes:
    """What changed in the entry of a forum, and in those merged into it. Raises NoSuchEntry."""
    forum = Forum.objects.filter(slug=slug, is_practice=False).select_related("merged_into").first()
    if forum is None:
        raise NoSuchEntry(slug)
    # Who follows an entry that was merged goes on with the one that stands.
    while forum.merged_into is not None:
        forum = forum.merged_into
    merged = forum.merged.values_list("slug", flat=True)
    subjects = [f"forum:{each}" for each in (forum.slug, *merged)]
    found = changes.changes_of(*subjects, limit=ENTRIES)
    return atom.feed(
        title=f"{forum.name}: what changed",
        address=reverse("register:forum-feed", args=[slug]),
        page=reverse("register:forum", args=[forum.slug]),
        entries=[atom.change_entry(change) for change in found],
        at=at,
    )


def changes_of_body(slug: str, *, at: datetime) -> bytes:
    """What changed in the entry of a body, and what else concerns it. Raises NoSuchEntry."""
    body = Body.objects.real().filter(slug=slug).only("slug", "name").first()
    if body is None:
        raise NoSuchEntry(slug)
    found = changes.changes_of(f"body:{slug}", body_slug=slug, limit=ENTRIES)
    return atom.feed(
        title=f"{body.name}: what changed",
        address=reverse("register:body-feed", args=[slug]),
        page=reverse("register:body", args=[slug]),
        entries=[atom.change_entry(change) for change in found],
        at=at,
    )


def all_releases(*, at: datetime) -> bytes:
    """The releases of the data."""
    return atom.feed(
        title="Releases of the data",
        address=reverse("register:releases-feed"),
        page=reverse("register:release-list"),
        entries=[atom.release_entry(release) for release in releases()[:ENTRIES]],
        at=at,
    )


def all_commitments(*, at: datetime) -> bytes:
    """Commitments that were recorded, changed, closed or withdrawn, and what stood on their day."""
    found = changes.changes(limit=ENTRIES, group=ChangeGroup.COMMITMENTS)
    return atom.feed(
        title="Commitments of public bodies",
        address=reverse("register:commitments-feed"),
        page=reverse("register:commitments"),
        entries=[atom.change_entry(change) for change in found],
        at=at,
    )
