"""The published form of a plan version: canonical JSON and its SHA-256. Pure.

Canonical: keys sorted, no white space outside strings, UTF-8, no ASCII escapes (RFC 8785 for the
types used here: strings, whole numbers, lists, objects, null). Anyone can check the fingerprint:
`curl …/plan.json | sha256sum`.
"""

import hashlib
import json
from collections.abc import Mapping


def canonical(document: Mapping[str, object]) -> str:
    """The document as canonical JSON text."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
