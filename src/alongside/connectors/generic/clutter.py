"""What stands in a post's body and is none of its words.

Notes of edits, links to act by, the author's name and rank, the thread's title: forum software
writes them beside the words as often as around them. Each is told by its form, and by standing in
most posts of the page; what a member may have written is left alone.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from alongside.connectors.generic.edits import EDITED
from alongside.connectors.generic.links import is_of_author, leads_to_door
from alongside.connectors.generic.outline import Outline
from alongside.connectors.generic.weights import OTHERS, REPLY, TimeMark, Weights

_FIGURES = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_TITLED = re.compile(r"title|topic|subject|heading|betreff|asunto|sujet", re.IGNORECASE)
_EDIT_NAMES = re.compile(r"edit|modif|revision|update|changed", re.IGNORECASE)
_QUOTED = re.compile(r"quote|zitat|citat", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What members write with: such an element without a class may be of their own making.
_BY_HAND = frozenset(
    {"p", "li", "b", "strong", "em", "i", "u", "blockquote", "pre", "code", "font"}
)
# What a post offers to do, in a few languages; as links alone they are no words of a member's.
_DEEDS = re.compile(
    r"(?:re:? ?)?(?:reply|replies|quote|multi-?quote|edit|delete|like|unlike|share|permalink|link"
    r"|report(?: (?:this )?(?:post|message|comment|reply|abuse|spam))?(?: to (?:a )?moderators?)?"
    r"|(?:comment|answer)(?:(?: on)? this(?: (?:question|answer|post|topic|thread))?)?"
    r"|(?:post|write|add|leave)(?: an?| your)? (?:response|reply|answer|comment)"
    r"|(?:\d+ )?me,? too|i have the same (?:question|problem)(?: too)?"
    r"|flag|thanks?|thank (?:you|post)|up|down"
    r"|(?:(?:back|go) to )?(?:the )?top(?: of (?:the )?page)?|pm|e-?mail|www|website|profile|ip"
    r"|log ?in|register|print|bookmark|save|hide|more|options|ip logged|(?:view |edit )?history"
    r"|antworten|zitieren|zitat|(?:beitrag )?melden|bearbeiten|löschen|gefällt mir|teilen"
    r"|nach oben|répondre|citer|signaler|modifier|supprimer|partager|haut"
    r"|responder|citar|reportar|denunciar|editar|eliminar|compartir|arriba"
    r"|rispondi|cita|segnala|modifica|condividi|reageer|citeer|meld|svar|svara|citera|rapportera"
    r"|rapporter|odpowiedz|cytuj|zgłoś|edytuj|usuń|góra|odpovědět|citovat"
    r"|ответить|цитировать|пожаловаться|жалоба|наверх|yanıtla|alıntı|回复|引用|举报|编辑|收藏|分享|设为星标|返信|답글)"
    r"[.:!»›]*",
    re.IGNORECASE,
)
_BUTTONS = re.compile(
    r"(?:^|[-_\s])(?:actions?|buttons?|btns?|controls?|tool(?:s|bar|box)?|options)(?=$|[-_\s\d])",
    re.IGNORECASE,
)
# What stands where a name might, and is none.
NO_NAME = re.compile(
    rf"(?:{_DEEDS.pattern}|next|previous|prev|home|forums?(?: index)?|index|search|help|faq|rules"
    r"|latest|trending|popular|categories|tags|groups|users|portal|calendar|gallery|downloads?|chat"
    r"|shop|store|contact(?: us)?|about(?: us)?|privacy"
    r"|(?:new|today's|latest|recent|unread) posts|what's new|mark all .+"
    r"|new|sign ?(?:in|up)|log ?out|members?(?: list)?|offline|online|show more|load more"
    r"|subscribe|(?:un)?(?:follow|watch)(?: (?:this )?(?:thread|topic|discussion|question))?"
    r"|weiter|zurück|anmelden|registrieren|startseite|suivant|précédent|accueil|connexion"
    r"|inscription|siguiente|anterior|inicio|entrar|następna|poprzednia|zaloguj|avanti|indietro"
    r"|(?:only )?(?:view|show|see|send|find|visit|search|skip)(?: .+)?|\[.+\]"
    r"|(?:only )?(?:the |this )?(?:author|user|poster|op)(?:'s posts)?(?: only)?"
    r"|volgende|vorige|author|autor|auteur|autore|verfasser|topic|thema|sujet|tema|subject|message"
    r"|messages|posts?|nachricht|beitrag|member|moderator|administrator|participant|new member"
    r"|profil|perfil|profilo|avatar|active|unread|ungelesen|non lu|original poster|topic starter"
    r"|advertisement|werbung|anzeige|publicité|publicidad|anuncio|pubblicità|advertentie"
    r"|mitglied|membre|miembro|下一页|上一页|登录|注册|首页|[只仅][看顯显].{2,4}|来自.+)",
    re.IGNORECASE,
)
_SAYS_CLOSED = re.compile(
    r"(?:this )?(?:topic|thread|discussion|question) (?:is|has been) (?:now )?"
    r"(?:closed|locked)[.!]?",
    re.IGNORECASE,
)
_PAGES = re.compile(r"(?=.*\d)[\d\s.…«»‹›<>→←]{2,80}")
# "In reply to robin", which leads to what robin said.
_ANSWERING = re.compile(
    r"(?:in (?:reply|response|answer) to|repl(?:y|ied|ying) to|(?:als )?antwort auf|en réponse à"
    r"|en respuesta a|in risposta a|als antwoord op|em resposta a|w odpowiedzi (?:na|do)|в ответ на"
    r"|回[复覆])"
    r"(?: the (?:post|message|comment) (?:by|of))? ?:? ?\S.{0,60}",
    re.IGNORECASE,
)
_REMARK = re.compile(r"(?:^|[-_\s])(?:comment|remark)s?(?:$|[-_\s\d])", re.IGNORECASE)
_REMARKS = re.compile(r"(?:^|[-_\s])(?:comments|remarks)(?:$|[-_\s\d])", re.IGNORECASE)
# How fast the page was made, and with how much.
MADE = re.compile(
    r"\b(?:processed|generated|created|rendered|executed|loaded|built) in:? (?:about )?[\d.,]+ ?"
    r"(?:m?s\b|sec)|\b\d+ (?:sql|database|db) queries\b|\btime taken to generate\b"
    r"|\bpage (?:was )?(?:generated|created|rendered|loaded) in\b",
    re.IGNORECASE,
)
_LONG_REMARKS = 2  # times as much as is said before them
_TAGS = re.compile(r"(?:^|[-_\s])(?:tags?|tag-?list|keywords)(?:$|[-_\s\d])", re.IGNORECASE)
_TITLE_AND_STATE, _LONGEST_STATE = 2, 12  # texts; letters of "solved"
_SOMETHING_SAID = 12  # letters
_NEAR = 2  # texts between a name and a time
_INLINE = frozenset({"a", "span", "b", "strong", "i", "em", "small", "font", "u", "sup", "sub"})
_LONGEST_NOTE = 160
_LONGEST_LABEL = 60
_NEARLY_ALL = 20
_LONGEST_PANE = 160  # with the author's name: rank, day of joining, number of posts
_MOST_TEXTS = 12
_USUALLY = 0.6
_SAME = 0.85  # of the words


def beside_words(
    page: Outline,
    weights: Weights,
    bodies: Sequence[int],
    marks: Sequence[Sequence[int]],
) -> list[frozenset[int]]:
    """Of each body the elements that are none of the post's words.

    `marks` are the elements of each body that tell its author and time. A body is never left
    without any word.
    """
    repeated = _repeated(page, bodies)
    titles = _titles(page, bodies)
    typed = _as_typed(page, bodies)
    found = []
    for body, inner in zip(bodies, marks, strict=True):
        out: list[int] = [_pane(page, weights, body, mark) for mark in inner]
        if body in typed:
            out.append(typed[body])
        out += _forms(page, weights, body)
        element, end = body + 1, page.last[body]
        while element <= end:
            if _QUOTED.search(_name(page, element)) or page.tags[element] == "blockquote":
                element = page.last[element] + 1
                continue
            if _is_remark(page, weights, body, element, inner) or _are_tags(page, element):
                out.append(element)
                element = page.last[element] + 1
                continue
            texts = page.text_to[element] - page.text_from[element]
            if (
                0 < texts <= _MOST_TEXTS
                and len(words := page.words(element)) <= _LONGEST_NOTE
                and (
                    _is_edit_note(page, weights, element, words)
                    or are_deeds(page, element)
                    or _are_buttons(page, element)
                    or _is_answering(page, element, words)
                    or _are_pages(page, element, words)
                    or _asks_to_sign_in(page, element)
                    or (_SAYS_CLOSED.fullmatch(words) and page.attributes[element].get("class"))
                    or (_key(page, element, words) in repeated)
                    or _is_subject(page, body, element, words, titles)
                )
            ):
                out.append(element)
                element = page.last[element] + 1
                continue
            element += 1
        found.append(_leaving_words(page, body, out))
    return found


def _as_typed(page: Outline, bodies: Sequence[int]) -> dict[int, int]:
    """Of each body the part in which a post's words stand once more, as its author typed them for a
    script to quote: behind them, in one piece, and in most of the posts."""
    found: dict[int, int] = {}
    for body in bodies:
        before, part = -1, body + 1
        while part <= page.last[body]:
            texts = page.text_to[part] - page.text_from[part]
            is_one_piece = (
                texts == 1 and page.last[part] == part and page.tags[part] not in _BY_HAND
            )
            if before >= 0 and is_one_piece and _say_the_same(page.words(before), page.words(part)):
                found[body] = part
            before = part if texts else before
            part = page.last[part] + 1
    return found if len(found) > _USUALLY * len(bodies) else {}


def _say_the_same(shown: str, typed: str) -> bool:
    """Whether what was typed is what is shown, but for quotations, addresses and marks."""
    told = [set(_WORD.findall(words.casefold())) for words in (shown, typed)]
    alike = len(told[0] & told[1])
    return alike >= _SAME * len(told[0]) > 0 and alike > _USUALLY * len(told[1])


def _is_remark(
    page: Outline, weights: Weights, body: int, element: int, marks: Sequence[int]
) -> bool:
    """Whether somebody remarked on a post, in a part of it that is called a comment: behind the
    words of the post, with a name and a time of its own."""
    if not _REMARK.search(_name(page, element)) or any(page.contains(element, m) for m in marks):
        return False
    start, end = page.text_from[element], page.text_to[element]
    said = weights.said_between(page.text_from[body], start)
    is_little = weights.said(element) <= _LONG_REMARKS * max(said, _LONGEST_LABEL)
    if said and is_little and _REMARKS.search(_name(page, element)):
        return True
    if said < _SOMETHING_SAID:
        return False
    return any(
        page.links[page.owners[place]] >= 0 and not NO_NAME.fullmatch(page.texts[place])
        for time in weights.times_between(start, end)
        for place in range(max(start, time.text - _NEAR), min(end, time.text + _NEAR + 1))
        if place != time.text and any(map(str.isalpha, page.texts[place]))
    )


def _are_tags(page: Outline, element: int) -> bool:
    """Whether an element is called after tags, and holds nothing but links to them."""
    places = _texts_of(page, element)
    return (
        bool(places)
        and _TAGS.search(_name(page, element)) is not None
        and all(
            page.links[page.owners[place]] >= element
            or not any(map(str.isalnum, page.texts[place]))
            for place in places
        )
    )


def _leaving_words(page: Outline, body: int, out: Sequence[int]) -> frozenset[int]:
    """As many of the elements as leave some words of the body."""
    kept: list[int] = []
    left = page.text_to[body] - page.text_from[body]
    for element in sorted(out):
        if kept and page.contains(kept[-1], element):
            continue
        texts = page.text_to[element] - page.text_from[element]
        if texts >= left:
            continue
        left -= texts
        kept.append(element)
    return frozenset(kept)


def _name(page: Outline, element: int) -> str:
    attributes = page.attributes[element]
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"


def _pane(page: Outline, weights: Weights, body: int, mark: int) -> int:
    """The widest part of a body around a name or a time that holds nothing but such things."""
    widest = mark
    while (parent := page.parents[widest]) > body:
        words = page.words(parent)
        if len(words) > _LONGEST_PANE or weights.prose(parent) > 0.5 * len(words):
            break
        widest = parent
    return widest


def _is_edit_note(page: Outline, weights: Weights, element: int, words: str) -> bool:
    """ "Last edited by robin on 3 March": in an element that no member writes."""
    if page.tags[element] in _BY_HAND and not page.attributes[element].get("class"):
        return False
    if page.tags[element] == "a" or (said := EDITED.search(words)) is None:
        return False
    if said.start() > _LONGEST_LABEL and said.end() < len(words) - _NEARLY_ALL:
        return False
    name = _name(page, element)
    if name.strip() and _EDIT_NAMES.search(name):
        return True
    places = _texts_of(page, element)
    return not weights.edit_places.isdisjoint(places) or weights.reader.tells_a_time(words)


def says_of_an_edit(page: Outline, weights: Weights, body: int) -> bool:
    """Whether all that a body holds is such a note, in an element that is called so."""
    texts = page.text_from[body], page.text_to[body]
    if texts[1] - texts[0] > _MOST_TEXTS or len(words := page.words(body)) > _LONGEST_NOTE:
        return False
    return EDITED.search(words[:_NEARLY_ALL]) is not None and any(
        (page.text_from[element], page.text_to[element]) == texts
        and _EDIT_NAMES.search(_name(page, element))
        and _is_edit_note(page, weights, element, words)
        for element in range(body + 1, page.last[body] + 1)
    )


def are_deeds(page: Outline, element: int) -> bool:
    """ "Reply · Quote · Report": nothing but links to act by, and not within a sentence."""
    places = _texts_of(page, element)
    texts = [
        (place, words) for place in places if any(map(str.isalnum, words := page.texts[place]))
    ]
    if not texts or not all(
        page.links[page.owners[place]] >= element and _DEEDS.fullmatch(words.strip("[]()|· "))
        for place, words in texts
    ):
        return False
    return page.tags[element] not in _INLINE or not is_in_a_sentence(page, element)


def _forms(page: Outline, weights: Weights, body: int) -> Iterator[int]:
    """The parts of a body in which one writes: to answer, or to report it. They hold less than the
    words do."""
    most, element = 0.5 * weights.said(body), body + 1
    if page.last[body] == body or page.nodes[body].css_first("textarea") is None:
        return
    while element <= page.last[body]:
        if page.nodes[element].css_first("textarea") is None:
            element = page.last[element] + 1
        elif _name(page, element).strip() and weights.said(element) < most:
            yield element
            element = page.last[element] + 1
        else:
            element += 1


def _asks_to_sign_in(page: Outline, element: int) -> bool:
    """ "Log in or register to see the picture": in a part that members do not write, with no links
    but to there."""
    if not _name(page, element).strip() or page.tags[element] == "a":
        return False
    places = _texts_of(page, element)
    links = {page.links[page.owners[place]] for place in places} - {-1}
    return bool(links) and all(
        link > element and leads_to_door(page.attributes[link].get("href") or "") for link in links
    )


def _are_buttons(page: Outline, element: int) -> bool:
    """ "Reply Quote" in a part that is called after buttons: a script may make words ones that are
    no links."""
    if not _BUTTONS.search(_name(page, element)):
        return False
    places = _texts_of(page, element)
    texts = [words for place in places if any(map(str.isalpha, words := page.texts[place]))]
    return bool(texts) and all(_DEEDS.fullmatch(words.strip("[]()|· ")) for words in texts)


def _are_pages(page: Outline, element: int, words: str) -> bool:
    """ "1 2 ›", the pages of a thread: nothing but links."""
    if _PAGES.fullmatch(words) is None:
        return False
    links = {page.links[page.owners[place]] for place in _texts_of(page, element)}
    return len(links) > 1 and min(links) > element


def _is_answering(page: Outline, element: int, words: str) -> bool:
    """ "In reply to robin" alone in a part of its own, with a link to what was said or to robin."""
    if _ANSWERING.fullmatch(words) is None or is_in_a_sentence(page, element):
        return False
    links = (page.links[page.owners[at]] for at in _texts_of(page, element))
    hrefs = [page.attributes[link].get("href") or "" for link in links if link >= 0]
    return any("#" in href or is_of_author(href) for href in hrefs)


def _texts_of(page: Outline, element: int) -> range:
    return range(page.text_from[element], page.text_to[element])


def is_menu(page: Outline, element: int) -> bool:
    """ "[ Home ] [ New posts ]": several links, and no word beside them."""
    said = [
        page.links[page.owners[place]]
        for place in range(page.text_from[element], page.text_to[element])
        if any(map(str.isalnum, page.texts[place]))
    ]
    return len(set(said)) > 1 and min(said) >= 0


def is_of_the_page(page: Outline, element: int) -> bool:
    """Whether all that an element says is the name of other threads, "Active discussions", or how
    the page was made: "Processed in 0.03 seconds, 7 queries"."""
    texts = page.text_to[element] - page.text_from[element]
    if texts > _MOST_TEXTS or len(words := page.words(element)) > _LONGEST_NOTE:
        return False
    return MADE.search(words) is not None or (texts == 1 and OTHERS.match(words) is not None)


def is_by_hand(page: Outline, time: TimeMark) -> bool:
    """Whether a time stands in an element that members write with, and is told by nothing else."""
    bare = not page.attributes[time.owner].get("class")
    return time.moment is None and bare and page.tags[time.owner] in _BY_HAND


def is_of_the_words(page: Outline, element: int) -> bool:
    """Whether an element is one that members write with, among their own words."""
    by_hand = page.tags[element] in _BY_HAND and not page.attributes[element].get("class")
    return by_hand and is_in_a_sentence(page, element)


def is_in_a_sentence(page: Outline, element: int) -> bool:
    """Whether words that are no link stand right beside an element, in what it stands in."""
    parent = page.parents[element]
    return any(
        page.text_from[parent] <= place < page.text_to[parent]
        and page.links[page.owners[place]] < 0
        and _is_in_line(page, page.owners[place], parent)
        and any(map(str.isalnum, page.texts[place]))
        for place in (page.text_from[element] - 1, page.text_to[element])
    )


def _is_in_line(page: Outline, element: int, around: int) -> bool:
    """Whether nothing but what lays out letters stands between an element and one around it."""
    while element > around and page.tags[element] in _INLINE:
        element = page.parents[element]
    return element == around


_Key = tuple[str, str]


def _key(page: Outline, element: int, words: str) -> _Key:
    return page.path(element, 2), _FIGURES.sub("#", words)


def _repeated(page: Outline, bodies: Sequence[int]) -> frozenset[_Key]:
    """The short labels and links that stand in most of the bodies, in the same kind of place."""
    if len(bodies) < 2:
        return frozenset()
    counted: Counter[_Key] = Counter()
    for body in bodies:
        counted.update(set(_labels(page, body, are_links=len(bodies) < 3)))
    fewest = max(2.0, _USUALLY * len(bodies))
    return frozenset(key for key, times in counted.items() if times >= fewest)


def _labels(page: Outline, body: int, *, are_links: bool) -> Iterator[_Key]:
    for element in range(body + 1, page.last[body] + 1):
        texts = page.text_to[element] - page.text_from[element]
        if not 0 < texts <= _MOST_TEXTS:
            continue
        is_link = page.links[element] >= element and page.tags[element] == "a"
        if page.tags[element] in _BY_HAND or not (is_link or page.attributes[element].get("class")):
            continue
        words = page.words(element)
        if len(words) > _LONGEST_LABEL or not any(map(str.isalpha, words)):
            continue
        if are_links and not is_link:
            continue
        yield _key(page, element, words)


def _titles(page: Outline, bodies: Sequence[int]) -> frozenset[str]:
    """The headings that stand before the posts, as a title is repeated in each."""
    first = min(bodies, default=0)
    return frozenset(
        REPLY.sub("", page.words(element))
        for element in range(first)
        if page.tags[element] in ("h1", "h2", "h3") and page.last[element] < first
    )


def _is_subject(page: Outline, body: int, element: int, words: str, titles: frozenset[str]) -> bool:
    """A post's own title, at its beginning: the thread's again, or the post's first words."""
    start = page.text_from[element]
    if start != page.text_from[body]:
        return False
    if page.tags[element] not in _HEADINGS and not _TITLED.search(_name(page, element)):
        return False
    subject = REPLY.sub("", words).rstrip(".… ")
    bare = REPLY.sub("", words)
    if bare in titles or (" " in bare and page.title.startswith(words)):
        return True
    if " " in bare and page.title.endswith(bare):
        return True
    end = page.text_to[element]
    if end - start == _TITLE_AND_STATE and len(page.texts[start + 1]) <= _LONGEST_STATE:
        first = page.texts[start]
        return " " in first and page.title.startswith(first)
    rest = " ".join(page.texts[end : min(page.text_to[body], end + 6)])
    return len(subject) > 1 and rest.startswith(subject)
