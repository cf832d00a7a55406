"""Finds the next page of a list or a thread, on pages of any make and in many languages.

Signs are added up: what the page says for programs (`rel="next"`), the words, arrows and names
of a link, and whether its address is the present one with the next number.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from alongside.connectors.page import base_of

ENOUGH = 8.0
_AGREED = 3.0  # where a number and an arrow, or words, lead to the same page
_FIGURES = re.compile(r"\d+")
_MARKED = (
    "[aria-current], .active, .current, .selected, .on, [class*=current], [class*=Current], "
    "[class*=active], [class*=pag] strong, [class*=pag] b, [class*=pag] span"
)
_MOST_MARKS = 300
_PARTS_OF_PAGER = 3  # a link, its item, their list
_FEWEST_A_PAGE, _MOST_POSTS = 5, 100_000
MOST_LINKS = 5_000

_NEXT = frozenset(
    (
        "next", "next page", "next posts", "next entries", "next results", "go to next page",
        "older", "older posts", "older entries", "older articles", "older threads", "more posts",
        "load more", "show more", "load more replies", "show more replies", "more replies",
        "load more comments", "show more comments", "view more replies", "view more comments",
        "forward", "weitere beiträge", "weitere antworten", "mehr beiträge", "mehr antworten",
        "nächste", "nächste seite", "weiter", "vor",
        "nächste beiträge", "ältere beiträge", "suivant", "suivante", "suivants", "page suivante",
        "siguiente", "siguientes", "página siguiente", "próximo", "próxima", "próxima página",
        "proximo", "seguinte", "página seguinte", "successivo", "successiva", "avanti", "prossimo",
        "pagina successiva", "prossima", "volgende", "volgende pagina", "verder", "nästa",
        "nästa sida", "næste", "næste side", "neste", "neste side", "seuraava", "seuraava sivu",
        "następna", "następny", "następne", "dalej", "następna strona", "další", "následující",
        "dále", "ďalšia", "ďalej", "nasledujúca", "következő", "tovább", "következő oldal",
        "următoarea", "următorul", "înainte", "pagina următoare", "следующая", "следующий",
        "след", "далее", "вперед", "вперёд", "дальше", "следующая страница", "наступна", "далі",
        "вперед", "следваща", "sljedeća", "sljedeće", "sledeća", "naslednja", "kitas", "nākamā",
        "järgmine", "επόμενη", "επόμενο", "επόμενη σελίδα", "sonraki", "sonraki sayfa", "ileri",
        "nesaf", "tudalen nesaf", "ar aghaidh", "següent", "hurrengoa", "seguinte", "berikutnya",
        "selanjutnya", "seterusnya", "trang sau", "tiếp", "kế tiếp", "sau", "次", "次へ",
        "次のページ", "次ページ", "次の記事", "下一页", "下一頁", "下页", "下一个",
        "다음", "다음 페이지", "ถัดไป",
        "التالي", "التالية", "بعدی", "הבא", "अगला",
    )
)  # fmt: skip
# "Next 10 items": where a pager says how many posts the next page has.
_NEXT_FEW = re.compile(
    r"(?:(?:the )?next|(?:die )?nächsten?|weitere|suivants?|siguientes|próximos|seguintes"
    r"|successiv[ie]|prossim[ie]|volgende|nästa|næste|neste|następne|další|следующие)"
    r" \d{1,3}(?: [^\W\d_]{2,20})?|\d{1,3} (?:suivants?|siguientes|successiv[ie])",
    re.IGNORECASE,
)
_ARROWS = frozenset({"»", "›", ">", ">>", "→", "▶", "►", "⟩", "❯", "➜", "->", "→→", "≫", "⇒", "〉"})
_AROUND_NUMBER = "[]()|,·•-–—: \n\t\u00a0"
_BACK_ARROWS = frozenset("«‹<←◀◄≪")
_ARROW_SIGNS = " »›>→▶►⟩❯➜≫⇒〉«‹<←◀◄≪↓.…·|[]()-–—:"
_NAMED_NEXT = re.compile(
    r"(?:^|[-_\s]|(?-i:(?<=[a-z])(?=Next)))(?:next|nxt|nextpost\w*|suivant|siguiente|weiter|older)(?:$|[-_\s]|page|link|post)",
    re.IGNORECASE,
)
_TITLED_NEXT = re.compile(
    r"^(?:go to |to )?(?:the )?next(?: page)?\b"
    r"(?! (?:topic|thread|discussion|post\b|article|slide))",
    re.IGNORECASE,
)
_NOT_NEXT = re.compile(
    r"prev(?!.{0,5}next)(?<!next.prev)(?<!nextprev)|\blast\b|\bfirst\b|vorherig|zurück|précédent"
    r"|anterior|disabled|inactive|letzte|dernière",
    re.IGNORECASE,
)
# What comes next but is no page of this list.
_OTHER_THING = re.compile(
    r"(?:next|nächste\w*|suivante?|siguiente|следующ\w+|volgende|próxim[oa])\s+"
    r"(?:unread |oldest |newest )?"
    r"(?:topic|thread|discussion|thema|beitrag|post\b|sujet|discussion|tema|тема|onderwerp|tópico"
    r"|article|story|photo|image|slide|month|week|day|video|question|product)"
    r"|next (?:oldest|newest)|carousel|slick|swiper|slider|gallery|calendar|month",
    re.IGNORECASE,
)
# Addresses by which software leads to the thread before or after.
_OTHER_THREAD = re.compile(
    r"prev_next=|next_?(?:newest|oldest|newset|oldset|topic|thread)|[?&;](?:view|goto|mode)=next",
    re.IGNORECASE,
)
_ICON_ONWARD = re.compile(r"(?:chevron|angle|arrow|caret)s?-right|right-arrow", re.IGNORECASE)
_PAGER = re.compile(r"pag(?:e|in|er|ina)|navi?g?|seiten|multipage|pagenav", re.IGNORECASE)
_PAGE_FIELDS = frozenset(
    {"page", "p", "paged", "pg", "pageno", "pagenr", "pagenum", "pagen_1", "cpage", "seite"}
)
_PAGE_FIELD = re.compile(
    r"^(?:p|pg|page|paged|pagen?(?:o|um|umber)?|pagenr|pageid|seite|pagina|page_?no|pagen_\d+|start|"
    r"st|offset|from|o|begin|skip|cpage|currentpage|curpage|pn|np|s)$",
    re.IGNORECASE,
)
_PAGE_IN_PATH = re.compile(
    r"(?:[-/_.](?:page|pagina|seite|p|pg|paged|index|o|or|st|offset|start)[-/_=:]?)(\d{1,6})(?=$|[/.\-_])",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\b(?:page|pg|seite|página|pagina|pag|sida|side|strona|strana|sivu|oldal|страница|стр|"
    r"sayfa|tudalen)\.?\s*(\d{1,5})\s*(?:of|/|von|de|sur|di|van|av|af|z|ze|iz|из|\()\s*(\d{1,5})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageCount:
    """What a page says of itself: "page 2 of 7"."""

    page: int
    pages: int


def next_page(
    tree: LexborHTMLParser,
    url: str,
    *,
    by_counting: bool = False,
    is_other: Callable[[str], bool] | None = None,
) -> str:
    """The address of the page that follows this one in the same list, "" if there is none.

    Never the page itself, never another site, and never a page before this one. `by_counting`
    also takes a link that nothing but its address tells: the present one with more posts passed.
    `is_other` says of an address that it belongs to something else.
    """
    here = _Address(url, base_of(tree, url))
    declared = declared_next_page(tree, url)
    best, best_score = "", 0.0
    by_number: dict[str, set[bool]] = defaultdict(set)
    current = here.page
    count = count_of(tree)
    if count is not None:
        current = count.page
    links = tree.css("a[href]")[:MOST_LINKS]
    if current is None and _has_numbers(links):
        current = _marked_page(tree, here)
    for link in links:
        score = _score_of_link(link, here, current)
        if not score:
            continue
        there = here.joined(link.attributes.get("href"))
        if there is None or (is_other is not None and is_other(there.url)):
            continue
        score += here.likeness(there, current)
        number = _number_of(link) or (current or here.page or 1) + 1
        score += here.continued(there, number, by_counting=by_counting)
        if there.url == declared:
            score += 6
        by_number[there.url].add(_number_of(link) is not None)
        if len(by_number[there.url]) > 1:
            score += _AGREED
        if score > best_score:
            best, best_score = there.url, score
    if count is not None and count.page >= count.pages and best_score < 18:
        return ""
    return best if best_score >= ENOUGH else ""


def declared_next_page(tree: LexborHTMLParser, url: str) -> str:
    """The next page as the page's head declares it for programs, whether it shows a link or not."""
    here = _Address(url, base_of(tree, url))
    for link in tree.css("link[rel~=next][href]"):
        there = here.joined(link.attributes.get("href"))
        if there is not None:
            return there.url
    return ""


