# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What a thread's page of any make is called, in which board it stands, and whether it is closed."""

import json

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.pages import ThreadPage
from tests.connectors.generic.invented import POSTS, SITE, Said, in_boxes, page, whole

TITLE = "Heating allowance"
DASHED = "Loan not paid - status says waiting"


def read(above: str, *, title: str = TITLE, head: str = "", below: str = "") -> ThreadPage:
    html = whole(f"{above}{in_boxes()}{below}", title=title)
    if head:
        html = html.replace(f"<title>{title}</title>", f"<title>{head}</title>")
    return parse.thread_page(page(html), SITE, keep_names=False)


def described() -> str:
    steps = (("Home", "/"), ("Warm houses", "/board/heat"), (TITLE, "/topic/41"))
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": f"https://forum.example{path}"}
        for n, (name, path) in enumerate(steps, 1)
    ]
    data = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}
    return f"<script type='application/ld+json'>{json.dumps(data)}</script>"


TRAILS = {
    "classes": "<ul class=breadcrumbs><li><a href='/'>Home</a><li><a href='/board/heat'>Warm houses</a></ul>",
    "one of several crumbs": "<span class=crumb><a href='/'>Board index</a></span><span class=crumb>"
    "<a href='/board/heat'>Warm houses</a></span>",
    "with the thread itself": "<div id=breadcrumb><a href='/forums'>Forums</a> <a href='/board/heat'>Warm houses</a> "
    f"<a href='/topic/41'>{TITLE}</a></div>",
    "with its pages": "<div class=navigation><a href='/index'>The place</a> › <a href='/board/heat'>Warm houses</a>"
    "<span class=breadcrumb_pages><a href='/topic/41?page=2'>2</a> <a href='/board/heat?page=2'>Next »</a></span></div>",
    "separators alone": "<p><a href='/'>The place</a> &raquo; <a href='/board/heat'>Warm houses</a> &raquo; <b>Heating allowance</b></p>",
    "separators in elements": "<p><a href='/'>Home</a><i>›</i><a href='/board/heat'>Warm houses</a></p>",
    "arrows of two signs": "<p><a href='/index.php'>The place</a> -> <a href='/board/heat'>Warm houses</a></p>",
    "before a thread without a link": "<p><a href='/'>The place</a><i>»</i><a href='/board/heat'>Warm houses</a><i>»</i><b>Heating allowance</b></p><p><a href='/topic/41?move=next'>Older thread</a></p>",
    "behind other parted links": "<p><a href='/register'>Register</a> / <a href='/login'>Log in</a></p><p><a href='/'>The place</a> » <a href='/board/heat'>Warm houses</a></p>",
    "among the pages and a link to reply": "<div class=crumbsplus><ul class=crumbs><li><a href='/'>Home</a><li><a href='/board/heat'>Warm houses</a></ul>"
    "<p><a href='/topic/41?page=2'>2</a></p><p><a href='/post?tid=41'>Post reply</a></p></div>",
    "described for programs": described(),
    "in Welsh": "<div class=pathway><a href='/'>Hafan</a> <a href='/board/heat'>Warm houses</a></div>",
}


@pytest.mark.parametrize("trail", TRAILS.values(), ids=TRAILS)
@pytest.mark.parametrize("foot", ["", "<ul class=breadcrumbs><li><a href='/'>Board index</a></ul>"])
def test_a_thread_stands_in_the_last_board_of_its_trail(trail: str, foot: str) -> None:
    found = read(trail, below=foot)

    assert (found.board_name, found.board_id) == ("Warm houses", "/board/heat")


@pytest.mark.parametrize(
    "above",
    [
        "",
        "<ul class=breadcrumbs><li><a href='/'>Home</a></ul>",
        "<p class=breadcrumb>Started by <a href='/user/kestrel'>kestrel</a></p>",
        "<p>Last post &raquo; <a href='/members/kestrel.7/'>kestrel</a></p>",
        "<div class=breadcrumbs><a href='/login'>Log in</a> <a href='/help/'>Help</a></div>",
        # The page itself is called so, and so is its menu.
        "<div class=has-breadcrumbs>"
        + "".join(f"<a href='/place/{n}'>Place {n}</a> " for n in range(20))
        + "</div>",
        '<script type=\'application/ld+json\'>{"@type": "BreadcrumbList", "itemListElement": [3, null]}</script>',
        "<script type='application/ld+json'>[[\"BreadcrumbList\"]]</script>",
    ],
)
def test_no_member_menu_or_front_page_is_taken_for_a_board(above: str) -> None:
    found = read(above)

    assert (found.board_name, found.board_id) == ("", "")


