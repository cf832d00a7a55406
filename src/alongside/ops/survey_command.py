"""`alongside survey FORUM`: counts over a forum's past, as evidence for a plan."""

import csv
import json
import os
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from alongside.bodies.models import Body
    from alongside.fetching.archive import WebArchive
    from alongside.forums.models import Forum
    from alongside.matching.domain.surveys import Tally
    from alongside.matching.models import Survey
    from alongside.matching.surveying import Prepared

console = Console(highlight=False, emoji=False)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

MONTHS_BACK = 12
INTERRUPTED = 3
EXAMPLE = "Example: `alongside survey money-talk --body dwp --since 2025-01 --go`"
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])", re.ASCII)


def survey(
    forum: Annotated[str, typer.Argument(help="The forum's identifier in the register.")],
    body: Annotated[str, typer.Option(help="The body whose remit is counted by.")],
    since: Annotated[str, typer.Option(help="First month, as 2025-01; a year back.")] = "",
    until: Annotated[str, typer.Option(help="Last month; the one before this.")] = "",
    board: Annotated[
        list[str] | None, typer.Option(help="Only this board, by its number; may be repeated.")
    ] = None,
    go: Annotated[
        bool, typer.Option("--go", help="Begin, or go on. Without it, only tells what it takes.")
    ] = False,
    requests: Annotated[
        int | None, typer.Option(min=1, help="Stop after so many requests to the forum.")
    ] = None,
    archive: Annotated[
        list[Path] | None,
        typer.Option(
            help="Count in this web archive of the forum (WARC), and ask the forum nothing; may be "
            "repeated."
        ),
    ] = None,
    result: Annotated[
        bool, typer.Option("--result", help="Show the newest counts and ask the forum nothing.")
    ] = False,
    drop: Annotated[
        bool, typer.Option("--drop", help="Delete the survey that is not finished.")
    ] = False,
    file: Annotated[Path | None, typer.Option(help="Write the counts to this CSV file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Counts how many questions of a forum's past touched each topic of a body's remit.

    Also how many nobody answered, and how soon the others were. It needs an agreement that allows
    machine reading and a plan in force, keeps numbers only, and goes at the forum's pace: without
    --go it tells how many requests that takes. Stopped at any moment, it goes on from there. Ends
    with 3 where it stopped on the way. With --archive no request is made: pages that guests were
    shown are read as a crawler wrote them down, for which it needs the same leave.
    """
    from alongside.core import clock
    from alongside.fetching.archive import ArchiveError
    from alongside.matching import survey_actions, survey_results, surveying

    if file is not None and (file.is_dir() or not os.access(file.parent, os.W_OK)):
        # Said now, and not after hours of asking.
        _fail(f"{file} cannot be written: it is a folder, or stands in none of yours.", as_json)
    now = clock.now()
    place, whose = _forum(forum, as_json), _body(body, as_json)
    standing = survey_results.newest_survey(forum_id=place.pk, body_id=whose.pk)
    if result:
        if standing is None:
            _fail(f"There is no survey of {place.name} for {whose.name} yet.", as_json)
        _finish(standing, file, as_json)
        return
    if drop:
        if standing is None or standing.finished_at is not None:
            _fail("There is no survey that is not finished.", as_json)
        survey_actions.drop_survey(survey_id=standing.pk, by="command line", at=now)
        _tell({"dropped": standing.public_id}, "The survey and its counts were deleted.", as_json)
        return
    try:
        archived = _archive(archive, place) if archive else None
    except ArchiveError as exc:
        _fail(str(exc), as_json)
    newest = archived.span[1] if archived and archived.span else now
    first, last = _months(since, until, newest=newest, today=now)
    if standing is not None and standing.finished_at is None:
        _must_be_as_begun(standing, (first, last) if since or until else None, board, as_json)
    try:
        prepared = surveying.prepare(
            forum=place,
            body=whose,
            from_month=first,
            until_month=last,
            board_ids=board or (),
            archive=archived,
            at=now,
        )
        if not go:
            _show_prepared(prepared, as_json)
            return
        done = _run(prepared, requests, as_json)
    except surveying.Interrupted as exc:
        _interrupted(exc, as_json)
    except survey_actions.SurveyError as exc:
        _fail(str(exc), as_json)
    except KeyboardInterrupt:
        errors.print("Stopped. What was counted is kept; the same command goes on from there.")
        raise typer.Exit(INTERRUPTED) from None
    _finish(done, file, as_json)


def _archive(files: list[Path], forum: "Forum") -> "WebArchive":
    """The captures of the forum's site. Raises ArchiveError."""
    from alongside.matching import survey_sources
    from alongside.ops.progress import told

    with told(errors, "Bytes of the archive") as progress:
        return survey_sources.archive_of(forum, files, progress=progress)


def _run(prepared: "Prepared", requests: int | None, as_json: bool) -> "Survey":
    from alongside.matching import surveying
    from alongside.ops.progress import told

    if not as_json:
        errors.print(_takes(prepared))
    with told(errors, "Threads") as progress:
        return surveying.run(prepared, by="command line", most_requests=requests, progress=progress)


def _show_prepared(prepared: "Prepared", as_json: bool) -> None:
    if as_json:
        document = {
            "forum": prepared.forum.slug,
            "body": prepared.body.slug,
            "goes_on_with": prepared.survey.public_id if prepared.survey else None,
            "from": f"{prepared.from_month:%Y-%m}" if prepared.from_month else None,
            "until": f"{prepared.until_month:%Y-%m}",
            "estimate": prepared.estimate.as_dict() if prepared.archive is None else None,
            "archived_pages": len(prepared.archive) if prepared.archive is not None else None,
            "boards": [
                {"id": board.external_id, "name": board.name, "threads": threads}
                for board, threads in prepared.boards
            ],
            "left_out": list(prepared.refusals),
            "topics": [topic.as_dict() for topic in prepared.topics],
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
        return
    begun = "Goes on with a survey" if prepared.survey else "A new survey"
    start = f"{prepared.from_month:%B %Y}" if prepared.from_month else "the beginning"
    console.print(
        f"[bold]{escape(prepared.forum.name)}[/], for {escape(prepared.body.name)}\n"
        f"{begun} of questions asked from {start} to {prepared.until_month:%B %Y}."
    )
    table = Table("Board", box=None, pad_edge=False)
    table.add_column("Threads", justify="right")
    for board, threads in prepared.boards:
        table.add_row(escape(board.name), "not told" if threads is None else f"{threads:,}")
    console.print(table)
    for refusal in prepared.refusals:
        console.print(f"Left out: {escape(refusal)}", soft_wrap=True)
    console.print("\n[bold]Counted by[/]")
    for topic in prepared.topics:
        words = ", ".join(topic.any_of) + (
            f"; not: {', '.join(topic.none_of)}" if topic.none_of else ""
        )
        console.print(f"{escape(topic.label)} ({topic.origin}): {escape(words)}", soft_wrap=True)
    console.print(f"\n{_takes(prepared)}\nNothing was begun. --go begins.")


def _takes(prepared: "Prepared") -> str:
    if (archive := prepared.archive) is not None and archive.span is not None:
        oldest, newest = archive.span
        return (
            f"The archive holds {len(archive):,} pages of the site, of {oldest:%d %B %Y} to "
            f"{newest:%d %B %Y}. Nothing is asked of the forum."
        )
    estimate = prepared.estimate
    pause = estimate.pause_seconds
    pace = (
        f"{f'one request every {pause:g} seconds' if pause else 'without a pause'} and at most "
        f"{estimate.requests_a_day:,} a day"
    )
    if estimate.requests is None or estimate.seconds is None or estimate.days is None:
        return (
            "The forum does not tell how many threads it has, so nobody knows how long it takes: "
            f"each thread is one request, at {pace}. --requests sets a limit."
        )
    whole = _time(estimate.seconds)
    days = f", spread over {estimate.days} days" if estimate.days > 1 else ""
    return (
        f"At most {estimate.requests:,} requests, {whole}{days}: {pace}. It is less where the "
        "months are only part of the forum’s past; quiet hours make it longer."
    )


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    if seconds < 5400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"


def _finish(done: "Survey", file: Path | None, as_json: bool) -> None:
    from alongside.matching import survey_results

    if file is not None:
        _write(done, file, as_json)
    found = survey_results.result_of(done)
    if as_json:
        print(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
        return
    start = f"{done.from_month:%B %Y}" if done.from_month else "the beginning"
    console.print(
        f"[bold]{escape(done.forum.name)}[/]: questions asked from {start} to "
        f"{done.until_month:%B %Y}, for {escape(done.body.name)}"
    )
    if done.finished_at is None:
        console.print(f"Not finished: {found.boards_finished} of {found.boards} boards.")
    table = Table("Topic", box=None, pad_edge=False)
    for head in ("Questions", "Share", "Unanswered", "Half answered within"):
        table.add_column(head, justify="right")
    for topic, tally in found.topics:
        table.add_row(*_cells(escape(topic.label), tally, found.whole.questions))
    table.add_row(*_cells("[bold]All questions[/]", found.whole, found.whole.questions))
    console.print(table)
    if found.unreadable:
        console.print(f"Threads that could not be read: {found.unreadable:,}.")
    when = f"until {done.read_at:%d %B %Y}" if done.read_at else "nothing yet"
    if done.archived_until:
        console.print(
            f"Counted in a web archive with pages until {done.archived_until:%d %B %Y}; threads "
            "that it lacks are missing."
        )
    console.print(
        f"Counted {when}; a question that touches two topics counts for both. Nothing but these "
        "numbers was kept."
    )
    if file is not None:
        console.print(f"By board, month and topic: {escape(str(file))}", soft_wrap=True)


def _cells(label: str, tally: "Tally", whole: int) -> tuple[str, ...]:
    share = f"{tally.questions / whole:.0%}" if whole else "no value"
    unanswered = tally.unanswered_share
    return (
        label,
        f"{tally.questions:,}",
        share,
        f"{unanswered:.0%}" if unanswered is not None else "no value",
        tally.half_within or "no value",
    )


def _write(done: "Survey", file: Path, as_json: bool) -> None:
    from alongside.matching import survey_results

    try:
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(survey_results.COLUMNS)
            writer.writerows(
                [_harmless(cell) for cell in row] for row in survey_results.rows_of(done)
            )
    except OSError as exc:
        _fail(f"{file} cannot be written: {exc.strerror}.", as_json)


def _harmless(cell: Any) -> Any:
    """A board's name is the forum's words: a spreadsheet must not take it for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell


def _interrupted(exc: Any, as_json: bool) -> NoReturn:
    after = exc.after_seconds
    if as_json:
        print(json.dumps({"error": str(exc), "after_seconds": after}, ensure_ascii=False))
    else:
        when = f" in {_time(after)}" if after else ""
        errors.print(f"{exc} What was counted is kept; the same command goes on{when}.")
    raise typer.Exit(INTERRUPTED)


def _months(since: str, until: str, *, newest: datetime, today: datetime) -> tuple[date, date]:
    """The months that are counted: without words of their own, a year of whole ones."""
    this = today.date().replace(day=1)
    whole = (newest.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    last = _month(until, "--until") if until else whole
    back = last.year * 12 + last.month - MONTHS_BACK
    first = _month(since, "--since") if since else date(back // 12, back % 12 + 1, 1)
    if first > last:
        raise typer.BadParameter("The first month must not be after the last one.")
    if last > this:
        raise typer.BadParameter("The last month cannot be in the future.")
    return first, last


def _must_be_as_begun(
    begun: "Survey", months: tuple[date, date] | None, boards: list[str] | None, as_json: bool
) -> None:
    """A survey goes on as it was begun: other months or boards are not passed over in silence."""
    own = set(begun.boards.values_list("board__external_id", flat=True))
    if months in (None, (begun.from_month, begun.until_month)) and own.issuperset(boards or ()):
        return
    start = f"{begun.from_month:%Y-%m}" if begun.from_month else "the beginning"
    _fail(
        f"A survey from {start} to {begun.until_month:%Y-%m} of {len(own)} "
        f"{'board' if len(own) == 1 else 'boards'} is not finished. Go on with it without --since, "
        "--until and --board, or delete it with --drop.",
        as_json,
    )


def _month(text: str, option: str) -> date:
    found = _MONTH.fullmatch(text)
    if found is None or int(found["year"]) < 1970:
        raise typer.BadParameter(f"{option} is a month such as 2025-01, not {text!r}.")
    return date(int(found["year"]), int(found["month"]), 1)


def _forum(slug: str, as_json: bool) -> "Forum":
    from alongside.forums.models import Forum

    try:
        return Forum.objects.standing().get(slug=slug)
    except Forum.DoesNotExist:
        _fail(f"There is no forum {slug!r}. Look at /forums/ for its identifier.", as_json)


def _body(slug: str, as_json: bool) -> "Body":
    from alongside.bodies.models import Body

    try:
        return Body.objects.get(slug=slug)
    except Body.DoesNotExist:
        _fail(f"There is no body {slug!r}. Look at /bodies/ for its identifier.", as_json)


def _tell(document: dict[str, Any], sentence: str, as_json: bool) -> None:
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        console.print(sentence)


def _fail(sentence: str, as_json: bool) -> NoReturn:
    if as_json:
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    else:
        errors.print(sentence, style="bold red")
    raise typer.Exit(1)
