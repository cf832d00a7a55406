# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Lists of threads and of boards, and feeds, of forums of any make."""

import contextlib
from datetime import UTC, datetime

import pytest

from alongside.connectors.generic import feeds, parse
from alongside.connectors.port import Unreadable
from tests.connectors.generic.invented import SITE, page, whole

BOARD = "https://forum.example/board/heat"
TITLES = (
    "Heating allowance after a move",
    "Which boiler for a terraced house?",
    "Damp in the north room",
    "Grant for loft insulation refused",
)


def listing(*, head: bool = True, started: bool = True) -> str:
    rows = "".join(
        f"<tr class='row{' sticky' if n == 0 else ''}'><td><a class=subject href='/topic/{40 + n}-t'>"
        f"{title}</a> by <a href='/user/kestrel'>kestrel</a>"
        + (f", <span>{n + 1} March 2026, 09:00</span>" if started else "")
        + f"</td><td>{n * 3}</td><td>{n * 90 + 7}</td><td><span class=last>{n + 5} March 2026, 18:30</span>"
        "<a href='/user/marram'>marram</a></td></tr>"
        for n, title in enumerate(TITLES)
    )
    header = "<tr><th>Topic<th>Replies<th>Views<th>Last post</tr>" if head else ""
    return f"<table>{header}{rows}</table><p class=pagination><a href='?page=2'>Next</a></p>"


def test_a_list_of_threads_is_read_with_times_replies_and_pins() -> None:
    found = parse.board_page(page(whole(listing(), title="Warm houses"), url=BOARD), SITE)

    assert [line.title for line in found.lines] == list(TITLES)
    assert [line.external_id for line in found.lines] == [f"/topic/{n}-t" for n in range(40, 44)]
    assert [line.replies for line in found.lines] == [0, 3, 6, 9]
    assert [line.is_pinned for line in found.lines] == [True, False, False, False]
    assert [line.asked and line.asked.at.day for line in found.lines] == [1, 2, 3, 4]
    assert [line.last_post and line.last_post.at.day for line in found.lines] == [5, 6, 7, 8]
    assert (found.next_address, found.board_name) == (f"{BOARD}?page=2", "Warm houses")


def test_one_time_in_a_row_is_the_last_posts_and_the_start_where_nobody_answered() -> None:
    found = parse.board_page(page(whole(listing(started=False)), url=BOARD), SITE)

    assert [line.replies for line in found.lines] == [0, 3, 6, 9]
    assert [line.asked and line.asked.at.day for line in found.lines] == [5, None, None, None]
    assert [line.last_post and line.last_post.at.day for line in found.lines] == [5, 6, 7, 8]


def test_a_page_without_a_thread_is_no_empty_list() -> None:
    with pytest.raises(Unreadable):
        parse.board_page(page(whole("<p>You may not see this board.</p>"), url=BOARD), SITE)


def test_boards_are_read_with_their_figures() -> None:
    rows = "".join(
        f"<tr><td><a href='/board/{name.lower()}'>{name}</a></td><td>{n * 11 + 4}</td><td>{n * 70 + 30}"
        f"</td><td>3 March 2026, 09:00</td></tr>"
        for n, name in enumerate(("Boilers", "Windows", "Grants"))
    )

    found = parse.boards(page(whole(f"<table>{rows}</table>"), url="https://forum.example/"), SITE)

    assert [(board.name, board.threads, board.posts) for board in found] == [
        ("Boilers", 4, 30),
        ("Windows", 15, 100),
        ("Grants", 26, 170),
    ]
    assert (found[0].external_id, found[0].slug) == ("/board/boilers", "/board/boilers")


def test_rows_in_stripes_and_in_other_states_are_one_list() -> None:
    states = ("odd", "even", "odd closed", "even topic-sticky")
    rows = "".join(
        f"<tr class='topic-row {state}'><td class=title><a href='/topic/{40 + n}'>{title}</a></td>"
        f"<td>{n + 5} March 2026, 18:30</td></tr>"
        for n, (title, state) in enumerate(zip(TITLES, states, strict=True))
    )

    found = parse.board_page(page(whole(f"<table>{rows}</table>"), url=BOARD), SITE)

    assert [line.title for line in found.lines] == list(TITLES)


