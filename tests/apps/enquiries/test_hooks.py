"""Where a forum's software tells that a moderator passed a question on: made, heard, ended."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.core import sealed
from alongside.enquiries import hooks
from alongside.enquiries.actions import NotAllowed
from alongside.enquiries.domain import referrals as rules
from alongside.enquiries.models import Referral, ReferralHook
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    BodyFactory,
    ForumFactory,
    ReferralFactory,
    ReferralHookFactory,
    on_duty,
)
from tests.factories.referrals import (
    GROUP,
    KEY,
    SECRET,
    assigned,
    changed,
    discourse_headers,
    escalated,
    vanilla_headers,
    xenforo_headers,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook():
    return ReferralHookFactory()


def hear(body=None, *, key=KEY, at=NOON, headers=None, **values):
    """A delivery of Discourse arrives."""
    body = assigned() if body is None else body
    hooks.receive(
        key=key, headers=headers or discourse_headers(body, **values), content=body, at=at
    )


def make(body, forum, **values):
    return hooks.make_hook(
        **{
            "body": body,
            "forum": forum,
            "addressee": GROUP,
            "replaces": "",
            "by": on_duty(Role.ENGAGEMENT_LEAD, body=body),
            "at": NOON,
            **values,
        }
    )


# Made, replaced, ended


def test_address_and_secret_are_made_and_neither_is_stored_in_clear():
    body, forum = BodyFactory(), ForumFactory(engine="discourse")

    made = make(body, forum)

    stored = json.dumps(ReferralHook.objects.values().get(), default=str)
    assert made.key not in stored
    assert made.secret not in stored
    assert sealed.unseal(made.hook.sealed_secret) == made.secret
    assert min(len(made.key), len(made.secret)) >= 43  # 256 bits
    assert (made.key, made.secret) == (made.key, made.secret)
    assert made.secret not in repr(made)
    assert made.key not in repr(made)
    trail = Event.objects.get(kind="referral_hook.made")
    assert made.secret not in json.dumps(trail.details)
    assert made.key not in json.dumps(trail.details)


def test_a_new_hook_ends_the_one_before_in_the_same_moment():
    body, forum = BodyFactory(), ForumFactory(engine="discourse")
    first = make(body, forum)

    second = make(body, forum, replaces=first.hook.public_id)

    assert hooks.hook_of(body=body, forum=forum) == second.hook
    first.hook.refresh_from_db()
    assert (first.hook.ended_at, first.hook.sealed_secret) == (NOON, "")
    with pytest.raises(hooks.NoSuchHook):
        hear(key=first.key, secret=first.secret)
    hear(key=second.key, secret=second.secret)


def test_a_page_that_is_sent_twice_ends_nothing():
    body, forum = BodyFactory(), ForumFactory(engine="discourse")
    first = make(body, forum)

    with pytest.raises(hooks.ReplacedMeanwhile):
        make(body, forum)

    assert hooks.hook_of(body=body, forum=forum) == first.hook


def test_an_ended_hook_hears_nothing_and_what_came_before_stays(hook):
    hear()

    hooks.end_hook(
        body=hook.body,
        forum=hook.forum,
        hook_id=hook.public_id,
        by=on_duty(Role.ENGAGEMENT_LEAD, body=hook.body),
        at=NOON,
    )

    with pytest.raises(hooks.NoSuchHook):
        hear(assigned(42), number="2")
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ADVISER, Role.SECOND_READER])
def test_only_a_lead_makes_and_ends_a_hook(hook, role):
    duty = on_duty(role, body=hook.body)

    with pytest.raises(NotAllowed):
        make(hook.body, hook.forum, by=duty, replaces=hook.public_id)
    with pytest.raises(NotAllowed):
        hooks.end_hook(body=hook.body, forum=hook.forum, hook_id=hook.public_id, by=duty, at=NOON)


def test_a_lead_of_another_body_makes_no_hook(hook):
    with pytest.raises(NotAllowed):
        make(hook.body, hook.forum, by=on_duty(Role.ENGAGEMENT_LEAD, body=BodyFactory()))


def test_software_that_tells_nothing_gets_no_hook():
    with pytest.raises(hooks.HookError, match="no webhooks"):
        make(BodyFactory(), ForumFactory(engine="phpbb"))


@pytest.mark.parametrize("addressee", ["", "  ", "\0", "x" * 101])
def test_whom_moderators_assign_to_must_be_said(addressee):
    with pytest.raises(hooks.HookError):
        make(BodyFactory(), ForumFactory(engine="discourse"), addressee=addressee)


def test_each_body_has_one_hook_in_a_forum(hook):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralHookFactory(body=hook.body, forum=hook.forum, key_digest="x")


# Heard


def test_a_topic_that_is_assigned_waits_to_be_taken_in(hook):
    hear()

    referral = Referral.objects.get()
    assert (referral.body, referral.forum, referral.number) == (hook.body, hook.forum, "41")
    assert (referral.state, referral.due_at) == ("waiting", NOON)
    hook.refresh_from_db()
    assert (hook.heard_at, hook.heard) == (NOON, "")


def test_law_4_nothing_of_a_delivery_is_stored_but_numbers(hook):
    hear()

    stored = json.dumps(
        [*Referral.objects.values(), *ReferralHook.objects.values(), *Event.objects.values()],
        default=str,
    )
    for words in ("Nell", "maggie", "sick pay"):
        assert words not in stored


@pytest.mark.parametrize(
    ("kind", "addressee", "headers", "body"),
    [
        ("vanilla", "4021", vanilla_headers(escalated()), escalated()),
        ("xenforo", "12", xenforo_headers(), changed()),
    ],
)
def test_other_engines_are_heard_by_their_own_rules(kind, addressee, headers, body):
    ReferralHookFactory(kind=kind, addressee=addressee, forum__engine=kind)

    hear(body, headers=headers)

    assert Referral.objects.get().number == "41"


def test_a_hook_is_heard_by_the_rules_it_was_made_for():
    ReferralHookFactory(kind="discourse", forum__engine="vanilla")

    hear()

    assert Referral.objects.count() == 1


@pytest.mark.parametrize("key", ["", "x", KEY + "x", KEY[:-1], "k" * 5000, "\ud800", "\0"])
def test_a_wrong_address_is_no_hook(hook, key):
    with pytest.raises(hooks.NoSuchHook):
        hear(key=key)


def test_a_wrong_secret_is_as_if_there_were_no_hook(hook):
    with pytest.raises(hooks.NoSuchHook):
        hear(secret="wrong")

    assert not Referral.objects.exists()
    hook.refresh_from_db()
    assert hook.heard_at is None


def test_an_altered_byte_is_as_if_there_were_no_hook(hook):
    with pytest.raises(hooks.NoSuchHook):
        hear(assigned(42), headers=discourse_headers(assigned(41)))


def test_a_secret_that_no_key_opens_any_more_opens_nothing():
    ReferralHookFactory(sealed_secret="gone")

    with pytest.raises(hooks.NoSuchHook):
        hear(secret="")


def test_a_delivery_that_comes_again_counts_once(hook):
    for hour in range(3):
        hear(at=NOON + hour * HOUR)

    assert Referral.objects.count() == 1


def test_a_replay_under_another_number_counts_once(hook):
    """The signature covers the bytes only: whoever recorded them may change the headers."""
    hear(number="1")
    hear(number="2")

    assert Referral.objects.count() == 1


def test_a_number_that_comes_again_with_other_bytes_counts_once(hook):
    hear(assigned(41), number="1")
    hear(assigned(42), number="1")

    assert Referral.objects.count() == 1


def test_a_replay_after_the_referral_was_given_up_changes_nothing(hook):
    hear()
    Referral.objects.update(state="given_up", due_at=None, closed_at=NOON)

    hear(at=NOON + DAY)

    assert Referral.objects.get().state == "given_up"


@pytest.mark.parametrize("state", ["waiting", "taken"])
def test_what_software_tells_in_several_deliveries_counts_once(hook, state):
    """Vanilla tells that an escalation was made, assigned and changed: other bytes each time."""
    if state == "taken":
        ReferralFactory(
            taken=True,
            way="webhook",
            hook=hook,
            body=hook.body,
            forum=hook.forum,
            number="41",
            first_key="another",
        )
    for number in ("1", "2", "3"):
        hear(assigned(note=number), number=number)

    assert Referral.objects.get().state == state


def test_a_post_is_not_taken_for_the_thread_of_the_same_number():
    ReferralHookFactory(kind="vanilla", addressee="4021", forum__engine="vanilla")
    for number, kind in (("1", "discussion"), ("2", "comment")):
        body = escalated(recordType=kind)
        hear(body, headers=vanilla_headers(body, number=number))

    assert Referral.objects.count() == 2


def test_a_moderator_who_asks_again_after_it_was_given_up_is_heard(hook):
    hear(number="1")
    Referral.objects.update(state="given_up", due_at=None, closed_at=NOON)

    hear(assigned(note="once more"), number="2", at=NOON + DAY)

    assert set(Referral.objects.values_list("state", flat=True)) == {"given_up", "waiting"}


def test_what_one_body_has_heard_another_still_hears():
    ReferralHookFactory()
    other = ReferralHookFactory(key_digest=hooks._digest_of("other"))

    hear()
    hear(key="other")

    assert Referral.objects.filter(body=other.body).count() == 1
    assert Referral.objects.count() == 2


def test_a_topic_for_another_group_leaves_no_row_and_a_sentence_for_the_lead(hook):
    hear(assigned(group="moderators"))

    assert not Referral.objects.exists()
    hook.refresh_from_db()
    assert hook.heard_at == NOON
    assert "meant for somebody else" in hook.heard
    assert "moderators" not in hook.heard


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"assign": 1}', assigned("x")])
def test_what_cannot_be_understood_leaves_no_row_and_a_sentence_for_the_lead(hook, body):
    hear(body)

    assert not Referral.objects.exists()
    hook.refresh_from_db()
    assert hook.heard.startswith("The delivery")


def test_a_busy_forum_is_noted_once_a_minute(hook):
    for seconds in range(50):
        hear(assigned(group="moderators"), at=NOON + timedelta(seconds=seconds))

    hook.refresh_from_db()
    assert hook.heard_at == NOON


def test_more_than_a_moderator_passes_on_is_refused_for_now(hook, monkeypatch):
    monkeypatch.setattr(rules, "MOST_WAITING", 2)
    for number in (1, 2):
        hear(assigned(number), number=str(number))

    with pytest.raises(hooks.TooManyWaiting):
        hear(assigned(3), number="3")

    hear(assigned(1), number="1")  # what is here already needs no room
    assert Referral.objects.count() == 2


# XenForo says the same thing again and again


@pytest.fixture
def xenforo():
    return ReferralHookFactory(kind="xenforo", addressee="12", forum__engine="xenforo")


def test_a_thread_of_which_xenforo_tells_again_is_looked_at_once(xenforo):
    for _ in range(3):
        hear(changed(), headers=xenforo_headers())

    assert Referral.objects.count() == 1


def test_a_thread_that_stood_elsewhere_is_looked_at_again_after_an_hour(xenforo):
    """A reply in another board came first; the moderators moved it later."""
    hear(changed(), headers=xenforo_headers())
    Referral.objects.update(state="not_ours", due_at=None, closed_at=NOON)

    hear(changed(), headers=xenforo_headers(), at=NOON + HOUR / 2)
    assert Referral.objects.get().state == "not_ours"

    hear(changed(), headers=xenforo_headers(), at=NOON + HOUR)
    again = Referral.objects.get()
    assert (again.state, again.due_at, again.closed_at) == ("waiting", NOON + HOUR, None)


def test_a_thread_that_guests_could_not_see_is_looked_at_again_after_an_hour(xenforo):
    hear(changed(), headers=xenforo_headers())
    Referral.objects.update(state="given_up", problem="(403)", due_at=None, closed_at=NOON)

    hear(changed(), headers=xenforo_headers(), at=NOON + HOUR / 2)
    assert Referral.objects.get().state == "given_up"

    hear(changed(), headers=xenforo_headers(), at=NOON + HOUR)
    again = Referral.objects.get()
    assert (again.state, again.problem, again.due_at) == ("waiting", "", NOON + HOUR)


def test_law_1_replies_in_other_boards_leave_no_row_and_hide_no_move(xenforo):
    """An hour must not be lost because somebody replied before the moderators moved the thread."""
    for _ in range(3):
        hear(changed(board=3), headers=xenforo_headers())
    assert not Referral.objects.exists()

    hear(changed(), headers=xenforo_headers(), at=NOON + HOUR / 2)

    assert Referral.objects.get().state == "waiting"


def test_a_thread_that_was_taken_is_not_looked_at_again(xenforo):
    ReferralFactory(
        taken=True,
        way="webhook",
        hook=xenforo,
        body=xenforo.body,
        forum=xenforo.forum,
        first_key=_first_key(changed()),
    )

    hear(changed(), headers=xenforo_headers(), at=NOON + DAY)

    assert Referral.objects.get().state == "taken"


def _first_key(body):
    from alongside.connectors.referrers import REFERRERS
    from alongside.connectors.referring import Delivery

    headers = {name.lower(): said for name, said in xenforo_headers().items()}
    return REFERRERS["xenforo"].keys(Delivery(headers=headers, body=body))[0]


# Whatever is signed


@given(
    content=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
        max_leaves=8,
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_signed_is_a_row_or_a_sentence_and_never_a_crash(hook, content):
    for body in (
        json.dumps(content).encode(),
        json.dumps({"assign": content}).encode(),
        assigned(content),
        assigned(group=content),
    ):
        hear(body, number=str(hash(body)))

    assert all(row.number.isdecimal() for row in Referral.objects.all())


def test_the_secret_stands_in_no_log(hook, caplog):
    hear()
    with pytest.raises(hooks.NoSuchHook):
        hear(secret="wrong")

    assert SECRET not in caplog.text
    assert KEY not in caplog.text
