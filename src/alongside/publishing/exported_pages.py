"""The pages of an export: asked of Django's own handler, and made to work as files.

Nothing here knows of the whole: each address is made by itself, in this process or in another.
"""

import hashlib
import io
import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from html import escape, unescape
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.defaults import page_not_found

from alongside.core.questions import Answers, Asked, listening
from alongside.ui.copies import MARK, Copy, copy_of

NOT_FOUND = "404.html"
_PUBLIC = ("register", "interface")  # namespaces of addresses that are pages for everybody
_AT_A_TIME = 40  # addresses that a process takes at once
_LINK = re.compile(r'\b(href|src|action)="(/[^"]*)"')
# Whither a page leads; where it stands in the running service is no way that anybody takes.
_WRITTEN_LINK = re.compile(r'(?<!rel="canonical" )\b(?:href|src|action)="([^"]*)"')
# Browsers load no module from a disk. Ours only makes components of forms and of staff livelier, of
# which an export has none.
_MODULE = re.compile(r'[ \t]*<script type="module"[^>]*></script>\n?')
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_MOVED = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Moved</title>
<meta http-equiv="refresh" content="0; url={way}"><link rel="canonical" href="{way}"></head>
<body><p>This entry stands <a href="{way}">here</a> now.</p></body></html>
"""


@dataclass(frozen=True, slots=True)
class Written:
    sha256: str
    size: int  # bytes
    stamp: str  # of what the file was made of; empty: it is made anew each time


@dataclass(frozen=True, slots=True)
class Task:
    """An address to be made. `known`: what the last export wrote for it, if it wrote any.

    `of_entry`: the stamp is of one entry; else of the whole register, and a page with another stamp
    may still be the same: if `asked`, what the last export asked for it, is answered the same.
    """

    address: str
    stamp: str
    known: Written | None
    of_entry: bool = True
    asked: Asked | None = None  # None: not known


@dataclass(slots=True)
class Made:
    """What became of an address."""

    path: str
    written: Written | None = None
    is_page: bool = False
    is_kept: bool = False  # taken over from the last export
    linked: set[str] = field(default_factory=set)  # addresses of pages
    elsewhere: set[str] = field(default_factory=set)  # that only the running service answers
    broken: list[str] = field(default_factory=list)
    tells_moment: bool = False  # it says when it was made, so that another would say otherwise
    asked: Asked | None = None  # for a page of no one entry; None: not all of it is known


class Maker:
    """Makes addresses into files of `folder`. `statics`: the styles and pictures that are there;
    `before`: all files of the last export; `copy`: what the files are, for their pages to say."""

    def __init__(
        self,
        folder: Path,
        last: Path,
        statics: frozenset[str],
        before: frozenset[str],
        copy: Copy,
    ) -> None:
        self._folder, self._last, self._statics, self._before = folder, last, statics, before
        self._copy = copy
        self._told: set[str] = set()  # addresses of pages that were named already
        self._answers = Answers()
        self._handler = BaseHandler()
        self._handler.load_middleware()

    def make(self, task: Task) -> Made:
        made = Made(file_of(task.address))
        if (kept := self._kept(made.path, task)) is not None:
            made.is_kept = True
            made.is_page = made.path.endswith(".html")
            made.written = self._take_over(kept, made, task)
            made.asked = task.asked
        elif task.of_entry:
            self._ask(made, task)
        else:
            with listening(self._answers) as heard:
                self._ask(made, task)
            made.asked = heard.asked if heard.is_whole and not made.tells_moment else None
        made.linked -= self._told  # once is enough: pages name the same ones again and again
        self._told |= made.linked
        return made

    def make_not_found(self) -> Made:
        """The page that web servers show in the place of every address that leads nowhere.

        Shown in any folder, its links can only begin at the root of the host.
        """
        made = Made(NOT_FOUND, is_page=True)
        # Not asked of the handler, which would warn in the log of an address that is not there.
        answer = page_not_found(self._request(f"/{NOT_FOUND}"), Http404())
        page = _MODULE.sub("", answer.content.decode())

        def whole(match: re.Match[str]) -> str:
            path = urlsplit(unescape(match[2])).path
            if match[2].startswith("//") or _is_public(path) or path.startswith(_statics()):
                return match[0]
            return self._elsewhere(match[1], unescape(match[2]), made)

        made.written = write(self._folder, made.path, _LINK.sub(whole, page).encode())
        return made

    def _ask(self, made: Made, task: Task) -> None:
        self._write(made, self._handler.get_response(self._request(task.address)), task)

    def _request(self, address: str) -> WSGIRequest:
        return _request(address, self._copy)

    def _elsewhere(self, attribute: str, link: str, made: Made) -> str:
        """The way to what only the running service answers; none, where that is not to be had."""
        made.elsewhere.add(urlsplit(link).path)
        if not self._copy.service:
            return ""
        return f'{attribute}="{escape(self._copy.service + link)}"'

    def _kept(self, path: str, task: Task) -> bytes | None:
        """The file of the last export, if it was made of the same and is whole."""
        known = task.known
        if known is None or not (known.stamp == task.stamp or self._is_answered_the_same(task)):
            return None
        try:
            content = (self._last / path).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == known.sha256 else None

    def _is_answered_the_same(self, task: Task) -> bool:
        return task.asked is not None and self._answers.are_the_same(task.asked)

    def _take_over(self, content: bytes, made: Made, task: Task) -> Written | None:
        """Puts a file of the last export into this one; of a page, the date is that of this."""
        if made.is_page:
            page = content.decode()
            self._find_links(page, made)
            if (dated := self._copy.dated(page)) != page:
                return write(self._folder, made.path, dated.encode(), task.stamp)
        target = place(self._folder, made.path)
        try:
            os.link(self._last / made.path, target)
        except OSError:  # a file system without hard links
            target.write_bytes(content)
        return task.known and replace(task.known, stamp=task.stamp)

    def _write(self, made: Made, response: object, task: Task) -> None:
        if isinstance(response, HttpResponseRedirectBase) and _is_public(response.url):
            way = _way(file_of(response.url), made.path)
            made.is_page = True
            made.linked = {response.url}
            content = _MOVED.format(way=escape(way)).encode()
        elif not isinstance(response, HttpResponseBase) or response.status_code != 200:
            status = getattr(response, "status_code", "none")
            made.broken.append(f"{task.address} (answer {status})")
            return
        else:
            content = (
                b"".join(cast(Iterator[bytes], response.streaming_content))
                if isinstance(response, StreamingHttpResponse)
                else cast(HttpResponse, response).content
            )
            if response.headers.get("Content-Type", "").startswith("text/html"):
                made.is_page = True
                content = self._with_relative_links(content.decode(), made).encode()
        made.tells_moment = _tells_moment(content, self._copy.made_at)
        made.written = write(self._folder, made.path, content, task.stamp)

    def _with_relative_links(self, page: str, made: Made) -> str:
        """The page with links that work from a file; whither they lead is noted."""

        def relative(match: re.Match[str]) -> str:
            attribute, link = match[1], unescape(match[2])
            parts = urlsplit(link)
            fragment = f"#{parts.fragment}" if parts.fragment else ""
            if link.startswith("//"):
                return match[0]
            if parts.path.startswith(_statics()):
                target = unquote(parts.path).lstrip("/")
                if target not in self._statics:
                    made.broken.append(f"{parts.path} (on {made.path})")
            elif _is_public(parts.path):
                made.linked.add(parts.path)
                target = file_of(parts.path)
            else:
                return self._elsewhere(attribute, link, made)
            return f'{attribute}="{escape(_way(target, made.path) + fragment)}"'

        written = _LINK.sub(relative, _MODULE.sub("", page))
        self._find_elsewhere(written, made)
        return written

    def _find_links(self, page: str, made: Made) -> None:
        """Notes whither a page that was written before leads."""
        folder = posixpath.dirname(made.path)
        self._find_elsewhere(page, made)
        for attribute in set(_WRITTEN_LINK.findall(page)):
            link = unescape(attribute) if "&" in attribute else attribute
            if link and ":" not in link:
                target = _file_from(folder, link.partition("#")[0].partition("?")[0])
                # What an export leads to is in it; so that nobody need ask what it is.
                if target in self._before and target not in self._statics:
                    made.linked.add(f"/{target.removesuffix('index.html')}")

    def _find_elsewhere(self, page: str, made: Made) -> None:
        """Notes what a finished page leads to that only the running service answers."""
        if live := self._copy.service:
            for attribute in set(_WRITTEN_LINK.findall(page)):
                link = unescape(attribute)
                if link.startswith(f"{live}/") and not _is_public(path := urlsplit(link).path):
                    made.elsewhere.add(path)


class Makers:
    """Makes many addresses: here, or by several processes that share the work."""

    def __init__(self, maker: Maker | None, pool: object = None) -> None:
        self._maker, self._pool = maker, pool

    def make(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """What became of each, in any order."""
        if self._maker is not None:
            return map(self._maker.make, tasks)
        batches = (tasks[start : start + _AT_A_TIME] for start in range(0, len(tasks), _AT_A_TIME))
        return chain.from_iterable(self._pool.imap_unordered(_make, batches))  # type: ignore[attr-defined]  # a Pool


@contextmanager
def makers(
    processes: int,
    folder: Path,
    last: Path,
    statics: frozenset[str],
    before: frozenset[str],
    copy: Copy,
) -> Iterator[Makers]:
    """For as many processes; with one, everything is made in this one."""
    if processes <= 1:
        yield Makers(Maker(folder, last, statics, before, copy))
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings.SETTINGS_MODULE)
    # Begun anew, not forked: nobody shares a connection to the database.
    given = (folder, last, statics, before, copy)
    with get_context("spawn").Pool(processes, _begin, given) as pool:
        yield Makers(None, pool)


_own: Maker | None = None  # of a process that shares the work


def _begin(
    folder: Path, last: Path, statics: frozenset[str], before: frozenset[str], copy: Copy
) -> None:
    global _own
    django.setup()
    _own = Maker(folder, last, statics, before, copy)


def _make(tasks: Sequence[Task]) -> list[Made]:
    assert _own is not None
    return [_own.make(task) for task in tasks]


def is_export(request: HttpRequest) -> bool:
    """Whether the page is made for an export: no search, no filters, no pages of a list."""
    return copy_of(request) is not None


def file_of(address: str) -> str:
    """/forums/x/ is the file forums/x/index.html, which web servers show for it."""
    path = unquote(address).lstrip("/")
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def place(folder: Path, path: str) -> Path:
    """Where the file goes; its folders are made."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def write(folder: Path, path: str, content: bytes, stamp: str = "") -> Written:
    place(folder, path).write_bytes(content)
    return Written(hashlib.sha256(content).hexdigest(), len(content), stamp)


