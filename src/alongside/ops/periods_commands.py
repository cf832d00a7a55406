"""`alongside periods …`: the calendar of restricted periods before elections."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

console = Console(highlight=False, markup=False, emoji=False)
errors = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
BY = "command line"
EXAMPLE = (
    "Example: `alongside periods add 'UK general election 2029' --where GB --mode factual "
    "--from 2029-05-25 --to 2029-07-04 --source https://www.gov.uk/…`"
)


def list_periods(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Shows the calendar: what counts today first."""
    from django.utils import timezone

    from alongside.core import clock
    from alongside.periods import queries
    from alongside.periods.domain.terms import PLACE_WORDS

    today = timezone.localdate(clock.now())
    found = [*queries.periods(practice=False), *queries.periods(practice=True)]
    placed = queries.by_place(found, on=today)
    if as_json:
        rows = [_as_dict(period, place.value) for place, of in placed.items() for period in of]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not found:
        console.print("No period is in the calendar. Add one with: alongside periods add --help")
        return
    table = Table("Id", "Period", "Days", "Where", "Rules", "Now")
    for place, of_place in placed.items():
        for period in of_place:
            table.add_row(
                period.public_id,
                f"{period.name} (practice)" if period.is_practice else period.name,
                f"{period.begins_on} to {period.ends_on}",
                " ".join(filter(None, [period.jurisdiction, ", ".join(period.kinds)])),
                period.mode,
                PLACE_WORDS[place],
            )
    console.print(table)


def add(
    name: Annotated[str, typer.Argument(help="What it is called: UK general election 2029.")],
    where: Annotated[str, typer.Option(help="Jurisdiction by ISO 3166: GB, GB-WLS, US.")],
    mode: Annotated[str, typer.Option(help="normal, factual or listen_only.")],
    begins: Annotated[str, typer.Option("--from", help="First day, as 2029-05-25.")],
    ends: Annotated[str, typer.Option("--to", help="Last day.")],
    source: Annotated[str, typer.Option(help="Address of the page that announces it.")],
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Kind of bodies, such as local_authority; may be repeated. All if none."),
    ] = None,
    note: Annotated[str, typer.Option(help="More about it, for the public.")] = "",
    practice: Annotated[bool, typer.Option("--practice", help="For practice bodies.")] = False,
) -> None:
    """Takes a period into the public calendar."""
    from alongside.core import clock
    from alongside.periods import actions
    from alongside.periods.domain.keeping import PeriodFacts
    from alongside.periods.domain.terms import Mode

    if mode not in set(Mode):
        raise typer.BadParameter(f"{mode} is no mode. Modes: {', '.join(Mode)}.")
    try:
        period = actions.add_period(
            facts=PeriodFacts(
                name=name,
                jurisdiction=where,
                mode=Mode(mode),
                begins_on=_day(begins),
                ends_on=_day(ends),
                source_address=source,
                kinds=tuple(kind or ()),
                note=note,
            ),
            is_practice=practice,
            by=BY,
            at=clock.now(),
        )
    except actions.PeriodError as exc:
        _refuse(exc)
    console.print(f"{period.name} is in the calendar: {period.public_id}")


def end(
    period_id: Annotated[str, typer.Argument(help="Its identifier, see: alongside periods list.")],
    last_day: Annotated[str, typer.Option(help="Last day on which it counts, as 2029-06-30.")],
    reason: Annotated[str, typer.Option(help="Why; the reason is public.")],
) -> None:
    """Ends a period that is in force before its day."""
    from alongside.core import clock
    from alongside.periods import actions
    from alongside.periods.models import RestrictedPeriod

    try:
        period = actions.end_period_early(
            public_id=period_id, last_day=_day(last_day), reason=reason, by=BY, at=clock.now()
        )
    except RestrictedPeriod.DoesNotExist:
        _fail_unknown(period_id)
    except actions.PeriodError as exc:
        _refuse(exc)
    console.print(f"{period.name} counts until {period.ends_on}.")


def withdraw(
    period_id: Annotated[str, typer.Argument(help="Its identifier, see: alongside periods list.")],
    reason: Annotated[str, typer.Option(help="Why; the reason is public.")],
) -> None:
    """Says that a period should never have been in the calendar."""
    from alongside.core import clock
    from alongside.periods import actions
    from alongside.periods.models import RestrictedPeriod

    try:
        period = actions.withdraw_period(public_id=period_id, reason=reason, by=BY, at=clock.now())
    except RestrictedPeriod.DoesNotExist:
        _fail_unknown(period_id)
    except actions.PeriodError as exc:
        _refuse(exc)
    console.print(f"{period.name} is withdrawn.")


def prepared_by(with_service: Any) -> typer.Typer:
    """The commands, each prepared by `with_service` as those of the command line are."""
    periods = typer.Typer(help="Restricted periods before elections.", no_args_is_help=True)
    periods.command("list")(with_service(list_periods))
    periods.command("add", epilog=EXAMPLE)(with_service(add))
    periods.command("end")(with_service(end))
    periods.command("withdraw")(with_service(withdraw))
    return periods


def _as_dict(period: Any, place: str) -> dict[str, object]:
    return {
        "period_id": period.public_id,
        "name": period.name,
        "jurisdiction": period.jurisdiction,
        "body_kinds": period.kinds,
        "mode": period.mode,
        "begins_on": period.begins_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "place": place,
        "practice": period.is_practice,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is no day. Write it as in 2029-05-25.") from None


def _refuse(refused: Exception) -> NoReturn:
    faults: Sequence[Any] = getattr(refused, "faults", ())
    for sentence in [fault.sentence for fault in faults] or [str(refused)]:
        errors.print(sentence, style="bold red")
    raise typer.Exit(1)


def _fail_unknown(period_id: str) -> NoReturn:
    errors.print(
        f"There is no period {period_id}. Look at: alongside periods list", style="bold red"
    )
    raise typer.Exit(1)
