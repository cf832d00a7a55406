"""What the central team types about commitments."""

import hashlib
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.bodies import queries as bodies
from alongside.bodies.domain.kinds import KIND_WORDS
from alongside.proposals.typed import PlainText
from alongside.reporting.actions import Wording
from alongside.reporting.domain import commitments as rules
from alongside.reporting.domain.commitments import COMMITTED_WORDS, Committed, Ended, Scope
from alongside.reporting.domain.standing import kind_rank
from alongside.reporting.models import Commitment
from alongside.reporting.standings import Everybody
from alongside.ui.dates import DayMonthYearField
from alongside.ui.jurisdictions import jurisdiction_words
from alongside.workspace.lines import each


class CommitmentForm(forms.Form):
    """A commitment: what was said, of whom, by when, and where it was said."""

    statement = PlainText(
        label=_("What was said"),
        help_text=_(
            "As it was said, in a sentence, for example: “All ministerial departments publish a "
            "plan by 31 March 2027.” It is published."
        ),
        max_length=rules.STATEMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence who has committed to what, and by when.")},
    )
    what = forms.ChoiceField(
        label=_("What shall each body have?"),
        help_text=_("It is counted from the records, so it must be one of these."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what each body shall have.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("Which kinds of body?"),
        help_text=_("All open bodies of these kinds, also those that are added later."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    jurisdictions = forms.MultipleChoiceField(
        label=_("Only where they act in"),
        help_text=_("Choose none for everywhere. A country has what its parts have."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    bodies = forms.CharField(
        label=_("Bodies named besides"),
        help_text=_("One on each line, by name, short form or identifier here."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    due_on = DayMonthYearField(
        label=_("By the end of which day?"), help_text=_("For example, 31 3 2027")
    )
    source_address = forms.URLField(
        label=_("Where was it said?"),
        help_text=_("Address of the page, for example https://www.gov.uk/…"),
        max_length=rules.SOURCE_LENGTH,
        assume_scheme="https",
        error_messages={"required": _("Give the address of the page on which it was said.")},
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, present: Everybody, is_practice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_practice, self._today = is_practice, present.on
        kinds = sorted(
            {body.kind for body in present.bodies}, key=lambda kind: (kind_rank(kind), kind)
        )
        places = {body.jurisdiction for body in present.bodies if body.jurisdiction}
        places |= {code.partition("-")[0] for code in places}
        self._choose("what", [(what.value, words) for what, words in COMMITTED_WORDS.items()])
        self._choose("kinds", [(kind.value, KIND_WORDS[kind]) for kind in kinds])
        self._choose("jurisdictions", [(code, jurisdiction_words(code)) for code in sorted(places)])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (value, _now(words)[:1].upper() + _now(words)[1:]) for value, words in choices
        ]

    def clean_due_on(self) -> date:
        try:
            return rules.checked_day(self.cleaned_data["due_on"], today=self._today)
        except rules.Unfit as exc:
            raise ValidationError(str(exc)) from None

    def clean_bodies(self) -> list[str]:
        """The slugs of the bodies named."""
        return each(self.cleaned_data["bodies"], self._body_called)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_whole = {"kinds", "jurisdictions", "bodies"} <= data.keys()
        if is_whole and not (data["kinds"] or data["jurisdictions"] or data["bodies"]):
            self.add_error(
                "kinds",
                _now("Choose a kind of body, where they act, or name at least one body below."),
            )
        return data

    def wording(self) -> Wording:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Wording(
            statement=" ".join(data["statement"].split()),
            what=Committed(data["what"]),
            scope=Scope(
                tuple(sorted(data["kinds"])),
                tuple(sorted(data["jurisdictions"])),
                tuple(sorted(set(data["bodies"]))),
            ),
            due_on=data["due_on"],
            source_address=data["source_address"],
        )

    @property
    def mark(self) -> str:
        """Of what was typed: what was looked at is what is recorded."""
        return hashlib.sha256(repr(self.wording()).encode()).hexdigest()[:16]

    @property
    def is_checked(self) -> bool:
        """Whether the person has seen whom exactly this means."""
        return bool(self.cleaned_data.get("checked") == self.mark)

    def _body_called(self, text: str) -> str:
        found = [
            body
            for body in bodies.bodies_called(text, is_practice=self._is_practice)
            if not body.is_closed
        ]
        if not found:
            raise ValidationError(
                _now("No open body in the register is called “%(text)s”.") % {"text": text[:100]}
            )
        if len(found) > 1:
            raise ValidationError(
                _now("Several bodies are called “%(text)s”. Give one of: %(slugs)s.")
                % {"text": text[:100], "slugs": ", ".join(body.slug for body in found[:6])}
            )
        return found[0].slug


class ChangeForm(CommitmentForm):
    """A commitment in the place of another."""

    reason = PlainText(
        label=_("Why is it changed?"),
        help_text=_("Published with both. The old day is counted all the same."),
        max_length=rules.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence why it is changed.")},
    )


class EndForm(forms.Form):
    """How a commitment ceases to count, and why."""

    how = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[
            (Ended.CLOSED.value, _("Closed: its work is done, or it has become pointless")),
            (Ended.WITHDRAWN.value, _("Withdrawn: it was given up")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is closed or withdrawn.")},
    )
    reason = PlainText(
        label=_("Why?"),
        help_text=_("Published with the commitment. Its day is counted all the same."),
        max_length=rules.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence why it ends.")},
    )


def initial_of(commitment: Commitment) -> dict[str, Any]:
    """The commitment as the form shows it."""
    return {
        "statement": commitment.statement,
        "what": commitment.what,
        "kinds": commitment.kinds,
        "jurisdictions": commitment.jurisdictions,
        "bodies": "\n".join(commitment.bodies),
        "due_on": commitment.due_on,
        "source_address": commitment.source_address,
    }
