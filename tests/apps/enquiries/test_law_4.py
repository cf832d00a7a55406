"""Law 4 after a full run: no member's name stands in any column of any table, nor in any log.

A forum of made-up members is read through the worker and the whole of `fetching`: listening,
matching, following, answering by hand, reading back, a survey; threads that break down, questions
that go. What a member writes of somebody who did not write in the thread, in plain words, nobody
can know for a name; it stays in the excerpt until its date, and is not looked for here.
"""

import html
import json
import logging
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from alongside.audit.models import Event
from alongside.core import clock
from alongside.enquiries import actions as enquiries
from alongside.enquiries import jobs
from alongside.enquiries.models import Enquiry, ThreadReading
from alongside.fetching.client import Client
from alongside.fetching.policy import FetchingPolicy
from alongside.fetching.rehearsal import MadeUpInternet, http_answer
from alongside.forums import access
from alongside.listening.models import BoardReading, ReadingDay
from alongside.manners.records import SharedNotices, SharedPacing
from alongside.matching import surveying
from alongside.matching.models import Survey
from alongside.ops import worker
from alongside.replies import actions as replies
from alongside.replies.models import Reply
from tests.factories import (
    FIT_TEXT,
    HOUR,
    NOON,
    BoardReadingFactory,
    EventFactory,
    SiteNoticeFactory,
    line,
)
from tests.names_search import all_stored, everything_logged, forms_of, named_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)

NAMES = (
    "NightShiftNell",
    "O'Neil & Söhne",
    "<b>Robert'); DROP TABLE--",
    "Žofie Nováková",
    "名無しのマリナー",
    "🦉owl_of_minerva",
    "100%Percival",
    "back\\slash\\Bea",
    'Quillon "Q" Quaife',
    "Maximiliana-Theodora-von-und-zu-Hohenstein",
    "user+tag=Odd",
    "Ünal İPEK",
)
OFFICIAL = "AldmereHelps"

PAGE = """<body id="phpbb" class="section-{section}"><div class="online">In total there are 3 users
online: {others}</div>{content}</body>"""
ROW = """<li class="row"><dl class="topic_read"><dt><div class="list-inner">
<a href="./viewtopic.php?t={number}" class="topictitle">{title}</a>
<div class="topic-poster">by <a class="username">{asker}</a> &raquo;
<time datetime="{asked}">x</time></div></div></dt><dd class="posts">{replies}</dd>
<dd class="lastpost"><span>by <a class="username">{last}</a><br><time datetime="{asked}">x</time>
</span></dd></dl></li>"""
POST = """<div id="p{number}{place}" class="post"><p class="author">by <strong>
<a class="username">{author}</a></strong> &raquo; <time datetime="{at}">x</time></p>
<div class="content">{words}</div><div class="notice">Last edited by {author} on Monday.</div>
<div class="signature">{author} was here</div></div>"""


def signed(author, words):
    """As members write: they quote, greet, and put their name beneath."""
    other = html.escape(NAMES[0] if author != NAMES[0] else NAMES[1])
    return (
        f'<blockquote><div><cite><a href="./memberlist.php?u=3">{other}</a> wrote:</cite>Well.'
        f"</div></blockquote>{words}<br>Cheers,<br>{html.escape(author)}"
    )


