"""What a moderator passed on becomes an enquiry: by their page, by webhook, or by hand."""

import json
from datetime import timedelta

import pytest

from alongside.accounts.domain.roles import Role
from alongside.agreements.domain.terms import EngagementModel
from alongside.audit.models import Event
from alongside.bodies.models import Body
from alongside.connectors.port import Gone, Refused, TryLater, Unreadable
from alongside.core import clock
from alongside.enquiries import actions as enquiries
from alongside.enquiries import hooks
from alongside.enquiries import referral_actions as actions
from alongside.enquiries.domain import referrals as rules
from alongside.enquiries.domain.threads import NotAThread
from alongside.enquiries.domain.triage import EXCERPT_KEPT, EnquiryError, EnquiryState
from alongside.enquiries.models import Enquiry, Referral, ReferralHook
from alongside.enquiries.referral_jobs import forget_next_referrals, take_in_next_referral
from alongside.plans.domain import policy
from alongside.replies import queries as replies
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    BoardFactory,
    BodyFactory,
    EnquiryFactory,
    PeriodFactory,
    ReferralFactory,
    ReferralHookFactory,
    line,
    on_duty,
)
from tests.factories.referrals import (
    KEY,
    assigned,
    changed,
    discourse_headers,
    xenforo_headers,
)

pytestmark = pytest.mark.django_db
REFERRAL = EngagementModel.REFERRAL
READ = {"models_allowed": ["open_answering", "referral"], "allows_reading": True}


def referral_line(engine="discourse", **agreement):
    """A forum in which the body answers only what moderators pass on."""
    made = line(engine=engine, agreement=READ | agreement, plan={"model": REFERRAL})
    made.enquiry.delete()
    return made


@pytest.fixture
def whole():
    return referral_line()


@pytest.fixture
def thread(whole, forum_on_paper):
    return put_thread(whole, forum_on_paper)


def put_thread(whole, forum_on_paper, number="41", **values):
    return forum_on_paper.thread(
        number,
        ("Nell", "Does my sick pay stop? Call me on 07700 900123."),
        ("Owen", "I think so."),
        **{
            "board_id": whole.board.external_id,
            "asked_at": NOON - DAY,
            "address": whole.forum.address,
            **values,
        },
    )


def address(whole, number=41):
    return f"{whole.forum.address}/t/fit-note/{number}"


def pass_on(whole, **values):
    return actions.pass_on(
        **{
            "forum": whole.forum,
            "body": whole.body,
            "address": address(whole),
            "board": None,
            "note": "",
            "at": NOON,
            **values,
        }
    )


def assign(whole, topic=41, *, number="1", at=NOON):
    """A moderator assigns a topic to the department's group."""
    if not hooks.hook_of(body=whole.body, forum=whole.forum):
        ReferralHookFactory(body=whole.body, forum=whole.forum)
    body = assigned(topic)
    hooks.receive(key=KEY, headers=discourse_headers(body, number=number), content=body, at=at)


# Every way becomes an enquiry


def test_a_topic_that_a_moderator_assigns_becomes_an_enquiry(whole, thread):
    assign(whole)

    assert take_in_next_referral()

    enquiry, referral = Enquiry.objects.get(), Referral.objects.get()
    assert (enquiry.origin, enquiry.state, enquiry.referred_at) == ("referral", "new", NOON)
    assert enquiry.thread_address == f"{whole.forum.address}/t/41/"
    assert (enquiry.asked_at, enquiry.members_who_replied) == (NOON - DAY, 1)
    assert (referral.state, referral.enquiry, referral.closed_at) == ("taken", enquiry, NOON)
    assert not take_in_next_referral()


def test_a_thread_that_an_operator_passes_on_becomes_an_enquiry_with_their_words(whole, thread):
    pass_on(whole, note="She asked twice already.", address=f"{address(whole)}#post_2")

    take_in_next_referral()

    enquiry = Enquiry.objects.get()
    assert (enquiry.origin, enquiry.thread_id) == ("referral", "41")
    assert enquiry.thread_address == f"{whole.forum.address}/t/41/"
    assert enquiry.referrals.get().note == "She asked twice already."


