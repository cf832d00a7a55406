"""How an entry is not found, or found elsewhere."""


class NotFound(Exception):
    """The register has no such entry, or does not show it."""


class Moved(NotFound):
    """The entry was merged into another, whose slug is `slug`."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def check_shown(is_practice: bool, practice_too: bool, what: str) -> None:
    """Raises NotFound for an entry of practice that is not to be shown."""
    if is_practice and not practice_too:
        raise NotFound(what)
