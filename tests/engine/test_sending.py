"""Replies against the real practice forum: two workers, a killed worker, a hold in time.

Law 6: rather late than twice, and never claimed unseen.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from alongside.accounts.models import User
from alongside.agreements import actions as agreements
from alongside.bodies.queries import duty_of
from alongside.connectors.misago.client import MisagoConnector
from alongside.connectors.port import Credential, ForumSite, Receipt, TryLater
from alongside.core import clock
from alongside.enquiries import actions as enquiries
from alongside.enquiries.models import Enquiry
from alongside.forums import access
from alongside.forums.models import Forum
from alongside.listening.models import BoardReading
from alongside.ops.starter import load
from alongside.replies import actions, jobs, sending
from alongside.replies.domain import life
from alongside.replies.domain.life import ReplyState
from alongside.replies.models import Reply
from tests.engine.meddling_proxy import meddling_proxy
from tests.engine.practice_forum import OFFICIAL_PASSWORD, PracticeForum
from tests.factories.hearing import hear_next_board

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parents[2]
TITLE = "How long does a maintenance loan take to arrive?"
ANSWER = (
    "Most payments arrive within three working days of the start of term.\n\n"
    "The page https://www.gov.uk/student-finance says when yours is due.\n\n"
    "Aldmere Public Services, official account"
)


@pytest.fixture
def line(
    practice_forum: PracticeForum, settings_for: Callable[[str], None]
) -> Callable[[str], Reply]:
    """Builds the whole line against an address and returns an approved reply to a new question."""

    def build(address: str) -> Reply:
        settings_for(address)
        load.load_practice(
            forum_address=address,
            official_secret=OFFICIAL_PASSWORD,
            password="practice makes better",
            by="test",
            at=clock.now(),
        )
        forum = load.practice_forum()
        asked = practice_forum.ask(
            board="student-finance",
            title=TITLE,
            text="Mine is three weeks late and the student finance line is always busy.",
        )
        load.discover_boards(forum, at=clock.now())
        # The other boards would only take time.
        BoardReading.objects.exclude(board__name="Student finance").delete()
        while hear_next_board():
            pass
        return approved_reply(Enquiry.objects.get(thread_id=str(asked["thread_id"])))

    return build


@pytest.fixture
def settings_for(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def point_to(address: str) -> None:
        monkeypatch.setattr(settings, "ALONGSIDE_LOOPBACK_FORUMS", [address])
        access.client.cache_clear()

    return point_to


def approved_reply(enquiry: Enquiry) -> Reply:
    adviser = duty_of(User.objects.get(username="adviser"))
    reader = duty_of(User.objects.get(username="reader"))
    # The practice operator asked that members come first for an hour; that hour has passed.
    Enquiry.objects.filter(pk=enquiry.pk).update(asked_at=clock.now() - timedelta(hours=2))
    enquiry = enquiries.claim_enquiry(enquiry_id=enquiry.pk, by=adviser, at=clock.now())
    reply = actions.save_draft(
        enquiry=enquiry, text=ANSWER, seen_at=None, by=adviser, at=clock.now()
    )
    actions.submit_reply(reply_id=reply.pk, override_reasons={}, by=adviser, at=clock.now())
    return actions.approve_reply(reply_id=reply.pk, by=reader, at=clock.now())


def times_it_stands(forum: PracticeForum, reply: Reply) -> int:
    """How often the answer's first sentence stands in the thread, as a guest reads it."""
    path = reply.enquiry.thread_address.removeprefix(reply.enquiry.forum.address)
    thread = forum.page(path)
    return thread.count("<p>Most payments arrive within three working days")


