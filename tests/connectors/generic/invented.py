# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Pages of forums that never were, in the shapes that forum software has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from alongside.connectors.page import Page
from alongside.connectors.port import ForumSite
from alongside.fetching.messages import Response

SITE = ForumSite("https://forum.example")
THREAD = "https://forum.example/topic/41-heating-allowance"
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    author: str
    time: str
    html: str


QUESTION = Said(
    "robin_w",
    "3 March 2026, 09:15",
    "<p>My mother moved in with us in January. Does she still get the heating allowance?</p>"
    "<p>The form asks for the old address.</p>",
)
ANSWER = Said(
    "kestrel",
    "3 March 2026, 11:40",
    "<blockquote>Does she still get the heating allowance?</blockquote>"
    "<p>Yes, it follows the person and not the house. You only have to tell them once.</p>",
)
THANKS = Said("robin_w", "4 March 2026, 08:02", "<p>That is a relief, thank you both.</p>")
LATER = Said(
    "marram",
    "11 March 2026, 20:30",
    "<p>We had the same. Things to send:</p><ul><li>the new address</li><li>her number</li></ul>",
)
POSTS = (QUESTION, ANSWER, THANKS, LATER)


def page(
    html: str | bytes, *, url: str = THREAD, kind: str = "text/html", at: datetime = NOW
) -> Page:
    body = html if isinstance(html, bytes) else html.encode()
    headers = {"content-type": kind, "date": format_datetime(at, usegmt=True)}
    return Page(Response(url, 200, headers, body))


def whole(inner: str, *, title: str = "Heating allowance", head: str = "", lang: str = "en") -> str:
    return (
        f"<!DOCTYPE html><html lang={lang}><head><title>{title} - The Hearth</title>{head}</head>"
        "<body><header><a href='/'>The Hearth</a> <a href='/login'>Log in</a></header>"
        f"<h1>{title}</h1>{inner}"
        "<aside class=sidebar><h3>About us</h3><p>A place for people who keep houses warm, and for "
        "those who would like to. Founded by neighbours on 1 May 2009.</p></aside>"
        "<footer>All times are UTC. It is now 20 March 2026, 12:00. Rules. Privacy.</footer>"
        "</body></html>"
    )


def in_boxes(posts: Sequence[Said] = POSTS) -> str:
    """One element around each post, with the author beside the text."""
    return "".join(
        f"<article class='post even{number % 2}' id='post-{900 + number}'>"
        f"<div class=side><a class=username href='/members/{said.author}'>{said.author}</a>"
        "<p>Member</p><p>Joined: May 2019</p><p>Posts: 112</p></div>"
        f"<div class=main><div class=head><a href='#post-{900 + number}'>{said.time}</a></div>"
        f"<div class=words>{said.html}</div>"
        "<div class=tools><a href='/report'>Report</a> <a href='/quote'>Quote</a></div></div></article>"
        for number, said in enumerate(posts)
    )


def in_rows(posts: Sequence[Said] = POSTS) -> str:
    """A table in which head and text of a post are rows of their own, without classes."""
    rows = "".join(
        f"<tr><td><a name='m{70 + n}'></a>Re: Heating by <a href='/user/{said.author}'>{said.author}</a>:"
        f" <b>{said.time}</b></td></tr><tr><td id='t{70 + n}'>{said.html}</td></tr>"
        for n, said in enumerate(posts)
    )
    return f"<table>{rows}</table>"


def nested(posts: Sequence[Said] = POSTS) -> str:
    """Each reply within the post that it answers."""
    html = ""
    for number, said in reversed(list(enumerate(posts))):
        html = (
            f"<li class=comment data-id='{500 + number}'><div class=meta><span class=author>"
            f"{said.author}</span> <time>{said.time}</time></div><div class=comment-body>{said.html}"
            f"</div><ul class=replies>{html}</ul></li>"
        )
    return f"<ul class=thread>{html}</ul>"


def mixed(posts: Sequence[Said] = POSTS) -> str:
    """Author, words and time in one cell, with nothing around the words."""
    rows = "".join(
        f"<tr><td><a href='/u/{said.author}'>{said.author}</a> {said.html}"
        f"<small><span class=xdate>{said.time}</span></small></td></tr>"
        for said in posts
    )
    return f"<table class=topic><tr><th>Topic</th></tr>{rows}</table>"


def defined(posts: Sequence[Said] = POSTS) -> str:
    """A list of definitions: the term is author and time, the definition the words."""
    return (
        "<dl>"
        + "".join(
            f"<dt><strong class=nick>{said.author}</strong> <em>{said.time}</em></dt>"
            f"<dd class=words>{said.html}</dd>"
            for said in posts
        )
        + "</dl>"
    )


SHAPES = {
    "boxes": in_boxes,
    "rows": in_rows,
    "nested": nested,
    "mixed": mixed,
    "definitions": defined,
}
