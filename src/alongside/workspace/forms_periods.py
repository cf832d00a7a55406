"""What the central team types about restricted periods."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.bodies.domain.kinds import KIND_WORDS, BodyKind
from alongside.periods.domain.keeping import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_REASON,
    Fault,
    PeriodFacts,
)
from alongside.periods.domain.terms import MODE_SENTENCES, MODE_WORDS, Mode
from alongside.periods.models import RestrictedPeriod
from alongside.periods.queries import places_known
from alongside.ui.dates import DayMonthYearField
from alongside.ui.jurisdictions import jurisdiction_words

# What each choice of rules means, said below it.
MODE_HINTS: dict[str, str | Promise] = {mode.value: MODE_SENTENCES[mode] for mode in Mode}
_REASON = _("Why?")
_REASON_IS_PUBLIC = _("The reason is published with the change.")


class PeriodForm(forms.Form):
    """Everything that the calendar says of a period. `is_new` has no reason and no history yet."""

    name = forms.CharField(
        label=_("What is it called?"),
        help_text=_("For example, “UK general election 2029”."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Give the period a name, such as UK general election 2029.")},
    )
    jurisdiction = forms.ChoiceField(
        label=_("Where does it count?"),
        help_text=_(
            "Places of which the register has public bodies. What lies within is covered: the "
            "United Kingdom covers Wales."
        ),
        error_messages={
            "required": _("Choose where it counts, such as the United Kingdom or Wales."),
            "invalid_choice": _(
                "“%(value)s” is no place of the register, so the period would bind nobody. Choose "
                "one of the list; add the public bodies of another place first."
            ),
        },
    )
    kinds = forms.MultipleChoiceField(
        label=_("Which kinds of bodies?"),
        help_text=_("Choose none if it is about all of them. Local elections bind councils only."),
        choices=[(kind.value, KIND_WORDS[kind]) for kind in BodyKind],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mode = forms.ChoiceField(
        label=_("What may officials do?"),
        choices=[(mode.value, MODE_WORDS[mode]) for mode in Mode],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what officials may do.")},
    )
    begins_on = DayMonthYearField(
        label=_("First day"),
        help_text=_("It begins at midnight, by the clocks of this service. For example, 25 5 2029"),
        error_messages={"required": _("Give the first day.")},
    )
    ends_on = DayMonthYearField(
        label=_("Last day"),
        help_text=_("The last day on which it counts, such as the day of the poll."),
        error_messages={"required": _("Give the last day.")},
    )
    source_address = forms.URLField(
        label=_("Where is it announced?"),
        help_text=_("The address of the official page. Everybody can follow it."),
        max_length=500,
        assume_scheme="https",
        error_messages={
            "required": _("Give the address of the page that announces it."),
            "invalid": _("Give the whole address, beginning with https://"),
        },
    )
    note = forms.CharField(
        label=_("More about it"),
        help_text=_("In your own words, for the public. Leave empty if there is nothing to add."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    is_practice = forms.BooleanField(
        label=_("For practice bodies only"),
        help_text=_("Real bodies keep to real periods, practice bodies to practice ones."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Why is it changed?"),
        help_text=_REASON_IS_PUBLIC,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why. The reason is public.")},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        period: RestrictedPeriod | None = None,
        practice_shown: bool = False,
        **kwargs: Any,
    ) -> None:
        if period is not None:
            kwargs["initial"] = initial_of(period)
        super().__init__(*args, **kwargs)
        known = places_known() | ({period.jurisdiction} if period else set())
        choices = sorted((_place_words(code), code) for code in known)
        cast("forms.ChoiceField", self.fields["jurisdiction"]).choices = [
            ("", _("Choose a place")),
            *((code, words) for words, code in choices),
        ]
        if period is None:
            del self.fields["reason"], self.fields["seen"]
        if period is not None or not practice_shown:
            del self.fields["is_practice"]

    def facts(self) -> PeriodFacts:
        """What was typed. The form is valid."""
        data = self.cleaned_data
        return PeriodFacts(
            name=data["name"],
            jurisdiction=data["jurisdiction"],
            kinds=tuple(data["kinds"]),
            mode=Mode(data["mode"]),
            begins_on=data["begins_on"],
            ends_on=data["ends_on"],
            source_address=data["source_address"],
            note=data["note"],
        )

    def add_faults(self, faults: Sequence[Fault]) -> None:
        """Each fault beside its field."""
        add_faults(self, faults)


def _place_words(code: str) -> str:
    words = jurisdiction_words(code)
    return code if words == code else f"{words} ({code})"


class _BesideForm(forms.Form):
    """A form that stands on a page with others; its fields have ids of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{type(self).__name__.lower()}_%s"
        super().__init__(*args, **kwargs)


class EndPeriodForm(_BesideForm):
    last_day = DayMonthYearField(
        label=_("Last day on which it counts"),
        help_text=_("Yesterday ends it at once; what waits is sent from the next morning on."),
        error_messages={"required": _("Give the last day.")},
    )
    reason = forms.CharField(
        label=_REASON,
        help_text=_REASON_IS_PUBLIC,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why. The reason is public.")},
    )


class WithdrawPeriodForm(_BesideForm):
    reason = forms.CharField(
        label=_REASON,
        help_text=_REASON_IS_PUBLIC,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why. The reason is public.")},
    )


def add_faults(form: forms.Form, faults: Sequence[Fault]) -> None:
    """Each fault beside its field, or above the form where the form has no such field."""
    for fault in faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault.sentence)


def initial_of(period: RestrictedPeriod) -> dict[str, Any]:
    """What the form of a period that stands holds at first."""
    facts = period.facts
    return {
        "name": facts.name,
        "jurisdiction": facts.jurisdiction,
        "kinds": list(facts.kinds),
        "mode": facts.mode.value,
        "begins_on": facts.begins_on,
        "ends_on": facts.ends_on,
        "source_address": facts.source_address,
        "note": facts.note,
        "seen": period.changes,
    }
