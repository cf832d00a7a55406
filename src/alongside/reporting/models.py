"""Commitments with dates, how they ended, and what stood on their day. None of it ever changes.

Triggers refuse change and deletion: a commitment that is changed is a new record, and what stood on
a day is frozen, so that the past is not written anew.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from alongside.bodies.domain.merging import WhenMerged
from alongside.core.choices import choices_from
from alongside.core.identifiers import new_identifier
from alongside.reporting.domain import commitments as rules
from alongside.reporting.domain.commitments import (
    COMMITTED_WORDS,
    ENDED_WORDS,
    Committed,
    Ended,
    Occasion,
    Scope,
)


class Commitment(models.Model):
    """Some bodies shall have something by a day, as somebody said in public."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    statement = models.CharField(max_length=rules.STATEMENT_LENGTH)
    what = models.CharField(max_length=12, choices=choices_from(Committed))
    # The scope: kinds and jurisdictions together, and bodies named besides, by their slugs, which
    # stay for good.
    kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    jurisdictions = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    bodies = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    due_on = models.DateField()
    source_address = models.URLField(max_length=rules.SOURCE_LENGTH)  # where it was said
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    is_practice = models.BooleanField(default=False)  # of practice bodies, by practice people
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    when_bodies_merge = WhenMerged(
        "commitment that names it",
        "commitments that name it",
        named_in="bodies",
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="commitment_is_of_somebody",
                condition=~Q(kinds=[]) | ~Q(jurisdictions=[]) | ~Q(bodies=[]),
            ),
            models.CheckConstraint(
                name="commitment_says_where_it_was_said", condition=~Q(source_address="")
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("register:commitment", args=[self.public_id])

    @property
    def scope(self) -> Scope:
        return Scope(tuple(self.kinds), tuple(self.jurisdictions), tuple(self.bodies))

    @property
    def what_words(self) -> str:
        return COMMITTED_WORDS[Committed(self.what)]


class CommitmentEnd(models.Model):
    """That a commitment was closed, withdrawn or changed, and why."""

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="end")
    how = models.CharField(max_length=10, choices=choices_from(Ended))
    reason = models.TextField()
    ended_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="commitment_end_has_a_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.how}"

    @property
    def how_words(self) -> str:
        return ENDED_WORDS[Ended(self.how)]


class CommitmentResult(models.Model):
    """Who of a commitment's bodies had it on a day, frozen.

    `rows` holds {body, name, met, since, evidence} of each body, by name as it was then.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="results")
    occasion = models.CharField(max_length=4, choices=choices_from(Occasion))
    stood_on = models.DateField()
    bodies = models.PositiveIntegerField()
    met = models.PositiveIntegerField()
    rows = models.JSONField()
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["stood_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "occasion"], name="commitment_result_is_frozen_once"
            ),
            models.CheckConstraint(
                name="commitment_result_is_a_share", condition=Q(met__lte=models.F("bodies"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.met} of {self.bodies} on {self.stood_on}"
