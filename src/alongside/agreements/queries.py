"""Reading agreements: the newest record of each forum and body is the one that counts."""

from datetime import date
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.agreements.domain.terms import WELCOMING, Standing, standing_of
from alongside.agreements.models import Agreement
from alongside.core.prepared import Prepared


def newest_agreement(*, forum_id: int, body_id: int) -> Agreement | None:
    """The record that counts, in force or not; None if nobody has asked."""
    return (
        Agreement.objects.filter(forum_id=forum_id, body_id=body_id)
        .select_related("forum", "body")
        .order_by("-pk")
        .first()
    )


def newest_agreements() -> QuerySet[Agreement]:
    """The record that counts of every forum and body."""
    newer = Agreement.objects.filter(
        forum=OuterRef("forum"), body=OuterRef("body"), pk__gt=OuterRef("pk")
    )
    return (
        Agreement.objects.filter(~Exists(newer))
        .select_related("forum", "body")
        .order_by("body__name_key", "forum__name_key")
    )


def newest_agreements_in(forum_id: int) -> list[Agreement]:
    """The records that count in one forum, each with its body, by the body's name. One query."""
    return _NEWEST_IN(forum_id=forum_id)


def newest_agreements_of(body_id: int, *, practice_too: bool) -> list[Agreement]:
    """The records that count of one body, each with its forum, by the forum's name. One query."""
    return _NEWEST_OF[practice_too](body_id=body_id)


def _newest_of(body_id: int, *, practice_too: bool) -> QuerySet[Agreement]:
    shown = {} if practice_too else {"forum__is_practice": False}
    return (
        newest_agreements()
        .filter(body_id=body_id, **shown)
        .only(*_NAMED)
        .order_by("forum__name_key")
    )


# Of forum and body only by what pages name them: most of the time went into columns nobody read.
_NAMED = (
    *(field.name for field in Agreement._meta.concrete_fields),
    *(f"forum__{name}" for name in ("slug", "name", "is_practice")),
    *(f"body__{name}" for name in ("slug", "name", "acronym", "is_practice")),
)
_NEWEST_IN = Prepared(
    lambda forum_id: newest_agreements().filter(forum_id=forum_id).only(*_NAMED), forum_id=int
)
_NEWEST_OF = {
    practice_too: Prepared(partial(_newest_of, practice_too=practice_too), body_id=int)
    for practice_too in (False, True)
}


def agreements_in_force(*, on: date) -> QuerySet[Agreement]:
    """Of every forum and body the newest record, where it welcomes and counts on the day."""
    return newest_agreements().filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        answer__in=sorted(WELCOMING),
        valid_from__lte=on,
    )


def history_of(*, forum_id: int, body_id: int) -> QuerySet[Agreement]:
    """All records of one forum and body, newest first."""
    return Agreement.objects.filter(forum_id=forum_id, body_id=body_id).select_related(
        "forum", "body"
    )


def standing(agreement: Agreement | None, *, on: date) -> Standing:
    """The standing of a record on a day."""
    return standing_of(agreement.terms if agreement else None, on=on)
