"""Two entries that turned out to be one forum are joined, and nothing is lost."""

from datetime import timedelta

import pytest

from alongside.accounts.domain.roles import Role
from alongside.agreements.models import Agreement
from alongside.audit.queries import events_of, public_events
from alongside.bodies.queries import duty_of
from alongside.forums import queries
from alongside.forums.actions import EntryMerged, NotAllowed
from alongside.forums.merge_actions import CannotMerge, merge_forums, what_would_move
from alongside.forums.models import Forum, ForumAlias, Listing, Measure, OfficialAccount
from alongside.forums.search import find_forums
from tests.factories import (
    NOON,
    TODAY,
    AgreementFactory,
    BoardFactory,
    BodyFactory,
    EnquiryFactory,
    ForumAliasFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    MeasureFactory,
    MembershipFactory,
    ObjectiveFactory,
    OfficialAccountFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def lead():
    return duty_of(MembershipFactory(role=Role.ENGAGEMENT_LEAD.value).user)


@pytest.fixture
def kept():
    return ForumFactory(slug="kept", name="Ferry Corner", address="https://ferry.example")


@pytest.fixture
def merged():
    return ForumFactory(slug="merged", name="Ferry Talk", address="https://talk.ferry.example")


def merge(kept, merged, lead, reason="The old address leads on to the new one."):
    return merge_forums(kept_id=kept.pk, merged_id=merged.pk, reason=reason, by=lead, at=NOON)


def test_everything_goes_over_and_the_entry_stays_as_one_that_leads_on(kept, merged, lead):
    ForumAliasFactory(forum=merged, address="https://older.example")
    BoardFactory(forum=merged, name="Sick pay")
    ForumTopicFactory(forum=merged, code="money", label="Money")
    MeasureFactory(forum=merged, kind="members", value=500)
    listing = ListingFactory(forum=merged)
    account = VerificationFactory(account__forum=merged).account

    merge(kept, merged, lead)

    merged.refresh_from_db()
    assert merged.merged_into == kept
    places = dict(kept.aliases.values_list("place", "kind"))
    assert places == {
        "ferry.example": "own",
        "talk.ferry.example": "merged",
        "older.example": "moved",
    }
    assert [board.name for board in kept.boards.all()] == ["Sick pay"]
    assert [topic.code for topic in kept.topics.all()] == ["money"]
    assert Measure.objects.get().forum == kept
    assert Listing.objects.get() == listing
    assert Listing.objects.get().forum == kept
    assert OfficialAccount.objects.get().forum == kept
    assert account.verifications.count() == 1
    assert Forum.objects.get(pk=kept.pk).size == 500


def test_the_name_of_the_other_entry_finds_the_forum(kept, merged, lead):
    Forum.objects.filter(pk=merged.pk).update(other_names=["Harbour Talk", "ferry corner"])

    found = merge(kept, merged, lead)

    assert found.other_names == ["Ferry Talk", "Harbour Talk"]
    assert [each.slug for each in find_forums("Harbour", limit=5)] == ["kept"]


def test_what_only_the_other_entry_knew_fills_what_was_empty(kept, merged, lead):
    Forum.objects.filter(pk=kept.pk).update(subject="Work")
    Forum.objects.filter(pk=merged.pk).update(
        subject="Health",
        operator_name="Ferry Association",
        life="active",
        languages=["en"],
        house_rules_address="https://ferry.example/rules",
        house_rules_read_on=TODAY,
    )

    found = merge(kept, merged, lead)

    assert (found.subject, found.operator_name, found.life) == (
        "Work",
        "Ferry Association",
        "active",
    )
    assert (found.languages, found.house_rules_read_on) == (["en"], TODAY)


def test_an_entry_without_an_address_gets_that_of_the_other(merged, lead):
    nameless = ForumFactory(address="")

    found = merge(nameless, merged, lead)

    assert found.address == "https://talk.ferry.example"
    assert dict(found.aliases.values_list("place", "kind")) == {"talk.ferry.example": "own"}


def test_a_figure_of_both_stays_once_and_the_other_is_withdrawn(kept, merged, lead):
    ours = MeasureFactory(forum=kept, value=10)
    same = MeasureFactory(forum=merged, value=10)
    other = MeasureFactory(forum=merged, value=99, period="a month")
    MeasureFactory(forum=kept, value=98, period="a month")

    merge(kept, merged, lead)

    assert ours in kept.measures.standing()
    assert kept.measures.count() == 4
    same.refresh_from_db()
    other.refresh_from_db()
    assert "both entries" in same.withdrawn_reason
    assert "another value" in other.withdrawn_reason


@pytest.mark.parametrize("older", ["kept", "merged"])
def test_of_two_listings_of_one_body_the_older_stands(kept, merged, lead, older):
    body = BodyFactory()
    days = {"kept": TODAY - DAY, "merged": TODAY - DAY}
    days[older] = TODAY - 9 * DAY
    ListingFactory(forum=kept, body=body, listed_on=days["kept"], reason="kept")
    ListingFactory(forum=merged, body=body, listed_on=days["merged"], reason="merged")

    merge(kept, merged, lead)

    standing, ended = Listing.objects.order_by("listed_on")
    assert (standing.reason, standing.delisted_on, standing.forum) == (older, None, kept)
    assert (ended.delisted_on, ended.forum) == (TODAY, kept)
    assert "stands" in ended.delisted_reason


@pytest.mark.parametrize("older", ["kept", "merged"])
def test_the_lead_of_a_listing_that_ends_goes_to_the_one_that_stands(kept, merged, lead, older):
    body = BodyFactory()
    for forum in (kept, merged):
        ListingFactory(
            forum=forum,
            body=body,
            listed_on=TODAY - (9 if forum.slug == older else 1) * DAY,
            leads=forum.slug != older,
        )

    merge(kept, merged, lead)

    assert Listing.objects.get(delisted_on=None).leads


def test_one_body_leads_after_two_led(kept, merged, lead):
    ours = ListingFactory(forum=kept, leads=True)
    theirs = ListingFactory(forum=merged, leads=True)

    merge(kept, merged, lead)

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.leads, theirs.leads) == (True, False)