def test_a_link_to_register_is_no_thread_of_a_short_list() -> None:
    html = (
        "<div class=topics><p><a href='/reg/'>Register</a></p>"
        "<p><a href='/topic/1'>Damp in the north room</a> 3 March 2026, 09:00</p>"
        "<p><a href='/topic/2'>Grant refused</a> 4 March 2026, 09:00</p>"
        "<p><a href='/topic/3'>Which boiler?</a> 5 March 2026, 09:00</p></div>"
    )

    found = parse.board_page(page(whole(html), url=BOARD), SITE)

    assert [line.external_id for line in found.lines] == ["/topic/1", "/topic/2", "/topic/3"]


def row(address: str, title: str, *, inner: str = "{}", day: int = 5) -> str:
    link = inner.format(f"<a href='{address}'>{title}</a>")
    return (
        f"<tr><td>{link} by <a href='/user/kestrel'>kestrel</a></td><td>3</td>"
        f"<td>{day} March 2026, 18:30 <a href='{address}?do=last'>Last post</a></td></tr>"
    )


MENU = "".join(
    f"<li><a href='/{name}'>{name.title()}</a></li>"
    for name in ("home", "portal", "team", "gallery")
)


@pytest.mark.parametrize(
    "titles",
    [
        ("Help with council tax please",),
        ("Help", "Where can I get large print?"),
        ("Young people and the local authority", "Payments moved to 30 June", "How do I register?"),
    ],
)
@pytest.mark.parametrize("address", ["/topic/{}-{}", "/showthread.php?{}-{}", "/t/{1}/{0}"])
def test_a_board_with_few_threads_is_read_whatever_their_titles_say(
    titles: tuple[str, ...], address: str
) -> None:
    rows = "".join(
        row(
            address.format(40 + n, title.lower().replace(" ", "-").strip("?")),
            title,
            # Those that are pinned stand in other markup.
            inner="<b class=stuck>{}</b>" if n == 0 else "{}",
            day=5 + n,
        )
        for n, title in enumerate(titles)
    )

    html = f"<ul class=menu>{MENU}</ul><table>{rows}</table><ul class=foot>{MENU}</ul>"
    found = parse.board_page(page(whole(html), url=BOARD), SITE)

    assert [line.title for line in found.lines] == list(titles)
    times = [line.last_post and line.last_post.at for line in found.lines]
    assert times == [datetime(2026, 3, 5 + n, 18, 30, tzinfo=UTC) for n in range(len(titles))]


def test_a_menu_beside_one_time_is_no_list_of_threads() -> None:
    html = f"<ul class=menu>{MENU}</ul><p>Last visit 5 March 2026, 18:30</p><p>Sign in to read.</p>"

    with pytest.raises(Unreadable):
        parse.board_page(page(whole(html), url=BOARD), SITE)


def test_a_board_called_help_is_a_board() -> None:
    rows = "".join(
        f"<tr><td><a href='/board/{name}'>{name}</a></td><td>{n + 4}</td><td>{n * 70 + 30}</td></tr>"
        for n, name in enumerate(("help", "young-people", "local-authority", "print-and-post"))
    )

    found = parse.boards(page(whole(f"<table>{rows}</table>"), url="https://forum.example/"), SITE)

    assert [board.name for board in found] == [
        "help",
        "young-people",
        "local-authority",
        "print-and-post",
    ]


COUNTED = "".join(
    f"<li><a href='/{name}'><h4>{name}</h4></a><p>All about it</p><b>{threads}</b> <i>Threads</i></li>"
    for name, threads in (("Boilers", 20), ("Windows", 2))
)


def test_boards_are_known_by_what_their_rows_count_where_addresses_do_not_tell() -> None:
    front = page(whole(f"<ul>{COUNTED}</ul>"), url="https://forum.example/")

    found = parse.boards(front, SITE)

    assert [(board.name, board.threads) for board in found] == [("Boilers", 20), ("Windows", 2)]


def test_figures_of_boards_and_threads_are_none_of_the_forum() -> None:
    with pytest.raises(Unreadable):
        parse.statistics(page(whole(f"<ul>{COUNTED}</ul>"), url="https://forum.example/"))

    stats = "<div class=stats><p>Threads: 22</p><p>Posts: 80</p><p>Online: 1 (0 members)</p></div>"
    found = parse.statistics(
        page(whole(f"<ul>{COUNTED}</ul>{stats}"), url="https://forum.example/")
    )
    assert (found.value("threads"), found.value("posts")) == (22, 80)


def test_a_front_page_that_lists_threads_is_the_only_board() -> None:
    (found,) = parse.boards(page(whole(listing()), url="https://forum.example/"), SITE)

    assert (found.external_id, found.slug, found.name) == ("/", "/", "Heating allowance")


