"""Asking an operator: the letter, one reminder, and no answer means no."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from alongside.agreements import (
    actions,
    asking,
    contacts,
    letters,
    links,
    queries,
    recorded_letters,
)
from alongside.agreements.actions import AgreementError
from alongside.agreements.asking import AlreadyAsked, NothingToRemind
from alongside.agreements.domain.terms import Answer, Standing
from alongside.agreements.models import Agreement, Contact, Letter, PrivateLink, Request
from alongside.audit import actions as audit
from alongside.audit.models import Event
from alongside.bodies.models import Body
from alongside.core import clock, mailing
from alongside.ops import worker
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    TODAY,
    AgreementFactory,
    BodyFactory,
    ForumFactory,
    UserFactory,
)
from tests.factories import operators as of

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(monkeypatch):
    """A calendar that a test turns: `today(14)` makes it so many days after NOON."""
    moment = [NOON]
    monkeypatch.setattr(clock, "now", lambda: moment[0])

    def turn(days):
        moment[0] = NOON + timedelta(days=days)
        work()

    return turn


def work():
    """What the worker's line of letters does until nothing is due."""
    while any(step() for step in worker.LINES["letters"]):
        pass


@pytest.fixture
def who():
    return of.contact(body=BodyFactory(acronym="APS"), forums=[ForumFactory(name="The Well")])


def ask(who, **values):
    values.setdefault("contacts", [who])
    return asking.ask_operator(
        **{
            "body": who.body,
            "forum": who.forums.first(),
            "subject": "May we help?",
            "letter": of.LETTER,
            "by": "lead",
            "at": NOON,
            **values,
        }
    )


def newest(who):
    return queries.newest_agreement(forum_id=who.forums.first().pk, body_id=who.body_id)


def test_the_letter_goes_out_with_a_private_link_that_opens_the_pages(who, today, mailoutbox):
    lead = UserFactory(username="lead", email="lead@aldmere.example")
    request = ask(who)
    today(0)

    [mail] = mailoutbox
    key = re.search(r"http://testserver/operators/enter/\?key=(\S+)", mail.body)[1]
    assert (mail.to, mail.subject, mail.reply_to) == ([of.ADDRESS], "May we help?", [lead.email])
    assert "{link}" not in mail.body
    assert links.look(key=key, network="192.0.2.1", at=NOON).contact == who
    request.refresh_from_db()
    assert request.sent_at == NOON


def test_no_key_stands_anywhere_in_the_database(who, today, mailoutbox):
    ask(who)
    today(14)

    keys = [re.search(r"key=(\S+)", mail.body)[1] for mail in mailoutbox]
    with connection.cursor() as cursor:
        for model in (Letter, Request, PrivateLink, Contact, Event, Agreement):
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            rows = " ".join(row for (row,) in cursor.fetchall())
            assert not any(key in rows for key in keys), model
            assert of.ADDRESS not in rows, model


def test_the_first_words_say_what_is_done_read_and_kept_and_how_to_say_no(who):
    subject, text = letters.first_words(
        body=who.body, forum=who.forums.first(), excerpt_days=60, excerpt_length=400
    )

    assert subject == "May APS help in The Well? You decide"
    end = letters.last_words(body=who.body, forum=who.forums.first(), on=TODAY)
    for words in ("What we would do", "What is read and kept", "{link}", "400"):
        assert words in text
    assert "How to say no" in end
    ask(who, subject=subject, letter=text)


def test_how_to_say_no_and_to_see_that_it_is_genuine_stands_under_every_letter(
    who, today, mailoutbox
):
    ask(who, letter="{link}")
    today(0)

    [mail] = mailoutbox
    assert "How to say no" in mail.body
    [place] = re.findall(r"http://testserver(/forums/\S+)", mail.body)
    assert place == f"/forums/{who.forums.first().slug}/"
    assert Request.objects.get().letter.endswith(place)


def test_names_with_signs_of_html_stand_in_letters_as_they_are():
    body, forum = BodyFactory(name="Births & Deaths"), ForumFactory(name="Mums <3")

    subject, text = letters.first_words(body=body, forum=forum, excerpt_days=60, excerpt_length=400)

    assert "Births & Deaths" in text
    assert "Mums <3" in text + subject


