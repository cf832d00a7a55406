# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What small forums do that somebody built with a framework: each page is invented in their shape."""

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.port import Unreadable
from tests.connectors.generic.invented import SITE, page, whole
from tests.connectors.generic.test_meetings_of_networks import (
    SAID,
    TITLE,
    Told,
    authors,
    days,
    expected,
    read,
    texts,
)

LETTERS = ("Boiler grant after moving", "Appeal took eleven weeks", "Damp in the back bedroom")
BOARD = "https://forum.example/threads/warm"


# The question is written otherwise than its answers


def _with_a_lead(said: tuple[Told, ...]) -> str:
    def name(told: Told) -> str:
        return f"<a href='/members/{told.author}/' class=author-link><span class=avatar><img src=a.png></span><span class=author-name>{told.author}</span></a><div class=role>Participant</div>"

    def head(told: Told) -> str:
        return f"<div class=meta><span class=post-date>March {told.day}, 2026 at 9:15 am</span> <a href='#post-{told.day}'>#{told.day}</a></div>"

    first, *rest = said
    about = f"<div class=notice><ul><li class=description>This topic has {len(rest)} replies and was last updated <a href='#post-9'>3 days ago</a> by <a href='/members/otter/'><span class=author-name>otter</span></a>.</li></ul></div>"
    lead = f"<ul class=lead><li class=head><div class=topic-author>Creator</div><div class=topic-content>Topic</div></li><li class=body><div class=topic-header>{head(first)}</div><div class='item-1 parent-forum-3 topic'><div class=topic-author>{name(first)}</div><div class=topic-content>{first.html}</div></div></li></ul>"
    below = "".join(
        f"<div class=reply-header>{head(told)}</div><div class='item-{told.day} parent-forum-3 reply'><div class=reply-author>{name(told)}</div><div class=reply-content>{told.html}</div></div>"
        for told in rest
    )
    return f"{about}{lead}<ul class=replies><li class=head><div class=reply-author>Author</div><div class=reply-content>Replies</div></li><li class=body>{below}</li></ul>"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_who_wrote_last_is_not_who_asked(number: int) -> None:
    thread = read(_with_a_lead(SAID[:number]))

    assert (texts(thread), authors(thread), days(thread)) == expected(SAID[:number])


def _activity(said: tuple[Told, ...]) -> str:
    first, *rest = said
    below = "".join(
        f"<li class=comment-item id=acomment-{told.day}><div class=meta><a class=author-name href='/members/{told.author}/'>{told.author}</a> replied <a href='/activity/p/{told.day}'><span class=time-since data-livestamp='2026-03-0{told.day}T09:00:00+0000'>some days ago</span></a></div><div class=comment-content>{told.html}</div></li>"
        for told in rest
    )
    return (
        f"<ul class=stream><li class=activity><div class=activity-content><div class=activity-header><p><a href='/members/{first.author}/'>{first.author}</a> posted an update in the group <a href='/groups/warm/'>Warm homes</a> <a href='/activity/p/41/'><span class=time-since>2 weeks ago</span></a></p></div>"
        f"<div class=activity-inner>{first.html}</div></div><div class=activity-comments><ul>{below}</ul></div></li></ul>"
    )


@pytest.mark.parametrize("number", [2, 3, 4])
def test_two_weeks_ago_may_be_earlier_than_a_day_that_is_told_exactly(number: int) -> None:
    thread = read(_activity(SAID[:number]), url="https://forum.example/activity/p/41/")

    assert (texts(thread), authors(thread)) == expected(SAID[:number])[:2]
    assert days(thread)[1:] == [told.day for told in SAID[1:number]]


