"""How a forum's software tells of referrals: whom moderators assign questions to."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from alongside.enquiries.hooks import ADDRESSEE_LENGTH


class HookForm(forms.Form):
    """What the addressee is called there, the forum's software says."""

    addressee = forms.CharField(max_length=ADDRESSEE_LENGTH)
    replaces = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def __init__(self, *args: Any, name: str, ask: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["addressee"]
        field.label, field.help_text = _(name), _(ask)
