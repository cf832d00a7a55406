"""Entries that stand for all others in an example."""

from dataclasses import dataclass

from django.utils import timezone

from alongside.bodies.models import Body
from alongside.core import clock
from alongside.forums.models import Forum
from alongside.plans.models import PlanVersion
from alongside.publishing import releases


@dataclass(frozen=True, slots=True)
class Samples:
    """What each is called by; empty where the register has none."""

    forum: str = ""
    forum_address: str = ""
    body: str = ""
    body_with_plan: str = ""
    release: str = ""


def samples() -> Samples:
    """The first of each kind, of real entries. Four queries."""
    today = timezone.localdate(clock.now())
    forum = Forum.objects.real().exclude(address="").order_by("name", "pk").first()
    body = Body.objects.real().filter(closed_how="").order_by("name", "pk").first()
    plan = (
        PlanVersion.objects.filter(
            number__isnull=False, effective_from__lte=today, body__is_practice=False
        )
        .order_by("body__name", "pk")
        .values_list("body__slug", flat=True)
        .first()
    )
    release = releases.releases().first()
    return Samples(
        forum=forum.slug if forum else "",
        forum_address=forum.address if forum else "",
        body=body.slug if body else "",
        body_with_plan=plan or "",
        release=release.version if release else "",
    )