class Forum:
    """A phpBB forum: threads by number, each (title, posts as (author, words))."""

    def __init__(self):
        self.threads = {}
        self.broken = {}  # number of a thread: what is answered instead
        for number, asker in enumerate(NAMES, start=1):
            title = f"For {asker}: sick pay?" if number % 3 else "Sick pay stopped"
            self.threads[number] = (title, [(asker, "Does my sick pay stop?")])
            self.answer_to(number, NAMES[number % len(NAMES)], "@nobody It goes on.")
        self.threads[50] = ("Cats", [(NAMES[3], "Has anybody seen a grey cat?")])
        self.broken[51] = http_answer(200, f"<p>{NAMES[4]} broke it</p>")
        self.threads[51] = ("Sick pay, broken", [(NAMES[4], "?")])

    def answer_to(self, number, author, words):
        self.threads[number][1].append((author, words))

    def edit(self, number, words):
        title, posts = self.threads[number]
        self.threads[number] = (title, [(posts[0][0], words), *posts[1:]])

    def __call__(self, visit):
        if visit.target == "/robots.txt":
            return http_answer(404)
        number = visit.target.rpartition("t=")[2]
        if "viewtopic" in visit.target and int(number) in self.broken:
            return self.broken[int(number)]
        others = html.escape(", ".join(NAMES))
        section, content = "index", '<ul class="topiclist forums"></ul>'
        if "viewforum" in visit.target:
            section, content = "viewforum", self.list()
        elif "viewtopic" in visit.target:
            section, content = "viewtopic", self.thread(int(number))
        return http_answer(200, PAGE.format(section=section, others=others, content=content))

    def list(self):
        rows = "".join(
            ROW.format(
                number=number,
                title=html.escape(title),
                asker=html.escape(posts[0][0]),
                last=html.escape(posts[-1][0]),
                replies=len(posts) - 1,
                asked=asked_at(number).isoformat(),
            )
            for number, (title, posts) in self.threads.items()
        )
        return f'<h2 class="forum-title">Pay</h2><ul class="topiclist topics">{rows}</ul>'

    def thread(self, number):
        title, posts = self.threads[number]
        shown = "".join(
            POST.format(
                number=number,
                place=place,
                author=html.escape(author),
                at=(asked_at(number) + place * MINUTE).isoformat(),
                words=signed(author, words) if author != OFFICIAL else words,
            )
            for place, (author, words) in enumerate(posts)
        )
        return (
            f'<ul class="navlinks"><li><a href="./viewforum.php?f=3">Pay</a></li></ul>'
            f'<h2 class="topic-title"><a href="./viewtopic.php?t={number}">{html.escape(title)}'
            f"</a></h2>{shown}"
        )


def asked_at(number):
    return NOON - 9 * HOUR + number * MINUTE


@pytest.fixture
def forum(monkeypatch):
    made = Forum()
    internet = MadeUpInternet(site=made, names={"pay.example": ["93.184.215.14"]})
    policy = FetchingPolicy(contact="a@b.example", minimum_interval_seconds=0.01)
    client = Client(
        policy,
        resolve=internet.resolve,
        backend=internet,
        pacing=SharedPacing(manners=policy.manners),
        kept=SharedNotices(),
    )
    monkeypatch.setattr(access, "client", lambda: client)
    return made


@pytest.fixture
def whole(forum):
    made = line(engine="phpbb", secret=False)
    made.enquiry.delete()
    made.forum.address = "https://pay.example"
    made.forum.save()
    made.board.external_id = "3"
    made.board.save()
    made.account.handle = OFFICIAL
    made.account.save()
    return made


def work_off():
    """Every step of every line of the worker, until nothing is due."""
    for steps in worker.LINES.values():
        while [step for step in steps if step()]:
            pass


def full_run(whole, forum, monkeypatch):
    """Everything that the service does with what members wrote; leaves an enquiry in each state."""

    def work(at):
        monkeypatch.setattr(clock, "now", lambda: at)
        work_off()

    raise_enquiry = enquiries.raise_enquiry

    def break_once(*, heading, **values):
        if heading.external_id == "2":
            raise ValueError(f"Key (title)=({heading.title}) by {NAMES[1]}")
        return raise_enquiry(heading=heading, **values)

    monkeypatch.setattr(jobs.actions, "raise_enquiry", break_once)
    work(NOON)
    # An official answers by hand, and the answer is looked for among members' posts.
    enquiry = Enquiry.objects.get(thread_id="3")
    enquiries.claim_enquiry(enquiry_id=enquiry.pk, by=whole.adviser, at=NOON)
    draft = replies.save_draft(
        enquiry=enquiry, text=FIT_TEXT, seen_at=None, by=whole.adviser, at=NOON
    )
    replies.submit_reply(reply_id=draft.pk, override_reasons={}, by=whole.adviser, at=NOON)
    replies.approve_reply(reply_id=draft.pk, by=whole.reader, at=NOON)
    replies.begin_posting_by_hand(reply_id=draft.pk, by=whole.adviser, at=NOON)
    forum.answer_to(3, OFFICIAL, FIT_TEXT)
    link = "https://pay.example/viewtopic.php?p=32#p32"
    replies.give_link(reply_id=draft.pk, link=link, by=whole.adviser, at=NOON)
    # Members go on; one edits, one question goes, one thread breaks down.
    forum.edit(4, "Does my sick pay stop in week 28?")
    for number in range(1, 9):
        forum.answer_to(number, NAMES[(number + 5) % len(NAMES)], "So it is.")
    forum.broken[5] = http_answer(404, f"{NAMES[4]} removed it")
    forum.broken[6] = http_answer(500, f"Error at {NAMES[5]}")
    forum.broken[7] = http_answer(200, f"<title>{NAMES[6]}</title>")
    for hours in (2, 4, 12, 30):
        ThreadReading.objects.exclude(next_visit_at=None).update(next_visit_at=NOON)
        BoardReading.objects.update(next_visit_at=NOON)
        work(NOON + hours * HOUR)
    del forum.broken[6]
    survey = surveying.prepare(
        forum=whole.forum,
        body=whole.body,
        from_month=date(2026, 4, 1),
        until_month=date(2026, 5, 1),
        at=clock.now(),
    )
    surveying.run(survey, by="lead")
    work(NOON + 90 * 24 * HOUR)


