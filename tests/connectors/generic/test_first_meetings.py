# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""What forums do that were met for the first time: each page is invented in the shape of theirs."""

from datetime import UTC, datetime, timedelta

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.addresses import groups_below
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.pages import BoardPage, ThreadPage
from alongside.connectors.port import Precision
from tests.connectors.generic.invented import NOW, POSTS, QUESTION, SITE, THREAD, Said, page, whole

BOARD = "https://forum.example/board/heat"
AUTHORS = [said.author for said in POSTS]
SHORT = (
    Said("robin_w", "3 March 2026, 09:15", "<p>Does she still get it?</p>"),
    Said("kestrel", "3 March 2026, 11:40", "<p>Yes, the allowance follows her.</p>"),
    Said("marram", "4 March 2026, 08:02", "<p>Tell them once, that is all.</p>"),
)


def thread(html: str, *, keep_names: bool = True, title: str = "Heating allowance") -> ThreadPage:
    return parse.thread_page(
        page(whole(html, title=title), url=THREAD), SITE, keep_names=keep_names
    )


# Times


def test_since_when_a_post_stands_is_its_time() -> None:
    html = "".join(
        f"<div class=row><div class=who>{said.author}</div><div class=date><h4>Since {n} days, 2 hours</h4></div>"
        f"<div class=message>{said.html}</div></div>"
        for n, said in zip((9, 7, 5), SHORT, strict=True)
    )
    posts = thread(html).posts

    assert [post.posted_at for post in posts] == [
        NOW - timedelta(days=n, hours=2) for n in (9, 7, 5)
    ]
    assert {post.precision for post in posts} == {Precision.RELATIVE}


def test_the_time_of_a_lone_post_may_be_told_by_since_when_it_stands() -> None:
    html = (
        "<div class=row><div class=who><p class=author>robin_w</p></div><div class=date><h4>Since 7 hours</h4></div>"
        f"<div class=message>{QUESTION.html}</div><a href='#reply'>Reply</a></div>"
    )
    (post,) = thread(html).posts

    assert (post.author, post.posted_at) == ("robin_w", NOW - timedelta(hours=7))


# Authors


def test_a_label_before_a_name_tells_the_author() -> None:
    rows = "".join(
        f"<tr><th><a href='msg{n}'>msg{n} (view)</a></th><th>Author: {said.author}</th><th>Date: {said.time}</th><th></th></tr>"
        f"<tr><td colspan=4 class=content>{said.html}</td></tr>"
        for n, said in enumerate(POSTS)
    )
    posts = thread(f"<table class=messages>{rows}</table>").posts

    assert [post.author for post in posts] == AUTHORS


def test_a_label_before_a_name_tells_the_author_of_a_lone_post() -> None:
    html = (
        "<table><tr><th>Title</th><td>Heating allowance</td></tr><tr><th>Status</th><td>open</td></tr></table><table class=messages>"
        f"<tr><th><a href='msg5'>msg5 (view)</a></th><th>Author: robin_w</th><th>Date: {QUESTION.time}</th></tr>"
        f"<tr><td colspan=3 class=content>{QUESTION.html}</td></tr></table>"
    )
    (post,) = thread(html).posts

    assert post.author == "robin_w"


def test_what_somebody_wrote_at_a_time_is_theirs_and_wrote_is_no_part_of_the_name() -> None:
    html = "".join(
        f"<li id=c{n}><li>{said.author} wrote at <a href='#c{n}'>{said.time}</a>: (<a href='/del/{n}'>delete this comment</a>)</li>"
        f"<li>{said.html}</li></li>"
        for n, said in enumerate(POSTS)
    )
    assert [post.author for post in thread(f"<ul>{html}</ul>").posts] == AUTHORS

    first = html.split("<li id=c1>")[0]
    assert [post.author for post in thread(f"<ul>{first}</ul>").posts] == AUTHORS[:1]


def test_the_bar_above_a_post_that_is_called_its_heading_names_the_author() -> None:
    html = "<hr>".join(
        f"<div class=post-area><div class=post-heading><h4 class=text-primary>{said.author}</h4><p>{said.time}</p></div>"
        f"<div class=post-content>{said.html}</div></div>"
        for said in POSTS
    )
    posts = thread(html, keep_names=False).posts

    assert [post.author for post in posts] == AUTHORS
    assert not any(author in post.text for post in posts for author in AUTHORS)