def test_the_promised_time_runs_from_the_referral(whole, thread):
    pass_on(whole)

    take_in_next_referral()

    assert Enquiry.objects.get().due_at == NOON + timedelta(hours=48)


def test_law_4_no_name_and_no_personal_detail_is_kept(whole, thread):
    assign(whole)
    pass_on(whole, note="Her number is 07700 900123.", address=address(whole, 41))

    take_in_next_referral()
    take_in_next_referral()

    stored = json.dumps(
        [*Enquiry.objects.values(), *Referral.objects.values(), *Event.objects.values()],
        default=str,
    )
    for words in ("Nell", "Owen", "maggie", "07700"):
        assert words not in stored


def test_law_4_a_member_who_is_named_in_a_referred_question_is_not(whole, forum_on_paper):
    forum_on_paper.thread(
        "43",
        ("Nell", "Owen told me that my sick pay stops. Does it?"),
        ("Owen", "I think so."),
        board_id=whole.board.external_id,
        asked_at=NOON - DAY,
        address=whole.forum.address,
    )
    assign(whole, 43)

    take_in_next_referral()

    excerpt = Enquiry.objects.get().excerpt
    assert "my sick pay stops" in excerpt
    assert "Owen" not in excerpt


def test_a_referred_question_may_be_answered_under_a_referral_plan_at_once(whole, thread):
    pass_on(whole)
    take_in_next_referral()
    referred = Enquiry.objects.get()
    found = EnquiryFactory(
        body=whole.body,
        forum=whole.forum,
        thread_id="another",
        board_id=whole.board.external_id,
    )

    def refusal(enquiry):
        return replies.ask_policy(policy.Act.DRAFT, enquiry, adviser=policy.SOMEBODY, at=NOON)

    assert refusal(referred) is None
    assert refusal(found).clause is policy.Clause.NOT_REFERRED


def test_the_operators_words_go_when_an_excerpt_would(whole, thread):
    pass_on(whole, note="She asked twice already.")

    assert not forget_next_referrals()
    assert actions.forget(at=NOON + EXCERPT_KEPT) == 1
    assert Referral.objects.get().note == ""


def test_law_1_the_operator_sees_that_a_program_read_the_thread(whole, thread):
    assign(whole)

    take_in_next_referral()

    event = Event.objects.get(kind="board.read")
    assert event.subject == f"forum:{whole.forum.slug}"
    assert event.details == {"board": whole.board.external_id, "threads": 1}


# A question that is here already


def test_a_question_that_is_here_already_is_marked_and_not_raised_again(whole, thread):
    known = EnquiryFactory(body=whole.body, forum=whole.forum, thread_id="41")
    assign(whole)

    take_in_next_referral()

    known.refresh_from_db()
    assert (known.origin, known.referred_at) == ("match", NOON)
    assert known.referrals.get().state == "taken"
    assert Enquiry.objects.count() == 1


def test_a_question_left_to_peers_is_open_again_when_a_moderator_asks(whole, thread):
    known = EnquiryFactory(body=whole.body, forum=whole.forum, thread_id="41", left_to_peers=True)
    pass_on(whole)

    take_in_next_referral()

    known.refresh_from_db()
    assert (known.state, known.decided_at) == (EnquiryState.NEW, None)
    assert known.due_at == NOON + timedelta(hours=48)


def test_a_decision_about_a_referred_question_is_not_undone_by_repeating_it(whole, thread):
    known = EnquiryFactory(
        body=whole.body, forum=whole.forum, thread_id="41", left_to_peers=True, referred=True
    )
    assign(whole)

    take_in_next_referral()

    known.refresh_from_db()
    assert known.state == EnquiryState.LEFT_TO_PEERS


def test_two_ways_of_passing_one_thread_on_are_one_question(whole, thread):
    assign(whole)
    pass_on(whole)

    while take_in_next_referral():
        pass

    assert Enquiry.objects.count() == 1
    assert Referral.objects.filter(enquiry=Enquiry.objects.get()).count() == 2


# The policy: the operator's word, the plan, the boards


