"""Letters that are uploaded as evidence: kept once, with their fingerprint, and served to staff."""

from datetime import datetime

from django.db import transaction

from alongside.agreements.actions import AgreementError
from alongside.agreements.domain import evidence as rules
from alongside.agreements.models import EvidenceFile
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.forums.models import Forum

LARGEST = rules.LARGEST


@transaction.atomic
def keep_letter(*, forum: Forum, body: Body, content: bytes, by: str, at: datetime) -> EvidenceFile:
    """Stores the letter with its SHA-256. Raises AgreementError for a file that is not taken."""
    try:
        kind = rules.kind_of(content)
    except rules.UnfitFile as exc:
        raise AgreementError(str(exc)) from exc
    kept = EvidenceFile.objects.create(
        forum=forum,
        body=body,
        kind=kind,
        size=len(content),
        sha256=rules.fingerprint(content),
        content=content,
        added_by=by,
        added_at=at,
    )
    audit.record(
        kind="agreement_letter.kept",
        actor=by,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"body": body.slug, "sha256": kept.sha256, "size": kept.size},
    )
    return kept


def get_letter(public_id: str, *, body: Body, forum: Forum) -> EvidenceFile:
    """One letter with its content. Raises EvidenceFile.DoesNotExist."""
    return EvidenceFile.objects.get(public_id=public_id, body=body, forum=forum)
