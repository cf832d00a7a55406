"""What was typed into fields that no form stands for, made fit to be kept."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

# Stands for a moment that a page should have named and did not: it is no text's moment.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def text(request: HttpRequest, name: str) -> str:
    """The text of a field. NUL characters, which come along from some PDFs, are left out:
    PostgreSQL keeps none. Ends of line are made one character, as they will be counted."""
    return request.POST.get(name, "").replace("\x00", "").replace("\r\n", "\n")


def moment(request: HttpRequest, name: str) -> datetime | None:
    """The moment in a hidden field; None when there is none or it was tampered with."""
    try:
        found = parse_datetime(request.POST.get(name, ""))
    except ValueError:
        return None
    return None if found is None or timezone.is_naive(found) else found
