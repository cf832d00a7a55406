"""What a site may say in the part that holds a post's words: that visitors may sign in, or write;
how the post is tagged; what others remarked."""

import re

# Wider than `links.STEP_OF_DOOR`: whatever may be one is left to the structure.
_DOOR = re.compile(
    r"href=\"[^\"]*(?i:log[-_]?[io]n|sign[-_]?(?:up|in|on)|regist|anmeld|inscri|connexion|authentif"
    r"|lost|forgot|reset|remind|captcha|challenge)"
)
_CALLED = re.compile(
    r"(?:class|id)=\"(?:[^\"]*[-_ ])?(?i:tags?|tag-?list|keywords|comments|remarks)[-_ \"]"
)


def may_be_of_the_site(html: str) -> bool:
    """Whether a post's markup may hold what its site says there: in a form, or in a named part."""
    # Asked of nearly every post: signs are looked for from the end, as in `Page.held`.
    if html.rfind("<textarea") >= 0:
        return True
    if html.rfind(' class="') < 0 and html.rfind(' id="') < 0:
        return False
    return _CALLED.search(html) is not None or _DOOR.search(html) is not None
