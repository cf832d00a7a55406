"""What is wrong with a field is said in our voice, in every form of the service."""

import importlib
import inspect
import pkgutil

import pytest
from django import forms
from django.core.exceptions import ValidationError

import alongside
from alongside.ui import faults
from alongside.ui.fields import messages_of


def every_form():
    """The classes of all forms in our interfaces."""
    for module in pkgutil.walk_packages(alongside.__path__, "alongside."):
        if ".forms" not in module.name and not module.name.endswith("sign_in"):
            continue
        for _name, kind in inspect.getmembers(importlib.import_module(module.name)):
            is_ours = inspect.isclass(kind) and kind.__module__ == module.name
            if is_ours and issubclass(kind, forms.BaseForm):
                yield kind


FIELDS = [
    pytest.param(field, id=f"{kind.__name__}.{name}")
    for kind in every_form()
    for name, field in kind.base_fields.items()
]


def test_there_are_forms_to_look_at():
    assert len(FIELDS) > 100


@pytest.mark.parametrize("field", FIELDS)
def test_no_form_speaks_in_the_words_of_the_framework(field):
    params = {"limit_value": 1_500, "show_value": 2_000, "max": 3, "value": "x", "pk": "x"}
    errors = [
        ValidationError(message, code=code, params=params)
        for code, message in field.error_messages.items()
    ] + [
        ValidationError(validator.message, code=validator.code, params=params)
        for validator in field.validators
        if hasattr(validator, "message")
    ]
    errors += [
        ValidationError(message, code=code, params=params)
        for validator in field.validators
        for code, message in getattr(validator, "messages", {}).items()
    ]

    for error in errors:
        if error.code == "required":
            continue
        said = faults.words_for(error, field)
        if faults.is_djangos(error.message, error.code, field):
            assert said
            assert "%(" not in said
            assert "Ensure" not in said
        else:
            assert said is None  # the form’s own words


class Letter(forms.Form):
    title = forms.CharField(max_length=10)
    who = forms.CharField(label="Who says so?")
    counted = forms.ChoiceField(
        label="Who counted?", choices=[("a", "A")], widget=forms.RadioSelect
    )
    site = forms.URLField(assume_scheme="https", required=False)
    own = forms.URLField(
        assume_scheme="https", required=False, error_messages={"invalid": "Not so."}
    )
    number = forms.IntegerField(required=False, max_value=1_500)
    mail = forms.EmailField(required=False)
    agreed = forms.BooleanField(label="I agree")


def said_by(**typed):
    form = Letter(typed)
    return {bound.name: messages_of(bound) for bound in form if messages_of(bound)}


def test_what_is_left_empty_is_asked_for_as_it_is_labelled():
    assert said_by() == {
        "title": ["Fill in “Title”: it cannot be left empty."],
        "who": ["Answer the question “Who says so?”."],
        "counted": ["Choose an answer to “Who counted?”."],
        "agreed": ["Tick “I agree” to go on."],
    }


def test_what_is_wrong_is_said_with_what_to_do():
    said = said_by(
        title="x" * 750,
        who="\0",
        counted="b",
        site="http://[",
        own="http://[",
        number="2000",
        mail="me",
        agreed="on",
    )

    assert said == {
        "title": ["Shorten this to 10 characters or fewer: it has 750."],
        "who": ["Type this afresh: it holds a sign that cannot be kept."],
        "counted": ["Choose one of the answers that are offered here: “b” is not among them."],
        "site": ["Give the whole address, beginning with https://"],
        "own": ["Not so."],
        "number": ["Give a number that is not above 1,500."],
        "mail": ["Give an e-mail address, such as forums@department.example"],
    }
