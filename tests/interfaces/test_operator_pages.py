"""The pages of a forum's operator: they decide, hold, see everything, object, and speak."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from alongside.agreements import objecting, queries
from alongside.agreements.domain.terms import Answer, EngagementModel, OfficialLook, Standing
from alongside.agreements.models import Agreement, Letter, Objection, Request, Statement
from alongside.audit import actions as audit
from alongside.audit.models import Event
from alongside.listening import actions as listening
from alongside.replies import jobs
from alongside.replies.domain.life import ReplyState, Route
from tests.factories import (
    NOON,
    TODAY,
    AgreementFactory,
    AttemptFactory,
    BoardFactory,
    BodyFactory,
    line,
    publish_plan,
)
from tests.factories import operators as of
from tests.factories.register import DAY, HOUR, ForumFactory
from tests.html.checker import faults_of_pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
MINUTE = timedelta(minutes=1)

WELCOME = {
    "models_allowed": ["referral", "open_answering"],
    "reading": "24",
    "links": "no",
    "peers_first": "4",
    "posts_per_day": "3",
    "officials_shown": ["forum_title"],
    "officials_words": "In the group Officials.",
    "contact_role": "the lead moderator",
    "until": "12",
}


def browser_of(duty):
    client = Client()
    client.force_login(duty.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


class Person:
    """Somebody of the operator with a browser of their own."""

    def __init__(self, client, who):
        self.client = client
        self.page = client.post("/operators/enter/", {"key": of.key_for(who).key}, follow=True)

    def get(self, address, **values):
        self.page = self.client.get(address, values, follow=True)
        return self.page

    def press(self, address, **values):
        """A press of a button: the form's own key comes along, as the page has it."""
        key = re.search(r'name="form_key" value="(\w+)"', self.page.content.decode())[1]
        self.page = self.client.post(address, {"form_key": key, **values}, follow=True)
        return self.page

    @property
    def text(self):
        return " ".join(re.sub(r"<[^>]+>", " ", self.page.content.decode()).split())


@pytest.fixture
def asked():
    """A body asked the operator of a forum with two boards."""
    body, forum = BodyFactory(acronym="APS"), ForumFactory()
    BoardFactory(forum=forum, external_id="7", name="Sick pay")
    BoardFactory(forum=forum, external_id="8", name="Parking")
    who = of.contact(body=body, forums=[forum])
    of.ask(who)
    return who


@pytest.fixture
def owner(client, asked):
    return Person(client, asked)


def place(who):
    return f"/operators/forums/{who.forums.first().slug}/"


def answer_address(who):
    return f"{place(who)}bodies/{who.body.slug}/"


def newest(who):
    return queries.newest_agreement(forum_id=who.forums.first().pk, body_id=who.body_id)


def answer(person, who, chosen, **values):
    """Through all pages: choose, fill in, check, record."""
    address = answer_address(who)
    person.get(address, answer=chosen)
    seen = re.search(r'name="seen" value="(\w*)"', person.page.content.decode())[1]
    person.press(address, answer=chosen, step="check", seen=seen, **values)
    fields = dict.fromkeys(re.findall(r'name="(\w+)" value=', person.page.content.decode()), None)
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', person.page.content.decode())
    kept = {name: [value for key, value in hidden if key == name] for name in fields}
    kept.pop("form_key")
    kept.pop("step", None)
    return person.press(address, step="record", **{n: v for n, v in kept.items() if v})


def test_who_did_not_answer_in_time_reads_what_that_means_and_may_still_answer(owner, asked):
    body, forum = asked.body, asked.forums.first()
    Request.objects.update(closed_at=NOON, outcome="no_answer")
    AgreementFactory(forum=forum, body=body, answer=Answer.NO_ANSWER.value, answered_on=TODAY)

    owner.get(place(asked))

    assert "No answer came by 6 May 2026, which means no" in owner.text
    assert "You can still answer." in owner.text
    assert "They may take part" in owner.text


