"""Recording what a visit to a forum's front page showed."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Q

from alongside.audit import actions as audit
from alongside.forums import addresses, queries
from alongside.forums.actions import AddressTaken, keep_place
from alongside.forums.domain.kinds import AliasKind, ForumLife
from alongside.forums.domain.places import place_of, same_host
from alongside.forums.models import Forum

# Nothing is looked for where a forum no longer is.
_GONE = (ForumLife.CLOSED.value, ForumLife.MOVED.value)


@transaction.atomic
def claim_next_forum(*, before: datetime, at: datetime) -> Forum | None:
    """The forum whose front page was not visited since `before`, longest ago first, as visited now.

    Whoever dies on the way leaves it for the next time: rather late than too often. None when
    nothing is due.
    """
    forum = (
        Forum.objects.select_for_update(skip_locked=True, of=("self",))
        .standing()
        .defer("search")
        .exclude(address="")
        .exclude(life__in=_GONE)
        .filter(Q(visited_at=None) | Q(visited_at__lt=before), is_practice=False)
        .order_by(F("visited_at").asc(nulls_first=True), "pk")
        .first()
    )
    if forum is not None:
        forum.visited_at = at
        forum.save(update_fields=["visited_at"])
    return forum


@transaction.atomic
def record_visit(*, forum_id: int, address: str, problem: str, moved_to: str, at: datetime) -> None:
    """Keeps what was seen at `address`; drops it when the forum's address is another one by now.

    Where the page leads for good to the same host, that address is recognised from now on. Where
    it leads to another host, or to the bare home page of its own, people look at it: forums that
    close often lead there.
    """
    forum = Forum.objects.select_for_update(of=("self",)).get(pk=forum_id)
    if forum.address != address or forum.merged_into_id is not None:
        return
    forum.visited_at, forum.visit_problem, forum.leads_to = at, problem[:300], ""
    if moved_to and place_of(moved_to) != place_of(address):
        forum.leads_to = _left_to_people(forum, moved_to, at=at)
    forum.save(update_fields=["visited_at", "visit_problem", "leads_to"])


def _left_to_people(forum: Forum, moved_to: str, *, at: datetime) -> str:
    """The address that people decide about; empty when the forum is recognised there."""
    known = queries.forum_at(moved_to)
    if known is not None and known.pk == forum.pk:
        return ""
    found = addresses.web_address(urlsplit(moved_to)._replace(query="", fragment="").geturl())
    if found.fault:
        return ""
    if known is not None or not same_host(moved_to, forum.address) or "/" not in place_of(moved_to):
        return found.address
    try:
        keep_place(forum, address=found.address, kind=AliasKind.REDIRECT, at=at)
    except AddressTaken:  # somebody entered it in this moment
        return found.address
    audit.record(
        kind="forum.updated",
        actor=audit.WORKER,
        subject=f"forum:{forum.slug}",
        at=at,
        details={"name": forum.name, "changes": {"aliases": [None, [found.address]]}},
        public=not forum.is_practice,
    )
    return ""
