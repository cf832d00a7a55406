"""What an entry's own page says of it for programs, in the words of schema.org.

The same names of things as in the files (`linked_data`), so that who reads both sees one thing.
"""

from collections.abc import Sequence

from alongside.bodies.models import Body
from alongside.forums.models import Forum
from alongside.publishing.formats.linked_data import SCHEMA, Node
from alongside.publishing.tables.register import BODIES, FORUMS, body_page, forum_page


def forum_node(forum: Forum, *, topics: Sequence[str]) -> Node:
    """The forum as a WebSite; what is not known is left out."""
    page = forum_page(forum.slug)
    return _known(
        {
            "@context": SCHEMA,
            "@type": FORUMS.row_type,
            "@id": f"{page}#this",
            "mainEntityOfPage": page,
            "name": forum.name,
            "alternateName": list(forum.other_names),
            "url": forum.address,
            "description": forum.description,
            "about": [text for text in (forum.subject, *topics) if text],
            "inLanguage": list(forum.languages),
            "spatialCoverage": {"@type": "Place", "name": forum.area} if forum.area else None,
            "provider": {"@type": "Organization", "name": forum.operator_name}
            if forum.operator_name
            else None,
        }
    )


def body_node(body: Body, *, merged_slugs: Sequence[str] = ()) -> Node:
    """The body as a GovernmentOrganization; what is not known is left out."""
    page = body_page(body.slug)
    return _known(
        {
            "@context": SCHEMA,
            "@type": BODIES.row_type,
            "@id": f"{page}#this",
            "mainEntityOfPage": page,
            "name": body.name,
            "alternateName": [name for name in (body.acronym, *body.other_names) if name],
            "url": body.website,
            "sameAs": [f"{body_page(slug)}#this" for slug in merged_slugs],
            "description": body.remit,
            "foundingDate": body.founded_on.isoformat() if body.founded_on else None,
            "dissolutionDate": body.closed_on.isoformat() if body.closed_on else None,
            "parentOrganization": {"@id": f"{body_page(body.parent.slug)}#this"}
            if body.parent and body.parent.is_practice == body.is_practice
            else None,
        }
    )


def _known(node: Node) -> Node:
    return {term: value for term, value in node.items() if value}
