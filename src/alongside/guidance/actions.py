"""Writing sources and approved lines."""

from datetime import date, datetime

from django.db import transaction

from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.guidance.models import ApprovedLine, Source


@transaction.atomic
def record_source(
    *, body: Body, title: str, address: str, checked_on: date, by: str, at: datetime
) -> Source:
    """Adds an official source, or records that it was checked again."""
    source, added = Source.objects.update_or_create(
        body=body, address=address, defaults={"title": title, "checked_on": checked_on}
    )
    audit.record(
        kind="source.added" if added else "source.checked",
        actor=by,
        subject=f"body:{body.slug}",
        at=at,
        details={"address": address},
    )
    return source


@transaction.atomic
def agree_line(
    *,
    body: Body,
    title: str,
    text: str,
    source: Source,
    agreed_on: date,
    expires_on: date,
    by: str,
    at: datetime,
) -> ApprovedLine:
    """Adds an approved line, or replaces the wording of the one with this title."""
    line, _ = ApprovedLine.objects.update_or_create(
        body=body,
        title=title,
        defaults={
            "text": text,
            "source": source,
            "agreed_on": agreed_on,
            "expires_on": expires_on,
        },
    )
    audit.record(
        kind="line.agreed", actor=by, subject=f"body:{body.slug}", at=at, details={"title": title}
    )
    return line
