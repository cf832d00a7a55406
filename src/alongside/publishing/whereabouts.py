"""Where what is published says that it stands, and whether strangers could open that."""

from urllib.parse import urlsplit

from django.conf import settings

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def is_only_here() -> bool:
    """Whether ALONGSIDE_ADDRESS is one that nobody but this machine can open."""
    return urlsplit(settings.ALONGSIDE_ADDRESS).hostname in _THIS_MACHINE
