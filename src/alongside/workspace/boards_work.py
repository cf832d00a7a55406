"""Boards that an operator lets be read and that nothing can be read from: silence is no news."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from alongside.accounts.domain.roles import Permission
from alongside.agreements import queries as agreements
from alongside.agreements.models import Agreement
from alongside.bodies.queries import Duty
from alongside.listening import queries as listening
from alongside.listening.models import BoardReading


@dataclass(frozen=True, slots=True)
class Deaf:
    """Boards of one forum that could not be read for hours, by one body's agreement."""

    agreement: Agreement
    readings: Sequence[BoardReading]

    @property
    def problem(self) -> str:
        return self.readings[0].problem

    @property
    def read_at(self) -> datetime | None:
        """When the last of them could be read; None: never."""
        return max((each.read_at for each in self.readings if each.read_at), default=None)


def deaf_for(duty: Duty, *, on: date) -> list[Deaf]:
    """Those of the bodies that the person leads, by the forum's name."""
    led = duty.body_ids(Permission.LEAD)
    if not led:
        return []
    found: list[Deaf] = []
    in_force = agreements.agreements_in_force(on=on).filter(allows_reading=True, body__in=led)
    readings = listening.readings_in_trouble(in_force.values("forum"))
    if not readings:
        return []
    of_forums = in_force.filter(forum__in=[*readings]).select_related("forum", "body")
    for agreement in of_forums.order_by("forum__name_key", "body__name_key", "pk"):
        theirs = [
            each
            for each in readings[agreement.forum_id]
            if not agreement.board_ids or each.board.external_id in agreement.board_ids
        ]
        if theirs:
            found.append(Deaf(agreement, theirs))
    return found
