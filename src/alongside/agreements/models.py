"""The operator's answers, each a new dated record; how operators were asked and reach their pages;
what they say to posts; and when an account's proof is looked at."""

from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from alongside.agreements.domain import evidence as files
from alongside.agreements.domain.asking import (
    OUTCOME_WORDS,
    SUBJECT_LENGTH,
    Outcome,
    closes_at,
    ends_soon,
)
from alongside.agreements.domain.letters import LetterKind
from alongside.agreements.domain.links import is_alive
from alongside.agreements.domain.objecting import (
    REASON_LENGTH,
    STATEMENT_LENGTH,
    WISH_WORDS,
    WORDS_LENGTH,
    Wish,
)
from alongside.agreements.domain.terms import (
    ANSWER_WORDS,
    LOOK_WORDS,
    MODEL_WORDS,
    AgreementTerms,
    Answer,
    EngagementModel,
    OfficialLook,
    Source,
    source_of,
)
from alongside.bodies.domain.merging import WhenMerged
from alongside.bodies.models import Body
from alongside.core.choices import choices_from
from alongside.core.identifiers import new_identifier
from alongside.forums.models import Forum, OfficialAccount
from alongside.ui import words


class EvidenceFile(models.Model):
    """A letter of an operator, kept with its fingerprint. A trigger refuses change and deletion."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)  # media type, as its first bytes say
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    when_bodies_merge = WhenMerged(
        "kept letter of an operator", "kept letters of operators", frozen={}
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_file_is_small", condition=Q(size__gt=0, size__lte=files.LARGEST)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called when it is downloaded; never what the person called it."""
        return f"letter-{self.public_id}.{files.ENDINGS[self.kind]}"


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
    # The least pause between two readings by machine; None: no pause named.
    reading_every_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    officials_shown = ArrayField(
        models.CharField(max_length=16, choices=choices_from(OfficialLook)),
        default=list,
        blank=True,
    )
    officials_words = models.CharField(max_length=300, blank=True)  # who, in the operator's words
    contact_role = models.CharField(max_length=100, blank=True)  # who answered; no person's name
    # By whose private link it came; None: it was recorded by the body, or by this service.
    contact = models.ForeignKey("Contact", models.PROTECT, null=True, blank=True, related_name="+")
    letter = models.ForeignKey(
        EvidenceFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    when_bodies_merge = WhenMerged("agreement", "agreements", frozen={})

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
        return f"{words.url('register:forum', self.forum.slug)}#agreement-{self.public_id}"

    @property
    def answer_words(self) -> str:
        return ANSWER_WORDS[Answer(self.answer)]

    @property
    def model_words(self) -> list[str]:
        return [MODEL_WORDS[EngagementModel(model)] for model in self.models_allowed]

    @property
    def came_from(self) -> Source:
        """Whose hand recorded it."""
        return source_of(self.recorded_by)

    @property
    def letter_sha256(self) -> str:
        """Fingerprint of the operator's letter, so that both sides can prove which it was."""
        return self.letter.sha256 if self.letter else ""

    @property
    def look_words(self) -> list[str]:
        """How officials are shown."""
        return [LOOK_WORDS[OfficialLook(look)] for look in self.officials_shown]

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
            reading_every_hours=self.reading_every_hours,
        )

    def ends_soon(self, on: date) -> bool:
        """Whether it must be renewed now, so that nothing stops in 60 days."""
        return ends_soon(self.valid_until, on=on)


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


class ContactQuerySet(models.QuerySet["Contact"]):
    def standing(self) -> "ContactQuerySet":
        return self.filter(ended_at=None)