def test_what_only_lays_letters_out_is_no_part_of_a_place_for_authors() -> None:
    html = (
        "<div class=card><div class=msg-author><p><span><b>robin_w</b></span><br><span class=hidden-xs>Warm Houses Ltd</span></p></div>"
        f"<div class=wrap><small>on {QUESTION.time}</small><div class=msg-body>{QUESTION.html}</div></div></div>"
    )
    (post,) = thread(html).posts

    assert post.author == "robin_w"


@pytest.mark.parametrize("posts", [SHORT, SHORT[:1]])
def test_columns_of_a_grid_are_told_apart_by_their_widths(posts: tuple[Said, ...]) -> None:
    html = "<hr>".join(
        f"<div class=row><div class=span3><div class=pic><img src=a.png></div><div><p>{said.author}</p></div></div>"
        f"<div class=span7><div>{said.html}</div></div>"
        f"<div class=span2><p><small><a href='#{n}'>#{n}</a></small></p><p><small>{said.time}</small></p></div></div>"
        for n, said in enumerate(posts)
    )
    found = thread(f"{html}<a href='/topic/41/create/' class=btn>Create post</a>", keep_names=False)

    assert [post.author for post in found.posts] == [said.author for said in posts]
    assert [post.text for post in found.posts] == [said.html[3:-4] for said in posts]


def test_a_page_that_offers_to_create_a_post_may_be_answered() -> None:
    html = (
        "<div class=row><div class=span3><p>robin_w</p></div><div class=span7><div>"
        + QUESTION.html
        + "</div></div>"
        f"<div class=span2><p><small>{QUESTION.time}</small></p></div></div><p><a class=btn href='/topic/41/x/'>Create post</a></p>"
    )
    assert kind_of(page(whole(html), url=THREAD)).kind is Kind.THREAD
    assert (
        kind_of(page(whole(html.replace("Create post", "Our shop")), url=THREAD)).kind
        is Kind.NEITHER
    )


def test_a_link_to_a_member_at_the_end_of_each_post_names_its_author() -> None:
    html = "".join(
        f"<article><header><time>{said.time}</time></header><div class=comment-post>{said.html}"
        f"<span><a href='/profile/{said.author}/'><img src=a.png></a><a href='/profile/{said.author}/'>{said.author}</a><br>"
        "<b>Last Seen</b> a while ago</span></div></article>"
        for said in POSTS
    )
    posts = thread(html, keep_names=False).posts

    assert [post.author for post in posts] == AUTHORS
    assert not any(author in post.text for post in posts for author in AUTHORS)


def test_a_question_that_tells_when_its_thread_was_last_active_is_read() -> None:
    first, *others = POSTS
    html = (
        f"<div class=panel><figure><figcaption><a href='/profile/{first.author}/'>{first.author}</a></figcaption></figure>"
        f"<div class=col><div class=comment-post>{first.html}</div><div class=right><p>{first.time}</p>"
        f"<span><strong>Last activity</strong> <p>8 March 2026, 10:00</p></span></div></div></div>"
    ) + "".join(
        f"<article><div class=body><header><time>{said.time}</time></header><a href='/profile/{said.author}/'>{said.author}</a>"
        f"<div class=well>{said.html}</div></div></article>"
        for said in others
    )
    assert [post.author for post in thread(html).posts] == AUTHORS


def test_a_name_elsewhere_that_leads_where_the_others_do_is_the_questions_author() -> None:
    first, *others = POSTS
    html = (
        f"<div class=panel><figure><figcaption><a href='/profile/{first.author}/'>{first.author}</a></figcaption></figure>"
        f"<div class=col><div class=comment-post>{first.html}</div><div class=right><p>{first.time}</p></div></div></div>"
    ) + "".join(
        f"<article><header><time>{said.time}</time></header><div class=comment-post>{said.html}"
        f"<span><a href='/profile/{said.author}/'>{said.author}</a><br><b>Last Seen</b> a while ago</span></div></article>"
        for said in others
    )
    assert [post.author for post in thread(html).posts] == AUTHORS


