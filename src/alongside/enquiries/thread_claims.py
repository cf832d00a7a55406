"""Who looks at which thread now; see `listening.claims`, which does the same for boards."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from alongside.enquiries.models import ThreadReading
from alongside.forums.domain.kinds import READ_FROM
from alongside.listening.claims import CLAIM

_LOOKED_AT = 4  # times as many as wanted: several may be of one forum


class ThreadClaims:
    """See `listening.side_by_side.Claims`."""

    @transaction.atomic
    def claim(self, *, most: int, at: datetime) -> list[ThreadReading]:
        """Threads that have waited longest, of forums where no other is looked at, claimed."""
        is_free = Q(claimed_until=None) | Q(claimed_until__lt=at)
        looked_at = ThreadReading.objects.filter(forum=OuterRef("forum"), claimed_until__gte=at)
        waiting = (
            ThreadReading.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("forum")
            .filter(is_free, ~Exists(looked_at), next_visit_at__lte=at)
            .filter(forum__engine__in=READ_FROM)
            .order_by("next_visit_at", "pk")[: most * _LOOKED_AT]
        )
        of_forums: dict[int, ThreadReading] = {}
        for reading in waiting:
            of_forums.setdefault(reading.forum_id, reading)
        claimed = list(of_forums.values())[:most]
        for reading in claimed:
            reading.claimed_until = at + CLAIM
        self.keep([reading.pk for reading in claimed], at=at)
        return claimed

    def keep(self, ids: Collection[int], *, at: datetime) -> None:
        if ids:
            ThreadReading.objects.filter(pk__in=ids).update(claimed_until=at + CLAIM)

    def give_back(self, ids: Collection[int]) -> None:
        if ids:
            ThreadReading.objects.filter(pk__in=ids).update(claimed_until=None)


THREADS = ThreadClaims()
