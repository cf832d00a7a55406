"""Questions that a person found: how an enquiry begins where no program reads the forum."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from alongside.accounts.domain.roles import Permission
from alongside.core import clock
from alongside.enquiries import actions
from alongside.enquiries.domain.threads import NotAThread
from alongside.enquiries.domain.triage import EnquiryError
from alongside.plans.domain.policy import Clause
from alongside.workspace.forms_register import QuestionForm
from alongside.workspace.staff import StaffRequest, show, staff_page


@staff_page(Permission.ANSWER)
def enquiry_add(request: StaffRequest) -> HttpResponse:
    at = clock.now()
    form = QuestionForm(request.POST or None, duty=request.duty, at=at)
    known, clause_address = "", ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            enquiry = actions.raise_by_hand(
                body=data["body"],
                forum=data["forum"],
                address=data["address"],
                board_name=data["board_name"],
                title=data["title"],
                asked_at=data["asked_at"],
                told=form.told,
                by=request.duty,
                at=at,
            )
        except actions.RaisedAlready as exc:
            form.add_error("address", str(exc))
            known = exc.public_id
        except NotAThread as exc:
            form.add_error("address", str(exc))
        except actions.NotInForce as exc:
            is_of_board = exc.clause is Clause.WRONG_BOARD
            form.add_error("board_name" if is_of_board else "forum", str(exc))
            clause_address = exc.address
        except EnquiryError as exc:
            form.add_error(None, str(exc))
        else:
            messages.success(request, _("The question is in the queue. Claim it to answer it."))
            return redirect("workspace:enquiry", enquiry.public_id)
    return show(
        request,
        "enquiry_add.html",
        {"form": form, "known": known, "clause_address": clause_address},
        status=422 if form.errors else 200,
    )
