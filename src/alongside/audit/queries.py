"""Reading the trail."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from alongside.audit.models import Event


def events_of(*subjects: str) -> QuerySet[Event]:
    """Events of the subjects, oldest first."""
    return Event.objects.filter(subject__in=subjects).order_by("at", "pk")


def public_events() -> QuerySet[Event]:
    """Changes of the register that everybody may see, newest first."""
    return Event.objects.filter(is_public=True).order_by("-at", "-pk")


def public_events_within(event_id: int) -> QuerySet[Event]:
    """The public events that this one tells of, the last one first."""
    return public_events().filter(part_of=event_id)


def public_events_of(*subjects: str, body_slugs: Collection[str] = ()) -> QuerySet[Event]:
    """The public changes of these entries, newest first, and those that concern the bodies."""
    ours = Q(subject__in=subjects)
    if body_slugs:
        ours |= Q(of_body__in=body_slugs)
    # As text, which is what the index over it holds.
    return public_events().alias(of_body=KeyTextTransform("body", "details")).filter(ours)


def was_changed_since(subject: str, *, at: datetime) -> bool:
    """Whether anything that the entry itself says was changed at that moment or later."""
    noun = subject.partition(":")[0]
    since = Event.objects.filter(subject=subject, at__gte=at, kind__startswith=f"{noun}.")
    return since.filter(details__has_key="changes").exists()
