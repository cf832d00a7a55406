"""Forums that other people run, what is known of them, and the official accounts there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.bodies.models import Body
from alongside.core.choices import choices_from
from alongside.forums.domain.kinds import (
    BOUND_WORDS,
    METHOD_WORDS,
    Bound,
    ForumLife,
    MeasureMethod,
)


class ForumQuerySet(models.QuerySet["Forum"]):
    def real(self) -> "ForumQuerySet":
        """Without practice forums: what public figures and open data speak of."""
        return self.filter(is_practice=False)


class Forum(models.Model):
    """An online place where members help each other, run by someone else."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    address = models.URLField(blank=True)  # empty when no source gave it; never guessed
    operator_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    area = models.CharField(max_length=100, blank=True)
    engine = models.CharField(max_length=30, blank=True)  # a connector's kind; empty = by hand
    life = models.CharField(
        max_length=12, choices=choices_from(ForumLife), default=ForumLife.UNKNOWN.value
    )
    house_rules_address = models.URLField(blank=True)
    is_practice = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Board(models.Model):
    """A part of a forum for one subject."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="boards")
    external_id = models.CharField(max_length=50)
    slug = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    address = models.URLField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "external_id"], name="board_is_unique")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """One figure about a forum. Without a source it cannot be stored."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField(max_length=60)  # registered users, posts, unique visitors ...
    value = models.DecimalField(max_digits=16, decimal_places=2)
    unit = models.CharField(max_length=40)
    bound = models.CharField(max_length=8, choices=choices_from(Bound), default=Bound.EXACT.value)
    period = models.CharField(max_length=60, blank=True)  # as written: "a month", "since 2004"
    method = models.CharField(max_length=10, choices=choices_from(MeasureMethod))
    asserted_by = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    source_address = models.URLField(max_length=500, blank=True)
    dated = models.CharField(max_length=10)  # as exact as known: 2009, 2009-02 or 2009-02-27
    quotation = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_has_a_source", condition=~Q(source="") & ~Q(asserted_by="")
            ),
            models.UniqueConstraint(
                fields=["forum", "kind", "source", "dated", "period"], name="measure_is_told_once"
            ),
        ]
        ordering = ["-dated", "kind"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"

    @property
    def bound_words(self) -> str:
        return BOUND_WORDS[Bound(self.bound)]

    @property
    def method_words(self) -> str:
        return METHOD_WORDS[MeasureMethod(self.method)]


class Listing(models.Model):
    """A body says: this forum is major for us, and why."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="listings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    listed_on = models.DateField()
    delisted_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "body"],
                condition=Q(delisted_on=None),
                name="listing_stands_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.forum} for {self.body}"


class OfficialAccount(models.Model):
    """A forum account that a body owns. The secret is sealed; `retired_at` ends its use."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="official_accounts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    handle = models.CharField(max_length=100)
    profile_address = models.URLField(max_length=500, blank=True)
    sealed_secret = models.TextField(blank=True)  # empty: posts by hand only
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "handle"], name="official_account_is_unique"),
            models.UniqueConstraint(
                fields=["forum", "body"],
                condition=Q(retired_at=None),
                name="official_account_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handle} on {self.forum}"
