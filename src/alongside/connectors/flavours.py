"""Markdown for forums whose Markdown knows more than ours.

With us "(c)", "~5", "@name", ":)" and "gov.uk/x" are text. A forum may make a copyright sign, small
figures, a message to a stranger, a picture or a card with a page's title of them. So the Markdown
that is sent is written anew from what was approved, and every sign that is text is written so that
it stays text there. What each forum makes of which sign was read in its own source, and the rest
was tried out with its own renderer.
"""

import re
from collections.abc import Container, Sequence, Set
from dataclasses import dataclass
from urllib.parse import unquote

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from alongside.connectors.bare_addresses import MARKUP as BARE
from alongside.connectors.pictures import words_of
from alongside.connectors.plain_text import MARKDOWN

WORD_JOINER = "\u2060"  # nothing is seen of it, and no line breaks there
COMMENT = "<!-- -->"  # taken out where HTML is understood


@dataclass(frozen=True, slots=True)
class Flavour:
    """What one forum makes of signs that are text with us.

    `more`: beside those that have a meaning with us, what would be more if no backslash stood
    before its last sign. `parted`: signs that no backslash keeps from being more, so that
    `parting` goes behind them. `has_titles`: a page's title stands for an address that the forum
    finds by itself. `has_cards`: an address alone in a paragraph gives way to a card, marked or
    not, unless `parting` stands behind it. `is_whole`: every sign of ASCII can be made text by a
    backslash, and signs have names ("&amp;"). `numbers_end`: with what, where only one sign will
    do. `indent`: by how much a list in a list is moved in. `joins_lists`: of whatever kind, where
    nothing stands between them.
    """

    more: re.Pattern[str]
    parted: re.Pattern[str] = re.compile(r"(?!)")
    parting: str = ""
    has_titles: bool = False
    has_cards: bool = False
    is_whole: bool = True
    numbers_end: str = ""
    indent: int = 0
    joins_lists: bool = False


# A name behind "@", a word behind "#", and the signs of mood, where they would be taken for one.
_NAME = r"(?<!\w)@(?=[\w\"“])"
_NAME_BEHIND_FIGURES = r"(?<=\d)@(?=\w)(?![\w.-]*\.[a-z])"  # and no address of mail
_TOPIC = r"(?<![\w/])#(?=[\w:-])"
_MOOD = r"(?<!\w)(?:[:;](?='?-?'?[()DPO$/|](?:\s|$))|8(?=-\)(?:\s|$)))|\^(?=_+\^)"
_NAMED_MOOD = r":(?=(?:100|1234|[+-]1|[\w.+-]{0,40}[a-z][\w.+-]{0,40}):)"  # no time of day
# "(c)", "+-", "...", "--", "->", ",," and many "!" become other signs (markdown-it, typographer).
_TYPOGRAPHY = (
    r"\((?=(?:c|r|p|tm|pa)\))|\+(?=-)|\.(?=\.)|-(?=[->])|<(?=-)|,(?=,)|[?!](?=[?!]{3}|\.{2})"
)
# "gov.uk/x": without "https://" too, Discourse puts the page's title in its place.
_UNMARKED_ADDRESS = re.compile(
    r"(?<![.\w-])(?<!\w@)(?:[\w-]+\.)+[a-z]{2,}(?![\w@-])", re.IGNORECASE
)

DISCOURSE = Flavour(
    more=re.compile(rf"{_TYPOGRAPHY}|[~|]", re.IGNORECASE),
    parted=re.compile(rf"{_NAME}|{_TOPIC}|{_MOOD}|{_NAMED_MOOD}", re.IGNORECASE),
    parting=COMMENT,
    has_titles=True,
)
NODEBB = Flavour(
    more=re.compile(rf"{_TYPOGRAPHY}|[~|]", re.IGNORECASE),
    parted=re.compile(
        rf"{_NAME}|{_NAME_BEHIND_FIGURES}|{_MOOD}|{_NAMED_MOOD}|\[(?=[x _-]\]\s)", re.IGNORECASE
    ),
    parting=WORD_JOINER,
    has_cards=True,
)
# Names with their site are looked for in the text before anything else is done to it.
LEMMY = Flavour(
    more=re.compile(rf"{_TYPOGRAPHY}|[~^|{{]|@[\w.]+@(?=[\w.:-])|^:(?=::)", re.IGNORECASE)
)
# Litedown knows no escape of the signs "'", '"', "&", "=" and ";", and no number with a bracket.
FLARUM = Flavour(
    more=re.compile(
        rf"{_NAME}|{_TOPIC}|:(?=-?'?[()DPO|])|{_NAMED_MOOD}|(?<=;)\)|[~^|]|>(?=!)|!(?=<)",
        re.IGNORECASE,
    ),
    is_whole=False,
    numbers_end=".",
    indent=4,
    joins_lists=True,
)

