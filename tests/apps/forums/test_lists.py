"""A body's list of major forums: who names what, why, who leads, and when it is looked at again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.bodies import search as body_search
from alongside.bodies.domain.kinds import ClosedHow
from alongside.forums import listing_actions as actions
from alongside.forums import listing_queries as queries
from alongside.forums import search as forum_search
from alongside.forums.actions import NotAllowed
from alongside.forums.models import Listing, NoForumFound
from tests.factories import (
    DAY,
    NOON,
    TODAY,
    BodyFactory,
    ForumFactory,
    ForumTopicFactory,
    ListingFactory,
    NoForumFoundFactory,
    RemitTopicFactory,
    on_duty,
)

pytestmark = pytest.mark.django_db

REASON = "Most questions about sick pay are asked here."


@pytest.fixture
def body():
    return BodyFactory(acronym="APS")


@pytest.fixture
def lead(body):
    return on_duty(Role.ENGAGEMENT_LEAD, body=body)


def list_forum(body, by, **values):
    return actions.list_forum(
        **{
            "forum": values.pop("forum", None) or ForumFactory(),
            "body": body,
            "criteria": ["subject"],
            "reason": REASON,
            "by": by,
            "at": NOON,
            **values,
        }
    )


def review(listing, by, **values):
    return actions.review_listing(
        **{
            "listing_id": listing.pk,
            "criteria": ["size"],
            "reason": "It is the largest one.",
            "by": by,
            "at": NOON,
            **values,
        }
    )


# Listing


def test_a_lead_lists_a_forum_with_criteria_and_reason(body, lead):
    listing = list_forum(body, lead, criteria=["size", "subject"], reason=f"  {REASON} ")

    listing.refresh_from_db()
    assert (listing.criteria, listing.reason) == (["subject", "size"], REASON)
    assert (listing.listed_on, listing.review_due_on) == (TODAY, TODAY + 92 * DAY)


def test_a_listing_is_told_in_public_without_who_did_it(body, lead):
    listing = list_forum(body, lead)

    event = Event.objects.get(kind="forum.listed")
    assert event.is_public
    assert event.subject == f"forum:{listing.forum.slug}"
    assert event.details == {
        "name": listing.forum.name,
        "body": body.slug,
        "changes": {"criteria": [None, ["subject"]], "reason": [None, REASON]},
    }


def test_a_listed_forum_is_found_by_the_remit_of_the_body(body, lead):
    body.remit = "Lighthouses and buoys."
    body.save()
    body_search.refresh_search([body.pk])

    listing = list_forum(body, lead)

    assert [found.pk for found in forum_search.find_forums("lighthouses", limit=5)] == [
        listing.forum_id
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"criteria": []}, "at least one criterion"),
        ({"criteria": ["famous"]}, "no published criterion"),
        ({"reason": " "}, "Say in a sentence why"),
        ({"reason": "x" * 2_001}, "at most 2,000"),
    ],
)
def test_law_10_without_a_published_criterion_and_a_reason_nothing_is_listed(
    body, lead, values, words
):
    with pytest.raises(actions.ListingError, match=words):
        list_forum(body, lead, **values)

    assert not Listing.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.ADVISER, Role.SECOND_READER, Role.CENTRAL_TEAM, Role.ADMINISTRATOR]
)
def test_only_an_engagement_lead_changes_the_list(body, role):
    by = on_duty(role, body=body)
    listing = ListingFactory(body=body)
    changes = [
        lambda: list_forum(body, by),
        lambda: review(listing, by),
        lambda: actions.delist_forum(listing_id=listing.pk, reason=REASON, by=by, at=NOON),
        lambda: actions.lead_on(listing_id=listing.pk, by=by, at=NOON),
        lambda: actions.stop_leading(listing_id=listing.pk, by=by, at=NOON),
        lambda: actions.record_no_forum_found(
            body=body, searched_on=TODAY, how=REASON, by=by, at=NOON
        ),
    ]

    for change in changes:
        with pytest.raises(NotAllowed):
            change()

    assert not Event.objects.exists()


def test_the_lead_of_another_body_changes_nothing_here(body):
    other = on_duty(Role.ENGAGEMENT_LEAD, body=BodyFactory())

    with pytest.raises(NotAllowed):
        list_forum(body, other)
    with pytest.raises(NotAllowed):
        review(ListingFactory(body=body), other)


def test_a_forum_stands_on_a_list_once(body, lead):
    known = ListingFactory(body=body)

    with pytest.raises(actions.ListedAlready, match="on your list since 6 May 2026"):
        list_forum(body, lead, forum=known.forum)


def test_a_closed_body_keeps_no_list(body, lead):
    body.closed_how = ClosedHow.MERGED.value
    body.save()

    with pytest.raises(actions.ListingError, match="has closed"):
        list_forum(body, lead)
    with pytest.raises(actions.ListingError, match="has closed"):
        actions.record_no_forum_found(body=body, searched_on=TODAY, how=REASON, by=lead, at=NOON)


def test_a_forum_that_is_another_or_has_closed_is_not_listed(body, lead):
    merged = ForumFactory(merged_into=ForumFactory(name="The Well"))

    with pytest.raises(actions.ListingError, match="the same forum as The Well"):
        list_forum(body, lead, forum=merged)
    with pytest.raises(actions.ListingError, match="has closed"):
        list_forum(body, lead, forum=ForumFactory(life="closed"))


@pytest.mark.parametrize(("body_is", "forum_is"), [(True, False), (False, True)])
def test_law_7_practice_and_real_are_not_listed_together(body_is, forum_is):
    body = BodyFactory(is_practice=body_is)
    by = on_duty(Role.ENGAGEMENT_LEAD, body=body)

    with pytest.raises(actions.ListingError, match="practice"):
        list_forum(body, by, forum=ForumFactory(is_practice=forum_is))


def test_what_practice_lists_is_not_told_in_public():
    body = BodyFactory(practice=True)
    by = on_duty(Role.ENGAGEMENT_LEAD, body=body)

    list_forum(body, by, forum=ForumFactory(practice=True))

    assert not Event.objects.get().is_public


# Looking again


def test_a_look_again_keeps_the_forum_and_may_give_another_reason(body, lead):
    listing = ListingFactory(body=body, listed_on=TODAY - 92 * DAY, criteria=["subject"])

    review(listing, lead)

    listing.refresh_from_db()
    assert (listing.reviewed_on, listing.listed_on) == (TODAY, TODAY - 92 * DAY)
    assert (listing.criteria, listing.reason) == (["size"], "It is the largest one.")
    assert Event.objects.get().details["changes"] == {
        "criteria": [["subject"], ["size"]],
        "reason": [REASON, "It is the largest one."],
        "reviewed_on": [None, "2026-05-06"],
    }


def test_a_look_again_that_changes_no_word_says_only_the_day(body, lead):
    listing = ListingFactory(body=body, listed_on=TODAY - DAY, criteria=["size"])

    review(listing, lead, reason=listing.reason)

    assert set(Event.objects.get().details["changes"]) == {"reviewed_on"}


def test_a_listing_due_is_work_until_it_was_looked_at(body, lead):
    ListingFactory(body=body, listed_on=TODAY - 91 * DAY)
    late = ListingFactory(body=body, listed_on=TODAY - 200 * DAY, reviewed_on=TODAY - 92 * DAY)
    later = ListingFactory(body=body, listed_on=TODAY - 93 * DAY)
    ListingFactory(listed_on=TODAY - 300 * DAY)

    assert list(queries.reviews_due([body.pk], on=TODAY)) == [later, late]
    review(later, lead)
    assert list(queries.reviews_due([body.pk], on=TODAY)) == [late]


def test_a_forum_that_has_closed_since_cannot_stay_by_a_look(body, lead):
    listing = ListingFactory(body=body, forum__life="closed")

    with pytest.raises(actions.ListingError, match="has closed"):
        review(listing, lead)


# Taking off


def test_taking_a_forum_off_keeps_its_history_with_the_reason(body, lead):
    listing = ListingFactory(body=body)

    actions.delist_forum(listing_id=listing.pk, reason="It is read only.", by=lead, at=NOON)

    (past,) = queries.past_listings(body.pk)
    assert (past.delisted_on, past.delisted_reason) == (TODAY, "It is read only.")
    assert not queries.standing_listings().exists()
    assert Event.objects.get(kind="forum.delisted").is_public


def test_nothing_is_taken_off_without_a_reason(body, lead):
    listing = ListingFactory(body=body)

    with pytest.raises(actions.ListingError, match="Say in a sentence why"):
        actions.delist_forum(listing_id=listing.pk, reason="", by=lead, at=NOON)

    listing.refresh_from_db()
    assert listing.delisted_on is None


def test_what_was_taken_off_can_only_be_listed_anew(body, lead):
    gone = ListingFactory(body=body, delisted_on=TODAY, delisted_reason="It is read only.")

    with pytest.raises(actions.NotListed, match="taken off the list on 6 May 2026"):
        review(gone, lead)
    with pytest.raises(actions.NotListed):
        actions.delist_forum(listing_id=gone.pk, reason=REASON, by=lead, at=NOON)
    with pytest.raises(actions.NotListed):
        actions.lead_on(listing_id=gone.pk, by=lead, at=NOON)
    anew = list_forum(body, lead, forum=gone.forum)
    assert Listing.objects.count() == 2
    assert anew.leads is False


def test_a_forum_is_listed_once_in_the_database_as_well():
    listing = ListingFactory()

    with pytest.raises(IntegrityError, match="listing_stands_once"):
        ListingFactory(forum=listing.forum, body=listing.body)


# Leading


def test_one_body_leads_and_the_former_leader_reads_that_it_ended(body, lead):
    listing = ListingFactory(body=body)
    former = ListingFactory(forum=listing.forum, leads=True)

    actions.lead_on(listing_id=listing.pk, by=lead, at=NOON)

    former.refresh_from_db()
    assert former.leads is False
    assert queries.leader_of(listing.forum_id) == body
    (told,) = queries.leads_taken_from(former.body, since=TODAY)
    assert (told.forum_slug, told.led_by_slug, told.on) == (listing.forum.slug, body.slug, TODAY)
    assert queries.leads_taken_from(body, since=TODAY) == []


def test_whoever_leads_already_changes_nothing(body, lead):
    listing = ListingFactory(body=body, leads=True)

    actions.lead_on(listing_id=listing.pk, by=lead, at=NOON)

    assert not Event.objects.exists()


def test_a_body_stops_leading_and_nobody_is_told_of_a_taker(body, lead):
    listing = ListingFactory(body=body, leads=True)

    actions.stop_leading(listing_id=listing.pk, by=lead, at=NOON)

    assert queries.leader_of(listing.forum_id) is None
    assert queries.leads_taken_from(body, since=TODAY) == []
    assert Event.objects.get().kind == "forum.lead_ended"


def test_a_forum_taken_off_is_led_by_nobody(body, lead):
    listing = ListingFactory(body=body, leads=True)

    actions.delist_forum(listing_id=listing.pk, reason="It is read only.", by=lead, at=NOON)

    assert queries.leader_of(listing.forum_id) is None


# None found


def found_none(body, by, **values):
    return actions.record_no_forum_found(
        **{
            "body": body,
            "searched_on": TODAY,
            "how": "Two search engines, for “sick pay forum”.",
            "by": by,
            "at": NOON,
            **values,
        }
    )


def test_a_body_that_searched_and_found_none_says_so(body, lead):
    found_none(body, lead, searched_on=TODAY - 3 * DAY)

    (search,) = queries.searches_without_result(body.pk)
    assert search.searched_on == TODAY - 3 * DAY
    event = Event.objects.get()
    assert (event.kind, event.subject, event.is_public) == (
        "body.found_none",
        f"body:{body.slug}",
        True,
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"searched_on": TODAY + DAY}, "in the future"),
        ({"searched_on": TODAY - timedelta(days=400)}, "more than a year"),
        ({"how": "Looked."}, "Say in a sentence"),
    ],
)
def test_law_10_a_search_that_says_nothing_is_refused(body, lead, values, words):
    with pytest.raises(actions.ListingError, match=words):
        found_none(body, lead, **values)

    assert not NoForumFound.objects.exists()


def test_a_body_whose_list_names_forums_has_found_some(body, lead):
    ListingFactory(body=body)

    with pytest.raises(actions.ListingError, match="Your list names forums"):
        found_none(body, lead)


# Reading


def test_bodies_with_lists_are_counted_with_what_is_due_and_what_they_lead_on(body):
    ListingFactory(body=body, leads=True)
    ListingFactory(body=body, listed_on=TODAY - 92 * DAY)
    ListingFactory(body=body, listed_on=TODAY, delisted_on=TODAY, delisted_reason="Read only.")
    searched = NoForumFoundFactory(body__name="B").body
    NoForumFoundFactory(body=searched, searched_on=TODAY - 90 * DAY)
    BodyFactory(closed_how=ClosedHow.ENDED.value)

    ours, theirs = queries.bodies_with_lists(on=TODAY).order_by("pk")

    assert (ours, ours.forums_listed, ours.forums_due, ours.leads_on) == (body, 2, 1, 1)
    assert ours.looked_at == TODAY - 92 * DAY
    assert (theirs.forums_listed, theirs.looked_at) == (0, None)
    assert theirs.found_none_on == TODAY


def test_bodies_without_a_list_are_named_those_that_searched_first(body):
    ListingFactory()
    searched = NoForumFoundFactory().body
    BodyFactory(closed_how=ClosedHow.ENDED.value)
    ListingFactory(
        body=BodyFactory(name="Took it off"), delisted_on=TODAY, delisted_reason="Read only."
    )

    named = list(queries.bodies_without_a_list())

    assert [found.name for found in named] == [searched.name, body.name, "Took it off"]
    assert [found.found_none_on for found in named] == [TODAY, None, None]


def test_suggestions_share_a_topic_or_words_with_the_remit(body):
    body.remit = "Pensions and lighthouses."
    body.save()
    RemitTopicFactory(body=body)
    body_search.refresh_search([body.pk])
    by_topic = ForumTopicFactory(forum__name="At work").forum
    by_words = ForumFactory(name="Lighthouse keepers")
    ForumFactory(name="Nothing in common")
    for other in (
        ForumFactory(name="Lighthouses closed", life="closed"),
        ForumFactory(name="Lighthouses of practice", practice=True),
        ForumFactory(name="Lighthouses twice", merged_into=by_words),
        ListingFactory(body=body, forum__name="Lighthouses listed").forum,
    ):
        forum_search.refresh_search([other.pk])
    forum_search.refresh_search()

    found = queries.suggestions(body, limit=10)

    assert found == [by_topic, by_words]
    assert [forum.shared_topics for forum in found] == [["Work"], []]


def test_words_that_every_remit_has_suggest_no_forum(body):
    body.remit = "Responsible for public services: supports people in England with their pension."
    body.save()
    pensions = ForumFactory(name="Pensions talk")
    ForumFactory(name="Support for people in England", description="A responsible public service.")
    # Nor do the words of another body that lists it.
    other = BodyFactory(name="Office of Hens", remit="Eggs and pensions.")
    ListingFactory(body=other, forum__name="Hens")
    forum_search.refresh_search()

    assert queries.suggestions(body, limit=10) == [pensions]


def test_a_body_without_a_remit_gets_no_suggestions(body):
    ForumFactory()

    assert queries.suggestions(body, limit=10) == []
