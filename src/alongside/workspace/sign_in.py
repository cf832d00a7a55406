"""How people come to have an account: they are invited; nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import LoginForm
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from alongside.accounts.models import User


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No public sign-up: an administrator adds people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """allauth's form in plain words, without words inside the boxes (they vanish as one types)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name or e-mail")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class PracticeAware(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """People of practice, whose password is published, sign in only where practice is shown."""

    def user_can_authenticate(self, user: User) -> bool:
        """Asked for every request too, so that sessions end when practice is switched off."""
        return bool(super().user_can_authenticate(user)) and _is_welcome(user)

    def _check_password(self, user: User | None, password: str) -> User | None:
        # Refused here, as a wrong password is: allauth goes on with people refused later.
        if user is not None and not _is_welcome(user):
            return None
        found: User | None = super()._check_password(user, password)
        return found


def _is_welcome(user: User) -> bool:
    return settings.ALONGSIDE_SHOW_PRACTICE or not user.is_practice
