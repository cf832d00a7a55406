"""Anybody's plan in StratML, as far as a draft can hold it, and in sentences what it cannot. Pure.

What our own files say is read by `stratml_documents`; here it is held against what a draft may say
(`steps`), for a file may have been written or changed by anybody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from alongside.agreements.domain.terms import EngagementModel
from alongside.plans.domain import stratml, stratml_lines
from alongside.plans.domain import stratml_documents as ours
from alongside.plans.domain.roles import fault_of_contact, fault_of_role
from alongside.plans.domain.steps import (
    LARGEST,
    LONGEST_LINE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_GOALS,
    MOST_INDICATORS,
    MOST_LANGUAGES,
    GoalText,
    IndicatorText,
    Law,
    ObjectiveText,
    Standards,
)
from alongside.plans.domain.stratml_values import count, cut, day, excerpt, one_line, text_of
from alongside.plans.domain.terms import Direction, LawfulBasis, SecondReader

LONGEST_HOURS = 120
LONGEST_UNIT = 40
LONGEST_REFERENCE = 200
MOST_RESPONSE_HOURS = 2000
MOST_PEERS_FIRST_HOURS = 1000
UNIT_UNSAID = "number"

_ADDRESS = re.compile(r"https?://[^\s<>\"”]+[^\s<>\"”.,;:)\]]")
_MOST_ADDRESSES = 10  # of one objective
_KEY = re.compile("[0-9a-z-]{1,12}")  # such as forms take
_LANGUAGE = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_CENTS = Decimal("0.01")
_MOST_TEXTS = 50
# What a version is or has behind it, and a draft begins without.
_OF_A_VERSION = frozenset(
    {"format", "body", "version", "is_practice", "effective_from", "consultations"}
)
_OWN_RULE = frozenset(
    ("model", "goal_key", "statement", "reason", "hours", "response_hours", "peers_first_hours")
)
# What the page of a forum learns to hold besides travels by its name, when it is plain.
_BY_NAME = frozenset(one.name for one in fields(ObjectiveText)) - _OWN_RULE


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
    goal_key: str = ""
    reason: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)  # of `ObjectiveText`, by its names


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRead:
    """What of a plan in StratML a draft can hold, and in sentences what it cannot."""

    is_ours: bool  # written here, so that what it does not say is nothing
    title: str
    goal: str
    languages: tuple[str, ...]
    standards: Standards
    law: Law
    review_on: date | None
    goals: tuple[GoalText, ...]
    objectives: tuple[ObjectiveRead, ...]
    indicators: tuple[IndicatorText, ...]
    left_out: tuple[str, ...]


def plan_read(
    plan: stratml.Plan, *, body_name: str, remit: str = "", mailbox: str = ""
) -> PlanRead:
    """The plan as a body's draft can hold it; what the body's entry says already is not missed."""
    return _Reader(plan, _Known(body_name, remit.strip(), mailbox)).read()


@dataclass(frozen=True, slots=True)
class _Known:
    """What the body's entry says."""

    name: str
    remit: str
    mailbox: str


