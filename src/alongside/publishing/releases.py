"""Reading releases of the data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from alongside.publishing.models import Release, ReleaseFile

CHECKSUMS = "SHA256SUMS"
MANIFEST = "manifest.json"


class NoSuchRelease(Exception):
    """No release has this version, or it has no such file."""


@dataclass(frozen=True, slots=True)
class TableOfRelease:
    """One table of a release in all its forms; what changed in it is said of its CSV file."""

    name: str
    files: Sequence[ReleaseFile]

    @property
    def counted(self) -> ReleaseFile:
        return next(file for file in self.files if file.rows is not None)


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    release: Release
    previous: Release | None
    next: Release | None
    tables: Sequence[TableOfRelease]
    others: Sequence[ReleaseFile]  # manifest, checksums, descriptions of all files

    @property
    def files(self) -> list[ReleaseFile]:
        return [*(file for table in self.tables for file in table.files), *self.others]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def releases() -> QuerySet[Release]:
    """Published releases, newest first."""
    return Release.objects.filter(published_at__isnull=False)


def releases_with_sizes() -> QuerySet[Any]:
    """Published releases, newest first, with `rows`, `size`, `added`, `removed` and `changed`."""
    return (
        releases()
        .annotate(
            rows=Sum("files__rows"),
            size=Sum("files__size"),
            added=Sum("files__added"),
            removed=Sum("files__removed"),
            changed=Sum("files__changed"),
        )
        .order_by("-made_at", "-pk")
    )


def release_entry(version: str) -> ReleaseEntry:
    """A release with its files, without their content, in four queries. Raises NoSuchRelease."""
    release = releases().filter(version=version).first()
    if release is None:
        raise NoSuchRelease(version)
    files = files_of(release)
    tables = dict.fromkeys(file.table for file in files if file.table)
    others = releases().exclude(pk=release.pk)
    return ReleaseEntry(
        release=release,
        previous=others.filter(made_at__lte=release.made_at, pk__lt=release.pk).first(),
        next=others.filter(made_at__gte=release.made_at, pk__gt=release.pk).last(),
        tables=[
            TableOfRelease(name, [file for file in files if file.table == name]) for name in tables
        ],
        others=[file for file in files if not file.table],
    )


def files_of(release: Release) -> list[ReleaseFile]:
    """The files of a release without their content."""
    return list(release.files.defer("content").select_related("release"))


def newest_of(table: str) -> ReleaseFile | None:
    """The CSV file of a table in the newest release that has it, without its content."""
    return (
        ReleaseFile.objects.filter(
            table=table, rows__isnull=False, release__published_at__isnull=False
        )
        .select_related("release")
        .defer("content")
        .order_by("-release__made_at", "-release")
        .first()
    )


def release_file(version: str, name: str) -> ReleaseFile:
    """A file with its content, still compressed. Raises NoSuchRelease."""
    found = (
        ReleaseFile.objects.filter(
            release__version=version, release__published_at__isnull=False, name=name
        )
        .select_related("release")
        .first()
    )
    if found is None:
        raise NoSuchRelease(f"{version}/{name}")
    return found
