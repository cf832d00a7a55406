"""What the embedded database writes down besides its tables."""

from urllib.parse import quote

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from alongside.ops import state
from tests import environment
from tests.factories import EnquiryFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        quote(str(state.state_folder()), safe="/") not in environment.DATABASE_URL,
        reason="The database is somebody else's.",
    ),
]
NAME = "NightShiftNell"


def written_since(place):
    log = state.state_folder() / "postgres" / "log"
    with log.open(encoding="utf-8") as lines:
        lines.seek(place)
        return lines.read()


def end_of_log():
    return (state.state_folder() / "postgres" / "log").stat().st_size


def test_law_4_a_row_that_the_database_refuses_does_not_stand_in_its_log():
    first = EnquiryFactory(title=f"For {NAME}")
    before = end_of_log()

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        EnquiryFactory(
            body=first.body, forum=first.forum, thread_id=first.thread_id, title=f"For {NAME}"
        )
    with (
        pytest.raises(psycopg.DataError),
        psycopg.connect(environment.DATABASE_URL) as directly,
    ):
        directly.execute("SELECT %s::text::int", [NAME])

    assert error.value.__cause__ is not None
    assert NAME not in written_since(before)


def test_the_servers_own_troubles_are_logged_all_the_same():
    with connection.cursor() as cursor:
        cursor.execute("SHOW log_min_messages")
        assert cursor.fetchone() == ("log",)


def test_a_server_that_is_joined_again_is_changed_once(tmp_path):
    """A second start changes nothing, so that nobody's server is reloaded for it."""
    settings_file = state.state_folder() / "postgres" / "postgresql.auto.conf"
    before = settings_file.stat().st_mtime_ns

    state.keep_values_out_of_its_log(environment.DATABASE_URL)

    assert settings_file.stat().st_mtime_ns == before
