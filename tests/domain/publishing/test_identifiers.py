"""Where identifiers of bodies can be looked up."""

import pytest

from alongside.publishing.domain.identifiers import lookup_address, scheme_words


@pytest.mark.parametrize(
    ("scheme", "value", "address"),
    [
        ("WIKIDATA", "Q1", "https://www.wikidata.org/wiki/Q1"),
        ("GOVUK-SLUG", "a/../b?x", "https://www.gov.uk/government/organisations/a%2F..%2Fb%3Fx"),
        ("GB-GOR", "D10", ""),  # the register was closed
        ("OF-OUR-HOUSE", "7", ""),
    ],
)
def test_an_identifier_leads_to_its_public_register_where_there_is_one(scheme, value, address):
    assert lookup_address(scheme, value) == address


def test_a_scheme_that_is_not_known_is_said_by_its_own_name():
    assert scheme_words("OF-OUR-HOUSE") == "OF-OUR-HOUSE"
    assert scheme_words("GB-COH") == "Company number"
