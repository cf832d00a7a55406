"""The trail of events. Identifiers, not foreign keys: the trail outlives what it speaks of."""

from django.db import models


class Event(models.Model):
    """Something that was done. A database trigger refuses change and deletion (migration 0002)."""

    kind = models.CharField(max_length=60)  # noun.past, such as reply.approved
    actor = models.CharField(max_length=150)  # sign-in name, "worker", or "operator"
    subject = models.CharField(max_length=100)  # noun:identifier, such as reply:q7c2
    at = models.DateTimeField()
    details = models.JSONField(default=dict)  # figures and states, never members' words

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="event_subject_at"),
            models.Index(fields=["kind", "at"], name="event_kind_at"),
        ]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} by {self.actor}"