@pytest.mark.parametrize("answer", ["held", "withdrawn", "not_welcome"])
def test_law_1_what_the_operator_stopped_reads_and_raises_nothing(
    whole, thread, forum_on_paper, answer
):
    assign(whole)
    whole.answer(answer=answer)

    take_in_next_referral()

    referral = Referral.objects.get()
    assert (referral.state, referral.due_at) == ("waiting", NOON + rules.ASK_AGAIN)
    assert whole.forum.name in referral.problem
    assert not forum_on_paper.read
    assert not Enquiry.objects.exists()


def test_a_referral_of_a_held_forum_is_taken_in_once_the_hold_ends(whole, thread, monkeypatch):
    assign(whole)
    whole.answer(held=True)
    take_in_next_referral()
    whole.answer(welcome=True, **READ)
    monkeypatch.setattr(clock, "now", lambda: NOON + rules.ASK_AGAIN)

    take_in_next_referral()

    assert Referral.objects.get().state == "taken"


def test_a_hold_while_the_thread_is_read_stops_it(whole, thread, forum_on_paper):
    assign(whole)
    forum_on_paper.meanwhile = lambda _method: whole.answer(held=True)

    take_in_next_referral()

    referral = Referral.objects.get()
    assert (referral.state, "on hold" in referral.problem) == ("waiting", True)
    assert not Enquiry.objects.exists()


def test_what_waits_for_two_weeks_is_given_up_with_its_reason(whole, thread, monkeypatch):
    assign(whole)
    whole.answer(held=True)
    monkeypatch.setattr(clock, "now", lambda: NOON + rules.GIVE_UP_AFTER - HOUR)

    take_in_next_referral()

    referral = Referral.objects.get()
    assert (referral.state, "on hold" in referral.problem) == ("given_up", True)
    assert not take_in_next_referral()


def test_a_lead_lets_what_was_given_up_be_tried_once_more(whole, thread):
    referral = ReferralFactory(body=whole.body, forum=whole.forum, given_up=True)

    actions.try_again(referral_id=referral.public_id, by=whole.lead, at=NOON)

    assert take_in_next_referral()
    referral.refresh_from_db()
    assert (referral.state, referral.problem) == ("taken", "")


def test_only_a_lead_of_the_body_lets_it_be_tried_again(whole):
    referral = ReferralFactory(body=whole.body, forum=whole.forum, given_up=True)

    for duty in (whole.adviser, on_duty(Role.ENGAGEMENT_LEAD, body=BodyFactory())):
        with pytest.raises(enquiries.NotAllowed):
            actions.try_again(referral_id=referral.public_id, by=duty, at=NOON)


def test_what_has_not_been_given_up_is_not_tried_again(whole):
    referral = ReferralFactory(body=whole.body, forum=whole.forum, taken=True)

    with pytest.raises(EnquiryError, match="not been given up"):
        actions.try_again(referral_id=referral.public_id, by=whole.lead, at=NOON)


def test_a_thread_in_a_board_that_the_operator_left_out_waits(forum_on_paper):
    whole = referral_line(board_ids=["7"])
    put_thread(whole, forum_on_paper, board_id="8")
    assign(whole)

    take_in_next_referral()

    assert "other boards" in Referral.objects.get().problem
    assert not Enquiry.objects.exists()


def test_law_1_a_thread_in_a_board_that_was_left_out_is_read_once_and_not_again(forum_on_paper):
    whole = referral_line(board_ids=["7"])
    put_thread(whole, forum_on_paper, board_id="8")
    assign(whole)

    for _ in range(3):
        take_in_next_referral()
        Referral.objects.update(due_at=NOON)

    assert forum_on_paper.read == ["41"]


def test_a_thread_that_was_moved_into_an_agreed_board_is_taken_when_it_is_tried_again(
    forum_on_paper,
):
    whole = referral_line(board_ids=["7"])
    put_thread(whole, forum_on_paper, board_id="8")
    assign(whole)
    take_in_next_referral()
    Referral.objects.update(state="given_up", due_at=None, closed_at=NOON)
    put_thread(whole, forum_on_paper, board_id="7")

    actions.try_again(referral_id=Referral.objects.get().public_id, by=whole.lead, at=NOON)
    take_in_next_referral()

    assert Referral.objects.get().state == "taken"


