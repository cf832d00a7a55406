"""`alongside bodies …`: public bodies, brought over from lists that others keep."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    from alongside.bodies.imports.changes import Change, Difference, Kept
    from alongside.bodies.imports.records import ImportRefused

# What lists say is shown as it stands: brackets in it are no markup, nor is it cut to the width.
console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

MOST_SHOWN = 40  # bodies of one kind; --all shows every one
MOST_FAULTS_SHOWN = 100


def import_bodies(
    source: Annotated[
        str, typer.Argument(help="A file (.json, .jsonl, .csv, also .gz), or an https address.")
    ],
    form: Annotated[str, typer.Option("--format", help="auto, govuk, councils or csv.")] = "auto",
    write: Annotated[
        bool, typer.Option("--write", help="Write what has changed, without asking.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    show_all: Annotated[bool, typer.Option("--all", help="Show every change.")] = False,
    name: Annotated[
        str,
        typer.Option(
            "--source",
            help="What the list is called here, the same at every import. Made of the file’s name.",
        ),
    ] = "",
    kind: Annotated[
        str, typer.Option(help="Kind of bodies whose kind a plain CSV does not say.")
    ] = "",
    jurisdiction: Annotated[
        str, typer.Option(help="Their jurisdiction, by ISO 3166, if it does not say that.")
    ] = "",
    scheme: Annotated[
        str, typer.Option(help="The register that a plain CSV’s column id belongs to.")
    ] = "",
) -> None:
    """Brings bodies over from a list, and shows first what would change.

    Forms: GOV.UK’s organisations API (address, file, JSON lines), councils of the United Kingdom
    (GOV.UK’s or mySociety’s CSV), or a plain CSV of any country. May be repeated. Nothing is ever
    deleted, and what people corrected here stays. See docs/bodies.md.
    """
    from django.utils import timezone

    from alongside.bodies.imports import run
    from alongside.bodies.imports.records import ImportRefused
    from alongside.core import clock

    if form not in run.FORMS:
        raise typer.BadParameter(f"{form} is no format. Formats: {', '.join(run.FORMS)}.")
    now = clock.now()
    try:
        reading = run.read_list(
            source,
            form=form,
            name=_name(name),
            kind=_kind(kind),
            jurisdiction=jurisdiction,
            scheme=scheme,
        )
        difference = run.compare(reading, today=timezone.localdate(now))
        if not as_json:
            _show(difference, most=None if show_all else MOST_SHOWN)
        wanted = write or (not as_json and not difference.is_empty and _agreed())
        if wanted or (write and difference.changes):
            difference = run.write(reading, shown=difference.fingerprint, by="command line", at=now)
    except ImportRefused as refused:
        _refuse(refused, as_json=as_json)
    except run.RegisterMoved as moved:
        if as_json:
            print(json.dumps({"error": str(moved), "faults": []}))
        else:
            errors.print(str(moved), style="bold red")
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps(_as_dict(difference, written=wanted), ensure_ascii=False, indent=2))
    elif wanted and not difference.is_empty:
        console.print("Written.")
    elif not difference.is_empty:
        console.print("Nothing was written. Write it with --write.")


def prepared_by(with_service: Any) -> typer.Typer:
    """The commands, each prepared by `with_service` as those of the command line are."""
    bodies = typer.Typer(help="Public bodies in the register.", no_args_is_help=True)
    bodies.command("import")(with_service(import_bodies))
    bodies.callback()(_group)
    return bodies


def _group() -> None:
    # With a callback, typer keeps the name of a group's only command.
    """Public bodies in the register."""


def _name(name: str) -> str:
    from django.utils.text import slugify

    if name and (slugify(name) != name or len(name) > 40):
        raise typer.BadParameter("--source is a short name of small letters and hyphens.")
    return name


def _kind(words: str) -> Any:
    from alongside.bodies.domain.kinds import BodyKind
    from alongside.bodies.imports.words import kind_of

    if not words:
        return None
    kind = kind_of(words)
    if kind is None:
        raise typer.BadParameter(f"{words} is no kind. Kinds: {', '.join(BodyKind)}.")
    return kind


def _agreed() -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return typer.confirm("Write this?", default=False)


def _refuse(refused: "ImportRefused", *, as_json: bool) -> NoReturn:
    if as_json:
        print(
            json.dumps(
                {"error": str(refused), "faults": [fault.as_dict() for fault in refused.faults]},
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        errors.print(str(refused), style="bold red")
        for fault in refused.faults[:MOST_FAULTS_SHOWN]:
            errors.print(f"  {fault}")
        if len(refused.faults) > MOST_FAULTS_SHOWN:
            more = len(refused.faults) - MOST_FAULTS_SHOWN
            errors.print(f"  … and {more:,} more. --json tells them all.")
    raise typer.Exit(1)


def _show(difference: "Difference", *, most: int | None) -> None:
    for note in difference.notes:
        console.print(f"Note: {_cut(note, 400)}")
    _show_changes("Added", difference.added, most, with_fields=False)
    _show_changes("Closed", difference.closed, most)
    _show_changes("Changed", difference.changed, most)
    _show_kept(difference.kept, most)
    if difference.not_listed:
        console.print(
            f"{len(difference.not_listed):,} bodies that the list had before are not in it now. "
            "They stay as they are."
        )
    counts = (
        f"{difference.record_count:,} bodies in the list ({difference.source}): "
        f"{len(difference.added):,} to add, {len(difference.changed):,} to change, "
        f"{len(difference.closed):,} to close, {difference.unchanged_count:,} unchanged."
    )
    console.print(counts)
    if difference.is_empty:
        console.print("Nothing to do.")


def _show_changes(
    title: str, changes: Sequence["Change"], most: int | None, *, with_fields: bool = True
) -> None:
    if not changes:
        return
    console.print(f"{title}: {len(changes):,}", style="bold")
    for change in changes[:most]:
        place = f" ({change.place})" if change.place else ""
        console.print(f"  {change.name}, {change.slug}{place}")
        if with_fields:
            for name in change.fields:
                before, after = _told(change.before[name]), _told(change.after[name])
                console.print(f"    {name}: {before} → {after}")
            for identifier in change.new_identifiers:
                console.print(f"    identifier: {' '.join(identifier)}")
    _show_rest(len(changes), most)


def _show_kept(kept: Sequence["Kept"], most: int | None) -> None:
    if not kept:
        return
    console.print(
        f"Kept as it stands here, though the list says otherwise: {len(kept):,}", style="bold"
    )
    for one in kept[:most]:
        console.print(
            f"  {one.name}: {one.field} stays {_told(one.ours)}; the list: {_told(one.theirs)}"
        )
    _show_rest(len(kept), most)


def _show_rest(count: int, most: int | None) -> None:
    if most is not None and count > most:
        console.print(f"  … and {count - most:,} more. --all shows them.")


def _told(value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    told = "; ".join(
        _cut(str(part[-1] if isinstance(part, list) else part), 80) for part in parts[:8] if part
    )
    more = f"; … ({len(parts)} in all)" if len(parts) > 8 else ""
    return f"{told}{more}" if told else "nothing"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _as_dict(difference: "Difference", *, written: bool) -> dict[str, Any]:
    return {
        "source": difference.source,
        "format": difference.form,
        "records": difference.record_count,
        "added": [_change_as_dict(change) for change in difference.added],
        "changed": [_change_as_dict(change) for change in difference.changed],
        "closed": [_change_as_dict(change) for change in difference.closed],
        "unchanged": difference.unchanged_count,
        "kept": [
            {
                "body": one.slug,
                "field": one.field,
                "register": one.ours,
                "list": one.theirs,
            }
            for one in difference.kept
        ],
        "not_in_list": difference.not_listed,
        "notes": difference.notes,
        "written": written,
    }


def _change_as_dict(change: "Change") -> dict[str, Any]:
    return {
        "body": change.slug,
        "name": change.name,
        "place": change.place,
        "changes": {name: [change.before.get(name), change.after[name]] for name in change.fields}
        if not change.is_new
        else {},
        "identifiers_added": [" ".join(identifier) for identifier in change.new_identifiers],
    }