def _told_aside(said: tuple[Told, ...]) -> str:
    first, *rest = said
    below = "".join(
        f"<div class='panel panel-default'><div class=panel-heading><h5><a href='/profiles/{told.author}'>{told.author}</a> said 1{told.day} days ago...</h5></div><div class=panel-body>{told.html}</div></div>"
        for told in rest
    )
    return (
        f"<div class=row><div class=col-md-8><div class='panel panel-default'><div class=panel-heading><span><a href='/profiles/{first.author}'>{first.author}</a> posted: {TITLE}</span></div><div class=panel-body>{first.html}</div></div>{below}</div>"
        f"<div class=col-md-4><div class='panel panel-default'><div class=panel-body><p>This thread was published 18 days ago by <a href='#'>{first.author}</a>, and currently has {len(rest)} comments.</p></div></div></div></div>"
    )


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_question_whose_time_stands_aside_does_not_hold_its_answers(number: int) -> None:
    thread = read(_told_aside(SAID[:number]), url=f"{BOARD}/41")

    assert (texts(thread), authors(thread)) == expected(SAID[:number])[:2]
    assert days(thread)[0] is None


# Lists


def _in_panels() -> str:
    return "".join(
        f"<div class='panel panel-default'><div class=panel-heading><div class=level><div><h4><a href='/threads/warm/{number}'>{title}</a></h4><h5>Posted By: <a href='/profiles/{author}'>{author}</a></h5></div><a href='/threads/warm/{number}'>{number - 40} {'reply' if number == 41 else 'replies'}</a></div></div><div class=panel-body><div class=body>The letter came in the second week, and nobody knew what it meant.</div></div></div>"
        for number, title, author in zip(
            (41, 44, 52), LETTERS, ("robin_w", "kestrel", "marram"), strict=True
        )
    )


def test_a_list_that_tells_no_times_is_one_where_it_counts_replies() -> None:
    shown = page(whole(_in_panels(), title="Threads"), url=BOARD)
    found = parse.board_page(shown, SITE)

    assert [(line.title, line.replies) for line in found.lines] == list(
        zip(LETTERS, (1, 4, 12), strict=True)
    )
    assert kind_of(shown).kind is Kind.BOARD
    with pytest.raises(Unreadable):
        parse.thread_page(shown, SITE, keep_names=True)


def _asked() -> str:
    return "".join(
        f"<div class=forum-thread><div class=row><div class=col><h4><a href='/threads/{number}-letter'>{title}</a></h4><div class=thread-details><strong><a href='/threads/category/warm'>Warm homes</a></strong> • Asked {number} days ago by kestrel</div></div>"
        f"<div class=col-sm-2><a class=thread-posts-count href='/threads/{number}-letter'><span class=count>{posts}</span> <small>{'post' if posts == 1 else 'posts'}</small></a></div></div></div>"
        for number, title, posts in zip((12, 15, 16), LETTERS, (8, 1, 3), strict=True)
    )


def test_one_post_is_a_thread_that_nobody_answered() -> None:
    found = parse.board_page(page(whole(_asked()), url="https://forum.example/threads"), SITE)

    assert [line.replies for line in found.lines] == [7, 0, 2]


def test_asked_some_days_ago_is_the_start_though_a_dot_stands_before_it() -> None:
    found = parse.board_page(page(whole(_asked()), url="https://forum.example/threads"), SITE)

    assert [line.asked and line.asked.at.day for line in found.lines] == [8, 5, 4]


def test_a_board_s_name_in_a_link_is_no_part_of_the_title() -> None:
    rows = "".join(
        f"<div class='topic media'><div class='infos media-body'><div class='title media-heading'><a title='{title}' href='/topics/{number}'><span class=node>Questions</span>{title}</a></div><div class=info><a class=user-name href='/kestrel'>kestrel</a> • {number} days ago</div></div><div class=count><a href='/topics/{number}#reply-9'>{number}</a></div></div>"
        for number, title in zip((12, 15, 16), LETTERS, strict=True)
    )
    found = parse.board_page(page(whole(rows), url="https://forum.example/topics"), SITE)

    assert [line.title for line in found.lines] == list(LETTERS)


# Titles


def _headed(head: str, inner: str) -> str:
    posts = "".join(
        f"<div class=post><strong class=username>{told.author}</strong> <small>March {told.day}, 2026</small><div class=post-body>{told.html}</div></div>"
        for told in SAID
    )
    return f"<html><head><title>{head}</title></head><body>{inner}{posts}</body></html>"


