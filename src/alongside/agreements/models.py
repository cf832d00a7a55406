"""The operator's answers, each a new dated record; and when an account's proof is looked at."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from alongside.agreements.domain.terms import (
    ANSWER_WORDS,
    MODEL_WORDS,
    AgreementTerms,
    Answer,
    EngagementModel,
)
from alongside.bodies.models import Body
from alongside.core.choices import choices_from
from alongside.core.identifiers import new_identifier
from alongside.forums.models import Forum, OfficialAccount


class Agreement(models.Model):
    """One answer of a forum's operator to one body. A trigger refuses change and deletion."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=16, choices=choices_from(Answer))
    answered_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    models_allowed = ArrayField(
        models.CharField(max_length=16, choices=choices_from(EngagementModel)), default=list
    )
    allows_reading = models.BooleanField(default=False)
    links_allowed = models.BooleanField(default=True)
    posts_per_day = models.PositiveSmallIntegerField(null=True, blank=True)
    peers_first_hours = models.PositiveSmallIntegerField(default=0)
    board_ids = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    conditions = models.TextField(blank=True)  # the operator's own words
    evidence = models.TextField()  # how it was asked and answered
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]  # insertion order, whatever the clock said
        indexes = [models.Index(fields=["forum", "body", "-id"], name="agreement_newest")]
        constraints = [
            models.CheckConstraint(name="agreement_has_evidence", condition=~Q(evidence="")),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum} to {self.body}: {self.answer}"

    def get_absolute_url(self) -> str:
        return f"{reverse('register:forum', args=[self.forum.slug])}#agreement-{self.public_id}"

    @property
    def answer_words(self) -> str:
        return ANSWER_WORDS[Answer(self.answer)]

    @property
    def model_words(self) -> list[str]:
        return [MODEL_WORDS[EngagementModel(model)] for model in self.models_allowed]

    @property
    def terms(self) -> AgreementTerms:
        """The record as the policy reads it."""
        return AgreementTerms(
            answer=Answer(self.answer),
            answered_on=self.answered_on,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            models=frozenset(EngagementModel(model) for model in self.models_allowed),
            allows_reading=self.allows_reading,
            links_allowed=self.links_allowed,
            posts_per_day=self.posts_per_day,
            peers_first_hours=self.peers_first_hours,
            board_ids=frozenset(self.board_ids),
            address=self.get_absolute_url(),
        )


class AccountLook(models.Model):
    """When the proof of an official account is looked at next. Without a row: now."""

    account = models.OneToOneField(OfficialAccount, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)  # when a person wanted a new look
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    problem = models.CharField(max_length=600, blank=True)  # what was not checked and why

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="account_look_due")]

    def __str__(self) -> str:
        return f"looks at {self.account}"
