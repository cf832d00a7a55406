"""Plans and their versions, and consultations on drafts. A published version is frozen: a trigger
refuses its change."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from alongside.agreements.domain.terms import ANSWERING_MODELS, MODEL_WORDS, EngagementModel
from alongside.agreements.models import Contact, Notice
from alongside.bodies.domain.merging import WhenMerged
from alongside.bodies.models import Body
from alongside.core import opening_hours
from alongside.core.choices import choices_from
from alongside.core.identifiers import new_identifier
from alongside.forums.models import Forum
from alongside.plans.domain.consulting import (
    REASON_LENGTH,
    VERDICT_WORDS,
    Verdict,
    answers_due_on,
    is_open,
)
from alongside.plans.domain.terms import (
    DIRECTION_WORDS,
    LAWFUL_BASIS_WORDS,
    SECOND_READER_WORDS,
    Direction,
    LawfulBasis,
    SecondReader,
)


class PlanVersion(models.Model):
    """One version of a body's plan: a draft (no number) or published, numbered and frozen."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200)
    goal = models.TextField()
    disclosure = models.TextField()  # how officials say who they are
    disclosure_line = models.CharField(max_length=300, blank=True)  # what each reply must hold
    languages = ArrayField(models.CharField(max_length=35), default=list, blank=True)
    # Empty: a version of before this could be said.
    second_reader = models.CharField(
        max_length=16, choices=choices_from(SecondReader), blank=True, default=""
    )
    # Roles and mailboxes of teams, never people.
    safeguarding_role = models.CharField(max_length=150, blank=True)
    contact_role = models.CharField(max_length=150, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    corrections_contact = models.CharField(max_length=300, blank=True)
    lawful_basis = models.CharField(
        max_length=24, choices=choices_from(LawfulBasis), blank=True, default=""
    )
    legal_power = models.TextField(blank=True)
    assessment_reference = models.CharField(max_length=200, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    effective_from = models.DateField(null=True, blank=True)
    document = models.TextField(blank=True)  # canonical JSON
    sha256 = models.CharField(max_length=64, blank=True)
    drafted_at = models.DateTimeField()
    published_by = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    when_bodies_merge = WhenMerged(
        "version of a plan",
        "versions of plans",
        frozen={"number__isnull": False},
        clash="Both have a draft of a plan (%(row)s). Discard one of the two first.",
    )

    class Meta:
        ordering = ["body", "-number"]
        indexes = [
            # Who has a plan in force is read of all bodies at once, past rows of whole documents.
            models.Index(
                fields=["body", "-number"],
                include=["effective_from", "review_on", "published_at"],
                condition=Q(number__isnull=False),
                name="plan_newest_of_body",
            ),
        ]
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

    @property
    def second_reader_words(self) -> str:
        return SECOND_READER_WORDS[SecondReader(self.second_reader)] if self.second_reader else ""

    @property
    def lawful_basis_words(self) -> str:
        return LAWFUL_BASIS_WORDS[LawfulBasis(self.lawful_basis)] if self.lawful_basis else ""

    def get_absolute_url(self) -> str:
        """The version's own address; the plan in force is always at the body's plan page."""
        return reverse("register:plan-version", args=[self.body.slug, self.number])


class Goal(models.Model):
    """What the body wants to reach. `key` is the goal's name through all versions."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="goals")
    key = models.CharField(max_length=12, default=new_identifier)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="goal_key_is_unique")
        ]

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """What a body will do in one forum, and by which model."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="objectives")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(
        Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="objectives"
    )
    model = models.CharField(max_length=16, choices=choices_from(EngagementModel))
    statement = models.TextField(blank=True)
    reason = models.TextField(blank=True)  # why no part is taken, where the model is "none"
    # When advisers are there: in words, and in the notation of core.opening_hours, which the policy
    # obeys. Without the latter, as in versions of before it, a reply is sent at any hour.
    hours = models.CharField(max_length=120, blank=True)
    working_hours = ArrayField(models.CharField(max_length=60), default=list, blank=True)
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
    def hours_words(self) -> str:
        """When advisers are there, in English: the hours that are obeyed, then further words."""
        spans = opening_hours.all_parsed(self.working_hours)
        return "; ".join(filter(None, (opening_hours.words_of(spans), self.more_hours)))

    @property
    def more_hours(self) -> str:
        """Words about when advisers are there, which nothing obeys; empty where they only repeat
        the hours that are obeyed."""
        words = opening_hours.words_of(opening_hours.all_parsed(self.working_hours))
        return "" if self.hours.casefold() == words.casefold() else self.hours

    @property
    def is_answering(self) -> bool:
        return self.model in ANSWERING_MODELS

    @property
    def is_none(self) -> bool:
        """Whether the body takes no part in the forum; then `reason` says why."""
        return self.model == EngagementModel.NONE


class PlanIndicator(models.Model):
    """What is counted to see whether the plan works, from where to where.

    `figure` names a figure of `reporting`, which is computed here; empty: one of the body's own.
    `key` is the indicator's name through all versions.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="indicators")
    key = models.CharField(max_length=12, default=new_identifier)
    position = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    direction = models.CharField(
        max_length=8, choices=choices_from(Direction), default=Direction.AT_LEAST.value
    )
    baseline = models.DecimalField(max_digits=11, decimal_places=2, null=True, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=11, decimal_places=2, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="plan_indicator_key_is_unique")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def direction_words(self) -> str:
        return DIRECTION_WORDS[Direction(self.direction)]


class DraftStep(models.Model):
    """How often a step of a draft was saved, so that a second window is noticed.

    `name` is a step, or for the page of one objective `domain.steps.forum_step`.
    """

    draft = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="steps")
    name = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    saved_by = models.CharField(max_length=150)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "name"], name="draft_step_is_one_by_name")
        ]

    def __str__(self) -> str:
        return f"{self.draft}: {self.name}"


class Consultation(models.Model):
    """A draft that operators, and everybody if wished, are asked about.

    What they are asked about is frozen: a trigger refuses its change, and any change once the
    record is published with a version.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    # The version with which its record is published.
    version = models.ForeignKey(
        PlanVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="consultations"
    )
    document = models.TextField()  # the draft of that moment, as canonical JSON
    sha256 = models.CharField(max_length=64)
    introduction = models.TextField()  # what is asked, and why
    is_open_to_all = models.BooleanField()
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # What operators who commented were told once it was published.
    outcome_notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()
    closes_on = models.DateField()  # the last day
    closed_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.CharField(max_length=REASON_LENGTH, blank=True)

    when_bodies_merge = WhenMerged("consultation on a plan", "consultations on plans", frozen={})

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["closes_on"], condition=Q(closed_at=None), name="consultation_to_close"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(closed_at=None), name="consultation_is_open_once"
            ),
            models.CheckConstraint(
                name="consultation_called_off_is_closed",
                condition=Q(called_off_because="") | Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.closes_on}"

    @property
    def is_called_off(self) -> bool:
        return bool(self.called_off_because)

    @property
    def closed_on(self) -> date:
        """The last day on which comments were taken, or will be."""
        if self.closed_at is None:
            return self.closes_on
        return min(timezone.localdate(self.closed_at), self.closes_on)

    @property
    def answers_due_on(self) -> date:
        return answers_due_on(self.closed_on)

    def is_open(self, on: date) -> bool:
        return is_open(closed=self.closed_at is not None, closes_on=self.closes_on, on=on)

    def get_absolute_url(self) -> str:
        return reverse("register:consultation", args=[self.body.slug, self.public_id])


