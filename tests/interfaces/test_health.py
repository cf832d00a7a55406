"""/health/ is asked by machines: by any host name, and without TLS."""

import os
import subprocess
import sys

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_health_answers_under_any_host_name(client: Client) -> None:
    response = client.get("/health/", headers={"host": "10.0.0.7:8000"})

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert client.get("/", headers={"host": "10.0.0.7:8000"}).status_code == 400


def test_health_answers_without_tls_where_pages_redirect_to_it(client: Client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/health/").status_code == 200
    assert client.get("/").status_code == 301


@pytest.mark.parametrize(
    ("address", "hosts", "origins"),
    [
        (
            "http://localhost:8000",
            ["localhost", "127.0.0.1", "[::1]"],
            ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"],
        ),
        (
            "http://[::1]:8000",
            ["[::1]", "localhost", "127.0.0.1"],
            ["http://[::1]:8000", "http://localhost:8000", "http://127.0.0.1:8000"],
        ),
        (
            "https://alongside.example",
            ["alongside.example"],
            ["https://alongside.example"],
        ),
    ],
)
def test_loopback_names_stand_for_one_another_and_for_nothing_else(
    address: str, hosts: list[str], origins: list[str]
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from alongside import settings as s; print(s.ALLOWED_HOSTS, s.CSRF_TRUSTED_ORIGINS)",
        ],
        env=os.environ | {"ALONGSIDE_ADDRESS": address},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == f"{hosts} {origins}"
