"""Where a survey counts: in the forum itself, or in a web archive of it that somebody gives."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from alongside.connectors import past
from alongside.connectors.paged import PagedConnector
from alongside.connectors.port import BoardStatistics, Refused
from alongside.fetching.archive import WebArchive
from alongside.fetching.messages import Conversation
from alongside.forums import access
from alongside.forums.models import Forum
from alongside.matching.models import Survey
from alongside.matching.survey_actions import SurveyError

T = TypeVar("T")


class CarryOut(Protocol):
    """Carries a conversation out, as mining or not; `go_on` is asked before each request."""

    def __call__(
        self, conversation: Conversation[T], mining: bool, go_on: Callable[[], bool]
    ) -> T: ...


def archive_of(
    forum: Forum,
    files: Sequence[Path],
    *,
    progress: Callable[[int, int], None] = lambda _done, _known: None,
) -> WebArchive:
    """The pages of a forum's site in some web archives. Raises ArchiveError."""
    connector, site = access.connector_of(forum), access.site_of(forum)
    return WebArchive(
        files,
        host=urlsplit(forum.address).hostname or "",
        names=lambda address: past.names_of(connector, site, address),
        progress=progress,
    )


def name_boards(archive: WebArchive, forum: Forum, boards: Sequence[BoardStatistics]) -> None:
    """Lets boards be asked for by their numbers where the archive holds them by their titles."""
    connector, site = access.connector_of(forum), access.site_of(forum)
    if not isinstance(connector, PagedConnector):
        return
    for board in boards:
        with suppress(Refused):
            named = connector.pages.board_address(
                site, board_id=board.external_id, board_slug=board.slug
            )
            archive.name(named, board.address)


def source_of(archive: WebArchive | None) -> CarryOut:
    """The forum itself, by its robots.txt and at its pace, or an archive of it."""

    def live(conversation: Conversation[T], mining: bool, go_on: Callable[[], bool]) -> T:
        return access.carry_out(conversation, robots=True, mining=mining, go_on=go_on)

    def archived(conversation: Conversation[T], mining: bool, go_on: Callable[[], bool]) -> T:
        assert archive is not None
        return archive.carry_out(conversation, mining=mining, go_on=go_on)

    return live if archive is None else archived


def newest_in(archive: WebArchive | None) -> datetime | None:
    """When the newest page of an archive was captured; None without one, or without a page."""
    return archive.span[1] if archive is not None and archive.span else None


def archived_until_month(
    archive: WebArchive, forum: Forum, from_month: date | None, until_month: date
) -> date:
    """The last month that an archive can tell of. Raises SurveyError where it tells of none."""
    if (newest := newest_in(archive)) is None:
        raise SurveyError(
            f"These archives hold no page of {forum.name} ({urlsplit(forum.address).netloc})."
        )
    last = min(until_month, newest.date().replace(day=1))
    if from_month and from_month > last:
        raise SurveyError(
            f"The newest page in the archive is of {newest:%B %Y}. Give an earlier --since."
        )
    return last


def check_source(survey: Survey, archive: WebArchive | None) -> None:
    """A survey goes on where it was begun, else threads would count twice. Raises SurveyError."""
    if (survey.archived_until is None) == (archive is None):
        return
    begun, how = ("the forum itself", "without") if archive else ("a web archive", "with")
    raise SurveyError(
        f"A survey that is not finished counts in {begun}. Go on with it {how} --archive, or "
        "delete it with --drop."
    )
