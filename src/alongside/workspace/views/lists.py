"""The body's list of major forums: what is due, looking again, adding, taking off, leading."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.domain.roles import Permission
from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.core import clock
from alongside.forums import listing_actions as actions
from alongside.forums import listing_queries as listings
from alongside.forums.actions import ForumError
from alongside.forums.domain.listing import REVIEW_EVERY
from alongside.forums.models import Forum, Listing
from alongside.forums.others_edits import edits_by_others
from alongside.forums.search import find_forums
from alongside.publishing.domain.change_fields import field_words
from alongside.workspace.forms_lists import (
    CRITERION_HINTS,
    ListingForm,
    NoneFoundForm,
    TakeOffForm,
)
from alongside.workspace.staff import StaffRequest, show, staff_page
from alongside.workspace.telling import told

_BODIES_PER_PAGE = 100
_SUGGESTED = 5
_FOUND = 20
_TEXT_LENGTH = 200  # characters of a search that are looked at

# What the board can be narrowed to; the words are in its template.
_STATES: dict[str, Q] = {
    "due": Q(forums_due__gt=0),
    "listed": Q(forums_listed__gt=0),
    "searched": Q(forums_listed=0, found_none_on__isnull=False),
    "silent": Q(forums_listed=0, found_none_on=None),
}


@require_safe
@staff_page()
def board(request: StaffRequest) -> HttpResponse:
    """Who has a list, who has none, what is overdue, who leads. One's only body leads on."""
    every = bodies.bodies_visible_to(request.duty)
    visible = every.filter(closed_how="")
    if not request.duty.may(Permission.OVERSEE):
        # Where all have closed, the page of one says what became of its list.
        only = list(visible[:2]) or list(every[:1])
        if len(only) == 1:
            return redirect("workspace:list", only[0].slug)
    rows = _rows(request, visible)
    # As everywhere in public: of real bodies, those of practice apart.
    counts = rows.order_by().aggregate(
        real=Count("pk", filter=Q(is_practice=False)),
        practice=Count("pk", filter=Q(is_practice=True)),
        **{
            state: Count("pk", filter=narrowed & Q(is_practice=False))
            for state, narrowed in _STATES.items()
        },
    )
    state = request.GET.get("state", "")
    if state in _STATES:
        rows = rows.filter(_STATES[state])
    page = Paginator(rows, _BODIES_PER_PAGE).get_page(request.GET.get("page", "1"))
    return show(
        request,
        "list_board.html",
        {"page": page, "counts": counts, "state": state, "text": _text(request)},
    )


@require_safe
@staff_page()
def body_list(request: StaffRequest, body_slug: str) -> HttpResponse:
    """The body's list, work due first."""
    body = _body(request, body_slug)
    today = timezone.localdate(clock.now())
    standing = list(listings.standing_listings().filter(body=body))
    due = [listing for listing in standing if listing.review_due_on <= today]
    may_lead = _may_lead(request, body)
    return show(
        request,
        "list.html",
        {
            "body": body,
            "today": today,
            "may_lead": may_lead,
            "due": due,
            "standing": sorted(standing, key=lambda listing: listing.forum.name_key),
            "past": listings.past_listings(body.pk)[:50],
            "searches": listings.searches_without_result(body.pk)[:5],
            "taken": listings.leads_taken_from(body, since=today - REVIEW_EVERY),
            "edits": edits_by_others(body, at=clock.now()) if may_lead else [],
            "field_words": field_words,
            "suggestions": listings.suggestions(body, limit=_SUGGESTED)
            if may_lead and not body.is_closed
            else [],
        },
    )


@require_safe
@staff_page(Permission.LEAD)
def choose(request: StaffRequest, body_slug: str) -> HttpResponse:
    """Finds a forum of the register to add to the list."""
    body = _led(request, body_slug)
    text = _text(request)
    found = find_forums(text, limit=_FOUND, practice=body.is_practice) if text else []
    listed = set(
        Listing.objects.filter(body=body, delisted_on=None).values_list("forum", flat=True)
    )
    return show(
        request,
        "list_choose.html",
        {
            "body": body,
            "text": text,
            "found": found,
            "listed": listed,
            "suggestions": [] if text else listings.suggestions(body, limit=_FOUND),
        },
    )