def count_of(tree: LexborHTMLParser) -> PageCount | None:
    """ "Page 2 of 7", where a page says so in a few words; None where it does not."""
    for node in tree.css(
        "[class*=pag] , [class*=Pag], [id*=pag], td.vbmenu_control, .navigation, nav"
    )[:40]:
        words = " ".join(node.text(deep=True, separator=" ").split())[:200]
        if (found := _OF.search(words)) is not None:
            page, pages = int(found[1]), int(found[2])
            if 1 <= page <= pages:
                return PageCount(page, pages)
    return None


def _score_of_link(link: LexborNode, here: "_Address", current: int | None) -> float:
    attributes = link.attributes
    words = " ".join(link.text(deep=True, separator=" ").split())
    if len(words) > 40:
        return 0.0
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    title = attributes.get("title") or attributes.get("aria-label") or ""
    if not words:
        picture = link.css_first("img")
        if picture is not None:
            words = (picture.attributes.get("alt") or picture.attributes.get("title") or "").strip()
    parent = link.parent
    parent_names = ""
    if parent is not None and parent.tag not in ("body", "html"):
        of_parent = parent.attributes
        parent_names = f"{of_parent.get('class') or ''} {of_parent.get('id') or ''}"
    # Elsewhere such an icon leads to the last post, or to another page altogether.
    if not words and _has_icon_onward(link) and _is_in_pager(link):
        words = "›"
    bare = words.casefold().strip(_ARROW_SIGNS)
    score = 0.0
    if "next" in (attributes.get("rel") or "").casefold().split():
        score += 10
    if bare in _NEXT or _NEXT_FEW.fullmatch(bare):
        score += 9
    elif (words and words in _ARROWS) or (
        current is not None and words.isdecimal() and int(words[:6]) == current + 1
    ):
        score += 5
    elif current is None and words == "2":
        score += 4.5
    if _NAMED_NEXT.search(names):
        score += 5
    elif _NAMED_NEXT.search(parent_names):
        score += 4
    if title and (_TITLED_NEXT.search(title) or title.casefold().strip(_ARROW_SIGNS) in _NEXT):
        score += 6
    if not score:  # as it is with nearly all links of a page
        return 0.0
    if _OTHER_THING.search(f"{words} {title}") or _OTHER_THING.search(names):
        return 0.0
    if _OTHER_THREAD.search(attributes.get("href") or ""):
        return 0.0
    if _NOT_NEXT.search(f"{words} {title} {names} {attributes.get('rel') or ''}"):
        return 0.0
    if words[:1] in _BACK_ARROWS or (
        "prev" in parent_names.casefold() and "next" not in parent_names.casefold()
    ):
        return 0.0
    if _PAGER.search(names) or _PAGER.search(parent_names):
        score += 1
    return score


