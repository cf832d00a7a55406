"""What all engines' readers of HTML need: links, times, figures and the words of a post."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from alongside.connectors import day_orders
from alongside.connectors.attributions import without_attributions
from alongside.connectors.dates import DateReader, reader_of_posts
from alongside.connectors.page import (
    Page,
    attribute,
    figure_in,
    without_session,
    words_apart,
    words_of,
)
from alongside.connectors.pages import Moment
from alongside.connectors.plain_text import node_to_plain
from alongside.connectors.port import (
    Figure,
    ForumSite,
    ForumStatistics,
    Post,
    Precision,
    Unreadable,
)
from alongside.connectors.selectors import find
from alongside.connectors.simple_text import bare_text, pieces_of, simple_text, tags_in, text_of
from alongside.connectors.times import exact

MEMBER = "@member"
# "@robin" as it is typed, who need not have written on the same page. No address of mail, no body
# by its initials ("@DWP"), and not what some languages of programs write so.
_CALLED = re.compile(
    r"@(?<![\w@./:+-]@)(?!(?-i:[A-Z]{2,6}|everyone|here|all|media|import|param|return|override"
    r"|property|charset)(?!\w))(?=[\w-]*[^\W\d_])\w[\w-]{1,40}(?:\.\w[\w-]{0,40})*(?![\w@])"
)
_EXACTNESS = {precision: place for place, precision in enumerate(Precision)}

# The beginnings of the words for what is counted, in the languages that engines come in.
_KINDS = (
    (
        "posts",
        re.compile(
            r"post|beitr|nachricht|messag|mensa[jg]|bericht|inlägg|indlæg|innlegg|wpis|odpow|wiadomo"
            r"|viesti(?!ketju)|ileti|mesaj|yorum|hozzászól|příspěv|príspev|prispev|sporočil|poruk"
            r"|сообщ|повідомл|допис|мнени|μηνύμ|δημοσιεύ|المشارك|مشارك|ارسال|نوشته|پست|הודע|帖子|文章|投稿|게시",
            re.IGNORECASE,
        ),
    ),
    (
        "threads",
        re.compile(
            r"thread|topic|them|disc?uss|diskus|sujet|subject|subiect|tema|tém|onderwerp|tr[åa]d|ämne|emne"
            r"|wątk|argoment|tópico|viestiketju|aihe|konu|vlák|тем|θέμα|θεμά|المواضي|مواضي|موضوع"
            r"|נושא|אשכול|主[题題]|トピック|주제|questions\b|fragen\b|preguntas\b",
            re.IGNORECASE,
        ),
    ),
    (
        "members",
        re.compile(
            r"member|user|mitglied|benutzer|membr|miembro|usu[aá]ri|utent|utilizat|leden|medlem|użytk"
            r"|jäsen|käyttäj|üye|kullanıc|tag(?:ok|tól)\b|uživatel|používateľ|uporabnik|korisni|član|člen"
            r"|польз|участ|користув|учасник|потреби|член|μέλ|المستخد|الأعضاء|أعضاء|اعضا|کاربر|חבר|משתמש"
            r"|[会會][员員]|メンバー|회원",
            re.IGNORECASE,
        ),
    ),
)
# Engines say "Topics", "Threads", "Discussions" for the same thing.
_COUNTED = re.compile(
    r"(\d[\d.,'’\u00a0\u202f]*(?: \d{3})*[kKmM]?)\s+"
    r"(?:registered |registrierte |total |aktive )?([^\W\d_]{3,}|[\u3400-\u9fff]{2,})"
)
# Thousands may be parted by blanks, where a comma or nothing follows.
_LABELLED = re.compile(
    r"([^\W\d_]+)\s*:\s*"
    r"(\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d{1,3}(?: \d{3})+(?=,|$)|\d[\d.,]*)"
)
_A_NUMBER = re.compile(r"\d[\d.,]*")
_A_CLOCK = re.compile(r"\d[:.h]\d\d")
_NUMBERED_DATE = re.compile(r"\b(\d{1,2})[-./](\d{1,2})[-./]\d{2,4}\b")


@dataclass(frozen=True, slots=True)
class TextRules:
    """CSS selectors for what is no part of a post's own words.

    `never` is left out always (buttons, signatures, notes of edits). `quotes` are quotations that
    name the member who is quoted, `mentions` links to members: without names, the first are left
    out and the second become "@member". `cards` are what the forum itself put in place of an
    address, with another page's words: they read as the address. `bare`: one of them may fit a
    paragraph or emphasis that has no attribute.
    """

    never: str = ""
    quotes: str = ""
    mentions: str = ""
    cards: str = ""
    bare: bool = False


def post_words(node: LexborNode, rules: TextRules, *, keep_names: bool) -> str:
    """A post's own words as plain text."""
    text = _words_by(rules, node, keep_names=keep_names)
    return text if keep_names else without_attributions(text)