def test_a_board_that_is_named_and_not_numbered_is_known_by_its_name(forum_on_paper):
    whole = referral_line(board_ids=["7"])
    whole.forum.boards.update(external_id="7", name="Sick pay")
    put_thread(whole, forum_on_paper, board_id="")
    assign(whole)

    take_in_next_referral()

    assert Referral.objects.get().state == "taken"


@pytest.mark.parametrize("names", [["Another"], ["Sick pay", "sick pay"]])
def test_law_1_a_name_that_is_none_or_two_boards_is_no_agreed_one_and_read_once(
    forum_on_paper, names
):
    whole = referral_line(board_ids=["7"])
    whole.forum.boards.update(name="Elsewhere")
    for number, name in enumerate(names, 7):
        BoardFactory(forum=whole.forum, external_id=str(number), name=name)
    put_thread(whole, forum_on_paper, board_id="", board_name="Sick pay")
    assign(whole)

    for _ in range(3):
        take_in_next_referral()
        Referral.objects.filter(state="waiting").update(due_at=NOON)

    referral = Referral.objects.get()
    assert (referral.state, "by hand" in referral.problem) == ("given_up", True)
    assert forum_on_paper.read == ["41"]
    assert not Enquiry.objects.exists()


def test_a_board_that_is_numbered_and_not_named_has_the_name_of_the_register(forum_on_paper):
    whole = referral_line()
    whole.forum.boards.update(name="Sick pay")
    put_thread(whole, forum_on_paper, board_name="")
    assign(whole)

    take_in_next_referral()

    assert Enquiry.objects.get().board_name == "Sick pay"


def test_where_nobody_can_tell_the_board_it_is_given_up_with_what_a_person_can_do(forum_on_paper):
    whole = referral_line(board_ids=["7"])
    forum_on_paper.fails_with["read_thread"] = [Refused("Guests may not see it (403).")]
    assign(whole)

    take_in_next_referral()

    referral = Referral.objects.get()
    assert (referral.state, referral.thread_address) == ("given_up", f"{whole.forum.address}/t/41")
    assert referral.problem.startswith("Guests may not see it (403). So its board is not known")
    assert "by hand" in referral.problem
    assert not Enquiry.objects.exists()


def test_law_1_where_no_program_may_read_an_unknown_board_is_no_agreed_one(forum_on_paper):
    whole = referral_line(board_ids=["7"], allows_reading=False)
    assign(whole)

    take_in_next_referral()

    referral = Referral.objects.get()
    assert (referral.state, "machine reading" in referral.problem) == ("given_up", True)
    assert not forum_on_paper.read
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "trouble", [Gone("No such page (404)."), TryLater("Busy."), Unreadable("No post.")]
)
def test_what_is_not_taken_in_yet_has_a_link_for_people(unsigned, forum_on_paper, trouble):
    forum_on_paper.fails_with["read_thread"] = [trouble]
    tell()

    take_in_next_referral()

    referral = Referral.objects.get()
    assert referral.problem == str(trouble)
    assert referral.thread_address == f"{unsigned.forum.address}/threads/41/"


def test_what_a_hold_keeps_back_has_a_link_for_people(whole, thread):
    assign(whole)
    whole.answer(held=True)

    take_in_next_referral()

    assert Referral.objects.get().thread_address == f"{whole.forum.address}/t/41"


def test_what_waits_in_the_forum_was_passed_on_already(whole, thread):
    assign(whole)
    whole.answer(held=True)
    take_in_next_referral()
    whole.answer(welcome=True, **READ)

    with pytest.raises(actions.PassedOnAlready):
        pass_on(whole)


