"""What others changed in the entries of forums that a body lists. Entries of forums are nobody's:
any lead may edit them, so whoever leads or lists one must see that it was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.accounts.models import User
from alongside.audit.models import Event
from alongside.bodies.models import Body, Membership
from alongside.forums.models import Listing

SHOWN_FOR = timedelta(days=30)
_SHOWN = 20
_EDITS = ("forum.updated", "forum.merged")


@dataclass(frozen=True, slots=True)
class OthersEdit:
    """One edit by a person of another body, or of none."""

    forum_name: str
    forum_slug: str
    fields: Sequence[str]
    is_merge: bool
    by: str
    of_body: str  # empty: of the central team
    at: datetime


def edits_by_others(body: Body, *, at: datetime) -> list[OthersEdit]:
    """The newest first, of the last weeks. Four queries at most."""
    listed = Listing.objects.filter(body=body, delisted_on=None)
    subjects = {
        f"forum:{slug}": name for slug, name in listed.values_list("forum__slug", "forum__name")
    }
    if not subjects:
        return []
    events = list(
        Event.objects.filter(subject__in=subjects, kind__in=_EDITS, at__gte=at - SHOWN_FOR)
        .exclude(actor__in=_people_of(body))
        .order_by("-at", "-pk")[:_SHOWN]
    )
    actors = {event.actor for event in events}
    # What the machine found at a front page is told elsewhere.
    names = dict(User.objects.filter(username__in=actors).values_list("username", "display_name"))
    bodies = dict(
        Membership.objects.filter(user__username__in=actors, body__isnull=False)
        .order_by("-pk")
        .values_list("user__username", "body__name")
    )
    return [
        OthersEdit(
            forum_name=subjects[event.subject],
            forum_slug=event.subject.partition(":")[2],
            fields=sorted(event.details.get("changes") or ()),
            is_merge=event.kind == "forum.merged",
            by=names[event.actor] or event.actor,
            of_body=bodies.get(event.actor, ""),
            at=event.at,
        )
        for event in events
        if event.actor in names
    ]


def _people_of(body: Body) -> list[str]:
    return list(body.memberships.values_list("user__username", flat=True))
