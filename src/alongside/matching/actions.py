"""Writing watches and matches."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.matching.domain.words import expression_of
from alongside.matching.models import Match, Watch


@transaction.atomic
def add_watch(
    *,
    body: Body,
    forum: Forum | None,
    name: str,
    any_of: str,
    none_of: str = "",
    by: str,
    at: datetime,
) -> Watch:
    """Adds a watch. Raises NoWords when no word is left that could match."""
    expression = expression_of(any_of, none_of)
    watch = Watch.objects.create(
        body=body,
        forum=forum,
        name=name,
        any_of="\n".join(expression.any_of),
        none_of="\n".join(expression.none_of),
        added_at=at,
    )
    audit.record(
        kind="watch.added",
        actor=by,
        subject=f"body:{body.slug}",
        at=at,
        details={"watch": watch.public_id},
    )
    return watch


@transaction.atomic
def end_watch(*, watch_id: int, by: str, at: datetime) -> Watch:
    """Ends a watch; what it matched stays. Ending it again changes nothing."""
    watch = Watch.objects.select_for_update(of=("self",)).select_related("body").get(pk=watch_id)
    if watch.ended_at is None:
        watch.ended_at = at
        watch.save(update_fields=["ended_at"])
        audit.record(
            kind="watch.ended",
            actor=by,
            subject=f"body:{watch.body.slug}",
            at=at,
            details={"watch": watch.public_id},
        )
    return watch


@transaction.atomic
def record_match(
    *, watch: Watch, thread_address: str, phrases: Sequence[str], at: datetime
) -> Match:
    """Records, once, that a thread fits a watch."""
    match, _ = Match.objects.get_or_create(
        watch=watch,
        thread_address=thread_address,
        defaults={"phrases": list(phrases), "at": at},
    )
    return match
