"""The note that software writes under the words of a post that was changed.

Mostly it has an element of its own and is left out with it. Old software writes it behind the
words themselves, in a line that tells a day and, against law 4, a name.
"""

import re

from alongside.connectors.generic.outline import Outline

# What stands before or around the day on which somebody changed a post.
EDITED = re.compile(
    r"\b(?:edited|modified|updated|revised)\b|\blast (?:edit|update|change|modification)"
    r"|\bedit (?:by|on|at)\b|\bbearbeitet|\bgeändert|\beditiert"
    r"|\bmodifié|\bédité|\bmodification|\bmodificad|\beditad|\bedición|\bmodificat"
    r"|\bultima modifica"
    r"|\bbewerkt|\bgewijzigd|\bredigert|\bredigeret|\bredigerad|\bändrad|\bmuokat|\bedytowan|\bzmienion"
    r"|\bupraven|\bszerkeszt|\bmódosít|отредактир|редактир|изменен|изменён|змінено|επεξεργ|düzenle|编辑|編輯"
    r"|編集|수정",
    re.IGNORECASE,
)
# A piece of each of them, found much faster than the whole.
_OF_EDITED = (
    *("edit", "édit", "modif", "updat", "revis", "last ", "bearbeitet", "geändert", "edición"),
    *("bewerkt", "gewijzigd", "rediger", "ändrad", "muokat", "edyt", "zmienion", "upraven"),
    *("szerkeszt", "módosít", "редактир", "измен", "змінено", "επεξεργ", "düzenle", "编辑", "編輯"),
    *("編集", "수정"),
)
_OF_EDITED_IN_ASCII = tuple(piece for piece in _OF_EDITED if piece.isascii())
_EXPLAINING = ("title", "aria-label", "alt")
_NOTE = re.compile(
    r"\n+[\[(«]?\s*(?:"
    r"edited \d+ times?(?:\(s\))?[.,;]? last edit(?:ed)? (?:at|by|on)"
    r"|(?:last )?edited (?:on|by)"
    r"|this (?:post|message) (?:was|has been) (?:last )?(?:edited|modified)"
    r"|\d+ mal (?:editiert|bearbeitet)|(?:zuletzt )?(?:editiert|bearbeitet) (?:von|am)"
    r") (?=[^\n]*\d)[^\n]{3,110}\s*$",
    re.IGNORECASE,
)


def without_edit_note(text: str) -> str:
    """A post's words without the line that says when somebody changed them."""
    folded = text[-200:].casefold()
    if "edit" not in folded and "bearbeitet" not in folded and "modified" not in folded:
        return text
    return _NOTE.sub("", text)


def tells_an_edit(words: str) -> bool:
    """Whether the words may say that somebody changed a post."""
    folded = words.casefold()
    pieces = _OF_EDITED_IN_ASCII if folded.isascii() else _OF_EDITED
    return any(piece in folded for piece in pieces) and EDITED.search(words) is not None


def is_drawn_as_edit(page: Outline, element: int) -> bool:
    """Whether a picture of a pen, at the beginning of an element that tells a time, says that it is
    of a change: in words that are shown when one points at it."""
    picture = element + 1
    if picture >= len(page) or page.parents[picture] != element:
        return False
    if page.text_from[picture] != page.text_to[picture] or page.tags[picture] == "a":
        return False
    told = (page.attributes[picture].get(name) or "" for name in _EXPLAINING)
    return any(EDITED.search(words) for words in told)
