"""The public site as plain files that any web server serves, or none: it survives without a centre.

Pages are asked of Django's own handler, without a network, and linked to each other by relative
addresses, so that the folder works at any address, in any subfolder, and opened from a disk.
"""

import hashlib
import io
import json
import posixpath
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from alongside.bodies.models import Body
from alongside.core import clock
from alongside.forums.models import Forum
from alongside.plans.models import PlanVersion
from alongside.publishing import files
from alongside.publishing.queries import Edition

MANIFEST = "export.json"
_MARK = "alongside.export"  # no header can set it: those all begin with HTTP_
_SINGLE_PAGES = (
    "home",
    "forum-list",
    "body-list",
    "figures",
    "data",
    "about",
    "accessibility",
    "privacy",
    "robots",
    "security",
)
_LINK = re.compile(r'\b(href|src|action)="(/[^"]*)"')


class ExportError(Exception):
    """The site was not exported; the folder is as it was. The message says why."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written. `elsewhere`: addresses that still lead to the running service."""

    folder: Path
    pages: int
    files: int
    size: int  # bytes
    elsewhere: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.pages} pages and {self.files - self.pages} other files, "
            f"{self.size / 1_000_000:.1f} MB, in {self.folder}"
        )


@dataclass(slots=True)
class _Work:
    folder: Path
    written: dict[str, tuple[str, int]] = field(default_factory=dict)  # path: SHA-256, bytes
    elsewhere: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    pages: int = 0

    def write(self, path: str, content: bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.written[path] = (hashlib.sha256(content).hexdigest(), len(content))


def is_export(request: HttpRequest) -> bool:
    """Whether the page is made for an export: no search, no filters, no pages of a list."""
    return _MARK in request.META


def export_site(folder: Path, *, at: datetime | None = None) -> ExportReport:
    """Writes every public page, data file and style into `folder`, in place of the last export.

    The folder is exchanged as a whole when all has been written. Raises ExportError when it holds
    something else than an export, or when a page or a link between pages is broken.
    """
    at = at or clock.now()
    _check_folder(folder)
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    work = _Work(new)
    try:
        _write_styles(work)
        _write_pages(work, at)
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
        size=sum(size for _, size in work.written.values()),
        elsewhere=tuple(sorted(work.elsewhere)),
    )


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file. Name a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise ExportError(
            f"{folder} holds something else than an export of this service. Name an empty folder."
        )


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


def _write_pages(work: _Work, at: datetime) -> None:
    handler = BaseHandler()
    handler.load_middleware()
    waiting = list(dict.fromkeys(_addresses(at)))
    seen = set(waiting)
    while waiting:
        address = waiting.pop()
        response = handler.get_response(_request(address))
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            work.broken.append(f"{address} (answer {response.status_code})")
            continue
        content, path = response.content, _file_of(address)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            work.pages += 1
            page, linked = _with_relative_links(content.decode(), path, work)
            content = page.encode()
            waiting += linked - seen
            seen |= linked
        work.write(path, content)


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
        way = posixpath.relpath(target, posixpath.dirname(path) or ".")
        return f'{attribute}="{escape(way + fragment)}"'

    return _LINK.sub(relative, page), linked


def _is_public(path: str) -> bool:
    try:
        return resolve(path).namespace == "register"
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
            {"path": path, "sha256": fingerprint, "bytes": size}
            for path, (fingerprint, size) in sorted(work.written.items())
        ],
    }
    (work.folder / MANIFEST).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