def test_a_private_link_leads_to_three_big_choices(owner, asked):
    assert owner.page.redirect_chain[-1][0] == place(asked)
    for words in ("You decide.", "Welcome", "With conditions", "Not welcome"):
        assert words in owner.text


def test_with_conditions_becomes_a_dated_record_with_all_that_was_chosen(owner, asked):
    answer(
        owner,
        asked,
        "with_conditions",
        conditions="Say hello in the lounge first.",
        board_ids=["7"],
        **WELCOME,
    )

    record = newest(asked)
    assert "Your answer is recorded" in owner.text
    assert (record.answer, record.answered_on, record.valid_from) == (
        "with_conditions",
        TODAY,
        TODAY,
    )
    assert record.conditions == "Say hello in the lounge first."
    assert record.models_allowed == [EngagementModel.OPEN_ANSWERING, EngagementModel.REFERRAL]
    assert (record.allows_reading, record.reading_every_hours) == (True, 24)
    assert (record.links_allowed, record.posts_per_day, record.peers_first_hours) == (False, 3, 4)
    assert record.board_ids == ["7"]
    assert record.officials_shown == [OfficialLook.FORUM_TITLE]
    assert record.officials_words == "In the group Officials."
    assert record.contact_role == "the lead moderator"
    assert record.valid_until == TODAY.replace(year=2027)
    assert record.recorded_by == "operator"
    assert "by the private link of 6 May 2026, as “Owner”" in record.evidence


def test_boards_are_named_where_the_register_knows_none_and_bind(client):
    body, forum = BodyFactory(acronym="APS"), ForumFactory()
    who = of.contact(body=body, forums=[forum])
    of.ask(who)
    owner = Person(client, who)
    named = "Sick pay\n  Zdrowie i   Łąka \n健康\nsick pay\n"

    owner.get(answer_address(who), answer="welcome")
    owner.press(answer_address(who), answer="welcome", step="check", **WELCOME, boards_named=named)
    assert "Zdrowie i Łąka" in owner.text
    assert not forum.boards.exists()
    owner.press(
        *[answer_address(who)],
        **{"answer": "welcome", "step": "record", "seen": "", **WELCOME, "boards_named": named},
    )

    names = set(forum.boards.values_list("name", flat=True))
    assert names == {"Sick pay", "Zdrowie i Łąka", "健康"}
    record = queries.newest_agreement(forum_id=forum.pk, body_id=body.pk)
    assert set(record.board_ids) == set(forum.boards.values_list("external_id", flat=True))
    assert "Sick pay" in " ".join(re.sub(r"<[^>]+>", " ", _page(client, forum)).split())


def test_a_board_that_is_known_keeps_its_number_when_it_is_typed(owner, asked):
    answer(owner, asked, "welcome", **WELCOME, board_ids=["8"], boards_named="SICK PAY\nLounge")

    record = queries.newest_agreement(forum_id=asked.forums.get().pk, body_id=asked.body_id)
    assert sorted(record.board_ids) == ["7", "8", "lounge"]
    assert sorted(asked.forums.get().boards.values_list("name", flat=True)) == [
        *("Lounge", "Parking", "Sick pay"),
    ]


def _page(client, forum):
    return client.get(f"/forums/{forum.slug}/").content.decode()


def test_a_no_is_two_presses_and_stops_everything(owner, asked):
    answer(owner, asked, "not_welcome")

    record = newest(asked)
    assert queries.standing(record, on=TODAY) is Standing.NOT_WELCOME
    assert (record.models_allowed, record.allows_reading) == ([], False)


def test_an_answer_closes_the_request(owner, asked):
    answer(owner, asked, "welcome", **WELCOME)

    request = asked.body and of.Request.objects.get()
    assert (request.outcome, request.closed_at) == ("answered", NOON)


def test_nothing_is_recorded_before_the_last_press(owner, asked):
    address = answer_address(asked)
    owner.get(address, answer="welcome")
    owner.press(address, answer="welcome", step="check", seen="", **WELCOME)

    assert "Check your answer" in owner.text
    assert Agreement.objects.count() == 0


