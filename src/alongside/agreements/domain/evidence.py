"""Letters that are uploaded as evidence: which files are taken. Pure.

A file is what its first bytes say, whatever it is called (OWASP ASVS 5.0, 5.2.2).
"""

import hashlib

LARGEST = 4 * 1024 * 1024  # bytes
NAME_LENGTH = 100

_SIGNATURES: dict[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
ENDINGS: dict[str, str] = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
}


class UnfitFile(Exception):
    """The file is not taken; the message is for the person who chose it."""


def kind_of(content: bytes) -> str:
    """The media type of a letter. Raises UnfitFile: empty, too large, or of no fit kind."""
    if not content:
        raise UnfitFile("This file is empty. Choose the file with the letter.")
    if len(content) > LARGEST:
        raise UnfitFile(
            f"This file is too large: at most {LARGEST // 1024 // 1024} MB. Choose a smaller scan."
        )
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            return kind
    if _is_text(content):
        return "text/plain"
    raise UnfitFile("Choose a PDF, a picture (PNG or JPEG) or a plain text.")


def fingerprint(content: bytes) -> str:
    """SHA-256 of the file, as the record shows it."""
    return hashlib.sha256(content).hexdigest()


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    # A page or a drawing that could hold a script is no plain text, and shown as one by nobody.
    return not start.startswith("<") and all(
        sign.isprintable() or sign in "\t\r\n\f\ufeff" for sign in text
    )
