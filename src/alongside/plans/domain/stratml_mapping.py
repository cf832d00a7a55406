"""Which part of our plans is which element of StratML, both ways. Pure.

From the frozen document of a version and what the register knows of its body, so that the same
version gives the same file for as long as the body's entry stays the same; and back to the
document. Both ways are told in docs/plans-stratml.md. A file by anybody else is looked at in
`stratml_reading`.

Nothing is lost: whatever the elements and lines of a part would not give back as it was, such as
what a later format says, stands in a line of JSON in the OtherInformation of that part (decision
0018).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from alongside.agreements.domain.terms import ANSWERING_MODELS, MODEL_WORDS, EngagementModel
from alongside.plans.domain import documents, stratml, stratml_lines
from alongside.plans.domain import stratml_documents as told_by
from alongside.plans.domain.stratml import identifier_of
from alongside.plans.domain.terms import (
    DIRECTION_WORDS,
    LAWFUL_BASIS_WORDS,
    SECOND_READER_WORDS,
    Direction,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What stands around a version: its addresses, and its body's entry in the register."""

    address: str  # the version's own page
    body_address: str
    forum_address: Callable[[str], str]  # the page of the forum that has this slug
    published_on: date
    acronym: str = ""
    remit: str = ""
    mailbox: str = ""


# ---------------------------------------------------------------------- out


def plan_of(document: Mapping[str, Any], about: About) -> stratml.Plan:
    """A published version as a StratML performance plan. `document` is its frozen form."""
    said = _as_xml_holds(documents.as_current(document))
    body: str = said["body"]["name"]
    which = told_by.WHICH.format(version=said["version"], body=body)
    plan = stratml.Plan(
        name=said["title"],
        description=f"{told_by.PRACTICE}{which}" if said["is_practice"] else which,
        other=stratml_lines.written(
            {
                told_by.FORMAT: str(document.get("format", told_by.FIRST_FORMAT)),
                told_by.FINGERPRINT: documents.fingerprint(documents.canonical(document)),
                told_by.BODY: about.body_address,
                told_by.LANGUAGES: ", ".join(said["languages"]),
                told_by.DISCLOSURE: said["disclosure"],
                told_by.DISCLOSURE_LINE: said["disclosure_line"],
                told_by.SECOND_READER: stratml_lines.coded(
                    said["second_reader"], SECOND_READER_WORDS
                ),
                told_by.CORRECTIONS: said["corrections_contact"],
                told_by.LAWFUL_BASIS: stratml_lines.coded(said["lawful_basis"], LAWFUL_BASIS_WORDS),
                told_by.LEGAL_POWER: said["legal_power"],
                told_by.ASSESSMENT: said["assessment_reference"],
                told_by.ASSESSED_ON: said["assessed_on"] or "",
            }
        ),
        core=stratml.Core(
            organizations=(
                stratml.Organization(
                    name=body,
                    acronym=about.acronym,
                    identifier=identifier_of(about.body_address),
                    stakeholders=tuple(_roles(said)),
                ),
            ),
            vision=stratml.Statement(
                description=said["goal"], identifier=identifier_of(f"{about.address}#goal")
            )
            if said["goal"]
            else None,
            mission=stratml.Statement(
                description=about.remit, identifier=identifier_of(f"{about.body_address}#remit")
            )
            if about.remit
            else None,
            goals=tuple(_goals(document, said, about)),
        ),
        administration=stratml.Administration(
            identifier=identifier_of(about.address),
            start=_day(said["effective_from"]),
            end=_day(said["review_on"]),
            publication=about.published_on,
            source=about.address,
        ),
        # A team's mailbox, never a person's name.
        submitter=stratml.Submitter(
            identifier=identifier_of(f"{about.body_address}#submitter"), email=about.mailbox
        ),
    )
    return replace(plan, other=_whole(plan.other, document, told_by.document_told(plan)))


def _roles(said: Mapping[str, Any]) -> Iterator[stratml.Stakeholder]:
    for name, role, description in (
        (said["safeguarding_role"], told_by.SAFEGUARDING, ""),
        (said["contact_role"], told_by.CONTACT, said["contact"]),
    ):
        if name or description:
            yield stratml.Stakeholder(
                name=name,
                description=description,
                # A role that somebody has: nobody's name (law 4).
                type=stratml.StakeholderType.GENERIC_GROUP,
                roles=(stratml.Role(name=role, types=(stratml.RoleType.PERFORMER,)),),
            )


