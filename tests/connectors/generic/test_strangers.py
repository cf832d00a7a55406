# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Pages in the manner of programs that were met running, and of some that are no forums."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from alongside.connectors import inspection
from alongside.connectors.generic import parse, reader
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.fetching.messages import Response
from tests.connectors.generic.invented import NOW, POSTS, SITE, Said, page

FORUM = "https://forum.example/forum/"
TITLES = (
    "Heating allowance after a move",
    "Which boiler for a terraced house?",
    "Damp in the north room",
    "Grant for loft insulation refused",
)


@pytest.fixture(autouse=True)
def nothing_learnt():
    reader._layouts.clear()
    yield
    reader._layouts.clear()


def plain(inner: str, *, title: str = "Kettle") -> str:
    return (
        f"<html lang=en><head><title>{title}</title></head><body><nav><h1><a href='/'>Kettle</a></h1>"
        f"<ul><li><a href='/forum/'>Forum</a></li><li><a href='/blog/'>Blog</a></li></ul></nav>{inner}"
        "<footer><p>Kettle, a site for neighbours. 2014 - 2026</p></footer></body></html>"
    )


def remarks(posts: Sequence[Said]) -> str:
    """The remarks of readers under an article, as the commonest of weblogs writes them."""
    rows = "".join(
        f"<li id='comment-{n + 3}' class='comment {'odd alt thread-odd thread-alt' if n % 2 else 'even thread-even'} depth-1'>"
        f"<article class=comment-body><footer class=comment-meta><div class='comment-author vcard'><b class=fn>{said.author}</b> <span class=says>says:</span></div>"
        f"<div class=comment-metadata><a href='/?p=6#comment-{n + 3}'><time>{said.time}</time></a></div></footer>"
        f"<div class=comment-content>{said.html}</div><div class=reply><a class=comment-reply-link href='/?p=6&replytocom={n + 3}'>Reply</a></div></article></li>"
        for n, said in enumerate(posts)
    )
    return f"<article class='post type-post'><h1 class=entry-title>Warm houses</h1><div class=entry-content><p>Ours was cold for years. Then we had the loft done, and the north wall.</p></div></article><div class=comments-area><h2>{len(posts)} thoughts on “Warm houses”</h2><ol class=comment-list>{rows}</ol><h3>Leave a Reply</h3></div>"


def test_an_article_with_remarks_below_it_is_no_thread() -> None:
    found = page(plain(remarks(POSTS), title="Warm houses"), url="https://blog.example/?p=6")

    assert kind_of(found).kind is Kind.NEITHER


def in_one_list(least: int = 1) -> str:
    """All threads of a forum that has no boards, each a number below the forum's own address."""
    rows = "".join(
        f"<tr class=thread-list__row><td class=thread-list__pin></td><td class=thread-list__label></td><td class=thread-list__title><a href='/forum/{40 + n}/'>{title}</a></td>"
        f"<td class=thread-list__post-count>{n + least}</td><td class=thread-list__author>kestrel</td>"
        f"<td class=thread-list__latest-post><a href='/forum/{40 + n}/?page=last'><time>{9 - n}.3.2026 10:0{n}</time><br>marram</a></td></tr>"
        for n, title in enumerate(TITLES)
    )
    return f"<table class=thread-list><thead><tr><th></th><th></th><th>Thread</th><th>Posts</th><th>Author</th><th>Latest post</th></tr></thead>{rows}</table>"


def test_the_threads_of_a_forum_without_boards_are_no_boards() -> None:
    front = page(plain(in_one_list(), title="Forum - Kettle"), url=FORUM)

    assert [board.slug for board in parse.boards(front, SITE)] == ["/forum/"]


