"""Pages that a site puts before a thread: to sign in, to register, to prove that one is a person.

Such a page often comes with status 200 at the thread's own address. What it says must not be taken
for the thread's only post: it would be kept as the question.
"""

import re
from collections.abc import Collection, Iterable

from alongside.connectors.generic.authors import PLACES_AROUND, likelihood_of_place
from alongside.connectors.generic.heads import tells_otherwise
from alongside.connectors.generic.links import STEP_OF_DOOR, is_action, is_of_author, steps_of
from alongside.connectors.generic.outline import Outline, outline_of
from alongside.connectors.generic.reader import ThreadReading
from alongside.connectors.generic.weights import Weights
from alongside.connectors.page import Page

# What is filled in; a post may hold a poll, and its frame a button.
_FIELDS = (
    "textarea, select, input:not([type]), input[type=text], input[type=password], input[type=email]"
)
# What stands in such a form where an author's name might.
_IN_FORMS = re.compile(
    r"remember me|stay signed in|keep me (?:signed|logged) in|welcome(?:,? guest)?|guest|gast"
    r"|(?:i )?(?:forgot|lost)\b.{0,20}password\??|password"
    r"|(?:create|register|open) (?:an? |your )?(?:new )?(?:free )?account|register(?: now| here)?"
    r"|user ?name(?:,? or e-?mail(?: address)?)?|e-?mail(?: address)?|log ?in|sign (?:in|up)"
    r"|i agree\b.{0,40}|angemeldet bleiben|passwort vergessen\??|anmelden|registrieren"
    r"|mot de passe oublié ?\??|se connecter|s['’]inscrire|recordarme|iniciar sesión|registrarse"
    r"|¿?(?:olvid\w+|has olvidado).{0,30}\??|ricordami|accedi|registrati|aangemeld blijven"
    r"|inloggen|cofiwch fi|mewngofnodi|cofrestru|вход|регистрация|запомнить меня",
    re.IGNORECASE,
)
# What a site says there; no member says so of a thread.
_SAID = re.compile(
    r"you are not logged in or you do not have permission"
    r"|(?:you (?:must|need to|have to) (?:be (?:logged|signed) in|log in|sign in|register)"
    r"|please (?:log|sign) in|(?:log|sign) in) "
    r"(?:to|before you can) (?:view|see|read|access|continue)"
    r"|please enter your (?:user ?name|e-?mail|password|details)"
    r"|(?:making sure|verify(?:ing)?|prove|confirm)(?: that)? you(?:['’]re| are) "
    r"(?:not a (?:ro)?bot|(?:a )?human)"
    r"|check(?:ing)? (?:if the site connection is secure|your browser)"
    r"|(?:enable|requires?|turn on)\b.{0,60}\bjava ?script\b.{0,40}"
    r"\b(?:continue|proceed|view|challenge)"
    r"|protect(?:ed|s)? .{0,60}\b(?:against|from)\b.{0,40}\b(?:bots?|scrap(?:ers|ing))"
    r"|sie (?:müssen|haben keine)\b.{0,60}\b(?:anmelden|berechtigung|zugriff)"
    r"|vous (?:devez (?:être connecté|vous connecter)"
    r"|n['’]avez pas (?:la permission|l['’]autorisation))"
    r"|debes? (?:iniciar sesión|registrarte)|devi (?:accedere|effettuare)"
    r"|rhaid i chi (?:fewngofnodi|gofrestru)",
    re.IGNORECASE,
)
# How a text begins that says so of a page, in the words of the engines.
_WALL = re.compile(
    r"(?:sorry[,.!]? |error:? |note:? )?(?:"
    r"you are (?:either )?not logged in,? or (?:you )?do not have permission"
    r"|(?:this|the) (?:board|forum) requires you to (?:be registered|log in|register)"
    r"|you (?:must|need to|have to) (?:be (?:registered and )?(?:logged|signed)[- ]in|log in"
    r"|sign in|register)(?: or register)? (?:to|before you can) (?:do that|continue"
    r"|(?:view|see|read|access|enter) "
    r"(?:(?:this|the|that|any) )?(?:forum|board|thread|topic|page|section|area|discussion)s?\b)"
    r"|you do not have (?:the )?(?:required )?permissions? to (?:view|read|access) "
    r"(?:this|the|any)(?: requested)? (?:forum|board|thread|topic|page|section)"
    r"|you are not (?:allowed|authori[sz]ed) to (?:view|read|access) (?:this|the)"
    r"|the topic or board you are looking for appears to be either missing or off limits"
    r"|checking (?:if the site connection is secure|your browser)"
    r"|(?:making sure|verify(?:ing)?)(?: that)? you(?:['’]re| are) (?:not a bot|(?:a )?human)"
    r"|(?:sie müssen|du musst|sie haben keine berechtigung|du hast keine berechtigung)\b"
    r"[^.]{0,60}\b(?:sehen|anzusehen|anzuzeigen|lesen|zugreifen|zuzugreifen)"
    r"|vous (?:devez|n['’]avez pas)\b[^.]{0,60}\b(?:voir|lire|accéder|consulter|afficher)"
    r"|(?:debes?|tienes que|no tienes permiso)\b[^.]{0,60}\b(?:ver|leer|acceder)"
    r"|rhaid i chi\b[^.]{0,60}\b(?:weld|gweld|ddarllen|darllen))",
    re.IGNORECASE,
)
# Steps of the addresses at which a site shows what is said in many threads.
_STEP_OF_MANY = re.compile(
    r"(?:site|forum|do|advanced)?[-_]?(?:search|suche|recherche|buscar|pesquisa|zoeken|chwilio)"
    r"(?:[-_]?results?)?|timeline|(?:recent|latest)[-_]?(?:activity|posts|comments|changes)"
    r"|activity|activities|(?:user|member)[-_]?list|whos[-_]?online"
    r"|users|members|people|mitglieder|membres|miembros"
)
_KIND_OF_MANY = re.compile(r"results?|all|posts|topics|threads|comments|page")
_FIGURE = re.compile(r"\d")
_STEP_OF_THREADS = re.compile(r"[td]|(?:(?:show|view)?(?:thread|topic|discussion)|question)s?")
_WORDS_OF_TITLE = 2  # strokes between the words of a title; fewer in a member's name
_BEGINNING = 600  # letters of what a gate says, before it explains itself
_LIKELY = 1.0


