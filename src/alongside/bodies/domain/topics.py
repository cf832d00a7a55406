"""Topics of remits and forums: the first level of GOV.UK's topic taxonomy (2019, OGL v3.0).

Bodies and forums may have topics of any other scheme besides; these are the ones that lists are
narrowed by and that the coverage matrix compares.
"""

SCHEME = "GOVUK-TOPIC"  # our name for this list in {scheme, code, label}

TOPICS: dict[str, str] = {
    "business-and-industry": "Business and industry",
    "childcare-parenting": "Parenting, childcare and children’s services",
    "corporate-information": "Corporate information",
    "crime-justice-and-law": "Crime, justice and law",
    "defence-and-armed-forces": "Defence and armed forces",
    "education": "Education, training and skills",
    "entering-staying-uk": "Entering and staying in the UK",
    "environment": "Environment",
    "going-and-being-abroad": "Going and being abroad",
    "government": "Government",
    "health-and-social-care": "Health and social care",
    "housing-local-and-community": "Housing, local and community",
    "international": "International",
    "life-circumstances": "Life circumstances",
    "money": "Money",
    "regional-and-local-government": "Regional and local government",
    "society-and-culture": "Society and culture",
    "transport": "Transport",
    "welfare": "Welfare",
    "work": "Work",
}
