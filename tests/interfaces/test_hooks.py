"""The address at which forum software tells of referrals, as it stands on the network."""

import json
import logging
import time
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alongside.enquiries import hooks
from alongside.enquiries.models import Referral
from tests.factories import NOON, ReferralHookFactory
from tests.factories.referrals import KEY, SECRET, assigned, discourse_headers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ADDRESS = f"/hooks/{KEY}"
NOTHING_HERE = {"error": "not_found", "message": "There is nothing here.", "details": []}


@pytest.fixture
def hook():
    return ReferralHookFactory()


@pytest.fixture
def forum():
    """Forum software: it has no cookie, no token, and does not follow redirects."""
    return Client(enforce_csrf_checks=True)


def send(forum, body=None, *, address=ADDRESS, content_type="application/json", **values):
    body = assigned() if body is None else body
    return forum.post(
        address, body, content_type=content_type, headers=discourse_headers(body, **values)
    )


def test_a_delivery_is_heard_stored_and_answered_in_a_few_queries(forum, hook):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = send(forum)

    assert (answer.status_code, answer.json()) == (200, {"heard": True})
    assert Referral.objects.get().received_at == NOON
    assert len(asked) <= 7  # savepoints among them
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("end", ["", "/"])
def test_a_slash_at_the_end_changes_nothing(forum, hook, end):
    assert send(forum, address=ADDRESS + end).status_code == 200


def test_the_address_is_that_of_the_service_itself():
    assert reverse("hooks:hear", args=[KEY]) == ADDRESS


def test_a_delivery_that_comes_again_is_answered_as_the_first_one(forum, hook):
    answers = [send(forum) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert Referral.objects.count() == 1


def test_whoever_has_a_wrong_address_or_a_wrong_secret_learns_nothing(forum, hook):
    altered = assigned(42)
    answers = [
        send(forum, address="/hooks/wrong"),
        send(forum, address="/hooks/"),
        send(forum, address="/hooks/wrong/and/longer"),
        send(forum, address=f"/hooks/{'k' * 3000}"),
        send(forum, secret="wrong"),
        forum.post(ADDRESS, assigned(), content_type="application/json"),
        forum.post(
            ADDRESS,
            altered,
            content_type="application/json",
            headers=discourse_headers(assigned()),
        ),
    ]

    shown = {(answer.status_code, answer.content, tuple(answer.headers)) for answer in answers}
    assert len(shown) == 1
    assert answers[0].json() == NOTHING_HERE
    assert not Referral.objects.exists()


def test_an_unknown_address_takes_the_time_of_a_wrong_secret(forum, hook):
    """Roughly: both digest the bytes and open a secret."""
    body = assigned(note="x" * 100_000)

    def seconds(**values):
        taken = []
        for _ in range(15):
            begun = time.perf_counter()
            send(forum, body, **values)
            taken.append(time.perf_counter() - begun)
        return median(taken)

    seconds(address="/hooks/wrong")  # what is made once is made
    unknown, wrong = seconds(address="/hooks/wrong"), seconds(secret="wrong")

    assert 0.4 < unknown / wrong < 2.5


def test_a_huge_body_is_refused_before_it_is_read(forum, hook, monkeypatch):
    monkeypatch.setattr(hooks, "receive", lambda **_values: pytest.fail("it was read"))

    answer = send(forum, b"x" * (hooks.MOST_BYTES + 1))

    assert answer.status_code == 413
    assert answer.json()["error"] == "too_large"


def test_a_body_of_just_the_most_bytes_is_read(forum, hook):
    body = assigned(note="x" * (hooks.MOST_BYTES - len(assigned(note=""))))
    assert len(body) == hooks.MOST_BYTES

    assert send(forum, body).status_code == 200
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("length", ["x", "-1", ""])
def test_a_strange_length_is_no_crash(forum, hook, length):
    body = assigned()
    answer = forum.post(
        ADDRESS,
        body,
        content_type="application/json",
        headers=discourse_headers(body),
        CONTENT_LENGTH=length,
    )

    assert answer.status_code in (200, 404)


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""]
)
def test_another_content_type_is_refused(forum, hook, content_type):
    answer = send(forum, content_type=content_type)

    assert answer.status_code == 415
    assert not Referral.objects.exists()


def test_what_comes_in_pieces_is_told_to_name_its_length(forum, hook):
    body = assigned()
    answer = forum.post(
        ADDRESS,
        body,
        content_type="application/json",
        headers=discourse_headers(body) | {"Transfer-Encoding": "chunked"},
    )

    assert (answer.status_code, answer.json()["error"]) == (411, "length_required")
    assert not Referral.objects.exists()


def test_a_content_type_may_name_its_letters(forum, hook):
    assert send(forum, content_type="application/json; charset=utf-8").status_code == 200


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options", "patch"])
def test_only_post_is_heard(forum, hook, method):
    answer = getattr(forum, method)(ADDRESS)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"


def test_too_much_waiting_is_told_with_a_time(forum, hook, monkeypatch):
    monkeypatch.setattr("alongside.enquiries.domain.referrals.MOST_WAITING", 0)

    answer = send(forum)

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_every_refusal_has_the_shape_of_the_interfaces_errors(forum, hook):
    answers = [
        forum.get(ADDRESS),
        send(forum, content_type="text/plain"),
        send(forum, b"x" * (hooks.MOST_BYTES + 1)),
        send(forum, address="/hooks/wrong"),
    ]

    for answer in answers:
        assert set(answer.json()) == {"error", "message", "details"}


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"\xff", b"[" * 50_000])
def test_whatever_is_signed_is_answered(forum, hook, body):
    assert send(forum, body).status_code == 200
    assert not Referral.objects.exists()


def test_neither_address_nor_secret_stands_in_the_log(forum, hook, caplog):
    caplog.set_level(logging.DEBUG)
    send(forum)
    send(forum, secret="wrong")
    send(forum, content_type="text/plain")
    forum.get(ADDRESS)
    send(forum, b"x" * (hooks.MOST_BYTES + 1))

    told = [record for record in caplog.records if record.name != "django.db.backends"]
    text = json.dumps([[record.getMessage(), str(record.args)] for record in told])
    assert KEY not in text
    assert SECRET not in text
