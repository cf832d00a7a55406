"""`alongside plans …`: plans out and in as StratML."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    from alongside.bodies.models import Body
    from alongside.plans.stratml_drafts import Proposal

# What files say is shown as it stands: brackets in it are no markup, nor is it cut to the width.
console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

MOST_SHOWN = 100


def export_stratml(
    body: Annotated[str, typer.Argument(help="The body's identifier, as in /bodies/….")],
    version: Annotated[
        int | None, typer.Option(help="Number of the version; the one in force if left out.")
    ] = None,
) -> None:
    """Writes a body's published plan as StratML Part 2, to the standard output."""
    from alongside.core import clock
    from alongside.publishing.entries import NotFound
    from alongside.publishing.export import address_warning
    from alongside.publishing.stratml import plan_stratml

    try:
        document = plan_stratml(body, version, practice_too=True, at=clock.now())
    except NotFound:
        which = f"no version {version} of a plan" if version else "no published plan"
        _fail(f"There is {which} of a body {body!r}. Look at /bodies/ for its identifier.")
    # The document names the plan's address, as the site does that runs with the same settings.
    if warning := address_warning():
        errors.print(warning, style="yellow")
    # Bytes, and no line's end changed: what is written is what such a site serves.
    sys.stdout.buffer.write(document)


def import_stratml(
    file: Annotated[Path, typer.Argument(help="A plan in StratML, Part 1 or 2.")],
    body: Annotated[str, typer.Option(help="Identifier of the body whose draft it would be.")] = "",
    write: Annotated[bool, typer.Option("--write", help="Save it as that body's draft.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace-draft", help="Also where the body has a draft already.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Reads a plan in StratML, and shows what was repaired in it and what would be drafted.

    Without --write nothing is saved. Without --body only the file is looked at. See
    docs/plans-stratml.md.
    """
    from django.utils import timezone

    from alongside.core import clock
    from alongside.plans.domain import stratml
    from alongside.plans.stratml_drafts import propose, reading_as_dict

    if write and not body:
        raise typer.BadParameter("Say with --body whose draft it becomes.")
    now = clock.now()
    try:
        reading = stratml.read(_pieces_of(file))
    except stratml.StratmlError as exc:
        _fail(str(exc), as_json=as_json)
    except OSError as exc:
        _fail(f"{file} cannot be read: {exc.strerror}.", as_json=as_json)
    read = reading_as_dict(reading)
    proposal = None
    if body:
        found = _body(body, as_json=as_json)
        proposal = propose(reading.plan, body=found, today=timezone.localdate(now))
    if write and proposal:
        _write(found, proposal, replace=replace, as_json=as_json)
    if as_json:
        draft = proposal.as_dict() if proposal else None
        said = {"read": read, "draft": draft, "written": write}
        print(json.dumps(said, ensure_ascii=False, indent=2))
        return
    _show_read(file, read)
    if proposal:
        _show_draft(proposal)
        console.print(
            f"Saved as the draft of {body}." if write else "Nothing was saved. --write saves it."
        )


def prepared_by(with_service: Any) -> typer.Typer:
    """The commands, each prepared by `with_service` as those of the command line are."""
    plans = typer.Typer(help="Plans of public bodies.", no_args_is_help=True)
    plans.command("export-stratml")(with_service(export_stratml))
    plans.command("import-stratml")(with_service(import_stratml))
    return plans


def _pieces_of(file: Path) -> Iterator[bytes]:
    from alongside.plans.domain import stratml

    with file.open("rb") as source:
        while piece := source.read(stratml.PIECE):
            yield piece


def _body(slug: str, *, as_json: bool) -> "Body":
    from alongside.bodies.models import Body

    try:
        return Body.objects.get(slug=slug)
    except Body.DoesNotExist:
        _fail(f"There is no body {slug!r}. Look at /bodies/ for its identifier.", as_json=as_json)


def _write(found: "Body", proposal: "Proposal", *, replace: bool, as_json: bool) -> None:
    from alongside.core import clock
    from alongside.plans import actions, queries, stratml_actions

    draft = queries.draft_of(found.pk)
    if draft and not replace:
        _fail(
            f"{found.name} has a draft, “{draft.title}”. Nothing was saved. With --replace-draft "
            "the plan of the file takes its place.",
            as_json=as_json,
        )
    try:
        stratml_actions.save_proposal(
            body=found,
            proposal=proposal,
            seen_at=draft.drafted_at if draft else None,
            by="command line",
            at=clock.now(),
        )
    except actions.PlanError as exc:
        _fail(str(exc), as_json=as_json)


def _show_read(file: Path, read: dict[str, Any]) -> None:
    console.print(f"{file.name}: {read['name'] or 'without a name'}", style="bold")
    console.print(
        f"StratML Part {read['part']}, {read['type']}: {_count(read['goals'], 'goal')}, "
        f"{_count(read['objectives'], 'objective')}, {_count(read['indicators'], 'indicator')}."
    )
    for title, key in (("Repaired", "repaired"), ("Could not be read", "left_out")):
        _show_lines(title, [f"{note['place']}: {note['message']}" for note in read[key]])
    if read["more_notes"]:
        console.print(f"… and {_count(read['more_notes'], 'more note')}.")


def _show_draft(proposal: "Proposal") -> None:
    console.print("The draft", style="bold")
    console.print(f"  {proposal.title}, to be reviewed by {proposal.review_on}")
    for goal in proposal.goals:
        console.print(f"  Goal: {goal.title}")
    for objective in proposal.objectives:
        within = objective.response_hours
        standard = f", first reply within {within} {'hour' if within == 1 else 'hours'}"
        console.print(
            f"  {objective.forum_name}: {objective.model_words}"
            f"{standard if objective.is_answering else ''}"
        )
    for indicator in proposal.indicators:
        target = "" if indicator.target is None else f", target {indicator.target} {indicator.unit}"
        console.print(f"  Indicator: {indicator.name}{target}")
    _show_lines("Filled in", proposal.taken)
    _show_lines("The draft cannot hold", proposal.left_out)


def _show_lines(title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    console.print(f"{title}: {len(lines):,}", style="bold")
    for line in lines[:MOST_SHOWN]:
        console.print(f"  {line}")
    if len(lines) > MOST_SHOWN:
        console.print(f"  … and {len(lines) - MOST_SHOWN:,} more. --json tells them all.")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _fail(sentence: str, *, as_json: bool = False) -> NoReturn:
    if as_json:
        print(json.dumps({"error": sentence}, ensure_ascii=False))
    else:
        errors.print(sentence, style="bold red")
    raise typer.Exit(1)