class Invitation(models.Model):
    """The operator of one forum is asked about a draft, at one mailbox or several."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="invitations"
    )
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    contacts = models.ManyToManyField(Contact, related_name="+")
    nothing_to_add_at = models.DateTimeField(null=True, blank=True)  # they said so

    class Meta:
        ordering = ["forum__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "forum"], name="invitation_is_one_for_each_forum"
            )
        ]

    def __str__(self) -> str:
        return f"{self.forum} on {self.consultation}"


class Comment(models.Model):
    """What somebody said to a part of the draft: an operator for their forum, or one of everybody.

    Nobody is named. A trigger refuses change and deletion, save that words which may not be
    published are emptied with a reason.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="comments"
    )
    section = models.CharField(max_length=120)  # domain.consulting.Section.key
    forum = models.ForeignKey(
        Forum, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # None: from one of everybody
    # Which mailbox of the operator, for their own page: never published. None: everybody, or of
    # before this was kept.
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    words = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # of words from everybody
    made_at = models.DateTimeField()
    withheld_because = models.CharField(max_length=REASON_LENGTH, blank=True)
    withheld_by = models.CharField(max_length=150, blank=True)
    withheld_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="comment_withholding_is_whole",
                condition=(Q(withheld_at=None, withheld_because="", withheld_by="") & ~Q(words=""))
                | (
                    Q(withheld_at__isnull=False, words="", fingerprint="")
                    & ~Q(withheld_because="")
                    & ~Q(withheld_by="")
                ),
            ),
            # Two who send the same at the same moment, or one who presses twice.
            models.UniqueConstraint(
                fields=["consultation", "fingerprint"],
                condition=~Q(fingerprint=""),
                name="comment_of_everybody_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_withheld(self) -> bool:
        return self.withheld_at is not None


class CommentAnswer(models.Model):
    """What the body answered to a comment. The newest counts; a trigger refuses change."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answers")
    verdict = models.CharField(max_length=12, choices=choices_from(Verdict))
    words = models.TextField()  # what was changed, or why not
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="comment_answer_has_words", condition=~Q(words=""))
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.verdict}"

    @property
    def verdict_words(self) -> str:
        return VERDICT_WORDS[Verdict(self.verdict)]
