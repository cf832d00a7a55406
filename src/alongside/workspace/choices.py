"""Choices of a form that depend on who is asked: which rows a field offers this person."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """The field offers these rows and accepts no others."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows
