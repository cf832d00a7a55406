"""Changing what is remembered of a site: a person says "try again", and old rows are forgotten."""

from datetime import datetime, timedelta

from django.db import transaction

from alongside.audit import actions as audit
from alongside.fetching import turns
from alongside.manners.models import Notice, Pace, PaceKind
from alongside.manners.records import record_of, write_record

# Of a site that nobody has asked anything for so long, nothing is remembered.
FORGOTTEN_AFTER = timedelta(days=90)
_AT_ONCE = 500


class NotLeftAlone(Exception):
    """The site is not left alone, or no longer: there is nothing to try again."""


@transaction.atomic
def try_again(*, host: str, by: str, at: datetime) -> Pace:
    """Lets one careful request go out to a host that is left alone. Raises NotLeftAlone.

    If it fails as well, the host rests twice as long as before; if not, it is trusted again.
    """
    pace = (
        Pace.objects.select_for_update()
        .filter(kind=PaceKind.HOST.value, name=host, rest__gt=0)
        .first()
    )
    if pace is None:
        raise NotLeftAlone(f"{host} is not left alone at present.")
    write_record(pace, turns.forgiven(record_of(pace)))
    audit.record(kind="site.tried_again", actor=by, subject=pace.subject, at=at)
    return pace


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Deletes what was not asked for in 90 days. How many rows went."""
    before = (at - FORGOTTEN_AFTER).timestamp()
    old = Pace.objects.select_for_update(skip_locked=True).filter(
        ended_at__lt=before, free_at__lt=before
    )
    paces = [pace.pk for pace in old.order_by("pk")[:_AT_ONCE]]
    gone, _ = Pace.objects.filter(pk__in=paces).delete()
    notices = list(
        Notice.objects.filter(keep_until__lt=before).values_list("pk", flat=True)[:_AT_ONCE]
    )
    gone_too, _ = Notice.objects.filter(pk__in=notices).delete()
    return gone + gone_too
