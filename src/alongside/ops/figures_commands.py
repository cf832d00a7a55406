"""`alongside figures recompute FOLDER`: every public figure, from the published files alone."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from alongside.ops.published_files import CannotRead, read_published

if TYPE_CHECKING:
    from alongside.publishing.recompute_register import Recomputed

# What files say is shown as it stands: brackets in it are no markup.
console = Console(highlight=False, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def recompute_folder(folder: Path, *, at: datetime | None, as_json: bool) -> None:
    """Shows every figure of the folder's files, counted again; ends with exit code 1 where one
    differs from what was published."""
    from alongside.publishing import recompute_register
    from alongside.publishing.recompute import CannotRecompute

    try:
        files = read_published(folder, recompute_register.FILES)
        found = recompute_register.recompute(files, at=at)
    except (CannotRead, CannotRecompute) as exc:
        _fail(str(exc))
    if as_json:
        console.print_json(json.dumps(_as_dict(found)))
    else:
        _show(found)
    if not found.agrees:
        _fail("Some numbers differ from those that were published. Are the files of one moment?")


def _show(found: "Recomputed") -> None:
    figures = Table("Figure", "Body", "Value", "n", "Published", title="Figures")
    for each in found.figures:
        said = "the same" if each.agrees else f"{_said(each.said_value)}, n = {each.said_n}"
        figures.add_row(each.name, each.body_id, _said(each.value), str(each.n), said)
    console.print(figures)
    console.print(f"{found.forums_listed:,} forums on at least one list.")
    topics = Table(
        "Topic", "Bodies", "With a forum", "Gaps", "Forums", "On no list", title="Who covers what"
    )
    for topic in found.topics:
        counts = (
            topic.bodies, topic.covering, topic.bodies - topic.covering, topic.forums,
            topic.unlisted,
        )  # fmt: skip
        topics.add_row(topic.label, *map(str, counts))
    console.print(topics)
    console.print(
        f"{found.coverage_rows} pairs of a body and a topic; "
        f"{len(found.coverage_differs) or 'none'} of them differ from the file of coverage."
    )
    for pair in found.coverage_differs[:20]:
        console.print(f"  {pair}")


def _as_dict(found: "Recomputed") -> dict[str, object]:
    return {
        "at": found.at.isoformat(),
        "agrees": found.agrees,
        "figures": [
            {
                "figure_id": each.key,
                "body_id": each.body_id,
                "value": None if each.value is None else float(each.value),
                "n": each.n,
                "agrees": each.agrees,
            }
            for each in found.figures
        ],
        "forums_listed": found.forums_listed,
        "topics": [
            {
                "topic": topic.code,
                "bodies": topic.bodies,
                "covering": topic.covering,
                "forums": topic.forums,
                "unlisted": topic.unlisted,
            }
            for topic in found.topics
        ],
        "coverage_rows": found.coverage_rows,
        "coverage_differs": list(found.coverage_differs),
    }


def _said(value: object) -> str:
    return "no value" if value is None else f"{value:,}"


def _fail(sentence: str) -> NoReturn:
    errors.print(sentence, style="bold red")
    raise typer.Exit(1)