@pytest.mark.parametrize(
    ("valid_until", "words"),
    [
        (TODAY + 40 * DAY, "goes on until 15 June 2026, and ends then."),
        (None, "goes on until you end it."),
    ],
)
def test_who_has_agreed_is_not_told_that_their_silence_is_a_no(
    who, today, mailoutbox, valid_until, words
):
    agreed = AgreementFactory(
        forum=who.forums.first(), body=who.body, welcome=True, valid_until=valid_until
    )
    ask(who)

    for days in (0, 14, 30):
        today(days)

    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        text = " ".join(mail.body.split())
        assert words in text
        assert "for a no" not in text
    assert newest(who) == agreed


def test_one_reminder_after_14_days_and_a_no_after_28(who, today, mailoutbox):
    request = ask(who)
    today(0)
    today(13)
    assert len(mailoutbox) == 1

    today(14)
    today(20)
    today(27)
    assert [mail.subject for mail in mailoutbox] == ["May we help?", "Reminder: May we help?"]
    assert "> Kind regards" in mailoutbox[1].body
    assert newest(who) is None

    today(28)
    request.refresh_from_db()
    record = newest(who)
    assert (request.outcome, request.closed_at) == ("no_answer", NOON + 28 * DAY)
    assert record.answer == Answer.NO_ANSWER
    assert "Asked by e-mail on 6 May 2026, reminded once" in record.evidence
    assert queries.standing(record, on=TODAY + 28 * DAY) is Standing.NO_ANSWER

    today(60)
    assert len(mailoutbox) == 2


def test_nobody_is_reminded_for_a_body_that_has_closed_and_silence_is_no_answer_to_it(
    who, today, mailoutbox
):
    request, unsent = ask(who), of.contact(body=who.body, forums=[ForumFactory(name="The Spring")])
    today(0)
    letter = ask(unsent).letters.get()
    Body.objects.filter(pk=who.body_id).update(closed_how="merged")

    today(14)
    today(28)

    request.refresh_from_db()
    letter.refresh_from_db()
    assert request.outcome == "called_off"
    assert newest(who) is None
    assert [mail.subject for mail in mailoutbox] == ["May we help?"]
    assert (letter.sent_at, letter.problem) == (None, "Not sent: the body has closed.")


def test_silence_counts_only_14_days_after_the_reminder_when_no_worker_ran(who, today, mailoutbox):
    ask(who)
    today(0)
    today(40)
    assert (len(mailoutbox), newest(who)) == (2, None)

    today(53)
    assert newest(who) is None
    today(54)
    assert newest(who).answer == Answer.NO_ANSWER


def test_an_answer_ends_the_asking_and_nobody_is_reminded(who, today, mailoutbox):
    ask(who)
    today(0)
    record(who, Answer.NOT_WELCOME)
    today(14)
    today(28)

    assert len(mailoutbox) == 1
    assert Request.objects.get().outcome == "answered"
    assert newest(who).answer == Answer.NOT_WELCOME


def record(who, answer):
    return actions.record_answer(
        forum=who.forums.first(),
        body=who.body,
        answer=answer,
        answered_on=TODAY,
        valid_from=TODAY,
        valid_until=None,
        scope=None,
        conditions="",
        evidence="Asked by letter.",
        by="lead",
        at=NOON,
    )


def test_silence_to_a_second_letter_takes_back_no_agreement_in_force(who, today):
    AgreementFactory(
        forum=who.forums.first(), body=who.body, welcome=True, valid_until=TODAY + 50 * DAY
    )
    ask(who)
    today(0)
    today(14)
    today(28)

    assert Request.objects.get().outcome == "no_answer"
    assert queries.standing(newest(who), on=TODAY + 28 * DAY) is Standing.IN_FORCE


def test_silence_after_an_agreement_has_ended_is_a_no(who, today):
    AgreementFactory(forum=who.forums.first(), body=who.body, expired=True)
    ask(who)
    for days in (0, 14, 28):
        today(days)

    assert newest(who).answer == Answer.NO_ANSWER


def test_the_lead_may_remind_once_before_the_day(who, today, mailoutbox):
    request = ask(who)
    today(0)
    today(5)
    remind = {"request_id": request.public_id, "body": who.body, "by": "lead"}

    asking.remind_operator(**remind, at=clock.now())
    today(5)
    with pytest.raises(NothingToRemind):
        asking.remind_operator(**remind, at=clock.now())
    today(14)

    assert len(mailoutbox) == 2


