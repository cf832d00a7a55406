"""A second person approves or returns; only a person sends (law 5)."""

import pytest
from django.db import IntegrityError

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.bodies.queries import duty_of
from alongside.replies import actions
from alongside.replies.domain.life import (
    ChecksFailed,
    NotAllowed,
    NotPossibleNow,
    NotYours,
    ReplyError,
    ReplyState,
    Route,
)
from alongside.replies.models import Reply
from tests.factories import (
    FIT_TEXT,
    HOUR,
    NOON,
    BodyFactory,
    CheckResultFactory,
    MembershipFactory,
    OfficialAccountFactory,
    ReplyFactory,
    line,
    on_duty,
)

pytestmark = pytest.mark.django_db
STATES = [state.value for state in ReplyState if state is not ReplyState.DRAFT]


@pytest.fixture
def whole(forum_on_paper):
    return line()


def approve(whole, reply, by=None):
    return actions.approve_reply(reply_id=reply.pk, by=by or whole.reader, at=NOON)


def test_law_5_a_second_person_approves(whole):
    reply = approve(whole, whole.reply(in_review=True))

    assert (reply.state, reply.approved_by, reply.approved_at) == (
        ReplyState.APPROVED,
        whole.reader.user,
        NOON,
    )
    assert Event.objects.filter(kind="reply.approved", actor=whole.reader.user.username).exists()


def test_law_5_the_author_cannot_approve(whole):
    MembershipFactory(user=whole.adviser.user, body=whole.body, role=Role.SECOND_READER.value)
    author = duty_of(whole.adviser.user)

    with pytest.raises(NotYours):
        approve(whole, whole.reply(in_review=True), by=author)


def test_law_5_not_even_the_database_takes_an_authors_own_approval(whole):
    with pytest.raises(IntegrityError, match="reply_approved_by_another"):
        ReplyFactory(approved=True, author=whole.reader.user, approved_by=whole.reader.user)


@pytest.mark.parametrize("role", [Role.ADVISER, Role.CENTRAL_TEAM, Role.ADMINISTRATOR])
def test_who_is_no_second_reader_cannot_approve(whole, role):
    central = role in (Role.CENTRAL_TEAM, Role.ADMINISTRATOR)
    somebody = on_duty(role, body=None if central else whole.body)

    with pytest.raises(NotAllowed):
        approve(whole, whole.reply(in_review=True), by=somebody)


def test_a_second_reader_of_another_body_cannot_approve(whole):
    stranger = on_duty(Role.SECOND_READER, body=BodyFactory())

    with pytest.raises(NotAllowed):
        approve(whole, whole.reply(in_review=True), by=stranger)


@pytest.mark.parametrize("state", [state for state in STATES if state != "in_review"])
def test_law_6_only_what_waits_for_a_second_reader_is_approved(whole, state):
    reply = whole.reply(**{state: True})

    with pytest.raises(NotPossibleNow):
        approve(whole, reply)

    reply.refresh_from_db()
    assert reply.state == state


@pytest.mark.parametrize("state", [state for state in STATES if state != "in_review"])
def test_law_6_only_what_waits_for_a_second_reader_is_returned(whole, state):
    reply = whole.reply(**{state: True})

    with pytest.raises(NotPossibleNow):
        actions.return_reply(reply_id=reply.pk, comment="Shorter.", by=whole.reader, at=NOON)

    reply.refresh_from_db()
    assert reply.state == state


def test_a_returned_reply_is_a_draft_again_with_the_comment(whole):
    reply = whole.reply(in_review=True)

    actions.return_reply(reply_id=reply.pk, comment=" Shorter. ", by=whole.reader, at=NOON)

    reply.refresh_from_db()
    assert (reply.state, reply.comment, reply.approved_by) == (
        ReplyState.DRAFT,
        "Shorter.",
        None,
    )


def test_a_reply_is_not_returned_without_a_word(whole):
    with pytest.raises(ReplyError, match="what should change"):
        actions.return_reply(
            reply_id=whole.reply(in_review=True).pk, comment=" ", by=whole.reader, at=NOON
        )


def test_the_author_cannot_return_their_own_reply(whole):
    MembershipFactory(user=whole.adviser.user, body=whole.body, role=Role.SECOND_READER.value)

    with pytest.raises(NotYours):
        actions.return_reply(
            reply_id=whole.reply(in_review=True).pk,
            comment="Shorter.",
            by=duty_of(whole.adviser.user),
            at=NOON,
        )


def test_where_the_forum_has_an_interface_and_we_hold_the_secret_the_service_sends(whole):
    assert approve(whole, whole.reply(in_review=True)).route == Route.INTERFACE


def test_where_the_forum_has_no_interface_a_person_posts(whole, forum_on_paper):
    forum_on_paper.can_post = False

    assert approve(whole, whole.reply(in_review=True)).route == Route.BY_HAND


def test_where_we_hold_no_secret_a_person_posts(whole):
    whole.account.sealed_secret = ""
    whole.account.save()

    assert approve(whole, whole.reply(in_review=True)).route == Route.BY_HAND


def test_the_reply_is_sent_from_the_account_in_use_when_it_is_approved(whole):
    reply = whole.reply(in_review=True)
    whole.account.retired_at = NOON
    whole.account.save()
    present = OfficialAccountFactory(forum=whole.forum, body=whole.body, with_secret=True)

    assert approve(whole, reply).account == present


