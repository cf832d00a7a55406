"""The public site as plain files that any web server serves, or none: it survives without a centre.

Pages are asked of Django's own handler, without a network, and linked to each other by relative
addresses, so that the folder works at any address, in any subfolder, and opened from a disk.
A page of an entry is asked for again only when its stamp has changed since the last export; any
other one only when the database would answer differently what was asked for it.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from alongside.bodies.models import Body, MergedBody
from alongside.core import clock
from alongside.core.questions import Asked
from alongside.forums.models import Forum
from alongside.plans.models import Consultation, PlanVersion
from alongside.publishing import export_memory, files, sitemap, stamps
from alongside.publishing.exported_pages import (
    Made,
    Maker,
    Task,
    Written,
    file_of,
    makers,
    write,
)
from alongside.publishing.queries import Edition
from alongside.publishing.whereabouts import is_only_here
from alongside.reporting.models import Commitment
from alongside.ui.copies import Copy

MANIFEST = "export.json"
_SINGLE_PAGES = (
    "home",
    "forum-list",
    "body-list",
    "lists",
    "lists-criteria",
    "lists-without",
    "period-list",
    "duplicate-check",
    "duplicate-check-list",
    "consultation-list",
    "official",
    "figures",
    "data",
    "about",
    "accessibility",
    "privacy",
    "robots",
    "sitemap",
    "security",
    "across",
    "commitments",
    "commitments-feed",
)
_ENTRY = re.compile(r"^/(forums|bodies|accounts)/([-a-zA-Z0-9_]+)/")
Progress = Callable[[int, int], None]  # files done, files known so far


class ExportError(Exception):
    """The site was not exported; the folder is as it was. The message says why."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written. `elsewhere`: addresses that only the running service answers; links lead
    there by ALONGSIDE_SERVICE_ADDRESS, and without it not at all.

    `warning`: a sentence for whoever publishes it, about what would not serve strangers.
    """

    folder: Path
    pages: int
    files: int
    size: int  # bytes
    kept: int  # files that were taken over from the last export, for nothing in them has changed
    elsewhere: tuple[str, ...]
    warning: str = ""

    def as_dict(self) -> dict[str, object]:
        """For programs: counts, and bytes."""
        return {
            "folder": str(self.folder),
            "pages": self.pages,
            "files": self.files,
            "bytes": self.size,
            "kept": self.kept,
            "elsewhere": list(self.elsewhere),
            "warning": self.warning,
        }

    def __str__(self) -> str:
        kept = f" ({self.kept} unchanged)" if self.kept else ""
        return (
            f"{self.pages} pages and {self.files - self.pages} other files{kept}, "
            f"{self.size / 1_000_000:.1f} MB, in {self.folder}"
        )


@dataclass(slots=True)
class _Work:
    folder: Path
    last: Path
    before: dict[str, Written]  # what the last export wrote, by path
    written: dict[str, Written] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)  # by path, of pages of no one entry
    elsewhere: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    pages: int = 0
    kept: int = 0

    def take(self, made: Made) -> None:
        if made.written:
            self.written[made.path] = made.written
        if made.asked is not None:
            self.asked[made.path] = made.asked
        self.pages += made.is_page
        self.kept += made.is_kept
        self.elsewhere |= made.elsewhere
        self.broken += made.broken


def export_site(
    folder: Path,
    *,
    at: datetime | None = None,
    progress: Progress | None = None,
    anew: bool = False,
    processes: int = 1,
) -> ExportReport:
    """Writes every public page, data file and style into `folder`, in place of the last export.

    Pages of entries that have not changed since are taken over from it, unless all is to be made
    `anew`. `processes` share the pages among them. `progress` is told after each file. The folder
    is exchanged as a whole when all has been written. Raises ExportError when it holds something
    else than an export or cannot be written, or when a page or a link between pages is broken.
    """
    try:
        told = progress or (lambda _done, _known: None)
        return _export(_named(folder), at or clock.now(), told, anew, processes)
    except OSError as exc:
        why = exc.strerror or str(exc)
        raise ExportError(
            f"Nothing was exported: {exc.filename or folder} cannot be written ({why}). "
            "Name a folder that you may write to."
        ) from exc


def _named(folder: Path) -> Path:
    """The folder by its own name, beside which the new one is made."""
    if folder.name not in ("", ".."):
        return folder
    if not (whole := folder.resolve()).name:
        raise ExportError(f"{whole} cannot be exchanged as a whole. Name a folder in it.")
    return whole


def _export(
    folder: Path, at: datetime, progress: Progress, anew: bool, processes: int
) -> ExportReport:
    _check_folder(folder)
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    last = b"" if anew else _last_manifest(folder)
    work = _Work(new, folder, _last_export(last))
    try:
        _write_styles(work)
        copy = _copy(at)
        made_of = _Stamps.found(at)
        asked = export_memory.remembered(folder, last, made_by=made_of.day)
        _write_pages(work, made_of, asked, copy, progress, processes)
        maker = Maker(new, folder, frozenset(work.written), frozenset(), copy)
        work.take(maker.make_not_found())
        if work.broken:
            raise ExportError(f"Nothing was exported. Broken: {', '.join(sorted(work.broken))}.")
        manifest = _write_manifest(work, at)
        export_memory.remember(folder, manifest, made_by=made_of.day, pages=work.asked)
        _exchange(folder, new)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return ExportReport(
        folder=folder,
        pages=work.pages,
        files=len(work.written),
        size=sum(written.size for written in work.written.values()),
        kept=work.kept,
        elsewhere=tuple(sorted(work.elsewhere)),
        warning=address_warning(),
    )


def address_warning() -> str:
    """Pages, feeds and data name their own addresses, which strangers must be able to open."""
    if not is_only_here():
        return ""
    return (
        f"The files name {settings.ALONGSIDE_ADDRESS} as their own address, which only this "
        "machine can open. Before you publish them, set ALONGSIDE_ADDRESS to the address where "
        "people will find them, and export again."
    )


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file. Name a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise ExportError(
            f"{folder} holds something else than an export of this service. Name an empty folder."
        )


def _last_manifest(folder: Path) -> bytes:
    try:
        return (folder / MANIFEST).read_bytes()
    except OSError:
        return b""


def _last_export(manifest: bytes) -> dict[str, Written]:
    """What the last export wrote; nothing, when there is none that can be understood."""
    try:
        document = json.loads(manifest)
        return {
            entry["path"]: Written(entry["sha256"], entry["bytes"], entry.get("stamp", ""))
            for entry in document["files"]
        }
    except (ValueError, KeyError, TypeError):
        return {}


def _exchange(folder: Path, new: Path) -> None:
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _addresses(at: datetime) -> Iterator[str]:
    """Every address of the public site, linked to or not."""
    practice = [False, True] if settings.ALONGSIDE_SHOW_PRACTICE else [False]
    # First what takes longest, so that processes end together.
    for edition in practice:
        for file in files.data_files(Edition(practice=edition, at=at)):
            yield reverse("register:data-file", args=[file.name, "csv"])
            yield reverse("register:data-file", args=[file.name, "json"])
    yield from (reverse(f"register:{name}") for name in _SINGLE_PAGES)
    yield reverse("interface:about")
    yield from sitemap.addresses_of_maps()
    for kind, model in (("forum", Forum), ("body", Body)):
        slugs = model._default_manager.filter(is_practice__in=practice).values_list("slug")
        yield from (reverse(f"register:{kind}", args=slug) for slug in slugs.iterator())
    # Addresses of entries that were merged lead on: the file says whither.
    merged = MergedBody.objects.filter(body__is_practice__in=practice).values_list("slug")
    yield from (reverse("register:body", args=slug) for slug in merged.iterator())
    versions = PlanVersion.objects.filter(number__isnull=False, body__is_practice__in=practice)
    for slug, number in versions.values_list("body__slug", "number").iterator():
        yield reverse("register:plan", args=[slug])
        yield reverse("register:plan-version", args=[slug, number])
        yield reverse("register:plan-document", args=[slug, number])
        # Of any two there would be too many: those of neighbours lead from each to the next.
        if number is not None and number > 1:
            yield reverse("register:plan-differences", args=[slug, number - 1, number])
        yield reverse("register:plan-stratml", args=[slug])
        yield reverse("register:plan-stratml-version", args=[slug, number])
    consultations = Consultation.objects.filter(
        Q(is_open_to_all=True) | Q(version__isnull=False), body__is_practice__in=practice
    )
    for slug, public_id in consultations.values_list("body__slug", "public_id").iterator():
        yield reverse("register:consultation", args=[slug, public_id])
        yield reverse("register:consultation-document", args=[slug, public_id])
    commitments = Commitment.objects.filter(is_practice__in=practice)
    for public_id in commitments.values_list("public_id", flat=True).iterator():
        yield reverse("register:commitment", args=[public_id])


def _copy(at: datetime) -> Copy:
    # Left out, the contact is the address of the service: no mailbox, and no page of its own.
    contact = settings.ALONGSIDE_CONTACT
    return Copy(
        made_at=at,
        service=settings.ALONGSIDE_SERVICE_ADDRESS,
        contact="" if contact == settings.ALONGSIDE_ADDRESS else contact,
    )


def _write_pages(
    work: _Work,
    made_of: "_Stamps",
    asked: Mapping[str, Asked],
    copy: Copy,
    progress: Progress,
    processes: int,
) -> None:
    """Round by round: first every address that is known, then those that pages led to.

    `asked`: what the last export asked for pages of no one entry, by path.
    """
    waiting = list(dict.fromkeys(_addresses(copy.made_at)))
    seen, done = set(waiting), 0
    statics, before = frozenset(work.written), frozenset(work.before)
    with makers(processes, work.folder, work.last, statics, before, copy) as at_work:
        while waiting:
            tasks = [_task(address, work, made_of, asked) for address in waiting]
            waiting = []
            for made in at_work.make(tasks):
                work.take(made)
                waiting += made.linked - seen
                seen |= made.linked
                done += 1
                progress(done, len(seen))


def _task(address: str, work: _Work, made_of: "_Stamps", asked: Mapping[str, Asked]) -> Task:
    path = file_of(address)
    known = work.before.get(path)
    if entry := made_of.entry(address):
        return Task(address, entry, known)
    return Task(address, made_of.whole, known, of_entry=False, asked=asked.get(path))


@dataclass(frozen=True, slots=True)
class _Stamps:
    """What pages are made of."""

    entries: Mapping[str, Mapping[str, str]]  # by the first part of their addresses, and the second
    day: str  # of the code, the settings and the day
    whole: str  # of these, and of all that any public page tells of

    @classmethod
    def found(cls, at: datetime) -> "_Stamps":
        on = timezone.localdate(at)
        found = stamps.entry_stamps(on=on)
        accounts = {
            public_id: f"{found.forums[forum]}.{found.bodies[body]}"
            for public_id, (forum, body) in stamps.account_entries().items()
        }
        every_page = f"{stamps.code_stamp()}.{stamps.settings_stamp()}"
        by_kind = {"forums": found.forums, "bodies": found.bodies, "accounts": accounts}
        return cls(
            entries={
                kind: {key: f"{every_page}.{stamp}" for key, stamp in of_kind.items()}
                for kind, of_kind in by_kind.items()
            },
            day=f"{every_page}.{on.isoformat()}",
            whole=f"{every_page}.{found.whole}",
        )

    def entry(self, address: str) -> str | None:
        """The stamp of the entry that a page at this address belongs to, if it does to one."""
        match = _ENTRY.match(address)
        return self.entries[match[1]].get(match[2]) if match else None


def _write_styles(work: _Work) -> None:
    """Styles, scripts and pictures: collected ones with their hashed names, or else the sources."""
    prefix = settings.STATIC_URL.strip("/")
    collected = Path(settings.STATIC_ROOT or "") / "ui"
    if collected.is_dir():
        for file in sorted(collected.rglob("*")):
            if file.is_file() and file.suffix not in (".gz", ".br"):
                name = file.relative_to(collected.parent).as_posix()
                path = f"{prefix}/{name}"
                work.written[path] = write(work.folder, path, file.read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = f"{prefix}/{name}"
            if name.startswith("ui/") and path not in work.written:
                with storage.open(name) as source:
                    work.written[path] = write(work.folder, path, source.read())


def _write_manifest(work: _Work, at: datetime) -> bytes:
    document = {
        "exported_at": at.isoformat(timespec="seconds"),
        "exported_from": settings.ALONGSIDE_ADDRESS,
        "files": [
            {
                "path": path,
                "sha256": written.sha256,
                "bytes": written.size,
                **({"stamp": written.stamp} if written.stamp else {}),
            }
            for path, written in sorted(work.written.items())
        ],
    }
    content = (json.dumps(document, indent=1) + "\n").encode()
    (work.folder / MANIFEST).write_bytes(content)
    return content
