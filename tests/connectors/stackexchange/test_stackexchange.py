"""A Stack Exchange site's pages."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.port import Refused, Unreadable
from alongside.connectors.stackexchange import parse
from alongside.connectors.stackexchange.client import StackExchangePages
from tests.connectors.answers import SITE, page

THREAD = """<div id="question-header"><h1><a class="question-hyperlink">Council tax</a></h1></div>
<div id="question" class="question" data-questionid="7" data-score="12"
 data-author-username="wren_t"><div class="js-post-body"><p>Whom do I tell?</p></div>
<div class="post-taglist"><a class="post-tag">money</a></div><div class="post-signature">
<div class="user-action-time"><a href="/posts/7/revisions">edited <span class="relativetime"
 title="2026-11-02 08:00:00Z">x</span></a></div></div><div class="post-signature owner">
<div class="user-action-time">asked <span class="relativetime" title="2026-11-01 08:00:00Z">x</span>
</div></div><div class="comment">Nice one.</div></div>
<div id="answer-9" class="answer accepted-answer" data-answerid="9" data-score="-2">
<div class="js-post-body"><p>The council.</p></div><div class="post-signature"><div
 class="user-action-time">answered <span class="relativetime" title="2026-11-03 08:00:00Z">x</span>
</div><div class="user-details"><a href="/users/4">ash</a></div></div></div>"""


def test_a_question_and_its_answers_are_a_thread() -> None:
    thread = parse.thread_page(page(THREAD, "/questions/7/council-tax"), SITE, keep_names=True)
    question, answer = thread.posts

    assert (thread.external_id, thread.title, thread.board_id, thread.is_solved) == (
        "7",
        "Council tax",
        "money",
        True,
    )
    assert question.posted_at == datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert question.edited_at == datetime(2026, 11, 2, 8, tzinfo=UTC)
    assert (question.author, question.thanks) == ("wren_t", 12)
    assert (answer.author, answer.is_accepted, answer.is_edited) == ("ash", True, False)
    assert (question.address, answer.address) == (
        "https://forum.example/q/7",
        "https://forum.example/a/9",
    )
    assert "Nice one" not in question.text


def test_a_list_tells_what_happened_last() -> None:
    html = """<div class="s-post-summary" data-post-id="7">
<div class="s-post-summary--stats-item has-answers has-accepted-answer">
<span class="s-post-summary--stats-item-number">3</span></div>
<h3 class="s-post-summary--content-title"><a href="/questions/7/council-tax">Council tax</a></h3>
<time class="s-user-card--time">answered
<span class="relativetime" title="2026-11-03 08:00:00Z">x</span></time></div>
<a class="s-pagination--item" rel="next" href="/questions/tagged/money?page=2">2</a>"""
    board = parse.board_page(page(html, "/questions/tagged/money"), SITE, board_id="money")
    (line,) = board.lines

    assert (line.external_id, line.replies, line.is_solved, line.asked) == ("7", 3, True, None)
    assert board.next_address.endswith("?page=2")


def test_tags_are_boards() -> None:
    html = (
        """<div class="js-tag-cell"><a class="post-tag">money</a><div>1,204 questions</div></div>"""
    )
    (board,) = parse.boards(page(html, "/tags"), SITE)

    assert (board.external_id, board.threads) == ("money", 1204)
    assert (
        StackExchangePages()
        .board_address(SITE, board_id="c#", board_slug="")
        .endswith("/questions/tagged/c%23?tab=Active")
    )
    with pytest.raises(Refused):
        StackExchangePages().board_address(SITE, board_id="a/b", board_slug="")


def test_the_list_s_head_tells_how_many_there_are() -> None:
    html = '<div class="fs-body3">1,204 questions</div>'

    assert parse.statistics(page(html)).value("threads") == 1204


def test_a_page_without_a_question_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse.thread_page(page("<p>Human verification</p>"), SITE, keep_names=True)


@pytest.mark.parametrize(
    ("path", "start", "shown"),
    [
        ("/questions/7/council-tax", "/questions/7", "/questions/7"),
        ("/questions/7/council-tax/9#9", "/questions/7", "/a/9"),
        ("/q/7", "/questions/7", "/questions/7"),
        ("/a/9", "/a/9", "/a/9"),
        ("/users/4", "", ""),
    ],
)
def test_any_address_of_a_question_leads_to_it(path: str, start: str, shown: str) -> None:
    pages, address = StackExchangePages(), f"{SITE.address}{path}"

    assert pages.thread_address(SITE, address) == (start and f"{SITE.address}{start}")
    assert pages.page_address(SITE, address) == (shown and f"{SITE.address}{shown}")