def test_what_is_called_off_sends_nothing_more_and_is_no_no(who, today, mailoutbox):
    request = ask(who)
    asking.call_off(request_id=request.public_id, body=who.body, by="lead", at=NOON)
    today(0)
    today(28)

    assert (mailoutbox, newest(who)) == ([], None)
    assert Letter.objects.get().problem == "Not sent: the request has ended."
    ask(who)  # may be asked anew


def test_an_operator_is_asked_once_at_a_time(who):
    ask(who)

    with pytest.raises(AlreadyAsked):
        ask(who)
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"contacts": []}, "at least one contact"),
        ({"subject": "  "}, "subject"),
        ({"letter": ""}, "Write the letter"),
        ({"letter": "Hello"}, "must hold {link} once"),
        ({"letter": "{link} {link}"}, "holds {link} 2 times"),
        ({"letter": "Dear {name}, {link}"}, "“{name}” would go out as it stands"),
        ({"letter": "{link} }"}, "“}” would go out as it stands"),
        ({"subject": "May {we} help?"}, "without braces"),
        ({"letter": "{link}" + "x" * 6000}, "shorter"),
        ({"subject": "x" * 151}, "shorter"),
    ],
)
def test_a_letter_that_cannot_go_out_is_refused_with_a_sentence(who, values, words):
    with pytest.raises(AgreementError, match=re.escape(words)):
        ask(who, **values)
    assert Request.objects.count() == 0


def test_a_subject_of_several_lines_becomes_one(who, today, mailoutbox):
    ask(who, subject="May we\r\nBcc: all@forum.example help?")
    today(0)

    assert mailoutbox[0].subject == "May we Bcc: all@forum.example help?"
    assert mailoutbox[0].bcc == []


def test_letters_about_practice_forums_never_leave_the_machine(
    settings, tmp_path, today, mailoutbox
):
    settings.ALONGSIDE_MAIL_FOLDER = tmp_path / "mail"
    body = BodyFactory(practice=True)
    ask(of.contact(body=body, forums=[ForumFactory(practice=True)]))
    today(0)

    [file] = (tmp_path / "mail").iterdir()
    assert mailoutbox == []
    assert "To: owner@forum.example" in file.read_text()
    assert Request.objects.get().sent_at == NOON


# What goes wrong on the way


def failing(monkeypatch, error):
    def send(_message):
        raise error

    monkeypatch.setattr(mailing, "send", send)


def test_a_letter_is_tried_again_after_longer_and_longer_pauses(who, today, monkeypatch):
    ask(who)
    with monkeypatch.context() as broken:
        failing(broken, mailing.TryLater("The mail server cannot be reached."))
        today(0)
        letter = Letter.objects.get()
        assert (letter.failures, letter.ended_at) == (1, None)
        assert letter.due_at > NOON
        assert PrivateLink.objects.count() == 0  # nobody has its key

    today(1)
    letter.refresh_from_db()
    assert letter.sent_at == NOON + DAY


@pytest.mark.parametrize("error", [mailing.Refused, mailing.OutcomeUnknown])
def test_a_letter_refused_or_of_unknown_end_goes_to_a_person(who, today, monkeypatch, error):
    ask(who)
    with monkeypatch.context() as broken:
        failing(broken, error("It did not work."))
        today(0)
        today(1)

    letter = Letter.objects.get()
    assert (letter.failures, letter.sent_at, letter.problem) == (1, None, "It did not work.")
    assert list(queries.letters_stuck([who.body_id])) == [letter]

    letters.send_again(letter_id=letter.public_id, body=who.body, at=clock.now())
    today(2)
    letter.refresh_from_db()
    assert letter.sent_at == NOON + 2 * DAY


def test_a_letter_whose_worker_died_is_never_sent_again_unseen(who, today, mailoutbox):
    ask(who)
    letters.claim_next_letter(at=NOON)  # and then the worker is gone
    today(1)

    letter = Letter.objects.get()
    assert mailoutbox == []
    assert "may have been sent" in letter.problem


