"""How people come to have an account: they are invited; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """No public sign-up: an administrator adds people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
