"""What councils do, by their kind."""

import pytest

from alongside.bodies.domain.councils import CouncilKind, topics_of
from alongside.bodies.domain.topics import SCHEME, TOPICS


@pytest.mark.parametrize("kind", CouncilKind)
def test_every_kind_of_council_has_a_remit_in_known_topics(kind):
    topics = topics_of(kind)

    assert topics
    assert all(scheme == SCHEME and TOPICS[code] == label for scheme, code, label in topics)
    assert "regional-and-local-government" in {code for _, code, _ in topics}


def test_a_unitary_council_does_what_counties_and_districts_do():
    county, district, unitary = (
        {code for _, code, _ in topics_of(kind)}
        for kind in (CouncilKind.COUNTY, CouncilKind.DISTRICT, CouncilKind.UNITARY)
    )

    assert unitary == county | district
    assert "education" in county - district
    assert "welfare" in district - county


def test_schools_and_care_are_not_for_councils_in_northern_ireland():
    codes = {code for _, code, _ in topics_of(CouncilKind.NORTHERN_IRELAND)}

    assert not codes & {"education", "health-and-social-care", "transport", "welfare"}
