"""Reads a thread's page of any make: by its blocks, and by what it describes for programs.

Both are laid beside one another. The blocks give the words, the descriptions what is exact in
them: zones of times, names, accepted answers. Where only one of the two finds posts, it stands.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from alongside.connectors.attributions import without_attributions, without_typed_head
from alongside.connectors.dates import DateReader
from alongside.connectors.generic import identity, structured
from alongside.connectors.generic.addresses import first_page
from alongside.connectors.generic.block import Block
from alongside.connectors.generic.blocks import BlockFinder
from alongside.connectors.generic.edits import tells_an_edit, without_edit_note
from alongside.connectors.generic.found import Found, enriched, with_json
from alongside.connectors.generic.given import put_in_place
from alongside.connectors.generic.guests import may_be_of_the_site
from alongside.connectors.generic.layout import Layout, learn, posts_by
from alongside.connectors.generic.links import is_of_author
from alongside.connectors.generic.mails import without_head_of_mail
from alongside.connectors.generic.nested import part_nested
from alongside.connectors.generic.outline import Outline, outline_of
from alongside.connectors.generic.paging import count_of
from alongside.connectors.generic.rules import (
    has_rule,
    typed_rules,
    without_what_is_ruled_off,
)
from alongside.connectors.generic.sections import with_sections
from alongside.connectors.generic.signed import signatures_in
from alongside.connectors.generic.structured import Described
from alongside.connectors.mail_words import own_words
from alongside.connectors.page import Page, attribute
from alongside.connectors.pages import Moment
from alongside.connectors.plain_text import node_to_plain, nodes_to_plain
from alongside.connectors.port import Post, Precision
from alongside.connectors.reading import MEMBER, without_names, words_without
from alongside.connectors.simple_text import bare_text, pieces_of, tags_in

# "select-to-quote" and "multiquote" are what may be done with a post.
_NOT_QUOTED = ":not([class*=ToQuote], [class*=to-quote], [class*=ultiquote], [class*=ultiQuote])"
_QUOTES = (
    f"blockquote, [class*=quote]{_NOT_QUOTED}, [class*=Quote]{_NOT_QUOTED}, q, cite, figcaption"
)
# "robin wrote on 3 March:", which stands before a quotation as often as in it.
_WROTE = re.compile(
    r":\s*$|\b(?:wrote|said|posted|schrieb|geschrieben|écrit|escribió|dijo|escreveu|disse"
    r"|scritto|schreef"
    r"|skrev|kirjoitti|napisał|napsal|írta|scris|написал|писал|сказал|έγραψε|yazdı|quote|quot|zitat|cytat)"
    r"|发表于|说|寫道|回[复覆]|引用|さん",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:[^\W\d_]+ )?(?:by|von|par|por|di|door|av|af)\s", re.IGNORECASE)
_PARTS = " |·•,–—-"
_LONGEST_HEAD = 90
_LONGEST_ANNOUNCEMENT = 200
_LINES_OF_HEAD = 5
_STROKES = re.compile(r"^[_\u2014\u2013]{8,}[ \t]*$", re.MULTILINE)
_LONGEST_SIGNATURE = 400
_LONGEST_NOTE = 160
_MENTION = re.compile(r"^@\S")
_STAYS = re.compile(r"(?!//)[^:]*(?:$|[?#/])")  # on the forum's own site: no address in full
_LINK_THAT_STAYS = re.compile(r' href="(?!https?:)')  # as the parser writes it again
_LONGEST_NAME = 40
_NEVER = (
    "[class*=signature], [class*=Signature], [class*=post-edit], [class*=post_edit], [class^=sig], "
    "[id^=sig], [class*=taxonomy-forums]"
)
# Without any of these in its markup a post has nothing that those selectors find.
_PIECES_LEFT_OUT = (
    *("sig", "Signature", "post-edit", "post_edit", "uote", "taxonomy-forums"),
    *("<blockquote", "<q", "<cite", "<figcaption"),
)
MOST_LAYOUTS = 2_000
# By host: selectors alone, so that nothing of a post or a member stays.
_layouts: dict[str, Layout] = {}


@dataclass(frozen=True, slots=True)
class ThreadReading:
    """What a page holds of a thread. `described` are the posts that it describes for programs."""

    posts: tuple[Post, ...]
    found: tuple[Found, ...]
    described: tuple[Described, ...]
    outline: Outline
    finder: BlockFinder


def read_posts(page: Page, *, keep_names: bool, learns: bool = True) -> ThreadReading:
    """Every post of a page in its order. Raises Unreadable for a page nested too deep.

    From a page that may be no thread nothing should be learnt.
    """
    put_in_place(page)
    outline, dates = outline_of(page.tree), date_reader(page)
    if (tree := with_sections(page.tree, outline, dates)) is not None:
        outline, learns = outline_of(tree), False
    part_nested(outline)
    finder = BlockFinder(outline, dates)
    blocks = finder.blocks()
    markup = _own_posts(outline, structured.from_markup(outline))
    in_json = structured.from_json(page.tree)
    found = _with_markup(outline, finder, blocks, markup, keep_names=keep_names)
    found = _each_once(with_json(found, in_json, is_first=bool(in_json) and not _is_later(page)))
    named = _named(page, outline, found)
    if learns and not markup and not in_json:
        _remember(page, outline, blocks, named, keep_names=keep_names)
    posts = without_names(named, keep_names=keep_names)
    return ThreadReading(posts, tuple(found), (*in_json, *markup), outline, finder)


def read_again(page: Page, *, keep_names: bool) -> tuple[Post, ...]:
    """The posts of a page of a forum whose layout was learnt, as `read_posts` would read them.

    None are found where no layout was learnt or the page does not fit it: then `read_posts` may.
    """
    layout = _layouts.get(_host(page))
    if layout is None or structured.may_describe_posts(page):
        return ()
    posts = posts_by(layout, page, _once(page), _words_by(keep_names=keep_names))
    return without_names(posts, keep_names=keep_names) if posts is not None else ()


def forget(page: Page) -> None:
    """Drops a forum's layout, for a page that turned out to be no thread: learnt from a list of
    threads it would read the next list as a thread."""
    _layouts.pop(_host(page), None)


def _remember(
    page: Page,
    outline: Outline,
    blocks: Sequence[Block],
    posts: Sequence[Post],
    *,
    keep_names: bool,
) -> None:
    """Keeps a forum's layout if it reads this page just as its structure was read."""
    layout = learn(page, outline, blocks, posts)
    if layout is None:
        return
    read = posts_by(layout, page, _once(page), _words_by(keep_names=keep_names))
    if read != list(posts):
        return
    if len(_layouts) >= MOST_LAYOUTS:
        _layouts.pop(next(iter(_layouts)))
    _layouts[_host(page)] = layout