def test_where_all_pages_are_called_alike_the_only_heading_is_the_title() -> None:
    html = _headed("The Hearth Community", f"<nav><a href='/'>Start</a></nav><h1>{TITLE}</h1>")

    assert parse.thread_page(page(html), SITE, keep_names=True).title == TITLE


def test_of_the_parts_of_a_title_the_one_that_the_page_says_is_the_thread_s() -> None:
    html = _headed(f"The Hearth - {TITLE}", f"<p><a href='/list?f=3'>Warm homes</a>: {TITLE}</p>")

    assert parse.thread_page(page(html), SITE, keep_names=True).title == TITLE


def test_a_label_at_the_end_of_a_heading_is_no_part_of_the_title() -> None:
    html = _headed(
        "The Hearth", f"<a href='/'>The Hearth</a><h2>{TITLE} <span class=tag>heating</span></h2>"
    )

    assert parse.thread_page(page(html), SITE, keep_names=True).title == TITLE


# Boards


def _latest(number: int, title: str) -> str:
    return f"<li><a class=forum-title href='/forums/topic/{number}/'>{title}</a> by <a href='/members/otter/'>otter</a> <div>{number} days ago</div></li>"


def _threads(place: str) -> str:
    return "".join(
        f"<li class=topic><a class=title href='{place}/{number}-letter'>{title}</a> <span class=count title=Replies>{number}</span> <span class=last>{number} days ago</span></li>"
        for number, title in zip((12, 15, 16), LETTERS, strict=True)
    )


def test_a_site_that_is_called_a_forum_lists_no_boards_by_that() -> None:
    html = f"<ul>{_threads('https://forum.example/letters')}</ul>"
    found = parse.boards(
        page(whole(html, title="Letters"), url="https://forum.example/letters"), SITE
    )

    assert [board.address for board in found] == ["https://forum.example/letters"]


def test_what_a_widget_calls_the_latest_are_no_boards() -> None:
    widget = f"<aside class=widget><h2>Recent Topics</h2><ul>{_latest(41, 'Hedge on the boundary')}{_latest(42, 'Gutter came down')}</ul></aside>"
    html = f"<ul>{_threads('/discussion')}</ul>{widget}"
    found = parse.boards(page(whole(html, title="Warm homes"), url="https://forum.example/d"), SITE)

    assert [board.address for board in found] == ["https://forum.example/d"]


def test_how_many_threads_there_are_is_no_part_of_a_board_s_name() -> None:
    rows = "".join(
        f"<li><a href='/category/{name.lower()}'><div><img src=c.png><span>{name}</span></div><span class=num title='No. of topics'>{number}</span></a></li>"
        for name, number in (("Warm homes", 128), ("Money", 77), ("Repairs", 41))
    )
    found = parse.boards(page(whole(f"<ul>{rows}</ul>"), url="https://forum.example/"), SITE)

    assert [(board.name, board.threads) for board in found] == [
        ("Warm homes", 128),
        ("Money", 77),
        ("Repairs", 41),
    ]


def _on_cards() -> str:
    cards = "".join(
        f"<li><div class=card><a href='/forums/forum/{slug}/'><img src=c.png></a><div class=details><div class=head><h3><a class=forum-title href='/forums/forum/{slug}/'>{name}</a></h3></div><div class=forum-content>{about}</div><div class=stamp><a href='/forums/discussion/{slug}-1/' title='Hedge'>{number} days ago</a></div></div></div></li>"
        for number, slug, name, about in (
            (3, "warm", "Warm homes", "Boilers, windows and walls"),
            (4, "money", "Money", "Letters, forms and appeals"),
            (9, "repairs", "Repairs", "What broke and who mends it"),
        )
    )
    return whole(f"<ul class=grid>{cards}</ul>", title="Forums")


def test_what_cards_say_of_boards_is_no_thread() -> None:
    shown = page(_on_cards(), url="https://forum.example/forums/")

    assert [board.name for board in parse.boards(shown, SITE)] == ["Warm homes", "Money", "Repairs"]
    with pytest.raises(Unreadable):
        parse.thread_page(shown, SITE, keep_names=True)


