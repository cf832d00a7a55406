"""The central team's board: every body that should take part, what it has, and what is due."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.accounts.domain.roles import Permission
from alongside.bodies.domain.kinds import KIND_WORDS
from alongside.core import clock
from alongside.publishing.across import all_rows
from alongside.reporting.commitment_queries import progress
from alongside.reporting.domain.standing import kind_rank
from alongside.reporting.standings import kinds_and_places
from alongside.ui.jurisdictions import jurisdiction_words
from alongside.workspace.central_rows import BoardFilter, Lacks, Order, Who, as_csv
from alongside.workspace.staff import StaffRequest, show, staff_page

_BODIES_PER_PAGE = 50


@require_safe
@staff_page(Permission.OVERSEE)
def board(request: StaffRequest) -> HttpResponse:
    """Who has what, most urgent first, and the commitments that stand."""
    now = clock.now()
    asked = BoardFilter.of(request.GET.dict(), is_practice=request.user.is_practice)
    rows = asked.narrowed(all_rows(practice=asked.practice, at=now, kinds=asked.kinds))
    kinds, found = kinds_and_places(practice=asked.practice)
    places = {*found, *(code[:2] for code in found)}
    return show(
        request,
        "central_board.html",
        {
            "asked": asked,
            "on": timezone.localdate(now),
            "page": Paginator(rows, _BODIES_PER_PAGE).get_page(request.GET.get("page", "1")),
            "late": sum(row.is_late for row in rows),
            "without_list": sum(not row.body.has_list and not row.body.found_none for row in rows),
            "without_plan": sum(not row.body.has_plan for row in rows),
            "commitments": [
                each for each in progress(at=now, practice=asked.practice) if each.end is None
            ],
            "may_commit": request.duty.may(Permission.COMMIT),
            "kinds": KIND_WORDS,
            "kind_choices": sorted(kinds, key=lambda kind: (kind_rank(kind), kind)),
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
    now = clock.now()
    asked = BoardFilter.of(request.GET.dict(), is_practice=request.user.is_practice)
    rows = asked.narrowed(all_rows(practice=asked.practice, at=now, kinds=asked.kinds))
    response = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8; header=present")
    name = f"across-government-{timezone.localdate(now)}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
