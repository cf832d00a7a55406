"""Boards that say in words that there is nothing in them yet, in the languages of the engines."""

import re

from alongside.connectors.page import Page, words_of

_MOST_SENTENCES, _LONGEST_SENTENCE = 3_000, 160
_FEW_WORDS = 3
_MORE = r"(?: [^.!]+)?[.!]?"
_THINGS = r"(?:topics?|threads?|discussions?|questions?|posts?|messages?)"
_NO_THREADS = re.compile(
    r"(?:(?:sorry|oops)[,!.]? )?(?:there (?:are|is) )?(?:currently |as yet |still )?"
    r"no (?:topics?|threads?|discussions?|questions?|posts?|conversations?)"
    r"(?: (?:or|and) (?:topics?|threads?|posts?|replies))?(?: found)?"
    r"(?: (?:have|has) (?:yet )?been (?:created|posted|started|made))?"
    r"(?: (?:in|on|here|to) ?(?:this|the)? ?"
    r"(?:forum|board|category|subcategory|section|list|display)?)?"
    r"(?: (?:yet|so far|at the moment))?[.!]?(?: why not \S.{0,60})?"
    rf"|(?:sorry\W{{1,3}})?(?:but )?there (?:are|is)(?: currently| presently)? no {_THINGS}{_MORE}"
    rf"|(?:this|the) (?:forum|board|category|section) (?:is empty|(?:has|contains) no {_THINGS})"
    r"(?: (?:yet|so far|at the moment))?[.!]?"
    rf"|no {_THINGS}\.\.\.|no data to display"
    r"|(?:(?:[^\W\d_]+ ){0,4}(?:gibt|sind|wurden|befinden sich) (?:es )?(?:[^\W\d_]+ ){0,2})?"
    rf"(?:noch )?keine (?:themen|beiträge){_MORE}"
    rf"|(?:il n['’]y a )?(?:actuellement |encore )?aucun (?:sujet|message){_MORE}"
    rf"|no hay (?:temas|mensajes){_MORE}"
    rf"|(?:non ci sono|nessun[ao]?) (?:argoment[oi]|discussion[ei]|messagg[io]+){_MORE}"
    rf"|(?:er zijn )?(?:nog )?geen (?:onderwerpen|discussies|berichten){_MORE}"
    rf"|(?:não (?:há|existem)|nenhuma?) (?:tópicos?|mensage(?:m|ns)|discuss(?:ão|ões)){_MORE}"
    rf"|(?:det finns inga|de[rt] er ingen) (?:trådar|ämnen|inlägg|emner|indlæg|innlegg){_MORE}"
    rf"|(?:nie ma|brak) (?:tu )?(?:tematów|wątków|postów){_MORE}"
    rf"|(?:[^\W\d_]+ ){{0,4}}нет (?:тем|сообщений){_MORE}"
    rf"|nid oes (?:pynciau|edeifion){_MORE}",
    re.IGNORECASE,
)
# What the legend below a list says of a sign: "No unread posts". The list itself may be full.
_OF_A_LEGEND = re.compile(
    r"\b(?:new|unread|neuen?|ungelesen\w*|nouveaux?|non[- ]lue?s?|nuev\w+|sin leer|nuov\w+"
    r"|non lett\w+|nieuw\w*|ongelezen|newydd|heb eu darllen)\b",
    re.IGNORECASE,
)


def says_empty(page: Page, *, plainly: bool = False) -> bool:
    """Whether a board says in a sentence of its own that it is empty.

    A page that shows guests nothing for another reason says so otherwise, and one whose rows come
    by JavaScript says nothing: a table without rows is no sign. `plainly` asks for more than "No
    posts", which is also said of a board below this one.
    """
    body = page.tree.body
    if body is None:
        return False
    for node in body.css("p, div, td, li, h1, h2, h3, h4, span, em, strong")[:_MOST_SENTENCES]:
        if (
            len(words := words_of(node)) <= _LONGEST_SENTENCE
            and _NO_THREADS.fullmatch(words)
            and not _OF_A_LEGEND.search(words)
            and (not plainly or len(words.split()) > _FEW_WORDS)
        ):
            return True
    return False
