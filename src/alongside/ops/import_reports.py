"""What the commands that bring data over from files have in common: how they tell."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    from alongside.bodies.imports.records import ImportRefused

# What files say is shown as it stands: brackets in it are no markup, nor is it cut to the width.
console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

MOST_SHOWN = 40
MOST_FAULTS_SHOWN = 100


def counted(count: int, one: str, several: str) -> str:
    """1 body, 2,000 bodies."""
    return f"{count:,} {one if count == 1 else several}"


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def told(value: Any) -> str:
    """A value of a field on one line: a topic by its label, nothing as "nothing"."""
    parts = value if isinstance(value, list | tuple) else [value]
    words = "; ".join(cut(_part(part), 80) for part in parts[:8] if part)
    more = f"; … ({len(parts)} in all)" if len(parts) > 8 else ""
    return f"{words}{more}" if words else "nothing"


def _part(part: Any) -> str:
    if isinstance(part, Mapping):
        return str(part["label"])
    return str(part[-1] if isinstance(part, list) else part)


def show_notes(notes: Sequence[str]) -> None:
    for note in notes:
        console.print(f"Note: {cut(note, 1000)}")


def source_name(name: str) -> str:
    """The option --source as it is used."""
    from django.utils.text import slugify

    if name and (slugify(name) != name or len(name) > 40):
        raise typer.BadParameter("--source is a short name of small letters and hyphens.")
    return name


def refuse(refused: "ImportRefused", *, as_json: bool) -> NoReturn:
    """Tells every fault, and ends the command with 1."""
    if as_json:
        faults = [fault.as_dict() for fault in refused.faults]
        print(json.dumps({"error": str(refused), "faults": faults}, ensure_ascii=False, indent=2))
    else:
        errors.print(str(refused), style="bold red")
        for fault in refused.faults[:MOST_FAULTS_SHOWN]:
            errors.print(f"  {fault}")
        if len(refused.faults) > MOST_FAULTS_SHOWN:
            more = len(refused.faults) - MOST_FAULTS_SHOWN
            errors.print(f"  … and {more:,} more. --json tells them all.")
    raise typer.Exit(1)
