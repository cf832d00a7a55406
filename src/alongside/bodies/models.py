"""Public bodies and who works for them. Field names follow Popolo where it has one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from alongside.accounts.domain.roles import CENTRAL_ROLES, Role
from alongside.bodies.domain.kinds import KIND_WORDS, BodyKind
from alongside.core.choices import choices_from

# Plain values: with the members, the migration would import our rules.
_CENTRAL = sorted(role.value for role in CENTRAL_ROLES)


class BodyQuerySet(models.QuerySet["Body"]):
    def real(self) -> "BodyQuerySet":
        """Without practice bodies: what public figures and open data speak of."""
        return self.filter(is_practice=False)


class Body(models.Model):
    """An organisation that carries out public functions."""

    slug = models.SlugField(max_length=100, unique=True)  # its place in our addresses
    name = models.CharField(max_length=200)
    acronym = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=40, choices=choices_from(BodyKind))
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    remit = models.TextField(blank=True)
    website = models.URLField(blank=True)
    contact_email = models.EmailField(blank=True)  # a team mailbox, never a person
    lawful_basis = models.CharField(max_length=300, blank=True)
    is_practice = models.BooleanField(default=False)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.acronym or self.name

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[BodyKind(self.kind)]


class BodyIdentifier(models.Model):
    """The body's identifier in some register; scheme is an org-id prefix or a local one."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="body_identifier_is_unique")
        ]
        ordering = ["scheme", "value"]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Membership(models.Model):
    """A person's role in a body, or in the whole service when the role is a central one."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=choices_from(Role))

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
