"""A form field for a day that the person knows: three boxes, as the GOV.UK Design System has it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")

# What the service dates lies within; a typing error such as 31 12 9999 does not.
EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)


class DayMonthYearInput(forms.MultiWidget):
    """Day, month and year; the boxes are named `<field>_day`, `<field>_month`, `<field>_year`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, str) and value:
            value = date.fromisoformat(value)
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]


class DayMonthYearField(forms.DateField):
    """Cleans to a `date`. What was typed is kept as it was when it is no date."""

    widget = DayMonthYearInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "part_missing": _("The date must include a day, a month and a year."),
        "not_whole_numbers": _("The day, month and year must be whole numbers, such as 27 3 2027."),
        "short_year": _("The year must have 4 digits, such as 2027."),
        "not_real": _("This must be a real date, such as 27 3 2027."),
        "out_of_range": _("The date must be between 1 January 1990 and 31 December 2100."),
    }

    def to_python(self, value: Any) -> date | None:
        day = self._day_from(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise self._error("out_of_range")
        return day

    def _day_from(self, value: Any) -> date | None:
        if not isinstance(value, Sequence) or isinstance(value, str):
            return super().to_python(value)
        parts = [str(part or "").strip() for part in value]
        if not any(parts):
            return None
        if not all(parts):
            raise self._error("part_missing")
        if not all(part.isdecimal() for part in parts):
            raise self._error("not_whole_numbers")
        if len(parts[2]) != 4:
            raise self._error("short_year")
        try:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError as error:
            raise self._error("not_real") from error

    def _error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)
