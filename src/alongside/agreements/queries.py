"""Reading agreements: the newest record of each forum and body is the one that counts."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.agreements.domain.terms import WELCOMING, Standing, standing_of
from alongside.agreements.models import Agreement


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
        .order_by("body__name", "forum__name")
    )


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