def test_a_boards_place_keeps_the_slash_that_its_site_gives_it() -> None:
    rows = "".join(f"<p><a href='/board/{n}/'>Board {n}</a> 4 threads</p>" for n in "abc")

    first, *_ = parse.boards(page(whole(rows), url="https://forum.example/"), SITE)

    assert (first.external_id, first.slug) == ("/board/a", "/board/a/")


def test_long_addresses_have_short_names_that_stay_apart() -> None:
    long = "a-very-long-title-" * 9
    rows = "".join(
        f"<tr><td><a class=topictitle href='/topic/{long}{n}'>Heat, part {chr(97 + n)}</a></td>"
        f"<td>{n + 1} March 2026, 10:00</td></tr>"
        for n in range(4)
    )

    found = parse.board_page(page(whole(f"<table>{rows}</table>"), url=BOARD), SITE)

    assert len({line.external_id for line in found.lines}) == 4
    assert all(len(line.external_id) <= 100 for line in found.lines)


@pytest.mark.parametrize(
    "block",
    [
        # Who reads now stands beside it, written alike.
        "<p>2 users online: 1 member, 0 hidden and 1 guest</p><p>Our members have made a total of "
        "1,204 posts in 155 topics. We currently have 312 members registered.</p>",
        "<p>Total posts <b>1,204</b> • Total topics <b>155</b> • Total members <b>312</b> • Our "
        "newest member <b>marram99</b></p>",
        "<dl><dt>Threads</dt><dd>155</dd></dl><dl><dt>Messages</dt><dd>1,204</dd></dl>"
        "<dl><dt>Members</dt><dd>312</dd></dl><dl><dt>Latest member</dt><dd>marram</dd></dl>",
        "<table><tr><td>Topics: 155</td><td>Posts: 1,204</td><td>Members: 312</td></tr></table>",
        "<p>Themen 155, Beiträge 1.204, Mitglieder 312</p><p>1 Mitglied online, 3 Gäste</p>",
    ],
)
def test_figures_are_read_whichever_way_they_are_written(block: str) -> None:
    found = parse.statistics(page(whole(f"<div>{block}</div>"), url="https://forum.example/"))

    assert {figure.kind: figure.value for figure in found.figures} == {
        "posts": 1204,
        "threads": 155,
        "members": 312,
    }
    assert not any("marram" in figure.sentence for figure in found.figures)


def test_who_reads_just_now_is_not_how_many_members_there_are() -> None:
    html = "<p>There are 4 users online: 3 members and 1 guest, most ever was 19</p>"

    with pytest.raises(Unreadable):
        parse.statistics(page(whole(html), url="https://forum.example/"))


