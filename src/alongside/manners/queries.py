"""What is known of visited sites."""

from django.db.models import QuerySet

from alongside.manners.models import Pace, PaceKind


def left_alone() -> QuerySet[Pace]:
    """Hosts that failed so often that they are left alone, the longest first."""
    return Pace.objects.filter(kind=PaceKind.HOST.value, rest__gt=0).order_by(
        "resting_since", "name"
    )


def reserved_hosts() -> QuerySet[Pace]:
    """Hosts whose pages reserve them from text and data mining."""
    return Pace.objects.filter(kind=PaceKind.HOST.value, reserved=True).order_by("name")
