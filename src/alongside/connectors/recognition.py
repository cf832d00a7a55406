"""Which software a page was made by, from that one page: pure, and rather silent than wrong."""

from dataclasses import dataclass

from alongside.connectors.page import Page
from alongside.connectors.signs import SIGNS, Sign

ENOUGH = 2
# What stands further down than this is posts, not software.
LOOKED_AT = 2_000_000


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a page's software is. `signs` are the pieces of markup it was known by, cut short.

    `weight` is the sum of the signs' weights; 2 is enough. `version` is "" where the page
    does not tell.
    """

    kind: str
    version: str
    weight: int
    signs: tuple[str, ...]


def recognise(page: Page) -> Recognition | None:
    """The software of a page, None where the signs are too few or point two ways alike."""
    found = sorted(_candidates(page), key=lambda candidate: -candidate.weight)
    if not found or found[0].weight < ENOUGH:
        return None
    if len(found) > 1 and found[1].weight == found[0].weight:
        return None
    return found[0]


def _candidates(page: Page) -> list[Recognition]:
    html = page.html[:LOOKED_AT]
    lowered = html.lower()
    candidates = []
    for kind, signs in SIGNS.items():
        weight, version, seen = 0, "", []
        for sign in signs:
            matched = _match(sign, page, html, lowered)
            if matched is None:
                continue
            words, said = matched
            weight += sign.weight
            version = version or said
            seen.append(" ".join(words.split())[:120])
        if seen:
            candidates.append(Recognition(kind, version, weight, tuple(seen)))
    return candidates


def _match(sign: Sign, page: Page, html: str, lowered: str) -> tuple[str, str] | None:
    """The words that a sign was found in, and the version they tell."""
    if sign.where == "page":
        if sign.hint not in lowered:
            return None
        found = sign.pattern.search(html)
    elif sign.where == "cookie":
        matches = (sign.pattern.search(name) for name in page.response.cookies)
        found = next((match for match in matches if match), None)
    else:
        header = page.headers.get(sign.where.removeprefix("header:"))
        found = sign.pattern.search(header) if header is not None else None
        if header is not None and found is not None and not found[0]:
            return f"{sign.where.removeprefix('header:')}: {header}", ""
    if found is None:
        return None
    groups = found.groupdict()
    # "Version 1.3.12." ends a sentence.
    return found[0], (groups.get("version") or "").rstrip(".")
