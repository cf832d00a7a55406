"""What people type into a plan, step by step. A step may be saved unfinished: little is required.

Each form turns into the content of its step (`content`) and is filled from it (`initial_of`).
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alongside.agreements.domain.terms import MODEL_WORDS, EngagementModel
from alongside.core.identifiers import new_identifier
from alongside.forums.domain.facts import fault_of_language, language_of
from alongside.forums.models import Forum
from alongside.forums.queries import forums
from alongside.plans.domain.steps import (
    LARGEST,
    LONGEST_LINE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_GOALS,
    MOST_LANGUAGES,
    About,
    GoalText,
    Law,
    ObjectiveText,
    Standards,
)
from alongside.plans.domain.terms import (
    LAWFUL_BASIS_WORDS,
    LawfulBasis,
)
from alongside.plans.domain.versions import Dated, overtaken
from alongside.ui import formatting
from alongside.ui.dates import DayMonthYearField
from alongside.ui.formatting import language_name
from alongside.workspace.choices import one_forum
from alongside.workspace.forms_hours import add_days, hours_in, initial_hours

# Languages that are offered by name; any other is typed as a tag.
LANGUAGES = ("en", "cy")


class MayWait:
    """For a field that a published plan must have, and a draft may still lack."""

    def validate(self, value: Any) -> None:
        if value not in (None, "", [], ()):
            super().validate(value)  # type: ignore[misc]  # of the field that this is mixed into


class Text(MayWait, forms.CharField):
    """Text that may still be missing; ends of line are one character, as they are compared."""

    def __init__(self, *, rows: int = 0, max_length: int = LONGEST_TEXT, **kwargs: Any) -> None:
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        # Counted and kept as it was typed, whatever the browser makes of ends of line.
        found = str(super().to_python(value) or "")
        return found.replace("\r\n", "\n").replace("\r", "\n")


class Choice(MayWait, forms.ChoiceField):
    """One of several, or none yet."""


class Choices(MayWait, forms.MultipleChoiceField):
    """Some of several, or none yet."""


class Day(MayWait, DayMonthYearField):
    """A day, or none yet."""


class Amount(MayWait, forms.DecimalField):
    """A number with at most two places; a comma or a per cent sign is understood."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decimal_places=2, min_value=-LARGEST, max_value=LARGEST, **kwargs)
        self.error_messages["invalid"] = _("Give a number, such as 80 or 7.5.")

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[\s%]|,(?=\d{3}(?:\D|$))", "", value).replace(",", ".")
        return super().to_python(value)


