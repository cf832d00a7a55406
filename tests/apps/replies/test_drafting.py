"""Writing a draft and sending it for second reading."""

import pytest

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.bodies.queries import duty_of
from alongside.enquiries import actions as enquiries
from alongside.enquiries.models import Enquiry
from alongside.replies import actions, queries
from alongside.replies.domain.life import (
    ChecksFailed,
    NotAllowed,
    NotPossibleNow,
    NotYours,
    ReplyError,
    ReplyState,
)
from alongside.replies.models import Reply
from tests.factories import (
    FIT_TEXT,
    HOUR,
    NOON,
    BodyFactory,
    MembershipFactory,
    OfficialAccountFactory,
    line,
    on_duty,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forum_on_paper")]


@pytest.fixture
def whole():
    return line()


def save(whole, text=FIT_TEXT, **values):
    return actions.save_draft(
        **{
            "enquiry": whole.enquiry,
            "text": text,
            "seen_at": None,
            "by": whole.adviser,
            "at": NOON,
            **values,
        }
    )


def submit(whole, reply, **reasons):
    return actions.submit_reply(
        reply_id=reply.pk, override_reasons=reasons, by=whole.adviser, at=NOON
    )


def test_a_draft_is_saved_with_its_author_and_the_official_account(whole):
    reply = save(whole)

    assert (reply.state, reply.author, reply.account) == (
        ReplyState.DRAFT,
        whole.adviser.user,
        whole.account,
    )
    assert queries.reply_to(whole.enquiry) == reply


def test_law_10_half_a_sentence_and_even_nothing_can_be_saved(whole):
    half = save(whole, "Half a sen")

    assert save(whole, "", seen_at=half.saved_at).text == ""
    assert Reply.objects.count() == 1


def test_law_10_a_draft_saved_in_another_window_is_not_written_over(whole):
    mine = save(whole, "First words.")
    save(whole, "Words of the other window.", seen_at=mine.saved_at, at=NOON + HOUR)

    with pytest.raises(NotPossibleNow, match="another window"):
        save(whole, "Later words.", seen_at=mine.saved_at, at=NOON + 2 * HOUR)

    assert Reply.objects.get().text == "Words of the other window."


def test_law_10_two_windows_that_both_began_with_nothing_do_not_write_over_each_other(whole):
    save(whole, "First words.")

    with pytest.raises(NotPossibleNow, match="another window"):
        save(whole, "Words of a window that was opened before.", seen_at=None, at=NOON + HOUR)

    assert Reply.objects.get().text == "First words."


def test_a_text_longer_than_any_forum_takes_is_refused_with_its_length(whole):
    with pytest.raises(ReplyError, match="20,001 characters"):
        save(whole, "a" * 20_001)


def test_saving_the_same_words_twice_is_no_conflict(whole):
    mine = save(whole)
    save(whole, at=NOON + HOUR)

    assert save(whole, seen_at=mine.saved_at, at=NOON + 2 * HOUR).text == FIT_TEXT


def test_only_who_has_claimed_the_question_writes(whole):
    colleague = on_duty(Role.ADVISER, body=whole.body)

    with pytest.raises(NotYours):
        save(whole, by=colleague)


def test_a_claim_that_went_since_the_page_was_opened_counts_no_more(whole):
    opened = Enquiry.objects.get(pk=whole.enquiry.pk)
    enquiries.release_enquiry(enquiry_id=whole.enquiry.pk, by=whole.adviser, at=NOON)

    with pytest.raises(NotYours):
        save(whole, enquiry=opened)


def test_a_draft_goes_over_to_the_colleague_who_takes_the_question_over(whole):
    save(whole)
    enquiries.release_enquiry(enquiry_id=whole.enquiry.pk, by=whole.adviser, at=NOON)
    colleague = on_duty(Role.ADVISER, body=whole.body)
    enquiries.claim_enquiry(enquiry_id=whole.enquiry.pk, by=colleague, at=NOON)

    taken_over = save(whole, by=colleague)

    assert taken_over.author == colleague.user
    assert Reply.objects.count() == 1


@pytest.mark.parametrize("role", [Role.CENTRAL_TEAM, Role.ADMINISTRATOR])
def test_who_does_not_answer_does_not_draft(whole, role):
    with pytest.raises(NotAllowed):
        save(whole, by=on_duty(role))


def test_an_adviser_of_another_body_does_not_draft(whole):
    with pytest.raises(NotAllowed):
        save(whole, by=on_duty(Role.ADVISER, body=BodyFactory()))


@pytest.mark.parametrize("state", ["in_review", "approved", "sending", "posted", "live"])
def test_what_is_no_longer_a_draft_keeps_its_text(whole, state):
    whole.reply(**{state: True})

    with pytest.raises(NotPossibleNow):
        save(whole, "Other words.")

    assert Reply.objects.get().text == FIT_TEXT


def test_after_a_withdrawn_reply_a_new_one_can_be_written(whole):
    whole.reply(withdrawn=True)

    assert save(whole).state == ReplyState.DRAFT
    assert Reply.objects.count() == 2


def test_a_fit_draft_goes_to_the_second_reader(whole):
    reply = submit(whole, save(whole))

    assert (reply.state, reply.submitted_at) == (ReplyState.IN_REVIEW, NOON)
    assert not reply.check_results.exists()
    assert list(queries.to_second_read(whole.reader)) == [reply]


def test_an_empty_draft_is_not_submitted(whole):
    with pytest.raises(ChecksFailed, match="Write the answer first"):
        submit(whole, save(whole, "  \n "))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It can be dated back: https://www.gov.uk/x", "Say that you answer for"),
        (f"{FIT_TEXT} Ring me on 07700 900358.", "telephone number"),
        (f"{FIT_TEXT} Or PM me.", "PM me"),
    ],
)
def test_what_a_rule_blocks_cannot_be_passed_over(whole, text, words):
    draft = save(whole, text)

    with pytest.raises(ChecksFailed, match=words):
        submit(
            whole, draft, official_identity="no", personal_identifiers="no", private_message="no"
        )

    draft.refresh_from_db()
    assert draft.state == ReplyState.DRAFT


