"""HyperKitty's lists and threads of mails."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.hyperkitty import parse
from alongside.connectors.hyperkitty.client import HyperkittyPages
from alongside.connectors.pages import ThreadPage
from alongside.connectors.port import Refused, Unreadable
from tests.connectors.answers import SITE, page

HASH = "QRFVCKF7FMYUKILUPY6N57HTYW7QTNGL"
BASE = f"/list/money@lists.example/thread/{HASH}/"


def mail(identity: str, words: str, likes: int = 0) -> str:
    return f"""<div class="email"><div id="{identity}" class="email-header"><h2 class="name">wren_t
</h2><div class="email-date"><span class="date">5 Nov 2026</span><div class="time"><span
 title="Sender's time: Nov. 5, 2026, 11 a.m.">8:15 a.m.</span></div></div></div>
<div class="email-body"><p>{words}</p><div class="quoted-switch">...</div><div class="quoted-text">
On Monday ash wrote: Whom?</div></div><a class="youlike">{likes}</a></div>"""


def test_the_first_mail_leads_to_the_others() -> None:
    html = f'<h3>Council tax</h3>{mail(HASH, "Whom do I tell?", 2)}<div class="replies"></div>'
    thread = parse.thread_page(page(html, BASE), SITE, keep_names=False)
    (post,) = thread.posts

    assert (thread.external_id, thread.title) == (HASH, "Council tax")
    assert thread.board_id == "money@lists.example"
    assert (post.external_id, post.text, post.thanks) == (HASH, "Whom do I tell?", 2)
    # The archive's clock, not the sender's, which may stand in any zone.
    assert post.posted_at == datetime(2026, 11, 5, 8, 15, tzinfo=UTC)
    assert thread.next_address == f"{SITE.address}{BASE}replies?sort=date"


def test_the_replies_come_as_data_and_lead_on() -> None:
    data = {"replies_html": mail("B" * 32, "The council."), "more_pending": True, "next_offset": 15}
    thread = parse.thread_page(page(data, f"{BASE}replies?sort=date"), SITE, keep_names=True)

    assert thread.external_id == HASH
    assert "On Monday ash wrote" in thread.posts[0].text
    assert thread.next_address == f"{SITE.address}{BASE}replies?sort=date&offset=15"


def test_a_mail_that_nobody_answered_has_no_replies() -> None:
    data = {"replies_html": "", "more_pending": False, "next_offset": None}
    thread = parse.thread_page(page(data, f"{BASE}replies?sort=date"), SITE, keep_names=True)

    assert (thread.posts, thread.events) == ((), 1)


def test_the_lists_are_the_boards() -> None:
    lists = [
        {"name": "money@lists.example", "display_name": "Money", "archive_policy": "public"},
        {"name": "staff@lists.example", "display_name": "Staff", "archive_policy": "private"},
    ]
    (board,) = parse.boards(page({"results": lists}), SITE)

    assert (board.external_id, board.name) == ("money@lists.example", "Money")


def test_mailing_lists_come_ten_at_a_time_and_lead_on_by_their_own_link() -> None:
    more = f"{SITE.address}/api/lists/?format=json&limit=10&offset=10"
    listed = {"results": [{"name": "money@lists.example"}]}
    pages = HyperkittyPages()

    assert pages.more_boards(page(listed | {"next": more}), SITE) == (more,)
    assert pages.more_boards(page(listed | {"next": None}), SITE) == ()


def test_a_list_of_threads_leads_on_by_its_own_link() -> None:
    thread = {
        "thread_id": HASH,
        "subject": "Council tax",
        "date_active": "2026-11-20T08:00:00Z",
        "replies_count": 4,
    }
    more = f"{SITE.address}/api/list/money@lists.example/threads/?offset=10"
    board = parse.board_page(
        page({"results": [thread], "next": more}), SITE, board_id="money@lists.example"
    )

    assert board.lines[0].replies == 4
    assert board.lines[0].address == f"{SITE.address}{BASE}"
    assert board.next_address == more


def test_a_page_without_a_mail_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<p>Private list</p>", BASE), SITE, keep_names=True)


def test_only_a_list_s_name_is_asked_for() -> None:
    with pytest.raises(Refused):
        HyperkittyPages().board_address(SITE, board_id="../accounts", board_slug="")


def mail_of(identity: str, day: str, clock: str, senders: str, body: str) -> str:
    dated = f'<span class="date">{day}</span>' if day else ""
    return f"""<div class="email"><div id="{identity}" class="email-header"><h2 class="name">wren_t
</h2>{dated}<div class="time"><span title="Sender's time: {senders}">{clock}</span></div></div>
<div class="email-body">{body}</div></div>"""


def replies_of(*mails: str) -> ThreadPage:
    data = {"replies_html": "".join(mails), "more_pending": False, "next_offset": None}
    return parse.thread_page(page(data, f"{BASE}replies?sort=date"), SITE, keep_names=False)


def test_a_mail_of_the_same_day_as_the_one_before_shows_its_clock_alone() -> None:
    replies = replies_of(
        mail_of("B" * 32, "12 Nov", "noon", "Nov. 12, 2025, 2 p.m.", "<p>Yes.</p>"),
        mail_of("C" * 32, "", "1 p.m.", "Nov. 12, 2025, 11 a.m.", "<p>No.</p>"),
        mail_of("D" * 32, "1 Jan", "12:20 a.m.", "Dec. 31, 2025, 11:20 p.m.", "<p>Well.</p>"),
    )

    # The archive's clock, in the year that the sender's time tells.
    assert [post.posted_at for post in replies.posts] == [
        datetime(2025, 11, 12, 12, 0, tzinfo=UTC),
        datetime(2025, 11, 12, 13, 0, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 20, tzinfo=UTC),
    ]


def test_law_4_a_mail_is_read_without_what_it_quotes_and_its_signature() -> None:
    body = """<p>On Thu, 12 Nov 2026, ash &lt;ash@mail.example> wrote:</p>
<div class="quoted-switch"><a href="#">...</a></div><blockquote class="blockquote quoted-text"><p>
Whom do I ask?</p></blockquote><p>The council.

Bring the letter.
--&#32;
Wren Tully
Tel. 0700 900 000</p>"""
    (post,) = replies_of(mail_of("B" * 32, "12 Nov", "noon", "Nov. 12, 2026, noon", body)).posts

    assert post.text == "The council.\n\nBring the letter."


def test_lists_and_threads_may_come_bare_where_a_site_sets_no_size_for_their_parts() -> None:
    lists = [{"name": "money@lists.example", "archive_policy": "public"}]
    thread = {"thread_id": HASH, "subject": "", "date_active": "2026-11-20T08:00:00Z"}

    (board,) = parse.boards(page(lists), SITE)
    (line,) = parse.board_page(page([thread]), SITE, board_id="money@lists.example").lines

    assert (board.external_id, line.title) == ("money@lists.example", "(no subject)")
    assert "limit=" in HyperkittyPages().front_address(SITE)