def _has_icon_onward(link: LexborNode) -> bool:
    for icon in link.css("i[class], span[class], svg[class], use"):
        named = (icon.attributes.get(name) for name in ("class", "href", "xlink:href"))
        if _ICON_ONWARD.search(" ".join(filter(None, named))):
            return True
    return False


def _is_in_pager(link: LexborNode) -> bool:
    around: LexborNode | None = link
    for _ in range(_PARTS_OF_PAGER):
        if around is None or around.tag in ("body", "html"):
            return False
        names = f"{around.attributes.get('class') or ''} {around.attributes.get('id') or ''}"
        if _PAGER.search(names):
            return True
        around = around.parent
    return False


class _Address:
    """An address, with the page number that it may tell. Links are joined to `base`."""

    def __init__(self, url: str, base: str = "") -> None:
        self.url = urldefrag(url)[0]
        self.base = base or self.url
        parts = urlsplit(self.url)
        self.host = (parts.hostname or "").removeprefix("www.")
        self.path = unquote(parts.path)
        self.query: Mapping[str, str] = dict(parse_qsl(parts.query, keep_blank_values=True)[:50])
        self.page = self._page()

    def _page(self) -> int | None:
        for name, value in self.query.items():
            if value.isdecimal() and len(value) < 7 and name.casefold() in _PAGE_FIELDS:
                return int(value)
        found = _PAGE_IN_PATH.search(self.path)
        return int(found[1]) if found is not None else None

    def joined(self, href: str | None) -> "_Address | None":
        """Where a link leads, if that is another page of the same site."""
        if not href or href.lstrip()[:1] == "#":
            return None
        try:
            url = urljoin(self.base, href.strip())
            there = _Address(url)
        except ValueError:
            return None
        if not url.startswith(("http://", "https://")) or there.host != self.host:
            return None
        is_here = there.path == self.path and there.page is not None and there.page == self.page
        return None if is_here or there.url == self.url else there

    def continued(self, there: "_Address", number: int, *, by_counting: bool) -> float:
        """How surely an address is this one but for a page's number, or for where it begins."""
        added = Counter(_FIGURES.findall(_path_and_query(there)))
        gone = Counter(_FIGURES.findall(_path_and_query(self)))
        more, less = added - gone, gone - added
        if more.total() != 1 or less.total() > 1:
            return 0.0
        new, old = int(next(iter(more))[:9]), int(next(iter(less), "0")[:9])
        if new == number and old < new:
            return 2.0
        step = new - old
        # Posts are counted on by the same number from page to page: 15, 30, 45.
        is_counted = step >= _FEWEST_A_PAGE and new % step == 0
        return 1.5 if by_counting and is_counted and new < _MOST_POSTS else 0.0

    def likeness(self, there: "_Address", current: int | None) -> float:
        """Whether an address is this one with a higher number."""
        score = 0.0
        mine, its = _shape(self), _shape(there)
        if mine[0] == its[0] or (
            there.path.startswith(self.path.rstrip("/")) and len(self.path) > 1
        ):
            score += 1.5
        number = there.page
        if number is not None:
            now = self.page or current or 1
            if number == now + 1:
                score += 3
            elif number < now:
                score -= 3
            elif number > now + 1:
                score -= 1
            return score
        for name, value in there.query.items():
            before = self.query.get(name, "0")
            if value != before and _PAGE_FIELD.match(name) and value.isdecimal():
                if before.isdecimal() and int(value[:9]) < int(before[:9]):
                    return score - 3
                return score + 2
        return score


