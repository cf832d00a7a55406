"""The pages of a plan's steps: their forms, and what was typed as content."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from alongside.plans.domain.merging import digest, digests_of, part_of, parts_of, set_back
from alongside.plans.domain.steps import Content, Fault, GoalText, IndicatorText, Step
from alongside.reporting.domain.targets import FIGURES
from alongside.workspace import forms_plan_indicators as indicator_forms
from alongside.workspace import forms_plan_steps as ours
from alongside.workspace.forms_hours import DAY_FIELDS, DayHours

_SIMPLE: dict[Step, Any] = {
    Step.ABOUT: ours.AboutForm,
    Step.STANDARDS: ours.StandardsForm,
    Step.LAW: ours.LawForm,
}
# Where several fields say one thing.
_PART_OF_FIELD = {"other_languages": "languages"}
_FIELD_OF_PART = {"working_hours": DAY_FIELDS[0]}


@dataclass(slots=True)
class StepForms:
    """The forms of one step. `rows` of a list, `form` of the rest; a step may have both."""

    step: Step
    form: Any = None
    rows: Any = None
    order: Sequence[IndicatorText] = ()  # of the plan's indicators, as it was saved
    _content: Content = ()  # as it was typed last
    is_right: bool = True
    wrong: set[str] = field(default_factory=set)  # parts that were typed and cannot be saved

    @property
    def all(self) -> list[forms.Form]:
        """Every form, for the summary of errors."""
        return [*([self.form] if self.form is not None else []), *(self.rows or [])]

    def content(self, now: Content, rests_on: Mapping[str, str] | None) -> Content | None:
        """What was typed; `now` is what the draft holds, `rests_on` as in `Rests`.

        What cannot be read stays as the draft has it, and its part is in `wrong`; None when the
        form itself is broken.
        """
        parts = [part for part in (self.form, self.rows) if part is not None]
        # All are asked, so that all errors are shown at once.
        answers = [part.is_valid() for part in parts]
        self.is_right = all(answers)
        if not self.is_right and not self._fill(now):
            return None
        self._content = set_back(self._typed(now, rests_on or {}), self.wrong, to=now)
        return self._content

    def _fill(self, now: Content) -> bool:
        """Puts what the draft holds in the place of what cannot be read; False: it has none."""
        if self.rows is not None:
            if not self.rows.management_form.is_valid() or self.rows.non_form_errors():
                return False
            known = {row["key"]: row for row in _rows_of(self.step, now)}
            for row in self.rows:
                key = row.cleaned_data.get("key")
                if row.errors and (key is None or not _filled(row, known.get(key, {}))):
                    return False
                # A row that is new has nothing to go back to: the wrong field is saved empty.
                self.wrong |= {part_of(key, name) for name in row.errors if key in known}
        if self.form is None or not self.form.errors:
            return True
        saved = type(self.form).initial_of(now)
        if not _filled(self.form, saved):
            return False
        self.wrong |= {part for name in self.form.errors for part in self._parts(name, now)}
        return True

    def _parts(self, name: str, now: Content) -> Iterator[str]:
        """The parts of the content that a field is about."""
        if self.step is not Step.INDICATORS:
            yield _PART_OF_FIELD.get(name, name)
            return
        for one in cast("tuple[IndicatorText, ...]", now):
            if one.figure and name.startswith(f"{one.figure}_"):
                yield part_of(one.key, name.removeprefix(f"{one.figure}_"))

    def _typed(self, now: Content, rests_on: Mapping[str, str]) -> Content:
        move = self.rows.data.get("move", "") if self.rows is not None and self.is_right else ""
        if self.step is Step.GOALS:
            return _moved(ours.goals_of(self.rows), move)
        if self.step is Step.INDICATORS:
            before = cast("tuple[IndicatorText, ...]", now)
            keys = {one.figure: one.key for one in before}
            # A figure that somebody took out meanwhile is known by the key that the page saw.
            seen = {
                on: part.rpartition(".")[0] for part, on in rests_on.items() if ".figure" in part
            }
            keys = {key: seen[digest(key)] for key in FIGURES if digest(key) in seen} | keys
            found = (*self.form.content(keys), *indicator_forms.own_indicators_of(self.rows))
            ordered = _in_order(found, [one.key for one in before])
            return _moved(ordered, move)
        return cast("Content", self.form.content())

    def take_back(self, faults: Sequence[Fault], content: Content, now: Content) -> Content:
        """What was typed without what the faults are about, which are placed. `content`: in which
        their rows are counted."""
        self.place(faults, content)
        found = parts_of(faults, content)
        self.wrong |= found
        self._content = set_back(self._content, found, to=now)
        return self._content

    def rests_on(self, before: Mapping[str, str]) -> dict[str, str]:
        """What the page rests on once its content is saved; what is wrong rests where it did."""
        found = digests_of(self._content)
        for part in self.wrong:
            found.pop(part, None)
            if part in before:
                found[part] = before[part]
        return found

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

    def place(self, faults: Sequence[Fault], content: Any) -> None:
        """Puts each fault beside the field that it is about; `content`: of their rows."""
        rows = {row.cleaned_data.get("key"): row for row in self.rows or ()}
        for fault in faults:
            if fault.row is None:
                self.form.add_error(_FIELD_OF_PART.get(fault.field, fault.field), _(fault.sentence))
                continue
            one = content[fault.row] if fault.row < len(content) else None
            if one is not None and one.key in rows and fault.field in rows[one.key].errors:
                continue  # the field says what is wrong already
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


def _rows_of(step: Step, content: Content) -> list[dict[str, Any]]:
    if step is Step.GOALS:
        return ours.goal_rows(cast("tuple[GoalText, ...]", content), has_new=False)
    indicators = cast("tuple[IndicatorText, ...]", content)
    return indicator_forms.own_indicator_rows(indicators, has_new=False)


def _filled(form: Any, saved: Mapping[str, Any]) -> bool:
    """Puts what is saved in the place of what cannot be read; False where that cannot be."""
    for name in form.errors:
        found, value = form.fields.get(name), saved.get(name)
        if found is None or (value is None and isinstance(found, forms.ChoiceField)):
            return False
        if isinstance(found, forms.MultiValueField):
            form.cleaned_data[name] = value
        elif isinstance(found, DayHours):
            form.cleaned_data[name] = found.clean(value)
        else:
            form.cleaned_data[name] = found.to_python(value)
        if cleaner := getattr(form, f"clean_{name}", None):
            form.cleaned_data[name] = cleaner()
    return True


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
