"""Asking operators and everybody about a draft, and answering what they said."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.agreements.domain.asking import (
    DAY_MARK,
    LETTER_LENGTH,
    LINK_MARK,
    QUESTION_MARK,
    SUBJECT_LENGTH,
    UnfitLetter,
)
from alongside.plans.domain import consulting as rules
from alongside.plans.domain.consulting import ConsultationError, Verdict
from alongside.proposals.typed import PlainText
from alongside.ui.dates import DayMonthYearField


class ConsultationForm(forms.Form):
    """Who is asked, until when, and with which words."""

    introduction = PlainText(
        label=_("What do you ask, and why?"),
        help_text=_(
            "Stands above the draft, for everybody who is asked. Say what can still be changed, "
            "and what you most want to hear about."
        ),
        max_length=rules.INTRODUCTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    closes_on = DayMonthYearField(
        label=_("Last day for comments"),
        help_text=_(
            "At least %(days)s days from now. Once promised, the day can be moved on, never back."
        )
        % {"days": rules.SHORTEST.days},
    )
    contacts = forms.MultipleChoiceField(
        label=_("Which operators do you ask?"),
        help_text=_("Each gets the letter below, with a private link to their own page."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_open_to_all = forms.BooleanField(
        label=_("Ask everybody as well"),
        help_text=_(
            "The draft stands on a public page until the last day, with a form that needs no "
            "account."
        ),
        required=False,
    )
    subject = forms.CharField(label=_("Subject of the letter"), max_length=SUBJECT_LENGTH)
    letter = forms.CharField(
        label=_("Letter"),
        help_text=_(
            "The private link of each person stands where it says %(link)s, the last day where it "
            "says %(day)s, and what you ask, from above, where it says %(question)s."
        )
        % {"link": LINK_MARK, "day": DAY_MARK, "question": QUESTION_MARK},
        max_length=LETTER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 20}),
    )
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        contacts: Sequence[tuple[str, str]],
        today: date,
        official_domains: frozenset[str],
        **kwargs: Any,
    ) -> None:
        """`contacts`: identifier and words of each."""
        self.today = today
        super().__init__(*args, **kwargs)
        introduction, field = self.fields["introduction"], self.fields["contacts"]
        assert isinstance(introduction, PlainText)
        assert isinstance(field, forms.MultipleChoiceField)
        introduction.official_domains = official_domains
        field.choices = list(contacts)
        if not contacts:
            for name in ("contacts", "subject", "letter"):
                del self.fields[name]

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        try:
            rules.check_days(day, today=self.today)
        except ConsultationError as exc:
            raise ValidationError(str(exc)) from None
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("contacts") and not data.get("is_open_to_all"):
            name = "contacts" if "contacts" in self.fields else "is_open_to_all"
            if not self.has_error(name):
                self.add_error(name, _now("Choose an operator to ask, or ask everybody."))
        if not data.get("contacts"):
            # Nobody gets it.
            for name in ("subject", "letter"):
                self.errors.pop(name, None)
        elif {"letter", "subject", "introduction", "closes_on"} <= data.keys():
            try:
                rules.filled_letter(
                    data["subject"],
                    data["letter"],
                    question=rules.cleaned_words(
                        data["introduction"], most=rules.INTRODUCTION_LENGTH
                    ),
                    closes_on=data["closes_on"],
                )
            except UnfitLetter as exc:
                self.add_error("letter", str(exc))
        return data


class AnswerCommentForm(forms.Form):
    """The answer to one comment, or to several that say the same."""

    verdict = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[
            (Verdict.CHANGED.value, _("Changed")),
            (Verdict.NOT_CHANGED.value, _("Not changed, because")),
        ],
        widget=forms.RadioSelect,
    )
    words = PlainText(
        label=_("Say what was changed, or why not"),
        help_text=_("Published with the plan, in the name of the body."),
        max_length=rules.ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    also = forms.MultipleChoiceField(
        label=_("Give the same answer to these as well"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        others: Sequence[tuple[str, str]],
        official_domains: frozenset[str],
        **kwargs: Any,
    ) -> None:
        """`others`: identifier and words of the comments on the same part that wait."""
        super().__init__(*args, **kwargs)
        words, also = self.fields["words"], self.fields["also"]
        assert isinstance(words, PlainText)
        assert isinstance(also, forms.MultipleChoiceField)
        words.official_domains = official_domains
        also.choices = list(others)
        if not others:
            del self.fields["also"]


class WithholdForm(forms.Form):
    reason = PlainText(
        label=_("Why can its words not be published?"),
        help_text=_(
            "Published in the place of the words, which are deleted for good. For example, “It "
            "tells about a member’s illness.” Not being of your opinion is no reason."
        ),
        max_length=rules.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MoreTimeForm(forms.Form):
    closes_on = DayMonthYearField(
        label=_("New last day for comments"), help_text=_("Later than the one that was promised.")
    )


class CallOffForm(forms.Form):
    reason = PlainText(
        label=_("Why is it called off?"),
        help_text=_("Published with the next version of the plan."),
        max_length=rules.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