def test_a_mailbox_that_no_key_opens_goes_to_a_person(who, today, mailoutbox):
    ask(who)
    Contact.objects.update(sealed_address="not sealed by us")
    today(0)

    assert mailoutbox == []
    assert "cannot be opened" in Letter.objects.get().problem


def test_neither_key_nor_address_is_logged_when_a_letter_fails(who, today, monkeypatch, caplog):
    ask(who)
    seen = []

    def send(message):
        seen.append(re.search(r"key=(\S+)", message.body)[1])
        raise mailing.Refused("The mail server refuses this address.")

    monkeypatch.setattr(mailing, "send", send)
    today(0)

    said = " ".join(record.getMessage() for record in caplog.records)
    assert "did not go out" in said
    assert seen[0] not in said
    assert of.ADDRESS not in said


# Contacts


def test_a_mailbox_that_is_known_gets_the_forum_added(who):
    other = ForumFactory()

    again = of.contact(body=who.body, forums=[other], address=" Owner@Forum.Example ")

    assert again == who
    assert set(who.forums.all()) >= {other}
    assert contacts.address_of(who) == of.ADDRESS


def test_a_deleted_contact_leaves_no_address_and_no_way_in(who, today, mailoutbox):
    key = of.key_for(who)
    ask(who)

    contacts.remove_contact(
        contact_id=who.public_id,
        body=who.body,
        forum=who.forums.get(),
        by="lead",
        at=NOON,
    )
    today(0)

    who.refresh_from_db()
    assert (who.sealed_address, who.address_digest) == ("", "")
    assert mailoutbox == []
    with pytest.raises(links.NoSuchLink):
        links.look(key=key.key, network="192.0.2.1", at=NOON)


def test_a_mailbox_is_forgotten_two_years_after_its_last_use(who, today):
    today(729)
    who.refresh_from_db()
    assert who.ended_at is None

    today(732)
    who.refresh_from_db()
    assert who.sealed_address == ""


def test_a_mailbox_on_which_an_agreement_rests_is_kept(who, today):
    AgreementFactory(forum=who.forums.first(), body=who.body, welcome=True)
    today(800)

    who.refresh_from_db()
    assert who.ended_at is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"address": "nobody"}, "whole e-mail address"),
        ({"role": " "}, "who this is"),
        ({"role": "x" * 101}, "shorter"),
        ({"forums": "practice"}, "practice"),
    ],
)
def test_a_contact_that_cannot_be_kept_is_refused_with_a_sentence(values, words):
    if values.get("forums"):
        values = {"forums": [ForumFactory(practice=True)]}
    with pytest.raises(AgreementError, match=words):
        of.contact(**values)
    assert Contact.objects.count() == 0


def test_a_mailbox_is_found_after_the_keys_were_changed(who, settings):
    from cryptography.fernet import Fernet

    settings.ALONGSIDE_ENCRYPTION_KEYS = [
        Fernet.generate_key().decode(),
        *settings.ALONGSIDE_ENCRYPTION_KEYS,
    ]

    assert of.contact(body=who.body, forums=list(who.forums.all())) == who
    links.ask_fresh_link(address=of.ADDRESS, network="192.0.2.1", at=NOON)
    assert Letter.objects.get().contact == who


def test_work_for_leads_is_found(who, today):
    forum = who.forums.first()
    ask(who)
    today(0)
    AgreementFactory(
        forum=ForumFactory(), body=who.body, welcome=True, valid_until=TODAY + 61 * DAY
    )
    soon = AgreementFactory(
        forum=ForumFactory(), body=who.body, welcome=True, valid_until=TODAY + 60 * DAY
    )
    ours = [who.body_id]

    assert list(queries.unanswered(ours, at=NOON + 13 * DAY)) == []
    assert [found.forum for found in queries.unanswered(ours, at=NOON + 14 * DAY)] == [forum]
    assert list(queries.ending_soon(ours, on=TODAY)) == [soon]
    assert list(queries.ending_soon([], on=TODAY)) == []