def test_figures_are_told_in_the_pages_own_words_and_without_a_name() -> None:
    html = (
        "<div class=stats><p>1,204 posts in 155 topics by 312 members. Our newest: marram</p></div>"
    )

    found = parse.statistics(page(whole(html), url="https://forum.example/"))

    assert (found.value("posts"), found.value("threads"), found.value("members")) == (
        1204,
        155,
        312,
    )
    assert all("marram" not in figure.sentence for figure in found.figures)


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Warm houses</title><link>https://forum.example/board/heat</link>
<item><title>Re: Damp in the north room</title><link>https://forum.example/topic/42-t?page=2#post-9</link>
<pubDate>Thu, 05 Mar 2026 10:00:00 GMT</pubDate><dc:creator>kestrel</dc:creator>
<description>&lt;p&gt;Open the window.&lt;/p&gt;</description></item>
<item><title>Damp in the north room</title><link>https://forum.example/topic/42-t</link>
<pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate><description>It smells.</description></item>
<item><title>Elsewhere</title><link>https://other.example/t/1</link><description>No.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Warm houses</title><entry>
<id>tag:forum.example,2026:7</id><title>Grants</title><link href="/topic/7"/>
<published>2026-03-03T09:00:00Z</published><updated>2026-03-05T09:00:00Z</updated>
<author><name>robin_w</name></author><content type="html">&lt;p&gt;Who pays?&lt;/p&gt;</content></entry></feed>"""


def feed(words: str | bytes) -> feeds.Entry | None:
    entries = feeds.entries_of(page(words, url=f"{BOARD}.rss", kind="application/rss+xml"))
    return entries[0] if entries else None


def test_the_threads_of_a_boards_feed_are_read_with_exact_times() -> None:
    (line,) = feeds.lines_of(page(RSS, url=f"{BOARD}.rss", kind="application/rss+xml"), SITE)

    assert (line.external_id, line.title) == ("/topic/42-t", "Damp in the north room")
    assert line.asked is not None
    assert line.last_post is not None
    assert line.asked.at == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert line.last_post.at == datetime(2026, 3, 5, 10, tzinfo=UTC)


def test_atom_is_read_like_rss() -> None:
    entry = feed(ATOM)

    assert entry is not None
    assert (entry.address, entry.text, entry.author) == (
        "https://forum.example/topic/7",
        "Who pays?",
        "robin_w",
    )
    assert "robin_w" not in repr(entry)


def test_a_page_tells_which_feeds_it_offers() -> None:
    html = (
        "<html><head><link rel=alternate type='application/rss+xml' href='/board/heat.rss'>"
        "<link rel=alternate type='application/rss+xml' href='https://other.example/x.rss'></head>"
        "<body><a href='/syndication.php?type=rss2'>RSS</a> <a href='/news'>News</a></body></html>"
    )

    assert feeds.feeds_offered(page(html, url=BOARD), SITE) == (
        "https://forum.example/board/heat.rss",
        "https://forum.example/syndication.php?type=rss2",
    )


BOMB = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0"><channel><item><title>&c;</title></item>
</channel></rss>"""
STRANGER = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<rss version="2.0"><channel><item><title>x&f;</title><link>https://forum.example/t/1</link></item></channel>
</rss>"""


def test_a_feed_of_entities_within_entities_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="entities"):
        feed(BOMB)


def test_a_feed_reads_no_file_of_this_machine() -> None:
    entry = feed(STRANGER)

    assert entry is None or entry.title in ("x", "x&f;")


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"\x00\x01\x02",
        b"<rss",
        b"<?xml version='1.0'?><rss>",
        b"/etc/hostname",
        b"https://forum.example/",
    ],
)
def test_what_is_no_feed_is_unreadable_or_empty(words: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert feed(words) is None


def test_an_endless_feed_is_not_read() -> None:
    with pytest.raises(Unreadable, match="larger"):
        feed(b"<rss>" + b" " * feeds.LARGEST_FEED)


def test_the_last_posts_that_rows_link_to_are_not_the_threads() -> None:
    rows = "".join(
        f"<tr><td class=subject><a href='/topics/{40 + n}'>{title}</a></td><td>{n}</td><td class=last>"
        f"<a href='/day/{n + 5}'>{n + 5} March 2026, 18:30</a> <a href='/topics/{40 + n}?r={n}#m{n}'>RE: {title}</a></td></tr>"
        for n, title in enumerate(TITLES)
    )

    found = parse.board_page(page(whole(f"<table>{rows}</table>"), url=BOARD), SITE)

    assert [line.title for line in found.lines] == list(TITLES)
    assert [line.external_id for line in found.lines] == [f"/topics/{n}" for n in range(40, 44)]


def test_the_pages_of_a_thread_in_a_list_are_none_of_the_list() -> None:
    pages = "".join(
        f"<span class=page><a href='/topic/41?page={n}'>{n}</a></span>" for n in (1, 2, 3)
    )
    rows = "".join(
        f"<tr><td><a href='/topic/{40 + n}'>{title}</a>{pages if n == 1 else ''}</td><td>{n}</td>"
        f"<td>{n + 5} March 2026, 18:30</td></tr>"
        for n, title in enumerate(TITLES)
    )
    more = "<p class=pagination><b>1</b> <a href='/board/heat?page=2'>2</a></p>"
    heat = "https://forum.example/board/heat"

    alone = parse.board_page(page(whole(f"<table>{rows}</table>"), url=heat), SITE)
    paged = parse.board_page(page(whole(f"<table>{rows}</table>{more}"), url=heat), SITE)

    assert (len(alone.lines), alone.next_address) == (4, "")
    assert paged.next_address == f"{heat}?page=2"


def test_replies_are_known_by_their_name_also_where_there_are_none() -> None:
    said = (
        "no comments",
        "<a href='#c'>1 comment</a>",
        "<a href='#c'>12 comments</a>",
        "no comments",
    )
    rows = "".join(
        f"<li><a href='/t/{40 + n}'><h4>{title}</h4></a><div>{said[n]}</div><p>Submitted on {n + 5} March 2026"
        "</p><div>0</div><div>Points</div><div>7</div><div>Views</div></li>"
        for n, title in enumerate(TITLES)
    )

    found = parse.board_page(page(whole(f"<ul>{rows}</ul>"), url=BOARD), SITE)

    assert [line.replies for line in found.lines] == [0, 1, 12, 0]


def test_marks_in_words_beside_a_title_tell_what_is_closed_and_pinned() -> None:
    marks = ("[Pinned]", "", "&nbsp;[Closed]", "")
    rows = "".join(
        f"<tr><td><a href='/topic/{40 + n}'>{title}</a> {marks[n]}</td><td>{n}</td><td>{n + 5} March 2026, 18:30"
        "</td></tr>"
        for n, title in enumerate(TITLES)
    )

    lines = parse.board_page(page(whole(f"<table>{rows}</table>"), url=BOARD), SITE).lines

    assert [line.is_pinned for line in lines] == [True, False, False, False]
    assert [line.is_closed for line in lines] == [False, False, True, False]


def test_a_board_called_like_an_address_of_boards_does_not_stand_for_all() -> None:
    rows = "".join(
        f"<li><a href='/{name}'><h4>{name}</h4></a><div>{n}</div><div>Threads</div></li>"
        for n, name in enumerate(("Heat", "Notice-board", "Windows"))
    )

    found = parse.boards(page(whole(f"<ul>{rows}</ul>"), url="https://forum.example/"), SITE)

    assert [(board.name, board.threads) for board in found] == [
        ("Heat", 0), ("Notice-board", 1), ("Windows", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "<p>No threads have been created in this subcategory yet.</p>",
        "<div class=card><div>There are no topics or posts in this forum.</div></div>",
        "<p>Es sind noch keine Themen vorhanden.</p>",
        "<p>No topics.</p>",
    ],
)
def test_a_board_that_says_that_it_is_empty_is_empty(said: str) -> None:
    found = parse.board_page(page(whole(f"<h1>Heat</h1>{said}"), url=BOARD), SITE)

    assert (found.lines, found.next_address) == ((), "")


@pytest.mark.parametrize(
    "said",
    [
        "<p>No topics are shown to guests: please sign in.</p>",
        "<p>You do not have the permission to read topics in this forum.</p>",
        # The legend below a list whose rows could not be read.
        "<table><tr><td><img src=new.gif></td><td>New posts</td><td>No new posts</td></tr></table>",
        "<p><span>No unread posts</span> <span>No new threads</span></p>",
        "<p><span>Aucun message non lu</span></p>",
        "<p><span>No hay mensajes sin leer</span></p>",
        "<p><span>No hay temas nuevos</span></p>",
        # Its rows come by JavaScript.
        "<table><thead><tr><th>Topic</th><th>Posts</th><th>Last post</th></tr></thead><tbody></tbody></table>",
        "<table><thead><tr><th>Topic</th><th>Posts</th><th>Last post</th></tr></thead><tr><td>Loading…</td></tr></table>",
    ],
)
def test_a_board_that_shows_guests_nothing_is_not_empty(said: str) -> None:
    with pytest.raises(Unreadable):
        parse.board_page(page(whole(f"<h1>Heat</h1>{said}"), url=BOARD), SITE)


def marked(first: str, others: str, *, titled: str = "{}") -> str:
    """Rows of which the first bears a mark, and all the others something else."""
    rows = "".join(
        f"<li>{first if n == 0 else others}"
        + (titled if n == 0 else "{}").format(f"<a href='/topic/{40 + n}'>{title}</a>")
        + f"<div><p>{n * 3} replies</p><p>{n + 5} March 2026, 18:30</p></div></li>"
        for n, title in enumerate(TITLES)
    )
    return f"<ul class=topics>{rows}</ul>"


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ("<b class=pinned><i title='This one has been pinned'></i></b>", "<b class=pinned></b>"),
        ("<a href='/topic/40' title=Sticky><img></a>", "<a href='/topic/4' title=''><img></a>"),
        ("<i class='dashicons sticky_open'></i>", "<i class='dashicons normal_open'></i>"),
    ],
)
def test_a_pin_is_seen_beside_what_all_rows_are_called(first: str, others: str) -> None:
    found = parse.board_page(page(whole(marked(first, others)), url=BOARD), SITE)

    assert [line.is_pinned for line in found.lines] == [True, False, False, False]


@pytest.mark.parametrize(
    "name",
    ["unsolved", "not-solved", "ungelöst", "unlocked", "nonsticky", "not_closed", "unpinned"],
)
def test_a_word_that_says_no_is_no_mark(name: str) -> None:
    html = marked(f"<i class='{name}'></i>", "<i class=plain></i>")
    found = parse.board_page(page(whole(html), url=BOARD), SITE)

    assert [line.title for line in found.lines] == list(TITLES)
    assert not any(line.is_closed or line.is_pinned or line.is_solved for line in found.lines)


def test_a_lock_is_seen_though_all_rows_have_something_closed_in_them() -> None:
    first = "<img alt=Locked><a class='expander closed' href='#'>+</a>"
    html = marked(first, "<a class='expander closed' href='#'>+</a>")

    found = parse.board_page(page(whole(html), url=BOARD), SITE)

    assert [line.is_closed for line in found.lines] == [True, False, False, False]


def test_the_first_row_is_whole_though_its_title_stands_in_one_more_element() -> None:
    html = marked("", "", titled="<strong>{}</strong>")

    found = parse.board_page(page(whole(html), url=BOARD), SITE)

    assert [line.replies for line in found.lines] == [0, 3, 6, 9]
    assert all(line.last_post is not None for line in found.lines)


def test_the_second_page_of_a_thread_is_not_the_next_of_the_list() -> None:
    rows = "".join(
        f"<tr><td><a href='/viewtopic.php?id={40 + n}'>{title}</a> <span class=pages>[ <a href='/viewtopic.php?id={40 + n}'>1</a> "
        f"<a href='/viewtopic.php?id={40 + n}&amp;p=2'>2</a> ]</span></td><td>{n + 5} March 2026, 18:30</td></tr>"
        for n, title in enumerate(TITLES)
    )
    url = "https://forum.example/viewforum.php?id=2"

    found = parse.board_page(page(whole(f"<table>{rows}</table>"), url=url), SITE)

    assert (len(found.lines), found.next_address) == (4, "")


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td><a href='/node/{n}'>{title}</a></td><td>By <a href='/users/kestrel'>kestrel</a> 2 weeks ago</td><td>{r}</td></tr>",
        "<tr><td><a href='/{n}-heat'>{title}</a></td><td>3 March 2026, 18:30</td><td>{r}</td></tr>",
    ],
)
def test_the_two_threads_of_a_small_board_are_read_whatever_their_addresses(row: str) -> None:
    rows = "".join(row.format(n=40 + n, title=title, r=n) for n, title in enumerate(TITLES[:2]))
    html = f"<ul>{MENU}</ul><table><tr><th>Topic<th>Last<th>Replies</tr>{rows}</table>"

    found = parse.board_page(page(whole(html), url="https://forum.example/forum/2"), SITE)

    assert [(line.title, line.replies) for line in found.lines] == [(TITLES[0], 0), (TITLES[1], 1)]


@pytest.mark.parametrize(
    ("said", "is_start"),
    [
        ("<i>asked</i> <time>{day} March 2026, 18:30</time>", True),
        ("<p>Started on {day} March 2026, 18:30</p>", True),
        ("<i>answered</i> <time>{day} March 2026, 18:30</time>", False),
        ("Started by: <a href='/user/kestrel'>kestrel</a> <b>{day} March 2026, 18:30</b>", False),
    ],
)
def test_a_list_that_tells_only_when_questions_were_asked_says_so(
    said: str, is_start: bool
) -> None:
    rows = "".join(
        f"<li class=topic><a href='/topic/{40 + n}'>{title}</a> {said.format(day=n + 5)} <b>{n + 1} replies</b></li>"
        for n, title in enumerate(TITLES)
    )

    found = parse.board_page(page(whole(f"<ul>{rows}</ul>"), url=BOARD), SITE)

    days = [n + 5 for n in range(4)]
    assert [line.asked and line.asked.at.day for line in found.lines] == (
        days if is_start else [None] * 4
    )
    assert [line.last_post and line.last_post.at.day for line in found.lines] == days


def test_threads_that_were_written_to_last_by_the_same_member_in_one_week_have_times() -> None:
    rows = "".join(
        f"<li class=topic><a href='/topic/{40 + n}'>{title}</a><p><a href='/topic/{40 + n}#last'>Last post by Marram Grass, 2 weeks ago</a></p><b>{n}</b></li>"
        for n, title in enumerate(TITLES)
    )

    found = parse.board_page(page(whole(f"<ul>{rows}</ul>"), url=BOARD), SITE)

    assert [line.title for line in found.lines] == list(TITLES)
    assert all(line.last_post is not None for line in found.lines)


def in_old_table(icon: str, *, pages: str = "") -> str:
    """Tables of 2005: a title above the heads, a picture for each state, a time where one points."""
    rows = "".join(
        f"<tr><td><img src='/img/{icon if n == 1 else 'topic_read'}.gif' alt=''></td><td><a title='Posted: {n + 1} March 2026, 09:00' href='/viewtopic.php?f=3&amp;t={40 + n}'>{title}</a>"
        f"{pages if n == 2 else ''}</td><td><a href='/user/kestrel'>kestrel</a></td><td><a href='javascript:who({n})'>{n * 3}</a></td><td>{n * 90 + 7}</td><td><p>{n + 5} March 2026, 18:30</p></td></tr>"
        for n, title in enumerate(TITLES)
    )
    heads = "<tr><th colspan=2>Topics<th>Author<th>Replies<th>Views<th>Last post</tr>"
    return f"<table><tr><td colspan=6>&nbsp;</td></tr>{heads}{rows}</table>"


def test_a_time_that_is_shown_when_one_points_at_a_title_is_the_thread_s_start() -> None:
    found = parse.board_page(page(whole(in_old_table("topic_read")), url=BOARD), SITE)

    assert [line.title for line in found.lines] == list(TITLES)
    assert [line.asked and line.asked.at.day for line in found.lines] == [1, 2, 3, 4]
    assert [line.last_post and line.last_post.at.day for line in found.lines] == [5, 6, 7, 8]
    assert [line.replies for line in found.lines] == [0, 3, 6, 9]


@pytest.mark.parametrize(
    ("icon", "closed", "pinned"),
    [
        ("topic_read_locked", True, False),
        ("thread_lock", True, False),
        ("t_closed", True, False),
        ("sticky_read", False, True),
        ("normal_post_locked_sticky", True, True),
        ("block_of_flats", False, False),
    ],
)
def test_a_picture_s_name_tells_a_thread_s_state(icon: str, closed: bool, pinned: bool) -> None:
    found = parse.board_page(page(whole(in_old_table(icon)), url=BOARD), SITE)

    assert [line.is_closed for line in found.lines] == [False, closed, False, False]
    assert [line.is_pinned for line in found.lines] == [False, pinned, False, False]


def test_a_member_s_picture_tells_nothing_of_the_thread() -> None:
    face = "<a href='/user/kestrel'><img src='/faces/locked.gif' alt=''></a>"
    html = in_old_table("topic_read").replace(">kestrel</a>", f">kestrel</a>{face}", 1)
    found = parse.board_page(page(whole(html), url=BOARD), SITE)

    assert not any(line.is_closed for line in found.lines)


def test_a_word_of_old_software_for_pinned_is_known() -> None:
    html = in_old_table("topic_read").replace("<a title", "<b>Topped:</b> <a title", 1)
    found = parse.board_page(page(whole(html), url=BOARD), SITE)

    assert [line.is_pinned for line in found.lines] == [True, False, False, False]


@pytest.mark.parametrize(
    "pages",
    [
        " <span><a href='/viewtopic.php?f=3&amp;t=42'>1</a></span> <span><a href='/viewtopic.php?f=3&amp;t=42&amp;st=20'>2</a></span>",
        " [<a href='/viewtopic.php?f=3&amp;t=42'>1</a>, <a href='/viewtopic.php?f=3&amp;t=42&amp;st=20'>2</a>]",
    ],
)
def test_the_pages_of_a_thread_are_no_count_of_its_replies(pages: str) -> None:
    found = parse.board_page(page(whole(in_old_table("topic_read", pages=pages)), url=BOARD), SITE)

    assert [line.replies for line in found.lines] == [0, 3, 6, 9]


def test_the_heads_of_a_table_may_stand_below_its_title() -> None:
    rows = "".join(
        f"<tr><td><a href='/viewforum.php?f={n}'>{name}</a><p>All of it</p></td><td><p class=topicdetails>{n * 10}</p></td><td><p class=topicdetails>{n * 90}</p></td><td>Thu 5 March 2026</td></tr>"
        for n, name in enumerate(("Boilers", "Grants", "Windows"), 1)
    )
    heads = "<tr><th>Forum<th>Topics<th>Posts<th>Last post</tr>"
    html = f"<table><tr><td colspan=4>Warm houses</td></tr>{heads}{rows}</table>"
    found = parse.boards(page(whole(html), url="https://forum.example/"), SITE)

    assert [(board.threads, board.posts) for board in found] == [(10, 90), (20, 180), (30, 270)]


def test_the_latest_threads_in_a_widget_are_not_those_of_the_board() -> None:
    def item(title: str, *, inner: str) -> str:
        return f"<div class=item><p class=title><a href='/community/{title[-9:]}'>{title}</a></p>{inner}</div>"

    own = "".join(
        item(title, inner=f"<b>{n}</b><span> replies</span><i>{n + 3} March 2026</i>")
        for n, title in enumerate(("Damp", "Grant refused"))
    )
    widget = "".join(
        item(title, inner="<p>by <a href='/user/kes'>kes</a>, 2 March 2026</p>")
        for title in ("A boiler that hums at night", "Notice without a date in it", *TITLES)
    )
    html = f"<div class=topics>{own}</div><div id=sidebar class=widget-area>{widget}</div>"
    found = parse.board_page(page(whole(html), url=BOARD), SITE)

    assert [line.title for line in found.lines] == ["Damp", "Grant refused"]


@pytest.mark.parametrize(
    "names",
    [
        ("msg00001.html", "msg00002.html", "msg00003.html"),
        ("000101.html", "000103.html", "000104.html"),
    ],
    ids=["MHonArc", "Pipermail"],
)
def test_an_index_of_mails_is_a_list_though_it_tells_no_time(names: tuple[str, ...]) -> None:
    sorted_by = "<li><b>Messages sorted by:</b> <a href='subject.html#start'>[ subject ]</a>"
    mails = "".join(
        f"<li><a href='{name}'>[help] {title}</a><a name='{n}'>&nbsp;</a> <i>Robin Wood</i>"
        for n, (name, title) in enumerate(zip(names, TITLES, strict=False))
    )
    html = f"<html><head><title>The help Archive by thread</title></head><body><ul>{sorted_by}</ul><ul>{mails}</ul></body></html>"
    found = parse.board_page(page(html, url="https://forum.example/help/thread.html"), SITE)

    assert [line.address.rpartition("/")[2] for line in found.lines] == list(names)


def test_a_question_s_count_of_answers_tells_that_one_was_selected() -> None:
    rows = "".join(
        f"<div class=qa-q-list-item><span class='qa-a-count{' qa-a-count-selected' if n == 1 else ''}'><span>{n}</span><span> answers</span></span>"
        f"<div class=qa-q-item-title><a href='./{40 + n}/x'>{title}</a></div><span>asked {n + 3} March 2026</span></div>"
        for n, title in enumerate(TITLES)
    )
    found = parse.board_page(page(whole(rows), url=BOARD), SITE)

    assert [line.is_solved for line in found.lines] == [None, True, None, None]


@pytest.mark.parametrize(
    "block",
    [
        "<ul><li>Nachrichten gesamt: <b>9876</b></li><li>Themen gesamt: <b>1204</b></li></ul><ul><li>Benutzer gesamt: <b>310</b></li><li>Neuestes Mitglied: <a href='#'>wren_t</a></li></ul>",
        "<p>Beiträge insgesamt <b>9876</b> | Themen insgesamt <b>1204</b> | Mitglieder insgesamt <b>310</b> | Unser neuestes Mitglied: <b>wren_t</b></p>",
        "<p>Mensajes totales <b>9876</b> • Temas totales <b>1204</b> • Usuarios totales <b>310</b> • Nuestro usuario más reciente es <b>wren_t</b></p>",
    ],
)
def test_what_is_counted_in_all_is_counted_by_the_word_before_it(block: str) -> None:
    found = parse.statistics(page(whole(f"<div class=stats>{block}</div>")))

    assert [found.value(kind) for kind in ("posts", "threads", "members")] == [9876, 1204, 310]
    assert not any("wren" in figure.sentence for figure in found.figures)


def test_the_heading_of_the_next_day_is_no_time_of_the_mail_above_it() -> None:
    def day(number: int, *mails: int) -> str:
        rows = "".join(
            f"<li><a href='msg0000{n}.html'>{TITLES[n]}</a>, <i>Robin</i>" for n in mails
        )
        return f"<li><b>{number} March 2026</b><ul>{rows}</ul>"

    html = f"<html><head><title>help: date index</title></head><body><ul>{day(1, 0, 1)}{day(3, 2, 3)}</ul></body></html>"
    found = parse.board_page(page(html, url="https://forum.example/help/maillist.html"), SITE)

    assert [line.title for line in found.lines] == list(TITLES)
    assert [line.last_post for line in found.lines] == [None] * 4
