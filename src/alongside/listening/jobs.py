"""Steps beside reading itself: boards that are new get their place, old numbers are forgotten."""

from django.utils import timezone

from alongside.core import clock
from alongside.listening import actions, queries


def schedule_next_boards() -> bool:
    """Gives the boards of one forum their place that have none, where somebody may read them."""
    now = clock.now()
    forum = queries.forum_with_new_boards(on=timezone.localdate(now))
    if forum is None:
        return False
    actions.schedule_boards(forum=forum, at=now)
    return True


def forget_next_days() -> bool:
    """Deletes what reading came to on days that nobody is shown any more."""
    return actions.forget_days(at=clock.now()) > 0
