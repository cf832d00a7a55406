# ruff: noqa: E501
# Markup reads better in one line than in pieces.
"""Messages in archives of mailing lists: one mail on each page, with the fields of its head."""

from datetime import UTC, datetime

import pytest

from alongside.connectors.generic import parse
from alongside.connectors.generic.kinds import Kind, kind_of
from alongside.connectors.generic.mails import head_of_mail, without_head_of_mail
from alongside.connectors.generic.outline import outline_of
from alongside.connectors.port import ForumSite, Post
from tests.connectors.generic.invented import page

SITE = ForumSite("https://lists.example")
WORDS = (
    "My mother moved in with us in January.\nDoes she still get the heating allowance?\n\n"
    "The form asks for the old address.\n"
)
SENDER = "Robin Wood &lt;<a href='mailto:x'>robin@mail.example</a>&gt;"
DATE = "Tue, 3 Mar 2026 09:15:00 +0000"

MHONARC = (
    "<html><head><title>[heat] Heating allowance</title></head><body><hr>"
    "[<a href='msg00010.html'>Date Prev</a>][<a href='msg00012.html'>Date Next</a>]"
    "[<a href='maillist.html#00011'>Date Index</a>][<a href='threads.html#00011'>Thread Index</a>]"
    f"<h1>[heat] Heating allowance</h1><hr><ul><li><em>From</em>: {SENDER}</li>"
    "<li><em>To</em>: heat@lists.example</li><li><em>Subject</em>: [heat] Heating allowance</li>"
    f"<li><em>Date</em>: {DATE}</li></ul><hr><pre>{WORDS}</pre><hr>"
    "<ul><li>Prev by Date: <strong><a href='msg00010.html'>Re: [heat] Oil</a></strong></li>"
    "<li>Next by Date: <strong><a href='msg00012.html'>[heat] Wood</a></strong></li></ul></body></html>"
)
HYPERMAIL = (
    "<html><head><title>Heating allowance from Robin Wood on 2026-03-03</title></head><body>"
    "<div class=head><h1>Heating allowance</h1><ul class=links><li><dfn>This message</dfn>: "
    "[ <a href='#start'>Message body</a> ] [ <a href='#replies'>Respond</a> ]</li></ul></div>"
    f"<div class=mail><address class=headers><span id=from><dfn>From</dfn>: {SENDER}</span><br>"
    f"<span id=date><dfn>Date</dfn>: {DATE}</span><br><span id=to><dfn>To</dfn>: heat@lists.example"
    f"</span></address><pre id=body>{WORDS}</pre></div>"
    "<div class=foot><p id=gen>Received on Tuesday, 3 March 2026 09:15:12 UTC</p></div></body></html>"
)
PUBLIC_INBOX = (
    "<html><head><title>Heating allowance - Robin Wood</title></head><body><form action='../'><pre>"
    "<a href='../'>Heat mailing list archive</a>\n<input name=q></pre></form>"
    "<pre id=b>From: Robin Wood &lt;robin@mail.example&gt;\nTo: heat@lists.example\n"
    "Subject: <a href='#r' id=t>Heating allowance</a>\n"
    f"Date: {DATE}\t[<a href='#r'>thread overview</a>]\n"
    f"Message-ID: &lt;41.GA1@mail.example&gt; (<a href='raw'>raw</a>)\n\n{WORDS}\n</pre><hr>"
    "<pre><a href='#R'>reply</a>\tother threads:[<a href='../'>~2026-03-03  9:15 UTC</a>|"
    "<a href='../new.html'>newest</a>]\n</pre></body></html>"
)
PIPERMAIL = (
    "<html><head><title>[Heat] Heating allowance</title></head><body><h1>[Heat] Heating allowance</h1>"
    "<b>Robin Wood</b> <a href='mailto:x' title='[Heat] Heating allowance'>robin at mail.example</a><br>"
    "<i>Tue Mar  3 09:15:00 UTC 2026</i><p><ul><li>Previous message: <a href='000041.html'>[Heat] The "
    "boiler</a></li><li><b>Messages sorted by:</b> <a href='date.html#42'>[ date ]</a></li></ul><hr>"
    f"<pre>{WORDS}</pre><hr><ul><li>Previous message: <a href='000041.html'>[Heat] The boiler</a></li>"
    "</ul><hr><a href='/listinfo/heat'>More information about the Heat mailing list</a></body></html>"
)
BETWEEN_RULES = MHONARC.replace(
    f"<pre>{WORDS}</pre>",
    "<p>My mother moved in with us in January.<br>Does she still get the heating allowance?</p>"
    "<p>The form asks for the old address.</p>",
)
# The fields in another order, and links in a paragraph that is like those of the mail.
LOOSE = (
    "<html><head><title>Heating allowance</title></head><body><p>[<a href='p'>Date Prev</a>][<a href='n'>Date Next</a>] "
    "[<a href='maillist.html#00011'>Date Index</a>] [<a href='threads.html#00011'>Thread Index</a>]</p><h1>Heating allowance</h1><hr>"
    f"<ul><li><em>To</em>: <a href='mailto:x'>heat@lists.example</a></li><li><em>Subject</em>: Heating allowance</li><li><em>From</em>: {SENDER}</li>"
    f"<li><em>Date</em>: {DATE}</li><li><em>Message-id</em>: &lt;<a href='msg00011.html'>41.GA1@mail.example</a>&gt;</li></ul><hr>"
    "<p>My mother moved in with us in January.<br>Does she still get the heating allowance?</p><p>The form asks for the old address.</p><hr>"
    "<strong>Reply to:</strong><ul><li><a href='mailto:x'>heat@lists.example</a></li></ul></body></html>"
)
ARCHIVES = {
    "MHonArc, loose": LOOSE,
    "MHonArc, between rules": BETWEEN_RULES,
    "MHonArc": MHONARC,
    "hypermail": HYPERMAIL,
    "public-inbox": PUBLIC_INBOX,
    "pipermail": PIPERMAIL,
}