def _words_by(rules: TextRules, node: LexborNode, *, keep_names: bool) -> str:
    html = node.inner_html or ""
    if not rules.bare and (plain := bare_text(html)) is not None:
        return plain
    pieces = pieces_of(html)
    written = tags_in(pieces, html)
    without = find(node, rules.never, written)
    cards = _cards_in(node, rules.cards, written) if rules.cards else []
    mentions = []
    if not keep_names:
        without += find(node, rules.quotes, written)
        mentions = find(node, rules.mentions, written)
    return words_without(node, without, mentions=mentions, cards=cards, html=html, pieces=pieces)


def words_without(
    node: LexborNode,
    without: Sequence[LexborNode],
    *,
    mentions: Sequence[LexborNode] = (),
    cards: Sequence[tuple[LexborNode, str]] = (),
    html: str = "",
    pieces: Sequence[str] = (),
) -> str:
    """A node's words as plain text, without some parts of it and with members as "@member".

    `cards` read as the words beside them. `html` is the node's `inner_html`, and `pieces` are those
    of it, where they were asked for before.
    """
    said = [*((one, MEMBER) for one in mentions), *cards]
    if pieces and not (without or said):
        plain = text_of(pieces)
    else:
        plain = simple_text(node, html, without=without, said=said)
    if plain is not None:
        return plain
    return node_to_plain(
        node,
        without={one.mem_id for one in without},
        said={one.mem_id: words for one, words in said},
    )


def without_names(posts: Iterable[Post], *, keep_names: bool) -> tuple[Post, ...]:
    """The posts with "@name" as "@member", of any author among them and of whoever else is called
    so: names are never stored."""
    posts = tuple(posts)
    if keep_names or not any("@" in post.text for post in posts):
        return posts
    # A pattern of all authors would take longer to make than all posts to be looked through.
    called = "\n".join(post.text for post in posts if "@" in post.text).casefold()
    called = called.replace("ı", "i")  # as a pattern takes either for the other
    authors = {post.author for post in posts if len(post.author) > 1}
    names = [name for name in authors if not name.isascii() or f"@{name}".casefold() in called]
    names.sort(key=len, reverse=True)
    pattern = rf"@(?:{'|'.join(map(re.escape, names))})(?!\w)"
    named = re.compile(pattern, re.IGNORECASE) if names else None

    def without(text: str) -> str:
        return _CALLED.sub(MEMBER, named.sub(MEMBER, text) if named is not None else text)

    return tuple(
        post._replace(text=text)
        if "@" in post.text and (text := without(post.text)) != post.text
        else post
        for post in posts
    )


def moment_on(page: Page, words: str, *, month_first: bool | None = None) -> Moment | None:
    """The first time in words of a page that tell one, as its language and its clock mean it."""
    reader = page.date_readers.get(month_first)
    if reader is None:
        reader = page.date_readers[month_first] = reader_of_posts(
            now=page.answered_at, language=page.language, month_first=month_first
        )
    return reader.moment_of_post(words)


def moment_in(
    node: LexborNode | None, page: Page, *, month_first: bool | None = None
) -> Moment | None:
    """The time that a node shows: by `<time datetime>`, a title, or its words."""
    if node is None:
        return None
    if (stamped := _stamp_of(node)) is not None:
        return stamped
    within = node.css_first("time, [data-time], [data-timestamp]")
    if within is not None and (stamped := _stamp_of(within)) is not None:
        return stamped
    said = moment_on(page, words_apart(node), month_first=month_first)
    titled = node if attribute(node, "title") else node.css_first("[title]")
    explained = attribute(titled, "title")
    # Only a clock with its zone is more exact than a minute; most titles are a thread's.
    is_worth_reading = said is None or said.precision is not Precision.MINUTE
    if not is_worth_reading and _A_CLOCK.search(explained) is None:
        return said
    told = moment_on(page, explained, month_first=month_first) if explained else None
    # A title is often the whole date where the words are short; it may also be a thread's title.
    if said is None or told is None:
        return said or told
    return told if _EXACTNESS[told.precision] < _EXACTNESS[said.precision] else said