@pytest.mark.parametrize(("least", "replies"), [(1, [0, 1, 2, 3]), (0, [0, 1, 2, 3])])
def test_posts_of_a_thread_are_one_more_than_its_replies_unless_a_thread_has_none(
    least: int, replies: list[int]
) -> None:
    html = in_one_list(least)

    lines = parse.board_page(page(plain(html), url=FORUM), SITE).lines

    assert [line.replies for line in lines] == replies
    assert lines[0].asked == lines[0].last_post


def since(rows: Sequence[tuple[str, str]]) -> str:
    """A list that says how long ago each thread was written to, in words that may come twice."""
    return "".join(
        f"<li class='{'odd' if n % 2 else 'even'}'><p class=right>{n + 2} answers</p><h4><a href='/forum/category/heat/{40 + n}/'>{title}</a></h4>"
        f"<p>Since {time} - By <em>kestrel</em></p></li>"
        for n, (title, time) in enumerate(rows)
    )


def test_two_threads_of_the_same_age_both_tell_it() -> None:
    html = since(
        tuple(
            zip(
                TITLES,
                ("2 weeks, 1 day", "3 months, 2 weeks", "3 months, 2 weeks", "1 year"),
                strict=True,
            )
        )
    )

    lines = parse.board_page(
        page(plain(f"<ul class=threads-list>{html}</ul>"), url=FORUM), SITE
    ).lines

    ages = [
        line.last_post and round((NOW - line.last_post.at) / timedelta(days=1)) for line in lines
    ]
    assert ages == [15, 104, 104, 365]


def test_what_one_may_do_in_a_board_is_none() -> None:
    html = f"<dl class=sub-nav><dd><a href='/forum/category/heat/create/'>New thread</a></dd><dd><a href='/forum/category/heat/?open'>New thread</a></dd></dl><ul>{since([(title, '2 weeks') for title in TITLES])}</ul>"

    boards = parse.boards(page(plain(html), url=f"{FORUM}category/heat/"), SITE)

    assert [board.slug for board in boards] == ["/forum/category/heat/"]


HINT = (
    "<h3 id=reply>New message</h3><form method=post><div class=form-group><label>Message</label><textarea name=text></textarea></div>"
    "<div class=form-group><div class=checkbox><label><input type=checkbox> Watch this thread</label>"
    "<div class=help-block>You will receive an email notification for each new post in this thread. You can disable it in the thread detail if needed.</div></div></div></form>"
)
IS_CLOSED = (
    "<div class='alert-box warning'><p>This thread is closed, you can't add it a new post</p></div>"
)


@pytest.mark.parametrize("below", [HINT, IS_CLOSED])
@pytest.mark.parametrize(
    "words",
    [
        "Ask for a review in writing within a month.",
        "Ask for a review in writing. It depends on the date on the notice, and on who wrote it.",
    ],
)
def test_a_lone_post_is_read_beside_what_its_page_says_of_answering(words: str, below: str) -> None:
    html = (
        "<div class=row><div class='small-12 columns'><ul class=breadcrumbs><li><a href='/'>Home</a></li><li><a href='/forum/category/heat/'>Pay and allowances</a></li>"
        "<li class=current><a href='/forum/category/heat/41/'>Backdating the winter payment</a></li></ul><h2>Backdating the winter payment</h2>"
        "<div class=clearfix><dl><dt>Actions:</dt><dd><a href='?watch'>Watch this thread</a></dd></dl></div>"
        "<div id=forum-post-65 class='row post odd'><div class='columns medium-2'><p>robin_w <a href='#forum-post-65'>#65</a></p></div><div class='columns medium-10'>"
        f"<div class='panel radius'><div class=date><h4>Since 2 weeks</h4></div><div class=message><p>{words}</p></div><ul class=actions><li><a class=button href='#reply'>Reply</a></li></ul></div></div></div><hr>{below}</div></div>"
    )

    (post,) = parse.thread_page(
        page(plain(html), url=f"{FORUM}category/heat/41/"), SITE, keep_names=True
    ).posts

    assert (post.text, post.author) == (words, "robin_w")
    assert post.posted_at == datetime(2026, 3, 6, 12, tzinfo=UTC)


