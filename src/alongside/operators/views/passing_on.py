"""Passing a question on to a public body, and what became of those that were."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from alongside.agreements import queries as agreements
from alongside.bodies.models import Body
from alongside.enquiries import referral_actions
from alongside.enquiries.actions import NotInForce
from alongside.enquiries.domain.threads import NotAThread
from alongside.enquiries.domain.triage import EnquiryError
from alongside.forums.models import Board, Forum
from alongside.operators import guarding, passing_on
from alongside.operators.forms_passing_on import PassOnForm
from alongside.operators.guarding import OperatorRequest, operator_page, show
from alongside.operators.views.pages import about, parties_in


@operator_page("GET", "HEAD", "POST")
def pass_on(request: OperatorRequest, forum_slug: str) -> HttpResponse:
    """One question at a time; what was typed stays when something is wrong with it."""
    place = request.operator.forum(forum_slug)
    context = about(request, place)
    parties = parties_in(request.operator, place, today=timezone.localdate(request.at))
    bodies = passing_on.bodies_to_ask((each.body for each in parties), place, at=request.at)
    form = _form(request, place, bodies) if bodies else None
    known = ""
    if form is not None and form.is_bound and form.is_valid():
        try:
            referral_actions.pass_on(
                forum=place,
                body=form.chosen_body,
                address=form.cleaned_data["address"],
                board=form.chosen_board,
                note=form.cleaned_data["note"],
                at=request.at,
            )
        except referral_actions.PassedOnAlready as exc:
            form.add_error("address", str(exc))
            known = exc.public_id
        except NotAThread as exc:
            form.add_error("address", str(exc))
        except NotInForce as exc:
            form.add_error("body" if "body" in form.fields else None, str(exc))
        except EnquiryError as exc:
            form.add_error(None, str(exc))
        else:
            address = reverse("operators:pass-on", args=[place.slug])
            return redirect(f"{address}?done=passed-on#passed-on")
    return show(
        request,
        "pass_on.html",
        {
            **context,
            "form": form,
            "known": known,
            "outcomes": passing_on.outcomes_in(place),
            "said": request.GET.get("done", ""),
        },
        status=guarding.UNPROCESSABLE if form is not None and form.is_bound else 200,
    )


def _form(request: OperatorRequest, place: Forum, bodies: list[Body]) -> PassOnForm:
    data = request.POST if request.method == "POST" else None
    return PassOnForm(data, bodies=bodies, boards=_boards(place, bodies))


def _boards(place: Forum, bodies: list[Body]) -> list[Board]:
    """Asked for only where an agreement names boards and no program reads them off the thread."""
    ids = [body.pk for body in bodies]
    for agreement in agreements.newest_agreements().filter(forum=place, body__in=ids):
        if agreement.board_ids and not agreement.allows_reading:
            return list(place.boards.order_by("name", "pk"))
    return []
