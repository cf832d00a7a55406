"""Publishing a release: every file of one moment is frozen, under a version, with fingerprints."""

import csv
import gzip
import io
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from alongside.audit import actions as audit
from alongside.publishing import releases
from alongside.publishing.columns import csv_cell
from alongside.publishing.domain.row_changes import RowChanges, Rows, comparable
from alongside.publishing.domain.versions import is_first_of_day, next_version
from alongside.publishing.files import METADATA_ENDING, as_json, data_files
from alongside.publishing.formats import csvw, data_package
from alongside.publishing.formats.rows import FORMS, Form, Writer
from alongside.publishing.licence import licence, publisher
from alongside.publishing.models import Release, ReleaseFile
from alongside.publishing.packing import Packer
from alongside.publishing.queries import Edition
from alongside.publishing.tables import Edited, absolute
from alongside.publishing.whereabouts import is_only_here

Progress = Callable[[int, int, str], None]  # tables done, tables in all, the name of the next


class ReleaseError(Exception):
    """Nothing was released. The message says why, and what to do."""


class OnlyHere(ReleaseError):
    """The release would name, for good, addresses that only this machine can open."""


class NeedsNote(ReleaseError):
    """A second release of a day says why there is one."""


def publish_release(
    *,
    note: str,
    by: str,
    at: datetime,
    progress: Progress | None = None,
    for_this_machine: bool = False,
) -> Release:
    """Freezes every file as of now, and says what changed since the release before.

    All files are of the same moment of the database. A second release of a day needs a note.
    Its rows name addresses of this service: where only this machine could open those, that must be
    meant, by `for_this_machine`. Raises OnlyHere, NeedsNote, or ReleaseError when another release
    was published meanwhile.
    """
    if is_only_here() and not for_this_machine:
        raise OnlyHere(
            f"Nothing was released: every row would name {settings.ALONGSIDE_ADDRESS}, which only "
            "this machine can open, for good. Set ALONGSIDE_ADDRESS to where people reach the "
            "service."
        )
    is_outermost = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if is_outermost:
                # Every table is read as of the same moment, whatever is written meanwhile.
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            return _publish(note.strip(), by, at, progress or (lambda _done, _all, _name: None))
    except IntegrityError as exc:
        if "version" not in str(exc):
            raise
        raise ReleaseError(
            "Another release was published at the same moment. Look at it, then start again."
        ) from exc


def _publish(note: str, by: str, at: datetime, progress: Progress) -> Release:
    previous = releases.releases().first()
    taken = Release.objects.values_list("version", flat=True)
    version = next_version(timezone.localdate(at), list(taken))
    if not is_first_of_day(version) and not note:
        raise NeedsNote(
            f"There is a release of this day already. Say with a note why {version} follows it."
        )
    release = Release.objects.create(version=version, note=note, made_by=by, made_at=at)
    edited = data_files(Edition(practice=False, at=at))
    kept: list[ReleaseFile] = []
    for number, table in enumerate(edited):
        progress(number, len(edited), table.name)
        kept += _table_files(release, table, previous)
    progress(len(edited), len(edited), "")
    kept += _describing_files(release, edited, kept)
    release.published_at = at
    release.save(update_fields=["published_at"])
    audit.record(
        kind="release.published",
        actor=by,
        subject=f"release:{version}",
        at=at,
        details={"files": len(kept), "note": note},
    )
    return release


def _table_files(release: Release, edited: Edited, previous: Release | None) -> list[ReleaseFile]:
    """The table in all its forms, read once, and the description of its columns."""
    header = [column.name for column in edited.file.columns]
    before, now = _rows_before(edited, header, previous)
    writers = [(Writer(form, edited), Packer()) for form in FORMS.values()]
    count = 0
    for writer, packed in writers:
        packed.write(writer.head())
    for cells in edited.cells():
        count += 1
        for writer, packed in writers:
            packed.write(writer.row(cells))
        if now is not None:
            now.add([csv_cell(cell) for cell in cells])
    for writer, packed in writers:
        packed.write(writer.tail())
    changes = now.since(before) if now is not None and before is not None else None
    files = [
        _keep(
            release,
            _name(edited, writer.form),
            writer.form.media_type,
            packed,
            table=edited.name,
            rows=rows,
        )
        for writer, packed in writers
        for rows in [(count, changes) if writer.form.extension == "csv" else None]
    ]
    described = _packed(as_json(csvw.table(edited)))
    name = edited.name + METADATA_ENDING
    return [*files, _keep(release, name, csvw.MEDIA_TYPE, described, table=edited.name)]


