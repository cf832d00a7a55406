"""Reading watches, and asking which of them a text fits."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Q, QuerySet

from alongside.core.prepared import Prepared
from alongside.matching.domain.words import Expression, expression_of, matched_phrases
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


_SOUGHT = Prepared(
    lambda forum_id, body_id: (
        Watch.objects.filter(Q(forum_id=forum_id) | Q(forum=None), body_id=body_id, ended_at=None)
        .order_by()
        .values_list("any_of", "none_of")
    ),
    forum_id=int,
    body_id=int,
)


def expressions_for(*, forum_id: int, body_ids: Iterable[int]) -> frozenset[Expression]:
    """What the watches look for that look at a forum for these bodies. One query for each body."""
    return frozenset(
        _expression(any_of, none_of)
        for body_id in body_ids
        for any_of, none_of in _SOUGHT(forum_id=forum_id, body_id=body_id)
    )


# Shared, for a worker that reads thousands of boards holds those of each of them.
_expression = lru_cache(maxsize=10_000)(expression_of)
