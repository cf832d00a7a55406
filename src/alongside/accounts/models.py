"""The person who signs in. Roles are in `bodies.Membership`: a role is held for a body."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A public servant. Never a member of the public: those have no account and no object here."""

    # Shown to colleagues; the forum shows the body's official account, not the person.
    display_name = models.CharField(max_length=100)

    # Of the starter data: signs in with a published password, and only where practice is shown.
    is_practice = models.BooleanField(default=False)

    first_name = None  # type: ignore[assignment]  # one name field; people's names do not split in two
    last_name = None  # type: ignore[assignment]  # `display_name` holds it whole

    REQUIRED_FIELDS = ["email", "display_name"]

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def __str__(self) -> str:
        return self.display_name or self.username