@pytest.mark.parametrize(
    "model", [EngagementModel.NONE, EngagementModel.LISTEN_ONLY, EngagementModel.CLINIC]
)
def test_a_plan_that_takes_no_referrals_refuses_them(forum_on_paper, model):
    whole = line(
        engine="discourse",
        agreement=READ | {"models_allowed": ["open_answering", "clinic", "listen_only"]},
        plan={"model": model},
    )
    assign(whole)

    take_in_next_referral()

    assert "plan of APS" in Referral.objects.get().problem
    assert not forum_on_paper.read


def test_in_a_period_of_listening_a_referral_is_taken_and_its_answer_waits(whole, thread):
    period = PeriodFactory(mode="listen_only")
    Body.objects.update(jurisdiction=period.jurisdiction)
    assign(whole)

    take_in_next_referral()

    enquiry = Enquiry.objects.get()
    refusal = replies.ask_policy(policy.Act.DRAFT, enquiry, adviser=policy.SOMEBODY, at=NOON)
    assert refusal is not None
    assert period.name in refusal.sentence


def test_a_body_without_an_account_still_learns_of_the_referral(whole, thread):
    whole.account.delete()
    assign(whole)

    take_in_next_referral()

    assert Referral.objects.get().state == "taken"


# Without reading


def test_where_no_program_may_read_the_question_is_a_link_without_words(forum_on_paper):
    whole = referral_line(allows_reading=False)
    pass_on(whole, board=whole.board)

    take_in_next_referral()

    enquiry = Enquiry.objects.get()
    assert (enquiry.title, enquiry.excerpt, enquiry.thread_id) == ("", "", "41")
    assert (enquiry.board_id, enquiry.asked_at) == (whole.board.external_id, NOON)
    assert not forum_on_paper.read


def test_a_signed_delivery_is_believed_where_no_program_may_read(forum_on_paper):
    whole = referral_line(allows_reading=False)
    assign(whole)

    take_in_next_referral()

    assert Enquiry.objects.get().thread_address == f"{whole.forum.address}/t/41"
    assert not forum_on_paper.read


def test_a_thread_that_is_not_for_guests_is_a_link_if_a_moderator_vouches(whole, forum_on_paper):
    forum_on_paper.fails_with["read_thread"] = [Refused("Guests may not see it (403).")]
    pass_on(whole)

    take_in_next_referral()

    assert Enquiry.objects.get().excerpt == ""


def test_words_that_a_moderator_hid_are_not_kept(whole, thread, forum_on_paper):
    forum_on_paper.hide_question("41")
    assign(whole)

    take_in_next_referral()

    assert Enquiry.objects.get().excerpt == ""


# When the forum is away, or what it shows cannot be used


def test_a_forum_that_is_away_is_asked_again_later_and_later(whole, thread, forum_on_paper):
    forum_on_paper.fails_with["read_thread"] = [TryLater("Busy."), TryLater("Busy.")]
    assign(whole)

    take_in_next_referral()
    first = Referral.objects.get()
    Referral.objects.update(due_at=NOON)
    take_in_next_referral()
    second = Referral.objects.get()

    assert (first.due_at - NOON, second.due_at - NOON) == (
        rules.FIRST_PAUSE,
        2 * rules.FIRST_PAUSE,
    )
    assert second.problem == "Busy."


def test_a_forum_that_names_its_pause_is_left_alone_for_as_long(whole, forum_on_paper):
    forum_on_paper.fails_with["read_thread"] = [TryLater("Busy.", after_seconds=7200)]
    assign(whole)

    take_in_next_referral()

    assert Referral.objects.get().due_at == NOON + 2 * HOUR


def test_a_thread_that_is_gone_is_given_up(whole, forum_on_paper):
    forum_on_paper.fails_with["read_thread"] = [Gone("The forum has no such page.")]
    assign(whole)

    take_in_next_referral()

    referral = Referral.objects.get()
    assert (referral.state, referral.problem) == ("given_up", "The forum has no such page.")


def test_what_nobody_foresaw_is_tried_again_and_its_words_stand_nowhere(
    whole, thread, monkeypatch, caplog
):
    def fail(**_values):
        raise ValueError("Nell")

    monkeypatch.setattr(actions, "take_referral", fail)
    assign(whole)

    assert take_in_next_referral()

    referral = Referral.objects.get()
    assert (referral.state, "ValueError" in referral.problem) == ("waiting", True)
    assert "Nell" not in referral.problem + caplog.text


