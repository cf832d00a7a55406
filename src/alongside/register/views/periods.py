"""The calendar of restricted periods: times before elections with tighter rules."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from alongside.core import clock
from alongside.periods.domain.terms import MODE_SENTENCES, MODE_WORDS, PLACE_WORDS
from alongside.publishing import entries
from alongside.register.caching import public
from alongside.register.views.answers import or_not_found, page
from alongside.ui.jurisdictions import jurisdiction_words


@public
def periods(request: HttpRequest) -> HttpResponse:
    """All of them: what counts today, what is to come, what is over, and what was withdrawn."""
    context = {
        "section": "periods",
        "list": entries.period_list(practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()),
        "place_words": PLACE_WORDS,
        "modes": [(MODE_WORDS[mode], sentence) for mode, sentence in MODE_SENTENCES.items()],
        "jurisdiction_words": jurisdiction_words,
    }
    return page(request, "periods", context)


@public
def period(request: HttpRequest, public_id: str) -> HttpResponse:
    """One period: the clause that a refusal names."""
    with or_not_found():
        entry = entries.period_entry(
            public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE, at=clock.now()
        )
    context = {
        "section": "periods",
        "entry": entry,
        "practice": entry.is_practice,
        "jurisdiction": jurisdiction_words(entry.period.jurisdiction),
        "place_words": PLACE_WORDS[entry.place],
    }
    return page(request, "period", context)
