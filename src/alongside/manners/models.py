"""What is remembered of visited sites: their pace, and the files they put up for programs.

Moments are seconds since 1970 by the database's clock, which is one for all machines; `fetching`
reckons in the same. Nothing here is about anybody: hosts, numbers, and files for programs.
"""

from datetime import UTC, datetime
from enum import StrEnum

from django.db import models
from django.db.models import Q

from alongside.core.choices import choices_from

NAME_LENGTH = 255  # RFC 1035, 2.3.4


class PaceKind(StrEnum):
    HOST = "host"
    SITE = "site"  # all hosts of one operator


class Pace(models.Model):
    """When a host, or an operator's site, may be asked again. See `fetching.turns.Record`."""

    kind = models.CharField(max_length=4, choices=choices_from(PaceKind))
    name = models.CharField(max_length=NAME_LENGTH)
    free_at = models.FloatField(default=0.0)
    ended_at = models.FloatField(default=0.0)
    busy_until = models.FloatField(default=0.0)
    token = models.CharField(max_length=32, blank=True)
    paused_until = models.FloatField(default=0.0)
    day = models.IntegerField(default=0)
    asked = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    rest = models.FloatField(default=0.0)
    resting_until = models.FloatField(default=0.0)
    resting_since = models.FloatField(default=0.0)
    problem = models.CharField(max_length=300, blank=True)
    # What its pages say of text and data mining; None: nothing.
    reserved = models.BooleanField(null=True)
    reservation_policy = models.CharField(max_length=500, blank=True)
    reservation_seen_at = models.FloatField(default=0.0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="pace_name_once")]
        indexes = [
            models.Index(fields=["name"], condition=Q(rest__gt=0), name="pace_resting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def rests_since(self) -> datetime:
        """Since when it is left alone."""
        return datetime.fromtimestamp(self.resting_since, UTC)

    @property
    def rests_until(self) -> datetime:
        """When one careful request goes out."""
        return datetime.fromtimestamp(self.resting_until, UTC)

    @property
    def reservation_seen(self) -> datetime:
        """When a page last said that it is reserved, or is not."""
        return datetime.fromtimestamp(self.reservation_seen_at, UTC)

    @property
    def subject(self) -> str:
        """How the trail names it."""
        return f"site:{self.name}"[:100]


class Notice(models.Model):
    """A file that a site puts up for programs. See `fetching.notices.Notice`."""

    origin = models.CharField(max_length=NAME_LENGTH + 20)
    path = models.CharField(max_length=40)
    status = models.PositiveSmallIntegerField()
    content = models.BinaryField()
    fetched_at = models.FloatField()
    keep_until = models.FloatField()
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "path"], name="notice_of_origin_once")
        ]

    def __str__(self) -> str:
        return f"{self.origin}{self.path}"
