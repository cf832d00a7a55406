"""Before you build a forum: which exist already, and the records that bodies looked."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from alongside.core import clock
from alongside.forums.domain.building import ABOUT_LENGTH, NEED_LENGTH
from alongside.publishing import building
from alongside.publishing.domain.filters import page_of
from alongside.publishing.domain.major_forums import need_of
from alongside.publishing.exported_pages import is_export
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page


@public
def before_you_build(request: HttpRequest) -> HttpResponse:
    """Looks for forums that serve a described need. Nothing is stored by looking."""
    need = "" if is_export(request) else need_of(request.GET)
    kept = building.without_personal_details(need)
    if kept != need:
        # Personal details must not stay in the address either, where it would be kept and shared.
        query = urlencode({"q": kept, "left_out": "yes"})
        return HttpResponseRedirect(
            f"{request.path}?{query}", headers={"Cache-Control": "no-store"}
        )
    number = page_of({name: request.GET.getlist(name) for name in request.GET})
    is_asked = len(need) >= ABOUT_LENGTH
    context = {
        "section": "build",
        "need": need,
        "length": NEED_LENGTH,
        "is_asked": is_asked,
        "left_out": "left_out" in request.GET,
        "existing": building.existing_forums(need, page=number, at=clock.now())
        if is_asked
        else None,
    }
    return page(request, "building", context)


@public
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    with or_not_found():
        entry = building.check_entry(public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    return page(request, "building_record", {"section": "build", "entry": entry})


@public
def checks(request: HttpRequest, number: int = 1) -> HttpResponse:
    found = building.check_list(page=number, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    if number > found.page.paginator.num_pages:
        raise Http404(f"The list has no page {number}.")
    context = {"section": "build", "list": found, "words_of": building.words_of}
    return page(request, "building_records", context)
