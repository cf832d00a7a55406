"""A thread was changed: XenForo 2.3 says at which number to look, and no more is believed.

Its webhooks carry the secret in clear and no signature, number or time. So the thread is read in
the forum itself, and counts as passed on where it stands in the board that moderators use for it.

Where an administrator limits the webhook to no board, it tells of every reply in the whole forum.
No moderator passed those threads on, so they are not looked at (law 1): a delivery must itself
name the board, as the forum's interface does in `data`, and the forum must confirm it.
"""

from dataclasses import dataclass
from typing import Any

from alongside.connectors.port import ForumSite
from alongside.connectors.referring import (
    AddresseeWanted,
    Delivery,
    Pointer,
    content_of,
    key_of,
    number_in,
    same,
)
from alongside.connectors.xenforo import parse

_WANTED = AddresseeWanted(
    name="Number of the board for questions to you",
    ask=(
        "Moderators move or copy a question into this board, and only they may. The number "
        "ends the board’s address: 12 in /forums/questions-for-the-department.12/."
    ),
    pattern=r"(?:.*[/.])?0*([1-9][0-9]{0,15})/?",
    wrong="Give the board’s number, in figures: the one that ends the board’s address.",
)


@dataclass(frozen=True, slots=True)
class XenforoReferrer:
    kind: str = "xenforo"
    is_believed: bool = False
    addressee: AddresseeWanted = _WANTED
    steps: tuple[str, ...] = (
        "Make a board, readable by guests, into which only moderators can put threads. Its number "
        "is the one above.",
        "In the admin control panel, under Setup, Webhooks, add a webhook (XenForo 2.3 or later). "
        "Target URL is the address, secret is the secret, content type is application/json. Leave "
        "“Enable SSL verification” and “Webhook is active” ticked.",
        "Under Threads, choose “Send only specific events”, and of these “thread.insert” and "
        "“thread.update”; among the criteria below them, choose that board. For everything else "
        "leave “Don’t send for any events”.",
        "To pass a question on, move or copy its thread into the board.",
    )

    def is_genuine(self, delivery: Delivery, *, secret: str) -> bool:
        return same(delivery.header("xf-webhook-secret"), secret)

    def pointer(self, delivery: Delivery, *, addressee: str) -> Pointer | None:
        kind = delivery.header("xf-content-type")
        if kind not in ("thread", "post"):
            return None
        if delivery.header("xf-webhook-event") not in ("insert", "update"):
            return None
        content = content_of(delivery.body)
        number = number_in(content, "content_id")
        if not _says_it_is_passed_on(content, kind, board_id=addressee):
            return None
        return Pointer(number, is_post=kind == "post")

    def keys(self, delivery: Delivery) -> tuple[str, ...]:
        """Content, event and number. A board busy with answers tells of its threads again and
        again, and what an open secret says twice is looked at once."""
        return (
            key_of(
                delivery.header("xf-content-type"),
                delivery.header("xf-webhook-event"),
                number_in(content_of(delivery.body), "content_id"),
            ),
        )

    def address(self, site: ForumSite, pointer: Pointer, *, like: str) -> str:
        kind = "posts" if pointer.is_post else "threads"
        return parse.place(site, f"{kind}/{pointer.number}/", like=like)


def _says_it_is_passed_on(content: dict[str, Any], kind: str, *, board_id: str) -> bool:
    """Whether the delivery speaks of a thread, or of a post in one, that guests see in the board,
    and of none that was left behind where one was moved away."""
    thread = content.get("data")
    if kind == "post" and isinstance(thread, dict):
        if thread.get("message_state", "visible") != "visible":
            return False
        thread = thread.get("Thread")
    if not isinstance(thread, dict):
        return False
    return (
        str(thread.get("node_id")) == board_id
        and thread.get("discussion_state", "visible") == "visible"
        and thread.get("discussion_type") != "redirect"
    )
