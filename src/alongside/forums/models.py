"""Forums that other people run, what is known of them, and the official accounts there."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from alongside.bodies.domain.merging import WhenMerged
from alongside.bodies.models import Body
from alongside.core.choices import choices_from
from alongside.core.identifiers import new_identifier
from alongside.core.names import name_key_of
from alongside.forums.domain.kinds import (
    ALIAS_WORDS,
    BOUND_WORDS,
    ENGINE_WORDS,
    FORUM_KIND_WORDS,
    LIFE_WORDS,
    METHOD_WORDS,
    READ_FROM,
    AccountDirection,
    AliasKind,
    Bound,
    BuildDecision,
    ForumKind,
    ForumLife,
    MeasureMethod,
    VerifiedHow,
)
from alongside.forums.domain.listing import review_due_on
from alongside.forums.twin_listings import settle_listings


class ForumQuerySet(models.QuerySet["Forum"]):
    def real(self) -> "ForumQuerySet":
        """Without practice forums: what public figures and open data speak of."""
        return self.standing().filter(is_practice=False)

    def standing(self) -> "ForumQuerySet":
        """Without entries that were merged into another."""
        return self.filter(merged_into=None)


class Forum(models.Model):
    """An online place where members help each other, run by someone else."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    name_key = name_key_of("name")
    other_names = models.JSONField(default=list, blank=True)  # texts
    kind = models.CharField(
        max_length=16, choices=choices_from(ForumKind), default=ForumKind.FORUM.value
    )
    address = models.URLField(blank=True)  # empty when no source gave it; never guessed
    operator_name = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)  # in our words: who helps whom there
    area = models.CharField(max_length=100, blank=True)
    languages = models.JSONField(default=list, blank=True)  # BCP 47: "en", "cy"
    engine = models.CharField(max_length=30, blank=True)  # forum software; empty: not known
    life = models.CharField(
        max_length=12, choices=choices_from(ForumLife), default=ForumLife.UNKNOWN.value
    )
    house_rules_address = models.URLField(blank=True)
    house_rules_read_on = models.DateField(null=True, blank=True)
    report_address = models.URLField(blank=True)  # where content is reported to the moderators
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    is_practice = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    # Of the last visit of this service to its front page; no post is read there.
    visited_at = models.DateTimeField(null=True, editable=False)
    visit_problem = models.CharField(max_length=300, blank=True, editable=False)
    leads_to = models.URLField(max_length=500, blank=True, editable=False)  # for good, elsewhere
    # Kept by actions, so that ten thousand forums sort and search as fast as a hundred.
    size = models.DecimalField(max_digits=16, decimal_places=2, null=True, editable=False)
    search = SearchVectorField(null=True, editable=False)

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        indexes = [
            GinIndex(fields=["search"], name="forum_search"),
            models.Index(
                models.F("size").desc(nulls_last=True),
                "name_key",
                condition=Q(is_practice=False, merged_into=None),
                name="forum_by_size",
            ),
            models.Index(
                fields=["name_key", "id"],
                condition=Q(is_practice=False, merged_into=None),
                name="forum_by_name",
            ),
            models.Index(
                models.F("visited_at").asc(nulls_first=True),
                "id",
                condition=~Q(address="") & Q(merged_into=None),
                name="forum_by_visit",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="forum_is_not_merged_into_itself",
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_words(self) -> str:
        return FORUM_KIND_WORDS[ForumKind(self.kind)]

    @property
    def life_words(self) -> str:
        return LIFE_WORDS[ForumLife(self.life)]

    @property
    def engine_words(self) -> str:
        return ENGINE_WORDS.get(self.engine, self.engine)

    @property
    def can_be_read(self) -> bool:
        """Whether the service has a connector for its software."""
        return self.engine in READ_FROM


class ForumAlias(models.Model):
    """An address that leads to a forum. One place is one forum, whoever enters it how often."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="aliases")
    place = models.CharField(max_length=300, unique=True)  # forums.domain.places.place_of
    address = models.URLField(max_length=500)
    kind = models.CharField(max_length=10, choices=choices_from(AliasKind))
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum"],
                condition=Q(kind=AliasKind.OWN.value),
                name="forum_has_one_own_address",
            )
        ]
        ordering = ["kind", "address"]

    def __str__(self) -> str:
        return self.address

    @property
    def kind_words(self) -> str:
        return ALIAS_WORDS[AliasKind(self.kind)]


class ForumTopic(models.Model):
    """A topic of a forum, from any list of topics: {scheme, code, label}."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="topics")
    scheme = models.CharField(max_length=40)
    code = models.CharField(max_length=120)
    label = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "scheme", "code"], name="forum_topic_is_unique"
            )
        ]
        indexes = [models.Index(fields=["scheme", "code"], name="forum_topic_code")]
        ordering = ["scheme", "label"]

    def __str__(self) -> str:
        return self.label


class ForumSourceRecord(models.Model):
    """What a file last said of a forum, as bodies.SourceRecord keeps it of a body.

    So an import can tell a change of the file from what people entered here, and leaves that alone.
    """

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="source_records")
    source = models.CharField(max_length=40)  # what the file is called, such as forums
    said = models.JSONField()  # {field: value}, of what the file ever spoke of
    read_at = models.DateTimeField()  # when it began to say so

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "forum"], name="forum_source_record_is_of_one_forum"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.forum}"


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


