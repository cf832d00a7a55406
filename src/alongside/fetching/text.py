"""The text of a page, whatever it says of its encoding. Pure.

As browsers do (WHATWG Encoding, HTML 13.2.3): a byte order mark counts first, then the header, then
what the page says of itself; what nobody names is UTF-8 if it can be, else windows-1252. Only
encodings of text are known: Python has others by the same kind of name, some of them so slow that a
page could keep us for hours.
"""

import codecs
import re
from collections.abc import Mapping

_HEAD_BYTES = 1024  # where a page names its encoding
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w:.-]+)", re.IGNORECASE)
_IN_PAGE = re.compile(
    rb"""<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w:.-]+)"""
    rb"""|^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w:.-]+)""",
    re.IGNORECASE,
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# By the names that `codecs.lookup` gives them.
_KNOWN = frozenset(
    {
        *("utf-8", "utf-16-le", "utf-16-be", "koi8-r", "koi8-u", "mac-roman", "cp866", "cp874"),
        *(f"cp125{number}" for number in range(9)),
        *(f"iso8859-{number}" for number in (*range(2, 12), 13, 14, 15, 16)),
        *("gb2312", "gbk", "gb18030", "big5", "big5hkscs", "hz"),
        *("euc_jp", "shift_jis", "cp932", "iso2022_jp", "euc_kr", "cp949", "johab"),
    }
)
# On the web these names mean another encoding, which holds more letters.
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"}
_MEANT_TOO = {"gb2312": "gbk", "utf-16": "utf-16-le", "shift_jis": "cp932", "euc_kr": "cp949"}


def text_of(headers: Mapping[str, str], body: bytes) -> str:
    """The body as text; letters that make no sense are replaced. Header names in lower case."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    named = _IN_HEADER.search(headers.get("content-type", ""))
    encoding_name = _encoding(named[1]) if named else ""
    if not encoding_name and (found := _IN_PAGE.search(body[:_HEAD_BYTES])) is not None:
        encoding_name = _encoding((found[1] or found[2]).decode("ascii", "replace"))
        if encoding_name.startswith("utf-16"):
            encoding_name = "utf-8"  # it was read as ASCII, so it is not what it says
    if encoding_name:
        return body.decode(encoding_name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _encoding(label: str) -> str:
    """The encoding that a label of the web means, or "" for none that is known."""
    try:
        name = codecs.lookup(label.strip()[:40]).name
    except (LookupError, ValueError):
        return ""
    name = _MEANT.get(name, _MEANT_TOO.get(name, name))
    return name if name in _KNOWN else ""
