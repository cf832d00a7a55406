"""What is remembered of visited sites."""

import factory
from factory.django import DjangoModelFactory

from alongside.fetching.notices import NoticeKind
from alongside.manners.models import Notice, Pace, PaceKind
from tests.factories.register import NOON


class PaceFactory(DjangoModelFactory[Pace]):
    """A host that was asked a minute before noon and answered."""

    class Meta:
        model = Pace

    kind = PaceKind.HOST.value
    name = factory.Sequence(lambda n: f"forum-{n}.example")
    free_at = NOON.timestamp() - 55
    ended_at = NOON.timestamp() - 60

    class Params:
        left_alone = factory.Trait(
            failures=5,
            rest=3600.0,
            resting_since=NOON.timestamp() - 600,
            resting_until=NOON.timestamp() + 3000,
            problem="It answered with status 503.",
        )


class SiteNoticeFactory(DjangoModelFactory[Notice]):
    """A robots.txt that closes nothing."""

    class Meta:
        model = Notice

    origin = factory.Sequence(lambda n: f"https://forum-{n}.example")
    path = NoticeKind.ROBOTS.value
    status = 200
    content = b"User-agent: *\nDisallow:\n"
    fetched_at = NOON.timestamp() - 600
    keep_until = NOON.timestamp() + 3000
