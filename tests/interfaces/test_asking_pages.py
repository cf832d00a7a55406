"""The lead asks the operator from the workspace, and sees what became of it."""

import hashlib
import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from alongside.accounts.domain.roles import Role
from alongside.agreements import contacts, jobs, objecting, sentences
from alongside.agreements.domain import evidence
from alongside.agreements.domain.objecting import Wish
from alongside.agreements.models import Agreement, Contact, EvidenceFile, Letter, Request, Statement
from alongside.core import mailing
from alongside.workspace import operators_work
from tests.factories import NOON, TODAY, AgreementFactory, BodyFactory, ForumFactory, on_duty
from tests.factories import operators as of
from tests.factories.register import DAY
from tests.interfaces.test_agreement_page import answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def pair():
    return BodyFactory(acronym="APS"), ForumFactory(operator_name="Well Forums Ltd")


@pytest.fixture
def lead(client, pair):
    client.force_login(on_duty(Role.ENGAGEMENT_LEAD, body=pair[0]).user)
    return client


@pytest.fixture
def address(pair):
    body, forum = pair
    return f"/workspace/agreements/{body.slug}/{forum.slug}/"


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_from_contact_to_letter_to_state(lead, pair, address, mailoutbox):
    asking = f"{address}asking/"
    assert "Nobody can be asked yet" in text_of(lead.get(asking))

    lead.post(f"{asking}contacts/", {"role": "Owner", "address": "owner@forum.example"})
    page = lead.get(asking)

    [contact] = Contact.objects.all()
    assert "owner@forum.example" in text_of(page)
    assert "What is read and kept" in text_of(page)
    assert "Under every letter stands How to say no" in text_of(page)

    lead.post(asking, {"contacts": [contact.public_id], "subject": "May we?", "letter": of.LETTER})
    assert "About to go out" in text_of(lead.get(asking))
    while jobs.send_next_letter():
        pass

    page = lead.get(asking)
    key = re.search(r"key=(\S+)", mailoutbox[0].body)[1]
    assert "Waits for an answer" in text_of(page)
    assert "until 4 August 2026, not used yet" in text_of(page)
    assert key not in page.content.decode()
    [public] = re.findall(r"http://testserver(/forums/\S+)", mailoutbox[0].body)
    genuine = text_of(Client().get(public))
    assert "asked the operator on 6 May 2026 whether it may take part" in genuine
    assert "Nobody has asked" not in genuine


def test_a_letter_without_its_link_is_sent_back_with_all_that_was_typed(lead, pair, address):
    contact = of.contact(body=pair[0], forums=[pair[1]])

    response = lead.post(
        f"{address}asking/",
        {"contacts": [contact.public_id], "subject": "May we?", "letter": "A long letter."},
    )

    assert response.status_code == 422
    assert "must hold {link} once" in text_of(response)
    assert "A long letter." in response.content.decode()
    assert Request.objects.count() == 0


def test_a_contact_of_another_body_cannot_be_written_to(lead, pair, address):
    stranger = of.contact(forums=[pair[1]])
    of.contact(body=pair[0], forums=[pair[1]])

    response = lead.post(
        f"{address}asking/",
        {"contacts": [stranger.public_id], "subject": "May we?", "letter": of.LETTER},
    )

    assert response.status_code == 422
    assert Letter.objects.count() == 0


def test_what_is_no_address_is_said_beside_the_field_and_kept(lead, address):
    response = lead.post(f"{address}asking/contacts/", {"role": "Owner", "address": "at home"})

    assert response.status_code == 422
    assert "Give the whole address" in text_of(response)
    assert 'value="at home"' in response.content.decode()


def test_other_forums_of_the_operator_are_offered_and_kept_with_the_contact(lead, pair, address):
    other = ForumFactory(operator_name="well forums ltd", name="The Pond")
    ForumFactory(operator_name="Somebody else", name="The Sea")

    page = text_of(lead.get(f"{address}asking/"))
    assert "The Pond" in page
    assert "The Sea" not in page
    lead.post(
        f"{address}asking/contacts/",
        {"role": "Owner", "address": "owner@forum.example", "others": [other.slug]},
    )

    assert set(Contact.objects.get().forums.all()) == {pair[1], other}


def test_a_lead_of_another_body_sees_no_address(client, pair, address):
    of.contact(body=pair[0], forums=[pair[1]])
    client.force_login(on_duty(Role.ENGAGEMENT_LEAD, body=BodyFactory()).user)

    assert client.get(f"{address}asking/").status_code == 404


