"""Is this account official? The question, each official account, and its badge.

What is asked is in the address and nowhere else: no log of ours holds it, and no site that is
visited from the answer is told.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alongside.core import clock
from alongside.forums.domain.accounts import CONFUSABLES, MOST_CHARACTERS, PAIRS
from alongside.publishing import account_words
from alongside.publishing.accounts import OfficialAnswer, answer_for
from alongside.publishing.badges import badge_code, badge_of
from alongside.publishing.domain.official import Reason, Verdict
from alongside.publishing.entries.official import account_entry, all_accounts, one_account
from alongside.publishing.exported_pages import is_export
from alongside.register.caching import public
from alongside.register.views.answers import for_programs, or_not_found, page, refused

MOST_LISTED = 120  # accounts on one exported page; a script beside it has the others
_KINDS = {
    Verdict.OFFICIAL: "yes",
    Verdict.STATED: "partly",
    Verdict.WAS_OFFICIAL: "no",
    Verdict.NOT_OFFICIAL: "no",
    Verdict.NOT_KNOWN: "unknown",
    Verdict.ASK: "unknown",
}


@public
def official(request: HttpRequest) -> HttpResponse:
    """One box and the answer. An export has no server to ask: it lists all accounts instead."""
    if is_export(request):
        accounts = all_accounts(practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
        return page(
            request,
            "official_all",
            {
                "section": "official",
                "accounts": accounts[:MOST_LISTED],
                "more": len(accounts[MOST_LISTED:]),
                "confusables": CONFUSABLES,
                "pairs": PAIRS,
                "missing_words": account_words.missing_words,
                "circumstances": account_words.circumstances,
            },
        )
    asked = request.GET.get("q", "")
    answer = _answer_to(asked) if "q" in request.GET else None
    context: dict[str, object] = {
        "section": "official",
        # What was typed stays in its field, save what no page can hold.
        "asked": asked[:MOST_CHARACTERS].replace("\0", ""),
        "was_cut": len(asked) > MOST_CHARACTERS,
        "answer": answer,
        "practice": answer is not None and answer.is_practice,
    }
    if answer is not None:
        context |= {
            "kind": _KINDS[answer.verdict],
            "headline": account_words.headline(answer),
            "statement": account_words.statement(answer),
            "warning": account_words.warning(answer),
            "proof": account_words.proof_words(answer.account) if answer.account else "",
            "missing": account_words.missing_words(answer.account) if answer.account else [],
        }
    response = page(request, "official", context)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
def official_data(request: HttpRequest) -> HttpResponse:
    """The same answer for programs; without a question, the refusal of the HTTP interface."""
    answer = _answer_to(request.GET.get("q", ""))
    if answer.reason is Reason.NOTHING:
        response = for_programs(
            refused("query.q", _("Say which account is meant: an address, or a name."))
        )
    else:
        response = for_programs(JsonResponse(account_words.as_data(answer)))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
def account(request: HttpRequest, public_id: str) -> HttpResponse:
    with or_not_found():
        entry = account_entry(public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    context = {
        "section": "official",
        "entry": entry,
        "account": entry.account,
        "practice": entry.account.is_practice,
        "proof": account_words.proof_words(entry.account),
        "missing": account_words.missing_words(entry.account),
        "circumstances": account_words.circumstances(entry.account),
        "directions": account_words.DIRECTION_WORDS,
        "embed": badge_code(entry.account),
        "badge": badge_of(entry.account),
        "site_host": urlsplit(settings.ALONGSIDE_ADDRESS).netloc,
    }
    return page(request, "account", context)


@public
def badge(request: HttpRequest, public_id: str) -> HttpResponse:
    """A picture that says whether the account is official now, for a page of any site."""
    with or_not_found():
        found = one_account(public_id, practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
    context = {"account": found, "badge": badge_of(found)}
    response = render(request, "register/badge.svg", context, content_type="image/svg+xml")
    # It is made to stand on other sites, whose pages may ask for no less.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return for_programs(response)


def _answer_to(asked: str) -> OfficialAnswer:
    return answer_for(asked, at=clock.now(), practice_too=settings.ALONGSIDE_SHOW_PRACTICE)
