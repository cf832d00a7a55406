"""What a page of any make is called, and in which board it stands."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from alongside.connectors.generic.addresses import LONGEST_BOARD, short_key, thread_key
from alongside.connectors.generic.links import is_action, is_of_author
from alongside.connectors.page import Page, attribute, words_of
from alongside.connectors.port import ForumSite

_LONGEST_TITLE, _LONGEST_NAME = 300, 200
LONGEST_TRAIL = 16  # links
_MOST_TRAILS = 20
_MOST_HEADINGS, _MOST_LINKS, _MOST_PLACES = 40, 400, 3_000
_PARTED = re.compile(r"(\s+(?:[-–—|•·»:/]+|::|[-=]+>)\s+)")
_SITE_HEADING = "header h1, [class*=header] h1, [id*=header] h1, [role=banner] h1"
_HEADINGS = "h1, h2, h3"
# Where titles stand that are no headings.
_TITLE_PLACES = "h4, strong, b, th, td, a, span, li, [class*=title], [class*=subject]"
# Where a site's front page stands, or its forum's.
_FRONT = re.compile(r"/?(?:index(?:\.\w{2,5})?/?)?|\./")
_WORDS = re.compile(r"[^\W_]+")
_NO_LETTERS = re.compile(r"[\W_]+")
_LABEL = re.compile(r"(?:^|[-_\s])(?:tag|badge|label|pill)(?:$|[-_\s])", re.IGNORECASE)
_MARKS_AROUND = re.compile(r"^[\s»›>→/⟩:|-]+|\s+$")

_TRAILS = (
    "[itemtype*=BreadcrumbList], [class*=crumb], [class*=Crumb], [id*=crumb], [id*=Crumb], "
    "[aria-label*=crumb], [aria-label*=Crumb], .navbits, .navstrip, .navigation, .navlinks, "
    ".navigate_section, .linktree, .pathway, .nav-path, .topic-path, .you-are-here"
)
_SEPARATOR = re.compile(r"\s*(?:[»›>→/⟩]|::|-+>|–>|&gt;)+\s*")
_MOST_BETWEEN, _LONGEST_SEPARATOR = 12, 4  # nodes and letters between two links
_ONWARD = re.compile(
    r"[\d\W_]*(?:(?:view )?(?:next|prev(?:ious)?|older|newer|first|last|page|weiter|zurück"
    r"|suivante?|précédente?|siguiente|anterior)"
    r"(?: (?:topic|thread|discussion|post|page))?[\d\W_]*)?",
    re.IGNORECASE,
)
_ROOT = re.compile(
    r"home(?:page)?|(?:board |forum )?index|(?:all )?forums?|boards?|discussions?|communit(?:y|ies)"
    r"|main|portal|start(?:seite)?|foren(?:übersicht)?|accueil|inicio|foros?|overzicht|hafan|форумы?|главная",
    re.IGNORECASE,
)

# What links to a list say that name no board.
_NO_NAME = re.compile(
    r"(?:back|return|go|up|view|show|see|browse|read|all|latest|new(?:est)?|recent|list|zurück|alle"
    r"|retour|toutes?|tous|volver|tod[oa]s|terug|tilbake|tillbaka)\b|[<«‹←]",
    re.IGNORECASE,
)
_SHORTEST_NAME, _FEWEST_BOARDS = 3, 3


@dataclass(frozen=True, slots=True)
class Step:
    """A link of the trail that leads down to a thread."""

    name: str
    address: str


def title_of(page: Page) -> str:
    """The title of a thread or board: what stands in the page as well as in its `<title>`.

    That also names the site, and some put a dash between the two where titles have dashes too.
    """
    head = words_of(page.tree.css_first("head title, title"))
    if not any(map(str.isalnum, head)):
        head = ""  # "-", between the names of a thread and a site that were left out
    if not _FRONT.fullmatch(urlsplit(page.url).path):
        names = _names_of_site(page)
        head = _without_site(head, names)
        if _letters(head) in names and (own := _first_heading(page, names)):
            return own[:_LONGEST_TITLE]  # each page is called as the site is
    # The site's name is often a heading too, and stands in the page's title as well.
    headings = [words_of(heading) for heading in page.tree.css(_HEADINGS)[:_MOST_HEADINGS]]
    named = [words for words in headings if len(words) > 1 and _is_said_in(words, head)]
    if len(named) > 1 and (site_name := _heading_of_site(page)):
        named = [words for words in named if words != site_name] or named
    if not named and (told := _end_of_trail(page, headings) or _heading_of_itself(page)):
        return told[:_LONGEST_TITLE]  # each page of the forum is called "Forum" in its head
    if not named and (told := _only_heading(page, head)):
        return told[:_LONGEST_TITLE]
    beginnings = _beginnings(head)
    if named:
        best = max(named, key=len)
        if told := _end_below(page, best, head) or _step_behind(page, best, head):
            return told[:_LONGEST_TITLE]
        if _letters(best) not in map(_letters, beginnings[1:]):
            return best[:_LONGEST_TITLE]
        # A heading may be one part of a title that has dashes itself.
        beginnings = [words for words in beginnings if len(words) > len(best)]
    elif not head:
        return words_of(page.tree.css_first("h1"))[:_LONGEST_TITLE]
    else:
        best = beginnings[-1]
        endings = _endings(head)
        if endings and _ROOT.fullmatch(best):
            best = endings[-1]  # "Forums / Warm homes / Heating allowance"
        beginnings += endings  # "View topic - Heating allowance"
    # What stands nowhere among the words stands in no place of its own.
    beginnings = [words for words in beginnings if words in page.words]
    if beginnings:
        if best not in page.words:
            best = beginnings[0]
        places = page.tree.css(f"{_HEADINGS}, {_TITLE_PLACES}")[:_MOST_PLACES]
        shown = {_letters(words_of(place)) for place in places}
        titles = [
            words for words in beginnings if _letters(words) in shown and not _ROOT.fullmatch(words)
        ]
        if len(titles) > 1 and (itself := _called_by_itself(page)):
            titles = [words for words in titles if _letters(words) in itself] or titles
        best = next(iter(titles), best)
    return best[:_LONGEST_TITLE]


def _end_of_trail(page: Page, headings: Sequence[str]) -> str:
    """The heading with which a trail ends, where that is no link to another page; "" for none."""
    here = thread_key(page.url)
    for place in page.tree.css(_TRAILS)[:_MOST_TRAILS]:
        said = _letters(words_of(place))
        elsewhere = {
            _letters(words_of(link))
            for link in place.css("a[href]")
            if thread_key(page.address(attribute(link, "href"))) != here
        }
        for heading in headings:
            own = _letters(heading)
            if len(own) > 1 and own != said and said.endswith(own) and own not in elsewhere:
                return heading
    return ""


def _end_below(page: Page, heading: str, head: str) -> str:
    """The words with which a trail ends, where they stand in the page's title, and the heading is a
    step above them: then it names the board, or the forum; "" for none."""
    here, own = thread_key(page.url), _letters(heading)
    for place in page.tree.css(_TRAILS)[:_MOST_TRAILS]:
        links = place.css("a[href]")
        if len(links) > LONGEST_TRAIL or not any(
            _letters(words_of(link)) == own
            and thread_key(page.address(attribute(link, "href"))) != here
            for link in links
        ):
            continue
        last = words_of(links[-1])  # none where it is a picture
        end = words_of(place).rpartition(last)[2] if last else ""
        if thread_key(page.address(attribute(links[-1], "href"))) == here:
            end = words_of(links[-1])
        end = _MARKS_AROUND.sub("", end)
        if len(_letters(end)) > 1 and _letters(end) != own and _is_said_in(end, head):
            return end
    return ""


def _step_behind(page: Page, heading: str, head: str) -> str:
    """What stands in the page's title before the name in its only heading, and as the last step
    behind links to others: then the heading names the site; "" where that is not so."""
    pieces = _PARTED.split(head)
    if len(pieces) < 3 or not same_words(pieces[-1], heading):
        return ""
    told = "".join(pieces[:-2])
    for trail in _between_separators(page):
        step = trail[-1].next
        if step is None or not step.is_text_node or not _SEPARATOR.match(step.text_content or ""):
            continue
        if same_words(told, step.text_content or ""):
            return told
    return ""


def _first_heading(page: Page, names: set[str]) -> str:
    """The first heading of the highest rank that does not name the site; "" for none."""
    for rank in _HEADINGS.split(", "):
        for heading in page.tree.css(rank)[:_MOST_HEADINGS]:
            own = _letters(words := _without_labels(heading))
            if own and not any(own.startswith(name) for name in names):
                return words
    return ""


def _without_labels(heading: LexborNode) -> str:
    """What a heading says before the labels at its end, which tell a board or a state."""
    words = words_of(heading)
    last = heading.last_child
    while last is not None and not words_of(last):
        last = last.prev
    if last is None or not last.is_element_node or not _LABEL.search(attribute(last, "class")):
        return words
    return words.removesuffix(words_of(last)).strip() or words


def _only_heading(page: Page, head: str) -> str:
    """The only heading of the highest rank, where what the page is called stands nowhere in it: so
    all pages of the forum are called; "" where that is not so."""
    if not head or len(_PARTED.split(head)) > 1 or head in page.words:
        return ""
    headings = page.tree.css("h1")[:_MOST_HEADINGS]
    words = _without_labels(headings[0]) if len(headings) == 1 else ""
    return "" if len(words) < _SHORTEST_NAME or words == _heading_of_site(page) else words


def _heading_of_itself(page: Page) -> str:
    """The heading that is a link to the page itself; "" for none."""
    here = thread_key(page.url)
    for heading in page.tree.css(_HEADINGS)[:_MOST_HEADINGS]:
        link = heading.css_first("a[href]")
        if link is None or thread_key(page.address(attribute(link, "href"))) != here:
            continue
        if len(words := words_of(heading)) > 1 and words == words_of(link):
            return words
    return ""


def _called_by_itself(page: Page) -> set[str]:
    """What the links say that lead to the page itself."""
    here = thread_key(page.url)
    links = page.tree.css("a[href]")[:_MOST_LINKS]
    own = (link for link in links if thread_key(page.address(attribute(link, "href"))) == here)
    return {_letters(words_of(link)) for link in own}


def _is_said_in(words: str, head: str) -> bool:
    """Whether a heading stands in a page's title, whatever parts its words; "Forum" does not in
    "Welcome to ForumBox"."""
    own, key = _letters(words), _letters(head)
    if own not in key or not words.isascii() or own == key:
        return own in key
    parts, whole = _WORDS.findall(words.casefold()), _WORDS.findall(head.casefold())
    return bool(parts) and f" {' '.join(parts)} " in f" {' '.join(whole)} "


def _names_of_site(page: Page) -> set[str]:
    """What the links to the front page say, in words or by their pictures."""
    names, here, own = set(), urlsplit(page.url), thread_key(page.url)
    for link in page.tree.css("a[href]")[:_MOST_LINKS]:
        href = attribute(link, "href")
        if "?" in href or "#" in href:
            continue
        path = urlsplit(address := page.address(href)).path
        if thread_key(address) == own:
            continue  # from a later page of a thread to its first
        # Of an old script everything is a query, but its front page.
        if not (_FRONT.fullmatch(path) or (here.query and path == here.path)):
            continue
        pictures = link.css("img[alt]")
        told = (
            words_of(link),
            attribute(link, "title"),
            *(attribute(one, "alt") for one in pictures),
        )
        names |= {_letters(words) for words in told if len(_letters(words)) > 2}
    return names


def _without_site(head: str, names: set[str]) -> str:
    """A page's title without the site's name before or behind it, if anything is left then."""
    pieces = _PARTED.split(head)
    for at in (0, -1):
        # The link may say "The place forum index".
        is_site = any(name.startswith(_letters(pieces[at])) for name in names)
        if len(pieces) > 1 and _letters(pieces[at]) and is_site:
            pieces = pieces[2:] if at == 0 else pieces[:-2]
    return "".join(pieces)


def _heading_of_site(page: Page) -> str:
    """The heading at the head of all pages; what heads the contents is none of the site's."""
    heading = around = page.tree.css_first(_SITE_HEADING)
    while around is not None:
        if around.tag in ("main", "article"):
            return ""
        around = around.parent
    return words_of(heading)


