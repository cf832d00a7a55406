"""Where a body's identifier can be looked up, and what the scheme is called. Pure.

Schemes are org-id prefixes (org-id.guide) where there is one, or our own names for other lists.
"""

from urllib.parse import quote

_SCHEMES: dict[str, tuple[str, str]] = {
    # scheme: what people call it, and the address of one entry; empty: no public page for one
    "GB-CHC": (
        "Charity number, England and Wales",
        "https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/"
        "{}",
    ),
    "GB-COH": (
        "Company number",
        "https://find-and-update.company-information.service.gov.uk/company/{}",
    ),
    "GB-GOR": ("Code in the Government organisation register, retired in 2021", ""),
    "GB-LAE": ("Local authority register, England", ""),
    "GB-LANI": ("Local authority register, Northern Ireland", ""),
    "GB-LAS": ("Local authority register, Scotland", ""),
    "GB-NHS": (
        "NHS organisation code",
        "https://directory.spineservices.nhs.uk/ORD/2-0-0/organisations/{}",
    ),
    "GB-PLA": ("Principal local authority register, Wales", ""),
    "GOVUK-CONTENT-ID": ("GOV.UK content identifier", ""),
    "GOVUK-COUNCIL": ("Council on GOV.UK", "https://www.gov.uk/find-local-council/{}"),
    "GOVUK-SLUG": ("On GOV.UK", "https://www.gov.uk/government/organisations/{}"),
    "GSS": (
        "Area code of the Office for National Statistics",
        "http://statistics.data.gov.uk/id/statistical-geography/{}",
    ),
    "SNAC": ("Former area code (SNAC)", ""),
    "WIKIDATA": ("Wikidata", "https://www.wikidata.org/wiki/{}"),
}


def scheme_words(scheme: str) -> str:
    """What people call the scheme; its own name when it is not known here."""
    return _SCHEMES.get(scheme, (scheme, ""))[0]


def lookup_address(scheme: str, value: str) -> str:
    """The page of a public register about this identifier; empty where there is none."""
    pattern = _SCHEMES.get(scheme, ("", ""))[1]
    return pattern.format(quote(value, safe="")) if pattern else ""
