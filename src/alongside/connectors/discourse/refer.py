"""A topic is assigned to the department's group: Discourse tells it by a signed webhook.

The signature covers the bytes and not the headers. So what is assigned, and to whom, is taken
from the bytes, and one delivery is known again by its bytes as well as by its number.
"""

from dataclasses import dataclass

from alongside.connectors.port import ForumSite
from alongside.connectors.referring import (
    AddresseeWanted,
    Delivery,
    Pointer,
    content_of,
    is_named,
    is_signed,
    key_of,
    number_in,
    part_of,
    text_in,
)

_WANTED = AddresseeWanted(
    name="Group",
    ask=(
        "The name of the group to which moderators assign topics, as it stands in the "
        "group’s address, for example labour-department."
    ),
    pattern=r"(?:.*/(?:g|groups)/)?([\w.-]+)(?:/.*)?",
    wrong=(
        "Give the group’s name as it stands in its address: letters, figures, dots, dashes and "
        "underscores, without blanks."
    ),
)


@dataclass(frozen=True, slots=True)
class DiscourseReferrer:
    kind: str = "discourse"
    is_believed: bool = True
    addressee: AddresseeWanted = _WANTED
    steps: tuple[str, ...] = (
        "Under Groups, make a group with the name above and let moderators assign topics to it "
        "(“Who can assign this group”). The official account may be its only member.",
        "Under Admin, Webhooks, add a webhook. Payload URL is the address, secret is the secret, "
        "content type is application/json.",
        "Choose individual events, and of these only “assigned”. Leave “Check TLS certificate” "
        "ticked, and make it active.",
        "To pass a question on, assign its topic to the group.",
    )

    def is_genuine(self, delivery: Delivery, *, secret: str) -> bool:
        return is_signed(
            delivery.header("x-discourse-event-signature"),
            name="sha256",
            body=delivery.body,
            secret=secret,
        )

    def pointer(self, delivery: Delivery, *, addressee: str) -> Pointer | None:
        if delivery.header("x-discourse-event-type") != "assign":
            return None  # also the ping by which administrators try the address
        assigned = part_of(content_of(delivery.body), "assign")
        if text_in(assigned, "type") != "assigned":
            return None
        if not is_named(text_in(assigned, "assigned_to_group_name"), addressee):
            return None
        return Pointer(number_in(assigned, "topic_id"))

    def keys(self, delivery: Delivery) -> tuple[str, ...]:
        number = delivery.header("x-discourse-event-id")
        return (key_of("bytes", delivery.body), *([key_of("number", number)] if number else []))

    def address(self, site: ForumSite, pointer: Pointer, *, like: str) -> str:
        return f"{site.address.rstrip('/')}/t/{pointer.number}"
