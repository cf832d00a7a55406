"""`alongside bodies …`: public bodies, brought over from lists that others keep."""

import dataclasses
import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from alongside.ops.import_reports import (
    MOST_SHOWN,
    console,
    counted,
    errors,
    refuse,
    show_notes,
    source_name,
    told,
)

if TYPE_CHECKING:
    from alongside.bodies.imports.changes import Change, Difference, Kept
    from alongside.reporting.holdings import Holdings

MOST_NOT_LISTED = 10  # of the bodies that a list leaves out by now
EXAMPLE = "Example: `alongside bodies import https://www.gov.uk/api/organisations`"


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
    deleted, an empty cell empties nothing, and what people corrected here stays. See
    docs/bodies.md.
    """
    from django.utils import timezone

    from alongside.bodies.imports import run
    from alongside.bodies.imports.records import ImportRefused
    from alongside.core import clock
    from alongside.forums.closed_lists import write_bodies
    from alongside.reporting.holdings import holdings_of

    if form not in run.FORMS:
        raise typer.BadParameter(f"{form} is no format. Formats: {', '.join(run.FORMS)}.")
    now = clock.now()
    try:
        reading = run.read_list(
            source,
            form=form,
            name=source_name(name),
            kind=_kind(kind),
            jurisdiction=_jurisdiction(jurisdiction),
            scheme=_scheme(scheme),
        )
        difference = run.compare(reading, today=timezone.localdate(now))
        held = holdings_of(
            [change.slug for change in difference.closed], on=timezone.localdate(now)
        )
        if not as_json:
            _show(difference, held, most=None if show_all else MOST_SHOWN)
        wanted = write or (not as_json and not difference.is_empty and _agreed())
        if wanted or (write and difference.changes):
            difference = write_bodies(
                reading, shown=difference.fingerprint, by="command line", at=now
            )
    except ImportRefused as refused:
        refuse(refused, as_json=as_json)
    except run.RegisterMoved as moved:
        if as_json:
            print(json.dumps({"error": str(moved), "faults": []}))
        else:
            errors.print(str(moved), style="bold red")
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps(_as_dict(difference, held, written=wanted), ensure_ascii=False, indent=2))
    elif wanted and not difference.is_empty:
        console.print("Written.")
        _show_where_it_waits(held)
    elif not difference.is_empty:
        console.print("Nothing was written. Write it with --write.")


def prepared_by(with_service: Any) -> typer.Typer:
    """The commands, each prepared by `with_service` as those of the command line are."""
    bodies = typer.Typer(help="Public bodies in the register.", no_args_is_help=True)
    bodies.command("import", epilog=EXAMPLE)(with_service(import_bodies))
    bodies.callback()(_group)
    return bodies


def _group() -> None:
    # With a callback, typer keeps the name of a group's only command.
    """Public bodies in the register."""


def _kind(words: str) -> Any:
    from alongside.bodies.domain.kinds import BodyKind
    from alongside.bodies.imports.words import kind_of

    if not words:
        return None
    kind = kind_of(words)
    if kind is None:
        raise typer.BadParameter(f"{words} is no kind. Kinds: {', '.join(BodyKind)}.")
    return kind


def _jurisdiction(code: str) -> str:
    from alongside.bodies.domain.facts import fault_of_jurisdiction

    if code and (sentence := fault_of_jurisdiction(code.upper())):
        raise typer.BadParameter(f"--jurisdiction: {sentence}")
    return code


def _scheme(name: str) -> str:
    from alongside.bodies.domain.facts import is_scheme

    if name and not is_scheme(name):
        raise typer.BadParameter(
            f"--scheme: {name} is no name of a register. Give one such as NZ-CN or GB-COH."
        )
    return name


def _agreed() -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return typer.confirm("Write this?", default=False)


def _show(difference: "Difference", held: Mapping[str, "Holdings"], *, most: int | None) -> None:
    show_notes(difference.notes)
    _show_changes("Added", difference.added, most, with_fields=False)
    _show_changes("Closed", difference.closed, most)
    _show_held(difference, held, most)
    _show_changes("Changed", difference.changed, most)
    _show_kept(difference.kept, most)
    if difference.not_listed:
        left = counted(len(difference.not_listed), "body", "bodies")
        console.print(f"No longer in the list: {left}. Nothing changes there.")
        shown = None if most is None else MOST_NOT_LISTED
        for slug, body in difference.not_listed[:shown]:
            console.print(f"  {body}, {slug}")
        _show_rest(len(difference.not_listed), shown)
    counts = (
        f"{counted(difference.record_count, 'body', 'bodies')} in the list ({difference.source}): "
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
        for slug, body in change.like:
            console.print(f"    like {body}, {slug} of the register")
        if with_fields:
            for name in change.fields:
                before, after = told(change.before[name]), told(change.after[name])
                console.print(f"    {name}: {before} → {after}")
            for identifier in change.new_identifiers:
                console.print(f"    identifier: {' '.join(identifier)}")
    _show_rest(len(changes), most)


def _show_held(difference: "Difference", held: Mapping[str, "Holdings"], most: int | None) -> None:
    """What the bodies that close leave behind: lists end, the rest is people's work."""
    if not held:
        return
    parts = [
        f"{count:,} hold {what}"
        for count, what in (
            (sum(each.forums_listed > 0 for each in held.values()), "a list"),
            (sum(each.has_plan for each in held.values()), "a plan in force"),
            (sum(each.agreements > 0 for each in held.values()), "an agreement"),
            (sum(each.accounts > 0 for each in held.values()), "an official account"),
            (sum(each.open_questions > 0 for each in held.values()), "open questions"),
        )
        if count
    ]
    console.print(
        f"Of the bodies that close, {'; '.join(parts)}. Their lists end with them; what becomes of "
        "the rest, a person decides."
    )
    closing = [change for change in difference.closed if change.slug in held]
    for change in closing[:most]:
        console.print(f"  {change.name}, {change.slug}: {_held_words(held[change.slug])}")
    _show_rest(len(closing), most)