class AboutForm(forms.Form):
    title = Text(
        label=_("Title"),
        help_text=_("For example, “Taking part where people already help each other”."),
        max_length=LONGEST_TITLE,
    )
    goal = Text(
        label=_("What will be better for the people who ask?"),
        help_text=_("One or two sentences. They stand at the top of the plan."),
        rows=3,
    )
    languages = Choices(
        label=_("In which languages do you answer?"),
        choices=[(tag, format_lazy("{}", language_name(tag))) for tag in LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
    )
    other_languages = Text(
        label=_("Other languages"),
        help_text=_("As tags, parted by commas: pl for Polish, gd for Scottish Gaelic."),
        max_length=200,
        required=False,
    )
    review_on = DayMonthYearField(
        label=_("Review date"),
        help_text=_(
            "By this day you look at the plan again and publish the next version. "
            "Four weeks after it, the plan allows no new replies."
        ),
    )

    def clean_other_languages(self) -> list[str]:
        tags = [language_of(tag) for tag in str(self.cleaned_data["other_languages"]).split(",")]
        found = [tag for tag in tags if tag]
        for tag in found:
            if fault := fault_of_language(tag):
                raise ValidationError(fault)
        if len(found) > MOST_LANGUAGES:
            raise ValidationError(_("Name fewer languages."))
        return found

    def content(self) -> About:
        data = self.cleaned_data
        return About(
            title=data["title"],
            goal=data["goal"],
            review_on=data["review_on"],
            languages=tuple(dict.fromkeys([*data["languages"], *data["other_languages"]])),
        )

    @staticmethod
    def initial_of(content: About) -> dict[str, Any]:
        return {
            "title": content.title,
            "goal": content.goal,
            "review_on": content.review_on,
            "languages": [tag for tag in content.languages if tag in LANGUAGES],
            "other_languages": ", ".join(tag for tag in content.languages if tag not in LANGUAGES),
        }


class GoalForm(forms.Form):
    key = forms.RegexField(r"^[0-9a-z-]{1,12}$", widget=forms.HiddenInput)
    title = Text(label=_("Goal"), max_length=LONGEST_TITLE)
    description = Text(label=_("More about it"), rows=2, required=False)
    take_out = forms.BooleanField(
        label=_("Take this goal out"),
        help_text=_("Its forums stay in the plan. Published versions keep it."),
        required=False,
    )


GoalFormSet = forms.formset_factory(
    GoalForm, extra=0, max_num=MOST_GOALS + 1, absolute_max=MOST_GOALS + 2
)


def goals_of(rows: Iterable[Any]) -> tuple[GoalText, ...]:
    """What the rows say, without those that are empty or to be taken out. They are valid."""
    return tuple(
        GoalText(row["key"], row["title"], row["description"])
        for row in (form.cleaned_data for form in rows)
        if not row["take_out"] and (row["title"] or row["description"])
    )


def goal_rows(goals: Sequence[GoalText], *, has_new: bool = True) -> list[dict[str, Any]]:
    """Initial values: the goals, and an empty one to write in."""
    rows = [
        {"key": goal.key, "title": goal.title, "description": goal.description} for goal in goals
    ]
    if has_new and len(rows) < MOST_GOALS:
        rows.append({"key": new_identifier()})
    return rows


class AddForumForm(forms.Form):
    forum = forms.CharField(
        label=_("Forum"), help_text=_("Its name or its address."), max_length=300
    )
    model = forms.ChoiceField(
        label=_("How will you take part?"),
        choices=[(model.value, MODEL_WORDS[model]) for model in EngagementModel],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, is_practice: bool, taken: Iterable[int], **kwargs: Any) -> None:
        """`taken`: forums that are in the plan already."""
        super().__init__(*args, **kwargs)
        self._forums = forums().filter(is_practice=is_practice).exclude(pk__in=list(taken))

    def clean_forum(self) -> Forum:
        return one_forum(self, "forum", self._forums)


class ObjectiveForm(forms.Form):
    model = forms.ChoiceField(
        label=_("How do you take part?"),
        choices=[(model.value, MODEL_WORDS[model]) for model in EngagementModel],
        widget=forms.RadioSelect,
    )
    reason = Text(
        label=_("If you take no part: why?"),
        help_text=_("This is published. For example, “Members answer well without us.”"),
        rows=3,
    )
    goal_key = Choice(label=_("Which goal does it belong to?"), widget=forms.RadioSelect)
    statement = Text(
        label=_("What you will do there"),
        help_text=_("For example, “Answer factual questions about sick pay within two days.”"),
        rows=4,
    )
    hours = Text(
        label=_("More about when they are there"),
        help_text=_("For example, “Not on public holidays”. These words are shown, not obeyed."),
        max_length=120,
        required=False,
    )
    response_hours = forms.IntegerField(
        label=_("First reply within"),
        help_text=_("Counted from the question in the forum, nights and weekends included."),
        min_value=1,
        max_value=2000,
    )
    peers_first_hours = forms.IntegerField(
        label=_("Members come first for"),
        help_text=_("0 if an official may answer at once. The operator may have asked for more."),
        min_value=0,
        max_value=1000,
    )

    def __init__(self, *args: Any, goals: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`goals`: of the draft, each with its key and title."""
        super().__init__(*args, **kwargs)
        add_days(self)
        field = self.fields["goal_key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(goals)
        if not goals:
            del self.fields["goal_key"]

    def content(self) -> ObjectiveText:
        data = self.cleaned_data
        return ObjectiveText(
            model=EngagementModel(data["model"]),
            goal_key=data.get("goal_key", ""),
            statement=data["statement"],
            reason=data["reason"],
            hours=data["hours"],
            response_hours=data["response_hours"],
            peers_first_hours=data["peers_first_hours"],
            working_hours=hours_in(data),
        )

    @staticmethod
    def initial_of(content: ObjectiveText) -> dict[str, Any]:
        return {
            "model": content.model.value,
            "goal_key": content.goal_key,
            "statement": content.statement,
            "reason": content.reason,
            "hours": content.hours,
            "response_hours": content.response_hours,
            "peers_first_hours": content.peers_first_hours,
            **initial_hours(content.working_hours),
        }


class StandardsForm(forms.Form):
    disclosure = Text(
        label=_("How your officials say who they are"),
        help_text=_("In your own words, for the public."),
        rows=3,
    )
    disclosure_line = Text(
        label=_("The line that every reply must hold"),
        help_text=_(
            "If you set one, no reply without these very words is sent. For example, “Answered by "
            "Aldmere Public Services from its official account.”"
        ),
        max_length=LONGEST_LINE,
        required=False,
    )
    safeguarding_role = Text(
        label=_("Who leads on safeguarding?"),
        help_text=_("A role, never a person’s name: for example, “Head of Safeguarding”."),
        max_length=LONGEST_LINE,
    )
    contact_role = Text(
        label=_("Who can operators turn to?"),
        help_text=_("A role or a team: for example, “Forum team”."),
        max_length=LONGEST_LINE,
    )
    contact = Text(
        label=_("How do they reach it?"),
        help_text=_("A team’s mailbox, or the address of a page."),
        max_length=LONGEST_LINE,
    )
    corrections_contact = Text(
        label=_("Where can anybody report a mistake?"),
        help_text=_("A team’s mailbox, or the address of a page."),
        max_length=LONGEST_LINE,
    )

    def content(self) -> Standards:
        return Standards(**self.cleaned_data)

    @staticmethod
    def initial_of(content: Standards) -> dict[str, Any]:
        return {name: getattr(content, name) for name in StandardsForm.base_fields}


class LawForm(forms.Form):
    lawful_basis = Choice(
        label=_("On which lawful basis do you process what members write?"),
        choices=[(basis.value, LAWFUL_BASIS_WORDS[basis]) for basis in LawfulBasis],
        widget=forms.RadioSelect,
    )
    legal_power = Text(
        label=_("The power in law"),
        help_text=_("For example, “Social Security Administration Act 1992, section 1”."),
        rows=2,
        max_length=1_000,
    )
    assessment_reference = Text(
        label=_("Reference of the data protection impact assessment"),
        help_text=_("By which anybody can ask for it. For example, “DPIA 2026/17”."),
        max_length=LONGEST_TITLE,
    )
    assessed_on = Day(label=_("Day of the assessment"))

    def content(self) -> Law:
        return Law(**self.cleaned_data)

    @staticmethod
    def initial_of(content: Law) -> dict[str, Any]:
        return {name: getattr(content, name) for name in LawForm.base_fields}


class PublishForm(forms.Form):
    effective_from = DayMonthYearField(
        label=_("First day on which the plan is in force"),
        help_text=_("Today or later. Until then the version before goes on."),
    )
    seen_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    replaces = forms.BooleanField(required=False)

    def __init__(self, *args: Any, waiting: Sequence[Dated] = (), **kwargs: Any) -> None:
        """`waiting`: published versions whose day is to come."""
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        if not waiting:
            del self.fields["replaces"]
            return
        numbers = ", ".join(str(each.number) for each in waiting)
        self.fields["replaces"].label = ngettext(
            "Version %(numbers)s need not come into force, if this one begins on its day or before",
            "Of versions %(numbers)s, those need not come into force on whose day or before this "
            "one begins",
            len(waiting),
        ) % {"numbers": numbers}

    def clean(self) -> dict[str, Any]:
        """Asks once before a version that is published comes to nothing."""
        data: dict[str, Any] = super().clean() or {}
        first = data.get("effective_from")
        if first is None or data.get("replaces"):
            return data
        if lost := overtaken(self.waiting, first=first):
            self.add_error(
                "replaces",
                _(
                    "Version %(number)s is published for %(day)s and would never come into force. "
                    "Confirm that, or let this one begin later."
                )
                % {"number": lost[0].number, "day": formatting.day(lost[0].first)},
            )
        return data


def publish_form(today: date, seen_at: str, waiting: Sequence[Dated]) -> PublishForm:
    """The form as it is first shown. Where a version waits no day is proposed: today would end it
    before it began."""
    first = None if waiting else today
    return PublishForm(initial={"effective_from": first, "seen_at": seen_at}, waiting=waiting)
