"""Which part of our plans is which element of StratML, both ways. Pure.

Out: from the frozen document of a version and what the register knows of its body, so that the same
version gives the same file for as long as the body's entry stays the same. In: a plan by anybody,
as far as a draft can hold it. Both ways are told in docs/plans-stratml.md. A plan that learns to
hold more (goals, indicators with targets) gets a function here for each, beside `_goal` and
`_standard`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from alongside.agreements.domain.terms import ANSWERING_MODELS, MODEL_WORDS, EngagementModel
from alongside.plans.domain import stratml
from alongside.plans.domain.stratml import identifier_of

LONGEST_TITLE = 200
LONGEST_HOURS = 120
MOST_RESPONSE_HOURS = 2000
MOST_PEERS_FIRST_HOURS = 1000

# What our own files say in texts, for which StratML has no element. The words are part of the form.
_DISCLOSURE = "How officials say who they are"
_MODEL = "Engagement model"
_FORUM = "Forum"
_HOURS = "When advisers are there"
_PEERS_FIRST = "Members first, in hours"
_STANDARD = "Time to a first reply"
_STANDARD_UNIT = "hours"
_MEMBERS = "Members of {forum}"
_WHICH = "Version {version} of the plan by which {body} takes part in forums."
_PRACTICE = "Practice data, about nobody real. "

_ADDRESS = re.compile(r"https?://[^\s<>\"”]+[^\s<>\"”.,;:)\]]")
_MOST_ADDRESSES = 10  # of one objective


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
    body: str = document["body"]["name"]
    which = _WHICH.format(version=document["version"], body=body)
    return stratml.Plan(
        name=document["title"],
        description=f"{_PRACTICE}{which}" if document["is_practice"] else which,
        other=f"{_DISCLOSURE}: {document['disclosure']}" if document["disclosure"] else "",
        core=stratml.Core(
            organizations=(
                stratml.Organization(
                    name=body,
                    acronym=about.acronym,
                    identifier=identifier_of(about.body_address),
                ),
            ),
            mission=stratml.Statement(
                description=about.remit, identifier=identifier_of(f"{about.body_address}#remit")
            )
            if about.remit
            else None,
            goals=(_goal(document, about),),
        ),
        administration=stratml.Administration(
            identifier=identifier_of(about.address),
            start=date.fromisoformat(document["effective_from"]),
            end=date.fromisoformat(document["review_on"]),
            publication=about.published_on,
            source=about.address,
        ),
        # A team's mailbox, never a person's name.
        submitter=stratml.Submitter(
            identifier=identifier_of(f"{about.body_address}#submitter"), email=about.mailbox
        ),
    )


def _goal(document: Mapping[str, Any], about: About) -> stratml.Goal:
    """A plan has one goal so far, which bears the plan's title."""
    return stratml.Goal(
        name=document["title"],
        description=document["goal"],
        identifier=identifier_of(f"{about.address}#goal"),
        sequence="1",
        objectives=tuple(
            _objective(objective, f"1.{number}", document, about)
            for number, objective in enumerate(document["objectives"], start=1)
        ),
    )


def _objective(
    objective: Mapping[str, Any], sequence: str, document: Mapping[str, Any], about: About
) -> stratml.Objective:
    forum = objective["forum"]
    model = EngagementModel(objective["engagement_model"])
    told = {
        _MODEL: f"{model.value} ({MODEL_WORDS[model]})",
        _FORUM: about.forum_address(forum["id"]),
        _HOURS: " ".join(objective["hours"].split()),
        _PEERS_FIRST: str(objective["peers_first_hours"] or ""),
    }
    return stratml.Objective(
        name=forum["name"],
        description=objective["statement"],
        identifier=identifier_of(_address_of(objective, about)),
        sequence=sequence,
        stakeholders=(
            stratml.Stakeholder(
                name=document["body"]["name"],
                roles=(stratml.Role(name=MODEL_WORDS[model], types=(stratml.RoleType.PERFORMER,)),),
                type=stratml.StakeholderType.ORGANIZATION,
            ),
            stratml.Stakeholder(
                name=_MEMBERS.format(forum=forum["name"]),
                roles=(
                    stratml.Role(
                        name="Ask and help each other", types=(stratml.RoleType.BENEFICIARY,)
                    ),
                ),
                type=stratml.StakeholderType.GENERIC_GROUP,
            ),
        ),
        other="\n".join(f"{label}: {value}" for label, value in told.items() if value),
        indicators=(_standard(objective, f"{sequence}.1", document, about),)
        if model in ANSWERING_MODELS
        else (),
    )


