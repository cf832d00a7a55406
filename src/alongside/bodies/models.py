"""Public bodies and who works for them. Field names follow Popolo where it has one."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from alongside.accounts.domain.roles import CENTRAL_ROLES, Role
from alongside.bodies.domain import facts
from alongside.bodies.domain.kinds import CLOSED_WORDS, KIND_WORDS, BodyKind, ClosedHow
from alongside.bodies.domain.merging import WhenMerged
from alongside.bodies.twin_records import drop_left_out, one_was_left_out
from alongside.core.choices import choices_from
from alongside.core.names import name_key_of

# Plain values: with the members, the migration would import our rules.
_CENTRAL = sorted(role.value for role in CENTRAL_ROLES)


class BodyQuerySet(models.QuerySet["Body"]):
    def real(self) -> "BodyQuerySet":
        """Without practice bodies: what public figures and open data speak of."""
        return self.filter(is_practice=False)


class Body(models.Model):
    """An organisation that carries out public functions."""

    slug = models.SlugField(max_length=100, unique=True)  # its place in our addresses
    name = models.CharField(max_length=facts.LONGEST_NAME)
    name_key = name_key_of("name")
    acronym = models.CharField(max_length=facts.LONGEST_ACRONYM, blank=True)
    other_names = models.JSONField(default=list, blank=True)  # texts: earlier and lay names
    kind = models.CharField(max_length=40, choices=choices_from(BodyKind))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # Sponsors besides the parent: some bodies belong to several.
    other_parents = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="other_children"
    )
    jurisdiction = models.CharField(max_length=12, blank=True)  # ISO 3166: GB, GB-WLS, US
    founded_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)  # none: open, or closed on no known day
    closed_how = models.CharField(max_length=20, choices=choices_from(ClosedHow), blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors"
    )
    remit = models.TextField(blank=True)
    website = models.URLField(max_length=facts.LONGEST_ADDRESS, blank=True)
    contact_email = models.EmailField(blank=True)  # a team mailbox, never a person
    lawful_basis = models.CharField(max_length=300, blank=True)
    is_practice = models.BooleanField(default=False)
    search = SearchVectorField(null=True, editable=False)  # kept by bodies.search

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "pk"]
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                name="body_closed_on_a_day_is_closed",
                condition=Q(closed_on=None) | ~Q(closed_how=""),
            ),
            models.CheckConstraint(
                name="body_is_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="body_search"),
            models.Index(fields=["name_key", "id"], name="body_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.acronym or self.name

    @property
    def acronym_besides(self) -> str:
        return facts.acronym_besides(self.name, self.acronym)

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[BodyKind(self.kind)]

    @property
    def is_closed(self) -> bool:
        return self.closed_how != ""

    @property
    def closed_words(self) -> str:
        return CLOSED_WORDS[ClosedHow(self.closed_how)] if self.closed_how else ""


class RemitTopic(models.Model):
    """A topic of a body's remit, from any list of topics: {scheme, code, label}."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="topics")
    scheme = models.CharField(max_length=facts.LONGEST_SCHEME)
    code = models.CharField(max_length=facts.LONGEST_CODE)
    label = models.CharField(max_length=facts.LONGEST_LABEL)

    when_bodies_merge = WhenMerged("topic", "topics", alike_goes=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "scheme", "code"], name="remit_topic_is_unique")
        ]
        indexes = [models.Index(fields=["scheme", "code"], name="remit_topic_code")]
        ordering = ["scheme", "label"]

    def __str__(self) -> str:
        return self.label


class BodyIdentifier(models.Model):
    """The body's identifier in some register; scheme is an org-id prefix or a local one."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=facts.LONGEST_SCHEME)
    value = models.CharField(max_length=facts.LONGEST_CODE)

    when_bodies_merge = WhenMerged(
        "identifier in other registers", "identifiers in other registers"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="body_identifier_is_unique")
        ]
        ordering = ["scheme", "value"]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class SourceRecord(models.Model):
    """What a list outside the register last said of a body.

    An import compares three things: this, the register, and what the list says now. So it can tell
    a change of the list from a correction made here, and leaves corrections alone.
    """

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="source_records")
    source = models.CharField(max_length=facts.LONGEST_SCHEME)  # the list, such as govuk
    key = models.CharField(max_length=300)  # the record's own key there; never changes
    said = models.JSONField()  # {field: value}, of the fields that the list speaks of
    read_at = models.DateTimeField()  # when it began to say so
    left_out_at = models.DateTimeField(null=True, blank=True)  # since then it names it no more

    when_bodies_merge = WhenMerged(
        "record of a list",
        "records of lists",
        may_settle=one_was_left_out,
        settle=drop_left_out,
        clash="One list names both, and keeps them apart (%(row)s): its next import would do so "
        "again. Have the list corrected first.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="source_record_key_is_unique"),
            models.UniqueConstraint(fields=["source", "body"], name="source_record_is_of_one_body"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.key}"


class MergedBody(models.Model):
    """An entry that turned out to be the same body as another; its address leads there for good."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="merged")
    slug = models.SlugField(max_length=100, unique=True)  # its address; never used again
    name = models.CharField(max_length=facts.LONGEST_NAME)
    said = models.JSONField()  # what the register said of it, as `bodies.queries.statement_of`
    reason = models.TextField()
    merged_at = models.DateTimeField()

    when_bodies_merge = WhenMerged("entry merged before", "entries merged before")

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "merged bodies"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in a body, or in the whole service when the role is a central one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=choices_from(Role))

    when_bodies_merge = WhenMerged("role of a colleague", "roles of colleagues", alike_goes=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "body", "role"],
                name="membership_is_held_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="membership_has_a_body_unless_central",
                condition=Q(role__in=_CENTRAL, body__isnull=True)
                | (~Q(role__in=_CENTRAL) & Q(body__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
