"""A plan names roles and mailboxes of teams, never people."""

import pytest

from alongside.plans.domain.roles import fault_of_contact, fault_of_role


@pytest.mark.parametrize(
    "role",
    [
        "",
        "Head of Safeguarding",
        "Safeguarding lead, Aldmere Public Services",
        "Forum team",
        "Forum Team Duty Manager",
        "Deputy Director, Digital",
        "Head of Safeguarding, HM Treasury",
        "Head of Safeguarding, Natural England",
        "Head of Safeguarding for Aldmere",
        "Pennaeth Diogelu",
        "Designated safeguarding officer (children and adults)",
    ],
)
def test_a_role_is_taken(role):
    assert fault_of_role(role) == ""


@pytest.mark.parametrize(
    "role",
    [
        "Jane Smith",
        "Jane Smith, Head of Safeguarding",
        "Head of Safeguarding (Jane Smith)",
        "Head of Safeguarding – Jane Smith",
        "Safeguarding lead Jane Smith",
        "Dr Smith, Head of Safeguarding",
        "Mrs. Smith",
        "jane.smith@aldmere.example",
        "Jane",
        "whoever is there",
        "Head " * 40,
    ],
)
def test_law_4_a_name_is_no_role(role):
    assert fault_of_role(role)


@pytest.mark.parametrize(
    "contact",
    [
        "",
        "forums@aldmere.example",
        "forum.team@aldmere.example",
        "data.protection@aldmere.example",
        "aps-forums@aldmere.example",
        "https://www.aldmere.example/forums/contact",
    ],
)
def test_a_mailbox_of_a_team_or_a_page_is_taken(contact):
    assert fault_of_contact(contact) == ""


@pytest.mark.parametrize(
    "contact",
    [
        "jane.smith@aldmere.example",
        "jane.a.smith2@aldmere.example",
        "forums@aldmere",
        "ask at the desk",
        "javascript://aldmere.example/x",
        "https://[",
        "http://aldmere.example/a b",
        "https://aldmere.example/" + "a" * 400,
    ],
)
def test_law_4_a_persons_address_and_no_address_are_refused(contact):
    assert fault_of_contact(contact)
