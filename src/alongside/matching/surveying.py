"""Going through a forum's past to count questions, with leave and within every budget.

    agreement and plan allow reading? → how many requests, how long → page by page of each board's
    list: its threads to their first answer, in memory → counts, and the place reached

The policy is asked again before every request (laws 1 and 2). A page of a list is counted as a
whole or not at all, so that a survey can stop at any moment and go on another day. Nothing of a
post, a title or a name is stored or logged (law 4).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings

from alongside.agreements import queries as agreements
from alongside.bodies.models import Body
from alongside.connectors import past
from alongside.connectors.asking import noticed
from alongside.connectors.pages import ThreadLine
from alongside.connectors.port import (
    BoardStatistics,
    ConnectorError,
    Post,
    Refused,
    TryLater,
    Unreadable,
)
from alongside.core import clock
from alongside.fetching.archive import NotArchived, WebArchive
from alongside.fetching.errors import FetchingError, ReservedByOwner
from alongside.fetching.messages import Conversation
from alongside.fetching.notices import NoticeKind
from alongside.fetching.robots import rules_of
from alongside.forums import access
from alongside.forums import queries as forums
from alongside.forums.models import Board, Forum
from alongside.manners.records import SharedNotices
from alongside.matching import queries as watches
from alongside.matching import survey_actions as actions
from alongside.matching import survey_results as results
from alongside.matching import survey_sources as sources
from alongside.matching.domain import surveys
from alongside.matching.domain.surveys import ALL, Estimate, Question, Topic
from alongside.matching.models import Survey, SurveyBoard
from alongside.matching.survey_sources import CarryOut
from alongside.plans import queries as plans
from alongside.plans.domain import policy

T = TypeVar("T")

LONGEST_ADDRESS = 500  # SurveyBoard.next_address
END_OF_PAGE = 5  # as in `connectors.paged`: a few lines, not one, tell where a page ends


class NotAllowed(actions.SurveyError):
    """Agreement, plan, robots.txt or a reservation refuses; the sentence names the clause."""


class Interrupted(actions.SurveyError):
    """It stopped on the way, and goes on from there when it is started again.

    `after_seconds` says when, where that is known.
    """

    def __init__(self, message: str, *, after_seconds: int | None = None) -> None:
        super().__init__(message)
        self.after_seconds = after_seconds


@dataclass(frozen=True, slots=True)
class Prepared:
    """What would be done: nothing of it has been written yet."""

    forum: Forum
    body: Body
    survey: Survey | None  # that is gone on with
    boards: Sequence[tuple[Board, int | None]]  # with the count of threads that the forum tells
    topics: Sequence[Topic]
    estimate: Estimate
    from_month: date | None
    until_month: date
    refusals: Sequence[str] = ()  # of boards that are left out
    archive: WebArchive | None = None  # that it counts in, in place of the forum itself


def prepare(
    *,
    forum: Forum,
    body: Body,
    from_month: date | None,
    until_month: date,
    board_ids: Collection[str] = (),
    archive: WebArchive | None = None,
    at: datetime,
) -> Prepared:
    """Asks the policy and reads the forum's front page: what is allowed, and what it costs.

    With an `archive` nothing is asked of the forum: its front page too is that of the archive. A
    survey that is not finished is gone on with, as it was begun. Raises NotAllowed, SurveyError
    and Interrupted.
    """
    connector = access.connector_of(forum)
    if not past.can_be_surveyed(connector):
        raise actions.SurveyError(f"{connector.name} cannot be gone through page by page.")
    survey = results.open_survey(forum_id=forum.pk, body_id=body.pk)
    if archive is not None:
        until_month = sources.archived_until_month(archive, forum, from_month, until_month)
    if survey:
        sources.check_source(survey, archive)
    rows = list(survey.boards.filter(finished_at=None).select_related("board")) if survey else []
    boards = [row.board for row in rows] if survey else list(forum.boards.all())
    if board_ids and not survey:
        boards = [board for board in boards if board.external_id in board_ids]
    if not boards:
        raise actions.SurveyError(
            f"The register knows no such board of {forum.name}. Run: alongside forums boards "
            f"{forum.slug}"
        )
    allowed, refusals = [], []
    for board in boards:
        refusal = reading_refused(forum, body, board.external_id, at=at)
        if refusal is None:
            allowed.append(board)
        else:
            refusals.append(refusal)
    if not allowed:
        raise NotAllowed(refusals[0])
    if archive is None:
        _check_pause(forum, body, at=at)
    shown = _boards_shown(forum, body, allowed, sources.source_of(archive))
    counts = {board.external_id: board.threads for board in shown}
    if archive is not None:
        sources.name_boards(archive, forum, shown)
    done = {row.board_id: _done(row) for row in rows}
    left = [
        _left(counts.get(board.external_id), counted=done.get(board.pk, 0)) for board in allowed
    ]
    return Prepared(
        forum=forum,
        body=body,
        survey=survey,
        boards=[(board, counts.get(board.external_id)) for board in allowed],
        topics=results.topics_of(survey) if survey else topics_for(forum, body),
        estimate=surveys.estimate(
            left,
            pause_seconds=_pause_seconds(forum),
            requests_a_day=settings.ALONGSIDE_REQUESTS_A_DAY,
        ),
        from_month=survey.from_month if survey else from_month,
        until_month=survey.until_month if survey else until_month,
        refusals=tuple(dict.fromkeys(refusals)),
        archive=archive,
    )


def run(
    prepared: Prepared,
    *,
    by: str,
    most_requests: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _known: None,
) -> Survey:
    """Goes through the boards that are left. Raises Interrupted, NotAllowed and SurveyError.

    Whatever is raised, the counts up to the last whole page are kept.
    """
    survey = prepared.survey or actions.begin_survey(
        forum=prepared.forum,
        body=prepared.body,
        boards=prepared.boards,
        topics=prepared.topics,
        from_month=prepared.from_month,
        until_month=prepared.until_month,
        by=by,
        at=clock.now(),
        archived_until=sources.newest_in(prepared.archive),
    )
    actions.claim_survey(survey_id=survey.pk, at=clock.now())
    known = prepared.estimate.threads or 0
    sitting = _Sitting(
        survey, list(prepared.topics), most_requests, progress, known, archive=prepared.archive
    )
    try:
        rows = survey.boards.filter(finished_at=None).select_related("board")
        for row in rows:
            # Boards that the operator does not open stay where they are.
            if reading_refused(survey.forum, survey.body, row.board.external_id, at=clock.now()):
                continue
            sitting.go_through(row)
    finally:
        actions.release_survey(survey_id=survey.pk)
    survey.refresh_from_db()
    return survey


def topics_for(forum: Forum, body: Body) -> list[Topic]:
    """The topics of the body's remit by the words of their labels, and its watches of the forum.

    Raises SurveyError where there is neither.
    """
    found = [
        topic
        for row in body.topics.all()
        if (topic := surveys.topic_of_label(f"{row.scheme}:{row.code}"[:200], row.label))
    ]
    for watch in watches.watches_for(forum_id=forum.pk, body_ids=[body.pk]):
        words = watch.expression
        found.append(
            Topic(f"watch:{watch.public_id}", watch.name, "watch", words.any_of, words.none_of)
        )
    if not found:
        raise actions.SurveyError(
            f"{body.name} has no topic in its remit and no watch, so there is nothing to count by."
        )
    return found


def reading_refused(forum: Forum, body: Body, board_id: str, *, at: datetime) -> str | None:
    """None where the body may read the board now, else the sentence that refuses."""
    decision = plans.ask_policy(
        policy.Act.READ,
        forum=forum,
        body=body,
        thread=policy.ThreadTerms(board_id=board_id, asked_at=at),
        at=at,
    )
    return decision.sentence if decision is not None else None


class _Sitting:
    """One run of a survey, until it is finished or something stops it."""

    def __init__(
        self,
        survey: Survey,
        topics: Sequence[Topic],
        most_requests: int | None,
        progress: Callable[[int, int], None],
        known: int,
        *,
        archive: WebArchive | None,
    ) -> None:
        self._survey, self._topics = survey, topics
        self._carry_out = sources.source_of(archive)
        self._left = most_requests
        self._progress, self._known, self._done = progress, known, 0
        self._connector = access.connector_of(survey.forum)
        self._site = access.site_of(survey.forum)
        self._handles = forums.official_handles(survey.forum_id)
        self._stopped_by = ""
        self._since = _start(survey.from_month) if survey.from_month else None
        self._end = _start(_next_month(survey.until_month))

    def go_through(self, row: SurveyBoard) -> None:
        """Every page of the board's list that is left."""
        way = _Way(address=row.next_address, counted_after=row.reached)
        while True:
            way.seen.add(way.address)
            page = self._list(row, way.address)
            if page is None:
                actions.record_page(
                    board_id=row.pk,
                    tallies={},
                    unreadable=0,
                    next_address="",
                    reached=None,
                    at=clock.now(),
                )
                return
            new = [line for line in page.lines if line.external_id not in way.ids]
            way.ids.update(line.external_id for line in new)
            wanted = [line for line in new if self._is_wanted(line, way)]
            questions, unreadable = self._questions(row, wanted)
            onward = page.next_address
            if self._ends(page.lines):
                onward = ""
            self._check_onward(onward, way, is_new=bool(new))
            actions.record_page(
                board_id=row.pk,
                tallies=surveys.count(questions, self._topics),
                unreadable=unreadable,
                next_address=onward,
                reached=_reached(page.lines),
                at=clock.now(),
            )
            if not onward:
                return
            way.address = onward

    def _list(self, row: SurveyBoard, address: str) -> past.ListPage | None:
        """A page of the board's list; None where a web archive holds no more of them."""
        reading = past.read_list_page(
            self._connector,
            self._site,
            board_id=row.board.external_id,
            board_slug=row.board.slug,
            address=address,
        )
        try:
            return self._fetch(row, reading)
        except Refused as exc:
            raise NotAllowed(f"{row.board.name}: {exc}") from exc
        except Unreadable as exc:
            if isinstance(exc.__cause__, NotArchived):
                if address:
                    return None
                raise actions.SurveyError(
                    f"The archive does not hold the list of threads of {row.board.name}. Leave "
                    "the board out with --board, or give an archive that holds it."
                ) from exc
            raise actions.SurveyError(f"{row.board.name}: {exc}") from exc

    def _questions(
        self, row: SurveyBoard, lines: Sequence[ThreadLine]
    ) -> tuple[list[Question], int]:
        questions: list[Question] = []
        unreadable = 0
        for line in lines:
            try:
                posts = self._fetch(
                    row, past.read_to_first_answer(self._connector, self._site, line)
                )
            except (Unreadable, Refused) as exc:
                if isinstance(exc.__cause__, ReservedByOwner):
                    raise
                unreadable += 1
            else:
                question = question_of(line, posts, handles=self._handles)
                if question is not None and self._is_within(question.asked_at):
                    questions.append(question)
            self._done += 1
            self._progress(self._done, max(self._known, self._done))
        return questions, unreadable

    def _fetch(self, row: SurveyBoard, conversation: Conversation[T]) -> T:
        """Carries out one conversation as mining, the policy asked before each request."""
        self._stopped_by = ""

        def go_on() -> bool:
            if self._left is not None and self._left <= 0:
                self._stopped_by = "As many requests as you gave have been made."
                return False
            refusal = reading_refused(
                self._survey.forum, self._survey.body, row.board.external_id, at=clock.now()
            )
            self._stopped_by = refusal or ""
            return refusal is None

        def on_end(error: FetchingError | None) -> None:
            # What was not carried out costs nothing of what was allowed.
            if error is None and self._left is not None:
                self._left -= 1

        try:
            return self._carry_out(noticed(conversation, on_end), True, go_on)
        except TryLater as exc:
            raise Interrupted(
                self._stopped_by or str(exc), after_seconds=exc.after_seconds
            ) from exc
        except Refused as exc:
            if isinstance(exc.__cause__, ReservedByOwner):
                raise NotAllowed(
                    f"{exc} Counting over many threads is such mining: ask the operator to lift "
                    "it for you."
                ) from exc
            raise

    def _is_wanted(self, line: ThreadLine, way: "_Way") -> bool:
        """Whether a thread is to be opened: not counted before, and asked in these months."""
        if line.is_pinned and way.address:
            return False  # it stands on top of every page, and was counted on the first
        last = line.last_post
        if way.counted_after and last and not line.is_pinned and last.at >= way.counted_after:
            return False
        if self._since and last and last.latest < self._since:
            return False
        if line.asked is None:
            return True
        return line.asked.at < self._end and not (self._since and line.asked.latest < self._since)

    def _is_within(self, asked_at: datetime) -> bool:
        return asked_at < self._end and not (self._since and asked_at < self._since)

    def _ends(self, lines: Sequence[ThreadLine]) -> bool:
        """Whether what comes on later pages is older than the first month."""
        times = [line.last_post.latest for line in lines if line.last_post and not line.is_pinned]
        return bool(self._since and times and max(times[-END_OF_PAGE:]) < self._since)

    def _check_onward(self, onward: str, way: "_Way", *, is_new: bool) -> None:
        if onward and (onward in way.seen or not is_new):
            raise actions.SurveyError("The board's pages lead in a circle.")
        if len(onward) > LONGEST_ADDRESS:
            raise actions.SurveyError("The board's list gives an address that is too long.")


