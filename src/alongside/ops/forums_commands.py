"""`alongside forums import` and `alongside forums measures import`: from CSV files."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alongside.ops.import_reports import (
    MOST_SHOWN,
    console,
    counted,
    refuse,
    show_notes,
    source_name,
    told,
)
from alongside.ops.inspect_command import inspect_forum

if TYPE_CHECKING:
    from alongside.forums.imports.forums import Difference as ForumDifference
    from alongside.forums.imports.forums import Entry
    from alongside.forums.imports.measures import Difference as MeasureDifference

File = Annotated[
    Path, typer.Argument(help="A CSV file in UTF-8, also packed by gzip.", show_default=False)
]
Write = Annotated[bool, typer.Option("--write", help="Write what has changed.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Source = Annotated[
    str,
    typer.Option(
        "--source",
        help="What the file is called here, the same at every import. Made of the file’s name.",
    ),
]
FORUMS_EXAMPLE = "Example: `alongside forums import forums.csv --write`"
INSPECT_EXAMPLE = "Example: `alongside forums inspect forum.example.org`"
MEASURES_EXAMPLE = "Example: `alongside forums measures import measures.csv --write`"


def import_forums(
    file: File, write: Write = False, as_json: AsJson = False, source: Source = ""
) -> None:
    """Brings forums over from a CSV file, and shows what would change.

    The published forums.csv can be read; only the column name is needed. A row is about the forum
    of its forum_id, or else about the one that is known at its address, or by its name where one
    of the two has no address. An empty cell says nothing, what people entered here stays, and
    nothing is ever deleted. See docs/forums.md.
    """
    from alongside.bodies.imports.records import ImportRefused
    from alongside.core import clock
    from alongside.forums.imports.forums import import_forums as run

    try:
        found = run(
            file, source=source_name(source), write=write, by="command line", at=clock.now()
        )
    except ImportRefused as refused:
        refuse(refused, as_json=as_json)
    _tell(found.as_dict(), as_json=as_json, show=lambda: _show_forums(found))


def import_measures(file: File, write: Write = False, as_json: AsJson = False) -> None:
    """Adds figures about forums from a CSV file, and shows what would be added.

    The published measures.csv can be read. A figure that stands already is not told twice; one
    that stands with another value stays as it is, and is named. See docs/forums.md.
    """
    from alongside.bodies.imports.records import ImportRefused
    from alongside.core import clock
    from alongside.forums.imports.measures import import_measures as run

    try:
        found = run(file, write=write, by="command line", at=clock.now())
    except ImportRefused as refused:
        refuse(refused, as_json=as_json)
    _tell(found.as_dict(), as_json=as_json, show=lambda: _show_measures(found))


def add_to(forums: typer.Typer, with_service: Any) -> None:
    """Adds the commands, each prepared by `with_service` as those of the command line are."""
    measures = typer.Typer(help="Figures about forums.", no_args_is_help=True)
    forums.command("import", epilog=FORUMS_EXAMPLE)(with_service(import_forums))
    measures.command("import", epilog=MEASURES_EXAMPLE)(with_service(import_measures))
    measures.callback()(_group)
    forums.add_typer(measures, name="measures")
    forums.command("inspect", epilog=INSPECT_EXAMPLE)(with_service(inspect_forum))


def _group() -> None:
    # With a callback, typer keeps the name of a group's only command.
    """Figures about forums."""


def _show_forums(found: "ForumDifference") -> None:
    show_notes(found.notes)
    _show_entries("Added", found.added)
    _show_entries("Changed", found.changed)
    _show_kept(found)
    console.print(
        f"{counted(found.rows, 'forum', 'forums')} in the file: {len(found.added):,} to add, "
        f"{len(found.changed):,} to change, {found.unchanged_count:,} unchanged."
    )
    _show_end(found.written, is_empty=not found.added and not found.changed)


def _show_entries(title: str, entries: Sequence["Entry"]) -> None:
    if not entries:
        return
    console.print(f"{title}: {len(entries):,}", style="bold")
    for entry in entries[:MOST_SHOWN]:
        console.print(f"  {entry.facts.name}, {entry.slug} ({entry.place})")
        if entry.before is not None:
            for name, (before, after) in entry.changes.items():
                console.print(f"    {name}: {told(before)} → {told(after)}")
        for address in entry.aliases:
            console.print(f"    also at: {address}")
    _show_rest(len(entries))


def _show_kept(found: "ForumDifference") -> None:
    kept = [(entry, one) for entry in found.kept for one in entry.kept]
    if not kept:
        return
    console.print(
        f"Kept as it stands here, though the file says otherwise: {len(kept):,}", style="bold"
    )
    for entry, one in kept[:MOST_SHOWN]:
        console.print(
            f"  {entry.before.name if entry.before else entry.slug} ({entry.place}): {one.field} "
            f"stays {told(one.ours)}; the file: {told(one.theirs)}"
        )
    _show_rest(len(kept))


def _show_measures(found: "MeasureDifference") -> None:
    show_notes(found.notes)
    if found.forums:
        console.print(f"New figures: {found.new:,}", style="bold")
        for forum in found.forums[:MOST_SHOWN]:
            span = forum.first if forum.first == forum.last else f"{forum.first} to {forum.last}"
            console.print(f"  {forum.name}: {forum.count:,} ({', '.join(forum.kinds)}; {span})")
        _show_rest(len(found.forums))
    if found.kept_count:
        console.print(
            f"Kept as it stands here, though the file says otherwise: {found.kept_count:,}",
            style="bold",
        )
        for kept in found.kept[:MOST_SHOWN]:
            console.print(
                f"  {kept.forum}, {kept.kind}, {kept.dated} ({kept.place}): "
                f"{kept.ours} stays; the file: {kept.theirs}"
            )
        _show_rest(found.kept_count)
    if found.withdrawn:
        were = "was" if found.withdrawn == 1 else "were"
        console.print(f"{found.withdrawn:,} {were} withdrawn here as wrong, and so it stays.")
    console.print(
        f"{counted(found.rows, 'figure', 'figures')} in the file: {found.new:,} to add, "
        f"{found.unchanged:,} unchanged."
    )
    _show_end(found.written, is_empty=not found.new)


def _show_rest(count: int) -> None:
    if count > MOST_SHOWN:
        console.print(f"  … and {count - MOST_SHOWN:,} more. --json tells them all.")


def _show_end(written: bool, *, is_empty: bool) -> None:
    if is_empty:
        console.print("Nothing to do.")
    else:
        console.print("Written." if written else "Nothing was written. Write it with --write.")


def _tell(document: dict[str, Any], *, as_json: bool, show: Callable[[], None]) -> None:
    if as_json:
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        show()
