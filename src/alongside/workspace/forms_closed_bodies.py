"""What becomes of the open questions that a closed body left."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.bodies.models import Body


class QuestionsLeftForm(forms.Form):
    """They pass to a body that took over, or are set aside."""

    SET_ASIDE = "set_aside"

    to = forms.ChoiceField(
        label=_("What becomes of the open questions?"),
        choices=[(SET_ASIDE, _("Set them aside: the body has closed"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether they are set aside or passed on.")},
    )

    def __init__(self, *args: Any, heirs: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["to"])
        field.choices = [
            *((f"body:{body.slug}", _now("Pass them to %(body)s") % {"body": body.name})
              for body in heirs),
            (self.SET_ASIDE, _("Set them aside: the body has closed")),
        ]  # fmt: skip

    @property
    def heir_slug(self) -> str:
        """Of the body that goes on with them; empty: they are set aside."""
        return str(self.cleaned_data["to"]).partition("body:")[2]