@staff_page(Permission.LEAD)
def add(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    body = _led(request, body_slug)
    forum = Forum.objects.get(slug=forum_slug)
    if request.method == "GET" and _stands(body, forum_slug):
        return redirect("workspace:list-entry", body_slug, forum_slug)
    form = ListingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.list_forum(
                forum=forum,
                body=body,
                criteria=data["criteria"],
                reason=data["reason"],
                by=request.duty,
                at=clock.now(),
            )
        except actions.ListedAlready as exc:
            messages.info(request, str(exc))
            return redirect("workspace:list-entry", body_slug, forum_slug)
        except ForumError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(
                request,
                _("%(forum)s is on your list. You look at it again in %(days)s days.")
                % {"forum": forum.name, "days": REVIEW_EVERY.days},
            )
            return redirect("workspace:list", body_slug)
    return _adding(request, body, forum, form)


@require_safe
@staff_page()
def entry(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    body = _body(request, body_slug)
    return _entry(request, body, _listing(body, forum_slug))


@require_POST
@staff_page(Permission.LEAD)
def review(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    """It stays on the list."""
    body = _led(request, body_slug)
    form = ListingForm(request.POST)
    if _is_gone(body, forum_slug):
        form.add_error(
            None,
            _(
                "Somebody took this forum off the list in the meantime. Your words are still here: "
                "if it should stay, put it on the list again."
            ),
        )
        return _adding(request, body, Forum.objects.get(slug=forum_slug), form)
    listing = _listing(body, forum_slug)
    if form.is_valid():
        try:
            actions.review_listing(
                listing_id=listing.pk,
                criteria=form.cleaned_data["criteria"],
                reason=form.cleaned_data["reason"],
                by=request.duty,
                at=clock.now(),
            )
        except ForumError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(
                request, _("%(forum)s stays on your list.") % {"forum": listing.forum.name}
            )
            return redirect("workspace:list", body_slug)
    return _entry(request, body, listing, form=form, status=422)


@require_POST
@staff_page(Permission.LEAD)
def take_off(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    body = _led(request, body_slug)
    form = TakeOffForm(request.POST)
    if _is_gone(body, forum_slug):
        return _told_gone(request, body, unsaved=form["why"].value() or "")
    listing = _listing(body, forum_slug)
    if form.is_valid():
        try:
            actions.delist_forum(
                listing_id=listing.pk,
                reason=form.cleaned_data["why"],
                by=request.duty,
                at=clock.now(),
            )
        except ForumError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(
                request, _("%(forum)s is off your list.") % {"forum": listing.forum.name}
            )
            return redirect("workspace:list", body_slug)
    return _entry(request, body, listing, take_off_form=form, status=422)


@require_POST
@staff_page(Permission.LEAD)
def lead(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    return _change_lead(
        request, body_slug, forum_slug, actions.lead_on, _("Your body leads on this forum.")
    )


@require_POST
@staff_page(Permission.LEAD)
def stop_leading(request: StaffRequest, body_slug: str, forum_slug: str) -> HttpResponse:
    return _change_lead(
        request,
        body_slug,
        forum_slug,
        actions.stop_leading,
        _("Your body no longer leads on this forum. It is still on your list."),
    )


@staff_page(Permission.LEAD)
def none_found(request: StaffRequest, body_slug: str) -> HttpResponse:
    """We searched and found none."""
    body = _led(request, body_slug)
    form = NoneFoundForm(
        request.POST or None, initial={"searched_on": timezone.localdate(clock.now())}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.record_no_forum_found(
                body=body,
                searched_on=data["searched_on"],
                how=data["how"],
                by=request.duty,
                at=clock.now(),
            )
        except ForumError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(request, _("It stands in public that you searched and found none."))
            return redirect("workspace:list", body_slug)
    context = {"body": body, "form": form}
    return show(request, "list_none_found.html", context, status=422 if form.errors else 200)


def _rows(request: StaffRequest, visible: QuerySet[Body]) -> QuerySet[Any]:
    """The visible bodies with what their lists hold, work due first."""
    rows = listings.bodies_with_lists(on=timezone.localdate(clock.now())).filter(
        pk__in=visible.order_by().values("pk")
    )
    for word in _text(request).split():
        rows = rows.filter(Q(name__icontains=word) | Q(acronym__icontains=word))
    return rows.defer("search").order_by("is_practice", "-forums_due", "name_key", "pk")


def _change_lead(
    request: StaffRequest,
    body_slug: str,
    forum_slug: str,
    action: Callable[..., Listing],
    done: str,
) -> HttpResponse:
    body = _led(request, body_slug)
    if _is_gone(body, forum_slug):
        return _told_gone(request, body)
    listing = _listing(body, forum_slug)
    with told(request, ForumError, done):
        action(listing_id=listing.pk, by=request.duty, at=clock.now())
    return redirect("workspace:list-entry", body_slug, forum_slug)


def _adding(request: StaffRequest, body: Body, forum: Forum, form: ListingForm) -> HttpResponse:
    context = {"body": body, "forum": forum, "form": form, "hints": CRITERION_HINTS}
    return show(request, "list_add.html", context, status=422 if form.errors else 200)


def _told_gone(request: StaffRequest, body: Body, *, unsaved: str = "") -> HttpResponse:
    """Leads on to the list; words that are not needed any more stand there, to be copied."""
    messages.info(request, _("Somebody took this forum off the list in the meantime."))
    if unsaved.strip():
        messages.info(request, _("Your words were not saved: “%(words)s”") % {"words": unsaved})
    return redirect("workspace:list", body.slug)


def _entry(
    request: StaffRequest,
    body: Body,
    listing: Listing,
    *,
    form: ListingForm | None = None,
    take_off_form: TakeOffForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate(clock.now())
    kept = {"criteria": listing.criteria, "reason": listing.reason}
    return show(
        request,
        "list_entry.html",
        {
            "body": body,
            "listing": listing,
            "today": today,
            "days": (today - listing.looked_at_on).days,
            "leader": listings.leader_of(listing.forum_id),
            "may_lead": _may_lead(request, body),
            "form": form or ListingForm(initial=kept),
            "take_off_form": take_off_form or TakeOffForm(),
            "hints": CRITERION_HINTS,
        },
        status=status,
    )


def _text(request: StaffRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "")[:_TEXT_LENGTH].split())


def _body(request: StaffRequest, slug: str) -> Body:
    return bodies.bodies_visible_to(request.duty).get(slug=slug)


def _led(request: StaffRequest, slug: str) -> Body:
    """The body, if the person leads it. Raises Body.DoesNotExist."""
    led = bodies.bodies_visible_to(request.duty).filter(
        pk__in=request.duty.body_ids(Permission.LEAD)
    )
    return led.get(slug=slug)


def _may_lead(request: StaffRequest, body: Body) -> bool:
    return request.duty.may(Permission.LEAD, body_id=body.pk)


def _listing(body: Body, forum_slug: str) -> Listing:
    return listings.get_listing(body_slug=body.slug, forum_slug=forum_slug)


def _stands(body: Body, forum_slug: str) -> bool:
    return Listing.objects.filter(body=body, forum__slug=forum_slug, delisted_on=None).exists()


def _is_gone(body: Body, forum_slug: str) -> bool:
    """Whether the forum was on the list and is there no more: a colleague was quicker."""
    listed = Listing.objects.filter(body=body, forum__slug=forum_slug)
    return listed.exists() and not _stands(body, forum_slug)
