"""Signatures that stand in no element of their own, behind the words of a post.

A short rule parts them off, which is no longer than software draws it there: members draw theirs
across. Or an element is called after the signature and holds nothing: it was closed too early.
"""

import re

from selectolax.lexbor import LexborNode

LONGEST = 400  # letters
_SIGNS = "hr, [class*=signature], [class*=Signature], [class=sig]"
_SHORT = re.compile(
    r"(?:^|;)\s*width\s*:\s*(?:[1-6]?\d%|\d{1,2}(?:\.\d+)?em|[1-3]?\d{1,2}px)", re.I
)
_SHORT_WIDTH = re.compile(r"\s*(?:[1-6]?\d\s*%|[1-3]?\d{1,2})\s*(?:px)?")


def signatures_in(node: LexborNode, html: str) -> set[int]:
    """What is a signature in a post so marked; `html` is its `inner_html`."""
    # Without any of these nothing is found; looked for from the end, as in `Page.held`.
    if html.rfind("<hr") < 0 and html.rfind("ignature") < 0 and html.rfind('"sig"') < 0:
        return set()
    for sign in node.css(_SIGNS):
        if sign.mem_id != node.mem_id and _parts_off(sign) and _is_said_before(sign, node):
            behind = _behind(sign)
            said = "".join(one.text(deep=True) for one in behind)
            if said.strip() and len(said) <= LONGEST:
                return {sign.mem_id, *(one.mem_id for one in behind)}
    return set()


def _parts_off(sign: LexborNode) -> bool:
    if sign.tag != "hr":
        return not sign.text(deep=True).strip() and sign.css_first("img") is None
    style, width = sign.attributes.get("style"), sign.attributes.get("width")
    return bool(_SHORT.search(style or "") or _SHORT_WIDTH.fullmatch(width or ""))


def _is_said_before(sign: LexborNode, node: LexborNode) -> bool:
    """Whether words stand before a sign, beside it or beside what it stands in."""
    around: LexborNode | None = sign
    while around is not None and around.mem_id != node.mem_id:
        before = around.prev
        while before is not None:
            if before.text(deep=True).strip():
                return True
            before = before.prev
        around = around.parent
    return False


def _behind(sign: LexborNode) -> list[LexborNode]:
    found, node = [], sign.next
    while node is not None:
        found.append(node)
        node = node.next
    return found
