"""What people type about the indicators of a plan: figures counted here, and the body's own."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.core.identifiers import new_identifier
from alongside.plans.domain.steps import (
    LONGEST_TITLE,
    MOST_INDICATORS,
    IndicatorText,
    fault_of_amount,
)
from alongside.plans.domain.terms import DIRECTION_WORDS, Direction
from alongside.reporting.domain.targets import FIGURES
from alongside.ui.dates import DayMonthYearField
from alongside.workspace.forms_plan_steps import Amount, Choices, Text


class FiguresForm(forms.Form):
    """The figures that this service counts: which of them are in the plan, from where to where."""

    figures = Choices(
        label=_("Figures that this service counts for you"),
        choices=[(figure.key, figure.name) for figure in FIGURES.values()],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, figure in FIGURES.items():
            words = {"unit": figure.unit, "direction": DIRECTION_WORDS[figure.direction]}
            self.fields[f"{key}_target"] = Amount(
                label=format_lazy(_("Target: {direction} … {unit}"), **words)
            )
            self.fields[f"{key}_target_on"] = DayMonthYearField(
                label=_("To be reached by"), required=False
            )
            self.fields[f"{key}_baseline"] = Amount(
                label=format_lazy(_("Baseline, in {unit}"), unit=figure.unit), required=False
            )
            self.fields[f"{key}_baseline_on"] = DayMonthYearField(
                label=_("Day of the baseline"), required=False
            )

    def far_label(self, name: str) -> str:
        """The field's name with that of its figure, where the page around does not say it."""
        label = str(self.fields[name].label)
        for key, figure in FIGURES.items():
            if name.startswith(f"{key}_"):
                return f"{gettext(figure.name)}: {label}"
        return label

    def clean(self) -> dict[str, Any]:
        for key, figure in FIGURES.items():
            for name in (f"{key}_target", f"{key}_baseline"):
                if key in self.cleaned_data.get("figures", ()):
                    _check_amount(self, name, figure=key, unit=figure.unit)
        return self.cleaned_data

    def content(self, keys: dict[str, str]) -> tuple[IndicatorText, ...]:
        """`keys`: of the figures that are in the draft already, by figure."""
        data = self.cleaned_data
        return tuple(
            IndicatorText(
                key=keys.get(figure.key) or new_identifier(),
                name=figure.name,
                unit=figure.unit,
                figure=figure.key,
                direction=figure.direction,
                baseline=data[f"{figure.key}_baseline"],
                baseline_on=data[f"{figure.key}_baseline_on"],
                target=data[f"{figure.key}_target"],
                target_on=data[f"{figure.key}_target_on"],
            )
            for figure in FIGURES.values()
            if figure.key in data["figures"]
        )

    @staticmethod
    def initial_of(indicators: Iterable[IndicatorText]) -> dict[str, Any]:
        ours = [found for found in indicators if is_counted(found)]
        values: dict[str, Any] = {"figures": [found.figure for found in ours]}
        for found in ours:
            values |= {
                f"{found.figure}_baseline": plain(found.baseline),
                f"{found.figure}_baseline_on": found.baseline_on,
                f"{found.figure}_target": plain(found.target),
                f"{found.figure}_target_on": found.target_on,
            }
        return values


class OwnIndicatorForm(forms.Form):
    key = forms.RegexField(r"^[0-9a-z-]{1,12}$", widget=forms.HiddenInput)
    name = Text(
        label=_("What is counted"),
        help_text=_("For example, “Calls to our helpline about sick pay”."),
        max_length=LONGEST_TITLE,
    )
    unit = Text(label=_("In what"), help_text=_("For example, calls or %."), max_length=40)
    direction = forms.ChoiceField(
        label=_("The target is"),
        choices=[(direction.value, DIRECTION_WORDS[direction]) for direction in Direction],
    )
    target = Amount(label=_("Target"))
    target_on = DayMonthYearField(label=_("To be reached by"), required=False)
    baseline = Amount(label=_("Baseline"), required=False)
    baseline_on = DayMonthYearField(label=_("Day of the baseline"), required=False)
    take_out = forms.BooleanField(
        label=_("Take this indicator out"),
        help_text=_("Published versions keep it."),
        required=False,
    )

    def far_label(self, name: str) -> str:
        """The field's name with that of its indicator, where the page around does not say it."""
        label, said = str(self.fields[name].label), str(self["name"].value() or "").strip()
        return f"{said}: {label}" if said and name != "name" else label

    def clean(self) -> dict[str, Any]:
        for name in ("target", "baseline"):
            _check_amount(self, name, figure="", unit=self.cleaned_data.get("unit", ""))
        return self.cleaned_data


def _check_amount(form: forms.Form, name: str, *, figure: str, unit: str) -> None:
    value = form.cleaned_data.get(name)
    if value is not None and (fault := fault_of_amount(value, figure=figure, unit=unit)):
        form.add_error(name, gettext(fault))


OwnIndicatorFormSet = forms.formset_factory(
    OwnIndicatorForm, extra=0, max_num=MOST_INDICATORS + 1, absolute_max=MOST_INDICATORS + 2
)


def is_counted(indicator: IndicatorText) -> bool:
    """Whether this service counts it; a figure that it does not know is the body's own."""
    return indicator.figure in FIGURES


def own_indicators_of(rows: Iterable[Any]) -> tuple[IndicatorText, ...]:
    """What the rows say, without those that are empty or to be taken out. They are valid."""
    return tuple(
        IndicatorText(
            key=row["key"],
            name=row["name"],
            unit=row["unit"],
            direction=Direction(row["direction"]),
            baseline=row["baseline"],
            baseline_on=row["baseline_on"],
            target=row["target"],
            target_on=row["target_on"],
        )
        for row in (form.cleaned_data for form in rows)
        if not row["take_out"]
        and (row["name"] or row["unit"] or row["target"] is not None or row["baseline"] is not None)
    )


def own_indicator_rows(
    indicators: Iterable[IndicatorText], *, has_new: bool = True
) -> list[dict[str, Any]]:
    """Initial values: the body's own indicators, and an empty one to write in."""
    rows: list[dict[str, Any]] = [
        {
            "key": found.key,
            "name": found.name,
            "unit": found.unit,
            "direction": found.direction.value,
            "target": plain(found.target),
            "target_on": found.target_on,
            "baseline": plain(found.baseline),
            "baseline_on": found.baseline_on,
        }
        for found in indicators
        if not is_counted(found)
    ]
    if has_new and len(rows) < MOST_INDICATORS:
        rows.append({"key": new_identifier(), "direction": Direction.AT_LEAST.value})
    return rows


def plain(value: Decimal | None) -> str:
    """80, 7.5: as people type it."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
