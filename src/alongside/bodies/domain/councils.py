"""What councils of the United Kingdom do, by their kind, in topics. Pure.

After GOV.UK, "Understand how your council works" (types of council; www.gov.uk/understand-how-your-
council-works), and for Northern Ireland nidirect, "Local councils": education, social care, roads
and housing are not for councils there. It is where a body's remit begins; people edit it.
"""

from enum import StrEnum

from alongside.bodies.domain.topics import SCHEME, TOPICS


class CouncilKind(StrEnum):
    COUNTY = "county"
    DISTRICT = "district"
    UNITARY = "unitary"  # all that counties and districts do: also boroughs of London, and so on
    NORTHERN_IRELAND = "northern_ireland"
    COMBINED = "combined"  # several councils together, and the Greater London Authority


_COUNTY = {
    "childcare-parenting",  # children's services
    "education",
    "health-and-social-care",  # adult social care, public health
    "transport",
    "environment",  # disposal of waste
    "regional-and-local-government",
}
_DISTRICT = {
    "housing-local-and-community",  # housing, planning, leisure
    "environment",  # collection of waste
    "money",  # Council Tax
    "welfare",  # Housing Benefit, Council Tax Reduction
    "regional-and-local-government",
}
_TOPICS = {
    CouncilKind.COUNTY: _COUNTY,
    CouncilKind.DISTRICT: _DISTRICT,
    CouncilKind.UNITARY: _COUNTY | _DISTRICT,
    CouncilKind.NORTHERN_IRELAND: {
        "environment",
        "housing-local-and-community",  # planning, leisure
        "regional-and-local-government",
    },
    CouncilKind.COMBINED: {
        "business-and-industry",
        "housing-local-and-community",
        "transport",
        "regional-and-local-government",
    },
}


def topics_of(kind: CouncilKind) -> list[tuple[str, str, str]]:
    """The remit of a council of this kind: (scheme, code, label), in the order of the topics."""
    return [(SCHEME, code, label) for code, label in TOPICS.items() if code in _TOPICS[kind]]
