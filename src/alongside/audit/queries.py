"""Reading the trail."""

from django.db.models import QuerySet

from alongside.audit.models import Event


def events_of(*subjects: str) -> QuerySet[Event]:
    """Events of the subjects, oldest first."""
    return Event.objects.filter(subject__in=subjects).order_by("at", "pk")
