"""What a site may say in the part that holds a post's words: that visitors may sign in, or write;
how the post is tagged; what others remarked."""

import re

_DOOR = re.compile(r"href=\"[^\"]*(?i:log[-_]?[io]n|sign[-_]?(?:up|in|on)|regist)")
_CALLED = re.compile(
    r"(?:class|id)=\"(?:[^\"]*[-_ ])?(?i:tags?|tag-?list|keywords|comments|remarks)[-_ \"]"
)


def may_be_of_the_site(html: str) -> bool:
    """Whether a post's markup may hold what its site says there."""
    # Asked of nearly every post: signs are looked for from the end, as in `Page.held`.
    return (
        html.rfind("<textarea") >= 0
        or (
            (html.rfind("og") >= 0 or html.rfind("ign") >= 0 or html.rfind("egist") >= 0)
            and _DOOR.search(html) is not None
        )
        or (
            (html.rfind(' class="') >= 0 or html.rfind(' id="') >= 0)
            and _CALLED.search(html) is not None
        )
    )
