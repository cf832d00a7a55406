"""What a link leads to besides threads and boards, told by the steps of its address.

A step counts only whole: "/help/" is the site's help, "/topic/41-help-with-rent" a thread.
"""

import re
from urllib.parse import urlsplit

_OF_THREADS = re.compile(r"[td]|(?:thread|topic|discussion|question)s?")
_FIGURE = re.compile(r"\d")
_SUFFIX = re.compile(r"\.(?:php\d?|html?|aspx?|jsp|cgi|pl|do)$")
_STEPS_OF_QUERY = re.compile(r"[&;=/]")
_ACTION = re.compile(
    r"(?:user|my|do|site|forum|view|show|go)?[-_]?"
    r"(?:log[-_]?(?:in|out|on)|sign[-_]?(?:up|in|out|on)|register|registration|lostpw|search"
    r"|rss|atom|feeds?|faqs?|privacy(?:[-_]policy)?|terms[-_](?:of[-_](?:use|service)|and[-_]conditions)"
    r"|cookies?|contact(?:[-_]us)?|posting|replytocom|reply(?:[-_]?(?:to|post|thread|topic))?"
    r"|(?:new|add|post|create|start|edit|delete|quote)[-_]?"
    r"(?:topic|thread|reply|post|discussion|question|comment|message)"
    r"|create|edit|delete|(?:un)?subscribe|subscriptions?|share|send[-_]?to[-_]?friend"
    r"|report(?:[-_]?(?:post|thread|topic|tm|abuse|content|message))?"
    r"|print(?:er|able|[-_]?(?:thread|topic|page|view|friendly|erfriendly))?"
    r"|member[-_]?list|whosonline|online|usercp|ucp|mcp|calendar|tags?)"
)
# Steps of the addresses to which sites send visitors who may not see a page.
STEP_OF_DOOR = re.compile(
    r"(?:user|customer|member|account|my|site|forum|do|show|view)?[-_]?"
    r"(?:log[-_]?(?:in|on)|sign[-_]?(?:in|up|on)|register|registration|registro|inscription"
    r"|anmelden|registrieren|connexion|authentification|(?:lost|forgot(?:ten)?|reset|remind)[-_]?"
    r"(?:your[-_]?)?(?:pw|pass(?:word)?)|(?:pw|pass(?:word)?)[-_]?(?:lost|forgot(?:ten)?|reset"
    r"|remind(?:er)?)|captcha|challenge)"
)
# In the first place they are the site's own; elsewhere a thread or board may be called so.
_OF_THE_SITE = re.compile(r"help|terms|rules|about")
_AUTHOR = re.compile(
    r"(?:view|show|get|my|forum|pop|display|public)?[-_]?"
    r"(?:users?|members?|profiles?|profils?|perfil|authors?|autor(?:es|en)?|people|benutzer"
    r"|mitglied(?:er)?|membres?|usuarios?|utilisateurs?|participants?|accounts?|nick|usrinfo|u)"
    r"(?:[-_]?(?:info|profile|list|page|details?|view|show|cp|id|name))?(?:[-_.]?\d[\w.-]*)?"
)
_BOARD_PLACE = re.compile(
    r"forums?[-/._]|forumdisplay|viewforum|board|categor|/c/|/f/|/f\d+(?![\da-z])|[?&]f(?:id)?=\d|/topics?/?$"
    r"|group|section|subforum|/lists?/|list\.php\?\d|/community/topics/\d",
    re.IGNORECASE,
)
_SITE = re.compile(r"^(?:https?:)?//[^/]*")
_AUTHORS_FIELDS = frozenset({"u", "uid", "mid"})
_ACTION_WORDS = re.compile(
    r"log ?(?:in|out)|sign ?(?:in|up|out)|register|home|search|next|previous|anmelden|registrieren"
    r"|connexion|inscription|iniciar sesión|registrarse|accedi|registrati|mewngofnodi|cofrestru"
    r"|last(?: post)?|latest(?: post)?|letzter beitrag"
    r"|(?:new|(?:start|create|post|ask|add) an?)(?: new)? (?:thread|topic|discussion|question)"
    r"|post new|load more|(?:older|newer)(?: (?:threads|topics|posts|discussions|entries))?"
    r"|neues thema|nouveau sujet|nuevo tema|novo tópico",
    re.IGNORECASE,
)
_AROUND_WORDS = " »›>→«‹<←↓↑.…"


def names_an_action(words: str) -> bool:
    """Whether the words of a link name a thing to do, or another page of the same list."""
    return _ACTION_WORDS.fullmatch(words.strip(_AROUND_WORDS)) is not None


def is_action(href: str) -> bool:
    """Whether a link does something, or leads to a page about the site itself."""
    if href.startswith(("mailto:", "javascript:", "tel:")):
        return True
    path, query = steps_of(href)
    if any(_ACTION.fullmatch(step) for step in (*path, *query)):
        return True
    if any(_OF_THE_SITE.fullmatch(step) for step in query):
        return True
    return (
        bool(path) and not query and _OF_THE_SITE.fullmatch(path[0]) is not None and len(path) < 3
    )


def leads_to_door(href: str) -> bool:
    """Whether a link leads to where one signs in or registers."""
    path, query = steps_of(href)
    return any(map(STEP_OF_DOOR.fullmatch, (*path, *query)))


def is_of_author(href: str) -> bool:
    """Whether a link leads to a member."""
    path, query = steps_of(href)
    if any(step.startswith("@") or _AUTHOR.fullmatch(step) for step in path):
        return True
    if "=/" in href:  # "index.php?u=/topic/41": the field holds a path of its own
        query = [step for step in query if step not in _AUTHORS_FIELDS]
    return any(step in _AUTHORS_FIELDS or _AUTHOR.fullmatch(step) for step in query)


def leads_to_board(href: str | None) -> bool:
    """Whether an address reads like a board's; what the site itself is called says nothing."""
    return _BOARD_PLACE.search(_SITE.sub("", href or "")) is not None


def shape_of(href: str) -> str:
    """What the addresses of like pages have in common: "/topic/41-heat" is "topic/#"."""
    path, query = steps_of(href)
    shape: list[str] = []
    for step in path:
        if not _FIGURE.search(step):
            shape.append(step)
            continue
        # In "/t/heat/41" the words stand between what threads are called and the number.
        if len(shape) > 1 and _OF_THREADS.fullmatch(shape[-2]):
            shape.pop()
        shape.append("#")
    shape += ("#" if _FIGURE.search(step) else step for step in query)
    return "/".join(shape)


def manner_of(href: str) -> str:
    """How an address is built: its first step, how many follow, and the names in its query."""
    path, query = steps_of(href)
    return f"{''.join(path[:1])} {len(path)} {' '.join(step for step in query if step.isalpha())}"


def steps_of(href: str) -> tuple[list[str], list[str]]:
    """The steps of a link's path, and the names and values of its query, in small letters."""
    try:
        parts = urlsplit(href.strip()[:2_000].lower())
    except ValueError:
        return [], []
    path = [_SUFFIX.sub("", step) for step in parts.path.split("/") if step not in ("", ".", "..")]
    query = [_SUFFIX.sub("", step) for step in _STEPS_OF_QUERY.split(parts.query) if step]
    return path, query
