"""Writing the trail. Called inside the action it records, in the same transaction."""

from collections.abc import Mapping
from datetime import datetime

from alongside.audit.models import Event

WORKER = "worker"


def record(
    *,
    kind: str,
    actor: str,
    subject: str,
    at: datetime,
    details: Mapping[str, object] | None = None,
) -> Event:
    """Adds one event. `actor` is a sign-in name, or WORKER."""
    return Event.objects.create(
        kind=kind, actor=actor, subject=subject, at=at, details=dict(details or {})
    )
