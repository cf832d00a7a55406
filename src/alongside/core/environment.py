"""Readers of environment variables that fail at the start, with a sentence."""

import os

from django.core.exceptions import ImproperlyConfigured


def env_text(name: str, default: str | None = None) -> str:
    """The variable's text. Raises ImproperlyConfigured when it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None or (value == "" and default is None):
        raise ImproperlyConfigured(f"{name} must be set. See docs/running.md, Settings.")
    return value


def env_flag(name: str, *, default: bool = False) -> bool:
    """yes or no. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "yes" if default else "no")
    if value not in ("yes", "no"):
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value == "yes"


def env_list(name: str, default: str = "") -> list[str]:
    """Values parted by commas; blanks around them are dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_whole(name: str, *, default: int, least: int = 0) -> int:
    """A whole number. Raises ImproperlyConfigured for anything else or less than `least`."""
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least}, not {value!r}.")
    return int(value)
