"""Pages that say in words, and not by their status, that there is no such thread any more."""

import re
from collections.abc import Iterable

from alongside.connectors.page import Page

LONGEST_NOTICE = 20_000  # letters of a page without a post; menus and all
_THREAD = r"(?:thread|topic|discussion|post|message|question)"
_SAYS_GONE = re.compile(
    rf"\b{_THREAD} (?:or \w+ )?(?:(?:that )?you (?:have |had |are |were )?(?:requested|selected"
    r"|specified|look(?:ed|ing) for|trying to (?:view|reach|access)) )?"
    r"(?:does not|doesn['’]t|do not|no longer) exist"
    rf"|\b{_THREAD} (?:(?:that )?you requested )?(?:could not|cannot|can['’]t) be found"
    rf"|\b{_THREAD} (?:has|was)(?: been)? (?:removed|deleted)"
    rf"|\b(?:invalid|no) {_THREAD} specified"
    r"|\bthema (?:existiert nicht|wurde (?:gelöscht|entfernt)|konnte nicht gefunden werden)"
    r"|\b(?:sujet|discussion|message)(?: demandée?| que vous avez demandée?)? "
    r"(?:n['’]existe (?:pas|plus)|a été supprimée?)"
    r"|\b(?:tema|mensaje)(?: solicitado| que (?:ha|has) solicitado)? (?:no existe|ya no existe"
    r"|ha sido (?:borrado|eliminado))"
    r"|\b(?:onderwerp|discussie) bestaat niet",
    re.IGNORECASE,
)


def says_gone(page: Page, *, besides: Iterable[str] = ()) -> bool:
    """Whether a page on which no post could be read says that its thread was removed.

    Some software answers so with status 200 (RFC 9110 would have 404 or 410). Members say such
    things of other threads: of a page with posts it is asked what it says besides their words.
    """
    words = page.words
    if len(words) > LONGEST_NOTICE:
        return False
    return _times_said(words) > sum(map(_times_said, besides))


def _times_said(words: str) -> int:
    return len(_SAYS_GONE.findall(words))
