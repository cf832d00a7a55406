"""Times that elements of a page tell in their attributes."""

import re
from collections.abc import Mapping, Sequence

from alongside.connectors.dates import DateReader
from alongside.connectors.generic.outline import Outline
from alongside.connectors.pages import Moment
from alongside.connectors.port import Precision
from alongside.connectors.times import exact

LONGEST_LABEL = 60  # letters of what names a thing and is no sentence
_LONGEST_MARK = 3  # letters of ":" and what else parts a label from its value
TIME_ATTRIBUTES = (
    "datetime", "data-time", "data-timestamp", "data-datestring", "data-xutime", "data-epoch",
    "data-date", "data-utime", "data-created", "data-unixtime",
    "data-livestamp",
)  # fmt: skip
# What a script shows beside an element when one points at it: words, or markup.
POPOVERS = ("data-bs-content", "data-content")
_TAGS = re.compile(r"<[^>]*>")
_STAMP = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_LONGEST_POPOVER = 100  # letters, of a name and a time
# What stands before the day on which a member joined, was born or was last seen.
JOINED = re.compile(
    r"\bjoin|member since|\bregist|anmeld|angemeldet|beigetreten|mitglied|dabei seit|inscri|membre"
    r"|miembro|unido|ingres|iscritt|membro|entrou|lid sinds|geregistreerd|medlem|oprettet"
    r"|liittynyt|dołącz|rejestr|członek|založen|členem|csatlak|регистр|с нами|реєстр|κατέστη"
    r"|εγγραφ|üyelik|katılım|加入|注册|登録|가입|\bbirth|geburt"
    r"|\blast (?:seen|active|visit|log|on-?line)|zuletzt (?:online|aktiv)"
    r"|letzter (?:besuch|login)|derni[eè]re (?:visite|connexion)"
    r"|[úu]ltim[ao] (?:visita|conexi|acceso|acesso|accesso)|laatst (?:online|gezien)"
    r"|ostatni[ao] (?:wizyta|aktywn|logow)|последн\w+ (?:визит|вход|посещ)|最后(?:登录|访问|活动)"
    r"|最後(?:登入|訪問|登錄)",
    re.IGNORECASE,
)


_CREATED = re.compile(
    r"(?:created|posted|published|written|submitted|erstellt|verfasst|geschrieben|créé|publié"
    r"|creado|publicado|criado|creato|pubblicato|aangemaakt|geplaatst|создан\w*|创建|发布)\b.{0,4}",
    re.IGNORECASE,
)
_MOST_BESIDE = 12  # texts of the line that tells when a post was written and changed


def label_before(texts: Sequence[str], place: int) -> str:
    """The text before one, or before the colon that stands apart from it; "" for none."""
    at = place - 1
    while at > 0 and len(texts[at]) <= _LONGEST_MARK and not any(map(str.isalnum, texts[at])):
        at -= 1
    return texts[at] if at >= 0 else ""


def shown_of_edits(page: Outline, places: Sequence[int], edits: Sequence[int]) -> frozenset[int]:
    """Of the texts that tell times those that only repeat when a post was changed: beside them
    stands as well when it was created, with that word, and when it was edited."""
    found = set[int]()
    for edit in edits:
        around = page.owners[edit] if edit < len(page.owners) else -1
        while around > 0:
            start, stop = page.text_from[around], page.text_to[around]
            if stop - start > _MOST_BESIDE:
                break
            beside = [place for place in places if start <= place < stop and place not in edits]
            created = [
                place
                for place in beside
                if _CREATED.fullmatch(page.texts[place - 1]) or _CREATED.match(page.texts[place])
            ]
            if len(beside) > len(created) > 0:
                found.update(place for place in beside if place not in created)
                break
            around = page.parents[around]
    return frozenset(found)


def stamp_in(attributes: Mapping[str, str | None]) -> Moment | None:
    """The time that an element tells programs."""
    for name in TIME_ATTRIBUTES:
        if (value := attributes.get(name)) and (moment := exact(value)) is not None:
            return moment
    return None


def moment_in_attributes(
    attributes: Mapping[str, str | None], shown: str, reader: DateReader
) -> Moment | None:
    """The time that an element tells in its attributes; `shown` are the words in it."""
    if (stamp := stamp_in(attributes)) is not None:
        return stamp
    if (shown_beside := _in_popover(attributes, reader)) is not None:
        return shown_beside
    title = attributes.get("title")
    if not title or not 8 <= len(title) <= LONGEST_LABEL or len(shown) > LONGEST_LABEL:
        return None
    if JOINED.search(title):
        return None
    told = (exact(title) if title[0].isdigit() else None) or reader.find(title)
    if told is not None and told.precision is Precision.DAY and reader.tells_a_time(shown):
        return None  # a title may be the thread's, with a day in it: the words shown know better
    return told


def told_beside(page: Outline, place: int, span: Moment, reader: DateReader) -> Moment | None:
    """The day and clock right before a span, in one line with it, that mean the same time: "3 March
    2026, 09:15 (17 days ago)"."""
    if place <= 0 or ":" not in (words := page.texts[place - 1]) or len(words) > LONGEST_LABEL:
        return None
    before, around = page.owners[place - 1], page.parents[page.owners[place]]
    if around not in (before, page.parents[before]):
        return None
    told = reader.find(words)
    if told is None or told.precision is not Precision.MINUTE:
        return None
    return told if abs(told.at - span.at) <= span.rounded_by else None


def _in_popover(attributes: Mapping[str, str | None], reader: DateReader) -> Moment | None:
    """The only time of a few words that are shown when one points at an element: "robin, 3 March
    2026, 09:15", who wrote last in a thread."""
    told = next((value for name in POPOVERS if (value := attributes.get(name))), "")
    if not any(map(str.isdigit, told)):
        return None
    words = " ".join(_TAGS.sub(" ", told).split())
    if len(words) > _LONGEST_POPOVER or JOINED.search(words):
        return None
    if stamps := _STAMP.findall(words):
        return exact(stamps[0]) if len(stamps) == 1 else None
    found = reader.find(words)
    return found if found is not None and found.precision is Precision.MINUTE else None
