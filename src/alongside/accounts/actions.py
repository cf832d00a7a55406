"""Writing people."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from alongside.accounts.models import User


@transaction.atomic
def add_user(*, username: str, email: str, display_name: str, password: str | None) -> User:
    """A person who can sign in; without a password not yet.

    The event is left by `bodies.actions.add_person`, which calls this: accounts and audit do not
    know one another.
    """
    return User.objects.create_user(
        username=username, email=email, password=password, display_name=display_name
    )


@transaction.atomic
def set_sign_in(*, user: User, allowed: bool, at: datetime) -> None:
    """Lets a person sign in, or no longer; what they have open ends with it.

    The event is left by `bodies.actions`, as for `add_user`. Without the end of the sessions, an
    old one would open again on the day on which the person may sign in once more.
    """
    user.is_active = allowed
    user.save(update_fields=["is_active"])
    if not allowed:
        for session in Session.objects.filter(expire_date__gte=at):
            if session.get_decoded().get("_auth_user_id") == str(user.pk):
                session.delete()
