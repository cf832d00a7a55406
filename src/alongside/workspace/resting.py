"""What a page of a plan rests on, as its form carries it: what its parts were, and decisions."""

import json

from django.http import HttpRequest

from alongside.plans.domain.merging import Keep

RESTS_ON = "rests_on"
_KEEP = "keep-"
_LONGEST = 100_000  # characters; a plan with the most rows needs a sixth of it


def on_of(request: HttpRequest) -> dict[str, str] | None:
    """Digests by part; None when the form names none or was tampered with."""
    text = request.POST.get(RESTS_ON, "")
    if not text or len(text) > _LONGEST:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(isinstance(on, str) for on in found.values()):
        return None
    return found


def keep_of(request: HttpRequest) -> dict[str, Keep]:
    """By part, which of two texts a person chose."""
    return {
        name.removeprefix(_KEEP): Keep(value)
        for name, value in request.POST.items()
        if name.startswith(_KEEP) and value in set(Keep)
    }
