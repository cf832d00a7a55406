"""Who may do what."""

import pytest

from alongside.accounts.domain.roles import ALLOWED, CENTRAL_ROLES, Permission, Role, allows


def test_every_role_has_its_line_in_the_table():
    assert set(ALLOWED) == set(Role)


def test_every_permission_is_held_by_somebody():
    assert frozenset().union(*ALLOWED.values()) == frozenset(Permission)


def test_whoever_may_do_anything_sees_the_workspace():
    assert all(Permission.SEE_WORKSPACE in allowed for allowed in ALLOWED.values())


@pytest.mark.parametrize("role", sorted(CENTRAL_ROLES))
@pytest.mark.parametrize("permission", [Permission.ANSWER, Permission.SECOND_READ, Permission.LEAD])
def test_roles_for_all_bodies_never_speak_for_one(role, permission):
    assert not allows([role], permission)


def test_an_adviser_approves_nothing():
    assert allows([Role.ADVISER], Permission.ANSWER)
    assert not allows([Role.ADVISER], Permission.SECOND_READ)


@pytest.mark.parametrize("role", [Role.ENGAGEMENT_LEAD, *sorted(CENTRAL_ROLES)])
def test_leads_and_the_roles_for_all_bodies_keep_the_entries_of_forums(role):
    assert allows([role], Permission.KEEP_FORUMS)


def test_roles_add_up():
    assert allows([Role.ADVISER, Role.SECOND_READER], Permission.SECOND_READ)


def test_nobody_without_a_role_may_do_anything():
    assert not any(allows([], permission) for permission in Permission)