class Contact(models.Model):
    """A mailbox at which a body reaches an operator. Never public; emptied when it has ended."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    forums = models.ManyToManyField(Forum, related_name="+")
    role = models.CharField(max_length=100)  # "Owner", "Lead moderator"
    sealed_address = models.TextField(blank=True)
    address_digest = models.CharField(max_length=64, blank=True, db_index=True)  # core.sealed
    is_practice = models.BooleanField(default=False)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField()  # written to, or heard from
    ended_at = models.DateTimeField(null=True, blank=True)

    when_bodies_merge = WhenMerged(
        "contact of an operator",
        "contacts of operators",
        clash="Both have the same operator’s address. End one of the two contacts first.",
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_is_emptied_when_it_ends",
                condition=(Q(ended_at=None) & ~Q(sealed_address="") & ~Q(address_digest=""))
                | Q(ended_at__isnull=False, sealed_address="", address_digest=""),
            ),
            models.UniqueConstraint(
                fields=["body", "address_digest"],
                condition=Q(ended_at=None),
                name="contact_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return self.role


class Request(models.Model):
    """One asking of one operator by one body: the letter, and how it ended."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    letter = models.TextField()  # as sent, with a mark in the place of the private link
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)  # the first letter went out
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=choices_from(Outcome), blank=True)

    when_bodies_merge = WhenMerged(
        "request to an operator",
        "requests to operators",
        clash="Both wait for an answer about the same forum (%(row)s). Close one of the two "
        "requests first.",
    )

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["sent_at"], condition=Q(closed_at=None), name="request_open"),
            models.Index(fields=["forum", "body", "-id"], name="request_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "forum"], condition=Q(closed_at=None), name="request_is_open_once"
            ),
            models.CheckConstraint(
                name="request_end_is_whole",
                condition=Q(closed_at=None, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} asks {self.forum}"

    @property
    def outcome_words(self) -> str:
        return OUTCOME_WORDS[Outcome(self.outcome)] if self.outcome else ""

    @property
    def closes_at(self) -> datetime | None:
        return (
            closes_at(sent_at=self.sent_at, reminded_at=self.reminded_at) if self.sent_at else None
        )


class Notice(models.Model):
    """A letter to operators that asks for no agreement, such as the one that consults them.

    One text for all its letters; whoever sends it keeps why in an app above.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    letter = models.TextField()  # as sent, with a mark in the place of the private link
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # what has not gone out stays here

    when_bodies_merge = WhenMerged("notice to operators", "notices to operators")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject


class Letter(models.Model):
    """One e-mail to one contact: the row is the queue. Without `ended_at` it is still to go out."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(
        Request, null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    notice = models.ForeignKey(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    objection = models.ForeignKey(
        "Objection", null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    kind = models.CharField(max_length=12, choices=choices_from(LetterKind))
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # sent, or given up
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    problem = models.CharField(max_length=300, blank=True)  # of the last try, for people

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(ended_at=None), name="letter_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_sent_has_ended",
                condition=Q(sent_at=None) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_is_about_one_thing",
                condition=Q(objection=None) | Q(request=None, kind=LetterKind.OBJECTION.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.contact}"


class PrivateLink(models.Model):
    """A key to an operator's pages. Only its digest is kept; the key itself went out by e-mail."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of 256 random bits
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="private_link_end_is_whole",
                condition=Q(revoked_at=None, revoked_by="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
            )
        ]

    def __str__(self) -> str:
        return f"link of {self.contact}"

    def is_alive(self, at: datetime) -> bool:
        return is_alive(expires_at=self.expires_at, revoked_at=self.revoked_at, at=at)


class OperatorVisit(models.Model):
    """What a private link was exchanged for: a cookie, of which only the digest is kept."""

    link = models.ForeignKey(PrivateLink, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"visit by {self.link}"


class Knock(models.Model):
    """Somebody knocked without a key: a keyed hash of the network, for a day. No address."""

    kind = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["digest", "at"], name="knock_of_network")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"


class Objection(models.Model):
    """What an operator says against a post that a body placed, and what the body answered."""

    public_id = models.CharField(max_length=12, unique=True, default=new_identifier)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    reply_id = models.CharField(max_length=12)  # public identifier: replies lie above agreements
    post_address = models.URLField(max_length=500, blank=True)
    wish = models.CharField(max_length=8, choices=choices_from(Wish))
    words = models.CharField(max_length=WORDS_LENGTH)
    contact_role = models.CharField(max_length=100)
    # Who is written to with the answer; None: an objection of before this was kept.
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    when_bodies_merge = WhenMerged("objection of an operator", "objections of operators")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["body"], condition=Q(answered_at=None), name="objection_waits")
        ]
        constraints = [
            models.CheckConstraint(
                name="objection_answer_is_whole",
                condition=Q(answered_at=None, answer="", answered_by="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & ~Q(answered_by="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.wish} {self.reply_id}"

    @property
    def wish_words(self) -> str:
        return WISH_WORDS[Wish(self.wish)]


class Statement(models.Model):
    """What an operator says in public about officials in their forum. The newest counts."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=STATEMENT_LENGTH, blank=True)  # empty: taken back
    contact_role = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["forum", "-id"], name="statement_newest")]

    def __str__(self) -> str:
        return self.words


class StatementRuling(models.Model):
    """A body withholds an operator's public sentence, or shows it again, and says why.

    The newest of a sentence counts. A trigger refuses change and deletion.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="rulings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    is_withheld = models.BooleanField()
    reason = models.CharField(max_length=REASON_LENGTH)  # public, with the body's name
    ruled_by = models.CharField(max_length=150)
    ruled_at = models.DateTimeField()

    when_bodies_merge = WhenMerged(
        "ruling on a public sentence", "rulings on public sentences", frozen={}
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="statement_ruling_has_reason", condition=~Q(reason=""))
        ]

    def __str__(self) -> str:
        return f"{'withheld' if self.is_withheld else 'shown'}: {self.reason}"
