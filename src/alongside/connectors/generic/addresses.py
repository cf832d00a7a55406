"""What addresses of unknown make have in common: which part is the thread, which its page."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

_PAGE_FIELDS = frozenset(
    [
        "page",
        "pg",
        "paged",
        "pageno",
        "pagenr",
        "pagenum",
        "page_no",
        "start",
        "st",
        "offset",
        "seite",
        "pagina",
        "cpage",
        "pp",
        "perpage",
        "view",
        "sort",
        "order",
        "highlight",
        "hilit",
        "lang",
        "style",
        "theme",
        "mobile",
        "extra",
        "unread",
        "goto",
        "last",
        "new",
    ]
)
_PAGE_IN_PATH = re.compile(
    r"/(?:page|seite|pagina)[-/]?\d{1,5}(?=/|$)"
    r"|(?<=[^/])/p[-/]?\d{1,5}(?=/|$)"  # below something else; "/p/41" is a thread
    r"|[-_](?:page|p|seite)-?\d{1,5}(?=\.html?$|/|$)"
    r"|/(?:latest|last|unread|new|newest|lastpost)/?$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")
_THREAD_FIELDS = r"[?&;](?:p?t(?:id)?|(?:show)?topic(?:_?id)?|(?:show)?thread(?:_?id)?)="
_OF_THREAD = re.compile(rf"{_THREAD_FIELDS}(\d+)(?![\d-])", re.IGNORECASE)
# What the tables have room for.
LONGEST_THREAD, LONGEST_BOARD, LONGEST_PLACE = 100, 50, 200
_LARGEST_PAGE = 9_999
_PADDED = re.compile(r"0\d{3,}")
_DEEPEST = 12  # steps of an address
_MOSTLY_BELOW = 0.8


def first_page(address: str) -> str:
    """The address without what names a page, an order or a post; the site's own part stays."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = _PAGE_IN_PATH.sub("", parts.path) or "/"
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)[:50]
        if name.casefold() not in _PAGE_FIELDS
    ]
    kept = parts.query if len(query) == len(parts.query.split("&")) else urlencode(query)
    return urlunsplit((parts.scheme, parts.netloc, path, kept, ""))


def thread_key(address: str) -> str:
    """What names a thread or board within its site: path and query of its first page."""
    parts = urlsplit(first_page(address))
    path = unquote(parts.path).rstrip("/") or "/"
    return f"{path}?{parts.query}" if parts.query else path


def is_within(address: str, keys: Collection[str]) -> bool:
    """Whether an address is a thread's of these keys, or a later page of one: with one field more
    ("id=41&p=2")."""
    key = thread_key(address)
    if key in keys:
        return True
    path, _, query = key.partition("?")
    fields = query.split("&")
    shorter = ("&".join(fields[:at] + fields[at + 1 :]) for at in range(len(fields)))
    return any((f"{path}?{rest}" if rest else path) in keys for rest in shorter) if query else False


def own_thread(address: str) -> re.Pattern[str] | None:
    """What every address of the thread that a page shows has in its query, those of its posts among
    them; None for a page that has no such number."""
    found = _OF_THREAD.search(address)
    if found is None:
        return None
    return re.compile(rf"{_THREAD_FIELDS}{found[1]}(?!\d)", re.IGNORECASE)


def board_place(address: str) -> str:
    """Where a board's first page stands within its site, with the slash that the site gives it."""
    parts = urlsplit(first_page(address))
    path = unquote(parts.path) or "/"
    return f"{path}?{parts.query}" if parts.query else path


def short_key(address: str, *, most: int) -> str:
    """The same in no more than so many signs: a long one is told by its fingerprint."""
    key = thread_key(address)
    if len(key) <= most:
        return key
    return "key-" + hashlib.sha256(key.encode()).hexdigest()[:32]


def belongs_to(address: str, following: str) -> bool:
    """Whether an address may be a later page of the same thread or board.

    The numbers that name the thread are all there again; at most one, a small one, has grown.
    """
    mine = _NUMBERS.findall(thread_key(address))
    its = _NUMBERS.findall(thread_key(following))
    missing = list(mine)
    for number in its:
        if number in missing:
            missing.remove(number)
    if not missing:
        return True
    if len(missing) > 1 or int(missing[0][:9]) > _LARGEST_PAGE:
        return False
    if _PADDED.fullmatch(missing[0]):
        return False  # "000108.html" is a mail of an archive, and the next one another
    if re.search(rf"(?<!\d){missing[0]}[-_][^\W\d]", thread_key(address)):
        return False  # "41-heating": a number with a title is the thread's own
    grown = [int(number[:9]) for number in Counter(its) - Counter(mine)]
    return any(int(missing[0]) < number <= _LARGEST_PAGE for number in grown)


def groups_below(groups: Sequence[Sequence[str]]) -> set[int]:
    """Which groups of addresses lie below several of another group's, with a number in what is
    added: those of threads below those of their boards."""
    holders: dict[str, set[int]] = defaultdict(set)
    for number, addresses in enumerate(groups):
        for address in addresses:
            holders[address.rstrip("/")].add(number)
    found = set()
    for number, addresses in enumerate(groups):
        above: dict[int, set[str]] = defaultdict(set)
        below: dict[int, int] = defaultdict(int)
        for address in addresses:
            over = {
                (holder, place)
                for place in _places_over(address)
                for holder in holders.get(place, ())
                if holder != number
            }
            for holder, place in over:
                above[holder].add(place)
            for holder in {holder for holder, _ in over}:
                below[holder] += 1
        found |= {
            number
            for holder, places in above.items()
            if len(places) > 1 and below[holder] > _MOSTLY_BELOW * len(addresses)
        }
    return found


def _places_over(address: str) -> Iterator[str]:
    """The places above an address, less those from which it differs by no number."""
    steps = address.rstrip("/").split("/")
    is_numbered = False
    for end in range(len(steps) - 1, max(2, len(steps) - _DEEPEST), -1):
        is_numbered = is_numbered or _NUMBERS.search(steps[end]) is not None
        if is_numbered:
            yield "/".join(steps[:end])
