"""Hours of the week as people type them: a line for each day."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.core import opening_hours
from alongside.core.opening_hours import NoHours
from alongside.plans.domain.merging import DAY_PARTS

DAY_LABELS: tuple[str | Promise, ...] = (
    *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday")),
    *(_("Saturday"), _("Sunday")),
)
DAY_FIELDS = DAY_PARTS  # so that two windows may change two days
_LONGEST = 80


class DayHours(forms.CharField):
    """The hours of one day, cleaned to pairs of minutes after midnight."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=_LONGEST, **kwargs)

    def validate(self, value: Any) -> None:
        """Nothing: a day may be empty, which the page says once for all of them."""

    def clean(self, value: Any) -> list[tuple[int, int]]:
        try:
            return opening_hours.times_of(str(super().clean(value)))
        except NoHours as exc:
            raise ValidationError(str(exc)) from None


def add_days(form: forms.Form) -> None:
    """Gives the form a field for each day of the week."""
    for name, label in zip(DAY_FIELDS, DAY_LABELS, strict=True):
        form.fields[name] = DayHours(label=label)


def hours_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What the cleaned fields say, as core.opening_hours writes it."""
    times = {day: data[name] for day, name in enumerate(DAY_FIELDS)}
    return tuple(str(span) for span in opening_hours.spans_of(times))


def initial_hours(texts: Sequence[str]) -> dict[str, str]:
    """The fields of hours that stand."""
    spans = opening_hours.all_parsed(texts)
    return {name: opening_hours.times_text(spans, day) for day, name in enumerate(DAY_FIELDS)}
