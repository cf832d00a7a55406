"""The published form of a plan version: canonical JSON and its SHA-256. Pure.

Canonical: keys sorted, no white space outside strings, UTF-8, no ASCII escapes (RFC 8785 for the
types used here: strings, whole numbers, truth, lists, objects, null). Anyone can check the
fingerprint: `curl …/plan.json | sha256sum`.

A published document is never written anew, so each says its format. The first had no name and one
goal as a text, the second said nothing of consultations; `as_current` reads them as today's, with
nothing where they said nothing. An empty list of consultations says that there was none.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from alongside.agreements.domain.terms import ANSWERING_MODELS

FORMAT = "alongside.plan/3"

Document = Mapping[str, Any]

# What a document of this format says besides goals, objectives and indicators, and what it is when
# it says nothing.
_NOTHING: dict[str, Any] = {
    "title": "",
    "goal": "",
    "disclosure": "",
    "disclosure_line": "",
    "languages": [],
    "second_reader": "",
    "safeguarding_role": "",
    "contact_role": "",
    "contact": "",
    "corrections_contact": "",
    "lawful_basis": "",
    "legal_power": "",
    "assessment_reference": "",
    "assessed_on": None,
    "effective_from": None,
    "review_on": None,
    "goals": [],
    "objectives": [],
    "indicators": [],
    "consultations": None,
}
_NO_OBJECTIVE: dict[str, Any] = {
    "engagement_model": "",
    "goal": "",
    "statement": "",
    "reason": "",
    "hours": "",
    "working_hours": [],  # since format 3; see core.opening_hours
    "response_standard_hours": None,
    "peers_first_hours": None,
}


def canonical(document: Mapping[str, object]) -> str:
    """The document as canonical JSON text."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def as_current(document: Document) -> dict[str, Any]:
    """The document as one of today's format; what it holds besides stays as it is.

    Documents give hours for every objective; where nobody answers they mean nothing, and are None.
    """
    current = {**_NOTHING, **document, "format": FORMAT}
    current["objectives"] = [_objective(found) for found in current["objectives"]]
    return current


def _objective(objective: Document) -> dict[str, Any]:
    current = {**_NO_OBJECTIVE, **objective}
    if current["engagement_model"] not in ANSWERING_MODELS:
        current["response_standard_hours"] = current["peers_first_hours"] = None
    return current
