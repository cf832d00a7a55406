"""The entries that pages of an export search by a script, for there is no server to ask."""

import json
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from alongside.publishing import account_words, search_index
from alongside.publishing.entries.official import AccountAnywhere, all_accounts
from alongside.register.caching import public_file
from alongside.register.views.official import MOST_LISTED


@public_file
def search_entries(request: HttpRequest, kind: str) -> HttpResponse:
    practice_too = settings.ALONGSIDE_SHOW_PRACTICE
    if kind == "accounts":
        text = accounts_script(all_accounts(practice_too=practice_too)[MOST_LISTED:])
    else:
        text = search_index.script(kind, practice_too=practice_too)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def accounts_script(accounts: Sequence[AccountAnywhere]) -> str:
    """Rows of accounts as they stand in the table of the page that asks for them."""
    context = {
        "accounts": accounts,
        "missing_words": account_words.missing_words,
        "circumstances": account_words.circumstances,
    }
    rows = render_to_string("register/official_rows.html", context)
    return f"window.alongsideAccounts = {json.dumps(rows, ensure_ascii=False)};\n"
