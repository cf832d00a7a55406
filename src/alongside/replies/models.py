"""Replies of a body to a question, what was checked, and how each attempt to send it ended."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.core.choices import choices_from
from alongside.core.identifiers import new_identifier
from alongside.enquiries.models import Enquiry
from alongside.forums.models import OfficialAccount
from alongside.guidance.domain.checks import CHECK_WORDS, Check, Severity
from alongside.periods.models import RestrictedPeriod
from alongside.replies.domain.life import (
    PROOF_WORDS,
    STATE_WORDS,
    Proof,
    ReplyState,
    Route,
)

_PROVED = [ReplyState.LIVE.value]


class Reply(models.Model):
    """One reply. Its text can change in state draft only; what is sent is what was approved."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    # In the markup of the forum, as it was approved; it is sent so or not at all.
    prepared_text = models.TextField(blank=True)
    state = models.CharField(
        max_length=12, choices=choices_from(ReplyState), default=ReplyState.DRAFT.value
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)  # of the second reader who returned it
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    # The period in which the second reader confirmed that it states facts about services only.
    facts_period = models.ForeignKey(
        RestrictedPeriod, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    route = models.CharField(max_length=10, choices=choices_from(Route), blank=True)
    not_before = models.DateTimeField(null=True, blank=True)  # of the next call or look
    external_id = models.CharField(max_length=100, blank=True)
    public_link = models.URLField(max_length=500, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)  # as the forum says, or the receipt
    looks = models.PositiveSmallIntegerField(default=0)
    proof = models.CharField(max_length=10, choices=choices_from(Proof), blank=True)
    live_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)  # why it stopped or needs a person
    problem_clause = models.CharField(max_length=30, blank=True)
    problem_address = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-saved_at"]
        verbose_name_plural = "replies"
        indexes = [
            models.Index(fields=["state", "not_before"], name="reply_work_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry"],
                condition=~Q(state=ReplyState.WITHDRAWN.value),
                name="reply_is_written_once",
            ),
            models.CheckConstraint(
                name="reply_approval_is_whole",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="reply_approved_by_another",
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("author")),
            ),
            models.CheckConstraint(
                name="reply_leaves_the_house_approved",
                condition=Q(
                    state__in=[
                        ReplyState.DRAFT.value,
                        ReplyState.IN_REVIEW.value,
                        ReplyState.WITHDRAWN.value,
                    ]
                )
                | Q(approved_at__isnull=False),
            ),
            # Law 6: never claimed unseen. Live means a link, a proof and a moment.
            models.CheckConstraint(
                name="reply_live_is_proved",
                condition=~Q(state__in=_PROVED)
                | (
                    Q(live_at__isnull=False, posted_at__isnull=False)
                    & ~Q(proof="")
                    & ~Q(public_link="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"reply {self.public_id}"

    @property
    def state_words(self) -> str:
        if self.state == ReplyState.APPROVED and self.route == Route.BY_HAND:
            return "Approved, to be posted by hand"
        if self.state == ReplyState.APPROVED:
            return "Approved, waiting to be sent"
        return STATE_WORDS[ReplyState(self.state)]

    @property
    def sent_at(self) -> datetime | None:
        """When it was posted, as far as is known: else when the last attempt began."""
        attempts = self.attempts.all()
        return self.posted_at or max((each.claimed_at for each in attempts), default=None)

    @property
    def proof_words(self) -> str:
        return PROOF_WORDS[Proof(self.proof)] if self.proof else ""


class CheckResult(models.Model):
    """A finding that stood when the draft was sent for second reading, and why it was passed."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="check_results")
    check_name = models.CharField(max_length=30, choices=choices_from(Check))
    severity = models.CharField(max_length=5, choices=choices_from(Severity))
    message = models.TextField()
    override_reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="check_passed_over_has_a_reason", condition=~Q(override_reason="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_name} on {self.reply}"

    @property
    def check_words(self) -> str:
        return CHECK_WORDS[Check(self.check_name)]


class Attempt(models.Model):
    """One claim of a reply for sending. Without an outcome it is under way, or its worker died."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="attempts")
    claimed_at = models.DateTimeField()
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # who posts by hand; None: a worker
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attempt_end_is_whole",
                condition=Q(ended_at=None, outcome="")
                | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            )
        ]

    def __str__(self) -> str:
        return f"attempt on {self.reply}"