def _stamp_of(node: LexborNode) -> Moment | None:
    attributes = node.attrs
    for name in ("datetime", "data-timestamp", "data-time"):
        if (stamp := attributes.get(name)) and (stamped := exact(stamp)) is not None:
            return stamped
    return None


def first(node: LexborNode, *selectors: str) -> LexborNode | None:
    """The first node that one of the selectors finds, the selectors in order."""
    for selector in selectors:
        if (found := node.css_first(selector)) is not None:
            return found
    return None


def by_turns(node: LexborNode, *selectors: str) -> Iterator[LexborNode]:
    """What the selectors find, the selectors in order: one list of them finds in the page's."""
    for selector in selectors:
        yield from node.css(selector)


def links_of_first(root: LexborNode, selector: str) -> list[LexborNode]:
    """The links in the first element of a kind: what stands above the posts, mostly, stands
    below them again, and the rest of the page need not be searched for it."""
    found = root.css_first(selector)
    return found.css("a") if found is not None else []


def by_class(node: LexborNode, *names: str) -> dict[str, list[LexborNode]]:
    """What bears each of some classes in a node, in the page's order: one walk through it for all.

    Only the classes that anything bears are in the answer.
    """
    found: dict[str, list[LexborNode]] = {}
    several = set()
    for one in node.css(_any_class(names)):
        classes = one.attrs.get("class") or ""
        if classes in names:
            found.setdefault(classes, []).append(one)
        # The parser gives a node once for every class of it that is looked for.
        elif (identity := one.mem_id) not in several:
            several.add(identity)
            for name in set(classes.split()).intersection(names):
                found.setdefault(name, []).append(one)
    return found


def by_post(
    root: LexborNode, posts: Iterable[LexborNode], *names: str
) -> dict[int, dict[str, list[LexborNode]]]:
    """What `by_class` finds in each of the posts, by their `mem_id`: one walk for all of them.

    Faster than a walk through each post for what few of them have.
    """
    found: dict[int, dict[str, list[LexborNode]]] = {}
    if not names:
        return found
    around = {post.mem_id for post in posts}
    for name, nodes in by_class(root, *names).items():
        for one in nodes:
            parent = one.parent
            while parent is not None and (identity := parent.mem_id) not in around:
                parent = parent.parent
            if parent is not None:
                found.setdefault(identity, {}).setdefault(name, []).append(one)
    return found


@lru_cache(maxsize=64)
def _any_class(names: tuple[str, ...]) -> str:
    return ", ".join(f".{name}" for name in names)


def all_of(node: LexborNode, selector: str) -> list[LexborNode]:
    """What a selector finds, each node once: the parser gives one for every part that fits it."""
    return list({found.mem_id: found for found in node.css(selector)}.values())


def root_of(page: Page) -> LexborNode:
    """The page's element. Raises Unreadable for a page without any."""
    root = page.tree.root
    if root is None:
        raise Unreadable("The page is empty.")
    return root


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.tag not in ("-undef", "-document", "html"):
        yield parent
        parent = parent.parent


def within(node: LexborNode, *tags: str, classes: str = "") -> LexborNode | None:
    """The nearest element around a node with one of these tags, or one of these classes."""
    wanted = set(classes.split())
    for parent in ancestors(node):
        if tags and parent.tag in tags:
            return parent
        if wanted and not wanted.isdisjoint((parent.attrs.get("class") or "").split()):
            return parent
    return None


def classes_of(node: LexborNode | None) -> set[str]:
    return set(attribute(node, "class").split())


def link_in(node: LexborNode | None, page: Page, site: ForumSite) -> str:
    """Where the node, or the first link in it, leads on the forum's site; "" for nowhere."""
    if node is None:
        return ""
    link = node if node.tag == "a" else node.css_first("a[href]")
    return page.address_on(site, attribute(link, "href"))


def next_link(page: Page, site: ForumSite, *selectors: str) -> str:
    """The next page's address: by the engine's own selectors, then by rel="next"; "" for none."""
    root = root_of(page)
    here = without_session(page.url).split("#")[0]
    for selector in (*selectors, "link[rel=next], a[rel=next]"):
        # Most often the first one leads on, and the rest of the page is not searched.
        for link in _one_by_one(root, selector):
            address = page.address_on(site, attribute(link, "href")).split("#")[0]
            if address and address != here:
                return address
    return ""


def _one_by_one(root: LexborNode, selector: str) -> Iterator[LexborNode]:
    if (found := root.css_first(selector)) is not None:
        yield found
        yield from root.css(selector)[1:]


def figure_of(node: LexborNode | None) -> int | None:
    return figure_in(words_of(node)) if node is not None else None


