"""The public site as plain files that any web server serves, or none: it survives without a centre.

Pages are asked of Django's own handler, without a network, and linked to each other by relative
addresses, so that the folder works at any address, in any subfolder, and opened from a disk.
A page of an entry is asked for again only when its stamp has changed since the last export.
"""

import hashlib
import io
import json
import os
import posixpath
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from alongside.bodies.models import Body
from alongside.core import clock
from alongside.forums.models import Forum
from alongside.plans.models import PlanVersion
from alongside.publishing import files, stamps
from alongside.publishing.queries import Edition

MANIFEST = "export.json"
_MARK = "alongside.export"  # no header can set it: those all begin with HTTP_
_SINGLE_PAGES = (
    "home",
    "forum-list",
    "body-list",
    "lists",
    "lists-criteria",
    "lists-without",
    "duplicate-check",
    "duplicate-check-list",
    "official",
    "figures",
    "data",
    "about",
    "accessibility",
    "privacy",
    "robots",
    "security",
)
_PUBLIC = ("register", "interface")  # namespaces of addresses that are pages for everybody
_LINK = re.compile(r'\b(href|src|action)="(/[^"]*)"')
_WRITTEN_LINK = re.compile(r'\b(?:href|src|action)="([^"]*)"')
_ENTRY = re.compile(r"^/(forums|bodies)/([-a-zA-Z0-9_]+)/")
_MOVED = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Moved</title>
<meta http-equiv="refresh" content="0; url={way}"><link rel="canonical" href="{way}"></head>
<body><p>This entry stands <a href="{way}">here</a> now.</p></body></html>
"""

Progress = Callable[[int, int], None]  # files done, files known so far


class ExportError(Exception):
    """The site was not exported; the folder is as it was. The message says why."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written. `elsewhere`: addresses that still lead to the running service."""

    folder: Path
    pages: int
    files: int
    size: int  # bytes
    kept: int  # files that were taken over from the last export, for nothing in them has changed
    elsewhere: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """For programs: counts, and bytes."""
        return {
            "folder": str(self.folder),
            "pages": self.pages,
            "files": self.files,
            "bytes": self.size,
            "kept": self.kept,
            "elsewhere": list(self.elsewhere),
        }

    def __str__(self) -> str:
        kept = f" ({self.kept} unchanged)" if self.kept else ""
        return (
            f"{self.pages} pages and {self.files - self.pages} other files{kept}, "
            f"{self.size / 1_000_000:.1f} MB, in {self.folder}"
        )


@dataclass(frozen=True, slots=True)
class _Written:
    sha256: str
    size: int  # bytes
    stamp: str  # of what the file was made of; empty: it is made anew each time


@dataclass(slots=True)
class _Work:
    folder: Path
    last: Path
    before: dict[str, _Written]  # what the last export wrote, by path
    written: dict[str, _Written] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    pages: int = 0
    kept: int = 0

    def write(self, path: str, content: bytes, stamp: str = "") -> None:
        target = self._place(path)
        target.write_bytes(content)
        self.written[path] = _Written(hashlib.sha256(content).hexdigest(), len(content), stamp)

    def keep(self, path: str, stamp: str) -> bytes | None:
        """Takes the file over from the last export, if it was made of the same and is whole."""
        known = self.before.get(path)
        if not stamp or known is None or known.stamp != stamp:
            return None
        try:
            content = (self.last / path).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest() != known.sha256:
            return None
        target = self._place(path)
        try:
            os.link(self.last / path, target)
        except OSError:  # a file system without hard links
            target.write_bytes(content)
        self.written[path] = known
        self.kept += 1
        return content

    def _place(self, path: str) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target


def is_export(request: HttpRequest) -> bool:
    """Whether the page is made for an export: no search, no filters, no pages of a list."""
    return _MARK in request.META