def test_a_member_named_at_the_end_of_one_post_is_not_its_author() -> None:
    first, *others = POSTS
    html = "".join(
        f"<article><header><a class=username href='/profile/{said.author}/'>{said.author}</a> <time>{said.time}</time></header>"
        f"<div class=comment-post>{said.html}</div></article>"
        for said in others
    ) + (
        f"<article><header><b>Guest</b> <time>9 March 2026, 10:00</time></header><div class=comment-post>{first.html}"
        "<p>So it was told me by <a href='/profile/gannet/'>gannet</a></p></div></article>"
    )
    posts = thread(html).posts

    assert [post.author for post in posts][:-1] == AUTHORS[1:]
    assert posts[-1].author != "gannet"
    assert posts[-1].text.endswith("So it was told me by gannet")


def test_what_a_script_makes_rows_of_is_no_post() -> None:
    pattern = "<article v-for='one in all'><div class=author>{{ one.name }}</div><div class=date>Now</div><div class=words>{{ one.words }}, says the script when it runs.</div></article>"
    html = "".join(
        f"<article><div class=author>{said.author}</div><div class=date>{said.time}</div><div class=words>{said.html}</div></article>"
        for said in POSTS
    )
    assert len(thread(html + pattern).posts) == len(POSTS)


# What stands on a page besides


def _with_dialogs(*, is_closed: bool) -> str:
    dialog = (
        "<div class=modal role=dialog><div class=modal-title>Delete message</div><p>Are you sure you want to delete this"
        " message? If it opened the topic then the whole topic goes with it, and nothing brings it back.</p>"
    )
    return "".join(
        f"<div class=message><div class=author>{said.author}</div><div class=date>{said.time}</div>"
        f"{dialog if n == 0 or is_closed else ''}{'</div>' if is_closed else ''}<div class=words>{said.html}</div></div>"
        for n, said in enumerate(POSTS)
    )


def test_what_opens_over_a_page_when_asked_for_is_no_part_of_a_post() -> None:
    posts = thread(_with_dialogs(is_closed=True)).posts

    assert [post.author for post in posts] == AUTHORS
    assert not any("delete" in post.text for post in posts)


def test_posts_that_stand_in_a_dialog_whose_tag_was_left_open_are_read() -> None:
    posts = thread(_with_dialogs(is_closed=False)).posts

    assert [post.author for post in posts][1:] == AUTHORS[1:]


def test_other_threads_below_a_heading_are_no_posts_of_this_one() -> None:
    others = "".join(
        f"<div class=topic_block><a href='/topic/{n}-x'>{title}</a> <span>by tern on {n} February 2026, 10:00</span>"
        "<p>It is warm here, and it was so for as long as anybody remembers, so why does the house still feel damp?</p></div>"
        for n, title in ((17, "Boilers in old houses, again"), (18, "Who pays for the oil?"))
    )
    html = (
        f"<div class=panel><div class=post><b class=author>robin_w</b> <i>{QUESTION.time}</i><div class=words>"
        f"<p>Does she still get it?</p></div></div><h4>Suggested topics</h4><div class=topics>{others}</div></div>"
    )
    found = thread(html)

    assert [post.text for post in found.posts] == ["Does she still get it?"]


def test_the_heading_of_the_contents_is_no_name_of_the_site() -> None:
    html = (
        "<main><header id=top><h2 class=kicker><a href='/forum/'></a> ► <a href='/heat/'>Warm houses</a></h2>"
        f"<h1>Heating allowance</h1></header>{_with_dialogs(is_closed=True)}</main>"
    )
    html = f"<html><head><title>Heating allowance : Warm houses :</title></head><body>{html}</body></html>"
    found = parse.thread_page(page(html, url=THREAD), SITE, keep_names=True)

    assert found.title == "Heating allowance"


def test_the_last_page_before_an_arrow_begins_no_trail() -> None:
    html = (
        f"{_with_dialogs(is_closed=True)}<div class=pages><span class=prev>«</span> <a class=mark href='?page=1'>1</a> <span class=next>»</span></div>"
        "<p><a href='/imprint/'>Imprint</a></p>"
    )
    assert thread(html).board_name == ""


# Mails


