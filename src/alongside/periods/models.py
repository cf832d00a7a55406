"""The calendar of restricted periods. What was changed in one, and why, is in the public trail."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from alongside.bodies.domain.facts import LONGEST_ADDRESS
from alongside.bodies.domain.kinds import KIND_WORDS, BodyKind
from alongside.core.choices import choices_from
from alongside.core.identifiers import new_identifier
from alongside.periods.domain.keeping import LONGEST_NAME, PeriodFacts, place_of
from alongside.periods.domain.terms import (
    MODE_SENTENCES,
    MODE_WORDS,
    Mode,
    PeriodTerms,
    Place,
)


class PeriodQuerySet(models.QuerySet["RestrictedPeriod"]):
    def standing(self) -> "PeriodQuerySet":
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at=None)

    def in_force(self, on: date) -> "PeriodQuerySet":
        """Those that count on a day of the site's calendar."""
        return self.standing().filter(begins_on__lte=on, ends_on__gte=on)


class RestrictedPeriod(models.Model):
    """A time before an election in which the bodies of a jurisdiction keep to tighter rules."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    name = models.CharField(max_length=LONGEST_NAME)
    jurisdiction = models.CharField(max_length=12)  # ISO 3166: GB, GB-WLS, US
    # Kinds of bodies; empty: every kind. Local elections bind councils, and not a department.
    kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    mode = models.CharField(max_length=12, choices=choices_from(Mode))
    begins_on = models.DateField()
    ends_on = models.DateField()  # the last day on which it counts
    source_address = models.URLField(max_length=LONGEST_ADDRESS)
    note = models.TextField(blank=True)
    # Practice periods bind practice bodies, the others real ones.
    is_practice = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)
    changes = models.PositiveIntegerField(default=0)  # how often it was changed since
    was_to_end_on = models.DateField(null=True, blank=True)  # before it was ended early
    ended_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_on", "-pk"]
        constraints = [
            # One that is ended on the day on which it was to begin has no day left.
            models.CheckConstraint(
                name="period_ends_after_it_began",
                condition=Q(ends_on__gte=F("begins_on")) | Q(was_to_end_on__isnull=False),
            ),
            models.CheckConstraint(
                name="period_has_a_source", condition=~Q(source_address="") & ~Q(name="")
            ),
            models.CheckConstraint(
                name="period_ended_early_has_a_reason",
                condition=Q(was_to_end_on=None, ended_reason="")
                | (Q(was_to_end_on__isnull=False) & ~Q(ended_reason="")),
            ),
            models.CheckConstraint(
                name="period_withdrawal_is_whole",
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["ends_on", "begins_on"], name="period_by_day")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its public page: the clause that a refusal names."""
        return reverse("register:period", args=[self.public_id])

    @property
    def terms(self) -> PeriodTerms:
        return PeriodTerms(
            public_id=self.public_id,
            name=self.name,
            jurisdiction=self.jurisdiction,
            kinds=frozenset(self.kinds),
            mode=Mode(self.mode),
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            address=self.get_absolute_url(),
        )

    @property
    def facts(self) -> PeriodFacts:
        return PeriodFacts(
            name=self.name,
            jurisdiction=self.jurisdiction,
            kinds=tuple(self.kinds),
            mode=Mode(self.mode),
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            source_address=self.source_address,
            note=self.note,
        )

    @property
    def mode_words(self) -> str:
        return MODE_WORDS[Mode(self.mode)]

    @property
    def mode_sentence(self) -> str:
        return MODE_SENTENCES[Mode(self.mode)]

    @property
    def kind_words(self) -> list[str]:
        return [KIND_WORDS[BodyKind(kind)] for kind in self.kinds]

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def place(self, on: date) -> Place:
        """Where it stands on a day."""
        return place_of(
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            is_withdrawn=self.is_withdrawn,
            on=on,
        )