def _words_by(*, keep_names: bool) -> Callable[[LexborNode], str]:
    """How the words of a post are read by a layout; "" where only the structure can tell them."""

    def words(node: LexborNode) -> str:
        html = node.inner_html or ""
        if (text := bare_text(html)) is None:
            pieces = pieces_of(html)
            tags = tags_in(pieces, html)
            without = _left_out(node, tags, keep_names=keep_names)
            mentions = [] if keep_names else _mentions(node, html)
            text = words_without(node, without, mentions=mentions, html=html, pieces=pieces)
            is_odd = tells_an_edit(text[-_LONGEST_NOTE:]) or may_be_of_the_site(tags)
            if is_odd or signatures_in(node, tags):
                return ""  # perhaps a note that this page alone has
        if has_rule(text):
            return ""
        text = text if keep_names else without_typed_head(without_attributions(text))
        return without_edit_note(_without_signature(without_head_of_mail(text)))

    return words


def _is_later(page: Page) -> bool:
    """Whether this is another page of a thread than its first."""
    counted = count_of(page.tree)
    return (
        (counted is not None and counted.page > 1)
        or first_page(page.url) != page.url.split("#")[0]
        or page.tree.css_first("link[rel=prev], a[rel=prev]") is not None
    )


def _host(page: Page) -> str:
    return urlsplit(page.url).netloc


def date_reader(page: Page) -> DateReader:
    """How times are read on a page: from its own language, and from when it was answered."""
    return DateReader(now=page.answered_at, language=page.language)


def _once(page: Page) -> Callable[[], DateReader]:
    return cache(partial(date_reader, page))


def _own_posts(outline: Outline, markup: Sequence[Described]) -> tuple[Described, ...]:
    """Without the remarks that questions and answers carry: they are notes, not posts."""
    answers = [post.element for post in markup if post.kind in ("Question", "Answer")]
    if not answers:
        return tuple(markup)
    return tuple(
        post
        for post in markup
        if post.kind in ("Question", "Answer")
        or not any(outline.contains(answer, post.element) for answer in answers)
    )