def _show_where_it_waits(held: Mapping[str, "Holdings"]) -> None:
    """Nobody's question is lost in a report that scrolled by: people find it in the workspace."""
    slugs = sorted(slug for slug, each in held.items() if each.open_questions or each.accounts)
    if not slugs:
        return
    console.print(
        "Open questions and official accounts of closed bodies wait in the queue of their leads, "
        f"of the central team and of administrators. For example /workspace/bodies/{slugs[0]}/left/"
    )


def _held_words(held: "Holdings") -> str:
    return ", ".join(
        words
        for count, words in (
            (held.forums_listed, f"lists {counted(held.forums_listed, 'forum', 'forums')}"),
            (held.has_plan, "a plan in force"),
            (held.agreements, counted(held.agreements, "agreement", "agreements")),
            (held.accounts, counted(held.accounts, "official account", "official accounts")),
            (
                held.open_questions,
                counted(held.open_questions, "open question", "open questions"),
            ),
        )
        if count
    )


def _show_kept(kept: Sequence["Kept"], most: int | None) -> None:
    if not kept:
        return
    console.print(
        f"Kept as it stands here, though the list says otherwise: {len(kept):,}", style="bold"
    )
    for one in kept[:most]:
        console.print(
            f"  {one.name}: {one.field} stays {told(one.ours)}; the list: {told(one.theirs)}"
        )
    _show_rest(len(kept), most)


def _show_rest(count: int, most: int | None) -> None:
    if most is not None and count > most:
        console.print(f"  … and {count - most:,} more. --all shows them.")


def _as_dict(
    difference: "Difference", held: Mapping[str, "Holdings"], *, written: bool
) -> dict[str, Any]:
    return {
        "source": difference.source,
        "format": difference.form,
        "records": difference.record_count,
        "added": [_change_as_dict(change) for change in difference.added],
        "changed": [_change_as_dict(change) for change in difference.changed],
        "closed": [
            _change_as_dict(change) | _held_as_dict(held.get(change.slug))
            for change in difference.closed
        ],
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
        "not_in_list": [{"body": slug, "name": name} for slug, name in difference.not_listed],
        "notes": difference.notes,
        "written": written,
    }


def _held_as_dict(held: "Holdings | None") -> dict[str, Any]:
    return {"holds": dataclasses.asdict(held) if held else None}


def _change_as_dict(change: "Change") -> dict[str, Any]:
    return {
        "body": change.slug,
        "name": change.name,
        "place": change.place,
        "changes": {name: [change.before.get(name), change.after[name]] for name in change.fields}
        if not change.is_new
        else {},
        "like": [{"body": slug, "name": name} for slug, name in change.like],
        "identifiers_added": [" ".join(identifier) for identifier in change.new_identifiers],
    }
