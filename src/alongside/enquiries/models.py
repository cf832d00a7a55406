"""What was asked, as an official sees it: a link, a board, times, a short excerpt; no person."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from alongside.bodies.domain.merging import WhenMerged
from alongside.bodies.models import Body
from alongside.core.choices import choices_from
from alongside.core.identifiers import new_identifier
from alongside.enquiries.domain.referrals import (
    HOW_LENGTH,
    NOTE_LENGTH,
    WAY_WORDS,
    ReferralState,
    Way,
)
from alongside.enquiries.domain.triage import SET_ASIDE, STATE_WORDS, EnquiryState, Origin
from alongside.forums.models import Forum
from alongside.matching.models import Match
from alongside.plans.domain.policy import ThreadTerms


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def real(self) -> "EnquiryQuerySet":
        """Without practice: what public figures and open data speak of."""
        return self.filter(forum__is_practice=False, body__is_practice=False)

    def practice(self) -> "EnquiryQuerySet":
        """Practice only: what the demonstration's figures speak of."""
        return self.filter(Q(forum__is_practice=True) | Q(body__is_practice=True))


class ThreadReading(models.Model):
    """What is known of a thread with a question: counts and states, no words and nobody's name.

    One for all bodies. It is due (`next_visit_at`) while an enquiry needs it, else it rests.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="+")
    thread_id = models.CharField(max_length=100)
    replies = models.PositiveIntegerField(default=0)
    members_who_replied = models.PositiveIntegerField(default=0)
    replied_at = models.DateTimeField(null=True, blank=True)  # we last saw a further reply
    official_replied_at = models.DateTimeField(null=True, blank=True)  # we first saw one
    solved_at = models.DateTimeField(null=True, blank=True)  # we first saw it marked so
    closed_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)  # we last saw it in another board
    gone_at = models.DateTimeField(null=True, blank=True)  # removed, or hidden from guests
    changed_at = models.DateTimeField(null=True, blank=True)  # we last saw the question changed
    edited_at = models.DateTimeField(null=True, blank=True)  # of the question, as the forum says
    question_at = models.DateTimeField(null=True, blank=True)  # it was asked, if told to the minute
    read_at = models.DateTimeField(null=True, blank=True)  # None: not again since it was raised
    next_visit_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row; looks for one that has gone
    problem = models.CharField(max_length=300, blank=True)  # of the last look, for people

    class Meta:
        indexes = [models.Index(fields=["next_visit_at"], name="thread_reading_due")]
        constraints = [
            models.UniqueConstraint(fields=["forum", "thread_id"], name="thread_is_followed_once")
        ]

    def __str__(self) -> str:
        return f"reading of thread {self.thread_id} in {self.forum}"


class Enquiry(models.Model):
    """A question that a body may answer. No member's name is stored, here or anywhere."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    board_id = models.CharField(max_length=50)
    board_name = models.CharField(max_length=200)
    thread_id = models.CharField(max_length=100)
    thread_address = models.URLField(max_length=500)
    seen = models.ForeignKey(
        ThreadReading, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiries"
    )  # what was seen of it since; None: it is not followed
    title = models.CharField(max_length=300, blank=True)  # emptied with the excerpt
    excerpt = models.TextField(blank=True)
    excerpt_until = models.DateTimeField()
    replies_seen = models.PositiveIntegerField(default=0)
    members_who_replied = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=10, choices=choices_from(Origin))
    match = models.ForeignKey(
        Match, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    referred_at = models.DateTimeField(null=True, blank=True)  # a moderator asked for the body
    due_at = models.DateTimeField()
    response_hours = models.PositiveSmallIntegerField()  # the standard when it was raised
    state = models.CharField(
        max_length=16, choices=choices_from(EnquiryState), default=EnquiryState.NEW.value
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)  # answered or set aside
    decision_reason = models.TextField(blank=True)

    when_bodies_merge = WhenMerged(
        "enquiry",
        "enquiries",
        clash="Both were asked in the same thread (%(row)s). Keep both entries, and close the one "
        "that nobody uses any more: merged into the other, which follows it.",
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name_plural = "enquiries"
        indexes = [models.Index(fields=["body", "state", "due_at"], name="enquiry_queue")]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "forum", "thread_id"], name="enquiry_is_raised_once"
            ),
            models.CheckConstraint(
                name="enquiry_claim_is_whole",
                condition=Q(claimed_by=None, claimed_at=None)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="enquiry_claimed_has_somebody",
                condition=~Q(state=EnquiryState.CLAIMED.value) | Q(claimed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="enquiry_by_referral_has_its_moment",
                condition=~Q(origin=Origin.REFERRAL.value) | Q(referred_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.public_id

    @property
    def state_words(self) -> str:
        return STATE_WORDS[EnquiryState(self.state)]

    @property
    def heading(self) -> str:
        """The thread's title, or what stands for it once the words have been deleted."""
        return self.title or f"Question {self.public_id}"

    @property
    def thread_terms(self) -> ThreadTerms:
        return ThreadTerms(
            board_id=self.board_id,
            asked_at=self.asked_at,
            address=reverse("workspace:enquiry", args=[self.public_id]),
            is_referred=self.is_referred,
            is_set_aside=self.state in SET_ASIDE,
            is_gone=self.is_gone,
        )

    @property
    def is_by_hand(self) -> bool:
        """Whether a person found it: nothing was read, so no words and no counts are known."""
        return self.origin == Origin.HAND

    @property
    def is_referred(self) -> bool:
        """Whether a moderator asked for the body, however the question had come before."""
        return self.referred_at is not None

    @property
    def is_gone(self) -> bool:
        """Whether the question is not there for guests any more."""
        return self.seen is not None and self.seen.gone_at is not None

    @property
    def members_now(self) -> int:
        """How many members have replied, as the thread was last seen."""
        if self.seen is None or self.seen.read_at is None:
            return self.members_who_replied
        return self.seen.members_who_replied

    @property
    def is_practice(self) -> bool:
        return self.forum.is_practice or self.body.is_practice


class ReferralHook(models.Model):
    """Where a forum's software tells a body that a moderator passed a thread on.

    The address holds a key of 256 random bits, of which only the digest is stored; the secret is
    sealed, and forgotten when the hook ends.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)  # the forum's software when it was made
    addressee = models.CharField(max_length=100)  # the group, account or board meant for the body
    key_digest = models.CharField(max_length=64, unique=True)
    sealed_secret = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)  # something genuine came
    heard = models.CharField(max_length=300, blank=True)  # why no referral came of the newest
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    when_bodies_merge = WhenMerged(
        "webhook of a forum",
        "webhooks of forums",
        clash="Both are told of referrals by the same forum (%(row)s). End one of the two webhooks "
        "first.",
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "forum"],
                condition=Q(ended_at=None),
                name="referral_hook_stands_once",
            ),
            models.CheckConstraint(
                name="referral_hook_forgets_its_secret",
                condition=(Q(ended_at=None) & ~Q(sealed_secret=""))
                | Q(ended_at__isnull=False, sealed_secret=""),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Referral(models.Model):
    """A moderator passed a question to a body. Of a webhook only numbers are stored (law 4)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=choices_from(Way))
    hook = models.ForeignKey(
        ReferralHook, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # By what a delivery is known when it comes again: its bytes, its number. Empty: none such.
    first_key = models.CharField(max_length=64, blank=True)
    second_key = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=20, blank=True)  # at which a webhook pointed
    is_post = models.BooleanField(default=False)  # it is that of a post, not of a thread
    thread_address = models.URLField(max_length=500, blank=True)
    board_id = models.CharField(max_length=50, blank=True)  # as the operator chose it
    board_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)  # the operator's, to the official
    note_until = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=HOW_LENGTH, blank=True)  # by hand: how it was told
    referred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=choices_from(ReferralState), default=ReferralState.WAITING.value
    )
    due_at = models.DateTimeField(null=True, blank=True)  # of the next try
    until = models.DateTimeField(null=True, blank=True)  # when trying ends
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=600, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    enquiry = models.ForeignKey(
        Enquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )

    when_bodies_merge = WhenMerged("referral of a moderator", "referrals of moderators")

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=ReferralState.WAITING.value),
                name="referral_queue",
            ),
            models.Index(fields=["forum", "-received_at"], name="referral_of_forum"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["hook", "first_key"],
                condition=~Q(first_key=""),
                name="referral_delivery_counts_once",
            ),
            models.UniqueConstraint(
                fields=["hook", "second_key"],
                condition=~Q(second_key=""),
                name="referral_number_counts_once",
            ),
            models.CheckConstraint(
                name="referral_is_taken_with_its_enquiry",
                condition=Q(state=ReferralState.TAKEN.value, enquiry__isnull=False)
                | (~Q(state=ReferralState.TAKEN.value) & Q(enquiry=None)),
            ),
            models.CheckConstraint(
                name="referral_waits_until_a_moment",
                condition=Q(
                    state=ReferralState.WAITING.value,
                    due_at__isnull=False,
                    until__isnull=False,
                    closed_at=None,
                )
                | (~Q(state=ReferralState.WAITING.value) & Q(due_at=None, closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="referral_by_webhook_has_its_hook",
                condition=Q(way=Way.WEBHOOK.value, hook__isnull=False)
                | (~Q(way=Way.WEBHOOK.value) & Q(hook=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def way_words(self) -> str:
        return WAY_WORDS[Way(self.way)]
