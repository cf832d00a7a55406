"""Steps of background work on forums: visiting front pages, checking the keys of accounts.

Visiting: does the forum stand where the register says?

    claim a forum → visit its front page, under robots rules → record what was seen

Front pages only, once a week, and no post is read (law 1). A forum that moved on its own host is
recognised at its new address from then on; where another host is named, a person decides.
"""

from datetime import timedelta

from alongside.connectors.port import ConnectorError, Refused, TryLater
from alongside.core import clock, sealed
from alongside.fetching.errors import ClosedByRobots, FetchingError, TooSoon
from alongside.forums import access, closed_lists, secret_checks, visit_actions

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


def end_next_list_of_closed_body() -> bool:
    """Ends what is left of the list of a body that has closed. False when nothing is."""
    return closed_lists.end_next_list(at=clock.now())


def check_next_secret() -> bool:
    """Asks a forum what a new key may do, before the key is used. False when none is due.

    It only reads, with the key that its operator gave, and nothing of the answers is kept.
    """
    account = secret_checks.claim_next_secret(at=clock.now())
    if account is None:
        return False
    poster = access.poster_of(account.forum)
    try:
        if poster is not None:
            access.carry_out(
                poster.check_credential(
                    access.site_of(account.forum), credential=access.credential_of(account)
                ),
                robots=False,
            )
    except (Refused, sealed.CannotOpen) as exc:
        secret_checks.record_refused(account, problem=str(exc), at=clock.now())
    except ConnectorError as exc:  # TryLater, or a page that nobody can read
        after = exc.after_seconds if isinstance(exc, TryLater) else None
        secret_checks.record_no_answer(
            account, problem=str(exc), after_seconds=after, at=clock.now()
        )
    else:
        secret_checks.record_fit(account, at=clock.now())
    return True
