"""Published tables that can be narrowed as the lists on the pages are, by the same query."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django.db.models import Q, QuerySet

from alongside.bodies.domain.topics import TOPICS
from alongside.proposals.domain.fields import About
from alongside.proposals.domain.life import ProposalState
from alongside.proposals.queries import about_entry
from alongside.publishing import body_lists, changes, forum_lists, major_forums
from alongside.publishing.domain.changes import ChangeGroup
from alongside.publishing.domain.filters import BodyFilter, ForumFilter, clean
from alongside.publishing.domain.major_forums import Looked, list_filter_of
from alongside.publishing.tables import Edited

Params = Mapping[str, Sequence[str]]


class NotNarrowed(Exception):
    """The file cannot be narrowed so; `parameter` is the one that is at fault."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class _Narrowing:
    """What a file can be narrowed by. `choices`: the only values that some parameters may have.

    `rows` gives the condition that a row of the file must meet.
    """

    known: Sequence[str]
    choices: Mapping[str, Collection[str]]
    rows: Callable[[Params, datetime], Q]


def narrowed(found: Edited, params: Params, *, at: datetime) -> Edited:
    """The file with the rows that the list of this query shows; the same without a query.

    Raises NotNarrowed for what the file does not know, rather than give all rows to whoever asked
    for some. Files of which no page has a list that can be narrowed, and those of practice, know no
    query.
    """
    narrowing = _NOT if found.edition.practice else _FILES.get(found.file.name, _NOT)
    _check(narrowing, params)
    if not any(value for name in params if name != "sort" for value in params[name]):
        return found
    all_rows = cast(QuerySet[Any], found.file.rows(found.edition))
    fitting = all_rows.filter(narrowing.rows(params, at))
    return replace(found, file=replace(found.file, rows=lambda _: fitting))


def _check(narrowing: _Narrowing, params: Params) -> None:
    known = narrowing.known
    for name in params:
        if name not in known:
            choices = f"It has {', '.join(known)}." if known else "It has none."
            raise NotNarrowed(name, f"This file has no such parameter. {choices}")
    for name, values in narrowing.choices.items():
        for value in params.get(name, ()):
            if value and value not in values:
                raise NotNarrowed(name, f"It must be one of {', '.join(values)}.")


def _forums(params: Params, at: datetime) -> Q:
    asked = ForumFilter.of(params)
    return Q(pk__in=forum_lists.fitting_ids(asked, at=at)) if asked.narrows else Q()


def _bodies(params: Params, at: datetime) -> Q:
    asked = BodyFilter.of(params)
    return Q(pk__in=body_lists.fitting_ids(asked, at=at)) if asked.narrows else Q()


def _listings(params: Params, at: datetime) -> Q:
    firsts = _firsts(params)
    wanted = major_forums.fitting_listings(list_filter_of(firsts), at=at)
    return wanted & Q(forum__slug=firsts["forum"]) if firsts.get("forum") else wanted


def _proposals(params: Params, _at: datetime) -> Q:
    firsts, wanted = _firsts(params), Q()
    if state := firsts.get("state"):
        wanted &= Q(state=state)
    for about in About:
        if slug := firsts.get(about.value):
            wanted &= about_entry(about, slug)
    return wanted


def _changes(params: Params, _at: datetime) -> Q:
    firsts = _firsts(params)
    kind = firsts.get("kind")
    wanted = changes.wanted_events(
        group=ChangeGroup(kind) if kind else None, body_slug=firsts.get("body", "")
    )
    return Q(pk__in=wanted.order_by().values("pk"))


def _firsts(params: Params) -> dict[str, str]:
    return {name: clean(values[0]) for name, values in params.items() if values and values[0]}


_ANSWERED = (ProposalState.ACCEPTED, ProposalState.IN_PART, ProposalState.DECLINED)
_NOT = _Narrowing((), {}, lambda _params, _at: Q())
# A list leads to its file with its whole query; in which order rows come makes no difference.
_FILES: Mapping[str, _Narrowing] = {
    "forums": _Narrowing(
        ("q", *ForumFilter.FACETS, "sort"),
        {name: [*values] for name, values in ForumFilter.KNOWN.items()},
        _forums,
    ),
    "bodies": _Narrowing(
        ("q", *BodyFilter.FACETS, "sort"),
        {name: [*values] for name, values in BodyFilter.KNOWN.items()},
        _bodies,
    ),
    "listings": _Narrowing(
        ("q", "topic", "body", "forum", "looked", "sort"),
        {"topic": [*TOPICS], "looked": [*Looked]},
        _listings,
    ),
    "proposals": _Narrowing(("state", "forum", "body"), {"state": _ANSWERED}, _proposals),
    "changes": _Narrowing(("kind", "body"), {"kind": [*ChangeGroup]}, _changes),
}
