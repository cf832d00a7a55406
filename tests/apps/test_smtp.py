"""Letters go out to a real mail server on this machine, by the worker's own step."""

import email
import email.policy
import re
import socket
import threading
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509

from alongside.agreements import jobs, links
from alongside.core import clock, mailing
from alongside.ops.worker import LINES
from tests.certificates import self_signed
from tests.factories import HOUR, NOON
from tests.factories import operators as of

pytestmark = pytest.mark.django_db

NAME = "mail.example"


class Post:
    """What the server was given, and what it says to each command; "" goes on as usual."""

    def __init__(self, **answers):
        self.envelopes = []
        self.answers = {name: list(said) for name, said in answers.items()}

    def _said(self, command):
        said = self.answers.get(command, [])
        return said.pop(0) if said else ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self._said("rcpt"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        answer = self._said("mail")
        if answer == "hang up":
            server.transport.close()
        elif answer:
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self._said("data")
        if answer and answer[0] in "45":
            return answer
        self.envelopes.append(envelope)
        self.session = session
        if answer == "hang up":
            server.transport.close()
        return "250 OK"

    @property
    def letters(self):
        return [
            email.message_from_bytes(one.content, policy=email.policy.default)
            for one in self.envelopes
        ]


class OnAnyPort(Controller):
    """The port is known once the server listens: 0 is any that is free."""

    def _trigger_server(self):
        with socket.create_connection(self.server.sockets[0].getsockname(), timeout=5) as visit:
            visit.recv(64)


@contextmanager
def serving(post, **options):
    controller = OnAnyPort(post, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.server.sockets[0].getsockname()[1]
    finally:
        controller.stop()


@contextmanager
def deaf():
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@contextmanager
def silent_after_data():
    """Takes the letter, and never says whether it has it."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            connection, _address = listening.accept()
            with connection, connection.makefile("rwb", buffering=0) as talk:
                talk.write(b"220 here\r\n")
                while line := talk.readline():
                    if line == b".\r\n":
                        done.wait(10)
                        return
                    if line[:4].upper() in (b"EHLO", b"MAIL", b"RCPT"):
                        talk.write(b"250 OK\r\n")
                    elif line[:4].upper() == b"DATA":
                        talk.write(b"354 go on\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            done.set()
            thread.join(10)


@pytest.fixture
def by(settings, tmp_path):
    """Sets how letters go out, as ALONGSIDE_EMAIL_URL would."""

    def set_to(url, *, seconds=5):
        for name, value in mailing.email_settings(url, folder=tmp_path).items():
            setattr(settings, name, value)
        settings.EMAIL_TIMEOUT = seconds

    return set_to


@pytest.fixture
def now(monkeypatch):
    """A clock that a test moves."""
    times = [NOON]
    monkeypatch.setattr(clock, "now", lambda: times[-1])
    return times


@pytest.fixture
def letter(now):
    return of.ask(of.contact(), sent=False).letters.get()


def key_in(message):
    return re.search(r"\?key=(\S+)", message.get_content())[1]


def opens(key):
    return links.look(key=key, network="192.0.2.1", at=NOON) is not None


# ------------------------------------------------------------------ delivered


def test_a_letter_is_delivered_by_the_workers_own_line_and_its_link_opens(letter, by):
    post = Post()
    with serving(post) as port:
        by(f"smtp://127.0.0.1:{port}")
        send, *_others = LINES["letters"]

        assert send()
        assert not send()

    letter.refresh_from_db()
    (message,) = post.letters
    (envelope,) = post.envelopes
    assert (letter.sent_at, letter.problem) == (NOON, "")
    assert letter.request.sent_at == NOON
    assert envelope.rcpt_tos == [of.ADDRESS]
    assert message["To"] == of.ADDRESS
    assert message["Subject"] == "May we help?"
    assert opens(key_in(message))


def test_a_server_that_hangs_up_after_taking_the_letter_over_has_taken_it(letter, by):
    class Curt(Post):
        async def handle_QUIT(self, server, session, envelope):  # noqa: N802
            server.transport.close()
            return "221 bye"

    post = Curt()
    with serving(post) as port:
        by(f"smtp://127.0.0.1:{port}")
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert (letter.sent_at, len(post.letters)) == (NOON, 1)


# ------------------------------------------------------------------ STARTTLS and signing in


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """Of a mail server that signs for itself: (its file, its context)."""
    return self_signed(tmp_path_factory.mktemp("tls"), x509.DNSName(NAME))


@pytest.fixture
def elsewhere(monkeypatch):
    """A mail server of another name, which happens to be on this machine."""
    found = socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        return found("127.0.0.1" if host == NAME else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def asked_for(name, password, *, answer=None):
    """How the server checks who signs in."""

    def check(server, session, envelope, mechanism, given):
        is_right = (given.login, given.password) == (name.encode(), password.encode())
        if is_right:
            return AuthResult(success=True, auth_data=name)
        return AuthResult(success=False, handled=False, message=answer)

    return check


def secured(certificate, **options):
    return {
        "tls_context": certificate[1],
        "require_starttls": True,
        "auth_required": True,
        "authenticator": asked_for("robot@gov.example", "p@ss"),
        **options,
    }


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.mark.usefixtures("elsewhere", "trusted")
def test_a_letter_goes_by_starttls_after_signing_in(letter, by, certificate):
    post = Post()
    with serving(post, **secured(certificate)) as port:
        by(f"smtp://robot%40gov.example:p%40ss@{NAME}:{port}")
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert (letter.sent_at, letter.problem) == (NOON, "")
    assert post.session.ssl is not None
    assert post.session.authenticated


@pytest.mark.usefixtures("elsewhere", "trusted")
def test_a_wrong_password_is_a_persons_work_and_is_repeated_nowhere(
    letter, by, certificate, caplog
):
    post = Post()
    with serving(post, **secured(certificate)) as port:
        by(f"smtp://robot%40gov.example:wr0ng-secret@{NAME}:{port}")
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert letter.problem == "The mail server did not accept our name and password."
    assert (letter.ended_at, letter.sent_at, post.envelopes) == (NOON, None, [])
    assert "wr0ng-secret" not in caplog.text
    assert of.ADDRESS not in caplog.text


@pytest.mark.usefixtures("elsewhere", "trusted")
def test_a_server_that_cannot_check_the_password_now_is_asked_again(letter, by, certificate):
    refusing = asked_for("robot@gov.example", "other", answer="454 4.7.0 Temporary failure")
    post = Post()
    with serving(post, **secured(certificate, authenticator=refusing)) as port:
        by(f"smtp://robot%40gov.example:p%40ss@{NAME}:{port}")
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert letter.problem == "The mail server cannot check our password just now."
    assert letter.ended_at is None


@pytest.mark.usefixtures("elsewhere")
def test_a_certificate_that_nobody_vouches_for_is_not_trusted_with_a_letter(
    letter, by, certificate
):
    post = Post()
    with serving(post, **secured(certificate)) as port:
        by(f"smtp://robot%40gov.example:p%40ss@{NAME}:{port}")
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert letter.problem == "The mail server's certificate or TLS is not in order."
    assert (letter.ended_at, post.envelopes) == (None, [])


@pytest.mark.usefixtures("elsewhere")
def test_a_server_elsewhere_without_starttls_gets_no_letter(letter, by):
    post = Post()
    with serving(post) as port:
        by(f"smtp://{NAME}:{port}")
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert letter.problem == "The mail server does not offer what is set: TLS, or signing in."
    assert (letter.ended_at, post.envelopes) == (None, [])


# ------------------------------------------------------------------ refused, and put off


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"rcpt": ["550 5.1.1 No such person"]}, "The mail server refuses this address."),
        ({"mail": ["550 5.7.1 Not from you"]}, "The mail server refuses the letter (550)."),
        ({"data": ["554 5.6.0 No"]}, "The mail server refuses the letter (554)."),
    ],
)
def test_what_the_server_will_never_take_is_a_persons_work(letter, by, answers, problem):
    post = Post(**answers)
    with serving(post) as port:
        by(f"smtp://127.0.0.1:{port}")
        jobs.send_next_letter()
        again = jobs.send_next_letter()

    letter.refresh_from_db()
    assert (letter.problem, letter.ended_at, letter.sent_at) == (problem, NOON, None)
    assert not again
    assert post.envelopes == []


@pytest.mark.parametrize(
    "answers",
    [
        {"rcpt": ["450 4.7.1 Greylisted, try again"]},
        {"mail": ["451 4.3.0 Later"]},
        {"data": ["451 4.3.0 Later"]},
        {"mail": ["421 4.3.2 Closing"]},
    ],
)
def test_what_the_server_puts_off_is_tried_again_and_arrives_once(letter, by, now, answers):
    post = Post(**answers)
    with serving(post) as port:
        by(f"smtp://127.0.0.1:{port}")
        jobs.send_next_letter()
        letter.refresh_from_db()
        put_off = letter.problem, letter.ended_at, letter.due_at
        too_early = jobs.send_next_letter()
        now.append(NOON + HOUR)
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert put_off[:2] == ("The mail server asks us to try again later.", None)
    assert put_off[2] > NOON
    assert not too_early
    assert (letter.sent_at, len(post.letters)) == (NOON + HOUR, 1)
    # The key of the first try was told to nobody, and opens nothing.
    assert letter.contact.links.count() == 1
    assert opens(key_in(post.letters[0]))


# ------------------------------------------------------------------ lost on the way


def test_law_6_a_connection_lost_after_the_letter_was_handed_over_goes_to_a_person(letter, by):
    post = Post(data=["hang up"])
    with serving(post) as port:
        by(f"smtp://127.0.0.1:{port}")
        jobs.send_next_letter()
        again = jobs.send_next_letter()

    letter.refresh_from_db()
    assert "it may have arrived" in letter.problem
    assert (letter.ended_at, letter.sent_at) == (NOON, None)
    assert not again
    # It did arrive: the link in it opens.
    assert opens(key_in(post.letters[0]))


def test_law_6_a_server_that_never_says_whether_it_has_the_letter_goes_to_a_person(letter, by):
    with silent_after_data() as port:
        by(f"smtp://127.0.0.1:{port}", seconds=0.5)
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert "it may have arrived" in letter.problem
    assert letter.ended_at == NOON


def test_a_connection_lost_before_the_letter_was_handed_over_is_tried_again(letter, by, now):
    post = Post(mail=["hang up"])
    with serving(post) as port:
        by(f"smtp://127.0.0.1:{port}")
        jobs.send_next_letter()
        letter.refresh_from_db()
        problem, ended_at = letter.problem, letter.ended_at
        now.append(NOON + HOUR)
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert problem == "The connection broke before the letter was handed over."
    assert ended_at is None
    assert (letter.sent_at, len(post.letters)) == (NOON + HOUR, 1)


def test_a_server_that_says_nothing_is_left_in_time_and_tried_again(letter, by):
    with deaf() as port:
        by(f"smtp://127.0.0.1:{port}", seconds=0.5)
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert letter.problem == "The mail server cannot be reached."
    assert letter.ended_at is None


def test_where_no_server_listens_the_letter_waits(letter, by):
    with deaf() as port:
        pass
    by(f"smtp://127.0.0.1:{port}")

    jobs.send_next_letter()

    letter.refresh_from_db()
    assert letter.problem == "The mail server cannot be reached."
    assert letter.ended_at is None


def test_practice_goes_to_a_file_whatever_the_settings_are(by, now, settings, tmp_path):
    settings.ALONGSIDE_MAIL_FOLDER = tmp_path / "mail"
    body = of.BodyFactory(practice=True)
    letter = of.ask(of.contact(body=body), sent=False).letters.get()
    post = Post()
    with serving(post) as port:
        by(f"smtp://127.0.0.1:{port}")
        jobs.send_next_letter()

    letter.refresh_from_db()
    assert (letter.sent_at, post.envelopes) == (NOON, [])
    assert len(list((tmp_path / "mail").iterdir())) == 1
