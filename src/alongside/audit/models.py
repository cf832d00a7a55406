"""The trail of events. Identifiers, not foreign keys: the trail outlives what it speaks of."""

from django.db import models
from django.db.models.fields.json import KeyTextTransform


class Event(models.Model):
    """Something that was done. A database trigger refuses change and deletion (migration 0002)."""

    kind = models.CharField(max_length=60)  # noun.past, such as reply.approved
    actor = models.CharField(max_length=150)  # sign-in name, "worker", or "operator"
    subject = models.CharField(max_length=100)  # noun:identifier, such as reply:q7c2
    at = models.DateTimeField()
    details = models.JSONField(default=dict)  # figures and states, never members' words
    # Shown to everybody as a change of the register: what and when, never who did it.
    is_public = models.BooleanField(default=False)
    # The number of the event that tells of this one among many: of an import, which shows as one.
    part_of = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="event_subject_at"),
            models.Index(fields=["kind", "at"], name="event_kind_at"),
            models.Index(
                models.F("at").desc(),
                models.F("id").desc(),
                condition=models.Q(is_public=True),
                name="event_public_newest",
            ),
            models.Index(
                models.F("at").desc(),
                models.F("id").desc(),
                condition=models.Q(is_public=True, part_of=None),
                name="event_public_gathered",
            ),
            models.Index(
                fields=["part_of", "id"],
                condition=models.Q(part_of__isnull=False),
                name="event_part_of",
            ),
            models.Index(
                KeyTextTransform("body", "details"),
                "at",
                condition=models.Q(is_public=True),
                name="event_public_of_body",
            ),
        ]
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} by {self.actor}"
