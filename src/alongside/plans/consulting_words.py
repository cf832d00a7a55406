"""The words of letters about consultations: the first, for the lead to change, and the last."""

from django.conf import settings
from django.template.loader import render_to_string

from alongside.agreements.domain.links import LINK_LIVES
from alongside.bodies.models import Body
from alongside.plans.models import PlanVersion


def first_words(*, body: Body) -> tuple[str, str]:
    """Subject and text; the private link stands where `asking.LINK_MARK` does."""
    text = render_to_string("plans/consult.txt", {"body": body, "link_days": LINK_LIVES.days})
    return f"What do you think of the plan of {body.short_name}?"[:150], text.strip()


def outcome(version: PlanVersion) -> tuple[str, str]:
    """Subject and text for operators who commented, once the plan is published."""
    address = f"{settings.ALONGSIDE_ADDRESS}{version.get_absolute_url()}#consultation"
    body = version.body
    text = render_to_string(
        "plans/consulted.txt", {"version": version, "body": body, "address": address}
    )
    return f"What became of your comments on the plan of {body.short_name}"[:150], text.strip()
