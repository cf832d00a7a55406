"""Releases of the data. A published one is frozen: a trigger refuses its change."""

from django.db import models
from django.db.models import Q
from django.urls import reverse


class Release(models.Model):
    """Every file of one moment, kept for good. Without `published_at` it is being made."""

    version = models.CharField(max_length=16, unique=True)  # 2026-11-22, then 2026-11-22.2
    note = models.TextField(blank=True)  # what is to be known about it
    made_by = models.CharField(max_length=150)  # not shown in public
    made_at = models.DateTimeField()  # the moment of its data
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="release_after_the_first_of_a_day_has_a_note",
                condition=~Q(version__contains=".") | ~Q(note=""),
            )
        ]

    def __str__(self) -> str:
        return self.version

    def get_absolute_url(self) -> str:
        return reverse("register:release", args=[self.version])


class ReleaseFile(models.Model):
    """One file of a release, byte by byte as it was published."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=60)  # forums.csv
    table = models.CharField(max_length=40, blank=True)  # forums; empty: about the release itself
    media_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    content = models.BinaryField()  # compressed by gzip
    # Of CSV files: rows, and what changed since the release before; none: nothing to compare with.
    rows = models.PositiveIntegerField(null=True, blank=True)
    added = models.PositiveIntegerField(null=True, blank=True)
    removed = models.PositiveIntegerField(null=True, blank=True)
    changed = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "name"], name="release_file_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("register:release-file", args=[self.release.version, self.name])