@dataclass(slots=True)
class _Way:
    """Where a sitting stands in one board. Thread numbers live in memory only."""

    address: str
    counted_after: datetime | None
    seen: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)


def question_of(
    line: ThreadLine, posts: Sequence[Post], *, handles: frozenset[str]
) -> Question | None:
    """The thread as it is counted; None for an official's own, a hidden one, one without a time."""
    first = posts[0]
    asked_at = first.posted_at or (line.asked.at if line.asked else None)
    if first.is_hidden or first.author.lower() in handles or asked_at is None:
        return None
    answer = past.first_answer(tuple(posts))
    after: timedelta | None = None
    if answer is not None and answer.posted_at and past.is_told_well(first):
        after = answer.posted_at - asked_at if past.is_told_well(answer) else None
    return Question(
        asked_at=asked_at,
        text=f"{line.title}\n{first.text}",
        is_answered=answer is not None,
        answered_after=after,
    )


def _boards_shown(
    forum: Forum, body: Body, boards: Sequence[Board], carry_out: CarryOut
) -> Sequence[BoardStatistics]:
    """The boards that the forum's front page shows, with how many threads each has; none where it
    cannot be read: then nobody knows, and that is told."""
    try:
        return carry_out(
            access.connector_of(forum).read_boards(access.site_of(forum)),
            False,
            lambda: any(
                reading_refused(forum, body, board.external_id, at=clock.now()) is None
                for board in boards
            ),
        )
    except TryLater as exc:
        raise Interrupted(str(exc), after_seconds=exc.after_seconds) from exc
    except Unreadable:
        return ()
    except ConnectorError as exc:
        raise NotAllowed(str(exc)) from exc