MAIL = (
    "<html><head><title>Heating allowance</title></head><body><hr>[<a href='a'>Date Prev</a>][<a href='b'>Date Next</a>]"
    "<h1>Heating allowance</h1><hr><ul><li><em>To</em>: <a href='mailto:x'>heat@lists.example</a></li><li><em>Subject</em>: Heating allowance</li>"
    "<li><em>From</em>: Robin Wood &lt;<a href='mailto:y'>robin@mail.example</a>&gt;</li><li><em>Date</em>: Tue, 3 Mar 2026 09:15:00 +0000</li></ul><hr>"
    "<pre>Does she still get the heating allowance?\n\nThe form asks for the old address.\n\n-- \nWarm since 1998 - https://robin.example/\n</pre><hr>"
    "<ul><li><strong>Follow-Ups</strong>:<ul><li><strong><a href='m12.html'>Re: Heating allowance</a></strong>"
    "<ul><li><em>From:</em> Kestrel &lt;kestrel@mail.example&gt;</li></ul></li></ul></li></ul>"
    "<ul><li>Index(es):<ul><li><a href='maillist.html'><strong>Date</strong></a></li><li><a href='threads.html'><strong>Thread</strong></a></li></ul></li></ul></body></html>"
)


def test_the_senders_of_answers_below_a_mail_are_no_heads_of_other_mails() -> None:
    (post,) = parse.thread_page(page(MAIL, url=f"{BOARD}/m11.html"), SITE, keep_names=True).posts

    assert (post.author, post.posted_at) == ("Robin Wood", datetime(2026, 3, 3, 9, 15, tzinfo=UTC))


def test_what_stands_below_two_strokes_is_a_signature() -> None:
    (post,) = parse.thread_page(page(MAIL, url=f"{BOARD}/m11.html"), SITE, keep_names=False).posts

    assert (
        post.text
        == "Does she still get the heating allowance?\n\nThe form asks for the old address."
    )


def test_a_short_mail_is_read_and_not_the_long_words_on_how_to_answer_it() -> None:
    how = " ".join(
        f"You may answer by way number {n}, which asks for a program that can send and for a little patience."
        for n in range(6)
    )
    html = (
        "<html><head><title>Oil - Robin Wood</title></head><body><pre id=b>From: Robin Wood &lt;robin@mail.example&gt;\nTo: heat@lists.example\n"
        "Subject: <a href='#r'>Oil</a>\nDate: Tue, 3 Mar 2026 09:15:00 +0000\t[<a href='#r'>thread overview</a>]\n"
        "Message-ID: &lt;41@mail.example&gt; (<a href='raw'>raw</a>)\n\nWho pays for the oil?\n</pre><hr>"
        f"<pre id=R><b>Reply instructions:</b>\n\n{how}\n</pre></body></html>"
    )
    (post,) = parse.thread_page(page(html, url=f"{BOARD}/41/"), SITE, keep_names=False).posts

    assert post.text == "Who pays for the oil?"


def test_mails_that_a_page_shows_as_they_were_typed_are_each_a_post() -> None:
    mails = "<hr>".join(
        f"<pre><a href='#e{n}' id='m{n}'>*</a> <b>{'Re: ' if n else ''}Oil</b>\n<b>@ 2026-03-0{n + 3}  9:15 {name}</b>\n"
        f"  2026-03-05  8:00 ` <a href='#m9'>Kestrel</a>\nFrom: {name} @ 2026-03-0{n + 3}  9:15 UTC (<a href='../{n}/'>permalink</a> / <a href='../{n}/raw'>raw</a>)\n"
        f"  To: heat\n\n{words}\n\n<a href='#m{n}' id='e{n}'>^</a> <a href='../{n}/'>permalink</a> <a href='../{n}/raw'>raw</a>"
        f" <a href='../{n}/#R'>reply</a>\t[<a href='T/'><b>flat</b></a>|<a href='t/'>nested</a>] <a href='#r{n}'>2+ messages in thread</a></pre>"
        for n, (name, words) in enumerate(
            (
                ("Robin Wood", "Who pays for the oil?"),
                ("Kestrel", "You do.\n\nAsk the council, though."),
            )
        )
    )
    html = f"<html><head><title>Oil</title></head><body><form><pre><a href='../'>heat archive</a> <a href='../help/'>help</a></pre></form>{mails}</body></html>"
    posts = parse.thread_page(page(html, url=f"{BOARD}/41/T/"), SITE, keep_names=False).posts

    assert [post.text for post in posts] == [
        "Who pays for the oil?",
        "You do.\n\nAsk the council, though.",
    ]
    assert [post.author for post in posts] == ["Robin Wood", "Kestrel"]
    assert [post.posted_at and (post.posted_at.day, post.posted_at.hour) for post in posts] == [
        (3, 9),
        (4, 9),
    ]


