"""What can be searched without a server: every entry of a kind in one small script.

A script and not JSON, because a page that was opened from a disk may load scripts beside it and
nothing else. `ui/search.js` reads it.
"""

import json
from collections.abc import Iterable, Iterator

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.urls import reverse

from alongside.bodies.models import Body
from alongside.forums.domain.synonyms import GROUPS
from alongside.forums.models import Forum

KINDS = ("forums", "bodies")

_LABELS = ArrayAgg("topics__label", filter=Q(topics__isnull=False), default=[])
_REMIT_LENGTH = 300  # characters; the whole of a thousand remits would be slow to load

# Way to the entry's page, its name, a line about it, and words by which it is found besides.
Entry = tuple[str, str, str, str]


def script(kind: str, *, practice_too: bool) -> str:
    """The entries of a kind, by name, as a script that adds them to `alongsideSearch`.

    Raises KeyError for a kind that is not in KINDS.
    """
    entries = {"forums": _forums, "bodies": _bodies}[kind](practice_too)
    words = {"entries": list(entries), "synonyms": GROUPS}
    # JSON is a script as it stands, but for "</" where a page would hold it; ours is a file.
    data = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return f"(window.alongsideSearch ||= {{}}).{kind} = {data};\n"


def _forums(practice_too: bool) -> Iterator[Entry]:
    forums = Forum.objects.standing()
    shown = forums if practice_too else forums.filter(is_practice=False)
    rows = shown.annotate(labels=_LABELS).order_by("name_key", "pk")
    for row in rows.values_list(
        "slug", "name", "subject", "area", "other_names", "labels", "operator_name"
    ).iterator():
        slug, name, subject, area, other_names, labels, operator = row
        words = _line((*other_names, *labels, operator))
        yield _way("register:forum", slug), name, _line((subject, area)), words


def _bodies(practice_too: bool) -> Iterator[Entry]:
    shown = Body.objects.all() if practice_too else Body.objects.real()
    rows = shown.annotate(labels=_LABELS).order_by("name_key", "pk")
    for row in rows.values_list(
        "slug", "name", "acronym", "other_names", "labels", "remit"
    ).iterator():
        slug, name, acronym, other_names, labels, remit = row
        words = _line((*other_names, *labels, remit[:_REMIT_LENGTH]))
        yield _way("register:body", slug), name, acronym, words


def _way(page: str, slug: str) -> str:
    """From the folder of the site, so that it works wherever the site is put."""
    return reverse(page, args=[slug]).lstrip("/")


def _line(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