def _tells_moment(content: bytes, begun: datetime) -> bool:
    """Whether a moment stands in it since the export has begun, by our clocks: that of its making.

    What is in the register was written before; a date to come only costs time.
    """
    clocks = (begun.astimezone(UTC), timezone.localtime(begun))
    since = min(clock.strftime("%Y-%m-%dT%H:%M:%S") for clock in clocks).encode()
    return any(match[0] >= since for match in _MOMENT.finditer(content))


def _statics() -> str:
    """Where styles and scripts begin."""
    return f"/{settings.STATIC_URL.strip('/')}/"


def _request(address: str, copy: Copy) -> WSGIRequest:
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
            MARK: copy,
        }
    )


def _way(target: str, path: str) -> str:
    """The relative address of one file as seen from another."""
    there, here = target.split("/"), path.split("/")[:-1]
    same = 0
    for one, other in zip(there[:-1], here, strict=False):
        if one != other:
            break
        same += 1
    return "/".join([".."] * (len(here) - same) + there[same:])


def _file_from(folder: str, way: str) -> str:
    """Whither a relative address leads from a folder, as a file."""
    here, there = folder.split("/") if folder else [], way.split("/")
    ups = 0
    while ups < len(there) and there[ups] == "..":
        ups += 1
    return "/".join([*here[: len(here) - ups], *there[ups:]])


@lru_cache(maxsize=131_072)
def _is_public(path: str) -> bool:
    try:
        return resolve(path).namespace in _PUBLIC
    except Resolver404:
        # An address in somebody's entry that leads nowhere must not stop the export of all others.
        return False
