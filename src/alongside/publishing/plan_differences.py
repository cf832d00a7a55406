"""The differences of two versions of a plan as people read them: in sentences, and side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from alongside.agreements.domain.terms import MODEL_WORDS, EngagementModel
from alongside.core.opening_hours import NoHours
from alongside.plans.domain.differences import (
    Difference,
    FieldDifference,
    Kind,
    Part,
    Says,
    Value,
    differences,
)
from alongside.plans.domain.documents import Document
from alongside.plans.domain.terms import (
    DIRECTION_WORDS,
    LAWFUL_BASIS_WORDS,
    SECOND_READER_WORDS,
)
from alongside.publishing.domain.differences import How, Piece, pieces_of
from alongside.ui import formatting

PART_WORDS: dict[Part, Any] = {
    Part.ABOUT: _("The plan itself"),
    Part.GOALS: _("Goals"),
    Part.OBJECTIVES: _("Forums"),
    Part.STANDARDS: _("Standards and roles"),
    Part.LAW: _("Law and assessment"),
    Part.INDICATORS: _("Indicators"),
    Part.OTHER: _("Besides"),
}

LABELS: dict[tuple[Part, str], Any] = {
    (Part.ABOUT, "title"): _("Title"),
    (Part.ABOUT, "goal"): _("What will be better"),
    (Part.ABOUT, "languages"): _("Languages"),
    (Part.ABOUT, "review_on"): _("Review by"),
    (Part.GOALS, "title"): _("Goal"),
    (Part.GOALS, "description"): _("Description"),
    (Part.GOALS, "order"): _("Order of the goals"),
    (Part.OBJECTIVES, "forum_name"): _("Name of the forum"),
    (Part.OBJECTIVES, "engagement_model"): _("How"),
    (Part.OBJECTIVES, "goal"): _("Goal"),
    (Part.OBJECTIVES, "statement"): _("What is done there"),
    (Part.OBJECTIVES, "reason"): _("Why no part is taken"),
    (Part.OBJECTIVES, "hours"): _("When advisers are there"),
    (Part.OBJECTIVES, "working_hours"): _("When replies are sent"),
    (Part.OBJECTIVES, "response_standard_hours"): _("First reply within"),
    (Part.OBJECTIVES, "peers_first_hours"): _("Members come first for"),
    (Part.STANDARDS, "second_reader"): _("Second reader"),
    (Part.STANDARDS, "disclosure"): _("How officials say who they are"),
    (Part.STANDARDS, "disclosure_line"): _("The line in each reply"),
    (Part.STANDARDS, "safeguarding_role"): _("Safeguarding lead"),
    (Part.STANDARDS, "contact_role"): _("Contact"),
    (Part.STANDARDS, "contact"): _("Address of the contact"),
    (Part.STANDARDS, "corrections_contact"): _("Where mistakes are reported"),
    (Part.LAW, "lawful_basis"): _("Lawful basis"),
    (Part.LAW, "legal_power"): _("Power in law"),
    (Part.LAW, "assessment_reference"): _("Impact assessment"),
    (Part.LAW, "assessed_on"): _("Day of the assessment"),
    (Part.INDICATORS, "name"): _("Indicator"),
    (Part.INDICATORS, "unit"): _("Unit"),
    (Part.INDICATORS, "figure_id"): _("Figure of this service"),
    (Part.INDICATORS, "direction"): _("Direction"),
    (Part.INDICATORS, "baseline"): _("Baseline"),
    (Part.INDICATORS, "baseline_on"): _("Day of the baseline"),
    (Part.INDICATORS, "target"): _("Target"),
    (Part.INDICATORS, "target_on"): _("Day of the target"),
    (Part.INDICATORS, "order"): _("Order of the indicators"),
}

# Sentences for what changes most often; anything else is said by its label.
_CHANGED: dict[tuple[Part, str], Any] = {
    (Part.OBJECTIVES, "response_standard_hours"): _(
        "first reply within %(after)s instead of %(before)s"
    ),
    (Part.OBJECTIVES, "peers_first_hours"): _(
        "members come first for %(after)s instead of %(before)s"
    ),
    (Part.OBJECTIVES, "engagement_model"): _("“%(after)s” instead of “%(before)s”"),
    (Part.ABOUT, "review_on"): _("to be reviewed by %(after)s instead of %(before)s"),
    (Part.INDICATORS, "target"): _("target %(after)s instead of %(before)s"),
    (Part.INDICATORS, "baseline"): _("baseline %(after)s instead of %(before)s"),
}
_ADDED = {
    Part.GOALS: _("A new goal: %(name)s"),
    Part.OBJECTIVES: _("%(name)s is new in the plan: %(how)s"),
    Part.INDICATORS: _("A new indicator: %(name)s"),
}
_REMOVED = {
    Part.GOALS: _("No longer a goal: %(name)s"),
    Part.OBJECTIVES: _("%(name)s is no longer in the plan"),
    Part.INDICATORS: _("No longer an indicator: %(name)s"),
}


# What an item is called stands above it, and a figure of this service has its own name.
_IN_THE_HEADING = frozenset({"forum_name", "name", "figure_id"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """`about`: the forum, goal or indicator; empty: the plan itself."""

    about: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A value on each side, as words, and both texts in pieces where they are compared by word."""

    label: str
    before: str
    after: str
    pieces: Sequence[Piece] = ()

    @property
    def old_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.how is not How.ADDED]

    @property
    def new_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.how is not How.REMOVED]


