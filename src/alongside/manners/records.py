"""The memory that all workers share: what `fetching` asks for as its ports.

The rules are `fetching.turns`; here they meet rows that are locked while they are decided on. Two
workers that want the same site at the same moment stand in line for its row, and the second one
sees what the first one got. Nothing is locked while the network is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, fields

from django.db import connection, transaction

from alongside.audit import actions as audit
from alongside.core import clock
from alongside.fetching.messages import Validators
from alongside.fetching.notices import Notice, NoticeKind
from alongside.fetching.pacing import Done, Key, allot, keys_of, settle
from alongside.fetching.turns import Leave, Manners, Record, Turn, Wait
from alongside.manners import models
from alongside.manners.models import Pace

_FIELDS = tuple(each.name for each in fields(Record))
_TYPES = {float: "double precision", int: "integer", str: "text"}
_TABLE = Pace._meta.db_table

# By number, so that two workers with the same sites never wait for one another in a circle.
_LOCK = f"""
SELECT id, kind, name, {", ".join(_FIELDS)}, extract(epoch FROM clock_timestamp())::float8
FROM {_TABLE} WHERE (kind, name) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
ORDER BY id FOR UPDATE
"""  # noqa: S608  # names of our own columns
_ADD = f"""
INSERT INTO {_TABLE} (kind, name, {", ".join(_FIELDS)}, resting_since, reservation_policy,
  reservation_seen_at)
SELECT kind, name, {", ".join("%s" for _ in _FIELDS)}, 0, '', 0
FROM unnest(%s::text[], %s::text[]) AS wanted (kind, name)
ORDER BY kind, name ON CONFLICT (kind, name) DO NOTHING
"""  # noqa: S608  # names of our own columns
_WRITE = f"""
UPDATE {_TABLE} SET {", ".join(f"{name} = new.{name}" for name in _FIELDS)}
FROM unnest(%s::bigint[], {
    ", ".join(f"%s::{_TYPES[type(value)]}[]" for value in astuple(Record()))
}) AS new (id, {", ".join(_FIELDS)})
WHERE {_TABLE}.id = new.id
"""  # noqa: S608  # names of our own columns
_KEEP = f"""
INSERT INTO {models.Notice._meta.db_table}
  (origin, path, status, content, fetched_at, keep_until, etag, last_modified)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (origin, path) DO UPDATE SET
  status = excluded.status, content = excluded.content, fetched_at = excluded.fetched_at,
  keep_until = excluded.keep_until, etag = excluded.etag, last_modified = excluded.last_modified
"""  # noqa: S608  # names of our own columns


class SharedPacing:
    """Keeps the turns of all workers on all machines."""

    def __init__(self, *, manners: Manners) -> None:
        self._manners = manners

    def take(self, wanted: Sequence[Turn]) -> list[Leave | Wait]:
        """See `fetching.pacing.Pacing`."""
        with transaction.atomic():
            held = _Held(keys_of(wanted))
            answers = allot(wanted, held.records, manners=self._manners, now=held.now)
            held.write()
        return answers

    def give_back(self, done: Sequence[Done]) -> None:
        """See `fetching.pacing.Pacing`. A site that is left alone from now on, or is trusted again,
        goes into the trail."""
        if not done:
            return
        with transaction.atomic():
            held = _Held(keys_of(each.leave.turn for each in done))
            settle(done, held.records, manners=self._manners, now=held.now)
            held.write()
            _tell(held)
            _keep_reservations(done, now=held.now)


class _Held:
    """Records whose rows are locked until the end of the transaction."""

    def __init__(self, keys: Iterable[Key]) -> None:
        wanted = sorted(keys)
        self.now = 0.0
        self._ids: dict[Key, int] = {}
        self.records: dict[Key, Record] = {}
        self._lock(wanted)
        if missing := [key for key in wanted if key not in self.records]:
            kinds, names = zip(*missing, strict=True)
            with connection.cursor() as cursor:
                cursor.execute(_ADD, [*astuple(Record()), list(kinds), list(names)])
            self._lock(wanted)
        self.before = dict(self.records)

    def _lock(self, keys: Sequence[Key]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [[kind for kind, _ in keys], [name for _, name in keys]])
            for number, kind, name, *values, now in cursor.fetchall():
                self._ids[kind, name] = number
                self.records[kind, name] = Record(*values)
                self.now = max(self.now, now)

    def changed(self) -> list[Key]:
        return [key for key, record in self.records.items() if record != self.before[key]]

    def write(self) -> None:
        """Writes what is different by now."""
        changed = self.changed()
        if not changed:
            return
        rows = [(self._ids[key], *astuple(self.records[key])) for key in changed]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [list(column) for column in zip(*rows, strict=True)])


def _tell(held: _Held) -> None:
    for key in held.changed():
        kind, name = key
        before, after = held.before[key], held.records[key]
        if before.is_resting == after.is_resting:
            continue
        since = held.now if after.is_resting else 0.0
        Pace.objects.filter(kind=kind, name=name).update(resting_since=since)
        audit.record(
            kind="site.left_alone" if after.is_resting else "site.trusted_again",
            actor=audit.WORKER,
            subject=Pace(kind=kind, name=name).subject,
            at=clock.now(),
            details={"problem": after.problem, "failures": after.failures},
        )


def _keep_reservations(done: Sequence[Done], *, now: float) -> None:
    for each in done:
        if (said := each.outcome.reserved) is not None:
            Pace.objects.filter(kind=models.PaceKind.HOST.value, name=each.leave.turn.host).update(
                reserved=said,
                reservation_policy=each.outcome.reservation_policy[:500],
                reservation_seen_at=now,
            )


class SharedNotices:
    """Keeps what sites tell programs, for all workers on all machines."""

    def recall(self, origin: str, kind: NoticeKind) -> Notice | None:
        """See `fetching.notices.Notices`."""
        found = models.Notice.objects.filter(origin=origin, path=kind.value).first()
        if found is None:
            return None
        return Notice(
            status=found.status,
            body=bytes(found.content),
            fetched_at=found.fetched_at,
            keep_until=found.keep_until,
            validators=Validators(found.etag, found.last_modified),
        )

    def keep(self, origin: str, kind: NoticeKind, notice: Notice) -> None:
        """See `fetching.notices.Notices`."""
        values = (
            *(origin, kind.value, notice.status, notice.body),
            *(notice.fetched_at, notice.keep_until),
            *(notice.validators.etag, notice.validators.last_modified),
        )
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, values)


def record_of(pace: Pace) -> Record:
    """The row as the rules see it."""
    return Record(*(getattr(pace, name) for name in _FIELDS))


def write_record(pace: Pace, record: Record) -> None:
    """Writes what the rules made of it into its row."""
    for name in _FIELDS:
        setattr(pace, name, getattr(record, name))
    pace.save(update_fields=_FIELDS)