def test_a_worker_that_dies_between_reading_and_storing_raises_nothing_twice(
    whole, thread, monkeypatch
):
    def die(**_values):
        raise KeyboardInterrupt

    assign(whole)
    with monkeypatch.context() as patched:
        patched.setattr(actions, "take_referral", die)
        with pytest.raises(KeyboardInterrupt):
            take_in_next_referral()
    assert not take_in_next_referral()  # it is claimed for some minutes

    monkeypatch.setattr(clock, "now", lambda: NOON + actions.CLAIM)
    take_in_next_referral()
    take_in_next_referral()

    assert Enquiry.objects.count() == 1
    assert Referral.objects.get().state == "taken"


def test_a_slow_worker_whose_claim_was_taken_over_stores_nothing(whole, thread, monkeypatch):
    assign(whole)
    slow = actions.claim_next_referral(at=NOON)
    monkeypatch.setattr(clock, "now", lambda: NOON + actions.CLAIM)
    take_in_next_referral()

    actions.give_up(claimed=slow, problem="Too late.", at=NOON)
    again = actions.take_referral(
        claimed=slow,
        address=address(whole),
        thread=thread,
        reached=actions.reach(forum=whole.forum, body=whole.body, board_id=None, at=NOON),
        at=NOON,
    )

    assert again is None
    assert Referral.objects.get().state == "taken"


# XenForo: nothing is believed but the number


@pytest.fixture
def unsigned():
    whole = referral_line("xenforo")
    ReferralHookFactory(
        kind="xenforo", body=whole.body, forum=whole.forum, addressee=whole.board.external_id
    )
    return whole


def tell(at=NOON):
    board = ReferralHook.objects.get().addressee
    hooks.receive(key=KEY, headers=xenforo_headers(), content=changed(board=board), at=at)


def test_a_thread_in_the_board_for_referrals_is_taken(unsigned, forum_on_paper):
    put_thread(unsigned, forum_on_paper)
    tell()

    take_in_next_referral()

    assert Enquiry.objects.get().thread_id == "41"


def test_a_thread_is_asked_for_as_the_forum_writes_its_addresses(unsigned, forum_on_paper):
    forum = unsigned.forum
    forum.boards.update(address=f"{forum.address}/index.php?forums/for-the-department.12/")
    forum_on_paper.fails_with["read_thread"] = [TryLater("Busy.")]
    tell()

    take_in_next_referral()

    assert Referral.objects.get().thread_address == f"{forum.address}/index.php?threads/41/"


def test_law_1_where_the_board_for_referrals_is_left_out_nothing_is_read(forum_on_paper):
    whole = referral_line("xenforo", board_ids=["7"])
    ReferralHookFactory(kind="xenforo", body=whole.body, forum=whole.forum, addressee="8")
    tell()

    take_in_next_referral()

    assert "other boards" in Referral.objects.get().problem
    assert not forum_on_paper.read


def test_a_thread_in_another_board_was_not_passed_on(unsigned, forum_on_paper):
    put_thread(unsigned, forum_on_paper, board_id="99")
    tell()

    take_in_next_referral()

    assert Referral.objects.get().state == "not_ours"
    assert not Enquiry.objects.exists()


def test_what_was_not_for_us_is_forgotten_after_a_month(unsigned, forum_on_paper):
    put_thread(unsigned, forum_on_paper, board_id="99")
    tell()
    take_in_next_referral()

    assert actions.forget(at=NOON + rules.NOT_OURS_KEPT) == 1
    assert not Referral.objects.exists()


def test_what_is_unsigned_and_cannot_be_read_is_given_up(unsigned, forum_on_paper):
    forum_on_paper.fails_with["read_thread"] = [Unreadable("No post.")]
    tell()

    take_in_next_referral()

    assert Referral.objects.get().state == "given_up"
    assert not Enquiry.objects.exists()


