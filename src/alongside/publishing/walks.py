"""Walking through all records of one kind, part by part: for programs.

Records come in the order in which they were entered, which never changes: what is added meanwhile
comes at the end, and nothing comes twice or is passed over. Real records only. Each function is one
query; `after` is the number of the record that came last, and `limit` how many are wanted.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.core.unchanged import kept_while_unchanged
from alongside.forums.domain.kinds import BuildDecision, MeasureMethod
from alongside.forums.domain.places import place_of
from alongside.forums.models import DuplicateCheck, Forum, ForumAlias, Listing, Measure
from alongside.plans import queries as plans
from alongside.plans.models import PlanVersion
from alongside.publishing import major_forums, queries, releases
from alongside.publishing.coverage import CoverageRow, coverage_rows
from alongside.publishing.domain.major_forums import ListFilter
from alongside.publishing.entries import Account, NotFound
from alongside.publishing.entries.accounts import account_of, account_row
from alongside.publishing.models import Release
from alongside.publishing.queries import AgreementRow, Edition
from alongside.publishing.tables import DataFile
from alongside.publishing.tables.surveys import SurveyRow, survey_rows


def measures(
    *,
    forum: str = "",
    kind: str = "",
    method: MeasureMethod | None = None,
    dated_from: str = "",
    after: int = 0,
    limit: int,
) -> Sequence[Measure]:
    """Figures that stand. `dated_from`: a year, a month or a day, the first that is wanted."""
    found = Measure.objects.standing().filter(forum__is_practice=False, forum__merged_into=None)
    if forum:
        found = found.filter(forum__slug=forum)
    if kind:
        found = found.filter(kind=kind)
    if method:
        found = found.filter(method=method.value)
    if dated_from:
        found = found.filter(dated__gte=dated_from)
    return _next(found.select_related("forum").defer("forum__search"), after, limit)


def listings(
    *,
    body: str = "",
    forum: str = "",
    ended: bool = False,
    asked: ListFilter | None = None,
    after: int = 0,
    limit: int,
    at: datetime,
) -> Sequence[Listing]:
    """Listings that stand, or with `ended` those that do not any more.

    `asked`: of the forums alone that the list of it shows.
    """
    edition = Edition(practice=False, at=at)
    found = queries.ended_listing_rows(edition) if ended else queries.listing_rows(edition)
    if asked is not None and asked.narrows:
        found = found.filter(major_forums.fitting_listings(asked, at=at))
    return _next(_of(found, body, forum), after, limit)


def accounts(
    *,
    body: str = "",
    forum: str = "",
    in_use: bool | None = None,
    after: int = 0,
    limit: int,
    at: datetime,
) -> list[tuple[int, Account]]:
    """Official accounts with their numbers, and with the newest look each way at their proof."""
    edition = Edition(practice=False, at=at)
    found = _of(queries.account_rows(edition), body, forum)
    if in_use is not None:
        used = Q(retired_at=None, body__closed_how="")
        found = found.filter(used if in_use else ~used)
    rows = found.filter(pk__gt=after).order_by("pk").values_list("pk", account_row())[:limit]
    return [(number, account_of(row)) for number, row in rows]


def newest_agreements(
    *, body: str = "", forum: str = "", after: int = 0, limit: int, at: datetime
) -> list[AgreementRow]:
    """Of each forum and body the newest record, with its standing today."""
    today = timezone.localdate(at)
    found: QuerySet[Any] = queries.newest_agreements(Edition(practice=False, at=at))
    return [
        AgreementRow(agreement, agreement.forum_slug, agreements.standing(agreement, on=today))
        for agreement in _next(_of(found, body, forum), after, limit)
    ]


def plans_in_force(
    *, body: str = "", after: str = "", limit: int, at: datetime
) -> list[PlanVersion]:
    """Of each body the version in force, with all its parts, in the order of the bodies' slugs."""
    found = (
        plans.plans_in_force(on=timezone.localdate(at))
        .filter(body__is_practice=False)
        .select_related("body")
        .prefetch_related("goals", "indicators")
        .defer("body__search")
    )
    if body:
        found = found.filter(body__slug=body)
    if after:
        found = found.filter(body__slug__gt=after)
    return list(found.order_by("body__slug")[:limit])


