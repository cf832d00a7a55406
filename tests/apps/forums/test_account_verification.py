"""Official accounts: who opens them, and whether they are still proved in both directions."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from alongside.agreements import account_looks, jobs
from alongside.agreements.domain.looks import LOOK_EVERY, pause_after
from alongside.agreements.models import AccountLook
from alongside.audit.models import Event
from alongside.core import clock
from alongside.fetching.errors import (
    ClosedByRobots,
    NoAnswer,
    NotSent,
    TooSoon,
    UnfitAnswer,
    Unreachable,
)
from alongside.fetching.messages import Response
from alongside.fetching.rehearsal import play
from alongside.forums import access, account_actions
from alongside.forums.actions import ForumError
from alongside.forums.domain.kinds import AccountDirection, VerifiedHow
from alongside.forums.models import OfficialAccount, Verification
from tests.factories import (
    DAY,
    HOUR,
    NOON,
    AgreementFactory,
    BodyFactory,
    ForumFactory,
    OfficialAccountFactory,
    UserFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db

BODY_NAMES_IT, LINKS_BACK = AccountDirection.BODY_NAMES_IT, AccountDirection.LINKS_BACK
PAGE = "https://www.aldmere.example/contact/forums"
PROFILE = "https://well.example/u/aldmereadvice/12/"
NAMING = f'<p>Ask us: <a href="{PROFILE}">AldmereAdvice</a></p>'.encode()
LINKING = b'<p>Official account of <a href="https://www.aldmere.example/">Aldmere</a></p>'


@pytest.fixture
def account():
    """Both addresses are known, and the operator has agreed."""
    made = OfficialAccountFactory(
        forum=ForumFactory(slug="well", name="The Well", address="https://well.example"),
        body=BodyFactory(slug="aps", website="https://www.aldmere.example"),
        handle="AldmereAdvice",
        profile_address=PROFILE,
        named_at_address=PAGE,
    )
    AgreementFactory(forum=made.forum, body=made.body, welcome=True)
    return made


class Web:
    """Pages by their address; an error is thrown into whoever asks."""

    def __init__(self):
        self.pages = {PAGE: NAMING, PROFILE: LINKING}
        self.asked = []
        self.obeyed_robots = True
        self.meanwhile = lambda: None

    def answer(self, request):
        # No transaction may be open while the network is.
        assert not connection.in_atomic_block or len(connection.savepoint_ids) == 0
        self.asked.append(request.url)
        found = self.pages[request.url]
        if isinstance(found, Exception | Response):
            return found
        return Response(url=request.url, status=200, headers={}, body=found)

    def carry_out(self, conversation, *, robots=True, go_on=None):
        self.obeyed_robots = self.obeyed_robots and robots
        self.meanwhile()
        if go_on is not None and not go_on():
            return play(conversation, [NotSent("It was called off before the next request.")])
        return play(conversation, self.answer)


@pytest.fixture(autouse=True)
def web(monkeypatch):
    made = Web()
    monkeypatch.setattr(access, "carry_out", made.carry_out)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return made


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)


def found():
    return {
        AccountDirection(look.direction): look.found
        for look in Verification.objects.order_by("checked_at", "pk")
    }


def response(status, *, url=PAGE, body=b"", **headers):
    return Response(url=url, status=status, headers=headers, body=body)


# Looking


def test_an_account_is_verified_in_both_directions(account, web):
    assert jobs.verify_next_account()

    assert found() == {BODY_NAMES_IT: True, LINKS_BACK: True}
    assert {look.how for look in Verification.objects.all()} == {VerifiedHow.MACHINE.value}
    assert {look.address for look in Verification.objects.all()} == {PAGE, PROFILE}
    assert web.obeyed_robots
    assert AccountLook.objects.get().due_at == NOON + LOOK_EVERY
    assert not jobs.verify_next_account()


def test_what_is_not_found_is_said_in_words(account, web):
    web.pages = {PAGE: b"<p>Our offices</p>", PROFILE: b"<p>Hello</p>"}

    jobs.verify_next_account()

    assert found() == {BODY_NAMES_IT: False, LINKS_BACK: False}
    assert all(look.note for look in Verification.objects.all())
    assert OfficialAccount.objects.get().retired_at is None


@pytest.mark.parametrize(
    "trouble",
    [
        Unreachable("No connection to https://www.aldmere.example could be opened."),
        NoAnswer("https://www.aldmere.example did not answer in time."),
        TooSoon("Later.", after_seconds=60),
        response(500),
        response(503),
        response(429),
    ],
    ids=lambda trouble: str(trouble)[:40],
)
def test_trouble_on_the_way_is_not_checked_and_never_not_official(account, web, trouble):
    web.pages[PAGE] = trouble

    jobs.verify_next_account()

    look = AccountLook.objects.get()
    assert found() == {LINKS_BACK: True}
    assert look.problem
    assert look.failures == 1
    assert NOON < look.due_at <= NOON + 2 * HOUR


def test_after_trouble_it_is_tried_again_after_longer_and_longer_pauses(account, web, monkeypatch):
    web.pages[PAGE] = NoAnswer("https://www.aldmere.example did not answer in time.")
    pauses, now = [], NOON
    for _attempt in range(4):
        jobs.verify_next_account()
        due = AccountLook.objects.get().due_at
        pauses.append(due - now)
        now = due
        at(monkeypatch, now)

    web.pages[PAGE] = NAMING
    jobs.verify_next_account()

    assert pauses == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert found() == {BODY_NAMES_IT: True, LINKS_BACK: True}
    assert web.asked.count(PROFILE) == 1  # what was found is not asked for again
    assert AccountLook.objects.get().problem == ""
    assert AccountLook.objects.get().failures == 0


def test_a_site_that_asks_for_a_longer_pause_gets_it():
    assert pause_after(1, wanted_seconds=3 * 3600) == 3 * HOUR
    assert pause_after(1, wanted_seconds=10**9) == 7 * DAY
    assert pause_after(10_000) == 7 * DAY


@pytest.mark.parametrize(
    "refusal",
    [
        ClosedByRobots("The robots.txt of https://www.aldmere.example closes this page."),
        UnfitAnswer("The site answered with a file that is not text."),
        response(401),
        response(403),
    ],
    ids=lambda refusal: str(refusal)[:40],
)
def test_a_page_that_no_program_may_see_is_left_to_people(account, web, refusal):
    web.pages[PAGE] = refusal

    jobs.verify_next_account()

    assert found() == {LINKS_BACK: True}
    assert AccountLook.objects.get().problem
    assert AccountLook.objects.get().due_at == NOON + LOOK_EVERY


def test_a_page_that_is_gone_names_nobody(account, web):
    web.pages[PAGE] = response(404, body=NAMING)

    jobs.verify_next_account()

    assert found()[BODY_NAMES_IT] is False
    assert "404" in Verification.objects.get(direction=BODY_NAMES_IT.value).note


def test_a_page_that_leads_to_another_site_proves_nothing(account, web):
    web.pages[PAGE] = response(200, url="https://evil.example/", body=NAMING)
    web.pages[PROFILE] = response(200, url="https://evil.example/", body=LINKING)

    jobs.verify_next_account()

    assert found() == {BODY_NAMES_IT: False, LINKS_BACK: False}
    assert all("evil.example" in look.note for look in Verification.objects.all())


def test_a_page_of_another_body_on_the_same_host_proves_nothing(account, web):
    folder = "https://www.gov.example/organisations/aldmere"
    account.body.website, account.named_at_address = folder, f"{folder}/forums"
    account.body.save()
    account.save()
    web.pages[f"{folder}/forums"] = response(
        200, url="https://www.gov.example/organisations/bramley", body=NAMING
    )

    jobs.verify_next_account()

    assert BODY_NAMES_IT not in {of for of, is_found in found().items() if is_found}
    assert "bramley" in AccountLook.objects.get().problem

    account.named_at_address = "https://www.gov.example/organisations/aldmere-fake"
    account.save()
    account_looks.look_again(account_id=account.pk, by=UserFactory(), at=NOON)
    web.asked.clear()
    jobs.verify_next_account()

    assert account.named_at_address not in web.asked


def test_a_profile_behind_a_sign_in_is_not_called_unproved(account, web):
    web.pages[PROFILE] = response(200, url="https://well.example/login/", body=b"<p>Sign in</p>")

    jobs.verify_next_account()

    assert found() == {BODY_NAMES_IT: True}
    assert "login" in AccountLook.objects.get().problem


def test_a_page_in_another_charset_is_read(account, web):
    account.handle = "CyngorTŷ"
    account.profile_address = ""
    account.save()
    web.pages[PAGE] = response(
        200,
        body="<p>The Well: CyngorTŷ</p>".encode("iso-8859-14"),
        **{"content-type": "text/html; charset=iso-8859-14"},
    )

    jobs.verify_next_account()

    assert found()[BODY_NAMES_IT] is True


@pytest.mark.parametrize("charset", ["hex", "no-such", "undefined", "utf-16"])
def test_a_page_that_lies_about_its_charset_breaks_nothing(account, web, charset):
    web.pages[PAGE] = response(
        200, body=b"\xff\x00<", **{"content-type": f"text/html; charset={charset}"}
    )

    assert jobs.verify_next_account()


# Consent


@pytest.mark.parametrize(
    "answer", [{}, {"held": True}, {"withdrawn": True}, {"expired": True}, None]
)
def test_law_1_no_profile_is_read_without_an_agreement_in_force(web, answer):
    lone = OfficialAccountFactory(
        forum=ForumFactory(address="https://well.example"),
        body=BodyFactory(website="https://www.aldmere.example"),
        handle="AldmereAdvice",
        profile_address=PROFILE,
        named_at_address=PAGE,
    )
    if answer is not None:
        AgreementFactory(forum=lone.forum, body=lone.body, **answer)

    jobs.verify_next_account()

    assert web.asked == [PAGE]
    assert found() == {BODY_NAMES_IT: True}
    assert "agreement" in AccountLook.objects.get().problem
    assert AccountLook.objects.get().due_at == NOON + DAY


def test_law_1_a_hold_stops_the_look_that_is_under_way(account, web):
    web.meanwhile = lambda: AgreementFactory(forum=account.forum, body=account.body, held=True)

    jobs.verify_next_account()

    assert PROFILE not in web.asked
    assert found() == {BODY_NAMES_IT: True}


def test_pages_elsewhere_are_never_asked_for(account, web):
    account.profile_address = "https://evil.example/u/aldmereadvice/"
    account.named_at_address = "https://evil.example/aldmere"
    account.save()

    jobs.verify_next_account()

    assert web.asked == []
    assert found() == {}


def test_an_account_without_addresses_waits_for_people(account, web):
    account.profile_address = account.named_at_address = ""
    account.save()

    assert jobs.verify_next_account()
    assert not jobs.verify_next_account()

    assert web.asked == []
    assert AccountLook.objects.get().problem


# Whose turn it is


def test_a_fresh_look_of_a_person_is_not_overruled(account, web):
    VerificationFactory(
        account=account, direction=LINKS_BACK.value, checked_at=NOON - 10 * DAY, address=PROFILE
    )
    web.pages[PROFILE] = b"<p>nothing a program sees</p>"

    jobs.verify_next_account()

    assert web.asked == [PAGE]
    assert found() == {BODY_NAMES_IT: True, LINKS_BACK: True}
    assert AccountLook.objects.get().due_at == NOON + LOOK_EVERY - 10 * DAY


def test_after_30_days_both_are_looked_at_again(account, web, monkeypatch):
    jobs.verify_next_account()
    at(monkeypatch, NOON + LOOK_EVERY - timedelta(seconds=1))
    assert not jobs.verify_next_account()
    web.pages[PAGE] = b"<p>Our offices</p>"

    at(monkeypatch, NOON + LOOK_EVERY)
    assert jobs.verify_next_account()

    assert found() == {BODY_NAMES_IT: False, LINKS_BACK: True}
    assert Verification.objects.count() == 4


def test_a_person_may_have_it_looked_at_again_at_once(account, web, monkeypatch):
    jobs.verify_next_account()
    at(monkeypatch, NOON + HOUR)

    account_looks.look_again(account_id=account.pk, by=UserFactory(), at=NOON + HOUR)

    assert jobs.verify_next_account()
    assert Verification.objects.count() == 4
    assert not jobs.verify_next_account()


def test_retired_accounts_are_not_looked_at(account):
    account.retired_at = NOON
    account.save()

    assert not jobs.verify_next_account()


def test_an_account_that_was_retired_meanwhile_gets_no_verification(account, web):
    def retire():
        OfficialAccount.objects.update(retired_at=NOON)

    web.meanwhile = retire

    assert jobs.verify_next_account()

    assert found() == {}


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_take_the_same_account(account):
    other = OfficialAccountFactory()
    taken = []

    def second():
        try:
            task = account_looks.claim_next_account(at=NOON)
            taken.append(task.account.pk if task else None)
        finally:
            connection.close()

    with transaction.atomic():
        first = account_looks.claim_next_account(at=NOON)
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(10)

    assert {first.account.pk, *taken} == {account.pk, other.pk}
    assert account_looks.claim_next_account(at=NOON) is None


def test_an_account_whose_worker_died_is_taken_up_later(account):
    account_looks.claim_next_account(at=NOON)

    assert account_looks.claim_next_account(at=NOON + timedelta(minutes=59)) is None
    assert account_looks.claim_next_account(at=NOON + timedelta(minutes=61)) is not None


# What people record


def record(account, **changes):
    given = {
        "direction": LINKS_BACK,
        "found": True,
        "address": PROFILE,
        "note": "The profile names the body.",
        "by": UserFactory(username="lead"),
        "at": NOON,
    }
    return account_actions.record_verification(account_id=account.pk, **(given | changes))


def test_what_a_person_saw_is_told_to_everybody_without_their_name(account):
    look = record(account)

    event = Event.objects.get(kind="account.verified")
    assert look.how == VerifiedHow.PERSON.value
    assert event.is_public
    assert event.subject == "forum:well"
    assert event.details["name"] == "The Well"
    assert event.details["body"] == "aps"
    assert event.details["changes"] == {"links_back": [None, True]}
    assert "lead" not in str(event.details)


def test_a_machines_looks_are_told_only_where_they_changed_something(account, web, monkeypatch):
    jobs.verify_next_account()
    for days in (30, 60):
        at(monkeypatch, NOON + days * DAY)
        jobs.verify_next_account()
    assert Event.objects.filter(kind="account.verified").count() == 2
    web.pages[PAGE] = b"<p>Our offices</p>"
    at(monkeypatch, NOON + 90 * DAY)

    jobs.verify_next_account()

    changes = [event.details["changes"] for event in Event.objects.filter(kind="account.verified")]
    assert changes[-1] == {"body_names_it": [True, False]}
    assert len(changes) == 3


def test_practice_is_not_told_as_a_public_change():
    practice = OfficialAccountFactory(
        forum=ForumFactory(practice=True, address="https://well.example"),
        body=BodyFactory(practice=True),
    )

    record(practice)

    assert not Event.objects.get(kind="account.verified").is_public


@pytest.mark.parametrize(
    ("direction", "address"),
    [
        (LINKS_BACK, "https://evil.example/u/aldmereadvice"),
        (LINKS_BACK, "https://well.example/"),
        (LINKS_BACK, ""),
        (LINKS_BACK, "javascript:alert(1)"),
        (LINKS_BACK, "http://127.0.0.1/u/x"),
        (LINKS_BACK, f"https://well.example/u/{'x' * 600}"),
        (BODY_NAMES_IT, "https://evil.example/aldmere"),
        (BODY_NAMES_IT, "https://www.aldmere.example.evil.example/"),
        (BODY_NAMES_IT, "https://www.aldmere.example@evil.example/"),
    ],
)
def test_a_page_elsewhere_proves_nothing_whoever_saw_it(account, direction, address):
    with pytest.raises(ForumError):
        record(account, direction=direction, address=address)

    assert not Verification.objects.exists()
    assert not Event.objects.filter(kind="account.verified").exists()


def test_a_retired_account_is_verified_no_more(account):
    account_actions.retire_account(account_id=account.pk, by=UserFactory(), at=NOON)

    with pytest.raises(account_actions.NotOpen, match="retired"):
        record(account)


# Opening and changing


def open_account(**changes):
    given = {
        "forum": ForumFactory(slug="well", name="The Well", address="https://well.example"),
        "body": BodyFactory(slug="aps", website="https://www.aldmere.example"),
        "handle": "AldmereAdvice",
        "secret": "",
        "profile_address": PROFILE,
        "named_at_address": PAGE,
        "by": UserFactory(),
        "at": NOON,
    }
    return account_actions.open_account(**(given | changes))


def test_an_account_is_opened_with_both_addresses_and_told_to_everybody():
    account = open_account()

    event = Event.objects.get(kind="account.opened")
    assert (account.profile_address, account.named_at_address) == (PROFILE, PAGE)
    assert event.is_public
    assert event.details["changes"]["handle"] == [None, "AldmereAdvice"]
    assert event.details["account"] == account.public_id


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"handle": "Aldmere\u200bAdvice"}, "cannot be seen"),
        ({"handle": "\x00"}, "cannot be seen"),
        ({"handle": "   "}, "cannot be seen"),
        ({"profile_address": "https://well.example/"}, "whole site"),
        ({"profile_address": "https://evil.example/u/x"}, "in the forum itself"),
        ({"profile_address": "javascript:alert(1)"}, "http"),
        ({"named_at_address": "https://evil.example/"}, "on the site of"),
        ({"body": "no website"}, "no website"),
    ],
)
def test_an_account_that_could_prove_nothing_is_not_opened(changes, words):
    if changes.get("body"):
        changes = {"body": BodyFactory(website="")}

    with pytest.raises(ForumError, match=words):
        open_account(**changes)

    assert not OfficialAccount.objects.exists()


def test_addresses_are_changed_and_told(account):
    account_actions.change_account(
        account_id=account.pk,
        profile_address=PROFILE,
        named_at_address="https://help.aldmere.example/",
        language="",
        by=UserFactory(),
        at=NOON,
    )

    event = Event.objects.get(kind="account.updated")
    assert event.details["changes"] == {"named_at_address": [PAGE, "https://help.aldmere.example/"]}
    assert OfficialAccount.objects.get().named_at_address == "https://help.aldmere.example/"


def test_nothing_changed_is_nothing_to_tell(account):
    account_actions.change_account(
        account_id=account.pk,
        profile_address=PROFILE,
        named_at_address=PAGE,
        language="",
        by=UserFactory(),
        at=NOON,
    )

    assert not Event.objects.filter(kind="account.updated").exists()


def test_the_language_of_an_account_is_kept_as_a_tag_and_told():
    account = open_account(language="CY-gb")
    kept = account.language

    account_actions.change_account(
        account_id=account.pk,
        profile_address=PROFILE,
        named_at_address=PAGE,
        language="en",
        by=UserFactory(),
        at=NOON,
    )

    assert kept == "cy-GB"
    assert OfficialAccount.objects.get().language == "en"
    changes = Event.objects.get(kind="account.updated").details["changes"]
    assert changes == {"language": ["cy-GB", "en"]}


@pytest.mark.parametrize("tag", ["English", "c y", "cy;en", "cy\x00", "x" * 40])
def test_what_is_no_language_tag_is_refused(tag):
    with pytest.raises(account_actions.LanguageRefused):
        open_account(language=tag)