def export_site(
    folder: Path,
    *,
    at: datetime | None = None,
    progress: Progress | None = None,
    anew: bool = False,
) -> ExportReport:
    """Writes every public page, data file and style into `folder`, in place of the last export.

    Pages of entries that have not changed since are taken over from it, unless all is to be made
    `anew`. `progress` is told after each file. The folder is exchanged as a whole when all has been
    written. Raises ExportError when it holds something else than an export, or when a page or a
    link between pages is broken.
    """
    at = at or clock.now()
    _check_folder(folder)
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    work = _Work(new, folder, {} if anew else _last_export(folder))
    try:
        _write_styles(work)
        _write_pages(work, at, progress or (lambda _done, _known: None))
        if work.broken:
            raise ExportError(f"Nothing was exported. Broken: {', '.join(sorted(work.broken))}.")
        _write_manifest(work, at)
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
    )


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file. Name a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise ExportError(
            f"{folder} holds something else than an export of this service. Name an empty folder."
        )


def _last_export(folder: Path) -> dict[str, _Written]:
    """What the last export wrote; nothing, when there is none that can be understood."""
    try:
        document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return {
            entry["path"]: _Written(entry["sha256"], entry["bytes"], entry.get("stamp", ""))
            for entry in document["files"]
        }
    except (OSError, ValueError, KeyError, TypeError):
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
    yield from (reverse(f"register:{name}") for name in _SINGLE_PAGES)
    yield reverse("interface:about")
    for kind, model in (("forum", Forum), ("body", Body)):
        slugs = model._default_manager.filter(is_practice__in=practice).values_list("slug")
        yield from (reverse(f"register:{kind}", args=slug) for slug in slugs.iterator())
    versions = PlanVersion.objects.filter(number__isnull=False, body__is_practice__in=practice)
    for slug, number in versions.values_list("body__slug", "number").iterator():
        yield reverse("register:plan", args=[slug])
        yield reverse("register:plan-version", args=[slug, number])
        yield reverse("register:plan-document", args=[slug, number])
    for edition in practice:
        for file in files.data_files(Edition(practice=edition, at=at)):
            yield reverse("register:data-file", args=[file.name, "csv"])
            yield reverse("register:data-file", args=[file.name, "json"])


def _write_pages(work: _Work, at: datetime, progress: Progress) -> None:
    handler = BaseHandler()
    handler.load_middleware()
    stamp_of = _stamps(at)
    waiting = list(dict.fromkeys(_addresses(at)))
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        path, stamp = _file_of(address), stamp_of(address)
        linked = set()
        if kept := work.keep(path, stamp):
            if path.endswith(".html"):
                work.pages += 1
                linked = _linked_from(kept.decode(), path, work)
        else:
            linked = _write_page(work, handler.get_response(_request(address)), address, stamp)
        waiting += linked - seen
        seen |= linked
        progress(len(seen) - len(waiting), len(seen))


def _write_page(work: _Work, response: object, address: str, stamp: str) -> set[str]:
    """Writes the answer of one address; gives the addresses of pages that it links to."""
    path = _file_of(address)
    if isinstance(response, HttpResponseRedirectBase) and _is_public(response.url):
        way = _way(_file_of(response.url), path)
        work.pages += 1
        work.write(path, _MOVED.format(way=escape(way)).encode(), stamp)
        return {response.url}
    if not isinstance(response, HttpResponseBase) or response.status_code != 200:
        work.broken.append(f"{address} (answer {getattr(response, 'status_code', 'none')})")
        return set()
    content = (
        b"".join(cast(Iterator[bytes], response.streaming_content))
        if isinstance(response, StreamingHttpResponse)
        else cast(HttpResponse, response).content
    )
    linked: set[str] = set()
    if response.headers.get("Content-Type", "").startswith("text/html"):
        work.pages += 1
        page, linked = _with_relative_links(content.decode(), path, work)
        content = page.encode()
    work.write(path, content, stamp)
    return linked


