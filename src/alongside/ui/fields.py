"""Which GOV.UK component shows a form field, and with which parameters. `ui/form.html` draws it.

Two habits of the design system are kept here: no `required` attribute, since the server's messages
are better than the browser's, and no `maxlength` on what is typed, since that cuts pasted text off
without a word.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import ChoiceWidget, Input
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alongside.ui import faults
from alongside.ui.dates import PARTS, DayMonthYearInput

# Attributes that the components set themselves, or that are left out on purpose.
_OWN_ATTRIBUTES = frozenset(
    {"class", "rows", "cols", "maxlength", "minlength", "required", "type", "id"}
)

_Params: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Component:
    """`name` is the component's name in the design system, `params` what its macro takes."""

    name: str
    params: _Params


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a page may say about a field beyond what the form says."""

    label: str | None = None
    hint: str | None = None
    classes: str = ""
    size: str = "s"  # of label or legend: s, m, l, xl
    heading: bool = False  # the label is the page's only h1
    hints: Mapping[str, str] | None = None  # by value of a radio or checkbox
    conditionals: Mapping[str, str] | None = None  # HTML opened by a radio or checkbox, by value
    prefix: str = ""
    suffix: str = ""
    inline: bool = False
    small: bool = False
    rows: int | None = None
    count: bool = True  # count the characters of a long text that has a limit


def component_for(bound: BoundField, **wishes: Any) -> Component:
    """The component for a field of any Django form.

    Raises TypeError for a widget that no component stands for, and for an unknown wish.
    """
    wish = Wishes(**wishes)
    widget = bound.field.widget
    match widget:
        case forms.HiddenInput():
            return Component("hidden", _hidden(bound))
        case DayMonthYearInput():
            return Component("date-input", _date(bound, wish))
        case forms.RadioSelect() if not widget.allow_multiple_selected:
            return Component("radios", _choices(bound, wish, widget, "radios"))
        case forms.CheckboxSelectMultiple() | forms.SelectMultiple():
            return Component("checkboxes", _choices(bound, wish, widget, "checkboxes"))
        case forms.Select():
            return Component("select", _select(bound, wish, widget))
        case forms.CheckboxInput():
            return Component("checkboxes", _single_checkbox(bound, wish, widget))
        case forms.Textarea():
            return _long_text(bound, wish)
        case forms.FileInput():
            return Component("file-upload", _labelled(bound, wish))
        case forms.PasswordInput():
            return Component("password-input", _password(bound, wish))
        case Input():
            return Component("input", _input(bound, wish, widget))
    raise TypeError(
        f"The field {bound.name!r} has a {type(widget).__name__}, which no component stands for."
    )


def error_list(*given: forms.BaseForm) -> list[dict[str, str]]:
    """The errors of one or more forms, in the order of their fields, each linked to its field.

    Far from the field, a message needs the field's name to be understood; a form of which several
    fields have one name says more in `far_label(name)`.
    """
    found: list[dict[str, str]] = []
    for form in given:
        found += [{"text": str(message)} for message in form.non_field_errors()]
        for bound in form:
            for message in messages_of(bound, with_label=True):
                # Nothing can be corrected in a hidden field, but silence would leave a dead form.
                is_linked = not bound.is_hidden
                link = {"href": f"#{focus_id(bound)}"} if is_linked else {}
                found.append({"text": message} | link)
    return found


def messages_of(bound: BoundField, *, with_label: bool = False) -> list[str]:
    """What is wrong with a field, and what to do about it."""
    far_label = getattr(bound.form, "far_label", None)
    label = str(far_label(bound.name) if far_label else bound.label)
    said: list[str] = []
    for error in bound.form.errors.as_data().get(bound.name, []):
        if (
            error.code == "required"
            and not bound.is_hidden
            and faults.is_djangos(error.message, "required", bound.field)
        ):
            said.append(faults.words_for_empty(bound))
            continue
        ours = faults.words_for(error, bound.field)
        messages = error.messages if ours is None else [ours]
        said += [f"{_before(label)} {each}" for each in messages] if with_label else messages
    return said


def _before(label: str) -> str:
    """The label as it stands before a message; a question has its own end."""
    return label if label.endswith(("?", "!", ".", ":", "…")) else f"{label}:"


def focus_id(bound: BoundField) -> str:
    """The id of the element where correcting a field begins."""
    if isinstance(bound.field.widget, DayMonthYearInput):
        return f"{_id(bound)}_{PARTS[0]}"
    return _id(bound)


def _id(bound: BoundField) -> str:
    return bound.auto_id or bound.html_name


def _text(value: object) -> dict[str, str]:
    """Text for a macro, or HTML when the form marked it as safe."""
    if isinstance(value, SafeString):
        return {"html": value}
    return {"text": str(value)}


def _label(bound: BoundField, wish: Wishes) -> str:
    label = bound.label if wish.label is None else wish.label
    is_yes_or_no = isinstance(bound.field.widget, forms.CheckboxInput)
    if bound.field.required or bound.field.disabled or is_yes_or_no:
        return label if isinstance(label, SafeString) else str(label)
    pattern = gettext("{label} (optional)")
    if isinstance(label, SafeString):
        return format_html(pattern, label=label)
    return pattern.format(label=label)


def _shared(bound: BoundField, wish: Wishes) -> _Params:
    """Name, hint and error, which all components take in the same way."""
    params: _Params = {"name": bound.html_name}
    hint = bound.help_text if wish.hint is None else wish.hint
    if hint:
        params["hint"] = _text(hint)
    if bound.errors:
        params["errorMessage"] = {
            "text": " ".join(messages_of(bound)),
            "visuallyHiddenText": gettext("Error"),
        }
    if bound.field.disabled:
        params["disabled"] = True
    return params


def _classes(bound: BoundField, *more: str) -> str:
    own = str(bound.field.widget.attrs.get("class", ""))
    return " ".join(part for part in (own, *more) if part)


def _attributes(bound: BoundField) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, value in bound.field.widget.attrs.items():
        if name in _OWN_ATTRIBUTES or value is False or value is None:
            continue
        attributes[name] = "" if value is True else str(value)
    return attributes


def _labelled(bound: BoundField, wish: Wishes) -> _Params:
    return _shared(bound, wish) | {
        "id": _id(bound),
        "classes": _classes(bound, wish.classes),
        "attributes": _attributes(bound),
        "label": _text(_label(bound, wish))
        | {"classes": f"govuk-label--{wish.size}", "isPageHeading": wish.heading},
    }


def _in_fieldset(bound: BoundField, wish: Wishes) -> _Params:
    return _shared(bound, wish) | {
        "fieldset": {
            "legend": _text(_label(bound, wish))
            | {"classes": f"govuk-fieldset__legend--{wish.size}", "isPageHeading": wish.heading}
        }
    }


def _value(bound: BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def _hidden(bound: BoundField) -> _Params:
    return {"id": _id(bound), "name": bound.html_name, "value": _value(bound)}


def _input(bound: BoundField, wish: Wishes, widget: Input) -> _Params:
    params = _labelled(bound, wish) | {"value": _value(bound), "type": widget.input_type}
    if isinstance(widget, forms.NumberInput):
        # Browsers change numbers when one scrolls over them; text with a number pad does not.
        is_whole = isinstance(bound.field, forms.IntegerField)
        params |= {"type": "text", "inputmode": "numeric" if is_whole else "decimal"}
        for name in ("min", "max", "step"):
            params["attributes"].pop(name, None)
    if isinstance(widget, forms.NumberInput | forms.EmailInput | forms.URLInput):
        params["spellcheck"] = False
    if wish.prefix:
        params["prefix"] = {"text": wish.prefix}
    if wish.suffix:
        params["suffix"] = {"text": wish.suffix}
    return params


def _password(bound: BoundField, wish: Wishes) -> _Params:
    attributes = _attributes(bound)
    # Without these words the component speaks English only.
    words = {
        "showPasswordText": gettext("Show"),
        "hidePasswordText": gettext("Hide"),
        "showPasswordAriaLabelText": gettext("Show password"),
        "hidePasswordAriaLabelText": gettext("Hide password"),
        "passwordShownAnnouncementText": gettext("Your password is visible"),
        "passwordHiddenAnnouncementText": gettext("Your password is hidden"),
    }
    autocomplete = attributes.pop("autocomplete", "current-password")
    return _labelled(bound, wish) | words | {"attributes": attributes, "autocomplete": autocomplete}


def _long_text(bound: BoundField, wish: Wishes) -> Component:
    # A browser drops one line break after the opening tag: without a break of ours it would take
    # one of the person's.
    value = _value(bound)
    params = _labelled(bound, wish) | {
        "value": f"\n{value}" if value.startswith(("\n", "\r")) else value,
        "rows": wish.rows or bound.field.widget.attrs.get("rows", 5),
        "spellcheck": True,
    }
    limit = getattr(bound.field, "max_length", None)
    if not (limit and wish.count):
        return Component("textarea", params)
    params["maxlength"] = limit
    params["textareaDescriptionText"] = gettext("You can enter up to {count} characters").replace(
        "{count}", "%{count}"
    )
    return Component("character-count", params)


def _options(bound: BoundField, widget: ChoiceWidget) -> Iterable[_Params]:
    groups = widget.optgroups(bound.html_name, widget.format_value(bound.value()))
    for group, options, _index in groups:
        for option in options:
            said = str(option["label"])
            yield {
                "value": str(option["value"]),
                "text": f"{group}: {said}" if group else said,
                "selected": bool(option["selected"]),
                "disabled": bool(option["attrs"].get("disabled", False)),
            }


def _select(bound: BoundField, wish: Wishes, widget: forms.Select) -> _Params:
    return _labelled(bound, wish) | {"items": list(_options(bound, widget))}


def _choices(bound: BoundField, wish: Wishes, widget: ChoiceWidget, kind: str) -> _Params:
    items: list[_Params] = []
    for option in _options(bound, widget):
        value = option["value"]
        # The empty choice of a model field says "choose"; radios say that by being unchosen.
        if kind == "radios" and value == "" and bound.field.required:
            continue
        item = {"value": value, "text": option["text"], "checked": option["selected"]}
        item["disabled"] = option["disabled"] or bound.field.disabled
        if wish.hints and value in wish.hints:
            item["hint"] = _text(wish.hints[value])
        if wish.conditionals and value in wish.conditionals:
            item["conditional"] = {"html": wish.conditionals[value]}
        items.append(item)
    inline = f"govuk-{kind}--inline" if wish.inline else ""
    small = f"govuk-{kind}--small" if wish.small else ""
    return _in_fieldset(bound, wish) | {
        "idPrefix": _id(bound),
        "classes": _classes(bound, wish.classes, inline, small),
        "items": items,
    }


def _single_checkbox(bound: BoundField, wish: Wishes, widget: forms.CheckboxInput) -> _Params:
    params = _shared(bound, wish)
    item = _text(_label(bound, wish)) | {
        "value": "on",
        "checked": bool(widget.check_test(bound.value())),
        "disabled": bound.field.disabled,
        "attributes": _attributes(bound),
    }
    # The hint belongs to the box itself, not to a group of one.
    if "hint" in params:
        item["hint"] = params.pop("hint")
    return params | {
        "idPrefix": _id(bound),
        "classes": _classes(bound, wish.classes, "govuk-checkboxes--small" if wish.small else ""),
        "items": [item],
    }


def _date(bound: BoundField, wish: Wishes) -> _Params:
    value = bound.value()
    widget = bound.field.widget
    parts = value if isinstance(value, list | tuple) else widget.decompress(value)
    labels = {"day": gettext("Day"), "month": gettext("Month"), "year": gettext("Year")}
    items = []
    for part, typed in zip(PARTS, parts, strict=True):
        classes = f"govuk-input--width-{4 if part == 'year' else 2}"
        items.append(
            {
                "id": f"{_id(bound)}_{part}",
                "name": f"{bound.html_name}_{part}",
                "label": labels[part],
                "classes": f"{classes} govuk-input--error" if bound.errors else classes,
                "value": "" if typed is None else str(typed),
            }
        )
    return _in_fieldset(bound, wish) | {"id": _id(bound), "items": items}