def _describing_files(
    release: Release, edited: list[Edited], kept: list[ReleaseFile]
) -> list[ReleaseFile]:
    """What describes the whole release, and the two manifests."""
    made_at = release.made_at.astimezone(UTC).isoformat(timespec="seconds")
    fingerprints = {file.name: (file.sha256, file.size) for file in kept}
    package = data_package.data_package(
        edited,
        created=made_at,
        homepage=absolute(release.get_absolute_url()),
        version=release.version,
        fingerprints=fingerprints,
    )
    found = [
        _keep(release, name, media_type, _packed(as_json(document)))
        for name, media_type, document in (
            (csvw.GROUP, csvw.MEDIA_TYPE, csvw.table_group(edited)),
            (data_package.NAME, data_package.MEDIA_TYPE, package),
        )
    ]
    manifest = _packed(as_json(_manifest(release, made_at, [*kept, *found])))
    found.append(_keep(release, releases.MANIFEST, "application/json", manifest))
    named = sorted([*kept, *found], key=lambda file: file.name)
    sums = _packed("".join(f"{file.sha256}  {file.name}\n" for file in named))
    return [*found, _keep(release, releases.CHECKSUMS, "text/plain; charset=utf-8", sums)]


def _manifest(release: Release, made_at: str, files: list[ReleaseFile]) -> dict[str, object]:
    terms = licence()
    return {
        "version": release.version,
        "made_at": made_at,
        "note": release.note,
        "publisher": publisher(),
        "licence": {"name": terms.name, "address": terms.address},
        "address": absolute(release.get_absolute_url()),
        "documentation": absolute(reverse("register:data")),
        "files": [
            {
                "name": file.name,
                "media_type": file.media_type,
                "sha256": file.sha256,
                "bytes": file.size,
                **(
                    {}
                    if file.rows is None
                    else {
                        "rows": file.rows,
                        "added": file.added,
                        "removed": file.removed,
                        "changed": file.changed,
                    }
                ),
            }
            for file in files
        ],
    }


def _keep(
    release: Release,
    name: str,
    media_type: str,
    packed: Packer,
    *,
    table: str = "",
    rows: tuple[int, RowChanges | None] | None = None,
) -> ReleaseFile:
    count, changes = rows or (None, None)
    file = ReleaseFile(
        release=release,
        name=name,
        table=table,
        media_type=media_type,
        sha256=packed.sha256,
        size=packed.size,
        content=packed.packed(),
        rows=count,
        added=changes.added if changes else None,
        removed=changes.removed if changes else None,
        changed=changes.changed if changes else None,
    )
    file.save(force_insert=True)
    file.content = b""  # stored; no need to hold every file in memory
    return file


def _rows_before(
    edited: Edited, header: list[str], previous: Release | None
) -> tuple[Rows | None, Rows | None]:
    """The rows of the release before, and an empty table to compare with; None: not comparable."""
    if previous is None:
        return None, None
    try:
        file = releases.release_file(previous.version, _name(edited, FORMS["csv"]))
    except releases.NoSuchRelease:
        return None, None
    text = io.TextIOWrapper(
        gzip.GzipFile(fileobj=io.BytesIO(bytes(file.content))), encoding="utf-8", newline=""
    )
    reader = csv.reader(text)
    earlier = next(reader)
    columns = comparable(header, earlier, edited.file.key)
    if columns is None:
        return None, None
    before = Rows(earlier, columns, edited.file.key)
    for row in reader:
        before.add(row)
    return before, Rows(header, columns, edited.file.key)


def _packed(text: str) -> Packer:
    packer = Packer()
    packer.write(text)
    return packer


def _name(edited: Edited, form: Form) -> str:
    return f"{edited.name}.{form.extension}"