def test_listings_of_two_bodies_both_stand(kept, merged, lead):
    ListingFactory(forum=kept)
    ListingFactory(forum=merged)

    merge(kept, merged, lead)

    assert kept.listings.filter(delisted_on=None).count() == 2


def test_one_account_in_both_stays_once_with_all_looks_at_its_proof(kept, merged, lead):
    ours = OfficialAccountFactory(forum=kept, handle="Official")
    theirs = OfficialAccountFactory(
        forum=merged, handle="official", body=ours.body, named_at_address="https://aps.example/a"
    )
    VerificationFactory(account=theirs)

    merge(kept, merged, lead)

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert ours.verifications.count() == 1
    assert (ours.retired_at, ours.named_at_address) == (None, "https://aps.example/a")
    assert theirs.retired_at == NOON


def test_accounts_that_contradict_one_another_are_left_to_people(kept, merged, lead):
    ours = OfficialAccountFactory(forum=kept, handle="Official")
    theirs = OfficialAccountFactory(forum=merged, handle="official")

    with pytest.raises(CannotMerge, match="Find out which is right"):
        merge(kept, merged, lead)

    theirs.delete()
    OfficialAccountFactory(forum=merged, handle="Another", body=ours.body)
    with pytest.raises(CannotMerge, match="Retire one"):
        merge(kept, merged, lead)


@pytest.mark.parametrize(
    ("record", "word"),
    [
        (lambda forum: AgreementFactory(forum=forum), "agreements"),
        (lambda forum: ObjectiveFactory(forum=forum), "objectives"),
        (lambda forum: EnquiryFactory(forum=forum), "enquir"),
    ],
)
def test_an_entry_that_other_records_name_is_the_one_to_keep(kept, merged, lead, record, word):
    record(merged)

    with pytest.raises(CannotMerge, match=rf"{word}.*Keep Ferry Talk instead"):
        merge(kept, merged, lead)

    assert queries.get_forum("merged").merged_into is None
    found = merge(merged, kept, lead)
    assert found == merged


def test_where_both_are_in_use_both_stay_and_it_is_said_what_to_do(kept, merged, lead):
    AgreementFactory(forum=kept)
    AgreementFactory(forum=merged)

    with pytest.raises(CannotMerge, match=r"Keep both entries.*as moved"):
        merge(kept, merged, lead)

    assert set(Agreement.objects.values_list("forum__slug", flat=True)) == {"kept", "merged"}


def test_boards_that_are_read_are_in_use(kept, merged, lead):
    from alongside.listening import actions as listening

    BoardFactory(forum=merged)
    listening.schedule_boards(forum=merged, at=NOON)

    with pytest.raises(CannotMerge, match="board readings"):
        merge(kept, merged, lead)


def test_practice_and_real_are_never_joined(kept, lead):
    with pytest.raises(CannotMerge, match="practice"):
        merge(kept, ForumFactory(practice=True), lead)


def test_what_cannot_be_joined_is_refused(kept, merged, lead):
    with pytest.raises(CannotMerge, match="same one"):
        merge(kept, kept, lead)
    with pytest.raises(CannotMerge, match="Say how you know"):
        merge(kept, merged, lead, reason="  ")
    merge(kept, merged, lead)
    with pytest.raises(EntryMerged, match="Ferry Corner"):
        merge(kept, merged, lead)
    with pytest.raises(EntryMerged):
        merge(merged, ForumFactory(), lead)


def test_only_a_lead_joins_entries(kept, merged):
    adviser = duty_of(MembershipFactory(role=Role.ADVISER.value).user)

    with pytest.raises(NotAllowed):
        merge(kept, merged, adviser)


def test_a_chain_of_joined_entries_leads_to_its_end(kept, merged, lead):
    last = ForumFactory(name="The last")
    merge(kept, merged, lead)

    merge(last, kept, lead)

    merged.refresh_from_db()
    assert merged.merged_into == last
    assert ForumAlias.objects.get(place="talk.ferry.example").forum == last


def test_joining_is_told_in_public_once(kept, merged, lead):
    merge(kept, merged, lead)

    told = [event for event in public_events() if event.kind == "forum.merged"]
    assert [(event.subject, event.details["merged"]) for event in told] == [
        ("forum:kept", "merged")
    ]
    assert told[0].details["reason"] == "The old address leads on to the new one."
    assert events_of("forum:merged").filter(kind="forum.merged").exists()


def test_what_would_move_is_told_before(kept, merged):
    MeasureFactory(forum=merged)
    ListingFactory(forum=merged)

    found = what_would_move(kept=kept, merged=merged)

    assert (found.aliases, found.measures, found.listings, found.obstacle) == (1, 1, 1, "")
    AgreementFactory(forum=merged)
    assert "agreements" in what_would_move(kept=kept, merged=merged).obstacle


def test_a_joined_entry_is_in_no_public_figure(kept, merged, lead):
    merge(kept, merged, lead)

    assert list(Forum.objects.real()) == [kept]
    assert [measure.forum for measure in queries.measures()] == []