def test_a_post_without_a_name_is_called_the_same_a_day_later_though_its_age_is_another() -> None:
    def called(age: int, later: timedelta) -> list[str]:
        said = [
            Said(one.author, f"{age + 4 - n} days ago", one.html) for n, one in enumerate(POSTS)
        ]
        html = "".join(
            f"<li class=reply-item><p><a href='/u/{one.author}/'>{one.author}</a><br><span>{one.time}</span></p><div class=reply-content>{one.html}</div></li>"
            for one in said
        )
        found = page(plain(f"<ul class=reply-list>{html}</ul>"), at=NOW + later)
        return [post.external_id for post in parse.thread_page(found, SITE, keep_names=True).posts]

    assert called(3, timedelta()) == called(4, timedelta(days=1))
    assert len(set(called(3, timedelta()))) == len(POSTS)


def ages(posts: Sequence[Said], *, link: bool = True) -> str:
    """An opening post that says more than its short answers, all of one day."""
    first, *others = posts

    def who(said: Said) -> str:
        return f"<a href='/u/{len(said.author)}/'>{said.author}</a>" if link else said.author

    answers = "".join(
        f"<li class='item reply-item'><div class=meta><p class=muted>{who(one)}<br><span>3 weeks ago</span></p></div><div class=reply-content><p>{one.html}</p></div><p class=reply-link><a href='#'>Reply</a></p></li>"
        for one in others
    )
    return (
        f"<div class=panel><h1 class=topic-title>Heating allowance</h1><div class=meta><p class=muted>{who(first)}<br><span>Posted 3 weeks ago in </span></p></div><div class=topic-content><p>{first.html}</p></div></div>"
        f"<div class=panel><div class=panel-heading>{len(others)} Replies</div><ul class=reply-list>{answers}</ul></div>"
    )


def test_short_answers_below_a_longer_question_are_posts_too() -> None:
    said = (
        Said(
            "robin_w",
            "",
            "They lost my papers twice, and now they want the old ones back. My landlord is over seventy and cannot use the website at all. Is there a form on paper? The office in the north closes at noon.",
        ),
        Said("kestrel", "", "They did that to us as well, take a receipt."),
        Said("marram", "", "Keep a copy of whatever you send them."),
    )

    posts = parse.thread_page(
        page(plain(ages(said), title="Heating allowance")), SITE, keep_names=True
    ).posts

    assert [(post.author, post.text) for post in posts] == [(one.author, one.html) for one in said]


def test_two_posts_of_one_member_are_two() -> None:
    rows = "".join(
        f"<div id=forum-post-{180 + n} class='row post'><div class='columns medium-2'><p>marram <a href='#forum-post-{180 + n}'>#{180 + n}</a></p></div><div class='columns medium-10'><div class='panel{' callout' if n else ''}'><div class=date><h4>Since 2 weeks</h4></div><div class=message><p>{words}</p></div><ul class=actions><li><a class=button href='#reply'>Reply</a></li></ul></div></div></div>"
        for n, words in enumerate(
            (
                "We moved in March, perhaps that is why. My aunt got it after a second call, and they want bank statements now.",
                "It depends on the date on the notice. You need the original letter.",
            )
        )
    )

    posts = parse.thread_page(
        page(plain(f"<div class=row><h2>Heating allowance</h2>{rows}</div>")), SITE, keep_names=True
    ).posts

    assert [post.text[:9] for post in posts] == ["We moved ", "It depend"]


def test_where_all_pages_are_called_alike_the_trail_tells_which_heading_is_the_title() -> None:
    trail = "<ul class=breadcrumbs><li><a href='/'>Home</a></li><li><a href='/forum/category/heat/'>Pay and allowances</a></li><li class=current><a href='/forum/category/heat/41/'>Which papers do they want?</a></li></ul>"
    html = f"{trail}<h2>Which papers do they want?</h2>{ages(POSTS)}".replace(
        "<h1 class=topic-title>Heating allowance</h1>", ""
    )

    read = parse.thread_page(
        page(plain(html, title="Forum - Kettle"), url=f"{FORUM}category/heat/41/"),
        SITE,
        keep_names=True,
    )

    assert (read.title, read.board_name) == ("Which papers do they want?", "Pay and allowances")


