"""The command line. Each command parses its arguments and makes one call into the domain."""

import json
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, NoReturn, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from alongside.ops import (
    bodies_commands,
    commitments_commands,
    forums_commands,
    periods_commands,
    plans_commands,
    state,
    survey_command,
)

P = ParamSpec("P")
R = TypeVar("R")

app = typer.Typer(
    name="alongside",
    help="Public servants alongside citizens, in the forums where people already help each other.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
people = typer.Typer(help="People who sign in.", no_args_is_help=True)
figures = typer.Typer(help="Public figures, and how to check them.", no_args_is_help=True)
forums = typer.Typer(help="Forums in the register.", no_args_is_help=True)
app.add_typer(people, name="people")
app.add_typer(figures, name="figures")
app.add_typer(forums, name="forums")
app.add_typer(forums, name="forum", hidden=True)  # of one forum people say "forum inspect"

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def with_service(command: Callable[P, R]) -> Callable[P, R]:
    """Prepares environment, database and Django before the command runs, and not for --help."""

    @wraps(command)
    def prepared(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            server = state.prepare_environment()
        except state.StateError as exc:
            _fail(str(exc))
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.db import OperationalError, ProgrammingError
        from psycopg.errors import UndefinedColumn, UndefinedTable

        try:
            django.setup()
            return command(*args, **kwargs)
        except (ImproperlyConfigured, state.StateError) as exc:
            _fail(str(exc))
        except OperationalError as exc:
            _fail(state.trouble_with_database(exc))
        except ProgrammingError as exc:
            if not isinstance(exc.__cause__, UndefinedColumn | UndefinedTable):
                raise
            _fail("The database's tables are not up to date. Run: alongside migrate")
        finally:
            if server is not None:
                server.cleanup()

    return prepared


app.add_typer(bodies_commands.prepared_by(with_service), name="bodies")
forums_commands.add_to(forums, with_service)
app.add_typer(plans_commands.prepared_by(with_service), name="plans")
app.add_typer(commitments_commands.prepared_by(with_service), name="commitments")
app.add_typer(periods_commands.prepared_by(with_service), name="periods")


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"alongside {version('alongside')}")
        raise typer.Exit


@app.callback()
def _whole(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    # The help of the whole stands where `app` is made; this is for what holds without a command.
    pass


@app.command()
def run(
    port: Annotated[
        int | None, typer.Option(help="Port of the public site and the workspace.")
    ] = None,
    practice: Annotated[
        bool, typer.Option(help="With the practice forum and practice data.")
    ] = True,
) -> None:
    """Runs everything on this machine: database, web process, worker, practice forum."""
    from alongside.ops import supervisor

    try:
        code = supervisor.run(port=port, practice=practice)
    except supervisor.Stopped as exc:
        errors.print(str(exc), style="bold red")
        code = 1
    raise typer.Exit(code)


@app.command()
@with_service
def worker(
    once: Annotated[bool, typer.Option(help="Do what is due now, then stop.")] = False,
) -> None:
    """Reads forums that agreed to it, sends approved replies and looks for them.

    Start as many as you like, on any machine that reaches the database.
    """
    from alongside.ops.worker import run_worker

    run_worker(once=once)


@app.command()
@with_service
def migrate() -> None:
    """Brings the database's tables up to date. Safe to repeat."""
    from django.core.management import call_command

    state.reach_database(os.environ["DATABASE_URL"])
    call_command("migrate", interactive=False, verbosity=0)
    console.print("The tables are up to date.")


@app.command()
@with_service
def starter() -> None:
    """Loads the starter data: public bodies, and the forums of the 2009 report. Safe to repeat."""
    from alongside.core import clock
    from alongside.ops.starter import load

    report = load.load_register(by="starter data", at=clock.now())
    console.print(str(report))


@app.command()
@with_service
def export(
    folder: Annotated[Path, typer.Argument(help="Where the files go. Made if missing.")],
    anew: Annotated[
        bool, typer.Option(help="Write every page, also those of entries that did not change.")
    ] = False,
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="That share the work; as many as processors here.")
    ] = os.cpu_count() or 1,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Writes the public site and its data as plain files that any web server serves.

    Done again into the same folder, it asks only for what has changed since. The folder is
    exchanged as a whole at the end, so that readers never see half of it.
    """
    from alongside.ops.progress import told
    from alongside.publishing.export import ExportError, export_site

    try:
        with told(errors, "Files") as progress:
            report = export_site(folder, anew=anew, processes=processes, progress=progress)
    except ExportError as exc:
        _fail(str(exc))
    if report.warning:
        errors.print(report.warning, style="yellow", soft_wrap=True)
    if as_json:
        console.print_json(json.dumps(report.as_dict()))
    else:
        console.print(str(report))


@app.command()
@with_service
def release(
    note: Annotated[
        str,
        typer.Option(help="What is to be known about it; needed for a second one of a day."),
    ] = "",
    by: Annotated[
        str, typer.Option(help="Who releases it: kept in the trail, not shown in public.")
    ] = "command line",
    for_practice: Annotated[
        bool,
        typer.Option(
            "--for-practice", help="Also where ALONGSIDE_ADDRESS is one of this machine alone."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Freezes every data file as of now under a version, with fingerprints, and publishes that."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from alongside.core import clock
    from alongside.publishing import actions, releases
    from alongside.publishing.tables import absolute

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    try:
        with Progress(*columns, console=errors, transient=True) as bar:
            task = bar.add_task("")
            made = actions.publish_release(
                note=note,
                by=by,
                at=clock.now(),
                for_this_machine=for_practice,
                progress=lambda done, known, name: bar.update(
                    task, completed=done, total=known, description=name
                ),
            )
    except actions.OnlyHere as exc:
        _fail(f"{exc} To practise here all the same: --for-practice.")
    except actions.ReleaseError as exc:
        _fail(str(exc))
    entry = releases.release_entry(made.version)
    rows = sum(table.counted.rows or 0 for table in entry.tables)
    address = absolute(made.get_absolute_url())
    if as_json:
        found = {"version": made.version, "files": len(entry.files), "rows": rows}
        console.print_json(json.dumps({**found, "bytes": entry.size, "address": address}))
        return
    console.print(
        f"Release {made.version}: {len(entry.files)} files, {rows:,} rows, "
        f"{entry.size / 1_000_000:.1f} MB, at {address}",
        soft_wrap=True,
    )


@people.command("add")
@with_service
def people_add(
    username: Annotated[str, typer.Argument(help="The name to sign in with.")],
    email: Annotated[str, typer.Option(help="Work e-mail.")],
    name: Annotated[str, typer.Option(help="The person's name, shown to colleagues.")],
    role: Annotated[
        str,
        typer.Option(
            help="adviser, second_reader, engagement_lead, central_team or administrator."
        ),
    ] = "administrator",
    body: Annotated[
        str | None, typer.Option(help="The body's identifier, for roles held in a body.")
    ] = None,
) -> None:
    """Adds a person with a first role; asks for a first password (or reads ALONGSIDE_PASSWORD)."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from alongside.accounts.domain.roles import CENTRAL_ROLES, Role
    from alongside.bodies import actions
    from alongside.bodies.models import Body
    from alongside.core import clock

    try:
        wanted = Role(role)
    except ValueError:
        raise typer.BadParameter(f"{role} is no role. Roles: {', '.join(Role)}.") from None
    if (wanted in CENTRAL_ROLES) != (body is None):
        raise typer.BadParameter(
            "Give --body for advisers, second readers and engagement leads, and only for them."
        )
    password = os.environ.get("ALONGSIDE_PASSWORD") or typer.prompt(
        "First password", hide_input=True, confirmation_prompt=True
    )
    try:
        validate_password(password)
        actions.add_person(
            username=username,
            email=email,
            display_name=name,
            password=password,
            role=wanted,
            body=Body.objects.get(slug=body) if body else None,
            by="command line",
            at=clock.now(),
        )
    except ValidationError as exc:
        _fail(" ".join(exc.messages))
    except Body.DoesNotExist:
        _fail(f"There is no body {body!r}. Look at /bodies/ for its identifier.")
    except actions.NameTaken as exc:
        _fail(str(exc))
    console.print(f"{username} can sign in now.")


@figures.command("recompute")
@with_service
def figures_recompute(
    path: Annotated[
        Path,
        typer.Argument(
            help="A folder with the published files, as /data/ or a release has them; or "
            "enquiries.csv alone.",
            exists=True,
        ),
    ],
    at: Annotated[
        str | None,
        typer.Option(
            help="The moment of the files, ISO 8601; left out: as figures.csv says, or now."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Computes the public figures again from the published files alone, so that anyone can check.

    From a folder: every figure of the register, its lists, who covers what, and of questions,
    beside what was published; exit code 1 where a number differs. From enquiries.csv: those about
    questions.
    """
    from datetime import datetime

    from alongside.core import clock
    from alongside.ops import figures_commands
    from alongside.publishing.recompute import figures_from_enquiries_csv

    try:
        given = datetime.fromisoformat(at) if at else None
    except ValueError:
        _fail(f"--at must be a moment such as 2026-05-06T12:00:00+00:00, not {at!r}.")
    if path.is_dir():
        figures_commands.recompute_folder(path, at=given, as_json=as_json)
        return
    file, moment = path, given or clock.now()
    try:
        found = figures_from_enquiries_csv(file.read_text(encoding="utf-8"), at=moment)
    except UnicodeDecodeError:
        _fail(f"{file} is no text in UTF-8, as every published file is.")
    except OSError as exc:
        _fail(f"{file} cannot be read: {exc.strerror}.")
    except ValueError as exc:
        _fail(str(exc))
    if as_json:
        console.print_json(json.dumps([indicator.as_dict() for indicator in found]))
        return
    table = Table("Figure", "Value", "n")
    for indicator in found:
        table.add_row(indicator.name, indicator.value_words, str(indicator.denominator))
    console.print(table)


@forums.command("boards")
@with_service
def forums_boards(
    forum: Annotated[str, typer.Argument(help="The forum's identifier in the register.")],
) -> None:
    """Reads a forum's boards from its public pages and schedules them to be read.

    Members' posts are read only under an agreement that allows it.
    """
    from alongside.connectors.port import ConnectorError
    from alongside.core import clock
    from alongside.forums.models import Forum
    from alongside.ops.starter import load

    try:
        boards = load.discover_boards(Forum.objects.standing().get(slug=forum), at=clock.now())
    except Forum.DoesNotExist:
        _fail(f"There is no forum {forum!r}. Look at /forums/ for its identifier.")
    except ConnectorError as exc:
        _fail(str(exc))
    console.print(f"{len(boards)} {'board' if len(boards) == 1 else 'boards'}.")


@app.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True}, hidden=True
)
@with_service
def manage(context: typer.Context) -> None:
    """Django's own commands, for developers."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["alongside manage", *context.args])


# The help lists commands in this order: what runs the service stands first.
app.command("survey", epilog=survey_command.EXAMPLE)(with_service(survey_command.survey))


def _fail(sentence: str) -> NoReturn:
    # The sentence may quote what somebody typed: brackets in it are no markup.
    errors.print(sentence, style="bold red", markup=False)
    raise typer.Exit(1)


def main() -> None:
    """What the `alongside` command calls."""
    app()