def test_what_was_typed_is_there_again_when_it_is_changed_first(owner, asked):
    address = answer_address(asked)
    owner.get(address, answer="welcome")
    owner.press(address, answer="welcome", step="edit", seen="", **WELCOME)

    text = owner.page.content.decode()
    assert 'value="the lead moderator"' in text
    assert re.search(r'value="24"[^>]* checked', text)
    assert Agreement.objects.count() == 0


def test_a_welcome_without_a_way_is_sent_back_with_all_that_was_typed(owner, asked):
    address = answer_address(asked)
    owner.get(address, answer="welcome")
    owner.press(
        address, answer="welcome", step="check", seen="", **WELCOME | {"models_allowed": []}
    )

    assert owner.page.status_code == 422
    assert "Choose at least one way" in owner.text
    assert 'value="the lead moderator"' in owner.page.content.decode()


def test_who_may_allow_a_clinic_reads_that_none_can_be_held_yet(owner, asked):
    owner.get(answer_address(asked), answer="welcome")

    assert "This service cannot hold such hours yet" in owner.text


def test_conditions_must_be_written_down(owner, asked):
    address = answer_address(asked)
    owner.get(address, answer="with_conditions")
    owner.press(address, answer="with_conditions", step="check", seen="", **WELCOME)

    assert owner.page.status_code == 422
    assert "Write down your conditions" in owner.text


def test_personal_details_do_not_get_into_public_words(owner, asked):
    address = answer_address(asked)
    owner.get(address, answer="welcome")
    owner.press(
        address,
        answer="welcome",
        step="check",
        seen="",
        **WELCOME | {"contact_role": "ring 07700 900123"},
    )

    assert owner.page.status_code == 422
    assert "looks like a personal detail" in owner.text


def test_a_new_answer_starts_from_the_one_before(owner, asked):
    answer(owner, asked, "with_conditions", conditions="Be kind.", board_ids=["7"], **WELCOME)
    owner.get(answer_address(asked), answer="with_conditions")

    text = owner.page.content.decode()
    assert "Be kind." in text
    assert re.search(r'value="7"[^>]* checked', text)


def test_times_that_are_none_of_ours_stand_among_ours_in_their_order(owner, asked):
    AgreementFactory(
        forum=asked.forums.first(),
        body=asked.body,
        welcome=True,
        peers_first_hours=1,
        reading_every_hours=6,
    )

    owner.get(answer_address(asked), answer="welcome")

    page = owner.page.content.decode()
    assert re.findall(r'name="peers_first" [^>]*value="(\d+)"', page) == ["0", "1", "4", "24", "72"]
    assert re.findall(r'name="reading" [^>]*value="(\w+)"', page) == [
        *("no", "168", "24", "6", "1", "0"),
    ]


def test_every_answer_is_a_new_record_and_nothing_is_overwritten(owner, asked):
    answer(owner, asked, "welcome", **WELCOME)
    answer(owner, asked, "not_welcome", conditions="It did not work out.")

    assert [record.answer for record in Agreement.objects.order_by("pk")] == [
        "welcome",
        "not_welcome",
    ]


def test_a_no_does_not_begin_with_the_conditions_of_the_welcome_before_it(owner, asked):
    answer(owner, asked, "with_conditions", **WELCOME, conditions="Say hello in the lounge first.")

    owner.get(answer_address(asked), answer="with_conditions")
    assert "Say hello in the lounge first." in owner.text
    owner.get(answer_address(asked), answer="not_welcome")
    assert "Say hello in the lounge first." not in owner.text


