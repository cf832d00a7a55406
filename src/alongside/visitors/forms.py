"""What somebody without an account types: corrections of entries, and entries that are missing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.proposals.domain import texts
from alongside.proposals.domain.fields import About, Field, fields_of
from alongside.proposals.typed import PlainText

_SAID_LENGTH = 120  # characters of what the register says now, beside each choice


class _Open(forms.Form):
    """`homepage` is seen by programs only; whatever stands in it, no person typed it."""

    homepage = forms.CharField(required=False)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, official_domains: frozenset[str], **kwargs: Any) -> None:
        """`official_domains`: e-mails there are mailboxes of bodies, which anybody may name."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PlainText):
                field.official_domains = official_domains

    @property
    def is_filled_by_a_program(self) -> bool:
        return bool(self.data.get("homepage"))


class CorrectionForm(_Open):
    """A correction of one entry."""

    field = forms.ChoiceField(label=_("What is wrong?"), widget=forms.RadioSelect)
    proposed = PlainText(
        label=_("What should it say?"),
        max_length=texts.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source = PlainText(
        label=_("Where can this be checked?"),
        help_text=_(
            "The address of a page, or where else it can be looked up. Without a source nobody "
            "can change the register."
        ),
        max_length=texts.SOURCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words = PlainText(
        label=_("Anything else that helps to check it"),
        required=False,
        max_length=texts.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, about: About, said: dict[Field, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(name.value, gettext(words)) for name, words in fields_of(about).items()]
        self.hints = {
            name.value: gettext("Now: %(said)s") % {"said": _short(text)}
            for name, text in said.items()
            if text
        }
        self.said = said

    def clean(self) -> dict[str, Any]:
        """What stands there already is no correction: nobody should wait 14 days to hear that."""
        data = super().clean() or {}
        chosen, proposed = data.get("field"), data.get("proposed")
        if chosen and proposed:
            now = self.said.get(Field(chosen), "")
            if " ".join(now.split()) == " ".join(proposed.split()):
                self.add_error(
                    "proposed",
                    gettext("The register says that already. Say what it should say instead."),
                )
        return data


class MissingForm(_Open):
    """An entry that the register does not have."""

    name = PlainText(label=_("Its name"), max_length=texts.NAME_LENGTH)
    address = PlainText(label=_("Its address"), max_length=texts.SOURCE_LENGTH)
    words = PlainText(
        label=_("What should people know about it?"),
        required=False,
        max_length=texts.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source = PlainText(
        label=_("Where can this be checked?"),
        max_length=texts.SOURCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if about is About.FORUM:
            self.fields["address"].help_text = gettext(
                "The front page of the forum, beginning with https://"
            )
            self.fields["words"].label = gettext("Who helps whom there?")
            self.fields["source"].required = False
            self.fields["source"].help_text = gettext(
                "Leave this empty if the forum’s own pages show it."
            )
        else:
            self.fields["address"].label = gettext("Its website")
            self.fields["address"].required = False
            self.fields["words"].label = gettext("What is it responsible for?")
            self.fields["source"].help_text = gettext(
                "For example, the address of a page of government that names it."
            )

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        if not address:
            return ""
        if "://" not in address:
            address = f"https://{address}"
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            raise ValidationError(
                gettext("Give the whole address, such as https://forum.example")
            ) from None
        return address

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["source"] = data.get("source") or data.get("address", "")
        return data


def _short(text: str) -> str:
    return text if len(text) <= _SAID_LENGTH else f"{text[:_SAID_LENGTH]}…"
