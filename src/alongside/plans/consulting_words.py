"""The first words of a letter that consults an operator, for the lead to change."""

from django.template.loader import render_to_string

from alongside.agreements.domain.links import LINK_LIVES
from alongside.bodies.models import Body


def first_words(*, body: Body) -> tuple[str, str]:
    """Subject and text; the private link stands where `asking.LINK_MARK` does."""
    text = render_to_string("plans/consult.txt", {"body": body, "link_days": LINK_LIVES.days})
    return f"What do you think of the plan of {body.short_name}?"[:150], text.strip()