def question_and_named_answers(answers: Sequence[tuple[str, str]], *, closed: bool = False) -> str:
    """A question with its time, and answers that bear a name below them and no time."""
    rows = "".join(
        f"<div class=row><div class=col-md-9><a href='/comment-answer/{n}/' class=pull-right><small>Comment</small></a><div id=ans class='panel primary'><p>{words}</p></div></div>"
        f"<div class=col-md-2><p class=pull-right>- <b><a href='/profile/{n + 2}/'>{author}</a> ({n * 5})</b></p></div></div><hr>"
        for n, (author, words) in enumerate(answers)
    )
    deed = (
        "<p class=pull-right>This Question has been closed.</p>"
        if closed
        else "<a class=btn href='/answer/3/'>Answer this Question!</a><a class=btn href='/comment-question/3/'>Comment this Question!</a>"
    )
    return (
        "<div class=jumbotron><div class=row><div class=col-sm-10><small class=pull-right>Posted by robin_w, 3 March 2026, 10:30 a.m.</small>"
        f"<h3>Can I ask again for the bus pass?</h3><h4><p>Mine was refused in January. The letter says nothing of why it was.</p></h4><p>{deed}</p></div></div></div><h3>Answers</h3><hr>{rows}"
    )


NAMED = (
    (
        "kestrel",
        "An adviser went through it line by line with us. Nobody there could tell me the amount.",
    ),
    ("marram", "Keep a copy of whatever you send them, and ask for a review in writing."),
    ("ladybower", "You can have it paid back for three months at most, as far as I know."),
)


@pytest.mark.parametrize("answers", [NAMED, NAMED[:1]])
def test_answers_that_tell_no_time_are_posts_of_their_own(
    answers: tuple[tuple[str, str], ...],
) -> None:
    html = plain(question_and_named_answers(answers), title="Can I ask again for the bus pass?")

    first, *others = parse.thread_page(
        page(html, url="https://forum.example/question/3/"), SITE, keep_names=True
    ).posts

    assert (first.text, first.author) == (
        "Mine was refused in January. The letter says nothing of why it was.",
        "robin_w",
    )
    assert [(post.author, post.text) for post in others] == list(answers)
    assert [post.posted_at for post in others] == [None] * len(answers)


def test_a_question_may_be_closed() -> None:
    html = plain(
        question_and_named_answers(NAMED, closed=True), title="Can I ask again for the bus pass?"
    )

    assert parse.thread_page(
        page(html, url="https://forum.example/question/3/"), SITE, keep_names=True
    ).is_closed


def test_the_latest_questions_of_a_front_page_are_its_threads_whatever_small_words_stand_below() -> (
    None
):
    rows = "".join(
        f"<div class=row><div class=ans><small><div class=ques>{n}</div>Answers</small></div><div class=ans><small><div class=ques>{n * 40}</div>Views</small></div><p><h3><a href='/question/{60 - n}/'>{title}</a></h3> <a href='/tag/money/'>money</a> <small> {9 - n} March 2026, 10:0{n}</small></p></div><hr>"
        for n, title in enumerate(TITLES)
    )
    html = f"<div class=tab-content><div class='tab-pane active' id=latest>{rows}<div class=pagination><span class=current>Page 1 of 3.</span> <a href='?page=2'>next</a></div></div></div><div class='tab-pane' id=unans><p>No more.</p></div><div class=panel><div class=panel-heading><h3>Recent Tags</h3></div><a href='/tag/forms/'>forms</a></div>"

    assert kind_of(page(plain(html), url="https://forum.example/")).kind is Kind.BOARD