def _standard(
    objective: Mapping[str, Any], sequence: str, document: Mapping[str, Any], about: About
) -> stratml.Indicator:
    """The response standard: how long a first reply may take."""
    hours: int = objective["response_standard_hours"]
    target = stratml.Result(
        start=date.fromisoformat(document["effective_from"]),
        end=date.fromisoformat(document["review_on"]),
        units=Decimal(hours),
        description="At most, for the first reply to a question.",
    )
    return stratml.Indicator(
        sequence=sequence,
        dimension=_STANDARD,
        unit=_STANDARD_UNIT,
        identifier=identifier_of(f"{_address_of(objective, about)}-response-standard"),
        measurements=(stratml.Measurement(targets=(target,)),),
        stage=stratml.ValueChainStage.OUTPUT,
        type=stratml.IndicatorType.QUANTITATIVE,
    )


def _address_of(objective: Mapping[str, Any], about: About) -> str:
    return f"{about.address}#objective-{objective['forum']['id']}"


# ---------------------------------------------------------------------- in


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveRead:
    """An objective of somebody's plan. `names` and `addresses` may be those of a forum."""

    place: str  # "goal 1, objective 2"
    name: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    model: EngagementModel | None
    statement: str
    hours: str
    response_hours: int | None
    peers_first_hours: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """What of a plan in StratML a draft can hold, and in sentences what it cannot."""

    title: str
    goal: str
    disclosure: str
    review_on: date | None
    objectives: tuple[ObjectiveRead, ...]
    left_out: tuple[str, ...]


