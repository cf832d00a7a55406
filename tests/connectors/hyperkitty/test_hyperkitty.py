"""HyperKitty's lists and threads of mails."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.hyperkitty import parse
from alongside.connectors.hyperkitty.client import HyperkittyPages
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

    assert pages.more_boards(page(listed | {"next": more}), SITE, number=2) == more
    assert pages.more_boards(page(listed | {"next": None}), SITE, number=2) == ""


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
