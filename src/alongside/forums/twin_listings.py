"""One forum on two lists that become one: of two entries of one body the older listing stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone


def settle_listings(ours: Sequence[Any], theirs: Sequence[Any], at: datetime) -> None:
    """Ends the newer of each pair of standing listings; who leads goes on leading."""
    today = timezone.localdate(at)
    for pair in zip(ours, theirs, strict=True):
        older, newer = sorted(pair, key=lambda row: (row.listed_on, row.pk))
        leads = older.leads or newer.leads
        newer.leads, newer.delisted_on = False, max(today, newer.listed_on)
        newer.delisted_reason = (
            "The body stood in the register twice. "
            f"Its listing of {older.listed_on:%-d %B %Y} stands."
        )
        newer.save(update_fields=["leads", "delisted_on", "delisted_reason"])
        if older.leads != leads:  # one leads at a time
            older.leads = leads
            older.save(update_fields=["leads"])