def board_of(page: Page, site: ForumSite, *, title: str) -> tuple[str, str]:
    """The name and key of the board in which a thread stands, "" for what no trail tells."""
    own = _letters(title)
    for trail in _trails(page, site):
        steps = [step for step in trail if _letters(step.name) != own]
        while len(steps) > 0 and _is_root(steps[-1], site):
            steps.pop()
        if steps:
            last = _own_of_all(page, steps, site)
            return last.name[:_LONGEST_NAME], short_key(last.address, most=LONGEST_BOARD)
    if (step := _step_over(page, site, own)) is not None:
        return step.name[:_LONGEST_NAME], short_key(step.address, most=LONGEST_BOARD)
    return "", ""


def _own_of_all(page: Page, steps: Sequence[Step], site: ForumSite) -> Step:
    """The last step, or of a row of all boards the one below which the page lies."""
    last = steps[-1]
    around = _place(last).rpartition("/")[0]
    beside = [one for one in steps if _place(one).rpartition("/")[0] == around]
    if len(beside) < _FEWEST_BOARDS or _lies_below(page, last):
        return last
    return next((one for one in beside if _lies_below(page, one) and not _is_root(one, site)), last)


def _step_over(page: Page, site: ForumSite, own: str) -> Step | None:
    """The nearest place above a page's own address to which a link of the page leads; None where
    that is the forum's front page."""
    over: list[Step] = []
    for link in page.tree.css("a[href]")[:_MOST_LINKS]:
        step = _step(page, site, href=attribute(link, "href"), name=words_of(link))
        if step is None or urlsplit(step.address).query or not _lies_below(page, step):
            continue
        letters = _letters(step.name)
        if len(letters) >= _SHORTEST_NAME and letters != own and not _NO_NAME.match(step.name):
            over.append(step)
    nearest = max(over, key=lambda step: len(_place(step)), default=None)
    return None if nearest is None or _is_root(nearest, site) else nearest


