"""What is to be done about official accounts when a body closes or a forum moves."""

from dataclasses import dataclass

from django.db.models import QuerySet

from alongside.accounts.domain.roles import Permission
from alongside.agreements import account_looks
from alongside.bodies.queries import Duty
from alongside.forums import handing_over
from alongside.forums.models import OfficialAccount


@dataclass(frozen=True, slots=True)
class AccountsWork:
    """Work of a lead; of whoever keeps the register, the accounts of all bodies that closed."""

    of_closed_bodies: QuerySet[OfficialAccount]
    elsewhere: list[OfficialAccount]  # whose profile is known only where the forum stood before


def work_for(duty: Duty) -> AccountsWork:
    return AccountsWork(
        of_closed_bodies=handing_over.accounts_to_settle(duty),
        elsewhere=handing_over.profiles_elsewhere(duty.body_ids(Permission.LEAD)),
    )


def count_for(duty: Duty) -> int:
    """How many accounts wait for this person: to be settled, or for their proof."""
    unproved = account_looks.unproved(duty.body_ids(Permission.LEAD))
    return handing_over.accounts_to_settle(duty).count() + unproved
