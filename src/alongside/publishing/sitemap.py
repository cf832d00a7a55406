"""The map of the site for search engines (sitemaps.org): every forum, body, plan and commitment.

Of real ones.

A map holds 50,000 addresses at most; what is more goes into further maps, and an index names all.
"""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape

from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.plans.models import PlanVersion
from alongside.publishing.tables import absolute
from alongside.reporting.models import Commitment

MOST = 50_000
MEDIA_TYPE = "application/xml"
_PAGES = (
    "home", "forum-list", "body-list", "lists", "coverage", "duplicate-check", "official",
    "consultation-list", "across", "commitments", "period-list", "figures", "data", "changes",
    "about", "accessibility", "privacy",
)  # fmt: skip
_PAGE_OF = {"forums": "forum", "bodies": "body", "plans": "plan", "commitments": "commitment"}
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


class NoSuchMap(Exception):
    """There is no map of this kind and number."""


def index() -> str:
    """The index of all maps. One query for each kind."""
    return _document("sitemapindex", "sitemap", map(absolute, addresses_of_maps()))


def addresses_of_maps() -> list[str]:
    """Where each map is."""
    found = [_address("pages", 1)]
    for kind in _slugs_of():
        count = _slugs_of()[kind].count()
        found += [_address(kind, number + 1) for number in range(-(-count // MOST))]
    return found


def one_map(kind: str, number: int) -> str:
    """The map of this kind and number. One query. Raises NoSuchMap."""
    if number < 1:
        paths: list[str] = []
    elif kind == "pages" and number == 1:
        paths = [reverse(f"register:{name}") for name in _PAGES]
    elif kind in _slugs_of():
        page = _PAGE_OF[kind]
        # Found once with a name that stands for any: to find an address takes longer than the rest.
        pattern = reverse(f"register:{page}", args=["SLUG"])
        slugs = _slugs_of()[kind][(number - 1) * MOST : number * MOST]
        paths = [pattern.replace("SLUG", slug) for slug in slugs]
    else:
        paths = []
    if not paths:
        raise NoSuchMap(f"{kind}, {number}")
    return _document("urlset", "url", map(absolute, paths))


def _slugs_of() -> dict[str, QuerySet[Any, str]]:
    plans = PlanVersion.objects.filter(number__isnull=False, body__is_practice=False)
    return {
        "forums": Forum.objects.real().order_by("pk").values_list("slug", flat=True),
        "bodies": Body.objects.real().order_by("pk").values_list("slug", flat=True),
        "plans": plans.order_by("body__slug").values_list("body__slug", flat=True).distinct(),
        "commitments": Commitment.objects.filter(is_practice=False)
        .order_by("pk")
        .values_list("public_id", flat=True),
    }


def _address(kind: str, number: int) -> str:
    return reverse("register:sitemap-part", args=[kind, number])


def _document(root: str, entry: str, addresses: "map[str]") -> str:
    entries = "".join(f"<{entry}><loc>{escape(found)}</loc></{entry}>\n" for found in addresses)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n{entries}</{root}>\n'
    )