def test_the_lead_ends_a_link_and_deletes_a_contact(lead, pair, address, client):
    contact = of.contact(body=pair[0], forums=[pair[1]])
    key = of.key_for(contact)

    lead.post(f"{address}asking/contacts/{contact.public_id}/end-links/")
    assert client.get("/operators/enter/", {"key": key.key}).status_code == 403
    lead.post(f"{address}asking/contacts/{contact.public_id}/end/")

    contact.refresh_from_db()
    assert (contact.sealed_address, contact.ended_at) == ("", NOON)


def test_a_contact_of_another_body_is_not_ended(lead, address):
    stranger = of.contact()

    for act in ("end", "end-links"):
        assert lead.post(f"{address}asking/contacts/{stranger.public_id}/{act}/").status_code == 404


def test_the_queue_says_what_operators_ask_of_a_lead(lead, pair, monkeypatch):
    body, forum = pair
    who = of.contact(body=body, forums=[forum])
    of.ask(who, at=NOON - 15 * DAY)
    stuck = of.ask(of.contact(body=body, forums=[ForumFactory()], address="b@f.example"))
    Letter.objects.filter(request=stuck).update(sent_at=None, problem="Refused by their server.")
    AgreementFactory(body=body, forum=ForumFactory(), welcome=True, valid_until=TODAY + 30 * DAY)
    AgreementFactory(
        body=body, forum=ForumFactory(), recorded_by="operator", recorded_at=NOON - DAY / 4
    )
    objection(body, forum)

    text = text_of(lead.get("/workspace/"))

    assert "Asked on 21 April 2026, no answer yet; by 19 May 2026 it means no" in text
    assert "A letter did not go out: Refused by their server." in text
    assert "The agreement ends on 5 June 2026" in text
    assert "The operator decided: Not welcome" in text
    assert "Asks for the post to be removed" in text


def test_law_1_of_who_has_agreed_already_nobody_says_that_their_silence_is_a_no(lead, client, pair):
    body, forum = pair
    AgreementFactory(body=body, forum=forum, welcome=True)
    who = of.contact(body=body, forums=[forum])
    of.ask(who, at=NOON - 15 * DAY)
    operator = Client()
    operator.post("/operators/enter/", {"key": of.key_for(who).key})

    pages = {
        "queue": text_of(lead.get("/workspace/")),
        "letters": text_of(lead.get(f"/workspace/agreements/{body.slug}/{forum.slug}/asking/")),
        "public": text_of(client.get(f"/forums/{forum.slug}/")),
        "operator": text_of(operator.get(f"/operators/forums/{forum.slug}/")),
    }

    assert "Asked anew on 21 April 2026, no answer yet; what was agreed goes on" in pages["queue"]
    assert "Without an answer, what was agreed before goes on." in pages["letters"]
    assert "asked the operator anew on 21 April 2026" in pages["public"]
    assert "without an answer, what you allow stays as it is" in pages["operator"]
    for page in pages.values():
        assert "means no" not in page
        assert "for a no" not in page


def objection(body, forum):
    from alongside.agreements import links

    who = of.contact(body=body, forums=[forum])
    key = of.key_for(who)
    visit_key, _ends = links.enter(key=key.key, network="192.0.2.1", at=NOON)
    return objecting.object_to_post(
        operator=links.operator_of(visit_key=visit_key, at=NOON),
        forum=forum,
        body=body,
        reply_id="q7c2",
        post_address="https://forum.example/t/1",
        wish=Wish.REMOVE,
        words="It is about another country.",
        at=NOON,
    )


def test_an_objection_is_answered_once(lead, pair, address):
    found = objection(*pair)
    page = f"{address}objections/{found.public_id}/"
    assert "It is about another country." in text_of(lead.get(page))

    assert lead.post(page, {"done": "stays", "answer": ""}).status_code == 422
    assert lead.post(page, {"done": "stays", "answer": "We cannot remove it."}).status_code == 302
    assert lead.post(page, {"done": "stays", "answer": "Something else."}).status_code == 422

    found.refresh_from_db()
    assert (found.answer, found.answered_at) == ("We cannot remove it.", NOON)
    assert "We cannot remove it." in text_of(lead.get(address))


