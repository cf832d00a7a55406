"""The form by which people add a question to the queue."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.accounts.domain.roles import Permission
from alongside.agreements.queries import agreements_in_force
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty, bodies_visible_to
from alongside.enquiries.actions import Told
from alongside.enquiries.domain.referrals import HOW_LENGTH
from alongside.forums.models import Forum
from alongside.forums.queries import forums
from alongside.guidance.domain.personal_details import personal_details
from alongside.ui.dates import DayMonthYearField
from alongside.workspace.choices import offer

NOON = time(12)
FOUND, REFERRED = "found", "referred"
_WHOLE_ADDRESS = {"invalid": _("Give the whole address, beginning with https://")}


class QuestionForm(forms.Form):
    """A question that a person found in a forum."""

    body = forms.ModelChoiceField(
        label=_("Body that answers"), queryset=Body.objects.none(), empty_label=None
    )
    forum = forms.ModelChoiceField(
        label=_("Forum"),
        help_text=_("Forums whose operator has agreed that your body takes part."),
        queryset=Forum.objects.none(),
        empty_label=_("Choose a forum"),
    )
    address = forms.URLField(
        label=_("Address of the thread"),
        help_text=_("Open the thread in the forum, copy its address and paste it here."),
        max_length=500,
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    board_name = forms.CharField(
        label=_("Board"),
        help_text=_("The part of the forum where it was asked, for example “Late payments”."),
        max_length=100,
    )
    title = forms.CharField(
        label=_("The question, in your own words"),
        help_text=_("One line. No names and no personal details, even if the thread shows them."),
        max_length=200,
    )
    asked_on = DayMonthYearField(label=_("Day on which it was asked"))
    asked_time = forms.TimeField(
        label=_("Time"),
        help_text=_("For example, 14:30. Without a time, noon counts."),
        input_formats=["%H:%M"],
        required=False,
        widget=forms.TimeInput(attrs={"type": "text"}),
        error_messages={"invalid": _("Give the time as hours and minutes, such as 14:30.")},
    )

    came = forms.ChoiceField(
        label=_("How did you learn of it?"),
        choices=[
            (FOUND, _("I found it myself")),
            (REFERRED, _("A moderator passed it to us")),
        ],
        initial=FOUND,
        required=False,
        widget=forms.RadioSelect,
    )
    how = forms.CharField(
        label=_("How did the moderator tell you?"),
        help_text=_("If one did. For example, “by private message in the forum”. No name."),
        max_length=HOW_LENGTH,
        required=False,
    )
    told_on = DayMonthYearField(
        label=_("Day on which the moderator told you"), help_text=_("If one did."), required=False
    )

    def __init__(self, *args: Any, duty: Duty, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        answering = bodies_visible_to(duty).filter(pk__in=duty.body_ids(Permission.ANSWER))
        agreed = agreements_in_force(on=timezone.localdate(at)).filter(body__in=answering)
        welcoming = forums().filter(pk__in=agreed.values("forum"))
        offer(self, "body", answering)
        offer(self, "forum", welcoming.exclude(address=""))
        self._welcoming = welcoming

    @property
    def has_forums(self) -> bool:
        """Whether any operator has agreed; without one there is nothing to choose."""
        return self._welcoming.exclude(address="").exists()

    @property
    def without_address(self) -> list[Forum]:
        """Forums that welcome the body but have no known address to tell a thread by."""
        return list(self._welcoming.filter(address=""))

    def _check_told(self, data: dict[str, Any]) -> None:
        if "how" in data and not data["how"].strip():
            self.add_error("how", _("Say how the moderator told you, so that it can be shown."))
        if "told_on" not in data:
            return  # it is no date, which is said already
        if data["told_on"] is None:
            self.add_error("told_on", _("Give the day on which the moderator told you."))
        elif data["told_on"] > timezone.localdate(self.at):
            self.add_error("told_on", _("The day must not be in the future."))
        elif data.get("asked_on") and data["told_on"] < data["asked_on"]:
            self.add_error("told_on", _("The day must not be before the question was asked."))

    def clean_title(self) -> str:
        return _without_personal_details(str(self.cleaned_data["title"]))

    def clean_board_name(self) -> str:
        return _without_personal_details(str(self.cleaned_data["board_name"]))

    def clean_how(self) -> str:
        return _without_personal_details(str(self.cleaned_data["how"]))

    @property
    def told(self) -> Told | None:
        """That a moderator passed the question on, as the form has it; None: nobody did."""
        data = self.cleaned_data
        if data.get("came") != REFERRED or not data.get("told_on"):
            return None
        noon = timezone.make_aware(datetime.combine(data["told_on"], NOON))
        # Not before the question of the same day, and not later than now.
        return Told(data["how"], min(max(noon, data["asked_at"]), self.at))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("came") == REFERRED:
            self._check_told(data)
        day = data.get("asked_on")
        if day is None or "asked_time" not in data:
            return data
        today = timezone.localdate(self.at)
        if day > today:
            self.add_error("asked_on", _("The day must not be in the future."))
            return data
        given = data["asked_time"]
        asked_at = timezone.make_aware(datetime.combine(day, given or NOON))
        if given and asked_at > self.at:
            self.add_error("asked_time", _("The time must not be in the future."))
        # This morning, noon is still to come.
        data["asked_at"] = min(asked_at, self.at)
        return data


def _without_personal_details(text: str) -> str:
    """Law 4: refused here, beside the field, rather than masked later without a word."""
    if found := next(personal_details(text), None):
        raise ValidationError(
            _now("“%(words)s” looks like a personal detail (%(kind)s). Leave it out.")
            % {"words": found.words, "kind": found.kind}
        )
    return text
