"""What an operator sees of a forum, and the button that stops everything."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from alongside.agreements import answering, asking, objecting, sentences
from alongside.agreements import queries as agreements
from alongside.agreements.actions import AgreementError, NothingToHold
from alongside.agreements.domain.objecting import Wish
from alongside.agreements.domain.terms import WELCOMING, Standing
from alongside.agreements.links import Operator
from alongside.agreements.models import Agreement, Request
from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.listening import queries as listening
from alongside.operators import doings, guarding, passing_on
from alongside.operators.forms import ObjectionForm, StatementForm
from alongside.operators.guarding import OperatorRequest, operator_page, show
from alongside.plans import consultations
from alongside.plans import queries as plans
from alongside.plans.models import Consultation

_PASSED_ON_SHOWN = 3
_MOST_OF_A_MOMENT = 10_000
_STOPPABLE = frozenset({Standing.IN_FORCE, Standing.NOT_YET})


@dataclass(frozen=True, slots=True)
class Party:
    """A body in the forum: what the operator answered it, and whether they may answer anew."""

    body: Body
    agreement: Agreement | None
    standing: Standing
    request: Request | None
    may_answer: bool
    has_plan: bool
    terms: Agreement | None = None  # what it may do, or may again once a hold has ended


def parties_in(operator: Operator, forum: Forum, *, today: date) -> list[Party]:
    """The bodies that asked this operator, and all others with a record here."""
    newest = {found.body_id: found for found in agreements.newest_agreements_in(forum.pk)}
    asked = {contact.body_id: contact.body for contact in operator.contacts_in(forum)}
    bodies = asked | {pk: found.body for pk, found in newest.items() if pk not in asked}
    with_plan = plans.bodies_with_plan(bodies)
    parties = [
        Party(
            body,
            newest.get(pk),
            agreements.standing(newest.get(pk), on=today),
            asking.open_request(body_id=pk, forum_id=forum.pk),
            may_answer=pk in asked,
            has_plan=pk in with_plan,
            terms=_terms(newest.get(pk), today=today),
        )
        for pk, body in bodies.items()
    ]
    # Who waits for an answer stands first.
    return sorted(parties, key=lambda party: (party.request is None, party.body.name))


def _terms(newest: Agreement | None, *, today: date) -> Agreement | None:
    standing = agreements.standing(newest, on=today)
    if newest is None or standing in _STOPPABLE:
        return newest
    if standing is not Standing.HELD:
        return None
    history = agreements.history_of(forum_id=newest.forum_id, body_id=newest.body_id)
    return history.filter(answer__in=sorted(WELCOMING)).first()


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """A draft of a plan on which this operator is or was asked, and what they did about it."""

    consultation: Consultation
    is_open: bool
    comments: int
    has_nothing_to_add: bool

    @property
    def waits(self) -> bool:
        return self.is_open and not self.comments and not self.has_nothing_to_add


def asked_in(operator: Operator, forum: Forum, *, today: date) -> list[AskedAbout]:
    """The drafts on which the operator was asked for the forum; who waits stands first."""
    found = [
        AskedAbout(
            each.consultation,
            each.consultation.is_open(today),
            len(consultations.comments_by(each)),
            each.nothing_to_add_at is not None,
        )
        for each in consultations.for_operator(operator, forum)
    ]
    return sorted(found, key=lambda about: not about.waits)


@operator_page("GET", "HEAD")
def home(request: OperatorRequest) -> HttpResponse:
    """The operator's forums; with one, its page."""
    forums = request.operator.forums
    if len(forums) == 1:
        return redirect("operators:forum", forums[0].slug)
    today = timezone.localdate(request.at)
    places = [
        (
            forum,
            parties_in(request.operator, forum, today=today),
            asked_in(request.operator, forum, today=today),
        )
        for forum in forums
    ]
    return show(request, "home.html", {"places": places})


@operator_page("GET", "HEAD")
def forum(request: OperatorRequest, forum_slug: str) -> HttpResponse:
    place = request.operator.forum(forum_slug)
    until = _until(request)
    done, older = doings.doings_in(place, until)
    return show(
        request,
        "forum.html",
        {
            **about(request, place),
            "board_names": {board.external_id: board.name for board in place.boards.all()},
            "doings": done,
            "until": until,
            "older": older,
            "sentence": sentences.sentence_in(place.pk),
            "readings": listening.readings_of(place.pk),
            "drafts": asked_in(request.operator, place, today=timezone.localdate(request.at)),
            "said": request.GET.get("done", ""),
            "passed_on": passing_on.outcomes_in(place, shown=_PASSED_ON_SHOWN),
            "may_pass_on": bool(
                passing_on.bodies_to_ask(_bodies_in(request, place), place, at=request.at)
            ),
        },
    )


