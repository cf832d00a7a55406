"""Reading the trail."""

from django.db.models import Q, QuerySet

from alongside.audit.models import Event


def events_of(*subjects: str) -> QuerySet[Event]:
    """Events of the subjects, oldest first."""
    return Event.objects.filter(subject__in=subjects).order_by("at", "pk")


def public_events() -> QuerySet[Event]:
    """Changes of the register that everybody may see, newest first."""
    return Event.objects.filter(is_public=True).order_by("-at", "-pk")


def public_events_of(subject: str, *, body_slug: str = "") -> QuerySet[Event]:
    """The public changes of one entry, newest first; of a body those that concern it as well."""
    ours = Q(subject=subject)
    if body_slug:
        ours |= Q(details__body=body_slug)
    return public_events().filter(ours)