def start_worker(address: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "DATABASE_URL": database_of_this_test(),
        "ALONGSIDE_LOOPBACK_FORUMS": address,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "alongside.ops", "worker", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def database_of_this_test() -> str:
    from alongside.ops.state import other_database
    from tests.environment import DATABASE_URL

    return other_database(DATABASE_URL, connection.settings_dict["NAME"])


def wait_until(reached: Callable[[], bool], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def state_of(reply: Reply) -> str:
    return Reply.objects.values_list("state", flat=True).get(pk=reply.pk)


def test_a_real_question_is_answered_and_read_back(
    practice_forum: PracticeForum, line: Callable[[str], Reply]
) -> None:
    reply = line(practice_forum.address)

    assert jobs.send_next_reply()
    Reply.objects.filter(pk=reply.pk).update(not_before=clock.now())
    assert jobs.look_for_next_reply()

    reply.refresh_from_db()
    assert (reply.state, reply.proof) == ("live", "read_back")
    assert ANSWER.split(".")[0] in practice_forum.page(
        reply.public_link.removeprefix(practice_forum.address)
    )
    assert Enquiry.objects.get(pk=reply.enquiry_id).state == "answered"


def test_two_workers_started_at_once_never_send_one_reply_twice(
    practice_forum: PracticeForum, line: Callable[[str], Reply]
) -> None:
    """Law 6: rather late than twice."""
    reply = line(practice_forum.address)

    workers = [start_worker(practice_forum.address, "--once") for _ in range(2)]
    exit_codes = [worker.wait(60) for worker in workers]

    assert exit_codes == [0, 0]
    assert times_it_stands(practice_forum, reply) == 1
    assert reply.attempts.count() == 1


def test_a_worker_killed_between_the_call_and_the_record_leaves_the_reply_with_a_person(
    practice_forum: PracticeForum, line: Callable[[str], Reply], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law 6: the outcome is unknown to us, so it goes to a person, never back to the queue."""
    killed = threading.Event()
    workers: list[subprocess.Popen[bytes]] = []

    def kill_the_worker() -> None:
        workers[0].send_signal(signal.SIGKILL)
        workers[0].wait(10)
        killed.set()

    with meddling_proxy(practice_forum.address, kill_the_worker) as address:
        reply = line(address)
        workers.append(start_worker(address))
        assert killed.wait(60)

        assert state_of(reply) == ReplyState.SENDING
        later = clock.now() + life.SENDING_LIMIT + timedelta(seconds=1)
        sending.sweep_next_reply(at=later)
        second_worker = start_worker(practice_forum.address, "--once")
        assert second_worker.wait(60) == 0

    assert state_of(reply) == ReplyState.NEEDS_PERSON
    Forum.objects.filter(pk=reply.enquiry.forum_id).update(address=practice_forum.address)
    assert times_it_stands(practice_forum, reply) == 1


def test_a_hold_stops_a_reply_that_is_already_queued(
    practice_forum: PracticeForum, line: Callable[[str], Reply]
) -> None:
    """Law 1: "held" stops everything at once, queued posts included."""
    reply = line(practice_forum.address)
    agreements.hold_agreement(
        forum=reply.enquiry.forum,
        body=reply.enquiry.body,
        reason="Please wait.",
        by="operator",
        at=clock.now(),
    )

    worker = start_worker(practice_forum.address, "--once")
    assert worker.wait(60) == 0

    reply.refresh_from_db()
    assert (reply.state, reply.problem_clause) == ("stopped", "held")
    assert times_it_stands(practice_forum, reply) == 0


def test_addresses_and_brackets_read_in_misago_as_they_were_approved(
    practice_forum: PracticeForum, settings_for: Callable[[str], None]
) -> None:
    settings_for(practice_forum.address)
    asked = practice_forum.ask(board="student-finance", title=TITLE, text="When does it come?")
    text = (
        "See https://www.gov.uk/student-finance, or www.gov.uk/find. Then https://www.gov.uk/x.\n\n"
        "[b]Form[/b] [quote]A[/quote] [hr] -- it is <b>yours</b>. 🙂\n\n[code]1[/code]"
    )
    forum = ForumSite(practice_forum.address)

    receipts: list[Receipt] = []

    def has_let_us_post() -> bool:
        # The forum lets one account post every few seconds, and replies were sent just before.
        with contextlib.suppress(TryLater):
            receipts.append(
                access.client().carry_out(
                    MisagoConnector().post_reply(
                        forum,
                        credential=Credential("PracticeOfficial", OFFICIAL_PASSWORD),
                        thread_id=str(asked["thread_id"]),
                        text=text,
                    ),
                    robots=False,
                )
            )
        return bool(receipts)

    wait_until(has_let_us_post)
    (receipt,) = receipts
    sighting = access.client().carry_out(
        MisagoConnector().find_reply(
            forum, thread_address=receipt.address, text=text, account="PracticeOfficial"
        ),
        robots=True,
    )

    assert sighting is not None
    shown = practice_forum.page(receipt.address.removeprefix(practice_forum.address))
    assert 'href="https://www.gov.uk/student-finance"' in shown
    assert 'href="https://www.gov.uk/x"' in shown