def _stamps(at: datetime) -> Callable[[str], str]:
    """A function that gives the stamp of an address; empty where nobody can say it beforehand."""
    found = stamps.entry_stamps(on=timezone.localdate(at))
    by_kind = {"forums": found.forums, "bodies": found.bodies}
    every_page = f"{stamps.code_stamp()}.{stamps.settings_stamp()}"

    def stamp_of(address: str) -> str:
        match = _ENTRY.match(address)
        entry = by_kind[match[1]].get(match[2]) if match else None
        return f"{every_page}.{entry}" if entry else ""

    return stamp_of


def _linked_from(page: str, path: str, work: _Work) -> set[str]:
    """Addresses of the pages that a written page links to, for those to be written as well."""
    folder, addresses = posixpath.dirname(path), set()
    for attribute in _WRITTEN_LINK.findall(page):
        link = unescape(attribute)
        if link.startswith(f"{settings.ALONGSIDE_ADDRESS}/"):
            work.elsewhere.add(urlsplit(link).path)
        elif link and ":" not in link:
            target = posixpath.normpath(posixpath.join(folder, urlsplit(link).path))
            addresses.add(f"/{target.removesuffix('index.html')}")
    return {address for address in addresses if _is_public(address)}


def _request(address: str) -> WSGIRequest:
    live = urlsplit(settings.ALONGSIDE_ADDRESS)
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(address),
            "QUERY_STRING": "",
            "SERVER_NAME": live.hostname or "",
            "SERVER_PORT": str(live.port or (443 if live.scheme == "https" else 80)),
            "HTTP_HOST": live.netloc,
            "HTTP_X_FORWARDED_PROTO": live.scheme,
            "wsgi.url_scheme": live.scheme,
            "wsgi.input": io.BytesIO(),
            _MARK: "yes",
        }
    )


def _file_of(address: str) -> str:
    """/forums/x/ is the file forums/x/index.html, which web servers show for it."""
    path = unquote(address).lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def _with_relative_links(page: str, path: str, work: _Work) -> tuple[str, set[str]]:
    """The page with links that work from a file, and the addresses of pages that it links to."""
    linked: set[str] = set()

    def relative(match: re.Match[str]) -> str:
        attribute, link = match[1], unescape(match[2])
        parts = urlsplit(link)
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        static = f"/{settings.STATIC_URL.strip('/')}/"
        if link.startswith("//"):
            return match[0]
        if parts.path.startswith(static):
            target = unquote(parts.path).lstrip("/")
            if target not in work.written:
                work.broken.append(f"{parts.path} (on {path})")
        elif _is_public(parts.path):
            linked.add(parts.path)
            target = _file_of(parts.path)
        else:
            work.elsewhere.add(parts.path)
            return f'{attribute}="{escape(settings.ALONGSIDE_ADDRESS + link)}"'
        return f'{attribute}="{escape(_way(target, path) + fragment)}"'

    return _LINK.sub(relative, page), linked


def _way(target: str, path: str) -> str:
    """The relative address of one file as seen from another."""
    return posixpath.relpath(target, posixpath.dirname(path) or ".")


@lru_cache(maxsize=4096)
def _is_public(path: str) -> bool:
    try:
        return resolve(path).namespace in _PUBLIC
    except Resolver404:
        # An address in somebody's entry that leads nowhere must not stop the export of all others.
        return False


def _write_styles(work: _Work) -> None:
    """Styles, scripts and pictures: collected ones with their hashed names, or else the sources."""
    prefix = settings.STATIC_URL.strip("/")
    collected = Path(settings.STATIC_ROOT or "") / "ui"
    if collected.is_dir():
        for file in sorted(collected.rglob("*")):
            if file.is_file() and file.suffix not in (".gz", ".br"):
                name = file.relative_to(collected.parent).as_posix()
                work.write(f"{prefix}/{name}", file.read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            if name.startswith("ui/") and f"{prefix}/{name}" not in work.written:
                with storage.open(name) as source:
                    work.write(f"{prefix}/{name}", source.read())


def _write_manifest(work: _Work, at: datetime) -> None:
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
    (work.folder / MANIFEST).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
