"""The pages of consultations: those that are open to everybody, and the records of all.

Each function is the one call of its page, in at most six queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from alongside.plans import consultations
from alongside.plans.domain.documents import Document
from alongside.plans.models import Consultation
from alongside.publishing.consultation_texts import (
    RecordShown,
    SectionShown,
    records_in,
    sections_shown,
)
from alongside.publishing.entries.finding import NotFound, check_shown


@dataclass(frozen=True, slots=True)
class ConsultationEntry:
    """The page of one consultation. `record` is None until it is published with a version."""

    consultation: Consultation
    document: Document
    sections: Sequence[SectionShown]
    record: RecordShown | None
    asked: int
    answered: int
    comments: int
    today: date

    @property
    def is_practice(self) -> bool:
        return self.consultation.body.is_practice

    @property
    def is_open(self) -> bool:
        return self.consultation.is_open(self.today)

    @property
    def is_late(self) -> bool:
        """Whether the answers should have been published by now."""
        return self.record is None and self.today > self.consultation.answers_due_on


def consultation_entry(
    body_slug: str, public_id: str, *, practice_too: bool, at: datetime
) -> ConsultationEntry:
    """A consultation that everybody is asked in, or whose record is published. Raises NotFound.

    Of what operators alone are asked nothing is told before: the draft went to them by letter.
    """
    consultation = _shown(body_slug, public_id, practice_too=practice_too)
    document = consultations.document_of(consultation)
    version = consultation.version
    record = None
    if version is not None:
        record = next(
            (found for found in records_in(version.document) or () if found.id == public_id), None
        )
    asked = consultations.asked(consultation) if record is None else []
    return ConsultationEntry(
        consultation=consultation,
        document=document,
        sections=sections_shown(document),
        record=record,
        asked=len(asked),
        answered=sum(found.has_answered for found in asked),
        comments=consultation.comments.count() if record is None else len(record.comments),
        today=timezone.localdate(at),
    )


def consultation_document(body_slug: str, public_id: str, *, practice_too: bool) -> Consultation:
    """The consultation with its frozen draft. Raises NotFound."""
    return _shown(body_slug, public_id, practice_too=practice_too)


@dataclass(frozen=True, slots=True)
class ConsultationList:
    """Consultations in which everybody is asked: open now, and those that have closed."""

    open: Sequence[Consultation]
    closed: Sequence[Consultation]


def consultation_list(*, practice_too: bool, at: datetime) -> ConsultationList:
    """All that everybody was asked in or whose record is published, the one that closes first
    on top; of the closed ones the newest 100. Two queries."""
    today = timezone.localdate(at)
    found = Consultation.objects.select_related("body", "version").defer(
        "document", "version__document"
    )
    if not practice_too:
        found = found.filter(body__is_practice=False)
    open_now = found.filter(is_open_to_all=True, closed_at=None, closes_on__gte=today)
    public = found.exclude(closed_at=None, closes_on__gte=today).filter(
        Q(is_open_to_all=True) | Q(version__isnull=False)
    )
    return ConsultationList(
        open=list(open_now.order_by("closes_on", "pk")),
        closed=list(public.order_by("-closes_on", "-pk")[:100]),
    )


def _shown(body_slug: str, public_id: str, *, practice_too: bool) -> Consultation:
    try:
        consultation = Consultation.objects.select_related("body", "version").get(
            body__slug=body_slug, public_id=public_id
        )
    except Consultation.DoesNotExist:
        raise NotFound(public_id) from None
    check_shown(consultation.body.is_practice, practice_too, public_id)
    if not consultation.is_open_to_all and consultation.version is None:
        raise NotFound(public_id)
    return consultation
