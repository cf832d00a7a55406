"""Writing people."""

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