def _with_markup(
    outline: Outline,
    finder: BlockFinder,
    blocks: Sequence[Block],
    markup: Sequence[Described],
    *,
    keep_names: bool,
) -> list[Found]:
    placed: list[tuple[int, Found]] = []
    waiting = list(markup)
    rules = typed_rules(outline, [block.body for block in blocks])
    matched = 0
    for block in blocks:
        post = next(
            (
                one
                for one in waiting
                if outline.contains(block.body, one.text_element)
                or outline.contains(one.text_element, block.body)
            ),
            None,
        )
        found = Found(
            text=without_what_is_ruled_off(
                _words(outline, finder, block, keep_names=keep_names), rules
            ),
            author=block.author,
            moment=block.moment,
            block=block,
        )
        if post is not None:
            waiting.remove(post)
            matched += 1
            found = enriched(found, post)
        placed.append((block.body, found))
    if not matched and len(markup) >= max(1, min(2, len(blocks))):
        placed = []  # the blocks are something else of the page
    for post in waiting:
        node = outline.nodes[post.text_element]
        html = node.inner_html or ""
        text = words_without(node, _left_out(node, html, keep_names=keep_names), html=html)
        if text:
            placed.append((post.text_element, enriched(Found(text=text, author=post.author), post)))
    placed.sort(key=lambda one: one[0])
    return [found for _, found in placed if found.text or found.block is not None]


def _each_once(found: Sequence[Found]) -> list[Found]:
    """Without the question that a theme shows again above each page, or a best answer."""
    seen: set[tuple[str, Moment, str]] = set()
    kept = []
    for one in found:
        if one.moment is not None and one.text:
            told = (one.author, one.moment, one.text)
            if told in seen:
                continue
            seen.add(told)
        kept.append(one)
    return kept


def _words(outline: Outline, finder: BlockFinder, block: Block, *, keep_names: bool) -> str:
    if block.first < 0:
        text = _words_of_body(outline, finder, block, keep_names=keep_names)
    else:
        text = _words_side_by_side(outline, block, keep_names=keep_names)
    if not keep_names:
        text = without_typed_head(without_attributions(text))
    told = block.time_words if block.time_at >= block.body else ""
    text = _without_head(without_head_of_mail(text), told, block.author)
    if not keep_names and finder.shows_mails:
        text = own_words(text) or text  # a mail marks what it quotes, whoever said it
    text = _without_announcement(text, block.author, outline.title)
    return without_edit_note(_without_signature(text))


def _words_of_body(outline: Outline, finder: BlockFinder, block: Block, *, keep_names: bool) -> str:
    node = outline.nodes[block.body]
    html = node.inner_html or ""
    without = {inner.mem_id for inner in _left_out(node, html, keep_names=keep_names)}
    left_out = (*block.left_out, *outline.taken_out_of(block.body))
    without |= {outline.nodes[element].mem_id for element in left_out}
    if block.since >= 0:
        without |= _before(outline.nodes[block.since])
    if block.until >= 0:
        without |= _after(outline.nodes[block.until])
    signatures = finder.weights.signatures
    element, end = block.body + 1, outline.last[block.body]
    while element <= end:
        if signatures[element]:
            without.add(outline.nodes[element].mem_id)
            if outline.tags[element] == "hr":
                without |= _after(outline.nodes[element])
            element = outline.last[element]
        element += 1
    without |= signatures_in(node, html)
    mentions = [] if keep_names else _mentions(node, html, author=block.author)
    return node_to_plain(node, without=without, said={link.mem_id: MEMBER for link in mentions})


def _words_side_by_side(outline: Outline, block: Block, *, keep_names: bool) -> str:
    """The words of all that stands from a block's first element to its last."""
    nodes: list[LexborNode] = []
    node: LexborNode | None = outline.nodes[block.first]
    last = outline.nodes[block.last].mem_id
    while node is not None:
        nodes.append(node)
        node = node.next if node.mem_id != last else None
    without = {outline.nodes[element].mem_id for element in block.left_out}
    if not keep_names:
        for quote in (one for one in nodes if one.tag == "blockquote"):
            head = _head_of(quote)
            without |= {quote.mem_id} | ({head.mem_id} if head is not None else set())
    said = {}
    for one in nodes:
        if one.is_element_node and one.mem_id not in without:
            html = one.inner_html or ""
            without |= {part.mem_id for part in _left_out(one, html, keep_names=keep_names)}
            if not keep_names:
                links = _mentions(one, html, author=block.author)
                said.update({link.mem_id: MEMBER for link in links})
    return nodes_to_plain(nodes, without=without, said=said)


def _without_head(text: str, told: str, author: str) -> str:
    """Without "Posted by robin on 3 March" in its first lines, where no element parts them off.

    `told` are the words that tell the post's time, if they stand in its body.
    """
    by_author = f" {author}"
    lines = text.split("\n")
    for number, line in enumerate(lines[:_LINES_OF_HEAD]):
        if len(line) > _LONGEST_HEAD:
            break
        is_by = bool(author) and by_author in line and _BY.sub("", line).rstrip(_PARTS) == author
        if is_by or (told and told in line):
            return "\n".join(lines[number + 1 :]).strip("\n") or text
    return text