@operator_page("POST")
def hold(request: OperatorRequest, forum_slug: str) -> HttpResponse:
    """Stops everything in the forum at once; it can be undone, so nothing is asked first."""
    place = request.operator.forum(forum_slug)
    answering.hold_forum(operator=request.operator, forum=place, at=request.at)
    return _back(place, "held")


@operator_page("POST")
def end_hold(request: OperatorRequest, forum_slug: str) -> HttpResponse:
    place = request.operator.forum(forum_slug)
    try:
        answering.resume_forum(operator=request.operator, forum=place, at=request.at)
    except NothingToHold:
        return _back(place, "")  # somebody else of the operator was quicker
    return _back(place, "resumed")


@operator_page("GET", "HEAD", "POST")
def in_public(request: OperatorRequest, forum_slug: str) -> HttpResponse:
    """The operator's public sentence."""
    place = request.operator.forum(forum_slug)
    newest = sentences.sentence_in(place.pk)
    if request.method == "POST":
        form = StatementForm(request.POST)
        if form.is_valid():
            try:
                sentences.say_in_public(
                    operator=request.operator,
                    forum=place,
                    words=form.cleaned_data["words"],
                    at=request.at,
                )
            except AgreementError as exc:
                form.add_error("words", str(exc))
            else:
                return _back(place, "said")
    else:
        form = StatementForm(initial={"words": newest.statement.words if newest else ""})
    return show(
        request,
        "in_public.html",
        {
            **about(request, place),
            "form": form,
            "sentence": newest,
            "sentences": sentences.sentences_in(place.pk),
        },
        status=guarding.UNPROCESSABLE if form.is_bound else 200,
    )


@operator_page("GET", "HEAD", "POST")
def post(request: OperatorRequest, forum_slug: str, reply_id: str) -> HttpResponse:
    """One post of a body: object to it, or ask for its removal."""
    place = request.operator.forum(forum_slug)
    reply = doings.reply_in(place, reply_id)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            objecting.object_to_post(
                operator=request.operator,
                forum=place,
                body=reply.enquiry.body,
                reply_id=reply.public_id,
                post_address=reply.public_link,
                wish=Wish(form.cleaned_data["wish"]),
                words=form.cleaned_data["words"],
                at=request.at,
            )
        except AgreementError as exc:
            form.add_error("words", str(exc))
        else:
            return _back(place, "objected")
    return show(
        request,
        "post.html",
        {
            **about(request, place),
            "reply": reply,
            "form": form,
            "objections": objecting.objections_in(forum_id=place.pk).filter(
                reply_id=reply.public_id
            ),
        },
        status=guarding.UNPROCESSABLE if form.is_bound else 200,
    )


def about(request: OperatorRequest, place: Forum) -> dict[str, object]:
    """What every page of a forum shows: its bodies, and the button that stops or goes on."""
    parties = parties_in(request.operator, place, today=timezone.localdate(request.at))
    return {
        "forum": place,
        "parties": parties,
        "may_hold": any(party.standing in _STOPPABLE for party in parties),
        "is_held": any(party.standing is Standing.HELD for party in parties),
    }


def _bodies_in(request: OperatorRequest, place: Forum) -> list[Body]:
    today = timezone.localdate(request.at)
    return [party.body for party in parties_in(request.operator, place, today=today)]


def _back(place: Forum, done: str) -> HttpResponse:
    response = redirect("operators:forum", place.slug)
    if done:
        response["Location"] += f"?done={done}"
    return response


def _until(request: OperatorRequest) -> doings.Until | None:
    """Where the page of what was done begins, as its link says."""
    try:
        found = parse_datetime(request.GET.get("before", ""))
        shown = min(max(int(request.GET.get("shown", "0")), 0), _MOST_OF_A_MOMENT)
    except ValueError:
        return None
    return None if found is None or timezone.is_naive(found) else doings.Until(found, shown)
