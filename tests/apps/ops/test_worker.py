"""The worker's lines: each step has its turn, whatever becomes of the others."""

import threading

import pytest

from alongside.ops import worker


@pytest.fixture(autouse=True)
def _without_database(monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


def broken():
    raise OverflowError("date value out of range")


def test_a_step_that_fails_is_logged_and_the_others_have_their_turn(caplog):
    done = []

    def step():
        done.append("step")
        return True

    with pytest.raises(worker.StepFailed, match="1 of 2"):
        worker.do_steps((broken, step))

    assert done == ["step"]
    assert "date value out of range" in caplog.text


def test_steps_that_found_nothing_say_so():
    assert worker.do_steps((lambda: False, lambda: True))
    assert not worker.do_steps((lambda: False, lambda: False))


class Pause(threading.Event):
    """Notes how long a line wants to wait, and stops it there."""

    def __init__(self):
        super().__init__()
        self.seconds = []

    def wait(self, timeout=None):
        self.seconds.append(timeout)
        self.set()
        return True


@pytest.mark.parametrize(
    ("step", "seconds"),
    [(broken, worker.AFTER_ERROR_SECONDS), (lambda: False, worker.IDLE_SECONDS)],
)
def test_a_line_pauses_longer_after_an_error_than_when_idle(step, seconds, monkeypatch):
    monkeypatch.setattr(worker.connection, "close", lambda: None)
    pause = Pause()

    worker.work_off((step,), pause)

    assert pause.seconds == [seconds]


def test_doing_what_is_due_does_the_second_line_though_the_first_is_stuck(monkeypatch):
    done = []
    monkeypatch.setattr(worker, "LINES", {"one": (broken,), "two": (lambda: done.append("two"),)})

    with pytest.raises(worker.StepFailed):
        worker.run_worker(once=True)

    assert done == ["two"]