def test_what_a_mail_marks_as_quoted_is_nobodys_own_though_it_names_nobody() -> None:
    html = MAIL.replace("<pre>Does", "<pre>&gt; Is it warm enough in the north room?\n\nDoes")
    html = html.replace("-- \nWarm since 1998 - https://robin.example/\n", "")
    (post,) = parse.thread_page(page(html, url=f"{BOARD}/m11.html"), SITE, keep_names=False).posts
    (whole_post,) = parse.thread_page(
        page(html, url=f"{BOARD}/m11.html"), SITE, keep_names=True
    ).posts

    assert post.text.startswith("Does she still get the heating allowance?")
    assert "> Is it warm enough" in whole_post.text


# Lists


def lines(html: str, *, url: str = BOARD) -> BoardPage:
    return parse.board_page(page(whole(html, title="Warm houses"), url=url), SITE)


TITLES = (
    "Damp in the north room",
    "Who pays for oil?",
    "Wood in a wet winter",
    "The grant was refused",
)


def test_a_list_that_shows_no_times_is_known_by_its_column_of_replies() -> None:
    rows = "".join(
        f"<tr><td><i></i></td><td><a href='/x/{n}/'>{title}</a></td><td>tern</td><td>{n}</td><td>0</td></tr>"
        for n, title in enumerate(TITLES)
    )
    head = "<tr><th colspan=2>Topics</th><td>Last Poster</td><td>Replies</td><td>Views</td></tr>"
    found = lines(f"<table>{head}{rows}</table>")

    assert [(line.title, line.replies) for line in found.lines] == list(
        zip(TITLES, range(4), strict=True)
    )
    assert lines(f"<table>{head}{rows.split('<tr>')[1]}</table>").lines[0].title == TITLES[0]


def test_a_short_list_with_a_column_of_replies_is_a_list() -> None:
    html = (
        "<table><tr><th colspan=8>Title</th><th colspan=2>Replies</th><th colspan=2>Last activity</th></tr>"
        f"<tr><td colspan=8><a href='/heat/7/x/'>{TITLES[0]}</a></td><td colspan=2>2</td><td colspan=2>3 March 2026, 9:15</td></tr>"
        f"<tr><td colspan=8><a href='/heat/8/y/'>{TITLES[1]}</a></td><td colspan=2>1</td><td colspan=2>2 March 2026, 9:15</td></tr></table>"
    )
    assert [line.title for line in lines(html).lines] == list(TITLES[:2])
    assert kind_of(page(whole(html), url=BOARD)).kind is Kind.BOARD


def _blocks(count: int, *, updated: str = "on") -> str:
    return (
        "<div id=topic_list>"
        + "".join(
            f"<article class=topic><section class=t><h3 class='{'icon-lock icon-sticky' if n == 0 else ''}'><a href='/heat/{title[:3]}/'>{title}</a></h3></section>"
            f"<p>{updated} {n + 3} March 2026, 09:15</p><div class=bar>{'1 post' if n == 0 else f'<a href=/x/{n}>{n + 1} posts</a>'}</div></article>"
            for n, title in enumerate(TITLES[:count])
        )
        + "</div>"
    )


def test_a_list_in_a_place_for_topics_may_be_of_two() -> None:
    assert [line.title for line in lines(_blocks(2)).lines] == list(TITLES[:2])


def test_a_row_with_a_lock_is_like_the_others_and_so_is_one_that_writes_its_count_otherwise() -> (
    None
):
    found = lines(_blocks(4)).lines

    assert [line.title for line in found] == list(TITLES)
    assert [line.replies for line in found] == [0, 1, 2, 3]
    assert [line.is_closed for line in found] == [True, False, False, False]


def test_when_a_thread_was_updated_is_told_in_a_list_and_no_time_of_a_post() -> None:
    found = lines(_blocks(4, updated="Updated on")).lines

    assert [line.last_post and line.last_post.at.day for line in found] == [3, 4, 5, 6]