def is_gate(
    page: Outline,
    weights: Weights,
    *,
    body: int,
    author: str,
    author_at: int,
    time_at: int,
    left_out: Collection[int] = (),
) -> bool:
    """Whether what was taken for a page's only post is what the site says to visitors.

    `body`, `author_at` and `time_at` are elements; -1 where nothing names an author or a time.
    `left_out` are those in the body that are none of its words.
    """
    out = [range(page.text_from[one], page.text_to[one]) for one in left_out]
    places = range(page.text_from[body], page.text_to[body])
    said = " ".join(page.texts[at] for at in places if not any(at in one for one in out))
    if _SAID.search(said[:_BEGINNING]) or _IN_FORMS.fullmatch(author.strip(" .:!*")):
        return True
    fields = len(page.nodes[body].css(_FIELDS))
    if fields > sum(len(page.nodes[out].css(_FIELDS)) for out in left_out):
        return True
    if author_at >= 0 and (_stands_in_form(page, author_at, body) or _acts(page, author_at)):
        return True
    if time_at < 0:
        return author_at < 0 or not _is_of_author(page, author_at)
    # The only time may be the clock at the foot of the page.
    times = weights.times_between(page.text_from[time_at], page.text_to[time_at])
    return bool(times) and all(tells_otherwise(page, time) for time in times)


def is_door(address: str) -> bool:
    """Whether a page's own address is that of a form by which one is let in.

    A thread may be called so as well: then its number follows.
    """
    path, query = steps_of(address)
    if any(map(STEP_OF_DOOR.fullmatch, query)):
        return not any(map(str.isdecimal, (*path, *query)))
    doors = [place for place, step in enumerate(path) if STEP_OF_DOOR.fullmatch(step)]
    return bool(doors) and not any(_FIGURE.search(step) for step in path[doors[-1] :])


def shows_many(address: str) -> bool:
    """Whether a page's own address is that of a search, of the latest activity, or of a list of
    members. A board may be called so as well: then its threads stand below."""
    path, _ = steps_of(address)
    while path and _KIND_OF_MANY.fullmatch(path[-1]):
        path = path[:-1]
    return bool(path) and _STEP_OF_MANY.fullmatch(path[-1]) is not None


def is_of_member(address: str) -> bool:
    """Whether a page's own address is that of a member: what that member wrote here and there may
    be listed on it. A thread in a board for members has a title in its address, or a step more."""
    path, query = steps_of(address)
    named = [place for place, step in enumerate(path) if is_of_author(f"/{step}")]
    if not named or path[named[-1]].startswith("@"):
        return False
    below = path[named[-1] + 1 :]
    if any(map(_STEP_OF_THREADS.fullmatch, (*path[: named[0]], *query))):
        return False
    return len(below) == 1 and below[0].count("-") < _WORDS_OF_TITLE


def says_wall(page: Page, *, besides: Iterable[str] = ()) -> bool:
    """Whether a page says in a text of its own that what was asked for is not for every visitor.

    Such a page may show the latest posts of other threads. Members say such things of other sites:
    of a page with posts it is asked what it says besides their words.
    """
    said = [text for text in outline_of(page.tree).texts if _WALL.match(text)]
    known = "\n".join(besides)
    return any(text not in known for text in said)


def _stands_in_form(page: Outline, element: int, body: int) -> bool:
    """Whether an element is part of a form that the post itself is not in."""
    while element > 0 and not page.contains(element, body):
        if page.tags[element] in ("form", "label", "button"):
            return True
        element = page.parents[element]
    return False


def shows_gate(reading: ThreadReading) -> bool:
    """Whether the only post that was read is such a page's."""
    block = reading.found[0].block if reading.found else None
    if len(reading.posts) > 1 or reading.described or reading.finder.shows_mails or block is None:
        return False
    return is_gate(
        reading.outline,
        reading.finder.weights,
        body=block.body,
        author=block.author,
        author_at=block.author_at,
        time_at=block.time_at,
        left_out=block.left_out,
    )


def _acts(page: Outline, element: int) -> bool:
    """Whether what was taken for a name does something ("Log in"), or leads to the site's own."""
    link = page.links[element]
    href = (page.attributes[link].get("href") or "") if link >= 0 else ""
    return is_action(href) and not _leads_to_somebody(href)


def _is_of_author(page: Outline, element: int) -> bool:
    link = page.links[element]
    if link >= 0 and _leads_to_somebody(page.attributes[link].get("href") or ""):
        return True
    return likelihood_of_place(page.path(element, PLACES_AROUND)) > _LIKELY


def _leads_to_somebody(href: str) -> bool:
    """Whether a link leads to one member: "/customer/account/" leads to whoever looks at it."""
    if not is_of_author(href):
        return False
    path, query = steps_of(href)
    named = [place for place, step in enumerate(path) if is_of_author(f"/{step}")]
    if _FIGURE.search(href) or any(path[place].startswith("@") for place in named):
        return True
    return not is_action(href) and (bool(query) or any(place < len(path) - 1 for place in named))