def plan_read(
    plan: stratml.Plan, *, body_name: str, remit: str = "", mailbox: str = ""
) -> PlanRead:
    """The plan as a body's draft can hold it; what the body's entry says already is not missed."""
    title = _line(plan.name)
    left_out = []
    if len(title) > LONGEST_TITLE:
        left_out.append(f"The end of the title, which is longer than {LONGEST_TITLE} letters.")
        title = _cut(title, LONGEST_TITLE)
    disclosure, other = _disclosure(plan.other)
    known = _Known(body_name, remit.strip(), mailbox)
    return PlanRead(
        title=title,
        goal="\n\n".join(filter(None, (_goal_words(goal, plan.name) for goal in plan.goals))),
        disclosure=disclosure,
        review_on=plan.administration.end if plan.administration else None,
        objectives=tuple(_objectives(plan)),
        left_out=(
            *left_out,
            *_beyond_plan(plan, other, known),
            *_beyond_goals(plan, known),
            *_beyond_indicators(plan),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What the body's entry says."""

    name: str
    remit: str
    mailbox: str


def _goal_words(goal: stratml.Goal, title: str) -> str:
    name, text = _line(goal.name), goal.description.strip()
    if not text or not name or name == _line(title) or name in text:
        return text or name
    return f"{name}: {text}"


def _disclosure(other: str) -> tuple[str, str]:
    """How officials say who they are, where our own form tells it; and what else stands there."""
    start = f"{_DISCLOSURE}: "
    return (other[len(start) :].strip(), "") if other.startswith(start) else ("", other.strip())


def _objectives(plan: stratml.Plan) -> Iterator[ObjectiveRead]:
    for goal_number, goal in enumerate(plan.goals, start=1):
        for number, objective in enumerate(goal.objectives, start=1):
            yield _objective_read(objective, f"goal {goal_number}, objective {number}")


def _objective_read(objective: stratml.Objective, place: str) -> ObjectiveRead:
    told = _told(objective.other)
    name = _line(objective.name)
    stakeholders = objective.stakeholders
    texts = (
        told.get(_FORUM, ""),
        objective.other,
        objective.description,
        *(stakeholder.description for stakeholder in stakeholders),
    )
    addresses = [address for text in texts for address in _ADDRESS.findall(text)]
    return ObjectiveRead(
        place=place,
        name=name,
        names=tuple(filter(None, (name, *(_line(found.name) for found in stakeholders)))),
        addresses=tuple(dict.fromkeys(addresses))[:_MOST_ADDRESSES],
        model=_model(told.get(_MODEL, "")),
        statement=objective.description.strip() or name,
        hours=_cut(told.get(_HOURS, ""), LONGEST_HOURS),
        response_hours=_response_hours(objective),
        peers_first_hours=_hours(told.get(_PEERS_FIRST, ""), 0, MOST_PEERS_FIRST_HOURS),
    )


def _told(other: str) -> dict[str, str]:
    lines = (line.partition(": ") for line in other.splitlines())
    return {label: value.strip() for label, parted, value in lines if parted}


def _model(words: str) -> EngagementModel | None:
    """By its name in our files, or by the words that people read."""
    said = words.partition(" (")[0].strip()
    return next(
        (
            model
            for model in EngagementModel
            if said.casefold() in (model.value, MODEL_WORDS[model].casefold())
        ),
        None,
    )


def _is_standard(indicator: stratml.Indicator) -> bool:
    return (
        _line(indicator.dimension).casefold() == _STANDARD.casefold()
        and _line(indicator.unit).casefold() == _STANDARD_UNIT
    )


def _response_hours(objective: stratml.Objective) -> int | None:
    for indicator in filter(_is_standard, objective.indicators):
        for measurement in indicator.measurements:
            for target in measurement.targets:
                if target.units is not None:
                    return _hours(format(target.units, "f"), 1, MOST_RESPONSE_HOURS)
    return None


def _hours(text: str, least: int, most: int) -> int | None:
    """Whole hours within the bounds; None for anything else."""
    match = re.fullmatch(r"([0-9]{1,6})(?:\.0*)?", text)
    return int(match[1]) if match and least <= int(match[1]) <= most else None


def _beyond_plan(plan: stratml.Plan, other: str, known: _Known) -> Iterator[str]:
    """What a draft has no place for, of the plan as a whole."""
    core = plan.core
    which = re.escape(_WHICH).replace(r"\{version\}", "[0-9]+")
    ours = re.escape(_PRACTICE), which.replace(r"\{body\}", re.escape(known.name))
    description = plan.description.strip()
    if description and not re.fullmatch("({})?{}".format(*ours), description):
        yield f"The description: {_excerpt(description)}"
    for words, statement, told in (
        ("vision", core.vision, ""),
        ("mission", core.mission, known.remit),
    ):
        if statement and (text := statement.description.strip()) and text != told:
            yield f"The {words}: {_excerpt(text)}"
    values = [_line(value.name or value.description) for value in core.values]
    if values := list(filter(None, values)):
        yield f"{_count(len(values), 'value')}: {_excerpt(', '.join(values))}"
    others = [_line(found.name) for found in core.organizations if found.name.strip()]
    if others := [name for name in others if name != known.name]:
        yield f"{_count(len(others), 'other organisation')}: {_excerpt(', '.join(others))}"
    for found in core.organizations:
        if text := found.description.strip():
            yield f"What {_line(found.name) or 'an organisation'} is: {_excerpt(text)}"
    if other:
        yield f"Other information about the plan: {_excerpt(other)}"
    submitter = plan.submitter
    if submitter and (submitter.given_name.strip() or submitter.surname.strip()):
        yield "Who handed the file in: people are named in no plan here."
    elif submitter and submitter.email.strip() not in ("", known.mailbox):
        yield f"The mailbox: {_excerpt(submitter.email)}"


def _beyond_goals(plan: stratml.Plan, known: _Known) -> Iterator[str]:
    if count := sum(bool(goal.other.strip()) for goal in plan.goals):
        yield f"Other information about {_count(count, 'goal')}."
    for objective in plan.objectives:
        if more := [line for line in objective.other.splitlines() if not _is_ours(line)]:
            yield (
                f"Other information about objective “{_line(objective.name)}”: "
                f"{_excerpt(' '.join(more))}"
            )
    ours = {known.name} | {_MEMBERS.format(forum=_line(found.name)) for found in plan.objectives}
    groups = [
        *(found.stakeholders for found in plan.core.organizations),
        *(goal.stakeholders for goal in plan.goals),
        *(objective.stakeholders for objective in plan.objectives),
    ]
    names = dict.fromkeys(_line(found.name) for group in groups for found in group)
    if strangers := [name for name in names if name and name not in ours]:
        yield f"{_count(len(strangers), 'stakeholder')}: {_excerpt(', '.join(strangers))}"


def _is_ours(line: str) -> bool:
    label = line.partition(": ")[0] if ": " in line else ""
    return not line.strip() or label in (_MODEL, _FORUM, _HOURS, _PEERS_FIRST)


def _beyond_indicators(plan: stratml.Plan) -> Iterator[str]:
    if indicators := [found for found in plan.indicators if not _is_standard(found)]:
        dimensions = ", ".join(_line(found.dimension) for found in indicators)
        yield f"{_count(len(indicators), 'indicator')}: {_excerpt(dimensions)}"
    for objective in plan.objectives:
        if any(map(_is_standard, objective.indicators)) and _response_hours(objective) is None:
            yield (
                f"The response standard of objective “{_line(objective.name)}”: it is not a number "
                f"of whole hours from 1 to {MOST_RESPONSE_HOURS:,}."
            )
    results = sum(len(found.actuals) for one in plan.indicators for found in one.measurements)
    if results:
        yield f"{_count(results, 'result')} already achieved."


def _line(text: str) -> str:
    return " ".join(text.split())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _excerpt(text: str) -> str:
    return f"“{_cut(_line(text), 160)}”"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