def _place(step: Step) -> str:
    return urlsplit(step.address).path.rstrip("/")


def _lies_below(page: Page, step: Step) -> bool:
    place = _place(step)
    return bool(place) and urlsplit(page.url).path.startswith(f"{place}/")


def _beginnings(head: str) -> list[str]:
    """A page's title, and what is left of it without its last parts: the longest first."""
    pieces = _PARTED.split(head)
    return ["".join(pieces[:end]) for end in range(len(pieces), 0, -2)]


def _endings(head: str) -> list[str]:
    """What is left of a page's title without its first parts: the longest first."""
    pieces = _PARTED.split(head)
    return ["".join(pieces[start:]) for start in range(2, len(pieces), 2)]


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for what stands between their letters and figures."""
    return _letters(one) == _letters(other)


def _letters(words: str) -> str:
    return _NO_LETTERS.sub("", words).casefold()


def _trails(page: Page, site: ForumSite) -> Iterator[list[Step]]:
    """The trails of a page, the likeliest first."""
    yield from _described(page, site)
    seen: set[int] = set()
    for place in page.tree.css(_TRAILS)[:_MOST_LINKS]:
        if _is_around_a_trail(place):
            continue  # with the pages of the thread and a link to reply
        links = [link for link in place.css("a[href]") if link.mem_id not in seen]
        if len(links) > LONGEST_TRAIL:
            continue  # the page itself, or its menus, may be called so too
        seen.update(link.mem_id for link in links)
        yield _steps(page, site, links)
    for trail in _between_separators(page):
        yield _steps(page, site, trail)


def _is_around_a_trail(place: LexborNode) -> bool:
    """Whether a smaller part in it is called a trail too, with more links than one step has."""
    return any(
        inner.mem_id != place.mem_id and len(inner.css("a[href]")) > 1
        for inner in place.css(_TRAILS)
    )


def _described(page: Page, site: ForumSite) -> Iterator[list[Step]]:
    """Trails that a page describes for programs (schema.org's BreadcrumbList)."""
    for script in page.tree.css("script[type='application/ld+json']")[:20]:
        if "BreadcrumbList" not in (words := script.text()):
            continue
        try:
            told = json.loads(words)
        except (ValueError, RecursionError):
            continue
        graph = told.get("@graph", [told]) if isinstance(told, dict) else told
        for one in graph if isinstance(graph, list) else []:
            if isinstance(one, dict) and one.get("@type") == "BreadcrumbList":
                items = one.get("itemListElement")
                yield [
                    step
                    for item in (items if isinstance(items, list) else [])
                    if (step := _described_step(page, site, item)) is not None
                ]


def _described_step(page: Page, site: ForumSite, item: object) -> Step | None:
    if not isinstance(item, dict):
        return None
    target = item.get("item")
    name = item.get("name")
    if isinstance(target, dict):
        name = name or target.get("name")
        target = target.get("@id") or target.get("url")
    if not (isinstance(target, str) and isinstance(name, str)):
        return None
    return _step(page, site, href=target, name=" ".join(name.split()))


def _steps(page: Page, site: ForumSite, links: list[LexborNode]) -> list[Step]:
    found = (_step(page, site, href=attribute(link, "href"), name=words_of(link)) for link in links)
    return [step for step in found if step is not None]


def _step(page: Page, site: ForumSite, *, href: str, name: str) -> Step | None:
    """A link of a trail; None for one to this thread itself, to its pages, or to anything else."""
    address = page.address_on(site, href).split("#")[0]
    if not address or _ONWARD.fullmatch(name) or is_action(href) or is_of_author(href):
        return None
    return Step(name, address) if thread_key(address) != thread_key(page.url) else None


def _is_root(step: Step, site: ForumSite) -> bool:
    key = thread_key(step.address)
    return key in ("/", thread_key(site.address)) or _ROOT.fullmatch(step.name) is not None


def _between_separators(page: Page) -> Iterator[list[LexborNode]]:
    """Rows of links that are parted by what parts the steps of a trail, in the page's order."""
    trail: list[LexborNode] = []
    for link in page.tree.css("a[href]")[:_MOST_LINKS]:
        # Before "»" stands the number of a page, too.
        if trail and (_ONWARD.fullmatch(words_of(trail[-1])) or not _follows(trail[-1], link)):
            if len(trail) > 1 or _SEPARATOR.match(_words_behind(trail[-1])):
                yield trail
            trail = []
        trail.append(link)
    if len(trail) > 1:
        yield trail


def _follows(one: LexborNode, two: LexborNode) -> bool:
    """Whether nothing but a separator stands between two links."""
    words, node, steps = "", one, 0
    while steps < _MOST_BETWEEN:
        steps += 1
        inner = node.child if node.mem_id != one.mem_id else None
        following = inner
        while following is None and node is not None:
            following = node.next
            if following is None:
                parent = node.parent
                if parent is None:
                    return False
                node = parent
        if following is None:
            return False
        node = following
        if node.mem_id == two.mem_id:
            return _SEPARATOR.fullmatch(words) is not None
        if node.is_text_node:
            words += node.text_content or ""
            if len(words.strip()) > _LONGEST_SEPARATOR:
                return False
    return False


def _words_behind(link: LexborNode) -> str:
    """The text right behind a link."""
    behind = link.next
    return (behind.text_content or "").strip() if behind is not None and behind.is_text_node else ""
