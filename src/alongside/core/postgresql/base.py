"""The module that Django looks for in an engine of this name."""

import select
from typing import Any

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is asked "are you still there?" only when there is cause to.

    Django's health check asks the server at the start of every request that uses the database:
    a third of the time of a short question. A server that ended the connection has said so to its
    socket, and nothing else ever waits there between requests.
    """

    def is_usable(self) -> bool:
        if self.connection is not None and not self.errors_occurred and _is_silent(self.connection):
            return True
        return bool(super().is_usable())


def _is_silent(connection: Any) -> bool:
    """Whether the socket is open and nothing waits in it."""
    try:
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        return not poll.poll(0)
    except (OSError, ValueError, psycopg.Error):  # closed on our side
        return False
