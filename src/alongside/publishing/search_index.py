"""What can be searched without a server: every entry of a kind in one small script.

A script and not JSON, because a page that was opened from a disk may load scripts beside it and
nothing else. `ui/search.js` reads it. It holds the very words by which the service finds an entry,
each with the entries that have it, and the places of forums, so that both find the same.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField
from django.urls import reverse
from django.utils.translation import gettext

from alongside.bodies.models import Body
from alongside.forums.domain import asking
from alongside.forums.models import Forum, ForumAlias

KINDS = ("forums", "bodies")

# Weights of the text search by place: names; subject and topics; all else. In this order a word
# tells less and less, and it is told of an entry once, where it tells most.
_PLACES = ("a", "b", "c,d")

# Way to the entry's page, its name, and a line about it; of practice the word for it besides.
Entry = tuple[str, ...]
# For each place: the stem of a word, and the entries that have it there, each by its distance from
# the one before; numbers so small keep the script small.
Words = list[dict[str, list[int]]]


class _StemsAt(Func):
    """The stems in one place of the text search; none of an entry whose words are not kept yet."""

    output_field = ArrayField(TextField())

    def __init__(self, labels: str) -> None:
        stems = f"tsvector_to_array(ts_filter(%(expressions)s, '{{{labels}}}'))"
        super().__init__(F("search"), template=f"coalesce({stems}, '{{}}')")


def script(kind: str, *, practice_too: bool) -> str:
    """The entries of a kind, by name, as a script that adds them to `alongsideSearch`.

    Raises KeyError for a kind that is not in KINDS.
    """
    rows = {"forums": _forums, "bodies": _bodies}[kind](practice_too)
    entries: list[Entry] = []
    words: Words = [{} for _ in _PLACES]
    last: list[dict[str, int]] = [{} for _ in _PLACES]
    for entry, *stems in rows:
        told: set[str] = set()
        for place, here in enumerate(stems):
            for stem in sorted(set(here) - told):
                before = last[place].get(stem, 0)
                words[place].setdefault(stem, []).append(len(entries) - before)
                last[place][stem] = len(entries)
            told.update(here)
        entries.append(entry)
    whole = {"entries": entries, "words": words, "reading": asking.for_reading()}
    if kind == "forums":
        whole["places"] = _places([entry[0] for entry in entries])
    # JSON is a script as it stands, but for "</" where a page would hold it; ours is a file.
    data = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return f"(window.alongsideSearch ||= {{}}).{kind} = {data};\n"


Row = tuple[Any, ...]  # Entry, and the stems of each place


def _forums(practice_too: bool) -> Iterable[Row]:
    forums = Forum.objects.standing()
    shown = forums if practice_too else forums.filter(is_practice=False)
    rows = shown.order_by("name_key", "pk").values_list(
        "slug", "name", "is_practice", "subject", "area", *map(_StemsAt, _PLACES)
    )
    for slug, name, is_practice, subject, area, *stems in rows.iterator():
        entry = (_way("register:forum", slug), name, _line((subject, area)))
        yield entry + _marked(is_practice), *stems


def _places(ways: Sequence[str]) -> dict[str, int]:
    """Each place that leads to a forum, and the number of its entry."""
    numbers = {way: number for number, way in enumerate(ways)}
    aliases = ForumAlias.objects.exclude(place="").order_by("place")
    known = aliases.values_list("place", "forum__slug", "forum__merged_into__slug")
    found = (
        (place, numbers.get(_way("register:forum", kept or slug))) for place, slug, kept in known
    )
    return {place: number for place, number in found if number is not None}


def _bodies(practice_too: bool) -> Iterable[Row]:
    shown = Body.objects.all() if practice_too else Body.objects.real()
    rows = shown.order_by("name_key", "pk").values_list(
        "slug", "name", "is_practice", "acronym", *map(_StemsAt, _PLACES)
    )
    for slug, name, is_practice, acronym, *stems in rows.iterator():
        yield (_way("register:body", slug), name, acronym, *_marked(is_practice)), *stems


def _marked(is_practice: bool) -> tuple[str, ...]:
    return (gettext("Practice"),) if is_practice else ()


def _way(page: str, slug: str) -> str:
    """From the folder of the site, so that it works wherever the site is put."""
    return reverse(page, args=[slug]).lstrip("/")


def _line(parts: Sequence[str]) -> str:
    return ", ".join(part for part in parts if part)
