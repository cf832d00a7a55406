"""What people type about forums: the entry, other addresses, boards, figures, and joining two."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.bodies.domain.facts import TopicParts
from alongside.bodies.domain.topics import TOPICS
from alongside.forums.domain.facts import LONGEST, LONGEST_BOARD_NUMBER, ForumFacts
from alongside.forums.domain.kinds import (
    ALIAS_WORDS,
    BOUND_WORDS,
    ENGINE_WORDS,
    FORUM_KIND_WORDS,
    LIFE_WORDS,
    METHOD_WORDS,
    READ_FROM,
    SPOKEN_WITH,
    AliasKind,
    Bound,
    ForumKind,
    ForumLife,
    MeasureMethod,
)
from alongside.forums.domain.measures import (
    LONGEST as LONGEST_OF_MEASURE,
)
from alongside.forums.domain.measures import (
    SUGGESTED,
    NoNumber,
    Reading,
    kind_of,
    number_of,
)
from alongside.forums.domain.places import as_kept
from alongside.forums.queries import Gap
from alongside.ui.dates import DayMonthYearField
from alongside.workspace.lines import TOPIC_HINT, each, topic, topic_line

_WHOLE_ADDRESS = {"invalid": _("Give the whole address, beginning with https:// or http://")}
_OTHER_KIND = "other"

GAP_WORDS = {
    Gap.RULES: _("House rules never read"),
    Gap.LIFE: _("Nobody looked whether it is active"),
    Gap.MEASURE: _("No figure"),
    Gap.TOPIC: _("No topic"),
    Gap.ADDRESS: _("No address"),
    Gap.TROUBLE: _("Trouble at its front page"),
}


def _engine_words(engine: str) -> Any:
    if engine in SPOKEN_WITH:
        return _("%(software)s (the service can read and send there)") % {
            "software": ENGINE_WORDS[engine]
        }
    if engine and engine in READ_FROM:
        return _("%(software)s (the service can read there)") % {"software": ENGINE_WORDS[engine]}
    return ENGINE_WORDS[engine]


class ForumForm(forms.Form):
    """All that people state about a forum."""

    name = forms.CharField(label=_("Name of the forum"), max_length=LONGEST["name"])
    address = forms.URLField(
        label=_("Address"),
        help_text=_(
            "Of its front page, for example https://forum.example – with http:// only if it has "
            "no other."
        ),
        max_length=LONGEST["address"],
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    other_names = forms.CharField(
        label=_("Other names"),
        help_text=_("Earlier names and what people call it, one on each line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(kind.value, FORUM_KIND_WORDS[kind]) for kind in ForumKind],
        initial=ForumKind.FORUM.value,
        required=False,
    )
    operator_name = forms.CharField(
        label=_("Who runs it"),
        help_text=_("An organisation or a team; leave a private person’s name out."),
        max_length=LONGEST["operator_name"],
        required=False,
    )
    subject = forms.CharField(
        label=_("Subject"),
        help_text=_("For example, “Money and benefits”."),
        max_length=LONGEST["subject"],
        required=False,
    )
    description = forms.CharField(
        label=_("Who helps whom there"),
        help_text=_("One or two sentences in your own words. No member’s name."),
        max_length=LONGEST["description"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        help_text=_("People find forums and gaps by these."),
        choices=list(TOPICS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other_topics = forms.CharField(
        label=_("Topics of other lists"),
        help_text=TOPIC_HINT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    area = forms.CharField(
        label=_("Area"),
        help_text=_("For example, “Scotland”. Leave empty if it is for everywhere."),
        max_length=LONGEST["area"],
        required=False,
    )
    languages = forms.CharField(
        label=_("Languages"),
        help_text=_("As tags with commas between them: en for English, cy for Welsh."),
        max_length=200,
        required=False,
    )
    engine = forms.ChoiceField(
        label=_("Its software"),
        help_text=_("Often named at the foot of its pages."),
        choices=[(engine, _engine_words(engine)) for engine in ENGINE_WORDS],
        required=False,
    )
    life = forms.ChoiceField(
        label=_("Is it active?"),
        choices=[(life.value, LIFE_WORDS[life]) for life in ForumLife],
        initial=ForumLife.UNKNOWN.value,
        required=False,
    )
    house_rules_address = forms.URLField(
        label=_("Address of its house rules"),
        help_text=_("Leave empty if it shows none."),
        max_length=LONGEST["house_rules_address"],
        required=False,
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    house_rules_read_on = DayMonthYearField(
        label=_("Day on which you read them"),
        help_text=_("Leave empty if nobody has read them yet."),
        required=False,
    )
    report_address = forms.URLField(
        label=_("Where content is reported to its moderators"),
        help_text=_("The address of a page or form."),
        max_length=LONGEST["report_address"],
        required=False,
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        known: ForumFacts | None = None,
        proposed: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`known`: the entry as it stands; one without an address may stay so. `proposed`: what is
        to stand in fields instead."""
        if known is not None:
            kwargs["initial"] = _typed(known) | dict(proposed or {})
        super().__init__(*args, **kwargs)
        self._known = known
        if known is not None and not known.address:
            self.fields["address"].required = False

    def clean_other_topics(self) -> list[TopicParts]:
        return each(self.cleaned_data["other_topics"], topic)

    def facts(self) -> ForumFacts:
        """What was typed, once the form is valid; an address that was not touched is as it was."""
        data = self.cleaned_data
        stated = ForumFacts(
            name=data["name"],
            address=data["address"],
            other_names=tuple(data["other_names"].splitlines()),
            kind=ForumKind(data["kind"] or ForumKind.FORUM),
            operator_name=data["operator_name"],
            subject=data["subject"],
            description=data["description"].replace("\r\n", "\n"),
            topics=tuple(data["topics"]),
            other_topics=tuple(data["other_topics"]),
            area=data["area"],
            languages=tuple(data["languages"].replace(";", ",").split(",")),
            engine=data["engine"],
            life=ForumLife(data["life"] or ForumLife.UNKNOWN),
            house_rules_address=data["house_rules_address"],
            house_rules_read_on=data["house_rules_read_on"],
            report_address=data["report_address"],
        )
        known = self._known
        if known is not None and as_kept(stated.address) == known.address:
            stated = replace(stated, address=known.address)
        return stated


