"""`alongside forums inspect ADDRESS`: what a forum is and allows, for people and for programs."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from alongside.listening.inspecting import Inspection, RobotsFinding

console = Console(highlight=False, emoji=False)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

# 2 is what a wrong use of the command line ends with.
EXIT_CODES = {"not_a_forum": 3, "unreachable": 4, "closed_by_robots": 5, "not_permitted": 6}
MOST_SHOWN = 30

_KINDS = {
    "thread": "a thread",
    "board": "a list of threads",
    "neither": "neither a thread nor a list of threads",
}


def inspect_forum(
    address: Annotated[
        str, typer.Argument(help="The forum's front page; https:// may be left out.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Looks at a forum's public pages, politely: its software, figures, boards, rules, robots.

    About six requests with a pause between them, under the site's robots.txt. Members' threads and
    posts are opened only where an agreement allows it, and then counted only. Ends with 0; 3 if
    the page is none of a forum, 4 if the site cannot be reached, 5 if its robots.txt closes the
    page, 6 if the address is not one that may be visited.
    """
    from alongside.listening.inspecting import InspectionError, inspect

    try:
        if errors.is_terminal:
            with errors.status("Asking the forum, with pauses between requests …"):
                found = inspect(address)
        else:
            found = inspect(address)
    except InspectionError as exc:
        if as_json:
            print(json.dumps({"error": str(exc), "code": exc.code}, ensure_ascii=False))
        else:
            errors.print(str(exc), style="bold red")
        raise typer.Exit(EXIT_CODES.get(exc.code, 1)) from None
    if as_json:
        print(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    else:
        show(found, console)


def show(found: "Inspection", to: Console) -> None:
    """The page for the terminal. What the forum says is quoted as it stands there."""
    look, recognition = found.look, found.look.recognition
    if look.title:
        to.print(f"[bold]{escape(look.title)}[/]")
    to.print(escape(look.site.address), soft_wrap=True)
    if look.moved_to:
        to.print(f"This page has moved for good to {escape(look.moved_to)}.", soft_wrap=True)
    to.print(
        f"In the register: {escape(found.entry_name)} ({found.entry})"
        if found.entry
        else "Not in the register."
    )
    for line in _in_short(found):
        to.print(line)

    _title(to, "Software")
    if recognition:
        version = f" {recognition.version}" if recognition.version else ", version not told"
        to.print(f"{escape(found.software)}{escape(version)}")
        for sign in recognition.signs[:5]:
            to.print(f"  known by: {escape(sign)}", style="dim", soft_wrap=True)
    else:
        to.print(f"Not recognised; by its structure, this page is {_KINDS[look.page_kind]}.")
    to.print(f"Read by the connector “{look.connector}”: {escape(look.connector_name)}")

    _title(to, "Figures")
    if look.figures:
        table = _table("What", "How many", "The forum's own words")
        for figure in look.figures:
            table.add_row(figure.kind, f"{figure.value:,}", escape(f"“{figure.sentence}”"))
        to.print(table)
    else:
        to.print("None shown to guests.")

    _title(to, f"Boards: {len(look.boards):,}")
    if look.boards:
        table = _table("Board", "Threads", "Posts")
        for board in look.boards[:MOST_SHOWN]:
            table.add_row(escape(board.name), _number(board.threads), _number(board.posts))
        to.print(table)
        _rest(to, len(look.boards))

    _show_offers(found, to)
    _show_rules(found, to)

    _title(to, "What the connector could do here")
    table = _table("Ability", "Outcome", "How")
    colours = {"read": "green", "not read": "red", "not tried": "yellow"}
    # What fares alike for the same reason is said once.
    for (outcome, sentence), alike in groupby(
        look.tried, key=lambda tried: (tried.outcome.value, tried.sentence)
    ):
        what = ", ".join(tried.what for tried in alike)
        table.add_row(what, f"[{colours[outcome]}]{outcome}[/]", escape(sentence))
    to.print(table)


def _in_short(found: "Inspection") -> Iterator[str]:
    """What somebody who decides about this forum wants to know first."""
    by_outcome: dict[str, list[str]] = {}
    for tried in found.look.tried:
        if tried.what != "posting":
            by_outcome.setdefault(tried.outcome.value, []).append(tried.what)
    says = {
        "read": "Can be read",
        "not read": "[red]Cannot be read[/]",
        "not tried": "Not opened without an agreement",
    }
    parts = [
        f"{words}: {', '.join(by_outcome[name])}"
        for name, words in says.items()
        if name in by_outcome
    ]
    if parts:
        yield f"{'. '.join(parts)}."
    reserved = [finding.where for finding in found.look.mining if finding.reserved]
    if reserved:
        yield f"[red]Reserved from text and data mining[/], says {', '.join(reserved)}."
    if quoted := sum(len(page.sentences) for page in found.look.terms):
        yield f"Its terms speak of programs: {quoted} {'sentence' if quoted == 1 else 'sentences'}."


def _show_offers(found: "Inspection", to: Console) -> None:
    look = found.look
    _title(to, "Feeds and structured data")
    for feed in look.feeds[:MOST_SHOWN]:
        to.print(f"Feed: {escape(feed)}", soft_wrap=True)
    for way, name, count in look.types[:MOST_SHOWN]:
        to.print(f"{way}: {name}, {count:,} {'time' if count == 1 else 'times'}")
    if not look.feeds and not look.types:
        to.print("None on this page.")


def _show_rules(found: "Inspection", to: Console) -> None:
    look = found.look
    _title(to, "Robots and terms")
    _show_robots(found.robots, to)
    for finding in look.mining:
        said = {None: "says nothing", True: "reserved", False: "not reserved"}[finding.reserved]
        terms = f" (terms: {escape(finding.policy)})" if finding.policy else ""
        to.print(f"Text and data mining: {finding.where}: {said}{terms}", soft_wrap=True)
    for page in look.terms:
        to.print(f"{escape(page.words)}: {escape(page.address)}", soft_wrap=True)
        if not page.was_read:
            to.print(f"  {escape(page.problem)}", style="dim")
        elif not page.sentences:
            to.print("  Read; no sentence about programs was found. A person should read it.")
        for sentence in page.sentences:
            to.print(f"  “{escape(sentence)}”")
    if not look.terms:
        to.print("No link to terms or rules was found on this page.")


def _show_robots(robots: "RobotsFinding", to: Console) -> None:
    to.print(escape(robots.sentence))
    if robots.pause_seconds:
        to.print(f"It asks for {robots.pause_seconds:g} seconds between requests.")
    if robots.visiting_hours_closed:
        to.print(f"It asks not to be visited: {robots.visiting_hours_closed}.")
    if robots.names_us:
        to.print("It has rules for this service by name.")
    for address in robots.closed[:MOST_SHOWN]:
        to.print(f"  closed: {escape(address)}", soft_wrap=True)
    for address in robots.sitemaps:
        to.print(f"  sitemap: {escape(address)}", soft_wrap=True)


def _title(to: Console, words: str) -> None:
    to.print(f"\n[bold]{words}[/]")


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for number, head in enumerate(heads):
        is_figure = head in ("How many", "Threads", "Posts")
        table.add_column(
            head, justify="right" if is_figure else "left", no_wrap=number == 0 or is_figure
        )
    return table


def _number(value: int | None) -> str:
    return f"{value:,}" if value is not None else "–"


def _rest(to: Console, count: int) -> None:
    if count > MOST_SHOWN:
        to.print(f"… and {count - MOST_SHOWN:,} more. --json tells them all.")
