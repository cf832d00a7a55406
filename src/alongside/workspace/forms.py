"""What people type in the workspace, as forms with labels and hints."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.accounts.domain.roles import CENTRAL_ROLES, Permission, Role
from alongside.agreements.domain.terms import (
    ANSWER_WORDS,
    LOOK_WORDS,
    MODEL_WORDS,
    WELCOMING,
    Answer,
    EngagementModel,
    OfficialLook,
)
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty, bodies_visible_to
from alongside.core.choices import words_of
from alongside.enquiries.domain.triage import SET_ASIDE, STATE_WORDS, EnquiryState
from alongside.forums.models import Forum
from alongside.forums.named_boards import NotNames, boards_said
from alongside.forums.queries import Gap, forums
from alongside.matching.domain.words import NoWords, expression_of
from alongside.ui.dates import DayMonthYearField
from alongside.workspace.choices import offer, one_body, one_forum
from alongside.workspace.forms_accounts import LanguageField


def _bodies_led_by(duty: Duty) -> Any:
    return bodies_visible_to(duty).filter(pk__in=duty.body_ids(Permission.LEAD))


class SetAsideForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(state.value, STATE_WORDS[state]) for state in EnquiryState if state in SET_ASIDE],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("For colleagues. No member's name or details."),
        required=False,
        max_length=500,
    )


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("What should change?"),
        help_text=_("The author reads this above the draft."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what should change, so that the author can act on it.")},
    )


class TurnedDownForm(forms.Form):
    reason = forms.CharField(
        label=_("What did they say?"),
        help_text=_("In a sentence, without names. Everybody who works on this reply reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say what the moderators said, so that nobody sends the same again."),
        },
    )


class FactsForm(forms.Form):
    """What a second reader confirms in a restricted period."""

    confirms_facts = forms.BooleanField(
        label=_("I have read it: it states facts about services, and nothing else"),
        error_messages={
            "required": _("Confirm that it states facts only, or return it with a comment.")
        },
    )


class LinkForm(forms.Form):
    link = forms.URLField(
        label=_("Public link of your post"),
        help_text=_("Open your post in the forum, copy its address and paste it here."),
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": _("Paste the address at which your post stands."),
            "invalid": _("Paste the whole address, beginning with https://"),
        },
    )


class AgreementForm(forms.Form):
    """The operator's answer, as an engagement lead records it."""

    answer = forms.ChoiceField(
        label=_("What did the operator answer?"),
        choices=[
            (answer.value, ANSWER_WORDS[answer])
            for answer in (
                Answer.WELCOME,
                Answer.WITH_CONDITIONS,
                Answer.NOT_WELCOME,
                Answer.NO_ANSWER,
            )
        ],
        widget=forms.RadioSelect,
    )
    answered_on = DayMonthYearField(label=_("Date of the answer"))
    valid_from = DayMonthYearField(label=_("First day on which it counts"))
    valid_until = DayMonthYearField(
        label=_("Last day on which it counts"),
        help_text=_("Leave empty if the operator named none."),
        required=False,
    )
    models_allowed = forms.MultipleChoiceField(
        label=_("In which ways are we welcome?"),
        choices=[
            (model.value, MODEL_WORDS[model])
            for model in EngagementModel
            if model is not EngagementModel.NONE
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    allows_reading = forms.BooleanField(
        label=_("The operator agrees to machine reading of members' posts"), required=False
    )
    links_allowed = forms.BooleanField(label=_("Our posts may hold links"), required=False)
    board_ids = forms.MultipleChoiceField(
        label=_("Which boards?"),
        help_text=_("Leave all empty for every board."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    boards_named = forms.CharField(
        label=_("Which boards?"),
        help_text=_("One on each line, as the forum calls them. Leave it empty for every board."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    posts_per_day = forms.IntegerField(
        label=_("Posts a day, at most"),
        help_text=_("Leave empty if the operator named no limit."),
        min_value=1,
        max_value=1000,
        required=False,
    )
    peers_first_hours = forms.IntegerField(
        label=_("How long members come first, in hours"),
        help_text=_("For example, 24. 0 if officials may answer at once."),
        min_value=0,
        max_value=1000,
    )
    conditions = forms.CharField(
        label=_("Conditions, in the operator's own words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence = forms.CharField(
        label=_("How were they asked, and how did they answer?"),
        help_text=_("For example, “Asked by e-mail on 2 May, answered by the owner on 3 May.”"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reading_every_hours = forms.IntegerField(
        label=_("Hours between two readings by machine, at least"),
        help_text=_("For example, 24 for once a day. Leave empty if the operator named none."),
        min_value=1,
        max_value=8760,
        required=False,
    )
    officials_shown = forms.MultipleChoiceField(
        label=_("How does the operator want officials to be shown?"),
        choices=[(look.value, LOOK_WORDS[look]) for look in OfficialLook],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    officials_words = forms.CharField(label=_("Who, or how else?"), max_length=300, required=False)
    contact_role = forms.CharField(
        label=_("Who answered, and whom to turn to"),
        help_text=_("A role, not a name: this is public. For example, “lead moderator”."),
        max_length=100,
        required=False,
    )
    letter = forms.FileField(
        label=_("Their letter"),
        help_text=_("PDF, picture or plain text, 4 MB at most. Staff can read it, nobody else."),
        required=False,
        max_length=200,
    )

    def __init__(
        self,
        *args: Any,
        boards: Sequence[tuple[str, str]] = (),
        today: date | None = None,
        **kwargs: Any,
    ) -> None:
        """`boards`: the forum's boards to choose from, each with its number there and its name;
        `today`: the last day on which they can have answered."""
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["board_ids"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(boards)
        self.boards = dict(boards)
        if not boards:
            del self.fields["board_ids"]
            return
        self.fields["boards_named"].label = _("Other boards, by name")
        self.fields["boards_named"].help_text = _("Where the list lacks one. One on each line.")

    def clean_boards_named(self) -> dict[str, str]:
        """Names by number."""
        try:
            return boards_said(self.cleaned_data["boards_named"], known=self.boards)
        except NotNames as exc:
            raise ValidationError(str(exc)) from exc

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        welcomed = data.get("answer") in WELCOMING
        if welcomed and "models_allowed" in data and not data["models_allowed"]:
            self.add_error(
                "models_allowed", _("Choose at least one way in which the operator welcomes us.")
            )
        if data.get("answer") == Answer.WITH_CONDITIONS and not data.get("conditions", "").strip():
            self.add_error(
                "conditions", _("Write down the conditions in the operator's own words.")
            )
        answered = data.get("answered_on")
        if answered and self.today and answered > self.today:
            self.add_error("answered_on", _("The date of the answer must not be in the future."))
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day must not be before the first day."))
        return data


class StopForm(forms.Form):
    reason = forms.CharField(
        label=_("Why, in the operator's words"), required=False, max_length=500
    )


class WatchForm(forms.Form):
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), empty_label=None)
    name = forms.CharField(
        label=_("Name of the watch"), help_text=_("For example, “Late payments”."), max_length=100
    )
    any_of = forms.CharField(
        label=_("Words and phrases, one on each line"),
        help_text=_(
            "A question that holds any of them reaches your queue. Endings do not matter: "
            "“payment” finds “payments”."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    none_of = forms.CharField(
        label=_("But none of these"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, duty: Duty, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "body", _bodies_led_by(duty))

    def clean_any_of(self) -> str:
        text = str(self.cleaned_data["any_of"])
        try:
            expression_of(text)
        except NoWords as exc:
            raise ValidationError(str(exc)) from exc
        return text


class AccountForm(forms.Form):
    body = forms.ModelChoiceField(label=_("Body"), queryset=Body.objects.none(), empty_label=None)
    forum = forms.CharField(label=_("Forum"), max_length=300)
    handle = forms.CharField(
        label=_("Name of the account in the forum"),
        help_text=_("An account that your body owns, never a personal one."),
        max_length=100,
    )
    profile_address = forms.URLField(
        label=_("Address of its profile"),
        help_text=_("Open the profile in the forum, copy its address and paste it here."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    named_at_address = forms.URLField(
        label=_("Page of your body’s own site that names the account"),
        help_text=_("Readers and this service look there whether the account is yours."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    language = LanguageField()
    secret = forms.CharField(
        label=_("Its password or key"),
        help_text=_(
            "Sealed before it is stored. A key is checked before it is used; one that may do more "
            "than post for this account is refused. Without it, answers are posted by hand."
        ),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, duty: Duty, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        led = _bodies_led_by(duty)
        offer(self, "body", led)
        # A real body has no account in a forum for practice, nor the other way round.
        of_kind = forums().filter(is_practice__in=led.order_by().values("is_practice"))
        self._forums = of_kind.exclude(address="")
        self.fields["forum"].help_text = format_html(
            _now(
                "Its name or its address. If the register does not know it yet, "
                '<a class="govuk-link" href="{add}">add it to the register</a>; if its entry '
                "has no address, "
                '<a class="govuk-link" href="{gaps}">give it one</a>.'
            ),
            add=reverse("workspace:forum-add"),
            gaps=f"{reverse('workspace:forum-list')}?gap={Gap.ADDRESS}",
        )

    def clean_forum(self) -> Forum:
        return one_forum(self, "forum", self._forums)


class PersonForm(forms.Form):
    display_name = forms.CharField(label=_("Name"), max_length=100)
    username = forms.CharField(
        label=_("Sign-in name"), max_length=150, help_text=_("Letters, digits and . _ - only.")
    )
    email = forms.EmailField(label=_("Work e-mail"))
    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least 12 characters. Ask the person to change it at once."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, words_of(role)) for role in Role]
    )
    body = forms.CharField(
        label=_("Body"),
        help_text=_("Its name or acronym. Not for the central team and administrators."),
        max_length=300,
        required=False,
    )

    def clean_body(self) -> Body | None:
        return one_body(self, "body") if self.cleaned_data["body"] else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if role := data.get("role"):
            if role in CENTRAL_ROLES and data.get("body"):
                self.add_error("body", _("This role is held for all bodies. Leave the body out."))
            if role not in CENTRAL_ROLES and "body" in data and not data["body"]:
                self.add_error("body", _("Choose the body for which the person works."))
        return data


def first_day(today: date) -> dict[str, Any]:
    """What an agreement form starts with."""
    return {
        "answered_on": today,
        "valid_from": today,
        "peers_first_hours": 0,
        "links_allowed": True,
    }
