"""What is read in a forum, for everybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alongside.core import clock
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EXCERPT_LENGTH
from alongside.listening.domain.catching_up import LATE_BY, WORTH_READING
from alongside.listening.domain.visits import COUNTS_KEPT
from alongside.publishing import entries
from alongside.publishing.entries.reading import LATELY, PROGRAM
from alongside.register.caching import public
from alongside.register.views.answers import contact, or_not_found, page


@public
def reading(request: HttpRequest, slug: str) -> HttpResponse:
    with or_not_found():
        try:
            entry = entries.reading_entry(
                slug, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
            )
        except entries.Moved as moved:
            return redirect("register:forum-reading", moved.slug, permanent=True)
    context = {
        "section": "forums",
        "entry": entry,
        "contact": contact(),
        "lately_days": LATELY.days,
        "program": PROGRAM,
        "excerpt_days": EXCERPT_KEPT.days,
        "excerpt_length": EXCERPT_LENGTH,
        "counted_days": COUNTS_KEPT.days,
        "late_days": LATE_BY.days,
        "worth_days": WORTH_READING.days,
    }
    return page(request, "reading", context)