@dataclass(frozen=True, slots=True)
class DifferenceShown:
    kind: Kind
    part: Part
    item: str
    name: str
    fields: Sequence[FieldShown]
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class PartShown:
    part: Part
    title: str
    differences: Sequence[DifferenceShown]


def shown(before: Document, after: Document) -> list[PartShown]:
    """Everything that differs, in the language of the reader, part by part."""
    names = {**_names(before), **_names(after)}
    found = [_shown(difference, names) for difference in differences(before, after)]
    return [
        PartShown(part, str(PART_WORDS[part]), of_part)
        for part in Part
        if (of_part := [one for one in found if one.part is part])
    ]


def _names(document: Document) -> dict[str, str]:
    """What goals and indicators are called, by their keys."""
    return {
        **{goal["id"]: goal["title"] for goal in document.get("goals", ())},
        **{
            found.get("figure_id") or found["id"]: found["name"]
            for found in document.get("indicators", ())
        },
    }


def _shown(difference: Difference, names: Mapping[str, str]) -> DifferenceShown:
    fields = [
        FieldShown(
            label=label_of(difference.part, field.field),
            before=said(field.says, field.before, names),
            after=said(field.says, field.after, names),
            pieces=pieces_of(str(field.before), str(field.after))
            if field.says is Says.TEXT and field.before and field.after
            else (),
        )
        for field in difference.fields
    ]
    # Nothing in one way may be nothing in another: no reader cares.
    both = list(zip(difference.fields, fields, strict=True))
    return DifferenceShown(
        kind=difference.kind,
        part=difference.part,
        item=difference.item,
        name=difference.name,
        fields=[
            words
            for field, words in both
            if words.before != words.after
            and (difference.kind is Kind.CHANGED or not _is_in_heading(difference.part, field))
        ],
        sentences=_sentences(difference, both),
    )


def _is_in_heading(part: Part, field: FieldDifference) -> bool:
    return field.field in _IN_THE_HEADING or (part, field.field) == (Part.GOALS, "title")


def _sentences(
    difference: Difference, fields: Sequence[tuple[FieldDifference, FieldShown]]
) -> list[Sentence]:
    if difference.kind is Kind.CHANGED:
        return [
            Sentence(difference.name, _sentence(difference.part, field, words))
            for field, words in fields
            if words.before != words.after
        ]
    pattern = (_ADDED if difference.kind is Kind.ADDED else _REMOVED).get(difference.part)
    if pattern is None:
        return [Sentence("", label) for label in (words.label for _field, words in fields)]
    how = next((words.after for field, words in fields if field.field == "engagement_model"), "")
    return [Sentence("", str(pattern) % {"name": difference.name, "how": how.lower()})]


def _sentence(part: Part, field: FieldDifference, words: FieldShown) -> str:
    values = {"label": words.label, "before": words.before, "after": words.after}
    if field.says is Says.ORDER:
        return gettext("%(label)s changed") % values
    if not words.before:
        return gettext("%(label)s, new: %(after)s") % values
    if not words.after:
        return gettext("%(label)s, no longer said: %(before)s") % values
    if field.says is Says.TEXT:
        return gettext("%(label)s: reworded") % values
    pattern = _CHANGED.get((part, field.field))
    return (str(pattern) if pattern else gettext("%(label)s: %(after)s instead of %(before)s")) % (
        values
    )


def label_of(part: Part, field: str) -> str:
    """What a field is called; a field of a later format by its own name."""
    label = LABELS.get((part, field))
    return field.replace("_", " ").capitalize() if label is None else str(label)


def said(says: Says, value: Value, names: Mapping[str, str]) -> str:
    """The value in words; empty: nothing was said."""
    if value is None or value in ("", ()):
        return ""
    return _SAID.get(says, _plain)(value, names)


def _plain(value: Value, names: Mapping[str, str]) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _hours(value: Value, names: Mapping[str, str]) -> str:
    count = int(str(value))
    return ngettext("%(num)s hour", "%(num)s hours", count) % {"num": f"{count:,}"}


def _day(value: Value, names: Mapping[str, str]) -> str:
    try:
        return formatting.day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _of(words: Mapping[Any, str]) -> Callable[[Value, Mapping[str, str]], str]:
    """By a closed list; a value of a later one as it stands."""
    by_value = {str(key): text for key, text in words.items()}
    return lambda value, names: gettext(by_value.get(str(value), str(value)))


def _keys(value: Value, names: Mapping[str, str]) -> str:
    keys = value if isinstance(value, tuple) else (str(value),)
    return "; ".join(names.get(key, key) for key in keys)


def _languages(value: Value, names: Mapping[str, str]) -> str:
    tags = value if isinstance(value, tuple) else (str(value),)
    return ", ".join(str(formatting.language_name(tag)) for tag in tags)


def _opening(value: Value, names: Mapping[str, str]) -> str:
    texts = value if isinstance(value, tuple) else (str(value),)
    try:
        return formatting.opening_hours(texts)
    except NoHours:  # of a later notation
        return _plain(value, names)


_MODELS = {**MODEL_WORDS, EngagementModel.NONE: "No part is taken"}
_SAID: dict[Says, Callable[[Value, Mapping[str, str]], str]] = {
    Says.HOURS: _hours,
    Says.DAY: _day,
    Says.MODEL: _of(_MODELS),
    Says.GOAL: _keys,
    Says.ORDER: _keys,
    Says.SECOND_READER: _of(SECOND_READER_WORDS),
    Says.LAWFUL_BASIS: _of(LAWFUL_BASIS_WORDS),
    Says.LANGUAGES: _languages,
    Says.DIRECTION: _of(DIRECTION_WORDS),
    Says.OPENING: _opening,
}
