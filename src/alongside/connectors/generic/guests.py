"""What a site may say in the part that holds a post's words: that visitors may sign in, or write;
how the post is tagged; what others remarked."""

import re

_OF_THE_SITE = re.compile(
    r"<textarea|href=\"[^\"]*(?:log[-_]?[io]n|sign[-_]?(?:up|in|on)|regist)"
    r"|(?:class|id)=\"(?:[^\"]*[-_ ])?(?:tags?|tag-?list|keywords|comments|remarks)[-_ \"]",
    re.IGNORECASE,
)
# Without any of these it holds nothing of that, which is found much faster.
_PIECES_OF_THE_SITE = ("textarea", "tag", "omments", "eywords", "emarks", "log", "ign", "egist")


def may_be_of_the_site(html: str) -> bool:
    """Whether a post's markup may hold what its site says there."""
    for piece in _PIECES_OF_THE_SITE:
        if html.rfind(piece) >= 0:
            return _OF_THE_SITE.search(html) is not None
    return False