@pytest.mark.parametrize(
    ("above", "head", "title"),
    [
        (f"<h1>{TITLE}</h1>", f"{TITLE} | The place", TITLE),
        (f"<h1>The place</h1><h2>{TITLE}</h2>", f"{TITLE} - The place", TITLE),
        (
            f"<header><h1>The place of all places</h1></header><h2>{TITLE}</h2>",
            f"{TITLE} - The place of all places",
            TITLE,
        ),
        (f"<h1>{DASHED}</h1>", f"{DASHED} - The place", DASHED),
        # No heading at all: what stands in the page whole is the title.
        (f"<p><strong>{DASHED}</strong></p>", DASHED, DASHED),
        (f"<p><span class=topic>{DASHED}</span></p>", f"{DASHED} - The place", DASHED),
        ("", f"{TITLE} - The place", TITLE),
        # The site's name stands first, or is the only heading.
        (
            f"<a href='/index.php'><img alt='The place Forum Index'></a><p><a href='/t'>{TITLE}</a></p><p>The place</p>",
            f"The place :: View topic - {TITLE}",
            TITLE,
        ),
        (
            f"<a href='/'>The place</a> <a href='/board/heat'>Warm houses</a> <strong>{TITLE}</strong>",
            f"The place - {TITLE} - Warm houses - Forum",
            TITLE,
        ),
        (
            f"<h1><a href='/'>The place</a></h1><div class=trail><a href='/t'>{TITLE}</a></div>",
            f"{TITLE} | The place",
            TITLE,
        ),
        (
            "<h1>How do I “appeal”?</h1>",
            'rent - How do I "appeal"? - The place',
            "How do I “appeal”?",
        ),
    ],
)
def test_a_title_keeps_its_dashes_and_loses_the_name_of_the_site(
    above: str, head: str, title: str
) -> None:
    body = in_boxes().replace(f"<h1>{TITLE}</h1>", "")
    html = f"<!doctype html><html lang=en><head><title>{head}</title></head><body>{above}{body}</body></html>"

    assert parse.thread_page(page(html), SITE, keep_names=False).title == title


@pytest.mark.parametrize(
    "said",
    [
        "<p>This topic is closed.</p>",
        "<a class=button href='/reply/41' title='This topic is locked, you cannot answer'>x</a>",
        "<p>Not open for further replies.</p>",
        f"<h2 class=head><span>{TITLE}</span> <span class='icons lock'></span></h2>",
        f"<h2>{TITLE}<i class='fa fa-lock'></i></h2>",
        f"<header><i class=icon title='Locked topic'></i> Topic: {TITLE} <span>(Read 45 times)</span></header>",
        "<h3>This conversation is locked.</h3>",
    ],
)
def test_a_closed_thread_is_told_by_words_buttons_and_locks(said: str) -> None:
    assert read(said).is_closed


@pytest.mark.parametrize(
    "said",
    [
        f"<h2>{TITLE} <i class='fa fa-unlock'></i></h2>",
        f"<h2 class=block>{TITLE} <span class=clock>now</span></h2>",
        "<ul class=similar><li><h3>Another thread</h3><i class='fa fa-lock'></i></ul>",
        f"<h2>{TITLE} <a title='Close this window'>x</a></h2><p class=legend><img title='Locked topic'></p>",
    ],
)
def test_an_open_thread_is_not_closed_by_what_only_looks_like_a_lock(said: str) -> None:
    assert not read(said).is_closed


def test_a_title_that_says_so_closes_a_thread() -> None:
    assert read("", title=f"[Closed] {TITLE}").is_closed
    assert not read("", title=f"{TITLE} [office closed on Monday]").is_closed


def test_a_member_who_writes_that_a_topic_is_closed_closes_nothing() -> None:
    said = Said("kestrel", "5 March 2026, 11:40", "<p>They told me the topic is closed for us.</p>")
    found = parse.thread_page(page(whole(in_boxes((*POSTS, said)))), SITE, keep_names=False)

    assert found.posts[-1].text == "They told me the topic is closed for us."
    assert not found.is_closed


def test_a_trail_may_end_in_a_picture() -> None:
    trail = (
        "<ul class=breadcrumbs><li><a href='/'>Home</a><li><a href='/board/heat'>Warm houses</a>"
        "<li><a href='/board/heat/feed'><img src=/feed.png alt=''></a></ul>"
    )
    found = read(trail, title="Warm houses", head="Heating allowance - Warm houses")

    assert len(found.posts) == len(POSTS)
    assert found.title == "Warm houses"