_MEANT = re.compile(r"[\\`*\[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# At the beginning of a line these begin a list, a heading, a quotation or a line across.
_LEADING = re.compile(r"^(?:#(?=#{0,5}(?:\s|$))|>|[-+](?=\s|$)|-(?=-*\s*$))")
_UNDERLINE = re.compile(r"^=(?==*\s*$)")  # of a heading
_NUMBER = re.compile(r"^\d{1,9}(?=[.)](?:\s|$))")
# Signs that need no thought between angle brackets. Of "@", NodeBB thinks as in text.
_PLAIN_ADDRESS = re.compile(
    r"(?:https?://[A-Za-z0-9:/?#.=&_+,;~!$'()*-]+|[\w.+-]+@[\w.-]+)", re.IGNORECASE | re.ASCII
)
_BRACKETED_ONCE = re.compile(r"[^()]*(?:\([^()]*\)[^()]*)*")
# In text as it was typed: addresses, where links lead, what is a mark or a sign already.
_LEFT_ALONE = re.compile(
    r"<[^<>\s]*>|\]\([^\s()]*(?:\([^\s()]*\)[^\s()]*)*|^ {0,3}\[[^\]\n]*\]:.*|"
    r"(?:https?://|www\.)[^\s<>]+|~~|!\[|\\.",
    re.IGNORECASE | re.MULTILINE,
)
_WORDS = "words"  # of a block, beside the tree
_MARKS = {"em": "*", "strong": "**", "s": "~~"}


def write(text: str, flavour: Flavour) -> str:
    """A reply in our Markdown as this forum's; "" where it cannot be written to read the same."""
    # Blocks nest twenty deep at most; marks within a line may nest deeper than Python calls itself.
    tree = SyntaxTreeNode(
        [
            token.copy(children=None, meta={_WORDS: token.children or ()})
            for token in MARKDOWN.parse(text)
        ]
    )
    if not read_alike(_Writer(flavour, parts=False).blocks(tree), text):
        return ""
    return _Writer(flavour, parts=True).blocks(tree)


def guard(words: str, flavour: Flavour, *, parts: bool = True) -> str:
    """Words of Markdown outside of code as they were typed, with every sign that would be more
    kept text, where they still read the same.

    For what cannot be written anew. Without `parts` it is Markdown as we know it.
    """
    left = {place for found in _LEFT_ALONE.finditer(words) for place in range(*found.span())}
    escaped = {found.end() - 1 for found in flavour.more.finditer(words)} - left
    if flavour.has_titles:
        escaped |= _places_in_addresses(words) - left
    guarded = _marked(words, flavour, escaped=escaped, left=left, is_parted=False)
    if not read_alike(guarded, words):
        return words
    return _marked(words, flavour, escaped=escaped, left=left, is_parted=True) if parts else guarded


def read_alike(one: str, other: str) -> bool:
    """Whether two texts in our Markdown are shown alike."""
    return _reading(one) == _reading(other)


def _reading(markdown: str) -> str:
    """What is shown of it, where an address and a picture's words may be written in more ways."""
    tokens = MARKDOWN.parse(markdown)
    for token in (child for block in tokens for child in block.children or ()):
        if token.type == "link_open":
            token.attrs["href"] = MARKDOWN.normalizeLink(str(token.attrs.get("href", "")))
        elif token.type == "image":
            token.children = [Token("text", "", 0, content=words_of(token))]
    html = unquote(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))
    html = html.replace("\n</code></pre>", "</code></pre>")  # of code that nobody closed
    html = html.replace("<p></p>\n", "")  # of a blank that is not an ordinary one
    return re.sub(r"(?<!\s)\s+<br />", "<br />", html)


