"""Asking for a board's list of threads: what began since a time, or the newest where it is long."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from alongside.connectors.port import Connector, ForumSite, ThreadHeading, TooFarBack
from alongside.fetching.errors import FetchingError
from alongside.fetching.messages import Conversation, T, Validators


@dataclass(frozen=True, slots=True)
class Listed:
    """The threads of a list. `is_whole`: it came to what had been seen already.

    `is_unchanged`: its first page is the one whose validators were given, so nothing is new.
    `validators` are those of its first page, for the next time.
    """

    headings: Sequence[ThreadHeading] = ()
    is_whole: bool = True
    is_unchanged: bool = False
    validators: Validators = field(default_factory=Validators)


def read_board_list(
    connector: Connector,
    site: ForumSite,
    *,
    board_id: str,
    board_slug: str,
    since: datetime | None,
    known: Validators | None = None,
) -> Conversation[Listed]:
    """The threads started after `since`. Where more were than any list is gone through for, the
    newest alone: a board must not be deaf for good after a long silence of ours.

    With `known` a list whose first page has not changed costs the forum one short answer. Raises
    what `Connector.read_new_threads` does.
    """
    try:
        validators, headings = yield from if_changed(
            connector.read_new_threads(site, board_id=board_id, board_slug=board_slug, since=since),
            known or Validators(),
        )
    except TooFarBack as error:
        newest = error.found or (
            yield from connector.read_new_threads(
                site, board_id=board_id, board_slug=board_slug, since=None
            )
        )
        return Listed(newest, is_whole=False)
    if headings is None:
        return Listed(is_unchanged=True, validators=validators)
    return Listed(headings, validators=validators)


def if_changed(
    conversation: Conversation[T], known: Validators
) -> Conversation[tuple[Validators, T | None]]:
    """The conversation, unless its first page is still the one that is known: then None.

    Besides, the validators of its first page.
    """
    validators = Validators()
    is_first = True
    try:
        request = next(conversation)
        while True:
            try:
                answer = yield replace(request, known=known) if is_first and known else request
            except FetchingError as error:
                request = conversation.throw(error)
            else:
                if is_first and known and answer.is_unchanged:
                    return known, None
                if is_first:
                    validators = answer.validators
                request = conversation.send(answer)
            is_first = False
    except StopIteration as stop:
        return validators, stop.value
    finally:
        conversation.close()