def test_law_4_after_a_full_run_no_members_name_stands_anywhere(whole, forum, monkeypatch):
    with everything_logged() as logged:
        full_run(whole, forum, monkeypatch)

    # The run did what it is there to prove something about.
    assert Enquiry.objects.count() >= 10
    assert Reply.objects.get().state == "live"
    assert ThreadReading.objects.filter(members_who_replied__gte=2).count() >= 5
    assert ThreadReading.objects.get(thread_id="5").gone_at
    assert ThreadReading.objects.get(thread_id="4").changed_at
    assert ThreadReading.objects.exclude(problem="").exists()
    assert ReadingDay.objects.filter(looked_again__gt=0).exists()
    assert Survey.objects.exists()
    assert any("could not be taken in (ValueError)" in said for _place, said in logged.lines)
    # And here is the proof.
    assert named_in(all_stored(), NAMES) == []
    assert named_in(logged.lines, NAMES) == []


def test_law_4_while_questions_are_open_no_members_name_stands_anywhere(whole, forum, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)

    work_off()

    assert Enquiry.objects.filter(excerpt__contains="Does my sick pay stop?").count() >= 10
    assert named_in(all_stored(), NAMES) == []


# The search would find one


def test_the_proof_fails_as_soon_as_words_are_kept_as_they_came(whole, forum, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(enquiries, "kept_words", lambda text, **_names: text)

    work_off()

    assert {place.partition(": ")[0] for place in named_in(all_stored(), NAMES)} == {
        "enquiries_enquiry.excerpt",
        "enquiries_enquiry.title",
    }


WAYS = {
    "text": lambda name: BoardReadingFactory(problem=f"Thread 41 of {name.upper()}: broken"),
    "json": lambda name: EventFactory(details={"deep": [{"names": ["a", f"by {name}"]}]}),
    "json key": lambda name: EventFactory(details={name: 1}),
    "json in json": lambda name: EventFactory(details={"text": json.dumps({"name": name})}),
    "bytes": lambda name: SiteNoticeFactory(content=b"\x00\xff" + name.encode() + b"\xfe"),
    "html": lambda name: BoardReadingFactory(problem=html.escape(name)),
    "address": lambda name: BoardReadingFactory(problem=quote(name)),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_name_that_was_stored_would_be_found(way):
    for name in NAMES:
        WAYS[way](name)

    found = named_in(all_stored(), NAMES)

    assert {place.partition(": ")[2] for place in found} == set(NAMES)
    assert len({place.partition(": ")[0] for place in found}) == 1


def test_a_name_that_was_logged_would_be_found():
    with everything_logged() as logged:
        for name in NAMES:
            logging.getLogger("alongside.some.module").debug("read %s", {"author": name})
            try:
                raise ValueError(name)
            except ValueError:
                logging.getLogger("quite.another").exception("It broke.")

    assert len(named_in(logged.lines, NAMES)) == 2 * len(NAMES)


def test_every_table_is_searched_and_bytes_as_well():
    EventFactory()

    places = {place for place, _text in all_stored()}

    assert "audit_event.details" in places
    assert forms_of("Nell") >= {"nell", "4e656c6c"}
    assert Event.objects.exists()
