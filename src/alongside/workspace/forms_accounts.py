"""Forms about official accounts: where their proof stands, and what a person saw there."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.bodies.models import Body
from alongside.forums.domain.facts import LONGEST_LANGUAGE, fault_of_language, language_of
from alongside.forums.domain.kinds import AccountDirection
from alongside.forums.models import OfficialAccount

LONGEST_SECRET = 4096
_WHOLE_ADDRESS = {"invalid": _("Give the whole address, beginning with https://")}


class LanguageField(forms.CharField):
    """A language by its tag of BCP 47, as it is usually written; empty: nobody says."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Language in which it writes"),
            help_text=_("As a tag: en for English, cy for Welsh."),
            max_length=LONGEST_LANGUAGE,
            required=False,
        )

    def clean(self, value: Any) -> str:
        tag = language_of(super().clean(value))
        if tag and (fault := fault_of_language(tag)):
            raise ValidationError(fault)
        return tag


class AccountFactsForm(forms.Form):
    """Both ends of an account's proof, and its language."""

    profile_address = forms.URLField(
        label=_("Address of its profile in the forum"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    named_at_address = forms.URLField(
        label=_("Page of the body’s own site that names it"),
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    language = LanguageField()


class SecretForm(forms.Form):
    """The account's key or password; what it is called there, the connector says."""

    secret = forms.CharField(
        label=_("Key or password"),
        required=False,
        strip=False,
        max_length=LONGEST_SECRET,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, is_key: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A key is copied from a page, often with a blank at its end; a password may end in one.
        self.fields["secret"].strip = is_key  # type: ignore[attr-defined]  # a CharField


class SettleForm(forms.Form):
    """What becomes of the account of a body that has closed."""

    RETIRE = "retire"

    to = forms.ChoiceField(
        label=_("What becomes of the account?"),
        choices=[(RETIRE, _("Retire it: nobody speaks from it any more"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is retired or handed over.")},
    )

    def __init__(self, *args: Any, heirs: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["to"])
        field.choices = [
            *((f"body:{body.slug}", _now("Hand it over to %(body)s") % {"body": body.name})
              for body in heirs),
            (self.RETIRE, _("Retire it: nobody speaks from it any more")),
        ]  # fmt: skip

    @property
    def heir_slug(self) -> str:
        """Of the body that takes it over; empty: it is retired."""
        return str(self.cleaned_data["to"]).partition("body:")[2]


class LookForm(forms.Form):
    """What a person saw with their own eyes."""

    direction = forms.ChoiceField(
        label=_("What did you look at?"),
        choices=[
            (AccountDirection.BODY_NAMES_IT.value, _("The page of the body’s own site")),
            (AccountDirection.LINKS_BACK.value, _("The account’s profile in the forum")),
        ],
        widget=forms.RadioSelect,
    )
    found = forms.ChoiceField(
        label=_("Is the proof there?"),
        choices=[
            ("yes", _("Yes: the page names the account, or the profile links to the body’s site")),
            ("no", _("No")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What you saw"),
        help_text=_("Everybody can read this. Name no member of the forum."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, account: OfficialAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        direction = data.get("direction")
        if direction is not None and not self.address_of(direction):
            self.add_error(
                "direction", _("Its address is not known yet. Save it above, then look again.")
            )
        if data.get("found") == "no" and not data.get("note"):
            self.add_error("note", _("Say what you saw instead."))
        return data

    def address_of(self, direction: str) -> str:
        """The page that is looked at for this direction."""
        if direction == AccountDirection.BODY_NAMES_IT:
            return self._account.named_at_address
        return self._account.profile_address
