"""Writing the lists of major forums: what a body names, why, and when it looked at it again."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alongside.accounts.domain.roles import Permission
from alongside.audit import actions as audit
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty
from alongside.forums.actions import ForumError, NotAllowed
from alongside.forums.domain import listing as rules
from alongside.forums.domain.kinds import ForumLife
from alongside.forums.models import Forum, Listing, NoForumFound
from alongside.forums.search import refresh_search


class ListingError(ForumError):
    """The list cannot be changed so; the message is for the person who asked."""


class ListedAlready(ListingError):
    """The forum stands on the body's list."""


class NotListed(ListingError):
    """The listing has ended."""


@transaction.atomic
def list_forum(
    *, forum: Forum, body: Body, criteria: Collection[str], reason: str, by: Duty, at: datetime
) -> Listing:
    """The body names the forum as major for its work, by published criteria and with a reason.

    Raises NotAllowed, ListedAlready, and ListingError without criteria or reason, for a closed
    body, for a forum that has closed or goes by another entry, and when one of the two is practice
    and the other real.
    """
    _check_lead(by, body.pk)
    body = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    forum = Forum.objects.select_related("merged_into").get(pk=forum.pk)
    _check_pair(forum, body)
    known = Listing.objects.filter(forum=forum, body=body, delisted_on=None).first()
    if known is not None:
        raise ListedAlready(
            f"{forum.name} is on your list since {_day(known.listed_on)}. "
            "To change why, look at it again there."
        )
    with _refusals():
        kept = {
            "criteria": rules.checked_criteria(list(criteria)),
            "reason": rules.checked_reason(reason),
        }
    listing = Listing.objects.create(
        forum=forum, body=body, listed_on=timezone.localdate(at), **kept
    )
    _tell("forum.listed", listing, by, at, audit.changes_between({}, kept))
    refresh_search([forum.pk])
    return listing


@transaction.atomic
def review_listing(
    *, listing_id: int, criteria: Collection[str], reason: str, by: Duty, at: datetime
) -> Listing:
    """The body has looked at the forum again: it stays on the list, the reason may be another.

    Raises NotAllowed, NotListed, and ListingError without criteria or reason, or when body or
    forum has closed since.
    """
    listing = _standing(listing_id, by)
    _check_pair(listing.forum, listing.body)
    before = _as_kept(listing)
    with _refusals():
        listing.criteria = rules.checked_criteria(list(criteria))
        listing.reason = rules.checked_reason(reason)
    listing.reviewed_on = timezone.localdate(at)
    listing.save(update_fields=["criteria", "reason", "reviewed_on"])
    _tell("forum.reviewed", listing, by, at, audit.changes_between(before, _as_kept(listing)))
    return listing


@transaction.atomic
def delist_forum(*, listing_id: int, reason: str, by: Duty, at: datetime) -> Listing:
    """Takes the forum off the body's list. The entry stays in its history, with the reason.

    Raises NotAllowed, NotListed, and ListingError without a reason.
    """
    listing = _standing(listing_id, by)
    with _refusals():
        listing.delisted_reason = rules.checked_reason(reason)
    listing.delisted_on = timezone.localdate(at)
    listing.save(update_fields=["delisted_on", "delisted_reason"])
    _tell(
        "forum.delisted",
        listing,
        by,
        at,
        audit.changes_between({}, {"delisted_reason": listing.delisted_reason}),
    )
    refresh_search([listing.forum_id])
    return listing


@transaction.atomic
def lead_on(*, listing_id: int, by: Duty, at: datetime) -> Listing:
    """The body leads on the forum for all bodies that list it. Whoever led before leads no more.

    Both changes are told in public, so that the former leader reads it on its list. Raises
    NotAllowed, NotListed, and ListingError when body or forum has closed. Nothing happens when the
    body leads already.
    """
    listing = _standing(listing_id, by)
    _check_pair(listing.forum, listing.body)
    # Two bodies that take the lead at once wait for one another here.
    Forum.objects.select_for_update(no_key=True).get(pk=listing.forum_id)
    if listing.leads:
        return listing
    former = (
        Listing.objects.select_for_update(of=("self",), no_key=True)
        .select_related("forum", "body")
        .filter(forum=listing.forum_id, delisted_on=None, leads=True)
        .first()
    )
    if former is not None:
        former.leads = False
        former.save(update_fields=["leads"])
        changes: dict[str, list[object]] = {
            "leads": [True, False],
            "led_by": [former.body.slug, listing.body.slug],
        }
        _tell("forum.lead_ended", former, by, at, changes)
    listing.leads = True
    listing.save(update_fields=["leads"])
    _tell("forum.lead_taken", listing, by, at, {"leads": [False, True]})
    return listing


