"""The note that software writes under the words of a post that was changed.

Mostly it has an element of its own and is left out with it. Old software writes it behind the
words themselves, in a line that tells a day and, against law 4, a name.
"""

import re

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