class _Reader:
    def __init__(self, plan: stratml.Plan, known: _Known) -> None:
        self.plan, self.known = plan, known
        self.document = ours.document_of(plan)
        self.is_ours = ours.is_ours(plan)
        self.left_out: list[str] = []
        self.keys: dict[int, str] = {}  # of goals, by their place in the file

    def read(self) -> PlanRead:
        title = self._line("title", "title", LONGEST_TITLE)
        goals = self._goals()
        objectives = tuple(self._objectives())
        indicators = self._indicators()
        read = PlanRead(
            is_ours=self.is_ours,
            title=title,
            goal=self._text("goal", "vision"),
            languages=self._languages(),
            standards=self._standards(),
            law=self._law(),
            review_on=day(self.document.get("review_on")),
            goals=goals,
            objectives=objectives,
            indicators=indicators,
            left_out=(),
        )
        beyond = (*_beyond_plan(self.plan, self.known), *_beyond_parts(self.plan, self.known))
        return replace(read, left_out=(*self.left_out, *beyond, *self._later()))

    def _later(self) -> Iterator[str]:
        """What a later format of ours says, and no draft here can hold."""
        told = ours.document_told(self.plan)
        if later := sorted(self.document.keys() - told.keys() - _OF_A_VERSION):
            parts = excerpt(", ".join(later))
            yield f"{count(len(later), 'part')} of a later form of plans: {parts}"
        reader = self.document.get("second_reader")
        if reader not in ("", None, *list(SecondReader)):
            yield (
                f"The rule for second readers {excerpt(str(reader))}: here every reply is read by "
                "a second person."
            )

    # ------------------------------------------------------------------ texts of the plan

    def _text(self, name: str, words: str, most: int = LONGEST_TEXT) -> str:
        text = text_of(self.document.get(name)).strip()
        return self._short(text, words, most)

    def _line(self, name: str, words: str, most: int) -> str:
        return self._short(one_line(text_of(self.document.get(name))), words, most)

    def _short(self, text: str, words: str, most: int) -> str:
        if len(text) > most:
            self.left_out.append(f"The end of the {words}, which is longer than {most:,} letters.")
        return cut(text, most)

    def _languages(self) -> tuple[str, ...]:
        said = self.document.get("languages")
        found = [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
        kept = [one for one in dict.fromkeys(found) if _LANGUAGE.fullmatch(one) and len(one) <= 35]
        if len(kept) < len(found) or len(kept) > MOST_LANGUAGES:
            self.left_out.append(f"Some of the languages: {excerpt(', '.join(found))}")
        return tuple(kept[:MOST_LANGUAGES])

    def _standards(self) -> Standards:
        return Standards(
            disclosure=self._text("disclosure", "words by which officials say who they are"),
            disclosure_line=self._line(
                "disclosure_line", "line that each reply holds", LONGEST_LINE
            ),
            safeguarding_role=self._checked("safeguarding_role", fault_of_role),
            contact_role=self._checked("contact_role", fault_of_role),
            contact=self._checked("contact", fault_of_contact),
            corrections_contact=self._checked("corrections_contact", fault_of_contact),
        )

    def _checked(self, name: str, fault_of: Any) -> str:
        text = one_line(text_of(self.document.get(name)))
        if fault := fault_of(text):
            # The text is not told again: it may be somebody's name (law 4).
            self.left_out.append(f"The {_WORDS_OF[name]}: {fault}")
            return ""
        return text

    def _law(self) -> Law:
        basis = text_of(self.document.get("lawful_basis"))
        if basis and basis not in list(LawfulBasis):
            self.left_out.append(f"The lawful basis: {excerpt(basis)}")
            basis = ""
        said = self.document.get("assessed_on")
        assessed_on = day(said)
        if said and assessed_on is None:
            self.left_out.append(f"The day of the assessment: {excerpt(str(said))}")
        return Law(
            lawful_basis=basis,
            legal_power=self._text("legal_power", "power in law"),
            assessment_reference=self._line(
                "assessment_reference", "reference of the assessment", LONGEST_REFERENCE
            ),
            assessed_on=assessed_on,
        )

    # ------------------------------------------------------------------ goals and objectives

    def _goals(self) -> tuple[GoalText, ...]:
        kept: dict[str, GoalText] = {}  # by title, for a plan has none twice
        for number, goal in enumerate(self.plan.goals):
            if ours.holds(goal):
                continue
            title = one_line(goal.name) or one_line(goal.description)
            text = goal.description.strip() if goal.name.strip() else ""
            if not title:
                continue
            # What does not fit the title is not lost, but said below it.
            if len(title) > LONGEST_TITLE:
                title, text = cut(title, LONGEST_TITLE), f"{title}\n\n{text}".strip()
            if earlier := kept.get(title.casefold()):
                self.keys[number] = earlier.key
                text = "\n\n".join(filter(None, (earlier.description, text)))
                text = self._short(text, f"text of goal “{title}”", LONGEST_TEXT)
                kept[title.casefold()] = replace(earlier, description=text)
                continue
            if len(kept) == MOST_GOALS:
                self.left_out.append(f"Goal “{title}”: a plan has at most {MOST_GOALS}.")
                continue
            said = ours.goal_told(goal)["id"]
            key = _key(said, f"{goal.identifier}#{number}", {one.key for one in kept.values()})
            self.keys[number] = key
            text = self._short(text, f"text of goal “{title}”", LONGEST_TEXT)
            kept[title.casefold()] = GoalText(key, title, text)
        return tuple(kept.values())

    def _objectives(self) -> Iterator[ObjectiveRead]:
        for number, goal in enumerate(self.plan.goals):
            if ours.holds(goal) == ours.MEASURED:
                continue
            for at, objective in enumerate(goal.objectives, start=1):
                place = f"goal {number + 1}, objective {at}"
                yield self._objective(objective, place, self.keys.get(number, ""))

    def _objective(self, objective: stratml.Objective, place: str, goal_key: str) -> ObjectiveRead:
        said = ours.objective_of(objective, goal_key)
        lines, _ = stratml_lines.read(objective.other, ours.OBJECTIVE_LABELS)
        name = one_line(objective.name)
        stakeholders = objective.stakeholders
        texts = (
            lines.get(ours.FORUM, ""),
            objective.other,
            objective.description,
            *(stakeholder.description for stakeholder in stakeholders),
        )
        addresses = [address for text in texts for address in _ADDRESS.findall(text)]
        model = said.get("engagement_model")
        standard = ours.standard_of(objective.indicators)
        response = _hours(standard, 1, MOST_RESPONSE_HOURS)
        if standard is not None and response is None:
            self.left_out.append(
                f"The response standard of objective “{name}”: it is not a number of whole hours "
                f"from 1 to {MOST_RESPONSE_HOURS:,}."
            )
        return ObjectiveRead(
            place=place,
            name=name,
            names=tuple(filter(None, (name, *(one_line(one.name) for one in stakeholders)))),
            addresses=tuple(dict.fromkeys(addresses))[:_MOST_ADDRESSES],
            model=EngagementModel(model) if model in list(EngagementModel) else None,
            statement=self._short(
                text_of(said.get("statement")).strip() or ("" if lines else name),
                f"text of objective “{name}”",
                LONGEST_TEXT,
            ),
            hours=cut(one_line(text_of(said.get("hours"))), LONGEST_HOURS),
            response_hours=response,
            peers_first_hours=_hours(said.get("peers_first_hours"), 0, MOST_PEERS_FIRST_HOURS),
            goal_key=goal_key,
            reason=self._short(
                text_of(said.get("reason")).strip(), f"reason in objective “{name}”", LONGEST_TEXT
            ),
            more={
                key: tuple(value) if isinstance(value, list) else value
                for key, value in said.items()
                if key in _BY_NAME and _is_plain(value)
            },
        )

    # ------------------------------------------------------------------ indicators

    def _indicators(self) -> tuple[IndicatorText, ...]:
        kept: list[IndicatorText] = []
        results = 0
        for number, found in enumerate(self.plan.indicators):
            actuals = [one for measured in found.measurements for one in measured.actuals]
            if ours.is_standard(found):
                results += len(actuals)
                continue
            name = one_line(found.dimension)
            if not name:
                self.left_out.append(f"Indicator {number + 1}, which does not say what is counted.")
            elif len(kept) == MOST_INDICATORS:
                self.left_out.append(f"Indicator “{name}”: a plan has at most {MOST_INDICATORS}.")
            else:
                indicator, used = self._indicator(found, f"{found.identifier}#{number}", kept)
                kept.append(indicator)
                results += len(actuals) - used
        if results:
            self.left_out.append(f"{count(results, 'result')} already achieved.")
        return tuple(kept)

    def _indicator(
        self, found: stratml.Indicator, place: str, before: Sequence[IndicatorText]
    ) -> tuple[IndicatorText, int]:
        """The indicator, and how many results stand in it as its baseline."""
        said = ours.indicator_of(found)
        name = self._short(one_line(found.dimension), "name of an indicator", LONGEST_TITLE)
        targets = [one for measured in found.measurements for one in measured.targets]
        # The last that the plan wants to reach.
        target = max(targets, key=lambda one: one.end or date.min, default=stratml.Result())
        if len(targets) > 1:
            self.left_out.append(f"All but the last of the {len(targets)} targets of “{name}”.")
        elif target.descriptor or (target.units is None and target.description.strip()):
            self.left_out.append(f"What the target of “{name}” says in words.")
        baseline = next(
            (
                one
                for measured in found.measurements
                for one in measured.actuals
                if one.units is not None and "baseline" in one.description.casefold()
            ),
            stratml.Result(),
        )
        figure = text_of(said.get("figure_id"))[:40]
        if figure in [one.figure for one in before]:
            figure = ""  # the second is the body's own
        direction = said.get("direction")
        if direction not in list(Direction):
            at_most = target.description.strip().casefold().startswith("at most")
            direction = Direction.AT_MOST if at_most else Direction.AT_LEAST
        target_units = self._units(target.units, f"target of “{name}”")
        baseline_units = self._units(baseline.units, f"baseline of “{name}”")
        indicator = IndicatorText(
            key=_key(said.get("id"), place, {one.key for one in before}),
            name=name,
            unit=cut(one_line(found.unit), LONGEST_UNIT) or UNIT_UNSAID,
            figure=figure,
            direction=Direction(direction),
            baseline=baseline_units,
            baseline_on=baseline.end if baseline_units is not None else None,
            target=target_units,
            target_on=target.end if target_units is not None else None,
        )
        return indicator, int(baseline.units is not None)

    def _units(self, units: Decimal | None, words: str) -> Decimal | None:
        if units is None:
            return None
        if abs(units) > LARGEST:
            self.left_out.append(f"The {words}, which is larger than {LARGEST:,}.")
            return None
        rounded = units.quantize(_CENTS, ROUND_HALF_UP)
        if rounded != units:
            self.left_out.append(f"What the {words} has behind the second digit after the point.")
        # Without noughts, so that the same number is written in the same way.
        return Decimal(ours.number_text(rounded) or 0)


_WORDS_OF = {
    "safeguarding_role": "safeguarding lead",
    "contact_role": "role that operators can turn to",
    "contact": "address of the contact",
    "corrections_contact": "address for mistakes",
}


# ---------------------------------------------------------------------- what has no place


def _beyond_plan(plan: stratml.Plan, known: _Known) -> Iterator[str]:
    """What a draft has no place for, of the plan as a whole."""
    core = plan.core
    description = plan.description.strip()
    which = ours.which_version(plan)
    if description and not (which and which == known.name):
        yield f"The description: {excerpt(description)}"
    mission = core.mission.description.strip() if core.mission else ""
    if mission and mission != known.remit:
        yield f"The mission: {excerpt(mission)}"
    values = [one_line(value.name or value.description) for value in core.values]
    if values := list(filter(None, values)):
        yield f"{count(len(values), 'value')}: {excerpt(', '.join(values))}"
    others = [one_line(found.name) for found in core.organizations if found.name.strip()]
    if others := [name for name in others if name != known.name]:
        yield f"{count(len(others), 'other organisation')}: {excerpt(', '.join(others))}"
    for found in core.organizations:
        if text := found.description.strip():
            yield f"What {one_line(found.name) or 'an organisation'} is: {excerpt(text)}"
    _, other = stratml_lines.read(plan.other, ours.PLAN_LABELS)
    if other:
        yield f"Other information about the plan: {excerpt(other)}"
    submitter = plan.submitter
    if submitter and (submitter.given_name.strip() or submitter.surname.strip()):
        yield "Who handed the file in: people are named in no plan here."
    elif submitter and submitter.email.strip() not in ("", known.mailbox):
        yield f"The mailbox: {excerpt(submitter.email)}"


def _beyond_parts(plan: stratml.Plan, known: _Known) -> Iterator[str]:
    others = [stratml_lines.read(goal.other, ours.GOAL_LABELS)[1] for goal in plan.goals]
    if told := sum(map(bool, others)):
        yield f"Other information about {count(told, 'goal')}."
    for objective in plan.objectives:
        lines, more = stratml_lines.read(objective.other, ours.OBJECTIVE_LABELS)
        if more:
            name = one_line(objective.name)
            yield f"Other information about objective “{name}”: {excerpt(more)}"
        yield from _of_a_later_form(lines, ours.objective_told(objective, ""), objective.name)
    for indicator in plan.indicators:
        lines, more = stratml_lines.read(indicator.other, ours.INDICATOR_LABELS)
        name = one_line(indicator.dimension)
        if more:
            yield f"Other information about indicator “{name}”: {excerpt(more)}"
        yield from _of_a_later_form(lines, ours.indicator_told(indicator), name)
    mine = {known.name} | {ours.MEMBERS.format(forum=one.name) for one in plan.objectives}
    roles = {ours.SAFEGUARDING, ours.CONTACT}
    groups = [
        *(found.stakeholders for found in plan.core.organizations),
        *(goal.stakeholders for goal in plan.goals),
        *(objective.stakeholders for objective in plan.objectives),
    ]
    names = dict.fromkeys(
        one_line(found.name)
        for group in groups
        for found in group
        if found.name not in mine and not roles & {role.name for role in found.roles}
    )
    if strangers := list(filter(None, names)):
        yield f"{count(len(strangers), 'stakeholder')}: {excerpt(', '.join(strangers))}"


def _of_a_later_form(lines: Mapping[str, str], told: Mapping[str, Any], name: str) -> Iterator[str]:
    more = stratml_lines.of_json_line(lines.get(ours.MORE, ""))
    if more is None:
        yield f"A line of “{one_line(name)}” that is no JSON: {excerpt(lines[ours.MORE])}"
    elif later := sorted(
        key
        for key, value in more.items()
        if key not in told and not (key in _BY_NAME and _is_plain(value))
    ):
        parts = excerpt(", ".join(later))
        yield f"What a later form of plans says of “{one_line(name)}”: {parts}"


# ---------------------------------------------------------------------- values


def _key(said: Any, place: str, taken: set[str]) -> str:
    """The name through all versions, as our own file says it; else one made of the file."""
    if isinstance(said, str) and _KEY.fullmatch(said) and said not in taken:
        return said
    return uuid5(NAMESPACE_URL, place).hex[:12]


def _hours(value: Any, least: int, most: int) -> int | None:
    """Whole hours within the bounds; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    whole = least <= value <= most and value == int(value)
    return int(value) if whole else None


def _is_plain(value: Any) -> bool:
    """A text, or a few of them: what lines of a form hold."""
    texts = value if isinstance(value, list) else [value]
    return len(texts) <= _MOST_TEXTS and all(
        isinstance(text, str) and len(text) <= LONGEST_LINE for text in texts
    )