@transaction.atomic
def stop_leading(*, listing_id: int, by: Duty, at: datetime) -> Listing:
    """The body leads on the forum no more; it stays on the list. Raises NotAllowed, NotListed."""
    listing = _standing(listing_id, by)
    if listing.leads:
        listing.leads = False
        listing.save(update_fields=["leads"])
        _tell("forum.lead_ended", listing, by, at, {"leads": [True, False]})
    return listing


@transaction.atomic
def record_no_forum_found(
    *, body: Body, searched_on: date, how: str, by: Duty, at: datetime
) -> NoForumFound:
    """The body looked for forums that matter for its work and found none.

    Raises NotAllowed, and ListingError for a closed body, for one whose list names forums, for a
    day that is to come or more than a year ago, and without a word on how it searched.
    """
    _check_lead(by, body.pk)
    body = Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    _check_open(body)
    if Listing.objects.filter(body=body, delisted_on=None).exists():
        raise ListingError(
            "Your list names forums. Take them off the list first, each with the reason."
        )
    with _refusals():
        day = rules.checked_search_day(searched_on, today=timezone.localdate(at))
        text = rules.checked_reason(how)
    found = NoForumFound.objects.create(body=body, searched_on=day, how=text, recorded_at=at)
    audit.record(
        kind="body.found_none",
        actor=by.user.username,
        subject=f"body:{body.slug}",
        at=at,
        details={
            "name": body.name,
            "body": body.slug,
            "changes": audit.changes_between({}, {"searched_on": day.isoformat(), "how": text}),
        },
        public=not body.is_practice,
    )
    return found


@contextmanager
def _refusals() -> Iterator[None]:
    """Turns what the rules refuse into this module's error."""
    try:
        yield
    except rules.Refused as exc:
        raise ListingError(str(exc)) from exc


def _standing(listing_id: int, by: Duty) -> Listing:
    """The listing, held until the change is done. Raises NotAllowed and NotListed."""
    listing = (
        Listing.objects.select_for_update(of=("self",), no_key=True)
        .select_related("forum__merged_into", "body")
        .get(pk=listing_id)
    )
    _check_lead(by, listing.body_id)
    if listing.delisted_on is not None:
        raise NotListed(
            f"{listing.forum.name} was taken off the list on {_day(listing.delisted_on)}. "
            "To name it again, add it to the list."
        )
    return listing


def _check_lead(by: Duty, body_id: int) -> None:
    if not by.may(Permission.LEAD, body_id=body_id):
        raise NotAllowed("Only an engagement lead of this body changes its list.")


def _check_open(body: Body) -> None:
    if body.is_closed:
        raise ListingError(f"{body.name} has closed. Bodies that have closed keep no list.")


def _check_pair(forum: Forum, body: Body) -> None:
    _check_open(body)
    if forum.merged_into is not None:
        raise ListingError(
            f"This entry is the same forum as {forum.merged_into.name}. List that one instead."
        )
    if forum.life == ForumLife.CLOSED:
        raise ListingError(f"{forum.name} has closed: nobody can ask anything there.")
    if forum.is_practice != body.is_practice:
        raise ListingError("A practice body lists practice forums only, a real body real ones.")


def _as_kept(listing: Listing) -> dict[str, object]:
    return {
        "criteria": listing.criteria,
        "reason": listing.reason,
        "reviewed_on": listing.reviewed_on.isoformat() if listing.reviewed_on else None,
    }


def _tell(
    kind: str, listing: Listing, by: Duty, at: datetime, changes: dict[str, list[object]]
) -> None:
    audit.record(
        kind=kind,
        actor=by.user.username,
        subject=f"forum:{listing.forum.slug}",
        at=at,
        details={"name": listing.forum.name, "body": listing.body.slug, "changes": changes},
        public=not (listing.forum.is_practice or listing.body.is_practice),
    )


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"
