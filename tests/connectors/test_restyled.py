# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Pages in styles of others show latest threads beside: they are none of what was asked for."""

import pytest

from alongside.connectors.mybb.client import MybbPages
from alongside.connectors.phpbb.client import PhpbbPages
from alongside.connectors.port import Unreadable
from alongside.connectors.vbulletin.client import VbulletinPages
from tests.connectors.answers import SITE, page

PAGES = PhpbbPages()
TITLES = "Council tax after a move", "Winter payment", "Parking for carers", "Late again"


def latest(address: str = "./viewtopic.php?p=9{n}#p9{n}") -> str:
    return (
        "<div class=latest><h4>Latest posts</h4>"
        + "".join(
            f"""<div class="item" id="p9{n}"><a class="name" href="./memberlist.php?u={n}">member_{n}</a> <a href="{address.format(n=n)}">{title}</a> <span>Mon Nov 0{n}, 2026 7:15 pm</span>
        <div class="words">I have asked them three times now and nobody there could say what it means for the flat.</div></div>"""
            for n, title in enumerate(TITLES, start=1)
        )
        + "</div>"
    )


def rows(address: str, kind: str = "entry") -> str:
    return (
        "<table>"
        + "".join(
            f"""<tr><td><a class="{kind}" href="{address.format(n=n)}">{title}</a> by <a href="./memberlist.php?u={n}">member_{n}</a></td><td>{n} Replies</td><td>Mon Nov 0{n}, 2026 7:15 pm</td></tr>"""
            for n, title in enumerate(TITLES, start=1)
        )
        + "</table>"
    )


OTHERS = rows("./viewtopic.php?f=9&amp;t=4{n}")
FRAME = '<body id="phpbb" class="section-viewforum"><h2>Money</h2>'
EMPTY = "<div class=panel><strong>There are no topics or posts in this forum.</strong></div>"


@pytest.mark.parametrize("frame", [FRAME, "<body><h2>Money</h2>"], ids=["known", "unknown"])
@pytest.mark.parametrize(
    "beside",
    [OTHERS, f"<aside>{rows('./viewtopic.php?t=4{n}')}</aside>"],
    ids=["by their address", "by their place"],
)
def test_law_1_an_empty_board_does_not_list_the_latest_threads_of_others(
    frame: str, beside: str
) -> None:
    html = f"{frame}{EMPTY}<h3>Recent topics</h3>{beside}"

    assert PAGES.board_page(page(html, "/viewforum.php?f=3"), SITE, board_id="3").lines == ()


def test_law_1_a_page_with_threads_of_other_boards_alone_is_no_list_of_this_one() -> None:
    with pytest.raises(Unreadable):
        PAGES.board_page(page(f"<body>{OTHERS}", "/viewforum.php?f=3"), SITE, board_id="3")


def test_a_board_below_without_posts_does_not_empty_the_list() -> None:
    below = """<table><tr><td><a class="forumtitle" href="./viewforum.php?f=4">Rent</a></td><td>0</td><td>0</td><td>No posts</td></tr></table>"""
    html = f"{FRAME}{below}{rows('./viewtopic.php?t=4{n}')}"
    read = PAGES.board_page(page(html, "/viewforum.php?f=3"), SITE, board_id="3")

    assert [line.external_id for line in read.lines] == ["41", "42", "43", "44"]


@pytest.mark.parametrize(
    "said",
    [
        "There are no topics or posts in this forum.",
        "Sorry, but there are currently no threads in this forum with the specified date and time limiting options.",
        "There are no threads to display in this forum.",
        "This forum has no topics yet.",
        "No topics...",
        "In diesem Forum gibt es keine Themen oder Beiträge.",
        "Il n’y a aucun sujet ou message dans ce forum.",
        "No hay temas o mensajes en este foro.",
        "Er zijn geen onderwerpen of berichten in dit forum.",
        "Non ci sono argomenti o messaggi in questo forum.",
        "Não há tópicos neste fórum.",
        "Det finns inga ämnen i denna kategori.",
        "Nie ma tematów ani postów na tym forum.",
        "В этом форуме нет тем.",
        "",
    ],
)
def test_law_1_a_board_is_empty_only_if_it_says_so(said: str) -> None:
    board = page(f"{FRAME}<div class=panel><strong>{said}</strong></div>", "/viewforum.php?f=3")

    if said:
        assert PAGES.board_page(board, SITE, board_id="3").lines == ()
    else:
        with pytest.raises(Unreadable):
            PAGES.board_page(board, SITE, board_id="3")


WALLS = [
    "The board requires you to be registered and logged in to view this forum.",
    "You must be logged in to view this topic.",
    "Checking your browser before you can go on.",
    "The requested topic does not exist.",
    "Sie müssen sich anmelden, um dieses Thema zu lesen.",
]


