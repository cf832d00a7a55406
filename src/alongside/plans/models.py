"""Plans and their versions. A published version is frozen: a trigger refuses its change."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from alongside.agreements.domain.terms import ANSWERING_MODELS, MODEL_WORDS, EngagementModel
from alongside.bodies.models import Body
from alongside.core.choices import choices_from
from alongside.forums.models import Forum


class PlanVersion(models.Model):
    """One version of a body's plan: a draft (no number) or published, numbered and frozen."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200)
    goal = models.TextField()
    disclosure = models.TextField()  # how officials say who they are
    review_on = models.DateField()
    effective_from = models.DateField(null=True, blank=True)
    document = models.TextField(blank=True)  # canonical JSON
    sha256 = models.CharField(max_length=64, blank=True)
    drafted_at = models.DateTimeField()
    published_by = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["body", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="plan_version_is_unique"),
            models.UniqueConstraint(
                fields=["body"], condition=Q(number=None), name="plan_has_one_draft"
            ),
            models.CheckConstraint(
                name="plan_publication_is_whole",
                condition=Q(
                    number=None,
                    published_at=None,
                    published_by="",
                    effective_from=None,
                    document="",
                    sha256="",
                )
                | (
                    Q(
                        number__isnull=False,
                        published_at__isnull=False,
                        effective_from__isnull=False,
                    )
                    & ~Q(published_by="")
                    & ~Q(document="")
                    & ~Q(sha256="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}" if self.number else f"{self.title} (draft)"

    @property
    def is_published(self) -> bool:
        return self.number is not None

    @property
    def name(self) -> str:
        """How people cite it."""
        return f"plan of {self.body.short_name}, version {self.number}"

    def get_absolute_url(self) -> str:
        """The version's own address; the plan in force is always at the body's plan page."""
        return reverse("register:plan-version", args=[self.body.slug, self.number])


class Objective(models.Model):
    """What a body will do in one forum, and by which model."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="objectives")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    model = models.CharField(max_length=16, choices=choices_from(EngagementModel))
    statement = models.TextField()
    hours = models.CharField(max_length=120, blank=True)  # when advisers are there, in words
    response_hours = models.PositiveSmallIntegerField(default=48)
    peers_first_hours = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["forum__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "forum"], name="objective_is_one_for_each_forum"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.forum}"

    @property
    def model_words(self) -> str:
        return MODEL_WORDS[EngagementModel(self.model)]

    @property
    def is_answering(self) -> bool:
        return self.model in ANSWERING_MODELS
