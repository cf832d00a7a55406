"""What a page of a plan rests on, as its form carries it: what its parts were, and decisions."""

import json

from django.http import HttpRequest

from alongside.plans.domain.merging import Keep, Rests, undecided

RESTS_ON = "rests_on"
CHOOSE = "choose"
_KEEP = "keep-"
_LONGEST = 100_000  # characters; a plan with the most rows needs a sixth of it


def rests_of(request: HttpRequest) -> Rests:
    """What the page rests on. What it asked to choose, and nobody chose, is to be asked again."""
    on, keep = _on_of(request), _keep_of(request)
    open_still = undecided_in(request)
    return Rests(undecided(on, open_still) if on is not None else None, keep)


def undecided_in(request: HttpRequest) -> list[str]:
    """The parts in which a person was to choose between two texts, and did not."""
    keep = _keep_of(request)
    return [part for part in request.POST.getlist(CHOOSE) if part not in keep]


def _on_of(request: HttpRequest) -> dict[str, str] | None:
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


def _keep_of(request: HttpRequest) -> dict[str, Keep]:
    """By part, which of two texts a person chose."""
    return {
        name.removeprefix(_KEEP): Keep(value)
        for name, value in request.POST.items()
        if name.startswith(_KEEP) and value in set(Keep)
    }
