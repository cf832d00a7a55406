"""Askbot's pages of questions, in its templates since 0.12 and in those before."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.askbot import parse
from alongside.connectors.askbot.client import AskbotPages
from alongside.connectors.port import Unreadable
from tests.connectors.answers import SITE, page

PLACE = "/question/7/what-is-council-tax/"
CARD = """<div class="post-update-info"><div class="post-update-info-author-name"><a
 class="user-name-link" href="/users/9/wren/">wren</a></div><a href="/questions/7/revisions/">asked
 <abbr class="js-timeago" title="2026-11-05 08:00:01+00:00 +0000">2026-11-05</abbr></a>{later}
</div>"""
EDITED = """, <a href="/answers/8/revisions/">updated <abbr title="2026-11-06 12:00:00+00:00
 +0000">2026-11-06</abbr></a>"""
THREAD = f"""<div class="notice"><p>This site asks for donations. They keep it going, and it needs a
good many of them.</p></div><div id="js-post-7" class="js-post js-question" data-post-id="7"><div
class="js-post-vote-number">3</div><h1><div class="js-editable-content">What is council tax?
[closed]</div></h1>
<ul class="js-question-tags"><li><a rel="tag" data-tag-name="money">money</a></li></ul>
<div class="post-body"><div class="js-editable-content"><p>I have no idea.</p></div></div>
{CARD.format(later="")}<div class="question-status">Closed</div><div class="js-comment">Same
here</div></div><div id="js-post-8" class="js-post js-answer
 js-accepted-answer" data-post-id="8"><div class="post-body"><div
 class="js-editable-content"><p>A tax on homes.</p></div></div>
{CARD.format(later=EDITED)}</div><div class="paginator"><a class="next-page" href="{PLACE}?page=2">
</a></div>"""
OLDER = """<h1><a href="/question/7/what-is-council-tax/">What is council tax?</a></h1><div
class="post question" id="post-id-7"><div class="vote-number">2</div><div class="post-body"><div
class="post-update-info-container"><div class="post-update-info"><p>asked <strong><abbr title=
"2013-04-12 10:11:12 +0000">Apr 12 '13</abbr></strong></p><a href="/users/9/wren/">wren</a></div>
</div><p>I have no idea.</p></div></div>"""


def test_a_question_is_the_first_post_and_its_answers_are_the_rest() -> None:
    thread = parse.thread_page(page(THREAD, PLACE), SITE, keep_names=True)
    question, answer = thread.posts

    assert (thread.external_id, thread.title, thread.board_id) == (
        "7",
        "What is council tax?",
        "money",
    )
    assert (thread.is_closed, thread.is_solved) == (True, True)
    assert (question.author, question.text, question.thanks) == ("wren", "I have no idea.", 3)
    assert question.posted_at == datetime(2026, 11, 5, 8, 0, 1, tzinfo=UTC)
    assert not question.is_edited
    assert (answer.text, answer.is_accepted) == ("A tax on homes.", True)
    assert answer.edited_at == datetime(2026, 11, 6, 12, tzinfo=UTC)
    assert answer.address == f"{SITE.address}/question/7/?answer=8#post-id-8"
    assert thread.next_address == f"{SITE.address}{PLACE}?page=2"


def test_an_older_template_is_read_without_the_card_of_the_author() -> None:
    (post,) = parse.thread_page(page(OLDER, PLACE), SITE, keep_names=True).posts

    assert (post.external_id, post.author, post.text) == ("7", "wren", "I have no idea.")
    assert post.posted_at == datetime(2013, 4, 12, 10, 11, 12, tzinfo=UTC)


def test_a_list_tells_answers_and_the_last_that_happened() -> None:
    html = f"""<h1>1,234 questions</h1><div class="question-summary"><div
class="question-answers-count with-accept-answer-icon"><div class="item-count">4</div></div><div
class="question-summary-user-info"><abbr title="2026-11-20 21:00:00+00:00 +0000">x</abbr></div>
<h2><a href="{PLACE}">What is council tax? [closed]</a></h2></div><div class="short-summary"><div
class="counts"><div class="answers no-answers"><span class="item-count">no</span></div></div><h2><a
href="/question/9/rent/">Rent</a></h2></div><div class="paginator"><a class="next-page js-disabled"
href="?page=None"></a></div>"""
    found = parse.board_page(page(html, "/questions/"), SITE, board_id="money")
    solved, alone = found.lines

    assert (solved.title, solved.replies, solved.is_solved, solved.is_closed) == (
        "What is council tax?",
        4,
        True,
        True,
    )
    assert solved.last_post is not None
    assert solved.last_post.at == datetime(2026, 11, 20, 21, tzinfo=UTC)
    assert (alone.external_id, alone.replies, alone.is_solved) == ("9", 0, False)
    assert found.next_address == ""
    assert parse.statistics(page(html)).value("threads") == 1234


def test_the_boards_are_the_tags() -> None:
    html = """<ul class="tags"><li><a class="js-tag-name" rel="tag" data-tag-name="money" href=
"/questions/scope:all/tags:money/">money</a><span class="used-count">×20</span></li></ul>"""
    (board,) = parse.boards(page(html), SITE)

    assert (board.external_id, board.name, board.threads) == ("money", "money", 20)


def test_a_page_without_a_question_is_unreadable() -> None:
    for read in (
        lambda html: parse.thread_page(page(html, PLACE), SITE, keep_names=True),
        lambda html: parse.board_page(page(html), SITE, board_id="money"),
    ):
        with pytest.raises(Unreadable):
            read("<p>Please sign in</p>")


def test_any_address_of_a_question_leads_to_it_without_the_title_s_words() -> None:
    address = f"{SITE.address}{PLACE}?answer=8#post-id-8"

    assert AskbotPages().thread_address(SITE, address) == f"{SITE.address}/question/7/"
    assert AskbotPages().page_address(SITE, address) == f"{SITE.address}/question/7/?answer=8"