class _Writer:
    """Writes what was parsed. Without `parts` it is Markdown as we know it."""

    def __init__(self, flavour: Flavour, *, parts: bool) -> None:
        self._flavour = flavour
        self._parts = parts
        self._is_whole = flavour.is_whole or not parts

    def blocks(self, node: SyntaxTreeNode, between: str = "\n\n") -> str:
        written: list[str] = []
        is_behind_list = False
        for child in node.children:
            if _is_paragraph(child) and not child.children[0].meta[_WORDS]:
                continue
            is_list = child.type.endswith("_list")
            if is_list and is_behind_list and self._parts and self._flavour.joins_lists:
                written.append(WORD_JOINER)
            written.append(self._block(child))
            is_behind_list = is_list
        return between.join(written)

    def _block(self, node: SyntaxTreeNode) -> str:
        match node.type:
            case "paragraph":
                return self._inline(node.children[0])
            case "heading":
                words = self._inline(node.children[0])
                level = int(node.tag[1])
                if "\n" in words:  # only a line below it makes a heading of several
                    return f"{words}\n{'===' if level == 1 else '---'}"
                kept = words.rstrip("#")  # what closes a heading is not shown
                closing = "\\#" * (len(words) - len(kept))
                return f"{'#' * level} {kept}{closing}"
            case "blockquote":
                lines = self.blocks(node).split("\n")
                return "\n".join(f"> {line}" if line else ">" for line in lines)
            case "bullet_list" | "ordered_list":
                return self._list(node)
            case "fence" | "code_block":
                # What a fence of ticks says of its code holds none itself.
                sign = "~" if "`" in node.info else "`"
                fence = _more_than_in(node.content, sign, least=3)
                code = [node.content.removesuffix("\n")] if node.content else []
                return "\n".join([f"{fence}{node.info}", *code, fence])
            case "hr":
                return "___"  # beside a list, other signs might be one of its own
            case _:
                raise ValueError(node.type)  # our Markdown has no other blocks

    def _list(self, node: SyntaxTreeNode) -> str:
        is_close = all(
            part.hidden for item in node.children for part in item.children if _is_paragraph(part)
        )
        between = "\n" if is_close else "\n\n"
        items = []
        for place, item in enumerate(node.children):
            mark = node.markup
            if node.type == "ordered_list":
                number = int(node.attrs.get("start", 1)) + place
                end = self._flavour.numbers_end if self._parts else ""
                mark = f"{number}{end or node.markup}"
            width = max(len(mark) + 1, self._flavour.indent)
            words = self.blocks(item, between)
            moved_in = re.sub(r"\n(?!\n)", f"\n{' ' * width}", words)
            items.append(f"{mark:{width}}{moved_in}".rstrip())
        return between.join(items)

    def _inline(self, node: SyntaxTreeNode) -> str:
        tokens: Sequence[Token] = node.meta[_WORDS]
        written: list[str] = []
        targets: list[str] = []
        rest = iter(tokens)
        for token in rest:
            name = token.type.rpartition("_")[0]
            begins_line = not written or written[-1].endswith("\n")
            match token.type:
                case "text":
                    written.append(
                        self._text(token.content, begins_line=begins_line, linked=bool(targets))
                    )
                case "softbreak" | "hardbreak":
                    # Two blanks keep the line break where the forum has switched it off.
                    written.append("  \n" if not begins_line else "\\\n")
                case "code_inline":
                    written.append(_code(token.content))
                case "link_open" if token.markup in (BARE, "autolink"):
                    words, _ = next(rest).content, next(rest)
                    is_alone = len(tokens) == 3
                    address = self._address(words, token, is_alone=is_alone)
                    if address.startswith("["):
                        _keep_off(written)
                    written.append(address)
                case "link_open":
                    _keep_off(written)
                    written.append("[")
                    targets.append(self._target(token, "href"))
                case "link_close":
                    written.append(f"]({targets.pop()})")
                case "image":
                    written.append(f"![{self._told(token)}]({self._target(token, 'src')})")
                case _ if name in _MARKS:
                    written.append(_MARKS[name])
                case _:
                    raise ValueError(token.type)  # nor any other marks
        return "".join(written)

    def _address(self, words: str, token: Token, *, is_alone: bool) -> str:
        href = str(token.attrs.get("href", ""))
        if _PLAIN_ADDRESS.fullmatch(words) and href.removeprefix("mailto:") == words:
            written = f"<{words}>"
        else:
            text = self._text(words, begins_line=False, linked=True)
            written = f"[{text}]({self._target(token, 'href')})"
        ending = self._flavour.parting if is_alone and self._flavour.has_cards else ""
        return f"{written}{ending}" if self._parts else written

    def _target(self, token: Token, name: str) -> str:
        """Where a link leads, which neither a bracket in it nor its title can end."""
        address = str(token.attrs.get(name, ""))
        if not _BRACKETED_ONCE.fullmatch(address):
            address = address.replace("(", "%28").replace(")", "%29")
        title = str(token.attrs.get("title", "")).replace("\\", "\\\\").replace('"', '\\"')
        target = f'{address} "{title}"' if title else address
        return _ENTITY.sub(r"\\&", target) if self._is_whole else target

    def _told(self, picture: Token) -> str:
        """A picture's words. They are no place for a comment, which would be shown."""
        lines = words_of(picture).split("\n")
        return "\n".join(
            self._text(line, begins_line=place > 0, linked=True, is_told=True)
            for place, line in enumerate(lines)
        )

    def _text(self, words: str, *, begins_line: bool, linked: bool, is_told: bool = False) -> str:
        """Words in which every sign is a sign."""
        flavour = self._flavour
        signs = [_MEANT, flavour.more]
        if self._is_whole:
            signs.append(_ENTITY)
        if begins_line:
            signs += [_LEADING, _UNDERLINE] if self._is_whole else [_LEADING]
        escaped = {found.end() - 1 for sign in signs for found in sign.finditer(words)}
        if begins_line and (number := _NUMBER.match(words)):
            escaped.add(number.end())
        if flavour.has_titles and not linked:
            escaped |= _places_in_addresses(words)
        is_parted = self._parts and not (is_told and flavour.parting == COMMENT)
        return _marked(words, flavour, escaped=escaped, is_parted=is_parted)


