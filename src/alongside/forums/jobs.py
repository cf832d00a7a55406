"""One step of visiting front pages: does the forum stand where the register says?

    claim a forum → visit its front page, under robots rules → record what was seen

Front pages only, once a week, and no post is read (law 1). A forum that moved on its own host is
recognised at its new address from then on; where another host is named, a person decides.
"""

from datetime import timedelta

from alongside.core import clock
from alongside.fetching.errors import ClosedByRobots, FetchingError, TooSoon
from alongside.forums import access, visit_actions

VISIT_EVERY = timedelta(days=7)


def visit_next_forum() -> bool:
    """Visits the front page that has waited longest. False when none is due."""
    if not access.may_visit_strangers():
        return False
    now = clock.now()
    forum = visit_actions.claim_next_forum(before=now - VISIT_EVERY, at=now)
    if forum is None:
        return False
    problem, moved_to = "", ""
    try:
        found = access.visit_front_page(forum)
    except (ClosedByRobots, TooSoon):
        pass  # the site wants no visit, or none now: nothing was seen, and nothing is wrong
    except FetchingError as exc:
        problem = str(exc)
    else:
        moved_to = found.moved_to
        if found.status >= 400:
            problem = f"Its front page answered with status {found.status}."
    visit_actions.record_visit(
        forum_id=forum.pk, address=forum.address, problem=problem, moved_to=moved_to, at=clock.now()
    )
    return True
