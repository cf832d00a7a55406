"""What people give to bring a plan in from a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.plans.domain import stratml


class StratmlFileForm(forms.Form):
    """A plan in StratML, as a file."""

    file = forms.FileField(
        label=_("File in StratML"),
        help_text=_(
            "A strategic plan (Part 1) or a performance plan (Part 2), as .xml, up to 10 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
        error_messages={
            "required": _("Choose the file with the plan."),
            "empty": _("The file is empty. It must hold a plan in StratML."),
        },
    )

    def clean_file(self) -> Any:
        """Refuses by the size that the upload states, before a byte is read."""
        file = self.cleaned_data["file"]
        if file.size > stratml.MOST_BYTES:
            raise ValidationError(stratml.too_big())
        return file
