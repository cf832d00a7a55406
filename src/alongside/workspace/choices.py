"""Choices of a form that depend on who is asked, and one of very many, found by its name.

A list of ten thousand forums to choose from is no help and half a megabyte. So a person types a
name or an address; where several fit, the form comes back with these to choose from.
"""

from collections.abc import Sequence
from typing import Any, Protocol, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alongside.bodies import queries as bodies
from alongside.bodies.models import Body
from alongside.forums import queries as forums
from alongside.forums.models import Forum

OFFERED = 10
_NONE_OF_THESE = "-"


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """The field offers these rows and accepts no others."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


class _Named(Protocol):
    slug: str
    name: str


def one_forum(form: forms.Form, name: str, among: QuerySet[Forum]) -> Forum:
    """The forum that was typed in the field, by its whole name, its address or its place in our
    addresses. Raises ValidationError without one: the field offers those that fit.
    """
    text = _typed(form, name)
    called = forums.forums_called(text, among=among)
    if len(called) == 1:
        return called[0]
    found = called or forums.forums_like(text, among=among, limit=OFFERED + 1)
    if not found:
        raise ValidationError(
            _("No forum that can be chosen here fits “%(text)s”. Try fewer words of its name.")
            % {"text": text[:100]}
        )
    raise _offered(form, name, found, [forum.address for forum in found])


def one_body(form: forms.Form, name: str) -> Body:
    """The body that was typed in the field, by its whole name, its acronym or its place in our
    addresses. Raises ValidationError as `one_forum` does.
    """
    text = _typed(form, name)
    called = bodies.bodies_called(text) or bodies.bodies_called(text, is_practice=True)
    if len(called) == 1:
        return called[0]
    found = called or list(bodies.bodies_to_keep(text=text)[: OFFERED + 1])
    if not found:
        raise ValidationError(
            _("No body in the register fits “%(text)s”. Try fewer words of its name.")
            % {"text": text[:100]}
        )
    raise _offered(form, name, found, [body.acronym for body in found])


def _typed(form: forms.Form, name: str) -> str:
    text = " ".join(str(form.cleaned_data[name]).replace("\x00", "").split())
    if text == _NONE_OF_THESE:
        post: Any = form.data
        form.data = post = post.copy()
        post[form.add_prefix(name)] = ""
        raise ValidationError(_("Type another name."))
    return text


def _offered(
    form: forms.Form, name: str, found: Sequence[_Named], besides: Sequence[str]
) -> ValidationError:
    """The field becomes a choice, of one as well: a few letters are nobody's word for a forum that
    then stands in public. `besides` tells those of one name apart."""
    shown = [
        (one.slug, f"{one.name}, {more}" if more else one.name)
        for one, more in zip(found[:OFFERED], besides, strict=False)
    ]
    old = form.fields[name]
    form.fields[name] = forms.ChoiceField(
        label=old.label,
        choices=[*shown, (_NONE_OF_THESE, _("None of these: let me type another name"))],
        widget=forms.RadioSelect,
        required=old.required,
    )
    # What the page shows is made of the new field.
    form._bound_fields_cache.pop(name, None)  # type: ignore[attr-defined]  # Django's own
    if len(found) > OFFERED:
        return ValidationError(
            _("Many fit what you typed, and the first %(num)s are shown. Choose one, or give more.")
            % {"num": OFFERED}
        )
    if len(found) == 1:
        return ValidationError(_("One fits what you typed. Choose it if it is the one you mean."))
    return ValidationError(_("Several fit what you typed. Choose one."))
