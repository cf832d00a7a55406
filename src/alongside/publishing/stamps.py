"""What the pages of an entry are made of, as a short stamp: the same stamp, the same pages.

An export writes again only what has changed. A stamp covers every row of our tables that hangs on
the entry, directly or by one row between, and the entries that such rows join it with: a forum with
all that hangs on it, for bodies show how big their forums are; a body by its own row. It is found
from the models themselves, so that a table which is added later is covered without a word here.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import ForeignKey, Model

import alongside
from alongside.audit.models import Event
from alongside.bodies.models import Body
from alongside.forums.models import Forum, OfficialAccount
from alongside.periods.models import RestrictedPeriod

# Settings that public pages show or follow.
_SETTINGS = (
    "ALONGSIDE_ADDRESS",
    "ALONGSIDE_CONTACT",
    "ALONGSIDE_LICENCE_ADDRESS",
    "ALONGSIDE_LICENCE_NAME",
    "ALONGSIDE_PUBLISHER",
    "ALONGSIDE_SERVICE_ADDRESS",
    "ALONGSIDE_SHOW_PRACTICE",
    "LANGUAGE_CODE",
    "STATIC_URL",
    "TIME_ZONE",
)


# What no public page tells of, and what changes while nobody changes anything. A table that is
# added later counts until it is named here.
_INSIDE = frozenset(
    {
        "accounts.User",
        "accounts.User_groups",
        "accounts.User_user_permissions",
        "agreements.Knock",
        "agreements.Letter",
        "agreements.OperatorVisit",
        "agreements.PrivateLink",
        "bodies.SourceRecord",
        "bodies.Membership",
        "forums.ForumSourceRecord",
        "manners.Notice",
        "manners.Pace",
        "matching.Match",
        "matching.Watch",
        "plans.DraftStep",
        "proposals.DaySalt",
        "proposals.NetworkTrace",
        "proposals.UsedForm",
        "replies.Attempt",
        "replies.CheckResult",
    }
)


@dataclass(frozen=True, slots=True)
class Stamps:
    """By the slug of the entry."""

    forums: dict[str, str]
    bodies: dict[str, str]
    whole: str  # of all that any public page is made of


@dataclass(frozen=True, slots=True)
class _Way:
    """How rows of a table lead to an entry: by their own column, or by one row of another table."""

    table: str
    column: str
    by_table: str = ""
    by_column: str = ""

    @property
    def joined(self) -> str:
        if not self.by_table:
            return f'"{self.table}" AS t'
        return f'"{self.table}" AS t JOIN "{self.by_table}" AS b ON b.id = t."{self.column}"'

    @property
    def entry(self) -> str:
        return f'b."{self.by_column}"' if self.by_table else f't."{self.column}"'


def entry_stamps(*, on: date) -> Stamps:
    """The stamps of all forums and bodies, in a query for each table that hangs on them.

    Terms and reviews begin and end on days, so where an entry has any, the day is part of its
    stamp.
    """
    own: dict[type[Model], dict[int, tuple[str, str]]] = {
        model: _own_rows(model) for model in (Forum, Body)
    }
    parts: dict[type[Model], dict[int, list[str]]] = {
        model: {pk: [row] for pk, (_, row) in rows.items()} for model, rows in own.items()
    }
    for model in parts:
        for way in _ways_to(model):
            for pk, rows in _rows_by_entry(way):
                if pk in parts[model]:
                    parts[model][pk] += [way.table, rows]
    # Of a body others show the name; of a forum also how big it is, and whatever hangs on it.
    told: dict[type[Model], dict[int, str]] = {
        Forum: {pk: _digest(rows) for pk, rows in parts[Forum].items()},
        Body: {pk: row for pk, (_, row) in own[Body].items()},
    }
    for one, other, pairs in _neighbours():
        for pk, neighbour in pairs:
            if pk in parts[one] and neighbour in told[other]:
                parts[one][pk] += [told[other][neighbour], on.isoformat()]
    changes = _public_changes()
    # A period in force is named on the pages of all whom it binds.
    in_force = _periods_in_force(on)
    forums, bodies = (
        {
            slug: _digest([*parts[model][pk], changes.get(f"{noun}:{slug}", ""), in_force])
            for pk, (slug, _) in own[model].items()
        }
        for model, noun in ((Forum, "forum"), (Body, "body"))
    )
    return Stamps(forums, bodies, whole=_digest([*_all_rows(), on.isoformat()]))


@cache
def code_stamp() -> str:
    """Of everything that turns entries into pages: our code, templates, styles and texts."""
    folder = Path(alongside.__file__).parent
    parts = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not {"node_modules", "__pycache__"} & set(inside.parts):
            parts += [inside.as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()]
    return _digest(parts)


def settings_stamp() -> str:
    """Of the settings that public pages show."""
    return _digest(f"{name}={getattr(settings, name, '')}" for name in _SETTINGS)


def account_entries() -> dict[str, tuple[str, str]]:
    """Of each official account, by its public identifier, the slugs of its forum and its body."""
    rows = OfficialAccount.objects.values_list("public_id", "forum__slug", "body__slug")
    return {public_id: (forum, body) for public_id, forum, body in rows}


def _all_rows() -> Iterator[str]:
    """A digest of each table of ours that a public page may tell of, and of the public trail."""
    tables = [
        (model._meta.db_table, "true")
        for model in _our_models()
        if model._meta.label not in _INSIDE
    ]
    for table, condition in [*tables, (Event._meta.db_table, "is_public")]:
        with connection.cursor() as cursor:
            # Names of tables come from our own models, never from a reader.
            cursor.execute(
                f"SELECT md5(string_agg(md5(t::text), '' ORDER BY t.id)) "  # noqa: S608
                f'FROM "{table}" AS t WHERE {condition}'
            )
            yield f"{table} {cursor.fetchone()}"


def _own_rows(model: type[Model]) -> dict[int, tuple[str, str]]:
    """Each entry's slug, and a digest of its row."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        # Names of tables and columns come from our own models, never from a reader.
        cursor.execute(f'SELECT id, slug, md5(t::text) FROM "{table}" AS t')  # noqa: S608
        return {pk: (slug, row) for pk, slug, row in cursor.fetchall()}


