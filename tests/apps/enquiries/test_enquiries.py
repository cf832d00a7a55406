"""Raising, claiming, releasing and setting aside enquiries; forgetting words."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.connectors.port import ThreadHeading
from alongside.enquiries import actions, queries
from alongside.enquiries.actions import ClaimedBySomebodyElse, NotAllowed
from alongside.enquiries.domain.triage import (
    EXCERPT_KEPT,
    SET_ASIDE,
    EnquiryError,
    EnquiryState,
    NotPossibleNow,
    Origin,
)
from alongside.enquiries.models import Enquiry
from alongside.listening.domain.roles import ThreadFacts
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    BodyFactory,
    EnquiryFactory,
    ForumFactory,
    on_duty,
)

pytestmark = pytest.mark.django_db
QUIET = ThreadFacts(replies=2, members_who_replied=1, has_official_reply=False)


@pytest.fixture
def enquiry():
    return EnquiryFactory()


@pytest.fixture
def adviser(enquiry):
    return on_duty(Role.ADVISER, body=enquiry.body)


def heading(**values):
    return ThreadHeading(
        **{
            "external_id": "41",
            "address": "https://f.example/t/41/",
            "title": "Fit note",
            "board_id": "7",
            "board_name": "Sick pay",
            "asked_at": NOON - HOUR,
            "last_post_at": NOON,
            "replies": 2,
            **values,
        }
    )


def raise_one(body, forum, **values):
    return actions.raise_enquiry(
        **{
            "body": body,
            "forum": forum,
            "heading": heading(),
            "question": "Does my sick pay stop?",
            "facts": QUIET,
            "origin": Origin.MATCH,
            "match": None,
            "response_hours": 48,
            "by": "worker",
            "at": NOON,
            **values,
        }
    )


def test_an_enquiry_holds_link_board_times_and_an_excerpt_with_an_end():
    raise_one(BodyFactory(), ForumFactory())

    enquiry = Enquiry.objects.get()
    assert enquiry.thread_address == "https://f.example/t/41/"
    assert (enquiry.board_id, enquiry.board_name) == ("7", "Sick pay")
    assert enquiry.due_at == NOON - HOUR + timedelta(hours=48)
    assert enquiry.excerpt == "Does my sick pay stop?"
    assert enquiry.excerpt_until == NOON + EXCERPT_KEPT
    assert (enquiry.replies_seen, enquiry.members_who_replied) == (2, 1)


def test_a_thread_is_raised_once_for_each_body():
    body, other, forum = BodyFactory(), BodyFactory(), ForumFactory()

    raised = [raise_one(body, forum), raise_one(body, forum), raise_one(other, forum)]

    assert [enquiry is not None for enquiry in raised] == [True, False, True]
    assert queries.threads_raised(forum_id=forum.pk, thread_ids=["41", "42"]) == {
        (body.pk, "41"),
        (other.pk, "41"),
    }


def test_a_long_title_is_cut_and_a_long_question_is_an_excerpt():
    enquiry = raise_one(
        BodyFactory(), ForumFactory(), heading=heading(title="t" * 900), question="word " * 900
    )

    assert len(enquiry.title) == 300
    assert len(enquiry.excerpt) <= 400


def test_law_4_an_enquiry_has_no_place_for_a_member():
    fields = {field.name for field in Enquiry._meta.get_fields()}

    assert not {name for name in fields if "author" in name or "asker" in name or "handle" in name}


def test_an_enquiry_is_claimed_by_one_person(enquiry, adviser):
    actions.claim_enquiry(enquiry_id=enquiry.pk, by=adviser, at=NOON)
    colleague = on_duty(Role.ADVISER, body=enquiry.body)

    with pytest.raises(ClaimedBySomebodyElse, match=str(adviser.user)):
        actions.claim_enquiry(enquiry_id=enquiry.pk, by=colleague, at=NOON)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.claimed_by) == (EnquiryState.CLAIMED, adviser.user)


def test_claiming_twice_is_no_error_and_leaves_one_event(enquiry, adviser):
    for at in (NOON, NOON + HOUR):
        claimed = actions.claim_enquiry(enquiry_id=enquiry.pk, by=adviser, at=at)

    assert claimed.claimed_at == NOON
    assert Event.objects.filter(kind="enquiry.claimed").count() == 1


@pytest.mark.parametrize("role", [Role.CENTRAL_TEAM, Role.ADMINISTRATOR])
def test_who_does_not_answer_cannot_claim(enquiry, role):
    with pytest.raises(NotAllowed):
        actions.claim_enquiry(enquiry_id=enquiry.pk, by=on_duty(role), at=NOON)


def test_an_adviser_of_another_body_cannot_claim(enquiry):
    stranger = on_duty(Role.ADVISER, body=BodyFactory())

    with pytest.raises(NotAllowed):
        actions.claim_enquiry(enquiry_id=enquiry.pk, by=stranger, at=NOON)


def test_a_released_enquiry_is_back_in_the_queue(enquiry, adviser):
    actions.claim_enquiry(enquiry_id=enquiry.pk, by=adviser, at=NOON)

    actions.release_enquiry(enquiry_id=enquiry.pk, by=adviser, at=NOON)

    assert list(queries.waiting(adviser)) == [enquiry]
    assert list(queries.claimed_by(adviser)) == []


@pytest.mark.parametrize("decision", sorted(SET_ASIDE))
def test_law_3_a_question_left_to_others_is_a_decision_with_its_event(enquiry, adviser, decision):
    actions.set_enquiry_aside(
        enquiry_id=enquiry.pk, decision=decision, reason=" Well answered. ", by=adviser, at=NOON
    )

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.decided_at) == (decision, NOON)
    assert enquiry.decision_reason == "Well answered."
    assert Event.objects.get(kind="enquiry.set_aside").details == {"decision": decision.value}


def test_a_decision_can_be_taken_back(adviser):
    enquiry = EnquiryFactory(left_to_peers=True, body=adviser_body(adviser))

    actions.release_enquiry(enquiry_id=enquiry.pk, by=adviser, at=NOON)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.decided_at, enquiry.decision_reason) == ("new", None, "")


def adviser_body(duty):
    (body_id,) = duty.roles_by_body
    return BodyFactory._meta.model.objects.get(pk=body_id)


def test_what_a_colleague_is_answering_is_not_set_aside(adviser):
    enquiry = EnquiryFactory(claimed=True, body=adviser_body(adviser))

    with pytest.raises(ClaimedBySomebodyElse):
        actions.set_enquiry_aside(
            enquiry_id=enquiry.pk,
            decision=EnquiryState.NOT_OURS,
            reason="",
            by=adviser,
            at=NOON,
        )


def test_answered_is_no_decision_that_a_person_takes(enquiry, adviser):
    with pytest.raises(EnquiryError):
        actions.set_enquiry_aside(
            enquiry_id=enquiry.pk,
            decision=EnquiryState.ANSWERED,
            reason="",
            by=adviser,
            at=NOON,
        )


def test_what_was_answered_is_not_released(adviser):
    enquiry = EnquiryFactory(answered=True, body=adviser_body(adviser))

    with pytest.raises(NotPossibleNow):
        actions.release_enquiry(enquiry_id=enquiry.pk, by=adviser, at=NOON)


def test_an_enquiry_is_answered_once():
    enquiry = EnquiryFactory(claimed=True)

    for at in (NOON, NOON + HOUR):
        actions.mark_answered(enquiry_id=enquiry.pk, by="worker", at=at)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.decided_at) == (EnquiryState.ANSWERED, NOON)
    assert Event.objects.filter(kind="enquiry.answered").count() == 1


def test_law_4_title_and_excerpt_are_deleted_on_their_date_and_the_rest_stays():
    gone = EnquiryFactory(excerpt_until=NOON)
    kept = EnquiryFactory(excerpt_until=NOON + HOUR)

    forgotten = actions.forget_words(at=NOON)

    gone.refresh_from_db()
    kept.refresh_from_db()
    assert forgotten == 1
    assert (gone.title, gone.excerpt) == ("", "")
    assert gone.heading == f"Question {gone.public_id}"
    assert gone.thread_address
    assert kept.excerpt


def test_law_4_forgetting_again_finds_nothing_and_leaves_no_event():
    EnquiryFactory(excerpt_until=NOON)
    actions.forget_words(at=NOON)

    assert actions.forget_words(at=NOON + DAY) == 0
    assert Event.objects.filter(kind="words.forgotten").count() == 1


def test_the_queue_has_the_one_that_falls_due_first_on_top(enquiry, adviser):
    urgent = EnquiryFactory(body=enquiry.body, due_at=NOON)
    EnquiryFactory()

    assert list(queries.waiting(adviser)) == [urgent, enquiry]


def test_an_enquiry_that_one_may_not_see_is_as_if_it_never_was(enquiry):
    stranger = on_duty(Role.ADVISER, body=BodyFactory())

    with pytest.raises(Enquiry.DoesNotExist):
        queries.get_enquiry_for(stranger, enquiry.public_id)

    assert queries.get_enquiry_for(on_duty(Role.CENTRAL_TEAM), enquiry.public_id) == enquiry


@pytest.mark.parametrize("practice", ["forum", "body"])
def test_practice_is_told_apart_from_what_is_public(enquiry, practice):
    made = EnquiryFactory(**{f"{practice}__practice": True})

    assert made.is_practice
    assert list(Enquiry.objects.real()) == [enquiry]
    assert list(Enquiry.objects.practice()) == [made]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"claimed_at": NOON}, "enquiry_claim_is_whole"),
        ({"state": "claimed"}, "enquiry_claimed_has_somebody"),
    ],
)
def test_half_a_claim_cannot_be_stored(values, name):
    with pytest.raises(IntegrityError, match=name):
        EnquiryFactory(**values)


def test_a_question_is_raised_once_in_the_database(enquiry):
    with pytest.raises(IntegrityError, match="enquiry_is_raised_once"):
        EnquiryFactory(body=enquiry.body, forum=enquiry.forum, thread_id=enquiry.thread_id)