def test_the_second_of_two_sees_the_first_answer_and_both_are_recorded(asked, client):
    moderator = of.contact(
        body=asked.body,
        forums=[asked.forums.first()],
        role="Moderator",
        address="mod@forum.example",
    )
    first, second = Person(client, asked), Person(client.__class__(), moderator)
    second.get(answer_address(asked), answer="not_welcome")  # opened, and left open
    answer(first, asked, "welcome", **WELCOME)

    second.press(answer_address(asked), answer="not_welcome", step="check", seen="")
    assert second.page.status_code == 409
    assert "Somebody else has answered in the meantime" in second.text
    assert "Referral by a moderator" in second.text
    assert second.text.index("Their answer") < second.text.index("Your answer")
    assert "This is what “Owner” said" in second.text
    assert newest(asked).answer == Answer.WELCOME
    [told] = Letter.objects.filter(contact=moderator, kind="notice")
    assert told.notice.subject.endswith("welcome, says “Owner”")

    second.press(
        answer_address(asked), answer="not_welcome", step="record", seen=newest(asked).public_id
    )
    assert [record.answer for record in Agreement.objects.order_by("pk")] == [
        "welcome",
        "not_welcome",
    ]
    [told] = Letter.objects.filter(contact=asked, kind="notice")
    assert "“Moderator”, who speaks for" in told.notice.letter
    assert "Not welcome" in told.notice.letter


def test_a_record_sent_blindly_over_a_newer_one_is_not_taken(owner, asked):
    address = answer_address(asked)
    AgreementFactory(forum=asked.forums.first(), body=asked.body)
    owner.get(address, answer="welcome")
    owner.press(address, answer="welcome", step="record", seen="", **WELCOME)

    assert owner.page.status_code == 409
    assert Agreement.objects.count() == 1


# Law 1


@pytest.fixture
def whole(forum_on_paper):
    return line()


@pytest.fixture
def forum_on_paper(monkeypatch):
    from alongside.forums import access
    from tests import paper_forum

    forum = paper_forum.PaperForum()
    monkeypatch.setattr(access, "connector_of", lambda _forum: forum)
    monkeypatch.setattr(access, "carry_out", paper_forum.carry_out)
    return forum


def test_law_1_a_hold_stops_a_reply_that_is_already_queued(client, whole):
    reply = whole.reply(approved=True)
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)

    owner.press(f"{place(who)}hold/")
    while jobs.send_next_reply():
        pass

    reply.refresh_from_db()
    assert "Everything is on hold" in owner.text
    assert reply.state == ReplyState.STOPPED
    assert reply.problem_clause == "held"


def test_law_1_a_hold_stops_every_body_in_the_forum(client, whole):
    other = BodyFactory()
    AgreementFactory(forum=whole.forum, body=other, welcome=True)
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)

    owner.press(f"{place(who)}hold/")
    assert {record.answer for record in queries.newest_agreements_in(whole.forum.pk)} == {"held"}

    owner.press(f"{place(who)}end-hold/")
    assert {record.answer for record in queries.newest_agreements_in(whole.forum.pk)} == {"welcome"}


def test_a_hold_pressed_twice_is_no_mistake(client, whole):
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)
    owner.press(f"{place(who)}hold/")
    assert "What you allow once the hold has ended" in owner.text

    owner.press(f"{place(who)}hold/")

    assert owner.page.status_code == 200
    assert Agreement.objects.filter(answer="held").count() == 1


def test_what_another_body_recorded_as_held_is_not_ended_by_a_stranger_to_it(client, whole):
    other = BodyFactory()
    AgreementFactory(forum=whole.forum, body=other, welcome=True)
    AgreementFactory(forum=whole.forum, body=other, held=True)
    who = of.contact(body=whole.body, forums=[whole.forum])

    Person(client, who).press(f"{place(who)}end-hold/")

    newest = queries.newest_agreement(forum_id=whole.forum.pk, body_id=other.pk)
    assert newest.answer == "held"


