"""Fields in which every line says one thing."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.bodies.domain.facts import TopicParts

T = TypeVar("T")

TOPIC_HINT = _("One on each line, as list | code | words, for example IPSV | 439 | Pensions.")


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def each(text: str, read: Callable[[str], T]) -> list[T]:
    """What each line says. Raises ValidationError with what is wrong in every one of them."""
    found: list[T] = []
    wrong: list[ValidationError] = []
    for line in lines(text):
        try:
            found.append(read(line))
        except ValidationError as exc:
            wrong.append(exc)
    if wrong:
        raise ValidationError(wrong)
    return found


def topic(line: str) -> TopicParts:
    """A topic of any list. Raises ValidationError."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or not all(parts):
        raise ValidationError(
            _now("Write “%(line)s” as list | code | words.") % {"line": line[:100]}
        )
    return parts[0], parts[1], parts[2]


def topic_line(scheme: str, code: str, label: str) -> str:
    return f"{scheme} | {code} | {label}"