def test_a_picture_s_name_tells_that_a_thread_is_pinned_or_closed() -> None:
    pictures = ("sticky_closed.gif", "closed.gif", "sticky.gif", "topic.gif?v=closed")
    rows = "".join(
        f"<tr><td><img src='/static/img/{picture}' alt='{title}' title='{title}'></td><td><a href='/forum/heat/{title[:4].lower()}-{n}.html' class=forum-title>{title}</a><p>by: <a href='/forum/user/jo/'>jo</a></p></td><td>{n}</td><td>{n + 30}</td><td>{n + 3} March 2026, 10:00</td></tr>"
        for n, (title, picture) in enumerate(zip(TITLES, pictures, strict=True))
    )
    html = f"<table><tr><th colspan=2>Topics</th><th>Replies</th><th>Views</th><th>Last Post</th></tr>{rows}</table>"

    lines = parse.board_page(page(plain(html), url=f"{FORUM}heat/"), SITE).lines

    assert [(line.is_pinned, line.is_closed) for line in lines] == [
        (True, True),
        (False, True),
        (True, False),
        (False, False),
    ]


def test_a_heading_that_leads_to_its_own_page_is_the_thread_s_title() -> None:
    heading = "<h1>Forum</h1><div class=title><h3><strong><a href='/topic/41-heating-allowance'>Which papers do they want?</a></strong></h3></div>"
    html = ages(POSTS).replace("<h1 class=topic-title>Heating allowance</h1>", heading)

    read = parse.thread_page(page(plain(html, title="Welcome to ForumBox")), SITE, keep_names=True)

    assert read.title == "Which papers do they want?"


@pytest.mark.parametrize("place", ["/posts/warm-houses/", "/blog/post/2026/warm-houses"])
def test_an_article_that_its_address_calls_a_post_is_no_thread(place: str) -> None:
    rows = "".join(
        f"<div class=comment id=comment-{n + 3}><h5><a href='https://{said.author}.example/'>{said.author}</a> <small>{said.time}</small></h5>{said.html}</div>"
        for n, said in enumerate(POSTS)
    )
    html = f"<h1>Warm houses</h1><p>Ours was cold for years. Then we had the loft done, and the north wall.</p><h3>Comments</h3>{rows}<form><h3>Post a comment</h3><p>Your email address will not be published.</p><textarea></textarea></form>"

    assert (
        kind_of(page(plain(html, title="Warm houses"), url=f"https://blog.example{place}")).kind
        is Kind.NEITHER
    )


def test_where_all_pages_are_called_as_the_site_is_the_highest_heading_is_the_title() -> None:
    html = plain(
        question_and_named_answers(NAMED)
        .replace("<h3>Can", "<h2>Can")
        .replace("pass?</h3>", "pass?</h2>")
    )

    read = parse.thread_page(
        page(html, url="https://forum.example/question/3/"), SITE, keep_names=True
    )

    assert read.title == "Can I ask again for the bus pass?"


def test_questions_are_threads_where_they_are_counted() -> None:
    html = "<div class=panel><h4>Total Questions: 49</h4><h4>Total Answers: 185</h4></div>"

    (figure,) = parse.statistics(page(plain(html), url="https://forum.example/")).figures

    assert (figure.kind, figure.value, figure.sentence) == ("threads", 49, "Total Questions: 49")


def test_what_is_said_of_a_closed_question_is_no_part_of_it() -> None:
    html = plain(
        question_and_named_answers(NAMED, closed=True), title="Can I ask again for the bus pass?"
    )

    first = parse.thread_page(
        page(html, url="https://forum.example/question/3/"), SITE, keep_names=True
    ).posts[0]

    assert "closed" not in first.text


