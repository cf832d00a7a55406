"""Countries and their parts in words, by their codes of ISO 3166."""

from django.utils.translation import gettext_lazy

_COUNTRIES = {
    "GB": gettext_lazy("United Kingdom"),
    "GB-EAW": gettext_lazy("England and Wales"),
    "GB-ENG": gettext_lazy("England"),
    "GB-GBN": gettext_lazy("Great Britain"),
    "GB-NIR": gettext_lazy("Northern Ireland"),
    "GB-SCT": gettext_lazy("Scotland"),
    "GB-UKM": gettext_lazy("United Kingdom and all its parts"),
    "GB-WLS": gettext_lazy("Wales"),
    "IE": gettext_lazy("Ireland"),
    "US": gettext_lazy("United States"),
}


def jurisdiction_words(code: str) -> str:
    """The country, or part of one, with this code; a code without words is itself."""
    return str(_COUNTRIES.get(code, code))
