"""How an entry is not found, or found elsewhere."""

import re

from alongside.bodies.queries import standing_slug


class NotFound(Exception):
    """The register has no such entry, or does not show it."""


class Moved(NotFound):
    """The entry was merged into another, whose slug is `slug`."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


# Pages of a body here, in the workspace and in the interface for programs.
_OF_A_BODY = re.compile(
    r"^(/(?:api/v1/(?:bodies|plans)|workspace/(?:bodies|lists|plans|agreements)|bodies)/)"
    r"([-a-zA-Z0-9_]+)(?=[/.]|$)"
)


def address_now(path: str) -> str | None:
    """Where a page of a body stands that was merged into another; None for any other page."""
    match = _OF_A_BODY.match(path)
    slug = standing_slug(match[2]) if match else None
    return f"{match[1]}{slug}{path[match.end() :]}" if match and slug else None


def check_shown(is_practice: bool, practice_too: bool, what: str) -> None:
    """Raises NotFound for an entry of practice that is not to be shown."""
    if is_practice and not practice_too:
        raise NotFound(what)
