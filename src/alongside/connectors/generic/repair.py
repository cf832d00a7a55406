"""Mends what XML habits do to HTML before it is parsed."""

import re

_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr frame keygen".split()
)
_RAW = frozenset(b"script style textarea iframe title noscript noframes xmp".split())
_NAME = re.compile(rb"<([a-zA-Z][a-zA-Z0-9]*)")
_QUOTES = (b"'", b'"', b"`", b"\\")
_LONGEST_TAG = 4_000


def repaired(body: bytes) -> bytes:
    """The page with `<div/>`, `<a id="x"/>` and the like closed as XML means them.

    HTML knows no self-closing elements, so a page written by an XML tool would nest everything
    that follows in its first empty element, or lose it in an empty `<textarea/>`. A script,
    style or text field is closed only where markup follows, for scripts write such tags too.
    """
    at = body.find(b"/>")
    if at < 0:
        return body
    parts: list[bytes] = []
    done = 0
    while at >= 0:
        start = body.rfind(b"<", max(done, at - _LONGEST_TAG), at)
        if start >= 0 and (named := _NAME.match(body, start)) is not None:
            name = named[1].lower()
            clean = body[at - 1 : at] in b"\"' \t\r\n" or named.end() == at
            if name not in _VOID and clean and (
                name not in _RAW or body[at + 2 : at + 3] not in _QUOTES
            ):
                parts += (body[done:at], b"></", name, b">")
                done = at + 2
        at = body.find(b"/>", at + 2)
    if not parts:
        return body
    parts.append(body[done:])
    return b"".join(parts)
