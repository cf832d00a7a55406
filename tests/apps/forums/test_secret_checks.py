"""Keys of official accounts are checked before they are used, and forgotten where they are wide."""

from datetime import timedelta

import pytest

from alongside.accounts.domain.roles import Role
from alongside.audit.models import Event
from alongside.core import clock, sealed
from alongside.fetching.errors import NoAnswer
from alongside.fetching.rehearsal import Answer, play
from alongside.forums import access, account_actions, credentials, jobs, secret_checks
from alongside.forums.models import OfficialAccount
from tests.connectors import posting_stages as stages
from tests.connectors.posting_answers import ACCOUNT, SITE
from tests.factories import NOON, BodyFactory, ForumFactory, MembershipFactory

pytestmark = pytest.mark.django_db

KEY = ACCOUNT.secret


@pytest.fixture
def forum_says(monkeypatch):
    """The forum's answers to the next conversation."""
    answers: list[Answer] = []
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(
        access, "carry_out", lambda conversation, **_: play(conversation, list(answers))
    )
    return answers


def opened(engine="xenforo", secret=KEY):
    body = BodyFactory()
    return account_actions.open_account(
        forum=ForumFactory(engine=engine, address=SITE.address),
        body=body,
        handle=ACCOUNT.account,
        secret=secret,
        by=MembershipFactory(body=body, role=Role.ENGAGEMENT_LEAD.value).user,
        at=NOON,
    )


def test_a_new_key_waits_for_its_check_and_a_password_does_not():
    assert opened("xenforo").secret_due_at == NOON
    assert opened("misago").secret_due_at is None
    assert opened("phpbb").secret_due_at is None
    assert opened("xenforo", secret="").secret_due_at is None


def test_a_key_that_fits_is_used_from_then_on(forum_says):
    account = opened()
    forum_says += stages.XENFORO.fits

    assert jobs.check_next_secret()
    assert not jobs.check_next_secret()

    account.refresh_from_db()
    assert (account.secret_due_at, account.secret_problem) == (None, "")
    assert sealed.unseal(account.sealed_secret) == KEY


def test_a_key_that_may_do_more_is_forgotten_with_a_sentence(forum_says):
    account = opened()
    forum_says += stages.XENFORO.too_wide["post as anybody"]

    jobs.check_next_secret()

    account.refresh_from_db()
    assert (account.sealed_secret, account.secret_due_at) == ("", None)
    assert "super user key can post as anybody" in account.secret_problem
    told = Event.objects.filter(kind__startswith="account.secret")
    assert [event.kind for event in told] == ["account.secret_refused"]
    assert KEY not in str([event.details for event in told])


def test_a_forum_that_does_not_answer_is_asked_again_and_the_key_stays_unused(forum_says):
    account = opened()
    forum_says.append(NoAnswer("silence"))

    jobs.check_next_secret()

    account.refresh_from_db()
    assert account.secret_due_at == NOON + secret_checks.NEXT_TRY
    assert account.secret_problem == "silence"
    assert account.sealed_secret
    assert not jobs.check_next_secret()  # not before its time


def test_a_check_that_comes_late_says_nothing_about_another_key(forum_says):
    account = opened()
    claimed = secret_checks.claim_next_secret(at=NOON)
    assert claimed is not None
    account_actions.change_secret(
        account_id=account.pk, secret="another", by=account.opened_by, at=NOON
    )

    secret_checks.record_fit(claimed, at=NOON)
    secret_checks.record_refused(claimed, problem="x", at=NOON)

    account.refresh_from_db()
    assert sealed.unseal(account.sealed_secret) == "another"
    assert account.secret_due_at == NOON


def test_two_workers_never_check_one_key_at_once(forum_says):
    opened()

    assert secret_checks.claim_next_secret(at=NOON) is not None
    assert secret_checks.claim_next_secret(at=NOON + timedelta(seconds=1)) is None
    assert secret_checks.claim_next_secret(at=NOON + secret_checks.CLAIM) is not None


def test_an_empty_secret_forgets_the_old_one():
    account = opened()

    account_actions.change_secret(account_id=account.pk, secret="", by=account.opened_by, at=NOON)

    account.refresh_from_db()
    assert (account.sealed_secret, account.secret_due_at) == ("", None)


def test_a_retired_account_takes_no_secret():
    account = opened()
    account_actions.retire_account(account_id=account.pk, by=account.opened_by, at=NOON)

    with pytest.raises(account_actions.NotOpen):
        account_actions.change_secret(
            account_id=account.pk, secret="x", by=account.opened_by, at=NOON
        )
    assert not OfficialAccount.objects.exclude(sealed_secret="").exists()


def test_every_software_that_the_service_posts_to_says_what_to_ask_for():
    words = dict(credentials.wanted_by_software())

    assert list(words) == [
        "Discourse",
        "Flarum",
        "Invision Community",
        "Lemmy",
        "Misago",
        "NodeBB",
        "Vanilla",
        "XenForo",
    ]
    assert credentials.wanted_in(ForumFactory(engine="phpbb")) is None
