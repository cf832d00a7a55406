"""The pages of a plan's steps: their forms, what was typed as content, and content in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from alongside.agreements.domain.terms import MODEL_WORDS
from alongside.plans.domain.steps import (
    About,
    Content,
    Fault,
    GoalText,
    IndicatorText,
    Law,
    ObjectiveText,
    Standards,
    Step,
)
from alongside.plans.domain.terms import DIRECTION_WORDS, LAWFUL_BASIS_WORDS, LawfulBasis
from alongside.publishing.domain.differences import Piece, pieces_of
from alongside.ui import formatting
from alongside.workspace import forms_plan_steps as ours

_SIMPLE: dict[Step, Any] = {
    Step.ABOUT: ours.AboutForm,
    Step.STANDARDS: ours.StandardsForm,
    Step.LAW: ours.LawForm,
}


@dataclass(slots=True)
class StepForms:
    """The forms of one step. `rows` of a list, `form` of the rest; a step may have both."""

    step: Step
    form: Any = None
    rows: Any = None

    @property
    def all(self) -> list[forms.Form]:
        """Every form, for the summary of errors."""
        return [*([self.form] if self.form is not None else []), *(self.rows or [])]

    def is_valid(self) -> bool:
        # Both are asked, so that all errors are shown at once.
        answers = [part.is_valid() for part in (self.form, self.rows) if part is not None]
        return all(answers)

    def content(self, now: Content) -> Content:
        """What was typed; `now` is what the draft holds. The forms are valid."""
        if self.step is Step.GOALS:
            return _moved(ours.goals_of(self.rows), self.rows.data.get("move", ""))
        if self.step is Step.INDICATORS:
            keys = {one.figure: one.key for one in cast("tuple[IndicatorText, ...]", now)}
            return (*self.form.content(keys), *ours.own_indicators_of(self.rows))
        return cast("Content", self.form.content())

    def place(self, faults: Sequence[Fault]) -> None:
        """Puts each fault beside the field that it is about."""
        kept = [row for row in self.rows or () if _is_kept(row)]
        figures = len(self.form.cleaned_data["figures"]) if self.step is Step.INDICATORS else 0
        for fault in faults:
            if fault.row is None:
                self.form.add_error(fault.field, _(fault.sentence))
                continue
            at = fault.row - figures
            if 0 <= at < len(kept):
                kept[at].add_error(fault.field, _(fault.sentence))
            else:
                self.all[0].add_error(None, _(fault.sentence))


def typed(step: Step, data: QueryDict) -> StepForms:
    """The forms of a step with what was typed."""
    if step is Step.GOALS:
        return StepForms(step, rows=ours.GoalFormSet(data, prefix="goals"))
    if step is Step.INDICATORS:
        rows = ours.OwnIndicatorFormSet(data, prefix="own")
        return StepForms(step, ours.FiguresForm(data), rows)
    return StepForms(step, _SIMPLE[step](data))


def filled(step: Step, content: Content) -> StepForms:
    """The forms of a step with what the draft holds."""
    if step is Step.GOALS:
        goals = cast("tuple[GoalText, ...]", content)
        return StepForms(step, rows=ours.GoalFormSet(initial=ours.goal_rows(goals), prefix="goals"))
    if step is Step.INDICATORS:
        indicators = cast("tuple[IndicatorText, ...]", content)
        rows = ours.OwnIndicatorFormSet(initial=ours.own_indicator_rows(indicators), prefix="own")
        form = ours.FiguresForm(initial=ours.FiguresForm.initial_of(indicators))
        return StepForms(step, form, rows)
    kind = _SIMPLE[step]
    return StepForms(step, kind(initial=kind.initial_of(content)))


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """A field of which two windows hold different texts, and both by words."""

    label: str
    mine: str
    theirs: str
    pieces: Sequence[Piece]


def two_texts(mine: Content, theirs: Content, *, goals: dict[str, str]) -> list[TwoTexts]:
    """Where what was typed and what was saved meanwhile differ. `goals`: titles by key."""
    own, saved = dict(spoken(mine, goals)), dict(spoken(theirs, goals))
    return [
        TwoTexts(
            label,
            own.get(label, ""),
            saved.get(label, ""),
            pieces_of(saved.get(label, ""), own.get(label, "")),
        )
        for label in dict.fromkeys([*own, *saved])
        if own.get(label, "") != saved.get(label, "")
    ]


def spoken(content: Content, goals: dict[str, str]) -> list[tuple[str, str]]:
    """The content as labels and texts."""
    if isinstance(content, About):
        languages = ", ".join(str(formatting.language_name(tag)) for tag in content.languages)
        return [
            (_("Title"), content.title),
            (_("What will be better"), content.goal),
            (_("Languages"), languages),
            (_("Review date"), _day(content.review_on)),
        ]
    if isinstance(content, Standards):
        return [
            (_("How officials say who they are"), content.disclosure),
            (_("The line in each reply"), content.disclosure_line),
            (_("Safeguarding lead"), content.safeguarding_role),
            (_("Contact"), content.contact_role),
            (_("Address of the contact"), content.contact),
            (_("Where mistakes are reported"), content.corrections_contact),
        ]
    if isinstance(content, Law):
        basis = content.lawful_basis
        return [
            (_("Lawful basis"), _(LAWFUL_BASIS_WORDS[LawfulBasis(basis)]) if basis else ""),
            (_("Power in law"), content.legal_power),
            (_("Impact assessment"), content.assessment_reference),
            (_("Day of the assessment"), _day(content.assessed_on)),
        ]
    if isinstance(content, ObjectiveText):
        return [
            (_("How you take part"), _(MODEL_WORDS[content.model])),
            (_("Why you take no part"), content.reason),
            (_("Goal"), goals.get(content.goal_key, "")),
            (_("What you will do there"), content.statement),
            (_("When advisers are there"), formatting.opening_hours(content.working_hours)),
            (_("More about when they are there"), content.hours),
            (_("First reply within, in hours"), str(content.response_hours)),
            (_("Members come first, in hours"), str(content.peers_first_hours)),
        ]
    said = []
    for number, one in enumerate(content, 1):
        if isinstance(one, GoalText):
            said.append(_spoken_goal(number, one))
        elif isinstance(one, IndicatorText):
            said.append((one.name, _spoken_one(one)))
    return said


def _spoken_goal(number: int, goal: GoalText) -> tuple[str, str]:
    label = _("Goal %(number)s") % {"number": number}
    return label, f"{goal.title}\n{goal.description}".strip()


def _spoken_one(indicator: IndicatorText) -> str:
    said = []
    if indicator.target is not None:
        words = _(DIRECTION_WORDS[indicator.direction])
        said.append(
            _("target: %(value)s") % {"value": f"{words} {_amount(indicator.target, indicator)}"}
        )
    if indicator.target_on:
        said.append(_("by %(day)s") % {"day": _day(indicator.target_on)})
    if indicator.baseline is not None:
        said.append(_("baseline: %(value)s") % {"value": _amount(indicator.baseline, indicator)})
    if indicator.baseline_on:
        said.append(_("of %(day)s") % {"day": _day(indicator.baseline_on)})
    return ", ".join(said) or _("in %(unit)s, no target yet") % {"unit": indicator.unit}


def _amount(value: Decimal, indicator: IndicatorText) -> str:
    return f"{ours.plain(value)} {indicator.unit}"


def _day(day: date | None) -> str:
    return formatting.day(day) if day else ""


def _is_kept(row: Any) -> bool:
    data = row.cleaned_data
    said = (data.get("title"), data.get("description"), data.get("name"), data.get("unit"))
    amounts = (data.get("target"), data.get("baseline"))
    return not data["take_out"] and (any(said) or any(one is not None for one in amounts))


def _moved(goals: tuple[GoalText, ...], move: str) -> tuple[GoalText, ...]:
    """`move` is "up:" or "down:" and the key of a goal; anything else moves nothing."""
    way, _colon, key = move.partition(":")
    at = next((place for place, goal in enumerate(goals) if goal.key == key), None)
    if at is None or way not in ("up", "down"):
        return goals
    to = at - 1 if way == "up" else at + 1
    if not 0 <= to < len(goals):
        return goals
    turned = list(goals)
    turned[at], turned[to] = turned[to], turned[at]
    return tuple(turned)