class NewForumForm(ForumForm):
    """A forum to be added. The box is shown when an entry of the same name or site stands."""

    is_another = forms.BooleanField(label=_("Mine is another forum"), required=False)


def _typed(facts: ForumFacts) -> dict[str, Any]:
    typed = {name: getattr(facts, name) for name in ForumForm.base_fields if name != "seen"}
    return typed | {
        "other_names": "\n".join(facts.other_names),
        "languages": ", ".join(facts.languages),
        "topics": list(facts.topics),
        "other_topics": "\n".join(topic_line(*parts) for parts in facts.other_topics),
        "kind": facts.kind.value,
        "life": facts.life.value,
        "seen": facts.fingerprint,
    }


class AliasForm(forms.Form):
    """Another address that leads to the forum."""

    alias_address = forms.URLField(
        label=_("Another address of this forum"),
        max_length=500,
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    alias_kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (kind.value, ALIAS_WORDS[kind].capitalize())
            for kind in (AliasKind.MOVED, AliasKind.REDIRECT, AliasKind.SPELLING)
        ],
    )


class BoardForm(forms.Form):
    """A part of the forum for one subject."""

    board_name = forms.CharField(label=_("Name of the board"), max_length=200)
    board_address = forms.URLField(
        label=_("Its address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    board_number = forms.CharField(
        label=_("Its number in the forum"),
        help_text=_(
            "What the forum’s software calls it by, often the number in its address: 12 in "
            "https://forum.example/c/sick-pay/12/. It is how the service recognises the board."
        ),
        required=False,
        max_length=LONGEST_BOARD_NUMBER,
    )


class MeasureForm(forms.Form):
    """One figure about the forum, with its source."""

    kind = forms.ChoiceField(
        label=_("What was counted?"),
        choices=[
            ("", _("Choose one")),
            *((kind, kind.capitalize()) for kind in SUGGESTED),
            (_OTHER_KIND, _("Something else")),
        ],
    )
    other_kind = forms.CharField(
        label=_("Something else: what?"),
        help_text=_("For example, “answered questions”."),
        required=False,
        max_length=LONGEST_OF_MEASURE["kind"],
    )
    value = forms.CharField(
        label=_("The figure"), help_text=_("For example, 42000 or 3.5."), max_length=40
    )
    unit = forms.CharField(
        label=_("Unit"),
        help_text=_("What one of them is, for example members or posts. Empty: the usual one."),
        required=False,
        max_length=LONGEST_OF_MEASURE["unit"],
    )
    bound = forms.ChoiceField(
        label=_("How exact is it?"),
        choices=[
            (bound.value, BOUND_WORDS[bound].capitalize() if BOUND_WORDS[bound] else _("Exactly"))
            for bound in Bound
        ],
        initial=Bound.EXACT.value,
    )
    period = forms.CharField(
        label=_("Time that it covers"),
        help_text=_("As the source writes it: “a month”, “since 2004”. Empty: on that day."),
        required=False,
        max_length=LONGEST_OF_MEASURE["period"],
    )
    method = forms.ChoiceField(
        label=_("Who counted?"),
        choices=[
            (method.value, METHOD_WORDS[method].capitalize())
            for method in (MeasureMethod.SHOWN, MeasureMethod.STATED, MeasureMethod.REPORTED)
        ],
        widget=forms.RadioSelect,
    )
    asserted_by = forms.CharField(
        label=_("Who says so?"),
        help_text=_("For example, “the forum’s front page” or “the operator, in a letter”."),
        max_length=LONGEST_OF_MEASURE["asserted_by"],
    )
    source = forms.CharField(
        label=_("Source"),
        help_text=_("Where it is said: the title of a page, report or letter."),
        max_length=LONGEST_OF_MEASURE["source"],
        error_messages={"required": _("Give the source: a figure without one is not recorded.")},
    )
    source_address = forms.URLField(
        label=_("Address of the source"),
        required=False,
        max_length=LONGEST_OF_MEASURE["source_address"],
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    dated = forms.CharField(
        label=_("Date of the figure"),
        help_text=_("As exact as known: 2026, 2026-05 or 2026-05-06."),
        max_length=10,
        error_messages={
            "max_length": _("Write the date of the figure as 2026, 2026-05 or 2026-05-06.")
        },
    )
    quotation = forms.CharField(
        label=_("The words of the source"),
        help_text=_("The sentence in which the figure stands, so that others can check it."),
        required=False,
        max_length=LONGEST_OF_MEASURE["quotation"],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_value(self) -> Any:
        try:
            return number_of(str(self.cleaned_data["value"]))
        except NoNumber as exc:
            raise ValidationError(str(exc)) from exc

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == _OTHER_KIND:
            data["kind"] = kind_of(data.get("other_kind", ""))
            if not data["kind"] and "other_kind" not in self.errors:
                self.add_error("other_kind", _("Say what was counted."))
        if data.get("kind") and not data.get("unit") and "unit" not in self.errors:
            usual = SUGGESTED.get(data["kind"], "")
            if usual:
                data["unit"] = usual
            else:
                self.add_error("unit", _("Give the unit, such as members, posts or people."))
        return data

    def reading(self) -> Reading:
        """What was typed, once the form is valid."""
        data = self.cleaned_data
        return Reading(
            kind=data["kind"],
            value=data["value"],
            unit=data["unit"],
            bound=Bound(data["bound"]),
            period=data["period"],
            method=MeasureMethod(data["method"]),
            asserted_by=data["asserted_by"],
            source=data["source"],
            source_address=data["source_address"],
            dated=data["dated"],
            quotation=data["quotation"].replace("\r\n", "\n"),
        )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("What is wrong with it?"),
        help_text=_("The reason is published beside the figure, which stays to be seen."),
        max_length=300,
    )


class MergeForm(forms.Form):
    """The second step of joining two entries: how one knows that they are one forum."""

    reason = forms.CharField(
        label=_("How do you know that they are one forum?"),
        help_text=_("For example, “The old address leads on to the new one.” It is published."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