def _rows_by_entry(way: _Way) -> Iterator[tuple[int, str]]:
    # Names of tables and columns come from our own models, never from a reader.
    sql = (
        f"SELECT {way.entry}, md5(string_agg(md5(t::text), '' ORDER BY t.id)) "  # noqa: S608
        f"FROM {way.joined} WHERE {way.entry} IS NOT NULL GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        yield from cursor.fetchall()


def _our_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("alongside.") and model is not Event
    ]


def _columns_to(model: type[Model], target: type[Model]) -> list[str]:
    return [
        field.column
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and field.related_model is target
    ]


def _ways_to(target: type[Model]) -> list[_Way]:
    """Every table that hangs on entries of this kind, directly or by one row between."""
    models = _our_models()
    near = [
        (model, _Way(model._meta.db_table, column))
        for model in models
        for column in _columns_to(model, target)
    ]
    return [
        *(way for _, way in near),
        *(
            _Way(model._meta.db_table, column, way.table, way.column)
            for between, way in near
            if between not in (Forum, Body)
            for model in models
            for column in _columns_to(model, between)
        ),
    ]


def _neighbours() -> Iterator[tuple[type[Model], type[Model], list[tuple[int, int]]]]:
    """Entries that some row joins: the page of one shows the name of the other."""
    kinds: tuple[type[Model], ...] = (Forum, Body)
    for model in _our_models():
        table = model._meta.db_table
        for one in kinds:
            own = ["id"] if model is one else []
            for column in own + _columns_to(model, one):
                for other in kinds:
                    for other_column in _columns_to(model, other):
                        if other_column != column:
                            yield one, other, _pairs(table, column, other_column)
    # An objective names its body by the version of the plan that it belongs to.
    for way in _ways_to(Body):
        if way.by_table:
            for model in _our_models():
                if model._meta.db_table == way.table:
                    for column in _columns_to(model, Forum):
                        pairs = _pairs_by(way, column)
                        yield Forum, Body, [(forum, body) for body, forum in pairs]
                        yield Body, Forum, pairs


def _pairs(table: str, column: str, other: str) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        # Names of tables and columns come from our own models, never from a reader.
        cursor.execute(
            f'SELECT DISTINCT "{column}", "{other}" FROM "{table}" '  # noqa: S608
            f'WHERE "{column}" IS NOT NULL AND "{other}" IS NOT NULL ORDER BY 1, 2'
        )
        return [(pk, other_pk) for pk, other_pk in cursor.fetchall()]


def _pairs_by(way: _Way, column: str) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        # Names of tables and columns come from our own models, never from a reader.
        cursor.execute(
            f'SELECT DISTINCT {way.entry}, t."{column}" FROM {way.joined} '  # noqa: S608
            f'WHERE {way.entry} IS NOT NULL AND t."{column}" IS NOT NULL ORDER BY 1, 2'
        )
        return [(pk, other_pk) for pk, other_pk in cursor.fetchall()]


def _public_changes() -> dict[str, str]:
    """For each subject of the trail, and each body that a change concerns, how many there are."""
    found: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, details->>'body', count(*), max(id) FROM audit_event "
            "WHERE is_public GROUP BY 1, 2 ORDER BY 1, 2"
        )
        for subject, body, count, newest in cursor.fetchall():
            found[subject].append(f"{count}.{newest}")
            if body and subject != f"body:{body}":
                found[f"body:{body}"].append(f"{count}.{newest}")
    return {subject: " ".join(parts) for subject, parts in found.items()}


def _periods_in_force(on: date) -> str:
    rows = RestrictedPeriod.objects.in_force(on).order_by("pk").values_list()
    return _digest(repr(row) for row in rows)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