def test_law_1_a_hold_is_lifted_by_who_pressed_it_or_whom_the_body_asked(client, whole):
    """Else a lead could lift another body's hold by a mailbox of their own."""
    forum = whole.forum
    other = BodyFactory(name="Aldmere Transport")
    AgreementFactory(forum=forum, body=other, welcome=True)
    real = of.contact(body=other, forums=[forum], address="real@forum.example")
    stranger = of.contact(body=whole.body, forums=[forum], address="lead@body.example")
    owner, intruder = Person(client, real), Person(client.__class__(), stranger)

    owner.get(place(real))
    owner.press(f"{place(real)}hold/")
    intruder.get(place(stranger))
    intruder.press(f"{place(stranger)}end-hold/")

    assert newest(real).answer == "held"
    assert "by “Owner”, by private link" in intruder.get(place(stranger)).content.decode()
    owner.get(place(real))
    owner.press(f"{place(real)}end-hold/")
    assert newest(real).answer == "welcome"


def test_an_answer_during_a_hold_says_that_it_ends_the_hold(client, whole):
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)
    owner.press(f"{place(who)}hold/")
    address = answer_address(who)
    owner.get(address, answer="welcome")

    owner.press(address, answer="welcome", step="check", seen=newest(who).public_id, **WELCOME)

    assert "This ends the hold." in owner.text
    assert newest(who).answer == "held"


def test_the_hold_of_one_body_is_ended_while_another_may_go_on(client, whole):
    other = BodyFactory()
    AgreementFactory(forum=whole.forum, body=other, welcome=True)
    whole.answer(held=True)
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)

    assert f'action="{place(who)}end-hold/"' in owner.page.content.decode()
    owner.press(f"{place(who)}end-hold/")

    assert newest(who).answer == "welcome"
    owner.get(place(who))
    assert "The hold has ended, and this counts again: Welcome: APS" in owner.text


def test_the_button_is_on_every_page_of_a_forum_where_something_is_allowed(client, whole):
    reply = whole.reply(live=True)
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)

    for address in (
        place(who),
        answer_address(who),
        f"{answer_address(who)}?answer=welcome",
        f"{answer_address(who)}end/",
        f"{place(who)}in-public/",
        f"{place(who)}posts/{reply.public_id}/",
    ):
        assert f'action="{place(who)}hold/"' in owner.get(address).content.decode(), address


def test_ending_it_all_asks_once_and_ends_it(client, whole):
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)

    owner.get(f"{answer_address(who)}end/")
    assert newest(who).answer == "welcome"
    owner.press(f"{answer_address(who)}end/")

    assert newest(who).answer == "withdrawn"


# Everything that was done


def test_everything_that_every_body_did_is_seen_and_no_draft(client, whole):
    whole.reply(live=True, public_link="https://forum.example/t/1#p2", text="The rule is here.")
    draft = whole.reply(enquiry=whole.another_enquiry(), text="A draft that nobody may see.")
    other = line()
    theirs = other.reply(live=True, public_link="https://forum.example/t/9")
    theirs.enquiry.forum = whole.forum
    theirs.enquiry.save()
    audit.record(
        kind="board.read",
        actor="worker",
        subject=f"forum:{whole.forum.slug}",
        at=NOON - DAY,
        details={"board": whole.board.external_id, "threads": 12},
    )
    for hours in (1, 2):
        listening.count_look_again(
            forum=whole.forum, board_id=whole.board.external_id, at=NOON - hours * HOUR
        )
    who = of.contact(body=whole.body, forums=[whole.forum])
    of.ask(who)

    owner = Person(client, who)

    html = owner.page.content.decode()
    assert f"/forums/{whole.forum.slug}/reading/" in html
    assert "A program looked again at open questions in “Sick pay”" in owner.text
    assert "2 looks at threads" in owner.text
    assert "https://forum.example/t/1#p2" in html
    assert "https://forum.example/t/9" in html
    assert "A program read 12 threads in “Sick pay”" in owner.text
    assert "APS asked you" in owner.text
    assert draft.text not in html
    assert client.get(f"{place(who)}posts/{draft.public_id}/").status_code == 404


