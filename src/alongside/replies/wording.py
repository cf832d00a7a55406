"""How a reply is put into its forum, and how it reads there: what was approved is what is sent."""

import hashlib
from dataclasses import dataclass

from django.urls import reverse

from alongside.enquiries.models import Enquiry
from alongside.forums import access
from alongside.forums import queries as forums
from alongside.forums.models import Forum, OfficialAccount
from alongside.plans.domain import policy
from alongside.replies.domain.life import NotPossibleNow, Route
from alongside.replies.models import Reply


@dataclass(frozen=True, slots=True)
class Wording:
    """A reply as it is put into the forum, and as it reads there.

    `html` holds nothing that is loaded and no element of the writer's; `not_shown` names what
    the forum cannot show as it is meant.
    """

    text: str
    markup: str
    html: str
    not_shown: tuple[str, ...]
    by_hand: bool


def route_of(account: OfficialAccount) -> Route:
    """By the forum's interface when there is one and the account's secret is held; else by hand."""
    can_post = access.connector_of(account.forum).can_post and bool(account.sealed_secret)
    return Route.INTERFACE if can_post else Route.BY_HAND


def wording_of(reply: Reply) -> Wording:
    """How the reply is put into the forum: on its route, or the one that it would take now."""
    route = Route(reply.route) if reply.route else route_of(reply.account)
    return wording(reply.text, forum=reply.enquiry.forum, route=route)


def wording_to(enquiry: Enquiry, text: str) -> Wording:
    """How a text that answers the enquiry would be put into its forum now."""
    account = forums.account_in_use(forum_id=enquiry.forum_id, body_id=enquiry.body_id)
    route = route_of(account) if account is not None else Route.BY_HAND
    return wording(text, forum=enquiry.forum, route=route)


def wording(text: str, *, forum: Forum, route: Route) -> Wording:
    """How a text is put into the forum on a route, and how it reads there."""
    by_hand = route is Route.BY_HAND
    prepared = access.prepare_reply(text, forum=forum, by_hand=by_hand)
    return Wording(
        text=prepared.source,
        markup=prepared.markup,
        html=prepared.html,
        not_shown=prepared.not_shown,
        by_hand=by_hand,
    )


def mark_of(wording: Wording) -> str:
    """A short mark of the exact text, by which a page says which one it showed."""
    return hashlib.sha256(wording.text.encode()).hexdigest()


def settle(reply: Reply, *, account: OfficialAccount, seen_mark: str | None) -> None:
    """Sets account, route and exact text of a reply that is being approved; the caller saves it.

    `seen_mark` is the `mark_of` what the person read, None when the caller has just read it.
    Raises NotPossibleNow where it would be another text.
    """
    reply.account = account
    reply.route = route_of(account).value
    found = wording_of(reply)
    if seen_mark is not None and seen_mark != mark_of(found):
        raise NotPossibleNow(
            "The way in which this text is put into the forum has changed since you opened this "
            "page. Read it again as it would stand, then decide."
        )
    reply.prepared_text = found.text


def refusal_of_another(reply: Reply) -> policy.Decision:
    """Why an approved reply may not leave the house: it would not be the text that was read."""
    # Approved before these texts were kept: there is nothing to compare.
    if not reply.prepared_text or wording_of(reply).text == reply.prepared_text:
        return None
    forum = reply.enquiry.forum
    return policy.Refused(
        policy.Clause.WRITTEN_OTHERWISE,
        f"The text would be put into {forum.name} otherwise than it was approved: the forum runs "
        "on other software now, or this service writes for it in another way. Read it again as "
        "it would stand, then send it.",
        reverse("register:forum", args=[forum.slug]),
    )
