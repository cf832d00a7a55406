"""Published plans as StratML Part 2, for other people's programs."""

import json
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from alongside.plans.domain import stratml
from alongside.plans.domain.stratml_mapping import About, plan_of
from alongside.plans.models import PlanVersion
from alongside.publishing.entries import plan_document, plan_entry
from alongside.publishing.tables import absolute

MEDIA_TYPE = "application/xml"


def plan_stratml(
    body_slug: str, number: int | None = None, *, practice_too: bool, at: datetime
) -> bytes:
    """A published version as a StratML document; without a number the one in force.

    Raises entries.NotFound.
    """
    if number is None:
        entry = plan_entry(body_slug, practice_too=practice_too, at=at)
        number = entry.version.number
        assert number is not None  # only published versions are entries
    version = plan_document(body_slug, number, practice_too=practice_too)
    return stratml.write(plan_of(json.loads(version.document), _about(version)))


def _about(version: PlanVersion) -> About:
    body = version.body
    assert version.published_at is not None
    return About(
        address=absolute(version.get_absolute_url()),
        body_address=absolute(reverse("register:body", args=[body.slug])),
        forum_address=lambda slug: absolute(reverse("register:forum", args=[slug])),
        published_on=timezone.localdate(version.published_at),
        acronym=body.acronym,
        remit=body.remit,
        mailbox=body.contact_email,
    )
