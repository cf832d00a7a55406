"""Private links: what opens them, what does not, and that nothing tells of them."""

import re
from http.cookies import SimpleCookie

import pytest
from django.test import Client

from alongside.agreements import contacts, links
from alongside.agreements.models import Agreement, Knock, Letter, OperatorVisit, PrivateLink
from alongside.audit.models import Event
from alongside.core import clock
from tests.factories import DAY, HOUR, NOON, AgreementFactory, BodyFactory, ForumFactory
from tests.factories import operators as of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ENTER = "/operators/enter/"


@pytest.fixture
def who():
    body, forum = BodyFactory(), ForumFactory()
    AgreementFactory(forum=forum, body=body, welcome=True)
    return of.contact(body=body, forums=[forum])


@pytest.fixture
def key(who):
    return of.key_for(who)


def at(monkeypatch, moment):
    monkeypatch.setattr(clock, "now", lambda: moment)


def enter(client, key):
    return client.post(ENTER, {"key": key.key})


def place(who):
    return f"/operators/forums/{who.forums.first().slug}/"


def everything():
    """All that a look may change, row by row."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Agreement, PrivateLink, OperatorVisit, Letter, Knock, Event)
    ]


def expire(who, key, monkeypatch):
    at(monkeypatch, NOON + 90 * DAY)


def revoke(who, key, monkeypatch):
    links.revoke_links(contact=who, by="lead", at=NOON)


def remove(who, key, monkeypatch):
    second = of.contact(body=who.body, forums=[who.forums.get()], address="b@forum.example")
    contacts.remove_contact(
        contact_id=who.public_id,
        body=who.body,
        forum=second.forums.get(),
        by="lead",
        at=NOON,
    )


def tamper(who, key, monkeypatch):
    key.key = key.key[:-1] + ("A" if key.key[-1] != "A" else "B")


def cut(who, key, monkeypatch):
    key.key = key.key[:20]


def make_up(who, key, monkeypatch):
    key.key = "x" * 43


def lengthen(who, key, monkeypatch):
    key.key = "x" * 5000


def use_the_digest(who, key, monkeypatch):
    key.key = key.link.digest


def leave_out(who, key, monkeypatch):
    key.key = ""


WRONG = [expire, revoke, remove, tamper, cut, make_up, lengthen, use_the_digest, leave_out]


@pytest.mark.parametrize("spoil", WRONG)
def test_a_link_that_is_no_longer_good_leads_to_one_calm_page(client, who, key, spoil, monkeypatch):
    spoil(who, key, monkeypatch)

    answers = [client.get(ENTER, {"key": key.key}), enter(client, key)]

    for answer in answers:
        assert answer.status_code == 403
        assert "This page opens with your private link" in answer.content.decode()
        assert "Send me a fresh link" in answer.content.decode()
        assert not answer.cookies
    assert len({answer.content for answer in answers}) == 1


def test_every_wrong_link_gets_the_very_same_page(client, who, key):
    tampered = client.get(ENTER, {"key": key.key + "x"}).content
    revoke(who, key, None)

    assert client.get(ENTER, {"key": key.key}).content == tampered


def test_law_1_a_mail_scanner_that_opens_the_link_changes_nothing(client, who, key):
    before = everything()

    for _ in range(20):
        assert client.get(ENTER, {"key": key.key}).status_code == 200
        assert client.head(ENTER, {"key": key.key}).status_code == 200

    assert everything() == before
    assert enter(client, key).status_code == 302  # it is not used up


def test_law_1_no_page_that_is_only_opened_changes_anything(client, who, key):
    enter(client, key)
    before = everything()
    answer = f"{place(who)}bodies/{who.body.slug}/"

    for address in (
        "/operators/",
        "/operators/end-links/",
        "/operators/fresh-link/",
        place(who),
        f"{place(who)}in-public/",
        answer,
        f"{answer}?answer=welcome",
        f"{answer}?answer=not_welcome&step=record",
        f"{answer}end/",
    ):
        assert client.get(address, follow=True).status_code == 200, address
    for address in (f"{place(who)}hold/", f"{place(who)}end-hold/", "/operators/leave/"):
        assert client.get(address).status_code == 405, address

    assert everything() == before


def test_the_key_is_exchanged_for_a_cookie_that_only_these_pages_get(client, key):
    answer = enter(client, key)

    cookie = answer.cookies["alongside_operator"]
    assert answer["Location"] == "/operators/"
    assert cookie["path"] == "/operators/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == 12 * 3600
    assert cookie.value != key.key


def test_behind_https_the_cookie_is_secure_and_says_so_in_its_name(settings, key):
    settings.ALONGSIDE_IS_SECURE = True

    answer = enter(Client(), key)

    assert answer.cookies["__Secure-alongside_operator"]["secure"]


def test_the_cookie_is_stored_as_a_digest_only(client, key):
    answer = enter(client, key)

    stored = OperatorVisit.objects.get().digest
    assert stored != answer.cookies["alongside_operator"].value


@pytest.mark.parametrize("address", ["enter", "home", "fresh", "forum"])
def test_no_page_tells_another_site_is_kept_or_is_found(client, who, key, address):
    enter(client, key)
    places = {
        "enter": f"{ENTER}?key={key.key}",
        "home": "/operators/",
        "fresh": "/operators/fresh-link/",
        "forum": place(who),
    }

    answer = client.get(places[address])

    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_after_the_door_no_address_and_no_page_holds_the_key(client, who, key):
    answer = client.post(ENTER, {"key": key.key}, follow=True)

    assert all(key.key not in address for address, _status in answer.redirect_chain)
    assert key.key not in answer.content.decode()


@pytest.mark.parametrize("spoil", [None, revoke, tamper, expire])
def test_no_log_record_holds_a_key(client, who, key, spoil, monkeypatch, caplog):
    caplog.set_level(0)
    if spoil:
        spoil(who, key, monkeypatch)
    client.get(ENTER, {"key": key.key})
    answer = enter(client, key)
    visit = answer.cookies.get("alongside_operator")
    client.get(place(who))
    client.post(f"{place(who)}hold/")

    secrets = [key.key, *([visit.value] if visit else [])]
    for record in caplog.records:
        said = f"{record.getMessage()} {record.args} {record.exc_text}"
        assert not any(secret in said for secret in secrets)


def test_a_link_of_another_operator_opens_no_page_of_this_one(client, who, key):
    other = of.contact(address="other@forum.example")
    enter(client, of.key_for(other))

    for address in (place(who), f"{place(who)}bodies/{who.body.slug}/?answer=welcome"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "your own forums only" in answer.content.decode()


def test_a_foreign_forum_cannot_be_held(client, who):
    other = of.contact(address="other@forum.example")
    client.post(ENTER, {"key": of.key_for(other).key})
    form_key = re.search(
        r'name="form_key" value="(\w+)"',
        client.get("/operators/", follow=True).content.decode(),
    )[1]

    answer = client.post(f"{place(who)}hold/", {"form_key": form_key})

    assert answer.status_code == 404
    assert Agreement.objects.filter(answer="held").count() == 0


@pytest.mark.parametrize("spoil", [revoke, remove])
def test_a_revoked_link_closes_pages_that_are_open(client, who, key, spoil):
    enter(client, key)
    assert client.get(place(who)).status_code == 200

    spoil(who, key, None)

    assert client.get(place(who)).status_code == 403


def test_a_visit_ends_after_twelve_hours(client, who, key, monkeypatch):
    enter(client, key)
    at(monkeypatch, NOON + 12 * HOUR)

    assert client.get(place(who)).status_code == 403


def test_leaving_ends_the_visit_even_for_who_kept_the_cookie(client, who, key):
    cookie = enter(client, key).cookies["alongside_operator"].value
    page = client.get(place(who)).content.decode()
    form_key = re.search(r'name="form_key" value="(\w+)"', page)[1]

    client.post("/operators/leave/", {"form_key": form_key})
    client.cookies = SimpleCookie({"alongside_operator": cookie})

    assert client.get(place(who)).status_code == 403


def test_a_cookie_that_was_tampered_with_opens_nothing(client, who, key):
    enter(client, key)
    client.cookies["alongside_operator"] = "x" * 43

    assert client.get(place(who)).status_code == 403


def test_the_operator_ends_all_links_of_the_mailbox(client, who, key):
    another = of.key_for(who)
    enter(client, key)
    page = client.get("/operators/end-links/").content.decode()
    form_key = re.search(r'name="form_key" value="(\w+)"', page)[1]

    answer = client.post("/operators/end-links/", {"form_key": form_key})

    assert "have ended" in answer.content.decode()
    assert "newest e-mail" not in answer.content.decode()  # its link has ended as well
    for each in (key, another):
        assert enter(Client(), each).status_code == 403


def test_each_use_renews_the_link_for_90_days(client, key, monkeypatch):
    at(monkeypatch, NOON + 89 * DAY)
    assert enter(client, key).status_code == 302

    at(monkeypatch, NOON + 170 * DAY)
    assert enter(client, key).status_code == 302


# Forms


@pytest.mark.parametrize("values", [{}, {"form_key": ""}, {"form_key": "0" * 64}])
def test_a_form_without_the_key_of_the_visit_changes_nothing(client, who, key, values):
    enter(client, key)

    answer = client.post(f"{place(who)}hold/", values)

    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()
    assert Agreement.objects.filter(answer="held").count() == 0


def test_a_form_that_another_site_sends_is_not_taken(client, who, key):
    enter(client, key)
    page = client.get(place(who)).content.decode()
    form_key = re.search(r'name="form_key" value="(\w+)"', page)[1]

    answer = client.post(
        f"{place(who)}hold/", {"form_key": form_key}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status_code == 403
    assert Agreement.objects.filter(answer="held").count() == 0


def test_another_site_cannot_let_somebody_in(key):
    client = Client()

    answer = client.post(ENTER, {"key": key.key}, headers={"Sec-Fetch-Site": "cross-site"})

    assert not answer.cookies


# Floods


@pytest.mark.parametrize("method", ["get", "post"])
def test_after_ten_wrong_links_from_a_network_no_more_are_answered(client, monkeypatch, method):
    for number in range(10):
        getattr(client, method)(ENTER, {"key": f"wrong-{number}"})

    answer = client.get(ENTER, {"key": "wrong-11"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert client.get(ENTER, {"key": "wrong"}, REMOTE_ADDR="192.0.2.9").status_code == 403

    at(monkeypatch, NOON + 61 * HOUR / 60)
    assert client.get(ENTER, {"key": "wrong-12"}).status_code == 403


def test_law_1_no_stranger_shuts_an_operator_out_by_wrong_links(client, key):
    for number in range(12):
        client.get(ENTER, {"key": f"wrong-{number}"})

    assert client.get(ENTER, {"key": key.key}).status_code == 200


def test_no_network_address_is_stored(client):
    client.get(ENTER, {"key": "wrong"}, REMOTE_ADDR="192.0.2.77")

    assert "192.0.2.77" not in str(list(Knock.objects.values()))


def test_traces_are_forgotten_after_a_day(client):
    client.get(ENTER, {"key": "wrong"})

    links.forget_knocks(at=NOON + DAY)

    assert Knock.objects.count() == 0


# A fresh link


def test_the_answer_is_the_same_whatever_address_was_typed(client, who):
    known = client.post("/operators/fresh-link/", {"address": of.ADDRESS}).content
    unknown = client.post("/operators/fresh-link/", {"address": "nobody@forum.example"}).content

    assert known == unknown
    assert [letter.kind for letter in Letter.objects.all()] == ["fresh_link"]


def test_a_mailbox_gets_three_fresh_links_a_day_with_pauses(client, who, monkeypatch):
    for minutes in (0, 1, 11, 22, 33, 44):
        at(monkeypatch, NOON + HOUR * minutes / 60)
        client.post(
            "/operators/fresh-link/", {"address": of.ADDRESS}, REMOTE_ADDR=f"192.0.2.{minutes}"
        )

    assert Letter.objects.count() == 3


def test_a_network_asks_for_five_fresh_links_an_hour(client, who):
    answers = [
        client.post("/operators/fresh-link/", {"address": f"{number}@forum.example"}).status_code
        for number in range(6)
    ]

    assert answers == [200] * 5 + [429]


def test_what_is_no_address_is_said_and_kept(client):
    answer = client.post("/operators/fresh-link/", {"address": "owner at forum"})

    assert answer.status_code == 422
    assert "Give the whole address" in answer.content.decode()
    assert "owner at forum" in answer.content.decode()
