"""What is wrong with a field, in our voice: one sentence that says what to do.

Django's own messages are replaced here, for every form at once; what a form says itself is kept.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.ui.formatting import number

_LONGEST_SHOWN = 60  # letters of what was typed or sent
# By the code of the error. Of "invalid", what it should have been depends on the field.
WORDS: dict[str, str | Promise] = {
    # Of a hidden field, which nobody can fill in; else see `words_for_empty`.
    "required": _("Open the page again: a part of it went missing on the way."),
    "max_length": _("Shorten this to %(limit_value)s characters or fewer: it has %(show_value)s."),
    "min_length": _(
        "Say more: this has %(show_value)s characters, %(limit_value)s are the fewest."
    ),
    "max_value": _("Give a number that is not above %(limit_value)s."),
    "min_value": _("Give a number that is not below %(limit_value)s."),
    "max_digits": _("Give a number with fewer digits: %(max)s are the most."),
    "max_decimal_places": _("Give a number with at most %(max)s digits after the point."),
    "max_whole_digits": _("Give a number with at most %(max)s digits before the point."),
    "overflow": _("Give a shorter length of time."),
    "invalid_choice": _(
        "Choose one of the answers that are offered here: “%(value)s” is not among them."
    ),
    "invalid_pk_value": _("Choose one of the answers that are offered here."),
    "invalid_list": _("Choose among the answers that are offered here."),
    "null_characters_not_allowed": _("Type this afresh: it holds a sign that cannot be kept."),
    "missing": _("Choose a file."),
    "empty": _("Choose another file: this one is empty."),
    "contradiction": _("Choose a file, or tick the box, not both."),
}
_INVALID: tuple[tuple[type[forms.Field], str | Promise], ...] = (
    (forms.URLField, _("Give the whole address, beginning with https://")),
    (forms.EmailField, _("Give an e-mail address, such as forums@department.example")),
    (forms.DecimalField, _("Give a number, such as 3.5.")),
    (forms.FloatField, _("Give a number, such as 3.5.")),
    (forms.IntegerField, _("Give a whole number, such as 12.")),
    (forms.DateTimeField, _("Give a day and a time, such as 27 3 2027 at 14:30.")),
    (forms.DateField, _("Give a real date, such as 27 3 2027.")),
    (forms.TimeField, _("Give the time as hours and minutes, such as 14:30.")),
    (forms.FileField, _("Choose the file again: it did not arrive.")),
    (forms.SlugField, _("Use letters, digits, hyphens and underscores only.")),
    (forms.Field, _("Type this afresh: it cannot be understood.")),
)


def words_for(error: ValidationError, field: forms.Field) -> str | None:
    """Our words for an error that Django raises by itself; None: the form has words of its own.

    Not for a field that was left empty: see `words_for_empty`.
    """
    code = error.code or ""
    if not is_djangos(error.message, code, field):
        return None
    words = WORDS.get(code)
    if words is None:
        words = next(said for kind, said in _INVALID if isinstance(field, kind))
    given = {"value": "", **(error.params or {})}
    return str(words) % {name: _short(value) for name, value in given.items()}


def words_for_empty(bound: BoundField) -> str:
    """What to do about a field that must not be empty."""
    label = str(bound.label).rstrip(":")
    match bound.field.widget:
        case forms.CheckboxInput():
            words = gettext("Tick “{label}” to go on.")
        case forms.Select() | forms.SelectMultiple() | forms.RadioSelect():
            words = gettext("Choose an answer to “{label}”.")
        case forms.FileInput():
            words = gettext("Choose a file for “{label}”.")
        case _ if label.endswith("?"):
            words = gettext("Answer the question “{label}”.")
        case _:
            words = gettext("Fill in “{label}”: it cannot be left empty.")
    return words.replace("{label}", label)


def is_djangos(message: Any, code: str, field: forms.Field) -> bool:
    """Whether the message for this code is Django's own and not one that the form was given."""
    return any(message is own or message == own for own in _djangos(code, field))


def _short(value: Any) -> str:
    return number(value) if isinstance(value, int) else str(value)[:_LONGEST_SHOWN]


def _djangos(code: str, field: forms.Field) -> Iterable[Any]:
    for kind in type(field).__mro__:
        if kind.__module__.startswith("django."):
            own = vars(kind).get("default_error_messages", {})
            if code in own:
                yield own[code]
    validators: list[Any] = list(field.validators)
    for validator in validators:
        if not type(validator).__module__.startswith("django."):
            continue
        if code in getattr(validator, "messages", {}):  # several, of the digits of a number
            yield validator.messages[code]
        elif getattr(validator, "code", None) == code:
            yield validator.message
