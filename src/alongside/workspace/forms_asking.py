"""Contacts of an operator, the letter that asks, and answers to objections."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.agreements.contacts import ROLE_LENGTH
from alongside.agreements.domain.asking import (
    LETTER_LENGTH,
    LINK_MARK,
    SUBJECT_LENGTH,
    UnfitLetter,
    checked_letter,
)
from alongside.agreements.domain.objecting import REASON_LENGTH, WORDS_LENGTH
from alongside.agreements.models import Contact
from alongside.forums.models import Forum


class ContactForm(forms.Form):
    """Somebody of the operator, and the forums they decide on."""

    role = forms.CharField(
        label=_("Who is it?"),
        help_text=_("A role, or a name. For example, “owner” or “lead moderator”. Never public."),
        max_length=ROLE_LENGTH,
    )
    address = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Sealed, used for letters about agreements only, and never public."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Give the whole address, such as owner@forum.example.")},
    )
    others = forms.MultipleChoiceField(
        label=_("Other forums of this operator that they decide on"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, others: Sequence[Forum], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not others:
            del self.fields["others"]
            return
        field = self.fields["others"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(forum.slug, forum.name) for forum in others]


class LetterForm(forms.Form):
    """The letter, to be read and changed before it goes out."""

    contacts = forms.MultipleChoiceField(
        label=_("To whom?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one contact to write to.")},
    )
    subject = forms.CharField(label=_("Subject"), max_length=SUBJECT_LENGTH)
    letter = forms.CharField(
        label=_("Letter"),
        help_text=_("The private link of each person stands where it says %(mark)s.")
        % {"mark": LINK_MARK},
        max_length=LETTER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 24}),
    )

    invited = forms.CharField(
        label=_("How did the operator ask to hear from you again?"),
        help_text=_(
            "They said no, or nothing, and were promised that you write no more. For example, "
            "“They wrote to us on 3 May: ask us again in summer.”"
        ),
        min_length=20,
        max_length=500,
        error_messages={
            "min_length": _("Say how and when they asked, in a sentence."),
            "required": _(
                "You promised to write no more. Say how and when the operator asked to hear from "
                "you again, or leave them alone."
            ),
        },
    )

    def __init__(
        self, *args: Any, contacts: Sequence[Contact], is_closed: bool, **kwargs: Any
    ) -> None:
        """`is_closed`: the operator has said no, or nothing."""
        super().__init__(*args, **kwargs)
        if not is_closed:
            del self.fields["invited"]
        field = self.fields["contacts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(contact.public_id, contact.role) for contact in contacts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "subject" in data and "letter" in data:
            try:
                data["subject"], data["letter"] = checked_letter(data["subject"], data["letter"])
            except UnfitLetter as exc:
                self.add_error("letter", ValidationError(str(exc)))
        return data


class ObjectionAnswerForm(forms.Form):
    """The answer; whether the post is gone is asked where the operator wished it."""

    REMOVED, STAYS = "removed", "stays"

    done = forms.ChoiceField(
        label=_("What did you do?"),
        choices=[
            (REMOVED, _("We removed the post")),
            (STAYS, _("It stays, because")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the post is removed or stays.")},
    )
    answer = forms.CharField(
        label=_("Your answer to the operator"),
        help_text=_(
            "What you did, or why not. It goes to them by e-mail, and stands on their pages."
        ),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, asks_for_removal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_removal:
            del self.fields["done"]

    @property
    def is_removed(self) -> bool:
        """Whether they say that the post is gone. The form is valid."""
        return self.cleaned_data.get("done") == self.REMOVED


class RulingForm(forms.Form):
    """Whether an operator's public sentence is withheld; `statement` is the one that was read."""

    WITHHOLD, SHOW = "withhold", "show"

    statement = forms.IntegerField(widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(WITHHOLD, ""), (SHOW, "")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Public, with the name of your body. Do not repeat the operator’s words."),
        max_length=REASON_LENGTH,
        error_messages={
            "required": _("Say why. The reason is public, with the name of your body.")
        },
    )
