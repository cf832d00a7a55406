"""A post is escalated and assigned to the official account: Vanilla's signed webhook tells it.

The hosted product signs with HMAC-SHA1 and its administrators cannot choose another digest.
Forging one still takes the secret (RFC 6194, section 3.3), and nothing else rests on it.

An escalation is called "cmdEscalation" in the published code of 2024 and "escalation" in the
description of the interface; its being made is "insert" in older code and "add" in newer. All
are taken, in any case of letters, since the action is spelled in small ones.
"""

from dataclasses import dataclass

from alongside.connectors.port import ForumSite
from alongside.connectors.referring import (
    AddresseeWanted,
    Delivery,
    NotUnderstood,
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
    name="User number of the official account",
    ask=(
        "The number in the address of the account’s page in the dashboard, for example 4021. "
        "Moderators assign escalations to this account."
    ),
    pattern=r"(?:.*/)?0*([1-9][0-9]{0,15})(?:[/?#].*)?",
    wrong="Give the account’s number, in figures alone. Vanilla does not send its name.",
)


@dataclass(frozen=True, slots=True)
class VanillaReferrer:
    kind: str = "vanilla"
    is_believed: bool = True
    addressee: AddresseeWanted = _WANTED
    steps: tuple[str, ...] = (
        "In the dashboard, under Settings, Technical, Webhooks, add a webhook. Delivery URL is "
        "the address, secret is the secret.",
        "Choose individual events, and of these only those of escalations. Make it active.",
        "Give the official account a role that may be assigned escalations, and no other rights "
        "of moderators. If that takes moderators’ rights, use another account for it than the one "
        "that answers: the service does not post with such rights.",
        "To pass a question on, choose “Escalate” at the post and assign it to the official "
        "account.",
    )

    def is_genuine(self, delivery: Delivery, *, secret: str) -> bool:
        signature = delivery.header("x-vanilla-signature")
        name = "sha256" if signature.startswith("sha256=") else "sha1"
        return is_signed(signature, name=name, body=delivery.body, secret=secret)

    def pointer(self, delivery: Delivery, *, addressee: str) -> Pointer | None:
        if delivery.header("x-vanilla-event").lower() not in _NAMES:
            return None
        content = content_of(delivery.body)
        # The action stands in the signed bytes: escalation_insert, cmdescalation_assigned ….
        what, _, happened = text_in(content, "action").lower().partition("_")
        if what not in _NAMES or happened not in _PASSED_ON:
            return None
        payload = part_of(content, "payload")
        name = "cmdEscalation" if "cmdEscalation" in payload else "escalation"
        escalation = part_of(payload, name)
        if text_in(escalation, "status") == "done" or not _is_for(escalation, addressee):
            return None
        kind = text_in(escalation, "recordType")
        if kind not in ("discussion", "comment"):
            raise NotUnderstood("The escalation is neither of a discussion nor of a comment.")
        return Pointer(number_in(escalation, "recordID"), is_post=kind == "comment")

    def keys(self, delivery: Delivery) -> tuple[str, ...]:
        number = delivery.header("x-vanilla-id")
        return (key_of("bytes", delivery.body), *([key_of("number", number)] if number else []))

    def address(self, site: ForumSite, pointer: Pointer, *, like: str) -> str:
        # As the connector writes them, so that one discussion has one address.
        end = f"comment/{pointer.number}" if pointer.is_post else f"{pointer.number}/x"
        return f"{site.address.rstrip('/')}/discussion/{end}"


_NAMES = frozenset({"escalation", "cmdescalation"})
_PASSED_ON = frozenset({"insert", "add", "update", "assign", "assigned"})


def _is_for(escalation: dict[str, object], addressee: str) -> bool:
    """The number is certain; the name stands beside it where Vanilla adds the whole account."""
    number = escalation.get("assignedUserID")
    if isinstance(number, int | str) and is_named(str(number), addressee):
        return True
    account = escalation.get("assignedUser")
    return isinstance(account, dict) and is_named(text_in(account, "name"), addressee)
