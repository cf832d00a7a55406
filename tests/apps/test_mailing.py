"""How e-mail goes out: what the setting means, and how failures are told apart."""

import smtplib

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from alongside.core import mailing


def settings_of(url, tmp_path):
    return mailing.email_settings(url, folder=tmp_path)


def test_a_server_with_starttls(tmp_path):
    found = settings_of("smtp://robot%40gov.example:p%40ss@mail.example", tmp_path)

    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", 587)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("robot@gov.example", "p@ss")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (True, False)
    assert found["EMAIL_TIMEOUT"] > 0


def test_a_server_with_tls_from_the_start(tmp_path):
    found = settings_of("smtps://mail.example:4650", tmp_path)

    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (
        4650,
        False,
        True,
    )


def test_a_relay_on_this_machine_needs_no_tls(tmp_path):
    found = settings_of("smtp://127.0.0.1", tmp_path)

    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (
        25,
        False,
        False,
    )


def test_files_and_the_console(tmp_path):
    assert settings_of("file:", tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path)
    assert settings_of("console:", tmp_path)["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    "url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://x:secret@mail.example:no"]
)
def test_anything_else_stops_the_start_without_repeating_a_password(url, tmp_path):
    with pytest.raises(ImproperlyConfigured, match="ALONGSIDE_EMAIL_URL") as failure:
        settings_of(url, tmp_path)
    assert "secret" not in str(failure.value)


class Server:
    """A way out that fails where a test says."""

    def __init__(self, *, on_open=None, on_send=None):
        self.on_open, self.on_send, self.closed = on_open, on_send, False

    def open(self):
        if self.on_open:
            raise self.on_open

    def send_messages(self, messages):
        if self.on_send:
            raise self.on_send
        return len(messages)

    def close(self):
        self.closed = True


ADDRESS = "owner@forum.example"


@pytest.mark.parametrize(
    ("server", "outcome"),
    [
        (Server(on_open=ConnectionRefusedError()), mailing.TryLater),
        (Server(on_open=TimeoutError()), mailing.TryLater),
        (Server(on_open=smtplib.SMTPConnectError(421, b"busy")), mailing.TryLater),
        (Server(on_open=smtplib.SMTPAuthenticationError(535, b"no")), mailing.Refused),
        (Server(on_send=smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no")})), mailing.Refused),
        (Server(on_send=smtplib.SMTPRecipientsRefused({ADDRESS: (451, b"x")})), mailing.TryLater),
        (Server(on_send=smtplib.SMTPDataError(554, b"spam")), mailing.Refused),
        (Server(on_send=smtplib.SMTPDataError(452, b"full")), mailing.TryLater),
        (Server(on_send=smtplib.SMTPServerDisconnected()), mailing.OutcomeUnknown),
        (Server(on_send=TimeoutError()), mailing.OutcomeUnknown),
    ],
)
def test_what_a_mail_server_says_becomes_what_to_do_next(server, outcome):
    message = mail.EmailMessage("May we?", "Hello", to=[ADDRESS], connection=server)

    with pytest.raises(outcome) as failure:
        mailing.send(message)

    assert ADDRESS not in str(failure.value)
    assert "<" not in str(failure.value)


def test_a_message_that_went_out_closes_the_connection():
    server = Server()

    mailing.send(mail.EmailMessage("May we?", "Hello", to=[ADDRESS], connection=server))

    assert server.closed