def _goals(
    document: Mapping[str, Any], said: Mapping[str, Any], about: About
) -> Iterator[stratml.Goal]:
    """The plan's goals with the objectives of each; then what bears the rest, where there is any.

    StratML wants one goal at least.
    """
    numbered = list(enumerate(zip(document.get("objectives", ()), said["objectives"], strict=True)))
    keys = {goal["id"] for goal in said["goals"]}
    place = 0
    for goal, ours in zip(document.get("goals", ()), said["goals"], strict=True):
        place += 1
        found = stratml.Goal(
            name=ours["title"],
            description=ours["description"],
            identifier=identifier_of(f"{about.address}#goal-{ours['id']}"),
            sequence=str(place),
            other=stratml_lines.written({told_by.KEY: ours["id"]}),
        )
        yield replace(
            found,
            other=_whole(found.other, goal, told_by.goal_told(found)),
            objectives=tuple(
                _objective(original, one, f"{place}.{sequence}", number, said, about)
                for sequence, (number, (original, one)) in enumerate(
                    (found for found in numbered if found[1][1]["goal"] == ours["id"]), start=1
                )
            ),
        )
    without = [found for found in numbered if found[1][1]["goal"] not in keys]
    if without or not place:
        place += 1
        yield stratml.Goal(
            name=said["title"] if not keys else "Forums",
            description=said["goal"] if not keys else "Where else part is taken.",
            identifier=identifier_of(f"{about.address}#no-goal"),
            sequence=str(place),
            other=stratml_lines.written(
                {told_by.HOLDS: told_by.NO_GOAL if keys else told_by.WHOLE_PLAN}
            ),
            objectives=tuple(
                _objective(original, one, f"{place}.{sequence}", number, said, about)
                for sequence, (number, (original, one)) in enumerate(without, start=1)
            ),
        )
    if said["indicators"]:
        yield _measured(document, said, str(place + 1), about)


def _objective(
    original: Mapping[str, Any],
    objective: Mapping[str, Any],
    sequence: str,
    number: int,
    said: Mapping[str, Any],
    about: About,
) -> stratml.Objective:
    forum = objective["forum"]
    model: str = objective["engagement_model"]
    words = MODEL_WORDS[EngagementModel(model)] if model in MODEL_WORDS else model
    address = f"{about.address}#objective-{forum['id']}"
    found = stratml.Objective(
        name=forum["name"],
        description=objective["statement"],
        identifier=identifier_of(address),
        sequence=sequence,
        stakeholders=(
            stratml.Stakeholder(
                name=said["body"]["name"],
                roles=(stratml.Role(name=words, types=(stratml.RoleType.PERFORMER,)),),
                type=stratml.StakeholderType.ORGANIZATION,
            ),
            stratml.Stakeholder(
                name=told_by.MEMBERS.format(forum=forum["name"]),
                roles=(
                    stratml.Role(
                        name="Ask and help each other", types=(stratml.RoleType.BENEFICIARY,)
                    ),
                ),
                type=stratml.StakeholderType.GENERIC_GROUP,
            ),
        ),
        other=stratml_lines.written(
            {
                told_by.MODEL: stratml_lines.coded(model, MODEL_WORDS),
                told_by.FORUM: about.forum_address(forum["id"]),
                told_by.HOURS: objective["hours"],
                told_by.PEERS_FIRST: str(objective["peers_first_hours"] or ""),
                told_by.REASON: objective["reason"],
                told_by.NUMBER: str(number + 1),
            }
        ),
        indicators=(_standard(objective, f"{sequence}.1", address, said),)
        if model in ANSWERING_MODELS and objective["response_standard_hours"]
        else (),
    )
    goals = {goal["id"] for goal in said["goals"]}
    goal = objective["goal"] if objective["goal"] in goals else ""
    return replace(found, other=_whole(found.other, original, told_by.objective_told(found, goal)))


