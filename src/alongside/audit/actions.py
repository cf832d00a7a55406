"""Writing the trail. Called inside the action it records, in the same transaction."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from alongside.audit.models import Event
from alongside.core.copying import copy_rows

WORKER = "worker"


def record(
    *,
    kind: str,
    actor: str,
    subject: str,
    at: datetime,
    details: Mapping[str, object] | None = None,
    public: bool = False,
) -> Event:
    """Adds one event. `actor` is a sign-in name, or WORKER.

    A public event is a change of the register that everybody may see, without its actor: of real
    entries only. Its details hold "name", the entry's name at that time, "body", the slug of a body
    that it concerns besides the subject, and "changes", made by `changes_between`.
    """
    return Event.objects.create(
        kind=kind,
        actor=actor,
        subject=subject,
        at=at,
        details=dict(details or {}),
        is_public=public,
    )


@dataclass(frozen=True, slots=True)
class Happening:
    """What one public event among many says; see `record`."""

    kind: str
    subject: str
    details: Mapping[str, object]


def record_many(
    happenings: Iterable[Happening], *, actor: str, at: datetime, part_of: Event | None = None
) -> None:
    """Adds public events by one COPY, in the transaction of its caller.

    `part_of` is the event that tells of all of them at once.
    """
    whole = part_of.pk if part_of else None
    rows = (
        (found.kind, actor, found.subject, at.isoformat(), json.dumps(found.details), True, whole)
        for found in happenings
    )
    columns = "kind, actor, subject, at, details, is_public, part_of"
    with connection.cursor() as cursor:
        copy_rows(cursor, f"{Event._meta.db_table} ({columns})", rows)


def changes_between(
    before: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, list[object]]:
    """Field by field what differs, as {field: [before, after]}; a field not given before is None.

    Values must be such as JSON holds.
    """
    return {
        name: [before.get(name), value]
        for name, value in after.items()
        if before.get(name) != value
    }
