"""What was found in the database, kept in the process as long as the database stays the same.

PostgreSQL tells exactly whether it did, by its snapshot, so nothing that is kept is ever older than
the database: the next question after a write is answered anew.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.core.signals import setting_changed
from django.db import Error, connection
from django.db.models import Model

from alongside.core import questions

Kept = TypeVar("Kept")


class Store:
    """Values by hashed keys; beyond `most`, those not asked for longest are forgotten.

    `weigh` says how much a value counts towards `most`; None: it is not kept.
    """

    def __init__(self, most: int, weigh: Callable[[Any], int | None] = lambda _: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._values: OrderedDict[bytes, tuple[str, Any, int]] = OrderedDict()
        self._changing = threading.Lock()
        # Only tests change settings of a running process.
        setting_changed.connect(self.forget)

    def __len__(self) -> int:
        return len(self._values)

    def get(self, mark: bytes, state: str) -> tuple[bool, Any]:
        """Whether there is a value of this state, and the value."""
        with self._changing:
            known = self._values.get(mark)
            if known is None or known[0] != state:
                return False, None
            self._values.move_to_end(mark)
            return True, known[1]

    def keep(self, mark: bytes, state: str, value: Any) -> None:
        weight = self._weigh(value)
        with self._changing:
            self._weight -= self._values.pop(mark, ("", None, 0))[2]
            if weight is None or weight > self._most:
                return
            self._values[mark] = (state, value, weight)
            self._weight += weight
            while self._weight > self._most:
                self._weight -= self._values.popitem(last=False)[1][2]

    def forget(self, **_: object) -> None:
        with self._changing:
            self._values.clear()
            self._weight = 0


_FOUND = Store(most=256)
_STATE = (
    "SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL"
    " THEN current_database() || pg_current_snapshot()::text ELSE '' END"
)
# The state that an outer question was asked in; empty: nothing is kept. None: there is none.
_asked_in: ContextVar[str | None] = ContextVar("asked_in", default=None)


def kept_while_unchanged(
    key: tuple[object, ...], found: Callable[[], Kept], *, store: Store = _FOUND
) -> Kept:
    """What `found` finds in the database; not asked again until anything there has changed.

    A snapshot says which transactions count as finished: two of the same text see the same rows,
    and once the next transaction has written, no new snapshot has the old text. Inside a
    transaction that has itself written something, nothing is kept. One query, and those of `found`;
    what `found` asks this function for is looked up in the same state, without a query.

    Whoever gets the value shares it with others, and changes nothing of it.
    """
    outer = _asked_in.get()
    state = _state() if outer is None else outer
    if outer is None:
        entered = _asked_in.set(state)
        try:
            return _kept_in(state, key, found, store)
        finally:
            _asked_in.reset(entered)
    return _kept_in(state, key, found, store)


def _state() -> str:
    """What the database looks like to this transaction; empty if the transaction has written."""
    ours: Any = connection
    try:
        with questions.unheard():
            [(state,)] = ours.planned_rows(_STATE, ())
    except Error:
        return ""  # what needs the database will say so; some pages do not
    return str(state)


def _kept_in(state: str, key: tuple[object, ...], found: Callable[[], Kept], store: Store) -> Kept:
    if not state:
        return found()
    if not questions.is_heard():
        return _looked_up(state, key, found, store)
    # Whoever listens hears what was asked, though it was asked for somebody before.
    value, asked = _looked_up(state, ("heard", *key), lambda: questions.overheard(found), _FOUND)
    questions.repeat(asked)
    return value


def _looked_up(
    state: str, key: tuple[object, ...], found: Callable[[], Kept], store: Store
) -> Kept:
    # Of a question only this is held, not its words.
    mark = hashlib.sha256(repr(key).encode(errors="replace")).digest()
    is_known, value = store.get(mark, state)
    if not is_known:
        value = found()
        store.keep(mark, state, value)
    return value  # type: ignore[no-any-return]  # kept under this key by this function


def state_of_tables(*models: type[Model]) -> str:
    """What tells whether these tables, which must be small, are the same. One query.

    A row that is written bears the number of its transaction (`xmin`), newer than those of all
    rows before: whatever is added, changed or deleted changes count or sum.
    """
    count = "(SELECT count(*) || ':' || coalesce(sum(xmin::text::bigint), 0) FROM {})"
    tables = (connection.ops.quote_name(model._meta.db_table) for model in models)
    ours: Any = connection
    [states] = ours.planned_rows(f"SELECT {', '.join(map(count.format, tables))}", ())
    return " ".join(map(str, states))
