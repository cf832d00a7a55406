"""Forums that other people run, their figures, and the official accounts there."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from alongside.audit.models import Event
from alongside.connectors.port import BoardStatistics
from alongside.core import sealed
from alongside.forums import access, account_actions, actions, measure_actions, queries
from alongside.forums.domain.kinds import Bound, ForumLife, MeasureMethod
from alongside.forums.models import Board, Forum, Listing, Measure, OfficialAccount
from tests.factories import (
    HOUR,
    NOON,
    TODAY,
    BodyFactory,
    ForumFactory,
    ListingFactory,
    MeasureFactory,
    OfficialAccountFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def record_measure(forum, **values):
    return measure_actions.record_measure(
        **{
            "forum": forum,
            "kind": "posts",
            "value": Decimal(70_000),
            "unit": "posts",
            "bound": Bound.OVER,
            "period": "",
            "method": MeasureMethod.REPORTED,
            "asserted_by": "a report",
            "source": "Report of 2009",
            "dated": "2009-02",
            "by": "central",
            "at": NOON,
            **values,
        }
    )


def test_a_forum_is_recorded_and_brought_up_to_date_under_its_slug():
    made = actions.record_forum(
        slug="aldmere", name="Aldmere", address="https://f.example/", by="lead", at=NOON
    )

    again = actions.record_forum(
        slug="aldmere", name="Aldmere Forum", life=ForumLife.QUIET, by="lead", at=NOON + HOUR
    )

    assert made.address == "https://f.example"
    assert (again.pk, again.added_at) == (made.pk, NOON)
    assert [event.kind for event in Event.objects.all()] == ["forum.added", "forum.updated"]


def test_public_figures_speak_of_real_forums_only():
    real = ForumFactory()
    MeasureFactory(forum=real)
    MeasureFactory(forum=ForumFactory(practice=True))

    assert list(Forum.objects.real()) == [real]
    assert [measure.forum for measure in queries.measures()] == [real]


def test_a_figure_keeps_how_its_source_bounds_it_and_who_says_so():
    measure = record_measure(ForumFactory())

    assert (measure.bound_words, measure.method_words) == ("over", "reported by a third party")


def test_the_same_figure_is_not_told_twice():
    forum = ForumFactory()

    record_measure(forum)
    record_measure(forum, value=Decimal(1))

    assert Measure.objects.get().value == 70_000


@pytest.mark.parametrize("missing", [{"source": ""}, {"asserted_by": ""}])
def test_a_figure_without_a_source_cannot_be_stored(missing):
    with pytest.raises(IntegrityError, match="measure_has_a_source"):
        MeasureFactory(**missing)


def test_a_figure_is_unique_in_the_database():
    measure = MeasureFactory()

    with pytest.raises(IntegrityError, match="measure_is_told_once"):
        MeasureFactory(forum=measure.forum)


def test_boards_are_brought_up_to_date_and_those_gone_stay():
    forum = ForumFactory()
    seen = [
        BoardStatistics(external_id="1", name="Health", slug="health", address=""),
        BoardStatistics(external_id="2", name="Housing", slug="housing", address=""),
    ]
    actions.record_boards(forum=forum, boards=seen)

    actions.record_boards(
        forum=forum,
        boards=[BoardStatistics(external_id="1", name="Health services", slug="hs", address="")],
    )

    assert list(Board.objects.values_list("name", flat=True)) == ["Health services", "Housing"]


def test_a_forum_is_listed_again_after_it_was_taken_off():
    gone = ListingFactory(delisted_on=TODAY, delisted_reason="It is quiet now.")

    ListingFactory(forum=gone.forum, body=gone.body)

    with pytest.raises(IntegrityError, match="listing_stands_once"):
        ListingFactory(forum=gone.forum, body=gone.body)
    assert Listing.objects.model is Listing


def open_account(forum, body, handle="AldmereOfficial", secret="open sesame"):
    return account_actions.open_account(
        forum=forum, body=body, handle=handle, secret=secret, by=UserFactory(), at=NOON
    )


def test_the_secret_of_an_account_is_sealed_before_it_is_stored():
    account = open_account(ForumFactory(), BodyFactory())

    assert "open sesame" not in account.sealed_secret
    assert sealed.unseal(account.sealed_secret) == "open sesame"
    assert access.credential_of(account).secret == "open sesame"
    assert "open sesame" not in repr(access.credential_of(account))
    assert "open sesame" not in str(list(Event.objects.values()))


def test_an_account_without_a_secret_is_for_posting_by_hand():
    assert open_account(ForumFactory(), BodyFactory(), secret="").sealed_secret == ""


def test_a_new_account_retires_the_one_before():
    forum, body = ForumFactory(), BodyFactory()
    before = open_account(forum, body, "One")

    after = open_account(forum, body, "Two")

    before.refresh_from_db()
    assert before.retired_at == NOON
    assert queries.account_in_use(forum_id=forum.pk, body_id=body.pk) == after


def test_a_handle_is_registered_once_whatever_its_letters():
    forum = ForumFactory()
    open_account(forum, BodyFactory(), "AldmereOfficial")

    with pytest.raises(account_actions.AlreadyRegistered, match="aldmereofficial"):
        open_account(forum, BodyFactory(), "aldmereofficial")


def test_a_body_takes_its_account_up_again_with_the_secret_given_now():
    forum, body = ForumFactory(), BodyFactory()
    first = open_account(forum, body, "AldmereOfficial", "old")
    other = open_account(forum, body, "Another")

    again = open_account(forum, body, "aldmereofficial", "new")

    other.refresh_from_db()
    assert (again.pk, again.handle, again.retired_at) == (first.pk, "AldmereOfficial", None)
    assert access.credential_of(again).secret == "new"
    assert (other.retired_at, other.sealed_secret) == (NOON, "")


def test_an_account_taken_up_again_without_a_secret_is_for_posting_by_hand():
    forum, body = ForumFactory(), BodyFactory()
    open_account(forum, body, "AldmereOfficial", "old")

    assert open_account(forum, body, "AldmereOfficial", "").sealed_secret == ""


def test_a_retired_account_forgets_its_secret_and_is_still_known_as_official():
    account = open_account(ForumFactory(), BodyFactory())

    account_actions.retire_account(account_id=account.pk, by=UserFactory(), at=NOON + HOUR)

    account.refresh_from_db()
    assert (account.sealed_secret, account.retired_at) == ("", NOON + HOUR)
    assert queries.official_handles(account.forum_id) == {"aldmereofficial"}
    assert queries.account_in_use(forum_id=account.forum_id, body_id=account.body_id) is None


def test_retiring_twice_keeps_the_first_day():
    account, by = open_account(ForumFactory(), BodyFactory()), UserFactory()

    for at in (NOON, NOON + HOUR):
        account_actions.retire_account(account_id=account.pk, by=by, at=at)

    assert OfficialAccount.objects.get().retired_at == NOON


def test_a_body_has_one_account_in_use_in_a_forum():
    account = OfficialAccountFactory()

    with pytest.raises(IntegrityError, match="official_account_one_in_use"):
        OfficialAccountFactory(forum=account.forum, body=account.body)


def test_a_handle_stands_once_in_a_forum():
    account = OfficialAccountFactory(retired=True)

    with pytest.raises(IntegrityError, match="official_account_is_unique"):
        OfficialAccountFactory(forum=account.forum, handle=account.handle)


def test_a_secret_sealed_with_lost_keys_says_so_and_shows_nothing(settings):
    account = open_account(ForumFactory(), BodyFactory())
    settings.ALONGSIDE_ENCRYPTION_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]

    with pytest.raises(sealed.CannotOpen) as refused:
        access.credential_of(account)

    assert account.sealed_secret not in str(refused.value)
    assert refused.value.__cause__ is None


def test_an_older_key_still_opens_what_it_sealed(settings):
    account = open_account(ForumFactory(), BodyFactory())
    settings.ALONGSIDE_ENCRYPTION_KEYS = [
        "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        *settings.ALONGSIDE_ENCRYPTION_KEYS,
    ]

    assert access.credential_of(account).secret == "open sesame"


def test_a_forum_is_found_with_all_that_is_known_of_it(django_assert_max_num_queries):
    listing = ListingFactory()
    MeasureFactory(forum=listing.forum)

    with django_assert_max_num_queries(6):
        forum = queries.get_forum(listing.forum.slug)
        assert [row.body.name for row in forum.listings.all()] == [listing.body.name]
        assert forum.measures.all()


@pytest.mark.parametrize("practice", ["forum", "body"])
def test_an_account_does_not_mix_practice_and_real(practice):
    forum = ForumFactory(is_practice=practice == "forum")
    body = BodyFactory(is_practice=practice == "body")

    with pytest.raises(actions.ForumError, match="practice"):
        open_account(forum, body)

    assert queries.account_in_use(forum_id=forum.pk, body_id=body.pk) is None
