"""What people type about public bodies: everything that the register says of one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.bodies import queries as bodies
from alongside.bodies.domain.facts import (
    LONGEST_ACRONYM,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_REMIT,
    Facts,
    Fault,
    Identifier,
    TopicParts,
    faults_of,
)
from alongside.bodies.domain.kinds import CLOSED_WORDS, KIND_WORDS, BodyKind, ClosedHow
from alongside.bodies.domain.topics import SCHEME, TOPICS
from alongside.bodies.models import Body
from alongside.ui.dates import DayMonthYearField
from alongside.workspace.lines import TOPIC_HINT, each, lines, topic, topic_line

_JUDGED = (
    *("acronym", "other_names", "jurisdiction", "founded_on", "closed_on", "remit", "website"),
    "identifiers",
)

_WHOLE_ADDRESS = {"invalid": _("Give the whole address, beginning with https://")}
_NAMED = _("By its name, its acronym, or the last part of its address in this register.")
_OPEN = "open"
# Ways of closing that leave somebody who goes on with the work.
_HAS_SUCCESSORS = frozenset(
    {ClosedHow.MERGED.value, ClosedHow.SPLIT.value, ClosedHow.REPLACED.value}
)
# Fields in which a fault of the body is shown, where they are named otherwise.
_FIELD_OF_FAULT = {"topics": "other_topics", "slug": "name"}


class DayInHistoryField(DayMonthYearField):
    """A day of any century; which days are possible is a rule of bodies."""

    def to_python(self, value: Any) -> Any:
        return self._day_from(value)


class BodyMergeForm(forms.Form):
    """How one knows that two entries are one body. `seen`: both as they were shown."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=_("How do you know that they are one body?"),
        help_text=_("For example, “Both lists give the same address.” It is published."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BodyForm(forms.Form):
    """A public body. Relatives are named in words: a list of all bodies would be endless."""

    name = forms.CharField(label=_("Official name"), max_length=LONGEST_NAME)
    acronym = forms.CharField(
        label=_("Acronym"),
        help_text=_("As it is written, for example DfE. Leave empty if it has none."),
        max_length=LONGEST_ACRONYM,
        required=False,
    )
    other_names = forms.CharField(
        label=_("Other names"),
        help_text=_("Earlier names and what people call it, one on each line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, KIND_WORDS[kind]) for kind in BodyKind]
    )
    jurisdiction = forms.CharField(
        label=_("Jurisdiction"),
        help_text=_("As a code of ISO 3166, for example GB, GB-WLS or US."),
        max_length=12,
        required=False,
    )
    parent = forms.CharField(label=_("Part of"), help_text=_NAMED, max_length=300, required=False)
    other_parents = forms.CharField(
        label=_("Also belongs to"),
        help_text=_("Other bodies that sponsor it, one on each line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    founded_on = DayInHistoryField(
        label=_("Founded on"), help_text=_("For example, 5 7 1948"), required=False
    )
    closed_how = forms.ChoiceField(
        label=_("Is it open?"),
        choices=[
            (_OPEN, _("It is open")),
            *(
                (how.value, _("Closed: %s") % CLOSED_WORDS[how])
                for how in ClosedHow
                if how is not ClosedHow.UNKNOWN
            ),
            (ClosedHow.UNKNOWN.value, _("Closed, and no source says how")),
        ],
        initial=_OPEN,
        widget=forms.RadioSelect,
    )
    closed_on = DayInHistoryField(
        label=_("Closed on"),
        help_text=_("For example, 1 4 2026. Leave empty if it is open."),
        required=False,
    )
    successors = forms.CharField(
        label=_("Bodies that took over from it"),
        help_text=_("One on each line, by name, acronym, or the last part of the address."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    successors_unknown = forms.BooleanField(
        label=_("No source says who took over from it"), required=False
    )
    closed_on_unknown = forms.BooleanField(
        label=_("No source says the day on which it closed"), required=False
    )
    list_to = forms.CharField(
        label=_("Body that goes on with its list"),
        help_text=_(
            "One of those that took over from it. Leave empty, and its list ends with the body."
        ),
        max_length=300,
        required=False,
    )
    questions_to = forms.CharField(
        label=_("Body that goes on with its open questions"),
        help_text=_(
            "One of those that took over from it. It gets those of forums whose operator welcomes "
            "it. The others, or all if you leave this empty, are set aside: the body has closed. "
            "Answers that were not sent yet are withdrawn, and can still be read."
        ),
        max_length=300,
        required=False,
    )
    remit = forms.CharField(
        label=_("What it is responsible for"),
        help_text=_("One or two sentences that anybody understands."),
        max_length=LONGEST_REMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics of its remit"),
        help_text=_("Lists are narrowed by these, and gaps are shown by them."),
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
    identifiers = forms.CharField(
        label=_("Identifiers in other registers"),
        help_text=_("One on each line, as register and value, for example GSS E08000019."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=LONGEST_ADDRESS,
        required=False,
        assume_scheme="https",
        error_messages=_WHOLE_ADDRESS,
    )
    contact_email = forms.EmailField(
        label=_("The team’s mailbox"),
        help_text=_("Shown in public. Never a person’s own address."),
        required=False,
        error_messages={"invalid": _("Give an e-mail address, such as forums@department.example")},
    )
    lawful_basis = forms.CharField(
        label=_("Lawful basis"),
        help_text=_("Why it may process what members of forums write."),
        max_length=300,
        required=False,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        today: date,
        body: Body | None = None,
        proposed: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`proposed`: what is to stand in fields instead of what the body's entry says."""
        kwargs["initial"] = (initial_of(body) if body else {}) | dict(proposed or {})
        super().__init__(*args, **kwargs)
        self.body, self.today = body, today

    def facts(self) -> dict[str, Any]:
        """What `bodies.actions.record_body` takes of it."""
        data = dict(self.cleaned_data)
        kept = [(SCHEME, code, TOPICS[code]) for code in data.pop("topics")]
        topics = [*kept, *data.pop("other_topics")]
        how = data.pop("closed_how")
        del data["successors_unknown"], data["closed_on_unknown"]
        held = (
            {(one.scheme, one.value) for one in self.body.identifiers.all()} if self.body else set()
        )
        return data | {
            "kind": BodyKind(data["kind"]),
            "closed_how": None if how == _OPEN else ClosedHow(how),
            "topics": topics,
            "drop_identifiers": sorted(held - set(data["identifiers"])),
            "is_practice": self._is_practice,
        }

    def add_faults(self, faults: Sequence[Fault]) -> None:
        """Each fault beside its field."""
        for fault in faults:
            self.add_error(_FIELD_OF_FAULT.get(fault.field, fault.field), fault.sentence)

    @property
    def _is_practice(self) -> bool:
        return self.body is not None and self.body.is_practice

    def clean_name(self) -> str:
        return _plain(self.cleaned_data["name"])

    def clean_jurisdiction(self) -> str:
        return str(self.cleaned_data["jurisdiction"]).upper()

    def clean_other_names(self) -> list[str]:
        return lines(self.cleaned_data["other_names"])

    def clean_parent(self) -> Body | None:
        text = self.cleaned_data["parent"]
        return self._body_called(text) if text else None

    def clean_other_parents(self) -> list[Body]:
        return each(self.cleaned_data["other_parents"], self._body_called)

    def clean_list_to(self) -> Body | None:
        text = self.cleaned_data["list_to"]
        return self._body_called(text) if text else None

    def clean_questions_to(self) -> Body | None:
        text = self.cleaned_data["questions_to"]
        return self._body_called(text) if text else None

    def clean_successors(self) -> list[Body]:
        return each(self.cleaned_data["successors"], self._body_called)

    def clean_other_topics(self) -> list[TopicParts]:
        return each(self.cleaned_data["other_topics"], topic)

    def clean_identifiers(self) -> list[Identifier]:
        return list(dict.fromkeys(each(self.cleaned_data["identifiers"], _identifier)))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("closed_how") == _OPEN and (data.get("closed_on") or data.get("successors")):
            self.add_error("closed_how", _("Say how it closed, or leave day and successors out."))
        self._ask_how_it_closed(data)
        # What is wrong by itself is told together with what could not be read.
        facts = Facts(
            **{name: data[name] for name in _JUDGED if data.get(name)}
            | {"name": data.get("name") or "-"},
            closed_how="" if data.get("closed_how", _OPEN) == _OPEN else data["closed_how"],
            topics=data.get("other_topics", ()),
        )
        self.add_faults(
            [fault for fault in faults_of(facts, today=self.today) if fault.field != "closed_how"]
        )
        return data

    def _ask_how_it_closed(self, data: Mapping[str, Any]) -> None:
        """Who took over and on which day, or in so many words that no source says it."""
        how = data.get("closed_how", _OPEN)
        going_on = {name: data[name] for name in ("list_to", "questions_to") if data.get(name)}
        if how == _OPEN:
            for name in going_on:
                self.add_error(name, _("An open body goes on with this itself. Leave empty."))
            return
        heirs = data.get("successors")
        if how in _HAS_SUCCESSORS and heirs == [] and not data.get("successors_unknown"):
            self.add_error(
                "successors", _("Say who took over from it, or tick that no source says so.")
            )
        if heirs and data.get("successors_unknown"):
            self.add_error("successors_unknown", _("You named who took over. Take the tick away."))
        # A day that could not be read has its own fault beside it.
        day_missing = "closed_on" in data and data["closed_on"] is None
        if day_missing and not data.get("closed_on_unknown"):
            self.add_error(
                "closed_on", _("Give the day on which it closed, or tick that no source says it.")
            )
        if data.get("closed_on") and data.get("closed_on_unknown"):
            self.add_error("closed_on_unknown", _("You gave the day. Take the tick away."))
        for name, heir in going_on.items():
            if heirs is not None and heir not in heirs:
                self.add_error(name, _("Name it above among those that took over, too."))
            elif heir.is_closed:
                self.add_error(name, _("This body has closed itself. Name one that is open."))

    def _body_called(self, text: str) -> Body:
        found = bodies.bodies_called(text, is_practice=self._is_practice)
        if not found:
            raise ValidationError(
                _now("No body in the register is called “%(text)s”. Add it first.")
                % {"text": text[:100]}
            )
        if len(found) > 1:
            raise ValidationError(
                _now("Several bodies are called “%(text)s”. Give one of: %(slugs)s.")
                % {"text": text[:100], "slugs": ", ".join(body.slug for body in found[:6])}
            )
        return found[0]


def initial_of(body: Body) -> dict[str, Any]:
    """The entry as the form shows it."""
    topics = list(body.topics.all())
    ours = [held.code for held in topics if held.scheme == SCHEME and held.code in TOPICS]
    return {
        **{
            name: getattr(body, name)
            for name in (
                *("name", "acronym", "kind", "jurisdiction", "founded_on"),
                *("closed_on", "remit", "website", "contact_email", "lawful_basis"),
            )
        },
        "closed_how": body.closed_how or _OPEN,
        # It was entered so: nobody is asked again who changes something else.
        "closed_on_unknown": body.is_closed and body.closed_on is None,
        "successors_unknown": body.closed_how in _HAS_SUCCESSORS and not body.successors.exists(),
        "other_names": "\n".join(body.other_names),
        "parent": body.parent.slug if body.parent else "",
        "other_parents": "\n".join(found.slug for found in body.other_parents.all()),
        "successors": "\n".join(found.slug for found in body.successors.all()),
        "topics": ours,
        "other_topics": "\n".join(
            topic_line(held.scheme, held.code, held.label)
            for held in topics
            if not (held.scheme == SCHEME and held.code in TOPICS)
        ),
        "identifiers": "\n".join(str(held) for held in body.identifiers.all()),
        "seen": bodies.fingerprint_of(bodies.statement_of(body)),
    }


def _plain(text: str) -> str:
    return " ".join(text.split())


def _identifier(line: str) -> Identifier:
    scheme, _blank, value = line.partition(" ")
    if not value.strip():
        raise ValidationError(
            _now("Write “%(line)s” as register and value, with a blank between them.")
            % {"line": line[:100]}
        )
    return scheme, value.strip()
