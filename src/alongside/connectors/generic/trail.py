"""What a page of any make is called, and in which board it stands."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from alongside.connectors.generic.addresses import LONGEST_BOARD, short_key, thread_key
from alongside.connectors.generic.links import is_action, is_of_author
from alongside.connectors.page import Page, attribute, words_of
from alongside.connectors.port import ForumSite

_LONGEST_TITLE, _LONGEST_NAME = 300, 200
LONGEST_TRAIL = 16  # links
_MOST_HEADINGS, _MOST_LINKS, _MOST_PLACES = 40, 400, 3_000
_PARTED = re.compile(r"(\s+(?:[-–—|•·»:]+|::)\s+)")
_SITE_HEADING = "header h1, [class*=header] h1, [id*=header] h1, [role=banner] h1"
_HEADINGS = "h1, h2, h3"
# Where titles stand that are no headings.
_TITLE_PLACES = "h4, strong, b, th, td, a, span, li, [class*=title], [class*=subject]"
_NO_LETTERS = re.compile(r"[\W_]+")

_TRAILS = (
    "[itemtype*=BreadcrumbList], [class*=crumb], [class*=Crumb], [id*=crumb], [id*=Crumb], "
    "[aria-label*=crumb], [aria-label*=Crumb], .navbits, .navstrip, .navigation, .navlinks, "
    ".navigate_section, .linktree, .pathway, .nav-path, .topic-path, .you-are-here"
)
_SEPARATOR = re.compile(r"\s*(?:[»›>→/⟩]|::|&gt;)+\s*")
_ONWARD = re.compile(
    r"[\d\W_]*(?:(?:next|prev(?:ious)?|first|last|page|weiter|zurück|suivante?|précédente?"
    r"|siguiente|anterior)[\d\W_]*)?",
    re.IGNORECASE,
)
_ROOT = re.compile(
    r"home(?:page)?|(?:board |forum )?index|(?:all )?forums?|boards?|communit(?:y|ies)|main|portal"
    r"|start(?:seite)?|foren(?:übersicht)?|accueil|inicio|foros?|overzicht|hafan",
    re.IGNORECASE,
)


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
    key = _letters(head)
    # The site's name is often a heading too, and stands in the page's title as well.
    headings = [words_of(heading) for heading in page.tree.css(_HEADINGS)[:_MOST_HEADINGS]]
    named = [words for words in headings if len(words) > 1 and _letters(words) in key]
    if len(named) > 1 and (site_name := _heading_of_site(page)):
        named = [words for words in named if words != site_name] or named
    beginnings = _beginnings(head)
    if named:
        best = max(named, key=len)
        if _letters(best) not in map(_letters, beginnings[1:]):
            return best[:_LONGEST_TITLE]
        # A heading may be one part of a title that has dashes itself.
        beginnings = [words for words in beginnings if len(words) > len(best)]
    elif not head:
        return words_of(page.tree.css_first("h1"))[:_LONGEST_TITLE]
    else:
        best = beginnings[-1]
    # What stands nowhere among the words stands in no place of its own.
    beginnings = [words for words in beginnings if words in page.words]
    if beginnings:
        places = page.tree.css(f"{_HEADINGS}, {_TITLE_PLACES}")[:_MOST_PLACES]
        shown = {_letters(words_of(place)) for place in places}
        best = next((words for words in beginnings if _letters(words) in shown), best)
    return best[:_LONGEST_TITLE]


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
            last = steps[-1]
            return last.name[:_LONGEST_NAME], short_key(last.address, most=LONGEST_BOARD)
    return "", ""


def _beginnings(head: str) -> list[str]:
    """A page's title, and what is left of it without its last parts: the longest first."""
    pieces = _PARTED.split(head)
    return ["".join(pieces[:end]) for end in range(len(pieces), 0, -2)]


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
        links = [link for link in place.css("a[href]") if link.mem_id not in seen]
        if len(links) > LONGEST_TRAIL:
            continue  # the page itself, or its menus, may be called so too
        seen.update(link.mem_id for link in links)
        yield _steps(page, site, links)
    yield _steps(page, site, _between_separators(page))


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


def _between_separators(page: Page) -> list[LexborNode]:
    """The first links of a page that are parted by what parts the steps of a trail."""
    trail: list[LexborNode] = []
    for link in page.tree.css("a[href]")[:_MOST_LINKS]:
        # Before "»" stands the number of a page, too.
        goes_on = (
            _SEPARATOR.fullmatch(_words_behind(link)) is not None
            and _ONWARD.fullmatch(words_of(link)) is None
        )
        if goes_on:
            trail.append(link)
        elif trail:
            # The last step is the board, or the thread in words alone.
            trail.append(link)
            break
    return trail


def _words_behind(link: LexborNode) -> str:
    """The text up to the next element behind a link, or behind what holds nothing but it."""
    around: LexborNode | None = link
    for _ in range(3):
        if around is None:
            return ""
        behind, words = around.next, ""
        while behind is not None and behind.is_text_node:
            words += behind.text_content or ""
            behind = behind.next
        if words.strip():
            return words
        if behind is not None:
            # A separator may have an element of its own.
            own = words_of(behind) if behind.css_first("a") is None else ""
            return own if len(own) <= 3 else ""
        around = around.parent
    return ""