# Taking a reply back


@pytest.mark.parametrize("state", ["in_review", "approved", "stopped", "needs_person"])
def test_the_author_takes_a_reply_back_that_does_not_stand_in_the_forum(whole, state):
    reply = whole.reply(**{state: True})

    actions.redraft_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)

    reply.refresh_from_db()
    assert (reply.state, reply.approved_by, reply.route, reply.problem) == ("draft", None, "", "")


@pytest.mark.parametrize("state", ["sending", "posted", "held", "live", "withdrawn"])
def test_law_6_what_the_forum_may_hold_is_not_taken_back(whole, state):
    reply = whole.reply(**{state: True})

    with pytest.raises(NotPossibleNow):
        actions.redraft_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)
    with pytest.raises(NotPossibleNow):
        actions.withdraw_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)


def test_only_the_author_takes_a_reply_back(whole):
    reply = whole.reply(in_review=True)

    for action in (actions.redraft_reply, actions.withdraw_reply):
        with pytest.raises(NotYours):
            action(reply_id=reply.pk, by=whole.reader, at=NOON)


@pytest.mark.parametrize("state", ["in_review", "approved", "stopped", "needs_person"])
def test_a_reply_that_was_given_up_leaves_room_for_another(whole, state):
    reply = whole.reply(**{state: True})

    actions.withdraw_reply(reply_id=reply.pk, by=whole.adviser, at=NOON)

    assert Reply.objects.get().state == ReplyState.WITHDRAWN
    ReplyFactory(enquiry=whole.enquiry, account=whole.account)


# Sending again


@pytest.mark.parametrize("state", ["stopped", "needs_person"])
def test_a_second_person_who_has_looked_sends_again(whole, state):
    reply = whole.reply(**{state: True})

    actions.send_again(reply_id=reply.pk, by=whole.reader, at=NOON)

    reply.refresh_from_db()
    assert (reply.state, reply.problem, reply.approved_at) == ("approved", "", NOON)


@pytest.mark.parametrize(
    "state", [state for state in STATES if state not in ("stopped", "needs_person")]
)
def test_law_6_nothing_else_is_sent_again(whole, state):
    reply = whole.reply(**{state: True})

    with pytest.raises(NotPossibleNow):
        actions.send_again(reply_id=reply.pk, by=whole.reader, at=NOON)

    reply.refresh_from_db()
    assert reply.state == state


def test_law_5_the_author_does_not_send_again_alone(whole):
    MembershipFactory(user=whole.adviser.user, body=whole.body, role=Role.SECOND_READER.value)

    with pytest.raises(NotYours):
        actions.send_again(
            reply_id=whole.reply(stopped=True).pk, by=duty_of(whole.adviser.user), at=NOON
        )


# What the database holds


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"approved_at": NOON}, "reply_approval_is_whole"),
        ({"state": "approved"}, "reply_leaves_the_house_approved"),
        ({"state": "sending"}, "reply_leaves_the_house_approved"),
        ({"approved": True, "state": "live"}, "reply_live_is_proved"),
        ({"live": True, "public_link": ""}, "reply_live_is_proved"),
        ({"live": True, "proof": ""}, "reply_live_is_proved"),
        ({"live": True, "live_at": None}, "reply_live_is_proved"),
    ],
)
def test_law_6_the_database_keeps_the_promises_too(values, name):
    with pytest.raises(IntegrityError, match=name):
        ReplyFactory(attempt=False, **values)


def test_a_question_has_one_reply_that_is_not_withdrawn(whole):
    whole.reply()

    with pytest.raises(IntegrityError, match="reply_is_written_once"):
        whole.reply()


def test_a_warning_cannot_be_passed_over_without_a_reason():
    with pytest.raises(IntegrityError, match="check_passed_over_has_a_reason"):
        CheckResultFactory(override_reason="")


@pytest.mark.parametrize("values", [{"ended_at": NOON}, {"outcome": "posted"}])
def test_an_attempt_ends_with_an_outcome(values):
    reply = ReplyFactory(sending=True, attempt=False)

    with pytest.raises(IntegrityError, match="attempt_end_is_whole"):
        reply.attempts.create(claimed_at=NOON, **values)


def test_law_5_what_is_approved_is_what_was_read(whole):
    """The author changed the text after the second reader had opened the page."""
    reply = whole.reply(in_review=True)
    read = reply.saved_at
    Reply.objects.filter(pk=reply.pk).update(text=f"{FIT_TEXT} And more.", saved_at=NOON + HOUR)

    with pytest.raises(NotPossibleNow, match="text has changed"):
        actions.approve_reply(reply_id=reply.pk, seen_at=read, by=whole.reader, at=NOON + 2 * HOUR)

    reply.refresh_from_db()
    assert reply.state == "in_review"


def test_law_2_a_link_is_not_approved_once_the_operator_wants_none(whole):
    reply = whole.reply(in_review=True, text=FIT_TEXT)
    whole.answer(welcome=True, links_allowed=False)

    with pytest.raises(ChecksFailed, match="asked for no links"):
        actions.approve_reply(reply_id=reply.pk, by=whole.reader, at=NOON)


def test_a_lead_takes_back_the_reply_of_an_absent_colleague(whole):
    reply = whole.reply(needs_person=True)

    taken = actions.redraft_reply(reply_id=reply.pk, by=whole.lead, at=NOON)

    assert taken.state == "draft"