@pytest.mark.parametrize(("at", "following"), [(1, f"{FORUM}topic/41/?page=2&v=0"), (3, "")])
def test_a_pager_may_have_nothing_but_pictures_of_arrows(at: int, following: str) -> None:
    def arrow(way: str, to: int) -> str:
        return f"<li><a href='/forum/topic/41/?page={to}&v=0'><i class='fa fa-arrow-{way} fa-lg'></i>&nbsp;</a></li>"

    pager = f"<ul class=pagination>{arrow('left', at - 1) if at > 1 else ''}<li class=disabled><a href='#'>Page {at} of 3</a></li>{arrow('right', at + 1) if at < 3 else ''}</ul>"
    url = f"{FORUM}topic/41/" + (f"?page={at}&v=0" if at > 1 else "")

    assert parse.following_page(page(plain(pager + ages(POSTS)), url=url), SITE) == following


def test_what_one_may_do_with_a_post_is_nobody_s_name() -> None:
    rows = "".join(
        f"<div class=panel-body><a name={90 + n}></a><div class=col-sm-10><div class=gp>{said.html}</div><a href='#{90 + n}'><i class='fa fa-anchor'></i></a><a class='btn pull-right' href='/forum/post/create/1/41/{90 + n}/'>Post a response</a></div>"
        f"<div class=col-sm-2><div class=gp><div><small>Posted by <strong>robin_w</strong></small></div><div><small>{said.time}</small></div></div></div></div>"
        for n, said in enumerate(POSTS[1:3])
    )

    posts = parse.thread_page(
        page(
            plain(
                "<div class=btn-group><a class='btn' href='/forum/post/create/1/41/0/'>Post a response</a></div><h3>Pay and allowances</h3>"
                f"<div class=panel><div class=panel-heading>Heating allowance</div>{rows}</div>"
            )
        ),
        SITE,
        keep_names=True,
    ).posts

    assert len(posts) == 2
    assert [post.author for post in posts] == ["robin_w"] * 2
    assert not any("response" in post.author or "Post a response" in post.text for post in posts)


def test_the_changes_of_a_wiki_are_no_threads() -> None:
    rows = "".join(
        f"<li>(<a href='/wiki?title=P{n}&diff={n + 9}'>diff</a> | <a href='/wiki?title=P{n}&action=history'>hist</a>) <a href='/wiki/{title.replace(' ', '_')}' class=title>{title}</a>; <span class=date>{n + 3} March 2026 01:3{n}</span> (+{n * 31}) <a href='/wiki/User:Tern'>Tern</a></li>"
        for n, title in enumerate(TITLES)
    )
    found = page(
        plain(f"<h1>Recent changes</h1><ul>{rows}</ul>", title="Recent changes"),
        url="https://wiki.example/wiki/Special:RecentChanges",
    )

    assert kind_of(found).kind is Kind.NEITHER


def look(html: str, url: str) -> inspection.Look:
    """What one look at a page shows; the site has no other."""
    conversation = inspection.look_at(url, may_read=lambda site, board: "Not agreed.")
    request = next(conversation)
    while True:
        found = (
            page(html, url=url).response
            if request.url == url
            else Response(request.url, 404, {}, b"")
        )
        try:
            request = conversation.send(found)
        except StopIteration as stop:
            return stop.value


BARE_BOARDS = "".join(
    f"<li><a href='/forum/{name.lower()}/'>{name}</a> Letters, forms and those who send them.</li>"
    for name in ("Money", "Housing", "Health")
)


def test_boards_below_a_forum_s_own_address_are_a_forum_s_without_any_figure() -> None:
    found = look(plain(f"<ul>{BARE_BOARDS}</ul>", title="Forum Index"), FORUM)

    assert [board.name for board in found.boards] == ["Money", "Housing", "Health"]


def test_links_to_boards_on_another_page_make_it_no_forum() -> None:
    with pytest.raises(inspection.NotAForum):
        look(plain(f"<ul>{BARE_BOARDS}</ul>", title="Kettle"), "https://forum.example/about-us/")
