"""What people type about their list of major forums, and about looking before building."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.accounts.domain.roles import Permission
from alongside.bodies.models import Body
from alongside.bodies.queries import Duty, bodies_visible_to
from alongside.forums.domain import building, listing
from alongside.forums.domain.building import DECISION_WORDS
from alongside.forums.domain.kinds import BuildDecision
from alongside.forums.domain.listing import CRITERION_EVIDENCE, CRITERION_WORDS
from alongside.proposals.typed import PlainText
from alongside.ui.dates import DayMonthYearField
from alongside.workspace.choices import offer

CRITERION_HINTS = {criterion.value: words for criterion, words in CRITERION_EVIDENCE.items()}


class ListingForm(forms.Form):
    """Why a forum is major for a body's work."""

    criteria = forms.MultipleChoiceField(
        label=_("By which criteria is it major for your body’s work?"),
        help_text=_("Choose all that are met today."),
        choices=[(criterion.value, words) for criterion, words in CRITERION_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _(
                "Choose at least one criterion by which the forum is major for your body."
            )
        },
    )
    reason = PlainText(
        label=_("Why, in your own words"),
        help_text=_("Published beside your body’s name. No member’s name or details."),
        max_length=listing.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a sentence why the forum is major for your body.")},
    )


class TakeOffForm(forms.Form):
    """Why a forum leaves the list."""

    why = PlainText(
        label=_("Why does it leave the list?"),
        help_text=_(
            "Published in the forum’s history. For example, “It has been read only since May.”"
        ),
        max_length=listing.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence why it leaves the list.")},
    )


class NoneFoundForm(forms.Form):
    """That a body looked for forums and found none."""

    searched_on = DayMonthYearField(
        label=_("On which day did you search?"), help_text=_("For example, 27 3 2027")
    )
    how = PlainText(
        label=_("Where did you search, and with which words?"),
        help_text=_("Published, so that others can search again."),
        max_length=listing.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say where you searched, and with which words.")},
    )


def _need_field() -> PlainText:
    return PlainText(
        label=_("Who needs help, and with what?"),
        help_text=_(
            "A sentence or two, for example: “People who look after a parent ask each other about "
            "carer’s allowance and respite.” It is published."
        ),
        max_length=building.NEED_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence or two who needs help, and with what.")},
    )


def _consulted_field(*, required: bool) -> PlainText:
    return PlainText(
        label=_("Which operators and users have you consulted, and what did they say?"),
        help_text=_("Name forums and groups, never a person. It is published."),
        required=required,
        max_length=building.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Say which operators and users were consulted, and what they said.")
        },
    )


class CheckForm(forms.Form):
    """A record that a body looked for existing forums."""

    need = _need_field()
    body = forms.ModelChoiceField(
        label=_("Body that looks"),
        queryset=Body.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the body in whose name you look.")},
    )
    consulted = _consulted_field(required=False)

    def __init__(self, *args: Any, duty: Duty, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = bodies_visible_to(duty).filter(
            pk__in=duty.body_ids(Permission.SEE_WORKSPACE), closed_how=""
        )
        offer(self, "body", own)
        self._own = own
        self.fields["consulted"].label = _("Operators and users whom you have consulted already")

    @property
    def is_for_practice(self) -> bool:
        """Whether the person works for practice bodies only, who look among practice forums."""
        return bool(self._own) and all(body.is_practice for body in self._own)


class ConsultedForm(forms.Form):
    """Whom a body consulted, added while nothing is decided."""

    consulted = _consulted_field(required=True)


class DecisionForm(forms.Form):
    """What came of it. From then on the record is frozen."""

    decision = forms.ChoiceField(
        label=_("What was decided?"),
        choices=[
            (decision.value, words)
            for decision, words in DECISION_WORDS.items()
            if decision is not BuildDecision.OPEN
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    why = PlainText(
        label=_("Why was it decided so?"),
        help_text=_("It is published."),
        max_length=building.TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a sentence why it was decided so.")},
    )