@pytest.mark.parametrize(("ended", "is_shown"), [("unknown", True), ("refused", False)])
def test_law_6_what_may_stand_in_the_forum_is_shown_though_nobody_has_seen_it(
    client, whole, ended, is_shown
):
    reply = whole.reply(needs_person=True, text="The rule is here.", attempt=False)
    AttemptFactory(reply=reply, ended=True, outcome=ended)
    who = of.contact(body=whole.body, forums=[whole.forum])

    owner = Person(client, who)

    assert ("APS sent an answer to “Sick pay”" in owner.text) is is_shown
    assert ("Nobody has seen yet whether it stands in your forum" in owner.text) is is_shown
    page = client.get(f"{place(who)}posts/{reply.public_id}/")
    assert ("The rule is here." in page.content.decode()) is is_shown
    assert page.status_code == (200 if is_shown else 404)


def all_that_was_done(owner, who):
    """The headings of every page, from the newest to the oldest, with what stands beneath."""
    found, address = [], place(who)
    while address:
        html = owner.client.get(address).content.decode()
        events = re.findall(r'<li class="timeline__event.*?</li>', html, re.S)
        assert 0 < len(events) <= 30
        found += [" ".join(re.sub(r"<[^>]+>", " ", event).split()) for event in events]
        older = re.search(r'href="(\?before=[^"]+)#done"', html)
        address = place(who) + older[1].replace("&amp;", "&") if older else None
    return found


def test_what_was_done_in_one_moment_is_seen_whole_on_however_many_pages(client):
    forum = ForumFactory()
    for _ in range(47):
        AgreementFactory(forum=forum, welcome=True, recorded_at=NOON - DAY)
    who = of.contact(body=BodyFactory(), forums=[forum])
    owner = Person(client, who)
    owner.press(f"{place(who)}hold/")

    done = all_that_was_done(owner, who)

    assert sum("On hold" in each for each in done) == 47
    assert sum("Welcome" in each for each in done) == 47
    assert len(done) == 2 * 47


def test_every_day_of_reading_is_seen_however_often_a_board_is_read(client, whole):
    """A busy board leaves thousands of events, and one read only in the morning comes after what
    was done that day."""
    Event.objects.bulk_create(
        Event(
            kind="board.read",
            actor="worker",
            subject=f"forum:{whole.forum.slug}",
            at=NOON - day * DAY - minutes * MINUTE,
            details={"board": board, "threads": 1},
        )
        for day in range(1, 61)
        for board, minutes in [("early", 300), *[("busy", each) for each in range(50)]]
    )
    who = of.contact(body=whole.body, forums=[whole.forum])

    done = all_that_was_done(Person(client, who), who)

    assert sum("in “early”" in each for each in done) == 60
    busy = [each for each in done if "in “busy”" in each]
    assert len(busy) == 60
    assert all("read 50 threads" in each and "50 times that day" in each for each in busy)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("rejected", "Turned down by the forum"),
        ("sending", "Nobody has seen yet whether it stands in your forum"),
    ],
)
def test_what_moderators_turned_down_and_what_a_person_is_posting_is_seen_too(
    client, whole, state, words
):
    reply = whole.reply(**{state: True}, route=Route.BY_HAND.value, attempt=False)
    AttemptFactory(reply=reply, ended=state == "rejected")
    who = of.contact(body=whole.body, forums=[whole.forum])

    owner = Person(client, who)

    assert words in owner.text
    assert client.get(f"{place(who)}posts/{reply.public_id}/").status_code == 200


def test_the_plan_of_each_body_is_a_press_away_and_its_publication_is_told(owner, asked):
    assert "The published plan of" not in owner.text
    forum = asked.forums.first()
    publish_plan(asked.body, [forum])
    publish_plan(asked.body, [ForumFactory()], effective_from=TODAY)

    page = owner.get(place(asked)).content.decode()

    assert f"The published plan of {asked.body.name}" in owner.text
    assert f'href="/bodies/{asked.body.slug}/plan/"' in page
    assert "APS published its plan, version 1" in owner.text
    assert f'href="/bodies/{asked.body.slug}/plan/1/"' in page
    assert "APS published its plan, version 2" in owner.text
    assert owner.text.count("It says nothing of your forum any more") == 1


