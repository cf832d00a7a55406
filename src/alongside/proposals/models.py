"""Proposed corrections, and the little that keeps the form open for people. Nobody is named."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from alongside.bodies.domain.merging import WhenMerged
from alongside.bodies.models import Body
from alongside.core.choices import choices_from
from alongside.core.identifiers import new_identifier
from alongside.forums.models import Forum
from alongside.proposals.domain import life, texts
from alongside.proposals.domain.fields import About, Field, field_words
from alongside.proposals.domain.life import PUBLISHED, STATE_WORDS, ProposalState

# Plain values: with the members, the migration would import our rules.
_WAITING, _REJECTED = ProposalState.WAITING.value, ProposalState.REJECTED.value
_FORUM, _BODY = About.FORUM.value, About.BODY.value
_MISSING = Field.MISSING.value


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting(self) -> "ProposalQuerySet":
        return self.filter(state=_WAITING)

    def shown(self, *, practice: bool) -> "ProposalQuerySet":
        """What the public site speaks of: all that was not rejected."""
        return self.filter(is_practice=practice).exclude(state=_REJECTED)

    def answered(self, *, practice: bool) -> "ProposalQuerySet":
        """Those whose words and answer are public."""
        return self.shown(practice=practice).exclude(state=_WAITING)


class Proposal(models.Model):
    """A correction of one entry, or an entry that is missing, proposed by nobody in particular."""

    public_id = models.CharField(max_length=16, unique=True, default=new_identifier, editable=False)
    about = models.CharField(max_length=8, choices=choices_from(About))
    forum = models.ForeignKey(
        Forum, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The entry's name at that time; of a missing entry the one that was proposed.
    name = models.CharField(max_length=texts.NAME_LENGTH, blank=True)
    field = models.CharField(max_length=20, choices=choices_from(Field))
    said = models.TextField(blank=True)  # by the register at that time, where it is a short text
    proposed = models.TextField(blank=True)  # what it should say
    source = models.CharField(max_length=texts.SOURCE_LENGTH, blank=True)
    words = models.TextField(blank=True)  # whatever else was said
    fingerprint = models.CharField(max_length=64, blank=True)  # domain.texts.fingerprint
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=choices_from(ProposalState), default=_WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    changed = models.TextField(blank=True)  # published: what was changed in the register
    reason = models.TextField(blank=True)  # published
    # The words held something about a person: they were deleted, the answer stands.
    is_withheld = models.BooleanField(default=False)
    is_practice = models.BooleanField(default=False)

    when_bodies_merge = WhenMerged("proposed correction", "proposed corrections")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [
            models.Index(fields=["is_practice", "-proposed_at", "-id"], name="proposal_newest"),
            models.Index(fields=["forum", "-proposed_at"], name="proposal_of_forum"),
            models.Index(fields=["body", "-proposed_at"], name="proposal_of_body"),
            models.Index(
                fields=["proposed_at"], condition=Q(state=_WAITING), name="proposal_waiting"
            ),
            models.Index(
                fields=["answered_at"],
                condition=Q(state=_REJECTED) & ~Q(fingerprint=""),
                name="proposal_to_empty",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="proposal_is_about_one_entry",
                condition=Q(about=_FORUM, body=None) | Q(about=_BODY, forum=None),
            ),
            models.CheckConstraint(
                name="proposal_has_an_entry_unless_missing",
                condition=(Q(field=_MISSING) & Q(forum=None, body=None))
                | (~Q(field=_MISSING) & (Q(forum__isnull=False) | Q(body__isnull=False))),
            ),
            models.CheckConstraint(
                name="proposal_answer_is_whole",
                condition=Q(state=_WAITING, answered_at=None, changed="", reason="")
                | (Q(state=_REJECTED) & Q(answered_at__isnull=False))
                | (
                    ~Q(state__in=[_WAITING, _REJECTED])
                    & Q(answered_at__isnull=False)
                    & (~Q(changed="") | ~Q(reason=""))
                ),
            ),
            # Two who send the same at the same moment, or one who presses twice.
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(state=_WAITING),
                name="proposal_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id}: {self.field_words}"

    def get_absolute_url(self) -> str:
        return reverse("register:proposal", args=[self.public_id])

    @property
    def field_words(self) -> str:
        return field_words(About(self.about), Field(self.field))

    @property
    def state_words(self) -> str:
        return STATE_WORDS[ProposalState(self.state)]

    @property
    def is_missing(self) -> bool:
        return self.field == _MISSING

    @property
    def is_waiting(self) -> bool:
        return self.state == _WAITING

    @property
    def is_rejected(self) -> bool:
        return self.state == _REJECTED

    @property
    def is_published(self) -> bool:
        return self.state in PUBLISHED

    @property
    def entry(self) -> Forum | Body | None:
        """The entry as it stands today; None for a missing one."""
        return self.forum or self.body

    @property
    def source_address(self) -> str:
        return texts.address_of(self.source)

    @property
    def due_on(self) -> date:
        """The day by which it is answered."""
        return life.answer_due_on(timezone.localdate(self.proposed_at))

    @property
    def words_end_at(self) -> datetime | None:
        return life.words_end_at(ProposalState(self.state), self.answered_at)

    @property
    def days_to_answer(self) -> int | None:
        """Whole days of the calendar between proposal and answer, as in the published file."""
        if self.answered_at is None:
            return None
        return (timezone.localdate(self.answered_at) - timezone.localdate(self.proposed_at)).days


class UsedForm(models.Model):
    """A form that was sent. Its token counts once; forgotten when it would be too old anyway."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token's random part
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d %H:%M}"


class DaySalt(models.Model):
    """What networks are hashed with on one day (UTC). Without it no trace leads to a network."""

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day}"


class NetworkTrace(models.Model):
    """Something was sent from a network: its keyed hash, for the rest of the day. No address."""

    day = models.DateField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["day", "digest", "at"], name="network_trace_of_day")]

    def __str__(self) -> str:
        return f"{self.day}"
