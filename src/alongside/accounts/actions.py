"""Writing people."""

from datetime import datetime

from django.db import transaction

from alongside.accounts.models import User
from alongside.audit import actions as audit


@transaction.atomic
def add_user(
    *, username: str, email: str, display_name: str, password: str | None, by: str, at: datetime
) -> User:
    """A person who can sign in. Without a password they set one by mail."""
    user = User.objects.create_user(
        username=username, email=email, password=password, display_name=display_name
    )
    audit.record(kind="user.added", actor=by, subject=f"user:{username}", at=at)
    return user
