"""MyBB's pages: dates in words, the month first in most forums."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.mybb import parse
from alongside.connectors.mybb.client import MybbPages
from alongside.connectors.port import Precision, Unreadable
from tests.connectors.answers import SITE, page

EDITED = "11-21-2026, 10:00 AM"


def thread_html(date: str, other: str = "11-20-2026, 09:00 AM", edited: str = EDITED) -> str:
    return f"""<div class="navigation"><a href="forumdisplay.php?fid=3">Money</a>
<span class="active">Council tax</span></div><input type="hidden" name="tid" value="7">
<div class="post" id="post_41"><div class="author_information"><span class="largetext"><a>wren_t</a>
</span><span class="smalltext">Junior Member</span></div><span class="post_date">{date}
<span class="post_edit" id="edited_by_41"><span>(This post was last modified: {edited}
by <a>wren_t</a>.)</span></span></span><div class="post_body" id="pid_41">Whom do I tell?
</div></div>
<div class="post" id="post_42"><div class="author_information"><span class="largetext">ash</span>
</div><span class="post_date">{other}<span class="post_edit" id="edited_by_42"></span></span>
<div class="post_body" id="pid_42"><blockquote><cite>wren_t Wrote:</cite>Whom?</blockquote>Your
council.</div></div><div class="pagination"><a class="pagination_page" href="x">2</a>
<a class="pagination_next" href="showthread.php?tid=7&amp;page=2">Next</a></div>"""


@pytest.mark.parametrize(
    ("date", "other", "moment"),
    [
        ("11-05-2026, 08:00 AM", "11-20-2026, 09:00 AM", datetime(2026, 11, 5, 8, tzinfo=UTC)),
        ("05-11-2026, 08:00", "20-11-2026, 09:00", datetime(2026, 11, 5, 8, tzinfo=UTC)),
        (
            '<span title="11-24-2026">Yesterday</span>, 08:00 AM',
            "11-20-2026, 09:00 AM",
            datetime(2026, 11, 24, 8, tzinfo=UTC),
        ),
        (
            '<span title="11-25-2026, 11:58 AM">2 minutes ago</span>',
            "11-20-2026, 09:00 AM",
            datetime(2026, 11, 25, 11, 58, tzinfo=UTC),
        ),
        ("2026-11-05, 08:00 AM", "2026-11-20, 09:00 AM", datetime(2026, 11, 5, 8, tzinfo=UTC)),
    ],
)
def test_a_date_is_meant_as_the_other_dates_of_the_page(
    date: str, other: str, moment: datetime
) -> None:
    html = page(thread_html(date, other, edited=other), "/showthread.php?tid=7")
    first = parse.thread_page(html, SITE, keep_names=True).posts[0]

    assert (first.posted_at, first.precision) == (moment, Precision.MINUTE)


def test_posts_are_read_with_their_edits_and_titles() -> None:
    html = page(thread_html("11-05-2026, 08:00 AM"), "/showthread.php?tid=7")
    thread = parse.thread_page(html, SITE, keep_names=False)
    first, second = thread.posts

    assert (thread.external_id, thread.title, thread.board_id, thread.board_name) == (
        "7",
        "Council tax",
        "3",
        "Money",
    )
    assert first.edited_at == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert first.author_title == "Junior Member"
    assert not second.is_edited
    assert second.text == "Your council."
    assert thread.next_address == "https://forum.example/showthread.php?tid=7&page=2"


def test_a_board_s_line_tells_both_times() -> None:
    html = """<div class="navigation"><span class="active">Money</span></div><table>
<tr class="inline_row"><td class="forumdisplay_sticky"><i class="thread_status lockfolder"></i>
</td><td><span class="subject_old" id="tid_7"><a href="showthread.php?tid=7">Council tax</a></span>
<span class="thread_start_datetime smalltext">11-05-2026, 08:00 AM</span></td><td>1,204</td>
<td>9</td><td>
<span class="lastpost smalltext">11-20-2026, 09:00 AM<br>Last Post: <a>ash</a></span></td></tr>
</table>"""
    (line,) = parse.board_page(page(html, "/forumdisplay.php?fid=3"), SITE, board_id="3").lines

    assert (line.title, line.replies, line.is_pinned, line.is_closed) == (
        "Council tax",
        1204,
        True,
        True,
    )
    assert line.asked is not None
    assert line.asked.at == datetime(2026, 11, 5, 8, tzinfo=UTC)


def test_the_statistics_are_those_of_the_board_and_not_of_who_is_here() -> None:
    html = """<div class="smalltext">Ten posts or 2 threads first: 10 posts, 2 threads</div>
<table><tbody id="boardstats_e"><tr><td><span class="smalltext">3 users active in the
past 15 minutes (1 members, 0 of whom are invisible, and 2 guests).</span></td></tr><tr><td>
<span class="smalltext">Our members have made a total of 9,876 posts in 1,204 threads.<br>We
currently have 310 members registered.<br>Please welcome our newest member, <b>wren_t</b></span>
</td></tr></tbody></table>"""
    statistics = parse.statistics(page(html))

    assert [statistics.value(kind) for kind in ("posts", "threads", "members")] == [9876, 1204, 310]
    assert not any("wren" in figure.sentence for figure in statistics.figures)


def test_a_page_without_a_post_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(
            page("<p>The specified thread does not exist.</p>"), SITE, keep_names=True
        )


def test_any_address_in_a_thread_leads_to_it() -> None:
    pages = MybbPages()

    for path in ("/showthread.php?tid=7&pid=42#pid42", "/thread-7-post-42.html#pid42"):
        address = f"{SITE.address}{path}"
        assert pages.thread_address(SITE, address) == f"{SITE.address}/showthread.php?tid=7"
        assert pages.page_address(SITE, address) == f"{SITE.address}/showthread.php?pid=42"
