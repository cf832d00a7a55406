"""A board whose list has not changed costs its forum one short answer, and nothing is missed."""

import pytest

from alongside.core import clock
from alongside.enquiries import jobs
from alongside.enquiries.models import Enquiry
from alongside.fetching.rehearsal import http_answer
from alongside.listening.models import BoardReading, ReadingDay
from tests.apps.enquiries.test_hearing_side_by_side import Forums, forums, readings
from tests.factories import HOUR, NOON

__all__ = ["forums", "readings"]  # fixtures
pytestmark = pytest.mark.django_db


@pytest.fixture
def tagged(monkeypatch):
    """Lists have a name for each version, as RFC 9110 has it; who gives it gets a 304.

    To be asked for before `forums`.
    """
    whole = Forums.answer
    statuses = []

    def answer(self, visit):
        answered = whole(self, visit)
        if "viewforum" not in visit.target:
            return answered
        etag = f'"{len(self.words)}"'
        is_known = visit.headers.get("if-none-match") == etag
        statuses.append(304 if is_known else 200)
        if is_known:
            return http_answer(304, headers=[("ETag", etag)])
        body = answered.partition(b"\r\n\r\n")[2]
        return http_answer(
            200, body, headers=[("Content-Type", "text/html; charset=utf-8"), ("ETag", etag)]
        )

    monkeypatch.setattr(Forums, "answer", answer)
    return statuses


def again(monkeypatch, hours):
    monkeypatch.setattr(clock, "now", lambda: NOON + hours * HOUR)
    BoardReading.objects.update(next_visit_at=NOON)
    jobs.hear_due_boards()


def test_a_list_that_has_not_changed_is_not_sent_again(tagged, forums, readings, monkeypatch):
    jobs.hear_due_boards()
    first = len(tagged)

    again(monkeypatch, 2)

    assert tagged == [200] * first + [304] * first
    assert not BoardReading.objects.exclude(problem="").exists()
    assert ReadingDay.objects.filter(visits=2, threads=2).count() == first


def test_a_list_that_has_changed_is_read(tagged, forums, readings, monkeypatch):
    jobs.hear_due_boards()
    raised = Enquiry.objects.count()
    forums.words[600] = "Is my sick pay late as well?"

    again(monkeypatch, 2)

    assert Enquiry.objects.count() == 2 * raised


def test_once_a_day_the_list_is_asked_for_whole_whatever_it_is_called(
    tagged, forums, readings, monkeypatch
):
    jobs.hear_due_boards()
    first = len(tagged)

    again(monkeypatch, 25)

    assert 304 not in tagged
    assert len(tagged) > first
