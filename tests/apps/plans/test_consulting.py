"""Consulting on a draft: what is frozen, who may say what, and what stands in a version's way."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from alongside.agreements import letters, notices
from alongside.agreements.actions import AgreementError
from alongside.agreements.models import Letter
from alongside.audit.models import Event
from alongside.plans import actions, commenting, consultations, consulting
from alongside.plans.domain import documents
from alongside.plans.domain.consulting import ConsultationError, NotOpen, Verdict
from alongside.plans.domain.errors import ChangedMeanwhile, NotReady
from alongside.plans.models import Comment, CommentAnswer, Consultation, Invitation, PlanVersion
from alongside.proposals import flood
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    BodyFactory,
    CommentFactory,
    ForumFactory,
    PlanVersionFactory,
    change_draft,
    consult,
    operators,
    publish_plan,
    save_plan,
    visiting,
)

pytestmark = pytest.mark.django_db
LATER = NOON + 29 * DAY


@pytest.fixture
def body():
    return BodyFactory(slug="aps")


@pytest.fixture
def well():
    return ForumFactory(slug="well", name="The Well")


@pytest.fixture
def owner(body, well):
    return operators.contact(body=body, forums=[well])


def form(name="a"):
    return flood.Form(digest=name, expires_at=NOON + DAY)


def open_it(body, **changed):
    given = {
        "introduction": "What do you think?",
        "closes_on": TODAY + 28 * DAY,
        "is_open_to_all": True,
        "contacts": [],
        "subject": "",
        "letter": "",
        "by": "lead",
        "at": NOON,
    }
    return consulting.open_consultation(body=body, **(given | changed))


def comment(consultation, contact, words, *, at=NOON):
    operator = visiting(contact, at=at)
    return commenting.comment_as_operator(
        operator=operator,
        forum=operator.forums[0],
        consultation_id=consultation.public_id,
        words=words,
        at=at,
    )


def say_openly(consultation, words, *, by_form="a", at=NOON, network="192.0.2.7/32"):
    return commenting.comment_openly(
        consultation_id=consultation.public_id,
        words=words,
        form=form(by_form),
        network=network,
        at=at,
    )


def answer(body, comments, verdict=Verdict.NOT_CHANGED, words="It is our duty by law."):
    return commenting.answer_comments(
        comment_ids=[each.public_id for each in comments],
        body=body,
        verdict=verdict,
        words=words,
        by="lead",
        at=NOON,
    )


def publish(body, at=LATER):
    return actions.publish_draft(body=body, effective_from=at.date(), by="lead", at=at)


def test_what_people_are_asked_about_stays_while_the_draft_goes_on(body, well):
    consultation = consult(body, [well])
    frozen = consultation.document

    save_plan(body, [well], title="Another title", seen_at=NOON, at=NOON + DAY)

    consultation.refresh_from_db()
    assert consultation.document == frozen
    assert consultation.sha256 == documents.fingerprint(frozen)
    assert json.loads(frozen)["title"] == "Taking part"


def test_nobody_can_change_what_people_were_asked_about(body, well):
    consultation = consult(body, [well])

    for change in ({"document": "{}"}, {"introduction": "Else"}, {"is_open_to_all": False}):
        with pytest.raises(DatabaseError, match="consultation_is_frozen"), transaction.atomic():
            Consultation.objects.filter(pk=consultation.pk).update(**change)
    with pytest.raises(DatabaseError, match="consultation_is_frozen"), transaction.atomic():
        Consultation.objects.filter(pk=consultation.pk).delete()


def test_each_contact_gets_one_letter_with_a_private_link(body, well, owner):
    other = ForumFactory(slug="spring")
    both = operators.contact(body=body, forums=[other, well], address="two@forum.example")

    consultation = consult(body, [well, other], contacts=[owner, both], sent=False)

    asked = {found.invitation.forum.slug: found for found in consultations.asked(consultation)}
    assert set(asked) == {"well", "spring"}
    assert asked["well"].asked_at is None
    queued = list(Letter.objects.filter(notice=consultation.notice))
    assert {letter.contact for letter in queued} == {owner, both}
    ready = letters.make_ready(letter_id=queued[0].pk, at=NOON)
    assert "/operators/enter/?key=" in ready.message.body
    assert "key=" not in consultation.notice.letter


def test_an_operator_was_asked_when_the_first_letter_went_out(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])

    [asked] = consultations.asked(consultation)

    assert asked.asked_at == NOON
    assert not asked.has_answered


def test_a_draft_without_goals_and_forums_is_nothing_to_be_asked_about(body):
    PlanVersionFactory(body=body)

    with pytest.raises(consulting.NotReadable, match="Add at least one objective"):
        open_it(body)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"closes_on": TODAY + 13 * DAY}, "at least 14 days: the first possible day is 20 May"),
        ({"closes_on": TODAY + 183 * DAY}, "within 182 days"),
        ({"introduction": " \n"}, "Say what you ask"),
        ({"is_open_to_all": False}, "Choose an operator to ask, or ask everybody"),
    ],
)
def test_a_consultation_that_would_be_none_is_refused(body, well, changed, problem):
    save_plan(body, [well])

    with pytest.raises(ConsultationError, match=problem):
        open_it(body, **changed)


def test_a_draft_that_changed_since_it_was_read_is_not_asked_about(body, well):
    save_plan(body, [well])

    with pytest.raises(ChangedMeanwhile):
        open_it(body, seen_at=NOON - 30 * DAY)


def test_one_consultation_of_a_body_is_open_at_a_time(body, well):
    consult(body, [well])

    with pytest.raises(ConsultationError, match="open already"):
        open_it(body)

    assert open_it(body, at=LATER, closes_on=LATER.date() + 28 * DAY)


def test_an_unfit_letter_opens_nothing(body, well, owner):
    save_plan(body, [well])

    with pytest.raises(AgreementError):
        open_it(body, contacts=[owner], subject="Hello", letter="No link.")

    assert not Consultation.objects.exists()


def test_an_operator_comments_on_their_forum_and_the_whole_plan_only(body, well, owner):
    other = ForumFactory(slug="spring")
    consultation = consult(body, [well, other], contacts=[owner])

    made = comment(consultation, owner, {"forum:well": "Only in the lounge.", "law": "Fine."})

    assert [(each.section, each.forum) for each in made] == [("forum:well", well), ("law", well)]
    with pytest.raises(ConsultationError, match="not in the draft that you were asked about"):
        comment(consultation, owner, {"forum:spring": "Not theirs."})


def test_what_was_sent_twice_stands_once(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    comment(consultation, owner, {"whole": "Good."})

    assert comment(consultation, owner, {"whole": "Good."}) == []
    assert say_openly(consultation, {"whole": "Good."})
    assert say_openly(consultation, {"whole": " good. "}, by_form="b") == []
    assert Comment.objects.count() == 2


def test_who_was_not_asked_has_no_consultation(body, well, owner):
    other = ForumFactory(slug="spring")
    consultation = consult(body, [other], contacts=[])

    with pytest.raises(Invitation.DoesNotExist):
        comment(consultation, owner, {"whole": "Good."})


def test_everybody_may_speak_only_where_everybody_is_asked(body, well, owner):
    consultation = consult(body, [well], contacts=[owner], is_open_to_all=False)

    with pytest.raises(Consultation.DoesNotExist):
        say_openly(consultation, {"whole": "Good."})


def test_a_flood_is_not_taken(body, well, monkeypatch):
    consultation = consult(body, [well])
    for number in range(5):
        say_openly(consultation, {"whole": f"Comment {number}"}, by_form=str(number))

    with pytest.raises(flood.TooMany):
        say_openly(consultation, {"whole": "One more"}, by_form="more")
    with pytest.raises(flood.FormUsed):
        say_openly(consultation, {"whole": "Other words"}, by_form="1", network="other")
    monkeypatch.setattr(commenting.rules, "OPEN_COMMENTS", 5)
    with pytest.raises(commenting.Full):
        say_openly(consultation, {"whole": "One more"}, by_form="more", network="other")


def test_nobody_who_commented_is_stored(body, well):
    say_openly(consult(body, [well]), {"whole": "Good."})

    event = Event.objects.get(kind="consultation.commented")
    assert (event.actor, event.is_public) == ("public", False)
    assert "192.0.2" not in str(event.details)


def test_the_last_day_counts_and_the_day_after_does_not(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])

    assert comment(consultation, owner, {"whole": "Just in time."}, at=NOON + 28 * DAY)
    with pytest.raises(NotOpen, match="closed on 3 June 2026"):
        comment(consultation, owner, {"whole": "Too late."}, at=LATER)


def test_a_worker_records_that_it_closed_and_nothing_more_goes_out(body, well, owner):
    consultation = consult(body, [well], contacts=[owner], sent=False)

    assert not consulting.close_next(at=NOON + 28 * DAY)
    assert consulting.close_next(at=LATER)
    assert not consulting.close_next(at=LATER)

    consultation.refresh_from_db()
    assert (consultation.closed_at, consultation.closed_on) == (LATER, TODAY + 28 * DAY)
    [letter] = notices.letters_of(consultation.notice_id)
    assert letters.make_ready(letter_id=letter.pk, at=LATER) is None


def test_time_is_given_and_never_taken_back(body, well):
    consultation = consult(body, [well])
    told = {"consultation_id": consultation.public_id, "body": body, "by": "lead", "at": NOON}

    consulting.give_more_time(closes_on=TODAY + 40 * DAY, **told)

    with pytest.raises(ConsultationError, match="promised until 15 June 2026"):
        consulting.give_more_time(closes_on=TODAY + 39 * DAY, **told)


def test_it_closes_early_only_when_nobody_is_left_to_answer(body, well, owner):
    consultation = consult(body, [well], contacts=[owner], is_open_to_all=False)
    told = {"consultation_id": consultation.public_id, "body": body, "by": "lead", "at": NOON}
    with pytest.raises(ConsultationError, match="promised this time"):
        consulting.close_early(**told)
    operator = visiting(owner)

    commenting.say_nothing_to_add(
        operator=operator, forum=well, consultation_id=consultation.public_id, at=NOON
    )

    assert consulting.close_early(**told).closed_on == TODAY


def test_an_open_one_never_closes_early(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    comment(consultation, owner, {"whole": "Good."})

    with pytest.raises(ConsultationError, match="promised this time"):
        consulting.close_early(
            consultation_id=consultation.public_id, body=body, by="lead", at=NOON
        )


def test_it_is_called_off_with_a_reason_and_only_before_anybody_spoke(body, well):
    consultation = consult(body, [well])
    told = {"consultation_id": consultation.public_id, "body": body, "by": "lead", "at": NOON}
    with pytest.raises(ConsultationError, match="Say why"):
        consulting.call_off(reason=" ", **told)
    say_openly(consultation, {"whole": "Good."})

    with pytest.raises(ConsultationError, match="Somebody has commented"):
        consulting.call_off(reason="We changed our minds.", **told)


def test_deleting_the_words_of_a_comment_does_not_make_its_answer_true(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    [made] = comment(consultation, owner, {"law": "My neighbour is ill."})
    answer(body, [made], Verdict.CHANGED, "We name another law.")
    commenting.withhold_comment(
        comment_id=made.public_id, body=body, reason="It names somebody.", by="lead", at=NOON
    )

    with pytest.raises(NotReady, match="“changed” to a comment whose words were deleted on"):
        publish(body)
    answer(body, [made], Verdict.NOT_CHANGED, "The law is the right one.")

    publish(body)


def test_a_version_waits_for_the_last_day_and_for_each_answer(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    made = comment(consultation, owner, {"whole": "Say hello first.", "forum:well": "Be kind."})
    with pytest.raises(NotReady, match="promised until 3 June 2026"):
        publish(body, at=NOON)
    with pytest.raises(NotReady, match="2 comments wait for an answer"):
        publish(body)
    answer(body, made[:1], Verdict.CHANGED, "We say hello in the lounge first.")
    change_draft(body)
    commenting.withhold_comment(
        comment_id=made[1].public_id, body=body, reason="It names somebody.", by="lead", at=NOON
    )
    with pytest.raises(NotReady, match="1 comment waits"):
        publish(body)
    answer(body, made[1:], Verdict.NOT_CHANGED, "Nobody is named in a plan.")

    version = publish(body)

    [record] = json.loads(version.document)["consultations"]
    assert record["asked"] == [
        {
            "forum": {"id": "well", "name": "The Well"},
            "asked_on": "2026-05-06",
            "has_answered": True,
        }
    ]
    told = [
        (each["section"], each["words"], each["answer"], each["withheld_because"])
        for each in record["comments"]
    ]
    assert told == [
        ("whole", "Say hello first.", "changed", ""),
        ("forum:well", "", "not_changed", "It names somebody."),
    ]
    assert "Owner" not in version.document
    assert documents.fingerprint(version.document) == version.sha256
    assert json.loads(version.document)["format"] == "alongside.plan/3"


def test_a_consultation_that_nobody_answered_is_published_too(body, well, owner):
    consult(body, [well], contacts=[owner])

    [record] = json.loads(publish(body).document)["consultations"]

    assert record["comments"] == []
    assert [found["has_answered"] for found in record["asked"]] == [False]


def test_a_plan_without_consultation_says_that_there_was_none(body, well):
    assert json.loads(publish_plan(body, [well]).document)["consultations"] == []


def test_one_that_was_called_off_is_told_with_its_reason(body, well):
    consultation = consult(body, [well])
    consulting.call_off(
        consultation_id=consultation.public_id,
        body=body,
        reason="The forum closes this month.",
        by="lead",
        at=NOON,
    )

    [record] = json.loads(publish(body, at=NOON).document)["consultations"]

    assert record["called_off_because"] == "The forum closes this month."


def test_nothing_is_published_as_changed_that_is_the_same(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    made = comment(consultation, owner, {"forum:well": "Be kind.", "law": "Name the Act."})
    answer(body, made, Verdict.CHANGED, "It is in now.")

    with pytest.raises(NotReady) as refused:
        publish(body)

    assert "“changed” to the comment “Be kind.” on “The Well”" in str(refused.value)
    assert "“Name the Act.” on “Law and assessment”" in str(refused.value)
    PlanVersion.objects.get(number=None).objectives.update(statement="Answer kindly.")
    with pytest.raises(NotReady) as refused:
        publish(body)
    assert "Be kind" not in str(refused.value)
    answer(body, made[1:], words="The Act stands in the draft.")
    assert publish(body).number == 1


def test_the_newest_answer_counts_and_no_answer_is_overwritten(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    made = comment(consultation, owner, {"whole": "Say hello first."})
    answer(body, made)
    answer(body, made, Verdict.CHANGED, "We do.")

    [found] = consultations.comments_of(consultation)

    assert found.answer.words == "We do."
    assert CommentAnswer.objects.count() == 2
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        CommentAnswer.objects.update(words="Else")


def test_an_answer_needs_words_and_a_comment_of_the_body(body, well):
    consultation = consult(body, [well])
    made = say_openly(consultation, {"whole": "Good."})

    with pytest.raises(ConsultationError, match="Say why it was not changed"):
        answer(body, made, words="  ")
    with pytest.raises(Comment.DoesNotExist):
        answer(BodyFactory(), made)


def test_comments_change_for_nobody(body, well):
    consultation = consult(body, [well])
    say_openly(consultation, {"whole": "Good."})

    for change in ({"words": "Else"}, {"section": "law"}, {"made_at": NOON + DAY}):
        with pytest.raises(DatabaseError, match="comment_is_frozen"), transaction.atomic():
            Comment.objects.update(**change)
    with pytest.raises(DatabaseError, match="comment_is_frozen"), transaction.atomic():
        Comment.objects.all().delete()


def test_a_published_record_takes_no_comment_answer_or_withholding(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    made = comment(consultation, owner, {"whole": "Good."})
    answer(body, made)
    publish(body)

    with pytest.raises(ConsultationError, match="frozen"):
        answer(body, made)
    with pytest.raises(ConsultationError, match="frozen"):
        commenting.withhold_comment(
            comment_id=made[0].public_id, body=body, reason="No.", by="lead", at=NOON
        )
    with pytest.raises(DatabaseError, match="comes_in_time"), transaction.atomic():
        CommentFactory(consultation=consultation)


def test_leads_see_what_is_to_answer_until_it_is_published(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    assert consultations.to_answer([body.pk], at=NOON) == []
    made = comment(consultation, owner, {"whole": "Good."})

    [work] = consultations.to_answer([body.pk], at=NOON)
    assert (work.waiting, work.is_open, work.is_late) == (1, True, False)
    answer(body, made)
    assert consultations.to_answer([body.pk], at=NOON) == []
    [work] = consultations.to_answer([body.pk], at=LATER)
    assert (work.waiting, work.is_open, work.is_late) == (0, False, False)
    [work] = consultations.to_answer([body.pk], at=NOON + timedelta(weeks=17))
    assert work.is_late
    publish(body)
    assert consultations.to_answer([body.pk], at=LATER) == []


def test_who_commented_is_told_by_letter_what_became_of_it_and_nobody_else(body, well, owner):
    lake = ForumFactory(slug="lake")
    silent = operators.contact(body=body, forums=[lake], address="lake@forum.example")
    consultation = consult(body, [well, lake], contacts=[owner, silent])
    answer(body, comment(consultation, owner, {"whole": "Good."}))

    version = publish(body)

    consultation.refresh_from_db()
    [letter] = notices.letters_of(consultation.outcome_notice_id)
    assert letter.contact == owner
    ready = letters.make_ready(letter_id=letter.pk, at=LATER)
    assert ready.message.subject.startswith("What became of your comments on the plan of ")
    assert f"{version.get_absolute_url()}#consultation" in ready.message.body
    assert "/operators/enter/?key=" in ready.message.body
    assert consultations.last_told(body.pk) == consultation


def test_where_no_operator_commented_nobody_is_written_to(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])

    publish(body)

    consultation.refresh_from_db()
    assert consultation.outcome_notice is None
    assert consultations.last_told(body.pk) is None


def test_an_operator_reads_answers_once_they_are_published(body, well, owner):
    consultation = consult(body, [well], contacts=[owner])
    answer(body, comment(consultation, owner, {"whole": "Good."}))
    [invitation] = consultations.for_operator(visiting(owner), well)
    assert [each.answer for each in consultations.comments_by(invitation)] == [None]

    publish(body)

    [invitation] = consultations.for_operator(visiting(owner), well)
    [found] = consultations.comments_by(invitation)
    assert found.answer.words == "It is our duty by law."


def test_only_what_everybody_is_asked_about_is_told_in_public(body, well, owner):
    consult(body, [well], contacts=[owner], is_open_to_all=False)
    other = BodyFactory()
    consult(other, [well])

    public = Event.objects.filter(kind="consultation.opened", is_public=True)

    assert [event.subject for event in public] == [f"body:{other.slug}"]
