"""What changed in the register, as a whole and entry by entry."""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from alongside.publishing import changes, entries
from alongside.publishing.domain.changes import GROUP_WORDS, ChangeGroup
from alongside.publishing.domain.filters import clean
from alongside.publishing.exported_pages import is_export
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page

_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,100}")
_LARGEST_ID = 2**63 - 1  # of what PostgreSQL keeps as the number of an event


@public
def activity(request: HttpRequest) -> HttpResponse:
    """Every public change, narrowed by `?kind=…&body=…`, from `?before=…` on."""
    group, body, before = _group(request), _slug(request.GET.get("body", "")), _before(request)
    limit, kind = _limit(request), clean(request.GET.get("kind", ""))
    found = changes.changes(
        limit=limit + 1, before=before, group=group, body_slug=body, gathered=True
    )
    context = {
        "section": "changes",
        "found": changes.page_of(found, limit=limit),
        "group": group,
        "query": urlencode(
            ({"kind": group.value} if group else {}) | ({"body": body} if body else {})
        ),
        "no_choices": [(gettext("What changed"), kind[:100])] if kind and group is None else [],
        "groups": GROUP_WORDS,
        "body": body,
        "bodies": [] if is_export(request) else changes.bodies_with_changes(),
        "asked_before": before is not None,
        "feed_address": reverse("register:changes-feed"),
        "canonical": _canonical(request, kind=group, body=body, before=before),
    }
    return page(request, "changes", context)


@public
def one_import(request: HttpRequest, number: int) -> HttpResponse:
    """All that one import changed, entry by entry."""
    before, limit = _before(request), _limit(request)
    try:
        whole, found = changes.imported(min(number, _LARGEST_ID), limit=limit + 1, before=before)
    except changes.NoSuchImport:
        raise Http404("There is no such import.") from None
    context = {
        "section": "changes",
        "whole": whole,
        "found": changes.page_of(found, limit=limit),
        "own_address": reverse("register:import", args=[number]),
        "asked_before": before is not None,
        "canonical": _canonical(request, before=before),
    }
    return page(request, "import", context)


@public
def forum_history(request: HttpRequest, slug: str) -> HttpResponse:
    with or_not_found():
        try:
            forum, subjects = entries.forum_trail(
                slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE
            )
        except entries.Moved as moved:
            return redirect("register:forum-history", moved.slug, permanent=True)
    before, limit = _before(request), _limit(request)
    found = changes.changes_of(*subjects, limit=limit + 1, before=before)
    context = {
        "section": "forums",
        "list_text": gettext("Forums"),
        "list_address": reverse("register:forum-list"),
        "name": forum.name,
        "practice": forum.is_practice,
        "entry_address": reverse("register:forum", args=[forum.slug]),
        "own_address": reverse("register:forum-history", args=[forum.slug]),
        "found": changes.page_of(found, limit=limit),
        "asked_before": before is not None,
        "canonical": _canonical(request, before=before),
    }
    return page(request, "history", context)


@public
def body_history(request: HttpRequest, slug: str) -> HttpResponse:
    with or_not_found():
        body = entries.body_named(slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    before, limit = _before(request), _limit(request)
    found = changes.changes_of(
        f"body:{body.slug}", body_slug=body.slug, limit=limit + 1, before=before
    )
    context = {
        "section": "bodies",
        "list_text": gettext("Public bodies"),
        "list_address": reverse("register:body-list"),
        "name": body.name,
        "practice": body.is_practice,
        "entry_address": reverse("register:body", args=[body.slug]),
        "own_address": reverse("register:body-history", args=[body.slug]),
        "found": changes.page_of(found, limit=limit),
        "asked_before": before is not None,
        "canonical": _canonical(request, before=before),
    }
    return page(request, "history", context)


def _canonical(request: HttpRequest, **asked: object) -> str:
    """The page's own address: its path, and of the query what it understood."""
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{request.path}?{query}" if query else request.path


def _group(request: HttpRequest) -> ChangeGroup | None:
    kind = request.GET.get("kind", "")
    return ChangeGroup(kind) if kind in set(ChangeGroup) else None


def _slug(text: str) -> str:
    """What may be a body's place in our addresses; of anything else, nothing."""
    return text if _SLUG.fullmatch(text) else ""


def _before(request: HttpRequest) -> int | None:
    """The number of a change; nonsense is passed over."""
    text = request.GET.get("before", "")
    if text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) <= _LARGEST_ID:
        return int(text)
    return None


def _limit(request: HttpRequest) -> int:
    return changes.EXPORTED if is_export(request) else changes.PAGE_SIZE
