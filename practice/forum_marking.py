"""Marks every page as practice, whatever template or error it came from."""

import re
from collections.abc import Callable
from html import escape

from django.http import HttpRequest, HttpResponse
from forum_content import read_content

STYLE = """
<meta name="robots" content="noindex, nofollow">
<style>
  .practice-banner { background: #4b2e83; border-bottom: 4px solid #f2c14e; color: #fff;
    font-size: 16px; line-height: 1.4; padding: 10px 15px; text-align: center; }
  @media (max-width: 480px) { #misago-navbar .navbar-branding-text { font-size: 17px; } }
  .post-official > .panel { border-left: 4px solid #4b2e83; }
</style>
"""

_END_OF_HEAD = re.compile(rb"</head>", re.IGNORECASE)
_BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)

View = Callable[[HttpRequest], HttpResponse]


def with_marks(page: bytes, banner: str) -> bytes:
    """The HTML page with the banner as the first thing in it and closed to search engines."""
    label = f'<aside class="practice-banner" aria-label="About this forum">{banner}</aside>'
    # At the end of the head: browsers look for the character set in its first bytes.
    page = _END_OF_HEAD.sub(lambda end: STYLE.encode() + end.group(), page, count=1)
    return _BODY.sub(lambda body: body.group() + label.encode(), page, count=1)


def mark_as_practice(get_response: View) -> View:
    """Django middleware; the outermost, so that no page is made outside it."""
    banner = f"<strong>{escape(read_content().forum.banner)}</strong>"

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        if response.headers.get("Content-Type", "").startswith("text/html") and hasattr(
            response, "content"
        ):
            response.content = with_marks(response.content, banner)
            if response.has_header("Content-Length"):
                response.headers["Content-Length"] = str(len(response.content))
        return response

    return respond
