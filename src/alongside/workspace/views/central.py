"""The central team's board: every body that should take part, what it has, and what is due."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.accounts.domain.roles import Permission
from alongside.bodies.domain.kinds import KIND_WORDS
from alongside.core import clock
from alongside.publishing.across import BodyRow
from alongside.reporting.commitment_queries import progress
from alongside.reporting.domain.standing import kind_rank
from alongside.reporting.standings import Days, Everybody
from alongside.ui.jurisdictions import jurisdiction_words
from alongside.workspace.central_rows import BoardFilter, Lacks, Order, Who, as_csv
from alongside.workspace.staff import StaffRequest, show, staff_page

_BODIES_PER_PAGE = 50


@require_safe
@staff_page(Permission.OVERSEE)
def board(request: StaffRequest) -> HttpResponse:
    """Who has what, most urgent first, and the commitments that stand."""
    asked, found, rows = _asked(request)
    standing = progress(at=clock.now(), practice=asked.practice)
    kinds = sorted({body.kind for body in found.bodies}, key=lambda kind: (kind_rank(kind), kind))
    places = {body.jurisdiction for body in found.bodies if body.jurisdiction}
    places |= {code[:2] for code in places}
    return show(
        request,
        "central_board.html",
        {
            "asked": asked,
            "on": found.on,
            "page": Paginator(rows, _BODIES_PER_PAGE).get_page(request.GET.get("page", "1")),
            "late": sum(row.is_late for row in rows),
            "owing": sum(bool(row.due) for row in rows),
            "without_list": sum(not row.body.has_list and not row.body.found_none for row in rows),
            "without_plan": sum(not row.body.has_plan for row in rows),
            "commitments": [each for each in standing if each.end is None],
            "may_commit": request.duty.may(Permission.COMMIT),
            "kinds": KIND_WORDS,
            "kind_choices": kinds,
            "place_choices": [(code, jurisdiction_words(code)) for code in sorted(places)],
            "lacks": list(Lacks),
            "orders": list(Order),
            "whos": list(Who),
        },
    )


@require_safe
@staff_page(Permission.OVERSEE)
def board_file(request: StaffRequest) -> HttpResponse:
    """The same bodies in the same order, all of them, as CSV."""
    _filter, found, rows = _asked(request)
    response = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8; header=present")
    name = f"across-government-{found.on}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: StaffRequest) -> tuple[BoardFilter, Everybody, list[BodyRow]]:
    asked = BoardFilter.of(request.GET.dict(), is_practice=request.user.is_practice)
    now, days = clock.now(), Days(practice=asked.practice)
    found = days[timezone.localdate(now)]
    promised = [
        each.promise
        for each in progress(at=now, practice=asked.practice, days=days)
        if each.end is None
    ]
    return asked, found, asked.narrowed(found.bodies, promised)