def test_a_pin_before_a_title_is_a_sign_and_no_part_of_it() -> None:
    html = _blocks(4).replace("icon-lock icon-sticky", "").replace(TITLES[0], f"📌 {TITLES[0]}")
    found = lines(html).lines

    assert [line.title for line in found] == list(TITLES)
    assert [line.is_pinned for line in found] == [True, False, False, False]


def test_a_list_that_counts_posts_counts_one_more_than_replies_and_none_that_are_read() -> None:
    rows = "".join(
        f"<tr><td class=thread-list__title><a href='/t/{n}-x'>{title}</a></td><td class=thread-list__post-count>{n + 1}</td>"
        f"<td class=thread-list__latest>{n + 1} March 2026, 10:00</td></tr>"
        for n, title in enumerate(TITLES)
    )
    html = f"<table class=thread-list><tr><th>Thread</th><th>Posts</th><th>Latest post</th></tr>{rows}</table>"

    assert [line.replies for line in lines(html).lines] == [0, 1, 2, 3]
    # Where a row has none, the first post cannot be among them.
    again = html.replace("post-count>1<", "post-count>0<")
    assert [line.replies for line in lines(again).lines] == [0, 2, 3, 4]


def test_answers_are_replies() -> None:
    html = (
        "<ul class=topics>"
        + "".join(
            f"<li><p class=right>{n} answer{'' if n == 1 else 's'}</p><h4><a href='/heat/{n}/'>{title}</a></h4><p>Since {n + 1} days - By <em>tern</em></p></li>"
            for n, title in enumerate(TITLES)
        )
        + "</ul>"
    )
    found = lines(html).lines

    assert [line.replies for line in found] == [0, 1, 2, 3]
    assert [line.last_post and line.last_post.at for line in found] == [
        NOW - timedelta(days=n) for n in (1, 2, 3, 4)
    ]


def test_rows_that_say_how_many_replies_there_are_are_no_posts() -> None:
    html = (
        "<div class=card>"
        + "".join(
            f"<div class='forum-topic-row'><div class=name><a href='/heat/{title[:4]}/'>{title}</a> <span class=small>Started by tern</span></div>"
            f"<div class=stats><span class=small>{n + 1} Repl{'y' if n == 0 else 'ies'}</span></div>"
            f"<div class=last>Last post {n + 3} March 2026, 22:12 by marram</div></div>"
            for n, title in enumerate(TITLES[:2])
        )
        + "</div>"
    )

    assert kind_of(page(whole(html), url="https://forum.example/forum/heat/")).kind is Kind.BOARD


# Boards


def test_boards_stand_above_their_latest_threads() -> None:
    html = (
        "<section><h1>At home</h1><dl>"
        + "".join(
            f"<dt><a href='/forum/{name}/'>{name.title()}</a></dt><dd>What there is to say of it.</dd><dd><ul>"
            + "".join(
                f"<li><a href='/forum/{name}/{t[:3]}/{n}/page1/'><b>{t}</b> by tern</a></li>"
                for n, t in enumerate(TITLES[:3])
            )
            + "</ul></dd>"
            for name in ("heating", "allotments", "buses")
        )
        + "</dl></section>"
    )
    found = parse.boards(page(whole(html), url="https://forum.example/forum/"), SITE)

    assert [board.name for board in found] == ["Heating", "Allotments", "Buses"]


def test_a_board_whose_link_says_details_is_called_what_its_row_begins_with() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>False</td><td><a href='/groups/{n}/'>Details</a></td></tr>"
        for n, name in enumerate(("Heating", "Allotments", "Buses"))
    )
    html = f"<table><tr><th>Name</th><th>Private</th><th></th></tr>{rows}</table>"
    found = parse.boards(page(whole(html), url="https://forum.example/groups/"), SITE)

    assert [board.name for board in found] == ["Heating", "Allotments", "Buses"]


def test_boards_below_a_category_lie_below_nothing_by_number() -> None:
    home, garden = "https://forum.example/home", "https://forum.example/garden"
    boards = [f"{home}/heat", f"{home}/damp", f"{garden}/slugs"]

    assert groups_below([[home, garden], boards]) == set()
    assert groups_below([boards, [f"{boards[0]}/oil/7", f"{boards[2]}/cold/8"]]) == {1}
    assert groups_below([boards, [f"{boards[0]}/oil/7", f"{boards[0]}/cold/8"]]) == set()