def test_a_plan_that_never_named_the_forum_is_none_of_its_operators_business(owner, asked):
    publish_plan(asked.body, [ForumFactory()])

    owner.get(place(asked))

    assert "published its plan" not in owner.text


def test_an_objection_reaches_the_body_and_its_answer_comes_back(client, whole):
    reply = whole.reply(live=True)
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)
    address = f"{place(who)}posts/{reply.public_id}/"

    owner.get(address)
    owner.press(address, wish="remove", words="It is about another country.")
    [waiting] = objecting.objections_waiting([whole.body.pk])
    objecting.answer_objection(
        objection_id=waiting.public_id, body=whole.body, answer="Removed.", by="lead", at=NOON
    )

    owner.get(place(who))
    assert "It is about another country." in owner.text
    assert "Removed." in owner.text
    assert Objection.objects.get().wish == "remove"


@pytest.mark.parametrize("is_there", [False, True])
def test_law_6_a_removed_post_is_live_no_more_unless_it_is_read_there(
    client, whole, forum_on_paper, is_there
):
    reply = whole.reply(live=True)
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)
    address = f"{place(who)}posts/{reply.public_id}/"
    owner.get(address)
    owner.press(address, wish="remove", words="It is about another country.")
    objection = Objection.objects.get()
    lead = browser_of(whole.lead)
    there = (
        f"/workspace/agreements/{whole.body.slug}/{whole.forum.slug}"
        f"/objections/{objection.public_id}/"
    )
    if is_there:
        forum_on_paper.posted.append((reply.enquiry.thread_id, reply.account.handle, reply.text))

    assert lead.post(there, {"answer": "It is gone."}).status_code == 422
    lead.post(there, {"answer": "It is gone.", "done": "removed"})
    reply.refresh_from_db()
    assert reply.state == ReplyState.REMOVED
    owner.get(place(who))
    assert "Removed from the forum" in owner.text
    assert "Object, or ask for its removal" not in owner.text
    assert jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert (reply.state == ReplyState.LIVE) is is_there
    said = lead.get(there).content.decode()
    assert ("It is removed now" in said) is is_there
    assert ("was read in the forum since" in lead.get("/workspace/").content.decode()) is is_there
    assert not jobs.look_for_next_reply()
    if is_there:
        lead.post(there, {"again": "yes"})
        reply.refresh_from_db()
        assert reply.state == ReplyState.REMOVED


def test_a_post_that_stays_is_live_still(client, whole):
    reply = whole.reply(live=True)
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)
    owner.get(f"{place(who)}posts/{reply.public_id}/")
    owner.press(f"{place(who)}posts/{reply.public_id}/", wish="remove", words="Wrong country.")

    browser_of(whole.lead).post(
        f"/workspace/agreements/{whole.body.slug}/{whole.forum.slug}"
        f"/objections/{Objection.objects.get().public_id}/",
        {"answer": "It is about this one.", "done": "stays"},
    )

    reply.refresh_from_db()
    assert (reply.state, Objection.objects.get().answer) == (
        ReplyState.LIVE,
        "It is about this one.",
    )


def test_an_objection_without_words_is_sent_back(client, whole):
    reply = whole.reply(live=True)
    who = of.contact(body=whole.body, forums=[whole.forum])
    owner = Person(client, who)
    address = f"{place(who)}posts/{reply.public_id}/"
    owner.get(address)

    owner.press(address, wish="object", words=" ")

    assert owner.page.status_code == 422
    assert Objection.objects.count() == 0