def _without_announcement(text: str, author: str, title: str) -> str:
    """Without "robin created the topic: Heating" as the first line, which names the author."""
    line, _, rest = text.partition("\n")
    if not author or len(line) > _LONGEST_ANNOUNCEMENT or author not in line:
        return text
    subject = line.partition(": ")[2]
    return rest.strip("\n") or text if subject and subject in title else text


def _without_signature(text: str) -> str:
    """Without what stands under a line of strokes, with which old software begins signatures."""
    # What strokes begin with is found much faster than the whole, and from the end (`Page.held`).
    if text.rfind("____") < 0 and (
        text.isascii() or ("\u2014\u2014" not in text and "\u2013\u2013" not in text)
    ):
        return text
    found = max(_STROKES.finditer(text), key=re.Match.start, default=None)
    if found is None or not found.start() or len(text) - found.end() > _LONGEST_SIGNATURE:
        return text
    return text[: found.start()].rstrip()


def _after(line: LexborNode) -> set[int]:
    """What follows a line that parts the words from a signature."""
    found, node = set(), line.next
    while node is not None:
        found.add(node.mem_id)
        node = node.next
    return found


def _before(line: LexborNode) -> set[int]:
    """What precedes a line that parts the words of a mail from its head."""
    found, node = set(), line.prev
    while node is not None:
        found.add(node.mem_id)
        node = node.prev
    return found


def _left_out(node: LexborNode, html: str, *, keep_names: bool) -> list[LexborNode]:
    """What is no part of a post's own words; `html` is its `inner_html`, or the tags of that."""
    for piece in _PIECES_LEFT_OUT:
        if html.rfind(piece) >= 0:  # from the end, as in `Page.held`
            break
    else:
        return []
    if keep_names:
        return [inner for inner in node.css(_NEVER) if inner.mem_id != node.mem_id]
    out = {}
    for inner in node.css(f"{_NEVER}, {_QUOTES}"):
        out[inner.mem_id] = inner
        is_quote = inner.tag in ("blockquote", "q") or "uote" in (
            inner.attributes.get("class") or ""
        )
        if is_quote and (head := _head_of(inner)) is not None:
            out[head.mem_id] = head
    out.pop(node.mem_id, None)
    return list(out.values())


def _head_of(quote: LexborNode) -> LexborNode | None:
    """What names the member who is quoted, where it stands before the quotation: beside it, or in
    the row above its own."""
    before = _said_before(quote)
    if before is None and quote.tag == "td" and quote.parent is not None:
        before = _said_before(quote.parent)
    if before is None:
        return None
    words = (before.text(deep=True) if before.is_element_node else before.text_content) or ""
    words = " ".join(words.split())
    return before if len(words) <= _LONGEST_HEAD and _WROTE.search(words) else None


def _said_before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and (
        before.tag == "br" or (before.is_text_node and not (before.text_content or "").strip())
    ):
        before = before.prev
    return before


def _mentions(node: LexborNode, html: str, *, author: str = "") -> list[LexborNode]:
    """Links that name members: "@robin", and any to a member's page of the forum. Where a post's
    own author is named, its head is told by that."""
    if "@" not in html and _LINK_THAT_STAYS.search(html) is None:
        return []
    found = []
    for link in node.css("a[href]"):
        words = (link.text(deep=True) or "").strip()
        href = attribute(link, "href")
        if _MENTION.match(words) or (
            words != author
            and len(words) <= _LONGEST_NAME
            and _STAYS.match(href)
            and is_of_author(href)
        ):
            found.append(link)
    return found


def _named(page: Page, outline: Outline, found: Sequence[Found]) -> list[Post]:
    names = {
        id(one.block): name
        for one, name in zip(
            [one for one in found if one.block is not None],
            identity.names_of(page, outline, [one.block for one in found if one.block is not None]),
            strict=True,
        )
    }
    posts: list[Post] = []
    seen: set[str] = set()
    address_of_page = page.url.split("#")[0]
    later = address_of_page if first_page(page.url) != address_of_page else ""
    for one in found:
        shown, address = names.get(id(one.block), ("", "")) if one.block is not None else ("", "")
        address = address or page.address(one.address)
        name = shown or one.identity
        at = one.moment.at if one.moment is not None else None
        if not name or name in seen:
            # The first of a later page may be the question again.
            name = identity.made_up(one.moment, one.text, later=later if posts else "")
            while name in seen:
                name += "+"
        seen.add(name)
        posts.append(
            Post(
                external_id=name,
                address=address or f"{address_of_page}#{name}",
                author=one.author,
                posted_at=at,
                text=one.text,
                precision=one.moment.precision if one.moment is not None else Precision.EXACT,
                is_edited=one.edited is not None,
                edited_at=one.edited.at if one.edited is not None else None,
                is_accepted=one.is_accepted,
                thanks=one.thanks,
            )
        )
    return posts
