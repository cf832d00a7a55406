"""What one list said of two entries that turn out to be one body: its newest edition counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any


def one_was_left_out(ours: Any, theirs: Any) -> bool:
    """Whether only an older edition of the list names both: then its next import parts nobody."""
    return ours.left_out_at is not None or theirs.left_out_at is not None


def drop_left_out(ours: Sequence[Any], theirs: Sequence[Any], at: datetime) -> None:
    """Of each pair the record goes that the list left out; of two such, the one left out first."""
    del at  # nothing is kept of the record that goes
    for pair in zip(ours, theirs, strict=True):
        left_out = [record for record in pair if record.left_out_at is not None]
        min(left_out, key=lambda record: (record.left_out_at, record.pk)).delete()