class MeasureQuerySet(models.QuerySet["Measure"]):
    def standing(self) -> "MeasureQuerySet":
        """Without figures that were withdrawn."""
        return self.filter(withdrawn_at=None)


class Measure(models.Model):
    """One figure about a forum. Without a source it cannot be stored.

    Nothing is deleted: a wrong figure is withdrawn with a reason, and a newer one stands beside it.
    """

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
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="measure_has_a_source", condition=~Q(source="") & ~Q(asserted_by="")
            ),
            models.UniqueConstraint(
                fields=["forum", "kind", "source", "dated", "period"],
                condition=Q(withdrawn_at=None),
                name="measure_is_told_once",
            ),
            models.CheckConstraint(
                name="measure_is_withdrawn_with_a_reason",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
            ),
        ]
        ordering = ["-dated", "kind"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"

    @property
    def bound_words(self) -> str:
        return BOUND_WORDS[self.bound]

    @property
    def method_words(self) -> str:
        return METHOD_WORDS[self.method]


class Listing(models.Model):
    """A body says: this forum is major for us, and why."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="listings")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    criteria = models.JSONField(default=list, blank=True)  # of forums.domain.listing.Criterion
    leads = models.BooleanField(default=False)  # for all bodies that list it
    listed_on = models.DateField()
    reviewed_on = models.DateField(null=True, blank=True)  # the last time that it was looked at
    delisted_on = models.DateField(null=True, blank=True)
    delisted_reason = models.TextField(blank=True)

    when_bodies_merge = WhenMerged(
        "listing of a forum", "listings of forums", settle=settle_listings
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "body"],
                condition=Q(delisted_on=None),
                name="listing_stands_once",
            ),
            models.UniqueConstraint(
                fields=["forum"],
                condition=Q(delisted_on=None, leads=True),
                name="listing_one_body_leads",
            ),
            models.CheckConstraint(
                name="listing_ends_with_a_reason",
                condition=Q(delisted_on=None) | ~Q(delisted_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum} for {self.body}"

    @property
    def looked_at_on(self) -> date:
        return self.reviewed_on or self.listed_on

    @property
    def review_due_on(self) -> date:
        return review_due_on(self.looked_at_on)


class NoForumFound(models.Model):
    """A body looked for forums that matter for its work, and found none. The newest counts."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    searched_on = models.DateField()
    how = models.TextField()  # where and with which words
    recorded_at = models.DateTimeField()

    when_bodies_merge = WhenMerged("search that found no forum", "searches that found no forum")

    class Meta:
        ordering = ["-searched_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.body}: none on {self.searched_on}"


class OfficialAccount(models.Model):
    """A forum account that a body owns. The secret is sealed; `retired_at` ends its use."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="official_accounts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    public_id = models.CharField(max_length=16, unique=True, default=new_identifier, editable=False)
    handle = models.CharField(max_length=100)
    profile_address = models.URLField(max_length=500, blank=True)
    named_at_address = models.URLField(max_length=500, blank=True)  # the body's page naming it
    language = models.CharField(max_length=35, blank=True)  # BCP 47; empty: nobody said
    sealed_secret = models.TextField(blank=True)  # empty: posts by hand only
    # Set: the secret is not used before it was checked, at this time.
    secret_due_at = models.DateTimeField(null=True, blank=True)
    secret_problem = models.CharField(max_length=600, blank=True)  # what its last check met with
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    when_bodies_merge = WhenMerged(
        "official account",
        "official accounts",
        clash="Both use an account in the same forum (%(row)s). Retire one of the two first.",
    )

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


class Verification(models.Model):
    """One look at one direction of an official account's proof. The newest of a direction counts.

    Nothing is concluded from a mail domain: it is the named account that is verified, or not.
    """

    account = models.ForeignKey(
        OfficialAccount, on_delete=models.CASCADE, related_name="verifications"
    )
    direction = models.CharField(max_length=16, choices=choices_from(AccountDirection))
    found = models.BooleanField()
    how = models.CharField(max_length=8, choices=choices_from(VerifiedHow))
    address = models.URLField(max_length=500)  # the page that was looked at
    note = models.CharField(max_length=300, blank=True)  # why not found, in words
    checked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                "account", "direction", models.F("checked_at").desc(), name="verification_newest"
            )
        ]
        ordering = ["-checked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.account}: {self.direction}"


class DuplicateCheck(models.Model):
    """A dated record that a body looked for existing forums before it built one."""

    public_id = models.CharField(max_length=16, unique=True, default=new_identifier, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    need = models.TextField()  # audience and need, in a sentence or two
    # What was found at that time: [{"slug", "name", "address", "why"}], the best first.
    found = models.JSONField(default=list)
    looked_at = models.DateTimeField()
    consulted = models.TextField(blank=True)  # operators and users, in words; no person's name
    decision = models.CharField(
        max_length=12, choices=choices_from(BuildDecision), default=BuildDecision.OPEN.value
    )
    decision_reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    when_bodies_merge = WhenMerged("look before building", "looks before building", frozen={})

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="duplicate_check_decided_with_a_reason",
                condition=Q(decision=BuildDecision.OPEN.value, decided_at=None)
                | (
                    ~Q(decision=BuildDecision.OPEN.value)
                    & ~Q(decision_reason="")
                    & Q(decided_at__isnull=False)
                ),
            )
        ]
        ordering = ["-looked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.body}, {self.looked_at:%Y-%m-%d}"
