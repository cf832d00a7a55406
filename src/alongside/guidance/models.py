"""Approved lines, and the official sources that answers rest on."""

from django.db import models

from alongside.bodies.models import Body


class Source(models.Model):
    """An official page that answers may rest on. Its domain counts as official in drafts."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    address = models.URLField(max_length=500)
    checked_on = models.DateField()

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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "title"], name="approved_line_is_unique")
        ]
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
