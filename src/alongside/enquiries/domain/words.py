"""What may be kept of a question's words: nobody is named in them. Pure.

Law 4: people sign what they write, and greet one another. Whoever wrote in the thread is known
while it is read, so their names are left out; so is every name that is marked as one ("@name").
"""

import re
from collections.abc import Collection

from alongside.guidance.domain.personal_details import masked

MEMBER = "[member]"
_MENTION = re.compile(r"(?<![\w.])@\w[\w.-]*")
# Shorter names are parts of too many words; those a little longer count as they are written.
SHORTEST_NAME = 3
AS_WRITTEN = 5


def kept_words(text: str, *, names: Collection[str] = ()) -> str:
    """The text without personal details, and without the names of whoever wrote in the thread."""
    for name in sorted(names, key=len, reverse=True):
        if len(name) >= SHORTEST_NAME:
            text = _pattern_of(name).sub(MEMBER, text)
    return _MENTION.sub(MEMBER, masked(text))


def _pattern_of(name: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, name.split()))
    return re.compile(
        rf"(?<!\w)@?{words}(?!\w)", re.IGNORECASE if len(name) >= AS_WRITTEN else re.NOFLAG
    )