def test_the_answer_to_an_objection_goes_to_whoever_objected_with_a_private_link(lead, pair):
    body, forum = pair
    found = objection(body, forum)
    of.contact(body=body, forums=[forum], address="other@forum.example")
    page = f"/workspace/agreements/{body.slug}/{forum.slug}/objections/{found.public_id}/"

    lead.post(page, {"done": "stays", "answer": "We cannot remove it.\nSorry."})
    waiting = text_of(lead.get(page))
    assert jobs.send_next_letter()
    assert not jobs.send_next_letter()

    (sent,) = mail.outbox
    assert sent.to == [of.ADDRESS]
    assert sent.subject == f"{body.short_name} answered you about {forum.name}"
    assert "to be removed:\n\n> It is about another country.\n\nThis is the answer:" in sent.body
    assert "\n\nWe cannot remove it.\nSorry.\n\n" in sent.body
    assert "/operators/enter/?key=" in sent.body
    assert "About to go out" in waiting
    assert "E-mail to the operator, Owner: Sent" in text_of(lead.get(page))


def test_an_answer_that_cannot_be_mailed_is_work_and_can_be_sent_again(lead, pair, monkeypatch):
    body, forum = pair
    found = objection(body, forum)
    page = f"/workspace/agreements/{body.slug}/{forum.slug}/objections/{found.public_id}/"
    lead.post(page, {"done": "stays", "answer": "We cannot remove it."})

    def refuse(message):
        raise mailing.Refused("The mail server refuses this address.")

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "send", refuse)
        jobs.send_next_letter()
    queue = lead.get("/workspace/").content.decode()
    letter = found.letters.get()
    again = lead.post(
        f"/workspace/agreements/{body.slug}/{forum.slug}/asking/letters/{letter.public_id}/again/"
    )
    jobs.send_next_letter()

    assert f"/objections/{found.public_id}/" in queue
    assert "A letter did not go out: The mail server refuses this address." in queue
    assert again.status_code == 302
    assert len(mail.outbox) == 1


def test_where_no_address_is_kept_the_answer_stands_on_the_operators_pages_alone(lead, pair):
    body, forum = pair
    found = of.ObjectionFactory(body=body, forum=forum)
    page = f"/workspace/agreements/{body.slug}/{forum.slug}/objections/{found.public_id}/"

    lead.post(page, {"done": "stays", "answer": "We cannot remove it."})

    assert "No address is kept to write to" in text_of(lead.get(page))
    assert not jobs.send_next_letter()


def test_a_contact_that_was_removed_meanwhile_is_replaced_by_those_that_stand(lead, pair):
    body, forum = pair
    found = objection(body, forum)
    of.contact(body=body, forums=[forum], address="second@forum.example")
    contacts.remove_contact(
        contact_id=found.contact.public_id, body=body, forum=forum, by="lead", at=NOON
    )
    page = f"/workspace/agreements/{body.slug}/{forum.slug}/objections/{found.public_id}/"

    lead.post(page, {"done": "stays", "answer": "We cannot remove it."})
    jobs.send_next_letter()

    assert [message.to for message in mail.outbox] == [["second@forum.example"]]


def test_a_public_sentence_is_withheld_with_a_reason_that_everybody_reads(lead, pair):
    client = Client()
    body, forum = pair
    AgreementFactory(body=body, forum=forum, welcome=True)
    said = of.StatementFactory(forum=forum, words="Ask for Zoe Smith.")
    page = f"/workspace/agreements/{body.slug}/{forum.slug}/sentence/"
    public = f"/forums/{forum.slug}/"
    before = text_of(client.get(public))
    assert "The operator’s public sentence is new" in text_of(lead.get("/workspace/"))

    refused = lead.post(page, {"statement": said.pk, "act": "withhold", "reason": ""})
    lead.post(page, {"statement": said.pk, "act": "withhold", "reason": "It names a member."})
    withheld = text_of(client.get(public))
    told = text_of(lead.get(page))
    lead.post(page, {"statement": said.pk, "act": "show", "reason": "She is the operator."})
    again = text_of(client.get(public))

    assert refused.status_code == 422
    assert "Say why. The reason is public" in text_of(refused)
    assert "Ask for Zoe Smith." in before
    assert "Zoe" not in withheld
    assert f"Withheld. The forum’s operator said something on 6 May 2026. {body.name}" in withheld
    assert "It names a member." in withheld
    assert "Ask for Zoe Smith." in told
    assert f"Withheld by {body.name}" in told
    assert "Ask for Zoe Smith." in again


