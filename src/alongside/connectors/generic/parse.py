"""The visible words of a page of unknown make."""

from alongside.connectors.plain_text import html_to_plain, page_text
from alongside.connectors.port import Unreadable
from alongside.fetching.messages import Response


def visible_text(response: Response) -> str:
    """All that a reader without JavaScript sees. Raises Unreadable if that is nothing."""
    if not (text := html_to_plain(page_text(response))):
        raise Unreadable("The page shows no text to a reader without JavaScript.")
    return text