def test_an_answer_may_be_suggested_and_accepted() -> None:
    html = (
        f"<div itemscope itemtype='https://schema.org/Question'><h2 itemprop=name>{TITLE}</h2><div itemprop=text>{SAID[0].words}</div>"
        + "".join(
            f"<div itemprop='suggestedAnswer{' acceptedAnswer' if told.author == 'marram' else ''}' itemscope itemtype='https://schema.org/Answer'><div itemprop=text>{told.words}</div>"
            f"<span itemprop=author itemscope itemtype='https://schema.org/Person'><span itemprop=name>{told.author}</span></span><time itemprop=dateCreated datetime='2026-03-0{told.day}'>March {told.day}</time></div>"
            for told in SAID[1:]
        )
    )
    thread = read(f"{html}</div>")

    assert [post.is_accepted for post in thread.posts] == [False, False, True, False]
    assert thread.is_solved


# What stands around


def test_where_no_post_is_shown_nobody_says_what_stands_aside() -> None:
    html = f"<div class=post><a href='/users/robin_w'>robin_w</a> <span>3 March 2026</span><div class=words data-post=41></div></div><h2>{TITLE}</h2>"

    with pytest.raises(Unreadable):
        read(html)


# A forum beside a project's files, in one program


SPANS = (
    "5 posts spanning 28 hours",
    "2 posts spanning 3.9 days",
    "no replies",
    "17 posts spanning current",
)


def _spanning() -> str:
    rows = "".join(
        f"<tr><td>{age}</td>\n<td><a href='/forumpost/{place}a41b2c'> {title}</a></td>\n<td>{spans}</td>\n</tr>"
        for place, (title, spans, age) in enumerate(
            zip(
                (*LETTERS, "Rent book lost"),
                SPANS,
                ("7 minutes ago", "50 minutes ago", "3.1 hours ago", "2.0 days ago"),
                strict=True,
            )
        )
    )
    return f"<div class=content><h1>Most recent threads</h1><div class='forumPosts fileage'><table width='100%'>{rows}<tr><td colspan=3><a href='/forum?x=25&n=25'>&darr; Older...</a></td></tr></table></div></div>"


def test_over_which_time_posts_are_spread_is_no_part_of_their_number() -> None:
    lines = parse.board_page(
        page(whole(_spanning(), title="Forum"), url="https://forum.example/forum"), SITE
    ).lines

    assert [line.title for line in lines] == [*LETTERS, "Rent book lost"]
    assert [line.replies for line in lines] == [4, 1, 0, 16]


def test_older_threads_are_the_next_page_and_no_thread() -> None:
    shown = page(whole(_spanning(), title="Forum"), url="https://forum.example/forum")

    assert parse.board_page(shown, SITE).next_address == "https://forum.example/forum?x=25&n=25"


@pytest.mark.parametrize("name", ["rowan", "<a href='/timeline?u=rowan&y=f'>rowan</a>"])
@pytest.mark.parametrize("words", ["Heat would not come on.", "Heat would not come on. " * 9])
def test_the_program_that_made_a_page_wrote_no_post(name: str, words: str) -> None:
    post = (
        f"<div class=header><div class=title><h1>Our project</h1>No heating since Monday</div><div class=status><a href='/login'>Login</a></div></div><div class=content><div id=forum15 class='forumTime forumSel'><h1>No heating since Monday</h1><h3 class=forumPostHdr>(1) By {name} on 2026-03-04 17:02:28 [source]</h3><div class=forumPostBody><div class=markdown>\n\n<p>{words}</p>\n\n</div>\n\n</div>\n</div></div>"
        "<div class=footer>This page was generated in about 0.003s by Fossil 2.21 [3c53b6364e] 2023-02-26 19:24:24</div>"
    )
    thread = parse.thread_page(
        page(
            whole(post, title="Forum: No heating since Monday"),
            url="https://forum.example/forumpost/5a1461454b",
        ),
        SITE,
        keep_names=True,
    )

    assert [(told.author, told.text, str(told.posted_at)[:10]) for told in thread.posts] == [
        ("rowan", words.strip(), "2026-03-04")
    ]