def duplicate_checks(
    *, body: str = "", decision: BuildDecision | None = None, after: int = 0, limit: int
) -> Sequence[DuplicateCheck]:
    """Records that a body looked before it built a forum."""
    found = DuplicateCheck.objects.filter(body__is_practice=False)
    if body:
        found = found.filter(body__slug=body)
    if decision:
        found = found.filter(decision=decision.value)
    return _next(found.select_related("body").defer("body__search"), after, limit)


def rows_of_table(
    file: DataFile, *, after: int, limit: int, narrowed: Mapping[str, object], at: datetime
) -> list[tuple[int, Any]]:
    """Rows of a published table with their numbers. Two queries.

    `narrowed`: values by the name of what the table's query knows; an empty one narrows nothing.
    """
    rows = file.rows(Edition(practice=False, at=at))
    assert isinstance(rows, QuerySet)
    wanted = {name: value for name, value in narrowed.items() if value}
    following = rows.filter(pk__gt=after, **wanted).order_by("pk")
    numbers = list(following.values_list("pk", flat=True)[:limit])
    return list(zip(numbers, rows.filter(pk__in=numbers).order_by("pk"), strict=True))


def coverage_after(
    *,
    body: str = "",
    topic: str = "",
    state: str | None = None,
    after: str,
    limit: int,
    at: datetime,
) -> list[CoverageRow]:
    """Bodies by topics, in the order of the bodies' slugs; of one body, that of the topics' codes.

    `after`: slug and code of the row that came last, with "/" between them.
    """
    today = timezone.localdate(at)
    rows = kept_while_unchanged(
        ("coverage rows", today),
        lambda: sorted(
            coverage_rows(False, on=today), key=lambda row: (row.body_slug, row.topic_code)
        ),
    )
    slug, _, code = after.partition("/")
    start = bisect_right(rows, (slug, code), key=lambda row: (row.body_slug, row.topic_code))
    fitting = (
        row
        for row in rows[start:]
        if body in ("", row.body_slug)
        and topic in ("", row.topic_code)
        and state in (None, row.state)
    )
    return list(islice(fitting, limit))


def surveys_after(
    *, body: str = "", forum: str = "", topic: str = "", after: str, limit: int
) -> list[SurveyRow]:
    """What surveys counted, in the order of their names and of their topics' codes.

    `after`: name and code of the row that came last, with "/" between them.
    """
    rows = kept_while_unchanged(
        ("survey rows",), lambda: sorted(survey_rows(practice=False), key=place_of_survey_row)
    )
    survey, _, code = after.partition("/")
    start = bisect_right(rows, (survey, code), key=place_of_survey_row)
    fitting = (
        row
        for row in rows[start:]
        if body in ("", row.survey.body_slug)
        and forum in ("", row.survey.forum_slug)
        and topic in ("", row.counted.key or "all")
    )
    return list(islice(fitting, limit))


def place_of_survey_row(row: SurveyRow) -> tuple[str, str]:
    """Where the row stands among all."""
    return row.survey.survey_id, row.counted.key or "all"


def forum_at(address: str) -> ForumAlias:
    """The alias by which the address leads to a forum that stands. Raises NotFound."""
    alias = (
        ForumAlias.objects.select_related("forum__merged_into")
        .filter(place=place_of(address), forum__is_practice=False)
        .exclude(place="")
        .first()
    )
    if alias is None:
        raise NotFound(address)
    return alias


def standing_forum(forum: Forum) -> Forum:
    """The forum, or the one that it was merged into."""
    return forum.merged_into or forum


def release(version: str) -> Release:
    """A published release. Raises NoSuchRelease."""
    found = releases.releases().filter(version=version).first()
    if found is None:
        raise releases.NoSuchRelease(version)
    return found


def _of(found: QuerySet[Any], body: str, forum: str) -> QuerySet[Any]:
    if body:
        found = found.filter(body__slug=body)
    if forum:
        found = found.filter(forum_slug=forum)
    return found


def _next(found: QuerySet[Any], after: int, limit: int) -> list[Any]:
    return list(found.filter(pk__gt=after).order_by("pk")[:limit])