def test_a_warning_is_passed_over_with_a_reason_that_the_second_reader_sees(whole):
    draft = save(whole, f"{FIT_TEXT}\nYou are entitled to it.")

    reply = submit(whole, draft, commitment=" The page says so in these words. ")

    result = reply.check_results.get()
    assert (result.check_name, result.severity) == ("commitment", "warn")
    assert result.override_reason == "The page says so in these words."
    assert result.check_words == "Makes no promise"


@pytest.mark.parametrize("reasons", [{}, {"commitment": "  "}, {"plain_text": "It is fine."}])
def test_a_warning_without_a_reason_of_its_own_stands(whole, reasons):
    draft = save(whole, f"{FIT_TEXT}\nYou are entitled to it.")

    with pytest.raises(ChecksFailed, match="give a reason"):
        submit(whole, draft, **reasons)


def test_reasons_for_warnings_that_do_not_stand_are_not_kept(whole):
    reply = submit(whole, save(whole), commitment="In case.")

    assert not reply.check_results.exists()


def test_findings_of_an_earlier_round_are_replaced(whole):
    draft = save(whole, f"{FIT_TEXT}\nYou are entitled to it.")
    submit(whole, draft, commitment="It says so.")
    returned = actions.return_reply(reply_id=draft.pk, comment="Shorter.", by=whole.reader, at=NOON)
    save(whole, seen_at=returned.saved_at)

    reply = submit(whole, draft)

    assert not reply.check_results.exists()
    assert reply.comment == ""


def test_the_operators_rule_on_links_is_one_of_the_checks(whole):
    whole.answer(welcome=True, links_allowed=False)
    draft = save(whole)

    with pytest.raises(ChecksFailed, match="asked for no links"):
        submit(whole, draft)


def test_only_the_author_submits(whole):
    draft = save(whole)
    colleague = on_duty(Role.ADVISER, body=whole.body)

    with pytest.raises(NotYours):
        actions.submit_reply(reply_id=draft.pk, override_reasons={}, by=colleague, at=NOON)


def test_the_account_in_use_when_the_draft_is_saved_is_the_one_that_speaks(whole):
    save(whole)
    whole.account.retired_at = NOON
    whole.account.save()
    present = OfficialAccountFactory(forum=whole.forum, body=whole.body)

    assert save(whole).account == present


def test_the_trail_tells_each_step_without_the_words(whole):
    submit(whole, save(whole))

    events = Event.objects.filter(subject__startswith="reply:").order_by("pk")
    assert [event.kind for event in events] == ["reply.drafted", "reply.submitted"]
    assert "fit note" not in str(list(events.values()))


def test_drafts_are_shown_to_their_author(whole):
    reply = save(whole)

    assert list(queries.drafts_of(whole.adviser)) == [reply]
    assert list(queries.drafts_of(whole.reader)) == []


def test_a_reply_of_another_body_is_as_if_it_never_was(whole):
    reply = save(whole)
    stranger = on_duty(Role.ADVISER, body=BodyFactory())

    with pytest.raises(Reply.DoesNotExist):
        queries.get_reply_for(stranger, reply.public_id)

    assert queries.get_reply_for(on_duty(Role.CENTRAL_TEAM), reply.public_id) == reply


def test_a_role_given_up_ends_what_a_person_may_do(whole):
    draft = save(whole)
    MembershipFactory._meta.model.objects.filter(user=whole.adviser.user).delete()

    with pytest.raises(NotAllowed):
        actions.submit_reply(
            reply_id=draft.pk, override_reasons={}, by=duty_of(whole.adviser.user), at=NOON
        )