def test_a_public_sentence_stands_on_the_forums_page_and_can_be_taken_back(owner, asked, client):
    address = f"{place(asked)}in-public/"
    public = f"/forums/{asked.forums.first().slug}/"
    owner.get(address)
    owner.press(address, words="We are glad that they are here.")
    assert "We are glad that they are here." in client.get(public).content.decode()

    owner.get(address)
    owner.press(address, words="")
    assert "We are glad" not in client.get(public).content.decode()
    assert Statement.objects.count() == 2


def test_the_operator_sees_that_their_sentence_is_withheld_by_whom_and_why(owner, asked, client):
    forum = asked.forums.first()
    said = of.StatementFactory(forum=forum, words="Ask for Zoe.")
    of.StatementRulingFactory(statement=said, body=asked.body)

    owner.get(place(asked))
    home = owner.text
    owner.get(f"{place(asked)}in-public/")

    for text in (home, owner.text):
        assert f"Withheld from the public by {asked.body.name} since 6 May 2026" in text
        assert "It names a member of the forum." in text
        assert "Ask for Zoe." in text
    assert "What was said so far" in owner.text

    owner.press(f"{place(asked)}in-public/", words="Ask for Zoe.")
    assert owner.page.status_code == 422
    assert "These words are withheld by" in owner.text
    owner.press(f"{place(asked)}in-public/", words="Ask in the lounge.")
    assert "Ask in the lounge." in client.get(f"/forums/{forum.slug}/").content.decode()


def test_a_mailbox_of_several_forums_starts_with_a_list_of_them(client):
    body = BodyFactory()
    forums = [ForumFactory(name="A forum"), ForumFactory(name="B forum")]
    who = of.contact(body=body, forums=forums)

    owner = Person(client, who)

    assert "Your forums" in owner.text
    for forum in forums:
        assert f"/operators/forums/{forum.slug}/" in owner.page.content.decode()


def test_two_bodies_that_wrote_to_one_mailbox_are_answered_on_one_page(client, asked):
    other = BodyFactory(name="Aldmere Transport")
    again = of.contact(body=other, forums=[asked.forums.first()], address=" OWNER@forum.example ")
    of.ask(again)

    owner = Person(client, asked)
    answer(owner, again, "not_welcome")

    assert newest(again).answer == "not_welcome"
    assert newest(asked) is None


def test_a_body_that_never_wrote_to_the_mailbox_is_not_answered_by_it(owner, asked, client):
    stranger = BodyFactory()

    response = client.get(f"{place(asked)}bodies/{stranger.slug}/", {"answer": "welcome"})

    assert response.status_code == 404


def test_every_page_of_an_operator_is_valid_html(client, whole, tmp_path):
    """By the W3C's own checker, as the public pages."""
    reply = whole.reply(live=True, public_link="https://forum.example/t/1#p2")
    who = of.contact(body=whole.body, forums=[whole.forum, ForumFactory()])
    key = of.key_for(who)
    owner = Person(client, who)
    owner.get(f"{place(who)}posts/{reply.public_id}/")
    owner.press(f"{place(who)}posts/{reply.public_id}/", wish="object", words="Too long.")
    address = f"/operators/forums/{whole.forum.slug}/"
    ours = f"{address}bodies/{whole.body.slug}/"
    for name, page in {
        "home": "/operators/",
        "forum": address,
        "choose": ours,
        "welcome": f"{ours}?answer=welcome",
        "conditions": f"{ours}?answer=with_conditions",
        "no": f"{ours}?answer=not_welcome",
        "end": f"{ours}end/",
        "post": f"{address}posts/{reply.public_id}/",
        "in-public": f"{address}in-public/",
        "end-links": "/operators/end-links/",
        "fresh": "/operators/fresh-link/",
        "enter": key.address,
        "closed": f"{key.address}x",
    }.items():
        (tmp_path / f"{name}.html").write_bytes(client.get(page).content)
    owner.get(f"{ours}?answer=welcome")
    owner.press(ours, answer="welcome", step="check", seen="", **WELCOME)
    (tmp_path / "check.html").write_bytes(owner.page.content)

    assert [str(fault) for fault in faults_of_pages(tmp_path)] == []