def _keep_off(written: list[str]) -> None:
    """A link behind these signs would be a picture, or a note at the foot."""
    if written and written[-1].endswith(("!", "^")):
        written[-1] = f"{written[-1][:-1]}\\{written[-1][-1]}"


def _places_in_addresses(words: str) -> set[int]:
    """Where an address that nobody marked is cut, so that a forum does not find it by itself."""
    dots = {
        place
        for address in _UNMARKED_ADDRESS.finditer(words)
        for place in range(*address.span())
        if words[place] == "."
    }
    return dots | {found.start() for found in re.finditer(r":(?=//)", words)}


def _marked(
    words: str,
    flavour: Flavour,
    *,
    escaped: Container[int],
    is_parted: bool,
    left: Set[int] = frozenset(),
) -> str:
    parted = {found.start() for found in flavour.parted.finditer(words)} if is_parted else set()
    parted -= left
    return "".join(
        ("\\" if place in escaped else "") + sign + (flavour.parting if place in parted else "")
        for place, sign in enumerate(words)
    )


def _is_paragraph(node: SyntaxTreeNode) -> bool:
    return node.type == "paragraph"


def _code(words: str) -> str:
    ticks = _more_than_in(words, "`", least=1)
    is_padded = words.startswith(("`", " ")) or words.endswith(("`", " "))
    return f"{ticks} {words} {ticks}" if is_padded and words.strip() else f"{ticks}{words}{ticks}"


def _more_than_in(words: str, sign: str, *, least: int) -> str:
    """More of a sign in a row than stand within."""
    longest = max((len(run) for run in re.findall(f"{sign}+", words)), default=0)
    return sign * max(least, longest + 1)
