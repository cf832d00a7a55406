"""`alongside commitments …`: counting commitments again from the published files."""

from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from alongside.ops.published_files import CannotRead, read_published

# What files say is shown as it stands: brackets in it are no markup, nor is it cut to the width.
console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def recount(
    folder: Annotated[
        Path,
        typer.Argument(
            help="A folder with the published files, as /data/ or a release has them.",
            exists=True,
            file_okay=False,
        ),
    ],
    on: Annotated[
        str | None, typer.Option(help="The day of the files, ISO 8601; today if left out.")
    ] = None,
) -> None:
    """Counts who keeps which commitment from the published files alone, so that anyone can check.

    Ends with exit code 1 where a number differs from the one that was published.
    """
    from datetime import date

    from django.utils import timezone

    from alongside.core import clock
    from alongside.publishing import recompute_commitments

    try:
        day = date.fromisoformat(on) if on else timezone.localdate(clock.now())
    except ValueError:
        _fail(f"--on must be a day such as 2026-05-06, not {on!r}.")
    try:
        files = read_published(folder, recompute_commitments.FILES)
        found = recompute_commitments.recount(files, on=day)
    except (CannotRead, recompute_commitments.CannotRecompute) as exc:
        _fail(str(exc))
    for each in found:
        word = "as published" if each.agrees else f"published: {each.said_met}/{each.said_bodies}"
        console.print(f"{each.met}/{each.bodies}  {each.statement}  ({word})")
    if not all(each.agrees for each in found):
        _fail("Some numbers differ from those that were published. Is it the day of the files?")
    if not found:
        console.print("No commitment is in the files.")


def prepared_by(with_service: Any) -> typer.Typer:
    """The commands, each prepared by `with_service` as those of the command line are."""
    commitments = typer.Typer(help="Commitments of public bodies.", no_args_is_help=True)
    commitments.callback()(lambda: None)  # one command alone would take the group's name
    commitments.command("recount")(with_service(recount))
    return commitments


def _fail(sentence: str) -> NoReturn:
    errors.print(sentence, style="bold red", markup=False)
    raise typer.Exit(1)
