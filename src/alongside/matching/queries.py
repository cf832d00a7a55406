"""Reading watches, and asking which of them a text fits."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from alongside.matching.domain.words import matched_phrases
from alongside.matching.models import Watch


def watches_of(body_id: int) -> QuerySet[Watch]:
    """The body's watches that stand, by name."""
    return Watch.objects.filter(body_id=body_id, ended_at=None).select_related("forum")


def watches_for(*, forum_id: int, body_ids: Iterable[int]) -> list[Watch]:
    """Watches that look at a forum for these bodies."""
    return list(
        Watch.objects.filter(
            Q(forum_id=forum_id) | Q(forum=None), body_id__in=list(body_ids), ended_at=None
        )
        .select_related("body")
        .order_by("pk")
    )


def first_fit(text: str, watches: Iterable[Watch]) -> tuple[Watch, tuple[str, ...]] | None:
    """The first watch that the text fits, with its phrases; None when none does."""
    for watch in watches:
        if phrases := matched_phrases(text, watch.expression):
            return watch, phrases
    return None
