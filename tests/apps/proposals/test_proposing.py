"""Proposing: what is stored, what is one, and what is not taken."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from alongside.audit.models import Event
from alongside.proposals import actions, flood, jobs
from alongside.proposals.actions import Wording
from alongside.proposals.domain import limits
from alongside.proposals.domain.fields import About, Field
from alongside.proposals.domain.life import ProposalState
from alongside.proposals.flood import Form
from alongside.proposals.models import DaySalt, NetworkTrace, Proposal, UsedForm
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    BodyFactory,
    DaySaltFactory,
    ForumFactory,
    NetworkTraceFactory,
    ProposalFactory,
    UsedFormFactory,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def form(name="a"):
    return Form(digest=name, expires_at=NOON + DAY)


def wording(entry=None, **changed):
    given = {
        "about": About.FORUM,
        "field": Field.ADDRESS if entry else Field.MISSING,
        "proposed": "https://new.example",
        "source": "https://new.example/about",
    }
    return Wording(entry=entry, **(given | changed))


def propose(words, *, by_form="a", network="192.0.2.7/32", at=NOON):
    return actions.propose(wording=words, form=form(by_form), network=network, at=at)


def test_a_proposal_keeps_what_the_register_said_and_names_nobody():
    forum = ForumFactory(name="The Well", address="https://old.example")

    proposal = propose(wording(forum, words="It moved."))

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.WAITING
    assert (proposal.name, proposal.said) == ("The Well", "https://old.example")
    assert (proposal.proposed, proposal.words) == ("https://new.example", "It moved.")
    event = Event.objects.get(kind="proposal.made")
    assert event.actor == "public"
    assert not event.is_public
    assert "new.example" not in str(event.details)


def test_a_missing_forum_is_about_no_entry():
    proposal = propose(wording(name="The Other Well"))

    assert proposal.entry is None
    assert proposal.is_missing
    assert proposal.name == "The Other Well"


def test_a_correction_of_a_practice_entry_is_practice():
    assert propose(wording(ForumFactory(practice=True))).is_practice


def test_the_same_text_twice_is_one_even_by_another_form_and_network():
    forum = ForumFactory()

    first = propose(wording(forum, words="It moved."))
    second = propose(wording(forum, words=" it  MOVED. "), by_form="b", network="198.51.100.9/32")

    assert second == first
    assert Proposal.objects.count() == 1
    assert NetworkTrace.objects.count() == 1


def test_a_form_that_is_sent_twice_with_the_same_words_leads_to_the_same_proposal():
    forum = ForumFactory()

    assert propose(wording(forum)) == propose(wording(forum))


def test_the_same_text_about_another_entry_is_another_proposal():
    propose(wording(ForumFactory()))
    propose(wording(ForumFactory()), by_form="b")

    assert Proposal.objects.count() == 2


def test_what_was_answered_lately_leads_to_its_answer_and_later_may_be_asked_again():
    forum = ForumFactory()
    first = propose(wording(forum))
    Proposal.objects.update(
        state=ProposalState.DECLINED.value, answered_at=NOON, reason="It stands there still."
    )

    soon = propose(wording(forum), by_form="b", at=NOON + 29 * DAY)
    later = propose(wording(forum), by_form="c", at=NOON + 31 * DAY)

    assert soon == first
    assert later != first


def test_a_form_counts_once():
    forum = ForumFactory()
    propose(wording(forum))

    with pytest.raises(flood.FormUsed):
        propose(wording(forum, words="Another."))

    assert Proposal.objects.count() == 1


def test_a_network_sends_five_within_an_hour_and_others_are_not_held_up():
    forum = ForumFactory()
    for number in range(5):
        propose(wording(forum, words=str(number)), by_form=str(number), at=NOON + number * MINUTE)

    with pytest.raises(flood.TooMany) as caught:
        propose(wording(forum, words="6"), by_form="6", at=NOON + 5 * MINUTE)
    other = propose(
        wording(forum, words="6"), by_form="6", network="192.0.2.8/32", at=NOON + 5 * MINUTE
    )

    assert caught.value.until == NOON + HOUR
    assert other.pk


def test_what_was_refused_uses_up_neither_form_nor_turn():
    forum = ForumFactory()
    for number in range(5):
        propose(wording(forum, words=str(number)), by_form=str(number))
    with pytest.raises(flood.TooMany):
        propose(wording(forum, words="6"), by_form="6")

    propose(wording(forum, words="6"), by_form="6", at=NOON + HOUR)

    assert NetworkTrace.objects.count() == 6


def test_law_4_no_address_of_a_network_is_stored_and_a_day_has_its_own_hashes():
    forum = ForumFactory()
    propose(wording(forum, words="1"), by_form="1")
    propose(wording(forum, words="2"), by_form="2")
    propose(wording(forum, words="3"), by_form="3", at=NOON + DAY)

    digests = list(NetworkTrace.objects.order_by("pk").values_list("digest", flat=True))
    assert digests[0] == digests[1] != digests[2]
    with connection.cursor() as cursor:
        for table in ("networktrace", "proposal", "usedform", "daysalt"):
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, ' '), '') FROM proposals_{table} t"
            )
            assert "192.0.2" not in cursor.fetchone()[0]


def test_the_hash_cannot_be_made_from_the_tables_alone(settings):
    forum = ForumFactory()
    propose(wording(forum, words="1"), by_form="1")
    first = NetworkTrace.objects.get().digest
    NetworkTrace.objects.all().delete()
    settings.SECRET_KEY = "another"

    propose(wording(forum, words="2"), by_form="2")

    assert NetworkTrace.objects.get().digest != first


def test_of_one_entry_ten_wait_at_most_and_another_entry_still_has_room():
    forum = ForumFactory()
    ProposalFactory.create_batch(limits.WAITING_OF_AN_ENTRY, forum=forum)
    ProposalFactory(forum=forum, declined=True)

    with pytest.raises(actions.Full, match="10 corrections of this kind wait"):
        propose(wording(forum))

    assert propose(wording(ForumFactory()))
    assert propose(wording(BodyFactory(), about=About.BODY, field=Field.NAME), by_form="b")


def test_of_missing_entries_and_of_all_together_no_more_wait_than_the_limits(monkeypatch):
    monkeypatch.setattr(limits, "WAITING_MISSING", 2)
    monkeypatch.setattr(limits, "WAITING_IN_TOTAL", 3)
    ProposalFactory.create_batch(2, missing=True)

    with pytest.raises(actions.Full, match="of this kind"):
        propose(wording(name="Third"))
    propose(wording(ForumFactory()))
    with pytest.raises(actions.Full, match="take no more for now"):
        propose(wording(ForumFactory()), by_form="b")


@pytest.mark.django_db(transaction=True)
def test_a_flood_at_one_moment_from_one_network_is_counted_exactly():
    forum = ForumFactory()
    outcomes = []

    def send(number):
        try:
            outcomes.append(propose(wording(forum, words=str(number)), by_form=str(number)))
        except flood.TooMany:
            outcomes.append(None)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(outcomes) == 12
    assert Proposal.objects.count() == limits.A_NETWORK_PER_HOUR
    assert DaySalt.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"forum": None}, "proposal_has_an_entry_unless_missing"),
        ({"field": "missing"}, "proposal_has_an_entry_unless_missing"),
        ({"about": "body"}, "proposal_is_about_one_entry"),
        ({"state": "declined", "answered_at": NOON}, "proposal_answer_is_whole"),
        ({"state": "accepted", "reason": "Right."}, "proposal_answer_is_whole"),
        ({"reason": "Too early."}, "proposal_answer_is_whole"),
    ],
)
def test_the_database_refuses_what_is_half(wrong, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ProposalFactory(**wrong)


# Forgetting


def test_law_4_salts_and_traces_go_with_their_day_and_forms_when_they_are_too_old():
    for day in (NOON - DAY, NOON):
        DaySaltFactory(day=day.date())
        NetworkTraceFactory(day=day.date(), at=day)
    UsedFormFactory(expires_at=NOON)
    UsedFormFactory(expires_at=NOON + MINUTE)

    forgotten = actions.forget_traces(at=NOON)

    assert forgotten == 3
    assert DaySalt.objects.get().day == NOON.date()
    assert NetworkTrace.objects.get().day == NOON.date()
    assert UsedForm.objects.get().expires_at == NOON + MINUTE
    assert actions.forget_traces(at=NOON) == 0


def test_law_4_words_of_what_was_rejected_are_deleted_after_30_days_and_others_stay():
    gone = ProposalFactory(rejected=True, answered_at=NOON - 30 * DAY, reason="Advertising.")
    kept = ProposalFactory(rejected=True, answered_at=NOON - 29 * DAY)
    declined = ProposalFactory(declined=True, answered_at=NOON - 400 * DAY)

    assert actions.empty_rejected(at=NOON) == 1

    for proposal in (gone, kept, declined):
        proposal.refresh_from_db()
    assert {gone.name, gone.said, gone.proposed, gone.source, gone.words, gone.reason} == {""}
    assert gone.fingerprint == ""
    assert kept.words
    assert declined.words
    assert Event.objects.get(kind="proposals.emptied").details == {"proposals": 1}
    assert actions.empty_rejected(at=NOON) == 0


@pytest.mark.usefixtures("at_noon")
def test_the_worker_forgets_until_nothing_is_due():
    NetworkTraceFactory(day=(NOON - DAY).date())
    ProposalFactory(rejected=True, answered_at=NOON - 31 * DAY)

    assert jobs.forget_next_traces()
    assert not jobs.forget_next_traces()
    assert jobs.empty_next_rejected()
    assert not jobs.empty_next_rejected()


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr("alongside.core.clock.now", lambda: NOON)