def read(html: str, *, keep_names: bool) -> tuple[Post, ...]:
    address = "https://lists.example/archives/heat/00011.html"
    return parse.thread_page(page(html, url=address), SITE, keep_names=keep_names).posts


@pytest.mark.parametrize("archive", ARCHIVES)
def test_a_mail_is_one_post_with_its_sender_and_the_time_of_its_head(archive: str) -> None:
    (post,) = read(ARCHIVES[archive], keep_names=True)

    assert post.author == "Robin Wood"
    assert post.posted_at == datetime(2026, 3, 3, 9, 15, tzinfo=UTC)
    assert post.text == (
        "My mother moved in with us in January.\nDoes she still get the heating allowance?\n\n"
        "The form asks for the old address."
    )


@pytest.mark.parametrize("archive", ARCHIVES)
def test_the_name_of_the_sender_is_in_no_text_that_is_kept(archive: str) -> None:
    (post,) = read(ARCHIVES[archive], keep_names=False)

    assert "Robin" not in post.text
    assert "robin" not in post.text


@pytest.mark.parametrize("archive", ARCHIVES)
def test_the_page_of_a_mail_is_a_thread(archive: str) -> None:
    assert kind_of(page(ARCHIVES[archive], url="https://lists.example/m/1")).kind is Kind.THREAD


def test_a_forwarded_mail_loses_its_head_and_other_words_keep_theirs() -> None:
    head = "From: Robin Wood\nTo: heat\nSubject: Heating\nDate: 3 March\n\n"

    assert without_head_of_mail(f"{head}Does she get it?") == "Does she get it?"
    assert without_head_of_mail("From: here on\nit was warm.") == "From: here on\nit was warm."
    assert without_head_of_mail(head) == head


def test_an_address_alone_names_its_sender_by_its_first_part() -> None:
    (post,) = read(MHONARC.replace("Robin Wood ", ""), keep_names=True)

    assert post.author == "robin"


def test_several_mails_on_one_page_are_not_taken_for_the_first() -> None:
    two = MHONARC.replace("</body>", MHONARC.partition("<body>")[2])

    assert head_of_mail(outline_of(page(MHONARC).tree)) is not None
    assert head_of_mail(outline_of(page(two).tree)) is None