@pytest.mark.parametrize("wall", WALLS)
def test_law_1_a_wall_with_the_latest_posts_below_is_no_thread_and_no_list(wall: str) -> None:
    html = f"<body><h2>Information</h2><p>{wall}</p>"

    with pytest.raises(Unreadable):
        PAGES.thread_page(page(html + latest(), "/viewtopic.php?t=41"), SITE, keep_names=False)
    with pytest.raises(Unreadable):
        PAGES.board_page(
            page(html + rows("./viewtopic.php?t=4{n}"), "/viewforum.php?f=3"), SITE, board_id="3"
        )


def posts(number: str = "p{n}", words: str = "The old council first.", link: str = "") -> str:
    return "".join(
        f"""<div class="entry" id="{number.format(n=n)}"><div class="who"><a href="./memberlist.php?u={n}">{author}</a> <span>Mon Nov 0{n}, 2026 7:15 pm</span>{link.format(n=n)}</div><div class="words">{said}</div></div>"""
        for n, author, said in (
            (1, "wren_t", "I moved in October and still get letters. Whom do I tell?"),
            (2, "ash", words),
            (3, "kestrel", "They took a week over it, and then it was well."),
        )
    )


LINK = '<a href="./viewtopic.php?p=9{n}#p9{n}">#{n}</a>'


@pytest.mark.parametrize(
    "words",
    [
        "It said: You must be logged in to view this topic. I was.",
        "You are not allowed to view this, it says, and so I rang.",
    ],
)
def test_a_thread_in_which_somebody_tells_of_a_wall_is_read(words: str) -> None:
    html = f"<title>Council tax</title><body>{posts('p9{n}', words, LINK)}<p>You must log in to reply.</p>"
    thread = PAGES.thread_page(page(html, "/viewtopic.php?t=41"), SITE, keep_names=False)

    assert [post.external_id for post in thread.posts] == ["91", "92", "93"]


def test_law_1_posts_whose_addresses_name_other_threads_are_none_of_this_one() -> None:
    html = f"<body><h2>Council tax</h2>{latest('./viewtopic.php?t=7{n}&amp;p=9{n}#p9{n}')}"

    with pytest.raises(Unreadable):
        PAGES.thread_page(page(html, "/viewtopic.php?t=41"), SITE, keep_names=False)


def test_places_in_a_thread_are_no_numbers_of_posts() -> None:
    """MyBB's themes may number the boxes 1, 2, 3 on every page; two posts would be one."""
    html = f"<title>Council tax</title><body>{posts('{n}')}"

    with pytest.raises(Unreadable):
        MybbPages().thread_page(page(html, "/showthread.php?tid=41"), SITE, keep_names=False)


def test_a_thread_s_number_is_not_its_author_s_nor_its_board_s() -> None:
    links = '<a href="members/5-robin">robin</a><a href="members/5-robin">robin</a><a href="forums/3-money">Money</a><a href="forums/3-money">Money</a>'
    link = '<a href="showthread.php?p=9{n}#post9{n}">#{n}</a>'
    html = f'<title>Council tax</title><body>{links}{posts("entry{n}", link=link)}<a href="threads/41-council-tax">Council tax</a>'
    thread = VbulletinPages().thread_page(
        page(html, "/showthread.php?p=92"), SITE, keep_names=False
    )

    assert thread.external_id == "41"


def test_law_4_an_author_whom_the_structure_alone_tells_is_not_named_in_other_posts() -> None:
    html = "".join(
        f"""<div class="post" id="p9{n}"><div class="who"><a href="./memberlist.php?u={n}">{author}</a> <span>Mon Nov 0{n}, 2026 7:15 pm</span><a href="./viewtopic.php?p=9{n}#p9{n}">#</a></div><div class="content">{said}</div></div>"""
        for n, author, said in (
            (1, "wren_t", "I moved in October and still get letters. Whom do I tell?"),
            (2, "ash", "@wren_t the old council first, and keep what they send."),
        )
    )
    thread = PAGES.thread_page(page(html, "/viewtopic.php?t=41"), SITE, keep_names=False)

    assert [post.author for post in thread.posts] == ["wren_t", "ash"]
    assert thread.posts[1].text.startswith("@member the old council")


def test_law_1_a_page_that_numbers_only_some_of_its_posts_is_not_read_without_the_others() -> None:
    numbered = posts("p9{n}", link=LINK)
    others = "".join(
        f"""<div class="entry"><div class="who"><a href="./memberlist.php?u=4{n}">sol_{n}</a> <span>Mon Nov 0{n}, 2026 8:15 pm</span></div><div class="words">I asked them {n} times before they answered me.</div></div>"""
        for n in (4, 5)
    )
    html = f"<title>Council tax</title><body>{numbered}{{}}"

    whole = PAGES.thread_page(page(html.format(""), "/viewtopic.php?t=41"), SITE, keep_names=False)
    assert len(whole.posts) == 3
    with pytest.raises(Unreadable):
        PAGES.thread_page(page(html.format(others), "/viewtopic.php?t=41"), SITE, keep_names=False)
