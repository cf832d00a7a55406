"""What a body left that has closed: people say what becomes of it, whoever recorded the closing."""

from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.bodies import queries as bodies
from alongside.core import clock
from alongside.forums import handing_over
from alongside.replies import closed_bodies
from alongside.replies.closed_bodies import Settled
from alongside.reporting.holdings import Holdings, holdings_of
from alongside.workspace.forms_closed_bodies import QuestionsLeftForm
from alongside.workspace.staff import StaffRequest, show, staff_page


@staff_page()
def body_left(request: StaffRequest, slug: str) -> HttpResponse:
    """What it left; its open questions pass to whoever took over, or are set aside."""
    body = bodies.get_body(slug)
    if not closed_bodies.may_settle(request.duty, body):
        raise PermissionDenied(
            _("Only an engagement lead of this body or the central team says what becomes of this.")
        )
    is_sent = request.method == "POST"
    form = QuestionsLeftForm(request.POST if is_sent else None, heirs=handing_over.heirs_of(body))
    if is_sent and form.is_valid():
        try:
            settled = closed_bodies.settle_questions(
                slug=slug, to_slug=form.heir_slug, by=request.duty, at=clock.now()
            )
        except closed_bodies.NotToSettle as exc:
            form.add_error("to", str(exc))
        else:
            told = list(what_became_of(settled)) or [_("No question was waiting any more.")]
            for sentence in told:
                messages.success(request, sentence)
            return redirect("workspace:body-left", slug)
    return show(
        request,
        "body_left.html",
        {
            "body": body,
            "form": form,
            "left": holdings_of([slug], on=timezone.localdate(clock.now())).get(slug, Holdings()),
            "accounts": handing_over.accounts_to_settle(request.duty).filter(body=body),
        },
        status=422 if form.errors else 200,
    )


def what_became_of(settled: Settled) -> Iterator[str]:
    """Of open questions, in sentences."""
    if num := settled.passed_on:
        yield ngettext(
            "%(num)s open question passed to the body that goes on with it.",
            "%(num)s open questions passed to the body that goes on with them.",
            num,
        ) % {"num": num}
    if num := settled.set_aside:
        yield ngettext(
            "%(num)s open question was set aside, because the body has closed.",
            "%(num)s open questions were set aside, because the body has closed.",
            num,
        ) % {"num": num}
    if num := settled.left:
        yield ngettext(
            "%(num)s question stays open: its answer may stand in the forum. Look there.",
            "%(num)s questions stay open: their answers may stand in the forum. Look there.",
            num,
        ) % {"num": num}