def _path_and_query(address: _Address) -> str:
    return f"{address.path}?{urlsplit(address.url).query}"


def _number_of(link: LexborNode) -> int | None:
    words = (link.text(deep=True) or "").strip("[]() \n\t\u00a0")
    return int(words) if words.isdecimal() and len(words) < 6 else None


def _shape(address: _Address) -> tuple[str, tuple[str, ...]]:
    path = re.sub(r"\d+", "#", address.path.rstrip("/"))
    return path, tuple(sorted(address.query))


def _has_numbers(links: list[LexborNode]) -> bool:
    return any((link.text(deep=True) or "").strip() in ("2", "3", "4") for link in links)


def _marked_page(tree: LexborHTMLParser, here: "_Address") -> int | None:
    """The number that a pager marks as the page one is on."""
    # Without a name that says so, only the links right beside it make a number a page's.
    for selectors, levels in ((_MARKED, 3), ("b, strong", 1)):
        for node in tree.css(selectors)[:_MOST_MARKS]:
            words = (node.text(deep=True) or "").strip().strip("[]()")
            if not words.isdecimal() or len(words) > 5:
                continue
            link = node.css_first("a[href]")
            if link is not None and here.joined(link.attributes.get("href")) is not None:
                continue  # it leads elsewhere, so it is not the page one is on
            if _stands_between(node, int(words), levels=levels):
                return int(words)
    return _unlinked_page(tree, here)


def _unlinked_page(tree: LexborHTMLParser, here: "_Address") -> int | None:
    """The one number among those of this list's pages that leads nowhere: "1 [2] 3"."""
    for link in tree.css("a[href]")[:MOST_LINKS]:
        number = _number_of(link)
        there = here.joined(link.attributes.get("href")) if number is not None else None
        if number is None or there is None or _shape(there)[0] != _shape(here)[0]:
            continue
        item = link.parent if link.parent is not None and link.parent.tag == "li" else link
        for beside in (_node_beside(item, forward=True), _node_beside(item, forward=False)):
            if beside is None or (beside.is_element_node and beside.css_first("a[href]")):
                continue
            words = (beside.text(deep=True) or "").strip(_AROUND_NUMBER)
            if words.isdecimal() and abs(int(words[:6]) - number) == 1:
                return int(words)
    return None


def _node_beside(node: LexborNode, *, forward: bool) -> LexborNode | None:
    """What stands next to a node in a pager, less what parts the numbers."""
    beside = node.next if forward else node.prev
    while beside is not None and not (beside.text(deep=True) or "").strip(_AROUND_NUMBER):
        beside = beside.next if forward else beside.prev
    return beside


def _stands_between(node: LexborNode, number: int, *, levels: int) -> bool:
    """Whether links to the page before or after stand beside a number."""
    around: LexborNode | None = node
    for _ in range(levels):
        around = around.parent if around is not None else None
        if around is None:
            return False
        beside = {(link.text(deep=True) or "").strip() for link in around.css("a[href]")[:40]}
        if not beside.isdisjoint({str(number - 1), str(number + 1)}):
            return True
    return False