def test_law_10_a_sentence_that_changed_meanwhile_is_read_first_and_the_reason_is_kept(lead, pair):
    body, forum = pair
    AgreementFactory(body=body, forum=forum, welcome=True)
    said = of.StatementFactory(forum=forum)
    of.StatementFactory(forum=forum, words="We are glad.")
    page = f"/workspace/agreements/{body.slug}/{forum.slug}/sentence/"

    answer = lead.post(page, {"statement": said.pk, "act": "withhold", "reason": "My reason"})

    assert answer.status_code == 422
    assert "The operator has changed the sentence meanwhile." in text_of(answer)
    assert "We are glad." in text_of(answer)
    assert 'value="My reason"' in answer.content.decode()


# Letters as evidence

PDF = b"%PDF-1.7\nWe agree."


def upload(name, content, kind):
    return SimpleUploadedFile(name, content, content_type=kind)


def test_a_letter_is_kept_with_its_fingerprint_and_downloaded_safely(lead, pair, address):
    lead.post(
        address,
        answer(
            letter=upload("../../We agree (Anna Smith).pdf", PDF, "text/html"),
            contact_role="owner",
            reading_every_hours="24",
            allows_reading="on",
            officials_shown=["signature"],
        ),
    )

    record = Agreement.objects.get()
    assert record.letter.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (record.contact_role, record.reading_every_hours) == ("owner", 24)
    assert record.officials_shown == ["signature"]
    page = lead.get(address).content.decode()
    assert record.letter.sha256 in page
    assert "Anna" not in page

    response = lead.get(f"{address}letters/{record.letter.public_id}/")
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{record.letter.name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("letter.pdf", b"<html><script>alert(1)</script>", "Choose a PDF"),
        ("letter.pdf", b"MZ\x90\x00 program", "Choose a PDF"),
        ("letter.svg", b"<svg onload='alert(1)'/>", "Choose a PDF"),
        ("letter.pdf", b"%PDF-" + b"x" * evidence.LARGEST, "too large"),
        ("letter.pdf", b"", "empty"),
    ],
)
def test_a_letter_of_a_bad_kind_or_size_is_refused_and_nothing_is_recorded(
    lead, pair, address, name, content, words
):
    response = lead.post(address, answer(letter=upload(name, content, "application/pdf")))

    assert response.status_code == 422
    assert words in text_of(response)
    assert "Asked by letter." in response.content.decode()  # law 10: what was typed is kept
    assert (Agreement.objects.count(), EvidenceFile.objects.count()) == (0, 0)


def test_no_letter_is_kept_when_the_answer_is_refused(lead, address):
    lead.post(address, answer(models_allowed=[], letter=upload("a.pdf", PDF, "application/pdf")))

    assert EvidenceFile.objects.count() == 0


def test_a_letter_of_another_pair_is_not_found(lead, pair, address):
    lead.post(address, answer(letter=upload("a.pdf", PDF, "application/pdf")))
    other = ForumFactory()
    letter_id = EvidenceFile.objects.get().public_id

    response = lead.get(f"/workspace/agreements/{pair[0].slug}/{other.slug}/letters/{letter_id}/")

    assert response.status_code == 404


def test_letters_and_statements_change_for_nobody(lead, pair, address):
    lead.post(address, answer(letter=upload("a.pdf", PDF, "application/pdf")))
    Statement.objects.create(forum=pair[1], words="Hello.", contact_role="Owner", made_at=NOON)

    for change in (
        lambda: EvidenceFile.objects.update(sha256="0"),
        lambda: Statement.objects.update(words="x"),
        lambda: Statement.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            change()


def test_what_an_operator_chose_stands_on_the_forums_public_page(client, pair):
    body, forum = pair
    AgreementFactory(
        body=body,
        forum=forum,
        welcome=True,
        reading_every_hours=24,
        officials_shown=["forum_title"],
        officials_words="In the group Officials",
        contact_role="the lead moderator",
    )

    text = text_of(client.get(f"/forums/{forum.slug}/"))

    assert "at most once in 24 hours" in text
    assert "The forum gives the account a title or badge" in text
    assert "In the group Officials" in text
    assert "To turn to: the lead moderator" in text
    assert sentences.sentence_in(forum.pk) is None


def test_everything_that_operators_ask_of_a_lead_is_counted_together(pair):
    body, forum = pair
    objection(body, forum)
    AgreementFactory(
        forum=ForumFactory(),
        body=body,
        welcome=True,
        valid_from=TODAY - 90 * DAY,
        valid_until=TODAY - DAY,
    )
    AgreementFactory(
        forum=ForumFactory(), body=body, welcome=True, valid_until=TODAY + DAY, recorded_at=NOON
    )

    assert operators_work.count_for([body.pk], at=NOON) == 3
    assert operators_work.count_for([BodyFactory().pk], at=NOON) == 0
