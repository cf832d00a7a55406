"""Sites that failed so often that they are left alone, with the forums that stand there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from alongside.accounts.domain.roles import Permission
from alongside.agreements import queries as agreements
from alongside.bodies.queries import Duty
from alongside.forums import listing_queries
from alongside.forums import queries as forums
from alongside.forums.domain.places import host_of
from alongside.forums.models import Forum
from alongside.manners import queries as manners
from alongside.manners.models import Pace

MOST_SHOWN = 100


@dataclass(slots=True)
class LeftAlone:
    """A host that is not asked at present, and the forums of the register on it."""

    pace: Pace
    forums: list[Forum] = field(default_factory=list)


def left_alone() -> list[LeftAlone]:
    """The longest first, at most a hundred."""
    found = [LeftAlone(pace) for pace in manners.left_alone()[:MOST_SHOWN]]
    standing = _forums_on([each.pace.name for each in found])
    for each in found:
        each.forums = standing[host_of(each.pace.name)]
    return found


def left_alone_for(duty: Duty) -> list[LeftAlone]:
    """Those that are this person's work: for a lead, where forums of the body's list or agreements
    stand; for whoever runs the service, all."""
    if duty.may(Permission.ADMINISTER):
        return left_alone()
    led = duty.body_ids(Permission.LEAD)
    if not led:
        return []
    ours = listing_queries.listed_forum_ids(led) | agreements.forum_ids_asked_by(led)
    return [each for each in left_alone() if any(forum.pk in ours for forum in each.forums)]


def _forums_on(hosts: Sequence[str]) -> dict[str, list[Forum]]:
    found: dict[str, list[Forum]] = defaultdict(list)
    for host, forum in forums.forums_on_hosts([host_of(host) for host in hosts]):
        if forum not in found[host]:
            found[host].append(forum)
    return found