def _check_pause(forum: Forum, body: Body, *, at: datetime) -> None:
    """The operator's pause between two readings holds between two sittings too."""
    agreement = agreements.newest_agreement(forum_id=forum.pk, body_id=body.pk)
    newest = results.newest_survey(forum_id=forum.pk, body_id=body.pk)
    hours = agreement.reading_every_hours if agreement else None
    if not hours or newest is None or newest.read_at is None:
        return
    left = newest.read_at + timedelta(hours=hours) - at
    if left > timedelta(0):
        raise Interrupted(
            f"The operator of {forum.name} allows a reading every "
            f"{'hour' if hours == 1 else f'{hours} hours'}.",
            after_seconds=int(left.total_seconds()) + 1,
        )


def _pause_seconds(forum: Forum) -> float:
    parts = urlsplit(forum.address)
    origin = f"{parts.scheme}://{parts.netloc}"
    own = access.client().policy.interval_for(origin)
    notice = SharedNotices().recall(origin, NoticeKind.ROBOTS)
    return max(own, rules_of(notice).pause_seconds) if notice and own else own


def _left(told: int | None, *, counted: int) -> int | None:
    return None if told is None else max(0, told - counted)


def _done(row: SurveyBoard) -> int:
    counted = row.counts.filter(topic=ALL).values_list("questions", flat=True)
    return sum(counted) + row.unreadable


def _reached(lines: Sequence[ThreadLine]) -> datetime | None:
    times = [line.last_post.at for line in lines if line.last_post and not line.is_pinned]
    return min(times, default=None)


def _start(month: date) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=UTC)


def _next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)
