"""The page that describes the interface to people, /api/."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from alongside.api.description import description
from alongside.publishing import samples

TAG_WORDS = {
    "about": _("The interface itself"),
    "forums": _("Forums"),
    "bodies": _("Public bodies"),
    "plans": _("Plans"),
    "accounts": _("Official accounts"),
    "figures": _("Public figures"),
    "records": _("Single records"),
    "releases": _("Releases of the data"),
}
# What is in `error`, and when.
ERROR_WORDS = {
    "not_found": (404, _("There is no such entry, or no such address.")),
    "no_such_cursor": (404, _("No answer gave this cursor for this list.")),
    "method_not_allowed": (405, _("Only GET and HEAD are answered.")),
    "not_valid": (
        422,
        _(
            "A parameter has a value that it cannot have, or there is none of that name; details "
            "says which, and which there are."
        ),
    ),
    "moved": (301, _("The entry was joined with another; Location says where it is.")),
    "failed": (500, _("Something went wrong on our side. Try again in a few minutes.")),
}
_PROBLEM = {
    "error": "not_valid",
    "message": "The question cannot be understood as it stands.",
    "details": [
        {"where": "query.limit", "problem": "Input should be less than or equal to 200"},
    ],
}


@require_safe
def interface(request: HttpRequest) -> HttpResponse:
    """Every address with its sentence, parameters and an example that can be asked."""
    said = description()
    known = samples.samples()
    places = {
        "forums": {"slug": known.forum, "address": known.forum_address},
        "bodies": {"slug": known.body},
        "plans": {"slug": known.body_with_plan},
        "releases": {"version": known.release},
    }
    context = {
        "section": "interface",
        "said": said,
        "groups": [
            {
                "tag": tag,
                "words": TAG_WORDS[tag],
                "operations": [
                    (operation, operation.example(_given(places.get(tag, {}))))
                    for operation in said.by_tag[tag]
                ],
            }
            for tag in TAG_WORDS
        ],
        "of_groups": [(f"of-{tag}", words) for tag, words in TAG_WORDS.items()],
        "marked": _marked,
        "errors": ERROR_WORDS,
        "problem": json.dumps(_PROBLEM, indent=2),
    }
    response = render(request, "api/interface.html", context)
    patch_cache_control(response, public=True, max_age=settings.ALONGSIDE_PUBLIC_MAX_AGE)
    return response


def _marked(text: str) -> SafeString:
    """A text of the description, translated; what stands between `backticks` is code."""
    if not text:
        return mark_safe("")
    pieces = gettext(text).split("`")
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<code>{}</code>", piece) if at % 2 else piece,)
            for at, piece in enumerate(pieces)
        ),
    )


def _given(places: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in places.items() if value}
