"""The pages of a plan's steps: their forms, what was typed as content, and content in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

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
from alongside.workspace import forms_plan_indicators as indicator_forms
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
    order: Sequence[IndicatorText] = ()  # of the plan's indicators, as it was saved
    _content: Content = ()  # as it was typed last, to find the row of a fault

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
        self._content = self._typed(now)
        return self._content

    def _typed(self, now: Content) -> Content:
        if self.step is Step.GOALS:
            return _moved(ours.goals_of(self.rows), self.rows.data.get("move", ""))
        if self.step is Step.INDICATORS:
            before = cast("tuple[IndicatorText, ...]", now)
            keys = {one.figure: one.key for one in before}
            found = (*self.form.content(keys), *indicator_forms.own_indicators_of(self.rows))
            ordered = _in_order(found, [one.key for one in before])
            return _moved(ordered, self.rows.data.get("move", ""))
        return cast("Content", self.form.content())

    def moved(self) -> tuple[str, str, int, int] | None:
        """Key and name of what was moved, its place now, and of how many; None: nothing was."""
        if self.rows is None:
            return None
        key = self.rows.data.get("move", "").partition(":")[2]
        rows = cast("tuple[GoalText | IndicatorText, ...]", self._content)
        for place, one in enumerate(rows, start=1):
            if one.key == key:
                name = one.title if isinstance(one, GoalText) else one.name
                return key, name, place, len(rows)
        return None

    def place(self, faults: Sequence[Fault]) -> None:
        """Puts each fault beside the field that it is about."""
        rows = {row.cleaned_data.get("key"): row for row in self.rows or ()}
        content: Any = self._content
        for fault in faults:
            if fault.row is None:
                self.form.add_error(fault.field, _(fault.sentence))
                continue
            one = content[fault.row] if fault.row < len(content) else None
            if one is not None and one.key in rows:
                rows[one.key].add_error(fault.field, _(fault.sentence))
            elif (
                isinstance(one, IndicatorText) and f"{one.figure}_{fault.field}" in self.form.fields
            ):
                self.form.add_error(f"{one.figure}_{fault.field}", _(fault.sentence))
            else:
                self.all[0].add_error(None, _(fault.sentence))


def typed(step: Step, data: QueryDict) -> StepForms:
    """The forms of a step with what was typed."""
    if step is Step.GOALS:
        return StepForms(step, rows=ours.GoalFormSet(data, prefix="goals"))
    if step is Step.INDICATORS:
        rows = indicator_forms.OwnIndicatorFormSet(data, prefix="own")
        return StepForms(step, indicator_forms.FiguresForm(data), rows)
    return StepForms(step, _SIMPLE[step](data))


def filled(step: Step, content: Content) -> StepForms:
    """The forms of a step with what the draft holds."""
    if step is Step.GOALS:
        goals = cast("tuple[GoalText, ...]", content)
        return StepForms(step, rows=ours.GoalFormSet(initial=ours.goal_rows(goals), prefix="goals"))
    if step is Step.INDICATORS:
        indicators = cast("tuple[IndicatorText, ...]", content)
        rows = indicator_forms.OwnIndicatorFormSet(
            initial=indicator_forms.own_indicator_rows(indicators), prefix="own"
        )
        form = indicator_forms.FiguresForm(
            initial=indicator_forms.FiguresForm.initial_of(indicators)
        )
        return StepForms(step, form, rows, order=indicators)
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
    return f"{indicator_forms.plain(value)} {indicator.unit}"


def _day(day: date | None) -> str:
    return formatting.day(day) if day else ""


def _field_of_figure(one: GoalText | IndicatorText | None, fault: Fault) -> str:
    return f"{one.figure}_{fault.field}" if isinstance(one, IndicatorText) else ""


_Row = TypeVar("_Row", GoalText, IndicatorText)


def _in_order(rows: Sequence[_Row], keys: Sequence[str]) -> tuple[_Row, ...]:
    """The rows in the order that the keys have; those that are new come last."""
    places = {key: place for place, key in enumerate(keys)}
    return tuple(sorted(rows, key=lambda row: places.get(row.key, len(places))))


def _moved(rows: tuple[_Row, ...], move: str) -> tuple[_Row, ...]:
    """`move` is "up:" or "down:" and the key of a row; anything else moves nothing."""
    way, _colon, key = move.partition(":")
    at = next((place for place, row in enumerate(rows) if row.key == key), None)
    if at is None or way not in ("up", "down"):
        return rows
    to = at - 1 if way == "up" else at + 1
    if not 0 <= to < len(rows):
        return rows
    turned = list(rows)
    turned[at], turned[to] = turned[to], turned[at]
    return tuple(turned)
