"""How a proposed correction is answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.proposals.domain.life import ProposalState
from alongside.proposals.domain.texts import TEXT_LENGTH
from alongside.proposals.typed import PlainText


class AnswerForm(forms.Form):
    """The answer; what was changed and the reason are published, without a name."""

    state = forms.ChoiceField(
        label=_("What is your answer?"),
        choices=[
            (ProposalState.ACCEPTED.value, _("Accept")),
            (ProposalState.IN_PART.value, _("Accept in part")),
            (ProposalState.DECLINED.value, _("Decline")),
            (ProposalState.REJECTED.value, _("It is not a correction")),
        ],
        widget=forms.RadioSelect,
    )
    changed = PlainText(
        label=_("What was changed in the register"),
        help_text=_(
            "Published. Change the entry first, then say what. Leave empty if nothing was changed."
        ),
        required=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = PlainText(
        label=_("Reason"),
        help_text=_(
            "Published: what the source shows, or why not. Leave empty only if it is no correction."
        ),
        error_messages={"required": _("Give the reason. It is published, without your name.")},
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    withhold = forms.BooleanField(
        label=_("Delete the proposal’s words, for they hold something about a person"),
        help_text=_("Your answer is published all the same. This cannot be undone."),
        required=False,
    )

    def __init__(self, *args: Any, official_domains: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PlainText):
                field.official_domains = official_domains

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == ProposalState.REJECTED and self.has_error("reason", "required"):
            # It is never shown, so nobody needs to be told why.
            del self.errors["reason"]
            data["reason"] = ""
        return data
