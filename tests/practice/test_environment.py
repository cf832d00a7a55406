from pathlib import Path

import forum_environment
import pytest

DATABASE_URL = "postgresql://anna@/practice_forum?host=/run/postgres"


def test_the_database_is_read_as_libpq_reads_it() -> None:
    environment = forum_environment.read_environment({"PRACTICE_DATABASE_URL": DATABASE_URL})

    assert environment.database == {
        "dbname": "practice_forum",
        "host": "/run/postgres",
        "user": "anna",
    }


def test_without_an_address_the_forum_is_on_this_machine() -> None:
    environment = forum_environment.read_environment({"PRACTICE_DATABASE_URL": DATABASE_URL})

    assert (environment.host, environment.port) == ("127.0.0.1", 8900)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8900", "http://localhost:1/", "http://127.3.2.1:80", "http://[::1]:8900"],
)
def test_an_address_of_this_machine_is_accepted(address: str) -> None:
    environment = forum_environment.read_environment(
        {"PRACTICE_DATABASE_URL": DATABASE_URL, "PRACTICE_ADDRESS": address}
    )

    assert environment.address == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        "http://0.0.0.0:8900",
        "http://192.0.2.7:8900",
        "http://forum.example.org:80",
        "http://127.0.0.1",
        "https://127.0.0.1:8900",
        "http://127.0.0.1:many",
        "http://127.0.0.1:8900/forum",
        "127.0.0.1:8900",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(forum_environment.EnvironmentProblem, match="PRACTICE_ADDRESS must"):
        forum_environment.read_environment(
            {"PRACTICE_DATABASE_URL": DATABASE_URL, "PRACTICE_ADDRESS": address}
        )


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("", "is missing"),
        ("postgresql://anna@/alongside", "with 'practice' in its name, not 'alongside'"),
        ("postgresql://anna@", "with 'practice' in its name, not ''"),
        ("a database", "cannot be read"),
    ],
)
def test_a_database_that_reset_must_not_drop_is_refused(url: str, complaint: str) -> None:
    with pytest.raises(forum_environment.EnvironmentProblem, match=complaint):
        forum_environment.read_environment({"PRACTICE_DATABASE_URL": url})


def test_the_secret_key_is_made_once_and_kept(tmp_path: Path) -> None:
    made = forum_environment.read_secret_key({}, tmp_path / "state")

    kept = forum_environment.read_secret_key({}, tmp_path / "state")

    assert made == kept
    assert len(made) >= 50
    assert (tmp_path / "state" / "secret-key").stat().st_mode & 0o077 == 0


def test_a_given_secret_key_is_used_and_not_written(tmp_path: Path) -> None:
    key = forum_environment.read_secret_key({"PRACTICE_SECRET_KEY": "given"}, tmp_path)

    assert key == "given"
    assert list(tmp_path.iterdir()) == []
