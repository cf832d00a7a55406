"""What changed between two versions of a body's plan."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.publishing import entries
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page


@public
def differences(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """The earlier version stands on the left, whichever was asked for first."""
    if before == after:
        return redirect("register:plan-version", slug, after)
    if before > after:
        return redirect("register:plan-differences", slug, after, before)
    with or_not_found():
        entry = entries.plan_differences(
            slug, before, after, practice_too=settings.ALONGSIDE_SHOW_PRACTICE
        )
    return page(request, "plan_differences", {"section": "bodies", "entry": entry})


@public
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Leads to the two versions that were chosen; without a choice to the two newest."""
    with or_not_found():
        numbers = entries.plan_numbers(slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    if len(numbers) < 2:
        raise Http404(f"{slug} has published one version only.")
    asked = [request.GET.get(name, "") for name in ("before", "after")]
    chosen = [int(text) for text in asked if text.isdecimal() and len(text) < 6]
    if len(chosen) != 2 or not set(chosen) <= set(numbers):
        chosen = numbers[-2:]
    return redirect("register:plan-differences", slug, *sorted(chosen))
