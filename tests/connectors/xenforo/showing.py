"""How XenForo 2.1 to 2.3 keeps and shows a message, as far as a reply can go wrong in it.

Written after what its processor does, in its order: marks of Markdown become tags (an option that
is on), addresses become links, cards, films or titles, then tags become HTML. What stands between
[plain] tags goes through all of it untouched.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

TITLE = "A page’s own title"
CARD = '<div class="bbCodeBlock--unfurl">A page’s own title</div>'
FILM = '<iframe src="https://film.example/"></iframe>'

_NOT_READ = r"\[(code|icode|plain)\].*?\[/\1\]"
_TAG = re.compile(
    r"\[(?P<name>\w+|\*)(?:=(?P<quote>['\"]?)(?P<option>.*?)(?P=quote))?\]|\[/(?P<end>\w+)\]"
)
_KNOWN = frozenset({"b", "i", "s", "url", "email", "code", "icode", "plain", "list", "quote", "hr"})
_ADDRESS = r"(?:https?://|www\.)[^\s\"<>{}`]+"
_ENDS = ".,;:!?)"
_ITEM = "\x00"


def shown_by_xenforo(message: str) -> str:
    """The HTML of a message, in a forum with every option on."""
    tree = _Reader(_with_tags(message)).tree
    return "".join(_html(_linked(tree)))


def _with_tags(message: str) -> str:
    """The message with its marks of Markdown as tags."""
    stash: list[str] = []

    def put_away(found: re.Match[str]) -> str:
        stash.append(found[0])
        return f"\x1a{len(stash) - 1}\x1a"

    for passage in (r"\[\*\]", _NOT_READ, r"\[/?\w+(?:=[^\]]*)?\]", rf"(?<!\]\(){_ADDRESS}"):
        message = re.sub(passage, put_away, message, flags=re.IGNORECASE | re.DOTALL)
    message = re.sub(r"(?m)(?:^[*+-][ \t]+.+(?:\n|$)){2,}", _as_list, message)
    message = re.sub(r"(?m)^[ \t]*>(.*)$", r"[quote]\1[/quote]", message)
    message = re.sub(r"(?<!\w)(`{1,3})([^`\n]+)\1(?!\w)", r"[icode]\2[/icode]", message)
    for mark, tag in ((r"__", "b"), (r"_", "i"), (r"\*\*", "b"), (r"\*", "i")):
        message = re.sub(
            rf"(?<!\w){mark}(?!\s)(.+?)(?<!\s){mark}(?!\w)", rf"[{tag}]\1[/{tag}]", message
        )
    while "\x1a" in message:
        message = re.sub("\x1a(\\d+)\x1a", lambda found: stash[int(found[1])], message)
    return message


def _as_list(found: re.Match[str]) -> str:
    items = (line[1:].strip() for line in found[0].splitlines())
    return "[list]\n" + "\n".join(f"[*]{item}" for item in items) + "\n[/list]\n"


@dataclass
class _Tag:
    name: str
    option: str | None
    opening: str
    children: "list[_Tag | str]" = field(default_factory=list)


class _Reader:
    """A message as a tree. A tag that is not known, or not closed here, is text."""

    def __init__(self, message: str) -> None:
        self.tree: list[_Tag | str] = []
        self._open: list[_Tag] = []
        done = 0
        for found in _TAG.finditer(message):
            self._put(message[done : found.start()])
            done = found.end()
            self._read(found)
        self._put(message[done:])

    def _read(self, found: re.Match[str]) -> None:
        plain = self._open[-1].name if self._open and _is_plain(self._open[-1]) else ""
        if (end := (found["end"] or "").lower()) and (not plain or plain == end):
            for depth, tag in enumerate(reversed(self._open), 1):
                if tag.name == end:
                    del self._open[-depth:]
                    return
        name = (found["name"] or "").lower()
        if end or plain or name not in _KNOWN:
            self._put(found[0])
            return
        tag = _Tag(name, found["option"], found[0])
        self._put(tag)
        self._open.append(tag)

    def _put(self, piece: "_Tag | str") -> None:
        if piece:
            (self._open[-1].children if self._open else self.tree).append(piece)


def _is_plain(tag: _Tag) -> bool:
    return tag.name in ("code", "icode", "plain") or (
        tag.name in ("url", "email") and not tag.option
    )


def _linked(tree: "list[_Tag | str]") -> "list[_Tag | str]":
    found: list[_Tag | str] = []
    for piece in tree:
        if isinstance(piece, str):
            found += _with_links(piece)
        elif piece.name in ("code", "icode", "plain", "email"):
            found.append(piece)
        elif piece.name == "url":
            words = "".join(_source(piece.children))
            # A link that shows its own address is taken for one that nobody marked.
            found.append(_made_of(words) if piece.option in (None, words) else piece)
        else:
            found.append(_Tag(piece.name, piece.option, piece.opening, _linked(piece.children)))
    return found


def _with_links(words: str) -> "Iterator[_Tag | str]":
    done = 0
    for found in re.finditer(rf"(?i)(?<![a-z0-9@/.-]){_ADDRESS}", words):
        address = found[0].rstrip(_ENDS)
        yield words[done : found.start()]
        done = found.start() + len(address)
        is_alone = re.fullmatch(rf"(?m)^{re.escape(address)}$", _line_at(words, found.start()))
        yield _Tag("card", None, "") if is_alone else _made_of(address)
    yield words[done:]


def _line_at(words: str, place: int) -> str:
    return words[words.rfind("\n", 0, place) + 1 :].split("\n")[0]


def _made_of(address: str) -> _Tag:
    if "youtu" in address:
        return _Tag("film", None, "")
    return _Tag("url", address, "", [TITLE])


def _source(tree: "list[_Tag | str]") -> Iterator[str]:
    for piece in tree:
        if isinstance(piece, str):
            yield piece
        else:
            yield from (piece.opening, *_source(piece.children), f"[/{piece.name}]")


def _html(tree: "list[_Tag | str]") -> Iterator[str]:
    for piece in tree:
        if isinstance(piece, str):
            yield escape(piece).replace("\n", "<br>\n")
            continue
        # Items of a list are told in its own words only, not in those of a tag within.
        children = (
            [
                _ITEM.join(child.split("[*]")) if isinstance(child, str) else child
                for child in piece.children
            ]
            if piece.name == "list"
            else piece.children
        )
        inner = "".join(_html(children))
        yield _SHOWN[piece.name](piece, inner)


def _link(tag: _Tag, inner: str) -> str:
    target = tag.option or ""
    if tag.name == "email":
        return f'<a href="mailto:{escape(target)}">{inner}</a>'
    scheme = "" if re.match(r"(?:https?|ftp)://", target, re.IGNORECASE) else "http://"
    return f'<a href="{escape(scheme + target)}">{inner}</a>'


def _list(tag: _Tag, inner: str) -> str:
    name = "ol" if tag.option == "1" else "ul"
    before, *items = inner.split(_ITEM)
    lines = "".join(f"<li>{item.strip().removesuffix('<br>')}</li>" for item in items)
    return f"<{name}>{before.replace('<br>', '').strip()}{lines}</{name}>"


_SHOWN: dict[str, Callable[[_Tag, str], str]] = {
    "b": lambda _, inner: f"<b>{inner}</b>",
    "i": lambda _, inner: f"<i>{inner}</i>",
    "s": lambda _, inner: f"<s>{inner}</s>",
    "url": _link,
    "email": _link,
    "code": lambda _, inner: f"<pre><code>{inner.replace('<br>', '')}</code></pre>",
    "icode": lambda _, inner: f"<code>{inner}</code>",
    "plain": lambda _, inner: inner,
    "list": _list,
    "quote": lambda _, inner: f"<blockquote>{inner}</blockquote>",
    "hr": lambda _, inner: "<hr>",
    "card": lambda *_: CARD,
    "film": lambda *_: FILM,
}
