"""What a step of a plan says, in words: two texts of one part side by side, and texts let go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.agreements.domain.terms import MODEL_WORDS
from alongside.plans.domain.merging import DAY_PARTS, Clash, Keep, LetGo, value_of
from alongside.plans.domain.steps import GoalText, IndicatorText
from alongside.plans.domain.terms import DIRECTION_WORDS, LAWFUL_BASIS_WORDS, LawfulBasis
from alongside.publishing.domain.differences import Piece, pieces_of
from alongside.ui import formatting
from alongside.workspace.forms_hours import DAY_LABELS
from alongside.workspace.forms_plan_indicators import plain

_LABELS: dict[str, str | Promise] = {
    "disclosure": gettext_lazy("How officials say who they are"),
    "disclosure_line": gettext_lazy("The line in each reply"),
    "safeguarding_role": gettext_lazy("Safeguarding lead"),
    "contact_role": gettext_lazy("Contact"),
    "contact": gettext_lazy("Address of the contact"),
    "corrections_contact": gettext_lazy("Where mistakes are reported"),
    "lawful_basis": gettext_lazy("Lawful basis"),
    "legal_power": gettext_lazy("Power in law"),
    "assessment_reference": gettext_lazy("Impact assessment"),
    "assessed_on": gettext_lazy("Day of the assessment"),
    "title": gettext_lazy("Title"),
    "goal": gettext_lazy("What will be better"),
    "languages": gettext_lazy("Languages"),
    "review_on": gettext_lazy("Review date"),
    "description": gettext_lazy("More about it"),
    "model": gettext_lazy("How you take part"),
    "reason": gettext_lazy("Why you take no part"),
    "goal_key": gettext_lazy("Goal"),
    "statement": gettext_lazy("What you will do there"),
    "hours": gettext_lazy("More about when they are there"),
    "response_hours": gettext_lazy("First reply within, in hours"),
    "peers_first_hours": gettext_lazy("Members come first, in hours"),
    "name": gettext_lazy("What is counted"),
    "figure": gettext_lazy("Figure"),
    "unit": gettext_lazy("In what"),
    "direction": gettext_lazy("The target is"),
    "baseline": gettext_lazy("Baseline"),
    "baseline_on": gettext_lazy("Day of the baseline"),
    "target": gettext_lazy("Target"),
    "target_on": gettext_lazy("To be reached by"),
} | dict(zip(DAY_PARTS, DAY_LABELS, strict=True))


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """A part of which two windows hold different texts, in words. `part` names the choice."""

    part: str
    label: str
    mine: str
    theirs: str
    pieces: Sequence[Piece]


def two_texts(clashes: Sequence[Clash], goals: Mapping[str, str]) -> list[TwoTexts]:
    """What both changed, side by side. `goals`: titles by key."""
    return [
        TwoTexts(
            part=clash.part,
            label=_label(clash),
            mine=(mine := _words(clash, clash.mine, goals)),
            theirs=(theirs := _words(clash, clash.saved, goals)),
            pieces=pieces_of(theirs, mine),
        )
        for clash in clashes
    ]


def texts_let_go(let_go: Sequence[LetGo], goals: Mapping[str, str]) -> list[tuple[str, str]]:
    """Labels and texts of what was decided against, without what was empty."""
    found = [
        (
            _label(one.clash),
            _words(one.clash, one.clash.mine if one.whose is Keep.MINE else one.clash.saved, goals),
        )
        for one in let_go
    ]
    return [(label, text) for label, text in found if text]


def _label(clash: Clash) -> str:
    row = clash.mine or clash.saved
    if isinstance(row, GoalText):
        name = row.title
    elif isinstance(row, IndicatorText):
        name = _(row.name)
    else:
        label = str(_LABELS[clash.field])
        is_day = clash.field in DAY_PARTS
        return _("When advisers are there: %(day)s") % {"day": label} if is_day else label
    return f"{name}: {_LABELS[clash.field]}" if clash.field else name


def _words(clash: Clash, row: Any, goals: Mapping[str, str]) -> str:
    if row is None:
        return _("Taken out")
    if clash.field:
        return _value(clash.field, value_of(row, clash.field), goals)
    if isinstance(row, GoalText):
        return f"{row.title}\n{row.description}".strip()
    return _whole(row)


def _value(field: str, value: Any, goals: Mapping[str, str]) -> str:
    if value in (None, "", ()):
        return ""
    if field == "languages":
        return ", ".join(str(formatting.language_name(tag)) for tag in value)
    if field == "model":
        return _(MODEL_WORDS[value])
    if field == "lawful_basis":
        return _(LAWFUL_BASIS_WORDS[LawfulBasis(value)])
    if field == "direction":
        return _(DIRECTION_WORDS[value])
    if field == "goal_key":
        return goals.get(value, "")
    if isinstance(value, date):
        return formatting.day(value)
    return plain(value) if isinstance(value, Decimal) else str(value)


def _whole(indicator: IndicatorText) -> str:
    said = []
    if indicator.target is not None:
        words = _(DIRECTION_WORDS[indicator.direction])
        said.append(
            _("target: %(value)s") % {"value": f"{words} {_amount(indicator.target, indicator)}"}
        )
    if indicator.target_on:
        said.append(_("by %(day)s") % {"day": _day(indicator.target_on)})
    if indicator.baseline is not None:
        said.append(_("baseline: %(value)s") % {"value": _amount(indicator.baseline, indicator)})
    if indicator.baseline_on:
        said.append(_("of %(day)s") % {"day": _day(indicator.baseline_on)})
    return ", ".join(said) or _("in %(unit)s, no target yet") % {"unit": indicator.unit}


def _amount(value: Decimal, indicator: IndicatorText) -> str:
    return f"{plain(value)} {indicator.unit}"


def _day(day: date | None) -> str:
    return formatting.day(day) if day else ""
