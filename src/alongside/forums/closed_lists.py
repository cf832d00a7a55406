"""The list of a body ends with the body, or passes to one that took over. Nothing of it is lost.

One rule for everything that counts lists: from the day on which a body closed, its list counts no
more. Listings are ended for that, so that no count has to ask whether the body is open. Whoever
closes a body calls this in the same transaction; a step of the worker ends what was left over.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.audit import actions as audit
from alongside.bodies import actions as bodies
from alongside.bodies.imports import run
from alongside.bodies.imports.changes import Difference
from alongside.bodies.imports.records import Reading
from alongside.bodies.models import Body
from alongside.forums.models import Listing
from alongside.forums.search import refresh_search


@transaction.atomic
def record_body_and_list(
    *, slug: str, list_to: Body | None = None, by: str, at: datetime, **facts: object
) -> Body:
    """`bodies.actions.record_body`, and with the body that closes its list ends.

    `list_to`: the open body that took over and goes on with the list. Raises what record_body
    raises.
    """
    body = bodies.record_body(
        slug=slug,
        by=by,
        at=at,
        **facts,  # type: ignore[arg-type]  # as they came: it says which they are, refuses others
    )
    if body.is_closed:
        _end_list(body, list_to, by=by, at=at)
    return body


@transaction.atomic
def write_bodies(
    reading: Reading, *, shown: str | None = None, by: str, at: datetime
) -> Difference:
    """`bodies.imports.run.write`, and with each body that closes its list ends.

    Raises what that raises.
    """
    difference = run.write(reading, shown=shown, by=by, at=at)
    if any(change.closes for change in difference.changes):
        while end_next_list(by=by, at=at):
            pass
    return difference


@transaction.atomic
def end_next_list(*, by: str = audit.WORKER, at: datetime) -> bool:
    """Ends what is left of the list of one body that has closed. False: nothing is left."""
    left = (
        Listing.objects.filter(delisted_on=None).exclude(body__closed_how="").order_by("body", "pk")
    )
    listing = left.select_related("body").first()
    if listing is None:
        return False
    _end_list(listing.body, None, by=by, at=at)
    return True


def _end_list(body: Body, heir: Body | None, *, by: str, at: datetime) -> None:
    today = timezone.localdate(at)
    standing = list(
        Listing.objects.select_for_update(of=("self",), no_key=True)
        .filter(body=body, delisted_on=None)
        .select_related("forum", "body")
        .order_by("pk")
    )
    for listing in standing:
        # A body may have closed before this listing was made: no listing ends before it began.
        listing.delisted_on = max(body.closed_on or today, listing.listed_on)
        listing.delisted_reason = _reason(body, heir)
        listing.save(update_fields=["delisted_on", "delisted_reason"])
        _tell(
            "forum.delisted",
            listing,
            {
                "delisted_on": [None, listing.delisted_on.isoformat()],
                "delisted_reason": [None, listing.delisted_reason],
            },
            by=by,
            at=at,
        )
        if heir is not None:
            _pass_on(listing, heir, by=by, at=at, today=today)
    if standing:
        refresh_search([listing.forum_id for listing in standing])


def _pass_on(listing: Listing, heir: Body, *, by: str, at: datetime, today: date) -> None:
    """The successor lists the forum from today on; when it was last looked at stays as it was."""
    own = Listing.objects.filter(forum=listing.forum, body=heir, delisted_on=None).first()
    if own is not None:
        if listing.leads:
            own.leads = True
            own.save(update_fields=["leads"])
            _tell("forum.lead_taken", own, {"leads": [False, True]}, by=by, at=at)
        return
    passed = Listing.objects.create(
        forum=listing.forum,
        body=heir,
        criteria=listing.criteria,
        reason=listing.reason,
        leads=listing.leads,
        listed_on=today,
        reviewed_on=listing.looked_at_on,
    )
    kept = {"criteria": passed.criteria, "reason": passed.reason}
    if passed.leads:
        kept["leads"] = True
    _tell("forum.listed", passed, audit.changes_between({}, kept), by=by, at=at)


def _reason(body: Body, heir: Body | None) -> str:
    closed = f" on {body.closed_on:%-d %B %Y}" if body.closed_on else ""
    passed = f" {heir.name} goes on with its list." if heir is not None else ""
    return f"{body.name} closed{closed}, and its list ended with it.{passed}"


def _tell(
    kind: str, listing: Listing, changes: dict[str, list[object]], *, by: str, at: datetime
) -> None:
    audit.record(
        kind=kind,
        actor=by,
        subject=f"forum:{listing.forum.slug}",
        at=at,
        details={"name": listing.forum.name, "body": listing.body.slug, "changes": changes},
        public=not (listing.forum.is_practice or listing.body.is_practice),
    )
