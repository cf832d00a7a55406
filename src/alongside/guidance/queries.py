"""Reading lines, sources and what counts as official for a body."""

from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from alongside.bodies.models import Body
from alongside.guidance.domain.checks import Circumstances, host_of
from alongside.guidance.models import ApprovedLine, Source


def lines_of(body_id: int, *, on: date) -> QuerySet[ApprovedLine]:
    """Approved lines of the body that have not expired."""
    return ApprovedLine.objects.filter(body_id=body_id, expires_on__gte=on).select_related("source")


def sources_of(body_id: int) -> QuerySet[Source]:
    """Official sources of the body."""
    return Source.objects.filter(body_id=body_id)


def circumstances_of(
    body: Body, *, links_allowed: bool, disclosure_line: str = ""
) -> Circumstances:
    """What the checks need to know about the body that answers, and what its plan promises."""
    own = {host_of(address) for address in sources_of(body.pk).values_list("address", flat=True)}
    if body.website:
        own.add(host_of(body.website))
    return Circumstances(
        body_name=body.name,
        body_acronym=body.acronym,
        official_domains=frozenset(own) | frozenset(settings.ALONGSIDE_OFFICIAL_DOMAINS),
        links_allowed=links_allowed,
        disclosure_line=disclosure_line,
    )