def _standard(
    objective: Mapping[str, Any], sequence: str, address: str, said: Mapping[str, Any]
) -> stratml.Indicator:
    """The response standard: how long a first reply may take."""
    target = stratml.Result(
        start=_day(said["effective_from"]),
        end=_day(said["review_on"]),
        units=Decimal(objective["response_standard_hours"]),
        description="At most, for the first reply to a question.",
    )
    return stratml.Indicator(
        sequence=sequence,
        dimension=told_by.STANDARD,
        unit=told_by.STANDARD_UNIT,
        identifier=identifier_of(f"{address}-response-standard"),
        measurements=(stratml.Measurement(targets=(target,)),),
        stage=stratml.ValueChainStage.OUTPUT,
        type=stratml.IndicatorType.QUANTITATIVE,
    )


def _measured(
    document: Mapping[str, Any], said: Mapping[str, Any], sequence: str, about: About
) -> stratml.Goal:
    """The indicators of the plan, in an objective of their own."""
    objective = stratml.Objective(
        name="Indicators",
        description="What is counted to see whether the plan works.",
        identifier=identifier_of(f"{about.address}#indicators"),
        sequence=f"{sequence}.1",
        indicators=tuple(
            _indicator(original, one, f"{sequence}.1.{number}", said, about)
            for number, (original, one) in enumerate(
                zip(document["indicators"], said["indicators"], strict=True), start=1
            )
        ),
    )
    return stratml.Goal(
        name="What is measured",
        description="Whether the plan works.",
        identifier=identifier_of(f"{about.address}#measured"),
        sequence=sequence,
        other=stratml_lines.written({told_by.HOLDS: told_by.MEASURED}),
        objectives=(objective,),
    )


def _indicator(
    original: Mapping[str, Any],
    indicator: Mapping[str, Any],
    sequence: str,
    said: Mapping[str, Any],
    about: About,
) -> stratml.Indicator:
    direction: str = indicator["direction"]
    words = DIRECTION_WORDS[Direction(direction)] if direction in DIRECTION_WORDS else direction
    target, baseline = (_units(indicator[name]) for name in ("target", "baseline"))
    targets = stratml.Result(
        start=_day(said["effective_from"]),
        end=_day(indicator["target_on"]),
        units=target,
        description=f"{words.capitalize()}.",
    )
    actuals = stratml.Result(
        end=_day(indicator["baseline_on"]), units=baseline, description="Baseline."
    )
    found = stratml.Indicator(
        sequence=sequence,
        dimension=indicator["name"],
        unit=indicator["unit"],
        identifier=identifier_of(f"{about.address}#indicator-{indicator['id']}"),
        measurements=(
            stratml.Measurement(
                targets=(targets,) if target is not None else (),
                actuals=(actuals,) if baseline is not None else (),
            ),
        ),
        other=stratml_lines.written(
            {
                told_by.KEY: indicator["id"],
                told_by.FIGURE: indicator["figure_id"],
                told_by.DIRECTION: stratml_lines.coded(direction, DIRECTION_WORDS),
            }
        ),
        type=stratml.IndicatorType.QUANTITATIVE,
    )
    return replace(found, other=_whole(found.other, original, told_by.indicator_told(found)))


def _whole(other: str, part: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """The lines, and what they and the elements would not give back as it was."""
    more = {name: value for name, value in part.items() if _is_other(name, value, told)}
    unsaid = sorted(name for name in told if name not in part)
    besides = {told_by.MORE: stratml_lines.json_line(more), told_by.NOT_SAID: ", ".join(unsaid)}
    return "\n".join(filter(None, (other, stratml_lines.written(besides))))


def _is_other(name: str, value: Any, told: Mapping[str, Any]) -> bool:
    # By type too, for 1 is True to Python, and another thing in JSON.
    return name not in told or documents.canonical({name: told[name]}) != documents.canonical(
        {name: value}
    )


def _as_xml_holds(value: Any) -> Any:
    """With the sign for what XML cannot hold, as the writer puts it."""
    if isinstance(value, str):
        return stratml.writable(value)
    if isinstance(value, dict):
        return {name: _as_xml_holds(inner) for name, inner in value.items()}
    return [_as_xml_holds(inner) for inner in value] if isinstance(value, list) else value


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        return None


def _units(text: Any) -> Decimal | None:
    try:
        units = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        return None
    return units if units is not None and units.is_finite() and abs(units.adjusted()) < 30 else None