def test_an_agreement_that_ended_is_work_until_the_operator_is_asked_anew(who, today):
    """Nothing is read or sent any more, and the lead must not learn that from a refusal."""
    forum = who.forums.first()
    ours = [who.body_id]
    ended = AgreementFactory(forum=forum, body=who.body, welcome=True, valid_until=TODAY)
    AgreementFactory(
        forum=ForumFactory(),
        body=who.body,
        welcome=True,
        valid_from=TODAY - 90 * DAY,
        valid_until=TODAY - 61 * DAY,
    )

    assert list(queries.ended_lately(ours, on=TODAY)) == []
    assert list(queries.ended_lately(ours, on=TODAY + DAY)) == [ended]
    assert list(queries.ended_lately(ours, on=TODAY + 61 * DAY)) == []

    today(1)
    ask(who)

    assert list(queries.ended_lately(ours, on=TODAY + DAY)) == []


def test_silence_that_became_a_no_is_news_for_a_day(who, today):
    silent = AgreementFactory(
        forum=who.forums.first(),
        body=who.body,
        answer="no_answer",
        recorded_by=audit.WORKER,
        recorded_at=NOON,
    )
    AgreementFactory(forum=ForumFactory(), body=who.body, welcome=True, recorded_by="lead")
    ours = [who.body_id]

    assert list(queries.answered_lately(ours, at=NOON + HOUR)) == [silent]
    assert list(queries.answered_lately(ours, at=NOON + DAY)) == []


def test_law_1_the_last_way_in_is_not_taken_from_an_operator_who_agreed(who, today):
    forum = who.forums.get()
    AgreementFactory(forum=forum, body=who.body, welcome=True)
    given = {"body": who.body, "forum": forum, "by": "lead", "at": NOON}

    with pytest.raises(contacts.StillNeeded, match="Add another contact first"):
        contacts.remove_contact(contact_id=who.public_id, **given)
    of.contact(body=who.body, forums=[forum], address="second@forum.example")
    contacts.remove_contact(contact_id=who.public_id, **given)

    who.refresh_from_db()
    assert who.ended_at == NOON


def test_a_contact_of_two_forums_is_removed_from_one_and_stays_in_the_other(who, today):
    first, second = who.forums.get(), ForumFactory()
    who.forums.add(second)
    key = of.key_for(who)
    about_first, about_second = ask(who, forum=first), ask(who, forum=second)

    contacts.remove_contact(
        contact_id=who.public_id, body=who.body, forum=first, by="lead", at=NOON
    )

    assert list(who.forums.all()) == [second]
    assert links.look(key=key.key, network="192.0.2.1", at=NOON).contact == who
    assert about_first.letters.get().problem == "Not sent: the contact was removed."
    assert about_second.letters.get().ended_at is None
    assert about_second.closed_at is None


@pytest.mark.parametrize("answer", ["not_welcome", "no_answer", "withdrawn", "held"])
def test_who_was_promised_to_be_left_alone_is_written_to_only_when_they_asked(who, today, answer):
    AgreementFactory(forum=who.forums.get(), body=who.body, answer=answer)

    with pytest.raises(asking.LeftAlone, match="We promised to write no more"):
        ask(who)
    request = ask(who, invited="They wrote on 3 May: ask again in summer.")

    told = Event.objects.get(kind="operator.asked")
    assert told.details["invited"] == "They wrote on 3 May: ask again in summer."
    assert request.letters.count() == 1


def test_an_operator_is_told_what_was_recorded_in_their_name(who, today, mailoutbox):
    forum = who.forums.get()
    theirs = AgreementFactory(forum=forum, body=who.body, welcome=True, recorded_by="operator")
    ours = AgreementFactory(
        forum=forum, body=who.body, welcome=True, recorded_by="lead", evidence="They phoned."
    )

    assert recorded_letters.tell_operator(agreement=theirs, by="operator", at=NOON) == 0
    assert recorded_letters.tell_operator(agreement=ours, by="lead", at=NOON) == 1
    today(0)

    [letter] = mailoutbox
    assert "recorded your answer" in letter.subject
    assert "They phoned." in letter.body
    assert "/operators/enter/?key=" in letter.body


def test_who_was_removed_from_a_forum_is_not_reminded_of_it(who, today, mailoutbox):
    first = who.forums.get()
    who.forums.add(ForumFactory())
    request = ask(who, forum=first)
    today(0)
    contacts.remove_contact(
        contact_id=who.public_id, body=who.body, forum=first, by="lead", at=NOON
    )

    with pytest.raises(NothingToRemind):
        asking.remind_operator(request_id=request.public_id, body=who.body, by="lead", at=NOON)

    assert len(mailoutbox) == 1