def test_what_is_unsigned_and_may_not_be_read_is_given_up_with_what_to_do(forum_on_paper):
    whole = referral_line("xenforo", allows_reading=False)
    ReferralHookFactory(kind="xenforo", body=whole.body, forum=whole.forum, addressee="1")
    tell()

    take_in_next_referral()

    assert "their private page" in Referral.objects.get().problem
    assert not forum_on_paper.read


# The operator's own page


def test_an_address_outside_the_forum_is_refused(whole):
    for wrong in ("https://elsewhere.example/t/41", whole.forum.address, "javascript:alert(1)"):
        with pytest.raises(NotAThread):
            pass_on(whole, address=wrong)

    assert not Referral.objects.exists()


def test_a_thread_that_was_passed_on_already_is_named(whole):
    first = pass_on(whole)

    for again in (address(whole), f"{whole.forum.address}/t/another-title/41/7"):
        with pytest.raises(actions.PassedOnAlready) as caught:
            pass_on(whole, address=again)
        assert caught.value.public_id == first.public_id

    assert Referral.objects.count() == 1


def test_what_was_assigned_in_the_forum_was_passed_on_already(whole, thread):
    assign(whole)
    take_in_next_referral()

    with pytest.raises(actions.PassedOnAlready):
        pass_on(whole)


def test_what_was_given_up_may_be_passed_on_again(whole):
    pass_on(whole)
    Referral.objects.update(state="given_up", due_at=None, closed_at=NOON)

    pass_on(whole)

    assert Referral.objects.count() == 2


def test_a_body_that_may_not_answer_there_is_not_asked(whole):
    whole.answer(held=True)

    with pytest.raises(enquiries.NotInForce, match="on hold"):
        pass_on(whole)


def test_more_than_anybody_passes_on_is_refused(whole, monkeypatch):
    monkeypatch.setattr(rules, "MOST_WAITING", 1)
    pass_on(whole)

    with pytest.raises(actions.TooMany):
        pass_on(whole, address=address(whole, 42))


# By hand


def told(whole, **values):
    return enquiries.raise_by_hand(
        **{
            "body": whole.body,
            "forum": whole.forum,
            "address": address(whole),
            "board_name": "Sick pay",
            "title": "Does sick pay stop?",
            "asked_at": NOON - DAY,
            "told": enquiries.Told("By private message in the forum", NOON - HOUR),
            "by": whole.adviser,
            "at": NOON,
            **values,
        }
    )


def test_an_official_records_that_a_moderator_told_them(whole):
    enquiry = told(whole)

    referral = enquiry.referrals.get()
    assert (enquiry.origin, enquiry.referred_at) == ("referral", NOON - HOUR)
    assert (referral.way, referral.how) == ("by_hand", "By private message in the forum")
    assert enquiry.due_at == NOON - HOUR + timedelta(hours=48)


def test_under_a_referral_plan_a_question_that_nobody_passed_on_is_refused(whole):
    with pytest.raises(enquiries.NotInForce, match="no moderator has referred"):
        told(whole, told=None)


def test_a_question_that_is_here_already_is_marked_when_a_moderator_tells(whole):
    known = EnquiryFactory(
        body=whole.body,
        forum=whole.forum,
        thread_id="41",
        board_id=whole.board.external_id,
    )

    assert told(whole) == known

    known.refresh_from_db()
    assert (known.origin, known.is_referred) == ("match", True)
    with pytest.raises(enquiries.RaisedAlready):
        told(whole)


def test_nobody_was_told_in_the_future(whole):
    with pytest.raises(EnquiryError, match="in the future"):
        told(whole, told=enquiries.Told("By e-mail", NOON + HOUR))


# Declining


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_referral_is_declined_with_a_reason_only(whole, reason):
    enquiry = told(whole)

    def decline(words):
        return enquiries.set_enquiry_aside(
            enquiry_id=enquiry.pk,
            decision=EnquiryState.NOT_OURS,
            reason=words,
            by=whole.adviser,
            at=NOON,
        )

    with pytest.raises(enquiries.ReasonMissing, match="moderator"):
        decline(reason)
    assert decline("The council decides this.").decision_reason == "The council decides this."