def bare_figures(row: LexborNode) -> list[int]:
    """The numbers of a table's row that stand alone in their cells: replies before views, or
    threads before posts."""
    cells = (words_of(cell) for cell in row.css("td"))
    told = (figure_in(words) for words in cells if _A_NUMBER.fullmatch(words))
    return [figure for figure in told if figure is not None]


def statistics_of(figures: Iterable[Figure | None]) -> ForumStatistics:
    """The figures that were found. Raises Unreadable where there are none."""
    known: dict[str, Figure] = {}
    for figure in figures:
        if figure is not None:
            known.setdefault(figure.kind, figure)
    if not known:
        raise Unreadable("The page shows no figures about the forum.")
    return ForumStatistics(tuple(known.values()))


def figure(kind: str, sentence: str) -> Figure | None:
    """A figure from the words around it; None if they hold no number."""
    sentence = " ".join(sentence.split())
    value = figure_in(sentence)
    return Figure(kind, value, sentence[:200]) if value is not None else None


def _cards_in(node: LexborNode, selector: str, written: str) -> list[tuple[LexborNode, str]]:
    """Each card with the address that it reads as."""
    return [
        (card, address if card.tag == "a" else f" {address} ")
        for card in find(node, selector, written)
        if (address := _address_of(card)).startswith(("https://", "http://"))
    ]


def _address_of(card: LexborNode) -> str:
    for name in ("data-onebox-src", "data-url", "href"):
        if address := attribute(card, name):
            return address
    return attribute(card.css_first("a[href]"), "href")


def figures_in(sentence: str, *, read_as: str = "") -> list[Figure]:
    """ "155 Posts in 43 Topics by 12 Members - Latest Member: …": a figure for each kind.

    Each is told with the words up to the last figure: what follows may be a member's name.
    `read_as` is the sentence in another order (`labels_turned`), for reading alone: the figures are
    told in the page's own words.
    """
    sentence = " ".join(sentence.split())
    read = " ".join(read_as.split()) or sentence
    found: dict[str, tuple[int, int]] = {}
    for match in _COUNTED.finditer(read):
        kind = next((kind for kind, words in _KINDS if words.match(match[2])), None)
        value = figure_in(match[1])
        if kind is not None and kind not in found and value is not None:
            found[kind] = value, match.end()
    told = read[: max((end for _, end in found.values()), default=0)]
    said = (_with_letters_of(told, sentence) if read_as else told)[-200:]
    return [Figure(kind, value, said) for kind, (value, _) in found.items()]


def _with_letters_of(told: str, sentence: str) -> str:
    """The beginning of a sentence with as many letters and figures as what was told of it."""
    left = sum(map(str.isalnum, told))
    for place, sign in enumerate(sentence):
        if left <= 0:
            return sentence[:place].rstrip()
        left -= sign.isalnum()
    return sentence


def labels_turned(said: str) -> str:
    """ "Posts: 116 Topics: 33" the way figures are written elsewhere, "116 Posts 33 Topics"."""
    return _LABELLED.sub(r"\2 \1", said)


def month_comes_first(texts: Iterable[str], *, otherwise: bool | None = None) -> bool | None:
    """How a page means "05-06-2026", told by those of its dates that can be read one way only."""
    for text in texts:
        for one, two in _NUMBERED_DATE.findall(text):
            if int(one) > 12 >= int(two):
                return False
            if int(two) > 12 >= int(one):
                return True
    return otherwise


def month_leads(
    page: Page, posts: Sequence[str], *, besides: Sequence[str] = (), in_english: bool = False
) -> bool:
    """Whether 05/06/2026 is in May on a page: by its dates and by their order in a thread, else by
    its language. `in_english`: the engine itself writes the month first, and so do forums in
    English that say of no country."""
    root = root_of(page)
    language = attribute(root if root.tag == "html" else root.css_first("html"), "lang").casefold()
    if in_english and language in ("", "en"):
        language = "en-us"
    reader = DateReader(now=page.answered_at, language=language)
    return day_orders.month_comes_first(posts, reader, besides=besides)


def with_titles(node: LexborNode | None) -> str:
    """A node's words, with the title in place of what it explains: `<b title="5 May">Today</b>`."""
    if node is None:
        return ""
    said = words_apart(node)
    for titled in node.css("[title]"):
        if (words := words_apart(titled)) and any(
            sign.isdigit() for sign in attribute(titled, "title")
        ):
            said = said.replace(words, attribute(titled, "title"), 1)
    return said
