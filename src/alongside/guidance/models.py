"""Approved lines, and the official sources that answers rest on."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models

from alongside.bodies.domain.merging import WhenMerged
from alongside.bodies.models import Body


def _settle_sources(ours: Sequence["Source"], theirs: Sequence["Source"], _at: datetime) -> None:
    """Of two entries of one page the one stays, and the lines that rest on the other rest on it."""
    for kept, same in zip(ours, theirs, strict=True):
        ApprovedLine.objects.filter(source=same).update(source=kept)
        same.delete()


class Source(models.Model):
    """An official page that answers may rest on. Its domain counts as official in drafts."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    address = models.URLField(max_length=500)
    checked_on = models.DateField()

    when_bodies_merge = WhenMerged("source", "sources", settle=_settle_sources)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "address"], name="source_is_unique")]
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ApprovedLine(models.Model):
    """Wording that a body has agreed, with its source and expiry."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField()
    expires_on = models.DateField()

    when_bodies_merge = WhenMerged(
        "approved line",
        "approved lines",
        clash="Both have an approved line called “%(row)s”. Give one another title first.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "title"], name="approved_line_is_unique")
        ]
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
