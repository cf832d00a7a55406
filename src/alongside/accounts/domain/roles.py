"""Who may do what: one table, read by pages, actions and the test of every address."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    ADVISER = "adviser"
    SECOND_READER = "second_reader"
    ENGAGEMENT_LEAD = "engagement_lead"
    CENTRAL_TEAM = "central_team"
    ADMINISTRATOR = "administrator"


# Held for all bodies at once; the other roles are held for one body.
CENTRAL_ROLES = frozenset({Role.CENTRAL_TEAM, Role.ADMINISTRATOR})


class Permission(StrEnum):
    SEE_WORKSPACE = "see_workspace"
    ANSWER = "answer"  # claim enquiries, draft, send for second reading, post by hand
    SECOND_READ = "second_read"  # approve or return a colleague's reply
    LEAD = "lead"  # agreements, plans, watches, official accounts of the body
    OVERSEE = "oversee"  # read every body's work
    KEEP_FORUMS = "keep_forums"  # what the register says of forums: entries, addresses, figures
    KEEP_REGISTER = "keep_register"  # what the register says of public bodies
    ADMINISTER = "administer"  # people and their roles
    COMMIT = "commit"  # what bodies have committed to, by which day


ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.ADVISER: frozenset({Permission.SEE_WORKSPACE, Permission.ANSWER}),
    Role.SECOND_READER: frozenset(
        {Permission.SEE_WORKSPACE, Permission.ANSWER, Permission.SECOND_READ}
    ),
    Role.ENGAGEMENT_LEAD: frozenset(
        {
            Permission.SEE_WORKSPACE,
            Permission.ANSWER,
            Permission.SECOND_READ,
            Permission.LEAD,
            Permission.KEEP_FORUMS,
        }
    ),
    # Reads everything and speaks for no body: the readers of domain.md A1 ("scrutinise departmental
    # plans"), recommendation 22 of the same report. Keeps the register that all bodies share.
    Role.CENTRAL_TEAM: frozenset(
        {
            Permission.SEE_WORKSPACE,
            Permission.OVERSEE,
            Permission.KEEP_FORUMS,
            Permission.KEEP_REGISTER,
            Permission.COMMIT,
        }
    ),
    # Runs the service; does not answer citizens or approve answers.
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_WORKSPACE,
            Permission.OVERSEE,
            Permission.KEEP_FORUMS,
            Permission.KEEP_REGISTER,
            Permission.ADMINISTER,
        }
    ),
}


def allows(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether any of the roles carries the permission."""
    return any(permission in ALLOWED[role] for role in roles)
